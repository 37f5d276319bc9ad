"""The sums of a satisfaction survey: no more back than sent, and as many answers as came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from db.errors import Refusal

ANSWERS: Final = ("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied")


def check_survey(counts: Mapping[str, int]) -> None:
    """Refuse more answers than came back, and more back than sent."""
    if counts["returned"] > counts["sent"]:
        raise Refusal("group.survey_returned", field="returned")
    told = sum(counts[name] for name in ANSWERS)
    if told != counts["returned"]:
        raise Refusal("group.survey_sum", field="returned", n=told)
