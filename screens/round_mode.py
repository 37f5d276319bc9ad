"""Walking a village: the visits that are due, one after the other. Enter is done as usual, a digit another outcome."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from db.errors import Refusal
from screens.actions import bindings
from screens.base import BaseScreen
from screens.days import day_words
from screens.entries import when_due
from screens.files import first_folder
from screens.text import clean, whole
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from screens.widgets.text_input import TextInput
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import Choice, Visit

RISK = "at_risk"
"""The outcome that needs a note."""

COLUMNS = (
    Column("", 8),
    Column(N_("Name"), 10, grow=1),
    Column(N_("Categories"), 14, grow=2),
    Column(N_("Address"), 12, grow=2, wide=70),
    Column(N_("Last visit"), 10),
    Column(N_("Due"), 14),
)


class RoundScreen(BaseScreen):
    """One village. What was answered stays in sight with its outcome; a note goes with the next answer."""

    CSS_PATH: ClassVar[str] = "round_mode.tcss"
    TITLE_MSGID = N_("Rounds")
    ENTER_LABEL = N_("Done as usual")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "round.note", "round.print", "round.skip", footer=True)
    HELP_TEXT = N_("Enter: met, as usual. A digit: another outcome. n: a note first. Ctrl+Z takes the last one back.")

    def __init__(self, village: str, name: str, tier: str | None = None) -> None:
        super().__init__()
        self._tier = tier
        self._village = village
        self._village_name = name
        self._visits: Sequence[Visit] = ()
        self._outcomes: Sequence[Choice] = ()
        self._answers: dict[str, str] = {}
        self._order: list[str] = []

    def period(self) -> str:
        return self._village_name

    def body(self) -> ComposeResult:
        yield Words(id="outcomes")
        yield Section(self._village_name)
        yield RecordTable(COLUMNS)
        yield TextInput(
            id="note",
            placeholder=_("A note for this visit; Enter goes back to the list"),
        )

    def load(self) -> None:
        self.station.go(self._load(), "load-round", exclusive=True)

    async def _load(self) -> None:
        backend = self.station.backend
        self._outcomes = await backend.outcomes()
        self._ending = frozenset(reason.value for reason in await backend.end_reasons())
        self._visits = await backend.visits_due(self._village, self.station.today, self._tier)
        keys = [whole(f"{number} {outcome.label}") for number, outcome in enumerate(self._outcomes, start=1)]
        self.query_one("#outcomes", Words).say("   ".join(keys))
        self.query_one(RecordTable).say_empty(_("Nobody here is due."), _("Esc goes back; choose another village."))
        self._draw()

    def _draw(self) -> None:
        labels = {outcome.value: outcome.label for outcome in self._outcomes}
        rows = [self._row(visit, labels) for visit in self._visits]
        self.query_one(RecordTable).show(rows)
        left = len(self._visits) - len(self._answers)
        self.query_one(Section).say(
            note=ngettext("{n} left", "{n} left", left).format(n=left) + f" / {len(self._visits)}"
        )

    def _row(self, visit: Visit, labels: dict[str, str]) -> Row:
        answer = self._answers.get(visit.client)
        quiet = "muted" if answer else ""
        mark = Cell(labels.get(answer or "", ""), "good" if answer == self._usual else "caution")
        last = day_words(visit.last, self.station.today) if visit.last else _("never")
        due = Cell("", "") if answer else when_due(visit.days)
        return Row(
            visit.client,
            (
                mark,
                Cell(visit.name, quiet or "strong"),
                Cell(visit.categories, quiet),
                Cell(visit.address, "muted"),
                Cell(last, "muted"),
                due,
            ),
        )

    @property
    def _usual(self) -> str:
        return self._outcomes[0].value if self._outcomes else ""

    # Answers

    @on(RecordTable.Opened)
    def _done(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._answer(event.key, self._usual)

    def on_key(self, event: events.Key) -> None:
        digit = event.character or ""
        table = self.query_one(RecordTable)
        if table.has_focus and digit.isdigit() and 0 < int(digit) <= len(self._outcomes) and table.cursor_key:
            event.stop()
            event.prevent_default()
            self._answer(table.cursor_key, self._outcomes[int(digit) - 1].value)

    def _answer(self, client: str, outcome: str) -> None:
        if client not in self._answers and outcome:
            note = self.query_one("#note", Input)
            if outcome == RISK and not note.value.strip():
                self.refuse(Refusal("paper.risk_of_what"))
                note.focus()
                return
            words, note.value = note.value.strip(), ""
            self.station.go(self._log(client, outcome, words), "write")

    async def _log(self, client: str, outcome: str, note: str) -> None:
        saved = await self.station.backend.log_visit(client, outcome, note, self.station.today)
        self._answers[client] = outcome
        self._order.append(client)
        self.station.publish(saved)
        self._draw()
        self.action_round_skip()
        if outcome in self._ending:
            from screens.client_forms import ask_end_file
            from screens.widgets.quick_line import Ending

            name = next(visit.name for visit in self._visits if visit.client == client)
            await ask_end_file(self, [Ending(client, name, outcome)])

    def action_round_skip(self) -> None:
        """To the next one that is not answered."""
        table = self.query_one(RecordTable)
        order = [visit.client for visit in self._visits]
        here = order.index(table.cursor_key) if table.cursor_key in order else -1
        for client in order[here + 1 :] + order[: here + 1]:
            if client not in self._answers:
                table.go_to(client)
                return

    def action_round_print(self) -> None:
        self.station.go(self._print(), "print", exclusive=True)

    async def _print(self) -> None:
        folder = await asyncio.to_thread(first_folder)
        number, file = await self.station.backend.print_round(
            self._village, self._tier, self.station.today, Path(folder)
        )
        words = _("List {number} written: {file}. Ctrl+R on Today keys it back.")
        self.notify(words.format(number=number, file=file), timeout=15, markup=False)

    def action_round_note(self) -> None:
        self.query_one("#note", Input).focus()

    @on(Input.Submitted, "#note")
    def _noted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(RecordTable).focus()

    def action_go_back(self) -> None:
        note = self.query_one("#note", Input)
        if note.has_focus:
            self.query_one(RecordTable).focus()
        else:
            super().action_go_back()
            if self._order:
                number = len(self._order)
                words = ngettext("{n} visit logged", "{n} visits logged", number).format(n=number)
                self.notify(f"{clean(self._village_name)}  {words}", timeout=3, markup=False)

    def _changed(self, saved: object) -> None:
        # The list is walked as it was: only an undo brings somebody back.
        if getattr(saved, "op", "") in ("undo", "redo") and self._order:
            self._answers.pop(self._order.pop(), None)
            self._draw()
        self.refresh_top()
