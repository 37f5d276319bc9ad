"""Visit plans: how often whom, for how many people each holds, setting and ending one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from screens.backend.seeing import seen_in, token
from screens.widgets.fields import SEEN

if TYPE_CHECKING:
    from db.queries.clients import VisitPlanRow
    from screens.ports import Choice, Plan, Saved
    from swstation.operations.book import Book
    from swstation.rules.due import DueFacts

PERIODS = ("week", "month", "quarter", "half_year", "year")
LEVELS = ("high", "key", "general")
_ORDER = {"cli": 0, "lev": 1, "cat": 2}


class PlanPart(Part):
    """The visit plans."""

    async def plans(self, client: str | None, as_of: date) -> Sequence[Plan]:
        return await self.call(_plans, client, as_of)

    async def plan_subjects(self, typed: str) -> Sequence[Choice]:
        return await self.call(_subjects, typed)

    async def plan_periods(self) -> Sequence[Choice]:
        from screens.ports import Choice

        return [Choice(period, _word(period)) for period in PERIODS]

    async def set_plan(self, values: Mapping[str, str]) -> Saved:
        from swstation.operations.clients import set_visit_plan

        kind, _slash, code = values["whom"].partition("/")
        plan, changes = await self.call(
            set_visit_plan,
            category=code if kind == "category" else None,
            attention_level=code if kind == "level" else None,
            client=code if kind == "client" else None,
            times=int(values["times"]),
            period=values["period"],
            allow_phone=values.get("phone") == "yes",
            start_on=values["start_on"],
            end_on=values.get("end_on") or None,
            clause=values.get("clause") or None,
            seen=seen_in(values.get(SEEN, "")),
        )
        return self.saved(changes, plan)

    async def end_plan(self, plan: str, end_on: str, seen: str = "") -> Saved:
        from swstation.operations.clients import end_visit_plan

        return self.saved(await self.call(end_visit_plan, plan, end_on, seen=seen_in(seen)), plan)


def _word(code: str) -> str:
    from swstation.i18n import N_, _

    words = {
        "day": N_("a day"),
        "once": N_("until it ends"),
        "week": N_("a week"),
        "month": N_("a month"),
        "quarter": N_("a quarter"),
        "half_year": N_("a half-year"),
        "year": N_("a year"),
        "high": N_("clients of high attention"),
        "key": N_("clients of attention"),
        "general": N_("clients of general attention"),
    }
    return _(words.get(code, code))


def _plans(book: Book, client: str | None, as_of: date) -> Sequence[Plan]:
    from db.queries.clients import visit_plans
    from swstation.operations.standing import due_facts
    from swstation.rules.visits import PlansOf, plan_for

    with book.store.snapshot():
        rows = visit_plans(book.connection)
        seen = {row.id: token(book, "visit_plan", row.id) for row in rows}
    known = due_facts(book, as_of)
    plans = PlansOf(known.plans)
    holding = {one.id: plan_for(one, plans.client(one), as_of) for one in known.clients}
    people = Counter(plan.id for plan in holding.values() if plan is not None)
    names = {one.id: one.name for one in known.clients}
    made = [
        _plan(row, names, people[row.id], as_of)._replace(seen=seen[row.id])
        for row in rows
        if _concerns(row, client, known)
    ]
    if client is not None:
        held = holding.get(client)
        made = [one._replace(people=1 if held is not None and held.id == one.id else 0) for one in made]
    return sorted(made, key=lambda one: (one.state == "ended", _ORDER[one.subject[:3]], one.whom, one.start_on))


def _concerns(row: VisitPlanRow, client: str | None, known: DueFacts) -> bool:
    if client is None:
        return True
    if row.client is not None:
        return row.client == client
    found = next((one for one in known.clients if one.id == client), None)
    if found is None:
        return False
    if row.attention_level is not None:
        return row.attention_level == found.attention_level
    return row.category in {one.category for one in found.categories}


def _plan(row: VisitPlanRow, names: Mapping[str, str], people: int, as_of: date) -> Plan:
    from screens.ports import Plan
    from swstation import lists
    from swstation.i18n import _

    if row.client is not None:
        subject, whom = f"client/{row.client}", names.get(row.client, _("a client whose file is ended"))
    elif row.attention_level is not None:
        subject, whom = f"level/{row.attention_level}", _word(row.attention_level)
    else:
        subject, whom = f"category/{row.category}", lists.label("category", row.category)
    start, end = date.fromisoformat(row.start_on), date.fromisoformat(row.end_on) if row.end_on else None
    state = "ended" if end is not None and end < as_of else "coming" if start > as_of else "running"
    return Plan(
        row.id, subject, whom, row.times, row.period, often(row.times, row.period), bool(row.allow_phone), start, end,
        row.clause or "", people, state,
    )  # fmt: skip


def often(times: int, period: str) -> str:
    """``每月 1 次``."""
    from swstation.i18n import ngettext

    return ngettext("{n} time {period}", "{n} times {period}", times).format(n=times, period=_word(period))


def _subjects(book: Book, typed: str) -> Sequence[Choice]:
    from screens.backend.cases import _find_clients
    from screens.dialogs.picker import narrowed
    from screens.ports import Choice
    from swstation import lists
    from swstation.i18n import _

    wide: list[Any] = [Choice(f"level/{code}", _word(code), _("attention level")) for code in LEVELS]
    wide += [
        # Whoever reads English labels finds the Chinese ones too.
        Choice(f"category/{entry.code}", entry.label, entry.zh if entry.label != entry.zh else _("category"))
        for entry in lists.entries("category")
    ]
    found = narrowed(typed, wide)
    if typed:
        people = _find_clients(book, typed)
        found += [Choice(f"client/{one.value}", one.label, f"{one.remark}  {_('client')}".strip()) for one in people]
    return found
