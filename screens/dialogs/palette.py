"""Every action by Chinese, English or pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from screens.actions import ACTIONS, GROUPS, Action, action_of, key_word, method
from screens.dialogs.picker import Picker
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import _


def reachable(screen: Screen[Any]) -> list[Action]:
    """The actions that can be done from a screen: what is bound here, what holds everywhere, other pages' own."""
    bound = {found.id for one in screen.active_bindings.values() if (found := action_of(one.binding)) is not None}
    here = [ACTIONS[action_id] for action_id in bound if not method(action_id).startswith("app.")]
    order = {action_id: place for place, action_id in enumerate(ACTIONS)}
    here.sort(key=lambda action: order[action.id])
    rest = [
        action for _heading, group in GROUPS for action in group if action.page or method(action.id).startswith("app.")
    ]
    return [action for action in dict.fromkeys((*here, *rest)) if action.palette and action.id != "app.palette"]


class PaletteDialog(Picker):
    """Dismisses with an action id."""

    def __init__(self, screen: Screen[Any]) -> None:
        columns = (Column("", 12), Column("", 20, grow=1), Column("", 8, right=True))
        super().__init__(_("What do you want to do?"), nothing=_("No such action. Try fewer letters."), columns=columns)
        self._actions = reachable(screen)

    def _narrow(self, typed: str) -> None:
        table = self.query_one(RecordTable)
        table.show([_row(action) for action in ranked(typed, self._actions)])
        table.action_list_first()


def ranked(typed: str, actions: Sequence[Action]) -> list[Action]:
    """The actions ``typed`` finds by either language, by initials or by id, best first."""
    if not typed:
        return list(actions)
    from swstation.pinyin import match

    found: list[tuple[int, int]] = []
    for place, action in enumerate(actions):
        names = (_(action.label), action.label, _(action.help), action.id)
        ranks = [rank * 4 + later for later, name in enumerate(names) if (rank := match(typed, name)) is not None]
        if ranks:
            found.append((min(ranks), place))
    return [actions[place] for _rank, place in sorted(found)]


def _row(action: Action) -> Row:
    key = key_word(action.keys[0]) if action.keys else ""
    return Row(action.id, (_(action.label), Cell(_(action.help), "muted"), Cell(key, "strong")))
