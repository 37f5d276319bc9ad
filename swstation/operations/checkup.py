"""The data check: the database's own checks, and the files the program reads."""

from __future__ import annotations

from dataclasses import dataclass

from swstation.i18n import _
from swstation.operations.book import Book


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, what was found."""

    name: str
    ok: bool
    detail: str = ""


def check_up(book: Book, *, repair: bool) -> list[Check]:
    """Check (and with ``repair`` build anew from the change records) what can go wrong on a disk."""
    from db.doctor import check_database, repair_database
    from swstation.rules.policy import shipped

    if repair:
        repair_database(book.store)
    checks = [Check(c.name, c.ok, c.detail) for c in check_database(book.store)]
    problems = shipped().problems
    detail = "; ".join(f"{p.file}: {p.table} {p.key}" for p in problems)
    checks.append(Check("policies", not problems, detail))
    try:
        from swstation import divisions

        found = divisions.exists(book.unit[1:].split("-")[0])
        checks.append(Check("divisions", True, "" if found else _("the unit's place is not in the list of 2023")))
    except OSError as error:
        checks.append(Check("divisions", False, type(error).__name__))
    return checks
