"""What the county keeps itself, once the stations' bundles are in: institutions, projects, targets, evaluations."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from db import credit_code
from db.queries.people import StaffRow, certificates, staff_list
from swstation.demo.clock import chance
from swstation.demo.county import County
from swstation.demo.identity import Identities
from swstation.demo.office_projects import project_changes
from swstation.demo.plan import Plan
from swstation.demo.words import data
from swstation.i18n import N_
from swstation.operations import evaluations
from swstation.operations.book import Book, do
from swstation.operations.registers import row_changes
from swstation.rules.dates import add_months
from swstation.rules.policy import shipped

_GRADES = "优秀 90\n称职 75\n基本称职 60\n不称职 0"
_FULL = 100


class CountyOffice:
    """The county's own registers, written after the first merge."""

    def __init__(self, county: County, plan: Plan) -> None:
        self._book, self._plan = county.book, plan
        self._rng = chance(plan.seed, "county/office")
        self._identities = Identities(self._rng, -1)
        self._changes: list[Any] = []

    def work(self) -> None:
        """Everything, in one sitting."""
        people = [one for one in staff_list(self._book.connection) if one.unit != self._book.unit]
        certified = {one.staff for one in certificates(self._book.connection)}
        institutions = self._institutions()
        self._changes += project_changes(self._book, self._rng, self._plan, people, certified, institutions)
        self._sites_and_targets(len(people))
        self._about(people, certified, institutions)
        do(self._book, N_("Staff added"), self._changes, undoable=False)
        self._evaluate([one for one in people if one.left_on is None])

    def _row(self, table: str, keys: tuple[str, ...] = (), **values: Any) -> str:
        changes, row = row_changes(self._book, table, None, values, keys=keys)
        self._changes += changes
        return row

    def _day(self, back: int) -> str:
        return (self._plan.until - timedelta(days=back)).isoformat()

    def _institutions(self) -> list[str]:
        rng, rows = self._rng, []
        for number, name in enumerate(data()["county"]["institutions"]):
            registered = add_months(self._plan.start, -rng.randint(14, 70))
            row = self._row(
                "institution", name=name, legal_form="social_service_org", credit_code=_credit_code(rng),
                registered_on=registered.isoformat(), authority="楚雄市民政局", division=data()["places"]["county"],
                supervisory_unit="楚雄市民政局", filing_state="none" if number == 2 else "filed",
                filed_on=None if number == 2 else (registered + timedelta(days=60)).isoformat(), state="active",
                person_in_charge=self._identities.name("male", date(1980, 1, 1)), phone=self._identities.phone(),
                founder="individual",
            )  # fmt: skip
            rows.append(row)
            for back in (2, 1):
                year = self._plan.until.year - back
                if registered.year > year:
                    continue
                income = rng.randint(60, 260) * 1_000_000
                labour = income * rng.randint(70, 88) // 100
                self._row(
                    "institution_year", ("institution", "year"), institution=row, year=year, income_fen=income,
                    cost_fen=income * 97 // 100, labour_fen=labour, staff_total=rng.randint(5, 16),
                    annual_check="not_yet" if number == 2 and back == 1 else "passed",
                )  # fmt: skip
            self._row(
                "institution_check", institution=row, kind="random_check", held_on=self._day(rng.randint(30, 200)),
                department="市民政局", content="财务与服务档案抽查", result="无重大问题",
                due_on=self._day(20) if number == 1 else None,
            )  # fmt: skip
        return rows

    def _sites_and_targets(self, people: int) -> None:
        county, policy = data()["county"], shipped().policy_for(data()["places"]["county"]).id
        for name, kind in county["sites"]:
            self._row(
                "demonstration_site", name=name, unit=self._book.unit, kind=kind, since=self._day(400),
                division=data()["places"]["county"], state="active",
            )  # fmt: skip
        self._row(
            "county_target", unit=self._book.unit, title=county["target"], due_on=f"{self._plan.until.year}-12-31",
            target=people + 2, measure="人", basis=county["decision"],
            policy=policy, indicator="certified_total",
        )  # fmt: skip
        own = "model_communities"
        self._row(
            "county_target", unit=self._book.unit, title=county["model"], due_on=f"{self._plan.until.year}-12-31",
            target=6, measure="个", basis=county["decision"], policy=policy, indicator=own,
        )  # fmt: skip
        self._row(
            "target_figure", ("unit", "policy", "indicator", "noted_on"), unit=self._book.unit, policy=policy,
            indicator=own, noted_on=self._day(30), actual=4, source=county["decision"],
        )  # fmt: skip
        self._row(
            "meeting_record", unit=self._book.unit, held_on=self._day(45), title="上半年工作联席会议",
            kind="coordination", attendees="民政局、各镇分管领导、社工站长", decisions="落后站点一个月内整改，见附表",
        )  # fmt: skip

    def _about(self, people: list[StaffRow], certified: set[str], institutions: list[str]) -> None:
        rng, county = self._rng, data()["county"]
        policy = shipped().policy_for(data()["places"]["county"]).id
        for level, yuan in (("assistant_social_worker", 200), ("social_worker", 400), ("senior_social_worker", 600)):
            self._row(
                "allowance_rate", unit=self._book.unit, policy=policy, item="vocational_allowance", level=level,
                start_on=self._plan.start.isoformat(), value_fen=yuan * 100, period="month",
                decision=county["decision"],
            )  # fmt: skip
        for one in people:
            if one.id in certified and one.left_on is None and rng.random() < 0.85:
                self._row(
                    "subsidy_payment", staff=one.id, kind="allowance", paid_on=self._day(28), value_fen=40_000,
                    payer=county["purchaser"], document=county["decision"],
                )  # fmt: skip
        for one, (title, kind) in zip(people, county["honours"], strict=False):
            self._row(
                "honour", staff=one.id, title=title, kind=kind, level="county", granted_on=self._day(90),
                issuer=county["purchaser"], state="granted",
            )  # fmt: skip
        self._row(
            "credit_entry", staff=people[0].id, kind="commendation", happened_on=self._day(80),
            content=county["commendation"], issuer=county["purchaser"], public=True, public_basis="本人同意公开",
        )  # fmt: skip
        self._row(
            "credit_entry", institution=institutions[1], kind="violation", happened_on=self._day(120),
            content=county["violation"], issuer=county["purchaser"], public=False,
        )  # fmt: skip
        for number, (kind, content) in enumerate(county["complaints"]):
            one = people[(number + 1) % len(people)]
            settled: dict[str, Any] = {"state": "accepted", "due_on": self._day(5)}  # the second is late
            if number == 0:
                settled = {"state": "closed", "due_on": self._day(40), "result": county["settled"],
                           "settled_on": self._day(44), "handler": self._book.worker}  # fmt: skip
            self._row(
                "complaint", received_on=self._day(60 - 20 * number), staff=one.id, unit=one.unit, kind=kind,
                content=content, source="电话", **settled,
            )  # fmt: skip

    def _evaluate(self, people: list[StaffRow]) -> None:
        """Last year's evaluation of everybody: scored and confirmed, but for the last, who has only begun."""
        county, book, year = data()["county"], self._book, self._plan.until.year - 1
        if not people:
            return
        policy = shipped().policy_for(data()["places"]["county"])
        given = evaluations.sets(book)[0]
        elements = [
            evaluations.Weighted(entry.zh, weight, None, entry.id)
            for entry, weight in zip(given.items, county["weights"], strict=True)
        ]
        values = {
            "title": county["scheme"].format(year=year), "subject": "staff", "policy": policy.id, "source": given.id,
            "start_on": f"{year}-01-01", "grades": _GRADES, "full_score": _FULL * 10,
        }  # fmt: skip
        scheme, _done = evaluations.make_scheme(book, values, elements)
        span = f"{year}-01-01", f"{year}-12-31"
        made, _done = evaluations.begin(book, scheme, [one.id for one in people], *span)
        rows = _elements(book, scheme)
        for number, one in enumerate(made[:-1]):
            scores: dict[str, int | None] = {row: self._rng.randint(680, 960) for row in rows}
            evaluations.score(book, one, scores, own=False)
            if number % 4 < 3:
                evaluations.confirm(book, one, {
                    "evaluator": book.worker, "evaluator_kind": "civil_affairs", "evaluated_on": self._day(150),
                    "comment": county["comment"],
                })  # fmt: skip


def _elements(book: Book, scheme: str) -> list[str]:
    from db.queries.evaluation import elements

    return [one.id for one in elements(book.connection, scheme)]


def _credit_code(rng: Random) -> str:
    body = f"52{data()['places']['region']}MJ{rng.randrange(10**7):07d}"
    return body + credit_code.check_character(body)
