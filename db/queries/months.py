"""A unit's months in figures, to compare one with the next, with a scratch book laid over the real one."""

from __future__ import annotations

from dataclasses import dataclass

from db.store import Connection


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One unit and month (``YYYY-MM``): records entered, clients on logs, logs, minutes of service."""

    month: str
    records: int
    clients: int
    logs: int
    minutes: int


def logged_months(connection: Connection, unit: str, up_to: str) -> list[str]:
    """The months in which a unit has logs, none later than ``up_to`` (``YYYY-MM``), the latest first."""
    found = connection.execute(
        "SELECT DISTINCT substr(service_date, 1, 7) FROM service_log WHERE unit = ? AND alive AND service_date <= ?"
        " ORDER BY 1 DESC",
        (unit, f"{up_to}-31"),
    )
    return [month for (month,) in found]


def month_figures(book: Connection, over: Connection, unit: str, month: str) -> MonthFigures:
    """The figures of a month as they are with the rows of ``over`` in place of the book's."""
    logs = _logs(book, unit, month)
    for key, alive, of, day, minutes in over.execute("SELECT id, alive, unit, service_date, minutes FROM service_log"):
        logs.pop(key, None)
        if alive and of == unit and str(day)[:7] == month:
            logs[key] = minutes or 0
    clients: dict[bytes, bytes] = {}
    for connection in (book, over):
        keys = list(logs)
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            for key, alive, client in connection.execute(
                f"SELECT id, alive, client FROM log_client WHERE service_log IN ({marks})", part
            ):
                clients.pop(key, None)
                if alive:
                    clients[key] = client
    return MonthFigures(
        month, _records(book, over, unit, month), len(set(clients.values())), len(logs), sum(logs.values())
    )


def _logs(connection: Connection, unit: str, month: str) -> dict[bytes, int]:
    return {
        key: minutes or 0
        for key, minutes in connection.execute(
            "SELECT id, minutes FROM service_log WHERE unit = ? AND service_date BETWEEN ? AND ? AND alive",
            (unit, f"{month}-01", f"{month}-31"),
        )
    }


def _records(book: Connection, over: Connection, unit: str, month: str) -> int:
    # By device, which has an index; by month there is none.
    devices = {row[0] for row in over.execute("SELECT id FROM replica WHERE station = ?", (unit,))}
    sql = "SELECT id FROM op WHERE r = ? AND substr(at, 1, 7) = ?"
    return len({row[0] for one in (book, over) for device in devices for row in one.execute(sql, (device, month))})
