"""``merge --preview``: what a merge would do; ``inspect --against``: where two bundles differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swstation.cli.common import Options, emit, one_line
from swstation.cli.exchange import STATUS, on_terminal
from swstation.errors import message
from swstation.exchange.words import FIGURES, REGISTERS, VERDICT_WORDS, files_words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.exchange.rehearsal import MonthAgainst, Rehearsed
    from swstation.operations.book import Book

_WOULD = {"merged": N_("can be merged")}
"""Nothing is merged yet: the word of the ledger would say too much."""


def preview_files(options: Options, book: Book, files: Sequence[Path]) -> int:
    """Rehearse and print; the exit code is the one a merge would end with."""
    from db import digest
    from swstation.exchange.rehearsal import rehearse

    found = rehearse(book, files, on_terminal())
    document = {"bundles": [one.as_dict() for one in found], "digest": digest.whole(book.connection)[0]}
    emit(options, document, lambda: (line for one in found for line in _lines(one)))
    for one in found:
        if one.outcome.refusal is not None:
            click.echo(one_line(f"{one.file.name}: {message(one.outcome.refusal)}"), err=True)
    return 0 if all(one.outcome.well for one in found) else 1


def _lines(one: Rehearsed) -> Iterator[str]:
    yield _("{file}: {status}, {new} records new, {known} known").format(
        file=one.file.name,
        status=_(_WOULD.get(one.status, STATUS[one.status])),
        new=one.outcome.new,
        known=one.outcome.known,
    )
    if one.files.count:
        yield _("  {files}").format(files=files_words(one.files))
    for table, counts in one.tables.items():
        said = [_("{n} {verdict}").format(n=n, verdict=_(VERDICT_WORDS[word])) for word, n in counts.items() if n]
        yield f"  {_(REGISTERS.get(table, table))}\t" + "  ".join(said)
    for month in one.months:
        yield from _month(month)


def _month(one: MonthAgainst) -> Iterator[str]:
    jumps = {jump.figure for jump in one.jumps}
    said = [
        f"{'! ' if name in jumps else ''}{_(word)} {getattr(one.before, name)} → {getattr(one.now, name)}"
        for name, word in FIGURES.items()
    ]
    yield _("  {unit}, {month} against {before}: {figures}").format(
        unit=one.unit, month=one.now.month, before=one.before.month, figures="  ".join(said)
    )


_SIDES = {"only_here": N_("only in the first"), "only_there": N_("only in the second"), "different": N_("different")}


def compare_files(options: Options, book: Book, file: Path, other: Path | None) -> None:
    """Compare a bundle with another or with the book and print it."""
    from swstation.errors import field_label
    from swstation.exchange.comparing import compare

    found = compare(book, file, other)
    document = {"file": str(file), "against": "book" if other is None else str(other), **found.as_dict()}

    def lines() -> Iterator[str]:
        for table, counts in found.tables.items():
            said = [_("{n} {verdict}").format(n=counts[side], verdict=_(word)) for side, word in _SIDES.items()]
            said.append(_("{n} {verdict}").format(n=counts["same"], verdict=_("the same")))
            yield f"{_(REGISTERS.get(table, table))}\t" + "  ".join(said)
        for one in found.differences:
            fields = "  ".join(f"{field_label(name)}: {a or '-'} | {b or '-'}" for name, a, b in one.fields)
            yield one_line(f"  {_(REGISTERS.get(one.table, one.table))}  {one.name}  {_(_SIDES[one.side])}  {fields}")

    emit(options, document, lines)
