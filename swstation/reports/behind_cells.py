"""The rows behind any figure of any report: what is asked, and where it is answered.

Each report answers for its own figures (``ANSWERS``) with the rows and what each of them gives; the words are the same
everywhere (``behind.told``). A figure that counts shows as many rows; one that adds is the sum of what its rows give.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import Final, NamedTuple, cast

from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.behind import PLAIN, Behind, Gives, added, told
from swstation.reports.model import Scaled


class Asked(NamedTuple):
    """A figure of a report: its table, its row and column as the report names them; of which period and unit.

    ``unit`` empty: one's own.
    """

    report: str
    row: str
    column: str = ""
    table: str = ""
    period: str = ""
    unit: str = ""


class Source(NamedTuple):
    """The rows behind a figure. ``measure``: in what they give it (a word), ``scale``: how that is shown.

    ``empty``: why there may be none; ``note``: how the figure is made of them, where it is not their number or sum.
    """

    rows: Sequence[Gives]
    measure: str = ""
    scale: Scaled = PLAIN
    empty: str = ""
    note: str = ""


class Found(NamedTuple):
    """The rows behind a figure in words; ``measure`` empty: they are counted, not added. ``whole``: their sum."""

    rows: Sequence[Behind]
    measure: str
    whole: str
    empty: str
    note: str


ANSWERS: Final = {
    "monthly": "behind_figures",
    "quarterly": "behind_figures",
    "half-year": "behind_figures",
    "yearly": "behind_figures",
    "stations": "behind_figures",
    "weekly": "behind_weekly",
    "time": "behind_time",
    "affairs-ledger": "behind_affairs",
    "volunteer-ledger": "behind_ledgers",
    "linkage-ledger": "behind_ledgers",
    "survey-ledger": "behind_ledgers",
    "targets": "behind_targets",
    "project": "behind_project",
    "surges": "behind_surges",
    "closing": "behind_closing",
    "workforce": "behind_workforce",
    "training": "behind_training",
    "training-ledger": "behind_training",
    "talent-ledger": "behind_workforce",
}
"""By report the module of this package whose ``answer`` knows its rows."""


def rows_behind(book: Book, asked: Asked, as_of: date) -> Found:
    """The rows behind a figure, read at one moment.

    Raises ``KeyError`` for a report or a figure there is not. Refuses as the report itself does.
    """
    module = import_module(f"swstation.reports.{ANSWERS[asked.report]}")
    answer = cast("Callable[[Book, Asked, date], Source]", module.answer)
    source = answer(book, asked, as_of)
    with book.store.snapshot() as connection:
        rows = told(connection, source.rows, source.scale)
    note = source.note if rows else ""
    if all(one.n is None for one in source.rows):
        return Found(rows, "", "", source.empty, note)
    n, scale = added(rows), source.scale
    whole = f"{n:,}" if scale.per == 1 else str(Scaled(n, scale.per, scale.digits))
    return Found(rows, source.measure or _("Count"), whole, source.empty, note)
