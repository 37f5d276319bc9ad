"""A merge rehearsed: what it says comes true, and until then nothing is touched."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import bundles
import pytest
from by_hand import line, sealed
from sites import County, Site

from swstation.exchange import rehearsal
from swstation.exchange.merging import Progress
from swstation.exchange.rehearsal import Rehearsed, rehearse


def rehearsed(site: Site, *files: Path, progress: Progress | None = None) -> list[Rehearsed]:
    with site.book() as book:
        return rehearse(book, files, progress)


def counts(one: Rehearsed, table: str = "household") -> dict[str, int]:
    return {verdict: n for verdict, n in one.tables.get(table, {}).items() if n}


def names(one: Rehearsed, verdict: str, table: str = "household") -> list[str]:
    return [row.row for row in one.rows.get((table, verdict), ())]


def untouched(site: Site) -> tuple[Any, ...]:
    """The database file itself, all tables, and the files around it."""
    with site.book() as book:
        book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (
        hashlib.sha256(site.path.read_bytes()).hexdigest(), site.content(), site.digest,
        [site.files(folder) for folder in ("inbox", "archive", "work", "backups")],
    )  # fmt: skip


def row(n: int) -> str:
    return f"{n:032x}"


def test_every_verdict_and_what_is_behind_it(here: County) -> None:
    here.a.address(1, "one")
    here.a.address(2, "two")
    here.a.address(3, "three")
    first = here.a.bundle(here.stick)
    here.county.merge_one(first)
    here.county.address(2, "the county's")  # in parallel with what the station writes now
    here.a.address(1, "one anew")
    here.a.address(2, "two anew")
    here.a.address(4, "four")
    before = untouched(here.county)
    (found,) = rehearsed(here.county, here.a.bundle(here.stick, full=True))
    assert counts(found) == {"changed": 1, "conflicting": 1, "new": 1, "duplicate": 1}
    assert names(found, "changed") == [row(1)] and names(found, "conflicting") == [row(2)]
    assert names(found, "duplicate") == [row(3)] and names(found, "new") == [row(4)]
    (changed,) = found.rows["household", "changed"]
    assert changed.changed == (("address", "one", "one anew"),)
    (disputed,) = found.rows["household", "conflicting"]
    assert disputed.changed == (("address", "the county's", "two anew"),), "the county's is shown; the other is named"
    assert untouched(here.county) == before


def test_unchanged_where_two_agree(here: County) -> None:
    here.a.address(1, "same")
    here.a2.address(1, "same")
    here.county.merge_one(here.a.bundle(here.stick))
    (found,) = rehearsed(here.county, here.a2.bundle(here.stick))
    assert counts(found) == {"unchanged": 1}


@pytest.mark.parametrize("full", [False, True])
def test_the_rehearsal_comes_true(here: County, full: bool) -> None:
    here.a.address(1, "one")
    here.county.merge_one(here.a.bundle(here.stick))
    here.county.address(1, "county")
    here.a.address(1, "two")
    here.a2.address(5, "five")
    files = [here.a.bundle(here.stick, full=full), here.a2.bundle(here.stick, full=full)]
    said = [one.outcome for one in rehearsed(here.county, *files)]
    assert here.county.merge(*files).files == said


def test_a_sitting_is_rehearsed_one_on_top_of_the_other(here: County) -> None:
    here.a.address(1, "from a")
    here.a2.address(1, "from a2")
    files = [here.a.bundle(here.stick), here.a2.bundle(here.stick)]
    first, second = rehearsed(here.county, *files)
    assert counts(first) == {"new": 1} and counts(second) == {"conflicting": 1}
    again = rehearsed(here.county, files[0], Path(shutil.copyfile(files[0], here.stick / "copy.swb")))
    assert [one.status for one in again] == ["merged", "already_merged"]
    assert counts(again[1]) == {"duplicate": 1}


def test_holes_close_and_chains_go_on_as_in_a_merge(here: County) -> None:
    files = []
    for n in range(1, 5):
        here.b.address(n, f"{n}")
        done = here.b.export(here.stick, full=n == 4)
        assert done.file is not None
        files.append(done.file)
    order = [files[0], files[2], files[1], files[3]]
    said = [one.outcome for one in rehearsed(here.county, *order)]
    assert said == here.county.merge(*order).files
    # And with a part of it merged before.
    here.b.address(9, "late")
    more = [here.b.bundle(here.stick, full=True), here.b.bundle(here.stick)]
    said = [one.outcome for one in rehearsed(here.county, *more)]
    assert said == here.county.merge(*more).files and all(not one.gaps for one in said)


def test_refused_and_held_files_say_so_and_the_others_go_on(here: County) -> None:
    here.a.address(1, "x")
    good = here.a.bundle(here.stick)
    bad = Path(shutil.copyfile(good, here.stick / "bad.swb"))
    bundles.flip(bad, 1000)
    here.county.sw("revoke", here.b.replica)
    before = untouched(here.county)
    found = rehearsed(here.county, bad, here.stick / "gone.swb", good)
    assert [one.status for one in found] == ["refused", "refused", "merged"]
    assert found[0].tables == {} and counts(found[2]) == {"new": 1}
    assert untouched(here.county) == before


@pytest.mark.fault(21)
def test_cancelled_in_the_middle_nothing_is_changed(here: County) -> None:
    """Fault 21, the half of it that is before the merge."""
    here.a.address(1, "x")
    file = here.a.bundle(here.stick)
    before = untouched(here.county)

    class Stopped(Exception):
        pass

    def stop(_name: str, done: int, _total: int) -> None:
        assert done
        raise Stopped

    with pytest.raises(Stopped):
        rehearsed(here.county, file, progress=stop)
    assert untouched(here.county) == before


def test_no_lock_is_held_while_others_write(here: County) -> None:
    here.a.address(1, "x")
    file = here.a.bundle(here.stick)
    wrote = []

    def write_beside(_name: str, _done: int, _total: int) -> None:
        here.county.address(7, "written meanwhile")
        wrote.append(True)

    assert [one.status for one in rehearsed(here.county, file, progress=write_beside)] == ["merged"]
    assert wrote and here.county.all("SELECT address FROM household") == [("written meanwhile",)]


@pytest.mark.fault(50, 83)
def test_what_needs_a_newer_program_and_what_is_set_aside_are_said(here: County) -> None:
    """Faults 50 and 83 seen before the merge."""
    lines = [
        line(here.b, 1),
        line(here.b, 2, t="group_work", sv=2, groups={"plan": {"title": "x"}}),
        line(here.b, 3, groups={"place": {"village": None, "village_name": None, "address": 7}}),
        line(here.b, 4, k=(1).to_bytes(16, "big"), a="mend", o={}),
    ]
    sent = sealed(here.b, here.stick, lines)
    before = untouched(here.county)
    (found,) = rehearsed(here.county, sent)
    assert counts(found, "group_work") == {"parked": 1}
    assert counts(found) == {"new": 1} and counts(found, "record") == {"invalid": 1}
    assert found.rows["record", "invalid"][0].changed == (("reason", "", "value"),)
    assert untouched(here.county) == before
    assert here.county.merge(sent).files == [found.outcome]


def test_what_another_unit_wrote_into_a_row_is_called_foreign(here: County) -> None:
    here.a.address(1, "ours")
    here.county.merge_one(here.a.bundle(here.stick))
    ((head,),) = here.county.all("SELECT lower(hex(id)) FROM op WHERE t = 'household'")
    sent = sealed(here.b, here.stick, [line(here.b, 1, o={"place": [head]}), line(here.b, 2)])
    (found,) = rehearsed(here.county, sent)
    assert names(found, "foreign") == [row(1)] and names(found, "new") == [row(2)]
    assert here.county.merge(sent).files == [found.outcome]


def test_a_large_sitting_is_rehearsed_in_a_file_that_nobody_can_read(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.a.address(1, "a secret address")
    here.county.merge_one(here.a.bundle(here.stick))
    here.a.address(1, "another secret address")
    sent = here.a.bundle(here.stick)
    in_memory = [one.as_dict() for one in rehearsed(here.county, sent)]
    monkeypatch.setattr(rehearsal, "IN_MEMORY", 0)
    before = untouched(here.county)
    seen: list[bytes] = []

    def look(_name: str, _done: int, _total: int) -> None:
        (file,) = (here.county.data / "work").glob("rehearsal-*")
        seen.append(file.read_bytes())

    assert [one.as_dict() for one in rehearsed(here.county, sent, progress=look)] == in_memory
    assert seen and all(b"secret" not in raw and not raw.startswith(b"SQLite format") for raw in seen)
    assert untouched(here.county) == before


def test_a_month_against_the_month_before(here: County) -> None:
    writer = here.b.all("SELECT id FROM staff")[0][0].hex()

    def log(n: int, day: str, minutes: int) -> None:
        when = {"service_date": day, "part_of_day": None, "start_time": None, "end_time": None, "minutes": minutes}
        here.b.write(
            n, "service_log", when=when, what={"method": "home_visit", "field": None, "duty": None},
            who={"unit": "T532301103", "writer": writer},
            state={"state": "submitted", "reviewer": None, "reviewed_on": None, "return_reason": None},
        )  # fmt: skip
        here.b.write(
            n + 1000, "log_client", link={"service_log": row(n), "client": row(5000 + n % 3), "outcome": "met"}
        )

    for n in range(12):
        log(n, f"2025-11-{n + 1:02d}", 60)
    log(20, "2025-12-01", 30)
    here.county.merge_one(here.b.bundle(here.stick))
    for n in range(21, 45):
        log(n, "2025-12-20", 30)
    here.b.write(0, "service_log", "delete", _alive={"alive": False})
    (found,) = rehearsed(here.county, here.b.bundle(here.stick))
    (months,) = found.months
    assert (months.unit, months.before.month, months.now.month) == ("T532301103", "2025-11", "2025-12")
    assert (months.before.logs, months.before.minutes, months.before.clients) == (11, 660, 3)
    assert (months.now.logs, months.now.minutes, months.now.clients) == (25, 750, 3)
    assert [(jump.figure, jump.before, jump.now) for jump in months.jumps] == [("logs", 11, 25)]
    assert months.as_dict()["logs"] == {"before": 11, "now": 25}


def test_on_the_command_line(here: County) -> None:
    here.a.address(1, "one")
    sent = here.a.bundle(here.stick)
    before = untouched(here.county)
    said = here.county.sw("merge", "--preview", sent)
    (found,) = said.document["bundles"]
    assert found["status"] == "merged" and found["file"] == str(sent)
    assert found["tables"]["household"] == {
        "new": 1, "changed": 0, "conflicting": 0, "duplicate": 0, "foreign": 0, "invalid": 0, "unchanged": 0,
        "parked": 0,
    }  # fmt: skip
    assert untouched(here.county) == before
    bad = here.stick / "gone.swb"
    said = here.county.sw("merge", "--preview", sent, bad)
    assert said.code == 1 and [b["status"] for b in json.loads(said.out)["bundles"]] == ["merged", "refused"]
    from sites import command

    text = command("--db", here.county.path, "merge", "--preview", sent)
    assert text.code == 0 and "1 new" in text.out and sent.name in text.out
