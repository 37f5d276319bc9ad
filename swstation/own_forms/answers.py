"""What stands at the places of a form: the unit and the period, the figures, the workforce, a row, lists.

Each name has two spellings: a code that never changes (``figure.1.visits.month``) and words in the language of the
interface (``1.入户走访户次.本月``). Only what a form asks for is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from db.errors import Refusal
from swstation.errors import field_label
from swstation.i18n import N_, _
from swstation.operations.book import Book
from swstation.own_forms.folder import OwnForm
from swstation.own_forms.places import Filled
from swstation.reports.listing import Listing, Value
from swstation.reports.model import Line

_BASE: Final = {
    "unit.name": N_("Name of the unit"), "unit.code": N_("Unit code"), "period": N_("Period"),
    "period.first": N_("From day"), "period.last": N_("To day"), "year": N_("Year number"), "month": N_("Month number"),
    "today": N_("Day of filling in"), "writer": N_("Filled in by whom"), "form.name": N_("Name of the form"),
    "form.version": N_("Version of the form"),
}  # fmt: skip
_PARTS: Final = {
    "month": N_("This month"), "whole": N_("Whole period"), "year": N_("This year"), "pending": N_("of it pending"),
    "unnamed": N_("unnamed"),
}  # fmt: skip
_FIGURE: Final = "figure"
_BLOCK: Final = N_("The station itself")
_STATION: Final = "station"
_STAFF: Final = "workforce"
_OF_ROW: Final = ("staff", "client", "service_case", "project", "institution", "volunteer", "service_group")
"""Registers one row of which a form may be about. The codes of its places begin with the register."""
_HIDDEN: Final = frozenset({"id"})


class Name(NamedTuple):
    """A name that a form may use: its code, its words, and what stands there now (``None``: not read)."""

    code: str
    words: str
    now: Value = None


@dataclass(frozen=True)
class Asked:
    """What a form is filled for: a unit, a period (``2026-10``, ``2026H1`` …; empty: none), a row of a register."""

    unit: str
    as_of: date
    period: str = ""
    table: str = ""
    row: str = ""


class Answers:
    """Answers the places of one form."""

    def __init__(self, book: Book, asked: Asked, form: OwnForm | None = None) -> None:
        self._book = book
        self._asked = asked
        self._form = form
        self._lists: dict[str, Listing] = {}

    def find(self, name: str) -> Filled | None:
        """What stands at a place; ``None`` for a name that is not known."""
        head = name.partition(".")[0]
        if name in self._base:
            return self._base[name]
        if head in (_FIGURE, _STATION, _(_BLOCK)) or head.isdigit():
            if not self._asked.period:
                raise Refusal("own_form.period_needed", field="period", token=name)
            return self._figures.get(name) or self._figures_by_words.get(name)
        if head == _STAFF or head == _(N_("Workforce figures")):
            return self._workforce.get(name)
        if not self._asked.table and (table := about([name])):
            raise Refusal("own_form.row_needed", field="row", token=name, what=word_of(table))
        return self._row.get(name)

    def listing(self, kind: str) -> Listing | None:
        """A list by its code or its words; ``None`` for one that is not known."""
        codes = {words: code for code, words in list_names().items()}
        code = codes.get(kind, kind)
        if code not in list_names():
            return None
        if code not in self._lists:
            self._lists[code] = _listing(self._book, code, self._asked)
        return self._lists[code]

    def names(self) -> list[Name]:
        """Every name that this form could use, with what stands there."""
        out = [Name(code, _(words), self._base[code].value) for code, words in _BASE.items()]
        if self._asked.period:
            out += [Name(code, one.label, one.value) for code, one in self._figures.items()]
        out += [Name(code, one.label, one.value) for code, one in self._workforce.items() if code.startswith(_STAFF)]
        for table in [self._asked.table] if self._asked.table else _OF_ROW:
            out += [Name(f"{table}.{field}", words) for field, words in fields_of(table).items()]
        for code, words in list_names().items():
            out.append(Name(f"rows.{code}.…", f"{_('rows')}.{words}.…"))
        return out

    @cached_property
    def _base(self) -> dict[str, Filled]:
        from db.queries.people import staff_list
        from db.queries.units import units

        asked, book = self._asked, self._book
        name = next((row.name for row in units(book.connection) if row.code == asked.unit), asked.unit)
        writer = next((row.name for row in staff_list(book.connection) if row.id == book.worker), "")
        first, last = _days(asked.period)
        values: dict[str, Value] = {
            "unit.name": name, "unit.code": asked.unit, "period": asked.period,
            "period.first": first.isoformat() if first else "", "period.last": last.isoformat() if last else "",
            "year": int(asked.period[:4]) if asked.period else None,
            "month": int(asked.period[5:]) if "-" in asked.period else None,
            "today": asked.as_of.isoformat(), "writer": writer,
            "form.name": self._form.name if self._form else "",
            "form.version": self._form.version if self._form else "",
        }  # fmt: skip
        out = {code: Filled(_(words), values[code]) for code, words in _BASE.items()}
        return {**out, **{_(words): out[code] for code, words in _BASE.items()}}

    @cached_property
    def _figures(self) -> dict[str, Filled]:
        if not self._asked.period:
            return {}
        return dict(_of_figures(*_counted(self._book, self._asked)))

    @cached_property
    def _figures_by_words(self) -> dict[str, Filled]:
        out: dict[str, Filled] = {}
        for one in self._figures.values():
            out.setdefault(one.label, one)
        return out

    @cached_property
    def _workforce(self) -> dict[str, Filled]:
        from swstation.reports.talent import DIMENSIONS, talent

        with self._book.store.snapshot() as connection:
            found = talent(connection, self._asked.unit, self._asked.as_of)
        start = _("Workforce figures")
        out: dict[str, Filled] = {}

        def add(code: str, words: str, value: int | None) -> None:
            out[f"{_STAFF}.{code}"] = out[f"{start}.{words}"] = Filled(f"{start}.{words}", value)

        add("people", _("People"), found.people)
        add("holders", _("Certificate holders"), found.holders)
        add("professionals", _("Professionals"), found.professionals)
        add("local", _("Local level only"), found.local)
        for cell in found.cells:
            words = f"{_(DIMENSIONS[cell.dimension])}.{cell.label}"
            add(f"{cell.dimension}.{cell.code or 'none'}", words, cell.people)
            add(f"{cell.dimension}.{cell.code or 'none'}.holders", f"{words}.{_('Certificate holders')}", cell.holders)
        return out

    @cached_property
    def _row(self) -> dict[str, Filled]:
        from db.queries.registers import one_row
        from swstation.operations.sheets import Wording

        table = self._asked.table
        if not table:
            return {}
        row = one_row(self._book.connection, table, self._asked.row)
        if row is None:
            raise Refusal("record.no_row", token=self._asked.row)
        wording, out = Wording(self._book), {}
        for field, words in fields_of(table).items():
            value = row[field]
            shown = wording.unit(value) if field == "unit" and value else wording.value(table, field, value)
            out[f"{table}.{field}"] = out[words] = Filled(words, shown)
        return out


def tables() -> Sequence[str]:
    """The registers one row of which a form may be about."""
    return _OF_ROW


def about(names: Iterable[str]) -> str:
    """The register one row of which a form with these names is about; empty if it is about none."""
    starts = {table: table for table in _OF_ROW} | {word_of(table): table for table in _OF_ROW}
    return next((starts[head] for name in names if (head := name.partition(".")[0]) in starts), "")


def word_of(table: str) -> str:
    """What a register's row is called."""
    from swstation.sheets import find

    found = find(table)
    return _(found.one) if found else field_label(table)


