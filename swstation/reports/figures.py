"""The fifteen figures, built from counts."""

from __future__ import annotations

from collections.abc import Sequence

from swstation.reports.lines import Lines, in_order, rate
from swstation.reports.model import Figure, Line, Scaled
from swstation.reports.tally import Kind, Tally

COUNT = 15


def figures(months: Sequence[Tally], *, whole: bool = False) -> tuple[Figure, ...]:
    """All figures of the last of ``months``, with the year so far; ``whole``: with the rows of all of them."""
    lines = Lines(months, whole=whole)
    made = {
        1: _households(lines), 2: _not_met(lines), 3: _plans(lines), 4: _files(lines), 5: _cases(lines),
        6: _followed(lines), 7: _closed(lines), 8: _groups(lines), 9: _attended(lines), 10: _activities(lines),
        11: _affairs(lines), 12: _own(lines), 13: _linked(lines), 14: _voluntary(lines), 15: _total(lines),
    }  # fmt: skip
    return tuple(Figure(n, tuple(made[n])) for n in range(1, COUNT + 1))


def _households(lines: Lines) -> list[Line]:
    # 户次 counts visits to households, as 人次 counts contacts: within one log a household counts once. How many
    # households these were stands below it.
    return [
        lines.one("1.visits", ("1", "visits"), "household_visits"),
        lines.one("1.households", ("1", "households"), "households", level=1),
        *(lines.one(f"1.{part}", ("1", part), "households", level=2) for part in ("named", "unnamed")),
    ]


def _not_met(lines: Lines) -> list[Line]:
    return [
        lines.one("2.not_met", ("2", "not_met"), "times"),
        *lines.by("2.not_met", ("2", "not_met"), "outcome", "times"),
    ]


def _plans(lines: Lines) -> list[Line]:
    out = _plan_lines(lines, "", ())
    found = {key[-1] for key in lines.keys("3", "due") if len(key) == 3}
    for category in in_order("category", found):
        out += _plan_lines(lines, category, (category,))
    return out


def _plan_lines(lines: Lines, category: str, rest: tuple[str, ...]) -> list[Line]:
    due = lines.value(("3", "due", *rest), Kind.DISTINCT)
    missed = lines.value(("3", "missed", *rest), Kind.DISTINCT)
    done = (due[0] - missed[0], due[1] - missed[1])
    tail = f".{category or 'none'}" if rest else ""
    level = 1 if rest else 0
    word, words = _category_words(category) if rest else ("completion", "")
    month, year = rate(done, due)
    due_rows = lines.rows(("3", "due", *rest), Kind.DISTINCT)
    return [
        Line(f"3.completion{tail}", word, "percent", month, year, level, words, rows=due_rows),
        Line(f"3.due{tail}", "due", "persons", *due, level + 1, rows=due_rows),
        Line(
            f"3.done{tail}", "done", "persons", *done, level + 1, pending=lines.missed_pending(("3", "missed", *rest)),
            rows=tuple(sorted(set(due_rows) - set(lines.rows(("3", "missed", *rest))))),
        ),
    ]  # fmt: skip


def _files(lines: Lines) -> list[Line]:
    out = []
    for part in ("opened", "ended", "open"):
        kind = Kind.POSITION if part == "open" else Kind.DISTINCT
        houses = part + "_households"
        out.append(lines.one(f"4.{part}", ("4", part), "persons", kind, word=f"{part}_files", logs=False))
        out.append(
            lines.one(f"4.{houses}", ("4", houses), "households", kind, level=1, word="households_of", logs=False)
        )
        if part == "open":
            out.append(
                lines.one("4.paused", ("4", "paused"), "persons", kind, level=1, word="paused_files", logs=False)
            )
        found = {key[-1] for key in lines.keys("4", part) if len(key) == 3 and any(lines.value(key, kind))}
        for category in in_order("category", found):
            word, words = _category_words(category)
            tail = category or "none"
            out.append(
                lines.one(
                    f"4.{part}.{tail}", ("4", part, category), "persons", kind, level=1, word=word, words=words,
                    logs=False,
                )
            )  # fmt: skip
            out.append(
                lines.one(
                    f"4.{houses}.{tail}", ("4", houses, category), "households", kind, level=2, word="households_of",
                    logs=False,
                )
            )  # fmt: skip
    return out


def _category_words(category: str) -> tuple[str, str]:
    return (category, "category") if category else ("uncategorised", "")


def _cases(lines: Lines) -> list[Line]:
    kinds = {"opening": Kind.OPENING, "closing": Kind.POSITION}
    out = []
    for part in ("opening", "opened", "reopened", "closed", "left", "closing"):
        kind = kinds.get(part, Kind.FLOW)
        out.append(lines.one(f"5.{part}", ("5", part), "cases", kind, logs=False))
        if part in ("reopened", "left"):
            for state in ("closed", "transferred", "suspended"):
                if ("5", part, state) in lines.keys("5", part):
                    word = "from_" + state if part == "reopened" else state
                    key = ("5", part, state)
                    out.append(lines.one(f"5.{part}.{state}", key, "cases", level=1, word=word, logs=False))
    return out


def _followed(lines: Lines) -> list[Line]:
    return [
        lines.one("6.cases", ("6", "cases"), "cases", Kind.DISTINCT, word="cases_followed"),
        lines.one("6.sessions", ("6", "sessions"), "sessions"),
        *lines.by("6.sessions", ("6", "sessions"), "method", "sessions"),
    ]


