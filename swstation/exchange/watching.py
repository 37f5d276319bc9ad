"""A folder that bundles are put into: looked at again and again, nothing taken before it has come whole.

``Watching`` reads the disk and knows nothing of the book; whoever looks says how often. A file counts as come when the
header says that it is whole and its hash fits; what does not fit yet may still be on the way, and is looked at again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.errors import Refusal
from swstation.exchange import files, header, opening
from swstation.exchange.header import Header

if TYPE_CHECKING:
    from db.ledgers import Received

SUFFIX: Final = ".swb"
MOST: Final = 2_000
"""Files of one folder that are looked at."""
UNFINISHED: Final = frozenset({"bundle.truncated", "bundle.damaged", "bundle.not_a_bundle", "bundle.path_unreadable"})
"""Refusals that a file gives too while it is being copied."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the folder. ``state``: ``coming`` (still being written), ``whole``, ``bad`` (``refusal`` says why).

    ``header`` and ``sha256`` (64 hex) only of what is whole; ``size`` in bytes, ``changed`` in nanoseconds.
    """

    path: Path
    size: int
    changed: int
    state: str
    refusal: Refusal | None = None
    header: Header | None = None
    sha256: str = ""
    looks: int = 1


class Watching:
    """One folder. Not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[Path, Waiting] = {}

    def look(self) -> list[Waiting]:
        """What lies in the folder now, by name. Raises ``Refusal`` ``bundle.target_missing``: the stick was taken out.

        A file that was whole is read again only when its size or its time has changed.
        """
        found: dict[Path, Waiting] = {}
        for path, size, changed in self._listed():
            before = self._known.get(path)
            if before is not None and (before.size, before.changed) == (size, changed):
                found[path] = self._again(before)
            else:
                found[path] = _read(path, size, changed, 1)
        self._known = found
        return sorted(found.values(), key=lambda one: one.path.name)

    def _again(self, before: Waiting) -> Waiting:
        if before.state == "whole":
            return before
        looks = before.looks + 1
        # Its size may stand from the beginning while it is filled: looked into again, but ever more seldom.
        if looks & (looks - 1) == 0:
            return _read(before.path, before.size, before.changed, looks)
        return replace(before, looks=looks)

    def _listed(self) -> Iterator[tuple[Path, int, int]]:
        files.refuse_network(self.folder)
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries if entry.name.lower().endswith(SUFFIX)]
        except OSError:
            raise Refusal("bundle.target_missing", folder=str(self.folder)) from None
        for name in sorted(names)[:MOST]:
            path = self.folder / name
            try:
                files.refuse_special(path)
                there = path.stat()
            except (OSError, Refusal):
                continue
            yield path, there.st_size, there.st_mtime_ns


def _read(path: Path, size: int, changed: int, looks: int) -> Waiting:
    try:
        outer = opening.outer(path)
    except Refusal as refusal:
        # Once may be too early; what is the same the second time and still does not fit will not mend.
        state = "coming" if looks < 2 and refusal.code in UNFINISHED else "bad"
        return Waiting(path, size, changed, state, refusal, _beginning(path), "", looks)
    if outer.size != size:  # it grew while it was read
        return Waiting(path, size, changed, "coming", None, outer.header, "", looks)
    return Waiting(path, size, changed, "whole", None, outer.header, outer.sha256, looks)


def _beginning(path: Path) -> Header | None:
    try:
        with files.open_plain(path) as source:
            return header.parse(source.read(header.SIZE))
    except (Refusal, OSError):
        return None


STATES: Final = ("new", "held", "known", "not_ours", "bad", "coming")
"""What an inbox says of a file: ``new``: not taken in yet. ``held``: kept here until its device has a card or the
program is newer. ``known``: in already. ``not_ours``: for another county, or it goes the other way. ``bad``: damaged or
no bundle. ``coming``: still being copied."""


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A line of the inbox. ``refusal``: what stands behind ``not_ours`` and ``bad``; ``waits_for``: the refusal of one
    that is held; ``replica``: the device it waits for; ``came``: the day it was taken in or kept."""

    path: Path
    name: str
    state: str
    station: str
    number: int | None
    size: int
    sha256: str
    refusal: Refusal | None = None
    waits_for: str = ""
    replica: str = ""
    came: str = ""


def sorted_in(
    waiting: Collection[Waiting],
    known: Mapping[str, Received],
    sent: Collection[str],
    county: str,
    kinds: Collection[str],
) -> list[InboxFile]:
    """The files of a folder against the ledgers: ``known`` by SHA-256; ``county``: whose bundles are ours.

    What was written here itself (``sent``: SHA-256) and lies on the same stick is left out.
    """
    return [_sorted(one, known.get(one.sha256), county, kinds) for one in waiting if one.sha256 not in sent]


def _sorted(one: Waiting, known: Received | None, county: str, kinds: Collection[str]) -> InboxFile:
    station, number = (one.header.station, one.header.bundle_no) if one.header else ("", None)
    line = InboxFile(one.path, one.path.name, one.state, station, number, one.size, one.sha256, one.refusal)
    if known is not None and known.status == "merged":
        return replace(line, state="known", came=known.at[:10])
    if known is not None and known.status == "held":
        return _held(line, known)
    if one.refusal is not None and one.refusal.code in opening.HELD:
        return replace(line, state="new")  # a newer program's: merging keeps it until then
    if one.state != "whole" or one.header is None:
        return line
    if one.header.county != county:
        return replace(line, state="not_ours", refusal=Refusal("bundle.other_county", station=station))
    if one.header.kind not in kinds:
        return replace(line, state="not_ours", refusal=Refusal("bundle.wrong_kind", token=one.header.kind))
    return replace(line, state="new")


def _held(line: InboxFile, known: Received) -> InboxFile:
    return replace(
        line, state="held", refusal=None, waits_for=known.reason or "", replica=known.replica or "", came=known.at[:10],
        station=line.station or known.station or "",
    )  # fmt: skip


def held_lines(held: Collection[Received], folder: Path, shown: Collection[str]) -> list[InboxFile]:
    """Bundles kept here that do not lie in the watched folder (``shown``: the SHA-256 of those that do)."""
    return [
        _held(InboxFile(folder / f"{one.sha256}{SUFFIX}", one.file, "held", "", one.bundle_no, 0, one.sha256), one)
        for one in held
        if one.status == "held" and one.sha256 not in shown
    ]


def takes(collecting: bool) -> tuple[str, ...]:
    """The kinds of bundles that a unit takes in."""
    return ("up", "agg") if collecting else ("up", "down")
