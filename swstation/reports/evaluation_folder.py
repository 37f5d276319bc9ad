"""The folder for an evaluation: what was promised against what was done, the lists that prove it, a draw of files.

It is written beside its place and put there whole. Masked unless names are asked for; either way it is noted in the
audit trail. ``index.html`` numbers the contents, with rows and the SHA-256 of each file; the whole volume is one
document to bind, whose index says on which page each content begins.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

from db import local
from db.errors import Refusal
from db.queries.registers import rows_of
from db.queries.units import units
from db.renaming import rename
from db.special import covers
from db.store import Connection
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports import folder_lists as parts
from swstation.reports.case_file import case_paper
from swstation.reports.certificate_roster import roster
from swstation.reports.folder_lists import Drawn, Term
from swstation.reports.group_file import group_paper
from swstation.reports.hiding import hiding
from swstation.reports.listing import Listing
from swstation.reports.listings import days_of
from swstation.reports.paper import Paper
from swstation.reports.project_sheet import project_sheet
from swstation.reports.service_ledger import service_ledger
from swstation.reports.training_ledger import ledger
from swstation.reports.volume import Bound, write_volume
from swstation.reports.write import page_head
from swstation.reports.write_listing import Progress, write_listing
from swstation.reports.write_paper import write_paper

DRAW: Final = 5
"""How many files are drawn where nothing else is asked."""
OF_CLIENTS: Final = 7
"""The first so many lists may name clients."""


class Asked(NamedTuple):
    """What a folder is asked for: a period (``2026``, ``2026H1``) or a project by its title or row id; a draw."""

    unit: str
    period: str = ""
    project: str = ""
    draw: int = DRAW
    seed: str = ""
    masked: bool = True


class Content(NamedTuple):
    """A file of the folder: its name, its title, how many rows (``None`` for a document), its SHA-256."""

    file: str
    title: str
    rows: int | None
    hash: str


class Folder(NamedTuple):
    """A folder that was written."""

    path: Path
    contents: list[Content]
    seed: str
    drawn: list[Drawn]


def write_evaluation_folder(
    book: Book, asked: Asked, target: Path, as_of: date, progress: Progress | None = None
) -> Folder:
    """Write the folder, or nothing where ``progress`` (files done, of how many) stops it.

    Refuses: a folder that is there, no place for it, no such period, no such project.
    """
    if target.exists():
        raise Refusal("report.folder_there", field="to", path=str(target))
    if not target.parent.is_dir():
        raise Refusal("report.no_folder", path=str(target.parent))
    seed = asked.seed or book.source.random(4).hex()
    with book.store.snapshot() as connection:
        term = _term(connection, asked, as_of)
        drawn = parts.draw(connection, term, asked.draw, seed)
        listings = _listings(book, connection, term, drawn, seed, as_of)
        if asked.masked:
            hide = hiding(connection)
            # Lists of workers mask themselves; a hash or a certificate's number must stay what it is.
            listings = [hide.listing(one) if place < OF_CLIENTS else one for place, one in enumerate(listings)]
        papers = [
            (_("Case file"), one.number, case_paper(book, one.row, masked=asked.masked, as_of=as_of))
            if one.table == "service_case"
            else (_("Group file"), one.number, group_paper(book, one.row, masked=asked.masked, as_of=as_of))
            for one in drawn
        ]
    try:
        contents = _whole(target, term, listings, papers, asked.masked, as_of, progress)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal("report.disk_full", path=target.name) from None
        raise Refusal("report.cannot_write", path=target.name, detail=error.strerror or "") from None
    with book.store.transaction() as connection:
        detail = f"evaluation-folder {'masked' if asked.masked else 'named'} {len(contents)}"
        local.audit(connection, book.source.at(), book.worker, "export", detail=detail)
    return Folder(target, contents, seed, drawn)


def _term(connection: Connection, asked: Asked, as_of: date) -> Term:
    if asked.project:
        found = [
            row
            for row in rows_of(connection, "project")
            if asked.project in (row["id"], row["title"], row["number"]) and covers(asked.unit, row["unit"])
        ]
        if len(found) != 1:
            raise Refusal("report.project", field="project", token=asked.project, n=len(found))
        row = found[0]
        first, last = date.fromisoformat(row["start_on"]), date.fromisoformat(row["end_on"])
        called = f"{_unit_name(connection, row['unit'] or asked.unit)}  {row['title']}"
        term = Term(row["unit"] or asked.unit, first, min(last, as_of), row["id"], called)
    else:
        first, last = days_of(asked.period)
        term = Term(asked.unit, first, min(last, as_of), called=_unit_name(connection, asked.unit))
    if term.first > as_of:
        raise Refusal("report.not_begun", field="period", first=term.first.isoformat(), as_of=as_of.isoformat())
    return term


def _unit_name(connection: Connection, unit: str) -> str:
    return f"{next((row.name for row in units(connection) if row.code == unit), unit)} ({unit})"


def _listings(
    book: Book, connection: Connection, term: Term, drawn: Sequence[Drawn], seed: str, as_of: date
) -> list[Listing]:
    total = len(parts.cases_in(connection, term)) + len(parts.groups_in(connection, term))
    promised = project_sheet(connection, term.unit, term.last, project=term.project)
    return [
        replace(promised, title=_("Promised and done")),
        service_ledger(connection, term.unit, term.first, term.last, as_of),
        parts.case_table(connection, term, as_of),
        parts.gathering_tables(connection, term, as_of),
        parts.supervision_table(connection, term, as_of),
        parts.satisfaction_table(connection, term, as_of),
        parts.finding_table(connection, book.unit, book.tier, as_of),
        ledger(connection, term.unit, term.last),
        roster(connection, term.unit, term.last),
        parts.proof_table(connection, term, as_of),
        parts.draw_table(drawn, total, seed, as_of),
    ]


def _whole(
    target: Path,
    term: Term,
    listings: Sequence[Listing],
    papers: Sequence[tuple[str, str, Paper]],
    masked: bool,
    as_of: date,
    progress: Progress | None,
) -> list[Content]:
    files = len(listings) + len(papers) + 1

    def step(done: int) -> None:
        if progress is not None:
            progress(done, files)

    part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent))
    try:
        contents, bound = [], []
        for number, listing in enumerate(listings, 1):
            step(number - 1)
            file = part / f"{number:02d}-{listing.title}.xlsx"
            contents.append(_content(file, listing.title, write_listing(listing, file)))
            bound.append(Bound(file.name, listing.title, listing))
        for number, (kind, called, paper) in enumerate(papers, len(listings) + 1):
            step(number - 1)
            file, title = part / f"{number:02d}-{kind}-{called}.docx", f"{kind} {called}"
            write_paper(paper, file)
            contents.append(_content(file, title, None))
            bound.append(Bound(file.name, title, paper))
        step(files - 1)
        name = _("Whole volume")
        whole = part / f"00-{name}.docx"
        write_volume(whole, _("Evaluation folder"), _head(term, masked, as_of), bound)
        contents.append(_content(whole, _("Whole volume, with an index by page numbers"), None))
        (part / "index.html").write_text(_index(term, contents, masked, as_of), encoding="utf-8")
        part.chmod(0o755)
        rename(part, target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return contents


def _content(file: Path, title: str, rows: int | None) -> Content:
    return Content(file.name, title, rows, hashlib.sha256(file.read_bytes()).hexdigest())


def _head(term: Term, masked: bool, as_of: date) -> list[str]:
    return [
        term.called,
        _("From {first} to {last}").format(first=term.first, last=term.last),
        _("As of {day}").format(day=as_of),
        _("Masked: names are shortened, numbers and addresses left out.")
        if masked
        else _("There are names in this folder: keep it as the files are kept."),
    ]


def _index(term: Term, contents: Sequence[Content], masked: bool, as_of: date) -> str:
    title = _("Evaluation folder")
    head = _head(term, masked, as_of)
    labels = (_("No."), _("Content"), _("Rows"), "SHA-256")
    rows = [
        f'<tr><td class="n">{number}</td><td><a href="{escape(one.file, quote=True)}">{escape(one.title)}</a></td>'
        f'<td class="n">{"" if one.rows is None else one.rows}</td><td class="h">{one.hash}</td></tr>'
        for number, one in enumerate(contents, 1)
    ]
    return "".join(
        [
            page_head(title),
            f"<h1>{escape(title)}</h1>",
            *(f"<p>{escape(line)}</p>" for line in head),
            f"<table><thead><tr>{''.join(f'<th>{escape(one)}</th>' for one in labels)}</tr></thead><tbody>",
            *rows, "</tbody></table></body></html>\n",
        ]
    )  # fmt: skip
