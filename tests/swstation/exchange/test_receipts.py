"""The county's receipt: written after the records are safe, carried back, believed as far as it can be checked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sites import County, Site

from db import gateway
from db import receipts as kept
from db.errors import Refusal
from db.store import put_setting
from swstation.exchange import sending_down
from swstation.exchange.identity import county_card, device_keys, revoke, trusted_keys, work_folder
from swstation.exchange.manifest import Manifest, Sender
from swstation.exchange.packing import Packing
from swstation.exchange.receipts import confirmations, handed, stated
from swstation.exchange.rehearsal import rehearse


def receipt_for(here: County, bundle: Path, name: str = "receipt.swb") -> Path:
    """What the county gives back for a bundle."""
    return Path(here.county.sw("receipt", bundle, "--to", here.stick / name).document["file"])


def states(site: Site) -> dict[int, str]:
    """By bundle number, what the station knows of it."""
    with site.book() as book:
        return {one.sent.bundle_no: one.state for one in handed(book)}


def spans(site: Site) -> list[tuple[int, int]]:
    """What the next export would carry, written nowhere."""
    with site.book() as book:
        (one,) = confirmations(book)
        return list(one.missing)


def test_there_and_back(here: County) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    assert states(here.b) == {1: "waiting"}
    here.county.merge_one(sent)
    said = here.county.sw("receipt", sent, "--to", here.stick).document
    (one,) = said["receipts"]
    assert (one["replica"], one["last"], one["highest"], one["incarnation"]) == (here.b.replica, 3, 3, 1)
    assert (one["holes"], one["aside"], one["bundles"]) == ([], [], [1])
    file = Path(said["file"])
    assert file.name.startswith("532301103-receipt-") and said["unit"] == "T532301103"
    done = here.b.merge_one(file)
    assert done.status == "merged" and [r.verdict for r in done.receipts] == ["taken"]
    assert here.b.merge_one(file).status == "already_merged"
    assert states(here.b) == {1: "confirmed"} and spans(here.b) == []
    nothing = here.b.sw("export", "--to", here.stick).document
    assert (nothing["ops"], nothing["file"], nothing["full_advised"]) == (0, None, False)
    here.b.address(2, "y")
    assert [(r.first, r.last) for r in here.b.export(here.stick).ranges] == [(4, 4)]
    assert [(r.first, r.last) for r in here.b.export(here.stick, full=True).ranges] == [(1, 4)]
    (row,) = [r for r in here.b.sw("reconcile").document if r["holder"] == "county"]
    assert (row["expected"], row["held"], row["missing"], row["holes"], row["digest_equal"]) == (
        4,
        3,
        1,
        [[4, 4]],
        True,
    )


def test_a_bundle_is_found_by_its_file_its_archived_copy_its_name_or_its_hash(here: County) -> None:
    sent = here.b.bundle(here.stick)
    said = here.county.sw("receipt", sent)
    assert said.refusal == "receipt.unknown_bundle"
    here.county.merge_one(sent)
    (copy,) = here.county.files("archive")
    for what in (str(here.county.data / "archive" / copy), copy.removesuffix(".swb"), copy[:8], sent.name):
        assert here.county.sw("receipt", what, "--to", here.stick).document["unit"] == "T532301103"
    assert here.county.sw("receipt", copy[:7], "--to", here.stick).refusal == "receipt.unknown_bundle"
    assert here.b.sw("receipt", sent, "--to", here.stick).refusal == "receipt.county_only"


def test_a_bundle_that_waits_is_not_confirmed(here: County) -> None:
    with here.county.book() as book:
        revoke(book, here.b.replica)
    sent = here.b.bundle(here.stick)
    here.county.merge(sent)
    assert here.county.sw("receipt", sent, "--to", here.stick).refusal == "receipt.no_device"


def test_one_for_each_station_at_once(here: County) -> None:
    for site in (here.a, here.a2, here.b):
        site.address(1, site.replica)
        here.county.merge_one(site.bundle(here.stick))
    files = here.county.sw("receipt", "--all", "--to", here.stick).document["files"]
    assert [one["unit"] for one in files] == ["T532301102", "T532301103"]
    assert {r["replica"] for r in files[0]["receipts"]} == {here.a.replica, here.a2.replica}
    for site in (here.a, here.a2):
        assert site.merge_one(Path(files[0]["file"])).status == "merged"
        assert states(site) == {1: "confirmed"}
    assert here.b.refused(Path(files[0]["file"])) == "bundle.no_key"
    assert here.a.merge(here.a2.bundle(here.stick, full=True)).well


def test_a_lead_hands_in_for_a_colleague_and_both_learn_of_it(here: County) -> None:
    here.a2.address(1, "x")
    here.a.merge_one(here.a2.bundle(here.stick))
    both = here.a.bundle(here.stick)
    here.county.merge_one(both)
    file = receipt_for(here, both)
    assert {r.verdict for r in here.a2.merge_one(file).receipts} == {"taken"}
    here.a.merge_one(file)
    assert states(here.a) == {1: "confirmed"} and states(here.a2) == {1: "confirmed"}
    assert here.a.export(here.stick).file is None


@pytest.mark.fault(80)
def test_what_is_missing_and_what_was_returned_is_said_bundle_by_bundle(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.b.address(1, "first")
    wrong = {"place": {"address": 7, "village": None, "village_name": None}}
    monkeypatch.setattr(gateway, "check_groups", lambda *_said: wrong)  # as a bug would write it
    here.b.address(9, "returned")
    monkeypatch.undo()
    monkeypatch.setattr("swstation.exchange.exporting.PART_OPS", 3)
    sent = here.b.export(here.stick)
    first, second = (one.file or Path() for one in (sent, *sent.more))
    here.county.merge_one(second)
    here.b.merge_one(receipt_for(here, second))
    with here.b.book() as book:
        newest, oldest = handed(book)
    assert (oldest.state, oldest.missing) == ("missing", ((here.b.replica, 1, 3),))
    assert newest.state == "returned"
    (back,) = newest.returned
    assert (back.seq, back.table, back.row, back.reason) == (4, "household", f"{9:032x}", "value")
    # The hole closes; what was returned does not hold up what comes after it.
    here.county.merge_one(first)
    here.b.merge_one(receipt_for(here, first, "later.swb"))
    assert states(here.b) == {1: "confirmed", 2: "returned"}
    assert here.b.export(here.stick).file is None


@pytest.mark.fault(32)
def test_the_newest_incarnation_counts_even_if_it_has_less(here: County, tmp_path: Path) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    whole = receipt_for(here, sent)
    copy = here.copy(tmp_path / "restored")  # a county that went back to a copy from before the merge
    with copy.county.book() as book, book.store.transaction() as connection:
        connection.execute("DELETE FROM op WHERE r = unhex(?)", (here.b.replica,))
        connection.execute("DELETE FROM replica WHERE id = unhex(?)", (here.b.replica,))
        connection.execute("DELETE FROM received_bundle")
        put_setting(connection, "incarnation", "2")
    with copy.county.book() as book:
        lower = sending_down.issue_to(book, "T532301103", copy.stick).file
    here.b.merge_one(whole)
    assert here.b.export(here.stick).file is None
    assert [r.verdict for r in here.b.merge_one(lower).receipts] == ["taken"]
    again = here.b.export(here.stick)
    assert [(r.first, r.last) for r in again.ranges] == [(1, 3)]
    assert again.file and copy.county.merge_one(again.file).new == 3
    # The one from before the restore, arriving late, is old news.
    late = here.county.sw("receipt", sent, "--to", here.stick).document["file"]
    assert [r.verdict for r in here.b.merge_one(Path(late)).receipts] == ["older"]


def test_an_older_receipt_takes_nothing_back(here: County) -> None:
    first = here.b.bundle(here.stick)
    here.county.merge_one(first)
    old = receipt_for(here, first, "old.swb")
    here.b.address(1, "x")
    second = here.b.bundle(here.stick)
    here.county.merge_one(second)
    here.b.merge_one(receipt_for(here, second, "new.swb"))
    assert [r.verdict for r in here.b.merge_one(old).receipts] == ["older"]
    assert here.b.export(here.stick).file is None


@pytest.mark.fault(74)
def test_a_receipt_for_another_past_is_ignored_with_a_sentence(here: County) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    with here.county.book() as book, book.store.transaction() as connection:
        connection.execute("UPDATE replica SET chain = ? WHERE id = unhex(?)", (b"z" * 32, here.b.replica))
    said = here.b.sw("merge", receipt_for(here, sent))
    assert said.document["bundles"][0]["receipts"][0]["verdict"] == "other_past"
    with here.b.book() as book:
        assert kept.receipts(book.connection, here.b.sw("card", "show").document["peers"][0]["fingerprint"]) == {}
    assert [(r.first, r.last) for r in here.b.export(here.stick).ranges] == [(1, 3)]


def test_a_county_that_knows_more_of_this_device_than_is_here(here: County, tmp_path: Path) -> None:
    before = here.copy(tmp_path / "before")
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    (one,) = before.b.merge_one(receipt_for(here, sent)).receipts
    assert one.verdict == "ahead" and one.doubtful


@pytest.mark.fault(74)
def test_only_the_county_s_own_word_comes_down(here: County) -> None:
    """A colleague's device, known and trusted, makes a receipt: it is not the county's."""
    here.a.address(1, "x")
    with here.a2.book() as book:
        county, known = county_card(book), trusted_keys(book, here.a.replica)
        assert county and known
        said = Manifest(
            "down", "named", county.fingerprint, Sender(book.replica, book.unit), 1, 1, 1, "swstation x",
            book.source.at(), receipts=stated(book.connection, [here.a.replica]),
        )  # fmt: skip
        for name, sender in (("mine.swb", said.sender), ("hers.swb", Sender(county.replica, county.unit))):
            with Packing(work_folder(book, "work")) as packing:
                packing.send(here.stick / name, replace(said, sender=sender), device_keys(book), [known[0]])
    assert here.a.refused(here.stick / "mine.swb") == "bundle.not_the_county"
    assert here.a.refused(here.stick / "hers.swb") == "bundle.bad_signature"


@pytest.mark.fault(15)
def test_a_receipt_is_no_bundle_for_the_county(here: County) -> None:
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    assert here.county.refused(receipt_for(here, sent)) == "bundle.wrong_kind"


def test_a_receipt_of_sixty_days_ago_makes_a_full_export_worth_offering(here: County) -> None:
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    here.b.merge_one(receipt_for(here, sent))
    for days, advised in ((60, False), (61, True)):
        with here.b.book() as book, book.store.transaction() as connection:
            at = (book.source.now() - timedelta(days=days)).isoformat(timespec="seconds")
            connection.execute("UPDATE receipt SET at = ?", (at,))
        assert here.b.sw("export", "--to", here.stick).document["full_advised"] is advised


def test_a_receipt_is_promised_only_once_the_records_are_in_the_file(here: County) -> None:
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    with here.county.book() as reading, here.county.book() as book:
        reading.connection.execute("BEGIN")
        reading.connection.execute("SELECT count(*) FROM op").fetchone()
        with book.store.transaction() as connection:
            put_setting(connection, "anything", "later")
        book.connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(Refusal) as refusal:
            sending_down.issue(book, str(sent), here.stick)
        assert refusal.value.code == "store.busy" and not list(here.stick.glob("*receipt*"))
        reading.connection.execute("COMMIT")
        assert sending_down.issue(book, str(sent), here.stick).file.is_file()
        assert json.dumps([r.last for r in stated(book.connection, [here.b.replica])]) == "[2]"


@pytest.mark.fault(74)
def test_a_receipt_for_another_station_s_device_is_not_ours(here: County) -> None:
    here.county.merge_one(here.b.bundle(here.stick))
    with here.county.book() as book:
        file = sending_down.issue_to(book, "T532301102", here.stick, [here.b.replica]).file
    done = here.a.merge_one(file)
    assert {r.replica: r.verdict for r in done.receipts}[here.b.replica] == "not_ours"
    assert here.a.all("SELECT lower(hex(replica)) FROM receipt WHERE replica = unhex(?)", here.b.replica) == []


@pytest.mark.fault(32)
def test_a_county_that_went_back_to_a_copy_is_sent_everything_anew(here: County, tmp_path: Path) -> None:
    here.county.merge_one(here.a.bundle(here.stick))
    copy = tmp_path / "copy.db"
    assert here.county.sw("backup", "--to", copy).code == 0
    for site in (here.a, here.b):
        site.address(int(site.replica[:6], 16), "after the copy")
        sent = site.bundle(here.stick)
        here.county.merge_one(sent)
        site.merge_one(receipt_for(here, sent, f"{site.replica}.swb"))
        assert site.export(here.stick).file is None
    never_lost = here.county.digest
    assert here.county.sw("restore", copy).code == 0 and here.county.digest != never_lost
    files = here.county.sw("receipt", "--all", "--to", here.stick).document["files"]
    # The other station's bundle is not in the copy: it is told so all the same.
    assert [one["unit"] for one in files] == ["T532301102", "T532301103"]
    for site, file in zip((here.a, here.b), [Path(one["file"]) for one in files], strict=True):
        (one,) = [r for r in site.merge_one(file).receipts if r.replica == site.replica]
        assert one.verdict == "taken"
        here.county.merge_one(site.bundle(here.stick))
    assert here.county.digest == never_lost


def test_a_rehearsal_says_the_same_of_a_receipt(here: County) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    file = receipt_for(here, sent)
    here.b.address(2, "written since")
    with here.b.book() as book:
        (tried,) = rehearse(book, [file])
    assert [one.verdict for one in tried.outcome.receipts] == ["taken"]
    assert here.b.merge_one(file).receipts == tried.outcome.receipts
