"""Posts, supervision, evaluation, credit and complaints written and read back; ids carry the row of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import seeded

from db.errors import Refusal
from db.queries import evaluation as reads
from db.queries.registers import rows_of
from swstation.operations import evaluations, posts, supervision
from swstation.operations.book import Book
from swstation.operations.credit import move_complaint, public_entries, write_public
from swstation.operations.evaluation_standing import evaluation_board
from swstation.operations.evaluations import Weighted
from swstation.operations.figures import figures
from swstation.operations.install import Setup, initialise
from swstation.operations.people import add_certificate, add_staff, add_training
from swstation.operations.post_standing import board, institution_board
from swstation.operations.registers import add_row, delete_row, edit_row
from swstation.operations.standing import due
from swstation.operations.supervision_standing import mentoring_board, supervision_board
from swstation.operations.undo import undo

TODAY = date(2026, 11, 18)


def opened(folder: Path, policy: str, division: str, tier: str = "township_station") -> Book:
    setup = Setup(tier, division, "王芳", None, "试点社工站", policy)
    return initialise(folder / "book.db", setup, seeded(1))


@pytest.fixture
def chengdu(tmp_path: Path) -> Iterator[Book]:
    with closing(opened(tmp_path, "chengdu", "510104017")) as book:
        yield book


def community(book: Book, name: str, kind: str = "urban_community", **more: Any) -> str:
    return add_row(book, "community", {"name": name, "kind": kind, "unit": book.unit, **more}, name="x")[0]


def post(book: Book, title: str, place: str | None = None, kind: str = "community", **more: Any) -> str:
    values = {"title": title, "kind": kind, "community": place, "opened_on": "2024-01-01", **more}
    return add_row(book, "post", values, name="x")[0]


def worker(book: Book, name: str, joined_on: str = "2020-01-01") -> str:
    return add_staff(book, {"name": name, "joined_on": joined_on})[0]


def test_cd_04_a_post_is_set_up_filled_and_left(chengdu: Book) -> None:
    place = community(chengdu, "大慈寺社区", population=8000)
    first = post(chengdu, "社区社工一", place)
    (row,) = rows_of(chengdu.connection, "post")
    assert row["unit"] == chengdu.unit, "a village's post belongs to its unit"
    li = worker(chengdu, "李娜")

    def standing() -> tuple[int, int, int, int]:
        found = next(one for one in board(chengdu, TODAY).places if one.place.id == place)
        return found.rules[0].missing, len(found.manning.posts), found.manning.vacant, found.manning.people

    assert standing() == (1, 1, 1, 0)
    holding, _changes = posts.fill(chengdu, first, li, "2026-01-01", employment="full_time", track="service")
    assert standing() == (1, 1, 0, 1)
    post(chengdu, "社区社工二", place)
    assert standing() == (0, 2, 1, 1)
    posts.end_holding(chengdu, holding, "2026-11-17", "离职")
    assert standing() == (0, 2, 2, 0)
    undo(chengdu)
    assert standing() == (0, 2, 1, 1)
    posts.close_post(chengdu, first, "2026-11-17")
    assert standing() == (1, 1, 1, 0)
    (row,) = rows_of(chengdu.connection, "post_holding")
    assert row["end_on"] == "2026-11-17", "who held it leaves it with the post"


def test_a_post_is_filled_while_it_is_there(chengdu: Book) -> None:
    one, li = post(chengdu, "岗", closed_on="2026-06-30"), worker(chengdu, "李娜")
    for day in ("2023-12-31", "2026-07-01"):
        with pytest.raises(Refusal) as refused:
            posts.fill(chengdu, one, li, day)
        assert refused.value.code == "post.not_open"
    with pytest.raises(Refusal):
        posts.fill(chengdu, "0" * 32, li, "2026-01-01")


def test_cd_37_a_part_time_holder_is_in_the_due_list_and_on_the_board(chengdu: Book) -> None:
    one, li = post(chengdu, "岗"), worker(chengdu, "李娜")
    posts.fill(chengdu, one, li, "2025-01-01", employment="part_time")
    (limit,) = board(chengdu, TODAY).limits
    assert (limit.last, limit.over) == (date(2026, 12, 31), False)
    assert [(item.who, item.days) for item in due(chengdu, TODAY) if item.kind == "post"] == [("李娜", 43)]
    assert [item.kind for item in due(chengdu, date(2026, 9, 30)) if item.kind == "post"] == []


def test_the_level_a_post_asks_for_is_seen_beside_the_holder(chengdu: Book) -> None:
    one, li = post(chengdu, "岗", required_level="social_worker"), worker(chengdu, "李娜")
    posts.fill(chengdu, one, li, "2025-01-01")
    assert [found.fits for found in board(chengdu, TODAY).fits.values()] == [False]
    add_certificate(chengdu, li, "social_worker", "2025-06-01")
    assert [found.fits for found in board(chengdu, TODAY).fits.values()] == [True]


def test_zz_07_institutions_of_a_county(tmp_path: Path) -> None:
    with closing(opened(tmp_path, "zaozhuang", "370402", "county_station")) as book:
        assert [(one.division, one.missing) for one in institution_board(book, TODAY).districts] == [("370402", 10)]
        values = {"state": "active", "registered_on": "2020-01-01", "division": "370402", "filing_state": "filed"}
        first = add_row(book, "institution", {"name": "阳光社工", **values}, name="x")[0]
        add_row(book, "institution", {"name": "春风社工", **values, "division": "370403001"}, name="x")
        found = institution_board(book, TODAY)
        assert [(one.division, one.actual) for one in found.districts] == [("370402", 1), ("370403", 1)]
        assert found.filing == {"filed": 2} and found.without_year and found.year == 2025
        add_row(book, "institution_year", {"institution": first, "year": 2025, "annual_check": "passed"}, name="x",
                keys=("institution", "year"))  # fmt: skip
        assert first not in institution_board(book, TODAY).without_year
        project = {"title": "居家养老", "unit": book.unit, "institution": first, "start_on": "2026-01-01",
                   "end_on": "2027-12-31", "state": "running"}  # fmt: skip
        add_row(book, "project", project, name="x")
        assert institution_board(book, TODAY).activity[-1].institution.name == "阳光社工"
        edit_row(book, "institution", first, {"state": "revoked", "ended_on": "2026-06-01"}, name="x")
        assert [work.title for work in institution_board(book, TODAY).revoked[first]] == ["居家养老"]


def test_a_credit_code_is_checked(chengdu: Book) -> None:
    values = {"name": "阳光", "state": "active"}
    with pytest.raises(Refusal) as refused:
        add_row(chengdu, "institution", {**values, "credit_code": "91350100M000100Y44"}, name="x")
    assert refused.value.field == "credit_code"
    add_row(chengdu, "institution", {**values, "credit_code": "91350100M000100Y43"}, name="x")


# Supervision


def test_zz_15_a_session_for_several_people(chengdu: Book) -> None:
    people = [worker(chengdu, name) for name in ("李娜", "王强", "赵敏")]
    values = {"held_on": "2026-11-01", "form": "group", "minutes": 120, "supervisor_name": "段老师",
              "due_on": "2026-11-10", "advice": "补记录"}  # fmt: skip
    session, _changes = supervision.record(chengdu, values, people[:2])
    found = supervision_board(chengdu, TODAY)
    hours = {one.person.name: (one.sessions, one.minutes, one.days) for one in found.people}
    assert hours["李娜"] == (1, 120, 17) and hours["赵敏"] == (0, 0, None)
    assert found.people[-1].person.name in ("李娜", "王强"), "who waits longest stands first"
    assert [one.id for one in found.open_advice] == [session]
    supervision.edit(chengdu, session, values, people[1:])
    assert {one.person.name for one in supervision_board(chengdu, TODAY).people if one.sessions} == {"王强", "赵敏"}
    supervision.edit(chengdu, session, values, people)
    assert rows_of(chengdu.connection, "supervision")[0]["minutes"] == 120
    assert len(supervision_board(chengdu, TODAY).rows[0].staff.split()) == 3  # type: ignore[union-attr]
    supervision.carry_out(chengdu, session, "2026-11-12", "已补")
    supervision.sign(chengdu, session, "2026-11-12")
    found = supervision_board(chengdu, TODAY)
    assert found.open_advice == [] and found.rows[0].supervisee_signed_on == "2026-11-12"


@pytest.mark.parametrize(
    ("values", "who", "code"),
    [
        ({"supervisor_name": "段老师"}, [], "supervision.nobody"),
        ({}, ["li"], "supervision.supervisor"),
        ({"supervisor": "li"}, ["li"], "supervision.oneself"),
    ],
)
def test_a_session_that_cannot_be(chengdu: Book, values: dict[str, Any], who: list[str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        supervision.record(chengdu, {"held_on": "2026-11-01", "form": "peer", **values}, who)
    assert refused.value.code == code


def test_gz_52_pairs_and_who_is_led_by_nobody(tmp_path: Path) -> None:
    with closing(opened(tmp_path, "guizhou", "520102002")) as book:
        old, young = worker(book, "老周", "2010-01-01"), worker(book, "小吴", "2025-01-01")
        add_certificate(book, old, "social_worker", "2012-06-01")
        assert {one.name for one in mentoring_board(book, TODAY).alone} == {"小吴", "王芳"}
        add_row(book, "mentoring", {"mentor": old, "mentee": young, "start_on": "2026-01-01"}, name="x")
        found = mentoring_board(book, TODAY)
        assert [(one.row.mentee_name, one.kind, one.runs) for one in found.pairs] == [("小吴", "certificate", True)]
        assert {one.name for one in found.alone} == {"王芳"} and found.rule is not None


def test_sz_27_the_budget_line_of_a_project(tmp_path: Path) -> None:
    with closing(opened(tmp_path, "shenzhen", "440304001")) as book:
        li = worker(book, "李娜")
        project, _c = add_row(book, "project", {"title": "社区项目", "unit": book.unit, "start_on": "2026-09-01",
                              "end_on": "2027-08-31", "state": "running"}, name="x")  # fmt: skip
        line = {"project": project, "category": "supervision", "budget_fen": 30_000}
        add_row(book, "funding_line", line, name="x")
        values = {"held_on": "2026-10-09", "form": "individual", "project": project, "supervisor_name": "段老师"}
        supervision.record(book, values, [li])
        (found,) = supervision_board(book, TODAY).lines
        assert (found.person_months, found.wanted, found.budget, found.short) == (1, 35_000, 30_000, 5_000)
        assert found.without == (date(2026, 9, 1), date(2026, 11, 1))


# Evaluation


def scheme(book: Book, source: str = "post_holder", weights: tuple[int, ...] = (40, 40, 20)) -> str:
    item = evaluations.set_of(book, source)
    elements = [Weighted(entry.zh, weight, None, entry.id) for entry, weight in zip(item.items, weights, strict=True)]
    values = {"title": item.zh, "subject": "post_holder", "policy": "chengdu", "source": source,
              "start_on": "2026-01-01", "grades": "优秀 90\n合格 60", "full_score": 1000}  # fmt: skip
    return evaluations.make_scheme(book, values, elements)[0]


def test_cd_33_from_scheme_to_grade(chengdu: Book) -> None:
    li, wang = worker(chengdu, "李娜"), worker(chengdu, "王强")
    with pytest.raises(Refusal) as refused:
        scheme(chengdu, weights=(40, 40, 10))
    assert refused.value.code == "evaluation.weights"
    made = scheme(chengdu)
    ids, _changes = evaluations.begin(chengdu, made, [li, wang], "2026-01-01", "2026-12-31")
    again, _changes = evaluations.begin(chengdu, made, [li, wang], "2026-01-01", "2026-12-31")
    assert len(ids) == 2 and again == [], "nobody is evaluated twice for one period"
    elements = [one.id for one in reads.elements(chengdu.connection, made)]

    def now() -> tuple[str, str | None, int | None]:
        row = reads.evaluations(chengdu.connection, row=ids[0])[0]
        return row.state, row.grade, row.total

    with pytest.raises(Refusal) as refused:
        evaluations.confirm(chengdu, ids[0], {"evaluated_on": "2026-11-18"})
    assert refused.value.code == "evaluation.scores_missing"
    evaluations.score(chengdu, ids[0], dict.fromkeys(elements, 1000), own=True, on="2026-11-10")
    assert now() == ("self_scored", None, None), "one's own scores decide nothing"
    evaluations.score(chengdu, ids[0], dict(zip(elements, (900, 950), strict=False)), own=False)
    assert now() == ("self_scored", None, None)
    evaluations.score(chengdu, ids[0], {elements[2]: 850}, own=False)
    assert now() == ("scored", "优秀", 910)
    with pytest.raises(Refusal):
        evaluations.score(chengdu, ids[0], {elements[2]: 1001}, own=False)
    evaluations.confirm(chengdu, ids[0], {"evaluated_on": "2026-11-18", "evaluator_kind": "town"})
    with pytest.raises(Refusal) as refused:
        evaluations.score(chengdu, ids[0], {elements[2]: 100}, own=False)
    assert refused.value.code == "evaluation.confirmed"
    evaluations.dispute(chengdu, ids[0], "不认可")
    evaluations.score(chengdu, ids[0], {elements[2]: 100}, own=False)
    assert now() == ("scored", "合格", 760)
    evaluations.weigh(chengdu, made, {elements[0]: (20, None), elements[2]: (40, "satisfaction")})
    assert reads.elements(chengdu.connection, made)[2].figure == "satisfaction"
    with pytest.raises(Refusal):
        evaluations.weigh(chengdu, made, {elements[0]: (50, None)})


def test_cd_35_and_cx_25_who_is_under_two_systems_and_who_under_none(chengdu: Book) -> None:
    li = worker(chengdu, "李娜")
    posts.fill(chengdu, post(chengdu, "岗"), li, "2026-01-01")
    wrong = scheme(chengdu, "community_worker", (50, 50))
    evaluations.begin(chengdu, wrong, [li], "2026-01-01", "2026-12-31")
    (clash,) = evaluation_board(chengdu, TODAY).clashes
    assert clash.other is None and clash.right == "post_holder" and clash.rule.clause.rule == "CD-35"
    evaluations.begin(chengdu, scheme(chengdu), [li], "2026-01-01", "2026-12-31")
    found = evaluation_board(chengdu, TODAY)
    assert any(one.other is not None for one in found.clashes)
    assert [one.name for one in found.without] == ["王芳"]


def test_figures_beside_an_element_come_from_the_logs(chengdu: Book) -> None:
    from swstation.operations.clients import add_client, set_visit_plan
    from swstation.operations.logs import LogInput, log_service

    li = worker(chengdu, "李娜")
    clients = []
    for name in ("张桂芳", "刘老"):
        client, _c = add_client(chengdu, {"name": name, "worker": li}, opened_on="2026-01-05")
        clients.append(client)
        set_visit_plan(chengdu, client=client, times=1, period="month", start_on="2026-01-01")
    for writer, day, client in ((li, "2026-09-05", 0), (li, "2026-09-06", 1), (li, "2026-10-05", 0),
                                (chengdu.worker, "2026-10-06", 1)):  # fmt: skip
        log_service(chengdu.as_worker(writer), LogInput(day, "home_visit", clients=((clients[client], "met"),)))
    add_training(chengdu, [li], approved=True, title="督导培训", start_on="2026-09-01", end_on="2026-09-02", tenths=75,
                 measure="class_hour")  # fmt: skip
    add_row(chengdu, "complaint", {"received_on": "2026-10-01", "staff": li, "state": "received"}, name="x")
    add_row(chengdu, "complaint", {"received_on": "2026-10-01", "staff": li, "state": "withdrawn"}, name="x")
    found = figures(chengdu.connection, chengdu.unit, li, date(2026, 9, 1), date(2026, 10, 31))
    assert (found.contacts, found.pending) == (3, 3)
    assert (found.due, found.kept, found.visit_rate) == (4, 4, 1000)
    assert (found.training, found.complaints, found.satisfaction) == ((("class_hour", 75),), 1, None)
    later = figures(chengdu.connection, chengdu.unit, li, date(2026, 11, 1), date(2026, 11, 30))
    assert (later.contacts, later.due, later.visit_rate, later.complaints) == (0, 2, 0, 0)


# Credit and complaints


def test_sz_39_only_entries_with_a_legal_basis_leave(chengdu: Book, tmp_path: Path) -> None:
    li = worker(chengdu, "李娜")
    entry = {"staff": li, "kind": "violation", "happened_on": "2026-10-01", "content": "=cmd|' /C calc'!A0"}
    with pytest.raises(Refusal) as refused:
        write_public(chengdu, tmp_path / "public.csv", TODAY)
    assert refused.value.code == "credit.nothing_public"
    with pytest.raises(Refusal) as refused:
        add_row(chengdu, "credit_entry", {**entry, "public": True}, name="x")
    assert refused.value.code == "credit.basis"
    hidden = add_row(chengdu, "credit_entry", {**entry, "public": False, "content": "内部"}, name="x")[0]
    with pytest.raises(Refusal):
        edit_row(chengdu, "credit_entry", hidden, {"public": True}, name="x")
    add_row(chengdu, "credit_entry", {**entry, "public": True, "public_basis": "《条例》第三条"}, name="x")
    until = {"public": True, "public_basis": "《条例》第三条", "public_until": "2026-11-17", "content": "过期"}
    add_row(chengdu, "credit_entry", {**entry, **until}, name="x")
    assert len(public_entries(chengdu, TODAY)) == 1
    assert write_public(chengdu, tmp_path / "public.csv", TODAY) == 1
    text = (tmp_path / "public.csv").read_text(encoding="utf-8-sig")
    assert "李娜" in text and "《条例》第三条" in text and "'=cmd" in text
    assert "内部" not in text and "过期" not in text
    assert chengdu.connection.execute("SELECT count(*) FROM audit WHERE what = 'publish'").fetchone() == (1,)


def test_sz_37_a_complaint_from_received_to_closed(chengdu: Book) -> None:
    values = {"received_on": "2026-11-01", "staff": worker(chengdu, "李娜"), "state": "received"}
    complaint, _c = add_row(chengdu, "complaint", values, name="x")
    with pytest.raises(Refusal):
        move_complaint(chengdu, complaint, "closed", "2026-11-02", result="好")
    move_complaint(chengdu, complaint, "accepted", "2026-11-02", due_on="2026-11-30")
    move_complaint(chengdu, complaint, "handled", "2026-11-05", result="已面谈致歉")
    move_complaint(chengdu, complaint, "closed", "2026-11-06")
    (row,) = reads.complaints(chengdu.connection)
    assert (row.state, row.settled_on, row.result, row.handler, row.due_on) == (
        "closed", "2026-11-06", "已面谈致歉", chengdu.worker, "2026-11-30",
    )  # fmt: skip
    with pytest.raises(Refusal):
        move_complaint(chengdu, complaint, "accepted", "2026-11-07")
    delete_row(chengdu, "complaint", complaint, name="x")
    with pytest.raises(Refusal) as refused:
        move_complaint(chengdu, complaint, "accepted", "2026-11-07")
    assert refused.value.code == "complaint.unknown"
