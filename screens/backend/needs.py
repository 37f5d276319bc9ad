"""Needs: the list, who may meet one, matching, done, given up; voluntary service confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.gathering_forms import typed_as
from screens.backend.groups import own_unit
from screens.group_fields import NEED_DONE

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_needs import NeedRow
    from swstation.operations.book import Book

MOST = 100
"""Providers offered at once."""


class NeedPart(Part):
    """Needs and resources."""

    async def needs(self, typed: str, *, settled: bool) -> Sequence[NeedRow]:
        return await self.call(_needs, typed, settled)

    async def need_providers(self, typed: str) -> Sequence[Choice]:
        return await self.call(_providers, typed)

    async def match_need(self, need: str, provider: str, on: date) -> Saved:
        from swstation.operations.community_work import match_need

        kind, _slash, row = provider.partition("/")
        _match, changes = await self.call(match_need, need, kind, row, on.isoformat())
        return self.saved(changes, need)

    async def finish_need(self, need: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.community_work import finish_need

        given = typed_as(NEED_DONE, values)
        return self.saved(await self.call(finish_need, need, given.pop("done_on"), **given), need)

    async def drop_need(self, need: str, on: date, reason: str) -> Saved:
        from swstation.operations.community_work import drop_need

        return self.saved(await self.call(drop_need, need, on.isoformat(), reason), need)

    async def confirm_shifts(self, shifts: Sequence[str], on: date) -> Saved:
        from swstation.operations.community_work import confirm_shifts

        return self.saved(await self.call(confirm_shifts, shifts, on.isoformat()), *shifts)


def _needs(book: Book, typed: str, settled: bool) -> Sequence[NeedRow]:
    from db.queries.community_work import need_list
    from screens.ports_needs import NeedRow
    from swstation import lists
    from swstation.pinyin import match

    made = [
        NeedRow(
            row.id, row.title, lists.label("need_kind", row.kind), row.client_name or "",
            lists.label("need_urgency", row.urgency), row.urgency == "urgent", row.state,
            date.fromisoformat(row.found_on), date.fromisoformat(row.wanted_by) if row.wanted_by else None,
            row.provider or "",
        )
        for row in need_list(book.connection, owner=own_unit(book))
        if settled or row.state in ("open", "matched")
    ]  # fmt: skip
    return [
        row
        for row in made
        if not typed or any(match(typed, text) is not None for text in (row.title, row.who, row.kind, row.provider))
    ]


def _providers(book: Book, typed: str) -> Sequence[Choice]:
    from db.queries.registers import rows_of
    from screens.dialogs.picker import narrowed
    from screens.ports import Choice
    from swstation import lists
    from swstation.i18n import _

    found = [
        Choice(f"resource/{row['id']}", row["title"], lists.label("resource_kind", row["kind"]))
        for row in rows_of(book.connection, "resource", {"state": "available"}, ("title",))
    ]
    found += [
        Choice(f"volunteer/{row['id']}", row["name"], row["skills"] or _("Volunteer"))
        for row in rows_of(book.connection, "volunteer", {"state": "active"}, ("name",))
    ]
    found += [
        Choice(f"staff/{row['id']}", row["name"], _("Worker"))
        for row in rows_of(book.connection, "staff", {}, ("name",))
        if row["left_on"] is None
    ]
    return narrowed(typed, found)[:MOST]
