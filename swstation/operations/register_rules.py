"""What some registers ask of a row beyond its values: checked and filled in wherever the row is written by a person.

A merge takes rows as they come: these rules hold for the form and the command line alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from swstation.operations.book import Book

Values = Mapping[str, Any]


def following(book: Book, table: str, values: Values) -> dict[str, Any]:
    """What a new row that has these values begins with beside them."""
    found = _FOLLOWING.get(table)
    return {} if found is None else found(book, values)


def completed(book: Book, table: str, values: Values) -> dict[str, Any]:
    """A new row's values with what follows from the others."""
    fill = _FILLED.get(table)
    return dict(values) if fill is None else fill(book, dict(values))


def check(table: str, values: Values) -> None:
    """Refuse a row (with all its values, as it would be) that breaks a rule of its register."""
    rule = _CHECKED.get(table)
    if rule is not None:
        rule(values)


def _post(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    """A post of neither unit nor institution belongs to the unit of its village, else to this one."""
    from db.queries.registers import one_row

    if values.get("unit") is None and values.get("institution") is None:
        place = values.get("community")
        found = one_row(book.connection, "community", place) if place else None
        values["unit"] = found["unit"] if found else book.unit
    return values


def _credit(values: Values) -> None:
    from swstation.rules.credit import check_publicity

    check_publicity(bool(values.get("public")), values.get("public_basis"))


def _survey(values: Values) -> None:
    from swstation.rules.surveys import ANSWERS, check_survey

    check_survey({name: int(values.get(name) or 0) for name in ("sent", "returned", *ANSWERS)})


def _list_entry(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    """What a list is like is for a county to say, or who is above it."""
    from db.errors import Refusal
    from swstation.operations.packs import DECIDING

    if book.unit[0] not in DECIDING:
        raise Refusal("policy.list_county_only")
    return values | {"unit": book.unit}


def _occasion(book: Book, values: Values) -> dict[str, Any]:
    """Goods given at a session, an activity or with an entry are of its day, and know of the others of the three."""
    from db.queries.materials import occasion_of

    return occasion_of(book.connection, values)


def _given(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    found = _occasion(book, values)
    return {**values, **{name: value for name, value in found.items() if values.get(name) is None}}


_FOLLOWING: Final[Mapping[str, Callable[[Book, Values], dict[str, Any]]]] = {"material_given": _occasion}
_FILLED: Final[Mapping[str, Callable[[Book, dict[str, Any]], dict[str, Any]]]] = {
    "post": _post, "list_entry": _list_entry, "material_given": _given
}  # fmt: skip
_CHECKED: Final[Mapping[str, Callable[[Values], None]]] = {"credit_entry": _credit, "satisfaction_survey": _survey}
