"""County and stations come to know each other, on the command line only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sites import County, Said, Site, command

from swstation.exchange.devices import known_devices
from swstation.exchange.identity import device, write_card
from swstation.exchange.successors import renew

CARD_KEYS = {"replica", "fingerprint", "digits", "state"}


def init(path: Path, tier: str, division: str, *more: str | Path) -> Said:
    return command(
        "--db",
        path,
        "init",
        "--tier",
        tier,
        "--division",
        division,
        "--worker",
        "赵试",
        "--no-encrypt",
        "--json",
        *more,
    )


def test_from_nothing_to_a_merged_bundle(tmp_path: Path) -> None:
    county, station = Site(tmp_path / "county.db"), Site(tmp_path / "station.db")
    assert init(county.path, "county_station", "532301").code == 0
    card = county.sw("card", "export", tmp_path / "county.swc").document
    assert card.keys() >= CARD_KEYS and (card["digits"], card["state"]) == (None, None)

    assert init(station.path, "township_station", "532301102", "--county", tmp_path / "county.swc").code == 0
    assert station.sw("enrol", tmp_path / "station.swe").document["replica"] == station.replica
    shown = station.sw("card", "show").document
    assert shown.keys() >= CARD_KEYS and shown["state"] == "unverified"

    # The county takes the enrolment in with the digits that the station reads out.
    taken = county.sw("trust", tmp_path / "station.swe", "--digits", shown["digits"]).document
    assert taken.keys() >= CARD_KEYS
    assert (taken["replica"], taken["state"], taken["digits"]) == (station.replica, "verified", shown["digits"])
    assert len(shown["digits"].replace(" ", "")) == 24

    sent = station.sw("export", "--to", tmp_path).document
    merged = county.sw("merge", sent["file"]).document
    assert [one["status"] for one in merged["bundles"]] == ["merged"]
    assert merged["digest"] == county.sw("digest").document["digest"]


def test_wrong_digits_keep_nothing(here: County, tmp_path: Path) -> None:
    before = here.county.content()
    said = here.county.sw("trust", here.stick / "a.swe", "--digits", "0000 " * 6)
    assert said.refusal == "card.digits"
    assert here.county.content() == before


def test_digits_are_the_same_on_both_sides_and_may_be_typed_anyhow(here: County) -> None:
    station = here.b.sw("card", "show").document
    county = {peer["unit"]: peer for peer in here.county.sw("card", "show").document["peers"]}
    assert county["T532301103"]["digits"] == station["digits"]
    typed = station["digits"].replace(" ", "-").translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert here.county.sw("trust", here.stick / "b.swe", "--digits", typed).document["state"] == "verified"
    # Compared once is compared: taking the file in again does not undo it.
    assert here.county.sw("trust", here.stick / "b.swe").document["state"] == "verified"


def test_an_unverified_device_merges_all_the_same(here: County) -> None:
    states = {peer["replica"]: peer["state"] for peer in here.county.sw("card", "show").document["peers"]}
    assert states[here.a.replica] == "unverified"
    assert here.county.merge_one(here.a.bundle(here.stick)).status == "merged"


def test_each_side_takes_only_what_is_for_it(here: County, tmp_path: Path) -> None:
    assert here.a.sw("card", "export", tmp_path / "x.swc").refusal == "card.not_ours_to_write"
    assert here.county.sw("enrol", tmp_path / "x.swe").refusal == "card.county_enrols_none"
    assert here.a.sw("trust", here.stick / "b.swe").refusal == "card.other_unit"
    assert here.a.sw("trust", here.stick / "a.swe").refusal == "card.own"
    assert here.a.sw("trust", here.a.bundle(here.stick)).refusal == "card.not_a_card"
    assert here.a.sw("trust", tmp_path / "nothing.swc").refusal == "bundle.path_missing"
    assert not list(tmp_path.glob("x.*"))
    damaged = tmp_path / "damaged.swc"
    card = json.loads((here.stick / "county.swc").read_text(encoding="utf-8"))
    damaged.write_text(json.dumps({**card, "name": "别处"}), encoding="utf-8")
    assert here.a.sw("trust", damaged).refusal == "card.damaged"


def test_a_card_is_not_written_over_nor_nowhere(here: County, tmp_path: Path) -> None:
    assert here.b.sw("enrol", here.stick / "b.swe").refusal == "bundle.target_exists"
    assert here.b.sw("enrol", tmp_path / "gone" / "b.swe").refusal == "bundle.target_missing"
    assert here.b.sw("enrol", here.b.path / "b.swe").refusal == "bundle.target_missing"
    assert Path(here.b.sw("enrol", tmp_path).document["file"]).name == "T532301103.swe"


def test_the_card_shown_stays_the_same(here: County) -> None:
    before = here.b.sw("card", "show").document
    here.b.address(1, "改")
    assert here.b.sw("card", "show").document == before


@pytest.mark.fault(46, 56)
def test_a_lost_device_counts_up_to_what_it_had_sent(here: County) -> None:
    for n in range(3):
        here.b.address(n, "before")
    early = here.b.bundle(here.stick)
    here.county.merge_one(early)
    assert here.county.sw("revoke", here.b.replica).document["state"] == "revoked"
    here.b.address(4, "after")
    late = here.county.merge_one(here.b.bundle(here.stick))
    assert [(one.replica, one.reason) for one in late.aside] == [(here.b.replica, "revoked")]
    assert late.new == 0 and here.county.all("SELECT count(*) FROM household") == [(3,)]
    assert here.county.merge_one(early).status == "already_merged"
    # The devices of its station no longer seal for it; found again, it is trusted anew and what it says counts.
    here.county.sw("trust", here.stick / "b.swe")
    here.b.address(5, "found again")
    assert here.county.merge_one(here.b.bundle(here.stick)).new == 2
    assert here.county.all("SELECT count(*) FROM household") == [(5,)]


@pytest.mark.fault(46)
def test_who_found_a_lost_device_cannot_rewrite_its_past_nor_speak_for_colleagues(here: County) -> None:
    here.a.address(1, "true")
    here.a2.address(2, "true")
    for site in (here.a, here.a2):
        here.county.merge_one(site.bundle(here.stick))
    here.county.sw("revoke", here.a.replica)
    # The thief has another past under the same numbers, and a colleague's record that the county has not seen.
    here.a2.address(3, "true, not sent yet")
    with here.a.book() as book:
        book.connection.execute("DELETE FROM op WHERE r = unhex(?) AND n = 3", (book.replica,))
        book.connection.execute("UPDATE replica SET last = last - 1 WHERE id = unhex(?)", (book.replica,))
        chain = book.connection.execute("SELECT id FROM op WHERE r = unhex(?) ORDER BY n", (book.replica,)).fetchall()
        from db.records import ZERO_CHAIN, next_chain

        value = ZERO_CHAIN
        for (one,) in chain:
            value = next_chain(value, one)
        book.connection.execute("UPDATE replica SET chain = ? WHERE id = unhex(?)", (value, book.replica))
    here.a.address(1, "forged")
    here.a.merge_one(here.a2.bundle(here.stick))
    done = here.county.merge_one(here.a.bundle(here.stick))
    assert {one.reason for one in done.aside} == {"revoked"} and done.new == 0
    assert here.county.all("SELECT address FROM household ORDER BY id") == [("true",), ("true",)]
    # The colleague's own bundle still counts.
    assert here.county.merge_one(here.a2.bundle(here.stick)).new == 1


@pytest.mark.fault(46)
def test_what_the_county_reported_lost_is_lost_at_the_station_too(here: County) -> None:
    here.county.merge_one(here.a2.bundle(here.stick))
    here.county.sw("revoke", here.a2.replica)
    # The county, its recovery key, the sender, the colleague.
    assert len(here.a.sw("inspect", here.a.bundle(here.stick)).document["recipients"]) == 4
    here.a.merge_one(here.county.bundle(here.stick, peer=here.a.replica))
    assert len(here.a.sw("inspect", here.a.bundle(here.stick)).document["recipients"]) == 3
    here.a2.address(1, "by whoever has it now")
    done = here.a.merge_one(here.a2.bundle(here.stick))
    assert [one.reason for one in done.aside] == ["revoked"] and not here.a.all("SELECT * FROM household")


def test_other_keys_under_a_known_number_need_the_digits(here: County) -> None:
    import bundles

    from swstation.exchange import cards
    from swstation.exchange.identity import own_card

    card = cards.read(here.stick / "b.swe")
    keys = bundles.keys_of("somebody else")
    file = here.stick / "again.swe"
    other = cards.Card("enrolment", card.unit, card.name, card.replica, keys.public, card.valid_from)
    file.write_bytes(cards.write(other, keys))
    before = here.county.content()
    assert here.county.sw("trust", file).refusal == "card.other_keys" and here.county.content() == before
    with here.county.book() as book:
        digits = cards.digits(own_card(book), other)
    assert here.county.sw("trust", file, "--digits", digits).document["state"] == "verified"
    assert here.county.refused(here.b.bundle(here.stick)) == "bundle.bad_signature"


def test_a_laptop_that_was_found_again_is_taken_in_again_with_all_it_wrote(here: County) -> None:
    here.county.merge_one(here.b.bundle(here.stick))
    assert here.county.sw("revoke", here.b.replica).code == 0
    here.b.address(1, "while it was lost")
    assert here.county.merge_one(here.b.bundle(here.stick)).quarantined == 1
    (lost,) = here.county.sw("reconcile").document
    assert (lost["held"], lost["quarantined"]) == (lost["expected"], 1)
    assert here.county.sw("trust", here.stick / "b.swe").code == 0
    here.b.address(1, "found")
    assert here.county.merge_one(here.b.bundle(here.stick)).new == 2, "what was set aside comes with the next bundle"
    (again,) = here.county.sw("reconcile").document
    assert (again["held"], again["quarantined"]) == (again["expected"], 0)
    assert here.county.all("SELECT address FROM household") == [("found",)]


def test_what_was_taken_back_and_is_said_again_is_no_dispute(here: County) -> None:
    """A card taken in, undone and taken in again; the same of a loss that was reported of a device without a record."""
    other = here.stick / "c.swe"
    with here.b.book() as book:
        before = book.replica
        write_card(renew(book).book, other, "enrolment")
    for _time in range(2):
        assert here.county.sw("trust", other).code == 0
        here.county.sw("undo")
    assert here.county.sw("trust", other).code == 0
    rows = "SELECT replica, trust_state FROM enrolment WHERE alive ORDER BY entered_at DESC LIMIT 1"
    assert here.county.all("SELECT count(*) FROM conflict") == [(0,)], here.county.all(rows)
    with here.county.book() as book:
        assert {one.replica for one in known_devices(book)} >= {before}
    here.county.sw("undo")
    renewed = here.b.replica
    assert here.county.sw("revoke", renewed).code == 0
    here.county.sw("undo")
    assert here.county.sw("revoke", renewed).code == 0
    assert here.county.all("SELECT count(*) FROM conflict") == [(0,)]
    with here.county.book() as book:
        found = device(book, renewed)
    assert found is not None and found.until == 0


def test_revoke_names_only_known_devices(here: County) -> None:
    assert here.county.sw("revoke", "0" * 32).refusal == "card.unknown_replica"
    assert here.county.sw("revoke", here.county.replica).refusal == "card.unknown_replica"
    assert here.a.sw("revoke", here.county.replica).refusal == "card.collects"


@pytest.mark.parametrize("words", [["trust"], ["revoke"], ["enrol"], ["card", "export"]])
def test_usage(here: County, words: list[str]) -> None:
    assert here.a.sw(*words).code == 2
