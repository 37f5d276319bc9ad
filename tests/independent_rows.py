"""Which rows stand behind each line of a month, and how much each of them gives to it: plain SQL, as in golden_month.

A row gives a number (person-times, fen, minutes, 1 for itself) or names somebody who counts once however many rows
name them. So the rows of a drill-down can be added up again to what the line says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from golden_month import Golden


class Gives(NamedTuple):
    """What a row gives to a line: ``n``, or a ``member`` that counts once."""

    table: str
    row: str
    n: int
    member: str


_MET = "outcome = 'met'"
_HOUSES = f"(SELECT count(DISTINCT house) FROM con WHERE con.log = log.id AND {_MET})"
_VISIT = "FROM log WHERE method = 'home_visit'"
_CON = "SELECT '{line}', 'service_log', log, {what} FROM con WHERE "
_PT = "un + (SELECT count(*) FROM con WHERE con.log = log.id AND outcome = 'met')"
_DIRECT = "('home_visit', 'interview', 'phone', 'online', 'consultation', 'accompaniment')"
_THERE = "(SELECT count(*) FROM was_there w WHERE w.id = sess.id)"
_CASE_LOG = (
    f"FROM log WHERE cas IS NOT NULL AND method IN ('home_visit', 'interview', 'online', 'accompaniment') AND {_PT} > 0"
)
_LOOSE = "FROM loose WHERE r = 1 AND method = "

_LOGS = f"""
SELECT '1.visits', 'service_log', id, houses + {_HOUSES}, NULL {_VISIT}
UNION ALL SELECT '1.households', 'service_log', id, houses, NULL {_VISIT}
UNION ALL SELECT '1.unnamed', 'service_log', id, houses, NULL {_VISIT}
UNION ALL {_CON.format(line="1.households", what="0, house")} method = 'home_visit' AND {_MET} AND m = :now
UNION ALL {_CON.format(line="1.named", what="0, house")} method = 'home_visit' AND {_MET} AND m = :now
UNION ALL {_CON.format(line="2.not_met", what="1, NULL")} method = 'home_visit' AND outcome <> 'met' AND m = :now
UNION ALL SELECT '2.not_met.' || outcome, 'service_log', log, 1, NULL FROM con
  WHERE method = 'home_visit' AND outcome <> 'met' AND m = :now
UNION ALL SELECT '6.cases', 'service_log', id, 0, cas {_CASE_LOG}
UNION ALL SELECT '6.sessions', 'service_log', id, 1, NULL {_CASE_LOG}
UNION ALL SELECT '6.sessions.' || method, 'service_log', id, 1, NULL {_CASE_LOG}
UNION ALL SELECT '11.item.' || coalesce(i.item, i.item_title, 'none') || '.' || measure, 'service_log', log.id, n, NULL
  FROM log JOIN affairs_item i ON i.service_log = log.id WHERE i.alive
UNION ALL SELECT '11.person_times', 'service_log', log.id, n, NULL
  FROM log JOIN affairs_item i ON i.service_log = log.id WHERE i.alive AND measure IN ('人', '人次')
UNION ALL SELECT '15.affairs_apart', 'service_log', log.id, n, NULL
  FROM log JOIN affairs_item i ON i.service_log = log.id WHERE i.alive AND measure IN ('人', '人次')
UNION ALL SELECT '12.' || method, 'service_log', id, {_PT}, NULL FROM log
  WHERE method IN ('consultation', 'phone', 'online')
UNION ALL SELECT '12.' || method || '.of_case', 'service_log', id, {_PT}, NULL FROM log
  WHERE method IN ('consultation', 'phone', 'online') AND cas IS NOT NULL
