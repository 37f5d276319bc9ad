"""Days of a case that wait for somebody: answers to referrals, steps of the plan, the follow-up after closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from swstation.i18n import N_
from swstation.rules.reminders import Reminder


class ReferralFact(NamedTuple):
    """A referral: until when an answer is wanted, whether there is one, whether somebody followed it up."""

    id: str
    who: str
    case_id: str
    client_id: str
    worker_id: str
    receiver: str
    referred_on: date
    answer_by: date | None = None
    result: str = ""
    followed_up_on: date | None = None


class StepFact(NamedTuple):
    """A step of the plan of an open case."""

    id: str
    case_id: str
    number: str
    who: str
    worker_id: str
    step: str
    due_on: date | None = None
    done_on: date | None = None


class FollowUpFact(NamedTuple):
    """A closed case that somebody is to be asked about again. ``met_on``: the last day anybody was met since."""

    case_id: str
    number: str
    who: str
    worker_id: str
    due_on: date
    met_on: date | None = None


def case_dates_due(
    referrals: Iterable[ReferralFact], steps: Iterable[StepFact], follow_ups: Iterable[FollowUpFact]
) -> Iterator[Reminder]:
    """What waits, each due on its own day and shown from then on."""
    for one in referrals:
        table, ref = ("service_case", one.case_id) if one.case_id else ("client", one.client_id)
        if not one.result and one.answer_by is not None:
            yield Reminder(
                "referral", one.who, one.answer_by, one.answer_by, table, ref,
                N_("Referral without an answer: {receiver}"), {"receiver": one.receiver}, one.worker_id,
            )  # fmt: skip
        elif one.result == "accepted" and one.followed_up_on is None and one.answer_by is not None:
            yield Reminder(
                "referral", one.who, one.answer_by, one.answer_by, table, ref,
                N_("Referral accepted: follow it up with {receiver}"), {"receiver": one.receiver}, one.worker_id,
            )  # fmt: skip
    for step in steps:
        if step.done_on is None and step.due_on is not None:
            yield Reminder(
                "case_step", step.who, step.due_on, step.due_on, "service_case", step.case_id,
                N_("Case {number}: {step}"), {"number": step.number, "step": step.step}, step.worker_id,
            )  # fmt: skip
    for after in follow_ups:
        if after.met_on is None or after.met_on < after.due_on:
            yield Reminder(
                "follow_up", after.who, after.due_on, after.due_on, "service_case", after.case_id,
                N_("Follow-up of the closed case {number}"), {"number": after.number}, after.worker_id,
            )  # fmt: skip
