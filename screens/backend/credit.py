"""Complaints in words, their next steps, and the public list of credit entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part
from screens.ports_evaluation import ComplaintSteps, EvaluationsSeen
from screens.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from screens.ports import Saved
    from swstation.operations.book import Book

LONG_OPEN = 30
"""Days after which an open complaint without a day of its own is coloured. Ours: no policy says how long."""


class CreditPart(Part):
    """Complaints and what is public."""

    async def complaints(self, as_of: date) -> EvaluationsSeen:
        return await self.call(_complaints, as_of)

    async def complaint_steps(self, row: str) -> ComplaintSteps:
        return await self.call(_steps, row)

    async def move_complaint(self, row: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.credit import move_complaint

        changes = await self.call(
            move_complaint, row, values["state"], values["on"], result=values.get("result") or None,
            due_on=values.get("due_on") or None,
        )  # fmt: skip
        return self.saved(changes, row)

    async def write_public_credit(self, file: Path, as_of: date) -> int:
        from swstation.operations.credit import write_public

        return await self.call(write_public, file, as_of)


def _complaints(book: Book, as_of: date) -> EvaluationsSeen:
    from db.queries.evaluation import complaints
    from swstation import lists
    from swstation.i18n import _
    from swstation.rules.credit import Complaint, days_open, in_order

    of = {row.id: row for row in complaints(book.connection)}

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    found = [
        Complaint(row.id, date.fromisoformat(row.received_on), row.state, day(row.due_on), day(row.settled_on))
        for row in of.values()
    ]
    rows = []
    late = 0
    for one in in_order(found):
        row, days = of[one.id], days_open(one, as_of)
        over = one.open and one.due_on is not None and one.due_on < as_of
        late += over
        waits = one.open and one.due_on is None and days > LONG_OPEN
        tone = "bad" if over else "caution" if waits else "" if one.open else "muted"
        cells = (
            Cell(row.received_on, "muted"),
            row.name or "",
            Cell(lists.label("complaint_kind", row.kind), "muted"),
            Cell(lists.label("complaint_state", row.state), "" if one.open else "muted"),
            Cell(_("{n} days").format(n=days), tone),
            Cell(f"! {row.due_on}" if over else row.due_on or "", tone),
            Cell(row.handler_name or "", "muted"),
        )
        rows.append(Row(one.id, cells))
    waiting = sum(one.open for one in found)
    sums = [(_("{n} open").format(n=waiting), "strong"), (_("{n} late").format(n=late), "bad" if late else "muted")]
    return EvaluationsSeen(sums, rows, ())


def _steps(book: Book, row: str) -> ComplaintSteps:
    from db.queries.evaluation import complaints
    from screens.ports import Choice
    from swstation import lists
    from swstation.rules.credit import NEXT

    found = complaints(book.connection, row)
    if not found:
        raise Refusal("complaint.unknown", token=row)
    steps = [Choice(code, lists.label("complaint_state", code)) for code in NEXT.get(found[0].state, ())]
    return ComplaintSteps(found[0].name or "", steps, found[0].result or "")
