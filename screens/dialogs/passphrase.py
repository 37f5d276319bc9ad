"""Another passphrase: the old one (or the recovery code), the new one twice."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from db.errors import Refusal
from screens.actions import bindings
from screens.base import Dialog
from screens.widgets.fields import FieldSpec
from screens.widgets.form import Form
from screens.widgets.section import Words, framed
from screens.wizard import LEAST
from swstation.i18n import N_, _


class PassphraseDialog(Dialog[None]):
    """Three boxes; errors stand beside the box they are about."""

    BINDINGS = bindings("form.save")

    def compose(self) -> ComposeResult:
        specs = [
            FieldSpec("passphrase", N_("Old"), kind="secret", required=True, hint=N_("or the recovery code")),
            FieldSpec("first", N_("New"), kind="secret", required=True, hint=N_("several words")),
            FieldSpec("again", N_("Once more"), kind="secret", required=True),
        ]
        with Vertical(classes="dialog") as box:
            box.border_title = framed(_("Another passphrase"))
            box.border_subtitle = _("Ctrl+S saves, Esc leaves")
            yield Words(_("Copies made earlier still open with the passphrase of their day."), classes="muted")
            yield Form(specs, {}, today=self.station.today)

    def on_mount(self) -> None:
        self.query_one(Form).focus_first()

    @on(Form.Finished)
    def action_form_save(self) -> None:
        """Check everything, then change it."""
        values = self.query_one(Form).check()
        if values is not None:
            self.station.go(self._change(values), "write", exclusive=True)

    async def _change(self, values: Mapping[str, str]) -> None:
        form = self.query_one(Form)
        try:
            if values["first"] != values["again"]:
                raise Refusal("form.passphrases_differ", field="again")
            if len(values["first"]) < LEAST:
                raise Refusal("form.passphrase_short", field="first", n=len(values["first"]), least=LEAST)
            await self.station.backend.change_passphrase(values["passphrase"], values["first"])
        except Refusal as refusal:
            if not form.refuse(refusal):
                raise
            return
        self.notify(_("The passphrase is changed."), timeout=3, markup=False)
        self.dismiss(None)
