"""Honest back-dating: what is written into a month whose report is frozen needs a reason, and becomes an adjustment.

The day of service and the day of entry are both kept, and nothing that was reported is changed silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import Refusal
from swstation.operations.book import Book
from swstation.operations.periods import reported_month

if TYPE_CHECKING:
    from db.gateway import Change

WRITTEN, CHANGED, DELETED = "written", "changed", "deleted"


def adjustment_changes(
    book: Book, unit: str, log: str, days: Sequence[str], reason: str | None, on: str
) -> list[Change]:
    """The adjustments of an entry written into reported months (``days``: its days of service, old and new).

    None where no month of these is frozen. Refuses ``log.late`` where one is and no reason is given.
    """
    from db.gateway import Change

    months = {month for day in dict.fromkeys(days) if (month := reported_month(book.connection, unit, day)) is not None}
    if months and not (reason or "").strip():
        raise Refusal("log.late", field="late_reason", month=max(months))
    return [
        Change(
            "report_adjustment",
            book.source.row_id(),
            {
                "ident": {
                    "unit": unit, "period": month, "subject_table": "service_log", "subject": log, "adjusted_on": on,
                    "reason": reason,
                }
            },
        )
        for month in sorted(months)
    ]  # fmt: skip
