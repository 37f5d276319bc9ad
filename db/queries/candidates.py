"""Files that may be of one person: those that share a number, or a birth date and a village, found by SQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import orjson

from db import resident_id
from db.errors import Invalid
from db.queries.sql import rows
from db.store import Connection


class Filed(NamedTuple):
    """What a client's file is compared by. ``number``: 18 characters whatever was written; ``birth``: from the file,
    else from the number; ``key``: the name without blanks and dots."""

    id: str
    unit: str
    key: str
    birth: str | None
    village: str | None
    number: str | None


@lru_cache(maxsize=10_000)
def number_of(text: str | None) -> str | None:
    """An identity number as it is compared: 18 characters, a final X large. ``None`` for what is none."""
    if text is None:
        return None
    try:
        found = resident_id.check(text)
    except Invalid:
        return None
    if not found.old:
        return found.number
    first17 = f"{found.number[:6]}19{found.number[6:]}"
    return first17 + resident_id.check_character(first17)


def birth_of(text: str | None) -> str | None:
    """The birth date in an identity number (ISO), ``None`` where there is no number."""
    number = number_of(text)
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if number else None


_DOTS = str.maketrans("", "", "·・•‧.")


@lru_cache(maxsize=10_000)
def name_key(text: str) -> str:
    """A name as it is compared: half-width, upper case, without blanks and dots. The name itself stays as written."""
    return resident_id.normalise(text).translate(_DOTS)


_PLAIN_NUMBER = "[0-9]" * 17 + "[0-9X]"
_FILL = f"""
CREATE TEMP TABLE filed AS
SELECT id, owner AS unit,
  CASE WHEN name NOT GLOB '*[^一-龥]*' THEN name ELSE name_key(name) END AS key,
  birth_date AS birth, coalesce(village, village_name) AS village,
  CASE WHEN resident_id IS NULL OR resident_id GLOB '{_PLAIN_NUMBER}' THEN resident_id
       ELSE number_of(resident_id) END AS number
FROM client WHERE alive
"""  # most are written plainly: the two functions are called for the others only
_BORN = """
UPDATE filed SET birth = substr(number, 7, 4) || '-' || substr(number, 11, 2) || '-' || substr(number, 13, 2)
WHERE birth IS NULL AND number IS NOT NULL
"""
_COLUMNS = "id, unit, key, birth, village, number"

Block = list[Filed]
"""Files that share something."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Files that share: the identity number; birth date and village; name and birth date; name and all but one part
    of the number (its region, the date in it, or what follows)."""

    number: list[Block]
    birth_village: list[Block]
    name_birth: list[Block]
    near: list[Block]


_NEAR = ("substr(number, 7, 11)", "substr(number, 1, 6) || substr(number, 15, 3)", "substr(number, 1, 14)")


def blocks(connection: Connection) -> Blocks:
    """All files compared with all: each kind of likeness is one grouping. 100,000 files take about a second.

    What is compared stands in a temporary table in memory meanwhile.
    """
    _fill(connection)
    near = [block for part in _NEAR for block in _blocks(connection, f"key, {part}", "number IS NOT NULL")]
    made = Blocks(
        _blocks(connection, "number", "number IS NOT NULL"),
        _blocks(connection, "birth, village", "birth IS NOT NULL AND village IS NOT NULL"),
        _blocks(connection, "key, birth", "birth IS NOT NULL"),
        near,
    )
    connection.execute("DROP TABLE temp.filed")
    return made


def all_filed(connection: Connection) -> list[Filed]:
    """All files that are not deleted."""
    _fill(connection)
    found = [Filed(key.hex(), *rest) for key, *rest in connection.execute(f"SELECT {_COLUMNS} FROM temp.filed")]
    connection.execute("DROP TABLE temp.filed")
    return found


def number_blocks(connection: Connection) -> list[Block]:
    """Only the files that share an identity number."""
    _fill(connection)
    made = _blocks(connection, "number", "number IS NOT NULL")
    connection.execute("DROP TABLE temp.filed")
    return made


def _fill(connection: Connection) -> None:
    connection.create_function("name_key", 1, name_key)
    connection.create_function("number_of", 1, number_of)
    connection.execute("DROP TABLE IF EXISTS temp.filed")
    connection.execute(_FILL)
    connection.execute(_BORN)


def _blocks(connection: Connection, by: str, where: str) -> list[Block]:
    found = connection.execute(
        f"SELECT group_concat(rowid) FROM temp.filed WHERE {where} GROUP BY {by} HAVING count(*) > 1"
    ).fetchall()
    groups = [[int(one) for one in numbers.split(",")] for (numbers,) in found]
    wanted = orjson.dumps([one for group in groups for one in group]).decode()
    of_row = {
        place: Filed(key.hex(), *rest)
        for place, key, *rest in connection.execute(
            f"SELECT rowid, {_COLUMNS} FROM temp.filed WHERE rowid IN (SELECT value FROM json_each(?))", (wanted,)
        )
    }
    return [sorted(of_row[place] for place in group) for group in groups]


def filed(connection: Connection, client: str) -> Filed | None:
    """What one client's file is compared by."""
    found = rows(
        connection,
        Filed,
        "SELECT id, owner, name, birth_date, coalesce(village, village_name), resident_id FROM client"
        " WHERE id = unhex(?) AND alive",
        (client,),
    )
    if not found:
        return None
    one = found[0]
    return one._replace(key=name_key(one.key), number=number_of(one.number))


def ending(connection: Connection, digits: str) -> list[str]:
    """The clients whose row id ends in these digits, at most ten."""
    found = connection.execute(
        "SELECT lower(hex(id)) FROM client WHERE alive AND substr(lower(hex(id)), -length(?1)) = ?1"
        " ORDER BY id LIMIT 10",
        (digits,),
    )
    return [key for (key,) in found]
