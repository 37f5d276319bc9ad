"""Good bundles with bad, foreign, forked and newer records: nothing good is lost, nothing bad goes in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from books import as_an_image
from sites import County, Site

from db import digest
from db.ledgers import enrolments
from db.records import Op, make, next_chain, to_line
from swstation.exchange import manifest as manifests
from swstation.exchange.identity import county_card, device_keys
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import Manifest, Range, Sender
from swstation.exchange.packing import Packing
from swstation.operations.book import open_book

Line = tuple[bytes, bytes]
"""A record as a line, and the id its author gave it."""


def record(site: Site, n: int, **over: Any) -> Op:
    """A record as a device of ``site`` could have written it."""
    said: dict[str, Any] = {
        "r": bytes.fromhex(site.replica), "n": n, "lamport": n, "at": "2026-03-02T09:00:00+08:00", "w": bytes(16),
        "st": "T532301103", "t": "household", "k": n.to_bytes(16, "big"), "a": "set", "o": {},
        "groups": {"place": {"village": None, "village_name": None, "address": f"no {n}"}}, "salt": bytes(16),
    }  # fmt: skip
    return make(**{**said, **over})


def good(site: Site, n: int, **over: Any) -> Line:
    made = record(site, n, **over)
    return to_line(made), made.id


def bundle(
    site: Site, to: Path, lines: list[Line], change: Callable[[Manifest], Manifest] | None = None, first: int = 1,
    replica: str = "",
) -> Path:  # fmt: skip
    """A bundle by hand: sealed and signed by the device of ``site``, whatever its lines are."""
    chain = before = bytes(32)
    for _line, one in lines:
        chain = next_chain(chain, one)
    total = digest.plus(bytes(32), [one for _line, one in lines]).hex()
    replica = replica or site.replica
    span = Range(replica, first, first + len(lines) - 1, before.hex(), chain.hex(), len(lines), total)
    with site.book() as book:
        county = county_card(book)
        assert county is not None
        said = Manifest(
            "up", "named", county.fingerprint, Sender(book.replica, book.unit), 7, 1, 1, "swstation test",
            "2026-03-02T09:00:00+08:00", ranges=(span,), rows={"household": 1},
        )  # fmt: skip
        with Packing(to) as packing:
            packing.add(line for line, _one in lines)
            keys = device_keys(book)
            name = f"{site.path.parent.name}-{len(list(to.iterdir()))}.swb"
            readers = [county.keys, keys.public]
            readers += [PublicKeys.from_text(e.sign_key, e.age_key) for e in enrolments(book.connection)]
            return packing.send(to / name, change(said) if change else said, keys, readers).path


def bad_lines(site: Site) -> dict[str, Line]:
    """Record 2, wrong in every way that has a name; with the id its broken author would give it."""
    right, one = good(site, 2)
    empty = {"village": None, "village_name": None, "address": None}
    return {
        "value": good(site, 2, groups={"place": {**empty, "address": 7}}),
        "fields": good(site, 2, groups={"place": {"address": "x"}}),
        "payload": good(site, 2, groups={}),
        "station": good(site, 2, st="T532301102"),
        "bounds": (right.replace(b'"l":2,', b'"l":9007199254740992,'), one),
        "shape": (right.replace(b'"l":2,', b'"l":-2,'), one),
        "not_canonical": (right.replace(b'"address":"no 2",', b'"address":"no 2", '), one),
        "json": (right.replace(b'"no 2"', b"no 2"), one),
        "replaced": (right.replace(b'"o":{}', b'"o":{"place":["zz"]}'), one),
        "suite": (right.replace(b'"v":1,', b'"v":2,'), one),
        "nothing at all": (b"hello", one),
    }


REASONS = {"nothing at all": "shape"}
WRONG = ["value", "fields", "payload", "station", "bounds", "shape", "not_canonical", "json", "replaced", "suite",
         "nothing at all"]  # fmt: skip


@pytest.mark.fault(66, 71, 80, 83)
@pytest.mark.parametrize("wrong", WRONG)
def test_one_bad_record_among_good_ones(here: County, wrong: str) -> None:
    lines = [good(here.b, n) for n in range(1, 6)]
    lines[1] = bad_lines(here.b)[wrong]
    file = bundle(here.b, here.stick, lines)
    said = here.county.sw("merge", file)
    (found,) = json.loads(said.out)["bundles"]
    assert (said.code, found["status"], found["new"], found["quarantined"]) == (0, "merged", 4, 1)
    (aside,) = found["set_aside"]
    assert aside == {"replica": here.b.replica, "seq": 2, "reason": REASONS.get(wrong, wrong)}
    assert here.county.all("SELECT address FROM household ORDER BY id") == [(f"no {n}",) for n in (1, 3, 4, 5)]
    # The chain moves on, nothing counts as missing, the digest knows the four.
    assert here.county.all("SELECT last, highest, held FROM replica WHERE id = unhex(?)", here.b.replica) == [(5, 5, 4)]
    (row,) = here.county.sw("reconcile").document
    assert (row["missing"], row["quarantined"]) == (0, 1)
    with here.county.book() as book:
        assert digest.whole(book.connection)[2]["household"][0] == 4

    # The same again, in another bundle: nothing more is set aside. And what comes after goes in.
    again = bundle(here.b, here.stick, lines)
    assert here.county.merge_one(again).status == "already_merged"
    assert here.county.all("SELECT count(*) FROM quarantine") == [(1,)]
    more = bundle(here.b, here.stick, [*lines, good(here.b, 6)])
    assert here.county.merge_one(more).new == 1
    assert here.county.all("SELECT last FROM replica WHERE id = unhex(?)", here.b.replica) == [(6,)]
    assert here.county.sw("doctor").code == 0
    here.county.sw("doctor", "--repair")
    assert here.county.all("SELECT last, highest, held FROM replica WHERE id = unhex(?)", here.b.replica) == [(6, 6, 5)]


def test_nothing_but_bad_records(here: County) -> None:
    lines = [(b"bad %d" % n, b"\1" * 32) for n in range(250)]
    done = here.county.merge_one(bundle(here.b, here.stick, lines))
    assert (done.status, done.new, done.quarantined, len(done.aside)) == ("merged", 0, 250, 100)
    assert here.county.all("SELECT count(*) FROM quarantine") == [(250,)]
    assert here.county.merge_one(bundle(here.b, here.stick, lines)).status == "already_merged"


@pytest.mark.parametrize("wrong", ["value", "shape"])
def test_a_lead_hands_a_bad_record_on_as_it_came(here: County, wrong: str) -> None:
    def written(site: Site, n: int, **over: Any) -> Line:
        return good(site, n, **{"st": "T532301102", **over})

    lines = [written(here.a2, n) for n in range(1, 5)]
    lines[2] = (
        written(here.a2, 3, groups={"place": {"address": 7}}) if wrong == "value" else (b"hello", b"\1" * 32)
    )  # fmt: skip
    file = bundle(here.a2, here.stick, lines)
    assert here.a.merge_one(file).new == 3
    through = here.a.bundle(here.stick)
    done = here.county.merge_one(through)
    assert [(one.replica, one.seq) for one in done.aside] == [(here.a2.replica, 3)]
    copy = here.copy(here.folder.parent / "second")
    assert copy.county.merge(file).well and here.county.merge_one(file).status == "already_merged"
    for county in (here.county, copy.county):
        assert county.all("SELECT last, highest FROM replica WHERE id = unhex(?)", here.a2.replica) == [(4, 4)]
    assert here.county.all("SELECT digest, n, reason FROM quarantine") == copy.county.all(
        "SELECT digest, n, reason FROM quarantine"
    )


@pytest.mark.fault(82)
def test_a_device_of_one_station_writing_for_another_is_named(here: County) -> None:
    lines = [good(here.b, n, st="T532301102" if n % 2 else "T532301103") for n in range(1, 5)]
    done = here.county.merge_one(bundle(here.b, here.stick, lines))
    assert [(one.seq, one.reason) for one in done.aside] == [(1, "station"), (3, "station")] and done.new == 2


@pytest.mark.fault(56)
def test_nobody_speaks_in_the_name_of_another_station(here: County) -> None:
    forged = [good(here.a, n, st="T532301102") for n in range(1, 4)]
    file = bundle(here.b, here.stick, forged, replica=here.a.replica)
    assert here.county.refused(file) == "card.carries_others"
    made_up = [good(here.b, n, r=b"\7" * 16, st="T532301102") for n in range(1, 4)]
    done = here.county.merge_one(bundle(here.b, here.stick, made_up, replica="07" * 16))
    assert {one.reason for one in done.aside} == {"station"} and done.new == 0


HARMS: dict[str, Callable[[Manifest], Manifest]] = {
    "fewer than it says": lambda said: replace(
        said, ranges=(replace(said.ranges[0], last=said.ranges[0].last + 1),)
    ),
    "another chain": lambda said: replace(said, ranges=(replace(said.ranges[0], last_chain="0" * 64),)),
    "another digest": lambda said: replace(said, ranges=(replace(said.ranges[0], digest="0" * 64),)),
    "other numbers": lambda said: replace(said, ranges=(replace(said.ranges[0], first=2, last=4),)),
    "another beginning": lambda said: replace(said, ranges=(replace(said.ranges[0], first_chain="1" * 64),)),
}  # fmt: skip


@pytest.mark.fault(69)
@pytest.mark.parametrize("harm", HARMS)
def test_a_bundle_that_lies_about_its_records_is_refused_whole(here: County, harm: str) -> None:
    file = bundle(here.b, here.stick, [good(here.b, n) for n in range(1, 4)], HARMS[harm])
    assert here.county.refused(file) == "bundle.chain"
    assert not here.county.files("inbox") and not here.county.files("archive") and not here.county.files("work")


@pytest.mark.fault(67)
def test_a_record_twice_in_a_bundle_is_refused_whole(here: County) -> None:
    lines = [good(here.b, 1), good(here.b, 2), good(here.b, 2)]
    assert here.county.refused(bundle(here.b, here.stick, lines)) == "bundle.chain"


def newer(site: Site) -> list[Line]:
    """Records of a program to come: a register, a group and an action that nobody here knows, fields that grew."""
    place = {"village": None, "village_name": None, "address": "x"}
    return [
        good(site, 1),
        good(site, 2, t="group_session", groups={"plan": {"title": "小组", "n": 3}}, sv=2),
        good(site, 3, groups={"place": place, "later": {"x": 1}}, sv=2),
        good(site, 4, a="link", groups={"person": {"same": True}}, sv=2),
        good(site, 5, groups={"place": {**place, "floor": 3}}, sv=2),
    ]


@pytest.mark.fault(50, 51)
def test_records_of_a_newer_program_are_kept_counted_and_handed_on(here: County) -> None:
    lines = newer(here.b)
    file = bundle(here.b, here.stick, lines)
    done = here.county.merge_one(file)
    assert (done.new, done.aside) == (5, ())
    assert here.county.all("SELECT n FROM op WHERE parked ORDER BY n") == [(2,), (3,), (4,), (5,)]
    assert here.county.all("SELECT count(*) FROM household") == [(1,)]
    checks = {one["name"]: one for one in here.county.sw("doctor").document["checks"]}
    assert checks["parked"]["ok"] and checks["parked"]["detail"].startswith("4 ")
    # Handed on as they came, byte for byte, by a machine that does not understand them.
    from db.chains import lines as lines_of
    from db.chains import runs

    with here.county.book() as book:
        (run,) = runs(book.connection, bytes.fromhex(here.b.replica))
        assert list(lines_of(book.connection, run)) == [line for line, _one in lines]


@pytest.mark.fault(52)
def test_a_bundle_that_only_a_newer_program_reads_is_kept(here: County) -> None:
    lines = [good(here.b, 1)]
    file = bundle(here.b, here.stick, lines, lambda said: replace(said, min_reader=2, schema=2))
    before = here.county.digest
    said = here.county.sw("merge", file)
    (found,) = json.loads(said.out)["bundles"]
    assert (said.code, found["status"], found["code"]) == (1, "held", "bundle.newer") and here.county.digest == before
    assert len(here.county.files("inbox")) == 1

    # So is one whose outside is of a later container.
    import hashlib

    raw = bytearray(file.read_bytes())
    raw[8] = 2
    raw[224:256] = hashlib.sha256(raw[:224]).digest()
    later = here.stick / "later.swb"
    later.write_bytes(raw)
    (found,) = json.loads(here.county.sw("merge", later).out)["bundles"]
    assert (found["status"], found["code"]) == ("held", "bundle.newer")
    assert f"{hashlib.sha256(raw).hexdigest()}.swb" in here.county.files("inbox")
    assert [one["status"] for one in json.loads(here.county.sw("merge", "--held").out)["bundles"]] == ["held"] * 2


def copied(here: County) -> Site:
    """The disk of a station's laptop copied to another one, which goes on writing."""
    as_an_image(open_book(here.b.path))
    to = here.folder / "clone"
    shutil.copytree(here.b.path.parent, to)
    return Site(to / "book.db")


