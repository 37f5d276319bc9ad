"""Reports beside the monthly one worked out a second time: plain SQL and sums over one database file.

Nothing of the program is imported. What a policy asks is written here as its text prints it (hours, percents, floors),
so that a slip in a policy file is found as well as one in the code.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

DIRECT = frozenset({"home_visit", "interview", "phone", "online", "consultation", "accompaniment"})
PROFESSIONAL = DIRECT | {
    "group_session", "activity", "referral", "resource_linking", "contact", "survey", "publicity", "supervised",
    "study",
}  # fmt: skip
NATIONAL = ("assistant_social_worker", "social_worker", "senior_social_worker")
Rows = list[dict[str, Any]]


class Tables:
    """The rows of a database that are there, and everything that is worked out from them."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path)
        self.db.row_factory = sqlite3.Row

    def rows(self, table: str, where: str = "1") -> Rows:
        """Rows that are not deleted."""
        return [dict(row) for row in self.db.execute(f"SELECT * FROM {table} WHERE alive AND {where}")]

    # ---- training ----

    def training(self, as_of: date, asked: Mapping[str, Any]) -> dict[bytes, tuple[int, int, int, int, str]]:
        """By worker: earned, waiting, of another unit, of a kind that does not count (tenths), and the status.

        ``asked``: ``tenths`` of hours in the days ``first`` to ``last``, of the ``kinds`` that count (empty: all), from
        those who hold one of ``levels`` as their highest (empty: from everybody); without days, in the days of the
        worker's registration.
        """
        had: dict[bytes, Rows] = defaultdict(list)
        sql = (
            "SELECT a.staff, a.tenths, a.approved, t.measure, t.kind, t.end_on FROM attendance a"
            " JOIN training t ON t.id = a.training WHERE a.alive AND t.alive"
        )
        for row in self.db.execute(sql):
            had[row["staff"]].append(dict(row))
        out = {}
        for worker in self.rows("staff"):
            window = self._window(worker["id"], as_of, asked)
            if window is None:
                out[worker["id"]] = (0, 0, 0, 0, "not_applicable")
                continue
            first, last = window
            sums = [0, 0, 0, 0]
            for one in had[worker["id"]]:
                if first <= one["end_on"] <= min(last, as_of.isoformat()):
                    place = 2 if one["measure"] != "hour" else 3 if not _counts(one["kind"], asked["kinds"]) else 1
                    sums[0 if place == 1 and one["approved"] else place] += one["tenths"]
            status = self._status(worker, sums[0], asked, first, last, as_of)
            out[worker["id"]] = (sums[0], sums[1], sums[2], sums[3], status)
        return out

    def _window(self, worker: bytes, as_of: date, asked: Mapping[str, Any]) -> tuple[str, str] | None:
        if asked.get("first"):
            return asked["first"], asked["last"]
        sql = (
            "SELECT r.registered_on, r.valid_until FROM registration r JOIN certificate c ON c.id = r.certificate"
            " WHERE r.alive AND c.alive AND c.staff = ? AND c.level = ? AND c.issued_on <= ? AND r.registered_on <= ?"
            " ORDER BY r.registered_on DESC LIMIT 1"
        )
        level = self.highest(worker, as_of)
        row = self.db.execute(sql, (worker, level, as_of.isoformat(), as_of.isoformat())).fetchone()
        return (row[0], row[1]) if row else None

    def _status(
        self, worker: dict[str, Any], earned: int, asked: Mapping[str, Any], first: str, last: str, as_of: date
    ) -> str:
        until = min(last, as_of.isoformat())
        gone = worker["left_on"] is not None and worker["left_on"] < first
        if gone or (worker["joined_on"] or first) > until:
            return "not_applicable"
        if asked["levels"] and self.highest(worker["id"], as_of) not in asked["levels"]:
            return "not_applicable"
        if earned >= asked["tenths"]:
            return "met"
        if as_of.isoformat() > last:
            return "missed"
        start = max(first, worker["joined_on"] or first)
        whole = (date.fromisoformat(last) - date.fromisoformat(start)).days + 1
        gone_by = (as_of - date.fromisoformat(start)).days + 1
        return "on_track" if earned * whole >= asked["tenths"] * gone_by else "behind"

    def highest(self, worker: bytes, as_of: date) -> str:
        """The highest level of somebody's certificates on a day; empty without one."""
        sql = "SELECT level FROM certificate WHERE alive AND staff = ? AND issued_on <= ?"
        held = [row[0] for row in self.db.execute(sql, (worker, as_of.isoformat()))]
        return max(held, key=NATIONAL.index, default="")

    # ---- people ----

    def certificates(self, units: Iterable[str], as_of: date) -> Counter[str]:
        """Certificates of those in post in the units, by level."""
        day, found = as_of.isoformat(), Counter[str]()
        for worker in self.employed(units, as_of):
            for one in self.rows("certificate", f"staff = x'{worker['id'].hex()}'"):
                found[one["level"]] += one["issued_on"] <= day
        return found

    def employed(self, units: Iterable[str], as_of: date) -> Rows:
        """Who is in post in the units on a day."""
        day, chosen = as_of.isoformat(), set(units)
        return [
            one
            for one in self.rows("staff")
            if one["unit"] in chosen and (one["joined_on"] or "") <= day <= (one["left_on"] or "9")
        ]

    # ---- ledgers and time ----

    def logs(self, units: Iterable[str], first: str, last: str) -> Rows:
        """Entries of the units by their day of service, of any state."""
        chosen, within = set(units), f"service_date BETWEEN '{first}' AND '{last}'"
        return [one for one in self.rows("service_log", within) if one["unit"] in chosen]

    def visited(self, logs: Rows) -> int:
        """Rows of the visit ledger: a client on a home visit each."""
        visits = {one["id"] for one in logs if one["method"] == "home_visit"}
        return sum(one["service_log"] in visits for one in self.rows("log_client"))

    def time(self, unit: str, first: str, last: str) -> dict[bytes, tuple[int, int, int, int, int]]:
        """By worker: minutes of service, affairs and administration; entries, and those without a length."""
        out: dict[bytes, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        beside: dict[bytes, list[bytes]] = defaultdict(list)
        for one in self.rows("log_colleague"):
            beside[one["service_log"]].append(one["staff"])
        for log in self.logs([unit], first, last):
            if log["state"] not in ("submitted", "approved"):
                continue
            part = 0 if log["method"] in PROFESSIONAL else 1 if log["method"] == "affairs" else 2
            for worker in {log["writer"], *beside[log["id"]]}:
                out[worker][part] += log["minutes"] or 0
                out[worker][3] += 1
                out[worker][4] += log["minutes"] is None
        return {worker: (a, b, c, d, e) for worker, (a, b, c, d, e) in out.items()}

    def surge(self, surge: dict[str, Any], as_of: date) -> tuple[int, int]:
        """Of days of more frequent visits: how many people they hold for, and how many of them were met in them."""
        day = min(as_of.isoformat(), surge["end_on"])
        files = self.db.execute(
            "SELECT id FROM client c WHERE alive AND owner = ? AND file_state = 'open' AND opened_on <= ? AND EXISTS ("
            " SELECT 1 FROM client_category k WHERE k.alive AND (k.client = c.id OR k.household = c.household)"
            " AND k.category = ? AND ifnull(k.start_on, '0') <= ? AND ifnull(k.end_on, '9') >= ?)",
            (surge["unit"], day, surge["category"], day, day),
        )
        people = {row[0] for row in files}
        methods = "('home_visit', 'phone')" if surge["allow_phone"] else "('home_visit')"
        met = self.db.execute(
            "SELECT DISTINCT m.client FROM log_client m JOIN service_log l ON l.id = m.service_log WHERE m.alive"
            f" AND m.outcome = 'met' AND l.alive AND l.method IN {methods} AND l.state IN ('submitted', 'approved')"
            " AND l.service_date BETWEEN ? AND ?",
            (surge["start_on"], day),
        )
        return len(people), len(people & {row[0] for row in met})

    # ---- projects ----

    def money(self, project: bytes) -> tuple[dict[str, int], dict[str, int]]:
        """What is planned and what was spent, by category."""
        plan, spent = Counter[str](), Counter[str]()
        for line in self.rows("funding_line"):
            plan[line["category"]] += line["budget_fen"] if line["project"] == project else 0
        for line in self.rows("project_spending"):
            spent[line["category"]] += line["value_fen"] if line["project"] == project else 0
        return {k: n for k, n in plan.items() if n}, {k: n for k, n in spent.items() if n}

    def team(self, project: bytes, on: str) -> tuple[int, int]:
        """People of a project on a day, and those of them in professional posts."""
        there = [p for p in self.rows("project_staff") if p["project"] == project and holds(p, on)]
        return len({p["staff"] for p in there}), len({p["staff"] for p in there if p["professional"]})

    # ---- targets ----

    def area(self, as_of: date, area: str) -> dict[str, int]:
        """What the registers hold of an area (digits of a division) on a day."""
        day = as_of.isoformat()
        places = [u for u in self.rows("unit") if u["code"][1:].startswith(area)]
        units = [u["code"] for u in places]
        tiers = Counter(u["tier"] for u in places)
        people = self.employed(units, as_of)
        within = f"'{day}' BETWEEN start_on AND end_on AND state NOT IN ('planned', 'stopped')"
        running = [p["id"] for p in self.rows("project", within) if p["unit"] in units]
        team = self.rows("project_staff", "professional")
        posts = [one["staff"] for one in team if one["project"] in running and holds(one, day)]
        sites = Counter(
            one["kind"]
            for one in self.rows("demonstration_site", "state = 'active'")
            if (one["since"] or "") <= day and one["unit"] in units
        )
        return {
            "people": len(people),
            "holders": sum(bool(self.highest(one["id"], as_of)) for one in people),
            "key_talents": sum(one["key_talent"] is not None for one in people),
            "population": sum(u["population"] or 0 for u in places if u["tier"] == "township_station"),
            "stations": tiers["township_station"],
            "county_stations": tiers["county_station"],
            "institutions": len(self.rows("institution", f"state = 'active' AND registered_on <= '{day}'")),
            "project_posts": len(posts),
            "certified_posts": sum(bool(self.highest(staff, as_of)) for staff in posts),
            **{f"site {kind}": n for kind, n in sites.items()},
        }

    def of_communities(self, kinds: Iterable[str], as_of: date) -> list[tuple[int, int]]:
        """Of each community of these kinds: its posts, and the people in them."""
        day, chosen, out = as_of.isoformat(), set(kinds), []
        posts = [p for p in self.rows("post") if p["opened_on"] <= day <= (p["closed_on"] or "9")]
        held = [h for h in self.rows("post_holding") if holds(h, day)]
        for place in self.rows("community"):
            if place["kind"] in chosen:
                there = [p["id"] for p in posts if p["community"] == place["id"]]
                out.append((len(there), len({h["staff"] for h in held if h["post"] in there})))
        return out


def _counts(kind: str | None, wanted: Iterable[str]) -> bool:
    # A training whose kind nobody wrote down counts; the kinds that do not are named by the policy, too.
    return kind is None or not wanted or kind in wanted


def holds(row: dict[str, Any], day: str) -> bool:
    """Whether what has a start, and perhaps an end, holds on a day."""
    return bool(row["start_on"] <= day <= (row["end_on"] or "9"))
