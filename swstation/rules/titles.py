"""The professional title that goes with a certificate, only where a policy prints the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from swstation.rules.facts import Certificate
from swstation.rules.levels import Levels
from swstation.rules.model import Policy, TitleMap


def title_for(policy: Policy, levels: Levels, level_id: str) -> TitleMap | None:
    """The title the policy's table gives for a level; ``None`` where it prints no table or no such row."""
    for title in policy.titles:
        level = levels.of_policy(policy, title.certificate)
        if level is not None and level.id == level_id:
            return title
    return None


def matching_title(policy: Policy, levels: Levels, certificates: Iterable[Certificate], as_of: date) -> TitleMap | None:
    """The title that goes with the highest certificate held on ``as_of``."""
    highest = levels.highest(certificates, as_of)
    return None if highest is None else title_for(policy, levels, highest.id)
