"""A client, a case, a member of staff handed to another station; records that do not count; erasing by order."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import County, Site

from db.errors import Refusal
from db.fold import fold
from db.gateway import Author, Change, author_records, insert_op, ops_of_row, put_row
from db.queries.closure import client_closure, history
from db.queries.ownership import foreign_records
from db.queries.people import assignments
from db.records import make
from db.registry import specs
from swstation.operations import admission, erasure, transfers
from swstation.operations.book import Book
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client, current_groups, edit_client
from swstation.operations.logs import LogInput, log_service

A, B = "T532301102", "T532301103"
DAY = "2026-03-02"
NAME, NOTE = "李桂芳", "独居老人血压偏高"


def sent(site: Site, here: County) -> Path:
    """What a station has, taken in by the county."""
    file = site.bundle(here.stick, full=True)
    here.county.merge_one(file)
    return file


def down(here: County, unit: str, *sites: Site) -> None:
    """The county's next bundle down to a station, taken in there."""
    file = here.county.bundle(here.stick, peer=unit)
    for site in sites:
        site.merge_one(file)


def put_client(site: Site, name: str = NAME) -> str:
    """A client's file."""
    with site.book() as book:
        return add_client(book, {"name": name, "phone": "13900000000"}, opened_on=DAY)[0]


def hand_to_b(here: County, client: str, on: str = DAY) -> None:
    with here.county.book() as book:
        transfers.transfer_client(book, client, B, on, "随子女居住", "本人书面同意")


def phone(site: Site, client: str, number: str) -> None:
    with site.book() as book:
        edit_client(book, client, {"phone": number})


def log(book: Book, *clients: str) -> None:
    """An entry of half an hour."""
    log_service(book, LogInput(DAY, "home_visit", minutes=30, note=NOTE, clients=tuple((c, "met") for c in clients)))


def forged(site: Site, client: str, number: str) -> None:
    """What a program writes that does not ask whose a row is."""
    with site.book() as book, book.store.transaction() as connection:
        change = Change("client", client, {"contact": {"phone": number}})
        author_records(connection, Author(book.worker, book.source), [change], anywhere=True)


def shown(site: Site) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = site.all("SELECT owner, phone, conflicts FROM client WHERE name = ?", NAME)
    return found


@pytest.mark.fault(40)
def test_what_the_old_station_wrote_before_it_heard_is_kept(here: County) -> None:
    client = put_client(here.a)
    sent(here.a, here)
    sent(here.b, here)
    hand_to_b(here, client)
    phone(here.a, client, "13911111111")
    sent(here.a, here)
    assert shown(here.county) == [(B, "13911111111", 0)]
    down(here, B, here.b)
    assert shown(here.b) == [(B, "13911111111", 0)]
    assert here.county.all("SELECT count(*) FROM foreign_op") == [(0,)]
    # The new station goes on with it, and the county hears of both.
    phone(here.b, client, "13922222222")
    sent(here.b, here)
    assert shown(here.county) == [(B, "13922222222", 0)]


@pytest.mark.fault(41)
def test_after_it_heard_the_old_station_reads_only(here: County) -> None:
    client = put_client(here.a)
    sent(here.a, here)
    sent(here.b, here)
    hand_to_b(here, client)
    down(here, A, here.a)
    assert shown(here.a) == [(B, "13900000000", 0)]
    with pytest.raises(Refusal) as caught:
        phone(here.a, client, "13911111111")
    assert (caught.value.code, caught.value.params["unit"]) == ("transfer.read_only", B)
    with here.a.book() as book:
        (waiting,) = transfers.handovers(book)
        assert (waiting.table, waiting.row, waiting.to, waiting.on) == ("client", client, B, DAY)
        transfers.hand_over(book)
        assert transfers.handovers(book) == []
        with pytest.raises(Refusal, match="nothing"):
            transfers.hand_over(book)
    forged(here.a, client, "13933333333")
    sent(here.a, here)
    assert shown(here.county) == [(B, "13900000000", 0)], "kept, and not shown"
    with here.county.book() as book:
        (found,) = foreign_records(book.connection)
        assert (found.row, found.unit, found.reason, found.worker) == (client, A, "handed_over", "试1")
        admission.admit(book, [found.op[:8]], "已电话核实")
    assert shown(here.county) == [(B, "13933333333", 0)]
    assert here.county.all("SELECT count(*) FROM foreign_op") == [(0,)]
    with here.county.book() as book:
        admission.quarantine(book, [found.op], "又核实为误填")
    assert shown(here.county) == [(B, "13900000000", 0)]
    assert here.county.all("SELECT reason FROM foreign_op") == [("quarantined",)]


