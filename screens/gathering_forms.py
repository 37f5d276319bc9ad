"""The forms about groups and activities: asked from a list or from a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.group_fields import FORMS
from screens.register_page import spec_of
from screens.widgets.fields import SEPARATOR, FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved

Then = Callable[["Saved | None"], None]
Save = Callable[[Mapping[str, str]], Awaitable["Saved"]]


async def ask(
    screen: BaseScreen, form: str, row: str | None, title: str, then: Then | None = None, *, number: int = 0,
    begin: str = "", save: Save | None = None,
) -> None:  # fmt: skip
    """Ask with a form of ``group_fields``; ``save`` in place of the form's own operation."""
    backend = screen.station.backend
    values, labels = await backend.gathering_form(form, row, number)
    specs = [await spec_of(screen, one) for one in FORMS[form][1]]

    async def saved(given: Mapping[str, str]) -> Saved:
        return await backend.save_gathering(form, row, given, number)

    name = f"{form}.{number}" if number else form
    dialog = FormDialog(title, specs, save or saved, values=values, labels=labels, name=name, row=row, begin=begin)
    screen.app.push_screen(dialog, then)


async def ask_members(screen: BaseScreen, group: str, on: date, then: Then | None = None) -> None:
    """Ask who comes into a group: people on file by their initials, others by name."""
    backend = screen.station.backend
    specs = [
        FieldSpec("clients", N_("Clients"), "several", search=backend.find_clients, hint=N_("on file, by initials")),
        FieldSpec("names", N_("Others"), hint=N_("names without a file, joined by 、")),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        clients = [one for one in given["clients"].split(SEPARATOR) if one]
        names = [one for one in given["names"].replace(",", "、").replace("，", "、").split("、") if one.strip()]
        return await backend.add_members(group, clients, names, on)

    screen.app.push_screen(FormDialog(_("Add members"), specs, save, name="group.members", row=group), then)


async def ask_phase(screen: BaseScreen, group: str) -> None:
    """Ask for the phase a group goes to; the next one stands under the bar."""
    from screens.ports import Choice

    station = screen.station
    page = await station.backend.group_page(group, station.today)
    phases = list(await station.backend.group_phases())
    place = next((at for at, one in enumerate(phases) if one.value == page.row.phase), -1)
    after = phases[place + 1 :] + phases[:place]
    choices = [
        Choice(one.value, one.label, _("next") if at == 0 and place + 1 < len(phases) else "")
        for at, one in enumerate(after)
    ]

    async def move(phase: str) -> None:
        station.publish(await station.backend.move_group(group, phase, station.today))

    def chosen(phase: str | None) -> None:
        if phase is not None:
            station.go(move(phase), "write")

    title = _("{group}: now {phase}, move to").format(group=page.row.title, phase=page.row.phase_label)
    screen.app.push_screen(Picker(title, choices), chosen)
