"""Promised contacts: which next contacts still stand.

A next contact is promised to a case (by the case itself, or by a log of it while it is active), else to a
client, else to the group or activity of the log. A promise is

- replaced by a promise made later to the same, on the same day also (``Contact.order`` decides);
- kept, and so gone, once the client, or any client of the case, was met on a later day, in whatever way,
  for whatever case. A contact at which nobody was met keeps nothing;
- dropped with a client whose file is no longer open.

A promise of a case whose day of setting is not known is kept by a contact on or after its own day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import CaseFact, Contact

Subject = tuple[str, str]
_Key = tuple[str, str, str]
"""A subject, and of a topic the unit: two stations may have an activity of the same title."""


class Promise(NamedTuple):
    """A next contact that still stands; ``subject`` is ``case``, ``client`` or ``topic`` with its id, of
    ``unit``."""

    subject: Subject
    due: date
    who: str
    worker_id: str
    case_number: str
    topic: str
    unit: str = ""


def open_promises(
    contacts: Sequence[Contact], cases: Iterable[CaseFact], closed_clients: frozenset[str], as_of: date
) -> list[Promise]:
    """The promises that stand on ``as_of``, one for each case, client or topic."""
    known = {case.id: case for case in cases}
    made: dict[_Key, tuple[tuple[date, str], date, Promise]] = {}

    def promise(key: _Key, when: tuple[date, str], kept_after: date, one: Promise) -> None:
        if key not in made or when > made[key][0]:
            made[key] = (when, kept_after, one)

    for case in known.values():
        if case.active and case.next_contact is not None:
            when = case.set_on or date.min
            kept_after = case.set_on or _day_before(case.next_contact)
            set_by_case = Promise(("case", case.id), case.next_contact, case.who, case.worker_id, case.number, "")
            promise(("case", case.id, ""), (when, ""), kept_after, set_by_case)
    for one in contacts:
        if one.next_contact is None or one.on > as_of:
            continue
        found = known.get(one.case_id)
        if found is not None and not found.active:
            found = None
        key = _key(one, found)
        if key[0] == "client" and one.client_id in closed_clients:
            continue
        who = found.who if found else one.who
        number = found.number if found else ""
        made_here = Promise(key[:2], one.next_contact, who, one.worker_id, number, one.topic, one.unit)
        promise(key, (one.on, one.order), one.on, made_here)
    last_met = _last_met(contacts, known, as_of)
    return [
        one
        for key, (_when, kept_after, one) in made.items()
        if not last_met.get(key, date.min) > kept_after and not _all_closed(one, known, closed_clients)
    ]


def _key(contact: Contact, case: CaseFact | None) -> _Key:
    if case is not None:
        return ("case", case.id, "")
    if contact.client_id:
        return ("client", contact.client_id, "")
    return ("topic", contact.topic or contact.log_id, contact.unit)


def _last_met(contacts: Iterable[Contact], cases: Mapping[str, CaseFact], as_of: date) -> dict[_Key, date]:
    """The last day each case, client and topic was met."""
    of_client: dict[str, list[str]] = defaultdict(list)
    for case in cases.values():
        for client in case.client_ids:
            of_client[client].append(case.id)
    last: dict[_Key, date] = {}
    for one in contacts:
        if not one.met or one.on > as_of:
            continue
        touched: set[_Key] = {("case", id, "") for id in of_client.get(one.client_id, ())}
        if one.case_id:
            touched.add(("case", one.case_id, ""))
        if one.client_id:
            touched.add(("client", one.client_id, ""))
        elif one.topic:
            touched.add(("topic", one.topic, one.unit))
        for key in touched:
            last[key] = max(one.on, last.get(key, one.on))
    return last


def _all_closed(promise: Promise, cases: Mapping[str, CaseFact], closed: frozenset[str]) -> bool:
    kind, id = promise.subject
    clients = cases[id].client_ids if kind == "case" else ()
    return bool(clients) and closed.issuperset(clients)


def _day_before(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - 1))
