"""A passphrase for one worker: given, changed or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.dialogs.form_dialog import FormDialog
from screens.widgets.fields import FieldSpec
from screens.wizard import LEAST
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved

GIVE, TAKE = "give", "take"


async def ways_form(screen: BaseScreen) -> None:
    """Ask whose passphrase, and whether it is given or taken away."""
    from screens.ports import Choice

    backend = screen.station.backend
    there = await backend.ways()
    had = {one.value for one in there}
    people = [*await backend.writers(), *(one for one in there if not one.value)]
    specs = [
        FieldSpec("who", N_("Whose"), "choice", required=True, choices=people),
        FieldSpec(
            "what", N_("What"), "choice", required=True,
            choices=[Choice(GIVE, _("give one, or another one")), Choice(TAKE, _("take it away"))],
        ),
        FieldSpec("first", N_("New"), "secret", hint=N_("several words; nothing to take it away")),
        FieldSpec("again", N_("Once more"), "secret"),
    ]  # fmt: skip

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        who = values["who"]
        name = next((one.label for one in people if one.value == who), who)
        if values["what"] == TAKE:
            if who not in had:
                raise Refusal("store.no_way", field="who")
            await backend.take_way(who)
            words = _("The passphrase of {name} opens nothing any more.")
        else:
            _check(values, who)
            await backend.give_way(who, values["first"])
            words = _("{name} can open this laptop with it.")
        screen.notify(words.format(name=name), timeout=6, markup=False)
        return Saved("way", frozenset({"staff"}))

    about = _(
        "Whoever has a passphrase of their own writes as themselves, and is shut out when they leave or go to another"
        " station. It is no right: who is in reads everything."
    )
    now = _("Now: {names}").format(names=listed(one.label for one in there))
    values = {"what": GIVE}
    screen.app.push_screen(FormDialog(_("Passphrases of workers"), specs, save, values=values, about=f"{about}\n{now}"))


def _check(values: Mapping[str, str], who: str) -> None:
    first = values.get("first") or ""
    if not who:
        raise Refusal("store.way_station", field="who")
    if len(first) < LEAST:
        raise Refusal("form.passphrase_short", field="first", n=len(first), least=LEAST)
    if first != (values.get("again") or ""):
        raise Refusal("form.passphrases_differ", field="again")
