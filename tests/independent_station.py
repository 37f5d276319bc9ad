"""What stands below the fifteen figures worked out a second time: plain SQL, nothing of the program imported.

``block`` says what each line is in some days, ``given`` which rows are behind it and what each of them gives. A number
nobody measured is ``(0, 0)``, as a rate of nothing; money is in fen, amounts of training in tenths, time in minutes.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from independent_figures import NATIONAL, PROFESSIONAL

Block = dict[str, Any]
Given = dict[str, dict[tuple[str, str], int]]
UNKNOWN = (0, 0)

_FACTS = """
CREATE TEMP TABLE theirs AS
SELECT s.id AS staff, d.day, coalesce(
    (SELECT a.unit FROM assignment a WHERE a.alive AND a.staff = s.id AND ifnull(a.start_on, '0') <= d.day
       AND ifnull(a.end_on, '9') >= d.day ORDER BY a.start_on DESC LIMIT 1), s.unit) IN ({units}) AS here
  FROM staff s JOIN (SELECT end_on AS day FROM training UNION SELECT held_on FROM supervision
    UNION SELECT received_on FROM complaint UNION SELECT :last) d WHERE s.alive;
CREATE INDEX temp.theirs_staff ON theirs (staff, day);
"""
_STAFF = """
SELECT s.id, EXISTS (SELECT 1 FROM certificate c WHERE c.alive AND c.staff = s.id AND c.level IN ({national})
  AND ifnull(c.issued_on, '0') <= :last) AS holds,
  ifnull(s.joined_on, '0') <= :last AND ifnull(s.left_on, '9') >= :last AS there
FROM staff s JOIN theirs ON theirs.staff = s.id AND day = :last AND here
"""
_TRAINED = """
SELECT a.id, t.measure, a.tenths, a.approved FROM attendance a JOIN training t ON t.id = a.training AND t.alive
  JOIN theirs ON theirs.staff = a.staff AND theirs.day = t.end_on AND here
  WHERE a.alive AND t.end_on BETWEEN :first AND :last
"""
_SUPERVISED = """
SELECT s.id, ifnull(s.minutes, 0), (SELECT count(DISTINCT e.staff) FROM supervisee e
    JOIN theirs ON theirs.staff = e.staff AND theirs.day = s.held_on AND here WHERE e.supervision = s.id AND e.alive)
  FROM supervision s WHERE s.alive AND s.held_on BETWEEN :first AND :last
"""
_TIME = """
SELECT l.id, l.method, l.minutes, 1 + (SELECT count(DISTINCT c.staff) FROM log_colleague c
    WHERE c.alive AND c.service_log = l.id AND c.staff <> l.writer)
  FROM service_log l WHERE l.alive AND l.state IN ('submitted', 'approved') AND l.unit IN ({units})
  AND l.service_date BETWEEN :first AND :last
"""
_ASKED = """
SELECT id, sent, returned, very_satisfied, satisfied, neutral, dissatisfied, very_dissatisfied
  FROM satisfaction_survey WHERE alive AND unit IN ({units}) AND surveyed_on BETWEEN :first AND :last
"""
_ABOUT = """
SELECT c.id, c.state FROM complaint c LEFT JOIN project p ON p.id = c.project
  WHERE c.alive AND c.received_on BETWEEN :first AND :last AND CASE
    WHEN c.unit IS NOT NULL THEN c.unit IN ({units})
    WHEN c.staff IS NOT NULL THEN EXISTS (SELECT 1 FROM theirs WHERE staff = c.staff AND day = c.received_on AND here)
    ELSE p.unit IN ({units}) END
"""
_SPENT = """
SELECT s.id, s.value_fen, s.spent_on FROM project_spending s JOIN project p ON p.id = s.project AND p.alive
  WHERE s.alive AND p.unit IN ({units}) AND s.spent_on <= :last
