"""Registration of certificates: valid, to renew, lapsed or never, and the days that decide it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.dates import add_months, last_day, opens_before
from swstation.rules.facts import Certificate, Registration
from swstation.rules.levels import Level, Levels
from swstation.rules.model import Clause, RegistrationRule

VALID = "valid"
RENEW = "renew"
LAPSED = "lapsed"
NEVER = "never"


class RegistrationState(NamedTuple):
    """Where the registration of a certificate stands on a day.

    ``due`` is the last day to act: of first registration (``never``; ``None`` if the day of issue is not
    known), else of renewal, which is the last day of validity. ``opens`` is the first day of the months
    before ``due`` in which the policy lets one apply for renewal.
    """

    state: str
    certificate: Certificate
    registered_on: date | None
    valid_until: date | None
    due: date | None
    opens: date | None
    clause: Clause


class Standing(NamedTuple):
    """One person's highest level on a day, the certificate that gives it, and the registration.

    ``registration`` is that of the highest ``national`` level; both are ``None`` without such a certificate:
    local levels are not registered.
    """

    level: Level | None
    certificate: Certificate | None
    national: Level | None
    registration: RegistrationState | None


def current_registration(registrations: Iterable[Registration], as_of: date) -> Registration | None:
    """The registration that counts on ``as_of``: the latest of those made by then, lapsed or not."""
    made = [one for one in registrations if one.registered_on <= as_of]
    return max(made, key=lambda one: (one.registered_on, one.valid_until or date.max), default=None)


def validity_end(registration: Registration, rule: RegistrationRule | None) -> date | None:
    """The last day a registration is valid: as recorded, else the policy's months from its first day."""
    if registration.valid_until is not None:
        return registration.valid_until
    return None if rule is None else last_day(registration.registered_on, rule.valid_months)


def first_registration_due(certificate: Certificate, rule: RegistrationRule) -> date | None:
    """The last day for the first registration: the corresponding day after the policy's months.

    Issued on 2025-03-15, within 12 months: 2026-03-15. ``None`` if the day of issue is not known.
    """
    if certificate.issued_on is None:
        return None
    return add_months(certificate.issued_on, rule.first_within_months)


def registration_state(
    certificate: Certificate, registrations: Iterable[Registration], rule: RegistrationRule, as_of: date
) -> RegistrationState:
    """The state on ``as_of`` of one certificate's registration; those of other certificates are left out."""
    own = [one for one in registrations if one.certificate_id == certificate.id]
    latest = current_registration(own, as_of)
    if latest is None:
        due = first_registration_due(certificate, rule)
        opens = None if due is None else opens_before(due, rule.renew_in_last_months)
        return RegistrationState(NEVER, certificate, None, None, due, opens, rule.clause)
    until = validity_end(latest, rule)
    assert until is not None
    opens = opens_before(until, rule.renew_in_last_months)
    state = LAPSED if as_of > until else RENEW if as_of >= opens else VALID
    return RegistrationState(state, certificate, latest.registered_on, until, until, opens, rule.clause)


def certificate_of(
    level: Level, certificates: Iterable[Certificate], registrations: Sequence[Registration], as_of: date
) -> Certificate | None:
    """The certificate of that level held on ``as_of``; of several the one registered last, else the first issued."""
    held = [one for one in certificates if one.level == level.id and (one.issued_on is None or one.issued_on <= as_of)]

    def rank(one: Certificate) -> tuple[date, int]:
        latest = current_registration((r for r in registrations if r.certificate_id == one.id), as_of)
        return (latest.registered_on if latest else date.min, -(one.issued_on or date.min).toordinal())

    return max(held, key=rank, default=None)


def standing(
    certificates: Sequence[Certificate],
    registrations: Sequence[Registration],
    levels: Levels,
    rule: RegistrationRule | None,
    as_of: date,
) -> Standing:
    """Where one person's certificates stand on ``as_of``.

    ``certificates`` are that person's; ``rule`` is the registration rule that holds (``registration_rule``).
    """
    level = levels.highest(certificates, as_of)
    national = levels.highest(
        (one for one in certificates if (known := levels.get(one.level)) and known.national), as_of
    )
    state = None
    if national is not None and rule is not None:
        registered = certificate_of(national, certificates, registrations, as_of)
        if registered is not None:
            state = registration_state(registered, registrations, rule, as_of)
    held = None if level is None else certificate_of(level, certificates, registrations, as_of)
    return Standing(level, held, national, state)
