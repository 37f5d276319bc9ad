"""What the quick-log line may refer to: everything comes in from outside, nothing is looked up here."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Habit(NamedTuple):
    """How a client was served last: method, minutes and field as they were logged."""

    method: str
    minutes: int | None = None
    field: str | None = None


class KnownClient(NamedTuple):
    """A client whose file is open; ``village`` tells two people of one name apart, ``division`` is its code.

    ``habit``: the last entry about this client. Those who were served last come first in a context.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    village: str = ""
    habit: Habit | None = None
    division: str = ""


class KnownPerson(NamedTuple):
    """A worker of the unit."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


class Method(NamedTuple):
    """A method of service. ``alone``: a line needs nothing else. ``counts``: counts are read beside names too."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    cls: str = ""
    alone: bool = False
    counts: bool = False

    @property
    def word(self) -> str:
        """The label, or an alias where the label holds a blank: what a line reads as one part."""
        return next((word for word in (self.label, *reversed(self.aliases)) if " " not in word), self.label)


class Outcome(NamedTuple):
    """How a visit, call, interview or online contact ended."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    ends_file: bool = False


class Item(NamedTuple):
    """An affairs item; ``unit`` is what is counted if the line names no unit."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    unit: str = "件"


class Choice(NamedTuple):
    """A service field of the unit's policy."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()


class Village(NamedTuple):
    """A village or community of the unit's division."""

    code: str
    name: str


class KnownCase(NamedTuple):
    """A case by its short number; ``letter`` is that of the laptop that opened it, empty with one laptop."""

    id: str
    number: int
    client_ids: tuple[str, ...] = ()
    letter: str = ""
    title: str = ""
    open: bool = True

    @property
    def short(self) -> str:
        """The short number as it is typed, without ``&``: ``12``, ``B12``."""
        return f"{self.letter}{self.number}"


class KnownTitle(NamedTuple):
    """A group or an activity; ``id`` is empty for a title that was logged and has no row of its own.

    ``next_session``: the number of the group's session that comes next, 0 where nobody knows.
    """

    id: str
    number: int
    title: str
    letter: str = ""
    next_session: int = 0


class Context(NamedTuple):
    """Everything a line is read against. ``today`` is the line's today; ``writer`` is a staff id."""

    today: date
    writer: str = ""
    letter: str = ""
    clients: tuple[KnownClient, ...] = ()
    staff: tuple[KnownPerson, ...] = ()
    methods: tuple[Method, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    items: tuple[Item, ...] = ()
    fields: tuple[Choice, ...] = ()
    villages: tuple[Village, ...] = ()
    cases: tuple[KnownCase, ...] = ()
    groups: tuple[KnownTitle, ...] = ()
    activities: tuple[KnownTitle, ...] = ()
    group_kinds: tuple[Choice, ...] = ()
