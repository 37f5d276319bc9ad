"""Before a merge: what each bundle would bring, which of them to take, and what became of those."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.progress import ProgressDialog
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.words import VERDICT_WORDS
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import BundleSeen, Merged, Progress, RegisterSeen

TONES = {"new": "good", "changed": "good", "conflicting": "caution", "foreign": "caution", "invalid": "bad"}

BUNDLES = (
    Column(N_("Take"), 4),
    Column(N_("File"), 20, grow=1),
    Column(N_("Station"), 12, grow=2),
    Column(N_("State"), 12),
    Column(N_("new"), 6, right=True),
    Column(N_("changed"), 7, right=True),
    Column(N_("disputed"), 8, right=True),
    Column(N_("set aside"), 9, right=True, wide=100),
)
_CELLS = {"new": 6, "changed": 7, "conflicting": 10, "duplicate": 12, "invalid": 9, "unchanged": 9}
_WIDE = {"foreign": (10, 90), "parked": (19, 110)}
REGISTER_COLUMNS = (
    Column(N_("Register"), 10, grow=1),
    *(Column(VERDICT_WORDS[name], cells, right=True) for name, cells in _CELLS.items()),
    *(Column(VERDICT_WORDS[name], cells, right=True, wide=wide) for name, (cells, wide) in _WIDE.items()),
)
_ORDER = (*_CELLS, *_WIDE)

BEHIND = (
    Column(N_("What"), 12),
    Column(N_("Which"), 20, grow=2),
    Column(N_("Before and after"), 20, grow=3),
)


def _name(one: BundleSeen) -> str:
    return one.name or one.file.name


class RehearsalScreen(BaseScreen):
    """The bundles of one sitting. Nothing is written before F7; then each that was taken is merged whole or not."""

    CSS_PATH: ClassVar[str] = "rehearsal.tcss"
    TITLE_MSGID = N_("Before merging")
    ENTER_LABEL = N_("What is behind")
    AUTO_FOCUS: ClassVar[str | None] = "#bundles"
    BINDINGS = bindings(
        "go.back", "rehearsal.merge", "rehearsal.take", "rehearsal.all", "rehearsal.none", "rehearsal.back", footer=True
    )
    HELP_TEXT = N_("Nothing is written yet. Space takes or leaves a bundle, F7 merges those taken, Esc leaves all.")

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__()
        self._files = list(files)
        self._seen: list[BundleSeen] = []
        self._taken: set[int] = set()
        self._merged: dict[int, Merged] = {}
        self._looked = False

    def period(self) -> str:
        return ngettext("{n} file", "{n} files", len(self._files)).format(n=len(self._files))

    def body(self) -> ComposeResult:
        yield Words(id="advice")
        yield RecordTable(BUNDLES, id="bundles")
        yield Section("", id="which")
        yield Words(id="why")
        yield RecordTable(REGISTER_COLUMNS, id="registers")

    def load(self) -> None:
        """Rehearse once; what is shown is what was found then."""
        if not self._looked:
            self._looked = True
            self.station.go(self._rehearse(), "rehearse", exclusive=True)

    async def _rehearse(self) -> None:
        async def work(progress: Progress) -> Sequence[BundleSeen]:
            return await self.station.backend.rehearse(self._files, progress)

        done = await self.app.push_screen_wait(ProgressDialog(_("Looking through the bundles"), work))
        if done is None:
            self.dismiss()
            return
        # What can be taken stands first: a folder for a whole county holds the files of all others, too.
        self._seen = sorted(done[0], key=lambda one: not (one.well and one.fresh))
        self._taken = {place for place, one in enumerate(self._seen) if one.well and one.fresh}
        self._draw()

    # What is shown

    def _draw(self) -> None:
        bundles = self.query_one("#bundles", RecordTable)
        bundles.say_empty(_("No bundle was chosen."), _("Esc goes back; F7 there takes in files or a whole folder."))
        bundles.show([Row(f"{place}", self._cells(place, one)) for place, one in enumerate(self._seen)])
        self.query_one("#advice", Words).say(self._advice())
        self._draw_here()
        self.refresh_top()

    def _cells(self, place: int, one: BundleSeen) -> tuple[str | Cell, ...]:
        merged = self._merged.get(place)
        tone = "" if one.well and one.tone == "good" else one.tone  # green is for what is in
        state = Cell(merged.status_label, merged.tone) if merged else Cell(one.status, tone)
        return (
            Cell("*" if place in self._taken else "", "strong"),
            Cell(_name(one).removesuffix(".swb"), "strong" if place in self._taken else "muted"),
            one.station,
            state,
            *(_count(one.counts.get(name, 0), TONES[name]) for name in ("new", "changed", "conflicting", "invalid")),
        )

    def _advice(self) -> str:
        if self._merged:
            new = sum(one.new for one in self._merged.values())
            words = ngettext("{n} bundle dealt with", "{n} bundles dealt with", len(self._merged))
            return "  ".join(
                (words.format(n=len(self._merged)), _("{n} new records").format(n=f"{new:,}"), _("Esc goes back."))
            )
        if not self._taken:
            return _("None is taken. Space takes the one under the bar; Esc leaves everything as it is.")
        words = ngettext(
            "Nothing is written yet. F7 merges the {n} bundle marked with *.",
            "Nothing is written yet. F7 merges the {n} bundles marked with *.",
            len(self._taken),
        )
        return words.format(n=len(self._taken))

    @property
    def _place(self) -> int | None:
        key = self.query_one("#bundles", RecordTable).cursor_key
        return int(key) if key is not None and int(key) < len(self._seen) else None

    def _draw_here(self) -> None:
        place = self._place
        section, why = self.query_one("#which", Section), self.query_one("#why", Words)
        table = self.query_one("#registers", RecordTable)
        section.display = why.display = table.display = place is not None
        if place is None:
            return
        one, merged = self._seen[place], self._merged.get(place)
        number = _("bundle {no}").format(no=one.number) if one.number else ""
        section.say("  ".join(part for part in (_name(one), one.station, number) if part))
        said = [merged.reason if merged else one.reason, *one.months]
        why.say("\n".join(part for part in said if part))
        why.display = any(said)
        why.set_class(not one.well, "bad")
        table.say_empty(_("Nothing of it can be shown.") if one.sealed or not one.well else _("It holds no record."))
        table.show([_register(register) for register in one.registers])

    @on(RecordTable.Moved, "#bundles")
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        if self._seen:
            self._draw_here()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        place = self._place
        if place is None:
            return
        registers = self._seen[place].registers
        if event.table.id == "registers":
            registers = [one for one in registers if one.table == event.key]
        if registers:
            self.app.push_screen(BehindScreen(_name(self._seen[place]), registers))

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "rehearsal_back":
            return any(one.status == "merged" for one in self._merged.values())
        if action.startswith("rehearsal_") and (self._merged or not self._seen):
            return False
        return super().check_action(action, parameters)

    def action_rehearsal_take(self) -> None:
        """Take or leave the bundle under the bar."""
        place = self._place
        if place is None:
            return
        if not self._seen[place].well:
            self.notify(_("This one cannot be merged now: see why below."), timeout=4, markup=False)
            return
        self._taken ^= {place}
        self._draw()
        self.query_one("#bundles", RecordTable).action_list_down()

    def action_rehearsal_all(self) -> None:
        """Take all that can be merged."""
        self._taken = {place for place, one in enumerate(self._seen) if one.well}
        self._draw()

    def action_rehearsal_none(self) -> None:
        """Take none."""
        self._taken = set()
        self._draw()

    def action_rehearsal_merge(self) -> None:
        """Merge those taken."""
        if self._taken:
            self.station.go(self._merge(), "write", exclusive=True)
        else:
            self.notify(self._advice(), timeout=4, markup=False)

    async def _merge(self) -> None:
        from screens.ports import Saved

        places = sorted(self._taken)

        async def work(progress: Progress) -> Sequence[Merged]:
            return await self.station.backend.merge([self._seen[place].file for place in places], progress)

        done = await self.app.push_screen_wait(ProgressDialog(_("Merge"), work, whole=False))
        if done is None:
            # Those before the one that was stopped may be in: look again rather than guess.
            await self._rehearse()
            return
        self._merged = dict(zip(places, done[0], strict=False))
        self._taken = set()
        self.station.publish(Saved("merge", frozenset({"*"})))
        self.refresh_bindings()
        self._draw()
        self.query_one("#bundles", RecordTable).go_to(str(places[0]))
        self._draw_here()

    def action_rehearsal_back(self) -> None:
        """Ask, then go back to before this merge."""
        from screens.dialogs.picker import Picker
        from screens.ports import Choice

        choices = [
            Choice("stay", _("Leave it merged")),
            Choice("back", _("Back to before the merge"), _("what was written since is put aside in a file")),
        ]

        def chosen(answer: str | None) -> None:
            if answer == "back":
                self.station.go(self._back(), "write", exclusive=True)

        self.app.push_screen(Picker(_("Undo the merge?"), choices), chosen)

    async def _back(self) -> None:
        from screens.ports import Saved

        self.station.session = await self.station.backend.back_before_merge()
        self._merged = {}
        self.station.publish(Saved("restore", frozenset({"*"})))
        self.notify(_("As before the merge. The county's book goes on under a new number."), timeout=8, markup=False)
        self.dismiss()


def _count(n: int, tone: str) -> Cell:
    return Cell(f"{n:,}" if n else "", tone)


def _register(one: RegisterSeen) -> Row:
    return Row(one.table, (one.word, *(_count(one.counts.get(name, 0), TONES.get(name, "muted")) for name in _ORDER)))


class BehindScreen(BaseScreen):
    """The rows behind the counts, register by register."""

    CSS_PATH: ClassVar[str] = "rehearsal.tcss"
    TITLE_MSGID = N_("What is behind")
    ENTER_LABEL = ""
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", footer=True)
    HELP_TEXT = N_("Numbers and addresses are masked here. Esc goes back.")

    def __init__(self, file: str, registers: Sequence[RegisterSeen]) -> None:
        super().__init__()
        self._file = file
        self._registers = registers

    def period(self) -> str:
        return self._file

    def body(self) -> ComposeResult:
        yield RecordTable(BEHIND)

    def load(self) -> None:
        """Show them."""
        rows: list[Row] = []
        for one in self._registers:
            rows.append(Row(f"#{one.table}", (f"{one.word}  {sum(one.counts.values()):,}",), heading=True))
            for place, row in enumerate(one.rows):
                verdict = Cell(_(VERDICT_WORDS[row.verdict]), TONES.get(row.verdict, "muted"))
                rows.append(Row(f"{one.table}-{place}", (verdict, row.name, Cell(row.remark, "muted"))))
            left = sum(one.counts.values()) - len(one.rows)
            if left > 0:
                more = ngettext("and {n} more", "and {n} more", left).format(n=f"{left:,}")
                rows.append(Row(f"{one.table}-more", ("", Cell(more, "muted"), "")))
        self.query_one(RecordTable).show(rows)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