def test_a_stranger_s_record_does_not_count(here: County) -> None:
    client = put_client(here.a)
    sent(here.a, here)
    forged(here.b, client, "13944444444")
    sent(here.b, here)
    assert shown(here.county) == [(A, "13900000000", 0)]
    assert here.county.all("SELECT reason FROM foreign_op") == [("foreign",)]
    rows = here.county.sw("admit").document
    assert [(one["unit"], one["reason"], one["table"]) for one in rows] == [(B, "foreign", "client")]
    checks = {one["name"]: one["ok"] for one in here.county.sw("doctor").document["checks"]}
    assert all(checks.values()), checks

    with here.county.book() as book:
        admission.admit(book, [rows[0]["op"]], "已与两站核实")
    assert shown(here.county) == [(A, "13900000000", 1)], "neither had seen the other's: both stand, to be settled"
    down(here, A, here.a)
    assert shown(here.a) == [(A, "13900000000", 1)], "what the county shows, the station whose file it is shows, too"


@pytest.mark.parametrize(
    ("to", "on", "reason", "consent", "code"),
    [
        (B, DAY, " ", "同意", "value.empty"),
        (B, DAY, "搬迁", " ", "transfer.consent"),
        (B, "2026-02-30", "搬迁", "同意", "value.date"),
        ("T532301999", DAY, "搬迁", "同意", "transfer.unit"),
        (A, DAY, "搬迁", "同意", "transfer.already"),
    ],
)
def test_what_a_transfer_needs(here: County, to: str, on: str, reason: str, consent: str, code: str) -> None:
    client = put_client(here.a)
    sent(here.a, here)
    sent(here.b, here)
    before = here.county.content()
    with here.county.book() as book, pytest.raises(Refusal) as caught:
        transfers.transfer_client(book, client, to, on, reason, consent)
    assert caught.value.code == code and here.county.content() == before
    with here.a.book() as book, pytest.raises(Refusal, match="county_only"):
        transfers.transfer_client(book, client, B, DAY, "搬迁", "同意")


def test_what_goes_along_and_what_stays(here: County) -> None:
    with here.a.book() as book:
        client, _done = add_client(book, {"name": NAME}, opened_on=DAY)
        other, _done = add_client(book, {"name": "王五"}, opened_on=DAY)
        alone, _done = open_case(book, [client], opened_on=DAY)
        both, _done = open_case(book, [client, other], opened_on=DAY)
        log(book, client)
        found = client_closure(book.connection, client)
        tables = [table for table, _row in found.moves]
        assert tables[0] == "client" and tables.count("service_case") == 1
        assert ("service_case", alone) in found.moves and ("service_case", both) in found.history
        assert {"service_log", "log_client"} <= {table for table, _row in found.history}
        assert not set(found.moves) & set(found.history)
        seen = history(book.connection, "client", client)
        assert set(seen) | {("client", client)} == set(found.moves) | set(found.history)
    sent(here.a, here)
    sent(here.b, here)
    hand_to_b(here, client)
    owners = dict(here.county.all("SELECT lower(hex(id)), owner FROM service_case"))
    assert owners == {alone: B, both: A}
    assert here.county.all("SELECT DISTINCT owner FROM service_log") == [(A,)]


def test_a_member_of_staff_moves_and_the_past_stays(here: County) -> None:
    with here.a.book() as book:
        staff = book.worker
        log(book, add_client(book, {"name": NAME}, opened_on=DAY)[0])
    sent(here.a, here)
    sent(here.b, here)
    with here.county.book() as book:
        transfers.transfer_staff(book, staff, B, "2026-04-01", "调动")
        past, now = assignments(book.connection, staff)
        assert (past.unit, past.end_on, now.unit, now.start_on, now.end_on) == (A, "2026-03-31", B, "2026-04-01", None)
        assert current_groups(book, "staff", staff)["employment"]["unit"] == B
        transfers.transfer_staff(book, staff, A, "2026-06-01", "调回")
        units = [(one.unit, one.start_on, one.end_on) for one in assignments(book.connection, staff)]
        assert units[1:] == [(B, "2026-04-01", "2026-05-31"), (A, "2026-06-01", None)]
    assert here.county.all("SELECT unit FROM service_log") == [(A,)]
    assert here.county.all("SELECT owner FROM staff WHERE id = unhex(?)", staff) == [(A,)]


@pytest.mark.fault(78)
def test_erased_is_gone_everywhere_and_does_not_come_back(here: County, tmp_path: Path) -> None:
    client = put_client(here.a)
    with here.a.book() as book:
        open_case(book, [client], opened_on=DAY, problem=NOTE)
        log(book, client)
    old = sent(here.a, here)
    said = here.county.sw("erase", "client", NAME, "--reason", "本人要求", "--yes").document
    assert said["records"] == 3 and len(said["notes"]) == 1
    for site in (here.county, here.a):
        if site == here.a:
            down(here, A, here.a, here.a2)
        raw = {table: repr(rows) for table, rows in site.content()}
        left = [table for table, rows in raw.items() if NAME in rows or NOTE in rows or "13900000000" in rows]
        assert left == []
        assert site.all("SELECT count(*) FROM client") == [(0,)]
        assert site.all("SELECT minutes, note, owner FROM service_log") == [(30, None, A)], "the work stays"
        checks = {one["name"]: one["ok"] for one in site.sw("doctor").document["checks"]}
        assert all(checks.values()), checks
        files = b"".join(path.read_bytes() for path in site.path.parent.glob("book.db*") if path.is_file())
        assert NAME.encode() not in files and NOTE.encode() not in files
    # The chain holds, and what arrives again from before brings nothing back.
    last = here.county.all("SELECT last, highest FROM replica WHERE id = unhex(?)", here.a.replica)
    assert last[0][0] == last[0][1]
    here.a.address(7, "x")
    sent(here.a, here)
    content = here.county.all("SELECT id, payload FROM op ORDER BY id")
    here.county.merge(old)
    assert here.county.all("SELECT id, payload FROM op ORDER BY id") == content
    assert here.county.all("SELECT what, t FROM audit WHERE what = 'erase' AND t = 'client'") == [("erase", "client")]
    # A machine that hears the order first, and the records afterwards.
    down(here, A, here.a2)
    here.a2.merge(old)
    assert NAME not in repr(here.a2.content())
    with here.county.book() as book, pytest.raises(Refusal, match="erased"):
        erasure.erase(book, erasure.row_to_erase(book, "client", client), "本人要求")


