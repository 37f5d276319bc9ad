"""What is asked while typing, and the figures, against the bare reading of the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from statistics import quantiles
from time import process_time

from bench.data import UNTIL, Data, opened
from bench.measure import Result, compare, cpu, hottest
from swstation.demo.identity import Identities
from swstation.operations.quick import context
from swstation.operations.standing import training_results
from swstation.quicklog import Index, KnownClient, completions, parse
from swstation.reports.counter import Counter
from swstation.reports.monthly import monthly

PEOPLE = 10_000
FRAME = 1 / 60
LINES = ("zgf tf 30m 送米油，血压偏高 >+7d", "李秀英 电话 未接", "yxl 入户 90m 情绪平稳", "wmh rh 1h 换证 0912")


def results(data: Data) -> Iterator[Result]:
    """Keys, then figures."""
    yield from _keys(data)
    yield from _figures(data)


def _keys(data: Data) -> Iterator[Result]:
    with opened(data.copy(data.made.laptops[-1].database)) as book:
        known = context(book, UNTIL)
    people = Identities(Random(3), 0)
    clients = tuple(
        KnownClient(f"{n:032x}", people.name(("male", "female")[n % 2], date(1950 + n % 60, 1, 1)), (), "")
        for n in range(PEOPLE)
    )
    index = Index.build(known._replace(clients=clients))
    times = []
    for _round in range(3):
        for line in LINES:
            for end in range(1, len(line) + 1):
                typed = line[:end]
                began = process_time()
                parse(typed, index)
                completions(typed, end, index)
                times.append(process_time() - began)
    p95 = quantiles(times, n=20)[-1]
    where = hottest(lambda: [completions(LINES[0][:n], n, index) or parse(LINES[0][:n], index) for n in range(1, 20)])
    yield Result(
        f"a key in the quick-log line among {PEOPLE:,} clients: read and complete, p95",
        "one frame of a screen (1/60 s)",
        p95, FRAME, p95 / FRAME, 1.0, "CPU", len(times), where,
    )  # fmt: skip


def _figures(data: Data) -> Iterator[Result]:
    runs = 3 if data.quick else 5
    month = data.made.plan.report_month
    with opened(data.copy(data.made.county)) as book:
        connection, unit = book.connection, book.unit

        def report() -> object:
            with book.store.snapshot() as snapshot:
                return monthly(snapshot, unit, month, UNTIL)

        def rows() -> object:
            year = (f"{month[:4]}-01-01", f"{month}-31")
            logs = connection.execute("SELECT * FROM service_log WHERE service_date BETWEEN ? AND ?", year).fetchall()
            met = connection.execute(
                "SELECT m.* FROM service_log l JOIN log_client m ON m.service_log = l.id"
                " WHERE l.service_date BETWEEN ? AND ?", year,
            ).fetchall()  # fmt: skip
            return logs, met

        figure = compare(
            f"monthly report of the county with the year so far ({data.stations} stations)",
            "SELECT of the year's entries and contacts", lambda: cpu(report), lambda: cpu(rows), runs=runs, goal=None,
        )  # fmt: skip
        yield replace(figure, costs=hottest(report))

        with book.store.snapshot() as snapshot:
            stations = [one.code for one in Counter(snapshot, UNTIL).units if one.code[0] == "T"]

        def together() -> object:
            with book.store.snapshot() as snapshot:
                return Counter(snapshot, UNTIL).month_of(stations, month)

        def one_by_one() -> object:
            with book.store.snapshot() as snapshot:
                return [Counter(snapshot, UNTIL).figures(unit, month) for unit in stations]

        every = compare(
            f"a month of all {len(stations)} stations in one go, as their order and the recount need it",
            "each station's report with its year so far", lambda: cpu(together), lambda: cpu(one_by_one),
            runs=runs, goal=0.5,
        )  # fmt: skip
        yield replace(every, costs=hottest(together))

        def attended() -> object:
            return [connection.execute(f"SELECT * FROM {t}").fetchall() for t in ("staff", "training", "attendance")]

        yield compare(
            "training status of everybody in the county", "SELECT of staff, trainings and attendance",
            lambda: cpu(lambda: training_results(connection, UNTIL)), lambda: cpu(attended), runs=runs, goal=None,
        )  # fmt: skip
