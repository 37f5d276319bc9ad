"""Handing in and taking in: what is waiting, what the county said, and what became of each bundle."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from db.errors import Refusal
from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.progress import ProgressDialog
from screens.dialogs.say import SayDialog
from screens.files import file_of, folder_of, path_of
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import ExchangeState, Exported, Merged, Progress, Saved, Sender

HANDED = (
    Column(N_("No."), 5, right=True),
    Column(N_("Day"), 10),
    Column(N_("Records"), 8, right=True),
    Column(N_("Receipt"), 12, grow=1),
    Column(N_("File"), 16, grow=1, wide=60),
)
SENDERS = (
    Column(N_("Station"), 14, grow=2),
    Column(N_("Last bundle"), 12),
    Column(N_("Held"), 8, right=True),
    Column(N_("Missing"), 8, right=True),
    Column(N_("State"), 12, grow=1),
)
RESULTS = (
    Column(N_("File"), 20, grow=3),
    Column(N_("Result"), 12),
    Column(N_("New"), 6, right=True),
    Column(N_("Known"), 6, right=True),
    Column(N_("Conflicts"), 9, right=True),
    Column(N_("Why"), 10, grow=2),
)
SUFFIX = ".swb"


def bundles_in(text: str) -> list[Path]:
    """The bundle files meant by a path or a folder; several are parted by ``;``. Raises ``Refusal``."""
    files: list[Path] = []
    for part in text.split(";"):
        path = path_of(part)
        try:
            there = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path] if path.is_file() else []
        except (OSError, ValueError):  # a name that no file can have
            there = []
        if not there:
            raise Refusal("form.no_file", field="files", token=part.strip())
        files += there
    return files


class ExchangeScreen(BaseScreen):
    """Station: export and receipts. County: merge and the stations. Both can do both."""

    CSS_PATH: ClassVar[str] = "exchange.tcss"
    TITLE_MSGID = N_("Exchange")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "#handed"
    BINDINGS = bindings("exchange.export", "exchange.merge", "exchange.trust", "exchange.card", "conflict.list")
    BINDINGS += bindings("bundle.look")
    HELP_TEXT = N_("Bundles may come in any order and more than once; nothing is ever counted twice.")

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path()
        self._last_in = ""
        self._has_senders = False

    def body(self) -> ComposeResult:
        yield Words(id="state")
        with Horizontal(id="parts"):
            with Vertical(id="out"):
                yield Section(_("Handed in"))
                yield RecordTable(HANDED, id="handed")
            with Vertical(id="in"):
                yield Section(_("Stations"))
                yield RecordTable(SENDERS, id="senders")
        with Vertical(id="last"):
            yield Section(_("Last merge"))
            yield RecordTable(RESULTS, id="results")

    def on_mount(self) -> None:
        self.query_one("#last").display = False

    def load(self) -> None:
        self.station.go(self._load(), "load-exchange", exclusive=True)

    async def _load(self) -> None:
        backend = self.station.backend
        state = await backend.exchange_state()
        self._folder = state.folder
        self.query_one("#state", Words).say(self._words(state))
        collects = bool(self.station.session and self.station.session.collects)
        self.query_one("#in").display = collects or self._has_senders
        self.query_one("#out").display = not collects or bool(state.handed)
        self._show_handed(state)
        # To compare every record with what the bundles said takes a while in a big county.
        section = self.query_one("#in Section", Section)
        section.say(note=_("Loading ..."))
        senders = await backend.senders()
        section.say(note="")
        self._has_senders = bool(senders)
        self.query_one("#in").display = collects or self._has_senders
        self._show_senders(senders)

    def _show_handed(self, state: ExchangeState) -> None:
        handed = self.query_one("#handed", RecordTable)
        handed.say_empty(_("Nothing handed in yet."), _("F5 writes what is new into a bundle file for the county."))
        handed.show(
            [
                Row(
                    str(one.no),
                    (
                        str(one.no),
                        Cell(one.made, "muted"),
                        f"{one.ops:,}",
                        Cell(one.receipt, one.tone),
                        Cell(one.file, "muted"),
                    ),
                )
                for one in state.handed
            ]
        )

    def _show_senders(self, senders: Sequence[Sender]) -> None:
        table = self.query_one("#senders", RecordTable)
        table.say_empty(_("No bundle has come yet."), _("F7 takes in files or a whole folder."))
        table.show(
            [
                Row(
                    one.id,
                    (
                        one.name,
                        Cell(one.last, "muted"),
                        f"{one.held:,}",
                        Cell(f"{one.missing:,}", "bad" if one.missing else "muted"),
                        Cell(one.word, one.tone),
                    ),
                )
                for one in senders
            ]
        )

    def _words(self, state: ExchangeState) -> str:
        if state.waiting:
            waiting = ngettext(
                "{n} record is waiting to be handed in", "{n} records are waiting to be handed in", state.waiting
            ).format(n=f"{state.waiting:,}")
            since = _("since {day}").format(day=state.since) if state.since else ""
        else:
            waiting, since = _("Nothing new to hand in"), ""
        lines = ["  ".join(part for part in (waiting, since) if part)]
        if not state.has_county and not (self.station.session and self.station.session.collects):
            lines.append(_("The county's card is not here yet: F8 takes it in from a file."))
        if state.conflicts:
            open_ones = ngettext(
                "! {n} value is in dispute: F9 settles it",
                "! {n} values are in dispute: F9 settles them",
                state.conflicts,
            )
            lines.append(open_ones.format(n=f"{state.conflicts:,}"))
        lines.append(_("Digest {code}").format(code=state.digest))
        return "\n".join(lines)

    def action_conflict_list(self) -> None:
        from screens.conflicts import ConflictsScreen

        self.app.push_screen(ConflictsScreen())

    def action_bundle_look(self) -> None:
        from screens.look import ask_which

        ask_which(self.station, self._folder)

    # Out

    def action_exchange_export(self) -> None:
        specs = [FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder"))]

        async def save(values: Mapping[str, str]) -> Saved:
            return self._begin_export(await asyncio.to_thread(folder_of, values["folder"], "folder"))

        about = _("Everything since the county's last receipt goes into one sealed file.")
        self.app.push_screen(FormDialog(_("Hand in"), specs, save, values={"folder": str(self._folder)}, about=about))

    def _begin_export(self, folder: Path) -> Saved:
        from screens.ports import Saved

        async def work(progress: Progress) -> Exported:
            return await self.station.backend.export(folder, full=False, progress=progress)

        self.app.call_later(self.app.push_screen, ProgressDialog[object](_("Hand in"), work), self._exported)
        return Saved("export", frozenset())

    def _exported(self, result: tuple[object] | None) -> None:
        from screens.ports import Exported, Saved

        if result is None or not isinstance(result[0], Exported):
            return
        done = result[0]
        if done.file is None:
            self.notify(_("Nothing new since the last receipt; no file was written."), timeout=6, markup=False)
        else:
            words = _("Bundle {no} with {n} records: {file}").format(no=done.no, n=f"{done.ops:,}", file=done.file)
            self.notify(words, timeout=10, markup=False)
        self.station.publish(Saved("export", frozenset({"sent_bundle"})))

    # In

    def action_exchange_merge(self) -> None:
        specs = [FieldSpec("files", N_("Files"), required=True, hint=N_("a file, a folder, or several parted by ;"))]

        async def save(values: Mapping[str, str]) -> Saved:
            files = await asyncio.to_thread(bundles_in, values["files"])
            self._last_in = values["files"]
            return self._begin_merge(files)

        about = _("Drag files into this window to paste their paths. Every check passes before anything is written.")
        self.app.push_screen(
            FormDialog(_("Merge"), specs, save, values={"files": self._last_in or str(self._folder)}, about=about)
        )

    def _begin_merge(self, files: Sequence[Path]) -> Saved:
        from screens.ports import Saved

        async def work(progress: Progress) -> Sequence[Merged]:
            return await self.station.backend.merge(files, progress)

        self.app.call_later(self.app.push_screen, ProgressDialog[object](_("Merge"), work), self._merged)
        return Saved("merge", frozenset())

    def _merged(self, result: tuple[object] | None) -> None:
        from screens.ports import Merged, Saved

        if result is None or not isinstance(result[0], Sequence):
            return
        merged = [one for one in result[0] if isinstance(one, Merged)]
        self.query_one("#last").display = True
        table = self.query_one("#results", RecordTable)
        table.show([Row(f"{place}", self._result_cells(one)) for place, one in enumerate(merged)])
        new = sum(one.new for one in merged)
        files = ngettext("{n} file", "{n} files", len(merged)).format(n=len(merged))
        self.query_one("#last Section", Section).say(note=f"{files}  " + _("{n} new records").format(n=f"{new:,}"))
        table.focus()
        self.station.publish(Saved("merge", frozenset({"*"})))

    def _result_cells(self, one: Merged) -> tuple[str | Cell, ...]:
        conflicts = Cell(f"{one.conflicts:,}" if one.conflicts else "", "caution")
        return (
            one.file,
            Cell(one.status_label, one.tone),
            f"{one.new:,}",
            Cell(f"{one.known:,}", "muted"),
            conflicts,
            Cell(one.reason, one.tone),
        )

    # Cards

    def action_exchange_trust(self) -> None:
        specs = [FieldSpec("card", N_("Card"), required=True, hint=N_("the file the other side gave you"))]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            file = await asyncio.to_thread(file_of, values["card"], "card")
            taken = await self.station.backend.take_card(file)
            words = _("{unit} is known from now on. Read these digits to each other on the telephone:").format(
                unit=taken.unit
            )
            lines = [words, "", f"    {taken.digits}"]
            if taken.held:
                waited = ngettext(
                    "{n} bundle waited for this card: merge it again.",
                    "{n} bundles waited for this card: merge them again.",
                    taken.held,
                )
                lines += ["", waited.format(n=taken.held)]
            self.app.call_later(self.app.push_screen, SayDialog(_("Card taken in"), "\n".join(lines)))
            return Saved("trust", frozenset({"*"}))

        self.app.push_screen(FormDialog(_("Take in a card"), specs, save, values={"card": f"{self._folder}/"}))

    def action_exchange_card(self) -> None:
        specs = [FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder"))]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            folder = await asyncio.to_thread(folder_of, values["folder"], "folder")
            file = await self.station.backend.write_card(folder)
            self.notify(_("Card written: {file}").format(file=file), timeout=10, markup=False)
            return Saved("card", frozenset())

        about = _("It holds no secret: only who you are and how to seal a file for you.")
        values = {"folder": str(self._folder)}
        self.app.push_screen(FormDialog(_("Write my card"), specs, save, values=values, about=about))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
