"""The forms about people of the station: a new one, one training for many, a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved


def staff_form(screen: BaseScreen) -> None:
    """Ask for a new worker."""
    backend = screen.station.backend
    specs = [
        FieldSpec("name", N_("Name"), required=True),
        FieldSpec("joined_on", N_("Joined on"), kind="date", required=True),
        FieldSpec("resident_id", N_("Identity number"), hint=N_("checked; masked in lists")),
        FieldSpec("phone", N_("Phone")),
        FieldSpec("education", N_("Education")),
        FieldSpec("major", N_("Major")),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        return await backend.add_staff(values)

    values = {"joined_on": screen.station.today.isoformat()}
    screen.app.push_screen(FormDialog(_("New worker"), specs, save, values=values, name="staff"))


async def person_form(screen: BaseScreen, staff_id: str, field: str = "") -> None:
    """Change the part of a person's record that ``field`` stands in; without a field, ask which part."""
    from screens.dialogs.picker import Picker
    from screens.ports import Choice
    from screens.register_page import register_form
    from swstation.sheets.people import PARTS

    async def ask(part: tuple[str, str, tuple[str, ...]], begin: str) -> None:
        await register_form(screen, "staff", staff_id, only=part[2], title=_(part[1]), begin=begin)

    found = next((part for part in PARTS if field in part[2]), None)
    if found is not None:
        await ask(found, field)
        return

    def chosen(name: str | None) -> None:
        part = next((part for part in PARTS if part[0] == name), None)
        if part is not None:
            screen.station.go(ask(part, ""), "form", exclusive=True)

    screen.app.push_screen(Picker(_("Edit"), [Choice(part[0], _(part[1])) for part in PARTS]), chosen)


async def training_form(screen: BaseScreen, staff_ids: Sequence[str]) -> None:
    """Ask for one training of these people."""
    from screens.training_form import ask_training

    await ask_training(screen, staff_ids)


async def certificate_form(screen: BaseScreen, staff_id: str) -> None:
    """Ask for a certificate and its registration."""
    backend = screen.station.backend
    specs = [
        FieldSpec("level", N_("Level"), kind="choice", required=True, choices=await backend.certificate_levels()),
        FieldSpec("number", N_("Certificate number")),
        FieldSpec("issued_on", N_("Issued on"), kind="date", required=True),
        FieldSpec("registered_on", N_("Registered on"), kind="date"),
        FieldSpec("valid_until", N_("Valid until"), kind="date"),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        return await backend.add_certificate(staff_id, values)

    screen.app.push_screen(FormDialog(_("Add a certificate"), specs, save, name="certificate", row=staff_id))
