"""What a line was understood as."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from db.errors import Refusal

Zone = Literal["head", "note", "tail"]


class Part(NamedTuple):
    """A recognised stretch of the line, for the live preview. ``kind`` as in ``Option``; ``amber``: look twice."""

    kind: str
    start: int
    end: int
    value: str = ""
    amber: bool = False
    zone: Zone = "head"


class Option(NamedTuple):
    """One meaning of an ambiguous token.

    ``kind``: client, new_client, colleague, method, day, case, case_clients, group, activity, item, item_count,
    village, field, outcome, minutes, heads, person_times, households, session, volunteers, money or note;
    ``id`` is the row id, the code or the number as text; ``label`` is data, not a sentence.
    """

    kind: str
    id: str
    label: str


class Question(NamedTuple):
    """A token that only the writer can decide on. ``kind`` is a key of ``messages.quicklog.QUESTIONS``."""

    kind: str
    start: int
    end: int
    token: str
    options: tuple[Option, ...]


class Offer(NamedTuple):
    """What the note holds and the line lacks: Tab takes it, and the note stays as it is.

    A length anywhere (``minutes``), or a method or client at its beginning (入户送米油, 张桂芳的女儿来电);
    ``id`` and ``label`` as in ``Option``. ``new_group`` and ``new_activity``: a title in the head that is on no file.
    """

    kind: Literal["minutes", "method", "client", "new_group", "new_activity"]
    start: int
    end: int
    token: str
    id: str
    label: str


class Fixed(NamedTuple):
    """A decision: the ``nth`` occurrence (from 0) of ``token`` in the line means the option ``kind``, ``id``."""

    token: str
    nth: int
    kind: str
    id: str


class Problem(NamedTuple):
    """What stands in the way of saving; ``reason`` is a key of ``messages.quicklog.MESSAGES``."""

    reason: str
    token: str = ""
    start: int = 0
    end: int = 0
    field: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code of the refusal."""
        return f"quicklog.{self.reason}"

    def refusal(self) -> Refusal:
        """The same as an error with a sentence."""
        return Refusal(self.code, field=self.field, token=self.token, choices=self.choices)


class ClientRef(NamedTuple):
    """A client of the line; ``id`` is None for one who is to be made from the name alone."""

    id: str | None
    name: str
    outcome: str = "met"


class PersonRef(NamedTuple):
    """A colleague who took part."""

    id: str
    name: str


class TitleRef(NamedTuple):
    """A group or an activity; ``id`` is None for a title that no register has yet."""

    id: str | None
    title: str


class ItemRef(NamedTuple):
    """An affairs item; ``item`` is None for one that no list has, ``text`` and ``result`` are as typed."""

    item: str | None
    text: str
    n: int
    unit: str
    result: str = ""


class MaterialRef(NamedTuple):
    """Something that was given: what, how many, of what unit."""

    what: str
    n: int
    unit: str


class ReferralRef(NamedTuple):
    """A referral to be completed; ``receiver`` is empty where the line does not say to whom."""

    receiver: str


class ManyRef(NamedTuple):
    """Those whom a line is for, one entry each; ``place`` is the village, empty for those marked in a list."""

    place: str
    clients: tuple[ClientRef, ...]


class CaseRef(NamedTuple):
    """The case the line belongs to; ``number`` as it is shown: ``12``, ``B12``."""

    id: str
    number: str


class Parsed(NamedTuple):
    """A line as understood. It may be saved if ``ready``; else ``problems``, ``questions``, ``missing`` say why not.

    ``minutes`` 0-1440, ``start`` and ``end`` ``HH:MM``, ``part_of_day`` morning, afternoon, evening or empty,
    ``value_fen`` in fen. ``outcome`` is the one code if all clients share it (of the line if nobody is named),
    else None: then see each client's. ``missing``: ``method``, ``whom``; ``asks``: what else is worth asking,
    ``next_contact`` and ``end_file``, without which the line may be saved all the same. ``many``: the line is for each
    of them, ``clients`` is empty then. ``opens``: ``group`` with its kind, or ``activity``,
    where the title is to become one on file.
    """

    line: str
    date: dt.date
    fixed: tuple[Fixed, ...] = ()
    part_of_day: str = ""
    start: str | None = None
    end: str | None = None
    minutes: int | None = None
    clients: tuple[ClientRef, ...] = ()
    colleagues: tuple[PersonRef, ...] = ()
    case: CaseRef | None = None
    group: TitleRef | None = None
    activity: TitleRef | None = None
    method: str | None = None
    field: str | None = None
    note: str = ""
    next_contact: dt.date | None = None
    outcome: str | None = None
    heads: int | None = None
    person_times: int | None = None
    households: int | None = None
    session_no: int | None = None
    items: tuple[ItemRef, ...] = ()
    value_fen: int | None = None
    volunteers: int | None = None
    materials: tuple[MaterialRef, ...] = ()
    referral: ReferralRef | None = None
    many: ManyRef | None = None
    opens: tuple[tuple[str, str], ...] = ()
    village: str | None = None
    village_name: str | None = None
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    offers: tuple[Offer, ...] = ()
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the line may be saved as it is."""
        return not (self.problems or self.questions or self.missing)

    @property
    def outcomes(self) -> dict[str, str]:
        """The outcome of every client, by name."""
        return {client.name: client.outcome for client in self.clients}
