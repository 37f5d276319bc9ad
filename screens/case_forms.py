"""The forms about a case: open one, move it on, add a goal. Used by the list and by the page of one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.widgets.fields import SEEN, SEPARATOR, FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Goal, Saved

REACHED = {"yes": N_("reached"), "partly": N_("partly reached"), "no": N_("not reached")}


async def new_case_form(
    screen: BaseScreen, then: Callable[[Saved | None], None], client: tuple[str, str] | None = None
) -> None:
    """Ask for a new case; ``client`` (id and name) is filled in."""
    from screens.ports import NewCase

    station = screen.station
    backend = station.backend
    fields = await backend.fields()
    workers = await backend.writers()
    writer = station.session.writer if station.session else None
    specs = [
        FieldSpec(
            "clients", N_("Clients"), kind="several", required=True, search=backend.find_clients, hint=N_("one or more")
        ),
        FieldSpec("field", N_("Field"), kind="choice", choices=fields, hint=N_("as the policy names them")),
        FieldSpec("worker", N_("Worker"), kind="choice", required=True, choices=workers),
        FieldSpec("opened_on", N_("Case opened"), kind="date", required=True),
        FieldSpec("problem", N_("Problem"), hint=N_("in a sentence; more can follow")),
        FieldSpec("next_contact", N_("Next contact"), kind="date", hint=N_("+7 is in a week")),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        return await backend.open_case(
            NewCase(
                clients=values["clients"].split(SEPARATOR),
                worker=values["worker"],
                field=values["field"],
                opened_on=date.fromisoformat(values["opened_on"]),
                problem=values["problem"],
                next_contact=date.fromisoformat(values["next_contact"]) if values["next_contact"] else None,
            )
        )

    values = {"opened_on": station.today.isoformat(), "worker": writer.value if writer else ""}
    labels = {}
    if client is not None:
        values["clients"] = client[0]
        labels[client[0]] = client[1]
    dialog = FormDialog(_("Open a case"), specs, save, values=values, labels=labels, name="service_case")
    screen.app.push_screen(dialog, then)


async def ask_stage(screen: BaseScreen, case_id: str) -> None:
    """Ask for the stage a case goes to; the next one stands under the bar. Closing asks for the reason."""
    from screens.case_deciding import ask_close, ask_reopen
    from screens.ports import Choice

    station = screen.station
    backend = station.backend
    page = await backend.case_page(case_id, station.today)
    stages = list(await backend.stages())
    place = next((index for index, stage in enumerate(stages) if stage.value == page.row.stage), -1)
    after = stages[place + 1 :] + stages[:place]
    choices = [
        Choice(one.value, one.label, _("next") if index == 0 and place + 1 < len(stages) else "")
        for index, one in enumerate(after)
    ]

    async def move(stage: str) -> None:
        saved = await backend.move_case(case_id, stage, station.today, None)
        station.publish(saved)
        label = next((one.label for one in stages if one.value == stage), stage)
        screen.done_words(_("{case} is now in: {stage}").format(case=page.row.clients, stage=label))

    async def gate() -> None:
        # What is missing is named first, with one key to each part.
        from screens.case_gate import CaseGateScreen

        missing = any(line.needed for line in (await backend.case_gate(case_id, station.today)).lines)
        if missing and not isinstance(screen, CaseGateScreen):
            more = await backend.case_more(case_id, station.today)
            called = f"{page.row.number}  {page.row.clients}"
            screen.app.push_screen(CaseGateScreen(case_id, called, more.clients))
        else:
            await ask_close(screen, case_id, whole=not missing)

    def staged(stage: str | None) -> None:
        if stage is None:
            return
        if page.row.open and stage in ("closure", "follow_up"):
            station.go(gate(), "form", exclusive=True)
        elif not page.row.open and stage not in ("closure", "follow_up"):
            ask_reopen(screen, case_id, stage)
        else:
            station.go(move(stage), "write")

    title = _("{case}: now {stage}, move to").format(case=page.row.clients, stage=page.row.stage_label)
    screen.app.push_screen(Picker(title, choices), staged)


def goal_form(screen: BaseScreen, case_id: str) -> None:
    """Ask for a goal of a case."""
    backend = screen.station.backend
    specs = [
        FieldSpec("goal", N_("Goal"), required=True, hint=N_("what shall be different")),
        FieldSpec("baseline", N_("Baseline"), hint=N_("how it is now")),
        FieldSpec("target", N_("Target"), hint=N_("how one will know")),
        FieldSpec("baseline_score", N_("Score now"), "number", hint=N_("for example 0 to 4")),
        FieldSpec("target_score", N_("Score wanted"), "number", hint=N_("for example 4")),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        return await backend.add_goal(
            case_id, values["goal"], values["baseline"], values["target"], values["baseline_score"],
            values["target_score"],
        )  # fmt: skip

    screen.app.push_screen(FormDialog(_("Add a goal"), specs, save, name="case_goal", row=case_id))


def score_form(screen: BaseScreen, goals: Sequence[Goal]) -> None:
    """Ask how far a goal was reached; which one, where there are several."""
    from screens.ports import Choice

    def chosen(goal_id: str | None) -> None:
        goal = next((one for one in goals if one.id == goal_id), None)
        if goal is not None:
            screen.app.push_screen(_score_dialog(screen, goal))

    if len(goals) == 1:
        chosen(goals[0].id)
        return
    choices = [Choice(one.id, one.text, _(REACHED[one.achieved]) if one.achieved else "") for one in goals]
    screen.app.push_screen(Picker(_("Which goal?"), choices), chosen)


def _score_dialog(screen: BaseScreen, goal: Goal) -> FormDialog:
    from screens.ports import Choice

    station = screen.station
    degrees = [Choice(code, _(word)) for code, word in REACHED.items()]
    specs = [
        FieldSpec("achieved", N_("Reached"), kind="choice", required=True, choices=degrees),
        FieldSpec("result", N_("Result"), hint=N_("what came of it")),
        FieldSpec("result_score", N_("Score reached"), "number", hint=N_("on the scale of the target")),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        return await station.backend.score_goal(
            goal.id, values["achieved"], station.today, values["result"], values.get(SEEN, ""), values["result_score"]
        )

    values = {"achieved": goal.achieved, "result": goal.result, SEEN: goal.seen}
    return FormDialog(goal.text, specs, save, values=values, name="case_goal", row=goal.id)
