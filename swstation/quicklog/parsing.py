"""From a line to what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

from swstation.quicklog.days import Day, ImpossibleDay
from swstation.quicklog.durations import clock
from swstation.quicklog.figures import Figures
from swstation.quicklog.head import Head
from swstation.quicklog.hits import ACTIVITY, AFFAIRS, GROUP, LINKING, VISITS, Hit, Reader
from swstation.quicklog.index import Index
from swstation.quicklog.materials import materials
from swstation.quicklog.next_days import next_contact
from swstation.quicklog.note import assemble, escape
from swstation.quicklog.people import People
from swstation.quicklog.referrals import METHOD as REFERRAL
from swstation.quicklog.referrals import referral
from swstation.quicklog.result import (
    CaseRef,
    Fixed,
    ManyRef,
    Offer,
    Option,
    Parsed,
    Part,
    PersonRef,
    Problem,
    Question,
    TitleRef,
)
from swstation.quicklog.tail import first_words, offers, read_tail, taken
from swstation.quicklog.text import MAX_LINE, norm

T = TypeVar("T")

_Titled = Literal["group", "activity"]

_ABOUT_WHOM = frozenset({"unknown_client", "case_of_whom", "nobody_marked"}) | {
    "due_unknown",
    "which_village",
    "unknown_village",
    "nobody_due",
}
COUNTED = frozenset({"heads", "person_times", "households", "volunteers"})
"""The counts of people and households, which are enough to say whom a line is about."""


def parse(line: str, index: Index, fixed: Sequence[Fixed] = ()) -> Parsed:
    """What ``line`` says, under the decisions ``fixed``. Never raises; what is wrong or open is in the result."""
    today = index.context.today
    if len(line) > MAX_LINE:
        return Parsed(line, today, tuple(fixed), problems=(Problem("too_long", "", 0, len(line)),))
    if not line.strip():
        return Parsed(line, today, tuple(fixed), problems=(Problem("empty"),))
    return _Line(line, index, tuple(fixed)).result()


class _Line:
    def __init__(self, line: str, index: Index, fixed: tuple[Fixed, ...]) -> None:
        self.index = index
        self.today = index.context.today
        self.reader = reader = Reader(line, norm(line), index, fixed)
        self.ends = escape(reader.text)
        head = Head(reader, self.ends[0])
        self.connectors = head.connectors
        tail = read_tail(reader, head.stop, self.ends[0], any(h.value == LINKING for h in head.hits))
        self.between = (head.stop, tail[0].start if tail else self.ends[0])
        first = first_words(reader, *self.between)
        self.given = offers(reader, *self.between)
        accepted = taken(reader, self.given)
        self.hits = [*head.hits, *([first] if first else []), *accepted, *tail]
        self.problems = [hit.problem for hit in self.hits if hit.problem is not None]
        self.questions = [hit.question for hit in self.hits if hit.question is not None]

    # ---- one value of a kind

    def _values(self, kind: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.kind == kind]

    def _twice(self, hit: Hit, field: str) -> None:
        token = self.reader.token(hit.start, hit.end)
        self.problems.append(Problem("twice", token, hit.start, hit.end, field))

    def _only(self, kind: str, field: str, type_: type[T]) -> T | None:
        """The value of the hits of a kind; a second, different one is a problem."""
        found: list[T] = []
        for hit in self._values(kind):
            if isinstance(hit.value, type_) and hit.value not in found:
                found.append(hit.value)
                if len(found) > 1:
                    self._twice(hit, field)
        return found[0] if found else None

    # ---- the parts

    def _method(self) -> str | None:
        named = self._only("method", "method", str)
        if named is not None:
            return named
        implied = {
            code for kind, code in (("item", AFFAIRS), ("group", GROUP), ("activity", ACTIVITY)) if self._values(kind)
        }
        return implied.pop() if len(implied) == 1 else None

    def _date(self) -> dt.date:
        days: list[dt.date] = []
        for hit in self._values("day"):
            day = hit.value.day if isinstance(hit.value, Day) else dt.date.fromisoformat(str(hit.value))
            if day is not None and day not in days:
                days.append(day)
                if len(days) > 1:
                    self._twice(hit, "service_date")
        return days[0] if days else self.today

    def _part_of_day(self) -> str:
        with_day = (hit.value.part for hit in self._values("day") if isinstance(hit.value, Day))
        alone = (str(hit.value) for hit in self._values("part_of_day"))
        return next((part for part in (*with_day, *alone) if part), "")

    def _time(self, part: str) -> tuple[str | None, str | None, int | None]:
        span: tuple[int, int] | None = None
        minutes: list[int] = []
        for hit in self.hits:
            value = hit.value
            if hit.kind == "span" and isinstance(value, tuple):
                span = span or value
                value = value[1] - value[0]
            elif hit.kind != "minutes":
                continue
            if isinstance(value, int) and value not in minutes:
                minutes.append(value)
                if len(minutes) > 1:
                    self._twice(hit, "minutes")
        if not minutes:
            return None, None, None
        if span is None:
            return None, None, minutes[0]
        start, end = _clock_of(part, *span)
        return clock(start), clock(end), minutes[0]

    def _next(self, service: dt.date) -> dt.date | None:
        found: list[dt.date] = []
        for hit in self._values("next"):
            try:
                day = next_contact(str(hit.value), service, self.today)
            except ImpossibleDay as impossible:
                token = self.reader.token(hit.start, hit.end)
                self.problems.append(Problem(impossible.reason, token, hit.start, hit.end, "next_contact"))
                continue
            if day is None or day in found:
                continue
            hit.label = day.isoformat()
            found.append(day)
            if len(found) > 1:
                self._twice(hit, "next_contact")
        return found[0] if found else None

    def _colleagues(self) -> tuple[PersonRef, ...]:
        found = (hit.value for hit in self._values("colleague"))
        # The writer is always in, naming oneself adds nobody.
        return tuple(dict.fromkeys(p for p in found if isinstance(p, PersonRef) and p.id != self.index.context.writer))

    def _for_many(self, many: ManyRef, people: People) -> ManyRef:
        """Those of a village or of a list, with the line's outcome; nobody else may be named beside them."""
        hit = self._values("many")[0]
        if people.clients or people.case or self._values("group") or self._values("activity"):
            token = self.reader.token(hit.start, hit.end)
            self.problems.append(Problem("many_alone", token, hit.start, hit.end, "client"))
        outcome = people.outcome or "met"
        return ManyRef(many.place, tuple(one._replace(outcome=outcome) for one in many.clients))

    def _titles(self, group: TitleRef | None, activity: TitleRef | None) -> Iterator[tuple[_Titled, Hit]]:
        """Titles of the head that are on no file."""
        pairs: tuple[tuple[_Titled, TitleRef | None], ...] = (("group", group), ("activity", activity))
        for kind, ref in pairs:
            hit = next(iter(self._values(kind)), None)
            if ref is not None and not ref.id and hit is not None and hit.zone == "head":
                yield kind, hit

    def _opens(self, group: TitleRef | None, activity: TitleRef | None) -> tuple[tuple[str, str], ...]:
        """The titles that are to become rows of their own; of a group one asks for its kind."""
        opens: list[tuple[str, str]] = []
        for kind, hit in self._titles(group, activity):
            if not self._opened(kind, hit):
                continue
            if kind == "activity":
                opens.append((kind, ""))
                continue
            options = tuple(Option("group_kind", one.id, one.label) for one in self.index.context.group_kinds)
            answer = self.reader.ask("group_kind", hit.start, hit.end, options)
            if answer.question is not None:
                self.questions.append(answer.question)
            else:
                opens.append((kind, str(answer.value)))
        return tuple(opens)

    def _opened(self, kind: _Titled, hit: Hit) -> bool:
        return any(decided == _OFFERED[kind] for decided, _id in self.reader.decisions(hit.start, hit.end))

    def _new_titles(self, group: TitleRef | None, activity: TitleRef | None) -> tuple[Offer, ...]:
        return tuple(
            Offer(_OFFERED[kind], hit.start, hit.end, self.reader.token(hit.start, hit.end), hit.label, hit.label)
            for kind, hit in self._titles(group, activity)
            if not self._opened(kind, hit)
        )

    def _may_be(self, *kinds: str) -> bool:
        return any(option.kind in kinds for question in self.questions for option in question.options)

    # ---- the whole

    def result(self) -> Parsed:
        code = self._method()
        method = self.index.methods.get(code) if code else None
        service = self._date()
        part = self._part_of_day()
        start, end, minutes = self._time(part)
        case = self._only("case", "service_case", CaseRef)
        people = People(self.reader, self.hits, case, code is None or code in VISITS)
        self.problems += people.problems
        self.questions += people.questions
        notes = [self.between] + [(h.start, h.end) for h in self.hits if h.kind == "note"]
        named = bool(people.clients) or any(hit.is_person for hit in self.hits)
        many = self._only("many", "client", ManyRef)
        if many is not None:
            named, many = True, self._for_many(many, people)
        figures = Figures(self.reader, self.hits, notes, method, named)
        self.problems += figures.problems
        self.questions += figures.questions
        coming = self._next(service)
        group = self._only("group", "group_title", TitleRef)
        activity = self._only("activity", "activity_title", TitleRef)
        village = self._only("village", "village", str)
        field = self._only("field", "field", str)
        opens = self._opens(group, activity)
        counts = figures.counts
        subject = people.clients or many or people.case or group or activity or figures.items or named
        missing = self._missing(code, bool(subject) or not counts.keys().isdisjoint(COUNTED))
        lacking = {"minutes": minutes is None, "method": code is None, "client": not named}
        return Parsed(
            line=self.reader.line,
            date=service,
            fixed=self.reader.fixed,
            part_of_day=part,
            start=start,
            end=end,
            minutes=minutes,
            clients=people.clients,
            colleagues=self._colleagues(),
            case=people.case,
            group=group,
            activity=activity,
            method=code,
            field=field,
            note=assemble(self.reader.line, self.reader.text, self.hits, self.connectors, self.ends),
            next_contact=coming,
            outcome=people.outcome,
            heads=counts.get("heads"),
            person_times=counts.get("person_times"),
            households=counts.get("households"),
            session_no=counts.get("session"),
            items=figures.items,
            value_fen=figures.value_fen,
            volunteers=counts.get("volunteers"),
            materials=materials(self.reader.line, self.reader.text, notes, code == LINKING),
            referral=referral(
                self.reader.line, self.reader.text, notes, code == REFERRAL, bool(people.clients or people.case)
            ),
            many=many,
            opens=opens,
            village=village,
            village_name=next((hit.label for hit in self._values("village")), None),
            parts=self._parts(),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.start)),
            questions=tuple(sorted(self.questions, key=lambda question: question.start)),
            offers=(
                *self._new_titles(group, activity),
                *(offer for offer in self.given if lacking.get(offer.kind, False)),
            ),
            missing=missing,
            asks=people.asks(coming is not None),
        )

    def _missing(self, code: str | None, subject: bool) -> tuple[str, ...]:
        """What to ask for, unless a problem or a question is about just that."""
        reasons = {problem.reason for problem in self.problems}
        unknown_number = "unknown_number" in reasons
        no_method = code is None and not self._may_be("method") and "unknown_method" not in reasons
        method = self.index.methods.get(code) if code else None
        subject = subject or self._may_be(
            "client", "case", "case_clients", "group", "activity", "item", "many", *COUNTED
        )
        subject = subject or not reasons.isdisjoint(_ABOUT_WHOM)
        no_subject = not subject and not (method is not None and method.alone)
        found = (("method", no_method), ("whom", no_subject))
        return () if unknown_number else tuple(what for what, lacks in found if lacks)

    def _parts(self) -> tuple[Part, ...]:
        return tuple(Part(hit.kind, hit.start, hit.end, hit.label, hit.amber, hit.zone) for hit in self.hits)


