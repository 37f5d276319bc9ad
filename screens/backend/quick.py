"""The quick line: lines for many, templates, drafts of referrals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.backend.logs import LogPart

if TYPE_CHECKING:
    from screens.ports_quick import ReferralDraft
    from screens.widgets.quick_line import Reader
    from swstation.operations.book import Book


class QuickPart(LogPart):
    """What the quick line asks for beside reading and saving a line."""

    async def reader_for_many(self, marked: Sequence[str] = ()) -> Reader:
        from screens.quick_reading import reader
        from swstation.operations.quick import due_clients
        from swstation.operations.templates import templates

        index = await self.call(self._known)
        # It reads all clients and their visits: on a connection of its own, for typing must not wait for it.
        due = await self.apart(due_clients, self.today)
        return reader(index.knowing(due, tuple(marked)), await self.call(templates))

    async def keep_template(self, digit: str, line: str) -> None:
        from swstation.operations.templates import keep_template

        await self.call(keep_template, digit, line)

    async def referral_drafts(self) -> Sequence[ReferralDraft]:
        return await self.call(_referral_drafts)


def _referral_drafts(book: Book) -> Sequence[ReferralDraft]:
    import orjson

    from db import local
    from db.queries.cases import case_by_id
    from db.queries.clients import client_by_id
    from screens.ports_quick import ReferralDraft
    from swstation.operations.quick import REFERRAL_FORM

    found, on = [], book.source.at()[:10]
    for one in local.drafts(book.connection, REFERRAL_FORM):
        case = case_by_id(book.connection, one.row) if one.row else None
        client = client_by_id(book.connection, one.row, on) if one.row and case is None else None
        if one.row is None or (case is None and client is None):
            continue
        said = orjson.loads(one.content)
        who = (case.clients if case is not None else client.name if client is not None else "") or ""
        found.append(
            ReferralDraft(
                str(one.id), one.row if case else "", one.row if client else "", who, said.get("receiver", ""),
                said.get("log", ""), one.at[11:16],
            )
        )  # fmt: skip
    return found
