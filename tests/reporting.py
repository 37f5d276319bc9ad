"""A small station to report on: every row goes through ``db.gateway.write``; the clock is the test's own."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from db.gateway import Author, Change, write
from db.ids import Source, derived_id
from db.store import Store, put_setting
from swstation.lists import by_code
from swstation.reports.model import Amount, MonthlyReport
from swstation.reports.monthly import monthly

STATION = "T532301102"
COUNTY = "C532301"
_ZONE = timezone(timedelta(hours=8))


class Book:
    """A database of one station (or of a county, see ``unit``) and short ways to fill it."""

    def __init__(self, folder: Path, unit: str = STATION, seed: int = 7) -> None:
        self.unit = unit
        self.path = folder / "book.db"
        self.store = Store(self.path, create=True)
        self.store.connection.execute("PRAGMA synchronous = OFF")  # nothing here outlives the test
        self._random = random.Random(seed)
        self.now = datetime(2026, 1, 5, 9, 0, tzinfo=_ZONE)
        self.source = Source(now=lambda: self.now, random=self._random.randbytes)
        with self.store.transaction() as connection:
            put_setting(connection, "replica", self.source.replica_id())
            put_setting(connection, "unit", unit)
        self.writer = self.source.row_id()
        self.add_unit(unit)
        self.put("staff", self.writer, ident={"name": "赵试"}, employment={"unit": unit})

    def at(self, day: str) -> None:
        """The records to come are written on this day."""
        self.now = datetime.fromisoformat(f"{day}T09:00:00+08:00")

    def write(self, *changes: Change) -> None:
        with self.store.transaction() as connection:
            write(connection, Author(self.writer, self.source), changes)

    def put(self, table: str, row: str | None = None, **groups: Any) -> str:
        row = row or self.source.row_id()
        self.write(Change(table, row, groups))
        return row

    def delete(self, table: str, row: str) -> None:
        self.write(Change(table, row, {}, "delete"))

    def set(self, key: str, value: str) -> None:
        with self.store.transaction() as connection:
            put_setting(connection, key, value)

    def as_station(self, unit: str) -> None:
        """The records to come are of another unit, as a county's are after merging."""
        self.set("unit", unit)
        self.unit = unit

    def add_unit(
        self, code: str, name: str = "试验社工站", parent: str | None = COUNTY, start_day: int | None = None
    ) -> None:
        tier = {"V": "village_room", "T": "township_station", "C": "county_station"}[code[0]]
        ident = {"code": code, "name": name, "tier": tier, "division": code[1:].partition("-")[0], "parent": parent}
        if code[0] == "C":
            ident["parent"] = None
        groups: dict[str, Any] = {"ident": ident}
        if start_day is not None:
            groups["reporting"] = {"month_start_day": start_day}
        self.put("unit", derived_id("unit", code), **groups)

    def staff(self, name: str) -> str:
        return self.put("staff", ident={"name": name}, employment={"unit": self.unit})

    def household(self) -> str:
        return self.put("household", ident={"number": "1"})

    def client(
        self, name: str = "试用人", *, opened_on: str = "2025-01-01", household: str | None = None,
        level: str | None = None, state: str = "open", ended_on: str | None = None, categories: Iterable[str] = (),
    ) -> str:  # fmt: skip
        groups: dict[str, Any] = {
            "ident": {"name": name},
            "file": {"opened_on": opened_on, "file_state": state, "ended_on": ended_on},
        }
        if household:
            groups["household"] = {"household": household}
        if level:
            groups["attention"] = {"attention_level": level}
        client = self.put("client", **groups)
        for category in categories:
            self.put("client_category", ident={"client": client, "category": category})
        return client

    def log(
        self, on: str, method: str, *clients: str | tuple[str, str], state: str = "approved", writer: str | None = None,
        unit: str | None = None, case: str | None = None, colleagues: Iterable[str] = (),
        items: Iterable[tuple[str, int, str]] = (), row: str | None = None, link: dict[str, Any] | None = None,
        value_fen: int | None = None, **counts: int,
    ) -> str:  # fmt: skip
        groups: dict[str, Any] = {
            "when": {"service_date": on, "minutes": 30},
            "what": {"method": method},
            "who": {"unit": unit or self.unit, "writer": writer or self.writer},
            "state": {"state": state},
        }
        if case or link:
            groups["link"] = {**(link or {}), **({"service_case": case} if case else {})}
        if value_fen is not None:
            groups["value"] = {"value_fen": value_fen}
        if counts:
            groups["counts"] = counts
        log = row or self.source.row_id()
        changes = [Change("service_log", log, groups)]
        for one in clients:
            client, outcome = (one, "met") if isinstance(one, str) else one
            link = {"service_log": log, "client": client, "outcome": outcome}
            changes.append(Change("log_client", derived_id("log_client", log, client), {"link": link}))
        for staff in colleagues:
            link = {"service_log": log, "staff": staff}
            changes.append(Change("log_colleague", derived_id("log_colleague", log, staff), {"link": link}))
        for position, (item, n, measure) in enumerate(items):
            known = item in by_code("item")
            entry = {
                "service_log": log, "position": position, "item": item if known else None,
                "item_title": None if known else item, "n": n, "measure": measure,
            }  # fmt: skip
            changes.append(Change("affairs_item", self.source.row_id(), {"entry": entry}))
        self.write(*changes)
        return log

    def plan(self, times: int, period: str, *, phone: bool = False, start_on: str = "2025-01-01", **scope: str) -> str:
        return self.put(
            "visit_plan",
            scope={"unit": self.unit, **scope},
            frequency={"times": times, "period": period, "allow_phone": phone, "start_on": start_on},
        )

    def case(self, opened_on: str, *clients: str, unit: str | None = None) -> str:
        case = self.put(
            "service_case",
            ident={"number": f"A{opened_on}", "unit": unit or self.unit, "opened_on": opened_on},
            worker={"worker": self.writer},
            stage={"stage": "intake", "stage_on": opened_on},
            state={"state": "open"},
        )
        for client in clients:
            self.put(
                "case_client", derived_id("case_client", case, client), link={"service_case": case, "client": client}
            )
        return case

    def close_case(self, case: str, on: str, reason: str = "goals_met") -> None:
        self.at(on)
        self.put(
            "service_case", case, stage={"stage": "closure", "stage_on": on},
            state={"state": "closed", "closed_on": on, "close_reason": reason},
        )  # fmt: skip

    def reopen_case(self, case: str, on: str) -> None:
        self.at(on)
        self.put("service_case", case, stage={"stage": "intervention", "stage_on": on}, state={"state": "open"})

    def report(self, month: str, unit: str | None = None, as_of: str = "2026-12-31", **more: Any) -> MonthlyReport:
        with self.store.snapshot() as connection:
            return monthly(connection, unit or self.unit, month, date.fromisoformat(as_of), **more)


def values(report: MonthlyReport, number: int) -> dict[str, tuple[Amount, Amount]]:
    """The lines of a figure: code without the number -> (month, year)."""
    return {line.code.partition(".")[2]: (line.month, line.year) for line in report.figure(number).lines}
