"""What the page of a case and its close gate ask for, beside the list of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from screens.ports import Choice, Fact, Saved


class CaseEvent(NamedTuple):
    """Something beside the entries in the course of a case. ``key``: ``kind/id`` where it has a form, else empty."""

    day: date
    kind: str
    what: str
    key: str = ""


class CaseSession(NamedTuple):
    """What an entry says of the case: the stage it was in, goals it touched (their places), what comes next."""

    stage: str = ""
    goals: str = ""
    next_step: str = ""


class CaseMore(NamedTuple):
    """All that the page of a case shows beside ``CasePage``. ``state``: approval in words, with its tone.

    ``missing``: parts the standard asks for that hold up the closing; ``attained``: goal attainment in words.
    ``scores``: the scores of each goal in words, by goal. ``sessions``: by entry.
    """

    state: str
    tone: str
    facts: Sequence[Fact]
    missing: int
    attained: str
    scores: Mapping[str, str]
    events: Sequence[CaseEvent]
    sessions: Mapping[str, CaseSession]
    closed: bool
    approval: str
    archived: bool
    files: int
    clients: Sequence[Choice]


class GateLine(NamedTuple):
    """Something missing before a case is closed: which part, of what stage, in words; ``needed``: it holds it up."""

    code: str
    stage: str
    label: str
    number: int
    needed: bool


class Gate(NamedTuple):
    """What is missing, and the standard that asks for it."""

    standard: str
    lines: Sequence[GateLine]


class CaseworkPort(Protocol):
    """A case file: what is missing, its parts, what is decided about it.

    ``decide_case``: submit, approve, return or archive. ``case_values``: the parts of the file as a form has them.
    """

    async def case_more(self, case_id: str, as_of: date) -> CaseMore: ...
    async def case_gate(self, case_id: str, as_of: date) -> Gate: ...
    async def case_values(self, case_id: str) -> Mapping[str, str]: ...
    async def save_case(self, case_id: str, values: Mapping[str, str]) -> Saved: ...
    async def close_case(self, case_id: str, on: date, reason: str, anyway: str) -> Saved: ...
    async def reopen_case(self, case_id: str, stage: str, on: date, because: str) -> Saved: ...
    async def decide_case(self, case_id: str, decision: str, on: date, said: str) -> Saved: ...
    async def comment_case(self, case_id: str, on: date, comment: str) -> Saved: ...
    async def case_goals(self, case_id: str) -> Sequence[Choice]: ...
    async def open_steps(self, case_id: str) -> Sequence[Choice]: ...
    async def add_step(self, case_id: str, values: Mapping[str, str]) -> Saved: ...
    async def finish_step(self, case_id: str, step: str, values: Mapping[str, str]) -> Saved: ...
    async def add_conference(self, case_id: str, values: Mapping[str, str]) -> Saved: ...
    async def add_referral(self, case_id: str, client_id: str, values: Mapping[str, str]) -> Saved: ...
    async def open_referrals(self, case_id: str) -> Sequence[Choice]: ...
    async def answer_referral(self, referral: str, values: Mapping[str, str]) -> Saved: ...
    async def session_values(self, log_id: str) -> Mapping[str, str]: ...
    async def save_session(self, log_id: str, values: Mapping[str, str]) -> Saved: ...
    async def list_choices(self, name: str) -> Sequence[Choice]: ...
    async def case_file(self, case_id: str, folder: Path, form: str, *, masked: bool) -> Path: ...


class FileLine(NamedTuple):
    """A file of a row: its kind, what it is called, format and length in words, whether it is here."""

    id: str
    kind: str
    title: str
    about: str
    face: bool
    here: bool


class AttachmentsPort(Protocol):
    """Files of rows, encrypted beside the database."""

    async def files_of(self, table: str, row: str) -> Sequence[FileLine]: ...
    async def attach_file(self, table: str, row: str, file: Path, values: Mapping[str, str]) -> Saved: ...
    async def take_out_file(self, attachment: str, folder: Path) -> Path: ...
    async def remove_file(self, attachment: str) -> Saved: ...
