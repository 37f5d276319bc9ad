"""Whose a record is, by keys: the county gives a client away, the old station confirms, the new one finds it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock
from sites import County, Site, found

from db.gateway import Author, Change, author_records
from db.queries.cases import case_list
from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client
from swstation.operations.standing import due

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def go_to(person: Person, action: str) -> None:
    await person.press("escape", "ctrl+p")
    await person.type(action)
    await person.press("enter")


async def test_the_county_is_asked_where_when_why_and_with_whose_consent() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "4", "enter", "f9")
        person.sees("To station*", "2026-11-23", "Consent*", "they go along", "Ctrl+S saves")
        await person.press("ctrl+s")
        assert person.beside("to") and not station.written
        await person.press("2", "down", "down")
        await person.type("搬到吕合")
        await person.press("enter", "3", "down", "2", "ctrl+s")
        person.hears("belongs to 吕合镇社工站 from now on")
        ((_op, (kind, _row, values)),) = station.written
        assert kind == "client" and values == {
            "to": "T532301103", "on": "2026-11-23", "reason": "搬到吕合", "cases": "no",
            "consent": "given by the guardian or the family",
        }  # fmt: skip


async def test_a_case_and_a_worker_can_be_given_away_too() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "2", "end", "up", "enter", "h")
        person.sees("Transfer: ", "Consent*")
        person.misses("Open cases")
        await person.press("escape", "escape", "5", "enter", "f9", "f9")
        person.sees("Transfer: ")
        person.misses("Open cases", "Consent")
        await person.press("1", "down", "down")
        await person.type("借调")
        await person.press("ctrl+s")
        ((_op, (kind, _row, values)),) = station.written
        assert kind == "staff" and values == {"to": "T532301102", "on": "2026-11-23", "reason": "借调"}


async def test_a_station_hears_who_may() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "4", "enter", "f9")
        person.hears("Only a county station, or a unit above it, may do this in its own area. Ask yours.")
        person.misses("To station")


async def test_handovers_are_confirmed_one_by_one_or_all() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0")
        person.sees("! 2 handovers wait for you: Ctrl+X confirms them")
        await person.press("ctrl+x")
        person.sees("Handovers", "张桂芳", "吕合镇社工站", "2026-11-20", "DG2026A0007", "1 个探访计划")
        await person.press("down")
        person.sees("No open case and no visit plan goes along.")
        await person.press("f5", "enter")
        assert not station.written, "a slip of the finger confirms nothing"
        await person.press("f5", "down", "enter", "ctrl+a", "c")
        person.sees("Confirm 2 handovers?")
        await person.press("down", "enter")
        assert [sorted(ids) for _op, ids in station.written] == [["service_case/k2"], ["client/c1", "service_case/k2"]]
        person.hears("2 handovers confirmed. It is only read here now")


async def test_where_nothing_waits_nothing_is_confirmed() -> None:
    station = FakeStation(empty=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0")
        person.misses("Ctrl+X confirms")
        await person.press("ctrl+x", "f5")
        person.sees("Nothing waits to be handed over.")
        assert not station.written


async def test_records_that_do_not_count_are_admitted_or_refused_with_a_reason() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "n")
        person.sees("Not counted", "张桂芳", "吕合镇社工站", "138****1001")
        await person.press("f5")
        await person.press("ctrl+s")
        assert person.beside("reason") and not station.written
        await person.type("已核实")
        await person.press("ctrl+s")
        person.hears("They count now.")
        await person.press("ctrl+a", "x")
        person.sees("Refuse 2 records")
        await person.type("写错了人")
        await person.press("ctrl+s")
        person.hears("They count no more.")
        assert station.written == [
            ("judge", (("a1" * 16,), True, "已核实")), ("judge", (("a1" * 16, "b2" * 16), False, "写错了人")),
        ]  # fmt: skip


async def test_a_station_may_look_at_them_and_hears_who_decides() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await go_to(person, "admission.list")
        person.sees("张桂芳")
        await person.press("f8")
        await person.type("x")
        await person.press("ctrl+s")
        person.hears("Only a county station")


async def test_what_waits_to_be_looked_at_is_counted_where_the_day_begins() -> None:
    """On the exchange page by a key each, and on a county's Today by Enter."""
    for key, seen in (("ctrl+k", "ProblemsScreen"), ("ctrl+e", "DuplicatesScreen"), ("ctrl+u", "AdmissionScreen")):
        async with sitting(station_app(FakeStation(collects=True), clock=clock), (120, 40)) as person:
            await person.press("escape", "0")
            person.sees("3 findings: Ctrl+K", "2 possible doubles: Ctrl+E")
            person.sees("2 records do not count: Ctrl+U")
            await person.press(key)
            assert type(person.app.screen).__name__ == seen
    async with sitting(station_app(FakeStation(collects=True), clock=clock), (120, 40)) as person:
        person.sees("3 findings", "2 possible doubles", "2 records do not count")
        await person.press("escape", "tab", "home", *["down"] * 5, "enter")
        assert type(person.app.screen).__name__ == "DuplicatesScreen"
    async with sitting(station_app(FakeStation(), clock=clock), (120, 40)) as person:
        person.sees("3 findings")  # at a station they stand below what is due


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_names_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name), clock=clock)) as person:
        await go_to(person, "handover.list")
        person.sees("DG2026A0009")
    async with sitting(station_app(FakeStation(name=name, collects=True), clock=clock)) as person:
        await person.press("escape", "4", "enter", "f9")
        person.sees("Consent")
    async with sitting(station_app(FakeStation(name=name, collects=True), clock=clock)) as person:
        await go_to(person, "admission.list")
        person.sees("DG2026A0009")


