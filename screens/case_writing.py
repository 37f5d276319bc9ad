"""The parts of a case file and the form of each: chosen from a list, or asked for by the close gate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from screens.case_forms import goal_form, score_form
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Choice, Saved

PARTS = (
    ("assessment", N_("Assessment")),
    ("plan", N_("Service plan")),
    ("step", N_("Step of the plan")),
    ("step_done", N_("Step done")),
    ("agreement", N_("Agreement")),
    ("consent", N_("Consent")),
    ("sessions", N_("Session")),
    ("conference", N_("Conference")),
    ("referral", N_("Referral")),
    ("referrals", N_("Answer to a referral")),
    ("risk", N_("Risk and review")),
    ("tests", N_("Pre- and post-test")),
    ("effect", N_("Effect")),
    ("satisfaction", N_("Satisfaction")),
    ("summary", N_("Closing summary")),
    ("follow_up", N_("Follow-up")),
    ("supervision", N_("Supervisor's comment")),
    ("problem", N_("Problem")),
    ("goals", N_("Goal")),
    ("scores", N_("Score of a goal")),
)
"""What can be written, in the order of the list; most codes are those of the close gate."""
_FIELDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "problem": (("problem", N_("Problem"), "long"),),
    "assessment": (("assessment", N_("Assessment"), "long"),),
    "plan": (("plan", N_("Service plan"), "long"),),
    "agreement": (("agreed_on", N_("Agreed on"), "date"), ("agreement_form", N_("Agreement form"), "choice")),
    "risk": (("risk", N_("Risk"), "long"), ("review_due", N_("Review due"), "date")),
    "tests": (("pre_test", N_("Pre-test"), "long"), ("post_test", N_("Post-test"), "long")),
    "effect": (("effect", N_("Effect"), "long"),),
    "satisfaction": (("satisfaction", N_("Satisfaction"), "number"),),
    "summary": (("summary", N_("Closing summary"), "long"), ("effect", N_("Effect"), "long")),
    "follow_up": (("follow_up_due", N_("Follow-up on"), "date"),),
}
_HINTS = {
    "assessment": N_("needs, strengths, surroundings"),
    "plan": N_("what, how often, by whom"),
    "satisfaction": N_("0 to 100"),
    "follow_up_due": N_("+90 is in 90 days"),
    "review_due": N_("+90 is in 90 days"),
}


async def choose_part(screen: BaseScreen, case_id: str, clients: Sequence[Choice]) -> None:
    """Ask what is to be written, then for it."""
    from screens.ports import Choice

    def chosen(code: str | None) -> None:
        if code is not None:
            screen.station.go(write_part(screen, case_id, code, clients), "form", exclusive=True)

    screen.app.push_screen(Picker(_("Write what?"), [Choice(code, _(word)) for code, word in PARTS]), chosen)


async def write_part(screen: BaseScreen, case_id: str, code: str, clients: Sequence[Choice]) -> None:
    """Ask for one part of a case file; ``clients``: those of the case, for what is asked of each of them."""
    if code in _FIELDS:
        await _fields_form(screen, case_id, code)
    elif code == "goals":
        goal_form(screen, case_id)
    elif code == "scores":
        await _scores(screen, case_id)
    elif code in ("sessions", "notes"):
        screen.notify(_("A session is an entry on the case: Ctrl+N; Enter on it says what comes next."), markup=False)
    elif code == "consent":
        await _consent(screen, clients)
    else:
        await _FORMS[code](screen, case_id)


async def _fields_form(screen: BaseScreen, case_id: str, code: str) -> None:
    backend = screen.station.backend
    forms = await backend.list_choices("agreement_form")
    specs = [
        FieldSpec(key, label, kind, hint=_HINTS.get(key, ""), choices=forms if kind == "choice" else ())
        for key, label, kind in _FIELDS[code]
    ]
    values = dict(await backend.case_values(case_id))
    if code == "agreement" and not values["agreed_on"]:
        values["agreed_on"] = screen.station.today.isoformat()

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.save_case(case_id, given)

    title = _(dict(PARTS)[code])
    screen.app.push_screen(FormDialog(title, specs, save, values=values, name=f"case.{code}", row=case_id))


async def _scores(screen: BaseScreen, case_id: str) -> None:
    page = await screen.station.backend.case_page(case_id, screen.station.today)
    if page.goals:
        score_form(screen, page.goals)
    else:
        goal_form(screen, case_id)


async def _consent(screen: BaseScreen, clients: Sequence[Choice]) -> None:
    from screens.register_page import register_form

    def of(client: str | None) -> None:
        if client is not None:
            screen.station.go(register_form(screen, "consent", where={"client": client}), "form")

    if len(clients) == 1:
        of(clients[0].value)
    elif clients:
        screen.app.push_screen(Picker(_("Whose consent?"), clients), of)


async def _step(screen: BaseScreen, case_id: str) -> None:
    backend = screen.station.backend
    specs = [
        FieldSpec("step", N_("Step"), required=True, hint=N_("who does what")),
        FieldSpec("due_on", N_("Due on"), "date", hint=N_("+7 is in a week")),
        FieldSpec("case_goal", N_("Goal"), "choice", choices=await backend.case_goals(case_id)),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.add_step(case_id, given)

    screen.app.push_screen(FormDialog(_("Step of the plan"), specs, save, name="case_step", row=case_id))


async def _step_done(screen: BaseScreen, case_id: str) -> None:
    steps = await screen.station.backend.open_steps(case_id)

    def chosen(step: str | None) -> None:
        if step is not None:
            finish_form(screen, case_id, step)

    if steps:
        screen.app.push_screen(Picker(_("Which step?"), steps), chosen)
    else:
        screen.notify(_("No step waits: plan one first."), markup=False)


def finish_form(screen: BaseScreen, case_id: str, step: str) -> None:
    """Ask when a step was done and what came of it."""
    backend = screen.station.backend
    specs = [FieldSpec("done_on", N_("Done on"), "date", required=True), FieldSpec("result", N_("Result"))]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.finish_step(case_id, step, given)

    values = {"done_on": screen.station.today.isoformat()}
    screen.app.push_screen(FormDialog(_("Step done"), specs, save, values=values))


async def _conference(screen: BaseScreen, case_id: str) -> None:
    backend = screen.station.backend
    specs = [
        FieldSpec("held_on", N_("Day"), "date", required=True),
        FieldSpec("participants", N_("Participants")),
        FieldSpec("content", N_("Content"), "long"),
        FieldSpec("decision", N_("Decided there"), "long"),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.add_conference(case_id, given)

    values = {"held_on": screen.station.today.isoformat()}
    screen.app.push_screen(FormDialog(_("Conference"), specs, save, values=values, name="conference", row=case_id))


async def _referral(screen: BaseScreen, case_id: str) -> None:
    await referral_form(screen, case_id, "")


async def referral_form(screen: BaseScreen, case_id: str, client_id: str, *, log: str = "") -> None:
    """Ask for a referral of a case, or of a client without one; ``log``: the entry that spoke of it."""
    from screens.ports import Choice

    backend = screen.station.backend
    specs = [
        FieldSpec("receiver", N_("Referred to"), required=True, hint=N_("hospital, school, court ...")),
        FieldSpec("receiving_person", N_("Receiving person")),
        FieldSpec("phone", N_("Phone")),
        FieldSpec("reason", N_("Reason")),
        FieldSpec(
            "consented", N_("Consented"), "choice", required=True,
            choices=[Choice("yes", _("yes")), Choice("no", _("no"))], hint=N_("without consent nothing is passed on"),
        ),
        FieldSpec("referred_on", N_("Referred on"), "date", required=True),
        FieldSpec("answer_by", N_("Answer by"), "date", hint=N_("+7 is in a week")),
    ]  # fmt: skip

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.add_referral(case_id, client_id, {**given, "service_log": log})

    values = {"referred_on": screen.station.today.isoformat()}
    row = case_id or client_id
    screen.app.push_screen(FormDialog(_("Referral"), specs, save, values=values, name="referral", row=row))


async def _referrals(screen: BaseScreen, case_id: str) -> None:
    found = await screen.station.backend.open_referrals(case_id)

    def chosen(referral: str | None) -> None:
        if referral is not None:
            screen.station.go(answer_form(screen, referral), "form", exclusive=True)

    if len(found) == 1:
        chosen(found[0].value)
    elif found:
        screen.app.push_screen(Picker(_("Which referral?"), found), chosen)
    else:
        screen.notify(_("No referral waits for an answer."), markup=False)


async def answer_form(screen: BaseScreen, referral: str) -> None:
    """Ask what came of a referral."""
    backend = screen.station.backend
    specs = [
        FieldSpec(
            "result", N_("Result"), "choice", required=True, choices=await backend.list_choices("case_referral_result")
        ),
        FieldSpec("answered_on", N_("Answered on"), "date", required=True),
        FieldSpec("answer_note", N_("Answer")),
        FieldSpec("followed_up_on", N_("Followed up on"), "date", hint=N_("when one asked again")),
        FieldSpec("follow_note", N_("Follow-up")),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.answer_referral(referral, given)

    values = {"answered_on": screen.station.today.isoformat()}
    screen.app.push_screen(FormDialog(_("Answer to a referral"), specs, save, values=values))


async def _supervision(screen: BaseScreen, case_id: str) -> None:
    backend = screen.station.backend
    specs = [FieldSpec("supervisor_comment", N_("Supervisor's comment"), "long", required=True)]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.comment_case(case_id, screen.station.today, given["supervisor_comment"])

    values = {"supervisor_comment": (await backend.case_values(case_id))["supervisor_comment"]}
    screen.app.push_screen(
        FormDialog(_("Supervisor's comment"), specs, save, values=values, name="comment", row=case_id)
    )


async def session_form(screen: BaseScreen, case_id: str, log_id: str) -> None:
    """Ask what an entry on a case says of it: goals it touched, what comes next, the stage it belongs to."""
    backend = screen.station.backend
    specs = [
        FieldSpec("goals", N_("Goals touched"), "several", choices=await backend.case_goals(case_id)),
        FieldSpec("next_step", N_("Next step")),
        FieldSpec("case_stage", N_("Stage"), "choice", choices=await backend.stages()),
    ]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.save_session(log_id, given)

    values = await backend.session_values(log_id)
    screen.app.push_screen(FormDialog(_("Session"), specs, save, values=values, name="session", row=log_id))


_FORMS: Mapping[str, Callable[[BaseScreen, str], Awaitable[None]]] = {
    "step": _step,
    "step_done": _step_done,
    "conference": _conference,
    "referral": _referral,
    "referrals": _referrals,
    "supervision": _supervision,
}
