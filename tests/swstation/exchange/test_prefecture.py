"""A county's named bundles at the prefecture: what the county has enrolled counts, what it has not is set aside."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import independent_reader
import pytest
from books import seeded, to_be_copied
from sites import County, Site, found

from db.gateway import Author, Change, write
from db.ids import derived_id
from db.store import put_setting
from swstation import lists
from swstation.exchange.certifying import certify
from swstation.exchange.identity import device, device_keys, enrolment_id, revoke, trust, write_card
from swstation.exchange.upward import Owed, owed_above
from swstation.operations.book import do, open_book
from swstation.operations.install import Setup, initialise


@pytest.fixture(scope="session")
def two_tiers(founded: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county and a prefecture above it that have each other's card, as a pattern to be copied."""
    folder = tmp_path_factory.mktemp("prefecture")
    county = founded.copy(folder / "county")
    above = Site(folder / "above" / "book.db")
    initialise(above.path, Setup("prefecture_centre", "5323", "州一", None), seeded(77)).close()
    with above.book() as book, county.county.book() as below:
        write_card(book, county.stick / "above.swc", "county_card")
        trust(book, county.stick / "county.swc")
        trust(below, county.stick / "above.swc")
    for site in (above, county.county):
        to_be_copied(open_book(site.path))
    return folder


@pytest.fixture
def here(two_tiers: Path, tmp_path: Path) -> County:
    """A copy of it that a test may write to."""
    shutil.copytree(two_tiers, tmp_path / "fleet")
    return County(tmp_path / "fleet" / "county")


@pytest.fixture
def above(here: County) -> Site:
    return Site(here.folder.parent / "above" / "book.db")


def up(here: County, **options: object) -> Path:
    """What the county hands on."""
    return here.county.bundle(here.stick, **options)


def handed_in(here: County, *sites: Site) -> None:
    for site in sites:
        here.county.merge_one(site.bundle(here.stick))


def colleague(here: County, name: str, seed: int) -> Site:
    """One more laptop of station a, which a colleague knows and the county does not."""
    site = Site(here.folder / name / "book.db")
    initialise(site.path, Setup("township_station", "532301102", "试", None, letter="C"), seeded(seed)).close()
    with site.book() as book:
        trust(book, here.stick / "county.swc")
        trust(book, here.stick / "a.swe")
        write_card(book, here.stick / f"{name}.swe", "enrolment")
    with here.a.book() as book:
        trust(book, here.stick / f"{name}.swe")
    return site


def same(above: Site, below: Site) -> bool:
    """Whether all that is below is above, record by record, and what is shown of it is the same."""
    wanted = "SELECT id FROM op WHERE st NOT LIKE 'M%' AND st NOT LIKE 'P%' ORDER BY 1"
    return above.all(wanted) == below.all(wanted) and all(
        above.all(f"SELECT * FROM {table} ORDER BY id") == below.all(f"SELECT * FROM {table} ORDER BY id")
        for table in ("household", "enrolment")
    )


def addresses(site: Site) -> set[str]:
    return {one for (one,) in site.all("SELECT address FROM household")}


def test_what_stations_handed_in_is_the_same_at_the_prefecture(here: County, above: Site) -> None:
    here.a.address(1, "东瓜村1组")
    here.b.address(2, "吕合村2组")
    handed_in(here, here.a, here.b)
    file = up(here)
    done = above.merge_one(file)
    assert done.station == "C532301" and not done.quarantined and same(above, here.county)
    assert addresses(above) == {"东瓜村1组", "吕合村2组"}
    assert above.merge_one(file).status == "already_merged" and same(above, here.county)


