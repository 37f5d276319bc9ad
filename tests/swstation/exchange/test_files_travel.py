"""Attachments in bundles: along if asked, in parts, in any order; erased ones go everywhere and do not come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import County, Site

from db import attached
from swstation.exchange import carried_files
from swstation.exchange.looking import look
from swstation.exchange.rehearsal import rehearse
from swstation.operations import erasure, transfers
from swstation.operations.attachments import attach, check_files, files_of
from swstation.operations.clients import add_client
from swstation.operations.logs import LogInput, log_service

PHOTO = b"\xff\xd8\xff\xe0 a photo " * 4000
SHEET = b"%PDF-1.7 a sign-in sheet"


def client_with(site: Site, name: str, content: bytes, folder: Path) -> tuple[str, str]:
    """A client with a file; gives the client and the file's hash."""
    (folder / "file.jpg").write_bytes(content)
    with site.book() as book:
        client, _changes = add_client(book, {"name": name}, opened_on="2026-01-01")
        row, _changes = attach(book, "client", client, folder / "file.jpg", "photo")
        return client, next(one.row.file_hash for one in files_of(book) if one.row.id == row)


def made(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def kept(site: Site) -> list[str]:
    return attached.hashes(site.path)


def test_files_travel_if_asked_and_are_what_they_were(here: County, tmp_path: Path) -> None:
    _client, photo = client_with(here.a, "张桂芳", PHOTO, tmp_path)
    here.county.merge_one(here.a.bundle(here.stick))
    assert kept(here.county) == []
    with here.county.book() as book:
        found = check_files(book)
        assert (len(found.elsewhere), found.missing) == (1, ())
    said = here.a.sw("export", "--full", "--files", "--to", here.stick).document
    assert (said["files"], said["files_left"], said["more"]) == (1, 0, [])
    assert here.county.merge_one(Path(said["file"])).files == 1
    assert kept(here.county) == [photo]
    assert b"".join(attached.content(here.county.path, None, photo)) == PHOTO
    assert here.county.sw("doctor").document["checks"][-3] == {
        "name": "attachments", "ok": True, "detail": "1 files",
    }  # fmt: skip


def test_what_is_not_here_or_damaged_stays_behind(here: County, tmp_path: Path) -> None:
    _client, photo = client_with(here.a, "张桂芳", PHOTO, tmp_path)
    _client, sheet = client_with(here.a, "李四", SHEET, tmp_path)
    attached.place(here.a.path, photo).write_bytes(b"something else")
    attached.drop(here.a.path, sheet)
    done = here.a.export(here.stick, files=True)
    assert (done.files, done.files_left) == (0, 2) and done.file is not None
    assert here.county.merge_one(done.file).files == 0
    assert here.a.sw("doctor").code == 1


def test_files_that_do_not_fit_come_in_parts_in_any_order(
    here: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried_files, "PART_BYTES", 100)
    hashes = [client_with(here.a, f"张{n}", bytes([n]) * 60, tmp_path)[1] for n in range(3)]
    done = here.a.export(here.stick, files=True)
    assert [one.files for one in (done, *done.more)] == [0, 1, 1, 1]
    for one in (done.more[2], done.more[0], done, done.more[1]):
        assert one.file is not None
        here.county.merge_one(one.file)
    assert kept(here.county) == sorted(hashes)
    with here.county.book() as book:
        assert check_files(book).stray == 0


def test_an_erased_client_takes_the_files_along_everywhere(here: County, tmp_path: Path) -> None:
    client, photo = client_with(here.a, "张桂芳", PHOTO, tmp_path)
    _other, sheet = client_with(here.a, "李四", SHEET, tmp_path)
    (tmp_path / "same.jpg").write_bytes(SHEET)
    with here.a.book() as book:
        attach(book, "client", client, tmp_path / "same.jpg", "proof")
    here.county.merge_one(here.a.bundle(here.stick, files=True))
    late = here.a.bundle(here.stick, full=True, files=True)
    assert kept(here.county) == sorted([photo, sheet])
    with here.county.book() as book:
        order = erasure.client_to_erase(book, client)
        assert len({row for row, _ops in order.rows}) == len(order.rows)
        erasure.erase(book, order, "本人要求")
    assert kept(here.county) == [sheet]  # the other client's, though this one had the same paper
    assert here.county.all("SELECT count(*) FROM op WHERE t = 'attachment' AND payload LIKE ?", f"%{photo}%") == [(0,)]
    here.a.merge_one(here.county.bundle(here.stick, peer="T532301102"))
    assert kept(here.a) == [sheet]
    here.county.merge_one(late)
    assert kept(here.county) == [sheet]


def test_bundles_without_names_carry_no_file(here: County, tmp_path: Path) -> None:
    client_with(here.a, "张桂芳", PHOTO, tmp_path)
    assert here.a.sw("export", "--profile", "aggregate", "--files", "--to", here.stick).code == 2


def test_a_rehearsal_says_which_files_come_and_writes_and_drops_none(here: County, tmp_path: Path) -> None:
    client, photo = client_with(here.a, "张桂芳", PHOTO, tmp_path)
    with here.a.book() as book:
        attach(book, "client", client, made(tmp_path / "more.jpg", SHEET), "photo")
    bundle = here.a.bundle(here.stick, files=True)
    (seen,) = here.county.sw("merge", "--preview", bundle).document["bundles"]
    assert (seen["files"], seen["files_bytes"], seen["files_here"]) == (2, len(PHOTO) + len(SHEET), 0)
    assert kept(here.county) == []
    here.county.merge_one(bundle)
    again = here.a.bundle(here.stick, full=True, files=True)
    with here.county.book() as book:
        (rehearsed,) = rehearse(book, [again])
    assert (rehearsed.files.count, rehearsed.files.here) == (2, 2)
    # A client erased at the county: the station's rehearsal of that drops nothing yet.
    with here.county.book() as book:
        erasure.erase(book, erasure.client_to_erase(book, client), "本人要求")
    down = here.county.bundle(here.stick, peer="T532301102")
    here.a.sw("merge", "--preview", down)
    assert photo in kept(here.a)
    here.a.merge_one(down)
    assert kept(here.a) == []


def test_inspecting_tells_of_the_files(here: County, tmp_path: Path) -> None:
    client_with(here.a, "张桂芳", PHOTO, tmp_path)
    said = here.county.sw("inspect", here.a.bundle(here.stick, files=True)).document
    assert (said["files"], said["files_bytes"]) == (1, len(PHOTO))
    assert here.county.sw("inspect", here.a.bundle(here.stick, full=True)).document["files"] == 0
    with here.county.book() as book:
        looked = look(book, here.a.bundle(here.stick, full=True, files=True))
        assert (looked.files.count, looked.files.bytes, looked.files.here) == (1, len(PHOTO), 0)
        looked.close()


def test_the_papers_of_a_client_go_to_the_station_that_takes_over(here: County, tmp_path: Path) -> None:
    client, photo = client_with(here.a, "张桂芳", PHOTO, tmp_path)
    _other, stays = client_with(here.a, "李四", SHEET, tmp_path)
    with here.a.book() as book:
        log, _changes = log_service(book, LogInput("2026-03-02", "home_visit", clients=((client, "met"),)))
        attach(book, "service_log", log, made(tmp_path / "visit.jpg", b"a visit"), "photo")
    here.county.merge_one(here.a.bundle(here.stick, files=True))
    here.county.merge_one(here.b.bundle(here.stick))
    with here.county.book() as book:
        transfers.transfer_client(book, client, "T532301103", "2026-04-01", "随子女居住", "本人书面同意")
    here.b.merge_one(here.county.bundle(here.stick, peer="T532301103"))
    assert kept(here.b) == []
    said = here.county.sw("export", "--for", "T532301103", "--full", "--files", "--to", here.stick).document
    assert (said["files"], said["files_left"]) == (2, 0)
    assert here.b.merge_one(Path(said["file"])).files == 2
    assert photo in kept(here.b) and stays not in kept(here.b)
    with here.b.book() as book:
        (paper,) = files_of(book, "client", client)
        assert paper.here and check_files(book).missing == ()
    assert here.b.all("SELECT owner FROM attachment WHERE subject_table = 'client'") == [("T532301103",)]
    # A station that lost everything gets its papers back with its records.
    attached.drop(here.a.path, stays)
    back = here.county.bundle(here.stick, peer="T532301102", full=True, files=True)
    here.a.merge_one(back)
    assert stays in kept(here.a)
