"""Groups and activities: what is in hand, by phase and by day; open one, plan one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.days import day_words
from screens.gathering_forms import ask
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from screens.ports import Saved
    from screens.ports_groups import ActivityRow, GroupRow

COLUMNS = (
    Column(N_("No."), 5),
    Column(N_("Title"), 16, grow=3),
    Column(N_("Kind"), 8),
    Column(N_("Sessions"), 8, right=True),
    Column(N_("People"), 6, right=True),
    Column(N_("When"), 16, grow=1),
    Column(N_("Worker"), 8, wide=70),
)
PHASES = ("preparation", "forming", "transition", "maturity", "ending")


class GroupsScreen(BaseScreen):
    """Groups by phase, then activities to come and those held lately."""

    TITLE_MSGID = N_("Groups & activities")
    RELOAD_ON = frozenset({"service_group", "group_session", "group_member", "activity", "service_log", "staff"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("list.find", "group.open", "activity.plan", "group.closed")
    HELP_TEXT = N_("A group goes through five phases; Enter opens it. An activity is planned, held, summed up.")

    def __init__(self) -> None:
        super().__init__()
        self._all = False

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-groups", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        backend, today = self.station.backend, self.station.today
        groups = await backend.groups(bar.typed, ended=self._all)
        activities = await backend.activities(bar.typed, past=self._all, as_of=today)
        if bar.typed:
            table.say_empty(
                _("No group or activity fits the filter."), _("Esc in the filter shows all; F8 adds what has ended.")
            )
        else:
            table.say_empty(
                _("No group and no activity in hand."),
                _("Insert opens a group: title, kind, how many sessions. F7 plans an activity."),
                _("Later write them into the quick line by number: &G1 第2节 12人 90m"),
            )
        table.show([*self._groups(groups), *self._activities(activities, today)])
        self.land(table)
        bar.say_count(len(groups) + len(activities), more=_("ended ones too") if self._all else "")

    def _groups(self, groups: Sequence[GroupRow]) -> list[Row]:
        rows: list[Row] = []
        by_name: dict[str, list[GroupRow]] = {}
        for group in sorted(groups, key=lambda one: (one.state != "open", _phase(one), one.next_on or one.opened_on)):
            name = (
                _("Groups: {phase}").format(phase=group.phase_label)
                if group.state == "open"
                else _("Groups that ended")
            )
            by_name.setdefault(name, []).append(group)
        for name, found in by_name.items():
            rows.append(Row(f"#{name}", (f"{name}  {len(found)}",), heading=True))
            rows += [self._group(one) for one in found]
        return rows

    def _group(self, group: GroupRow) -> Row:
        today, late = self.station.today, False
        if group.next_on is not None:
            late = group.next_on < today
            when = _("next {day}").format(day=day_words(group.next_on, today))
        elif group.last_held is not None:
            when = _("last {day}").format(day=day_words(group.last_held, today))
        else:
            when = _("opened {day}").format(day=day_words(group.opened_on, today))
        sessions = f"{group.held}/{group.planned}" if group.planned else str(group.held)
        quiet = "" if group.state == "open" else "muted"
        return Row(
            f"service_group/{group.id}",
            (
                Cell(group.number, "muted"), Cell(group.title, quiet), Cell(group.kind, "muted"), sessions,
                str(group.members), Cell(("! " if late else "") + when, "bad" if late else "muted"),
                Cell(group.worker, "muted"),
            ),
        )  # fmt: skip

    def _activities(self, activities: Sequence[ActivityRow], today: date) -> list[Row]:
        rows: list[Row] = []
        names = {
            "planned": _("Activities planned"),
            "held": _("Activities that were held"),
            "cancelled": _("Activities cancelled"),
        }
        for state, name in names.items():
            found = [one for one in activities if one.state == state]
            if state == "planned":
                found.reverse()
            if found:
                rows.append(Row(f"#{name}", (f"{name}  {len(found)}",), heading=True))
            rows += [self._activity(one, today) for one in found]
        return rows

    def _activity(self, activity: ActivityRow, today: date) -> Row:
        late = activity.state == "planned" and activity.on < today
        heads = "" if activity.heads is None else str(activity.heads)
        when = ("! " if late else "") + f"{day_words(activity.on, today)} {activity.place}"
        return Row(
            f"activity/{activity.id}",
            (
                Cell(activity.number, "muted"), Cell(activity.title, "muted" if activity.state == "cancelled" else ""),
                Cell(activity.kind, "muted"), "", heads, Cell(when, "bad" if late else "muted"),
                Cell(activity.worker, "muted"),
            ),
        )  # fmt: skip

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        self.station.open_record(event.key)

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_group_closed(self) -> None:
        self._all = not self._all
        self.load()

    def action_group_open(self) -> None:
        self.station.go(ask(self, "group.new", None, _("Open a group"), self._new_group), "form", exclusive=True)

    def action_activity_plan(self) -> None:
        form = ask(self, "activity", None, _("Plan an activity"), self._new_activity)
        self.station.go(form, "form", exclusive=True)

    def _new_group(self, saved: Saved | None) -> None:
        self._landed("service_group", saved)

    def _new_activity(self, saved: Saved | None) -> None:
        self._landed("activity", saved)

    def _landed(self, kind: str, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = f"{kind}/{saved.ids[0]}"
            self.load()


def _phase(group: GroupRow) -> int:
    return PHASES.index(group.phase) if group.phase in PHASES else len(PHASES)
