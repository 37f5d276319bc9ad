"""Posts and institutions: what each village, community and centre should have, what is there, and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.register_page import register_form
from screens.widgets.fields import FieldSpec
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column, Row
from screens.widgets.section import Words
from screens.widgets.sums import sums_line
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import Choice, Saved
    from screens.ports_posts import PostSeen, PostsSeen

COLUMNS = (
    Column(N_("Place, post"), 18, grow=3),
    Column(N_("Asked, kind"), 12, grow=1),
    Column(N_("There, holder"), 14, grow=1),
    Column(N_("In post"), 11),
    Column(N_("State"), 19, grow=1),
)


class PostsScreen(BaseScreen):
    """Every place with its posts below it. Enter changes the entry under the bar; F5 fills a post."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    PostsScreen #sums { padding: 0 1; height: auto; }
    """
    TITLE_MSGID = N_("Posts & institutions")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset(
        {"post", "post_holding", "community", "institution", "staff", "certificate", "unit", "project_staff"}
    )
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("list.find", "post.add", "post.fill", "post.end", "post.clause", "post.more", "post.place")
    HELP_TEXT = N_("A village's posts stand under it. F9 leads to institutions, supervision, evaluation, complaints.")

    def __init__(self) -> None:
        super().__init__()
        self._seen: PostsSeen | None = None

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield Words(id="sums")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-posts", exclusive=True)

    async def _load(self) -> None:
        self._seen = await self.station.backend.posts(self.station.today)
        self._fill()

    def _fill(self) -> None:
        seen = self._seen
        if seen is None:
            return
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        self.query_one("#sums", Words).say(sums_line(seen.sums))
        if bar.typed:
            table.say_empty(_("Nothing fits the filter."), _("Esc in the filter shows everything."))
        else:
            table.say_empty(
                _("No village, community or post yet."),
                _("Ctrl+R adds a village or community; how many posts the policy asks for then stands beside it."),
                _("Insert adds a post."),
            )
        rows = [row for row in seen.rows if not bar.typed or _fits(bar.typed, row)]
        table.show(rows)
        bar.say_count(sum(not row.heading for row in rows))
        self.land(table)

    def _under(self) -> PostSeen | None:
        key = self.query_one(RecordTable).cursor_key
        return self._seen.behind.get(key or "") if self._seen else None

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self._fill()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        under = self._under()
        if under is not None and under.row:
            self.station.go(register_form(self, under.table, under.row, then=self._landed), "form", exclusive=True)

    # What can be done

    def action_post_add(self) -> None:
        """A new post, of the place under the bar."""
        under = self._under()
        values: dict[str, str] = {}
        labels: dict[str, str] = {}
        if under is not None:
            values["kind"] = under.kind
            if under.place:
                values["community"] = under.place
                labels[under.place] = under.place_name
        values.setdefault("kind", "station")
        values["title"] = _("Social worker")
        form = register_form(self, "post", values=values, labels=labels, then=self._landed)
        self.station.go(form, "form", exclusive=True)

    def action_post_place(self) -> None:
        """A new village or community."""
        self.station.go(register_form(self, "community", then=self._placed), "form", exclusive=True)

    def action_post_fill(self) -> None:
        under = self._under()
        if under is not None and under.table == "post":
            self.station.go(self._ask_holder(under), "form", exclusive=True)

    async def _ask_holder(self, under: PostSeen) -> None:
        backend = self.station.backend

        async def search(typed: str) -> Sequence[Choice]:
            return await backend.sheet_choices("staff", typed)

        specs = [
            FieldSpec("staff", N_("Worker"), "choice", True, search=search),
            FieldSpec("start_on", N_("Start on"), "date", True),
            FieldSpec("employment", N_("Employment"), "choice", choices=await backend.sheet_list("employment")),
            FieldSpec("track", N_("Track"), "choice", choices=await backend.sheet_list("post_holding_track")),
            FieldSpec("lent_to", N_("Lent to"), hint=N_("the unit, while lent out")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.fill_post(under.row, values)

        about = _("{name} holds it now.").format(name=under.holder) if under.holder else ""
        values = {"start_on": self.station.today.isoformat(), "employment": "full_time"}
        title = _("Fill: {post}").format(post=under.title)
        self.app.push_screen(FormDialog(title, specs, save, values=values, about=about), self._landed)

    def action_post_end(self) -> None:
        """The holder leaves; a post that nobody holds is closed."""
        under = self._under()
        if under is None or under.table != "post":
            return
        backend, today = self.station.backend, self.station.today.isoformat()
        if under.holding:
            specs = [
                FieldSpec("end_on", N_("Last day"), "date", True),
                FieldSpec("end_reason", N_("End reason")),
            ]
            title = _("{name} leaves: {post}").format(name=under.holder, post=under.title)

            async def save(values: Mapping[str, str]) -> Saved:
                return await backend.end_holding(under.holding, values)

            self.app.push_screen(FormDialog(title, specs, save, values={"end_on": today}, begin="end_on"))
            return
        specs = [FieldSpec("closed_on", N_("Last day"), "date", True)]

        async def close(values: Mapping[str, str]) -> Saved:
            return await backend.close_post(under.row, values)

        title = _("Close the post: {post}").format(post=under.title)
        self.app.push_screen(FormDialog(title, specs, close, values={"closed_on": today}, begin="closed_on"))

    def action_post_clause(self) -> None:
        """What the policy asks of the place or post under the bar, then the results that concern the whole."""
        from screens.dialogs.clauses import ClauseDialog

        under = self._under()
        told = [*(under.told if under else ()), *(self._seen.told if self._seen else ())]
        if told:
            self.app.push_screen(ClauseDialog(told))
        else:
            words = _("No policy that holds here asks anything of it.")
            self.notify(words, severity="warning", timeout=6, markup=False)

    def action_post_more(self) -> None:
        from screens.people_registers import open_more

        open_more(self.station)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            row = saved.ids[0]
            self.landing = row if "/" in row else f"post/{row}"
            self.load()

    def _placed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = f"place/{saved.ids[0]}"
            self.load()


def _fits(typed: str, row: Row) -> bool:
    from swstation.pinyin import match

    texts = (cell if isinstance(cell, str) else cell.text for cell in row.cells)
    return not row.heading and any(match(typed, text.strip()) is not None for text in texts if text)
