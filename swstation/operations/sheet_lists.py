"""The lists that fields of sheets choose from: shipped ones, and with ``@`` those that the unit's policies print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from swstation import lists
from swstation.i18n import language
from swstation.operations.book import Book

if TYPE_CHECKING:
    from swstation.rules.model import Policy
    from swstation.rules.policy import PolicySet


class _Worded(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


Choices = Sequence[tuple[str, str]]
"""Codes and their words."""


def choices(book: Book, name: str) -> Choices:
    """Codes and words of a list. Raises ``KeyError`` for a list that is not there."""
    if name.startswith("@"):
        return _OF_POLICIES[name](book)
    return [(entry.code, entry.label) for entry in lists.entries(name)]


def _policy(book: Book) -> Policy:
    from swstation.operations.standing import policy_of

    return policy_of(book.connection, book.unit)


def _known(book: Book) -> PolicySet:
    from swstation.operations.packs import policies_of

    return policies_of(book.connection, book.unit)


def _words(found: Iterable[_Worded]) -> Choices:
    english = language() == "en"
    once: dict[str, str] = {}
    for one in found:
        once.setdefault(one.id, one.en if english else one.zh)
    return list(once.items())


def _levels(book: Book) -> Choices:
    from swstation.rules.levels import levels_for

    return _words(levels_for(_known(book), _policy(book)).all)


def _fields(book: Book) -> Choices:
    from swstation.rules.fields import service_fields

    return _words(service_fields(_policy(book)))


def _training_kinds(book: Book) -> Choices:
    return _words(kind for policy in _known(book).beside(_policy(book)) for kind in policy.kinds)


def _policies(book: Book) -> Choices:
    english = language() == "en"
    return [(one.id, one.meta.name_en if english else one.meta.name_zh) for one in _known(book).all()]


def _exam_subjects(book: Book) -> Choices:
    from swstation.i18n import _
    from swstation.rules.exams import WHOLE

    found = _words(subject for exam in _known(book).national.exams for subject in exam.subjects)
    return [*found, (WHOLE, _("the whole exam"))]


def _key_talent(book: Book) -> Choices:
    return _words(_policy(book).key_talent)


def _allowance_items(book: Book) -> Choices:
    return _words(_policy(book).allowances)


def _of_table(table: str) -> Callable[[Book], Choices]:
    def found(book: Book) -> Choices:
        items = _policy(book).tables.get(table, ())
        return _words(entry for item in items for entry in (item.items or (item,)))

    return found


def _systems(book: Book) -> Choices:
    items = _policy(book).tables.get("enumerations.set", ())
    return _words(entry for item in items if item.extra.get("topic") == "systems" for entry in item.items)


def _supervision_aims(book: Book) -> Choices:
    """Aims of supervision: the unit's policy's, else those that any shipped policy prints."""
    from swstation.rules.policy import shipped

    def printed(policies: Iterable[Policy]) -> Choices:
        sets = (item for policy in policies for item in policy.tables.get("duties.set", ()))
        return _words(entry for item in sets if item.extra.get("unit_of_work") == "supervision" for entry in item.items)

    return printed((_policy(book),)) or printed(shipped().all())


_OF_POLICIES: Final[Mapping[str, Callable[[Book], Choices]]] = {
    "@levels": _levels,
    "@fields": _fields,
    "@training_kinds": _training_kinds,
    "@policies": _policies,
    "@exam_subjects": _exam_subjects,
    "@key_talent": _key_talent,
    "@allowance_items": _allowance_items,
    "@indicators": _of_table("targets.indicator"),
    "@duties": _of_table("duties.set"),
    "@org_types": _of_table("posts.org_types"),
    "@systems": _systems,
    "@supervision_aims": _supervision_aims,
}
