"""What a ledger would do, cell by cell; Enter takes it in, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from db.errors import Refusal
from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.progress import ProgressDialog
from screens.ledgers import rehearse
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.errors import message
from swstation.i18n import N_, _, listed, ngettext

if TYPE_CHECKING:
    from screens.ports import LedgerNote, LedgerRead, Progress

COLUMNS = (
    Column(N_("Row"), 5, right=True),
    Column(N_("Column"), 12),
    Column(N_("Cell"), 12, grow=1),
    Column(N_("Why"), 20, grow=3),
)


class LedgerScreen(BaseScreen):
    """A ledger that was read. Enter writes it, all or nothing; F7 only what fits."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    LedgerScreen #sums { padding: 1 1 0 1; }
    LedgerScreen #beside { padding: 0 1; }
    LedgerScreen #advice { padding: 0 1 1 1; }
    LedgerScreen #whole { height: 3; padding: 0 1; background: $tint; }
    """
    TITLE_MSGID = N_("Bring in a ledger")
    ENTER_LABEL = ""
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "ledger.take", "ledger.again", "ledger.partial", footer=True)
    HELP_TEXT = N_("Mend the refused cells in the file, save it, and F5 reads it again. Enter takes everything in.")

    def __init__(self, read: LedgerRead, kinds: Mapping[str, str]) -> None:
        super().__init__()
        self._read = read
        self._kinds = kinds
        self._reasons: dict[str, str] = {}

    def period(self) -> str:
        read = self._read
        return "  ".join(
            part for part in (self._kinds.get(read.kind, read.kind), read.file.name, read.sheet_name) if part
        )

    def body(self) -> ComposeResult:
        yield Words(id="sums")
        yield Words(id="beside", classes="muted")
        yield Words(id="advice")
        yield RecordTable(COLUMNS)
        yield Words(id="whole")

    def load(self) -> None:
        """Show what was read; the file itself is read again only when asked for."""
        read = self._read
        self.query_one("#sums", Words).say(self._sums())
        unknown = listed(clean(name, 30) for name in read.unknown)
        beside = self.query_one("#beside", Words)
        beside.display = bool(unknown)
        beside.say(_("Not known, left alone: {columns}").format(columns=unknown))
        advice = self.query_one("#advice", Words)
        advice.set_class(bool(read.refused), "caution")
        advice.say(self._advice())
        table = self.query_one(RecordTable)
        table.say_empty(_("No cell was refused and nothing needs a look."))
        self._reasons = {}
        rows = self._group("refused", _("Refused"), read.refused, "bad")
        rows += self._group("look", _("Worth a look"), read.looks, "caution")
        rows += self._aside()
        table.show(rows)
        self._explain(table.cursor_key)
        self.refresh_top()

    def _sums(self) -> Content:
        read = self._read
        rows = ngettext("{n} row read", "{n} rows read", read.read).format(n=f"{read.read:,}")
        parts: list[tuple[str, str]] = [(rows, "bold")]
        for number, word, tone in (
            (read.added, N_("{n} new"), "$good"),
            (read.updated, N_("{n} changed"), "$foreground"),
            (read.unchanged, N_("{n} as before"), "$muted"),
        ):
            parts += [("   ", ""), (_(word).format(n=f"{number:,}"), tone if number else "$muted")]
        if read.refused:
            cells = ngettext("! {n} cell refused", "! {n} cells refused", len(read.refused))
            parts += [("   ", ""), (cells.format(n=f"{len(read.refused):,}"), "bold $bad")]
        if read.taken:
            parts += [("   ", ""), (_("taken in"), "bold $good")]
        return Content.assemble(*parts)

    def _advice(self) -> str:
        read = self._read
        if read.taken:
            return _("The rows above were not taken in: mend them in the file, then F5 reads it again.")
        if read.refused:
            return _("Mend these cells in the file, save it, and F5 reads it again; or F7 takes in the rows that fit.")
        if read.added or read.updated:
            return _("Nothing is written yet. Enter takes it in.")
        return _("Everything in it is known already. Esc goes back.")

    def _group(self, key: str, title: str, notes: Sequence[LedgerNote], tone: str) -> list[Row]:
        found = list(notes)
        if not found:
            return []
        rows = [Row(f"#{key}", (f"{title}  {len(found):,}",), heading=True)]
        for place, one in enumerate(found):
            row = f"{key}-{place}"
            self._reasons[row] = one.reason
            rows.append(Row(row, (str(one.row), one.heading, Cell(one.value, "strong"), Cell(one.reason, tone))))
        return rows

    def _aside(self) -> list[Row]:
        if not self._read.left_aside:
            return []
        title = _("Not a record")
        rows = [Row("#aside", (f"{title}  {len(self._read.left_aside):,}",), heading=True)]
        for place, (first, last, word, text) in enumerate(self._read.left_aside):
            span = str(first) if first == last else f"{first}-{last}"
            rows.append(Row(f"aside-{place}", (span, "", Cell(text, "muted"), Cell(word, "muted"))))
        return rows

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._explain(event.key)

    def _explain(self, key: str | None) -> None:
        whole = self.query_one("#whole", Words)
        whole.display = bool(self._reasons)
        whole.say(self._reasons.get(key or "", ""))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    # What can be done

    def action_ledger_again(self) -> None:
        """Read the file anew, after it was mended."""
        self.station.go(self._again(), "read", exclusive=True)

    async def _again(self) -> None:
        answer = await rehearse(self.station, self._read.kind, self._read.file, self._read.sheet)
        if isinstance(answer, Refusal):
            self.notify(message(answer), severity="error", timeout=20, markup=False)
        elif answer is not None:
            self._read = answer
            self.refresh_bindings()
            self.load()

    def action_ledger_take(self) -> None:
        """Take everything in, if everything fits."""
        read = self._read
        if read.refused:
            self.notify(self._advice(), severity="warning", timeout=6, markup=False)
        elif not (read.added or read.updated):
            self.dismiss()
        else:
            self.station.go(self._take(partial=False), "write", exclusive=True)

    def action_ledger_partial(self) -> None:
        """Take in the rows that fit."""
        read = self._read
        if read.added or read.updated:
            self.station.go(self._take(partial=bool(read.refused)), "write", exclusive=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("ledger_take", "ledger_partial") and self._read.taken:
            return False
        if action == "ledger_partial":
            return bool(self._read.refused)
        return super().check_action(action, parameters)

    async def _take(self, *, partial: bool) -> None:
        from screens.ports import Saved

        read = self._read

        async def work(progress: Progress) -> LedgerRead:
            take = self.station.backend.take_ledger
            return await take(read.kind, read.file, read.sheet, partial=partial, progress=progress)

        done = await self.app.push_screen_wait(ProgressDialog(_("Bring in a ledger"), work))
        if done is None:
            return
        self._read = done[0]
        self.refresh_bindings()
        if not self._read.taken:  # the file was changed since it was read
            self.load()
            return
        self.station.publish(Saved("import", frozenset({"*"})))
        number = self._read.added + self._read.updated
        words = ngettext("{n} row taken in.", "{n} rows taken in.", number).format(n=f"{number:,}")
        self.done_words(words)
        if self._read.refused:
            self.load()
        else:
            self.dismiss()
