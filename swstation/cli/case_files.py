"""``case show``, ``gate``, ``submit``, ``approve``, ``return``, ``comment``, ``archive``: the file and its approval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from swstation import lists
from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, as_of_option, emit, find_staff, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.book import Book

_worker = option("--worker", default=None, help=N_("Who does it; the last writer by default."))


def as_writer(book: Book, worker: str | None) -> Book:
    """The book with somebody else writing, if one is named."""
    return book.as_worker(find_staff(book, worker)) if worker else book


@command("show", help=N_("Show a case file."))
@argument("number", metavar=N_("NUMBER"))
@json_option
@click.pass_obj
def show_command(options: Options, number: str) -> None:
    """Show a case file."""
    from swstation.operations.cases import find_case

    book = options.book(only_look=True)
    document = file_document(book, find_case(book, number).id)

    def lines() -> Iterator[str]:
        for key, value in document.items():
            if not isinstance(value, list) and value not in (None, ""):
                yield f"{key}\t{value}"
        for goal in document["goals"]:
            yield f"{goal['position']}\t{goal['goal']}\t{goal['achieved'] or ''}\t{goal['result'] or ''}"
        for session in document["sessions"]:
            yield f"{session['date']}\t{session['method']}\t{session['note'] or ''}\t{session['next_step'] or ''}"

    emit(options, document, lines)


@command("gate", help=N_("What a case file lacks before it is closed, by the standard."))
@argument("number", metavar=N_("NUMBER"))
@as_of_option
@json_option
@click.pass_obj
def gate_command(options: Options, number: str, as_of: date | None) -> int:
    """What a case file lacks before it is closed, by the standard; exit 1 while something holds it up."""
    from swstation import standards
    from swstation.operations.case_file import gaps_of
    from swstation.operations.cases import find_case
    from swstation.rules.case_closing import holding_up

    book = options.book(only_look=True)
    case = find_case(book, number)
    found = gaps_of(book.connection, case.id, today(as_of))
    closing = standards.closing()
    document = {
        "number": case.number, "standard": closing.document,
        "missing": [
            {"code": one.requirement.code, "stage": one.requirement.stage, "label": one.requirement.label,
             "needed": one.requirement.needed, "n": one.missing or 1}
            for one in found
        ],
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield closing.title
        for one in found:
            number_of = f" {one.missing}" if one.missing else ""
            advice = "" if one.requirement.needed else _("(advice)")
            stage = lists.label("stage", one.requirement.stage)
            yield f"{stage}\t{one.requirement.label}{number_of}\t{advice}".rstrip()
        if not found:
            yield _("Nothing is missing.")

    emit(options, document, lines)
    return 1 if holding_up(found) else 0


def _decision(
    name: str, text: str, run: Callable[[Book, str, str, str], Any], word: str = "", *, needed: bool = False
) -> click.Command:
    """A command that decides about one case; ``word``: the option that carries a sentence, with its help."""

    def call(options: Options, number: str, worker: str | None, as_of: date | None, said: str | None = None) -> None:
        from swstation.operations.cases import find_case

        book = as_writer(options.book(), worker)
        case = find_case(book, number)
        run(book, case.id, today(as_of).isoformat(), said or "")
        document = file_document(book, case.id)
        emit(options, document, lambda: iter([f"{document['number']}\t{document['approval'] or ''}"]))

    made: Callable[..., Any] = click.pass_obj(call)
    made.__name__ = f"{name}_command"
    made = json_option(as_of_option(_worker(made)))
    if word:
        made = option(word, "said", required=needed, default=None, help=N_("What is said about it."))(made)
    return command(name, help=text)(argument("number", metavar=N_("NUMBER"))(made))


def _submit(book: Book, case: str, on: str, said: str) -> None:
    from swstation.operations.case_approval import submit_case

    submit_case(book, case)


def _approve(book: Book, case: str, on: str, said: str) -> None:
    from swstation.operations.case_approval import approve_case

    approve_case(book, case, on, said or None)


def _return(book: Book, case: str, on: str, said: str) -> None:
    from swstation.operations.case_approval import return_case

    return_case(book, case, on, said)


def _comment(book: Book, case: str, on: str, said: str) -> None:
    from swstation.operations.case_approval import comment_case

    comment_case(book, case, on, said)


def _archive(book: Book, case: str, on: str, said: str) -> None:
    from swstation.operations.case_approval import archive_case

    archive_case(book, case, on, said or None)


COMMANDS = (
    show_command,
    gate_command,
    _decision("submit", N_("Put a case before whoever approves."), _submit),
    _decision("approve", N_("Approve a case; what was approved is locked."), _approve, "--comment"),
    _decision("return", N_("Return a case to be mended, with the reason."), _return, "--reason", needed=True),
    _decision("comment", N_("A supervisor's comment on a case."), _comment, "--text", needed=True),
    _decision("archive", N_("Put a closed and approved case into the archive."), _archive, "--as"),
)


def file_document(book: Book, case: str) -> dict[str, Any]:
    """A case file as ``--json`` prints it."""
    from db.queries import casework
    from db.queries.cases import case_by_id
    from swstation.cli.cases import as_json
    from swstation.operations.case_file import goal_fact
    from swstation.rules.case_closing import attainment

    row, more = case_by_id(book.connection, case), casework.case_more(book.connection, case)
    assert row is not None and more is not None
    goals = casework.scored_goals(book.connection, case)
    reached = attainment([goal_fact(one) for one in goals])
    return {
        **as_json(row), "problem": more.problem, "assessment": more.assessment, "plan": more.plan, "risk": more.risk,
        "agreed_on": more.agreed_on, "review_due": more.review_due, "satisfaction": more.satisfaction,
        "summary": more.summary, "effect": more.effect, "approval": more.approval, "approved_by": more.approver,
        "approved_on": more.approved_on, "approval_reason": more.approval_reason,
        "supervisor_comment": more.supervisor_comment, "close_reason": more.close_reason,
        "follow_up_due": more.follow_up_due, "reopened_on": more.reopened_on, "reopen_reason": more.reopen_reason,
        "archived_on": more.archived_on, "archive_number": more.archive_number, "attainment": reached.percent,
        "goals": [
            {"position": one.position, "goal": one.goal, "baseline": one.baseline, "target": one.target,
             "result": one.result, "achieved": one.achieved, "sessions": one.sessions}
            for one in goals
        ],
        "steps": [
            {"position": one.position, "step": one.step, "due_on": one.due_on, "done_on": one.done_on}
            for one in casework.steps(book.connection, case)
        ],
        "sessions": [
            {"id": one.id, "date": one.service_date, "method": one.method, "stage": one.case_stage, "note": one.note,
             "next_step": one.next_step, "goals": [int(place) for place in (one.goals or "").split()]}
            for one in casework.sessions(book.connection, case)
        ],
        "conferences": [
            {"held_on": one.held_on, "decision": one.decision}
            for one in casework.conferences(book.connection, case)
        ],
        "referrals": [
            {"referred_on": one.referred_on, "receiver": one.receiver, "answer_by": one.answer_by, "result": one.result,
             "followed_up_on": one.followed_up_on}
            for one in casework.referrals(book.connection, case)
        ],
    }  # fmt: skip
