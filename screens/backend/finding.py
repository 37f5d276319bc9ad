"""Search: everything by a few characters, and the whole of an entry that was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part
from swstation.i18n import N_, listed

if TYPE_CHECKING:
    from db.queries.logs import LogRow
    from screens.ports import Fact
    from screens.ports_finding import Found, WholeEntry
    from swstation.operations.book import Book
    from swstation.operations.search import NameIndex

FED_AT_ONCE = 400
"""Records taken into the index in one go: few enough that nobody waits for it."""


_STATES = {
    "draft": N_("draft"), "submitted": N_("submitted"), "approved": N_("approved"), "returned": N_("returned"),
}  # fmt: skip


class FindingPart(Part):
    """Search over the book."""

    _by_name: tuple[int, NameIndex] | None = None

    async def find_records(self, typed: str) -> Sequence[Found]:
        return await self.call(self._found_for, typed)

    def _found_for(self, book: Book, typed: str) -> Sequence[Found]:
        from screens.backend.cases import short_number
        from screens.ports_finding import Found
        from swstation import lists
        from swstation.i18n import _
        from swstation.operations.numbers import titled_words
        from swstation.operations.search import WHY, NameIndex, kind_word, look_up

        if self._by_name is None or self._by_name[0] != self.version:
            self._by_name = (self.version, NameIndex.of(book))
        out = []
        for one in look_up(book, typed, self._by_name[1]):
            remark = one.detail
            if (one.kind, one.why) == ("case", "name"):
                remark = f"&{short_number(one.detail, book.letter)}"
            elif (one.kind, one.why) == ("group", "name"):
                remark = titled_words(one.detail, book.letter)
            if one.method:
                remark = f"{lists.label('method', one.method)}  {remark}"
            out.append(Found(one.kind, one.id, one.title, remark, one.day, _(WHY[one.why]), kind_word(one.kind)))
        return out

    async def feed_search(self) -> int:
        from swstation.operations.search import keep_up

        return await self.call(keep_up, FED_AT_ONCE)

    async def whole_entry(self, log_id: str) -> WholeEntry:
        return await self.call(_whole, log_id)


def _whole(book: Book, log_id: str) -> WholeEntry:
    from db.queries.logs import log_by_id
    from screens.ports_finding import WholeEntry
    from swstation import lists

    row = log_by_id(book.connection, log_id)
    if row is None:
        raise Refusal("log.unknown", token=log_id)
    opens = f"case/{row.service_case}" if row.service_case else f"client/{row.clients[0].id}" if row.clients else ""
    title = f"{row.service_date}  {lists.label('method', row.method)}"
    return WholeEntry(title, _facts(row), row.note or "", opens)


def _facts(row: LogRow) -> Sequence[Fact]:
    from screens.ports import Fact
    from swstation import lists
    from swstation.i18n import _

    who = listed(
        one.name if one.outcome == "met" else f"{one.name} {lists.label('outcome', one.outcome)}" for one in row.clients
    )
    titles = "  ".join(title for title in (row.group_title, row.activity_title, row.village_name) if title)
    facts = [
        Fact(_("Who"), who or titles),
        Fact(_("Case"), row.case_number or ""),
        Fact(_("Minutes"), str(row.minutes or "")),
        Fact(_("Writer"), listed([row.writer_name or "", *(name for _id, name in row.colleagues)])),
        Fact(_("Entered on"), row.entered_at[:10]),
        Fact(_("State"), _(_STATES.get(row.state, row.state))),
        Fact(_("Next contact"), row.next_contact or ""),
    ]
    return [fact for fact in facts if fact.value]
