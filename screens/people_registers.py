"""The pages beside posts (institutions, supervision, evaluation and so on): one key, then a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from swstation.i18n import N_, _

if TYPE_CHECKING:
    from textual.screen import Screen

    from screens.app import StationApp

MORE = {
    "supervision": (N_("Supervision"), N_("Who had none for how long, sessions, advice, rounds")),
    "mentoring": (N_("Mentoring"), N_("Who leads whom, and who is led by nobody")),
    "institutions": (N_("Institutions"), N_("Registration, filing, checks, who is idle")),
    "holders": (N_("Holders of posts"), N_("Who held which post, and when")),
}
"""The pages in their order: name, label, what stands there."""


def open_more(station: StationApp) -> None:
    """Ask which one, and open it."""
    from screens.dialogs.picker import Picker
    from screens.ports import Choice

    choices = [Choice(name, _(label), _(about)) for name, (label, about) in MORE.items()]

    def picked(name: str | None) -> None:
        if name:
            open_page(station, name)

    station.push_screen(Picker(_("More pages"), choices), picked)


def open_page(station: StationApp, name: str) -> None:
    """Open one of them by its name."""
    station.push_screen(_page(name))


def _page(name: str) -> Screen[Any]:
    if name == "institutions":
        from screens.institutions import InstitutionsScreen

        return InstitutionsScreen()
    if name == "supervision":
        from screens.supervision import SupervisionScreen

        return SupervisionScreen()
    if name == "mentoring":
        from screens.mentoring import MentoringScreen

        return MentoringScreen()
    from screens.register_page import RegisterScreen

    return RegisterScreen("post_holding")
