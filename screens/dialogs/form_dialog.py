"""A form in front of a page: Ctrl+S saves, Esc leaves and keeps what was typed as a draft."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from db.errors import Refusal
from screens.actions import bindings
from screens.base import Dialog
from screens.widgets.fields import SEEN
from screens.widgets.form import Form
from screens.widgets.section import Words, framed
from swstation.errors import message
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.widgets.fields import FieldSpec

Save = Callable[[Mapping[str, str]], Awaitable["Saved"]]

DRAFT_AFTER = 0.5
"""Seconds from the last key to the draft on disk."""


class FormDialog(Dialog["Saved"]):
    """Dismisses with what was saved, or None. ``name`` and ``row`` say whose draft it is; no name, no draft."""

    BINDINGS = bindings("form.save")

    def __init__(
        self,
        title: str,
        specs: Sequence[FieldSpec],
        save: Save,
        *,
        values: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
        name: str = "",
        row: str | None = None,
        about: str = "",
        begin: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._specs = specs
        self._save = save
        self._values = dict(values or {})
        self._seen = self._values.pop(SEEN, "")
        self._labels = dict(labels or {})
        self._draft_name = name
        self._row = row
        self._about = about
        self._begin = begin
        self._draft_id: str | None = None
        self._written = False
        self._timer: Timer | None = None
        self._resting = _("Ctrl+S saves, Esc leaves")  # in the frame while there is nothing else to say

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = framed(self._title)
            box.border_subtitle = self._resting
            if self._about:
                yield Words(self._about, classes="muted")
            yield Form(self._specs, self._values, today=self.station.today, labels=self._labels)

    def on_mount(self) -> None:
        self.query_one(Form).focus_first(self._begin)
        if self._draft_name:
            self.station.go(self._restore(), "draft")

    async def _restore(self) -> None:
        for draft in await self.station.backend.drafts(self._draft_name):
            if draft.row == self._row:
                self._draft_id = draft.id
                # Its values are of the day it was typed: what was written since is not undone by them.
                self._seen = draft.content.get(SEEN, self._seen)
                self.query_one(Form).fill(draft.content)
                self._resting = _("draft of {time}").format(time=draft.saved_at)
                self.query_one(".dialog").border_subtitle = self._resting
                return

    @on(Form.Changed)
    def _typed(self) -> None:
        if self._draft_name:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(DRAFT_AFTER, self._keep_soon)

    def _keep_soon(self) -> None:
        form = self.query_one(Form)
        if form.dirty:
            self.station.go(self._keep(form.values), "draft", exclusive=True)

    async def _keep(self, values: Mapping[str, str]) -> None:
        if self._written:
            return
        kept = {key: value for key, value in {**values, SEEN: self._seen}.items() if value}
        keep = self.station.backend.keep_draft
        self._draft_id = await keep(self._draft_name, self._row, kept, self._draft_id)

    @on(Form.Finished)
    def action_form_save(self) -> None:
        """Check everything, then save."""
        values = self.query_one(Form).check()
        if values is not None:
            self.station.go(self._saved(values), "write", exclusive=True)

    async def _saved(self, values: Mapping[str, str]) -> None:
        try:
            saved = await self._save({**values, SEEN: self._seen} if self._seen else values)
        except Refusal as refusal:
            if refusal.code == "record.changed_meanwhile":
                await self._changed_meanwhile(values, refusal)
                return
            if not self.query_one(Form).refuse(refusal):
                raise
            return
        if self._timer is not None:
            self._timer.stop()
        await self._drop_drafts()
        self.station.publish(saved)
        self.dismiss(saved)

    async def _drop_drafts(self) -> None:
        # Also the one that was being written while Ctrl+S was pressed: else the next form would begin with it.
        self._written = True
        if self._draft_name:
            for draft in await self.station.backend.drafts(self._draft_name):
                if draft.row == self._row:
                    await self.station.backend.drop_draft(draft.id)

    async def _changed_meanwhile(self, values: Mapping[str, str], refusal: Refusal) -> None:
        from screens.dialogs.meanwhile import MeanwhileDialog

        about = {key: str(refusal.params[key]) for key in ("table", "id", "group")}
        theirs = await self.station.backend.theirs(self._seen, about["table"], about["id"], about["group"])
        other = {key: value for key, value in theirs.values.items() if key in values and value != values[key]}
        form = self.query_one(Form)

        def decided(answer: str | None) -> None:
            if answer is None:
                form.refuse(refusal)
                return
            self._seen = theirs.seen
            if answer == "theirs":
                form.fill(other)
            else:
                self.action_form_save()

        fields = [
            (_(spec.label), form.shown(spec.key, values[spec.key]), form.shown(spec.key, other[spec.key]))
            for spec in self._specs
            if spec.key in other
        ]
        self.app.push_screen(MeanwhileDialog(message(refusal), fields), decided)

    def action_go_back(self) -> None:
        form = self.query_one(Form)
        if self._draft_name and form.dirty:
            self._keep_soon()
            self.notify(_("Kept as a draft."), timeout=3, markup=False)
        self.dismiss(None)
