"""A county's own forms: handed down with the next bundle, taken in as if brought by hand, withdrawn, never forced."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sites import County, Site

from db import attached
from db.gateway import Change
from db.ids import derived_id
from swstation.operations.book import do
from swstation.operations.own_forms import handed
from swstation.operations.undo import undo
from swstation.own_forms.folder import folder_of

UNIT = "T532301103"
FORM = "月报表-v1.xlsx"


def sheet(folder: Path, name: str, *texts: str) -> Path:
    """A form as somebody draws it."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for row, text in enumerate(texts, 1):
        page.cell(row, 1, text)
    made.save(folder / name)
    return folder / name


def names(site: Site) -> list[str]:
    return [Path(one["file"]).name for one in site.sw("form", "list").document]


def down(here: County, site: Site, unit: str = UNIT) -> list[str]:
    """The next bundle to a station, merged there: the forms that came with it."""
    sent = here.county.export(here.stick, peer=unit)
    assert sent.file is not None
    said = site.sw("merge", sent.file).document
    return [*said["forms"]]


@pytest.fixture
def county(here: County, tmp_path: Path) -> County:
    """A county that keeps a form and hands it down."""
    here.county.merge_one(here.b.bundle(here.stick))
    file = sheet(tmp_path, FORM, "{{unit.name}}", "{{period}}", "{{figure.1.visits.month}}")
    assert here.county.sw("form", "add", file).code == 0
    assert here.county.sw("form", "hand-down", "月报表").document == {"name": "月报表", "version": "1"}
    return here


def test_a_form_goes_down_and_is_filled_at_the_station(county: County, tmp_path: Path) -> None:
    assert county.county.sw("form", "hand-down", "月报表").refusal == "own_form.handed_down"
    assert names(county.b) == []
    assert down(county, county.b) == [FORM]
    (kept,) = county.b.sw("form", "list").document
    assert (kept["name"], kept["version"], kept["handed_down_by"]) == ("月报表", "1", "C532301")
    assert Path(kept["file"]).read_bytes() == (tmp_path / FORM).read_bytes()
    filled = county.b.sw("form", "fill", "月报表", "--period", "2026-03", "--to", tmp_path / "三月.xlsx").document
    assert filled["version"] == "1"
    # Once is enough; a laptop that comes later, and one that begins again, get it too.
    sent = county.county.export(county.stick, peer=UNIT, full=True)
    assert sent.file is not None and county.b.sw("merge", sent.file).document["forms"] == []
    other = county.county.export(county.stick, peer="T532301102")
    assert other.file is not None
    for site in (county.a, county.a2):
        assert site.sw("merge", other.file).document["forms"] == [FORM]
    assert not list((county.b.path.parent / "book.db.d" / "work").glob("form-*"))


def test_the_next_version_holds_and_a_withdrawn_one_is_put_away(county: County, tmp_path: Path) -> None:
    down(county, county.b)
    newer = sheet(tmp_path, "月报表-v2.xlsx", "{{unit.name}}", "{{year}}")
    county.county.sw("form", "add", newer)
    county.county.sw("form", "hand-down", "月报表")
    assert down(county, county.b) == ["月报表-v2.xlsx"]
    assert [one["version"] for one in county.b.sw("form", "list").document] == ["2"]
    assert county.county.sw("form", "withdraw", "月报表").document == {"file": "月报表-v2.xlsx"}
    assert down(county, county.b) == []
    assert [one["version"] for one in county.b.sw("form", "list").document] == ["1"], "the one before holds again"
    assert names(county.county) == ["月报表-v2.xlsx"], "at the county it stays: it is only handed down no more"
    with county.county.book() as book:
        undo(book)
    assert down(county, county.b) == ["月报表-v2.xlsx"]
    assert county.county.sw("form", "withdraw", "周报表").refusal == "own_form.not_handed_down"


