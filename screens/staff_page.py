"""One worker: everything recorded and everything that follows from it, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import register_form
from screens.staff_forms import person_form, training_form
from screens.text import clean, fit
from screens.widgets.meter import measured, meter, tenths
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Bar, Choice, Clause
    from screens.ports_people import PersonLine, PersonPage, PersonSection

COLUMNS = (Column("", 14), Column("", 30, grow=3), Column("", 18, grow=2))
_TONES = {"bad": "$bad", "caution": "$caution", "good": "$good"}


class PersonScreen(BaseScreen):
    """The page of one worker. Left and right turn its sections; Enter opens or changes the line under the bar."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Worker")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "person.next", "person.add", "person.edit", "person.part", footer=True),
        *bindings("person.previous", "person.clause", "training.open", "mask.reveal", "sheet.delete", footer=False),
    ]
    HELP_TEXT = N_(
        "Left and right turn the sections. Enter changes a line or shows the clause behind it, F7 shows a masked"
        " number, F9 hands over what is in hand."
    )

    def __init__(self, staff_id: str) -> None:
        super().__init__()
        self.staff_id = staff_id
        self._page: PersonPage | None = None
        self._at = 0
        self._open: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Words(id="sections")
        yield Words(id="bars")
        yield RecordTable(COLUMNS, header=False)

    def load(self) -> None:
        self.station.go(self._load(), "load-person", exclusive=True)

    async def _load(self) -> None:
        self._page = await self.station.backend.person_page(self.staff_id, self.station.today)
        self._open.clear()
        self._fill()
        self.refresh_top()

    @property
    def _section(self) -> PersonSection:
        assert self._page is not None
        return self._page.sections[self._at]

    def _fill(self) -> None:
        page = self._page
        assert page is not None
        self._at %= len(page.sections)
        section = self._section
        about = "  ".join(part for part in (page.unit, page.row.certificate, page.row.registration) if part)
        left = "" if page.row.employed else _("has left")
        lacking = ngettext("~ {n} thing to add", "~ {n} things to add", page.lacking).format(n=page.lacking)
        self.query_one("#name", Words).say(
            Content.assemble(
                (clean(page.row.name), "bold"), "  ", (clean(about), "$muted"), "  ",
                (left or (lacking if page.lacking else ""), "$caution"),
            )
        )  # fmt: skip
        self.query_one("#sections", Words).say(self._strip(page.sections))
        bars = self.query_one("#bars", Words)
        bars.display = section.name == "training"
        bars.say(self._all_bars(page.bars))
        table = self.query_one(RecordTable)
        table.say_empty(*(section.empty or (_("Nothing here yet."),)))
        table.show([self._row(at, line) for at, line in enumerate(section.lines)])

    def _strip(self, sections: Sequence[PersonSection]) -> Content:
        pieces: list[tuple[str, str]] = []
        for at, section in enumerate(sections):
            here = at == self._at
            pieces.append(
                (f"【{section.label}】" if here else f" {section.label} ", "bold $primary" if here else "$muted")
            )
        return Content.assemble(*pieces)

    def _row(self, at: int, line: PersonLine) -> Row:
        if line.heading:
            return Row(f"{at}", (line.label,), heading=True)
        text = self._open.get(line.masked, line.text) if line.masked else line.text
        tone = "caution" if line.masked in self._open else line.tone
        return Row(f"{at}", (Cell(line.label, "muted"), Cell(text, tone), Cell(line.remark, tone or "muted")))

    def _all_bars(self, bars: Sequence[Bar]) -> Content:
        if not bars:
            return Content.styled(_("No training requirement applies."), "$muted")
        return Content("\n").join([self._bar(bar) for bar in bars])

    def _bar(self, bar: Bar) -> Content:
        wide = self.size.width >= 110
        cells = 30 if wide else 14
        pieces: list[Content | str | tuple[str, str]] = [
            fit(clean(bar.label), 24 if wide else 16),
            " ",
            measured(bar.earned, bar.required, bar.unit, 18),
            " ",
            meter(
                bar.earned, bar.required, cells, plain=self.app.has_class("-plain"), pending=bar.pending, tone=bar.tone
            ),
            " ",
            (bar.status_label, _TONES.get(bar.tone, "$muted")),
        ]
        missing = bar.required - bar.earned
        rest: list[str] = []
        if missing > 0:
            rest.append(_("{n} missing by {day}").format(n=tenths(missing), day=bar.deadline))
        if bar.pending:
            rest.append(_("{n} not approved").format(n=tenths(bar.pending)))
        if bar.other_units:
            rest.append(bar.other_units)
        if bar.policy_state:
            rest.append(bar.policy_state)
        line = Content.assemble(*pieces)
        if rest:
            line = line + Content.assemble("\n", " " * (25 if wide else 17), ("  ".join(rest), "$muted"))
        return line

    def _line(self) -> PersonLine | None:
        key = self.query_one(RecordTable).cursor_key
        return self._section.lines[int(key)] if self._page is not None and key is not None else None

    def _turn(self, by: int) -> None:
        self._at += by
        if self._page is not None:
            self._fill()
            self.query_one(RecordTable).action_list_first()

    def action_person_next(self) -> None:
        self._turn(1)

    def action_person_previous(self) -> None:
        self._turn(-1)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        line = self._line()
        if line is None:
            return
        kind, _colon, rest = line.key.partition(":")
        if kind == "field":
            self.station.go(person_form(self, self.staff_id, rest), "form", exclusive=True)
        elif kind == "row":
            table, _colon, row = rest.partition(":")
            self.station.go(self._change(table, row), "form", exclusive=True)
        elif line.clause is not None:
            words = "  ".join(part for part in (line.label, line.text, line.remark) if part)
            self._clauses([(words, line.clause)])

    def action_training_open(self) -> None:
        from screens.training_page import TrainingScreen

        self.app.push_screen(TrainingScreen(self.staff_id))

    async def _change(self, table: str, row: str) -> None:
        from swstation.sheets import find

        if find(table) is None:
            self.notify(_("This is changed where it was entered."), timeout=4, markup=False)
            return
        await register_form(self, table, row)

    def action_person_edit(self) -> None:
        line = self._line()
        field = line.key.partition(":")[2] if line is not None and line.key.startswith("field:") else ""
        self.station.go(person_form(self, self.staff_id, field), "form", exclusive=True)

    def action_person_add(self) -> None:
        if self._page is None:
            return
        section = self._section
        if section.name == "training":
            self.station.go(training_form(self, [self.staff_id]), "form", exclusive=True)
        elif section.name in ("overview", "timeline"):
            self._choose([choice for one in self._page.sections for choice in one.adds])
        else:
            self._choose(section.adds)

    def _choose(self, adds: Sequence[Choice]) -> None:
        from screens.dialogs.picker import Picker

        def chosen(table: str | None) -> None:
            if table is not None:
                self.station.go(self._add(table), "form", exclusive=True)

        if len(adds) == 1:
            chosen(adds[0].value)
        elif adds:
            self.app.push_screen(Picker(_("Add"), adds), chosen)

    async def _add(self, table: str) -> None:
        if table == "registration":
            await self._register()
            return
        field = "mentee" if table == "mentoring" else "staff"
        await register_form(self, table, where={field: self.staff_id})

    async def _register(self) -> None:
        held = [
            line.key.rpartition(":")[2]
            for section in (self._page.sections if self._page else ())
            for line in section.lines
            if line.key.startswith("row:certificate:") and section.name == "certificates"
        ]
        if not held:
            self.notify(_("A certificate comes first: Insert adds one."), timeout=5, markup=False)
            return
        line = self._line()
        here = line.key.rpartition(":")[2] if line is not None and line.key.startswith("row:certificate:") else ""
        await register_form(self, "registration", where={"certificate": here or held[-1]})

    def action_sheet_delete(self) -> None:
        line = self._line()
        if line is not None and line.key.startswith("row:"):
            table, _colon, row = line.key[4:].partition(":")
            self.station.go(self._delete(table, row), "write", exclusive=True)

    async def _delete(self, table: str, row: str) -> None:
        from swstation.sheets import find

        if find(table) is None:
            self.notify(_("This is changed where it was entered."), timeout=4, markup=False)
            return
        saved = await self.station.backend.delete_sheet_row(table, row)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_person_part(self) -> None:
        from screens.parting import PartingScreen

        self.app.push_screen(PartingScreen(self.staff_id))

    def action_person_clause(self) -> None:
        if self._page is None:
            return
        shown = [(line.label, line.clause) for line in self._section.lines if line.clause is not None]
        if self._section.name == "training":
            shown = [(bar.label, bar.clause) for bar in self._page.bars]
        self._clauses(shown)

    def _clauses(self, clauses: Sequence[tuple[str, Clause]]) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if clauses:
            self.app.push_screen(ClauseDialog(clauses))
        else:
            self.notify(_("No clause decides anything here."), timeout=3, markup=False)

    def action_mask_reveal(self) -> None:
        if self._page is None:
            return
        line = self._line()
        masked = [one.masked for one in self._section.lines if one.masked and one.masked not in self._open]
        if line is not None and line.masked in masked:
            masked.insert(0, line.masked)
        if masked:
            self.station.go(self._reveal(masked[0]), "reveal")
        else:
            self.notify(_("Nothing is masked here."), timeout=3, markup=False)

    async def _reveal(self, field: str) -> None:
        self._open[field] = await self.station.backend.reveal("staff", self.staff_id, field)
        self._fill()

    def period(self) -> str:
        if self._page is None or not self._page.open_cases:
            return ""
        n = self._page.open_cases
        return ngettext("{n} open case", "{n} open cases", n).format(n=n)
