"""A group or an activity that a line of the log begins: both are written in one step, with what the line says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from swstation.operations.logs import LogInput, new_log_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.gateway import Change
    from swstation.operations.book import Book

Opens = tuple[tuple[str, str], ...]
"""What is begun: ``activity``, or ``group`` and its kind."""


def beginning_changes(book: Book, entry: LogInput, opens: Opens) -> tuple[list[Change], str]:
    """The changes of an entry and of the group or activity whose first one it is; gives the entry's id."""
    kind, detail = opens[0]
    return _activity(book, entry) if kind == "activity" else _group(book, entry, detail)


def _activity(book: Book, entry: LogInput) -> tuple[list[Change], str]:
    from swstation.operations.activities import new_activity_changes

    values = {
        "title": entry.activity_title, "held_on": entry.service_date, "field": entry.field,
        "heads": entry.heads if entry.person_times is None else entry.person_times,
        "volunteers": entry.volunteers, "minutes": entry.minutes, "note": entry.note,
        "village": entry.village, "village_name": entry.village_name, "place": entry.place,
    }  # fmt: skip
    begun, activity = new_activity_changes(book, values, state="held")
    changes, log = new_log_changes(book, replace(entry, activity_ref=activity), alone=True)
    return [*begun, *changes], log


def _group(book: Book, entry: LogInput, kind: str) -> tuple[list[Change], str]:
    from db.queries.groups import coming_group
    from swstation.operations.group_work import new_group_changes
    from swstation.operations.groups import session_from_log_changes

    title, number = entry.group_title or "", entry.session_no or 1
    values = {"title": title, "kind": kind, "opened_on": entry.service_date, "field": entry.field}
    begun, group = new_group_changes(book, values)
    # The group is not there yet while its entry is put together: it is tied to it afterwards.
    changes, log = new_log_changes(book, replace(entry, session_no=number), alone=True)
    _of(changes, "service_log")[0]["link"]["group_ref"] = group
    came = tuple((one["link"]["client"], one["link"]["outcome"]) for one in _of(changes, "log_client"))
    about = coming_group(group, book.unit, title, kind, entry.service_date, book.worker)
    told = replace(entry, group_ref=group, session_no=number, clients=came, new_clients=())
    return [*begun, *changes, *session_from_log_changes(book, log, told, log, about)], log


def _of(changes: Sequence[Change], table: str) -> list[dict[str, dict[str, Any]]]:
    return [change.groups for change in changes if change.table == table]
