"""What the pages of evaluation, credit and complaints ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_posts import Told
    from screens.widgets.rows import Row


class EvaluationsSeen(NamedTuple):
    """One view (``evaluations``, ``without`` or ``schemes``): sums, rows, and what rests on a clause."""

    sums: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    told: Sequence[Told]


class SetSeen(NamedTuple):
    """A policy's set of elements as a scheme begins with it: title, subject, and the elements by number."""

    title: str
    subject: str
    policy: str
    source: str
    elements: Sequence[str]


class ElementSeen(NamedTuple):
    """One element of an evaluation: weight in percent, the figure beside it in words, both scores as points."""

    id: str
    title: str
    weight: str
    figure: str
    self_score: str
    score: str
    note: str


class EvaluationSeen(NamedTuple):
    """One evaluation: whom, under which scheme, over which days, where it stands, its elements, and warnings."""

    name: str
    scheme: str
    span: str
    state: str
    result: str
    full: str
    elements: Sequence[ElementSeen]
    warnings: Sequence[str]
    told: Sequence[Told]
    uses: str = ""
    comment: str = ""


class ComplaintSteps(NamedTuple):
    """Where a complaint may go now, and what is known of its result."""

    title: str
    steps: Sequence[Choice]
    result: str


class EvaluationPort(Protocol):
    """Schemes, evaluations, scores; complaints and the public list of credit entries."""

    async def evaluations(self, view: str, as_of: date) -> EvaluationsSeen: ...
    async def evaluation_sets(self) -> Sequence[Choice]: ...
    async def evaluation_set(self, source: str) -> SetSeen: ...
    async def make_scheme(self, chosen: SetSeen, values: Mapping[str, str]) -> Saved: ...
    async def scheme_form(self, scheme: str) -> tuple[Sequence[tuple[str, str]], Mapping[str, str]]: ...
    async def weigh_scheme(self, scheme: str, values: Mapping[str, str]) -> Saved: ...
    async def schemes(self) -> Sequence[Choice]: ...
    async def begin_evaluations(self, staff: Sequence[str], values: Mapping[str, str]) -> Saved: ...
    async def evaluation(self, row: str, as_of: date) -> EvaluationSeen: ...
    async def score_evaluation(self, row: str, values: Mapping[str, str], *, own: bool) -> Saved: ...
    async def confirm_evaluation(self, row: str, values: Mapping[str, str]) -> Saved: ...
    async def dispute_evaluation(self, row: str, comment: str) -> Saved: ...
    async def complaints(self, as_of: date) -> EvaluationsSeen: ...
    async def complaint_steps(self, row: str) -> ComplaintSteps: ...
    async def move_complaint(self, row: str, values: Mapping[str, str]) -> Saved: ...
    async def write_public_credit(self, file: Path, as_of: date) -> int: ...