def cases_of(site: Site, unit: str) -> tuple[list[str], list[str]]:
    """The cases of a unit's list, and those that its due list names."""
    with site.book() as book:
        mine = [one.number for one in case_list(book.connection, owner=unit)]
        late = [str(one.params["number"]) for one in due(book, date(2026, 12, 1), 14) if "number" in one.params]
        return mine, late


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return found(tmp_path_factory.mktemp("county") / "made")


async def test_a_client_moves_from_one_station_to_the_other(county: County, tmp_path: Path) -> None:
    """By keys at the county and at the old station; the case is then the new station's, in its lists and due."""
    here = county.copy(tmp_path / "county")
    with here.a.book() as book:
        client, _changes = add_client(book, {"name": "王桂英"}, opened_on="2026-11-01")
        open_case(book, [client], opened_on="2026-11-02", next_contact="2026-11-25")
    here.b.address(7, "so that the county knows the station")
    for site in (here.a, here.b):
        here.county.merge_one(site.bundle(here.stick))

    backend = BookBackend(here.county.path, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "4")
        person.sees("王桂英", "东瓜镇社工站")  # a county's list says whose file it is
        await person.press("enter", "f9")
        await person.press("2", "down", "down")
        await person.type("搬到吕合镇居住")
        await person.press("enter", "1", "ctrl+s")
        person.hears("belongs to 吕合镇社工站 from now on")
        person.sees("Station    吕合镇社工站")
    backend.shut()

    for site, unit in ((here.a, "T532301102"), (here.b, "T532301103")):
        sent = here.county.export(here.stick, peer=unit)
        assert sent.file
        site.merge_one(sent.file)

    ((number,),) = here.b.all("SELECT number FROM service_case")
    assert cases_of(here.a, "T532301102") == ([], [])
    assert cases_of(here.b, "T532301103") == ([number], [number])
    assert here.b.all("SELECT unit, owner FROM service_case") == [("T532301102", "T532301103")]

    backend = BookBackend(here.a.path, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0")
        person.sees("! 1 handover waits for you: Ctrl+X confirms it")
        await person.press("ctrl+x")
        person.sees("王桂英", "吕合镇社工站", "搬到吕合镇居住", number)
        await person.press("f5", "down", "enter")
        person.hears("1 handover confirmed.")
        person.sees("Nothing waits to be handed over.")
        await person.press("escape", "4")
        person.sees("王桂英", "handed over to 吕合镇社工站")
        await person.press("f5")
        person.hears("This belongs to 吕合镇社工站 now").misses("Identity number")
        await person.press("enter")
        person.sees("Handed over to  吕合镇社工站")
        with pytest.raises(Exception, match=r"transfer\.read_only"):
            await backend.save_client(client, {"name": "王桂英", "phone": "13800001001"})
    backend.shut()
    assert here.a.all("SELECT count(*) FROM op WHERE a = 'ack'") > [(1,)]


async def test_the_county_admits_what_a_stranger_wrote(county: County, tmp_path: Path) -> None:
    """A real foreign record: named with who wrote what, admitted by a key, and refused again."""
    here = county.copy(tmp_path / "county")
    with here.a.book() as book:
        client, _changes = add_client(book, {"name": "王桂英", "phone": "13800001001"}, opened_on="2026-11-01")
    with here.b.book() as book, book.store.transaction() as connection:
        author = Author(book.worker, book.source)
        change = Change("client", client, {"contact": {"phone": "13900002002"}})
        author_records(connection, author, [change], anywhere=True)
    for site in (here.a, here.b):
        here.county.merge_one(site.bundle(here.stick))

    def phone() -> object:
        return here.county.all("SELECT phone FROM client")[0][0]

    assert phone() == "13800001001"
    backend = BookBackend(here.county.path, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 40)) as person:
        await person.press("escape", "0")
        person.sees("1 record does not count: Ctrl+U")
        await person.press("ctrl+u")
        person.sees("王桂英", "吕合镇社工站", "written by a unit that the row never belonged to", "139****2002")
        await person.press("f5")
        await person.type("已与两站核实")
        await person.press("ctrl+s")
        person.hears("They count now.")
        person.sees("All records count.")
        assert await backend.foreign_count() == 0
    backend.shut()
    assert phone() == "13900002002" or here.county.all("SELECT count(*) FROM conflict") == [(1,)]