UNION ALL SELECT '15.person_times', 'service_log', id, {_PT}, NULL FROM log WHERE method IN {_DIRECT}
UNION ALL SELECT '15.person_times.' || method, 'service_log', id, {_PT}, NULL FROM log WHERE method IN {_DIRECT}
"""
_GATHERED = f"""
SELECT '8.met', 'group_session', id, 0, hex(grp) FROM sess
UNION ALL SELECT '8.met', 'service_log', id, 0, ifnull(grp, hex(id)) {_LOOSE} 'group_session'
UNION ALL SELECT '8.sessions', 'group_session', id, 1, NULL FROM sess
UNION ALL SELECT '8.sessions', 'service_log', id, 1, NULL {_LOOSE} 'group_session'
UNION ALL SELECT '8.not_on_file', 'service_log', id, 1, NULL {_LOOSE} 'group_session'
UNION ALL SELECT '9.person_times', 'group_session', id, un + {_THERE}, NULL FROM sess
UNION ALL SELECT '9.person_times', 'service_log', id, pt, NULL {_LOOSE} 'group_session'
UNION ALL SELECT '15.person_times', 'group_session', id, un + {_THERE}, NULL FROM sess
UNION ALL SELECT '15.person_times', 'service_log', id, pt, NULL FROM loose WHERE r = 1
UNION ALL SELECT '15.person_times', 'activity', id, heads, NULL FROM act
UNION ALL SELECT '15.person_times.group_session', 'group_session', id, un + {_THERE}, NULL FROM sess
UNION ALL SELECT '15.person_times.' || method, 'service_log', id, pt, NULL FROM loose WHERE r = 1
UNION ALL SELECT '15.person_times.activity', 'activity', id, heads, NULL FROM act
UNION ALL SELECT '10.activities', 'activity', id, 1, NULL FROM act
UNION ALL SELECT '10.activities.' || ifnull(kind, 'none'), 'activity', id, 1, NULL FROM act
UNION ALL SELECT '10.activities', 'service_log', id, 1, NULL {_LOOSE} 'activity'
UNION ALL SELECT '10.activities.none', 'service_log', id, 1, NULL {_LOOSE} 'activity'
UNION ALL SELECT '10.not_on_file', 'service_log', id, 1, NULL {_LOOSE} 'activity'
UNION ALL SELECT '10.person_times', 'activity', id, heads, NULL FROM act
UNION ALL SELECT '10.person_times', 'service_log', id, pt, NULL {_LOOSE} 'activity'
UNION ALL SELECT '13.logged', 'service_log', id, 1, NULL FROM told WHERE method = 'resource_linking' AND id NOT IN
  (SELECT service_log FROM need_match WHERE alive AND state = 'done' AND service_log IS NOT NULL)
UNION ALL SELECT '13.value', 'service_log', id, value_fen, NULL FROM told WHERE value_fen > 0
  AND id NOT IN (SELECT service_log FROM goods WHERE service_log IS NOT NULL)
UNION ALL SELECT '13.value', 'material_given', id, value_fen, NULL FROM goods WHERE m = :now
UNION ALL SELECT '13.value', 'need_match', id, value_fen, NULL FROM pair WHERE m = :now AND value_fen > 0
  AND (service_log IS NULL OR service_log NOT IN (SELECT id FROM service_log WHERE alive AND value_fen > 0
    UNION SELECT service_log FROM material_given WHERE alive AND value_fen > 0 AND service_log IS NOT NULL))
UNION ALL SELECT '13.matches', 'need_match', id, 1, NULL FROM pair WHERE m = :now
UNION ALL SELECT '13.providers', 'need_match', id, 0, who FROM pair WHERE m = :now
UNION ALL SELECT '13.benefited', 'need_match', id, ifnull(benefited, 0), NULL FROM pair WHERE m = :now
UNION ALL SELECT '14.volunteers', 'volunteer_shift', id, 0, hex(volunteer) FROM shift WHERE m = :now
UNION ALL SELECT '14.person_times', 'volunteer_shift', id, 1, NULL FROM shift WHERE m = :now
UNION ALL SELECT '14.hours', 'volunteer_shift', id, ifnull(minutes, 0), NULL FROM shift WHERE m = :now
UNION ALL SELECT '14.unnamed', 'activity', id, vol, NULL FROM act WHERE id NOT IN
  (SELECT activity FROM volunteer_shift WHERE alive AND activity IS NOT NULL)
