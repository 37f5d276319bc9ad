"""Before the first record is written: is this the database that last wrote under its number, and is it the newest?

Two databases that write under one replica number give two records one number. So a database remembers where it lies
and a token, this user's profile remembers the same and the last record, and the last record stands beside the
database as well (``PATH.last``). Reading and merging never ask. A database that was moved is followed without a word;
a copy whose original is still there, one from another machine, and an old copy put in place are refused with the mend:
go on under a number of its own (``swstation.exchange.successors``). Nothing here keeps an original from writing
because something about it could not be read or written.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from db import ledgers
from db.errors import Refusal
from db.lastword import LastWord, holds, last_word
from db.store import Connection, put_setting, setting
from swstation.operations.clocks import mark
from swstation.operations.machine import file_id, machine_id, read_json, rewrite_json, write_json
from swstation.operations.places import risk
from swstation.paths import state_folder

if TYPE_CHECKING:
    from swstation.operations.book import Book

SETTING = "guard"
PLACE = "place_accepted"
UNGUARDED = "none"
"""In place of the token: a database of invented data, made by the hundred and copied at will."""
_KEPT = 20


def side_file(database: Path) -> Path:
    """The last record of a database, beside it."""
    return database.with_name(database.name + ".last")


def _profile_file(replica: str) -> Path:
    return state_folder() / "replicas" / f"{replica}.json"


def adopt(book: Book) -> None:
    """From now on this file is the one that writes under this replica number."""
    with book.store.transaction() as connection:
        settle(book, connection)
    remember(book)


def settle(book: Book, connection: Connection, place: Path | None = None) -> None:
    """``adopt`` within a transaction; ``remember`` must follow it. ``place``: where the file is about to lie."""
    _keep(connection, secrets.token_hex(16), book.store.path, place)


def _keep(connection: Connection, token: str, path: Path, place: Path | None = None) -> None:
    kept = {"token": token, "path": os.path.realpath(place or path), "file": file_id(path), "machine": machine_id()}
    put_setting(connection, SETTING, orjson.dumps(kept).decode())


def check(book: Book, connection: Connection) -> None:
    """Refuse if a record written now would take a number that was given already; within the writing transaction.

    Refuses: ``guard.place_sync``, ``guard.place_network``, ``guard.place_removable``; ``guard.copied``,
    ``guard.elsewhere`` (from another machine or user), ``guard.behind`` (records that were written here are missing),
    ``guard.split`` (the county found that two machines write under this number).
    """
    if _split(connection, book.replica):
        raise Refusal("guard.split")
    place = os.path.realpath(book.store.path)
    if risk(place) is not None and setting(connection, PLACE) != _folder(place):
        refuse_place(book.store.path, place)
    kept = setting(connection, SETTING)
    if kept == UNGUARDED:
        return
    if not kept:
        settle(book, connection)
        return
    own: dict[str, Any] = orjson.loads(kept)
    profile = read_json(_profile_file(book.replica))
    known = profile if profile.get("token") == own["token"] else {}
    _refuse_copy(book, own, profile, place)
    for said in (known, _side(book).get(book.replica, {})):
        _refuse_old(book, connection, said)
    if own["path"] != place or own["file"] != file_id(book.store.path) or own["machine"] != machine_id():
        _keep(connection, own["token"], book.store.path)


def refuse_place(path: Path, place: str | None = None) -> None:
    """Refuse a database in a synchronised folder, on a stick or on the network: ``guard.place_...``."""
    if (kind := risk(place or os.path.realpath(path))) is not None:
        raise Refusal(f"guard.place_{kind}", path=str(path.parent))


def _folder(place: str) -> str:
    return str(Path(place).parent)


def accept_place(book: Book) -> None:
    """Write where the database lies, although the place is not safe; until it is moved elsewhere."""
    with book.store.transaction() as connection:
        put_setting(connection, PLACE, _folder(os.path.realpath(book.store.path)))


def _split(connection: Connection, replica: str) -> bool:
    return any(one.state == "split" for one in ledgers.enrolments(connection, replica))


def _refuse_copy(book: Book, own: dict[str, Any], profile: dict[str, Any], place: str) -> None:
    at = str(profile.get("path", ""))
    if profile and _another(at, place, book.replica):
        raise Refusal("guard.copied", path=at)
    if profile.get("token") == own["token"]:
        return
    # This profile knows nothing of it: another user, a profile made anew, or another machine.
    if own["path"] == place and own["file"][1:] == file_id(book.store.path)[1:]:
        return  # the very file in its very place, under a system set up anew or in another container
    if own["machine"] != machine_id():
        raise Refusal("guard.elsewhere")
    if own["file"] != file_id(book.store.path) and _another(own["path"], place, book.replica):
        raise Refusal("guard.copied", path=own["path"])


def _another(path: str, place: str, replica: str) -> bool:
    """Whether at ``path`` there is a database of the same replica that is not the one at ``place``."""
    there = Path(path)
    if not path or path == place or not there.is_file() or not there.stat().st_size:
        return False
    if Path(place).exists() and there.samefile(place):  # a copy that is being restored is not in its place yet
        return False
    said = read_json(side_file(there)).get("replicas")
    return type(said) is not dict or replica in said


def _refuse_old(book: Book, connection: Connection, said: dict[str, Any]) -> None:
    n, op = said.get("n"), said.get("op")
    if said.get("retired"):
        raise Refusal("guard.behind")
    if type(n) is int and type(op) is str and n and not holds(connection, book.replica, n, op):
        raise Refusal("guard.behind")


def _side(book: Book) -> dict[str, Any]:
    found = read_json(side_file(book.store.path)).get("replicas")
    return found if type(found) is dict else {}


def remember(book: Book) -> None:
    """After a commit: the last record, in the user's profile and beside the database. What cannot be written is not."""
    connection = book.connection
    kept = setting(connection, SETTING)
    if not kept or kept == UNGUARDED:
        return
    own: dict[str, Any] = orjson.loads(kept)
    word = last_word(connection, book.replica)
    level = incarnation(connection)
    others = {key: value for key, value in _side(book).items() if key != book.replica}
    side = {**dict(list(others.items())[-_KEPT:]), book.replica: {"n": word.n, "op": word.op}}
    rewrite_json(side_file(book.store.path), {"replicas": side, "incarnation": level})
    _write_profile(book.replica, own, word, level)