def _closed(lines: Lines) -> list[Line]:
    whole = lines.value(("7", "goals"), Kind.DISTINCT)
    part = lines.value(("7", "achieved"), Kind.DISTINCT)
    month, year = rate(part, whole)
    out = [lines.one("7.closed", ("7", "closed"), "cases", word="closed_cases", logs=False)]
    out += lines.by("7.closed", ("7", "closed"), "close_reason", "cases", logs=False)
    if lines.value(("7", "not_in_hand"))[1]:
        out.append(lines.one("7.not_in_hand", ("7", "not_in_hand"), "cases", level=1, logs=False))
    out.append(Line("7.goal_rate", "goal_rate", "percent", month, year, rows=lines.rows(("7", "goals"))))
    out += [
        lines.one(f"7.{part}", ("7", part), "goals", Kind.DISTINCT, level=1, logs=False)
        for part in ("goals", "achieved")
    ]
    return out


def _groups(lines: Lines) -> list[Line]:
    out = [
        lines.one("8.opened", ("8", "opened"), "groups", word="groups_opened", logs=False),
        lines.one("8.ended", ("8", "ended"), "groups", word="groups_ended", logs=False),
        lines.one("8.met", ("8", "met"), "groups", Kind.DISTINCT, word="groups_met"),
        lines.one("8.sessions", ("8", "sessions"), "group_sessions", word="group_sessions"),
    ]
    return out + _not_on_file(lines, "8", "group_sessions")


def _attended(lines: Lines) -> list[Line]:
    return [
        lines.one("9.person_times", ("9", "person_times"), "person_times", word="group_person_times"),
        lines.one("9.persons", ("9", "persons"), "persons", Kind.DISTINCT, word="group_persons"),
    ]


def _activities(lines: Lines) -> list[Line]:
    return [
        lines.one("10.activities", ("10", "activities"), "activities"),
        *lines.by("10.activities", ("10", "activities"), "activity_kind", "activities"),
        *_not_on_file(lines, "10", "activities"),
        lines.one("10.person_times", ("10", "person_times"), "person_times", word="activity_person_times"),
    ]


def _not_on_file(lines: Lines, figure: str, unit: str) -> list[Line]:
    key = (figure, "not_on_file")
    return [lines.one(f"{figure}.not_on_file", key, unit, level=1)] if lines.value(key)[1] else []


def _linked(lines: Lines) -> list[Line]:
    out = [lines.one("13.matches", ("13", "matches"), "matches", logs=False)]
    if lines.value(("13", "logged"))[1]:
        out.append(lines.one("13.logged", ("13", "logged"), "entries", level=1, word="linked_entries"))
    out += [
        lines.one("13.providers", ("13", "providers"), "providers", Kind.DISTINCT, logs=False),
        _scaled(lines, "13.value", ("13", "value"), "yuan", 100, 2, "linked_value"),
        lines.one("13.benefited", ("13", "benefited"), "person_times", logs=False),
        lines.one("13.referrals", ("13", "referrals"), "referrals", logs=False),
        lines.one("13.accepted", ("13", "accepted"), "referrals", level=1, word="referrals_accepted", logs=False),
    ]
    return out


def _voluntary(lines: Lines) -> list[Line]:
    out = [
        lines.one("14.volunteers", ("14", "volunteers"), "persons", Kind.DISTINCT),
        lines.one("14.person_times", ("14", "person_times"), "person_times", word="shifts"),
        _scaled(lines, "14.hours", ("14", "hours"), "hours", 60, 1, "volunteer_hours"),
    ]
    if lines.value(("14", "unnamed"))[1]:
        out.append(lines.one("14.unnamed", ("14", "unnamed"), "person_times", level=1, word="volunteers_unnamed"))
    return out


def _scaled(lines: Lines, code: str, key: tuple[str, ...], unit: str, per: int, digits: int, word: str) -> Line:
    month, year = lines.value(key)
    return Line(
        code, word, unit, Scaled(month, per, digits), Scaled(year, per, digits), rows=lines.rows(key),
        gives=lines.gives(key),
    )  # fmt: skip


def _affairs(lines: Lines) -> list[Line]:
    keys = lines.keys("11", "item")
    out = []
    for item in in_order("item", {key[2] for key in keys}):
        for measure in sorted({key[3] for key in keys if key[2] == item}):
            key = ("11", "item", item, measure)
            code = f"11.item.{item or 'none'}.{measure}"
            out.append(lines.one(code, key, measure, word=item, words="item"))
    out.append(lines.one("11.person_times", ("11", "person_times"), "person_times", word="affairs_person_times"))
    return out


def _own(lines: Lines) -> list[Line]:
    out = []
    for method in ("consultation", "phone", "online"):
        out.append(lines.one(f"12.{method}", ("12", method), "person_times"))
        if lines.value(("12", method, "of_case"))[1]:
            out.append(lines.one(f"12.{method}.of_case", ("12", method, "of_case"), "person_times", level=1))
    return out


def _total(lines: Lines) -> list[Line]:
    return [
        lines.one("15.person_times", ("15", "person_times"), "person_times"),
        *lines.by("15.person_times", ("15", "person_times"), "method", "person_times"),
        lines.one("15.persons", ("15", "persons"), "persons", Kind.DISTINCT),
        lines.one("15.affairs_apart", ("11", "person_times"), "person_times", level=1, word="affairs_apart"),
    ]
