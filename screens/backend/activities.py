"""Activities: the list and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.groups import approval_words, goods_words, own_unit, survey_words

if TYPE_CHECKING:
    from db.queries.activities import ActivityRow as StoredActivity
    from screens.ports import Saved
    from screens.ports_groups import ActivityPage, ActivityRow
    from swstation.operations.book import Book, Changes

RECENT_DAYS = 90
"""How far back the list goes where only what is in hand is asked for."""


class ActivityPart(Part):
    """The activities."""

    async def activities(self, typed: str, *, past: bool, as_of: date) -> Sequence[ActivityRow]:
        return await self.call(_activities, typed, past, as_of)

    async def activity_page(self, activity: str) -> ActivityPage:
        return await self.call(_page, activity)

    async def cancel_activity(self, activity: str) -> Saved:
        return self.saved(await self.call(_cancelled, activity), activity)


def _row(row: StoredActivity, letter: str) -> ActivityRow:
    from screens.ports_groups import ActivityRow
    from swstation import divisions, lists
    from swstation.operations.numbers import titled_words

    place = row.place or row.village_name or (divisions.name(row.village) if row.village else "") or ""
    return ActivityRow(
        row.id, titled_words(row.number, letter), row.title, lists.label("activity_kind", row.kind),
        row.worker_name or "", row.state, date.fromisoformat(row.held_on), row.heads, place,
    )  # fmt: skip


def _activities(book: Book, typed: str, past: bool, as_of: date) -> Sequence[ActivityRow]:
    from db.queries.activities import activity_list
    from swstation.pinyin import match

    found = [_row(row, book.letter) for row in activity_list(book.connection, owner=own_unit(book))]
    return [
        row
        for row in found
        if (past or row.state == "planned" or (row.state == "held" and (as_of - row.on).days <= RECENT_DAYS))
        and (not typed or any(match(typed, text) is not None for text in (row.number, row.title, row.worker)))
    ]


def _page(book: Book, activity: str) -> ActivityPage:
    from db.queries.activities import logs_of_activity
    from db.queries.groups import surveys
    from db.queries.logs import log_by_id
    from db.queries.materials import materials_of_activity
    from screens.backend.logs import entry_of
    from screens.ports_groups import ActivityPage
    from swstation import lists
    from swstation.i18n import _
    from swstation.operations.activities import need_activity

    row = need_activity(book, activity)
    found = surveys(book.connection, "activity", activity)
    money = " / ".join(_("{n} yuan").format(n=f"{(fen or 0) / 100:.2f}") for fen in (row.spent_fen, row.budget_fen))
    heads = str(row.heads) if row.heads is not None else ""
    facts = [
        (_("State"), lists.label("activity_state", row.state)),
        (_("Activity aims"), row.aims),
        (_("Activity plan"), row.plan),
        (_("For whom"), row.target),
        (_("Expected"), str(row.planned_heads) if row.planned_heads else ""),
        (_("Heads"), heads),
        (_("Volunteers"), str(row.volunteers) if row.volunteers else ""),
        (_("Minutes"), str(row.minutes) if row.minutes else ""),
        (_("Partners"), row.partners),
        (_("Spent / budget"), money if row.spent_fen or row.budget_fen else ""),
        (_("Goods given"), goods_words(materials_of_activity(book.connection, activity))),
        (_("Satisfaction"), survey_words(found[0]) if found else ""),
        (_("Approval"), approval_words(row.approval, row.approved_on, row.approval_reason)),
        (_("Activity record"), row.note),
        (_("Activity summary"), row.summary),
        (_("Effect"), row.effect),
    ]
    logs = [log_by_id(book.connection, one.id) for one in logs_of_activity(book.connection, activity, row.unit)]
    return ActivityPage(
        _row(row, book.letter), [(label, value) for label, value in facts if value],
        [entry_of(one) for one in logs if one is not None],
    )  # fmt: skip


def _cancelled(book: Book, activity: str) -> Changes:
    from swstation.operations.activities import cancel_activity, need_activity, replan_activity

    again = need_activity(book, activity).state == "cancelled"
    return (replan_activity if again else cancel_activity)(book, activity)
