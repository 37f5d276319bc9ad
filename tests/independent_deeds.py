"""What the people of a project did, worked out a second time from the rows alone, as ``independent_figures`` does."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from independent_figures import DIRECT, Tables, holds

CASE_WORK = frozenset({"home_visit", "interview", "online", "accompaniment"})
Row = dict[str, Any]


def done(tables: Tables, project: Row, as_of: date) -> dict[str, int]:
    """What the people of a project did while they were in it, in the words and by the rules of the monthly report."""
    first, last = project["start_on"], min(project["end_on"], as_of.isoformat())
    team = [one for one in tables.rows("project_staff") if one["project"] == project["id"]]

    def theirs(worker: bytes | None, day: str | None) -> bool:
        if day is None or not first <= day <= last:
            return False
        return any(one["staff"] == worker and holds(one, day) for one in team)

    deeds = Deeds(tables)
    groups = {one["id"]: one["worker"] for one in tables.rows("service_group")}
    held = {one["id"]: one["worker"] for one in tables.rows("activity")}
    logs = [one for one in deeds.logs.values() if theirs(one["writer"], one["service_date"])]
    loose = [one for one in deeds.loose if theirs(one["writer"], one["service_date"])]
    direct = [one for one in logs if one["method"] in DIRECT]
    sessions = [one for one in deeds.sessions if theirs(groups[one["service_group"]], one["held_on"])]
    activities = [one for one in deeds.activities if theirs(one["worker"], one["held_on"])]
    of_cases = [one for one in logs if one["service_case"] and one["method"] in CASE_WORK and deeds.person_times(one)]
    only_told = Counter[str]()
    for one in loose:
        only_told[one["method"]] += deeds.person_times(one)
    joined = sum(one["heads"] or 0 for one in activities) + only_told["activity"]
    served = {client for one in direct for client in deeds.met[one["id"]]}
    served |= {client for one in sessions for client in deeds.clients_there[one["id"]]}
    served |= {client for one in logs if one["method"] == "activity" for client in deeds.met[one["id"]]}
    served |= {client for one in loose for client in deeds.met[one["id"]]}
    shifts = [
        one
        for one in tables.rows("volunteer_shift")
        if theirs(held.get(one["activity"]) or groups.get(one["service_group"]), one["served_on"])
    ]
    taught = {one["id"]: one["end_on"] for one in tables.rows("training")}
    supervised = {one["id"]: one["held_on"] for one in tables.rows("supervision")}
    trained = [one for one in tables.rows("attendance") if theirs(one["staff"], taught.get(one["training"]))]
    advised = [one for one in tables.rows("supervisee") if theirs(one["staff"], supervised.get(one["supervision"]))]
    cases = tables.rows("service_case")
    alive = tables.rows("service_group", "state <> 'cancelled'")
    return {
        "contacts": sum(map(deeds.person_times, direct)) + sum(map(deeds.there, sessions)) + joined
        + only_told["group_session"],
        "clients": len(served),
        "home_visits": sum(deeds.houses(one) for one in direct if one["method"] == "home_visit"),
        "cases_opened": sum(theirs(one["worker"], one["opened_on"]) for one in cases),
        "cases_closed": sum(one["state"] == "closed" and theirs(one["worker"], one["closed_on"]) for one in cases),
        "cases_followed": len({one["service_case"] for one in of_cases}),
        "case_sessions": len(of_cases),
        "groups": sum(theirs(one["worker"], one["opened_on"]) for one in alive),
        "group_sessions": len(sessions) + sum(one["method"] == "group_session" for one in loose),
        "activities": len(activities) + sum(one["method"] == "activity" for one in loose),
        "activity_heads": joined,
        "volunteer_hours": sum(one["minutes"] or 0 for one in shifts) // 60,
        "trainings": len({one["training"] for one in trained}),
        "supervisions": len({one["supervision"] for one in advised}),
        "resources_linked": sum(one["method"] == "resource_linking" for one in logs),
    }  # fmt: skip


class Deeds:
    """The entries that count with whom they met, the sessions and activities on file, and those only told of."""

    def __init__(self, tables: Tables) -> None:
        every = tables.rows("service_log")
        states = {one["id"]: one["state"] for one in every}
        self.logs = {one["id"]: one for one in every if _handed(one["state"])}
        self._meetings(tables)
        dated = tables.rows("group_session", "held_on IS NOT NULL")
        self.sessions = [one for one in dated if _handed(states.get(one["service_log"], "approved"))]
        held = tables.rows("activity", "state = 'held'")
        told: dict[bytes, list[str]] = defaultdict(list)
        for log in every:
            if log["activity_ref"] and log["method"] == "activity":
                told[log["activity_ref"]].append(log["state"])
        self.activities = [one for one in held if not told[one["id"]] or any(map(_handed, told[one["id"]]))]
        self._attended(tables)
        self.loose = self._only_told({one["service_log"] for one in dated}, {one["id"] for one in held})

    def _meetings(self, tables: Tables) -> None:
        house = {one["id"]: one["household"] or one["id"] for one in tables.rows("client")}
        same = {
            max(one["a"], one["b"]): min(one["a"], one["b"]) for one in tables.rows("person_link", "verdict = 'same'")
        }
        self.met: dict[bytes, list[bytes]] = defaultdict(list)
        self._houses: dict[bytes, set[bytes]] = defaultdict(set)
        for one in tables.rows("log_client", "outcome = 'met'"):
            self.met[one["service_log"]].append(same.get(one["client"], one["client"]))
            self._houses[one["service_log"]].add(house.get(one["client"], one["client"]))

    def _attended(self, tables: Tables) -> None:
        members = {one["id"]: one["client"] for one in tables.rows("group_member")}
        self._present: Counter[bytes] = Counter()
        self.clients_there: dict[bytes, list[bytes]] = defaultdict(list)
        for one in tables.rows("group_attendance", "state = 'present'"):
            self._present[one["group_session"]] += 1
            if members.get(one["group_member"]):
                self.clients_there[one["group_session"]].append(members[one["group_member"]])

    def _only_told(self, sessions: set[bytes], activities: set[bytes]) -> list[Row]:
        """Once for each title and session, or title and day, by whoever wrote the largest number."""
        best: dict[tuple[Any, ...], Row] = {}
        for log in self.logs.values():
            day = log["service_date"]
            if log["method"] == "group_session" and log["id"] not in sessions:
                title = log["group_ref"] or log["group_title"] or log["id"]
                key = (log["unit"], title, log["session_no"] or day, day[:7])
            elif log["method"] == "activity" and log["activity_ref"] not in activities:
                key = (log["unit"], log["activity_ref"] or log["activity_title"] or log["id"], day, "")
            else:
                continue
            if key not in best or self.person_times(log) > self.person_times(best[key]):
                best[key] = log
        return list(best.values())

    def person_times(self, log: Row) -> int:
        """Clients met, and people nobody named."""
        unnamed = log["heads"] if log["person_times"] is None else log["person_times"]
        return len(self.met[log["id"]]) + (unnamed or 0)

    def houses(self, log: Row) -> int:
        """Households met, and those nobody named."""
        return len(self._houses[log["id"]]) + (log["households"] or 0)

    def there(self, session: Row) -> int:
        """Who was at a session."""
        return int(self._present[session["id"]] + (session["unnamed_heads"] or 0))


def _handed(state: str) -> bool:
    return state in ("submitted", "approved")
