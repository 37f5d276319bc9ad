"""``training``: hours against policy, conversions, new joiners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from db.errors import Refusal
from swstation.cli.base import Count, argument, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _, language, ngettext

_STATUS = {
    "met": N_("met"),
    "on_track": N_("on track"),
    "behind": N_("behind"),
    "missed": N_("missed"),
    "not_applicable": N_("does not apply"),
}
_UNIT = {"hour": N_("hours"), "class_hour": N_("class hours")}
_STATE = {
    "in_force": N_("in force"),
    "not_yet": N_("not yet in force"),
    "expired": N_("expired"),
    "continued": N_("continued"),
}


@group("training", help=N_("Training hours against policy."))
def training_command() -> None:
    """Training hours against policy."""


@training_command.command("status", help=N_("One row per person and requirement, with the clause that asks for it."))
@option("--staff", default=None, help=N_("One person, by name or id."))
@as_of_option
@json_option
@click.pass_obj
def status_command(options: Options, staff: str | None, as_of: date | None) -> None:
    """One row per person and requirement, with the clause that asks for it."""
    from swstation.operations.standing import training_results

    found = training_results(options.book().connection, today(as_of), staff)
    if staff and not found:
        raise Refusal("people.unknown", field="staff", token=staff)

    def lines() -> Iterator[str]:
        for row in found:
            clause = row.decision or (f"{row.clause.document} {row.clause.section}" if row.clause else "")
            yield "\t".join(
                (
                    row.staff,
                    row.label_en if language() == "en" else row.label_zh,
                    f"{row.earned / 10:g}/{row.required / 10:g} {_(_UNIT[row.unit])}",
                    _(_STATUS[row.status]),
                    _(_STATE[row.policy_state]),
                    clause,
                )
            )
        if not found:
            yield _("Nobody yet. Bring in the roster with “swstation import staff FILE”.")

    emit(options, [row.as_dict() for row in found], lines)


@training_command.command("add", help=N_("Enter one training for all who were there."))
@argument("title")
@option("--from", "start_on", type=Day(), required=True, help=N_("Its first day."))
@option("--to", "end_on", type=Day(), default=None, help=N_("Its last day; the first by default."))
@option("--amount", required=True, help=N_("How much each of them earned."))
@option(
    "--unit", "measure", type=click.Choice(["hour", "class_hour"]), required=True, help=N_("Of hours or class hours.")
)
@option("--present", default="", help=N_("Names or initials with spaces between; * is everybody."))
@option(
    "--list", "file", type=click.Path(path_type=Path), default=None, help=N_("A file with the names of those who came.")
)
@option("--kind", default=None, help=N_("The kind of training, by its word or code."))
@option("--provider", default=None, help=N_("Who gave it."))
@option(
    "--proof", type=click.Path(path_type=Path), default=None, help=N_("A file that proves it: its SHA-256 is kept.")
)
@option("--proof-number", default=None, help=N_("The number of the proof."))
@option("--approved", is_flag=True, help=N_("It is approved already."))
@json_option
@click.pass_obj
def add_command(
    options: Options, title: str, start_on: date, end_on: date | None, amount: str, measure: str, present: str,
    file: Path | None, kind: str | None, provider: str | None, proof: Path | None, proof_number: str | None,
    approved: bool,
) -> None:  # fmt: skip
    """Enter one training for all who were there."""
    from swstation.importing.applying.trainings import kind_code
    from swstation.operations import presence
    from swstation.operations.people import tenths_of
    from swstation.operations.trainings import enter_training

    book, last = options.book(), end_on or start_on
    people = presence.roster(book, last)
    staff = presence.present(f"{present}、{presence.listed(file) if file else ''}", people)
    training, _changes = enter_training(
        book, staff, approved=approved, proof=proof, title=title, start_on=start_on.isoformat(),
        end_on=last.isoformat(), tenths=tenths_of(amount), measure=measure, kind=kind_code(book, kind),
        provider=provider, proof_number=proof_number,
    )  # fmt: skip
    labels = {one.id: one.label for one in people}
    names = [labels[one] for one in staff]
    said = ngettext("{title}: {n} person: {names}", "{title}: {n} people: {names}", len(names))
    emit(
        options,
        {"id": training, "staff": [{"id": one, "name": labels[one]} for one in staff]},
        lambda: iter([said.format(title=title, n=len(names), names="、".join(names))]),
    )


@training_command.command(
    "convert", help=N_("County: decide what an amount in one unit counts in the other, e.g. 1 class_hour 0.8 hour.")
)
@argument("amount")
@argument("unit")
@argument("gives")
@argument("gives_unit")
@option("--from", "start_on", type=Day(), required=True, help=N_("For training that ends from this day on."))
@option("--to", "end_on", type=Day(), default=None, help=N_("Up to this day."))
@option("--decision", required=True, help=N_("The decision's number or words."))
@option("--policy", default=None, help=N_("Only for the requirements of this policy."))
@json_option
@click.pass_obj
def convert_command(
    options: Options, amount: str, unit: str, gives: str, gives_unit: str, start_on: date, end_on: date | None,
    decision: str, policy: str | None,
) -> None:  # fmt: skip
    """Decide what an amount in one unit counts in the other."""
    from swstation.operations.conversions import add_conversion
    from swstation.operations.people import tenths_of

    row, _changes = add_conversion(
        options.book(), (tenths_of(amount), unit), (tenths_of(gives), gives_unit), start_on, end_on, decision, policy
    )
    said = _("{given} {unit} count as {gives} {other} from {day} on.")
    emit(
        options,
        {"id": row, "decision": decision, "from": start_on.isoformat(), "to": end_on.isoformat() if end_on else None},
        lambda: iter(
            [said.format(given=amount, unit=_(_UNIT[unit]), gives=gives, other=_(_UNIT[gives_unit]), day=start_on)]
        ),
    )


@training_command.command("conversions", help=N_("List what counties decided about units, ended ones too."))
@json_option
@click.pass_obj
def conversions_command(options: Options) -> None:
    """List what counties decided about units, ended ones too."""
    from db.queries.decisions import conversions
    from swstation.rules.counting import amount

    found = conversions(options.book(only_look=True).connection)
    document = [
        {
            "id": one.id, "unit": one.unit, "policy": one.policy, "from_unit": one.from_measure,
            "from_amount": amount(one.from_tenths), "to_unit": one.to_measure, "to_amount": amount(one.to_tenths),
            "from": one.start_on, "to": one.end_on, "decision": one.decision,
        }
        for one in found
    ]  # fmt: skip

    def lines() -> Iterator[str]:
        for one in found:
            worth = (
                f"{one.from_tenths / 10:g} {_word(one.from_measure)} = {one.to_tenths / 10:g} {_word(one.to_measure)}"
            )
            yield "\t".join((one.id, worth, f"{one.start_on} – {one.end_on or ''}", one.policy or "", one.decision))
        if not found:
            yield _("No conversion was decided: 小时 and 学时 stand side by side.")

    emit(options, document, lines)


def _word(measure: str) -> str:
    return _(_UNIT.get(measure, measure))


@training_command.command("statement", help=N_("One person's training of a year on a page to sign: xlsx, csv or html."))
@argument("staff", metavar=N_("NAME"))
@option("--year", type=Count(1950, 2199), default=None, help=N_("The calendar year; this one by default."))
@option("--to", "target", type=click.Path(path_type=Path), required=True, help=N_("The file to write."))
@as_of_option
@json_option
@click.pass_obj
def statement_command(options: Options, staff: str, year: int | None, target: Path, as_of: date | None) -> None:
    """One person's training of a year on a page to sign."""
    from swstation.operations.standing import people_by_unit
    from swstation.reports.training_statement import statement
    from swstation.reports.write_listing import write_listing

    book, day = options.book(), today(as_of)
    named = [one for found in people_by_unit(book.connection, staff).values() for one in found.people]
    if len(named) != 1:
        raise Refusal("people.several" if named else "people.unknown", field="staff", token=staff)
    with book.store.snapshot() as connection:
        listing = statement(connection, named[0].id, year or day.year, day)
    rows = write_listing(listing, target, None)
    document = {"file": str(target), "rows": rows, "staff_id": named[0].id, "year": year or day.year}
    emit(options, document, lambda: iter([_("Written: {file}, {n} lines").format(file=target, n=rows)]))


@training_command.command(
    "newcomers", help=N_("Who joined this year, and whether the training meant for joiners was given.")
)
@as_of_option
@json_option
@click.pass_obj
def newcomers_command(options: Options, as_of: date | None) -> None:
    """Who joined this year, and whether the training meant for joiners was given."""
    from swstation.operations.standing import newcomers_of

    found = newcomers_of(options.book().connection, today(as_of))

    def lines() -> Iterator[str]:
        for one in found:
            kind = one.kind_en if language() == "en" else one.kind_zh
            given = one.trained_on.isoformat() if one.trained_on else _("not yet")
            yield "\t".join((one.staff, one.joined_on.isoformat(), kind, given, one.clause.section))
        if not found:
            yield _("Nobody here joined this year under a policy that has a training for joiners.")

    emit(options, [one.as_dict() for one in found], lines)
