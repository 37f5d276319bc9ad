"""Who was there: people of the roster as somebody writes them, by name, by initials, or all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from db.errors import Refusal
from db.queries.people import staff_list
from swstation.operations.book import Book

EVERYBODY: Final = frozenset(("*", "＊", "all", "全员", "全体"))
_BETWEEN: Final = re.compile(r"[\s、，,;；/]+")
_LONGEST_LIST: Final = 2_000


class Present(NamedTuple):
    """One of the roster. ``label`` is the name, numbered where several are called so: 王芳, 王芳2."""

    id: str
    label: str


def roster(book: Book, on: date) -> list[Present]:
    """Who can have been at a training that ended on ``on``: employed that day, the longest here first."""
    unit = None if book.unit[0] in "CMP" else book.unit
    seen: Counter[str] = Counter()
    found = []
    for row in staff_list(book.connection, unit, on.isoformat()):
        seen[row.name] += 1
        found.append(Present(row.id, row.name if seen[row.name] == 1 else f"{row.name}{seen[row.name]}"))
    return found


def present(text: str, people: Sequence[Present]) -> list[str]:
    """The ids of those whom ``text`` names, each once, in its order.

    Words are parted by spaces, commas or 、; ``*`` is everybody. Refuses a word that nobody fits
    (``training.nobody``), one that several fit (``training.several``), and no word at all.
    """
    found: dict[str, None] = {}
    for word in filter(None, _BETWEEN.split(text)):
        if word.lower() in EVERYBODY:
            found |= dict.fromkeys(one.id for one in people)
        else:
            found[_one(word, people).id] = None
    if not found:
        raise Refusal("training.nobody_named", field="people")
    return list(found)


def _one(word: str, people: Sequence[Present]) -> Present:
    from swstation.pinyin import all_initials, fold, match, reads_as

    ranked = [(rank, one) for one in people if (rank := match(word, one.label)) is not None]
    if not ranked:
        raise Refusal("training.nobody", field="people", token=word)
    best = min(rank for rank, _one in ranked)
    fits = [one for rank, one in ranked if rank == best]
    if len(fits) > 1:  # ln is 李娜 rather than 李娜娜
        fits = [one for one in fits if fold(word) in all_initials(one.label) or reads_as(word, one.label)] or fits
    if len(fits) > 1:
        raise Refusal("training.several", field="people", token=word, choices=[one.label for one in fits])
    return fits[0]


def listed(file: Path) -> str:
    """The names of an attendance list, a text, csv or xlsx file: the column headed 姓名, else the first one.

    Refuses a file that is none of these or cannot be read, and a list longer than any training.
    """
    from swstation.importing.cells import shown
    from swstation.importing.grid import Grid
    from swstation.importing.textfile import read_csv
    from swstation.importing.workbook import open_workbook

    grid: Grid
    try:
        if file.suffix.lower() in (".xlsx", ".xlsm"):
            with open_workbook(file) as book:
                grid = book.grid(book.names[0])
        else:
            grid = read_csv(file, lambda _grid: False)
    except OSError:
        raise Refusal("training.list_unreadable", field="people", token=file.name) from None
    return "、".join(
        _names(([shown(line.get(at, "")).strip() for at in range(1, max(line) + 1)]) for line in grid.cells.values())
    )


def _names(lines: Iterable[Sequence[str]]) -> list[str]:
    column, names = 0, list[str]()
    for line in lines:
        if "姓名" in line:
            column, names = line.index("姓名"), []
            continue
        name = "".join(line[column].split()) if column < len(line) else ""
        if name:
            names.append(name)
        if len(names) > _LONGEST_LIST:
            raise Refusal("training.list_too_long", field="people")
    return names