async def test_what_a_lost_laptop_sends_is_said_before_and_after_the_merge(county: County, tmp_path: Path) -> None:
    """Reported lost by keys; its next bundle says what of it is returned and why, and so does the page of stations.

    A file for somebody else on the same stick is not called refused, and what another unit wrote on is no empty line.
    """
    here = county.copy(tmp_path / "county")
    here.b.address(1, "before")
    here.county.merge_one(here.b.bundle(here.stick))
    with here.a.book() as book:
        client, _changes = add_client(book, {"name": "王桂英"}, opened_on="2026-11-01")
    here.county.merge_one(here.a.bundle(here.stick))
    here.b.address(3, "after")
    with here.b.book() as book, book.store.transaction() as connection:
        change = Change("client", client, {"contact": {"phone": "13900002002"}})
        author_records(connection, Author(book.worker, book.source), [change], anywhere=True)
    late = tmp_path / "late"
    late.mkdir()
    here.b.bundle(late)
    down = here.county.export(late, peer="T532301102").file
    assert down

    backend = BookBackend(here.county.path, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0", "f7", *["backspace"] * 60)
        await person.type(str(late))
        await person.press("enter")
        person.sees("1 row of another unit was written on", "(Exchange, Ctrl+U)").misses("! would merge")
        await person.press("escape", "ctrl+w", "end", "f8", "down", "enter")
        person.sees("! reported lost")
        await person.press("escape", "f7", "enter")
        person.sees("! would merge", "! 2 records are not taken in: the record comes from a device that was reported")
        await person.press("down")
        person.sees("not ours", "This bundle goes the other way")
        await person.press("up", "f7")
        person.sees("! merged", "! 2 records are not taken in")
        await person.press("escape")
        person.sees("! reported lost  2 returned")
        await person.press("end", "enter")
        person.sees("Reported lost: what it wrote since is returned", "comes from a device that was reported lost")
        await person.press("escape", "ctrl+d", "ctrl+s")  # to all stations
        person.sees("1 file in", "东瓜镇社工站  532301102-down", "吕合镇社工站  ! No computer of 吕合镇社工站 is left")
        await person.press("escape", "f8", "end", "ctrl+u")
        await person.type(str(county.stick / "b.swe"))
        await person.press("enter")
        person.sees("! It was reported lost and counts again.", "They read")
    backend.shut()


async def test_cards_of_a_folder_are_named_and_ones_own_is_left_out(county: County, tmp_path: Path) -> None:
    torn = tmp_path / "torn.swe"
    torn.write_text("{", encoding="utf-8")
    backend = BookBackend(county.copy(tmp_path / "county").county.path, lambda: NOW)
    await backend.open(None)
    seen = await backend.cards([*sorted(county.stick.glob("*.sw[ce]")), torn])
    assert [(one.file.name, one.unit, one.here) for one in seen] == [
        ("a.swe", "东瓜镇社工站", True), ("a2.swe", "东瓜镇社工站", True), ("b.swe", "吕合镇社工站", True),
        ("torn.swe", "torn.swe", False),
    ]  # fmt: skip
    backend.shut()
