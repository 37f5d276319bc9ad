"""A form that was open while somebody else wrote: it replaces nothing that its writer did not see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sites
from sites import County, Site

from db.errors import Refusal
from db.gateway import heads_seen, values_seen
from db.queries.clients import categories_of, client_by_id
from swstation.errors import as_dict, message
from swstation.operations.book import Book
from swstation.operations.cases import edit_case, open_case, score_goal, set_goal
from swstation.operations.client_form import save_client_form
from swstation.operations.clients import (
    add_category,
    add_client,
    edit_client,
    end_file,
    end_visit_plan,
    set_visit_plan,
)
from swstation.operations.people import add_staff, edit_staff

DAY = "2026-03-02"
PLAN: dict[str, Any] = {"category": "dibao", "start_on": DAY, "period": "month"}


@pytest.fixture(scope="session")
def _county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return sites.found(tmp_path_factory.mktemp("meanwhile"))


@pytest.fixture
def county(_county: County, tmp_path: Path) -> County:
    return _county.copy(tmp_path / "county")


def exchange(county: County) -> None:
    """The two laptops of the station hand each other all they have."""
    one, other = county.a.bundle(county.stick, full=True), county.a2.bundle(county.stick, full=True)
    county.a.merge_one(other)
    county.a2.merge_one(one)


def client_of(site: Site, **values: Any) -> str:
    """A client's file."""
    with site.book() as book:
        return add_client(book, {"name": "张桂芳", "phone": "13800001111", **values}, opened_on=DAY)[0]


def shown(book: Book, client: str) -> tuple[str | None, str | None]:
    """Phone and address."""
    row = client_by_id(book.connection, client, DAY)
    assert row is not None
    return row.phone, row.address


def ops(book: Book) -> int:
    """How many records there are."""
    return int(book.connection.execute("SELECT count(*) FROM op").fetchone()[0])


@pytest.mark.fault(23)
def test_a_merge_while_a_form_is_open_is_not_overwritten_unseen(county: County) -> None:
    client = client_of(county.a)
    exchange(county)
    with county.a.book() as book:
        seen = heads_seen(book.connection, "client", client)
    with county.a2.book() as other:
        edit_client(other, client, {"phone": "13900002222"})
    exchange(county)
    with county.a.book() as book:
        before = ops(book)
        with pytest.raises(Refusal) as caught:
            edit_client(book, client, {"phone": "13700003333"}, seen=seen)
        assert caught.value.code == "record.changed_meanwhile" and caught.value.field == "phone"
        assert caught.value.params["group"] == "contact" and caught.value.params["who"] == "试2"
        assert "13900002222" not in message(caught.value) + str(as_dict(caught.value)) + str(caught.value.params)
        assert ops(book) == before and shown(book, client)[0] == "13900002222"
        edit_client(book, client, {"phone": "13700003333"}, seen=heads_seen(book.connection, "client", client))
        assert shown(book, client)[0] == "13700003333"
    exchange(county)
    with county.a2.book() as other:  # who saw it replaced it: no conflict is left
        assert shown(other, client)[0] == "13700003333"
        assert other.connection.execute("SELECT count(*) FROM conflict").fetchone() == (0,)


def test_only_the_groups_that_were_changed_are_compared_and_equal_values_agree(county: County) -> None:
    client = client_of(county.a)
    with county.a.book() as book, county.a.book() as other:
        seen = heads_seen(book.connection, "client", client)
        edit_client(other, client, {"phone": "13900002222"})
        edit_client(book, client, {"address": "石桥村1号"}, seen=seen)
        # What the form shows of before the other's change is no wish to have it back.
        edit_client(book, client, {"phone": "13800001111"}, seen=seen)
        assert shown(book, client) == ("13900002222", "石桥村1号")
        before = ops(book)
        edit_client(book, client, {"phone": "13900002222"}, seen=seen)
        assert ops(book) == before
        with pytest.raises(Refusal, match=r"record\.changed_meanwhile"):
            edit_client(book, client, {"address": "石桥村2号"}, seen=seen)


def test_a_client_form_writes_what_was_typed_and_leaves_what_others_wrote(county: County) -> None:
    client = client_of(county.a)
    form: dict[str, str | None] = {"name": "张桂芳", "phone": "13800001111", "address": None}
    with county.a.book() as book, county.a.book() as other:
        seen = heads_seen(book.connection, "client", client)
        edit_client(other, client, {"phone": "13900002222"})
        add_category(other, client, "dibao", DAY)
        typed = {**form, "address": "石桥村1号"}
        save_client_form(book, client, typed, ["elder_alone"], DAY, seen=seen, categories_seen=[])
        assert shown(book, client) == ("13900002222", "石桥村1号")
        held = [one.category for one in categories_of(book.connection, client) if one.end_on is None]
        assert sorted(held) == ["dibao", "elder_alone"]
        before = ops(book)
        with pytest.raises(Refusal, match=r"record\.changed_meanwhile"):
            save_client_form(
                book, client, {**form, "name": "张桂芬", "phone": "13700003333"}, [], DAY, seen=seen, categories_seen=[]
            )
        assert ops(book) == before  # the name is not written without the phone


def test_cases_staff_plans_goals_and_the_end_of_a_file(county: County) -> None:
    client = client_of(county.a)
    with county.a.book() as book, county.a.book() as other:
        staff, _done = add_staff(book, {"name": "王芳", "joined_on": DAY})
        case, _done = open_case(book, [client], opened_on=DAY, problem="独居")
        plan, _done = set_visit_plan(book, times=1, **PLAN)
        ((_goals, goal),) = set_goal(book, case, "按时服药").rows

        def seen(table: str, row: str) -> dict[str, list[str]]:
            return heads_seen(book.connection, table, row)

        of_staff, of_case, of_plan = seen("staff", staff), seen("service_case", case), seen("visit_plan", plan)
        of_goal, of_client = seen("case_goal", goal), seen("client", client)
        edit_staff(other, staff, {"phone": "13900002222"})
        edit_case(other, case, {"problem": "独居，丧偶"})
        set_visit_plan(other, times=2, **PLAN)
        score_goal(other, goal, "partly", DAY)
        end_file(other, client, "2026-03-05", "moved")
        before = ops(book)
        for late in (
            lambda: edit_staff(book, staff, {"phone": "13700003333"}, seen=of_staff),
            lambda: edit_case(book, case, {"problem": "血压不稳"}, seen=of_case),
            lambda: set_visit_plan(book, times=3, **PLAN, seen=of_plan),
            lambda: end_visit_plan(book, plan, "2026-04-01", seen=of_plan),
            lambda: score_goal(book, goal, "yes", DAY, seen=of_goal),
            lambda: end_file(book, client, DAY, "moved", seen=of_client),
        ):
            with pytest.raises(Refusal, match=r"record\.changed_meanwhile"):
                late()
        assert ops(book) == before
        # Another group of the same plan is nobody else's.
        set_visit_plan(book, times=1, **PLAN, clause="县民政局文件", seen=of_plan)
        assert book.connection.execute("SELECT times, clause FROM visit_plan").fetchall() == [(2, "县民政局文件")]


def test_what_was_seen_is_read_back_also_when_it_was_replaced(county: County) -> None:
    client = client_of(county.a)
    with county.a.book() as book:
        seen = heads_seen(book.connection, "client", client)
        edit_client(book, client, {"phone": "13900002222"})
        assert values_seen(book.connection, "client", client, seen)["contact"] == {"phone": "13800001111"}
        assert values_seen(book.connection, "client", client, {"contact": ["00" * 32], "place": []}) == {}