@pytest.mark.fault(30, 67)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_copied_database_that_writes_on_both_laptops(here: County, order: tuple[int, int]) -> None:
    here.b.address(1, "before")
    clone = copied(here)
    for n in range(3):
        here.b.address(10 + n, "original")
    for n in range(2):
        clone.address(20 + n, "copy")
    clone.address(1, "edited on the copy")
    here.b.address(1, "edited on the original")
    files = [here.b.bundle(here.stick), clone.bundle(here.stick)]
    done = [here.county.merge_one(files[at]) for at in order]
    assert (done[0].forked, done[1].forked) == ((), (here.b.replica,))
    assert here.county.all("SELECT address FROM household ORDER BY id")[1:] == [
        ("original",), ("original",), ("original",), ("copy",), ("copy",),
    ]  # fmt: skip
    assert here.county.all("SELECT count(*) FROM conflict") == [(1,)], "both edits are there to choose from"
    (row,) = here.county.sw("reconcile").document
    assert row["forked"] is True and row["missing"] == 0
    # Both go on, hear of each other and send again; nothing raises and everything arrives.
    clone.merge_one(files[0])
    for site in (clone, here.b):
        site.address(30, site.path.parent.name)
        here.county.merge_one(site.bundle(here.stick))
    assert here.county.all("SELECT count(*) FROM op WHERE r = unhex(?)", here.b.replica) == [(12,)]
    assert here.county.sw("doctor").code == 0
    # A second county hears only the copy, which by now holds all but the original's last word.
    second = here.copy(here.folder.parent / "second")
    with second.county.book() as book:
        from db.chains import forked

        assert forked(book.connection, bytes.fromhex(here.b.replica))


