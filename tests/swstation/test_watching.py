"""A watched folder: nothing is taken before it has come whole, and each file says what it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from bundles import COUNTY, STRANGER, flip, send

from db.errors import Refusal
from db.ledgers import Received
from swstation.exchange.watching import InboxFile, Waiting, Watching, held_lines, sorted_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def bundle(tmp_path: Path, name: str = "a.swb", **changes: Any) -> Path:
    """A genuine bundle beside the folder."""
    return send(tmp_path, name=name, **changes).path


def seen(watching: Watching) -> list[tuple[str, str]]:
    return [(one.path.name, one.state) for one in watching.look()]


def received(sha256: str, status: str, reason: str | None = None) -> Received:
    return Received(
        sha256, "a.swb", "2026-11-18T09:00:00+08:00", status, reason, "T532301102", None, 7, [], 2, 2, 0
    )  # fmt: skip


def ours(
    waiting: list[Waiting], known: dict[str, Received] | None = None, sent: tuple[str, ...] = ()
) -> list[InboxFile]:
    return sorted_in(waiting, known or {}, sent, COUNTY.public.fingerprint, ("up", "agg"))


def test_a_whole_file_is_known_at_the_first_look_and_read_once(folder: Path, tmp_path: Path) -> None:
    bundle(tmp_path).rename(folder / "a.swb")
    watching = Watching(folder)
    (first,) = watching.look()
    assert (first.state, first.header is not None and first.header.bundle_no) == ("whole", 7)
    (again,) = watching.look()
    assert again is first


def test_a_file_that_is_being_copied_is_coming_until_it_is_whole(folder: Path, tmp_path: Path) -> None:
    whole = bundle(tmp_path).read_bytes()
    target, watching = folder / "a.swb", Watching(folder)
    for part in (0, 100, len(whole) // 2, len(whole) - 1):
        target.write_bytes(whole[:part])
        assert seen(watching) == [("a.swb", "coming")]
    target.write_bytes(whole)
    assert seen(watching) == [("a.swb", "whole")]


def test_a_copy_that_has_its_size_and_time_from_the_beginning_is_found_whole_later(
    folder: Path, tmp_path: Path
) -> None:
    # As some systems copy: the room is taken first, then filled, and the time is that of the original.
    whole = bundle(tmp_path).read_bytes()
    target, watching = folder / "a.swb", Watching(folder)
    target.write_bytes(whole[:300] + bytes(len(whole) - 300))
    os.utime(target, ns=(10**18, 10**18))
    assert seen(watching) == [("a.swb", "coming")]
    target.write_bytes(whole)
    os.utime(target, ns=(10**18, 10**18))
    states = {seen(watching)[0][1] for _look in range(8)}
    assert "whole" in states


def test_damage_that_stays_is_bad_and_seldom_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from swstation.exchange import opening

    bundle(tmp_path).rename(folder / "a.swb")
    flip(folder / "a.swb", 400)
    reads = []
    real = opening.outer

    def counted(path: Path) -> opening.Outer:
        reads.append(path)
        return real(path)

    monkeypatch.setattr(opening, "outer", counted)
    watching = Watching(folder)
    assert [seen(watching)[0][1] for _look in range(33)] == ["coming", *["bad"] * 32]
    assert len(reads) == 6


def test_a_stick_that_was_taken_out_is_one_sentence(folder: Path) -> None:
    watching = Watching(folder)
    assert watching.look() == []
    folder.rmdir()
    with pytest.raises(Refusal) as refused:
        watching.look()
    assert refused.value.code == "bundle.target_missing"


def test_only_plain_files_with_the_ending_are_looked_at(folder: Path, tmp_path: Path) -> None:
    (folder / "list.txt").write_text("x", encoding="utf-8")
    (folder / "b.swb").mkdir()
    (folder / "c.swb").symlink_to(bundle(tmp_path))
    bundle(tmp_path, "A.SWB").rename(folder / "A.SWB")
    assert seen(Watching(folder)) == [("A.SWB", "whole")]


def test_each_file_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    names = ("down", "held", "known", "new", "other")
    for name in names:
        changes: dict[str, Any] = {
            "down": {"kind": "down"}, "other": {"county": STRANGER.public.fingerprint},
        }.get(name, {})  # fmt: skip
        bundle(tmp_path, f"{name}.swb", **changes).rename(folder / f"{name}.swb")
    waiting = Watching(folder).look()
    sha = {one.path.stem: one.sha256 for one in waiting}
    known = {
        sha["known"]: received(sha["known"], "merged"),
        sha["held"]: received(sha["held"], "held", "bundle.unknown_signer"),
    }
    found = {
        one.path.stem: (one.state, one.refusal.code if one.refusal else one.waits_for) for one in ours(waiting, known)
    }
    assert found == {
        "down": ("not_ours", "bundle.wrong_kind"),
        "held": ("held", "bundle.unknown_signer"),
        "known": ("known", ""),
        "new": ("new", ""),
        "other": ("not_ours", "bundle.other_county"),
    }
    assert "new" not in {one.path.stem for one in ours(waiting, known, (sha["new"],))}, "written here itself"


def test_what_is_kept_here_is_listed_without_lying_in_the_folder(tmp_path: Path) -> None:
    held = received("a" * 64, "held", "bundle.unknown_signer")
    (line,) = held_lines([held, received("b" * 64, "merged")], tmp_path, ())
    assert (line.path, line.name, line.state) == (tmp_path / f"{'a' * 64}.swb", "a.swb", "held")
    assert held_lines([held], tmp_path, ("a" * 64,)) == []
