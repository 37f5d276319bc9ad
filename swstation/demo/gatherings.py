"""Groups from plan to summary and activities with their volunteers, on file; some are left half done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from db.ids import derived_id
from db.queries.activities import activity_numbers
from swstation.demo.entries import Entry
from swstation.demo.identity import Identities
from swstation.demo.later import Later
from swstation.demo.opinions import survey
from swstation.demo.roster import Person
from swstation.demo.words import Writer, data
from swstation.divisions import Village
from swstation.operations.activities import new_activity_changes
from swstation.operations.book import Book
from swstation.operations.group_work import new_group_changes
from swstation.operations.groups import member_changes, session_id
from swstation.operations.logs import LogInput
from swstation.operations.numbers import ACTIVITY, next_titled, titled_number

GROUPS_A_DAY = 0.035
"""How often a group begins, on a day of work of a laptop of full size."""
ONLY_TOLD = 1 / 6
"""Of the groups, how many nobody keeps a file of: their sessions are entries with a title alone."""
LEFT_OPEN = 0.15
"""Of the groups that met for the last time, how many nobody sums up."""
ATTENDANCE = {"present": 84, "absent": 9, "leave": 7}


@dataclass(slots=True)
class Series:
    """A group under way; ``group`` is empty where it has no file.

    ``members``: (member, on file or ``None``); ``number``: of the session that comes next.
    """

    group: str
    words: dict[str, Any]
    title: str
    worker: int
    co_worker: str | None
    members: list[tuple[str, Person | None]]
    number: int
    on: date


class Gatherings:
    """The groups and activities of one laptop."""

    def __init__(
        self, book: Book, rng: Random, writer: Writer, people: Sequence[Person], later: Later, identities: Identities,
        villages: tuple[Village, ...], scale: float,
    ) -> None:  # fmt: skip
        self._book, self._rng, self._writer, self._people = book, rng, writer, people
        self._later, self._identities, self._villages, self._scale = later, identities, villages, scale
        self._series: list[Series] = []
        self._held = 0

    def begin_group(self, day: date, at_work: Sequence[int], staff: Sequence[str], field: str | None) -> list[Change]:
        """Now and then a group, with its plan and members; its sessions come out of ``sessions`` week by week."""
        rng = self._rng
        if len(self._series) > 1 or rng.random() > GROUPS_A_DAY * self._scale:
            return []
        words = rng.choice(data()["group"])
        self._held += 1
        title = words["title"] + (f"（第{self._held}期）" if self._held > 1 else "")
        worker = rng.choice(at_work)
        others = [staff[n] for n in at_work if n != worker]
        co_worker = rng.choice(others) if others and rng.random() < 0.5 else None
        first, count = day + timedelta(days=rng.randint(5, 12)), words["sessions"]
        if rng.random() < ONLY_TOLD:
            self._series.append(Series("", words, title, worker, None, [], 1, first))
            return []
        changes, group = new_group_changes(self._book.as_worker(staff[worker]), {
            "title": title, "kind": words["kind"], "opened_on": day.isoformat(), "field": field,
            "co_worker": co_worker, "aims": words["aims"], "target": "、".join(v.name for v in self._villages[:2]),
            "planned_sessions": count, "place": "社工站活动室", "budget_fen": rng.randint(3, 12) * 10_000,
            "recruitment": "村居推荐、张贴通知", "wanted": words["heads"][1],
            "recruit_from": day.isoformat(), "recruit_to": first.isoformat(),
        })  # fmt: skip
        fitting = [p for p in self._people if p.audience == words["audience"] and p.known(day)]
        members: list[tuple[str, Person | None]] = []
        for person in rng.sample(fitting, min(rng.randint(3, 7), len(fitting))):
            made, member = member_changes(self._book, group, client=person.id, joined_on=first.isoformat())
            changes, members = changes + made, [*members, (member, person)]
        for _name in range(rng.randint(1, 3)):
            name = self._identities.name("female", date(1975, 1, 1))
            made, member = member_changes(self._book, group, name=name, joined_on=first.isoformat())
            changes, members = changes + made, [*members, (member, None)]
        for number in range(1, count + 1):
            planned = {"planned_on": (first + timedelta(days=7 * (number - 1))).isoformat(), "topic": self._topic()}
            ident = {"service_group": group, "session_no": number}
            changes.append(Change("group_session", session_id(group, number), {"ident": ident, "plan": planned}))
        self._series.append(Series(group, words, title, worker, co_worker, members, 1, first))
        return changes

    def _topic(self) -> str:
        return str(self._rng.choice(data()["group_notes"]["middle"]))

    def sessions(self, day: date, at_work: Sequence[int], field: str | None) -> list[Entry]:
        """The sessions that are held on a day, each with who was there."""
        return [self._session(one, day, at_work, field) for one in list(self._series) if one.on <= day]

    def _session(self, series: Series, day: date, at_work: Sequence[int], field: str | None) -> Entry:
        rng, words = self._rng, data()["group_notes"]
        last = series.number >= series.words["sessions"]
        pool = words["first"] if series.number == 1 else words["last"] if last else words["main"]
        note = self._writer.fill(rng.choice(pool), no=series.number, m=rng.choice(words["middle"]))
        if not series.group:
            return self._only_told(series, day, at_work, field, note)
        states, weights = list(ATTENDANCE), list(ATTENDANCE.values())
        said = {
            member: rng.choices(states, weights)[0] if person is None or person.on_file else "absent"
            for member, person in series.members
        }
        unnamed = rng.randint(1, 5) if rng.random() < 0.4 else None
        by_name = sum(said[member] == "present" for member, person in series.members if person is None)
        clients = tuple((person.id, "met") for member, person in series.members if person and said[member] == "present")
        minutes, spent = rng.choice((60, 90, 90, 120)), rng.randint(2, 12) * 1_000
        log, session = self._book.source.row_id(), session_id(series.group, series.number)
        entry = LogInput(
            service_date=day.isoformat(), method="group_session", minutes=minutes, note=note, field=field,
            group_ref=series.group, group_title=series.title, session_no=series.number, clients=clients,
            heads=(unnamed or 0) + by_name or None, place="社工站活动室",
            part_of_day=rng.choice(("morning", "afternoon")),
            colleagues=(series.co_worker,) if series.co_worker else (),
        )  # fmt: skip
        record = {
            "held_on": day.isoformat(), "minutes": minutes, "place": "社工站活动室", "unnamed_heads": unnamed,
            "note": note,
        }  # fmt: skip
        after = [Change("group_session", session, {
            "ident": {"service_group": series.group, "session_no": series.number}, "record": record,
            "link": {"service_log": log}, "spending": {"spent_fen": spent},
        })]  # fmt: skip
        if series.number == 1:
            after.append(Change("material_given", derived_id("material_given", log, "0"), {
                "ident": {"service_log": log, "given_on": day.isoformat(), "what": words["goods"][0]},
                "amount": {"quantity": len(clients) + by_name, "measure": words["goods"][1]},
                "occasion": {"group_session": session},
            }))  # fmt: skip
        for member, state in said.items():
            link = {"group_session": session, "group_member": member, "state": state}
            after.append(Change("group_attendance", derived_id("group_attendance", session, member), {"link": link}))
        phase = "forming" if series.number == 1 else "ending" if last else "maturity" if series.number == 3 else ""
        if phase:
            after.append(
                Change("service_group", series.group, {"phase": {"phase": phase, "phase_on": day.isoformat()}})
            )
        series.number, series.on = series.number + 1, day + timedelta(days=7)
        if last:
            self._series.remove(series)
            self._summed_up(series, day)
        worker = series.worker if series.worker in at_work else at_work[0]
        return Entry(worker, entry, after=tuple(after), id=log, alone=True)

    def _only_told(self, series: Series, day: date, at_work: Sequence[int], field: str | None, note: str) -> Entry:
        number, heads = series.number, self._rng.randint(*series.words["heads"])
        series.number, series.on = number + 1, day + timedelta(days=7)
        if number >= series.words["sessions"]:
            self._series.remove(series)
        log = LogInput(
            service_date=day.isoformat(), method="group_session", minutes=90, note=note, field=field,
            group_title=series.title, session_no=number, heads=heads, place="社工站活动室",
        )  # fmt: skip
        return Entry(series.worker if series.worker in at_work else at_work[0], log)

    def _summed_up(self, series: Series, day: date) -> None:
        rng = self._rng
        if rng.random() < LEFT_OPEN:
            return
        on = day + timedelta(days=rng.randint(2, 12))
        self._later.add(day, survey(self._book, rng, "service_group", series.group, day, len(series.members)))
        self._later.add(on, Change("service_group", series.group, {
            "state": {"state": "ended", "ended_on": on.isoformat(), "end_reason": None},
            "summary": {
                "summary": f"共{series.words['sessions']}节，按计划完成", "effect": "组员之间熟悉了，多数愿意再参加",
                "pre_test": str(rng.randint(40, 60)), "post_test": str(rng.randint(60, 90)),
                "spent_fen": rng.randint(3, 9) * 10_000,
            },
            "approval": {"approval": "submitted"},
        }))  # fmt: skip

    # ---- activities ----

    def activity(
        self, day: date, at_work: Sequence[int], staff: Sequence[str], field: str | None, volunteers: Sequence[str]
    ) -> Entry:
        """An activity that suits the month, on file with its entry and the volunteers who came."""
        rng = self._rng
        worker = rng.choice(at_work)
        planned, village = self._planned(day, field)
        heads, minutes = rng.randint(*planned.pop("_heads")), rng.choice((90, 120, 150, 180))
        came = rng.sample(list(volunteers), min(len(volunteers), rng.randint(2, 6)))
        told: dict[str, Any] = {"heads": heads, "volunteers": max(len(came), rng.randint(2, 8)), "minutes": minutes,
                "note": self._writer.fill(rng.choice(data()["activity_notes"]["main"]))}  # fmt: skip
        values = {**planned, **told, "spent_fen": rng.randint(2, 9) * 10_000, "partners": village.name}
        before, row = new_activity_changes(self._book.as_worker(staff[worker]), values, state="held")
        if rng.random() < 0.3:
            before.append(survey(self._book, rng, "activity", row, day, min(heads, 20)))
        shifts = [self._shift(volunteer, row, day, minutes, staff[worker]) for volunteer in came]
        log = LogInput(
            service_date=day.isoformat(), method="activity", field=field, activity_ref=row,
            activity_title=planned["title"], village=village.code, place=planned["place"],
            value_fen=rng.randint(2, 30) * 10_000 if rng.random() < 0.3 else None,
            colleagues=tuple(staff[n] for n in at_work if n != worker and rng.random() < 0.6), **told,
        )  # fmt: skip
        return Entry(worker, log, before=tuple(before), after=tuple(shifts), alone=True)

    def unfinished(self, day: date, staff: str, field: str | None) -> list[Change]:
        """What lies on the desk at the end: an activity to come, one that nobody reported, one given up."""
        changes: list[Change] = []
        letter = self._book.letter or "A"
        first = next_titled(activity_numbers(self._book.connection), ACTIVITY, self._book.unit, letter)
        for on, state in ((day + timedelta(days=9), "planned"), (day - timedelta(days=11), "planned"),
                          (day - timedelta(days=25), "cancelled")):  # fmt: skip
            planned, _village = self._planned(on, field)
            planned |= {"planned_heads": planned.pop("_heads")[0]}
            made, _row = new_activity_changes(self._book.as_worker(staff), planned, state=state)
            # Numbers are counted from what is written: these three are written together.
            number = titled_number(ACTIVITY, self._book.unit, on.year, letter, first + len(changes))
            made[0].groups["ident"]["number"] = number
            changes += made
        return changes

    def _planned(self, day: date, field: str | None) -> tuple[dict[str, Any], Village]:
        rng = self._rng
        seasonal = [a for a in data()["activity"] if day.month in a.get("months", ())]
        always = [a for a in data()["activity"] if "months" not in a]
        chosen = rng.choice(seasonal if seasonal and rng.random() < 0.6 else always)
        village = rng.choice(self._villages)
        return {
            "title": chosen["title"], "kind": chosen["kind"], "held_on": day.isoformat(), "field": field,
            "village": village.code, "place": rng.choice(("村委会广场", "文化室", "街天集市")),
            "aims": "让群众知道政策，邻里多走动", "budget_fen": rng.randint(3, 12) * 10_000, "_heads": chosen["heads"],
        }, village  # fmt: skip

    def _shift(self, volunteer: str, activity: str, day: date, minutes: int, staff: str) -> Change:
        confirmed: dict[str, Any] = {"confirmed": False}
        if self._rng.random() < 0.85:
            confirmed = {"confirmed": True, "confirmed_by": staff, "confirmed_on": day.isoformat()}
        return Change("volunteer_shift", self._book.source.row_id(), {
            "ident": {"volunteer": volunteer, "served_on": day.isoformat(), "minutes": minutes, "activity": activity},
            "content": {"content": self._rng.choice(data()["volunteers"]["work"])}, "confirmation": confirmed,
        })  # fmt: skip
