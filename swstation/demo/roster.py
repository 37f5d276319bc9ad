"""The people on file: households with their members, categories, who visits them and how often."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.decisions import PLANS
from swstation.demo.identity import Identities
from swstation.demo.words import data
from swstation.divisions import Village
from swstation.operations.book import Book
from swstation.operations.clients import category_change, new_client_changes

_DAYS = {"month": 30, "quarter": 90, "half_year": 180}
_OTHERWISE = 300


@dataclass(slots=True)
class Person:
    """Somebody on file. ``last_met``, ``promised`` are days' ordinals; ``period``: days in which a visit is wanted."""

    id: str
    name: str
    gender: str
    birth: date
    village: Village
    household: str
    audience: str
    period: int
    last_met: int
    worker: int
    file: dict[str, Any]
    on_file: bool = True
    promised: int = 0
    codes: frozenset[str] = frozenset()

    def known(self, day: date) -> bool:
        """Whether on file by a day, and still."""
        return self.on_file and str(self.file["opened_on"]) <= day.isoformat()


@dataclass(slots=True)
class Member:
    """A member of a household about to be put on file."""

    audience: str
    gender: str
    youngest: int
    oldest: int
    categories: tuple[str, ...] = ()
    relation: str = ""
    living: str = "other"
    values: dict[str, Any] = field(default_factory=dict)


class Roster:
    """Opens files. ``workers`` is how many share the villages among them."""

    def __init__(self, book: Book, rng: Random, identities: Identities, villages: tuple[Village, ...], workers: int):
        self._book, self._rng, self._identities = book, rng, identities
        self._villages, self._workers = villages, workers
        self._houses = 0
        self.people: list[Person] = []

    def household(self, on: date, opened_on: date, staff: list[str], source: str = "ledger") -> list[Change]:
        """The changes that put one more household on file."""
        rng = self._rng
        village = rng.choice(self._villages)
        worker = self._villages.index(village) % self._workers
        head_gender = rng.choice(("male", "female"))
        members, of_household = _kind(rng, head_gender)
        surname = self._identities.surname()
        house, self._houses = self._book.source.row_id(), self._houses + 1
        address = self._address(village)
        changes: list[Change] = []
        first: list[Person] = []
        for number, member in enumerate(members):
            own = surname if number == 0 or member.relation in _SAME_NAME else ""
            values, birth = self._values(member, own, on)
            values |= {
                "village": village.code, "village_name": village.name, "address": address, "household": house,
                "relation": member.relation or "户主", "worker": staff[worker],
            }  # fmt: skip
            made, client = new_client_changes(
                self._book, values, opened_on=opened_on.isoformat(), source=source, categories=member.categories
            )
            changes += made
            codes = {*member.categories, *of_household}
            period = _period(codes, values.get("attention_level"))
            met = on.toordinal() - rng.randrange(period)
            person = Person(
                client,
                values["name"],
                member.gender,
                birth,
                village,
                house,
                member.audience,
                period,
                met,
                worker,
                made[0].groups["file"],
                codes=frozenset(codes),
            )
            first.append(person)
        head = {"number": f"{self._houses:04d}", "head": first[0].id, "head_name": first[0].name}
        place = {"village": village.code, "village_name": village.name, "address": address}
        changes.insert(0, Change("household", house, {"ident": head, "place": place}))
        since = (opened_on - timedelta(days=rng.randint(0, 900))).isoformat()
        changes += [
            category_change(self._book, code, household=house, start_on=since, level=_level(rng, code))
            for code in of_household
        ]
        self.people += first
        return changes

    def only_a_name(self, on: date, staff: list[str]) -> list[Change]:
        """Somebody of whom nothing is known but what people call her."""
        changes, client = new_client_changes(
            self._book, {"name": "二妹", "worker": staff[0]}, opened_on=on.isoformat(), source="visit"
        )
        village = self._villages[0]
        file = changes[0].groups["file"]
        self.people.append(
            Person(client, "二妹", "female", on, village, client, "other", _OTHERWISE, on.toordinal(), 0, file)
        )
        return changes

    def _address(self, village: Village) -> str:
        short = village.name.removesuffix("村民委员会").removesuffix("社区居民委员会").removesuffix("居民委员会")
        return f"{short}{self._rng.randint(1, 14)}组{self._rng.randint(1, 99)}号"

    def _values(self, member: Member, surname: str, on: date) -> tuple[dict[str, Any], date]:
        rng, made = self._rng, self._identities
        birth = made.birth(member.gender, member.youngest, member.oldest, on)
        name = made.name(member.gender, birth, surname)
        age = (on - birth).days // 365
        values: dict[str, Any] = {
            "name": name, "gender": member.gender, "birth_date": birth.isoformat(),
            "ethnic_group": made.ethnic_group(), "living_situation": member.living,
            "residence": rng.choice(("both", "both", "both", "registered", "living")),
            "attention_level": rng.choice(("high", *["key"] * 5, *["general"] * 14)),
            **member.values,
        }  # fmt: skip
        if rng.random() < 0.9:
            values["resident_id"] = made.number(birth, member.gender)
        if age >= 14 and rng.random() < 0.6:
            values["phone"] = made.phone()
        if age >= 60:
            values["health"] = rng.choice(data()["slots"]["illness"])
            values["self_care"] = rng.choice(("full", "full", "full", "partial"))
            if rng.random() < 0.3:
                values["aliases"] = name[: 2 if len(name) > 3 else 1] + (
                    "奶奶" if member.gender == "female" else "大爷"
                )
        if age < 16 and rng.random() < 0.9:
            values |= {
                "guardian": made.name("female", date(1962, 1, 1), surname), "guardian_relation": "祖母",
                "guardian_phone": made.phone(),
            }  # fmt: skip
        elif age >= 75 and rng.random() < 0.5:
            values |= {
                "emergency_contact": made.name("male", date(1985, 1, 1), surname), "emergency_phone": made.phone()
            }  # fmt: skip
        return values, birth


