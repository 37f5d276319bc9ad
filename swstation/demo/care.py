"""Around a client: consents, children's files, weeks with more visits, duties to report, referrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.entries import Entry
from swstation.demo.identity import Identities
from swstation.demo.roster import Person
from swstation.demo.words import Writer, data
from swstation.operations.book import Book
from swstation.rules.dates import add_months

INCIDENTS_A_DAY = 0.012
_CHILD = {
    "left_behind_child": "left_behind", "orphan": "orphan", "de_facto_orphan": "unattended",
    "child_hardship": "difficulty",
}  # fmt: skip
_GUARDED = 14


class Care:
    """The care registers of one laptop."""

    def __init__(
        self, book: Book, rng: Random, writer: Writer, people: Sequence[Person], identities: Identities, scale: float,
    ) -> None:  # fmt: skip
        self._book, self._rng, self._writer, self._people = book, rng, writer, people
        self._identities, self._scale = identities, scale
        self._asked: set[str] = set()
        self._surged: set[tuple[int, str]] = set()

    def files(self, people: Sequence[Person], until: date) -> list[Change]:
        """Consents of most of the people put on file, and the file of each child."""
        changes: list[Change] = []
        for person in people:
            opened = date.fromisoformat(person.file["opened_on"])
            if self._rng.random() < 0.75:
                changes += self.consent(person, opened + timedelta(days=self._rng.choice((0, 0, 3, 12))), until)
            for code in sorted(person.codes & _CHILD.keys()):
                changes.append(self._child(person, _CHILD[code], opened, until))
        return changes

    def consent(self, person: Person, on: date, until: date, kind: str = "service") -> list[Change]:
        """One's consent, signed once."""
        if kind == "service" and person.id in self._asked:
            return []
        self._asked.add(person.id)
        on = min(on, until - timedelta(days=1))
        guarded = (on - person.birth).days < _GUARDED * 365
        end = add_months(on, self._rng.choice((12, 24, 36, 36)))
        if end < until and self._rng.random() < 0.92:  # most of those that ran out were signed again
            end = add_months(until, self._rng.randint(1, 20))
        given_by = "guardian" if guarded else "client"
        signed = self._identities.name("female", date(1962, 1, 1)) if guarded else person.name
        return [Change("consent", self._book.source.row_id(), {
            "ident": {"client": person.id, "kind": kind, "start_on": on.isoformat(), "end_on": end.isoformat()},
            "scope": {"scope": data()["care"]["consent_scope"], "form": "written", "given_by": given_by,
                      "signed_by": signed},
        })]  # fmt: skip

    def _child(self, person: Person, kind: str, on: date, until: date) -> Change:
        rng, words = self._rng, data()["care"]
        assessed = min(on + timedelta(days=rng.randint(0, 200)), until - timedelta(days=1))
        return Change("child_file", self._book.source.row_id(), {
            "ident": {"client": person.id, "kind": kind, "start_on": on.isoformat()},
            "parents": {"father": self._writer.fill(rng.choice(words["parents"])),
                        "mother": self._writer.fill(rng.choice(words["parents"]))},
            "care": {"carer": self._identities.name("female", date(1960, 1, 1)), "carer_relation": "祖母",
                     "carer_phone": self._identities.phone(),
                     "delegated_on": on.isoformat() if rng.random() < 0.7 else None},
            "school": {"school": rng.choice(words["schools"]), "grade": rng.choice(words["grades"])},
            "guardianship": {"guardianship": rng.choice(("good", "good", "good", "weak", "missing")),
                             "assessed_on": assessed.isoformat(), "child_director": "村儿童主任"},
        })  # fmt: skip

    def on_day(self, day: date, staff: str, whole_unit: bool) -> list[Change]:
        """What comes by itself on a day: a surge of its season (``whole_unit``: set by this laptop), an incident."""
        changes = self._surge(day) if whole_unit else []
        people = [p for p in self._people if p.known(day)]
        if people and self._rng.random() < INCIDENTS_A_DAY * self._scale:
            changes.append(self._incident(day, self._rng.choice(people), staff))
        return changes

    def _surge(self, day: date) -> list[Change]:
        changes = []
        for kind, title, first, last in data()["care"]["surges"]:
            start = date.fromisoformat(f"{day.year}-{first}")
            if (day.year, kind) in self._surged or not start <= day <= start + timedelta(days=20):
                continue
            self._surged.add((day.year, kind))
            end = date.fromisoformat(f"{day.year + (last < first)}-{last}")
            changes.append(Change("visit_surge", self._book.source.row_id(), {
                "ident": {"unit": self._book.unit, "title": f"{day.year}年{title}", "kind": kind,
                          "start_on": start.isoformat(), "end_on": end.isoformat()},
                "scope": {"category": "elder_alone"},
                "frequency": {"times": 1, "period": "month", "allow_phone": True},
            }))  # fmt: skip
        return changes

    def _incident(self, day: date, person: Person, staff: str) -> Change:
        rng, words = self._rng, data()["care"]
        kinds = words["incidents"] if person.audience == "child" else words["incidents"][:2]
        kind, content = rng.choice(kinds)
        on = day.isoformat()
        groups: dict[str, dict[str, Any]] = {
            "ident": {"client": person.id, "kind": kind, "found_on": on, "found_at": "10:20", "found_by": staff},
            "content": {"content": content},
        }
        if rng.random() < 0.9:
            groups["report"] = {"reported_on": on, "reported_at": "11:00", "reported_by": staff,
                                "reported_to": rng.choice(words["reported_to"])}  # fmt: skip
        if rng.random() < 0.8:
            groups["result"] = {"result": "已妥善处置，列入重点走访", "closed_on": on}
        return Change("incident", self._book.source.row_id(), groups)

    def referred(self, entry: Entry, day: date, staff: str, case: str | None = None) -> Entry:
        """An entry that refers somebody, with the referral itself."""
        rng, log = self._rng, entry.id or self._book.source.row_id()
        client = entry.log.clients[0][0] if entry.log.clients else None
        answer: dict[str, Any] = {"answer_by": (day + timedelta(days=15)).isoformat()}
        result = rng.choices(("accepted", "refused", "no_answer", None), (80, 7, 4, 9))[0]
        if result:
            answer |= {"result": result, "answered_on": day.isoformat()}
        groups: dict[str, dict[str, Any]] = {}
        if result == "accepted" and rng.random() < 0.8:
            groups["follow"] = {"followed_up_on": day.isoformat(), "follow_note": "已电话回看，正在接受服务"}
        made = Change("case_referral", self._book.source.row_id(), {
            "ident": {"client": client, "service_case": case, "service_log": log, "worker": staff,
                      "referred_on": day.isoformat()},
            "destination": {"receiver": rng.choice(data()["care"]["receivers"])},
            "reason": {"reason": "需要专业机构介入", "consented": True}, "answer": answer, **groups,
        })  # fmt: skip
        return Entry(entry.worker, entry.log, entry.before, (*entry.after, made), id=log, alone=entry.alone)
