"""One training for everybody who was there: names or initials in one field, marked people filled in already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved

PEOPLE = "people"


class TrainingDialog(FormDialog):
    """Its drafts keep what was typed of the training, never who is meant: those were marked for this one."""

    async def _keep(self, values: Mapping[str, str]) -> None:
        await super()._keep({key: value for key, value in values.items() if key != PEOPLE})


async def ask_training(screen: BaseScreen, staff_ids: Sequence[str]) -> None:
    """Ask for one training; these people are filled in, and can be others."""
    from screens.ports import Choice

    station = screen.station
    backend = station.backend
    found = await backend.training_roster(station.today)
    labels = {one.value: one.label for one in found.people}
    specs = [
        FieldSpec(PEOPLE, N_("Who came"), required=True, hint=N_("names or initials; * is everybody; @file is a list")),
        FieldSpec("title", N_("Training title"), required=True),
        FieldSpec("start_on", N_("Start on"), kind="date", required=True),
        FieldSpec("end_on", N_("End on"), kind="date", hint=N_("empty: the same day")),
        FieldSpec("amount", N_("Amount"), kind="number", required=True, hint=N_("at most one decimal")),
        FieldSpec(
            "measure",
            N_("Unit of measure"),
            kind="choice",
            required=True,
            choices=[Choice("class_hour", _("class hours")), Choice("hour", _("hours"))],
            hint=N_("as the proof says it"),
        ),
        FieldSpec(
            "kind",
            N_("Kind"),
            kind="choice",
            choices=await backend.training_kinds(),
            hint=N_("none: it counts as any kind"),
        ),
        FieldSpec("provider", N_("Provider")),
        FieldSpec(
            "approved",
            N_("Approved"),
            kind="choice",
            choices=[Choice("yes", _("yes")), Choice("no", _("not yet"))],
            hint=N_("only approved ones count"),
        ),
        FieldSpec("proof_number", N_("Proof number")),
        FieldSpec("proof", N_("Proof file"), hint=N_("its check value is kept, not the file")),
    ]
    values = {
        PEOPLE: "、".join(labels[one] for one in staff_ids if one in labels),
        "start_on": station.today.isoformat(),
        "measure": found.measure,
        "approved": "no",
    }

    async def save(given: Mapping[str, str]) -> Saved:
        saved = await backend.enter_training(given)
        n = len(saved.ids)
        screen.done_words(ngettext("Entered for {n} person.", "Entered for {n} people.", n).format(n=n))
        return saved

    screen.app.push_screen(
        TrainingDialog(_("One training, everybody who came"), specs, save, values=values, name="training")
    )
