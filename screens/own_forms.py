"""A county's own forms: which are kept; Enter fills one, Insert brings one in, F5 says what it lacks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.say import SayDialog
from screens.files import file_of, first_folder, folder_of, path_of
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_own_forms import FormRow, FormSeen

COLUMNS = (
    Column(N_("Own form"), 24, grow=3),
    Column(N_("Version"), 10),
    Column(N_("File kind"), 6),
    Column(N_("Of whom or what"), 10, grow=1),
    Column(N_("From / to"), 16, grow=1),
    Column(N_("Places"), 6, right=True),
)
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class OwnFormsScreen(BaseScreen):
    """The forms; ``period`` is the one that a form is offered to be filled for."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Own forms")
    ENTER_LABEL = N_("Fill in")
    RELOAD_ON = frozenset({"attachment"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings(
        "go.back", "own_form.add", "own_form.check", "own_form.down", "own_form.remove", "own_form.example", footer=True
    )
    HELP_TEXT = N_("Forms are made in Excel or WPS: write names such as {{period}} where something shall stand.")

    def __init__(self, period: str) -> None:
        super().__init__()
        self._period = period
        self._rows: Sequence[FormRow] = ()

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-forms", exclusive=True)

    async def _load(self) -> None:
        self._rows = await self.station.backend.own_forms()
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No form yet."),
            _("Forms of the county (xlsx, docx), filled from the registers"),
            _("Insert brings one in; F9 writes two examples to begin with."),
        )
        table.show(
            [
                Row(
                    one.name,
                    (
                        Cell(one.name, "strong"), f"v{one.version}" if one.version else "", one.kind,
                        Cell(one.flaw, "bad") if one.flaw else one.about, _way(one), str(one.names),
                    ),
                )
                for one in self._rows
            ]
        )  # fmt: skip
        self.land(table)

    def _chosen(self) -> FormRow | None:
        key = self.query_one(RecordTable).cursor_key
        return next((one for one in self._rows if one.name == key), None)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if (form := self._chosen()) is not None:
            self._ask(form, check=False)

    def action_own_form_check(self) -> None:
        if (form := self._chosen()) is not None:
            self._ask(form, check=True)

    def _ask(self, form: FormRow, *, check: bool) -> None:
        """Ask for what the form is to be filled for; nothing to ask, nothing asked."""
        backend, today = self.station.backend, self.station.today

        async def rows(typed: str) -> Sequence[Choice]:
            return await backend.form_rows(form.name, typed)

        specs, values = [], {}
        if form.period:
            specs.append(FieldSpec("period", N_("Period"), required=True, hint=N_("2026-11, 2026Q3, 2026H1, 2026")))
            values["period"] = self._period
        if form.about:
            specs.append(FieldSpec("row", N_("Of whom or what"), "choice", required=True, search=rows))
        if not check:
            specs.append(FieldSpec("file", N_("File"), required=True))
            stem = "-".join(part for part in (form.name, self._period if form.period else today.isoformat()) if part)
            values["file"] = str(Path.home() / f"{_NOT_IN_NAMES.sub('', stem)}.{form.kind}")

        async def save(given: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            period, row = given.get("period", ""), given.get("row", "")
            if check:
                self._say(form, await backend.look_at_form(form.name, period, row, today))
            else:
                file = path_of(given["file"])
                self._say(form, await backend.fill_form(form.name, period, row, today, file), file)
            return Saved("own_form", frozenset())

        if specs:
            self.app.push_screen(FormDialog(form.name, specs, save, values=values))
        else:
            self.station.go(self._without(save), "form", exclusive=True)

    async def _without(self, save: object) -> None:
        assert callable(save)
        await save({})

    def _say(self, form: FormRow, seen: FormSeen, file: Path | None = None) -> None:
        lines = [] if file is None else [_("Written: {file}").format(file=file)]
        lines += [
            _("not known: {name}. Perhaps meant: {near}").format(name=name, near=near or "-")
            for name, near in seen.unknown
        ]
        if seen.missing:
            lines += [_("Missing, in brackets there: {what}").format(what=listed(seen.missing))]
        elif not seen.unknown:
            lines += [_("Every name is known, nothing is missing.")]
        self.app.call_later(self.app.push_screen, SayDialog(f"{form.name} v{form.version}", "\n".join(lines)))

    def action_own_form_add(self) -> None:
        specs = [
            FieldSpec("file", N_("File"), required=True, hint=N_("xlsx or docx, called NAME-v1.xlsx")),
            FieldSpec("version", N_("Version"), hint=N_("where the file's name has none")),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            file = await asyncio.to_thread(file_of, given["file"], "file")
            kept = await self.station.backend.keep_form(file, given["version"])
            words = _("Kept: {name} v{version}, {n} places to fill")
            self.notify(words.format(name=kept.name, version=kept.version, n=kept.names), markup=False)
            self.landing = kept.name
            return Saved("own_form", frozenset())

        self.app.push_screen(FormDialog(_("Bring in a form"), specs, save), lambda _saved: self.load())

    def action_own_form_down(self) -> None:
        session = self.station.session
        if session is None or not session.collects:
            self.notify(_("Only a county hands forms down to stations."), timeout=6, markup=False)
        elif (form := self._chosen()) is not None and not form.origin:
            self.station.go(self._down(form), "write", exclusive=True)

    async def _down(self, form: FormRow) -> None:
        saved = await self.station.backend.hand_down_form(form.name, form.handed)
        words = (
            _("Handed down no more; stations put it away with their next bundle: {file}").format(file=form.name)
            if form.handed
            else _("Handed down with the next bundle to each station: {name} v{version}").format(
                name=form.name, version=form.version
            )
        )
        self.done_words(words)
        self.landing = form.name
        self.station.publish(saved)
        self.load()

    def action_own_form_remove(self) -> None:
        if (form := self._chosen()) is not None:
            self.station.go(self._remove(form), "write", exclusive=True)

    async def _remove(self, form: FormRow) -> None:
        await self.station.backend.remove_form(form.name)
        self.notify(_("Put away: {name} v{version}").format(name=form.name, version=form.version), markup=False)
        self.load()

    def action_own_form_example(self) -> None:
        specs = [FieldSpec("folder", N_("Folder"), required=True, hint=N_("where the files shall be"))]

        async def save(given: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            folder = await asyncio.to_thread(folder_of, given["folder"], "folder")
            files = await self.station.backend.example_forms(folder)
            self.notify(_("Written: {file}").format(file="\n".join(map(str, files))), timeout=15, markup=False)
            return Saved("own_form", frozenset())

        values = {"folder": str(first_folder())}
        self.app.push_screen(FormDialog(_("Two examples"), specs, save, values=values))


def _way(form: FormRow) -> Cell:
    """Where a form came from, or that it is handed down from here."""
    if form.origin:
        return Cell(form.origin, "muted")
    return Cell(_("to the stations"), "good") if form.handed else Cell("")
