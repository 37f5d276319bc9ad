"""The composition root of the interface: pages, themes, keys that hold everywhere, and who hears of a change."""

from __future__ import annotations

import gc
import inspect
import os
import sys
from collections.abc import Callable, Coroutine, Generator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.signal import Signal

from screens.actions import ACTIONS, action_of, app_bindings, method
from screens.stylesheet import KeptStylesheet
from screens.themes import NIGHT, THEMES
from screens.type_ahead import TypeAhead
from swstation.errors import Refusal, message
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved, Session
    from screens.ports_backend import Backend

Clock = Callable[[], datetime]

INPUT_METHOD_HINT = N_("The input method is in Chinese mode here: press Shift to leave it, or use the Ctrl and F keys.")

SHUT = frozenset({"app_help", "app_theme", "app_plain", "app_quit"})
"""What can be done while no book is open."""


def local_now() -> datetime:
    """The wall clock with the offset of this place."""
    return datetime.now().astimezone()


def _today() -> Screen[None]:
    from screens.today import TodayScreen

    return TodayScreen()


def _cases() -> Screen[None]:
    from screens.cases import CasesScreen

    return CasesScreen()


def _groups() -> Screen[None]:
    from screens.groups import GroupsScreen

    return GroupsScreen()


def _clients() -> Screen[None]:
    from screens.clients import ClientsScreen

    return ClientsScreen()


def _staff() -> Screen[None]:
    from screens.staff import StaffScreen

    return StaffScreen()


def _posts() -> Screen[None]:
    from screens.posts import PostsScreen

    return PostsScreen()


def _projects() -> Screen[None]:
    from screens.projects import ProjectsScreen

    return ProjectsScreen()


def _needs() -> Screen[None]:
    from screens.needs import NeedsScreen

    return NeedsScreen()


def _reports() -> Screen[None]:
    from screens.reports import ReportsScreen

    return ReportsScreen()


def _exchange() -> Screen[None]:
    from screens.exchange import ExchangeScreen

    return ExchangeScreen()


def _settings() -> Screen[None]:
    from screens.settings import SettingsScreen

    return SettingsScreen()


class _Guarded:
    """Work that is awaited under ``guarded``; closed without a word when it is cancelled before it began."""

    def __init__(self, app: StationApp, work: Coroutine[Any, Any, None]) -> None:
        self._app = app
        self._work = work

    def __await__(self) -> Generator[Any, None, None]:
        return self._app.guarded(self._work).__await__()

    def __del__(self) -> None:
        self._work.close()


