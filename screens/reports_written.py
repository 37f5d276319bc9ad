"""The form that writes a report of a month out, from any page that shows what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.files import path_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved


def write_form(screen: BaseScreen, kind: str, label: str, period: str, unit: str = "") -> None:
    """Ask for the file and write the report of a period; ``unit`` empty: of one's own."""
    station = screen.station
    specs = [FieldSpec("file", N_("File"), required=True, hint=N_("xlsx, csv or html, by the name's ending"))]

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        file = path_of(values["file"])
        rows = await station.backend.write_other_report(kind, period, station.today, file, unit)
        words = ngettext("{n} row written: {file}", "{n} rows written: {file}", rows).format(n=rows, file=file)
        screen.notify(words, timeout=10, markup=False)
        return Saved("report", frozenset())

    of_unit = f"-{unit}" if unit else ""
    name = str(Path.home() / f"{label}{of_unit}-{period}.xlsx")
    station.push_screen(FormDialog(label, specs, save, values={"file": name}))
