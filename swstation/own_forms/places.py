"""Places in a form: ``{{名称}}`` in its text; what stands there once it is filled, and brackets where nothing does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from swstation.i18n import _
from swstation.reports.listing import Value

PLACE: Final = re.compile(r"\{\{\s*([^{}\n]{1,200}?)\s*\}\}")
ROWS: Final = "rows."
"""Places of this beginning stand in a row that is repeated for each row of a list."""
PREFIX: Final = "sw."
"""Names of cells begin with this, so that a form may have other names as well."""
_WIDE: Final = str.maketrans("．：", "..")


class Filled(NamedTuple):
    """What a place is called in words, and what stands there; ``value`` is empty where nothing is recorded."""

    label: str
    value: Value

    @property
    def words(self) -> str:
        """The text of it; what is missing in brackets that nobody overlooks."""
        return missing(self.label) if self.value in (None, "") else str(self.value)


Answer = Callable[[str], Filled]
"""Gives what stands at a place."""


def missing(label: str) -> str:
    """How a missing value looks on paper."""
    return f"【{label}】"


def plain(name: str) -> str:
    """A name as it is looked up: without ``sw.`` before it, however wide its dots are."""
    name = name.strip().translate(_WIDE)
    return name[len(PREFIX) :] if name.lower().startswith(PREFIX) else name


def places_in(text: str) -> list[str]:
    """The names in a text."""
    return [plain(found) for found in PLACE.findall(text)]


def is_row(name: str) -> bool:
    """Whether a place belongs to a row that is repeated."""
    return name.startswith((ROWS, _("rows") + "."))


def list_and_column(name: str) -> tuple[str, str]:
    """Of a place in a repeated row: the list, and the column."""
    _rows, _dot, rest = name.partition(".")
    kind, _dot, column = rest.partition(".")
    return kind, column


def put_in(text: str, values: Mapping[str, str]) -> str:
    """A text with what stands at its places."""
    return PLACE.sub(lambda found: values[plain(found[1])], text)