def test_directly_or_through_the_county_the_same_digest(here: County, above: Site, tmp_path: Path) -> None:
    with above.book() as book:
        for name in ("a", "b"):
            trust(book, here.stick / f"{name}.swe")
    shutil.copytree(above.path.parent, tmp_path / "directly")
    directly = Site(tmp_path / "directly" / "book.db")
    for turn, site in enumerate((here.a, here.b, here.a)):
        site.address(turn, f"{turn}组")
        here.county.merge_one(site.bundle(here.stick))
    above.merge_one(up(here))
    for site in (here.b, here.a):
        with site.book() as book:
            trust(book, here.stick / "above.swc")
        directly.merge_one(site.bundle(here.stick, full=True))
    directly.merge_one(up(here))
    assert directly.digest == above.digest and addresses(directly) == addresses(here.county)


def test_any_order_and_in_parts_the_same(here: County, above: Site, tmp_path: Path) -> None:
    shutil.copytree(above.path.parent, tmp_path / "second")
    second = Site(tmp_path / "second" / "book.db")
    files = []
    for turn in range(3):
        here.a.address(turn, f"{turn}组")
        handed_in(here, here.a)
        files.append(up(here, full=turn == 1))
    for file in files:
        above.merge_one(file)
    for file in reversed(files):
        second.merge_one(file)
    assert above.digest == second.digest and same(above, here.county) and addresses(second) == {"0组", "1组", "2组"}


def test_receipts_come_down_and_the_next_bundle_begins_behind_them(here: County, above: Site) -> None:
    here.a.address(1, "东瓜村1组")
    handed_in(here, here.a)
    above.merge_one(up(here))
    (receipt,) = above.sw("receipt", "--all", "--to", here.stick).document["files"]
    assert receipt["unit"] == "C532301" and {one["replica"] for one in receipt["receipts"]} >= {here.a.replica}
    taken = here.county.merge_one(Path(receipt["file"]))
    assert {one.verdict for one in taken.receipts} == {"taken"}
    assert here.county.export(here.stick).file is None
    assert all(one["missing"] == 0 for one in here.county.sw("reconcile").document if one["holder"] == "county")
    here.a.address(2, "东瓜村2组")
    handed_in(here, here.a)
    more = here.county.export(here.stick)
    assert [(one.replica, one.ops) for one in more.ranges] == [(here.a.replica, 1)]
    # It is nobody else's: a station refuses it, and the county does not take its own word for the prefecture's.
    assert here.b.refused(Path(receipt["file"])) == "bundle.other_county"
    assert here.county.refused(here.county.bundle(here.stick, peer="T532301103")) == "bundle.not_the_county"


def test_a_device_that_the_county_never_enrolled_is_set_aside_with_its_name(here: County, above: Site) -> None:
    stranger = colleague(here, "c", 91)
    stranger.address(9, "没有登记的电脑")
    here.a.address(1, "东瓜村1组")
    here.a.merge_one(stranger.bundle(here.stick))
    handed_in(here, here.a)
    assert addresses(here.county) == {"没有登记的电脑", "东瓜村1组"}
    done = above.merge_one(up(here))
    count = len(here.county.all("SELECT 1 FROM op WHERE r = unhex(?)", stranger.replica))
    assert done.quarantined == count and {one.reason for one in done.aside} == {"uncertified"}
    assert {one.replica for one in done.aside} == {stranger.replica} and addresses(above) == {"东瓜村1组"}
    # The county enrols it: its word comes with the next bundle, and what waited is taken in by itself.
    with here.county.book() as book:
        trust(book, here.stick / "c.swe")
    above.merge_one(up(here))
    assert addresses(above) == {"没有登记的电脑", "东瓜村1组"} and same(above, here.county)
    assert not above.merge_one(up(here, full=True)).quarantined


