"""The monthly report worked out a second time, from plain SQL over the database file alone.

It knows the tables and the definitions of the figures and nothing of the program: no import of it, its own reading of
the months, its own grouping. ``work_out`` gives code -> (month, year) as whole numbers or (part, whole), of a station
or of several with the unit above them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DIRECT = ("home_visit", "interview", "phone", "online", "consultation", "accompaniment")
Answer = dict[str, tuple[Any, Any]]

_BASE = """
CREATE TEMP TABLE mon (m INTEGER, first TEXT, last TEXT);
CREATE TEMP TABLE log (id BLOB, m INTEGER, day TEXT, method TEXT, ok INTEGER, cas BLOB, un INTEGER, houses INTEGER,
  unit TEXT);
CREATE TEMP TABLE con (log BLOB, m INTEGER, method TEXT, ok INTEGER, client BLOB, outcome TEXT, house BLOB);
CREATE TEMP TABLE of (file BLOB PRIMARY KEY, one BLOB);
CREATE INDEX temp.con_log ON con (log);
CREATE INDEX temp.log_id ON log (id);
"""
_FILED = """
CREATE TEMP TABLE filed AS SELECT c.*, ifnull(o.one, c.id) AS person, coalesce(
  (SELECT f.household FROM of p JOIN client f ON f.id = p.file WHERE p.one = o.one AND f.household IS NOT NULL
   ORDER BY f.id LIMIT 1), c.household, o.one, c.id) AS house
  FROM client c LEFT JOIN of o ON o.file = c.id;
CREATE INDEX temp.filed_id ON filed (id);
"""
_OF = """
WITH RECURSIVE same(x, y) AS (
  SELECT a, b FROM person_link WHERE alive AND verdict = 'same' UNION
  SELECT b, a FROM person_link WHERE alive AND verdict = 'same' UNION
  SELECT p.x, q.b FROM same p JOIN person_link q ON q.alive AND q.verdict = 'same' AND q.a = p.y UNION
  SELECT p.x, q.a FROM same p JOIN person_link q ON q.alive AND q.verdict = 'same' AND q.b = p.y)
INSERT INTO of SELECT x, min(x, min(y)) FROM same GROUP BY x
"""
_FILL = """
INSERT INTO log SELECT l.id, mon.m, l.service_date, l.method, l.state = 'approved', l.service_case,
  CASE WHEN l.person_times IS NOT NULL THEN l.person_times WHEN l.heads IS NOT NULL THEN l.heads ELSE 0 END,
  ifnull(l.households, 0), l.unit
  FROM service_log l JOIN mon ON l.service_date >= mon.first AND l.service_date <= mon.last
  WHERE l.unit IN ({units}) AND l.alive = 1 AND l.state IN ('submitted', 'approved')
"""
_FILL_CON = """
INSERT INTO con SELECT log.id, log.m, log.method, log.ok, ifnull(f.person, x.client), x.outcome,
  ifnull(f.house, x.client)
  FROM log JOIN log_client x ON x.service_log = log.id LEFT JOIN filed f ON f.id = x.client WHERE x.alive = 1
