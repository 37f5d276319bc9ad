"""The form of a new client: while it is typed, files that may be of the same person stand in its frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.timer import Timer

from screens.actions import bindings
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.widgets.form import Form
from screens.widgets.section import framed
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_households import LikelyFile
    from screens.widgets.fields import FieldSpec

LOOK_AFTER = 0.3
"""Seconds from the last key to the next look."""
NEW = "new"


class NewClientDialog(FormDialog):
    """Dismisses with what was saved, or None. A likely double is shown while one types and asked about at the end."""

    BINDINGS = bindings("form.save", "pair.look")

    def __init__(self, title: str, specs: Sequence[FieldSpec], save: Any, **more: Any) -> None:
        super().__init__(title, specs, save, **more)
        self._found: Sequence[LikelyFile] = ()
        self._looking: Timer | None = None

    @on(Form.Changed)
    def _changed(self) -> None:
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(LOOK_AFTER, self._look_soon)

    def _look_soon(self) -> None:
        if not self.is_attached:
            return
        self.station.go(self._look(), "likely", exclusive=True)

    async def _look(self) -> None:
        found = await self.station.backend.likely_files(self.query_one(Form).values)
        if not self.is_attached:  # saved, or left, meanwhile
            return
        self._found = found
        box = self.query_one(".dialog")
        if not self._found:
            box.border_subtitle = self._resting
            return
        # In the frame there is room for it whatever the size of the window.
        first = self._found[0]
        words = _("! {ground}: {name}  {about}  F12 shows").format(
            ground=first.ground, name=first.name, about=first.about
        )
        box.border_subtitle = framed(words)

    async def _saved(self, values: Mapping[str, str]) -> None:
        # Whoever saves at once has not seen what is in the frame: it is looked for again, and asked about.
        self._found = await self.station.backend.likely_files(values)
        if self._looking is not None:
            self._looking.stop()
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
        self.station.go(self._leave_for(client), "form", exclusive=True)

    async def _leave_for(self, client: str) -> None:
        # What was typed is on file already: no draft of it stays behind.
        for timer in (self._timer, self._looking):
            if timer is not None:
                timer.stop()
        station = self.station
        if self._draft_id is not None:
            await station.backend.drop_draft(self._draft_id)
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