def fields_of(table: str) -> dict[str, str]:
    """The fields of a register with their words (``社工.学历``)."""
    from db.registry import specs
    from swstation.sheets import find

    found, start = find(table), word_of(table)
    out = {}
    for field in specs()[table].fields:
        one = found.field(field) if found else None
        out[field] = f"{start}.{_(one.label) if one else field_label(field)}"
    return out


def list_names() -> dict[str, str]:
    """The lists whose rows a form may hold, with their words: reports, then registers."""
    from swstation.reports.listings import COUNTY, LEDGERS, LISTINGS, PERIOD_LABELS
    from swstation.sheets import sheets

    reports = {code: _(label) for code, (label, _module, _name) in LISTINGS.items()}
    periods = {code: _(PERIOD_LABELS[code]) for code in LEDGERS if code not in COUNTY}
    registers = {table: _(one.label) for table, one in sheets().items()}
    return {**registers, **reports, **periods}


def _listing(book: Book, code: str, asked: Asked) -> Listing:
    from swstation.reports.listings import LEDGERS, LISTINGS, make, of_period

    if code in LISTINGS:
        return make(book, code, asked.unit, asked.as_of)
    if code in LEDGERS:
        if not asked.period:
            raise Refusal("own_form.period_needed", field="period")
        return of_period(book, code, asked.unit, asked.period, asked.as_of)
    return _register(book, code, asked)


