"""The registry of actions: complete, without clashes, and what is printed from it fresh."""

from __future__ import annotations

import pytest
from driver import sitting
from fake_station import FakeStation, clock
from textual.binding import Binding

from screens.actions import ACTIONS, GROUPS, PAGES, action_of, app_bindings, bindings, method
from screens.app import station_app
from screens.cheatsheet import FILES, FOLDER, sheet
from screens.dialogs.palette import ranked, reachable
from screens.widgets.bars import FOOTER_KEYS, KeyBar
from swstation.i18n import set_language

PAGE_SCREENS = {
    "today": "TodayScreen",
    "cases": "CasesScreen",
    "groups": "GroupsScreen",
    "clients": "ClientsScreen",
    "staff": "StaffScreen",
    "posts": "PostsScreen",
    "projects": "ProjectsScreen",
    "needs": "NeedsScreen",
    "reports": "ReportsScreen",
    "exchange": "ExchangeScreen",
    "settings": "SettingsScreen",
}


def test_ids_are_unique_and_well_formed() -> None:
    ids = [action.id for _heading, group in GROUPS for action in group]
    assert len(ids) == len(set(ids)) == len(ACTIONS)
    assert all(action_id.count(".") == 1 and action_id == action_id.lower() for action_id in ids)


def test_every_letter_has_a_key_that_works_with_the_input_method_on() -> None:
    for action in ACTIONS.values():
        assert not action.letters or action.keys, action.id
        for key in action.keys:
            assert len(key) > 1 or key.isdigit() or key == ",", (action.id, key)


def test_nothing_is_bound_that_terminals_or_input_methods_keep() -> None:
    taken = {"f2", "f10", "f11", "ctrl+space", "shift+space", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+enter"}
    for action in ACTIONS.values():
        assert not taken & set(action.keys), action.id


@pytest.mark.parametrize("page", [page.name for page in PAGES])
async def test_no_key_means_two_things_in_one_place(page: str) -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("escape")
        await app.perform(f"page.{page}")
        await person.settle()
        assert type(app.screen).__name__ == PAGE_SCREENS[page]
        seen: dict[str, str] = {}
        for _node, held in app.screen._modal_binding_chain:
            for key, binding in held:
                action = action_of(binding)
                if action is not None:
                    assert seen.setdefault(key, action.id) == action.id, f"{key}: {seen[key]} and {action.id}"


@pytest.mark.parametrize("page", [page.name for page in PAGES])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_the_key_bar_holds_at_most_six_and_fits(page: str, lang: str) -> None:
    set_language(lang)
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("escape")
        await app.perform(f"page.{page}")
        await person.settle()
        shown = app.screen.query_one(KeyBar).render()
        assert shown.cell_length <= 80
        assert 1 <= len([span for span in shown.spans if span.style == "bold $primary"]) <= FOOTER_KEYS


def test_bindings_run_what_is_registered() -> None:
    made = [one for one in bindings("log.repeat") if isinstance(one, Binding)]
    assert {one.key for one in made} == {"f7", ".", "。"}
    assert {one.action for one in made} == {"log_repeat"}
    assert method("log.quick") == "app.log_quick"
    assert all(isinstance(one, Binding) and action_of(one) is not None for one in app_bindings())


@pytest.mark.parametrize("typed", ["转阶段", "zjd", "zhuanjieduan", "move", "stage", "case.move"])
async def test_every_action_is_found_by_either_language_and_by_initials(typed: str) -> None:
    set_language("zh_CN")
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app):
        found = ranked(typed, reachable(app.screen))
        assert found and found[0].id == "case.move"


async def test_the_palette_does_an_action_of_another_page() -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("ctrl+p")
        await person.type("case.open")
        await person.press("enter")
        person.sees("Open a case")
        assert app.current_mode == "cases"


async def test_help_names_the_keys_of_the_place_and_does_them() -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("escape", "2", "f1")
        person.sees("Keys here", "Move stage", "In this place")
        await person.type("Open a case")
        await person.press("enter")
        person.sees("Clients*")


@pytest.mark.parametrize("lang", FILES)
def test_the_cheat_sheets_are_fresh(lang: str) -> None:
    written = (FOLDER / FILES[lang]).read_text(encoding="utf-8")
    assert written == sheet(lang), "run: python -m screens.cheatsheet"
