"""What the rules say of one person, as ``staff show`` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from swstation.errors import field_label
from swstation.i18n import _, language
from swstation.operations.workers import Dossier
from swstation.reports.allowance_list import rate_words, why_words


def as_document(found: Dossier) -> dict[str, Any]:
    """The JSON document."""
    state = found.standing.registration
    person = found.worker.person
    return {
        "id": person.id, "name": person.name, "joined_on": _day(person.joined_on), "left_on": _day(person.left_on),
        "level": found.standing.level.id if found.standing.level else None,
        "registration": None if state is None else {
            "state": state.state, "due": _day(state.due), "opens": _day(state.opens), "clause": state.clause.as_dict(),
        },
        "deemed_title": None if found.title is None else {
            "title": found.title.zh, "clause": found.title.clause.as_dict(),
        },
        "appointed_level": found.worker.appointed_level or None,
        "exams": [
            {
                "level": one.level, "state": one.state, "missing": [s.id for s in one.missing],
                "counted": [s.id for s in one.counted], "last_year": one.last_year or None, "until": _day(one.until),
                "from_year": one.admission.year or None, "full_on": _day(one.admission.full_on),
                "to_record": list(one.admission.missing), "confidence": one.rule.confidence,
                "clause": one.rule.clause.as_dict(),
            }
            for one in found.exams
        ],
        "key_talent": [
            {
                "category": one.category.id, "holds": one.holds, "missing": list(one.missing),
                "to_record": list(one.unknown), "clause": one.category.clause.as_dict(),
            }
            for one in found.key_talent
        ],
        "must_hold": [
            {
                "rule": one.rule.id, "holds": not one.without, "due": _day(one.due_on),
                "clause": one.rule.clause.as_dict(),
            }
            for one in found.must_hold
        ],
        "allowances": [
            {
                "item": one.item.id, "state": one.state, "why": list(one.why), "lost_on": _day(one.lost_on),
                "value_fen": one.rate.value_fen if one.rate else None, "in_range": one.in_range,
                "clause": one.item.clause.as_dict(),
            }
            for one in found.allowances
        ],
        "findings": [
            {"code": one.code, "fields": list(one.fields), "clause": one.clause.as_dict()} for one in found.findings
        ],
    }  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def as_lines(found: Dossier) -> Iterator[str]:
    """The lines for a person to read, each with the document and section that decide it."""
    english = language() == "en"
    yield found.worker.person.name
    level, state = found.standing.level, found.standing.registration
    if level is not None:
        yield "\t".join((_("Certificate"), level.en if english else level.zh))
    if state is not None:
        yield "\t".join((_("Registration"), _day(state.due) or "", _source(state.clause)))
    if found.title is not None:
        yield "\t".join((_("Deemed title"), found.title.en if english else found.title.zh, _source(found.title.clause)))
    for path in found.exams:
        entry = path.admission
        year = str(path.last_year or entry.year or "")
        missing = "、".join(one.en if english else one.zh for one in path.missing)
        yield "\t".join((path.rule.en if english else path.rule.zh, year, missing, _source(path.rule.clause)))
    for category in found.key_talent:
        words = category.category.en if english else category.category.zh
        answer = _("yes") if category.holds else "、".join((*category.missing, *category.unknown))
        yield "\t".join((_("Key talent"), words, answer, _source(category.category.clause)))
    for rule in found.must_hold:
        words = rule.rule.en if english else rule.rule.zh
        answer = _("without a certificate") if rule.without else _("holds one")
        yield "\t".join((_("Must hold"), words, answer, _source(rule.rule.clause)))
    for item in found.allowances:
        words = item.item.en if english else item.item.zh
        yield "\t".join((words, rate_words(item) or why_words(item.why) or _("yes"), _source(item.item.clause)))
    for finding in found.findings:
        fields = "、".join(field_label(name) for name in finding.fields)
        yield "\t".join((_(finding.message), fields, _source(finding.clause)))


def _source(clause: Any) -> str:
    return f"{clause.document} {clause.section}"
