"""One entry of the log, to read; Enter leads to whom it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from screens.base import Dialog
from screens.text import clean
from screens.widgets.facts import Facts
from screens.widgets.section import Words, framed
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports_finding import WholeEntry


class EntryDialog(Dialog[str]):
    """Dismisses with the page to open, or None."""

    BINDINGS: ClassVar = [Binding("enter", "opened", N_("Open"))]
    DEFAULT_CSS = """
    EntryDialog .dialog { height: auto; max-height: 80%; }
    EntryDialog Words { margin-top: 1; }
    """

    def __init__(self, entry: WholeEntry) -> None:
        super().__init__()
        self._entry = entry

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.border_title = framed(self._entry.title)
            box.border_subtitle = _("Enter opens the file, Esc leaves") if self._entry.opens else _("Esc leaves")
            yield Facts()
            yield Words(clean(self._entry.note, 4_000))

    def on_mount(self) -> None:
        self.query_one(Facts).show(self._entry.facts)

    def action_opened(self) -> None:
        self.dismiss(self._entry.opens or None)