UNION ALL SELECT '14.unnamed', 'service_log', id, volunteers, NULL FROM told WHERE volunteers > 0
  AND NOT (method = 'activity' AND ifnull(filed, 0))
  AND id NOT IN (SELECT service_log FROM shift WHERE service_log IS NOT NULL)
UNION ALL SELECT '9.persons', 'group_session', id, 0, hex(who) FROM was_there
UNION ALL SELECT '9.persons', 'service_log', con.log, 0, hex(client) FROM con JOIN loose ON loose.id = con.log
  WHERE outcome = 'met' AND loose.method = 'group_session' AND con.m = :now
UNION ALL SELECT '15.persons', 'group_session', id, 0, hex(client) FROM was_there WHERE client IS NOT NULL
UNION ALL SELECT '15.persons', 'service_log', log, 0, hex(client) FROM con
  WHERE outcome = 'met' AND method IN {_DIRECT} AND con.m = :now
UNION ALL SELECT '15.persons', 'service_log', con.log, 0, hex(client) FROM con JOIN loose ON loose.id = con.log
  WHERE outcome = 'met' AND con.m = :now
UNION ALL SELECT '15.persons', 'service_log', con.log, 0, hex(client) FROM con JOIN told ON told.id = con.log
  WHERE outcome = 'met' AND told.method = 'activity' AND filed AND con.m = :now
"""
_CASES = """
SELECT '5.opened', 'service_case', id, 1, NULL FROM step WHERE was = '' AND day BETWEEN :first AND :last
UNION ALL SELECT '5.reopened', 'service_case', id, 1, NULL FROM step
  WHERE was NOT IN ('', 'open') AND now = 'open' AND day BETWEEN :first AND :last
UNION ALL SELECT '5.reopened.' || was, 'service_case', id, 1, NULL FROM step
  WHERE was NOT IN ('', 'open') AND now = 'open' AND day BETWEEN :first AND :last
UNION ALL SELECT '5.closed', 'service_case', id, 1, NULL FROM step
  WHERE was = 'open' AND now = 'closed' AND day BETWEEN :first AND :last
UNION ALL SELECT '5.left', 'service_case', id, 1, NULL FROM step
  WHERE was = 'open' AND now IN ('transferred', 'suspended') AND day BETWEEN :first AND :last
UNION ALL SELECT '5.left.' || now, 'service_case', id, 1, NULL FROM step
  WHERE was = 'open' AND now IN ('transferred', 'suspended') AND day BETWEEN :first AND :last
UNION ALL SELECT '7.closed', 'service_case', id, 1, NULL FROM step WHERE now = 'closed' AND day BETWEEN :first AND :last
UNION ALL SELECT '7.closed.' || reason, 'service_case', id, 1, NULL FROM step
  WHERE now = 'closed' AND day BETWEEN :first AND :last
UNION ALL SELECT '7.goals', 'service_case', step.id, 0, hex(g.id) FROM step
  JOIN case_goal g ON g.alive AND g.service_case = step.id WHERE now = 'closed' AND day BETWEEN :first AND :last
UNION ALL SELECT '7.achieved', 'service_case', step.id, 0, hex(g.id) FROM step
  JOIN case_goal g ON g.alive AND g.service_case = step.id
  WHERE now = 'closed' AND achieved = 'yes' AND day BETWEEN :first AND :last
UNION ALL SELECT '5.opening', 'service_case', id, 1, NULL FROM (SELECT id, now, row_number() OVER
  (PARTITION BY id ORDER BY day DESC, rowid DESC) AS r FROM step WHERE day < :first) WHERE r = 1 AND now = 'open'
UNION ALL SELECT '5.closing', 'service_case', id, 1, NULL FROM (SELECT id, now, row_number() OVER
  (PARTITION BY id ORDER BY day DESC, rowid DESC) AS r FROM step WHERE day <= :last) WHERE r = 1 AND now = 'open'
"""
_OTHERS = """
SELECT '8.opened', 'service_group', id, 1, NULL FROM service_group
  WHERE alive AND unit IN ({units}) AND state <> 'cancelled' AND opened_on BETWEEN :first AND :last
