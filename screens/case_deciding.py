"""Deciding about a case: submit, approve, return, archive; closing it all the same; reopening it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved
    from screens.ports_casework import CaseMore

DECISIONS = {
    "submit": N_("Submit"),
    "approve": N_("Approve"),
    "return": N_("Return"),
    "archive": N_("Archive"),
}


def choose_decision(screen: BaseScreen, case_id: str, more: CaseMore) -> None:
    """Ask what is decided; only what is possible now stands in the list."""
    from screens.ports import Choice

    open_to = {
        "submit": more.approval in ("", "returned"),
        "approve": more.approval == "submitted",
        "return": more.approval in ("submitted", "approved"),
        "archive": more.closed and more.approval in ("", "approved") and not more.archived,
    }
    choices = [Choice(code, _(word)) for code, word in DECISIONS.items() if open_to[code]]

    def chosen(decision: str | None) -> None:
        if decision == "submit":
            screen.station.go(_decided(screen, case_id, decision, ""), "write", exclusive=True)
        elif decision is not None:
            _said_form(screen, case_id, decision)

    screen.app.push_screen(Picker(_("What is decided?"), choices), chosen)


async def _decided(screen: BaseScreen, case_id: str, decision: str, said: str) -> None:
    saved = await screen.station.backend.decide_case(case_id, decision, screen.station.today, said)
    screen.station.publish(saved)
    screen.done_words(saved.words)


def _said_form(screen: BaseScreen, case_id: str, decision: str) -> None:
    labels = {"approve": N_("Comment"), "return": N_("What is to be mended"), "archive": N_("Archive number")}
    hint = N_("empty: the next number") if decision == "archive" else ""
    spec = FieldSpec("said", labels[decision], required=decision == "return", hint=hint)

    async def save(given: Mapping[str, str]) -> Saved:
        return await screen.station.backend.decide_case(case_id, decision, screen.station.today, given["said"])

    screen.app.push_screen(FormDialog(_(DECISIONS[decision]), [spec], save))


def reason_form(
    screen: BaseScreen, title: str, label: str, save: Callable[[str], Awaitable[Saved]], about: str = ""
) -> None:
    """Ask for a reason that stays in the file. ``label``: a msgid."""

    async def given(values: Mapping[str, str]) -> Saved:
        return await save(values["reason"])

    screen.app.push_screen(FormDialog(title, [FieldSpec("reason", label, required=True)], given, about=about))


async def ask_close(screen: BaseScreen, case_id: str, *, whole: bool) -> None:
    """Ask why a case is closed; ``whole``: nothing is missing. Else a lead is asked why it is closed all the same."""
    backend, today = screen.station.backend, screen.station.today
    reasons = await backend.closing_reasons()

    async def close(reason: str, anyway: str) -> Saved:
        return await backend.close_case(case_id, today, reason, anyway)

    async def write(reason: str) -> None:
        saved = await close(reason, "")
        screen.station.publish(saved)
        screen.done_words(saved.words)

    def chosen(reason: str | None) -> None:
        if reason is None:
            return
        if whole:
            screen.station.go(write(reason), "write", exclusive=True)
            return

        async def anyway(said: str) -> Saved:
            return await close(reason, said)

        about = _("The file is not complete. A lead closes it all the same and says why; the reason stays in the file.")
        reason_form(screen, _("Close all the same"), N_("Why all the same"), anyway, about)

    screen.app.push_screen(Picker(_("Why is it closed?"), reasons), chosen)


def ask_reopen(screen: BaseScreen, case_id: str, stage: str) -> None:
    """Ask why a closed case is reopened."""

    async def reopen(because: str) -> Saved:
        return await screen.station.backend.reopen_case(case_id, stage, screen.station.today, because)

    reason_form(screen, _("Reopen the case"), N_("Reopen reason"), reopen)
