"""Months without names: nothing personal gets out, the newest counts, and nothing of it is ever folded."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import ValidationError
from rows import accepted, sample
from sites import County, Site, command

from db import snapshots as kept_snapshots
from db.errors import Refusal
from db.registry import specs
from swstation.exchange import opening, snapshots
from swstation.exchange.identity import device_keys
from swstation.exchange.naming import referred
from swstation.exchange.snapshots import Snapshot, parse

NUMBER, PHONE = "532301194003050022", "13800001234"
PLANTS = ("张桂芳", "楚雄市东瓜镇东瓜村3组", "独居，情绪低落，要钱", NUMBER, PHONE, "Zhang Guifang", "0878-3121234")
CODES = ("zhangguifang", NUMBER, PHONE, "dongguacun_3")
"""Personal data in the shape of a code, where a slip or an import put it into a field of codes."""


def row(n: int) -> str:
    return f"{n:032x}"


def _takes(table: str, group: str, values: dict[str, Any]) -> bool:
    try:
        specs()[table].groups[group].validator.validate_python(values)
    except ValidationError:
        return False
    return True


def _wanted(field: str) -> Any:
    # So that the rows hang together and are of the month that goes out.
    known = {
        "service_date": "2026-02-10", "opened_on": "2026-02-03", "start_on": "2026-02-01", "birth_date": "1940-03-05",
        "state": ("submitted", "open"), "file_state": "open", "unit": "T532301103", "method": "home_visit",
        "resident_id": NUMBER, "village": "532301103001", "household": None, "end_on": None, "ended_on": None,
    }  # fmt: skip
    return known.get(field, ())


def _group(table: str, group: str, plants: tuple[str, ...], turn: int) -> dict[str, Any]:
    """Values of a group that belong to the month, and something personal in every other field that takes it."""
    spec = specs()[table].groups[group]
    values = sample(table, group, turn)

    def put(field: str, *some: Any) -> bool:
        for value in some:
            if _takes(table, group, {**values, field: value}):
                values[field] = value
                return True
        return False

    for at, field in enumerate(spec.fields):
        if field in spec.refs and _wanted(field) is not None:
            put(field, row(specs_at(referred(field) or "staff")))
            continue
        wanted = _wanted(field)
        if wanted == () or not put(field, *(wanted if type(wanted) is tuple else (wanted,))):
            put(field, plants[(at + turn) % len(plants)], *plants)
    return values


def specs_at(table: str) -> int:
    """The one row of each register, by its place."""
    return 1000 + list(specs()).index(table)


def plant(site: Site, plants: tuple[str, ...]) -> set[str]:
    """One row in every register there is, personal data in every text of it; what was planted where it was taken."""
    planted: set[str] = set()
    from db.gateway import Change
    from swstation.operations.book import do

    with site.book() as book:
        for turn, table in enumerate(specs()):
            if table in ("unit", "enrolment", "policy_continuation"):  # say who the station is, and name nobody
                continue
            groups = {group: _group(table, group, plants, turn) for group in specs()[table].groups}
            planted |= {v for values in groups.values() for v in values.values() if v in plants}
            do(book, "Test", [Change(table, row(specs_at(table)), groups)])
    return planted


def content(site: Site, file: Path) -> bytes:
    """All that is inside a bundle, unsealed, as bytes."""
    with site.book() as book, opening.opened(
        file, [device_keys(book)], counties=[_county(site)], kinds=["agg"],
        signer=lambda said: device_keys_of(site, said), work=file.parent,
    ) as bundle:  # fmt: skip
        return orjson.dumps(bundle.manifest) + b"\n".join(bundle.lines())


def _county(site: Site) -> str:
    with site.book() as book:
        above = snapshots.superior(book)
        assert above is not None
        return above.fingerprint


def device_keys_of(site: Site, _said: Any) -> Any:
    with site.book() as book:
        return device_keys(book).public


def export(site: Site, to: Path, profile: str, month: str = "2026-02") -> Path:
    with site.book() as book:
        return snapshots.export(book, profile, month, to).file


def merged(site: Site, *files: Path) -> list[str]:
    return [one.status for one in site.merge(*files).files]


@pytest.mark.parametrize("plants", [PLANTS, CODES], ids=["words", "codes"])
@pytest.mark.parametrize("profile", snapshots.PROFILES)
def test_nothing_personal_gets_out_whatever_field_it_was_put_in(
    here: County, profile: str, plants: tuple[str, ...]
) -> None:
    planted = plant(here.b, plants)
    assert len(planted) >= 3, "the plants were taken"
    inside = content(here.b, export(here.b, here.stick, profile))
    text = inside.decode("utf-8")
    for word in {*PLANTS, *CODES, *planted}:
        assert word not in text, word
    assert not [c for c in text if ord(c) > 126], "codes alone: no word of Chinese"
    for table in specs():
        assert row(specs_at(table)) not in text, "rows go by pseudonyms"
    assert "1940-03-05" not in text and "2026-02-10" not in text and "532301103001" not in text
    rows = [orjson.loads(line) for line in inside.split(b"\n")[1:]]
    if profile == "deidentified":
        found = {one["t"]: one for one in rows}
        assert found["client"]["age_band"] == "80+" and found["client"]["opened_month"] == "2026-02"
        (contact,) = found["service_log"]["contacts"]
        assert contact[0] == found["client"]["id"], "the same person has the same pseudonym"
        assert found["service_log"]["month"] == "2026-02" and found["service_case"]["clients"] == [contact[0]]
    else:
        values = {one["code"]: one["value"] for one in rows if one["t"] == "figure"}
        assert values["4.open"] is None and values["5.closing"] is None, "one is too few to be said"


def test_every_field_of_free_text_is_planted() -> None:
    """The test above reaches every free text of every register, those too that are added later."""
    for turn, (table, spec) in enumerate(specs().items()):
        for name, group in spec.groups.items():
            made = _group(table, name, PLANTS, turn)
            for field in group.fields:
                free = any(type(v) is str and v == "张桂芳" for v in accepted(table, name)[field])
                assert not free or made[field] in PLANTS or _wanted(field) != (), (table, name, field)


def test_pseudonyms_are_the_stations_own(here: County) -> None:
    plant(here.b, PLANTS)
    first = content(here.b, export(here.b, here.stick, "deidentified"))
    again = content(here.b, export(here.b, here.stick, "deidentified"))
    names, same = ({orjson.loads(line).get("id") for line in raw.split(b"\n")[1:]} for raw in (first, again))
    assert len(names) > 2 and names == same
    from swstation.exchange.deidentified import Pseudonyms

    key = bytes(16)
    ids = {
        Pseudonyms(secret, unit).of(table, key)
        for secret, unit, table in itertools.product((b"a", b"b"), ("T532301102", "T532301103"), ("client", "staff"))
    }
    assert len(ids) == 8


def test_the_county_keeps_the_newest_and_folds_none(here: County) -> None:
    plant(here.b, PLANTS)
    first = export(here.b, here.stick, "deidentified")
    here.b.address(9, "x")
    second = export(here.b, here.stick, "deidentified")
    digest = here.county.digest
    assert merged(here.county, second, first) == ["merged", "already_merged"]
    with here.county.book() as book:
        (one,) = kept_snapshots.kept(book.connection)
        found = snapshots.read(book.connection, "T532301103", "2026-02", "deidentified")
    assert found is not None and {r["t"] for r in found.rows} == {"client", "service_case", "service_log"}
    assert (one.unit, one.period, one.profile, one.complete) == ("T532301103", "2026-02", "deidentified", True)
    assert here.county.digest == digest and here.county.all("SELECT count(*) FROM client") == [(0,)]
    # Once more changes nothing.
    assert merged(here.county, Path(shutil.copyfile(second, here.stick / "again.swb"))) == ["already_merged"]


def test_the_order_in_which_they_come_does_not_matter(here: County, tmp_path: Path) -> None:
    files = []
    for n in range(3):
        here.b.address(n, f"{n}")
        files.append(export(here.b, here.stick, "aggregate"))
    files.append(export(here.a, here.stick, "aggregate"))
    states = []
    for number, order in enumerate(itertools.permutations(files)):
        if number % 5 == 0:
            there = County(Path(shutil.copytree(here.folder, tmp_path / f"{number}")))
            there.county.merge(*order)
            said = "SELECT unit, period, profile, counter, bundle_no, sha256 FROM snapshot ORDER BY 1"
            states.append((there.county.all(said), there.county.all("SELECT * FROM snapshot_rows ORDER BY 1")))
    assert len(states) > 3 and all(state == states[0] for state in states)
    assert len(states[0][0]) == 2


def test_a_station_cannot_speak_for_another_and_words_are_refused(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*_args: Any) -> Iterator[Snapshot]:
        yield Snapshot("T532301102", "2026-02", "aggregate", "2026-02-01", "2026-02-28", 1, True, ())

    monkeypatch.setattr(snapshots, "_of_units", other)
    assert here.county.refused(export(here.b, here.stick, "aggregate")) == "card.carries_others"
    monkeypatch.undo()
    with pytest.raises(Refusal, match=r"bundle\.snapshot"):
        list(
            Snapshot(
                "T532301103", "2026-02", "aggregate", "", "", 1, True, ({"t": "figure", "code": "张桂芳"},)
            ).lines()
        )


@pytest.mark.parametrize(
    "lines",
    [
        [b"{}"], [b"[]"], [b'{"snapshot":1}'], [b"x"],
        [b'{"complete":true,"counter":1,"first":"","last":"","period":"2026-02","profile":"aggregate","rows":1,"snapshot":1,"unit":"T1"}'],
        [
            b'{"complete":true,"counter":1,"first":"","last":"","period":"2026-02","profile":"aggregate","rows":1,"snapshot":1,"unit":"T1"}',
            b'{"t":"client"}',
        ],
        [
            b'{"complete":true,"counter":1,"first":"","last":"","period":"2026-02","profile":"aggregate","rows":1,"snapshot":1,"unit":"T1"}',
            '{"code":"张","t":"figure"}'.encode(),
        ],
        [b'{"complete":true,"counter":-1,"first":"","last":"","period":"2026-02","profile":"aggregate","rows":0,"snapshot":1,"unit":"T1"}'],
    ],
)  # fmt: skip
def test_what_is_no_snapshot_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(Refusal, match=r"bundle\.snapshot"):
        list(parse(lines))


def test_one_of_a_newer_program_waits() -> None:
    with pytest.raises(Refusal, match=r"bundle\.newer"):
        list(parse([b'{"snapshot":2}']))


def test_a_lost_device_sends_none(here: County) -> None:
    sent = export(here.b, here.stick, "aggregate")
    here.county.merge_one(here.b.bundle(here.stick))
    here.county.sw("revoke", here.b.replica)
    assert here.county.refused(sent) == "card.lost"


def test_a_county_hands_its_stations_months_to_the_prefecture(here: County, tmp_path: Path) -> None:
    plant(here.b, PLANTS)
    here.county.merge_one(here.b.bundle(here.stick))
    above = Site(tmp_path / "prefecture.db")
    words = ["init", "--tier", "prefecture_centre", "--division", "5323", "--worker", "周试", "--no-encrypt"]
    assert command("--db", above.path, *words).code == 0
    said = here.county.sw("export", "--profile", "aggregate", "--month", "2026-02", "--to", here.stick)
    assert said.refusal == "card.no_superior"
    assert above.sw("card", "export", here.stick / "m.swc").code == 0
    assert here.county.sw("trust", here.stick / "m.swc").code == 0
    done = here.county.sw("export", "--profile", "aggregate", "--month", "2026-02", "--to", here.stick).document
    assert "T532301103" in done["units"] and done["ranges"] == [] and done["first_seq"] is None
    said = above.sw("merge", done["file"])
    assert said.code == 1 and '"held"' in said.out
    assert above.sw("trust", here.stick / "county.swc").code == 0
    assert above.sw("merge", "--held").code == 0
    with above.book() as book:
        units = [one.unit for one in kept_snapshots.kept(book.connection)]
        found = snapshots.read(book.connection, "T532301103", "2026-02", "aggregate")
    assert units == sorted(done["units"]) and found is not None and found.rows


def test_on_the_command_line(here: County) -> None:
    done = here.b.sw("export", "--profile", "deidentified", "--month", "2026-02", "--to", here.stick).document
    keys = {"file", "bundle_no", "first_seq", "last_seq", "ranges", "ops", "rows", "bytes", "sha256"}
    assert done.keys() >= keys and done["period"] == "2026-02" and Path(done["file"]).is_file()
    assert (
        here.b.sw("export", "--profile", "aggregate", "--month", "2026-2", "--to", here.stick).refusal == "report.month"
    )
    later = here.b.sw("export", "--profile", "aggregate", "--month", "2199-01", "--to", here.stick)
    assert later.refusal == "report.not_begun"
    assert here.b.sw("export", "--month", "2026-02", "--to", here.stick).code == 2
    assert here.b.sw("export", "--profile", "aggregate", "--full", "--to", here.stick).code == 2
    shown = here.county.sw("inspect", done["file"]).document
    assert (shown["kind"], shown["profile"], shown["signature"]) == ("agg", "deidentified", "good")
    before = here.county.content()
    (preview,) = here.county.sw("merge", "--preview", done["file"]).document["bundles"]
    assert preview["status"] == "merged" and here.county.content() == before
    (taken,) = here.county.sw("merge", done["file"]).document["bundles"]
    assert (taken["status"], taken["profile"]) == ("merged", "deidentified")


def test_a_word_that_no_program_knows_stops_neither_report_nor_reminder(here: County) -> None:
    plant(here.b, CODES)
    assert here.b.sw("due").code == 0
    assert here.b.sw("report", "monthly", "--month", "2026-02", "--to", here.stick / "m.csv").code == 0
