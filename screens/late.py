"""Entries that need a reason: into a month that was reported, or in the place of one that was approved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from screens.dialogs.form_dialog import FormDialog
from screens.widgets.fields import FieldSpec
from swstation.errors import message
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from db.errors import Refusal
    from screens.base import Common
    from screens.ports import Saved

LATE, LOCKED = "log.late", "log.locked"
_ASKED = {LATE: (N_("After the report"), N_("Why only now")), LOCKED: (N_("Correct an entry"), N_("Why corrected"))}


def ask_reason(
    screen: Common[Any],
    refusal: Refusal,
    write: Callable[[str], Awaitable[Saved]],
    done: Callable[[], None] | None = None,
) -> bool:
    """Ask for the reason that a refused write lacks, and write again with it; whether that is what it lacks.

    ``done``: what follows once it is written.
    """
    if refusal.code not in _ASKED:
        return False
    title, label = _ASKED[refusal.code]

    async def save(values: Mapping[str, str]) -> Saved:
        return await write(values["reason"])

    def then(saved: Saved | None) -> None:
        if saved is not None and done is not None:
            done()

    spec = FieldSpec("reason", label, required=True)
    screen.app.push_screen(FormDialog(_(title), [spec], save, about=message(refusal)), then)
    return True