def test_nobody_certifies_a_device_in_the_name_of_the_county(here: County, above: Site) -> None:
    stranger = colleague(here, "c", 92)
    stranger.address(9, "没有登记的电脑")
    here.a.merge_one(stranger.bundle(here.stick))
    # The station says of its colleague's laptop what only the county may say.
    with stranger.book() as book:
        keys = {"replica": stranger.replica, "unit": "T532301102", "name": "甲", "first_seq": None}
        public = device_keys(book).public
        keys |= {"truster": "C532301", "sign_key": public.sign_text, "age_key": public.recipient}
    row = enrolment_id("C532301", stranger.replica)
    here.a.write(int(row, 16), "enrolment", keys=keys, trust={"state": "verified"})
    handed_in(here, here.a)
    done = above.merge_one(up(here))
    assert {one.reason for one in done.aside} == {"uncertified"} and addresses(above) == set()


def test_what_a_lost_device_wrote_later_stays_out(here: County, above: Site) -> None:
    here.b.address(1, "丢失以前")
    handed_in(here, here.b)
    first = up(here)
    with here.county.book() as book:
        revoke(book, here.b.replica)
    here.b.address(2, "丢失以后")
    assert here.county.merge_one(here.b.bundle(here.stick)).quarantined == 1
    for file in (up(here), first):
        above.merge_one(file)
    assert addresses(above) == {"丢失以前"} and same(above, here.county)


def test_a_station_under_a_new_number_is_certified_by_what_the_county_hands_on(here: County, above: Site) -> None:
    here.b.address(1, "以前")
    handed_in(here, here.b)
    old = here.b.replica
    assert here.b.sw("renew").code == 0
    here.b.address(2, "以后")
    handed_in(here, here.b)
    done = above.merge_one(up(here))
    assert not done.quarantined and addresses(above) == {"以前", "以后"} and here.b.replica != old
    with here.county.book() as book:
        assert certify(book) == 0, "said once"


def test_a_county_that_went_back_to_a_copy_goes_on_handing_in(here: County, above: Site) -> None:
    here.a.address(1, "东瓜村1组")
    handed_in(here, here.a)
    above.merge_one(up(here))
    assert here.county.sw("renew").code == 0
    here.county.address(5, "县里写的")
    above.merge_one(up(here))
    assert addresses(above) == {"东瓜村1组", "县里写的"} and same(above, here.county)


def test_another_countys_stations_are_none_of_its_business(here: County, above: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "other" / "book.db")
    initialise(other.path, Setup("county_station", "532331", "乙", None, name="禄丰社工总站"), seeded(93)).close()
    with other.book() as book, above.book() as over:
        trust(book, here.stick / "above.swc")
        write_card(book, here.stick / "other.swc", "county_card")
        trust(over, here.stick / "other.swc")
        # A record in the name of a station of the first county.
        with book.store.transaction() as connection:
            put_setting(connection, "unit", "T532301102")
            write(
                connection,
                Author(book.worker, book.source),
                [Change("household", f"{3:032x}", {"place": {"address": "冒名"}})],
            )
            put_setting(connection, "unit", "C532331")
        do(book, "Test", [Change("household", f"{4:032x}", {"place": {"address": "自己的"}})])
    done = above.merge_one(other.bundle(here.stick))
    assert [one.reason for one in done.aside] == ["station"] and addresses(above) == {"自己的"}


def test_an_unknown_county_is_held_until_its_card_is_here(here: County, tmp_path: Path) -> None:
    alone = Site(tmp_path / "alone" / "book.db")
    initialise(alone.path, Setup("prefecture_centre", "5323", "州二", None), seeded(94)).close()
    with alone.book() as book:
        write_card(book, here.stick / "alone.swc", "county_card")
    county = found(tmp_path / "third")
    with county.county.book() as book:
        trust(book, here.stick / "alone.swc")
    county.a.address(1, "甲")
    county.county.merge_one(county.a.bundle(county.stick))
    file = county.county.bundle(county.stick)
    (done,) = alone.merge(file).files
    assert done.status == "held" and done.station == "C532301"
    with alone.book() as book:
        assert trust(book, county.stick / "county.swc").held == 1
    assert alone.sw("merge", "--held").document["bundles"][0]["status"] == "merged"
    assert same(alone, county.county)


