"""The dialog with which a county erases by order: what goes, what stays, and that it cannot be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.say import SayDialog
from screens.text import clean
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from screens.base import BaseScreen
    from screens.ports import Saved
    from screens.ports_erasing import ErasePlan


async def erase_form(
    screen: BaseScreen,
    table: str,
    row: str,
    gone: Callable[[], object] = lambda: None,
    done: Callable[[], object] = lambda: None,
) -> None:
    """Say what an order would drop, and ask for the document, the reason and the number typed back.

    At a unit that is no county: the sentence that says who may do that. ``gone`` is called as soon as it is erased,
    ``done`` once what is left to do has been read.
    """
    backend = screen.station.backend
    plan = await backend.erase_plan(table, row)
    specs = [
        FieldSpec("document", N_("Document"), required=True, hint=N_("number of the order; it stays for good")),
        FieldSpec("reason", N_("Why"), required=True, hint=N_("no personal data: it stays for good")),
        FieldSpec("sure", N_("To be sure"), required=True, hint=N_("type how many records are erased")),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        if values["sure"].strip() != str(plan.records):
            raise Refusal("transfer.erase_number", field="sure", expected=plan.records)
        saved = await backend.erase(table, row, values["document"], values["reason"], plan.records)
        gone()
        screen.app.call_later(_erased, screen, done)
        return saved

    title = _("Erase for good: {name}").format(name=clean(plan.name, 40))
    screen.app.push_screen(FormDialog(title, specs, save, about=_about(plan), begin="document"))


def _about(plan: ErasePlan) -> str:
    lines = [_("Gone, here at once and at every station that hears of it: {n} records.").format(n=f"{plan.records:,}")]
    lines += [f"  {clean(line)}" for line in plan.gone]
    if plan.left:
        lines.append(_("Left, look at it yourself: {what}").format(what=listed(map(clean, plan.left))))
    lines.append("! " + _("It cannot be taken back, by nobody. The order itself and the audit trail stay."))
    return "\n".join(lines)


def _erased(screen: BaseScreen, done: Callable[[], object]) -> None:
    words = [
        _("Copies made before still hold it: delete those under “backup” and on other disks, and make a new one."),
        _("So do bundles on sticks and in the archive, and what was printed."),
        _("Send down to the stations (Ctrl+D under Exchange): they erase it when they take that in."),
        _("The audit trail says who erased when; the order says why and by which document."),
    ]

    def read(_nothing: None) -> None:
        done()

    screen.app.push_screen(SayDialog(_("Erased by order"), "\n".join(words)), read)
