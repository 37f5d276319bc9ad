"""The form of a client's file. Only the name is required."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from screens.dialogs.form_dialog import FormDialog
from screens.widgets.fields import SEEN, FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen, Common
    from screens.ports import Saved
    from screens.widgets.quick_line import Ending


async def ask_end_file(screen: Common[Any], endings: Sequence[Ending]) -> None:
    """After somebody moved or died: whether the file ends, and when. One after the other; Esc leaves it open."""
    if not endings:
        return
    one, *others = endings
    backend = screen.station.backend
    reasons = await backend.end_reasons()
    specs = [
        FieldSpec("ended_on", N_("Ended on"), kind="date", required=True),
        FieldSpec("end_reason", N_("End reason"), kind="choice", required=True, choices=reasons),
    ]
    known = one.reason if one.reason in {reason.value for reason in reasons} else ""
    seen = (await backend.client_form(one.client)).get(SEEN, "")
    values = {"ended_on": screen.station.today.isoformat(), "end_reason": known, SEEN: seen}

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.end_file(one.client, given["ended_on"], given["end_reason"], given.get(SEEN, ""))

    def then(_saved: Saved | None) -> None:
        screen.station.go(ask_end_file(screen, others), "form")

    about = ""
    if one.reason:
        about = _("The entry is saved. Esc leaves the file open; Del on the client's page ends it later.")
    title = _("End the file of {name}?").format(name=one.name)
    screen.app.push_screen(FormDialog(title, specs, save, values=values, about=about), then)


async def client_form(screen: BaseScreen, client_id: str | None, then: Callable[[Saved | None], None]) -> None:
    """Ask for a new client, or for changes of one."""
    from screens.ports import Choice

    backend = screen.station.backend
    values = dict(await backend.client_form(client_id))
    specs = [
        FieldSpec("name", N_("Name"), required=True),
        FieldSpec(
            "gender", N_("Gender"), kind="choice", choices=[Choice("female", _("female")), Choice("male", _("male"))]
        ),
        FieldSpec("birth_date", N_("Birth date"), kind="date", hint=N_("1950-03-05")),
        FieldSpec("resident_id", N_("Identity number"), hint=N_("checked; masked in lists")),
        FieldSpec("phone", N_("Phone")),
        FieldSpec(
            "village",
            N_("Village"),
            kind="choice",
            choices=await backend.village_choices(),
            hint=N_("initials find it"),
        ),
        FieldSpec("address", N_("Address")),
        FieldSpec(
            "categories",
            N_("Categories"),
            kind="several",
            choices=await backend.categories(),
            hint=N_("Enter adds one, Backspace drops the last"),
        ),
        FieldSpec("aliases", N_("Aliases"), hint=N_("as people say: 张奶奶")),
        FieldSpec("guardian", N_("Guardian")),
        FieldSpec("guardian_phone", N_("Guardian phone")),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.save_client(client_id, given)

    if client_id is None:
        from screens.new_client import NewClientDialog

        screen.app.push_screen(NewClientDialog(_("New client"), specs, save, values=values, name="client"), then)
        return
    title = _("Edit {name}").format(name=values.get("name", ""))
    screen.app.push_screen(FormDialog(title, specs, save, values=values, name="client", row=client_id), then)
