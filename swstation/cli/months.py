"""``month``: look at a month before it is approved, approve it, return it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from swstation import lists
from swstation.cli.base import argument, group, option
from swstation.cli.case_files import as_writer
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from swstation.operations.month_approval import MonthToApprove

_worker = option("--worker", default=None, help=N_("Who does it; the last writer by default."))
_unit = option("--unit", default=None, help=N_("Of this unit; by default one's own."))
_seed = option("--seed", default=None, help=N_("Draw by this seed; else a new one is made."))


@group("month", help=N_("Approve a month by exception and sample; check and close it."))
def month_command() -> None:
    """Approve a month: exceptions and a random sample are read, the rest in one step."""


@month_command.command("show", help=N_("What must be read before a month is approved."))
@argument("month", metavar=N_("MONTH"))
@_seed
@_unit
@_worker
@json_option
@click.pass_obj
def show_command(options: Options, month: str, seed: str | None, unit: str | None, worker: str | None) -> None:
    """What must be read before a month is approved."""
    from swstation.operations.month_approval import month_to_approve
    from swstation.rules.approving import REASONS

    found = month_to_approve(as_writer(options.book(), worker), month, unit=unit, seed=seed)

    def lines() -> Iterator[str]:
        yield _("{month}: {n} entries, {waiting} wait, drawn by {seed}").format(
            month=found.period, n=len(found.entries), waiting=len(found.waiting), seed=found.seed
        )
        wanted = set(found.to_read)
        for one in found.entries:
            if one.id in wanted:
                why = listed(_(REASONS[reason]) for reason in found.flagged.get(one.id, ())) or _("drawn at random")
                who = one.clients or one.about or ""
                method = lists.label("method", one.method)
                yield "\t".join((one.service_date, method, who, one.writer_name or "", one.note or "", why, one.id))

    emit(options, _document(found), lines)


@month_command.command("approve", help=N_("Approve a month once exceptions and sample were read."))
@argument("month", metavar=N_("MONTH"))
@option("--seed", required=True, help=N_("The seed the sample was drawn by."))
@option("--read", "read", multiple=True, metavar=N_("ID"), help=N_("An entry that was read; may be given often."))
@option("--all-read", is_flag=True, help=N_("All that must be read was read."))
@option("--note", default=None, help=N_("What is said about it."))
@_unit
@_worker
@as_of_option
@json_option
@click.pass_obj
def approve_command(
    options: Options, month: str, seed: str, read: tuple[str, ...], all_read: bool, note: str | None,
    unit: str | None, worker: str | None, as_of: date | None,
) -> None:  # fmt: skip
    """Approve a month once exceptions and sample were read."""
    from swstation.operations.month_approval import approve_month, month_to_approve

    book = as_writer(options.book(), worker)
    seen = month_to_approve(book, month, unit=unit, seed=seed).to_read if all_read else read
    approve_month(book, month, today(as_of).isoformat(), seed=seed, read=seen, unit=unit, note=note)
    _say(options, month_to_approve(book, month, unit=unit))


@month_command.command("return", help=N_("Return a month with the reason."))
@argument("month", metavar=N_("MONTH"))
@option("--reason", required=True, help=N_("Why."))
@_unit
@_worker
@as_of_option
@json_option
@click.pass_obj
def return_command(
    options: Options, month: str, reason: str, unit: str | None, worker: str | None, as_of: date | None
) -> None:
    """Return a month with the reason."""
    from swstation.operations.month_approval import month_to_approve, return_month

    book = as_writer(options.book(), worker)
    return_month(book, month, today(as_of).isoformat(), reason, unit=unit)
    _say(options, month_to_approve(book, month, unit=unit))


def _say(options: Options, found: MonthToApprove) -> None:
    decided = found.decided
    assert decided is not None
    words = _("{month}: {state}; {total} entries, {read} read, {sampled} drawn and read.").format(
        month=found.period, state=lists.label("month_approval_state", decided.state), total=decided.total,
        read=decided.read, sampled=decided.sampled,
    )  # fmt: skip
    emit(options, _document(found), lambda: iter([words]))


def _document(found: MonthToApprove) -> dict[str, Any]:
    decided = found.decided
    return {
        "unit": found.unit, "month": found.period, "from": found.first, "to": found.last, "seed": found.seed,
        "entries": len(found.entries), "waiting": len(found.waiting), "to_read": found.to_read,
        "exceptions": {log: list(reasons) for log, reasons in found.flagged.items()}, "sample": list(found.sample),
        "not_mine": found.not_mine,
        "decision": None if decided is None else {
            "state": decided.state, "by": decided.approver, "on": decided.approved_on, "seed": decided.seed,
            "sampled": decided.sampled, "read": decided.read, "total": decided.total, "note": decided.note,
        },
    }  # fmt: skip


@month_command.command("check", help=N_("What is still open in a month before it is closed."))
@argument("month", metavar=N_("MONTH"))
@as_of_option
@json_option
@click.pass_obj
def check_command(options: Options, month: str, as_of: date | None) -> None:
    """What is still open in a month before it is closed."""
    from swstation.operations.month_close import COUNTY_WORDS, WORDS, checklist

    found = checklist(options.book(), month, today(as_of))
    words = {**COUNTY_WORDS, **WORDS}

    def lines() -> Iterator[str]:
        for one in found:
            yield "\t".join((str(one.n), _(words[one.code]), listed(one.names))).rstrip()

    emit(options, [one._asdict() for one in found], lines)


@month_command.command("close", help=N_("Freeze the figures of a month that is over; later entries are adjustments."))
@argument("month", metavar=N_("MONTH"))
@option("--reviewer", default=None, help=N_("Who checked the report."))
@_worker
@as_of_option
@json_option
@click.pass_obj
def close_command(options: Options, month: str, reviewer: str | None, worker: str | None, as_of: date | None) -> None:
    """Freeze the figures of a month that is over."""
    from swstation.operations.month_close import close_month

    row, _changes = close_month(as_writer(options.book(), worker), month, today(as_of), reviewer=reviewer)
    words = _("{month} is closed. Hand it in: swstation export").format(month=month)
    emit(options, {"id": row, "month": month}, lambda: iter([words]))


@month_command.command("differences", help=N_("Where a closed month is no longer what was frozen."))
@argument("month", metavar=N_("MONTH"))
@_unit
@option("--why", metavar=N_("CODE"), default=None, help=N_("The rows that explain this figure, by its code."))
@as_of_option
@json_option
@click.pass_obj
def differences_command(options: Options, month: str, unit: str | None, why: str | None, as_of: date | None) -> None:
    """Where a closed month is no longer what was frozen."""
    from swstation.operations.month_close import differences

    book = options.book(only_look=True)
    if why is not None:
        _explain(options, month, unit or book.unit, why, today(as_of))
        return
    with book.store.snapshot() as connection:
        found = differences(connection, unit or book.unit, month, today(as_of))

    def lines() -> Iterator[str]:
        for one in found:
            yield f"{one.code}\t{one.label}\t{one.frozen} → {one.now}"
        if not found:
            yield _("Every figure is what was frozen.")

    emit(options, [one._asdict() for one in found], lines)


def _explain(options: Options, month: str, unit: str, code: str, as_of: date) -> None:
    from swstation.reports.counter import Counter
    from swstation.reports.explained import WORDS, explained
    from swstation.reports.explained_words import Wording

    book = options.book(only_look=True)
    with book.store.snapshot() as connection:
        found = explained(Counter(connection, as_of), unit, month, code, book.replica)
        wording = Wording(connection)
        said = [(one, wording.of(one)) for one in found]

    def lines() -> Iterator[str]:
        for one, words in said:
            yield "\t".join(
                (one.sign, words.on, _(WORDS[one.what]), one.at, words.by, words.what, words.who, one.reason)
            )
        if not said:
            yield _("No row was touched after the report was frozen.")

    emit(options, [{**one._asdict(), "fields": list(one.fields)} for one, _words in said], lines)


@month_command.command("stations", help=N_("County: stations and months, what came and whether it is as reported."))
@option("--months", type=click.IntRange(1, 36), default=12, show_default=True, help=N_("How many months."))
@option("--last", default=None, metavar="2026-11", help=N_("The last of them; this month by default."))
@as_of_option
@json_option
@click.pass_obj
def stations_command(options: Options, months: int, last: str | None, as_of: date | None) -> None:
    """Stations and months, what came and whether it is as reported."""
    from swstation.exchange.station_month_words import coverage_words, long_word
    from swstation.exchange.station_months import station_months
    from swstation.reports.period import parse_month

    day = today(as_of)
    if last is not None:
        parse_month(last)
    found = station_months(options.book(only_look=True), last or day.isoformat()[:7], months, day, recounted=True)

    def lines() -> Iterator[str]:
        yield "\t".join((_("Station"), *found.months))
        for one in found.lines:
            yield "\t".join((one.name, *(long_word(cell.state) for cell in one.cells)))
        for month in found.months if found.lines else ():
            yield f"{month}  {coverage_words(found.coverage(month))}"
        if not found.lines:
            yield _("No station is known yet: take in their cards with “swstation trust FILE”.")

    emit(options, found.as_dict(), lines)


@month_command.command("rank", help=N_("County: stations in the order of a figure, or of the months handed in."))
@argument("month", metavar=N_("MONTH"))
@option("--figure", default="15.person_times", show_default=True, help=N_("The figure's code, or “completeness”."))
@as_of_option
@json_option
@click.pass_obj
def rank_command(options: Options, month: str, figure: str, as_of: date | None) -> None:
    """Stations in the order of a figure, or of the months handed in."""
    from db.errors import Refusal
    from swstation.exchange.station_month_words import coverage_words, long_word
    from swstation.reports.ranking import ranked

    try:
        found = ranked(options.book(only_look=True), month, figure, today(as_of))
    except KeyError:
        raise Refusal("report.figure", field="figure", token=figure) from None

    def lines() -> Iterator[str]:
        yield f"{found.month}  {found.label}  {coverage_words(found.coverage)}"
        for one in found.rows:
            bar = "#" * (one.bar * 20 // 1000)
            yield "\t".join((str(one.place or "-"), one.name, str(one.value), bar, long_word(one.state)))

    emit(options, found.as_dict(), lines)