class StationApp(App[None]):
    """The interface over a ``Backend``. Opens on Today; see ``DoorApp`` for a book that is locked or new."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "swstation"
    BINDINGS = app_bindings()
    DEFAULT_MODE: ClassVar[str] = "today"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "today": _today,
        "cases": _cases,
        "groups": _groups,
        "clients": _clients,
        "staff": _staff,
        "posts": _posts,
        "projects": _projects,
        "needs": _needs,
        "reports": _reports,
        "exchange": _exchange,
        "settings": _settings,
    }

    def __init__(self, backend: Backend, *, clock: Clock = local_now, database: Path | None = None) -> None:
        super().__init__()
        self.backend = backend
        self.clock = clock
        self.database = database
        self.session: Session | None = None
        self.saved_at = ""
        self.failures: list[BaseException] = []
        self.changed: Signal[Saved] = Signal(self, "changed")
        self._hinted = False
        self._only_look = False
        self._locks_seen = 0
        backend.on_guard(self._ask_whose)
        self._touched = clock()
        self._looked: tuple[datetime, timedelta] | None = None
        self._ahead = TypeAhead(self, super().on_event)
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        wanted = backend.preference("theme", NIGHT.name)
        self.theme = wanted if wanted in {theme.name for theme in THEMES} else NIGHT.name
        self.set_class(backend.preference("plain", "no") == "yes", "-plain")
        # With the colours of that theme from the first: nothing is read twice.
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(NIGHT.variables)

    async def on_mount(self) -> None:
        self.set_interval(15, self._watch_idle)
        ajar = self.backend.door() == "open"
        if ajar:
            self._ahead.hold()
        self.call_after_refresh(self._drawn, ajar)

    def _drawn(self, ajar: bool) -> None:
        # The first page stands: only now what it waits for.
        _look_for_garbage()
        if ajar:
            self.go(self._open_at_once())

    async def _open_at_once(self) -> None:
        try:
            session = await self.backend.open(None)
        except Refusal as refusal:
            # There is no box to say it in: the book is shut to us, so the program ends with the sentence.
            self.exit(return_code=1, message=Text(message(refusal)))
            return
        self.entered(session)
        self.call_later(self._ahead.go_on)

    def entered(self, session: Session) -> None:
        """The book is open: every page may read."""
        self._let_in(session)
        screen = self.screen
        if hasattr(screen, "on_screen_resume"):
            screen.on_screen_resume()

    def _let_in(self, session: Session) -> None:
        self.session = session
        self._locks_seen = self.backend.lock_asked()
        self._touched = self.clock()
        if session.newer:
            self.notify(message(Refusal("store.newer_version")), severity="warning", timeout=20, markup=False)
        for doubt in session.clock:
            self.notify(message(doubt), severity="warning", timeout=20, markup=False)

    @property
    def today(self) -> date:
        """The day it is here."""
        return self.clock().date()

    def _ask_whose(self, refusal: Refusal) -> None:
        """A record was refused because the book is a copy: ask once what is to become of it."""
        from screens.dialogs.guard import GuardDialog

        if not self._only_look and not isinstance(self.screen, GuardDialog):
            place = refusal.code.startswith("guard.place")
            self.push_screen(GuardDialog(refusal), self._here if place else self._whose)

    def _whose(self, anew: bool | None) -> None:
        self._only_look = not anew
        if anew:
            self.go(self._renew(), "guard", exclusive=True)

    def _here(self, anyway: bool | None) -> None:
        self._only_look = not anyway
        if anyway:
            self.go(self._accept_place(), "guard", exclusive=True)

    async def _accept_place(self) -> None:
        await self.backend.accept_place()
        self.notify(_("Save once more what you had typed."), timeout=10, markup=False)

    async def _renew(self) -> None:
        self.entered(await self.backend.renew())
        words = _("This laptop has a number of its own now. Save once more what you had typed.")
        self.notify(words, timeout=10, markup=False)

    # Work and what becomes of it

    def go(self, work: Coroutine[Any, Any, None], group: str = "app", *, exclusive: bool = False) -> None:
        """Run ``work`` beside the interface; a refusal becomes a sentence, a fault a line in the log file."""
        worker = self.run_worker(_Guarded(self, work), group=group, exclusive=exclusive, exit_on_error=False)
        if worker._task is not None:
            # Cancelled before it began, it is never entered: closed here, or it complains of it when it is swept up
            # together with the page that was left.
            worker._task.add_done_callback(lambda _task: work.close())

    async def guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Await ``work``; nothing but a cancellation comes out."""
        whose = inspect.getcoroutinelocals(work).get("self")
        try:
            await work
        except NoMatches as fault:
            # Somebody left the page before what it had asked for was read: there is nothing to show it in.
            if not isinstance(whose, Screen) or whose.is_running:
                self.report(fault)
        except Refusal as refusal:
            self.notify(message(refusal), severity="error", timeout=20, markup=False)
        except Exception as fault:  # the last net: a traceback never reaches the screen
            self.report(fault)

    def report(self, fault: Exception) -> None:
        """Keep where a fault happened (never what was in the data) and say so in one line."""
        self.failures.append(fault)
        where = "-"
        if self.database is not None:
            from swstation.crash import crash_report

            where = crash_report(fault, self.database)
        words = _("Something went wrong and nothing was changed. Details: {file}").format(file=where)
        self.notify(words, severity="error", timeout=20, markup=False)

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print the frames with their values, and values here are people's records. Where it happened
        # goes to a file, one sentence to the terminal; tests still get the error itself.
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            where = "-"
            if self.database is not None:
                from swstation.crash import crash_report

                where = crash_report(error, self.database)
            words = _("The program had to stop ({error}). What was saved is safe. Details: {file}")
            self._exit_renderables.append(Text(words.format(error=type(error).__name__, file=where)))
        self._close_messages_no_wait()

    def publish(self, saved: Saved) -> None:
        """Tell every page what has changed, once."""
        self.saved_at = self.clock().strftime("%H:%M")
        self.changed.publish(saved)

    # Keys that hold everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.session is None and action.startswith(
            ("app_", "page_", "log_", "record_", "register_", "writer_", "ledger_")
        ):
            return action in SHUT
        return True

    async def perform(self, action_id: str) -> None:
        """Do a registered action wherever it belongs, going to its page first."""
        action = ACTIONS[action_id]
        if method(action_id).startswith("app."):
            await self.run_action(method(action_id))
            return
        if action.page and action.page != self.current_mode:
            await self.switch_mode(action.page)
        for active in self.screen.active_bindings.values():
            found = action_of(active.binding)
            if found is not None and found.id == action_id:
                await self.run_action(active.binding.action, active.node)
                return
        await self.run_action(method(action_id), self.screen)

    def turn_to(self, page: str) -> None:
        """Go to a page, unless the book is shut or a question is open."""
        if self.session is not None and not self.screen.is_modal:
            self.go(self._turn_to(page), "page", exclusive=True)

    async def _turn_to(self, page: str) -> None:
        await self.switch_mode(page)

    def action_page_today(self) -> None:
        self.turn_to("today")

    def action_page_cases(self) -> None:
        self.turn_to("cases")

    def action_page_groups(self) -> None:
        self.turn_to("groups")

    def action_page_clients(self) -> None:
        self.turn_to("clients")

    def action_page_staff(self) -> None:
        self.turn_to("staff")

    def action_page_posts(self) -> None:
        self.turn_to("posts")

    def action_page_projects(self) -> None:
        self.turn_to("projects")

    def action_page_needs(self) -> None:
        self.turn_to("needs")

    def action_page_reports(self) -> None:
        self.turn_to("reports")

    def action_page_exchange(self) -> None:
        self.turn_to("exchange")

    def action_page_settings(self) -> None:
        self.turn_to("settings")

    def action_app_help(self) -> None:
        from screens.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen), self._picked)

    def action_app_palette(self) -> None:
        from screens.dialogs.palette import PaletteDialog

        if self.session is not None and not self.screen.is_modal:
            self.push_screen(PaletteDialog(self.screen), self._picked)

    def _picked(self, action_id: str | None) -> None:
        if action_id in ACTIONS:
            self.go(self.perform(action_id))

    def action_record_find(self) -> None:
        from screens.dialogs.records import RecordDialog

        if self.session is not None and not self.screen.is_modal:
            self.push_screen(RecordDialog(), self.open_record)

    def open_record(self, found: str | None) -> None:
        """Open the page of a record given as ``kind/id``."""
        kind, _slash, row = (found or "").partition("/")
        if kind == "client":
            from screens.client_page import ClientScreen

            self.push_screen(ClientScreen(row))
        elif kind in ("case", "service_case"):
            from screens.case_page import CaseScreen

            self.push_screen(CaseScreen(row))
        elif kind in ("group", "service_group"):
            from screens.group_page import GroupScreen

            self.push_screen(GroupScreen(row))
        elif kind == "activity":
            from screens.activity_page import ActivityScreen

            self.push_screen(ActivityScreen(row))
        elif kind in ("staff", "attendance", "registration", "certificate"):
            from screens.staff_page import PersonScreen

            self.push_screen(PersonScreen(row))
        elif kind == "log":
            self.go(self._read_entry(row), "entry", exclusive=True)
        elif kind == "project":
            from screens.project_page import ProjectScreen

            self.push_screen(ProjectScreen(row))
        elif kind == "work_plan":
            from screens.register_page import RegisterScreen

            self.push_screen(RegisterScreen(kind))
        elif kind:
            self._open_form(kind, row)

    def _open_form(self, table: str, row: str) -> None:
        from screens.base import BaseScreen
        from screens.register_page import register_form
        from swstation.sheets import sheets

        if table in sheets() and isinstance(self.screen, BaseScreen):
            self.go(register_form(self.screen, table, row), "form", exclusive=True)

    async def _read_entry(self, log_id: str) -> None:
        from screens.dialogs.whole_entry import EntryDialog

        self.push_screen(EntryDialog(await self.backend.whole_entry(log_id)), self.open_record)

    def action_register_list(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.registers import RegistersScreen

            self.push_screen(RegistersScreen())

    def action_pair_list(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.duplicates import DuplicatesScreen

            self.push_screen(DuplicatesScreen())

    def action_problem_list(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.problems import ProblemsScreen

            self.push_screen(ProblemsScreen())

    def action_handover_list(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.handovers import HandoversScreen

            self.push_screen(HandoversScreen())

    def action_admission_list(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.admission import AdmissionScreen

            self.push_screen(AdmissionScreen())

    def _open_beside(self, name: str) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.people_registers import open_page

            open_page(self, name)

    def action_institution_list(self) -> None:
        self._open_beside("institutions")

    def action_supervision_list(self) -> None:
        self._open_beside("supervision")

    def action_mentoring_list(self) -> None:
        self._open_beside("mentoring")

    def action_evaluation_list(self) -> None:
        self._open_beside("evaluations")

    def action_complaint_list(self) -> None:
        self._open_beside("complaints")

    def action_credit_list(self) -> None:
        self._open_beside("credit")

    def action_log_quick(self) -> None:
        if self.session is None:
            return
        focus_line = getattr(self.screen, "focus_quick_line", None)
        if focus_line is not None:
            focus_line()
        elif not self.screen.is_modal:
            from screens.dialogs.quick_log import QuickLogDialog

            marked = getattr(self.screen, "marked_clients", tuple)
            self.push_screen(QuickLogDialog(marked()))

    def action_ledger_import(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            from screens.ledgers import bring_in

            self.go(bring_in(self), "ledger", exclusive=True)

    def action_ledger_template(self) -> None:
        here = getattr(self.screen, "write_template", None)
        if here is not None:
            here()
        elif self.session is not None and not self.screen.is_modal:
            from screens.ledgers import ask_template

            self.go(ask_template(self), "ledger", exclusive=True)

    def action_app_undo(self) -> None:
        if self.session is not None:
            self.go(self._take_back(), "write")

    async def _take_back(self) -> None:
        saved = await self.backend.undo()
        self.publish(saved)
        self.notify(_("Taken back: {what}").format(what=saved.words), timeout=3, markup=False)

    def action_writer_switch(self) -> None:
        if self.session is not None and not self.screen.is_modal:
            self.go(self._ask_writer(), "writer", exclusive=True)

    async def _ask_writer(self) -> None:
        from screens.dialogs.picker import Picker

        writers = await self.backend.writers()
        self.push_screen(Picker(_("Who is writing?"), writers), self._writer_chosen)

    def _writer_chosen(self, staff_id: str | None) -> None:
        if staff_id:
            self.go(self._switch_writer(staff_id), "writer")

    async def _switch_writer(self, staff_id: str) -> None:
        self.entered(await self.backend.switch_writer(staff_id))

    def action_app_lock(self) -> None:
        if self.session is None:
            return
        if not self.session.encrypted:
            self.notify(_("This book has no passphrase, so it cannot be locked."), severity="warning", markup=False)
            return
        self.go(self._lock(), "lock", exclusive=True)

    async def _lock(self) -> None:
        from screens.unlock import UnlockScreen

        unit = self.session.unit if self.session else ""
        self.session = None
        await self.backend.close()
        await self.push_screen(UnlockScreen(unit, again=True))

    async def _watch_idle(self) -> None:
        from swstation.operations.clocks import jumped, steady

        session = self.session
        before, (now, on) = self._looked, (self.clock(), steady())
        self._looked = now, on
        if before is not None and jumped(before[0], now, on - before[1]):
            self.notify(message(Refusal("clock.jumped")), severity="warning", timeout=20, markup=False)
        if session is None or not session.encrypted:
            return
        if self.backend.lock_asked() != self._locks_seen:
            await self._lock()
            return
        if session.idle_minutes <= 0:
            return
        if (self.clock() - self._touched).total_seconds() >= session.idle_minutes * 60:
            await self._lock()

    def action_app_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.backend.prefer("theme", self.theme)

    def action_app_plain(self) -> None:
        plain = not self.has_class("-plain")
        self.set_class(plain, "-plain")
        self.backend.prefer("plain", "yes" if plain else "no")
        self.refresh_css(animate=False)

    async def action_app_quit(self) -> None:
        await self.action_quit()

    def action_help_quit(self) -> None:
        self.notify(_("Ctrl+Q leaves; everything is saved already."), timeout=3, markup=False)

    # What no place wanted

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self._touched = self.clock()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._ahead.take(event)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        typed = event.character
        if self._hinted or not typed or len(typed) != 1 or ord(typed) < 0x2E80:
            return
        if event.key not in self.screen.active_bindings:
            self._hinted = True
            self.notify(_(INPUT_METHOD_HINT), severity="warning", timeout=6, markup=False)


def _look_for_garbage() -> None:
    # From here on, and never among what was imported before (``swstation.__main__``).
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class DoorApp(StationApp):
    """The same, opening on the first start or on the passphrase."""

    DEFAULT_MODE: ClassVar[str] = "door"

    def __init__(self, backend: Backend, *, clock: Clock = local_now, database: Path | None = None) -> None:
        super().__init__(backend, clock=clock, database=database)
        self.add_mode("door", self._door)

    def _door(self) -> Screen[Any]:
        if self.backend.door() == "new":
            from screens.wizard import WizardScreen

            return WizardScreen()
        from screens.unlock import UnlockScreen

        return UnlockScreen()

    def entered(self, session: Session) -> None:
        if self.current_mode != "door":
            super().entered(session)
            return
        self._let_in(session)
        self.go(self._turn_to("today"), "page", exclusive=True)


def station_app(backend: Backend, *, clock: Clock = local_now, database: Path | None = None) -> StationApp:
    """The app that fits the door of ``backend``."""
    kind = StationApp if backend.door() == "open" else DoorApp
    return kind(backend, clock=clock, database=database)


def run_interface(db: str = "", lang: str = "", passphrase_file: str = "") -> int:
    """Open the interface over a database file; gives the exit code."""
    from screens.backend import BookBackend
    from swstation.i18n import LANGUAGES, detect, set_language
    from swstation.paths import default_database

    database = Path(db) if db else default_database()
    backend = BookBackend(database, local_now)
    wanted = lang or os.environ.get("SWSTATION_LANG", "") or backend.preference("language", "")
    set_language(wanted if wanted in LANGUAGES else detect())
    if passphrase_file:
        try:
            os.environ["SWSTATION_PASSPHRASE"] = Path(passphrase_file).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            sys.stderr.write(message(Refusal("cli.passphrase_file", file=Path(passphrase_file).name)) + "\n")
            return 1
    app = station_app(backend, database=database)
    app.run()
    backend.shut()
    return app.return_code or 0
