"""A case's way through open, closed, transferred, suspended and open again, on the days it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.history import Shown
from db.queries.report_registers import CaseFact

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to another on a day; ``before`` is empty where the case begins."""

    on: str
    before: str
    after: str
    reason: str | None = None


def steps(case: CaseFact, shown: Sequence[Shown]) -> list[Step]:
    """The steps of a case by day. ``shown``: what its groups ``state`` and ``stage`` showed after each record.

    A closing has its own day. Opening again is on the day of the stage that the same record enters, else on the day
    of the record; so is a transfer or a suspension without a day. A record that only corrects the day or the reason
    moves the step. One that puts state and stage back as they were takes the step away: it undoes it. Without
    records the case is read as it stands.
    """
    out = [Step(case.opened_on, "", OPEN)]
    before: list[dict[str, object]] = [{}]  # what the register showed before each step
    last_at = [""]
    current: dict[str, object] = {}
    for entry in shown or (_as_it_stands(case),):
        state = entry.values.get("state")
        former, current = current, {group: dict(values) for group, values in entry.values.items()}
        if state is None or "state" not in entry.changed:
            continue
        after = str(state["state"])
        if after == out[-1].after:
            if after != OPEN:
                out[-1] = Step(_day(entry, out[-2].on, first=not former), out[-1].before, after, state["close_reason"])
        elif len(out) > 1 and _put_back(entry, current, before[-1], last_at[-1]) and after == out[-1].before:
            for pile in (out, before, last_at):
                pile.pop()
        else:
            out.append(Step(_day(entry, out[-1].on, first=not former), out[-1].after, after, state["close_reason"]))
            before.append(former)
            last_at.append(entry.at[:10])
    return out


def state_on(way: Sequence[Step], day: str) -> str:
    """The state at the end of ``day``; empty before the case was opened."""
    found = ""
    for step in way:
        if step.on <= day:
            found = step.after
    return found


def _put_back(entry: Shown, now: dict[str, object], before: dict[str, object], at: str) -> bool:
    # A record of the state alone says the same whether it undoes a closing or opens the case again: the day decides.
    return bool(before) and now == before and ("stage" in entry.changed or entry.at[:10] == at)


def _day(entry: Shown, earliest: str, *, first: bool) -> str:
    state, stage = entry.values["state"], entry.values.get("stage")
    day = state["closed_on"] if state["state"] != OPEN else None
    if day is None and not first and stage is not None and "stage" in entry.changed:
        day = stage["stage_on"]
    # Days may have been entered out of order; a case cannot be closed before it was opened.
    return max(str(day or entry.at[:10]), earliest)


def _as_it_stands(case: CaseFact) -> Shown:
    values: dict[str, dict[str, str | None]] = {
        "state": {"state": case.state, "closed_on": case.closed_on, "close_reason": case.close_reason},
        "stage": {"stage": case.stage, "stage_on": case.stage_on},
    }
    return Shown("", case.entered_at, "", "", frozenset(values), values)
