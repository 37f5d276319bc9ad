"""``demo``."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import Count, command, option
from swstation.cli.common import Day, Options, emit, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.demo.run import Made

FOLDER = "swstation-demo"
STEPS = {
    "trust": N_("Cards and trust"),
    "write": N_("Writing the records"),
    "export": N_("Export"),
    "merge": N_("Merge"),
    "again": N_("The same again"),
    "county": N_("The county's own work"),
    "reconcile": N_("Reconcile"),
    "report": N_("Monthly report"),
}


@command("demo", help=N_("Make a county with invented people and go the whole way, in a folder of its own."))
@option("--stations", type=Count(1, 200), default=3, help=N_("How many stations (3)."))
@option("--years", type=Count(1, 20), default=1, help=N_("How many years of work (1)."))
@option("--months", type=Count(1, 240), default=None, help=N_("Months of work instead of years."))
@option("--seed", type=int, default=1, help=N_("Another seed, other people; the same seed, the same data (1)."))
@option("--until", type=Day(), default=None, help=N_("The day after the last day of work (today)."))
@option("--to", "folder", type=click.Path(path_type=Path), default=Path(FOLDER), help=N_("An empty or new folder."))
@json_option
@click.pass_obj
def demo_command(
    options: Options, stations: int, years: int, months: int | None, seed: int, until: date | None, folder: Path
) -> None:
    """Make a county with invented people and go the whole way, in a folder of its own."""
    from swstation.demo.plan import Plan
    from swstation.demo.run import make

    plan = Plan(today(until), stations, months or years * 12, seed)
    made = make(folder, plan, _progress())
    emit(options, _document(made), lambda: _lines(made))


def _progress() -> Callable[[str, str], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(step: str, what: str) -> None:
        click.echo(f"\r\x1b[K{_(STEPS[step])}  {what}", err=True, nl=False)

    return show


def open_command(database: Path) -> str:
    """What to type to open a database, where the program was started through ``uv run`` so as well."""
    begin = "uv run swstation" if "UV_RUN_RECURSION_DEPTH" in os.environ else "swstation"
    return f"{begin} --db {shlex.quote(str(database))}"


def _document(made: Made) -> dict[str, Any]:
    stations: dict[str, dict[str, Any]] = {}
    for one in made.laptops:
        station = stations.setdefault(
            one.laptop.unit, {"unit": one.laptop.unit, "name": one.laptop.name, "databases": []}
        )
        station["databases"].append(
            {
                "file": str(one.database), "letter": one.laptop.letter, "replica": one.replica, "worker": one.worker,
                "ops": one.ops, "logs": one.logs, "open": open_command(one.database),
            }
        )  # fmt: skip
    return {
        "folder": str(made.folder), "seed": made.plan.seed, "until": made.plan.until.isoformat(), "encrypted": False,
        "stations": list(stations.values()),
        "county": {
            "file": str(made.county), "unit": made.county_unit, "name": made.county_name, "ops": made.county_ops,
            "digest": made.digest, "whole": made.whole, "conflicts": made.conflicts,
            "open": open_command(made.county),
        },
        "rows": made.rows,
        "bundles": [
            {
                "file": str(b.file), "station": b.laptop.unit, "ops": b.ops, "bytes": b.bytes, "first": b.first,
                "again": b.again,
            }
            for b in made.bundles
        ],
        "report": [{"file": str(file), "rows": rows} for file, rows in made.reports],
        "seconds": made.seconds,
    }  # fmt: skip


def _lines(made: Made) -> Iterator[str]:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    plan = made.plan
    yield _("A county of invented people: {start} to {until}, seed {seed}, in {folder}").format(
        start=plan.start, until=plan.until, seed=plan.seed, folder=made.folder
    )
    yield ""
    for one in made.laptops:
        yield _("{name}, laptop {letter} ({worker}): {logs} log entries, {ops} records").format(
            name=one.laptop.name, letter=one.laptop.letter, worker=one.worker, logs=one.logs, ops=one.ops
        )
    yield _("{name}: {clients} clients, {cases} cases, {logs} log entries, {ops} records").format(
        name=made.county_name, clients=made.rows.get("client", 0), cases=made.rows.get("service_case", 0),
        logs=made.rows.get("service_log", 0), ops=made.county_ops,
    )  # fmt: skip
    yield ""
    size = sum(b.bytes for b in made.bundles) / 1_000_000
    yield _("{n} bundles ({size} MB) exported, merged in any order, and once more: nothing changed.").format(
        n=len(made.bundles), size=f"{size:.1f}"
    )
    whole = _("every record is here") if made.whole else _("records are missing")
    code = " ".join(made.digest[at : at + 4] for at in (0, 4, 8))
    yield _("Reconciled: {whole}; {n} in dispute, on purpose. Digest {code}").format(
        whole=whole, n=made.conflicts, code=code
    )
    for file, _rows in made.reports:
        yield _("Monthly report {month}: {file}").format(month=plan.report_month, file=file)
    yield "  ".join(f"{_(STEPS[step])} {seconds:.1f}s" for step, seconds in made.seconds.items())
    yield ""
    yield click.style(_("Without encryption, because these people are invented: never do so for real ones."), fg="red")
    yield _("Open one:")
    for one in made.laptops:
        yield f"  {open_command(one.database)}"
    yield f"  {open_command(made.county)}"