"""


def months(year: int, month: int, start: int) -> list[tuple[str, str]]:
    """First and last days of the year's months so far, the first of them on day ``start`` of the month before."""
    out = []
    for m in range(1, month + 1):
        if start == 1:
            first, after = date(year, m, 1), date(year + m // 12, m % 12 + 1, 1)
        else:
            first, after = date(year - (m == 1), 12 if m == 1 else m - 1, start), date(year, m, start)
        out.append((first.isoformat(), (after - timedelta(days=1)).isoformat()))
    return out


class Golden:
    """One month of one station, or of all units in ``units``; ``above``: units whose visit plans hold for them, too.

    What is said of the year is said of the last ``length`` months, where that is given.
    """

    def __init__(
        self, path: Path, units: Sequence[str], year: int, month: int, start: int, above: Sequence[str] = (),
        length: int = 12,
    ) -> None:  # fmt: skip
        self.db = sqlite3.connect(path)
        self.units, self.now = _quoted(units), month
        self.above = _quoted(above)
        self.whole = months(year, month, start)
        numbered = [(n, *span) for n, span in enumerate(self.whole, 1)][-length:]
        self.spans = self.whole[-length:]
        self.db.executescript(_BASE)
        self.db.executemany("INSERT INTO mon VALUES (?, ?, ?)", numbered)
        self.db.execute(_OF)
        self.db.executescript(_FILED)
        self.db.execute(_FILL.format(units=self.units))
        self.db.execute(_FILL_CON)
        self.first, self.last = self.spans[-1]
        self.out: Answer = {}
        self.pending: dict[str, int] = {}

    def sum(self, code: str, sql: str) -> None:
        """``sql`` gives rows (m, n) or (m, n, tail of the code); months are summed."""
        found: dict[str, list[int]] = {}
        for m, n, *tail in self.db.execute(sql):
            name = code + "".join(f".{one}" for one in tail)
            two = found.setdefault(name, [0, 0])
            two[0] += n if m == self.now else 0
            two[1] += n
        for name, (here, year) in (found or {code: [0, 0]}).items():
            self.out[name] = (here, year)

    def distinct(self, code: str, what: str, where: str) -> None:
        """Different ``what`` in the month and in the year, from ``where`` (a table and conditions)."""
        year = self.db.execute(f"SELECT count(DISTINCT {what}) FROM {where}").fetchone()[0]
        here = self.db.execute(f"SELECT count(DISTINCT {what}) FROM {where} AND m = {self.now}").fetchone()[0]
        self.out[code] = (here, year)

    def not_approved(self, code: str, sql: str) -> None:
        """``sql`` with ``{ok}`` gives the month's number, of all logs and of the approved ones."""
        every, approved = (self.db.execute(sql.format(ok=ok)).fetchone()[0] or 0 for ok in ("1", "ok = 1"))
        self.pending[code] = every - approved


def _quoted(units: Sequence[str]) -> str:
    return ", ".join(f"'{one}'" for one in units)


def work_out(path: Path, unit: str, year: int, month: int, start: int) -> tuple[Answer, dict[str, int]]:
    """All lines of the figures by code, and how much of some of them waits for approval."""
    g = worked_out(path, [unit], year, month, start)
    g.db.close()
    return g.out, g.pending


def worked_out(
    path: Path, units: Sequence[str], year: int, month: int, start: int, above: Sequence[str] = (), length: int = 12
) -> Golden:
    """The same with the tables it was worked out from still open, to ask which rows stand behind a line."""
    g = Golden(path, units, year, month, start, above, length)
    _visits(g)
    _followed(g)
    _affairs(g)
    _totals(g)
    _files(g)
    _cases(g)
    _plans(g, start)
    _gathered(g)
    _linked(g)
    _voluntary(g)
    _whole(g)
    return g


def _visits(g: Golden) -> None:
    met = "con WHERE method = 'home_visit' AND outcome = 'met'"
    g.sum("1.named", f"SELECT m, count(DISTINCT house) FROM {met} GROUP BY m")
    g.sum("1.unnamed", "SELECT m, sum(houses) FROM log WHERE method = 'home_visit' GROUP BY m")
    g.sum("1.visits", f"SELECT m, count(DISTINCT hex(log) || hex(house)) FROM {met} GROUP BY m")
    unnamed = g.out["1.unnamed"]
    for code, of in (("1.households", "1.named"), ("1.visits", "1.visits")):
        g.out[code] = (g.out[of][0] + unnamed[0], g.out[of][1] + unnamed[1])
    missed = "FROM con WHERE method = 'home_visit' AND outcome <> 'met'"
    g.sum("2.not_met", f"SELECT m, count(*) {missed} GROUP BY m")
    for reason in [r[0] for r in g.db.execute(f"SELECT DISTINCT outcome {missed}")]:
        g.sum(f"2.not_met.{reason}", f"SELECT m, count(*) {missed} AND outcome = '{reason}' GROUP BY m")
    g.not_approved("1.households", f"SELECT count(DISTINCT house) + (SELECT sum(houses) FROM log WHERE m = {g.now} AND"
                   f" method = 'home_visit' AND {{ok}}) FROM {met} AND m = {g.now} AND {{ok}}")  # fmt: skip
    g.not_approved("2.not_met", f"SELECT count(*) {missed} AND m = {g.now} AND {{ok}}")


def _followed(g: Golden) -> None:
    contact = (
        "(SELECT * FROM log WHERE cas IS NOT NULL AND method IN ('home_visit', 'interview', 'online', 'accompaniment')"
        " AND (un > 0 OR id IN (SELECT log FROM con WHERE outcome = 'met')))"
    )
    g.distinct("6.cases", "cas", f"{contact} WHERE 1")
    g.sum("6.sessions", f"SELECT m, count(*) FROM {contact} GROUP BY m")
    for (method,) in g.db.execute(f"SELECT DISTINCT method FROM {contact}").fetchall():
        g.sum(f"6.sessions.{method}", f"SELECT m, count(*) FROM {contact} WHERE method = '{method}' GROUP BY m")
    g.not_approved("6.cases", f"SELECT count(DISTINCT cas) FROM {contact} WHERE m = {g.now} AND {{ok}}")


def _affairs(g: Golden) -> None:
    thing = "FROM log JOIN affairs_item i ON i.service_log = log.id WHERE i.alive = 1"
    g.sum("11.item", f"SELECT m, sum(n), ifnull(item, item_title), measure {thing} GROUP BY 1, 3, 4")
    g.sum("11.person_times", f"SELECT m, sum(n) {thing} AND measure IN ('人', '人次') GROUP BY m")
    g.out["15.affairs_apart"] = g.out["11.person_times"]


def _totals(g: Golden) -> None:
    person_times = (
        "(SELECT log.*, un + (SELECT count(*) FROM con WHERE con.log = log.id AND outcome = 'met') AS pt FROM log)"
    )
    direct = "method IN (" + ", ".join(f"'{one}'" for one in DIRECT) + ")"
    for method in ("consultation", "phone", "online"):
        g.sum(f"12.{method}", f"SELECT m, sum(pt) FROM {person_times} WHERE method = '{method}' GROUP BY m")
        of_case = f"SELECT m, sum(pt) FROM {person_times} WHERE method = '{method}' AND cas IS NOT NULL GROUP BY m"
        g.sum(f"12.{method}.of_case", of_case)
    for method in DIRECT:
        g.sum(
            f"15.person_times.{method}", f"SELECT m, sum(pt) FROM {person_times} WHERE method = '{method}' GROUP BY m"
        )
    g.db.execute(f"CREATE TEMP VIEW other AS SELECT m, ok, pt FROM {person_times} WHERE {direct}")
    g.db.execute(f"CREATE TEMP VIEW served AS SELECT m, ok, client FROM con WHERE outcome = 'met' AND {direct}")


def _files(g: Golden) -> None:
    start = g.spans[0][0]
    open_ = f"opened_on <= '{g.last}' AND NOT (file_state = 'ended' AND ended_on <= '{g.last}')"
    parts = {
        "opened": ("opened_on BETWEEN '{a}' AND '{z}'", "MON"),
        "ended": ("file_state = 'ended' AND ended_on BETWEEN '{a}' AND '{z}'", "ended_on"),
        "open": (open_, "MON"),
    }
    for part, (where, day) in parts.items():
        both: dict[str, list[int]] = {}
        for place, first in ((0, g.first), (1, start)):
            # A file opened in an earlier month has the categories of that month's end.
            at = (
                f"(SELECT max(last) FROM mon WHERE first <= opened_on OR {int(part == 'open')})"
                if day == "MON"
                else day
            )
            mine = f"SELECT c.*, {at} AS d FROM filed c WHERE alive AND owner IN ({g.units}) AND " + where.format(
                a=first, z=g.last
            )
            kinds = (
                "SELECT mine.*, k.category AS cat FROM mine LEFT JOIN client_category k ON k.alive AND"
                " (k.client = mine.id OR k.household = mine.household)"
                " AND ifnull(k.start_on, '0') <= d AND ifnull(k.end_on, '9') >= d"
            )
            for sql in (
                f"WITH mine AS ({mine}) SELECT '', count(DISTINCT person), count(DISTINCT house) FROM mine",
                f"WITH mine AS ({mine}), kinds AS ({kinds}) SELECT '.' || ifnull(cat, 'none'), count(DISTINCT person),"
                " count(DISTINCT house) FROM kinds GROUP BY cat",
            ):
                for tail, persons, houses in g.db.execute(sql):
                    both.setdefault(part + tail, [0, 0])[place] = persons
                    both.setdefault(f"{part}_households{tail}", [0, 0])[place] = houses
        g.out |= {f"4.{code}": (two[0], two[1]) for code, two in both.items()}
    sql = (
        f"SELECT count(DISTINCT person) FROM filed WHERE alive AND owner IN ({g.units}) AND file_state = 'paused'"
        f" AND {open_}"
    )
    n = g.db.execute(sql).fetchone()[0]
    g.out["4.paused"] = (n, n)


_STEPS = """
WITH told AS (
  SELECT c.id, c.opened_on, o.l, o.at, json_extract(o.payload, '$.state.state') AS state,
         json_extract(o.payload, '$.state.closed_on') AS closed_on,
         json_extract(o.payload, '$.state.close_reason') AS reason,
         json_extract(o.payload, '$.stage.stage_on') AS stage_on
  FROM service_case c JOIN op o ON o.k = c.id
  WHERE c.alive = 1 AND c.unit IN ({units}) AND json_extract(o.payload, '$.state') IS NOT NULL),
seen AS (SELECT *, lag(state) OVER (PARTITION BY id ORDER BY l) AS was FROM told)
SELECT id, ifnull(was, ''), state,
       CASE WHEN was IS NULL THEN opened_on ELSE coalesce(closed_on, stage_on, substr(at, 1, 10)) END, reason
FROM seen WHERE was IS NULL OR was <> state
"""


def _cases(g: Golden) -> None:
    g.db.execute("CREATE TEMP TABLE step (id BLOB, was TEXT, now TEXT, day TEXT, reason TEXT)")
    g.db.execute("INSERT INTO step " + _STEPS.format(units=g.units))

    def between(where: str, group: str = "''") -> dict[str, tuple[int, int]]:
        sql = (
            f"SELECT {group}, sum(day >= '{g.first}'), count(*) FROM step"
            f" WHERE day BETWEEN '{g.spans[0][0]}' AND '{g.last}' AND {where} GROUP BY 1"
        )
        return {code: (here, year) for code, here, year in g.db.execute(sql)}

    flows = {
        "opened": "was = ''", "reopened": "was NOT IN ('', 'open') AND now = 'open'",
        "closed": "was = 'open' AND now = 'closed'", "left": "was = 'open' AND now IN ('transferred', 'suspended')",
    }  # fmt: skip
    for part, where in flows.items():
        g.out[f"5.{part}"] = between(where).get("", (0, 0))
    g.out |= {f"5.reopened.{was}": n for was, n in between(flows["reopened"], "was").items()}
    g.out |= {f"5.left.{now}": n for now, n in between(flows["left"], "now").items()}

    def in_hand(before: str) -> int:
        # Of each case the last step by then.
        sql = (
            "SELECT count(*) FROM (SELECT now, row_number() OVER (PARTITION BY id ORDER BY day DESC, rowid DESC) AS r"
            " FROM step WHERE day < ?) WHERE r = 1 AND now = 'open'"
        )
        return int(g.db.execute(sql, (before,)).fetchone()[0])

    after = (date.fromisoformat(g.last) + timedelta(days=1)).isoformat()
    g.out["5.opening"] = (in_hand(g.first), in_hand(g.spans[0][0]))
    g.out["5.closing"] = (in_hand(after), in_hand(after))
    g.out["7.closed"] = between("now = 'closed'").get("", (0, 0))
    g.out |= {f"7.closed.{reason}": n for reason, n in between("now = 'closed'", "reason").items()}
    goals: list[tuple[int, int]] = []
    for first in (g.first, g.spans[0][0]):
        sql = (
            "SELECT count(*), ifnull(sum(achieved = 'yes'), 0) FROM case_goal WHERE alive AND service_case IN"
            f" (SELECT id FROM step WHERE now = 'closed' AND day BETWEEN '{first}' AND '{g.last}')"
        )
        goals.append(g.db.execute(sql).fetchone())
    g.out["7.goals"] = (goals[0][0], goals[1][0])
    g.out["7.achieved"] = (goals[0][1], goals[1][1])
    g.out["7.goal_rate"] = ((goals[0][1], goals[0][0]), (goals[1][1], goals[1][0]))


def _plans(g: Golden, start: int) -> None:
    windows: list[tuple[int, str, str, str]] = []
    for n, (first, last) in enumerate(g.whole, 1):
        windows.append((n, "month", first, last))
        for length, period in ((3, "quarter"), (6, "half_year"), (12, "year")):
            if n % length == 0:
                windows.append((n, period, g.whole[n - length][0], last))
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            if day.isoweekday() == 7:
                windows.append((n, "week", (day - timedelta(days=6)).isoformat(), day.isoformat()))
            day += timedelta(days=1)
    g.db.execute("CREATE TEMP TABLE win (m INTEGER, period TEXT, first TEXT, last TEXT)")
    g.db.executemany("INSERT INTO win VALUES (?, ?, ?, ?)", windows)
    g.db.execute("CREATE TEMP TABLE often (period TEXT, per_year INTEGER)")
    g.db.executemany(
        "INSERT INTO often VALUES (?, ?)", [("week", 52), ("month", 12), ("quarter", 4), ("half_year", 2), ("year", 1)]
    )
    g.db.executescript(f"""
CREATE TEMP TABLE cat AS SELECT c.id AS client, k.category, ifnull(k.start_on, '0') AS a, ifnull(k.end_on, '9') AS z
  FROM client c JOIN client_category k ON k.client = c.id OR k.household = c.household WHERE k.alive;
CREATE INDEX temp.cat_client ON cat (client, category);
DELETE FROM win WHERE period NOT IN (SELECT period FROM visit_plan WHERE alive) OR m NOT IN (SELECT m FROM mon);
CREATE TEMP TABLE due AS
SELECT * FROM (
  SELECT c.id AS file, c.person AS id, c.owner, w.m, w.first, w.last, w.period, p.times, p.allow_phone,
    p.period AS plan_period,
    row_number() OVER (PARTITION BY c.id, w.period, w.last
      ORDER BY p.client IS NOT NULL DESC, p.times * f.per_year DESC, f.per_year DESC) AS r
  FROM filed c JOIN win w JOIN visit_plan p JOIN often f ON f.period = p.period
  WHERE c.alive AND c.owner IN ({g.units}) AND c.file_state <> 'paused'
    AND c.opened_on <= min(w.last, '{g.last}') AND NOT (c.file_state = 'ended' AND c.ended_on <= '{g.last}')
    AND p.alive AND (p.unit = c.owner OR p.unit IN ({g.above})) AND p.start_on <= w.last
    AND ifnull(p.end_on, '9') >= w.last
    AND CASE WHEN p.client IS NOT NULL THEN p.client = c.id
        ELSE (p.attention_level IS NULL OR p.attention_level = c.attention_level) AND (p.category IS NULL OR EXISTS
          (SELECT 1 FROM cat WHERE cat.client = c.id AND cat.category = p.category AND a <= w.last AND z >= w.last)) END
) WHERE r = 1 AND plan_period = period;
CREATE TEMP TABLE kept AS
SELECT due.*, times <= (SELECT count(DISTINCT l.service_date)
    FROM service_log l JOIN log_client x ON x.service_log = l.id
    WHERE l.alive AND l.unit = due.owner AND l.state IN ('submitted', 'approved') AND x.alive AND x.client = due.file
      AND x.outcome = 'met' AND l.service_date BETWEEN due.first AND due.last
      AND (l.method = 'home_visit' OR (l.method = 'phone' AND due.allow_phone))) AS done
FROM due;
""")

    def two(join: str, where: str) -> tuple[tuple[int, int], tuple[int, int]]:
        pair = []
        for m in (f"m = {g.now}", "1"):
            sql = (
                "SELECT ifnull(sum(done), 0), count(*) FROM"
                f" (SELECT kept.id, min(done) AS done FROM kept {join} WHERE {m} AND {where} GROUP BY kept.id)"
            )
            pair.append(g.db.execute(sql).fetchone())
        return pair[0], pair[1]

    in_force = "JOIN cat ON cat.client = kept.file AND a <= kept.last AND z >= kept.last"
    tails = {"": two("", "1")}
    for (category,) in g.db.execute(f"SELECT DISTINCT category FROM kept {in_force}").fetchall():
        tails[f".{category}"] = two(in_force, f"category = '{category}'")
    none = "NOT EXISTS (SELECT 1 FROM cat WHERE cat.client = kept.file AND a <= kept.last AND z >= kept.last)"
    if two("", none)[1][1]:
        tails[".none"] = two("", none)
    for tail, (here, year) in tails.items():
        g.out[f"3.completion{tail}"] = (here, year)
        g.out[f"3.done{tail}"] = (here[0], year[0])
        g.out[f"3.due{tail}"] = (here[1], year[1])


_GATHERED = """
CREATE TEMP TABLE sess AS
  SELECT s.id, s.service_group AS grp, mon.m, ifnull(s.unnamed_heads, 0) AS un, l.state IS 'approved' AS ok
  FROM group_session s JOIN service_group g ON g.id = s.service_group AND g.alive AND g.unit IN ({units})
  JOIN mon ON s.held_on BETWEEN mon.first AND mon.last
  LEFT JOIN service_log l ON l.id = s.service_log AND l.alive
  WHERE s.alive AND ifnull(l.state, '') NOT IN ('draft', 'returned');
CREATE TEMP TABLE was_there AS
  SELECT sess.id, m, ok, coalesce(f.person, p.client, p.id) AS who, ifnull(f.person, p.client) AS client FROM sess
  JOIN group_attendance a ON a.group_session = sess.id AND a.alive AND a.state = 'present'
  JOIN group_member p ON p.id = a.group_member AND p.alive LEFT JOIN filed f ON f.id = p.client;
CREATE TEMP TABLE act AS
  SELECT a.id, mon.m, a.kind, ifnull(a.heads, 0) AS heads, ifnull(a.volunteers, 0) AS vol,
    CASE WHEN count(l.id) THEN max(l.state = 'approved') ELSE a.approval IS 'approved' END AS ok
  FROM activity a JOIN mon ON a.held_on BETWEEN mon.first AND mon.last
  LEFT JOIN service_log l ON l.activity_ref = a.id AND l.alive AND l.method = 'activity' AND l.unit IN ({units})
  WHERE a.alive AND a.state = 'held' AND a.unit IN ({units})
  GROUP BY a.id HAVING count(l.id) = 0 OR sum(l.state IN ('submitted', 'approved')) > 0;
CREATE TEMP TABLE told AS
  SELECT log.*, l.volunteers, l.value_fen, CASE log.method
    WHEN 'activity' THEN l.activity_ref IN
      (SELECT id FROM activity WHERE alive AND state = 'held' AND unit IN ({units}))
    ELSE EXISTS (SELECT 1 FROM group_session s JOIN service_group g ON g.id = s.service_group AND g.alive
      WHERE s.alive AND s.held_on IS NOT NULL AND g.unit IN ({units})
      AND (s.service_log = log.id OR (s.service_group = l.group_ref AND s.session_no = l.session_no))) END AS filed,
    CASE log.method WHEN 'activity' THEN ifnull(nullif(hex(l.activity_ref), ''), l.activity_title) || log.day
      ELSE ifnull(nullif(hex(l.group_ref), ''), l.group_title) || '/' || ifnull(l.session_no, log.day) END AS called,
    CASE log.method WHEN 'activity' THEN NULL
      ELSE ifnull(nullif(hex(l.group_ref), ''), log.unit || l.group_title) END AS grp,
    un + (SELECT count(*) FROM con WHERE con.log = log.id AND outcome = 'met') AS pt
  FROM log JOIN service_log l ON l.id = log.id;
CREATE TEMP TABLE loose AS SELECT * FROM (
  SELECT told.*, row_number() OVER
    (PARTITION BY m, unit, method, ifnull(called, hex(id)) ORDER BY pt DESC, hex(id) DESC) AS r
  FROM told WHERE method IN ('group_session', 'activity') AND NOT ifnull(filed, 0));
"""


def _gathered(g: Golden) -> None:
    g.db.executescript(_GATHERED.format(units=g.units))
    for part, day, more in (("opened", "opened_on", ""), ("ended", "ended_on", " AND state = 'ended'")):
        g.sum(
            f"8.{part}", "SELECT m, count(*) FROM service_group JOIN mon ON"
            f" {day} BETWEEN first AND last WHERE alive AND unit IN ({g.units}) AND state <> 'cancelled'{more}"
            " GROUP BY m",
        )  # fmt: skip
    some = (
        "(SELECT m, ok, hex(grp) AS grp FROM sess UNION ALL SELECT m, ok, ifnull(grp, hex(id)) FROM loose WHERE r = 1"
    )
    g.distinct("8.met", "grp", f"{some} AND method = 'group_session') WHERE 1")
    each = "(SELECT m, ok FROM sess UNION ALL SELECT m, ok FROM loose WHERE r = 1 AND method = 'group_session')"
    g.sum("8.sessions", f"SELECT m, count(*) FROM {each} GROUP BY m")
    g.not_approved("8.sessions", f"SELECT count(*) FROM {each} WHERE m = {g.now} AND {{ok}}")
    for figure, method in (("8", "group_session"), ("10", "activity")):
        g.sum(f"{figure}.not_on_file", f"SELECT m, count(*) FROM loose WHERE r = 1 AND method = '{method}' GROUP BY m")
    attended = (
        "(SELECT m, ok, un + (SELECT count(*) FROM was_there w WHERE w.id = sess.id) AS n FROM sess"
        " UNION ALL SELECT m, ok, pt FROM loose WHERE r = 1 AND method = 'group_session')"
    )
    joined = (
        "(SELECT m, ok, heads AS n FROM act UNION ALL SELECT m, ok, pt FROM loose WHERE r = 1 AND method = 'activity')"
    )
    g.sum("9.person_times", f"SELECT m, sum(n) FROM {attended} GROUP BY m")
    g.not_approved("9.person_times", f"SELECT sum(n) FROM {attended} WHERE m = {g.now} AND {{ok}}")
    g.sum("10.person_times", f"SELECT m, sum(n) FROM {joined} GROUP BY m")
    g.not_approved("10.person_times", f"SELECT sum(n) FROM {joined} WHERE m = {g.now} AND {{ok}}")
    g.db.execute(
        f"CREATE TEMP VIEW gathered AS SELECT m, ok, n FROM {attended} UNION ALL SELECT m, ok, n FROM {joined}"
    )
    named = "SELECT con.m, con.ok, client FROM con JOIN loose ON loose.id = con.log WHERE outcome = 'met'"
    g.distinct(
        "9.persons", "who", f"(SELECT m, who FROM was_there UNION ALL SELECT m, client FROM ({named}"
        " AND loose.method = 'group_session')) WHERE 1",
    )  # fmt: skip
    g.db.execute(
        "CREATE TEMP VIEW met AS SELECT * FROM served UNION ALL SELECT m, ok, client FROM was_there WHERE client IS NOT"
        f" NULL UNION ALL SELECT * FROM ({named}) UNION ALL SELECT con.m, con.ok, client FROM con JOIN told ON"
        " told.id = con.log WHERE outcome = 'met' AND told.method = 'activity' AND filed"
    )
    kinds = "(SELECT m, ifnull(kind, 'none') AS kind FROM act UNION ALL SELECT m, 'none' FROM loose WHERE r = 1 AND"
    g.sum("10.activities", f"SELECT m, count(*) FROM {kinds} method = 'activity') GROUP BY m")
    for (kind,) in g.db.execute(f"SELECT DISTINCT kind FROM {kinds} method = 'activity')").fetchall():
        g.sum(
            f"10.activities.{kind}",
            f"SELECT m, count(*) FROM {kinds} method = 'activity') WHERE kind = '{kind}' GROUP BY m",
        )
    for method, what in (("group_session", attended), ("activity", joined)):
        g.sum(f"15.person_times.{method}", f"SELECT m, sum(n) FROM {what} GROUP BY m")


def _linked(g: Golden) -> None:
    g.db.executescript(f"""
CREATE TEMP VIEW pair AS SELECT mon.m, x.*,
  ifnull(r.provider, hex(coalesce(x.resource, x.volunteer, x.staff))) AS who FROM need_match x
  JOIN need n ON n.id = x.need AND n.alive AND n.unit IN ({g.units}) JOIN mon ON x.state_on BETWEEN first AND last
  LEFT JOIN resource r ON r.id = x.resource WHERE x.alive AND x.state = 'done';
CREATE TEMP VIEW goods AS SELECT mon.m, x.* FROM material_given x JOIN mon ON given_on BETWEEN first AND last
  WHERE x.alive AND x.owner IN ({g.units}) AND value_fen > 0;
CREATE TEMP VIEW worth AS
  SELECT m, value_fen AS fen FROM goods
  UNION ALL SELECT m, value_fen FROM told WHERE value_fen > 0
    AND id NOT IN (SELECT service_log FROM goods WHERE service_log IS NOT NULL)
  UNION ALL SELECT m, value_fen FROM pair WHERE service_log IS NULL
    OR service_log NOT IN (SELECT id FROM service_log WHERE alive AND value_fen > 0
      UNION SELECT service_log FROM material_given WHERE alive AND value_fen > 0 AND service_log IS NOT NULL);
CREATE TEMP VIEW sent AS SELECT mon.m, x.result FROM case_referral x JOIN mon ON referred_on BETWEEN first AND last
  WHERE x.alive AND x.owner IN ({g.units});
""")
    g.sum("13.matches", "SELECT m, count(*) FROM pair GROUP BY m")
    g.sum(
        "13.logged", "SELECT m, count(*) FROM told WHERE method = 'resource_linking' AND id NOT IN (SELECT service_log"
        " FROM need_match WHERE alive AND state = 'done' AND service_log IS NOT NULL) GROUP BY m",
    )  # fmt: skip
    g.distinct("13.providers", "who", "pair WHERE 1")
    g.sum("13.value", "SELECT m, ifnull(sum(fen), 0) FROM worth GROUP BY m")
    g.sum("13.benefited", "SELECT m, sum(benefited) FROM pair GROUP BY m")
    g.sum("13.referrals", "SELECT m, count(*) FROM sent GROUP BY m")
    g.sum("13.accepted", "SELECT m, sum(result IS 'accepted') FROM sent GROUP BY m")


def _voluntary(g: Golden) -> None:
    g.db.execute(f"""
CREATE TEMP VIEW shift AS SELECT mon.m, s.*, confirmed AS ok FROM volunteer_shift s
  JOIN volunteer v ON v.id = s.volunteer AND v.alive AND v.unit IN ({g.units})
  JOIN mon ON served_on BETWEEN first AND last WHERE s.alive""")
    g.distinct("14.volunteers", "volunteer", "shift WHERE 1")
    g.sum("14.person_times", "SELECT m, count(*) FROM shift GROUP BY m")
    g.not_approved("14.person_times", f"SELECT count(*) FROM shift WHERE m = {g.now} AND {{ok}}")
    g.sum("14.hours", "SELECT m, ifnull(sum(minutes), 0) FROM shift GROUP BY m")
    g.sum(
        "14.unnamed", "SELECT m, sum(n) FROM (SELECT m, vol AS n FROM act WHERE id NOT IN (SELECT activity FROM"
        " volunteer_shift WHERE alive AND activity IS NOT NULL) UNION ALL SELECT m, volunteers FROM told"
        " WHERE volunteers > 0 AND NOT (method = 'activity' AND ifnull(filed, 0)) AND id NOT IN"
        " (SELECT service_log FROM shift WHERE service_log IS NOT NULL)) GROUP BY m",
    )  # fmt: skip


def _whole(g: Golden) -> None:
    every = "(SELECT m, ok, pt AS n FROM other UNION ALL SELECT m, ok, n FROM gathered)"
    g.sum("15.person_times", f"SELECT m, sum(n) FROM {every} GROUP BY m")
    g.not_approved("15.person_times", f"SELECT sum(n) FROM {every} WHERE m = {g.now} AND {{ok}}")
    g.distinct("15.persons", "client", "met WHERE 1")
    g.not_approved("15.persons", f"SELECT count(DISTINCT client) FROM met WHERE m = {g.now} AND {{ok}}")