def _write_profile(replica: str, own: dict[str, Any], word: LastWord, level: int) -> None:
    file = _profile_file(replica)
    document = {
        "token": own["token"], "path": own["path"], "n": word.n, "op": word.op, "incarnation": level, "clock": mark(),
    }  # fmt: skip
    if not rewrite_json(file, document):
        try:
            file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        except OSError:
            return
        rewrite_json(file, document)


def clock_mark(book: Book) -> object:
    """How the clock stood at the last record written here, as ``clocks.mark`` noted it; nothing if it is not known."""
    return read_json(_profile_file(book.replica)).get("clock")


def retire(database: Path, replica: str) -> None:
    """A database that lay here under ``replica`` goes on under another number: no old copy may write under this one.

    Where the profile knows the replica at another place, that one is the original and goes on.
    """
    content = read_json(side_file(database))
    said = content.get("replicas")
    replicas = said if type(said) is dict else {}
    replicas[replica] = {**replicas.get(replica, {}), "retired": True}
    write_json(side_file(database), {**content, "replicas": replicas})
    profile = read_json(_profile_file(replica))
    if profile and not _another(str(profile.get("path", "")), os.path.realpath(database), replica):
        write_json(_profile_file(replica), {**profile, "retired": True})


def incarnation(connection: Connection) -> int:
    """How often this installation has begun anew from a copy, plus one."""
    return int(setting(connection, "incarnation", "1"))


def known_incarnation(database: Path, replica: str) -> int | None:
    """The highest incarnation that is remembered outside the database, ``None`` if there is nothing."""
    found = [read_json(side_file(database)).get("incarnation"), read_json(_profile_file(replica)).get("incarnation")]
    known = [one for one in found if type(one) is int]
    return max(known) if known else None
