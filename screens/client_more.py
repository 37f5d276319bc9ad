"""What else there is about a client: consents, child's file, incidents, household, files, the second form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Choice, Saved

PARTS = (
    ("consent", N_("Consents")),
    ("more", N_("Guardian, emergency, risk")),
    ("household", N_("Household")),
    ("child_file", N_("Child's file")),
    ("incident", N_("Incidents")),
    ("material_given", N_("Goods given")),
    ("referral", N_("Referral")),
    ("files", N_("Attachments")),
)
_REGISTERS = ("consent", "child_file", "incident", "material_given")


def choose_more(screen: BaseScreen, client_id: str, name: str, household: str) -> None:
    """Ask what of a client is wanted, then open it."""
    from screens.ports import Choice

    def chosen(code: str | None) -> None:
        if code in _REGISTERS:
            from screens.register_page import RegisterScreen

            screen.app.push_screen(RegisterScreen(code, {"client": client_id}, name))
        elif code == "more":
            screen.station.go(more_form(screen, client_id, name), "form", exclusive=True)
        elif code == "household":
            _household(screen, client_id, name, household)
        elif code == "referral":
            from screens.case_writing import referral_form

            screen.station.go(referral_form(screen, "", client_id), "form", exclusive=True)
        elif code == "files":
            from screens.attachments import AttachmentsScreen

            screen.app.push_screen(AttachmentsScreen("client", client_id, name))

    screen.app.push_screen(Picker(name, [Choice(code, _(word)) for code, word in PARTS]), chosen)


async def more_form(screen: BaseScreen, client_id: str, name: str) -> None:
    """The second form of a client's file: who is responsible, whom to call, what to watch."""
    backend = screen.station.backend

    async def of(listed: str) -> list[Choice]:
        return list(await backend.list_choices(listed))

    specs = [
        FieldSpec("attention_level", N_("Attention level"), "choice", choices=await of("attention_level")),
        FieldSpec("risk_note", N_("Risk note"), hint=N_("what to watch for")),
        FieldSpec("risk_on", N_("Risk judged on"), "date"),
        FieldSpec("guardian", N_("Guardian")),
        FieldSpec("guardian_relation", N_("Guardian relation")),
        FieldSpec("guardian_phone", N_("Guardian phone")),
        FieldSpec("emergency_contact", N_("Emergency contact")),
        FieldSpec("emergency_phone", N_("Emergency phone")),
        FieldSpec("living_situation", N_("Living situation"), "choice", choices=await of("living_situation")),
        FieldSpec("self_care", N_("Self care"), "choice", choices=await of("self_care")),
        FieldSpec("health", N_("Health")),
        FieldSpec("disability_kind", N_("Disability kind")),
        FieldSpec("disability_grade", N_("Disability grade")),
        FieldSpec("residence", N_("Residence"), "choice", choices=await of("client_residence")),
        FieldSpec("ethnic_group", N_("Ethnic group")),
        FieldSpec("worker", N_("Worker"), "choice", choices=await backend.writers()),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.save_client_more(client_id, given)

    values = await backend.client_more(client_id)
    screen.app.push_screen(FormDialog(name, specs, save, values=values, name="client.more", row=client_id))


def _household(screen: BaseScreen, client_id: str, name: str, household: str) -> None:
    from screens.household_page import HouseholdScreen

    if household:
        screen.app.push_screen(HouseholdScreen(household))
    else:
        screen.station.go(_join(screen, client_id, name), "form", exclusive=True)


async def _join(screen: BaseScreen, client_id: str, name: str) -> None:
    from screens.ports import Choice

    backend = screen.station.backend

    async def found(typed: str) -> list[Choice]:
        rows = await backend.households(typed)
        return [Choice(one.id, one.name or one.number, f"{one.place}  {one.members}") for one in rows]

    specs = [
        FieldSpec("household", N_("Household"), "choice", search=found, hint=N_("empty: a new one")),
        FieldSpec("relation", N_("Relation"), hint=N_("to the head: spouse, child ...")),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        if given["household"]:
            return await backend.join_household(client_id, given["household"], given["relation"])
        return await backend.save_household(None, {"head": client_id})

    screen.app.push_screen(FormDialog(_("Household of {name}").format(name=name), specs, save))
