"""The keys of the place one is in, to read, to search and to do."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.screen import Screen

from screens.actions import ACTIONS, action_of, key_word, method
from screens.dialogs.picker import Picker
from screens.entries import late_words
from screens.quick_card import card_rows
from screens.text import wrap
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

COLUMNS = (Column(N_("Key"), 14), Column(N_("Does"), 14, grow=1), Column(N_("More"), 10, grow=3, wide=50))

CELLS = 70
"""Of a line in the list: the window is as wide in a terminal of 80 cells as in a wider one."""


class HelpDialog(Picker):
    """What works here, this place's own first. Dismisses with an action id when Enter is pressed on one.

    What the bar stands on is said whole below the list: its column is narrow at 80 cells.
    """

    DEFAULT_CSS = """
    HelpDialog #more { color: $text-muted; height: 2; padding: 0 1; }
    HelpDialog RecordTable { max-height: 13; }
    """

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__(_("Keys here"), placeholder=_("Type to search the keys"), nothing=_("No key does that here."))
        self._rows = key_rows(screen)
        self._about = _(getattr(screen, "HELP_TEXT", ""))
        self._marks = late_words() if getattr(screen, "HAS_ENTRIES", False) else ""

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.set_columns(COLUMNS)
        self.query_one(".dialog").mount(Words(id="more"))
        super().on_mount()
        if self._about:
            self.query_one(".dialog").border_subtitle = _("Enter does it, Esc leaves")

    def _narrow(self, typed: str) -> None:
        table = self.query_one(RecordTable)
        if not typed:
            lines = [line for words in (self._about, self._marks) if words for line in wrap(words, CELLS)]
            table.show([*(Row("", (line,), heading=True) for line in lines), *self._rows])
        else:
            from swstation.pinyin import match

            texts = {
                row.key: [cell.text if isinstance(cell, Cell) else cell for cell in row.cells] for row in self._rows
            }
            table.show(
                [
                    row
                    for row in self._rows
                    if not row.heading and any(match(typed, text) is not None for text in texts[row.key])
                ]
            )
        table.action_list_first()

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        action = ACTIONS.get(event.key or "")
        for more in self.query("#more").results(Words):  # none yet while the list is shown for the first time
            more.say(_(action.help) if action is not None and action.help else "")


def key_rows(screen: Screen[Any]) -> list[Row]:
    """One row an action that is bound on ``screen``: its keys, its word, what it does."""
    words: dict[str, str] = {}
    for active in screen.active_bindings.values():
        action = action_of(active.binding)
        if action is not None and active.enabled:
            words[action.id] = active.binding.description
    rows: list[Row] = card_rows() if getattr(screen, "HAS_LINE", False) else []
    for heading, belongs in (
        (_("In this place"), lambda one: not _everywhere(one) and not one.startswith("list.")),
        (_("In a list"), lambda one: one.startswith("list.")),
        (_("Everywhere"), _everywhere),
    ):
        ids = [action_id for action_id in ACTIONS if action_id in words and belongs(action_id)]
        if ids:
            rows.append(Row(heading, (heading,), heading=True))
            rows += [_row(action_id, words[action_id]) for action_id in ids]
    return rows


def _everywhere(action_id: str) -> bool:
    return method(action_id).startswith("app.")


def _row(action_id: str, word: str) -> Row:
    action = ACTIONS[action_id]
    # Full-width twins are the same key on another keyboard: no need to print both.
    keys = [key_word(key) for key in (*action.keys, *action.letters) if ord(key[0]) < 0x2E80]
    return Row(action_id, (Cell("  ".join(keys), "strong"), word, Cell(_(action.help), "muted")))
