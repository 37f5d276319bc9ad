"""Settings: whose book this is, how it looks, and the care it needs. Enter changes or does the line under the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import LANGUAGES, N_, _, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import Fact

COLUMNS = (Column("", 12), Column("", 20, grow=1), Column("", 26, grow=1, wide=60))
LANGUAGE_NAMES = {"zh_CN": "简体中文", "en": "English"}
THEME_NAMES = {"night": N_("night"), "paper": N_("paper")}


class SettingsScreen(BaseScreen):
    """A list of lines: facts to read, and lines that do something on Enter."""

    TITLE_MSGID = N_("Settings")
    ENTER_LABEL = N_("Change or do")
    RELOAD_ON = frozenset({"unit", "staff", "policy_continuation"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("policy.list")
    HELP_TEXT = N_("Enter changes the line, or does what it says. F5 shows the policies.")

    def __init__(self) -> None:
        super().__init__()
        self._checks: Sequence[Fact] = ()

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS, header=False)

    def load(self) -> None:
        self.station.go(self._load(), "load-settings", exclusive=True)

    async def _load(self) -> None:
        facts = await self.station.backend.facts()
        rows = [_heading(_("This book"))]
        rows += [Row(f"fact-{place}", (Cell(fact.label, "muted"), fact.value, "")) for place, fact in enumerate(facts)]
        lang = self.station.backend.preference("language", language())
        rows += [
            _heading(_("How it looks")),
            Row(
                "theme",
                (Cell(_("Theme"), "muted"), _(THEME_NAMES[self.app.theme]), Cell(_("Enter: night or paper"), "muted")),
            ),
            Row(
                "plain",
                (
                    Cell(_("Lines"), "muted"),
                    _("plain") if self.app.has_class("-plain") else _("drawn"),
                    Cell(_("Enter: if boxes look crooked"), "muted"),
                ),
            ),
            Row(
                "language",
                (
                    Cell(_("Language"), "muted"),
                    LANGUAGE_NAMES.get(lang, lang),
                    Cell(_("Enter: from the next start on"), "muted"),
                ),
            ),
            _heading(_("Care")),
            Row(
                "writer",
                (
                    Cell(_("Writer"), "muted"),
                    self.station.session.writer.label if self.station.session else "",
                    Cell(_("Enter: someone else writes"), "muted"),
                ),
            ),
            Row("lock", (Cell(_("Lock"), "muted"), _("now"), Cell(_("Enter: closed until the passphrase"), "muted"))),
            *self._keys(),
            Row(
                "backup",
                (Cell(_("Backup"), "muted"), _("write one now"), Cell(_("Enter: a copy beside the book"), "muted")),
            ),
            Row(
                "check",
                (
                    Cell(_("Data check"), "muted"),
                    _("look over everything"),
                    Cell(_("Enter: integrity, index, policies"), "muted"),
                ),
            ),
        ]
        rows += [
            Row(f"check-{place}", (Cell(f"  {fact.label}", "muted"), fact.value, ""))
            for place, fact in enumerate(self._checks)
        ]
        self.query_one(RecordTable).show(rows)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        act = getattr(self, f"_do_{event.key}", None)
        if act is not None:
            act()

    def action_policy_list(self) -> None:
        from screens.policies import PoliciesScreen

        self.app.push_screen(PoliciesScreen())

    def _do_theme(self) -> None:
        self.station.action_app_theme()
        self.load()

    def _do_plain(self) -> None:
        self.station.action_app_plain()
        self.load()

    def _do_language(self) -> None:
        lang = self.station.backend.preference("language", language())
        self.station.backend.prefer("language", LANGUAGES[(LANGUAGES.index(lang) + 1) % len(LANGUAGES)])
        self.load()

    def _do_writer(self) -> None:
        self.station.action_writer_switch()

    def _do_lock(self) -> None:
        self.station.action_app_lock()

    def _keys(self) -> list[Row]:
        session = self.station.session
        if session is None:
            return []
        passphrase = Row(
            "passphrase",
            (Cell(_("Passphrase"), "muted"), _("change"), Cell(_("Enter: the old one, or the recovery code"), "muted")),
        )
        ways = Row(
            "ways",
            (Cell(_("Of workers"), "muted"), _("give or take"), Cell(_("Enter: a passphrase of their own"), "muted")),
        )
        sheet = Row(
            "sheet",
            (Cell(_("Recovery"), "muted"), _("write"), Cell(_("Enter: a page to print and lock away"), "muted")),
        )
        return [
            *([passphrase, ways] if session.encrypted else []),
            *([sheet] if session.encrypted or session.collects else []),
        ]

    def _do_passphrase(self) -> None:
        from screens.dialogs.passphrase import PassphraseDialog

        self.app.push_screen(PassphraseDialog())

    def _do_ways(self) -> None:
        from screens.dialogs.ways import ways_form

        self.station.go(ways_form(self), "form", exclusive=True)

    def _do_sheet(self) -> None:
        self.station.go(self._sheet(), "care", exclusive=True)

    async def _sheet(self) -> None:
        file = await self.station.backend.write_recovery_sheet()
        words = _("Recovery sheet written: {file}. Print it, lock it away, and delete the file.")
        self.notify(words.format(file=file), timeout=20, markup=False)

    def _do_backup(self) -> None:
        self.station.go(self._backup(), "care", exclusive=True)

    async def _backup(self) -> None:
        file = await self.station.backend.backup()
        self.notify(_("Backup written: {file}").format(file=file), timeout=10, markup=False)

    def _do_check(self) -> None:
        self.station.go(self._check(), "care", exclusive=True)

    async def _check(self) -> None:
        self._checks = await self.station.backend.check()
        await self._load()


def _heading(words: str) -> Row:
    return Row(f"#{words}", (words,), heading=True)
