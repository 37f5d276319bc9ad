"""Consent: what holds on a day, who must give it, and when it is due again.

A consent holds from its day to its end, both counted, unless it was taken back: then it holds until the day before.
Under the age the law names (``standards.consent_rule``) only a guardian's consent holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from swstation.i18n import N_
from swstation.rules.ages import under
from swstation.rules.reminders import Reminder
from swstation.standards import ConsentRule

SERVICE: Final = "service"
HOLDS: Final = "holds"
ENDING: Final = "ending"
ENDED: Final = "ended"
WITHDRAWN: Final = "withdrawn"
GUARDIAN: Final = "guardian"
NONE: Final = "none"
STATES: Final = (HOLDS, ENDING, ENDED, WITHDRAWN, GUARDIAN, NONE)
"""Holds; holds but ends soon; has ended; was taken back; given by a child itself; was never given."""


class ConsentFact(NamedTuple):
    """One consent of one person. ``kind``: service, information, photo, referral, transfer."""

    id: str
    client_id: str
    kind: str
    start_on: date
    end_on: date | None = None
    withdrawn_on: date | None = None
    given_by: str = ""


class Consenting(NamedTuple):
    """Whose consent is asked for: an open file, and who is responsible for it."""

    client_id: str
    who: str
    birth: date | None = None
    worker_id: str = ""


class ConsentState(NamedTuple):
    """How it stands with one kind of consent of one person; ``until``: the day it ends or ended."""

    state: str
    until: date | None = None
    consent: ConsentFact | None = None


def holds(consent: ConsentFact, day: date) -> bool:
    """Whether a consent is in force on ``day``; who gave it is not asked here."""
    if consent.withdrawn_on is not None and day >= consent.withdrawn_on:
        return False
    return consent.start_on <= day and (consent.end_on is None or day <= consent.end_on)


def standing(
    person: Consenting, consents: Iterable[ConsentFact], day: date, rule: ConsentRule, kind: str = SERVICE
) -> ConsentState:
    """How it stands on ``day`` with the person's consent of a kind; of several the one that holds longest decides."""
    own = [one for one in consents if one.client_id == person.client_id and one.kind == kind and one.start_on <= day]
    if not own:
        return ConsentState(NONE)
    child = under(person.birth, rule.guardian_below, day)
    in_force = [one for one in own if holds(one, day)]
    valid = [one for one in in_force if not child or one.given_by == "guardian"]
    if valid:
        best = max(valid, key=lambda one: (one.end_on or date.max, one.start_on))
        soon = best.end_on is not None and best.end_on - day <= timedelta(days=rule.remind_days)
        return ConsentState(ENDING if soon else HOLDS, best.end_on, best)
    if in_force:
        return ConsentState(GUARDIAN, None, in_force[-1])
    last = max(own, key=lambda one: one.withdrawn_on or one.end_on or one.start_on)
    return ConsentState(WITHDRAWN if last.withdrawn_on else ENDED, last.withdrawn_on or last.end_on, last)


def consents_due(
    people: Sequence[Consenting], consents: Sequence[ConsentFact], as_of: date, rule: ConsentRule
) -> Iterator[Reminder]:
    """Consents to service that end, have ended or were given by a child itself.

    Nobody is reminded of a consent that was taken back, or of one that was never asked for: closing a case asks for it.
    """
    of_client: dict[str, list[ConsentFact]] = {}
    for one in consents:
        of_client.setdefault(one.client_id, []).append(one)
    for person in people:
        found = standing(person, of_client.get(person.client_id, ()), as_of, rule)
        if found.consent is None:
            continue
        if found.state in (ENDING, ENDED) and found.until is not None:
            opens = found.until - timedelta(days=rule.remind_days)
            yield Reminder(
                "consent", person.who, found.until, opens, "client", person.client_id,
                N_("Consent to service ends on {day}") if found.state == ENDING else N_("Consent to service has ended"),
                {"day": found.until}, person.worker_id,
            )  # fmt: skip
        elif found.state == GUARDIAN:
            on = found.consent.start_on
            yield Reminder(
                "consent", person.who, on, on, "client", person.client_id,
                N_("Under {years}: the guardian's consent is needed"), {"years": rule.guardian_below},
                person.worker_id, rule.basis,
            )  # fmt: skip
