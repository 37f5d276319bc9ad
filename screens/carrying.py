"""Going on with a register in a spreadsheet: written out, changed there, taken in again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.say import SayDialog
from screens.files import file_of, first_folder, path_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved
    from swstation.sheets import Sheet

_SHOWN = 12


def carry_form(screen: BaseScreen, sheet: Sheet, where: Mapping[str, str | None]) -> None:
    """Ask whether to write the rows out or to take them in, and do it."""
    from screens.ports import Choice, Saved

    backend = screen.station.backend
    ways = [Choice("write", _("write it out")), Choice("take", _("take it in"))]
    specs = [FieldSpec("way", N_("What to do"), "choice", required=True, choices=ways)]
    if sheet.carry:
        hint = N_("to begin it with the last one's rows; empty: the rows as they are")
        specs.append(FieldSpec("period", N_("Next period"), hint=hint))
    specs.append(FieldSpec("file", N_("File"), required=True))

    async def save(given: Mapping[str, str]) -> Saved:
        if given["way"] == "write":
            file = path_of(given["file"])
            rows = await backend.write_sheet(sheet.table, where, given.get("period", ""), file)
            words = ngettext("{n} row written: {file}", "{n} rows written: {file}", rows).format(n=rows, file=file)
            screen.notify(words, timeout=10, markup=False)
            return Saved("sheet", frozenset())
        taken = await backend.take_sheet(await asyncio.to_thread(file_of, given["file"], "file"))
        lines = [_("{n} cells changed, {added} entries new").format(n=len(taken.lines), added=taken.added)]
        lines += taken.lines[:_SHOWN]
        if len(taken.lines) > _SHOWN:
            lines.append("…")
        if taken.saved is not None:
            lines.append(_("Ctrl+Z takes it back"))
        screen.app.call_later(screen.app.push_screen, SayDialog(_(sheet.label), "\n".join(lines)))
        return taken.saved or Saved("sheet", frozenset())

    async def ask() -> None:
        folder: Path = await asyncio.to_thread(first_folder)
        values = {"way": "write", "file": str(folder / f"{_(sheet.label)}.xlsx")}
        screen.app.push_screen(FormDialog(_("As a spreadsheet"), specs, save, values=values), landed)

    def landed(saved: Saved | None) -> None:
        if saved is not None and saved.tables:
            screen.station.publish(saved)
            screen.load()

    screen.station.go(ask(), "form", exclusive=True)