def test_what_others_are_in_too_is_left_and_named(here: County) -> None:
    client, other = put_client(here.a), put_client(here.a, "王桂英")
    with here.a.book() as book:
        for who in ([client], [client, other]):
            open_case(book, who, opened_on=DAY, problem=NOTE)
        log(book, client, other)
    here.a.write(501, "consent", ident={"client": client, "kind": "photo", "start_on": DAY, "end_on": None})
    sent(here.a, here)
    with here.county.book() as book:
        wanted = erasure.client_to_erase(book, client)
        gone = {row for (_table, row), _ops in wanted.rows}
        assert {table for (table, _row), _ops in wanted.rows} == {"client", "service_case", "case_client", "consent"}
        assert len(wanted.shared_cases) == 1 and wanted.shared_logs == 1 and not wanted.notes
        assert wanted.shared_cases[0] not in gone
        erasure.erase(book, wanted, erasure.order_words("楚民函〔2026〕12号", "本人要求"))
    assert here.county.all("SELECT count(*) FROM service_case") == [(1,)]
    assert here.county.all("SELECT name FROM client") == [("王桂英",)]
    ((said,),) = here.county.all("SELECT DISTINCT payload FROM op WHERE a = 'erase' AND t = 'client'")
    assert "楚民函〔2026〕12号；本人要求" in said


def test_erasing_is_asked_for(here: County) -> None:
    put_client(here.a)
    sent(here.a, here)
    assert here.county.sw("erase", "client", NAME, "--reason", "本人要求").refusal == "transfer.not_sure"
    assert here.a.sw("erase", "client", NAME, "--reason", "本人要求", "--yes").refusal == "transfer.county_only"
    assert shown(here.county) == [(A, "13900000000", 0)]


def test_two_transfers_that_do_not_know_of_each_other_are_in_dispute(here: County) -> None:
    client = put_client(here.a)
    sent(here.a, here)
    sent(here.b, here)
    hand_to_b(here, client)
    said = {"from": A, "to": "C532301", "on": DAY, "reason": "收回"}
    with here.county.book() as book, book.store.transaction() as connection:
        # As the county's other desk wrote it, which had not heard of the first.
        lamport = connection.execute("SELECT max(l) FROM op").fetchone()[0] + 1
        op = make(
            r=bytes(16), n=1, lamport=lamport, at="2026-03-02T09:00:00+08:00", w=bytes(16), st="C532301", t="client",
            k=bytes.fromhex(client), a="transfer", o={}, groups={"_owner": said}, salt=bytes(16),
        )  # fmt: skip
        insert_op(connection, op)
        put_row(connection, specs()["client"], op.k, fold(specs()["client"], ops_of_row(connection, "client", op.k)))
    assert shown(here.county) == [("C532301", "13900000000", 1)]
    (conflict,) = here.county.sw("conflict", "list").document
    assert conflict["group"] == "_owner" and {v["value"]["to"] for v in conflict["values"]} == {B, "C532301"}
    hand_to_b(here, client)
    assert shown(here.county) == [(B, "13900000000", 0)]
    assert here.county.sw("conflict", "list").document == []


def test_by_commands(here: County) -> None:
    client = put_client(here.a)
    sent(here.a, here)
    sent(here.b, here)
    done = here.county.sw(
        "transfer", "client", NAME, "--to", B, "--on", DAY, "--reason", "搬迁", "--consent", "监护人同意"
    ).document
    assert done["to"] == B and ["client", client] in done["rows"]
    down(here, A, here.a)
    assert [one["row"] for one in here.a.sw("handover").document] == [client]
    assert here.a.sw("handover", "--all").document == {"rows": [["client", client]]}
    assert here.a.sw("handover").document == []
    assert here.a.sw("transfer", "client", NAME, "--to", B, "--reason", "x", "--consent", "y").refusal == (
        "transfer.county_only"
    )
    assert here.county.sw("admit", "abcdef", "--reason", "x").refusal == "transfer.record"
