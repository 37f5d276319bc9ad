"""What the rules say of a person, as lines with the clause behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from swstation.i18n import N_, listed

if TYPE_CHECKING:
    from screens.ports import Clause
    from screens.ports_people import PersonLine
    from swstation.operations.workers import Dossier
    from swstation.rules.exams import ExamPath
    from swstation.rules.key_talent import CategoryResult

_FACTORS: Final[Mapping[str, str]] = {
    "level": N_("level"), "education": N_("education"), "seniority": N_("years of work"),
    "performance": N_("appraisal"), "post": N_("post"), "years_of_work": N_("years of work"),
    "knowledge_skill": N_("knowledge and skill"),
}  # fmt: skip
_LACKING: Final[Mapping[str, str]] = {
    "native": N_("native of the province"), "certificate": N_("certificate"), "academic_title": N_("title"),
    "course": N_("course"), "education": N_("doctorate"), "major": N_("major"),
}  # fmt: skip


def _clause(clause: object) -> Clause:
    from screens.backend.people import clause_of

    return clause_of(clause, None)


def findings(said: Dossier) -> Sequence[PersonLine]:
    """What a policy wants recorded and is not."""
    from screens.ports_people import PersonLine
    from swstation.errors import field_label
    from swstation.i18n import _

    lines: list[PersonLine] = []
    for number, one in enumerate(said.findings):
        words = listed(_(_FACTORS[name]) if name in _FACTORS else field_label(name) for name in one.fields)
        lines.append(
            PersonLine(f"rule:finding{number}", _("To add"), _(one.message), words, "caution", False,
                       _clause(one.clause))
        )  # fmt: skip
    return [PersonLine("part:findings", _("Asked for by policy"), heading=True), *lines] if lines else []


def standing(said: Dossier, as_of: date) -> Sequence[PersonLine]:
    """Title, registration, who must hold what, key talent, and the way to the next levels."""
    from screens.ports_people import PersonLine
    from swstation import lists
    from swstation.i18n import _, language

    english = language() == "en"
    lines = [*_registration(said, as_of)]
    if said.title is not None:
        words = said.title.en if english else said.title.zh
        lines.append(PersonLine("rule:title", _("Deemed title"), words, _("by the certificate, not appointed"), "",
                                False, _clause(said.title.clause)))  # fmt: skip
    if said.worker.appointed_level:
        words = lists.label("title_level", said.worker.appointed_level)
        since = said.worker.appointed_on.isoformat() if said.worker.appointed_on else ""
        lines.append(PersonLine("field:appointed_level", _("Appointed level"), words, since))
    for rule in said.must_hold:
        tone = "" if not rule.without else "bad" if rule.overdue(as_of) else "caution"
        words = rule.rule.en if english else rule.rule.zh
        state = _("holds one") if not rule.without else "! " + _("without a certificate")
        lines.append(PersonLine(f"rule:must{rule.rule.id}", _("Must hold"), words, state, tone, False,
                                _clause(rule.rule.clause)))  # fmt: skip
    lines += [_key_talent(said, one) for one in said.key_talent]
    if said.exams:
        lines.append(PersonLine("part:exams", _("Way to the next certificate"), heading=True))
    return lines + [_exam(said, one) for one in said.exams]


def _registration(said: Dossier, as_of: date) -> Sequence[PersonLine]:
    from screens.ports_people import PersonLine
    from swstation.i18n import _, ngettext

    state = said.standing.registration
    if state is None:
        return []
    day = (state.due or as_of).isoformat()
    words, tone = {
        "valid": (_("valid until {day}").format(day=day), ""),
        "renew": ("~ " + _("renew by {day}").format(day=day), "caution"),
        "lapsed": ("! " + _("lapsed after {day}").format(day=day), "bad"),
        "never": ("~ " + _("first registration by {day}").format(day=day), "caution"),
    }[state.state]
    remark = ""
    if state.state in ("renew", "never") and state.due is not None and state.due >= as_of:
        days = (state.due - as_of).days
        remark = ngettext("{n} day left", "{n} days left", days).format(n=days)
    elif state.state == "valid" and state.opens is not None:
        remark = _("to renew from {day}").format(day=state.opens)
    return [PersonLine("rule:registration", _("Registration"), words, remark, tone, False, _clause(state.clause))]


def _key_talent(said: Dossier, one: CategoryResult) -> PersonLine:
    from screens.ports_people import PersonLine
    from swstation.i18n import _, language

    words = one.category.en if language() == "en" else one.category.zh
    recorded = said.worker.key_talent == one.category.id
    if one.holds:
        state, tone = _("fits") if recorded else _("fits, not recorded"), "good" if recorded else "caution"
    elif one.missing:
        state = _("missing: {what}").format(what=listed(_(_LACKING[name]) for name in one.missing))
        tone = "bad" if recorded else "muted"
    else:
        state = _("to record: {what}").format(what=listed(_(_LACKING[name]) for name in one.unknown))
        tone = "caution" if recorded else "muted"
    return PersonLine(f"rule:talent{one.category.id}", _("Key talent"), words, state, tone, False,
                      _clause(one.category.clause))  # fmt: skip


def exam_words(path: ExamPath) -> tuple[str, str]:
    """Where a person stands on the way to a level, in words, and the tone."""
    from swstation.errors import field_label
    from swstation.i18n import _, language

    english = language() == "en"
    missing = listed(one.en if english else one.zh for one in path.missing)
    entry = path.admission
    if path.state == "under_way":
        return _("by the exam of {year}: {missing}").format(year=path.last_year, missing=missing), "caution"
    if path.state == "complete":
        return _("all passed in {year}, certificate to come").format(year=path.last_year), "good"
    if path.state == "review":
        return _("passed; review by {day}").format(day=path.until), "caution"
    if path.state == "lapsed":
        return _("proof ran out on {day}").format(day=path.until), "bad"
    if entry.state == "open":
        return _("may sit the exam of {year}").format(year=entry.year), ""
    if entry.state == "not_yet":
        return _("from the exam of {year} (years full on {day})").format(year=entry.year, day=entry.full_on), ""
    if entry.state == "closed":
        return _("education or an earlier certificate is missing"), "muted"
    words = listed(field_label(name) for name in entry.missing)
    return _("to record: {what}").format(what=words), "muted"


def _exam(said: Dossier, path: ExamPath) -> PersonLine:
    from screens.ports import Clause
    from screens.ports_people import PersonLine
    from swstation.i18n import _, language

    english = language() == "en"
    words, tone = exam_words(path)
    counted = listed(one.en if english else one.zh for one in path.counted)
    remark = _("counts: {what}").format(what=counted) if counted else ""
    route = path.admission.route
    shown = _clause(route.clause if route is not None and not path.counted else path.rule.clause)
    confidence = route.confidence if route is not None and not path.counted else path.rule.confidence
    rule = (route.en if english else route.zh) if route is not None and not path.counted else shown.rule
    if confidence == "repost":
        rule = "\n".join((rule, _("Read in a copy; check it against the official text.")))
    clause = Clause(shown.document, shown.section, rule, shown.decision)
    level = said.levels.get(path.level)
    label = (level.en if english else level.zh) if level else path.level
    return PersonLine(f"rule:exam{path.rule.id}", label, words, remark, tone, False, clause)


def allowances(said: Dossier) -> Sequence[PersonLine]:
    """Which allowances the person gets, and why not."""
    from screens.ports_people import PersonLine
    from swstation.i18n import _, language
    from swstation.reports.allowance_list import printed_range, rate_words, why_words

    lines = []
    for one in said.allowances:
        words = one.item.en if language() == "en" else one.item.zh
        if one.state == "qualifies":
            state, tone = rate_words(one) or _("qualifies; no amount decided yet"), "good"
            if not one.in_range:
                state = "! " + _("{rate}: outside {range}").format(rate=state, range=printed_range(one))
                tone = "bad"
        else:
            state, tone = why_words(one.why), "bad" if one.state == "lost" else "muted"
            if one.lost_on is not None:
                state = _("{why}, not from {day}").format(why=state, day=one.lost_on)
        lines.append(PersonLine(f"rule:allowance{one.item.id}", _("Allowance"), words, state, tone, False,
                                _clause(one.item.clause)))  # fmt: skip
    return lines
