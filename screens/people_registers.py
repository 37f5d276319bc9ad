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
    "evaluations": (N_("Evaluation"), N_("Who has which grade, who has none; schemes and weights")),
    "institutions": (N_("Institutions"), N_("Registration, filing, checks, who is idle")),
    "complaints": (N_("Complaints"), N_("What is open for how long, and the next step")),
    "credit": (N_("Credit archive"), N_("Commendations, violations, sanctions; what is public")),
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
    from screens.complaints import ComplaintsScreen, CreditScreen
    from screens.evaluations import EvaluationsScreen
    from screens.institutions import InstitutionsScreen
    from screens.mentoring import MentoringScreen
    from screens.register_page import RegisterScreen
    from screens.supervision import SupervisionScreen

    pages: dict[str, type[Screen[Any]]] = {
        "supervision": SupervisionScreen,
        "mentoring": MentoringScreen,
        "evaluations": EvaluationsScreen,
        "institutions": InstitutionsScreen,
        "complaints": ComplaintsScreen,
        "credit": CreditScreen,
    }
    made = pages.get(name)
    return RegisterScreen("post_holding") if made is None else made()