def test_what_a_person_decided_at_the_station_stays(county: County, tmp_path: Path) -> None:
    own = sheet(tmp_path, "own.xlsx", "{{unit.name}} 本站")
    assert county.b.sw("form", "add", own, "--name", "月报表", "--version", "1").code == 0
    assert down(county, county.b) == []
    with county.b.book() as book:
        (one,) = handed(book)
    assert one.state == "refused" and one.refusal is not None and one.refusal.code == "own_form.version_there"
    assert (folder_of(county.b.path) / FORM).read_bytes() == own.read_bytes()
    assert down_again(county) == []
    # Put away there, the county's is not brought back by the next bundle.
    sent = county.county.export(county.stick, peer="T532301102")
    assert sent.file is not None
    county.a.sw("merge", sent.file)
    assert county.a.sw("form", "remove", "月报表").code == 0
    county.county.address(7, "东瓜村7组")
    again = county.county.export(county.stick, peer="T532301102", full=True)
    assert again.file is not None and county.a.sw("merge", again.file).document["forms"] == []
    assert names(county.a) == []
    with county.a.book() as book:
        assert [one.state for one in handed(book)] == ["put_away"]


def down_again(county: County) -> list[str]:
    county.county.address(8, "东瓜村8组")
    return down(county, county.b)


def hand_down_by_hand(here: County, title: str, content: bytes, tmp_path: Path) -> None:
    """As a program without our checks would."""
    (tmp_path / "x").write_bytes(content)
    with here.county.book() as book:
        hashed, length = attached.keep(book.store.path, book.store.key, tmp_path / "x", book.source.random)
        groups = {
            "ident": {"subject_table": "unit", "subject": derived_id("unit", "C532301"), "kind": "own_form"},
            "file": {
                "file_hash": hashed, "bytes": length, "media": None, "title": title, "taken_on": None,
                "shows_face": None,
            },
        }  # fmt: skip
        do(book, "Test", [Change("attachment", book.source.row_id(), groups)])


def test_what_is_no_form_or_would_lie_elsewhere_is_not_taken_in(here: County, tmp_path: Path) -> None:
    here.county.merge_one(here.b.bundle(here.stick))
    good = sheet(tmp_path, "好表-v1.xlsx", "{{period}}").read_bytes()
    hand_down_by_hand(here, "../../evil-v1.xlsx", good, tmp_path)
    hand_down_by_hand(here, "程序-v1.exe", b"MZ", tmp_path)
    hand_down_by_hand(here, "坏表-v1.xlsx", b"no zip at all", tmp_path)
    hand_down_by_hand(here, "空表-v1.xlsx", sheet(tmp_path, "e.xlsx", "no place").read_bytes(), tmp_path)
    hand_down_by_hand(here, "好表-v1.xlsx", good, tmp_path)
    assert down(here, here.b) == ["好表-v1.xlsx"]
    assert not list(tmp_path.rglob("evil*")) and names(here.b) == ["好表-v1.xlsx"]
    with here.b.book() as book:
        found = {one.row.title: one.refusal.code if one.refusal else one.state for one in handed(book)}
    assert found == {
        "../../evil-v1.xlsx": "own_form.bad_name", "程序-v1.exe": "own_form.kind", "坏表-v1.xlsx": "own_form.broken",
        "空表-v1.xlsx": "own_form.no_places", "好表-v1.xlsx": "here",
    }  # fmt: skip


def test_other_files_of_the_county_stay_at_the_county(county: County, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(b"\xff\xd8 a photo")
    with county.county.book() as book:
        hashed, length = attached.keep(book.store.path, book.store.key, tmp_path / "p.jpg", book.source.random)
        ident = {"subject_table": "project", "subject": book.source.row_id(), "kind": "photo"}
        file = {
            "file_hash": hashed, "bytes": length, "media": "image/jpeg", "title": "照片", "taken_on": None,
            "shows_face": None,
        }  # fmt: skip
        do(book, "Test", [Change("attachment", book.source.row_id(), {"ident": ident, "file": file})])
    down(county, county.b)
    assert county.b.all("SELECT title FROM attachment") == [(FORM,)]
    assert hashed not in attached.hashes(county.b.path)
