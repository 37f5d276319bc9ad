"""What the quick line asks for beside reading and saving a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.widgets.quick_line import Reader


class EntryLine(NamedTuple):
    """An entry as a line to go on with: what is decided of its words, and by what it is read while it is changed."""

    text: str
    fixed: tuple[Any, ...]
    reader: Reader


class ReferralDraft(NamedTuple):
    """A referral that a line spoke of and that waits to be completed: of a case or of a client; to whom, if said."""

    id: str
    case: str
    client: str
    who: str
    receiver: str
    log: str
    saved_at: str


class QuickPort(Protocol):
    """Reading lines for many, templates, drafts of referrals.

    ``reader_for_many`` knows whose visit is due; ``marked`` are the clients that were marked in a list.
    ``keep_template`` with an empty line empties the digit.
    """

    async def reader_for_many(self, marked: Sequence[str] = ()) -> Reader: ...
    async def keep_template(self, digit: str, line: str) -> None: ...
    async def referral_drafts(self) -> Sequence[ReferralDraft]: ...
