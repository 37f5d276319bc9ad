"""A bundle read without merging it, and two of them beside each other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import bundles
import pytest
from by_hand import line, sealed
from sites import County, Site

from db.errors import Refusal
from swstation.exchange import looking, rehearsal
from swstation.exchange.comparing import Compared, compare
from swstation.exchange.looking import Looked, LookedRow, look


def row(n: int) -> str:
    return f"{n:032x}"


def opened(site: Site, file: Path) -> tuple[Looked, dict[str, list[LookedRow]]]:
    with site.book() as book:
        looked = look(book, file)
        try:
            return looked, {name: looked.rows(name) for name in looked.registers}
        finally:
            looked.close()


def compared(site: Site, file: Path, other: Path | None = None) -> Compared:
    with site.book() as book:
        return compare(book, file, other)


def sides(found: Compared, table: str = "household") -> dict[str, int]:
    return {side: n for side, n in found.tables[table].items() if n}


def test_everything_in_it_is_read_and_nothing_is_merged(here: County) -> None:
    here.b.address(1, "吕合镇吕合村")
    here.b.write(2, "household", ident={"number": "7", "head": None, "head_name": "钱试"})
    sent = here.b.bundle(here.stick)
    before = here.county.content()
    looked, rows = opened(here.county, sent)
    assert (looked.signature, looked.manifest.sender.station, looked.aside) == ("good", "T532301103", 0)
    assert looked.registers["household"] == 2 and looked.registers["staff"] == 1
    assert next(iter(looked.registers)) == "staff", "what people ask for stands first"
    assert {one.row for one in rows["household"]} == {row(1), row(2)}
    assert ("address", "吕合镇吕合村") in [value for one in rows["household"] for value in one.values]
    assert [one.name for one in rows["household"] if one.row == row(2)] == ["钱试  7"]
    assert here.county.content() == before and here.county.files("work") == []
    # Twice, a piece at a time.
    with here.county.book() as book:
        again = look(book, sent)
        pieces = [one for at in range(2) for one in again.rows("household", at, 1)]
        again.close()
    assert pieces == rows["household"]


def test_what_was_written_since_is_shown_beside_the_names_of_the_book(here: County) -> None:
    client = "c" * 32
    here.b.write(
        int(client, 16), "client", ident={"name": "张桂芳", "gender": None, "birth_date": None, "resident_id": None},
        file={
            "opened_on": "2026-01-05", "opened_by": None, "source": None, "file_state": "open", "ended_on": None,
            "end_reason": None,
        },
    )  # fmt: skip
    here.county.merge_one(here.b.bundle(here.stick))
    down = here.stick / "down"
    down.mkdir()
    assert here.county.sw("receipt", "--all", "--to", down).code == 0
    for file in down.iterdir():
        here.b.merge(file)
    here.b.write(int(client, 16), "client", contact={"phone": "13800001234"})
    sent = here.b.export(here.stick)
    assert sent.file is not None and sent.ops == 1
    _looked, rows = opened(here.county, sent.file)
    (one,) = rows["client"]
    assert one.row == client and not one.whole and "张桂芳" in one.name and ("phone", "13800001234") in one.values


def test_a_bundle_that_nobody_vouches_for_says_so_and_a_damaged_one_is_refused(here: County) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    here.county.sw("revoke", here.b.replica)
    looked, rows = opened(here.county, sent)
    assert looked.signature == "unknown_signer" and rows["household"]
    bad = Path(shutil.copyfile(sent, here.stick / "bad.swb"))
    bundles.flip(bad, 2000)
    with pytest.raises(Refusal), here.county.book() as book:
        look(book, bad)
    with pytest.raises(Refusal, match=r"bundle\.no_key"), here.a.book() as book:
        look(book, sent)


def test_a_large_one_is_looked_into_in_a_file(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    here.b.address(1, "x")
    sent = here.b.bundle(here.stick)
    monkeypatch.setattr(looking, "IN_MEMORY", 0)
    with here.county.book() as book:
        looked = look(book, sent)
        assert [name.startswith("rehearsal-") for name in here.county.files("work")] == [True]
        assert looked.rows("household")
        looked.close()
    assert here.county.files("work") == []
    assert rehearsal.IN_MEMORY > 0


def test_months_without_names_are_listed_as_they_came(here: County) -> None:
    done = here.b.sw("export", "--profile", "aggregate", "--month", "2026-02", "--to", here.stick).document
    looked, rows = opened(here.county, Path(done["file"]))
    assert looked.units == ("T532301103",) and looked.registers["figure"] == len(rows["figure"]) > 10
    assert ("period", "2026-02") in rows["figure"][0].values
    with pytest.raises(Refusal, match=r"bundle\.no_records"):
        compared(here.county, Path(done["file"]))


def test_records_that_cannot_be_read_are_counted(here: County) -> None:
    lines = [line(here.b, 1), line(here.b, 2, groups={"place": {"address": 7}})]
    looked, _rows = opened(here.county, sealed(here.b, here.stick, lines))
    assert looked.aside == 1 and looked.registers["household"] == 1


def test_two_bundles_field_by_field(here: County) -> None:
    here.a.address(1, "same")
    here.a.address(2, "as a says")
    here.a2.address(1, "same")
    here.a2.address(2, "as a2 says")
    here.a2.address(3, "only a2")
    here.a.write(2, ident={"number": "1", "head": None, "head_name": None})
    one, two = here.a.bundle(here.stick), here.a2.bundle(here.stick)
    before = here.county.content()
    found = compared(here.county, one, two)
    assert sides(found) == {"same": 1, "different": 1, "only_there": 1}
    (different,) = [d for d in found.differences if d.side == "different" and d.table == "household"]
    # The number was said by one alone: that is no difference.
    assert different.row == row(2) and different.fields == (("address", "as a says", "as a2 says"),)
    assert sides(compared(here.county, one, one)) == {"same": 2}
    assert here.county.content() == before


def test_a_bundle_against_the_book(here: County) -> None:
    here.a.address(1, "old")
    here.a.address(2, "same")
    here.county.merge_one(here.a.bundle(here.stick))
    here.a.address(1, "new")
    here.a.address(3, "not there yet")
    here.a2.address(4, "the book alone has it")
    here.county.merge_one(here.a2.bundle(here.stick))
    found = compared(here.county, here.a.bundle(here.stick, full=True))
    assert found.full and sides(found) == {"different": 1, "same": 1, "only_here": 1, "only_there": 1}
    assert sides(compared(here.county, here.b.bundle(here.stick)), "staff") == {"only_here": 1}


def test_on_the_command_line(here: County) -> None:
    here.a.address(1, "one")
    sent = here.a.bundle(here.stick)
    said: Any = here.county.sw("inspect", sent, "--against", "book").document
    assert said["against"] == "book" and said["tables"]["household"]["only_here"] == 1
    assert said["differences"][0].keys() == {"table", "row", "side", "fields"}
    again = here.county.sw("inspect", sent, "--against", sent).document
    assert again["differences"] == [] and json.dumps(again)
    assert here.county.sw("inspect", sent, "--against", here.stick / "gone.swb").refusal == "bundle.path_missing"