"""


class Station:
    """A station, or several with the unit above them, from a day to a day."""

    def __init__(self, db: sqlite3.Connection, units: Sequence[str], first: str, last: str) -> None:
        self._db, self._days = db, {"first": first, "last": last}
        self._words = {"{units}": ", ".join(f"'{one}'" for one in units), "{national}": str(NATIONAL)[1:-1]}
        db.execute("DROP TABLE IF EXISTS temp.theirs")
        create, index, _rest = _FACTS.split(";\n")
        self._all(create)
        self._all(index)

    def _all(self, sql: str) -> list[Any]:
        for mark, words in self._words.items():
            sql = sql.replace(mark, words)
        return [tuple(row) for row in self._db.execute(sql, {k: v for k, v in self._days.items() if f":{k}" in sql})]

    def given(self) -> Given:
        """By line the rows behind it, each with what it gives: itself, or an amount."""
        out: Given = defaultdict(dict)
        for row, holds, there in self._all(_STAFF):
            if there:
                out["staff"]["staff", row.hex()] = 1
                if holds:
                    out["certified"]["staff", row.hex()] = 1
        out["certified_rate"] = out["staff"]
        for row, measure, tenths, approved in self._all(_TRAINED):
            here = ("attendance", row.hex())
            out["trained"][here] = 1
            out[f"trained.{measure}"][here] = tenths
            if not approved:
                out[f"trained.{measure}.open"][here] = tenths
        mine = {row[0] for row in self._all("SELECT id FROM supervision WHERE alive AND unit IN ({units})")}
        for row, minutes, people in self._all(_SUPERVISED):
            if people or row in mine:
                out["supervisions"]["supervision", row.hex()] = 1
                out["supervised_hours"]["supervision", row.hex()] = minutes * people
        for row, method, minutes, people in self._all(_TIME):
            here = ("service_log", row.hex())
            if minutes is None:
                out["untimed"][here] = people
                continue
            part = "professional" if method in PROFESSIONAL else "affairs" if method == "affairs" else "administration"
            out["time"][here] = out[part][here] = minutes * people
        for row, sent, returned, *answers in self._all(_ASKED):
            here = ("satisfaction_survey", row.hex())
            out["sent"][here] = sent
            out["returned"][here] = out["satisfied_rate"][here] = returned
            points = [n * worth for n, worth in zip(answers, (5, 4, 3, 2, 1), strict=True)]
            out["satisfaction_mean"][here] = sum(points)
        for row, state in self._all(_ABOUT):
            out["complaints"]["complaint", row.hex()] = 1
            if state in ("rejected", "withdrawn"):
                out["unfounded"]["complaint", row.hex()] = 1
        for row, fen, day in self._all(_SPENT):
            if day >= self._days["first"]:
                out["money_spent"]["project_spending", row.hex()] = fen
        return {code: {row: n for row, n in rows.items() if n} for code, rows in out.items()}

    def block(self) -> Block:
        """What each line says."""
        rows = self.given()

        def whole(code: str) -> int:
            return sum(rows.get(code, {}).values())

        people, known = whole("staff"), bool(self._all(_STAFF))
        asked = self._all(_ASKED)
        told = sum(sum(one[3:]) for one in asked)
        length, without = whole("time"), whole("untimed")
        timed = {
            code: whole(code) if length else UNKNOWN for code in ("time", "professional", "affairs", "administration")
        }
        out: Block = {
            "staff": people if known else UNKNOWN,
            "certified": whole("certified") if known else UNKNOWN,
            "certified_rate": (whole("certified"), people),
            "trained": whole("trained"),
            "supervisions": whole("supervisions"),
            "supervised_hours": whole("supervised_hours") if people else UNKNOWN,
            **timed,
            "untimed": without,
            "returned": whole("returned") if asked else UNKNOWN,
            "sent": whole("sent") if asked else UNKNOWN,
            "satisfied_rate": (sum(one[3] + one[4] for one in asked), whole("returned")) if asked else UNKNOWN,
            "satisfaction_mean": whole("satisfaction_mean") if told else UNKNOWN,
            "complaints": whole("complaints"),
            "unfounded": whole("unfounded"),
            "money_spent": whole("money_spent") if self._all(_SPENT) else UNKNOWN,
        }
        for code in rows:
            if code.startswith("trained."):
                out[code] = whole(code)
        return out