UNION ALL SELECT '8.ended', 'service_group', id, 1, NULL FROM service_group
  WHERE alive AND unit IN ({units}) AND state = 'ended' AND ended_on BETWEEN :first AND :last
UNION ALL SELECT '13.referrals', 'case_referral', id, 1, NULL FROM case_referral
  WHERE alive AND owner IN ({units}) AND referred_on BETWEEN :first AND :last
UNION ALL SELECT '13.accepted', 'case_referral', id, 1, NULL FROM case_referral
  WHERE alive AND owner IN ({units}) AND result = 'accepted' AND referred_on BETWEEN :first AND :last
"""
_FILES = """
WITH mine AS (
  SELECT 'opened' AS part, f.*, :last AS d FROM filed f WHERE opened_on BETWEEN :first AND :last
  UNION ALL SELECT 'ended', f.*, ended_on FROM filed f WHERE file_state = 'ended' AND ended_on BETWEEN :first AND :last
  UNION ALL SELECT 'open', f.*, :last FROM filed f
    WHERE opened_on <= :last AND NOT (file_state = 'ended' AND ended_on <= :last)),
held AS (SELECT mine.*, k.category AS cat FROM mine LEFT JOIN client_category k ON k.alive
  AND (k.client = mine.id OR k.household = mine.household)
  AND ifnull(k.start_on, '0') <= d AND ifnull(k.end_on, '9') >= d WHERE mine.alive AND mine.owner IN ({units}))
SELECT '4.' || part, 'client', id, 0, hex(person) FROM held
UNION ALL SELECT '4.' || part || '_households', 'client', id, 0, hex(house) FROM held
UNION ALL SELECT '4.' || part || '.' || ifnull(cat, 'none'), 'client', id, 0, hex(person) FROM held
UNION ALL SELECT '4.' || part || '_households.' || ifnull(cat, 'none'), 'client', id, 0, hex(house) FROM held
UNION ALL SELECT '4.paused', 'client', id, 0, hex(person) FROM held WHERE part = 'open' AND file_state = 'paused'
"""
_PLANS = """
WITH held AS (
  SELECT kept.id, file, done, '' AS tail FROM kept WHERE m = :now UNION ALL
  SELECT kept.id, file, done, '.' || coalesce(cat.category, 'none') FROM kept LEFT JOIN cat ON cat.client = kept.file
    AND a <= kept.last AND z >= kept.last WHERE m = :now),
missed AS (SELECT DISTINCT id, tail FROM held WHERE NOT done)
SELECT '3.due' || tail, 'client', file, 0, hex(id) FROM held
UNION ALL SELECT '3.done' || tail, 'client', file, 0, hex(id) FROM held
  WHERE NOT EXISTS (SELECT 1 FROM missed WHERE missed.id = held.id AND missed.tail = held.tail)
"""
_SAME = {"3.completion": "3.due", "7.goal_rate": "7.goals"}
"""Lines that show a rate; the rows behind are those of the whole."""


def given(g: Golden) -> dict[str, list[Gives]]:
    """What every row gives to every line of the month, by the line's code."""
    out: dict[str, list[Gives]] = defaultdict(list)
    for line, *rest in _all(g):
        if rest[2] or rest[3] is not None:
            member = rest[3] if isinstance(rest[3], str) else rest[3].hex() if rest[3] else ""
            out[line].append(Gives(rest[0], rest[1].hex(), rest[2], member))
    for shown, whole in _SAME.items():
        for line in [one for one in out if one == whole or one.startswith(f"{whole}.")]:
            out[shown + line[len(whole) :]] = out[line]
    return out


def _all(g: Golden) -> Iterator[tuple[str, str, bytes, int, str | bytes | None]]:
    month = {"now": g.now, "first": g.first, "last": g.last}
    for table in ("log", "sess", "was_there", "act", "told", "loose"):
        # The year's rows were needed for its sums; behind a line stand the month's.
        g.db.execute(f"DELETE FROM temp.{table} WHERE m <> {g.now}")
    for sql in (_LOGS, _GATHERED, _CASES, _OTHERS, _FILES, _PLANS):
        yield from g.db.execute(sql.replace("{units}", g.units), month)
