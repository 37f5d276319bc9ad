"""``training status``, ``due`` and ``policy``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from swstation.cli.base import Count, argument, command, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, json_option, refuse, today
from swstation.i18n import N_, _, language

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
    from db.errors import Refusal
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


@command("due", help=N_("What is due: contacts, visits, reviews, registrations, training, drafts, export, backup."))
@option("--days", type=Count(0, 3660), default=0, help=N_("Also what comes due within so many days."))
@as_of_option
@json_option
@click.pass_obj
def due_command(options: Options, days: int, as_of: date | None) -> None:
    """What is due: contacts, visits, reviews, registrations, training, drafts, export, backup."""
    from swstation.operations.standing import due

    found = due(options.book(), today(as_of), days)

    def lines() -> Iterator[str]:
        for item in found:
            yield "\t".join((item.on.isoformat(), f"{item.days:+d}", item.who, item.what))
        if not found:
            yield _("Nothing is due.")

    emit(options, [item.as_dict() for item in found], lines)


@group("policy", help=N_("List, show, check and continue policies."))
def policy_command() -> None:
    """List, show, check and continue policies."""


@policy_command.command("list", help=N_("The policies that can be used, and what is wrong with those that cannot."))
@as_of_option
@json_option
@click.pass_obj
def list_command(options: Options, as_of: date | None) -> None:
    """The policies that can be used, and what is wrong with those that cannot."""
    from swstation.errors import message
    from swstation.rules.policy import shipped
    from swstation.rules.policy_state import state_of

    known = shipped()
    document = [
        {
            "id": p.id,
            "region": p.meta.region_en if language() == "en" else p.meta.region_zh,
            "name": p.meta.name_en if language() == "en" else p.meta.name_zh,
            "document": p.meta.document_number,
            "divisions": list(p.meta.divisions),
            "state": state_of(p, None, (), today(as_of)).state,
        }
        for p in known.all()
    ]

    def lines() -> Iterator[str]:
        for row in document:
            yield "\t".join((str(row["id"]), str(row["region"]), _(_STATE[str(row["state"])]), str(row["name"])))
        for problem in known.problems:
            yield message(problem.refusal())

    emit(options, document, lines)


@policy_command.command("show", help=N_("One policy, clause by clause, each with its words."))
@argument("policy")
@json_option
@click.pass_obj
def show_command(options: Options, policy: str) -> None:
    """One policy, clause by clause, each with its words."""
    from swstation.rules.policy import shipped

    found = shipped().get(policy)
    items = [
        {
            "table": table,
            "id": item.id,
            "text": item.en if language() == "en" else item.zh,
            "force": item.force,
            "clause": item.clause.as_dict(),
        }
        for table, held in found.tables.items()
        for item in held
    ]
    document = {
        "id": found.id, "name": found.meta.name_zh, "document": found.meta.document_number, "items": items,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield f"{found.meta.name_zh}  {found.meta.document_number}"
        for table, held in found.tables.items():
            for item in held:
                yield "\t".join((table, item.clause.section, item.zh, f"“{item.clause.quote}”"))

    emit(options, document, lines)


@policy_command.command("check", help=N_("Check a policy file against the schema."))
@argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def check_command(options: Options, file: Path) -> int:
    """Check a policy file against the schema."""
    from swstation.rules.policy import check_file

    problems = check_file(file)
    if problems:
        refuse(options, [problem.refusal() for problem in problems], {"file": str(file), "ok": False})
        return 1
    emit(options, {"file": str(file), "ok": True, "errors": []}, lambda: iter([_("The file is in order.")]))
    return 0


@policy_command.command(
    "continue", help=N_("Go on with an expired policy by the unit's own decision, until a successor is published.")
)
@argument("policy")
@option("--from", "start_on", type=Day(), required=True, help=N_("From this day."))
@option("--to", "end_on", type=Day(), default=None, help=N_("Up to this day."))
@option("--decision", default="", help=N_("The decision's number or words."))
@json_option
@click.pass_obj
def continue_command(options: Options, policy: str, start_on: date, end_on: date | None, decision: str) -> None:
    """Go on with an expired policy by the unit's own decision, until a successor is published."""
    from swstation.operations.policies import continue_policy
    from swstation.rules.policy import shipped

    book = options.book()
    shipped().get(policy)
    continue_policy(book, policy, start_on, end_on, decision)
    document = {
        "policy": policy, "from": start_on.isoformat(), "to": end_on.isoformat() if end_on else None,
        "decision": decision or None,
    }  # fmt: skip
    emit(options, document, lambda: iter([_("{policy} goes on from {day}.").format(policy=policy, day=start_on)]))
