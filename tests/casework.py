"""A station to keep cases in: a book with two workers, a clock that can be set, and short ways to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from books import CHINA, seeded

from db.gateway import Change
from db.ids import Source
from db.queries.people import staff_list
from swstation.operations.book import Book, do
from swstation.operations.case_approval import comment_case
from swstation.operations.case_parts import note_session
from swstation.operations.cases import edit_case, open_case, score_goal, set_goal
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service
from swstation.operations.people import add_staff

DAY = "2026-11-18"


def station(folder: Path) -> Book:
    """A township station without a passphrase; 王芳 writes."""
    book = initialise(folder / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    return at(book, DAY)


def at(book: Book, day: str) -> Book:
    """The same book with its clock at nine on a day."""
    on = date.fromisoformat(day)
    clock = datetime(on.year, on.month, on.day, 9, tzinfo=CHINA)
    return replace(book, source=Source(now=lambda: clock, random=book.source.random))


def colleague(book: Book, name: str, **more: dict[str, object]) -> str:
    """Another worker of the station; gives the row id. ``more``: further groups of the row."""
    staff, _changes = add_staff(book, {"name": name, "joined_on": "2026-01-01"})
    if more:
        do(book, "more", [Change("staff", staff, dict(more))])
    return staff


def make_lead(book: Book, staff: str, title: str = "站长") -> None:
    """Give somebody the post that leads the station."""
    post, holding = book.source.row_id(), book.source.row_id()
    do(
        book,
        "post",
        [
            Change("post", post, {
                "ident": {"title": title, "unit": book.unit, "kind": "station"}, "period": {"opened_on": "2026-01-01"},
            }),
            Change("post_holding", holding, {"ident": {"post": post, "staff": staff, "start_on": "2026-01-01"}}),
        ],
    )  # fmt: skip


def writer(book: Book) -> str:
    """The row id of the worker the station began with."""
    return next(one.id for one in staff_list(book.connection) if one.name == "王芳")


def consent(book: Book, client: str, **values: object) -> str:
    """A consent to service, given in writing; gives the row id."""
    row = book.source.row_id()
    ident = {"client": client, "kind": "service", "start_on": "2026-01-05", "end_on": None, **values}
    given = {"given_by": ident.pop("given_by", "client"), "form": "written"}
    groups: dict[str, dict[str, object]] = {"ident": ident, "scope": given}
    withdrawn = ident.pop("withdrawn_on", None)
    if withdrawn:
        groups["withdrawal"] = {"withdrawn_on": withdrawn}
    do(book, "consent", [Change("consent", row, groups)])
    return row


def a_case(book: Book, name: str = "张桂芳", opened_on: str = "2026-11-02") -> tuple[str, str]:
    """A case of a new client; gives the case and the client."""
    client, _changes = add_client(book, {"name": name}, opened_on=opened_on)
    case, _changes = open_case(book, [client], opened_on=opened_on)
    return case, client


def fill(book: Book, case: str, client: str, on: str = DAY) -> None:
    """Everything that the standard asks for before a case is closed."""
    consent(book, client, start_on="2026-11-02")
    edit_case(book, case, {
        "problem": "独居，行动不便", "assessment": "需要定期探访", "plan": "每周入户", "agreed_on": "2026-11-05",
        "agreement_form": "written", "effect": "情绪稳定", "summary": "目标达成", "satisfaction": 95,
        "follow_up_due": "2027-02-18",
    })  # fmt: skip
    ((_table, goal),) = set_goal(book, case, "按时服药", baseline_score=10, target_score=40).rows
    log, _changes = log_service(
        book, LogInput("2026-11-10", "home_visit", minutes=40, note="量血压，谈心", clients=((client, "met"),),
                       service_case=case),
    )  # fmt: skip
    note_session(book, log, next_step="下周复查", touched=[goal])
    score_goal(book, goal, "yes", on, "每天服药", result_score=30)
    comment_case(book, case, on, "过程完整")
