"""The roster of certificates: every certificate with its registration, the deemed title and the appointed one."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from db.queries.units import units
from db.queries.workers import workers
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import _, language
from swstation.operations.workers import Roll, rolls
from swstation.reports.listing import ListColumn, Listing, ListTable, Value
from swstation.rules.certificates import registration_state
from swstation.rules.titles import title_for


def roster(connection: Connection, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """Everybody's certificates in a unit and those below it. ``numbers``: with identity numbers in full."""
    found = [one for one in rolls(connection, as_of) if covers(unit, one.unit)]
    names = {row.code: row.name for row in units(connection)}
    identity = {row.id: row.resident_id or "" for row in workers(connection)}
    rows: list[list[Value]] = []
    national: dict[str, set[str]] = defaultdict(set)
    without: list[list[Value]] = []
    states: Counter[str] = Counter()
    for one in found:
        for entry in _rows(one, as_of):
            person, level, state, cells = entry
            shown = identity.get(person, "") if numbers else _ends(identity.get(person, ""))
            rows.append([len(rows) + 1, names.get(one.unit, one.unit), *cells[:2], shown, *cells[2:]])
            national[level].add(person)
            states[state] += 1
        for worker in one.workers:
            if worker.person.employed_on(as_of) and not one.certificates.get(worker.person.id):
                without.append([names.get(one.unit, one.unit), worker.person.name, worker.education, worker.source])
    labels = (
        (_("No."), 6), (_("Unit"), 18), (_("Name"), 10), (_("Gender"), 6), (_("Identity number"), 20),
        (_("Education"), 10), (_("Level"), 18), (_("Certificate number"), 20), (_("Issued on"), 12),
        (_("Registered on"), 12), (_("Valid until"), 12), (_("Registration"), 12), (_("Deemed title"), 12),
        (_("Appointed level"), 10), (_("Appointed on"), 12), (_("Filing number"), 16),
    )  # fmt: skip
    words = _state_words()
    head = [
        f"{names.get(unit, unit)} ({unit})",
        _("As of {day}").format(day=as_of),
        _("Certificates: {n}. {states}")
        .format(n=len(rows), states="  ".join(f"{words[one]} {n}" for one, n in sorted(states.items()) if one))
        .strip(),
        "  ".join(f"{level} {len(people)}" for level, people in national.items()),
    ]
    if not numbers:
        head.append(_("Identity numbers are masked."))
    tables = [ListTable(_("Certificates"), [ListColumn(label, width) for label, width in labels], rows)]
    if without:
        columns = ((_("Unit"), 18), (_("Name"), 10), (_("Education"), 12), (_("Source"), 16))
        tables.append(ListTable(_("Without a certificate"), [ListColumn(*one) for one in columns], without))
    signatures = (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))
    return Listing(_("Certificate roster"), as_of, [line for line in head if line], tables, signatures)


def _state_words() -> dict[str, str]:
    return {
        "valid": _("valid"), "renew": _("to renew"), "lapsed": _("lapsed"), "never": _("not registered"),
        "": _("not registered here"),
    }  # fmt: skip


def _rows(one: Roll, as_of: date) -> list[tuple[str, str, str, list[Value]]]:
    english = language() == "en"
    rule = one.rule
    genders = {"female": _("female"), "male": _("male")}
    words = _state_words()
    out: list[tuple[str, str, str, list[Value]]] = []
    for worker in one.workers:
        if not worker.person.employed_on(as_of):
            continue
        for certificate in one.certificates.get(worker.person.id, ()):
            level = one.levels.get(certificate.level)
            label = (level.en if english else level.zh) if level else certificate.level
            state = None
            if rule is not None and level is not None and level.national:
                state = registration_state(certificate, one.registrations, rule, as_of)
            title = title_for(one.policy, one.levels, certificate.level)
            deemed = (title.en if english else title.zh) if title else ""
            cells: list[Value] = [
                worker.person.name, genders.get(worker.gender, ""), worker.education, label, certificate.number,
                certificate.issued_on.isoformat() if certificate.issued_on else "",
                state.registered_on.isoformat() if state and state.registered_on else "",
                state.valid_until.isoformat() if state and state.valid_until else "",
                words[state.state] if state else "", deemed, lists.label("title_level", worker.appointed_level),
                worker.appointed_on.isoformat() if worker.appointed_on else "", worker.filing_number,
            ]  # fmt: skip
            out.append((worker.person.id, label, state.state if state else "", cells))
    return out


def _ends(number: str) -> str:
    """The place at the front and the last two characters of an identity number."""
    return number[:6] + "*" * max(0, len(number) - 8) + number[-2:] if number else ""