_OFFERED: dict[_Titled, Literal["new_group", "new_activity"]] = {"group": "new_group", "activity": "new_activity"}


def _clock_of(part: str, start: int, end: int) -> tuple[int, int]:
    """A span by the twelve-hour clock where the line says 下午 or 晚上."""
    noon = 12 * 60
    earliest, latest = {"afternoon": (60, 8 * 60), "evening": (4 * 60, noon)}.get(part, (noon, noon))
    if earliest <= start < latest and end <= noon - 1:
        return start + noon, end + noon
    return start, end


def resolve(parsed: Parsed, question: Question | Offer, option: Option | None, index: Index) -> Parsed:
    """The line again with one more decision: an option of a question, or (``option`` None) an offer taken."""
    nth = parsed.line[: question.start].count(question.token)
    if isinstance(question, Offer):
        option = Option(question.kind, question.id, question.label)
        others = [(option.kind, option.id)]
    elif option is None:
        raise ValueError("a question needs an option")
    else:
        others = [(other.kind, other.id) for other in question.options]
    made = Fixed(question.token, nth, option.kind, option.id)
    same = [f for f in parsed.fixed if (f.token, f.nth) == (made.token, nth) and (f.kind, f.id) in others]
    return parse(parsed.line, index, (*(f for f in parsed.fixed if f not in same), made))
