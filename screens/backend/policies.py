"""Policies in words: their clauses, two side by side, what one would change for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.people import TONES, signed, words
from swstation.i18n import N_, listed

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_policies import ClauseRow, EffectRow, PairRow, PolicyRow
    from swstation.operations.book import Book
    from swstation.operations.policy_effect import Effect
    from swstation.rules.policy_clauses import ClauseLine
    from swstation.rules.training import TrainingResult

TOPICS = {
    "training": N_("Training"), "certificates": N_("Certificates"), "titles": N_("Titles"), "talent": N_("Key talent"),
    "allowance": N_("Allowances"), "posts": N_("Posts"), "projects": N_("Projects"),
    "service_fields": N_("Service fields"), "duties": N_("Duties"), "evaluation": N_("Evaluation"),
    "targets": N_("Targets"), "org_tiers": N_("Tiers"), "enumerations": N_("Lists"), "registers": N_("Registers"),
    "workflows": N_("Procedures"), "reports": N_("Reports"),
}  # fmt: skip
_FORCE = {
    "must": N_("must"), "target": N_("target"), "may": N_("may"), "intent": N_("intent"), "fact": N_("fact"),
}  # fmt: skip
_STATE = {
    "in_force": (N_("in force"), "good"), "not_yet": (N_("not yet in force"), "muted"),
    "expired": (N_("expired"), "caution"), "continued": (N_("continued"), "good"),
}  # fmt: skip


class PoliciesPart(Part):
    """Policies."""

    async def policy_rows(self, as_of: date) -> Sequence[PolicyRow]:
        return await self.call(_rows, as_of)

    async def policy_clauses(self, policy: str, as_of: date) -> Sequence[ClauseRow]:
        return await self.call(_clauses, policy, as_of)

    async def policies_compared(self, left: str, right: str, as_of: date) -> Sequence[PairRow]:
        return await self.call(_compared, left, right, as_of)

    async def policy_effect(self, policy: str, as_of: date) -> Sequence[EffectRow]:
        return await self.apart(_effect, policy, as_of)

    async def add_policy(self, file: str) -> Saved:
        from screens.files import file_of
        from swstation.operations.packs import add_pack

        pack, changes = await self.call(add_pack, file_of(file, "file"))
        return self.saved(changes, pack)

    async def withdraw_policy(self, pack: str) -> Saved:
        from swstation.operations.packs import withdraw_pack

        return self.saved(await self.call(withdraw_pack, pack), pack)

    async def use_policy(self, policy: str) -> Saved:
        from swstation.operations.policies import use_policy

        units, changes = await self.call(use_policy, policy, below=self.book.unit[0] in "CMP")
        return self.saved(changes, *units)


def _rows(book: Book, as_of: date) -> list[PolicyRow]:
    from db.errors import Refusal
    from screens.ports_policies import PolicyRow
    from swstation.errors import message
    from swstation.i18n import _, language
    from swstation.operations.packs import packs
    from swstation.operations.standing import continuations, policy_and_set
    from swstation.rules.policy_state import state_of

    own, known = policy_and_set(book.connection, book.unit)
    decided = continuations(book.connection, book.unit)
    kept = packs(book.connection, book.unit)
    pack_of = {one.row.policy: one.row.id for one in kept if one.used}
    english = language() == "en"
    rows = []
    for policy in known.all():
        state, tone = _STATE[state_of(policy, None, decided, as_of).state]
        meta = policy.meta
        rows.append(
            PolicyRow(
                policy.id, meta.name_en if english else meta.name_zh, meta.region_en if english else meta.region_zh,
                meta.document_number, _(state), tone, policy in known.beside(own), pack_of.get(policy.id, ""),
            )
        )  # fmt: skip
    for one in kept:
        if one.row.state == "in_use" and one.flaw:
            refusal = Refusal(f"policy.{one.flaw}")
            refusal.params["file"] = one.row.title
            rows.append(PolicyRow("", one.row.title, "", "", _("not used"), "bad", False, one.row.id, message(refusal)))
    return sorted(rows, key=lambda row: not row.holds)


def _lines(book: Book, policy: str, as_of: date) -> list[ClauseLine]:
    from swstation.operations.packs import policies_of
    from swstation.operations.standing import continuations
    from swstation.rules.policy_clauses import clause_lines

    found = policies_of(book.connection, book.unit).get(policy)
    return clause_lines(found, continuations(book.connection, book.unit), as_of)


def _topic(table: str) -> str:
    from swstation.i18n import _

    topic = table.partition(".")[0]
    return _(TOPICS[topic]) if topic in TOPICS else topic


def _says(one: ClauseLine) -> str:
    from swstation.i18n import language

    return one.en if language() == "en" and one.en else one.zh


def _clauses(book: Book, policy: str, as_of: date) -> list[ClauseRow]:
    from screens.ports_policies import ClauseRow
    from swstation.i18n import _

    rows = []
    for number, one in enumerate(_lines(book, policy, as_of)):
        state, tone = _STATE[one.state]
        facts = ["  ".join(f"{key} {value}" for key, value in one.facts)]
        if one.items:
            facts.append(listed(one.items))
        rows.append(
            ClauseRow(
                f"{number}", _topic(one.table), one.clause.section, _says(one), _(_FORCE.get(one.force, one.force)),
                _(state), tone, one.clause.quote, [f"{one.clause.rule}  {one.table}", *facts],
            )
        )  # fmt: skip
    return rows


def _compared(book: Book, left: str, right: str, as_of: date) -> list[PairRow]:
    from screens.ports_policies import PairRow
    from swstation.rules.policy_clauses import compared

    return [
        PairRow(_topic(pair.table), _asks(pair.left), _asks(pair.right), pair.same)
        for pair in compared(_lines(book, left, as_of), _lines(book, right, as_of))
    ]


def _asks(one: ClauseLine | None) -> str:
    return "" if one is None else "  ".join(part for part in (_amount(dict(one.facts)), _says(one)) if part)


def _amount(facts: dict[str, str]) -> str:
    # What one looks at first when comparing, before the words that may be cut.
    if "hours" in facts:
        return facts["hours"] + facts.get("unit_zh", "")
    if "value" in facts:
        unit = {"percent": "%", "permille": "‰"}.get(facts.get("unit", ""), "")
        return f"{facts.get('op', '')}{facts['value']}{unit}"
    return facts.get("amount", "") or facts.get("valid_months", "")


def _effect(book: Book, policy: str, as_of: date) -> list[EffectRow]:
    from db.queries.units import units
    from swstation.operations.policy_effect import effect

    names = {unit.code: unit.name for unit in units(book.connection)}
    found = effect(book.connection, book.unit, policy, as_of)
    return [_effect_row(number, one, names.get(one.unit, one.unit)) for number, one in enumerate(found)]


def _effect_row(number: int, one: Effect, unit: str) -> EffectRow:
    from screens.ports_policies import EffectRow
    from swstation.i18n import _, language

    shown = one.after or one.before
    assert shown is not None
    after = _standing(one.after) or _("asked no more")
    missing = f"{one.after.missing / 10:.1f} {words('unit', one.after.unit)}" if one.after and one.after.missing else ""
    return EffectRow(
        f"{number}", one.staff, unit, shown.label_en if language() == "en" else shown.label_zh,
        _standing(one.before) or _("not asked"), after, TONES.get(one.after.status, "") if one.after else "muted",
        missing,
    )  # fmt: skip


def _standing(result: TrainingResult | None) -> str:
    return signed(result.status) if result else ""
