"""Writing a report out, from any page that shows what is in it: the form, and the dialog that says how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.progress import ProgressDialog
from screens.files import path_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, ngettext

if TYPE_CHECKING:
    from screens.ports import Progress, Saved


def write_form(
    screen: BaseScreen, kind: str, label: str, period: str, unit: str = "", *, ask: bool = False, called: str = ""
) -> None:
    """Ask for the file (and where ``ask``, for the period) and write the report; ``unit`` empty: of one's own.

    ``called``: what the file is called, where not as the report.
    """
    month, others = N_("xlsx, csv or html, by the name's ending"), N_("xlsx, csv, html or docx, by the name's ending")
    specs = [FieldSpec("file", N_("File"), required=True, hint=month if kind == "monthly" else others)]
    if ask:
        hint = N_("2026, 2026H1, 2026Q3; a ledger also of 2026-11; a week is 2026W47")
        specs.insert(0, FieldSpec("period", N_("Period"), required=True, hint=hint))

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        file, wanted = path_of(values["file"]), values.get("period", period)
        await screen.station.backend.check_report(kind, wanted, file)
        screen.app.call_later(_write, screen, kind, label, wanted, file, unit)
        return Saved("report", frozenset())

    of_unit = f"-{unit}" if unit else ""
    name = str(Path.home() / f"{called or label}{of_unit}-{period or screen.station.today.isoformat()}.xlsx")
    screen.station.push_screen(
        FormDialog(label, specs, save, values={"file": name, **({"period": period} if ask else {})})
    )


def _write(screen: BaseScreen, kind: str, label: str, period: str, file: Path, unit: str) -> None:
    station = screen.station

    async def work(progress: Progress) -> int:
        return await station.backend.write_long_report(kind, period, station.today, file, progress, unit)

    def done(rows: tuple[int] | None) -> None:
        if rows is not None:
            words = ngettext("{n} row written: {file}", "{n} rows written: {file}", rows[0])
            screen.notify(words.format(n=rows[0], file=file), timeout=10, markup=False)

    station.push_screen(ProgressDialog(label, work), done)
