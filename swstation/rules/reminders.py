"""Something that waits for somebody, as the rules about people and cases find it: the due list takes these in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

KINDS: Final = (
    "incident",
    "consent",
    "child_file",
    "referral",
    "follow_up",
    "case_step",
    "session",
    "activity",
    "need",
    "work_plan",
)
"""The kinds that ``operations.reminders`` gives, the more pressing first."""


class Reminder(NamedTuple):
    """One thing that is due on ``on`` and shown from ``opens``; ``message`` is a msgid with ``params``.

    ``table`` and ``ref``: the row it is about; ``worker_id``: who should do it; ``basis``: the document that asks for
    it, empty where it is usual practice.
    """

    kind: str
    who: str
    on: date
    opens: date
    table: str
    ref: str
    message: str
    params: Mapping[str, object] = MappingProxyType({})
    worker_id: str = ""
    basis: str = ""
