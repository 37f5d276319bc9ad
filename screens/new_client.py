"""The form of a new client: while it is typed, files that may be of the same person stand under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Vertical
from textual.timer import Timer

from screens.actions import bindings
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.text import clean
from screens.widgets.form import Form
from screens.widgets.section import Words
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_households import LikelyFile
    from screens.widgets.fields import FieldSpec

LOOK_AFTER = 0.3
"""Seconds from the last key to the next look."""
SHOWN = 2
NEW = "new"


class NewClientDialog(FormDialog):
    """Dismisses with what was saved, or None. A likely double is shown while one types and asked about at the end."""

    BINDINGS = bindings("form.save", "pair.look")

    def __init__(self, title: str, specs: Sequence[FieldSpec], save: Any, **more: Any) -> None:
        super().__init__(title, specs, save, **more)
        self._found: Sequence[LikelyFile] = ()
        self._looking: Timer | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Vertical).mount(Words(id="likely"))

    @on(Form.Changed)
    def _changed(self) -> None:
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(LOOK_AFTER, self._look_soon)

    def _look_soon(self) -> None:
        self.station.go(self._look(), "likely", exclusive=True)

    async def _look(self) -> None:
        self._found = await self.station.backend.likely_files(self.query_one(Form).values)
        lines = [f"! {one.ground}: {clean(one.name)}  {clean(one.about)}" for one in self._found[:SHOWN]]
        if self._found:
            lines.append(_("Perhaps on file already: F12 shows them."))
        self.query_one("#likely", Words).say("\n".join(lines))

    async def _saved(self, values: Mapping[str, str]) -> None:
        # Whoever saves at once has not seen what is under the form: it is looked for again, and asked about.
        self._found = await self.station.backend.likely_files(values)
        strong = [one for one in self._found if one.strong]
        if strong:
            self._ask(values, strong)
        else:
            await super()._saved(values)

    def _ask(self, values: Mapping[str, str], strong: Sequence[LikelyFile]) -> None:
        from screens.ports import Choice

        choices = [Choice(one.id, _("It is {name}: open the file").format(name=one.name), one.ground) for one in strong]
        choices.append(Choice(NEW, _("Somebody else: make a new file"), _("remembered")))

        def chosen(answer: str | None) -> None:
            if answer == NEW:
                self.station.go(self._somebody_else(values, [one.id for one in strong]), "write", exclusive=True)
            elif answer is not None:
                self._open(answer)

        self.app.push_screen(Picker(_("Perhaps on file already"), choices), chosen)

    async def _somebody_else(self, values: Mapping[str, str], others: Sequence[str]) -> None:
        kept: list[Saved] = []
        save = self._save

        async def remembering(given: Mapping[str, str]) -> Saved:
            kept.append(await save(given))
            return kept[0]

        self._save = remembering
        try:
            await super()._saved(values)
        finally:
            self._save = save
        if kept and kept[0].ids:
            await self.station.backend.not_the_same(kept[0].ids[0], others)

    def _open(self, client: str) -> None:
        station = self.station
        self.dismiss(None)
        station.call_later(station.open_record, f"client/{client}")

    def action_pair_look(self) -> None:
        from screens.ports import Choice

        def chosen(client: str | None) -> None:
            if client is not None:
                self._open(client)

        choices = [Choice(one.id, one.name, f"{one.ground}  {one.about}") for one in self._found]
        if choices:
            self.app.push_screen(Picker(_("Perhaps on file already"), choices), chosen)
        else:
            self.notify(_("Nobody on file is like this."), timeout=3, markup=False)