def test_a_province_takes_what_the_prefecture_certifies(here: County, above: Site, tmp_path: Path) -> None:
    top = Site(tmp_path / "top" / "book.db")
    initialise(top.path, Setup("province", "53", "省", None), seeded(95)).close()
    with top.book() as book, above.book() as below:
        write_card(book, here.stick / "top.swc", "county_card")
        write_card(below, here.stick / "above2.swc", "county_card")
        trust(book, here.stick / "above2.swc")
        trust(below, here.stick / "top.swc")
    here.a.address(1, "东瓜村1组")
    handed_in(here, here.a)
    above.merge_one(up(here))
    done = top.merge_one(above.bundle(here.stick))
    assert not done.quarantined and addresses(top) == {"东瓜村1组"}
    assert top.all("SELECT id FROM op WHERE st NOT LIKE 'P%' ORDER BY 1") == above.all("SELECT id FROM op ORDER BY 1")
    with top.book() as book:
        assert device(book, here.a.replica) is None, "known on others' word alone"


def test_the_independent_reader_and_the_board_read_what_a_county_hands_on(here: County, above: Site) -> None:
    here.a.address(1, "东瓜村1组")
    here.b.address(2, "吕合村2组")
    handed_in(here, here.a, here.b)
    file = up(here)
    with above.book() as book:
        identity = str(device_keys(book).age_identity)
    with here.county.book() as book:
        sign_key = device_keys(book).public.sign_text
    manifest, lines = independent_reader.unseal(file.read_bytes(), identity, sign_key)
    records = [independent_reader.read(line) for line in lines]
    independent_reader.check_ranges(manifest, records)
    assert independent_reader.digest(records) == here.county.digest
    above.merge_one(file)
    (row,) = above.sw("board", "--months", "1").document["stations"]
    assert row["station"] == "C532301" and row["last_bundle"] == 1 and not row["owes"]


def test_a_county_s_own_words_are_read_above_and_not_offered_there(here: County, above: Site) -> None:
    words = {"zh": "夜间走访", "en": None, "aliases": None}
    ident = {"unit": "C532301", "list": "method", "code": "night_visit"}
    groups = {"ident": ident, "words": words, "state": {"state": "in_use"}}
    with here.county.book() as book:
        do(book, "Test", [Change("list_entry", derived_id("list_entry", "C532301", "method", "night_visit"), groups)])
    above.merge_one(up(here))
    with above.book():
        assert lists.label("method", "night_visit") == "夜间走访"
        assert lists.find("method", "夜间走访") is None and lists.entries("method") == lists.shipped("method")


def test_what_came_last_month_waits_to_be_handed_on(here: County, above: Site) -> None:
    name, november, december = "楚雄彝族自治州社会工作指导中心", date(2026, 11, 30), date(2026, 12, 1)

    def owed(on: date, site: Site = here.county) -> Owed | None:
        with site.book() as book, book.store.transaction() as connection:
            connection.execute("UPDATE received_bundle SET at = iif(station = 'T532301102', ?, ?)", (first, second))
            connection.execute("UPDATE sent_bundle SET at = ?", (sent,))
            return owed_above(book, on)

    first, sent, second = "2026-11-03T09:00:00+08:00", "2026-11-20T09:00:00+08:00", "2026-11-25T09:00:00+08:00"
    assert owed(december) is None, "nothing came"
    here.a.address(1, "东瓜村1组")
    handed_in(here, here.a)
    assert owed(november) is None, "what came this month goes up with it"
    assert owed(december) == Owed(name, None)
    up(here)
    assert owed(december) is None, "it was handed on"
    here.b.address(2, "吕合村2组")
    handed_in(here, here.b)
    assert owed(december) == Owed(name, date(2026, 11, 20))
    assert owed(november) is None, "something went up this month"
    assert owed(december, here.a) is None, "a station's own list says what it has not handed in"
