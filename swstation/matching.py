"""Which files are of one person: likely pairs, and what follows from verdicts. Pure: rows in, pairs and sets out.

Files are never fused. A pair is likely by a ground that is named; a person's verdict decides; a later one undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from swstation import pinyin
from swstation.i18n import N_

if TYPE_CHECKING:
    from db.queries.candidates import Filed

NUMBER: Final = "number"
NAME_BIRTH_VILLAGE: Final = "name_birth_village"
NUMBER_NEAR: Final = "number_near"
SOUND: Final = "sound"
NAME_BIRTH: Final = "name_birth"
GROUNDS: Final = (NUMBER, NAME_BIRTH_VILLAGE, NUMBER_NEAR, SOUND, NAME_BIRTH)
"""The same number; name, birth date and village; a number with one wrong digit or two swapped; a name that sounds
alike; name and birth date, a village missing. The first two are strong."""
GROUND_WORDS = {
    NUMBER: N_("same identity number"),
    NAME_BIRTH_VILLAGE: N_("same name, birth date and village"),
    NUMBER_NEAR: N_("same name, a digit of the number apart"),
    SOUND: N_("names that sound alike, same birth date and village"),
    NAME_BIRTH: N_("same name and birth date, a village missing"),
}
STRONG: Final = frozenset({NUMBER, NAME_BIRTH_VILLAGE})
MANY = 20
"""Files alike of which each is still compared with each; of more, each with the first."""

Pair = tuple[str, str]


Block = Sequence["Filed"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two files that may be of one person, the smaller row id first, and on what ground."""

    a: str
    b: str
    ground: str

    @property
    def strong(self) -> bool:
        """Whether the ground is a strong one."""
        return self.ground in STRONG


def pair(one: str, other: str) -> Pair:
    """Two row ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def candidates(
    number: Iterable[Block], birth_village: Iterable[Block], name_birth: Iterable[Block], near: Iterable[Block]
) -> list[Candidate]:
    """Likely pairs, the strongest ground of each, by pair; from blocks of files that share something (``Blocks``)."""
    found: dict[Pair, str] = {}

    def put(pairs: Iterable[tuple[Filed, Filed]], ground: str) -> None:
        for one, other in pairs:
            found.setdefault(pair(one.id, other.id), ground)

    put((two for two in _each(number) if not contradicts(*two)), NUMBER)
    births = list(birth_village)
    put((two for two in _alike(births) if not _two_numbers(*two)), NAME_BIRTH_VILLAGE)
    put((two for two in _each(near) if _near(*two)), NUMBER_NEAR)
    put((two for two in _sounding(births) if not _two_numbers(*two)), SOUND)
    put((two for two in _each(name_birth) if not _two_numbers(*two) and None in (two[0].village, two[1].village)),
        NAME_BIRTH)  # fmt: skip
    return [Candidate(*two, ground) for two, ground in sorted(found.items())]


def shared_numbers(number: Iterable[Block]) -> list[Pair]:
    """Pairs with one number and different names or birth dates: one of the numbers is wrong. Never a likely pair."""
    return sorted(pair(one.id, other.id) for one, other in _each(number) if contradicts(one, other))


def contradicts(one: Filed, other: Filed) -> bool:
    """Whether the name or the birth date says that these are two people."""
    births = {one.birth, other.birth} - {None}
    return one.key != other.key or len(births) > 1


def sounds_alike(one: str, other: str) -> bool:
    """Whether two different names of Chinese characters are read alike, character for character."""
    if one == other or len(one) != len(other) or len(one) < 2:
        return False
    return all(a == b or (pinyin.is_han(a) and set(pinyin.readings(a)) & set(pinyin.readings(b)))
               for a, b in zip(one, other, strict=True))  # fmt: skip


def one_slip(one: str, other: str) -> bool:
    """Whether two numbers differ as by one slip before the check character: a digit, or two neighbours swapped."""
    wrong = [place for place in range(17) if one[place] != other[place]]
    if len(wrong) == 1:
        return True
    first, second = (*wrong, -1, -1)[:2]
    return len(wrong) == 2 and second == first + 1 and one[first] == other[second] and one[second] == other[first]


def _two_numbers(one: Filed, other: Filed) -> bool:
    # Two people have two numbers; what is left is a slip, which is looked for by itself.
    return one.number is not None and other.number is not None and one.number != other.number


def _near(one: Filed, other: Filed) -> bool:
    return _two_numbers(one, other) and one_slip(one.number or "", other.number or "")


def _by_key(block: Block) -> dict[str, list[Filed]]:
    found: dict[str, list[Filed]] = {}
    for row in block:
        found.setdefault(row.key, []).append(row)
    return found


def _alike(blocks: Iterable[Block]) -> Iterator[tuple[Filed, Filed]]:
    for block in blocks:
        yield from _each(_by_key(block).values())


def _sounding(blocks: Iterable[Block]) -> Iterator[tuple[Filed, Filed]]:
    for block in blocks:
        by_key = _by_key(block)
        for one, other in combinations(by_key, 2):
            if sounds_alike(one, other):
                yield from product(by_key[one][:MANY], by_key[other][:MANY])


def _each(blocks: Iterable[Block]) -> Iterator[tuple[Filed, Filed]]:
    for block in blocks:
        if len(block) > MANY:
            yield from ((block[0], other) for other in block[1:])
        else:
            yield from combinations(block, 2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's word about a pair. ``authority`` grows with the tier of the unit that gave it."""

    a: str
    b: str
    same: bool
    authority: int


class Persons:
    """Who is one person after verdicts. The one who stands for all is the one with the smallest row id.

    A higher unit's verdict goes before a lower one's. A “same” that would bring together two files which a verdict of
    at least its authority keeps apart is left out and is one of ``contradictions``.
    """

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self._first: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, dict[str, int]] = {}
        self.contradictions: list[Verdict] = []
        given = sorted(verdicts, key=lambda one: (-one.authority, one.a, one.b))
        for one in given:
            if not one.same:
                for x, y in ((one.a, one.b), (one.b, one.a)):
                    self._apart.setdefault(x, {})[y] = one.authority
        for one in given:
            if one.same:
                self._join(one)

    def _join(self, verdict: Verdict) -> None:
        first, second = sorted((self.of(verdict.a), self.of(verdict.b)))
        if first == second:
            return
        if self._kept_apart(first, second, verdict.authority):
            self.contradictions.append(verdict)
            return
        joined = self.members(first) + self.members(second)
        self._members.pop(second, None)
        self._members[first] = sorted(joined)
        self._first.update(dict.fromkeys(joined, first))

    def _kept_apart(self, first: str, second: str, authority: int) -> bool:
        others = set(self.members(second))
        return any(
            authority <= word
            for one in self.members(first)
            for other, word in self._apart.get(one, {}).items()
            if other in others
        )

    def __bool__(self) -> bool:
        return bool(self._members)

    def of(self, client: str) -> str:
        """The file that stands for the person of this one; itself where nothing is decided."""
        return self._first.get(client, client)

    def members(self, client: str) -> list[str]:
        """All files of the person, by row id."""
        return self._members.get(self.of(client), [client])

    def several(self) -> Iterator[list[str]]:
        """The files of each person who has more than one."""
        yield from self._members.values()

    def decided(self, a: str, b: str) -> bool | None:
        """Whether two files are of one person, ``None`` where nobody has said. It follows from others too."""
        first, second = self.of(a), self.of(b)
        if first == second:
            return True
        return False if self._kept_apart(first, second, -1) else None
