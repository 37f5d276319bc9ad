"""What an export writes, where, and when it writes nothing."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from sites import County, command

from db.records import next_chain

KEYS = {"file", "bundle_no", "first_seq", "last_seq", "ranges", "ops", "rows", "bytes", "sha256"}


def test_by_default_into_the_current_folder_under_a_telling_name(
    here: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here.b.address(1, "某处")
    sent = here.b.sw("export").document
    file = Path(sent["file"])
    assert sent.keys() >= KEYS
    assert re.fullmatch(r"532301103-\d{8}-1\.swb", file.name) and file.parent == tmp_path
    raw = file.read_bytes()
    assert (sent["bytes"], sent["sha256"]) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert (sent["bundle_no"], sent["first_seq"], sent["last_seq"], sent["ops"]) == (1, 1, 3, 3)
    assert sent["rows"] == {"household": 1, "staff": 1, "unit": 1}
    (one,) = sent["ranges"]
    assert (one["replica"], one["first"], one["last"]) == (here.b.replica, 1, 3)
    assert "某处".encode() not in raw
    assert here.b.sw("export").document["file"] == str(tmp_path / file.name.replace("-1.swb", "-2.swb"))


def test_to_a_folder_or_a_file(here: County, tmp_path: Path) -> None:
    assert Path(here.b.sw("export", "--to", tmp_path).document["file"]).parent == tmp_path
    assert here.b.sw("export", "--to", tmp_path / "my.swb").document["file"] == str(tmp_path / "my.swb")
    before = here.b.content()
    assert here.b.sw("export", "--to", tmp_path / "my.swb").refusal == "bundle.target_exists"
    assert here.b.sw("export", "--to", tmp_path / "gone").refusal == "bundle.target_missing"
    assert here.b.sw("export", "--to", tmp_path / "gone" / "x.swb").refusal == "bundle.target_missing"
    assert here.b.sw("export", "--to", here.b.path).refusal == "bundle.target_missing"
    assert here.b.content() == before and not here.b.files("work")


def test_two_laptops_on_one_stick_do_not_write_over_each_other(here: County) -> None:
    names = [site.bundle(here.stick).name for site in (here.a, here.a2)]
    assert len(set(names)) == 2 and names[1] == names[0].replace("-1.swb", "-1-2.swb")


def test_without_a_county_card_the_command_is_named(tmp_path: Path) -> None:
    words = ["init", "--tier", "township_station", "--division", "532301102", "--worker", "赵试", "--no-encrypt"]
    assert command("--db", tmp_path / "book.db", *words).code == 0
    said = command("--db", tmp_path / "book.db", "export", "--to", tmp_path, "--json")
    assert said.refusal == "card.no_county" and "swstation trust" in said.err
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file() and p.suffix == ".swb") == []


def receipt(here: County, n: int, *, chain: bytes | None = None, incarnation: int = 1, county: str = "") -> None:
    """As if the county's word had come down: it holds this station's records up to ``n``."""
    ids = here.b.all("SELECT id FROM op WHERE r = unhex(?) AND n <= ? ORDER BY n", here.b.replica, n)
    value = bytes(32)
    for (one,) in ids:
        value = next_chain(value, one)
    county = county or here.b.sw("card", "show").document["peers"][0]["fingerprint"]
    with here.b.book() as book:
        book.connection.execute(
            "INSERT OR REPLACE INTO receipt (replica, county, incarnation, n, chain, at)"
            " VALUES (unhex(?), ?, ?, ?, ?, '')",
            (book.replica, county, incarnation, n, value if chain is None else chain),
        )


@pytest.mark.fault(6)
def test_only_what_the_county_has_not_confirmed(here: County) -> None:
    here.b.address(1, "first")
    everything = here.b.bundle(here.stick)
    receipt(here, 3)
    nothing = here.b.sw("export", "--to", here.stick).document
    assert (nothing["ops"], nothing["file"], nothing["bundle_no"]) == (0, None, None)
    here.b.address(2, "second")
    more = here.b.export(here.stick)
    assert [(r.first, r.last) for r in more.ranges] == [(4, 4)] and more.first_seq == 4
    full = here.b.export(here.stick, full=True)
    assert [(r.first, r.last) for r in full.ranges] == [(1, 4)]
    for bundle in (more.file, everything):
        assert bundle is not None and here.county.merge_one(bundle).status == "merged"
    assert here.county.merge_one(full.file or Path()).status == "already_merged"


@pytest.mark.fault(32)
def test_the_newest_incarnation_counts_even_if_it_has_less(here: County) -> None:
    here.b.address(1, "x")
    receipt(here, 3)
    receipt(here, 1, incarnation=2)
    assert [(r.first, r.last) for r in here.b.export(here.stick).ranges] == [(2, 3)]


@pytest.mark.fault(74)
def test_a_receipt_for_another_past_or_from_another_county_is_no_receipt(here: County) -> None:
    here.b.address(1, "x")
    receipt(here, 2, chain=b"x" * 32)
    assert [(r.first, r.last) for r in here.b.export(here.stick).ranges] == [(1, 3)]
    receipt(here, 2, chain=b"x" * 32, county="f" * 32)
    receipt(here, 99)
    sent = here.b.export(here.stick)
    assert [(r.first, r.last) for r in sent.ranges] == [(1, 3)]
    assert here.county.merge_one(sent.file or Path()).new == 3


def test_what_is_too_much_for_one_bundle_goes_into_several(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        here.a.address(n, str(n))
    here.a.merge_one(here.a2.bundle(here.stick))
    monkeypatch.setattr("swstation.exchange.exporting.PART_OPS", 3)
    said = here.a.sw("export", "--to", here.stick / "part.swb").document
    parts = [said, *said["more"]]
    assert [Path(part["file"]).name for part in parts] == ["part.swb", "part-2.swb", "part-3.swb", "part-4.swb"]
    assert [part["bundle_no"] for part in parts] == [1, 2, 3, 4] and all(part["ops"] <= 3 for part in parts)
    assert here.a.all("SELECT bundle_no, file FROM sent_bundle") == [
        (part["bundle_no"], Path(part["file"]).name) for part in parts
    ]
    for part in reversed(parts):
        here.county.merge_one(Path(part["file"]))
    assert all(row["missing"] == 0 and row["digest_equal"] for row in here.county.sw("reconcile").document)
    assert here.county.all("SELECT count(*) FROM household") == [(5,)]


def test_a_county_sends_down_its_own_records_only(here: County) -> None:
    here.county.merge_one(here.a.bundle(here.stick))
    here.county.merge_one(here.b.bundle(here.stick))
    down = here.county.export(here.stick, peer=here.b.replica)
    assert {r.replica for r in down.ranges} == {here.county.replica}
    full = here.county.export(here.stick, peer=here.b.replica, full=True)
    units = {r.replica for r in full.ranges}
    assert units == {here.county.replica, here.b.replica}, "what the other station wrote is none of its business"
    done = here.b.merge_one(down.file or Path())
    assert done.new == down.ops - done.known and here.b.all("SELECT count(*) FROM enrolment") == [(3,)]
    assert here.county.sw("export", "--for", "0" * 32).refusal == "card.unknown_replica"
    # A bundle that comes down does not go up, nor the other way.
    assert here.county.refused(down.file or Path()) == "bundle.wrong_kind"


def test_inspect_with_and_without_keys(here: County, tmp_path: Path) -> None:
    sent = here.b.export(here.stick)
    assert sent.file is not None
    outer = json.loads(command("--db", tmp_path / "no.db", "inspect", sent.file, "--json").out)
    assert (outer["station"], outer["bundle_no"], outer["kind"]) == ("T532301103", 1, "up")
    assert outer["signature"] is None and outer["ops"] is None
    seen = here.county.sw("inspect", sent.file).document
    assert seen.keys() >= {
        "format", "kind", "station", "replica", "bundle_no", "first_seq", "last_seq", "profile", "ops", "rows",
        "schema", "recipients", "signature",
    }  # fmt: skip
    assert (seen["signature"], seen["ops"], seen["replica"]) == ("good", 2, here.b.replica)
    assert len(seen["recipients"]) == 3, "the county, its recovery key, the sender"
    # Its sender can read it, another station cannot: it sees the outside.
    assert here.b.sw("inspect", sent.file).document["signature"] == "good"
    assert here.a.sw("inspect", sent.file).document["signature"] is None
    before = here.county.content()
    assert here.county.sw("inspect", sent.file).code == 0 and here.county.content() == before
    assert here.county.sw("inspect", tmp_path / "none.swb").refusal == "bundle.path_missing"
    assert not here.county.files("work")
