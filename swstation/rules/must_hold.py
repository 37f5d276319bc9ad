"""Who must hold a certificate by a policy, and who does not: a warning beside the clause, never a block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from swstation.rules.certificates import Standing
from swstation.rules.model import MustHold, Policy
from swstation.rules.worker import HeldPost, Worker


class MustHoldResult(NamedTuple):
    """One rule on one day: whom it covers and who of them holds no certificate of the scope it names.

    ``due_on``: the last day to comply, where one is printed (its year's last day); before it a breach is only ahead.
    """

    rule: MustHold
    covered: tuple[Worker, ...]
    without: tuple[Worker, ...]
    due_on: date | None = None

    @property
    def percent(self) -> int | None:
        """Holders among those covered, in whole percent rounded down; ``None`` if nobody is covered."""
        held = len(self.covered) - len(self.without)
        return held * 100 // len(self.covered) if self.covered else None

    def overdue(self, as_of: date) -> bool:
        """Whether somebody is without on a day on which all must hold one."""
        return bool(self.without) and (self.due_on is None or as_of > self.due_on)


def covers(rule: MustHold, worker: Worker, as_of: date) -> bool:
    """Whether ``rule`` asks ``worker`` for a certificate on ``as_of``.

    A rule without contract and share is for every practitioner; one of contracts, for the posts of projects whose
    contract was signed from that day on; one with a share, for the professional posts of purchased projects.
    """
    if not worker.person.employed_on(as_of):
        return False
    if rule.contracts_from is not None:
        return any(_signed_from(post, rule.contracts_from) for post in worker.posts_on(as_of))
    if rule.percent:
        return any(post.purchased and post.professional for post in worker.posts_on(as_of))
    return True


def _signed_from(post: HeldPost, first: date) -> bool:
    return post.purchased and post.contract_on is not None and post.contract_on >= first


def must_hold(
    policy: Policy, workers: Iterable[Worker], standings: Mapping[str, Standing], as_of: date
) -> tuple[MustHoldResult, ...]:
    """Every rule of the policy on ``as_of``. ``standings`` are by person."""
    everybody = tuple(workers)
    out = []
    for rule in policy.must_hold:
        covered = tuple(one for one in everybody if covers(rule, one, as_of))
        without = tuple(one for one in covered if not _holds(rule, standings.get(one.person.id)))
        due = date(rule.due_year, 12, 31) if rule.due_year else None
        out.append(MustHoldResult(rule, covered, without, due))
    return tuple(out)


def _holds(rule: MustHold, standing: Standing | None) -> bool:
    if standing is None:
        return False
    return (standing.level if rule.scope == "local" else standing.national) is not None
