"""``behind``: the rows behind a figure of a report, and what each of them gives to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.reports.behind import Behind


@command("behind", help=N_("The rows behind a figure of a report, and what each gives to it."))
@argument("report")
@argument("figure")
@option("--period", default="", metavar="2026-11", help=N_("Of this month, week, quarter, half-year or year."))
@option("--column", default="", help=N_("Of this column: a month of a quarter, `minutes` of a week."))
@option("--table", default="", help=N_("Of this table, where a report has several; of a project: its row."))
@option("--unit", default="", help=N_("Of this unit; by default one's own (a county: all its stations)."))
@as_of_option
@json_option
@click.pass_obj
def behind_command(
    options: Options, report: str, figure: str, period: str, column: str, table: str, unit: str, as_of: date | None
) -> None:
    """The rows behind a figure: ``behind monthly station.trained --period 2026-11``."""
    from db.errors import Refusal
    from swstation.reports.behind_cells import ANSWERS, Asked, rows_behind

    if report not in ANSWERS:
        raise Refusal("cli.behind_report", field="report", token=report, choices=tuple(ANSWERS))
    book = options.book(only_look=True)
    asked = Asked(report, figure, column or _column(report, period), table, period.strip(), unit)
    try:
        found = rows_behind(book, asked, today(as_of))
    except (KeyError, ValueError) as error:  # ValueError: a figure that is not written as that report writes them
        raise Refusal("cli.behind_figure", field="figure", token=figure, report=report) from error

    def lines() -> Iterator[str]:
        for one in found.rows:
            parts = (one.on, one.what, one.worker, one.who, one.note, "" if one.gives is None else str(one.gives))
            yield "\t".join(" ".join(part.split()) for part in parts)
        if not found.rows:
            yield found.empty
        elif found.measure:
            yield _("together {sum} {unit}").format(sum=found.whole, unit=found.measure)
        if found.note:
            yield found.note

    document = {
        "report": report, "figure": figure, "rows": [_as_json(one) for one in found.rows], "sum": found.whole or None,
        "unit": found.measure or None, "note": found.note or None,
    }  # fmt: skip
    emit(options, document, lines)


def _column(report: str, period: str) -> str:
    """Of a report of several months the whole period, where no month of it was asked for."""
    return period.strip() if report in ("quarterly", "half-year", "yearly") else ""


def _as_json(one: Behind) -> dict[str, Any]:
    from swstation.reports.model import Scaled

    gives = one.gives.number if isinstance(one.gives, Scaled) else one.gives
    return {
        "table": one.table, "row": one.row, "day": one.on, "kind": one.what, "worker": one.worker, "who": one.who,
        "note": one.note, "gives": gives,
    }  # fmt: skip
