"""Filling a form, and looking whether it can be filled: every name known, what it asks for given."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from db import local
from db.errors import Refusal
from swstation.operations.book import Book
from swstation.own_forms.answers import Answers, Asked, about, list_names, word_of
from swstation.own_forms.folder import OwnForm
from swstation.own_forms.places import Filled, is_row, list_and_column
from swstation.own_forms.tables import Tables
from swstation.reports.write import check_target, put

_NEAR: Final = 5


class Unknown(NamedTuple):
    """A name in a form that is not known, and known ones that look like it."""

    name: str
    near: tuple[str, ...]


class Seen(NamedTuple):
    """What a form asks for: names, those that are not known, what is missing now, the register it is about."""

    names: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    missing: tuple[str, ...]
    table: str


def places_of(form: OwnForm) -> list[str]:
    """The names that a form uses. Refuses a file that cannot be read, and a form without any."""
    found: list[str] = _reader(form).read_places(form.file)
    if not found:
        raise Refusal("own_form.no_places", field="file", token=form.file.name)
    return found


def table_of(form: OwnForm) -> str:
    """The register one row of which the form is about; empty if it is about none."""
    return about(places_of(form))


def needs_period(form: OwnForm) -> bool:
    """Whether a form tells of a period."""
    for name in places_of(form):
        head = name.partition(".")[0]
        if head in ("figure", "period", "year", "month") or head.isdigit() or name in _period_words():
            return True
        if is_row(name) and list_and_column(name)[0] in ("service-ledger", "visit-ledger", *_ledger_words()):
            return True
    return False


def look(book: Book, form: OwnForm, asked: Asked) -> Seen:
    """Whether a form can be filled for what is asked. Refuses a period or a row that is wanted and not given."""
    answers = Answers(book, asked, form)
    tables, names = Tables(answers.listing), places_of(form)
    unknown, missing = [], []
    for name in names:
        if is_row(name):
            kind, _column = list_and_column(name)
            if answers.listing(kind) is None:
                unknown.append(Unknown(name, _near(kind, list(list_names()) + list(list_names().values()))))
            elif tables.column(name) is None:
                unknown.append(Unknown(name, tuple(tables.headings(kind))))
        elif (found := answers.find(name)) is None:
            known = [word for one in answers.names() for word in (one.code, one.words)]
            unknown.append(Unknown(name, _near(name, known)))
        elif found.value in (None, ""):
            missing.append(found.label)
    return Seen(tuple(names), tuple(unknown), tuple(dict.fromkeys(missing)), about(names))


def fill_form(book: Book, form: OwnForm, asked: Asked, target: Path) -> Seen:
    """Fill a form into a file of the same kind; it is noted in the audit trail.

    Refuses names that are not known (all of them are told), and what ``look`` refuses.
    """
    check_target(target, None, (form.kind,))
    seen = look(book, form, asked)
    if seen.unknown:
        first = seen.unknown[0]
        raise Refusal(
            "own_form.unknown_names", field="form", token="、".join(one.name for one in seen.unknown),
            choices=first.near, near="、".join(first.near) or "-",
        )  # fmt: skip
    answers = Answers(book, asked, form)

    def answer(name: str) -> Filled:
        found = answers.find(name)
        if found is None:  # cannot be: looked at a moment ago
            raise Refusal("own_form.unknown_names", field="form", token=name, near="-")
        return found

    fill = _reader(form).fill
    put(target, form.kind, {form.kind: lambda part: fill(form, part, answer, Tables(answers.listing))})
    with book.store.transaction() as connection:
        detail = f"own-form {form.kind} {len(seen.names)}"
        local.audit(connection, book.source.at(), book.worker, "export", asked.table, asked.row, detail)
    return seen


def find_row(book: Book, table: str, words: str) -> str:
    """The row that is meant by its id, its number, its title or its name. Refuses none and several."""
    from db.queries.registers import rows_of

    wanted = words.strip()
    shown = ("name", "title", "number", "case_number")
    found = [
        row["id"]
        for row in rows_of(book.connection, table)
        if wanted and wanted in (row["id"], *(row.get(field) for field in shown))
    ]
    if len(found) != 1:
        raise Refusal("own_form.row", field="row", token=words, n=len(found), what=word_of(table))
    return str(found[0])


def asked_for(book: Book, form: OwnForm, as_of: date, *, period: str = "", row: str = "", unit: str = "") -> Asked:
    """What a form is filled for, from what a person typed. Refuses a row that is wanted and not given."""
    table = table_of(form)
    if table and not row.strip():
        raise Refusal("own_form.row_needed", field="row", token=form.name, what=word_of(table))
    return Asked(unit or book.unit, as_of, period.strip(), table, find_row(book, table, row) if table else "")


def _near(name: str, known: Sequence[str]) -> tuple[str, ...]:
    close = difflib.get_close_matches(name, known, _NEAR, 0.5)
    return tuple(close or [one for one in known if name.partition(".")[0] in one][:_NEAR])


def _period_words() -> set[str]:
    from swstation.i18n import _

    return {_(word) for word in ("Period", "From day", "To day", "Year number", "Month number")}


def _ledger_words() -> list[str]:
    return [list_names()[code] for code in ("service-ledger", "visit-ledger")]


def _reader(form: OwnForm) -> Any:
    if form.kind == "xlsx":
        from swstation.own_forms import xlsx_form

        return xlsx_form
    from swstation.own_forms import docx_form

    return docx_form
