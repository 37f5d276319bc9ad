"""The form with which a county gives a client, a case or a colleague to another station."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved

CONSENTS = (
    N_("signed by the person"),
    N_("given by word of mouth and noted"),
    N_("given by the guardian or the family"),
)
"""Whose consent there is. Without any the file is not passed on, so there is no such choice."""


async def transfer_form(screen: BaseScreen, kind: str, row: str, name: str) -> None:
    """Ask where ``kind`` (client, case or staff) goes. At a station: the sentence that says who may do that."""
    from screens.ports import Choice

    backend = screen.station.backend
    units = list(await backend.transfer_units())
    specs = [
        FieldSpec("to", N_("To station"), "choice", required=True, choices=units),
        FieldSpec("on", N_("From this day"), "date", required=True),
        FieldSpec("reason", N_("Why"), required=True, hint=N_("for example: moved to another town")),
    ]
    if kind != "staff":
        consents = [Choice(_(one), _(one)) for one in CONSENTS]
        specs.append(FieldSpec("consent", N_("Consent"), "choice", required=True, choices=consents))
    if kind == "client":
        along = [Choice("yes", _("they go along")), Choice("no", _("they stay"))]
        specs.append(FieldSpec("cases", N_("Open cases"), "choice", choices=along))

    async def save(values: Mapping[str, str]) -> Saved:
        saved = await backend.transfer(kind, row, values)
        to = next((one.label for one in units if one.value == values["to"]), values["to"])
        words = _("{name} belongs to {unit} from now on. Send down to both stations so that they hear of it.")
        screen.notify(words.format(name=name, unit=to), timeout=10, markup=False)
        return saved

    about = _("Work that was done stays with the station that did it. Until it hears of this, it can still write here.")
    title = _("Transfer: {name}").format(name=name)
    values = {"on": screen.station.today.isoformat(), "cases": "yes" if kind == "client" else ""}
    screen.app.push_screen(FormDialog(title, specs, save, values=values, about=about))
