"""The list of records every screen uses: one row a record, a bar over the row the keys act on.

Only the lines in sight are drawn, and each drawn line is kept, so that a list of 100,000 rows opens and moves like
one of 1,000. What is shown is never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.actions import bindings
from screens.text import clean, fit, width, wrap
from screens.widgets.rows import PAGE, Cell, Column, Fetch, ListSource, PagedSource, Row, Source, fitted, widths
from swstation.i18n import _

_TONES = ("muted", "good", "caution", "bad", "strong")


MEASURED = 120
"""Rows whose cells say how wide the columns should be."""
LONGEST_MEASURED = 60
"""Characters of a cell that count for that: a note is cut anyway."""


def headed(label: str) -> str:
    """A word as it stands over a column: some are words of a sentence elsewhere."""
    return label[:1].upper() + label[1:]


class RecordTable(ScrollView, can_focus=True):
    """Rows with a cursor kept by the record's key, marks, and an empty state that says what belongs here."""

    BINDINGS = bindings(
        "list.down",
        "list.up",
        "list.page_down",
        "list.page_up",
        "list.first",
        "list.last",
        "list.open",
        "list.mark",
        "list.mark_all",
        "list.copy",
    )
    DEFAULT_CSS = """
    RecordTable { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-table--header",
        "record-table--heading",
        "record-table--cursor",
        "record-table--rest",
        *(f"record-table--{tone}" for tone in _TONES),
    }

    @dataclass
    class Opened(Message):
        """Enter on a row."""

        table: RecordTable
        key: str

        @property
        def control(self) -> RecordTable:
            return self.table

    @dataclass
    class Moved(Message):
        """The cursor stands on another record, or on none."""

        table: RecordTable
        key: str | None

        @property
        def control(self) -> RecordTable:
            return self.table

    @dataclass
    class Marked(Message):
        """Other rows are marked than before."""

        table: RecordTable
        count: int

        @property
        def control(self) -> RecordTable:
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        id: str | None = None,
        classes: str | None = None,
        header: bool = True,
        markable: bool = False,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._source: Source = ListSource()
        self._cursor = 0
        self._header = 1 if header else 0
        self._markable = markable
        self._marks: dict[str, None] = {}
        self._strips: dict[tuple[int, str], Strip] = {}
        self._widths: list[int] = []
        self._drawn_at = -1
        self._empty: tuple[str, ...] = ()
        self._loaded = False

    # What the list holds

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its record, or near where it stood."""
        self._take(ListSource(rows))

    def show_paged(self, count: int, fetch: Fetch) -> None:
        """Show ``count`` rows that are fetched as they come into sight."""
        self._take(PagedSource(count, fetch))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns from now on."""
        self._columns = tuple(columns)
        self._redraw()

    def say_empty(self, *lines: str) -> None:
        """What stands here when there is no row: already translated, the first line stronger."""
        self._empty = lines
        self.refresh()

    def _take(self, source: Source) -> None:
        kept, old = self.cursor_key, self._source
        before = self._cursor
        if isinstance(source, PagedSource) and isinstance(old, PagedSource) and len(old) == len(source):
            place = old.place(kept) if kept else None
        else:
            place = source.place(kept) if kept else None
        self._source = source
        self._loaded = True
        self._cursor = self._on_record(place if place is not None else before, 1)
        known = set(source.keys()) if isinstance(source, ListSource) else None
        if known is not None and self._marks:
            self._marks = {key: None for key in self._marks if key in known}
            self.post_message(self.Marked(self, len(self._marks)))
        self._redraw()
        if self.cursor_key != kept or kept is None:
            self.post_message(self.Moved(self, self.cursor_key))

    def _redraw(self) -> None:
        self._strips.clear()
        self._drawn_at = -1
        self.virtual_size = Size(self.cells, len(self._source) + self._header)
        self._show_cursor()
        self.refresh()

    @property
    def cells(self) -> int:
        """Cells a line has, the scroll bar apart."""
        return self.scrollable_content_region.width

    @property
    def lines(self) -> int:
        return self.scrollable_content_region.height

    @property
    def count(self) -> int:
        """Rows there are, headings included."""
        return len(self._source)

    @property
    def cursor_key(self) -> str | None:
        """The key of the record under the cursor."""
        if not 0 <= self._cursor < len(self._source):
            return None
        row = self._source.row(self._cursor)
        return row.key if row and not row.heading else None

    @property
    def cursor_index(self) -> int:
        return self._cursor

    @property
    def marked(self) -> list[str]:
        """The keys of the marked rows."""
        return list(self._marks)

    @property
    def chosen(self) -> list[str]:
        """The keys an action takes: the marked rows, else the one under the cursor."""
        if self._marks:
            return list(self._marks)
        return [self.cursor_key] if self.cursor_key else []

    def go_to(self, key: str) -> bool:
        """Put the cursor on a record; false if it is not here."""
        place = self._source.place(key)
        if place is None:
            return False
        self._move(place)
        return True

    def clear_marks(self) -> None:
        """Unmark every row."""
        if self._marks:
            self._marks.clear()
            self._strips.clear()
            self.refresh()
            self.post_message(self.Marked(self, 0))

    # Drawing

    def render_line(self, y: int) -> Strip:
        if self.cells != self._drawn_at:
            self._strips.clear()
            self._drawn_at = self.cells
            edge = 2 if self._markable else 1
            self._widths = fitted(self._columns, widths(self._columns, self.cells - edge - 1), self._wanted())
        if not len(self._source):
            return self._empty_line(y)
        if self._header and y == 0:
            return self._kept((-1, ""), self._draw_header)
        index = self.scroll_offset.y + y - self._header
        if index >= len(self._source):
            return Strip.blank(self.cells, self.rich_style)
        row = self._source.row(index)
        if row is None:
            self._fetch_missing()
            return Strip([Segment(fit("  ·", self.cells), self._style("muted"))], self.cells)
        if row.heading:
            return self._kept((index, "heading"), lambda: self._draw_heading(row))
        state = ("focus" if self.has_focus else "rest") if index == self._cursor else ""
        return self._kept((index, state), lambda: self._draw_row(row, state))

    def _wanted(self) -> list[int]:
        # What stands in each column of the first rows and over it; rows that are still to come change nothing later.
        wanted = [width(headed(_(column.label))) for column in self._columns]
        for index in range(min(len(self._source), MEASURED)):
            row = self._source.row(index)
            if row is None:
                break
            if not row.heading:
                for place, cell in enumerate(row.cells[: len(wanted)]):
                    text = cell.text if isinstance(cell, Cell) else cell
                    wanted[place] = max(wanted[place], width(text[:LONGEST_MEASURED]))
        return wanted

    def _kept(self, key: tuple[int, str], draw: Callable[[], Strip]) -> Strip:
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > 2000:
                self._strips.clear()
            strip = self._strips[key] = draw()
        return strip

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"record-table--{name}")

    def _edge(self, marked: bool = False) -> str:
        if not self._markable:
            return " "
        return "* " if marked else "  "

    def _draw_header(self) -> Strip:
        style = self._style("header")
        parts = [
            fit(headed(_(column.label)), cells, right=column.right)
            for column, cells in zip(self._columns, self._widths, strict=True)
            if cells
        ]
        return Strip([Segment(fit(self._edge() + " ".join(parts), self.cells), style)], self.cells)

    def _draw_heading(self, row: Row) -> Strip:
        first = row.cells[0] if row.cells else ""
        text = first.text if isinstance(first, Cell) else first
        line = fit(" " + clean(text), self.cells)
        return Strip([Segment(line, self._style("heading"))], self.cells)

    def _draw_row(self, row: Row, state: str) -> Strip:
        base = self._style("cursor" if state == "focus" else "rest") if state else self.rich_style
        marked = row.key in self._marks
        segments = [Segment(self._edge(marked), base)]
        ellipsis = "" if self.app.has_class("-plain") else "…"
        first = True
        for place, (column, cells, cell) in enumerate(zip(self._columns, self._widths, row.cells, strict=False)):
            if not cells:
                continue
            text, tone = cell if isinstance(cell, Cell) else (cell, "")
            style = ground = self.ground(place, state, base)
            if tone and state != "focus":  # under the bar a tone is not told from its ground
                toned = self._style(tone)
                style = ground + Style(color=toned.color, bold=toned.bold)
            if not first:
                segments.append(Segment(" ", base))
            first = False
            segments.append(Segment(fit(clean(text), cells, right=column.right, ellipsis=ellipsis), style))
        taken = sum(width(segment.text) for segment in segments)
        if taken < self.cells:
            segments.append(Segment(" " * (self.cells - taken), base))
        return Strip(segments, max(taken, self.cells)).crop(0, self.cells)

    def ground(self, place: int, state: str, base: Style) -> Style:
        """What a cell stands on; ``state`` is focus or rest on the row under the bar."""
        return base

    def _empty_line(self, y: int) -> Strip:
        lines = [
            (line, number == 0)
            for number, words in enumerate(self._empty)
            for line in wrap(clean(words), max(1, self.cells - 3))
        ]
        number = y - (1 if self.lines > len(lines) else 0)
        if not self._loaded or not 0 <= number < len(lines):
            return Strip.blank(self.cells, self.rich_style)
        line, first = lines[number]
        style = self.rich_style if first else self._style("muted")
        return Strip([Segment(fit(f"  {line}", self.cells), style)], self.cells)

    @work(exclusive=True, group="fetch", exit_on_error=False)
    async def _fetch_missing(self) -> None:
        source = self._source
        while isinstance(source, PagedSource) and (number := source.wanted()) is not None:
            rows = await source.fetch(number * PAGE, PAGE)
            if source is not self._source:
                return  # another list is shown by now
            source.take(number, rows)
            self._strips.clear()
            if number == 0:
                self._drawn_at = -1  # its columns can be measured now
            self.refresh()
            if self._cursor // PAGE == number:
                self.post_message(self.Moved(self, self.cursor_key))

    # Moving

    def _on_record(self, index: int, step: int) -> int:
        """The nearest record at or after ``index`` in the direction of ``step``, else the other way."""
        last = len(self._source) - 1
        if last < 0:
            return 0
        index = max(0, min(index, last))
        for direction in (step, -step):
            at = index
            while 0 <= at <= last:
                row = self._source.row(at)
                if row is None or not row.heading:
                    return at
                at += direction
        return index

    def _move(self, index: int, step: int = 1) -> None:
        new = self._on_record(index, step)
        if new == self._cursor:
            self._show_cursor()
            return
        old, self._cursor = self._cursor, new
        self.refresh_line(old + self._header)
        self.refresh_line(new + self._header)
        self._show_cursor()
        self.post_message(self.Moved(self, self.cursor_key))

    def _show_cursor(self) -> None:
        room = self.scrollable_content_region.height - self._header
        if room <= 0:
            return
        top = self.scroll_offset.y
        wanted = top
        if self._cursor < top:
            wanted = self._cursor
            if self._cursor and self._source.row(self._cursor - 1) is not None:
                above = self._source.row(self._cursor - 1)
                wanted -= 1 if above is not None and above.heading else 0
        elif self._cursor >= top + room:
            wanted = self._cursor - room + 1
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def action_list_down(self) -> None:
        self._move(self._cursor + 1)

    def action_list_up(self) -> None:
        self._move(self._cursor - 1, -1)

    def action_list_page_down(self) -> None:
        self._move(self._cursor + max(1, self.lines - self._header - 1), -1)

    def action_list_page_up(self) -> None:
        self._move(self._cursor - max(1, self.lines - self._header - 1))

    def action_list_first(self) -> None:
        self._move(0)
        self.scroll_to(y=0, animate=False, force=True)

    def action_list_last(self) -> None:
        self._move(len(self._source) - 1, -1)

    def action_list_open(self) -> None:
        if self.cursor_key:
            self.post_message(self.Opened(self, self.cursor_key))

    def action_list_mark(self) -> None:
        key = self.cursor_key
        if not self._markable or key is None:
            return
        if key in self._marks:
            del self._marks[key]
        else:
            self._marks[key] = None
        self._strips = {at: strip for at, strip in self._strips.items() if at[0] != self._cursor}
        self.refresh_line(self._cursor + self._header)
        self.post_message(self.Marked(self, len(self._marks)))
        self._move(self._cursor + 1)

    def action_list_mark_all(self) -> None:
        if not self._markable:
            return
        keys = self._source.keys()
        self._marks = {} if len(self._marks) == len(keys) else dict.fromkeys(keys)
        self._strips.clear()
        self.refresh()
        self.post_message(self.Marked(self, len(self._marks)))

    def action_list_copy(self) -> None:
        row = self._source.row(self._cursor) if len(self._source) else None
        if row is not None:
            from swstation.reports.write import neutral

            cells = [cell.text if isinstance(cell, Cell) else cell for cell in row.cells]
            self.app.copy_to_clipboard("\t".join(neutral(clean(cell, 10_000)) for cell in cells))
            self.notify(_("Copied for a spreadsheet."), timeout=3, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._markable or action not in ("list_mark", "list_mark_all")

    def on_click(self, event: events.Click) -> None:
        index = self.scroll_offset.y + event.y - self._header
        if event.y < self._header or not 0 <= index < len(self._source):
            return
        again = index == self._cursor
        self._move(index)
        if again:
            self.action_list_open()

    def on_focus(self) -> None:
        self._cursor_line()

    def on_blur(self) -> None:
        self._cursor_line()

    def _cursor_line(self) -> None:
        self.refresh(Region(0, self._cursor + self._header - self.scroll_offset.y, self.cells, 1))

    def on_resize(self) -> None:
        self.virtual_size = Size(self.cells, len(self._source) + self._header)
        self._show_cursor()

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()
