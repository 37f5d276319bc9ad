"""What reading a line collects, before it is put together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from swstation.quicklog.days import Day
from swstation.quicklog.index import Index, Meaning
from swstation.quicklog.result import (
    CaseRef,
    ClientRef,
    Fixed,
    ItemRef,
    Option,
    PersonRef,
    Problem,
    Question,
    TitleRef,
    Zone,
)

# Codes of methods that the grammar itself speaks of (registers: Methods; codes are fixed).
VISITS = frozenset({"home_visit", "interview", "phone", "online"})
BARE_MINUTES = frozenset({"home_visit", "interview", "phone"})
AFFAIRS = "affairs"
GROUP = "group_session"
ACTIVITY = "activity"
LINKING = "resource_linking"


@dataclass(slots=True)
class Hit:
    """A recognised stretch. ``stays``: it is read and remains in the note; ``counted``: an item's number was given."""

    kind: str
    start: int
    end: int
    value: object = None
    label: str = ""
    amber: bool = False
    stays: bool = False
    counted: bool = False
    zone: Zone = "head"
    owner: Hit | None = None
    owners: tuple[str, ...] = ()
    question: Question | None = None
    problem: Problem | None = None

    @property
    def is_person(self) -> bool:
        """Whether it names a client, or may."""
        if self.question is not None:
            return any(option.kind in ("client", "new_client") for option in self.question.options)
        return self.kind in ("client", "unknown")


class Reader:
    """A line, its index and the decisions made so far: makes hits, and questions where a token is open."""

    def __init__(self, line: str, text: str, index: Index, fixed: tuple[Fixed, ...]) -> None:
        self.line = line
        self.text = text
        self.index = index
        self.fixed = fixed
        self._decisions: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for one in fixed:
            self._decisions.setdefault((one.token, one.nth), []).append((one.kind, one.id))

    def token(self, start: int, end: int) -> str:
        """The stretch as it was typed."""
        return self.line[start:end]

    def decisions(self, start: int, end: int) -> list[tuple[str, str]]:
        """What was decided about this token: option kinds and ids."""
        if not self._decisions:
            return []
        token = self.line[start:end]
        return self._decisions.get((token, self.line[:start].count(token)), [])

    def decided(self, start: int, end: int, options: tuple[Option, ...]) -> Option | None:
        """The option that was decided on for this token."""
        made = self.decisions(start, end)
        return next((option for option in options if (option.kind, option.id) in made), None)

    def problem(
        self, reason: str, start: int, end: int, field: str | None = None, choices: tuple[str, ...] = ()
    ) -> Hit:
        """A hit that stands in the way of saving."""
        token = self.token(start, end)
        return Hit("problem", start, end, problem=Problem(reason, token, start, end, field, choices))

    def ask(self, kind: str, start: int, end: int, options: tuple[Option, ...], stays: bool = False) -> Hit:
        """A hit that one of ``options`` decides: the decision if there is one, else the question."""
        if (option := self.decided(start, end, options)) is not None:
            hit = self.meant(option, start, end)
            return replace(hit, stays=hit.stays or stays)
        question = Question(kind, start, end, self.token(start, end), options)
        return Hit("question", start, end, amber=True, stays=stays, question=question)

    def choose(self, kind: str, start: int, end: int, meanings: tuple[Meaning, ...]) -> Hit:
        """The hit of the only meaning, else a question."""
        options = tuple(Option(m.kind, m.id, m.label) for m in meanings)
        if ("note", "") in self.decisions(start, end):
            return Hit("note", start, end, stays=True)
        if len(options) == 1:
            return self.meant(options[0], start, end)
        return self.ask(kind, start, end, options)

    def meant(self, option: Option, start: int, end: int) -> Hit:
        """The hit that an option stands for."""
        index = self.index
        kind, id_, token = option.kind, option.id, self.token(start, end)
        hit = Hit(kind, start, end, value=id_, label=option.label)
        if kind == "client":
            hit.label = index.clients[id_].name
            hit.value = ClientRef(id_, hit.label)
        elif kind == "new_client":
            hit.kind, hit.label, hit.value = "client", id_, ClientRef(None, id_)
        elif kind == "colleague":
            hit.value = PersonRef(id_, index.staff_names[id_])
        elif kind == "case":
            hit.value = CaseRef(id_, index.cases[id_].short)
        elif kind in ("group", "activity"):
            hit.value = TitleRef(id_ or None, index.titled(kind, id_).title if id_ else token)
        elif kind == "item":
            hit.value, hit.stays = ItemRef(id_, token, 1, index.items[id_].unit), True
        elif kind == "minutes":
            hit.value = int(id_)
        elif kind in ("new_group", "new_activity"):
            hit.kind, hit.value = kind.removeprefix("new_"), TitleRef(None, token)
        elif kind == "note":
            hit.stays = True
        return hit


def day_hit(day: Day, at: int) -> Hit:
    """The hit of a day of service, or of a part of the day alone."""
    if day.day is None:
        return Hit("part_of_day", at, day.end, value=day.part)
    return Hit("day", at, day.end, value=day, label=day.day.isoformat())
