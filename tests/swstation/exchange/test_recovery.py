"""What is forgotten or lost, and how it is read again: recovery code, recovery sheet, the county's escrow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sites
from books import seeded
from sites import County, Site

from db import protect
from swstation.exchange.identity import trust, write_card
from swstation.exchange.recovery import secret_text
from swstation.operations import tries
from swstation.operations.book import open_book
from swstation.operations.install import Setup, initialise

WORDS = "six ordinary words of a station"
NEW = "six new words of the station"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slots that take no time to open."""
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)


@pytest.fixture
def locked(cheap: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A station behind a passphrase, which stands in the environment."""
    path = tmp_path / "locked" / "book.db"
    initialise(path, Setup("township_station", "532301102", "王芳", WORDS), seeded(3)).close()
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS)
    return Site(path)


def new_words(folder: Path) -> Path:
    file = folder / "new.txt"
    file.write_text(NEW, encoding="utf-8")
    return file


@pytest.mark.fault(47)
def test_a_forgotten_passphrase(locked: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = locked.sw("recovery", "show").document["recovery"]
    assert len(code) == 39 and locked.sw("recovery", "show").document["recovery"] == code
    file = tmp_path / "code.txt"
    file.write_text(code.lower(), encoding="utf-8")
    monkeypatch.delenv("SWSTATION_PASSPHRASE")
    assert locked.sw("recovery", "show").refusal == "store.passphrase_needed"
    assert (
        locked.sw("passphrase", "change", "--recovery", "--new-file", new_words(tmp_path)).refusal
        == "recovery.needs_code"
    )
    words = (
        "--passphrase-file",
        file,
        "passphrase",
        "change",
        "--recovery",
        "--new-file",
        new_words(tmp_path),
        "--json",
    )
    assert sites.command("--db", locked.path, *words).document == {"changed": True}
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS)
    assert locked.sw("staff", "list").refusal == "store.passphrase_wrong"
    monkeypatch.setenv("SWSTATION_PASSPHRASE", NEW)
    assert locked.sw("staff", "list").code == 0
    # In the place of a passphrase the code opens as well, and a slip in it is told.
    monkeypatch.setenv("SWSTATION_PASSPHRASE", code)
    assert locked.sw("staff", "list").code == 0
    wrong = code[:-1] + ("7" if code[-1] != "7" else "8")
    monkeypatch.setenv("SWSTATION_PASSPHRASE", wrong)
    assert locked.sw("staff", "list").refusal == "recovery.check"


def test_a_new_code_shuts_out_the_old_one(locked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    old = locked.sw("recovery", "show").document["recovery"]
    new = locked.sw("recovery", "show", "--new").document["recovery"]
    assert new != old
    monkeypatch.setenv("SWSTATION_PASSPHRASE", old)
    assert locked.sw("staff", "list").refusal == "recovery.wrong"
    monkeypatch.setenv("SWSTATION_PASSPHRASE", new)
    assert locked.sw("recovery", "show").document["recovery"] == new


def test_the_code_is_told_at_the_beginning_only_if_asked_for(
    cheap: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS)
    place = ("init", "--tier", "township_station", "--division", "532301102", "--worker", "王芳")
    one, two = Site(tmp_path / "one.db"), Site(tmp_path / "two.db")
    assert "recovery" not in one.sw(*place).document
    told = two.sw(*place, "--show-recovery").document["recovery"]
    assert told == two.sw("recovery", "show").document["recovery"] != one.sw("recovery", "show").document["recovery"]


def test_without_a_passphrase_there_is_nothing_to_recover(here: County) -> None:
    assert here.a.sw("recovery", "show").refusal == "store.not_encrypted"
    assert here.a.sw("lock").refusal == "store.not_encrypted"
    assert here.county.sw("recovery", "show").document["recovery"] is None


def test_five_wrong_tries_cost_half_a_minute(locked: Site) -> None:
    begin = 1_800_000_000.0
    for second in range(5):
        with pytest.raises(tries.Refusal) as caught:
            tries.unlock(locked.path, "wrong wrong", begin + second)
        assert caught.value.code == "store.passphrase_wrong"
    for second, left in ((4.0, 30), (20.0, 14), (33.5, 1)):
        with pytest.raises(tries.Refusal) as caught:
            tries.unlock(locked.path, WORDS, begin + second)
        assert (caught.value.code, caught.value.params["n"]) == ("recovery.wait", left)
    assert tries.unlock(locked.path, WORDS, begin + 35)
    assert tries.unlock(locked.path, WORDS, begin), "a success is forgotten with what went before it"


def test_slow_tries_and_a_clock_set_back_cost_nothing(locked: Site) -> None:
    begin = 1_800_000_000.0
    for again in range(7):
        with pytest.raises(tries.Refusal, match="passphrase_wrong"):
            tries.unlock(locked.path, "wrong wrong", begin + again * 20)
    for again in range(4):
        with pytest.raises(tries.Refusal, match="passphrase_wrong"):
            tries.unlock(locked.path, "wrong wrong", begin + 200 + again)
    with pytest.raises(tries.Refusal, match="passphrase_wrong"):
        tries.unlock(locked.path, "wrong wrong", begin + 203.5)
    assert tries.unlock(locked.path, WORDS, begin - 10_000)


def new_county(folder: Path) -> Site:
    """Another county database in the place of one that is lost."""
    made = Site(folder / "new" / "book.db")
    initialise(made.path, Setup("county_station", "532301", "县里", None), seeded(99)).close()
    return made


@pytest.mark.fault(48)
@pytest.mark.parametrize("typed", [False, True], ids=["file", "typed from the print"])
def test_a_county_that_lost_everything_but_the_sheet(here: County, tmp_path: Path, typed: bool) -> None:
    sheet = here.stick / "sheet.html"
    said = here.county.sw("recovery", "show", "--sheet", sheet).document
    assert said["county_key"].startswith("age1") and sheet.stat().st_mode & 0o777 == 0o600
    if typed:
        with here.county.book() as book:
            sheet.write_text(secret_text(book).lower() + "\n", encoding="utf-8")
    here.a.address(1, "a")
    here.b.address(2, "b")
    for site in (here.a, here.b):
        here.county.merge_one(site.bundle(here.stick))
    archive = tmp_path / "archive"
    shutil.copytree(here.county.data / "archive", archive)
    shutil.rmtree(here.county.path.parent)
    county = new_county(tmp_path)
    with county.book() as book:
        write_card(book, here.stick / "new.swc", "county_card")
    files = sorted(archive.iterdir())
    assert county.merge(*files).files[0].refusal is not None
    # Its stations hand in their cards again, then everything that was ever sent is read.
    for name in ("a", "b"):
        county.sw("trust", here.stick / f"{name}.swe")
    done = county.sw("recovery", "open", "--sheet", sheet, *files)
    assert [one["status"] for one in done.document["bundles"]] == ["merged"] * 2
    assert county.all("SELECT address FROM household ORDER BY id") == [("a",), ("b",)]
    # What is still on its way to the old card is read as well.
    here.a.address(3, "late")
    assert county.merge_one(here.a.bundle(here.stick)).new >= 1
    with here.a.book() as book:
        trust(book, here.stick / "new.swc")
    here.a.address(4, "to the new card")
    assert county.merge_one(here.a.bundle(here.stick)).new == 1


def test_bundles_before_their_station_is_known_again_wait(here: County, tmp_path: Path) -> None:
    sheet = here.stick / "sheet.html"
    here.county.sw("recovery", "show", "--sheet", sheet)
    here.a.address(1, "a")
    sent = here.a.bundle(here.stick)
    county = new_county(tmp_path)
    done = county.sw("recovery", "open", "--sheet", sheet, sent)
    assert done.code == 1 and '"held"' in done.out
    county.sw("trust", here.stick / "a.swe")
    assert county.sw("merge", "--held").document["bundles"][0]["status"] == "merged"


@pytest.mark.fault(48)
def test_another_sheet_and_no_sheet(here: County, tmp_path: Path) -> None:
    here.a.address(1, "a")
    sent = here.a.bundle(here.stick)
    county = new_county(tmp_path)
    other = tmp_path / "other.html"
    county.sw("recovery", "show", "--sheet", other)
    assert county.sw("recovery", "show", "--sheet", other).refusal == "bundle.target_exists"
    assert here.a.sw("recovery", "open", "--sheet", other, sent).refusal == "recovery.county_only"
    done = county.sw("recovery", "open", "--sheet", other, sent)
    assert done.code == 1 and "bundle.no_key" in done.out
    assert county.sw("recovery", "open", "--sheet", sent, sent).refusal == "recovery.no_sheet"
    text = other.read_text(encoding="utf-8")
    at = text.index("AGE-SECRET-KEY-1") + 30
    other.write_text(text[:at] + ("Q" if text[at] != "Q" else "P") + text[at + 1 :], encoding="utf-8")
    assert county.sw("recovery", "open", "--sheet", other, sent).refusal == "recovery.check"


@pytest.mark.fault(47)
def test_both_gone_the_county_helps_in_person(
    here: County, locked: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = here.stick / "sheet.html"
    monkeypatch.delenv("SWSTATION_PASSPHRASE")
    here.county.sw("recovery", "show", "--sheet", sheet)
    change = ("passphrase", "change", "--sheet", sheet, "--new-file", new_words(tmp_path))
    assert locked.sw(*change).refusal == "recovery.no_escrow"
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS)
    locked.sw("trust", here.stick / "county.swc")
    monkeypatch.delenv("SWSTATION_PASSPHRASE")
    other = tmp_path / "other.html"
    new_county(tmp_path).sw("recovery", "show", "--sheet", other)
    assert locked.sw("passphrase", "change", "--sheet", other, "--new-file", new_words(tmp_path)).refusal == (
        "recovery.other_sheet"
    )
    assert locked.sw(*change).document == {"changed": True}
    book = open_book(locked.path, NEW)
    (found,) = book.connection.execute("SELECT detail FROM audit WHERE what = 'passphrase'").fetchall()
    assert found == ("sheet",)
    book.close()


@pytest.mark.fault(47)
def test_all_lost_is_said(locked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWSTATION_PASSPHRASE", "nobody remembers")
    said = locked.sw("staff", "list")
    assert said.refusal == "store.passphrase_wrong"


def test_lock_is_heard_by_an_open_interface(locked: Site) -> None:
    from swstation.operations.locking import asked

    before = asked(locked.path)
    assert locked.sw("lock").document == {"locked": True}
    assert asked(locked.path) > before
