"""First start: the database, the replica and its keys, the unit, the worker who begins."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db import protect
from db.errors import Refusal
from db.ids import Source, derived_id
from db.renaming import rename
from db.store import Store, put_setting, remove_database
from swstation import lists
from swstation.i18n import N_
from swstation.operations import guards
from swstation.operations.book import Book, book_of, do, keep_setting

_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # laptops of a station; I and O look like digits
_NAMES = {
    "village_room": "社工室",
    "township_station": "社工站",
    "county_station": "社工总站",
    "prefecture_centre": "社会工作指导中心",
    "province": "社会工作指导中心",
}
_PARENT = {"V": ("T", 9), "T": ("C", 6), "C": ("M", 4), "M": ("P", 2)}


@dataclass(frozen=True, slots=True)
class Setup:
    """What the first start asks for. ``passphrase`` ``None`` makes a database without encryption."""

    tier: str
    division: str
    worker: str
    passphrase: str | None
    name: str = ""
    policy: str = ""
    suffix: str = ""
    letter: str = "A"
    continue_from: date | None = None


def unit_code(tier: str, division: str, suffix: str = "") -> str:
    """The code of a unit: tier letter, division code, suffix. Refuses what does not fit together."""
    entry = lists.by_code("tier").get(tier)
    if entry is None:
        raise Refusal("install.tier", field="tier", token=tier, choices=[e.code for e in lists.entries("tier")])
    if not division.isascii() or not division.isdigit() or len(division) != entry.digits:
        raise Refusal("install.division", field="division", token=division, digits=entry.digits)
    if suffix and not _SUFFIX.fullmatch(suffix):
        raise Refusal("install.suffix", token=suffix)
    return f"{entry.letter}{division}" + (f"-{suffix}" if suffix else "")


def parent_code(unit: str) -> str | None:
    """The unit above, by the division code; a province has none."""
    if unit[0] not in _PARENT:
        return None
    letter, digits = _PARENT[unit[0]]
    return letter + unit[1 : 1 + digits]


def units_above(unit: str) -> set[str]:
    """The unit and those above it, by the division code."""
    found = {unit}
    above = parent_code(unit)
    while above is not None:
        found.add(above)
        above = parent_code(above)
    return found


def proposed_name(tier: str, division: str) -> str:
    """The name proposed for a unit of a place, e.g. 东瓜镇社工站; empty where the place is not in the list."""
    from swstation import divisions

    if not divisions.exists(division):
        return ""
    return f"{divisions.name(division)}{_NAMES[tier]}"


def initialise(
    path: Path,
    setup: Setup,
    source: Source | None = None,
    *,
    county_card: Path | None = None,
    guarded: bool = True,
    anyway: bool = False,
) -> Book:
    """Make an installation at ``path`` and open it. Refuses to overwrite; leaves nothing behind when it fails.

    ``anyway``: also in a synchronised folder, on a stick or on the network (``guards.refuse_place``).
    ``guarded``: copies of it are told from it (``guards``); not so for invented data.
    It is made under another name and gets its own when it is whole: a cut in the middle leaves no half database.
    """
    from swstation.rules.policy import shipped

    if not anyway:
        guards.refuse_place(path)
    code = unit_code(setup.tier, setup.division, setup.suffix)
    if setup.letter not in _LETTERS:
        raise Refusal("install.letter", token=setup.letter)
    if not setup.worker.strip():
        raise Refusal("value.empty", field="worker")
    name = setup.name.strip() or proposed_name(setup.tier, setup.division)
    if not name:
        raise Refusal("install.name", field="name", token=setup.division)
    known = shipped()
    policy = known.get(setup.policy).id if setup.policy else known.policy_for(setup.division).id
    for suffix in ("", ".keys"):
        if path.with_name(path.name + suffix).exists():
            raise Refusal("store.exists", path=path.name + suffix)
    source = source or Source()
    made = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_database(made)
        key = None if setup.passphrase is None else protect.create(made, setup.passphrase, source.random)
        store = Store(made, key, create=True)
    except OSError:
        remove_database(made)
        raise Refusal("store.read_only", path=path.name) from None
    except Refusal:
        remove_database(made)
        raise
    try:
        book = _fill(store, setup, code, name, policy, source)
        if county_card is not None:
            from swstation.exchange.identity import trust

            trust(book, county_card)
        if key is not None:
            from swstation.exchange.recovery import code as recovery_code

            recovery_code(book)
        if guarded:
            keep_setting(book, guards.SETTING, None)
        store.close()
        if key is not None:
            rename(protect.keys_path(made), protect.keys_path(path))
        rename(made, path)
    except BaseException:
        store.close()
        remove_database(made)
        raise
    remove_database(made)
    book = book_of(Store(path, key), source)
    if guarded:
        guards.adopt(book)
    return book


def _fill(store: Store, setup: Setup, code: str, name: str, policy: str, source: Source) -> Book:
    from db.gateway import Change
    from swstation.exchange.keys import DeviceKeys
    from swstation.operations.policies import continuation

    worker = source.row_id()
    settings = {
        "replica": source.replica_id(),
        "unit": code,
        "tier": setup.tier,
        "worker": worker,
        "letter": setup.letter,
        "device_keys": DeviceKeys.generate(source.random).to_bytes().hex(),
        "made_at": source.at(),
        "incarnation": "1",
        guards.PLACE: os.path.realpath(store.path.parent),
        guards.SETTING: guards.UNGUARDED,  # till it lies under its own name
    }
    with store.transaction() as connection:
        for key, value in settings.items():
            put_setting(connection, key, value)
    book = book_of(store, source)
    changes = [
        Change(
            "unit",
            derived_id("unit", code),
            {
                "ident": {
                    "code": code, "name": name, "tier": setup.tier, "division": setup.division,
                    "parent": parent_code(code),
                },
                "policy": {"policy": policy},
            },
        ),
        Change("staff", worker, {"ident": {"name": setup.worker.strip()}, "employment": {"unit": code}}),
    ]  # fmt: skip
    if setup.continue_from is not None:
        changes.append(continuation(book, policy, setup.continue_from, None, ""))
    do(book, N_("First start"), changes, name, undoable=False)
    return book