@pytest.mark.fault(30)
def test_both_branches_travel_in_one_bundle(here: County, founded: County) -> None:
    here.b.address(1, "before")
    clone = copied(here)
    here.b.address(2, "original")
    clone.address(3, "copy")
    clone.merge_one(here.b.bundle(here.stick))
    sent = clone.export(here.stick)
    assert [(r.first, r.last) for r in sent.ranges] == [(1, 4), (4, 4)]
    done = here.county.merge_one(sent.file or Path())
    assert (done.new, done.forked) == (5, (here.b.replica,))
    assert manifests.parse  # the manifest of two branches is one that any reader takes


@pytest.mark.fault(68)
def test_a_rewritten_past_is_shown_even_without_the_rewritten_records(here: County) -> None:
    lines = [good(here.b, n) for n in range(1, 4)]
    here.county.merge_one(bundle(here.b, here.stick, lines))
    # The station goes on from another record 3.
    other = next_chain(next_chain(next_chain(bytes(32), lines[0][1]), lines[1][1]), b"\5" * 32)
    more = [good(here.b, 4)]

    def from_another_past(said: Manifest) -> Manifest:
        after = next_chain(other, more[0][1]).hex()
        return replace(said, ranges=(replace(said.ranges[0], first_chain=other.hex(), last_chain=after),))

    done = here.county.merge_one(bundle(here.b, here.stick, more, from_another_past, first=4))
    assert (done.new, done.forked) == (1, (here.b.replica,))
    (row,) = here.county.sw("reconcile").document
    assert row["forked"] is True and row["missing"] == 0


@pytest.mark.fault(35)
def test_foreign_edits_are_kept_and_shown_as_such(here: County) -> None:
    """A county's correction and a station's edit meet: both stay, the county's is shown, somebody decides."""
    here.b.address(1, "station")
    here.county.merge_one(here.b.bundle(here.stick))
    here.county.address(1, "county")
    here.b.address(1, "station again")
    done = here.county.merge_one(here.b.bundle(here.stick))
    assert done.conflicts == 1 and here.county.all("SELECT address, owner FROM household") == [("county", "T532301103")]
    (open_one,) = here.county.sw("conflict", "list").document
    assert {value["value"]["address"] for value in open_one["values"]} == {"county", "station again"}
    here.b.merge_one(here.county.bundle(here.stick, peer=here.b.replica))
    assert here.b.all("SELECT address, conflicts FROM household") == [("county", 1)]
    assert here.b.sw("conflict", "list").document[0]["id"] == open_one["id"]
