"""Words that reports on training share: statuses, units, where a requirement is printed."""

from __future__ import annotations

from swstation.i18n import N_, _, language
from swstation.rules.training import TrainingResult

_STATUS = {
    "met": N_("met"),
    "on_track": N_("on track"),
    "behind": N_("behind"),
    "missed": N_("missed"),
    "not_applicable": N_("does not apply"),
}
_STATE = {"in_force": "", "not_yet": N_("not yet in force"), "expired": N_("expired"), "continued": N_("continued")}
_UNIT = {"hour": N_("hours"), "class_hour": N_("class hours")}


def number(tenths: int) -> str:
    """An amount with one decimal."""
    return f"{tenths / 10:.1f}"


def unit_word(measure: str) -> str:
    """小时 or 学时 in the current language."""
    return _(_UNIT.get(measure, measure))


def status_words(result: TrainingResult) -> str:
    """The status, and the state of the policy where it is not simply in force."""
    state = _STATE[result.policy_state]
    return _(_STATUS[result.status]) + (f" ({_(state)})" if state else "")


def clause_words(result: TrainingResult) -> str:
    """Document and section, or the decision; and the decisions that converted something."""
    printed = result.decision or (f"{result.clause.document} {result.clause.section}" if result.clause else "")
    worth = [
        _("{n} {unit} count as {m} ({decision})").format(
            n=number(one.tenths), unit=unit_word(one.unit), m=number(one.gives), decision=one.decision
        )
        for one in result.conversions
        if one.gives
    ]
    return "; ".join((printed, *worth))


def label(result: TrainingResult) -> str:
    """The requirement in the current language."""
    return result.label_en if language() == "en" else result.label_zh


def window(result: TrainingResult) -> str:
    """First and last day."""
    return f"{result.window_start} ~ {result.window_end}" if result.window_start else ""
