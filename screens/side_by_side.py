"""The same thing under two policies: what each asks, what there is, how it stands; nothing is converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_side import BesideSeen, SideSeen

COLUMNS = (
    Column(N_("Policy"), 10),
    Column(N_("What is asked"), 22, grow=2),
    Column(N_("There is"), 22, grow=3),
    Column(N_("State"), 12, grow=1),
)


class SideScreen(BaseScreen):
    """F7 narrows it to the training of one person; Enter names the clauses of the line."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    SideScreen #about { padding: 1 1 0 1; height: auto; color: $muted; }
    SideScreen #whole { height: 4; padding: 0 1; background: $tint; }
    """
    TITLE_MSGID = N_("Two policies side by side")
    ENTER_LABEL = N_("Clauses")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "side.person", "side.write", footer=True)
    HELP_TEXT = N_("The same registers under each policy in its own unit; hours and class hours stay two things.")

    def __init__(self, left: str, right: str, left_name: str, right_name: str) -> None:
        super().__init__()
        self._ids = (left, right)
        self._names = (left_name, right_name)
        self._staff: tuple[str, str] = ("", "")
        self._found: Sequence[BesideSeen] = ()

    def period(self) -> str:
        return self.station.today.isoformat()

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield RecordTable(COLUMNS)
        yield Words(id="whole")

    def load(self) -> None:
        self.query_one("#about", Words).say(_("Loading ..."))
        self.station.go(self._load(), "load-sides", exclusive=True)

    async def _load(self) -> None:
        self._found = await self.station.backend.side_by_side(*self._ids, self._staff[0], self.station.today)
        who = self._staff[1] or _("everybody in post")
        left, right = (clean(name, 40) for name in self._names)
        self.query_one("#about", Words).say(
            _("{left} and {right}: {who}").format(left=left, right=right, who=clean(who))
        )
        table = self.query_one(RecordTable)
        table.say_empty(_("Neither policy asks for training or prints an indicator."))
        rows = []
        for place, one in enumerate(self._found):
            rows.append(Row(f"#{place}", (clean(one.title),), heading=True))
            rows.append(_row(f"{place}.0", left, one.left))
            rows.append(_row(f"{place}.1", right, one.right))
        table.show(rows)
        self._draw()

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @property
    def _here(self) -> tuple[BesideSeen, SideSeen] | None:
        key = self.query_one(RecordTable).cursor_key
        if key is None or key.startswith("#"):
            return None
        place, _dot, side = key.partition(".")
        if int(place) >= len(self._found):
            return None
        one = self._found[int(place)]
        return one, (one.left, one.right)[int(side)]

    def _draw(self) -> None:
        here = self._here
        whole = self.query_one("#whole", Words)
        if here is None:
            whole.say("")
            return
        one, side = here
        source = "  ".join(part for part in (side.clause.document, side.clause.section, side.clause.decision) if part)
        lines = ["  ".join(part for part in (side.asked, side.there, side.status) if part), source]
        if one.note:
            lines.append("! " + one.note)
        whole.say("\n".join(clean(line) for line in lines if line))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.dialogs.clauses import ClauseDialog

        event.stop()
        here = self._here
        if here is not None:
            one = here[0]
            sides = [
                (f"{name}  {one.title}", side.clause)
                for name, side in zip(self._names, (one.left, one.right), strict=True)
                if side.clause.document or side.clause.decision
            ]
            self.app.push_screen(ClauseDialog(sides))

    def action_side_person(self) -> None:
        from screens.dialogs.picker import Picker

        if self._staff[0]:
            self._staff = ("", "")
            self.load()
            return

        async def search(typed: str) -> Sequence[Choice]:
            return await self.station.backend.sheet_choices("staff", typed)

        picker = Picker(_("Whose training"), search=search)

        def chosen(staff: str | None) -> None:
            if staff is not None:
                self._staff = (staff, picker.label_of(staff))
                self.load()

        self.app.push_screen(picker, chosen)

    def action_side_write(self) -> None:
        from screens.dialogs.form_dialog import FormDialog
        from screens.files import path_of
        from screens.widgets.fields import FieldSpec

        specs = [FieldSpec("file", N_("File"), required=True, hint=N_("xlsx, csv or html, by the name's ending"))]
        title = _("Two policies side by side")

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            file, today = path_of(values["file"]), self.station.today
            rows = await self.station.backend.write_sides(*self._ids, self._staff[0], today, file)
            words = ngettext("{n} row written: {file}", "{n} rows written: {file}", rows).format(n=rows, file=file)
            self.notify(words, timeout=10, markup=False)
            return Saved("report", frozenset())

        name = str(Path.home() / f"{title}-{self.station.today.isoformat()}.xlsx")
        self.app.push_screen(FormDialog(title, specs, save, values={"file": name}))


def _row(key: str, name: str, side: SideSeen) -> Row:
    quiet = "" if side.there else "muted"
    return Row(key, (Cell(name, "strong"), Cell(side.asked, quiet), Cell(side.there), Cell(side.status, "muted")))


async def ask_sides(screen: BaseScreen) -> None:
    """Ask with which other policy the one that holds here is to be compared, then show both."""
    from screens.dialogs.picker import Picker
    from screens.ports import Choice

    rows = [row for row in await screen.station.backend.policy_rows(screen.station.today) if row.id]
    own = next((row for row in rows if row.holds), None)
    if own is None:
        return
    names = {row.id: row.region or row.name for row in rows}

    def chosen(other: str | None) -> None:
        if other is not None:
            screen.app.push_screen(SideScreen(own.id, other, names[own.id], names[other]))

    choices = [Choice(row.id, row.name, row.region) for row in rows if row.id != own.id]
    screen.app.push_screen(Picker(_("Compare with"), choices), chosen)
