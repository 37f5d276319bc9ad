"""The list for the finance office: who qualifies for what a policy prints, who lost it and why, what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from db.queries.units import units
from db.queries.workers import PaymentRow, payments
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import N_, _, language
from swstation.operations.workers import allowances, rolls
from swstation.reports.listing import ListColumn, Listing, ListTable, Value, Yuan
from swstation.rules import allowances as rules
from swstation.rules.allowances import AllowanceResult

WHY: Final[Mapping[str, str]] = {
    rules.NOT_EMPLOYED: N_("left"),
    rules.NOT_COMMUNITY: N_("not known as a community worker (source, or a community post)"),
    rules.NO_CERTIFICATE: N_("no certificate"),
    rules.NOT_REGISTERED: N_("certificate not registered"),
    rules.REGISTRATION_LAPSED: N_("registration lapsed"),
    rules.PART_TIME: N_("part-time"),
    rules.TIME_UNKNOWN: N_("full or part time not recorded"),
    rules.NOT_PUBLIC: N_("not paid from public finance"),
    rules.FUNDING_UNKNOWN: N_("funding of the post not recorded"),
}
"""Why somebody does not get an allowance, in words (msgids)."""


def why_words(why: Sequence[str]) -> str:
    """The reasons in the current language."""
    return "、".join(_(WHY[one]) for one in why)


def rate_words(one: AllowanceResult) -> str:
    """The amount that was decided, with its period; empty where nothing was."""
    if one.rate is None:
        return ""
    return _("{n} yuan, {period}").format(
        n=Yuan(one.rate.value_fen), period=lists.label("allowance_rate_period", one.rate.period)
    )


def printed_range(one: AllowanceResult) -> str:
    """What the policy prints of the amount: ``200-1200``, or nothing."""
    item = one.item
    if item.amount:
        return str(item.amount)
    return f"{item.amount_min}-{item.amount_max}" if item.amount_max else ""


def allowance_list(connection: Connection, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """Of a unit and those below it, on a day. No identity numbers stand in it, ``numbers`` or not."""
    names = {row.code: row.name for row in units(connection)}
    here = [one for one in rolls(connection, as_of) if covers(unit, one.unit)]
    people = {worker.person.id for one in here for worker in one.workers}
    paid = [row for row in payments(connection) if row.staff in people]
    found = [(one.unit, result) for one in here for result in allowances(connection, one, as_of)]
    levels = {level.id: level.en if language() == "en" else level.zh for one in here for level in one.levels.all}
    qualify = [(place, one) for place, one in found if one.state == rules.QUALIFIES]
    head = [
        f"{names.get(unit, unit)} ({unit})",
        _("As of {day}").format(day=as_of),
        _("Who qualifies: {n}").format(n=len({one.worker.person.id for _place, one in qualify})),
    ]
    if not found:
        head.append(_("The policies of these units print no allowance of people."))
    tables = [
        _qualifying(qualify, names, levels),
        _lost([(place, one) for place, one in found if one.state == rules.LOST], names, paid),
        _open([(place, one) for place, one in found if one.state == rules.UNKNOWN], names),
        _paid(paid, as_of),
    ]
    signatures = (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))
    return Listing(_("Allowance list"), as_of, head, [one for one in tables if one.rows], signatures)


Placed = Sequence[tuple[str, AllowanceResult]]


def _item(one: AllowanceResult) -> str:
    return one.item.en if language() == "en" else one.item.zh


def _clause(one: AllowanceResult) -> str:
    return f"{one.item.clause.document} {one.item.clause.section}"


def _qualifying(found: Placed, names: Mapping[str, str], levels: Mapping[str, str]) -> ListTable:
    rows: list[Sequence[Value]] = []
    for number, (place, one) in enumerate(found, 1):
        remark = ""
        if one.rate is None:
            remark = _("no amount decided yet")
        elif not one.in_range:
            remark = _("outside the printed range {range}").format(range=printed_range(one))
        rows.append(
            (
                number, names.get(place, place), one.worker.person.name, _item(one), levels.get(one.level, ""),
                Yuan(one.rate.value_fen) if one.rate else None,
                lists.label("allowance_rate_period", one.rate.period) if one.rate else "", one.item.payer_zh,
                one.rate.decision if one.rate else "", _clause(one), remark,
            )
        )  # fmt: skip
    columns = (
        (_("No."), 6, True), (_("Unit"), 18, False), (_("Name"), 10, False), (_("Allowance"), 20, False),
        (_("Level"), 16, False), (_("Amount (yuan)"), 12, True), (_("Period"), 8, False), (_("Payer"), 16, False),
        (_("Decision"), 20, False), (_("Clause"), 26, False), (_("Remark"), 24, False),
    )  # fmt: skip
    total = Counter[str]()
    for _place, one in found:
        if one.rate is not None:
            total[one.rate.period] += one.rate.value_fen
    notes = [
        _("Sum, {period}: {n} yuan").format(period=lists.label("allowance_rate_period", period), n=Yuan(fen))
        for period, fen in sorted(total.items())
    ]
    return ListTable(_("Who qualifies"), [ListColumn(*one) for one in columns], rows, notes)


def _lost(found: Placed, names: Mapping[str, str], paid: Sequence[PaymentRow]) -> ListTable:
    last: dict[str, str] = {}
    for row in paid:
        if row.kind == "allowance":
            last[row.staff] = max(last.get(row.staff, ""), row.paid_on)
    rows = [
        (
            names.get(place, place), one.worker.person.name, _item(one), why_words(one.why),
            one.lost_on.isoformat() if one.lost_on else "", last.get(one.worker.person.id, ""), _clause(one),
        )
        for place, one in found
    ]  # fmt: skip
    columns = (
        (_("Unit"), 18), (_("Name"), 10), (_("Allowance"), 20), (_("Why"), 24), (_("Not from"), 12),
        (_("Last paid"), 12), (_("Clause"), 26),
    )  # fmt: skip
    return ListTable(_("Who lost it"), [ListColumn(*one) for one in columns], rows)


def _open(found: Placed, names: Mapping[str, str]) -> ListTable:
    rows = [
        (names.get(place, place), one.worker.person.name, _item(one), why_words(one.why), _clause(one))
        for place, one in found
    ]
    columns = ((_("Unit"), 18), (_("Name"), 10), (_("Allowance"), 20), (_("To be recorded"), 32), (_("Clause"), 26))
    return ListTable(_("Not known yet"), [ListColumn(*one) for one in columns], rows)


def _paid(paid: Sequence[PaymentRow], as_of: date) -> ListTable:
    sums: Counter[str] = Counter()
    people: dict[str, set[str]] = {}
    for row in paid:
        if row.paid_on[:4] == str(as_of.year) and row.paid_on <= as_of.isoformat():
            sums[row.kind] += row.value_fen
            people.setdefault(row.kind, set()).add(row.staff)
    rows = [
        (lists.label("subsidy_payment_kind", kind), len(people[kind]), Yuan(fen)) for kind, fen in sorted(sums.items())
    ]
    columns = ((_("Kind"), 20, False), (_("People"), 10, True), (_("Amount (yuan)"), 14, True))
    return ListTable(_("Paid in {year}").format(year=as_of.year), [ListColumn(*one) for one in columns], rows)
