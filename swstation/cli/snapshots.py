"""``export --profile deidentified|aggregate``, ``snapshot``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _


def export_snapshots(options: Options, profile: str, month: str | None, target: Path | None) -> None:
    """Write a month without names and say where it lies."""
    from swstation.exchange.snapshots import export

    done = export(options.book(), profile, month, target)
    document = {
        "file": str(done.file), "bundle_no": done.bundle_no, "first_seq": None, "last_seq": None, "ranges": [],
        "ops": done.ops, "rows": done.rows, "bytes": done.bytes, "sha256": done.sha256, "more": [],
        "profile": done.profile, "period": done.period, "units": list(done.units),
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("Bundle {no}: {file}").format(no=done.bundle_no, file=done.file)
        yield _("{month}, {n} units, without names. Eject the stick before pulling it out.").format(
            month=done.period, n=len(done.units)
        )

    emit(options, document, lines)


_profile = option(
    "--profile",
    type=click.Choice(["aggregate", "deidentified"]),
    default="aggregate",
    show_default=True,
    help=N_("Figures, or one row an entry."),
)


@group("snapshot", help=N_("Months without names that came from below: which have, and what they say."))
def snapshot_command() -> None:
    """Months without names that came from below."""


@snapshot_command.command("list", help=N_("Stations and months, and how many stations are covered."))
@option("--months", type=click.IntRange(1, 36), default=12, show_default=True, help=N_("How many months."))
@_profile
@as_of_option
@json_option
@click.pass_obj
def list_command(options: Options, months: int, profile: str, as_of: date | None) -> None:
    """Stations and months, and how many stations are covered."""
    from swstation.exchange.month_words import covered_words, long_word
    from swstation.exchange.months import months_here

    day = today(as_of)
    found = months_here(options.book(), profile, day.isoformat()[:7], months, day)

    def lines() -> Iterator[str]:
        yield "\t".join((_("Station"), *found.months))
        for row in found.rows:
            yield "\t".join((row.name, *(long_word(one.state) for one in row.cells)))
        for one in found.covered:
            yield f"{one.month}  {covered_words(one)}"
        if not found.rows:
            yield _("No station is known yet: take in their cards with “swstation trust FILE”.")

    emit(options, found.as_dict(), lines)


@snapshot_command.command("rollup", help=N_("Sums by county or prefecture, each with what it rests on."))
@argument("month", metavar=N_("MONTH"))
@as_of_option
@json_option
@click.pass_obj
def rollup_command(options: Options, month: str, as_of: date | None) -> None:
    """Sums by county or prefecture, each with what it rests on."""
    from swstation.exchange.figure_words import words_of
    from swstation.exchange.rollup import rollup
    from swstation.exchange.rollup_words import coverage_of, short_sum

    found = rollup(options.book(only_look=True), month, today(as_of))
    columns = (found.total, *found.areas)

    def lines() -> Iterator[str]:
        yield "\t".join((_("Figure"), _("Sum of all"), *(one.name for one in found.areas)))
        yield "\t".join((_("Stations in"), *(f"{one.came}/{one.stations}" for one in columns)))
        for code in found.codes:
            said = words_of(code)
            yield "\t".join((f"{code} {said.label}", *(short_sum(one, code) for one in columns)))
        yield coverage_of(found.total)

    emit(options, found.as_dict(), lines)


@snapshot_command.command("show", help=N_("What a station's month says; without a station the sums of all."))
@argument("month", metavar=N_("MONTH"))
@argument("unit", metavar=N_("UNIT"), required=False)
@_profile
@json_option
@click.pass_obj
def show_command(options: Options, month: str, unit: str | None, profile: str) -> None:
    """What a station's month says; without a station the sums of all."""
    from swstation.exchange.figure_words import in_order, words_of
    from swstation.exchange.month_words import value_words
    from swstation.exchange.months import opened, total_of

    book = options.book()
    if unit is None:
        if profile != "aggregate":
            raise click.UsageError(_("Name a station: rows of several are not added up."))
        sums = {one.code: one for one in total_of(book, month)}
        document: dict[str, object] = {
            "month": month, "unit": None,
            "figures": [{"code": c, "value": sums[c].value, "kept_back": sums[c].kept_back} for c in in_order(sums)],
        }  # fmt: skip

        def summed() -> Iterator[str]:
            for code in in_order(sums):
                said, one = words_of(code), sums[code]
                yield "\t".join((code, said.label, value_words(one.value, one.kept_back, several=True), said.unit))

        emit(options, document, summed)
        return
    kept, found = opened(book, unit, month, profile)
    document = {
        "month": month, "unit": unit, "profile": profile, "complete": kept.complete, "bundle_no": kept.bundle_no,
        "sender": kept.sender, "rows": list(found.rows),
    }  # fmt: skip

    def lines() -> Iterator[str]:
        values = {str(row["code"]): row["value"] for row in found.rows if row["t"] == "figure"}
        for code in in_order(values):
            said = words_of(code)
            yield "\t".join((code, said.label, value_words(values[code]), said.unit))
        for row in found.rows:
            if row["t"] != "figure":
                yield "\t".join(f"{key}={value}" for key, value in row.items() if value is not None)

    emit(options, document, lines)
