"""Handing in and taking in: what is waiting, what the county said, and what became of each bundle."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from db.errors import Refusal
from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.dialogs.progress import ProgressDialog
from screens.dialogs.say import SayDialog
from screens.files import folder_of, path_of
from screens.text import clean
from screens.waits import Wait, waits
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.errors import message
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import CardTaken, ExchangeState, Explained, Exported, Progress, Saved, Sender

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
SUFFIX = ".swb"
CARDS = (".swc", ".swe")


def bundles_in(text: str) -> list[Path]:
    """The bundle files meant by a path or a folder; several are parted by ``;`` (or ``；``). Raises ``Refusal``."""
    files: list[Path] = []
    for part in re.split("[;；]", text):
        path = path_of(part)
        try:
            there = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path] if path.is_file() else []
        except (OSError, ValueError):  # a name that no file can have
            there = []
        if not there:
            raise Refusal("form.no_file", field="files", token=part.strip())
        files += there
    return files


def cards_in(text: str) -> list[Path]:
    """The card meant by a path, or all cards of the folder meant, the newest first. Raises ``Refusal`` if none is."""
    path = path_of(text)
    try:
        if path.is_file():
            return [path]
        there = [one for one in path.iterdir() if one.suffix.lower() in CARDS] if path.is_dir() else []
        there.sort(key=lambda one: (-one.stat().st_mtime, one.name))
    except (OSError, ValueError):  # a name that no file can have, a stick that was pulled out
        there = []
    if not there:
        raise Refusal("form.no_card", field="card", token=text)
    return there


class ExchangeScreen(BaseScreen):
    """Station: export and receipts. County: merge and the stations. Both can do both."""

    CSS_PATH: ClassVar[str] = "exchange.tcss"
    TITLE_MSGID = N_("Exchange")
    ENTER_LABEL = N_("Look at it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "#handed"
    BINDINGS = bindings(
        "exchange.export",
        "exchange.merge",
        "inbox.open",
        "board.open",
        "exchange.receipts",
        "exchange.request",
        "exchange.down",
        "exchange.trust",
        "exchange.card",
        "device.list",
        "bundle.look",
        "month.list",
        "conflict.list",
        "handover.list",
        "admission.list",
        "problem.list",
        "pair.list",
    )
    HELP_TEXT = N_("Bundles may come in any order and more than once; nothing is ever counted twice.")

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path.home()  # until the book has said which was used last
        self._state: ExchangeState | None = None
        self._last_in = ""
        self._has_senders = False
        self._waits: list[Wait] = []

    def body(self) -> ComposeResult:
        yield Words(id="state")
        with Horizontal(id="parts"):
            with Vertical(id="out"):
                yield Section(_("Handed in"))
                yield RecordTable(HANDED, id="handed")
            with Vertical(id="in"):
                yield Section(_("Stations"))
                yield RecordTable(SENDERS, id="senders")

    def load(self) -> None:
        self.station.go(self._load(), "load-exchange", exclusive=True)

        # Findings are made of all rows: they are shown when they come, and nothing waits for them.
        self.station.go(self._count(), "count-findings", exclusive=True)

    async def _count(self) -> None:
        self._waits = await waits(self.station.backend, cards=True)
        if self._state is not None:
            self.query_one("#state", Words).say(self._words(self._state))

    async def _load(self) -> None:
        backend = self.station.backend
        state = await backend.exchange_state()
        self._folder, self._state = state.folder, state
        self.query_one("#state", Words).say(self._words(state))
        collects = bool(self.station.session and self.station.session.collects)
        self.query_one("#parts").set_class(collects, "collects")  # whose stations are many, and whose bundles up few
        self.query_one("#in").display = collects or self._has_senders
        self.query_one("#in Section", Section).say(_("Stations") if collects else _("From others"))
        self.query_one("#out").display = not collects or bool(state.handed)
        if collects and self.app.focused in (None, self.query_one("#handed")):
            self.query_one("#senders").focus()
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
        table.say_empty(
            _("No bundle has come yet."),
            _("First the cards: Ctrl+T writes yours, F8 takes in theirs. Then F7 takes in files or a folder."),
        )
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
        collects = bool(self.station.session and self.station.session.collects)
        if collects and not state.above:  # nobody waits for it
            waiting = since = ""
        elif not collects and not state.has_county:
            waiting, since = (
                _("The county's card is not here yet: F8 takes it in, before that nothing can be handed in."),
                "",
            )
        elif state.waiting:
            waiting = ngettext(
                "{n} record is waiting to be handed in", "{n} records are waiting to be handed in", state.waiting
            ).format(n=f"{state.waiting:,}")
            since = _("since {day}").format(day=state.since) if state.since else ""
        else:
            waiting, since = _("Nothing new to hand in"), ""
        lines = ["  ".join(part for part in (waiting, since) if part)] if waiting else []
        if state.conflicts:
            open_ones = ngettext(
                "! {n} value is in dispute: F9 settles it",
                "! {n} values are in dispute: F9 settles them",
                state.conflicts,
            )
            lines.append(open_ones.format(n=f"{state.conflicts:,}"))
        if state.handovers:
            handovers = ngettext(
                "! {n} handover waits for you: Ctrl+X confirms it",
                "! {n} handovers wait for you: Ctrl+X confirms them",
                state.handovers,
            )
            lines.append(handovers.format(n=f"{state.handovers:,}"))
        if self._waits:
            lines.append(
                "! " + "  ".join(_("{what}: {key}").format(what=one.words, key=one.key) for one in self._waits)
            )
        lines += state.devices
        if state.advice:
            lines.append(state.advice)
        lines.append(_("Digest {code}").format(code=state.digest))
        return "\n".join(lines)

    def action_conflict_list(self) -> None:
        from screens.conflicts import ConflictsScreen

        self.app.push_screen(ConflictsScreen())

    def action_bundle_look(self) -> None:
        from screens.look import ask_which

        ask_which(self.station, self._folder)

    def action_device_list(self) -> None:
        from screens.devices import DevicesScreen

        self.app.push_screen(DevicesScreen())

    def action_board_open(self) -> None:
        from screens.board import BoardScreen

        self.app.push_screen(BoardScreen())

    def action_month_list(self) -> None:
        from screens.months import MonthsScreen

        self.app.push_screen(MonthsScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        collects = bool(self.station.session and self.station.session.collects)
        if action in ("board_open", "exchange_receipts", "exchange_down", "month_list"):
            return collects
        return not collects if action == "exchange_request" else super().check_action(action, parameters)

    def action_inbox_open(self) -> None:
        from screens.inbox import InboxScreen

        self.app.push_screen(InboxScreen())

    # Out

    def action_exchange_export(self) -> None:
        from screens.ports import Choice

        collects = bool(self.station.session and self.station.session.collects)
        if self._state is not None and not self._state.has_county and not collects:
            self.notify(message(Refusal("card.no_county")), severity="error", timeout=10, markup=False)
            return
        wanted = [
            Choice("new", _("What is new")),
            Choice("files", _("What is new, with attached files")),
            Choice("all", _("Everything")),
            Choice("aggregate", _("Last month, figures only")),
            Choice("deidentified", _("Last month, without names")),
        ]
        specs = [
            FieldSpec("what", N_("To hand in"), "choice", choices=wanted),
            FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            folder = await asyncio.to_thread(folder_of, values["folder"], "folder")
            backend, what = self.station.backend, values.get("what") or "new"
            if what in ("aggregate", "deidentified"):
                return self._write_out(_("Hand in"), lambda progress: backend.write_month(what, folder))
            return self._begin_export(folder, full=what == "all", files=what == "files")

        about = _("Everything since the county's last receipt goes into one sealed file.")
        if self._state is not None and self._state.above:
            about = _(
                "For {unit}: what all stations handed in since its last receipt, and the county's own, with names,"
                " sealed in one file."
            ).format(unit=self._state.above)
        elif collects:
            about = _(
                "No card of a unit above is here (F8 takes it in): this bundle is for another computer of this unit."
            )
        values = {"folder": str(self._folder), "what": "new"}
        self.app.push_screen(FormDialog(_("Hand in"), specs, save, values=values, about=about, begin="folder"))

    def _begin_export(self, folder: Path, *, full: bool, files: bool = False) -> Saved:
        backend = self.station.backend
        return self._write_out(
            _("Hand in"), lambda progress: backend.export(folder, full=full, files=files, progress=progress)
        )

    def _write_out(self, title: str, work: Callable[[Progress], Awaitable[Exported]]) -> Saved:
        from screens.ports import Saved

        self.app.call_later(self.app.push_screen, ProgressDialog(title, work), self._exported)
        return Saved("export", frozenset())

    def _exported(self, result: tuple[Exported] | None) -> None:
        from screens.ports import Saved

        if result is None:
            return
        done = result[0]
        if done.file is None:
            self.notify(_("Nothing new since the last receipt; no file was written."), timeout=6, markup=False)
        else:
            self.app.push_screen(SayDialog(_("Written and read back"), "\n".join(done.words)))
        self.station.publish(Saved("export", frozenset({"sent_bundle"})))

    def action_exchange_request(self) -> None:
        """What the county asks for once more, by the code it gave."""
        specs = [
            FieldSpec("code", N_("Request code"), required=True, hint=N_("12 characters, from the county")),
            FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            folder = await asyncio.to_thread(folder_of, values["folder"], "folder")
            backend = self.station.backend
            code = await backend.read_code(values["code"])
            return self._write_out(_("Asked for"), lambda progress: backend.export_asked(code, folder, progress))

        about = _("Exactly the records that the county misses are written, nothing else.")
        values = {"folder": str(self._folder)}
        self.app.push_screen(FormDialog(_("The county asks for"), specs, save, values=values, about=about))

    def action_exchange_down(self) -> None:
        """What concerns a station, for it to take in."""
        from screens.sending import ask_down

        self.station.go(ask_down(self, self._folder), "down", exclusive=True)

    def action_exchange_receipts(self) -> None:
        from screens.receipts import ask_and_write

        ask_and_write(self, self._folder)

    # In

    def action_exchange_merge(self) -> None:
        specs = [FieldSpec("files", N_("Files"), required=True, hint=N_("a file, a folder, or several parted by ;"))]

        async def save(values: Mapping[str, str]) -> Saved:
            files = await asyncio.to_thread(bundles_in, values["files"])
            self._last_in = values["files"]
            return self._begin_merge(files)

        about = _(
            "Drag files into this window to paste their paths. You see what they would do before anything is written."
        )
        self.app.push_screen(
            FormDialog(_("Merge"), specs, save, values={"files": self._last_in or str(self._folder)}, about=about)
        )

    def _begin_merge(self, files: Sequence[Path]) -> Saved:
        from screens.ports import Saved
        from screens.rehearsal import RehearsalScreen

        self.app.call_later(self.app.push_screen, RehearsalScreen(files))
        return Saved("merge", frozenset())

    # Cards

    def action_exchange_trust(self) -> None:
        specs = [FieldSpec("card", N_("Card"), required=True, hint=N_("the file the other side gave you"))]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Choice, Saved

            files = await asyncio.to_thread(cards_in, values["card"])
            seen = await self.station.backend.cards(files) if len(files) > 1 else ()
            fresh = [one.file for one in seen if not one.here]
            if len(files) == 1 or len(fresh) == 1:  # of a folder the only one that is not here yet
                self.app.call_later(self._taken, await self.station.backend.take_card((fresh or files)[0]))
                return Saved("trust", frozenset({"*"}))
            if not seen:
                raise Refusal("card.own", field="card")
            choices = [
                Choice(str(one.file), one.unit, (_("taken in") + "  " if one.here else "") + one.file.name)
                for one in sorted(seen, key=lambda one: one.here)
            ]
            self.app.call_later(self.app.push_screen, Picker(_("Which card?"), choices), self._take_one)
            return Saved("trust", frozenset())

        about = _("The file, or the folder it lies in. It ends in .swc (a county's) or .swe (a laptop's).")
        self.app.push_screen(
            FormDialog(_("Take in a card"), specs, save, values={"card": str(self._folder)}, about=about)
        )

    def _take_one(self, file: str | None) -> None:
        if file is not None:
            self.station.go(self._take(Path(file)), "write", exclusive=True)

    async def _take(self, file: Path) -> None:
        from screens.ports import Saved

        try:
            taken = await self.station.backend.take_card(file)
        except Refusal as refusal:
            self.notify(message(refusal), severity="error", timeout=10, markup=False)
            return
        self.station.publish(Saved("trust", frozenset({"*"})))
        self._taken(taken)

    def _taken(self, taken: CardTaken) -> None:
        from screens.devices import ask_digits

        waited = ngettext(
            "{n} bundle waited for this card: Ins, then F8.",
            "{n} bundles waited for this card: Ins, then F8.",
            taken.held,
        ).format(n=taken.held)
        more = [waited] if taken.held else []
        if taken.found:
            more.append(_("! It was reported lost and counts again. If it is still lost: Ctrl+Z."))
        if taken.id:
            ask_digits(self, taken.id, taken.unit, taken.digits, "\n".join(more))
        else:
            words = _("{unit} is known, and the digits were compared.").format(unit=clean(taken.unit))
            self.app.push_screen(SayDialog(_("Card taken in"), "\n".join([words, *more])))

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

    @on(RecordTable.Opened, "#handed")
    def _opened_handed(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(self._explain(self.station.backend.explain_handed(int(event.key))), "explain", exclusive=True)

    @on(RecordTable.Opened, "#senders")
    def _opened_sender(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(self._explain(self.station.backend.explain_device(event.key)), "explain", exclusive=True)

    async def _explain(self, wanted: Awaitable[Explained]) -> None:
        from screens.receipts import ExplainDialog

        self.app.push_screen(ExplainDialog(await wanted))
