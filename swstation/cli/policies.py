"""``policy``: the policies, those a county wrote too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, json_option, refuse, today
from swstation.i18n import N_, _, language

if TYPE_CHECKING:
    from swstation.rules.policy import PolicySet

_STATE = {
    "in_force": N_("in force"),
    "not_yet": N_("not yet in force"),
    "expired": N_("expired"),
    "continued": N_("continued"),
}


def _known(options: Options) -> PolicySet:
    # With those of the book, where it opens without asking anybody; listing what the program has needs no book.
    from db import protect
    from swstation.operations.packs import policies_of
    from swstation.rules.policy import shipped

    told = options.passphrase_file is not None or "SWSTATION_PASSPHRASE" in os.environ
    if not options.database.is_file() or (protect.is_encrypted(options.database) and not told):
        return shipped()
    book = options.book(only_look=True)
    return policies_of(book.connection, book.unit)


@group("policy", help=N_("List, show, check, write and continue policies."))
def policy_command() -> None:
    """List, show, check, write and continue policies."""


@policy_command.command("list", help=N_("The policies that can be used, and what is wrong with those that cannot."))
@as_of_option
@json_option
@click.pass_obj
def list_command(options: Options, as_of: date | None) -> None:
    """The policies that can be used, and what is wrong with those that cannot."""
    from swstation.errors import message
    from swstation.rules.policy_state import state_of

    known = _known(options)
    document = [
        {
            "id": p.id,
            "region": p.meta.region_en if language() == "en" else p.meta.region_zh,
            "name": p.meta.name_en if language() == "en" else p.meta.name_zh,
            "document": p.meta.document_number,
            "divisions": list(p.meta.divisions),
            "state": state_of(p, None, (), today(as_of)).state,
            "pack": p.id in known.packed,
        }
        for p in known.all()
    ]

    def lines() -> Iterator[str]:
        for row in document:
            written = _("written by the county") if row["pack"] else ""
            state = _(_STATE[str(row["state"])])
            yield "\t".join((str(row["id"]), str(row["region"]), state, str(row["name"]), written)).rstrip()
        for problem in known.problems:
            yield message(problem.refusal())

    emit(options, document, lines)


@policy_command.command("show", help=N_("One policy, clause by clause, each with its words."))
@argument("policy")
@json_option
@click.pass_obj
def show_command(options: Options, policy: str) -> None:
    """One policy, clause by clause, each with its words."""
    found = _known(options).get(policy)
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


@policy_command.command("add", help=N_("County: publish a policy file for this unit and all below it."))
@argument("file", type=click.Path(path_type=Path))
@option("--title", default="", help=N_("What to call it; the policy's own name by default."))
@json_option
@click.pass_obj
def add_command(options: Options, file: Path, title: str) -> None:
    """Publish a policy file for this unit and all below it."""
    from swstation.operations.packs import add_pack, packs

    book = options.book()
    pack, _changes = add_pack(book, file, title)
    row = next(one.row for one in packs(book.connection) if one.row.id == pack)
    document = {"id": pack, "policy": row.policy, "title": row.title, "sha256": row.text_hash, "parts": row.parts}
    said = _("{policy} holds here from now on, and at the stations once they have merged what you send down.")
    emit(options, document, lambda: iter([said.format(policy=row.title)]))


@policy_command.command("packs", help=N_("The policies that counties wrote, and whether each is whole and in use."))
@json_option
@click.pass_obj
def packs_command(options: Options) -> None:
    """The policies that counties wrote, and whether each is whole and in use."""
    from db.errors import Refusal
    from swstation.errors import message
    from swstation.operations.packs import packs

    found = packs(options.book(only_look=True).connection)
    document = [
        {
            "id": one.row.id, "unit": one.row.unit, "policy": one.row.policy, "title": one.row.title,
            "issued": one.row.issued_on, "sha256": one.row.text_hash, "parts": one.row.parts, "state": one.row.state,
            "used": one.used, "flaw": one.flaw or None,
        }
        for one in found
    ]  # fmt: skip

    def lines() -> Iterator[str]:
        for one in found:
            state = _("in use") if one.used else _("withdrawn")
            if one.flaw and one.row.state == "in_use":
                refusal = Refusal(f"policy.{one.flaw}")
                refusal.params["file"] = one.row.title
                state = message(refusal)
            yield "\t".join((one.row.id, one.row.policy, one.row.issued_on, one.row.title, state))
        if not found:
            yield _("No county wrote a policy yet.")

    emit(options, document, lines)


@policy_command.command("use", help=N_("Let a policy hold for this unit; a county says --below for its stations, too."))
@argument("policy")
@option("--below", is_flag=True, help=N_("For every unit known below this one, too."))
@json_option
@click.pass_obj
def use_command(options: Options, policy: str, below: bool) -> None:
    """Let a policy hold for this unit, or for those below it, too."""
    from swstation.operations.policies import use_policy

    units, _changes = use_policy(options.book(), policy, below=below)
    said = _("{policy} holds for: {units}")
    emit(options, {"policy": policy, "units": units}, lambda: iter([said.format(policy=policy, units=" ".join(units))]))


@policy_command.command("withdraw", help=N_("County: use a policy you published no more."))
@argument("pack", metavar=N_("ID"))
@json_option
@click.pass_obj
def withdraw_command(options: Options, pack: str) -> None:
    """Use a policy you published no more."""
    from swstation.operations.packs import withdraw_pack

    withdraw_pack(options.book(), pack)
    emit(options, {"id": pack}, lambda: iter([_("Withdrawn: what was there before it holds again.")]))


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

    book = options.book()
    continue_policy(book, policy, start_on, end_on, decision)
    document = {
        "policy": policy, "from": start_on.isoformat(), "to": end_on.isoformat() if end_on else None,
        "decision": decision or None,
    }  # fmt: skip
    emit(options, document, lambda: iter([_("{policy} goes on from {day}.").format(policy=policy, day=start_on)]))


@policy_command.command(
    "figures", help=N_("What the registers are worth under two policies, each with unit and clause.")
)
@argument("left", metavar=N_("POLICY"))
@argument("right", metavar=N_("POLICY"))
@option("--unit", default=None, help=N_("Of this unit; by default one's own."))
@option("--staff", default=None, help=N_("Training of this person alone."))
@option("--to", "target", type=click.Path(path_type=Path), default=None, help=N_("Write it to this file as well."))
@as_of_option
@json_option
@click.pass_obj
def figures_command(
    options: Options,
    left: str,
    right: str,
    unit: str | None,
    staff: str | None,
    target: Path | None,
    as_of: date | None,
) -> None:
    """What the registers are worth under two policies, each with unit and clause."""
    from swstation.operations.side_by_side import side_by_side
    from swstation.reports.side_words import note_of, policy_name, side_list, side_words, title_of
    from swstation.reports.write_listing import write_listing

    book, day = options.book(only_look=True), today(as_of)
    own = unit or book.unit
    with book.store.snapshot() as connection:
        found = side_by_side(connection, own, left, right, day, staff)
        names = [policy_name(connection, own, one) for one in (left, right)]
        if target is not None:
            write_listing(side_list(connection, own, left, right, day, staff), target, None)

    def lines() -> Iterator[str]:
        for one in found:
            yield title_of(one)
            for name, side in zip(names, (one.left, one.right), strict=True):
                said = side_words(side)
                yield "\t".join(("", name, said.asked, said.there, said.status, said.basis)).rstrip()
            if note := note_of(one):
                yield f"\t{note}"
        if not found:
            yield _("Neither policy asks for training or prints an indicator.")

    document = {
        "unit": own, "left": left, "right": right, "as_of": day.isoformat(), "lines": [one.as_dict() for one in found],
    }  # fmt: skip
    emit(options, document, lines)
