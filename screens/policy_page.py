"""One policy clause by clause beside its words; two side by side; what one would change for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.text import clean
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports_policies import ClauseRow, PairRow

CLAUSES = (
    Column(N_("Topic"), 8),
    Column(N_("Section"), 10),
    Column(N_("What it says"), 30, grow=3),
    Column(N_("Binding"), 8),
    Column(N_("State"), 10, wide=76),
)
EFFECTS = (
    Column(N_("Name"), 8, grow=1),
    Column(N_("Unit"), 12, grow=1, wide=100),
    Column(N_("Requirement"), 20, grow=3),
    Column(N_("Now"), 12),
    Column(N_("Then"), 12),
    Column(N_("Missing"), 12, right=True),
)


def fits(typed: str, *texts: str) -> bool:
    """Whether any of the texts is found by what was typed: words, pinyin, initials."""
    from swstation.pinyin import match

    return not typed or any(typed in text or match(typed, text) is not None for text in texts if text)


class PolicyScreen(BaseScreen):
    """The clauses in a list, the words of the one under the bar below it."""

    DEFAULT_CSS = """
    PolicyScreen #quote { padding: 0 1; height: 7; background: $tint; }
    """
    TITLE_MSGID = N_("Policy")
    ENTER_LABEL = ""
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "list.find", "policy.compare", "policy.effect", footer=True)
    HELP_TEXT = N_(
        "The filter finds topics, words, sections, rows and states. The words under the list are the text's own."
    )

    def __init__(self, policy: str, name: str) -> None:
        super().__init__()
        self.policy = policy
        self._title = name
        self._rows: Sequence[ClauseRow] = ()

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(CLAUSES)
        yield Words(id="quote")

    def period(self) -> str:
        return clean(self._title, 40)

    def load(self) -> None:
        self.station.go(self._load(), "load-policy", exclusive=True)

    async def _load(self) -> None:
        self._rows = await self.station.backend.policy_clauses(self.policy, self.station.today)
        self._fill()

    def _fill(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        table.say_empty(_("Nothing fits the filter."), _("Esc in the filter shows everything."))
        rows = [
            one
            for one in self._rows
            if fits(bar.typed, one.topic, one.section, one.says, one.force, one.state, one.quote, *one.facts)
        ]
        table.show(
            [
                Row(one.key, (Cell(one.topic, "muted"), one.section, one.says, one.force, Cell(one.state, one.tone)))
                for one in rows
            ]
        )
        bar.say_count(len(rows))
        self._draw()

    def _draw(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        here = next((one for one in self._rows if one.key == key), None)
        words = self.query_one("#quote", Words)
        if here is None:
            words.say("")
            return
        facts = "\n".join(clean(line, 300) for line in here.facts)
        words.say(Content.assemble((f"“{clean(here.quote, 300)}”", "bold"), "\n", (facts, "$muted")))

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self._fill()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_policy_compare(self) -> None:
        self.station.go(ask_other(self, self.policy, self._title), "form", exclusive=True)

    def action_policy_effect(self) -> None:
        self.app.push_screen(EffectScreen(self.policy, self._title))


async def ask_other(screen: BaseScreen, policy: str, name: str) -> None:
    """Ask with which other policy to compare."""
    from screens.dialogs.picker import Picker
    from screens.ports import Choice

    rows = await screen.station.backend.policy_rows(screen.station.today)
    names = {row.id: row.name for row in rows if row.id and row.id != policy}

    def chosen(other: str | None) -> None:
        if other is not None:
            screen.app.push_screen(CompareScreen(policy, other, name, names[other]))

    choices = [Choice(row.id, row.name, row.region) for row in rows if row.id in names]
    screen.app.push_screen(Picker(_("Compare with"), choices), chosen)


class CompareScreen(BaseScreen):
    """What two policies say on the same topic, side by side; what both say alike is quieter."""

    TITLE_MSGID = N_("Two policies")
    ENTER_LABEL = ""
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "list.find", "policy.figures", footer=True)
    HELP_TEXT = N_("The filter narrows to a topic or a word. An empty side: that policy is silent.")

    def __init__(self, left: str, right: str, left_name: str, right_name: str) -> None:
        super().__init__()
        self.left, self.right = left, right
        self._names = (left_name, right_name)
        self._rows: Sequence[PairRow] = ()

    def body(self) -> ComposeResult:
        left, right = (clean(name, 40) for name in self._names)
        yield FilterBar()
        yield RecordTable((Column(N_("Topic"), 8), Column(left, 30, grow=1), Column(right, 30, grow=1)))

    def load(self) -> None:
        self.station.go(self._load(), "load-compare", exclusive=True)

    async def _load(self) -> None:
        self._rows = await self.station.backend.policies_compared(self.left, self.right, self.station.today)
        self._fill()

    @on(FilterBar.Changed)
    def _fill(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        table.say_empty(_("Nothing fits the filter."), _("Esc in the filter shows everything."))
        rows = [(n, one) for n, one in enumerate(self._rows) if fits(bar.typed, one.topic, one.left, one.right)]
        table.show(
            [
                Row(
                    str(n),
                    (
                        Cell(one.topic, "muted"),
                        Cell(one.left or "-", "muted" if one.same else ""),
                        Cell(one.right or "-", "muted" if one.same else ""),
                    ),
                )
                for n, one in rows
            ]
        )
        bar.say_count(len(rows))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_policy_figures(self) -> None:
        from screens.side_by_side import SideScreen

        self.app.push_screen(SideScreen(self.left, self.right, *self._names))


class EffectScreen(BaseScreen):
    """Who would stand otherwise if a policy came into force today."""

    TITLE_MSGID = N_("What would change")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "policy.use", footer=True)
    HELP_TEXT = N_("The rules are run under the policy of today and under this one; nothing is written until F9.")

    def __init__(self, policy: str, name: str) -> None:
        super().__init__()
        self.policy = policy
        self._title = name

    def body(self) -> ComposeResult:
        yield Words(id="says")
        yield RecordTable(EFFECTS)

    def period(self) -> str:
        return clean(self._title, 40)

    def load(self) -> None:
        self.station.go(self._load(), "load-effect", exclusive=True)

    async def _load(self) -> None:
        rows = await self.station.backend.policy_effect(self.policy, self.station.today)
        said = _("{n} changes for {m} people; what is not listed stays as it is.")
        people = len({(row.name, row.unit) for row in rows})
        self.query_one("#says", Words).say(said.format(n=len(rows), m=people) if rows else "")
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing would change for anybody."), _("It holds here already, or asks for nothing new."))
        table.show(
            [
                Row(
                    one.id,
                    (
                        one.name,
                        Cell(one.unit, "muted"),
                        one.requirement,
                        one.before,
                        Cell(one.after, one.tone),
                        one.missing,
                    ),
                )
                for one in rows
            ]
        )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_policy_use(self) -> None:
        self.station.go(self._use(), "write", exclusive=True)

    async def _use(self) -> None:
        saved = await self.station.backend.use_policy(self.policy)
        self.station.publish(saved)
        self.done_words(saved.words)