def _register(book: Book, table: str, asked: Asked) -> Listing:
    from db import local
    from db.queries.registers import rows_of
    from swstation.operations.sheets import Wording
    from swstation.reports.listing import ListColumn, ListTable
    from swstation.sheets import sheet

    found, wording = sheet(table), Wording(book)
    rows = rows_of(book.connection, table, _belonging(table, asked), found.order)
    cells: list[list[Value]] = [[number, *(wording.value(table, one.name, row[one.name]) for one in found.fields)]
             for number, row in enumerate(rows, 1)]  # fmt: skip
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "export", detail=f"{table} {len(rows)}")
    columns = [ListColumn(_("No.")), *(ListColumn(_(one.label)) for one in found.fields)]
    return Listing(_(found.label), asked.as_of, (), [ListTable(_(found.label), columns, cells)])


def _belonging(table: str, asked: Asked) -> dict[str, str]:
    """Of a register that belongs to what the form is about: only its rows (a project's indicators)."""
    from swstation.sheets import sheet

    if not asked.table:
        return {}
    field = next((one for one in sheet(table).fields if one.kind == "row" and one.table == asked.table), None)
    return {} if field is None else {field.name: asked.row}


def _days(period: str) -> tuple[date | None, date | None]:
    from swstation.reports.listings import days_of

    return days_of(period) if period else (None, None)


def _counted(book: Book, asked: Asked) -> tuple[Sequence[tuple[str, Sequence[Line]]], bool]:
    """The lines of a month, or of a longer period, each with what its name begins with."""
    from swstation.reports.monthly import monthly
    from swstation.reports.periodic import counted

    with book.store.snapshot() as connection:
        of = (connection, asked.unit, asked.period, asked.as_of)
        month = "-" in asked.period
        if month:
            report = monthly(*of, station=True)
            figures, block = report.figures, report.station
        else:
            found = counted(*of, station=True)
            figures, block = found.figures, tuple(found.station[-1])
    return [*((str(one.number), one.lines) for one in figures), (_(_BLOCK), block)], month


def _of_figures(parts: Sequence[tuple[str, Sequence[Line]]], month: bool) -> Iterator[tuple[str, Filled]]:
    for start, lines in parts:
        over: list[str] = []
        for line in lines:
            over[max(0, line.level - 1) :] = [line.label] if line.level else []
            words = f"{start}.{'.'.join(over) if line.level else line.label}"
            values: dict[str, Value] = {"whole": line.month if month else line.year}
            if month:
                values |= {"month": line.month, "year": line.year}
            if month and not line.code.startswith(f"{_STATION}."):
                values |= {"pending": line.pending or 0, "unnamed": line.unnamed or 0}
            for part, value in values.items():
                code = line.code if line.code.startswith(f"{_STATION}.") else f"{_FIGURE}.{line.code}"
                yield f"{code}.{part}", Filled(f"{words}.{_(_PARTS[part])}", value)
