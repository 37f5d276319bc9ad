"""What a station's own template offers in its drop-down lists: its staff, villages, and the words of its policy."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.people import staff_list
from swstation import lists
from swstation.i18n import language
from swstation.importing.applying.villages import Villages
from swstation.operations.book import Book
from swstation.operations.standing import policy_and_set
from swstation.rules.fields import service_fields
from swstation.rules.levels import levels_for
from swstation.rules.model import Policy
from swstation.rules.policy import PolicySet


def offers(book: Book, kind: str) -> dict[str, Sequence[str]]:
    """The words to offer, by column; all of them are read back by ``import``."""
    policy, known = policy_and_set(book.connection, book.unit)
    staff = [row.name for row in staff_list(book.connection, book.unit) if row.left_on is None]
    found: dict[str, dict[str, Sequence[str]]] = {
        "staff": {"field": field_names(policy), "source": [one.label for one in lists.entries("personnel_source")]},
        "certificates": {"name": staff, "level": level_names(policy, known)},
        "trainings": {"name": staff, "kind": kind_names(policy, known)},
        "clients": {"village": Villages.of_unit(book.unit).names},
        "cases": {"worker": staff, "field": field_names(policy)},
        "logs": {"worker": staff, "field": field_names(policy), "village": Villages.of_unit(book.unit).names},
    }
    return found.get(kind, {})


def level_names(policy: Policy, known: PolicySet) -> list[str]:
    """The levels of certificates: the nation's and the policy's own, not those of other regions."""
    levels = levels_for(known, policy).all
    own = [level for level in levels if level.national or level.id.startswith(f"{policy.id}.")]
    return [_word(level.zh, level.en) for level in own]


def kind_names(policy: Policy, known: PolicySet) -> list[str]:
    """The kinds of training: the policy's, the nation's, then the shared list's."""
    own = [_word(kind.zh, kind.en) for one in known.beside(policy) for kind in one.kinds]
    return list(dict.fromkeys((*own, *(entry.label for entry in lists.entries("training_kind")))))


def field_names(policy: Policy) -> list[str]:
    """The service fields of a policy."""
    return [_word(field.zh, field.en) for field in service_fields(policy)]


def _word(zh: str, en: str) -> str:
    return en if language() == "en" else zh
