"""From raw rows to typed values, with every refused cell named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from db import resident_id as gb11643
from db.errors import Invalid, Refusal
from swstation.errors import message
from swstation.importing.cells import LONGEST, Uncalculated, error_of, is_empty, means_nothing, shown
from swstation.importing.columns import Kind
from swstation.importing.context import Context, With
from swstation.importing.headings import SheetColumn
from swstation.importing.reader import RawRow, Table

_NONE: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was refused, or (among ``warnings``) one worth a look.

    ``row``: the sheet's own number; ``column``: the heading as in the file (ours where the file has none);
    ``value``: the cell as shown; ``code``: ``area.reason``; ``key``: the field.
    """

    row: int
    column: str
    value: str
    code: str
    key: str
    choices: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=lambda: _NONE)

    def message(self) -> str:
        """The sentence in the current language: what, why, and how to mend it."""
        return message(self.refusal())

    def refusal(self) -> Refusal:
        """As a refusal; its field is the heading."""
        refusal = Refusal(self.code, field=self.column, token=self.value, row=self.row, choices=self.choices)
        refusal.params.update(self.params)
        return refusal

    def as_dict(self) -> dict[str, object]:
        """As the command line's ``--json`` prints it."""
        out: dict[str, object] = {"row": self.row, "column": self.column, "value": self.value}
        out |= {"reason": self.message(), "code": self.code}
        return out | ({"choices": list(self.choices)} if self.choices else {})


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row of a ledger. ``values`` by field: a blank cell has no key (it leaves the old value).

    A row with ``problems`` is not to be taken; its other values are there to show what was understood.
    """

    kind: str
    number: int
    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def parse(table: Table, context: Context) -> Iterator[ParsedRow]:
    """Understand the rows of a table, one after the other."""
    context = replace(context, epoch_1904=table.epoch_1904, text_file=table.text_file)
    above: Mapping[str, object] = {}
    for raw in table.rows:
        row = _Row(table, raw, context, above)
        yield row.parsed()
        above = row.carried


class _Row:
    def __init__(self, table: Table, raw: RawRow, context: Context, above: Mapping[str, object]) -> None:
        self._above = above
        self._kind: Kind = table.kind
        self._raw = raw
        self._context = context
        self._places = {place.column.key: place for place in table.columns if place.column is not None}
        self._values: dict[str, object] = {}
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    def parsed(self) -> ParsedRow:
        for place in self._places.values():
            self._cell(place)
        bad = {problem.key for problem in self._problems}
        if self._above and not any(key in self._values or key in bad for key in self._kind.carried):
            self._values |= self._above
        for column in self._kind.required:
            if column.key not in self._values and column.key not in bad:
                self._refuse(column.key, "value.missing")
        self._orders()
        self._identity()
        self._counts()
        return ParsedRow(self._kind.name, self._raw.number, self._values, tuple(self._problems), tuple(self._warnings))

    @property
    def carried(self) -> Mapping[str, object]:
        """What the row below has where it leaves all of it blank; nothing of a row that was not understood."""
        return {} if self._problems else {key: self._values[key] for key in self._kind.carried if key in self._values}

    def _cell(self, place: SheetColumn) -> None:
        column, value = place.column, self._raw.cells.get(place.index)
        assert column is not None
        if isinstance(value, Uncalculated):
            self._refuse(column.key, "importing.uncalculated")
        elif error_of(value):
            self._refuse(column.key, "importing.cell_error")
        elif isinstance(value, str) and len(value) > LONGEST:
            self._refuse(column.key, "value.too_long", limit=LONGEST)
        elif not (is_empty(value) if column.verbatim else means_nothing(value)):
            parse = place.variant.parse if place.variant else column.parse
            try:
                found = parse(value, self._context)
            except Invalid as invalid:
                self._refuse(column.key, invalid.code, choices=invalid.choices, token=invalid.token, **invalid.params)
                return
            self._take(column.key, found)
            for key, said in (place.variant.also if place.variant else _NONE).items():
                self._say(column.key, key, said)

    def _take(self, key: str, found: object) -> None:
        if not isinstance(found, With):
            self._say(key, key, found)
            return
        self._say(key, key, found.value)
        for other, said in found.also.items():
            self._say(key, other, said)
        for code in found.warnings:
            self._warnings.append(self._problem(key, code))

    def _say(self, by: str, key: str, value: object) -> None:
        """Two cells may say the same thing (8学时 and a column of units), but not two different ones."""
        if self._values.setdefault(key, value) != value:
            self._refuse(by, "importing.says_otherwise", other=self._heading(key))

    def _orders(self) -> None:
        for first, last in self._kind.orders:
            begin, end = self._values.get(first), self._values.get(last)
            if isinstance(begin, date) and isinstance(end, date) and end < begin:
                self._refuse(last, "value.end_before_start", other=self._heading(first))

    def _identity(self) -> None:
        """The number says the birth date and the gender too: a column that says otherwise is refused."""
        if "resident_id" not in self._values:
            return
        said = gb11643.check(str(self._values["resident_id"]))
        if self._values.get("birth_date", said.birth_date) != said.birth_date:
            self._refuse("birth_date", "importing.birth_date_differs", said=said.birth_date.isoformat())
        if self._values.get("gender", said.gender) != said.gender:
            self._refuse("gender", "importing.gender_differs")

    def _counts(self) -> None:
        bad = {problem.key for problem in self._problems}
        wanted = set(self._kind.one_of)
        if wanted and not wanted & (self._values.keys() | bad):
            self._refuse(self._kind.one_of[0], "importing.whom")
        if "count" in self._values and "item" not in self._values and "item" not in bad:
            self._refuse("item", "importing.item_needed")

    def _refuse(self, key: str, code: str, **params: object) -> None:
        self._problems.append(self._problem(key, code, **params))

    def _problem(self, key: str, code: str, **params: object) -> Problem:
        choices = params.pop("choices", ())
        token = params.pop("token", None)
        place = self._places.get(key)
        cell = shown(self._raw.cells.get(place.index)) if place else ""
        assert isinstance(choices, tuple)
        value = cell[:200] if token is None else cell[:200] or str(token)
        if token is not None:
            params["part"] = token
        return Problem(self._raw.number, self._heading(key), value, code, key, choices, params)

    def _heading(self, key: str) -> str:
        place = self._places.get(key)
        if place:
            return place.heading
        try:
            return self._kind.column(key).heading
        except KeyError:
            return key
