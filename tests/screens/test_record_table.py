"""The list of records: moving, marking, staying on a record, and size that does not matter."""

from __future__ import annotations

from collections.abc import Sequence

from goldens import lines_of
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from screens.themes import NIGHT
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import PAGE, Cell, Column, PagedSource, Row, fitted, widths

COLUMNS = (Column("Name", 10, grow=1), Column("Minutes", 7, right=True), Column("Far", 10, wide=60))


class TableApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.moved: list[str | None] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(NIGHT.variables)

    def compose(self) -> ComposeResult:
        yield RecordTable(COLUMNS, markable=True)

    async def guarded(self, work: object) -> None:
        await work  # type: ignore[misc]

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        self.opened.append(event.key)

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        self.moved.append(event.key)


def rows(*names: str) -> list[Row]:
    return [Row(name, (name, "5")) for name in names]


async def _with(app: TableApp, pilot: Pilot[None], shown: Sequence[Row]) -> RecordTable:
    table = app.query_one(RecordTable)
    table.show(shown)
    table.focus()
    await pilot.pause()
    return table


async def test_the_cursor_stays_on_its_record_when_rows_come_before_it() -> None:
    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        table = await _with(app, pilot, rows("a", "b", "c"))
        await pilot.press("down", "down")
        assert table.cursor_key == "c"
        table.show(rows("x", "y", "a", "b", "c", "d"))
        assert table.cursor_key == "c"
        table.show(rows("x", "y", "a"))
        assert table.cursor_key == "a"


async def test_headings_are_stepped_over_in_both_directions() -> None:
    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        shown = [Row("#1", ("one",), heading=True), *rows("a"), Row("#2", ("two",), heading=True), *rows("b")]
        table = await _with(app, pilot, shown)
        assert table.cursor_key == "a"
        await pilot.press("down")
        assert table.cursor_key == "b"
        await pilot.press("down")
        assert table.cursor_key == "b"
        await pilot.press("home")
        assert table.cursor_key == "a"


async def test_marked_rows_are_what_an_action_takes_and_go_with_their_rows() -> None:
    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        table = await _with(app, pilot, rows("a", "b", "c"))
        assert table.chosen == ["a"]
        await pilot.press("space", "down", "space")
        assert table.chosen == ["a", "c"]
        assert lines_of(app)[1].startswith("* a")
        table.show(rows("a", "b"))
        assert table.chosen == ["a"]
        await pilot.press("ctrl+a")
        assert table.chosen == ["a", "b"]
        await pilot.press("ctrl+a")
        assert table.chosen == ["b"]


async def test_enter_opens_the_row_under_the_bar_and_a_click_moves_it_first() -> None:
    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await _with(app, pilot, rows("a", "b"))
        await pilot.press("down", "enter")
        assert app.opened == ["b"]
        await pilot.click(RecordTable, offset=(4, 1))
        assert app.opened == ["b"]
        await pilot.click(RecordTable, offset=(4, 1))
        assert app.opened == ["b", "a"]


async def test_han_columns_line_up_and_numbers_stand_right() -> None:
    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await _with(app, pilot, [Row("1", ("张桂芳", "90")), Row("2", ("Ann", "5")), Row("3", ("㐂𠮷", "100"))])
        from rich.cells import cell_len

        lines = lines_of(app)[1:4]
        assert len({cell_len(line) for line in lines}) == 1
        assert all(line.endswith(end) for line, end in zip(lines, (" 90", "   5", "100"), strict=True))


async def test_what_is_shown_is_never_markup() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 10)) as pilot:
        await _with(app, pilot, [Row("1", (Cell("[/x][@click=app.quit]q", "bad"), "1"))])
        assert "[/x][@click=app.quit]q" in lines_of(app)[1]


async def test_a_hundred_thousand_rows_are_read_where_one_looks() -> None:
    asked: list[tuple[int, int]] = []

    async def fetch(offset: int, limit: int) -> Sequence[Row]:
        asked.append((offset, limit))
        return [Row(f"r{place}", (f"name {place}", "1")) for place in range(offset, offset + limit)]

    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        table = app.query_one(RecordTable)
        table.show_paged(100_000, fetch)
        table.focus()
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert "name 0" in lines_of(app)[1]
        await pilot.press("end")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert table.cursor_key == "r99999"
        assert "name 99999" in lines_of(app)[-1]
        assert asked == [(0, PAGE), (100_000 - PAGE, PAGE)]


def test_only_a_few_pages_are_kept() -> None:
    async def fetch(offset: int, limit: int) -> Sequence[Row]:
        raise AssertionError

    source = PagedSource(100_000, fetch)
    for number in range(40):
        source.take(number, rows(*(f"{number}-{place}" for place in range(PAGE))))
    assert source.row(0) is None
    assert source.row(39 * PAGE) is not None
    assert source.wanted() == 0
    assert len(source.keys()) <= 12 * PAGE


async def test_an_empty_list_says_what_belongs_there() -> None:
    app = TableApp()
    async with app.run_test(size=(40, 10)) as pilot:
        table = await _with(app, pilot, [])
        table.say_empty("Nothing yet.", "F5 adds one.")
        await pilot.pause()
        assert [line.strip() for line in lines_of(app)[1:3]] == ["Nothing yet.", "F5 adds one."]
        await pilot.press("enter", "down", "space", "end")
        assert app.opened == []


def test_columns_share_what_is_left_and_hide_where_it_is_narrow() -> None:
    assert widths(COLUMNS, 40) == [32, 7, 0]
    assert widths(COLUMNS, 80) == [61, 7, 10]
    assert sum(widths(COLUMNS, 80)) + 2 == 80


def test_room_that_nobody_fills_goes_to_the_column_that_would_be_cut() -> None:
    columns = (Column("Name", 10, grow=1), Column("Kind", 6), Column("No.", 4, right=True), Column("Note", 10, grow=2))
    given = widths(columns, 62)
    assert fitted(columns, given, [4, 4, 3, 4]) == given, "nothing is cut"
    assert fitted(columns, given, [6, 11, 3, 90]) == [6, 11, 4, given[3] + given[0] - 11], "the least is met first"
    assert fitted(columns, given, [given[0], 20, 3, given[3]]) == given, "nobody has room to spare"
    assert fitted(columns, given, [given[0], 11, 3, 90])[1] == 11, "a note that is cut anyway gives a few cells"
    assert sum(fitted(columns, given, [5, 20, 9, 9])) == sum(given)
