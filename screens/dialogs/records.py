"""Find anything: people, cases, groups, activities by name, sound or number; then every word that was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.dialogs.picker import Picker
from screens.ports import Choice
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.app import StationApp
    from screens.ports_finding import Found

KINDS = {
    "client": N_("client"), "case": N_("case"), "staff": N_("worker"), "group": N_("group"),
    "activity": N_("activity"), "log": N_("entry"),
}  # fmt: skip
COLUMNS = (
    Column("", 8),
    Column("", 14, grow=1),
    Column("", 20, grow=3),
    Column("", 10),
    Column("", 8, wide=90),
)


class RecordDialog(Picker):
    """Dismisses with ``kind/id``. Names stand first, best match first, then texts, the newest day first."""

    DEFAULT_CSS = """
    RecordDialog .dialog { width: 96%; max-width: 120; }
    """

    def __init__(self) -> None:
        super().__init__(
            _("Search"),
            search=self._records,
            placeholder=_("Name, initials, number, or any word of a note"),
            columns=COLUMNS,
            nothing=_("Names first, the best match on top; then what was written, the newest on top."),
        )
        self._found: dict[str, Found] = {}

    def on_mount(self) -> None:
        super().on_mount()
        self.station.go(self._feed(), "feed-search", exclusive=True)

    async def _feed(self) -> None:
        """What was written since the last search comes in by and by; names can be found meanwhile."""
        backend = self.station.backend
        fed = False
        while left := await backend.feed_search():
            fed = True
            self.query_one(".dialog").border_subtitle = _("taking in {n} records").format(n=f"{left:,}")
        self.query_one(".dialog").border_subtitle = _("Enter takes it, Esc leaves")
        if fed:
            self._narrow(self._typed_now)

    async def _records(self, typed: str) -> Sequence[Choice]:
        if not typed:
            return []
        app: StationApp = self.station
        self._found = {f"{one.kind}/{one.id}": one for one in await app.backend.find_records(typed)}
        return [Choice(key, one.name, one.remark) for key, one in self._found.items()]

    def row_of(self, choice: Choice) -> Row:
        one = self._found[choice.value]
        return Row(
            choice.value,
            (
                Cell(one.word or _(KINDS.get(one.kind, "")), "muted"),
                Cell(one.name, "strong"),
                one.remark,
                Cell(one.day, "muted"),
                Cell(one.why, "muted"),
            ),
        )