_SAME_NAME = frozenset(("子", "女", "孙子", "孙女", "兄弟"))


def _period(codes: set[str], attention: str | None) -> int:
    wanted = [_DAYS[period] // times for subject, code, times, period, _phone in PLANS if code in (*codes, attention)]
    return min(wanted, default=_OTHERWISE)


def _level(rng: Random, code: str) -> str | None:
    return rng.choice(("A类", "B类", "C类")) if code == "dibao" else None


def _kind(rng: Random, gender: str) -> tuple[list[Member], tuple[str, ...]]:
    """One of the households that a station has on file: its members, and the categories of the whole household."""
    other = "female" if gender == "male" else "male"
    child = rng.choice(("male", "female"))
    poor = ("dibao",) if rng.random() < 0.35 else ()
    old = ("elder_advanced_age",) if rng.random() < 0.4 else ()
    kinds: dict[str, tuple[int, list[Member], tuple[str, ...]]] = {
        "alone": (16, [Member("elder", gender, 68, 92, ("elder_alone", *old), living="alone")], poor),
        "tekun": (5, [Member("elder", "male", 60, 84, ("tekun_dispersed",), living="alone")], ()),
        "couple": (12, [
            Member("elder", gender, 66, 88, ("elder_empty_nest", *old), living="with_partner"),
            Member("elder", other, 65, 86, ("elder_empty_nest",), "配偶", "with_partner"),
        ], ()),
        "frail": (4, [
            Member("elder", gender, 76, 93, ("elder_disabled", "elder_advanced_age"), living="with_children",
                   values={"self_care": "none"}),
        ], poor),
        "left_behind": (16, [
            Member("elder", "female", 58, 72, ("elder_left_behind",) if rng.random() < 0.6 else ()),
            Member("child", child, 6, 14, ("left_behind_child",), _grandchild(child)),
            *([Member("child", other, 4, 12, ("left_behind_child",), _grandchild(other))]
              if rng.random() < 0.4 else []),
        ], poor),
        "orphan": (3, [
            Member("elder", "female", 60, 74),
            Member("child", child, 5, 15, ("de_facto_orphan" if rng.random() < 0.8 else "orphan",), _grandchild(child)),
        ], ("dibao",)),
        "poor": (18, [
            Member("poor", gender, 34, 60, living="with_partner"),
            *([Member("poor", other, 30, 58, (), "配偶", "with_partner")] if rng.random() < 0.6 else []),
            *([Member("child", child, 6, 15, ("child_hardship",), "子" if child == "male" else "女")]
              if rng.random() < 0.4 else []),
        ], (rng.choice(("dibao", "dibao", "dibao", "dibian", "expense_hardship")),)),
        "disabled": (11, [
            Member("disabled", gender, 22, 66, ("severely_disabled",) if rng.random() < 0.5 else ("disabled",),
                   values={"disability_kind": rng.choice(("肢体", "视力", "听力", "智力")),
                           "disability_grade": rng.choice(("一级", "二级", "三级", "四级"))}),
        ], poor),
        "mental": (4, [
            Member("mental", gender, 20, 58, ("mental_disorder", "disabled"), living="with_children",
                   values={"disability_kind": "精神", "disability_grade": "二级"}),
        ], poor),
        "other": (11, [
            Member("other", gender, 25, 60, (rng.choice(
                ("left_behind_woman" if gender == "female" else "veteran", "ordinary_resident", "community_correction",
                 "drug_rehabilitation", "ordinary_resident")),)),
        ], (rng.choice(("relocated_household", "bereaved_family")),) if rng.random() < 0.3 else ()),
    }  # fmt: skip
    chosen = rng.choices(list(kinds), [kind[0] for kind in kinds.values()])[0]
    _weight, members, of_household = kinds[chosen]
    return members, of_household


def _grandchild(gender: str) -> str:
    return "孙子" if gender == "male" else "孙女"
