"""Taking bundles in on the command line: what each file becomes, what is kept, and what it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import bundles
import pytest
from sites import County, Site

from swstation.exchange.exporting import Exported

KEYS = {"file", "status", "new", "known", "conflicts", "quarantined", "gaps", "reason"}


def one(said: Any) -> dict[str, Any]:
    (found,) = json.loads(said.out)["bundles"]
    assert found.keys() >= KEYS
    return dict(found)


@pytest.mark.fault(1, 2)
def test_merged_then_already_merged(here: County) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    first = here.county.sw("merge", sent)
    assert (first.code, first.err) == (0, "")
    found = one(first)
    assert (found["status"], found["new"], found["known"], found["conflicts"], found["quarantined"]) == (
        "merged", 3, 0, 0, 0,
    )  # fmt: skip
    assert (found["gaps"], found["reason"]) == ([], None)
    before = here.county.content()
    # By the ledger, whatever the file is called.
    again = here.county.sw("merge", shutil.copyfile(sent, here.stick / "copy (1).dat"))
    assert (again.code, one(again)["status"], one(again)["new"]) == (0, "already_merged", 0)
    assert here.county.content() == before
    # By content: another bundle of the same records.
    other = here.county.sw("merge", here.b.bundle(here.stick, full=True))
    assert (other.code, one(other)["status"], one(other)["known"]) == (0, "already_merged", 3)
    assert json.loads(other.out)["digest"] == json.loads(first.out)["digest"] == here.county.digest


def test_the_file_goes_to_the_archive_and_nothing_else_stays(here: County) -> None:
    sent = here.b.export(here.stick)
    assert sent.file is not None
    here.county.merge_one(sent.file)
    assert here.county.files("archive") == [f"{sent.sha256}.swb"]
    assert (here.county.data / "archive" / f"{sent.sha256}.swb").read_bytes() == sent.file.read_bytes()
    assert here.county.files("inbox") == here.county.files("work") == []
    assert sent.file.exists()


def test_of_several_files_a_bad_one_does_not_stop_the_others(here: County) -> None:
    good = [here.a.bundle(here.stick), here.b.bundle(here.stick)]
    bad = Path(shutil.copyfile(good[0], here.stick / "bad.swb"))
    bundles.flip(bad, 1000)
    said = here.county.sw("merge", good[0], bad, here.stick / "gone.swb", good[1], good[0])
    assert said.code == 1 and said.err.count("\n") == 2
    found = json.loads(said.out)["bundles"]
    assert [b["status"] for b in found] == ["merged", "refused", "refused", "merged", "already_merged"]
    assert [b["code"] for b in found] == [None, "bundle.damaged", "bundle.path_missing", None, None]
    assert "bad.swb" in said.err and "gone.swb" in said.err
    assert here.county.all("SELECT count(DISTINCT r) FROM op") == [(3,)]


@pytest.mark.fault(79)
def test_held_until_its_device_is_trusted(here: County, tmp_path: Path) -> None:
    stranger = Site(tmp_path / "county" / "c.db")
    from sites import command

    words = ["init", "--tier", "township_station", "--division", "532301104", "--worker", "钱试", "--no-encrypt"]
    assert command("--db", stranger.path, *words, "--county", here.stick / "county.swc").code == 0
    stranger.address(1, "x")
    sent = stranger.bundle(here.stick)
    before = here.county.digest
    said = here.county.sw("merge", sent)
    assert (said.code, one(said)["status"], one(said)["code"]) == (1, "held", "bundle.unknown_signer")
    assert said.err.count("\n") == 1 and here.county.digest == before
    (kept,) = here.county.files("inbox")
    sent.unlink()  # the stick is gone
    assert one(here.county.sw("merge", "--held"))["status"] == "held"

    stranger.sw("enrol", here.stick / "c.swe")
    assert here.county.sw("trust", here.stick / "c.swe").document["held"] == 1
    merged = here.county.sw("merge", "--held")
    assert (merged.code, one(merged)["status"], one(merged)["new"]) == (0, "merged", 3)
    assert here.county.files("inbox") == [] and here.county.files("archive") == [kept]
    assert json.loads(here.county.sw("merge", "--held").out)["bundles"] == []


@pytest.mark.fault(14, 15)
def test_what_is_not_for_us(here: County, tmp_path: Path) -> None:
    sent = here.b.bundle(here.stick)
    # The other way round, and a station that is no recipient.
    assert here.a.refused(sent) == "bundle.no_key"
    here.county.merge_one(here.a.bundle(here.stick))
    down = here.county.bundle(here.stick, peer=here.b.replica)
    assert here.county.refused(down) == "bundle.wrong_kind"
    from sites import command

    other = Site(tmp_path / "other.db")
    words = ["init", "--tier", "county_station", "--division", "532302", "--worker", "孙试", "--no-encrypt"]
    assert command("--db", other.path, *words).code == 0
    assert other.refused(sent) == "bundle.other_county"
    assert not other.files("inbox")


def test_a_station_without_a_county_card_takes_nothing_in(here: County, tmp_path: Path) -> None:
    from sites import command

    station = Site(tmp_path / "station.db")
    words = ["init", "--tier", "township_station", "--division", "532301102", "--worker", "李试", "--no-encrypt"]
    assert command("--db", station.path, *words).code == 0
    assert station.refused(here.a.bundle(here.stick)) == "card.no_county"


def test_two_laptops_directly_and_through_the_lead(here: County) -> None:
    here.a.address(1, "lead")
    here.a2.address(2, "colleague")
    direct = here.a2.bundle(here.stick)
    assert here.a.merge_one(direct).new == 4
    through = here.a.export(here.stick)
    assert {r.replica for r in through.ranges} == {here.a.replica, here.a2.replica}
    here.a2.address(3, "later")
    files = [direct, through.file or Path(), here.a2.bundle(here.stick)]
    copy = here.copy(here.folder.parent / "second")
    assert here.county.merge(*files).digest == copy.county.merge(*files[::-1]).digest
    for county in (here.county, copy.county):
        assert county.all("SELECT address FROM household ORDER BY id") == [("lead",), ("colleague",), ("later",)]
        assert all(row["missing"] == 0 and row["digest_equal"] for row in county.sw("reconcile").document)


@pytest.mark.fault(4, 5)
def test_a_gap_is_shown_and_closed_by_the_late_bundle(here: County) -> None:
    parts: list[Exported] = []
    for n in range(3):
        here.b.address(n, str(n))
        parts.append(here.b.export(here.stick))
        _receipt(here.b, parts[-1])
    spans = [[(r.first, r.last) for r in part.ranges] for part in parts]
    assert spans == [[(1, 3)], [(4, 4)], [(5, 5)]]
    first, second, third = (part.file or Path() for part in parts)
    assert one(here.county.sw("merge", third))["gaps"] == [[1, 4]]
    assert one(here.county.sw("merge", first))["gaps"] == [[4, 4]]
    (row,) = here.county.sw("reconcile").document
    assert (row["expected"], row["held"], row["missing"], row["holes"], row["digest_equal"]) == (
        5, 4, 1, [[4, 4]], True,
    )  # fmt: skip
    assert one(here.county.sw("merge", second))["gaps"] == []
    (row,) = here.county.sw("reconcile").document
    assert (row["expected"], row["held"], row["missing"], row["holes"], row["digest_equal"]) == (5, 5, 0, [], True)
    assert here.county.all("SELECT address FROM household ORDER BY id") == [("0",), ("1",), ("2",)]
    rest = here.b.bundle(here.stick, full=True)
    assert one(here.county.sw("merge", rest))["status"] == "already_merged"


def _receipt(site: Site, sent: Exported) -> None:
    with site.book() as book:
        (one,) = sent.ranges
        county = book.connection.execute("SELECT fingerprint FROM card WHERE kind = 'county_card'").fetchone()[0]
        book.connection.execute(
            "INSERT OR REPLACE INTO receipt (replica, county, incarnation, n, chain, at) VALUES (?, ?, 1, ?, ?, '')",
            (bytes.fromhex(one.replica), county, one.last, bytes.fromhex(one.last_chain)),
        )


def test_reconcile_names_a_peer(here: County) -> None:
    assert here.county.sw("reconcile").document == []
    here.county.merge(here.a.bundle(here.stick), here.b.bundle(here.stick))
    both = here.county.sw("reconcile").document
    assert [row["replica"] for row in both] == [here.a.replica, here.b.replica]
    assert [row["station"] for row in both] == ["T532301102", "T532301103"]
    assert here.county.sw("reconcile", "--peer", here.b.replica).document == both[1:]
    assert here.county.sw("reconcile", "--peer", "0" * 32).refusal == "card.unknown_replica"
    # What was here and is gone is noticed.
    with here.county.book() as book:
        book.connection.execute("DELETE FROM op WHERE n = 2 AND r = unhex(?)", (here.b.replica,))
    assert [row["digest_equal"] for row in here.county.sw("reconcile").document] == [True, False]


def test_digest_is_the_same_where_the_same_is(here: County) -> None:
    files = [here.a.bundle(here.stick), here.a2.bundle(here.stick), here.b.bundle(here.stick)]
    copy = here.copy(here.folder.parent / "second")
    for file in files:
        here.county.merge_one(file)
    copy.county.merge(*files[::-1], *files)
    said = here.county.sw("digest").document
    assert said == copy.county.sw("digest").document
    assert said.keys() >= {"digest", "ops", "tables"} and len(said["digest"]) == 12
    assert {t: rows["rows"] for t, rows in said["tables"].items()} == {"enrolment": 5, "staff": 4, "unit": 3}
    here.b.address(1, "x")
    assert here.county.merge(here.b.bundle(here.stick)).digest != said["digest"]


def test_a_copy_before_the_first_merge_of_a_sitting_unless_nothing_changed(here: County) -> None:
    a, b = here.a.bundle(here.stick), here.b.bundle(here.stick)
    here.county.sw("merge", a, b)
    assert len(here.county.files("backup")) == 1
    here.county.sw("merge", a)
    assert len(here.county.files("backup")) == 1, "already here: nothing to fear"
    here.b.address(1, "x")
    here.county.sw("merge", here.b.bundle(here.stick))
    assert len(here.county.files("backup")) == 2
    here.county.sw("merge", here.b.bundle(here.stick, full=True))
    assert len(here.county.files("backup")) == 3
    here.county.sw("merge", here.b.bundle(here.stick, full=True))
    assert len(here.county.files("backup")) == 3, "nothing came in since the last copy"
    with Site(here.county.data / "backup" / here.county.files("backup")[0]).book() as before:
        assert before.connection.execute(
            "SELECT count(*) FROM op WHERE r = unhex(?)", (here.a.replica,)
        ).fetchone() == (0,)


def test_usage(here: County) -> None:
    assert here.county.sw("merge").code == 2
    assert here.county.sw("merge", "--preview").code == 2


@pytest.mark.fault(4)
def test_for_a_person_it_says_the_same_in_lines(here: County) -> None:
    from sites import command

    parts = []
    for n in range(2):
        here.b.address(n, str(n))
        parts.append(here.b.export(here.stick))
        _receipt(here.b, parts[-1])
    said = command("--db", here.county.path, "merge", parts[1].file or "", here.stick / "none.swb")
    assert said.code == 1
    lines = said.out.splitlines()
    assert "merged, 1 new, 0 known" in lines[0] and "records 1 to 3 of T532301103" in lines[1]
    assert "none.swb: refused" in lines[2] and lines[-1].startswith("Digest ")
    shown = command("--db", here.county.path, "reconcile").out
    assert "1/4" in shown and "3 records missing" in shown


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_status_has_its_word(here: County, lang: str) -> None:
    from sites import command

    said = command("--db", here.county.path, "--lang", lang, "merge", here.b.bundle(here.stick))
    assert said.code == 0 and said.out.count("\n") == 2
