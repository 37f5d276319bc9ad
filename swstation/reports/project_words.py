"""Words of projects and targets, the same on the page, on the command line and in a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from swstation.i18n import N_, _, language

if TYPE_CHECKING:
    from swstation.rules.projects import ProjectCheck
    from swstation.rules.targets import TargetResult

TARGET_STATUS: Final = {
    "met": N_("reached"),
    "missed": N_("not reached"),
    "open": N_("on the way"),
    "share": N_("own share"),
    "no_figure": N_("no figure"),
    "reported": N_("reported only"),
}
CHECK_STATUS: Final = {
    "met": N_("complied with"),
    "short": N_("not kept"),
    "due": N_("to be done"),
    "late": N_("overdue"),
    "unknown": N_("not entered"),
}
_UNITS: Final = {
    "person": N_("people"), "post": N_("posts"), "institution": N_("institutions"), "platform": N_("platforms"),
    "site": N_("sites"), "yuan": N_("yuan a person and year"), "year": N_("years"), "month": N_("months"),
}  # fmt: skip
_SIGNS: Final = {"percent": "%", "permille": "‰"}


def amount(actual: int | float | None, required: int | float | None, unit: str, op: str = "") -> str:
    """``8 / 10 人``, ``70 / >=80%``; nothing where there is nothing to compare."""
    if required is None:
        return ""
    bound = f"{op} {_number(required)}" if op not in ("", ">=") else _number(required)
    word = _(_UNITS[unit]) if unit in _UNITS else unit
    return f"{_number(actual)} / {bound}{_SIGNS[unit] if unit in _SIGNS else f' {word}'.rstrip()}"


def _number(value: int | float | None) -> str:
    return "-" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:g}"


def target_words(row: TargetResult) -> tuple[str, str, str, str, str]:
    """A target in words: what, actual against target, due, how it stands, on which clause."""
    words = amount(row.actual, row.target, row.unit, row.op)
    if row.reached is not None:
        words += "  " + _("{n} of {total} reach it").format(n=row.reached, total=row.base)
    clause = f"{row.clause.document} {row.clause.section}" if row.clause else row.decision
    due = row.due.isoformat() if row.due else ""
    return (row.label_en if language() == "en" else row.label_zh, words, due, _(TARGET_STATUS[row.status]), clause)


def base_words(row: TargetResult) -> str:
    """Of what a figure is a part, and for what the policy wants it: ``of 99,101  全州``."""
    parts = [_("base: {n}").format(n=f"{row.base:,}")] if row.base is not None and row.reached is None else []
    if row.reached is not None and row.base is not None:
        parts.append(_("base: {n} communities").format(n=row.base))
    return "  ".join([*parts, *([row.per_zh] if row.per_zh else [])])


def closed_words(row: TargetResult, as_of: date) -> str:
    """That the day of a target, or the term of its policy, is over."""
    words = []
    if row.due is not None and row.due < as_of:
        words.append(_("its day, {day}, is over").format(day=row.due))
    if row.policy_state == "expired":
        words.append(_("the policy's term is over"))
    return "  ".join(words)


def check_words(row: ProjectCheck) -> tuple[str, str, str, str]:
    """A check in words: what, how it stands, actual against required with the day, on which clause."""
    words = amount(row.actual, row.required, row.unit, row.op)
    if row.on is not None:
        words = "  ".join(part for part in (words, row.on.isoformat()) if part)
    if row.missing:
        words += "  " + _("missing: {what}").format(what="、".join(row.missing))
    label = row.label_en if language() == "en" else row.label_zh
    return (label, _(CHECK_STATUS[row.status]), words, f"{row.clause.document} {row.clause.section}")


def yuan(fen: int | None) -> str:
    """Fen as yuan with two decimals at most."""
    if fen is None:
        return ""
    return f"{fen // 100:,}" + (f".{fen % 100:02d}" if fen % 100 else "")
