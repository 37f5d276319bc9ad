"""Printing the file of a case or a group: as a page or as docx, with personal data or without."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.files import first_folder, folder_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Saved

FORMS = (("html", N_("A page to print")), ("docx", N_("Word (docx)")))


Write = Callable[[Path, str, bool], Awaitable[Path]]
"""Folder, format, whether masked; gives the file."""


def print_form(screen: BaseScreen, write: Write) -> None:
    """Ask in what form a file is written, whether masked, and where to."""
    from screens.ports import Choice, Saved

    specs = [
        FieldSpec("form", N_("Format"), "choice", required=True, choices=[Choice(one, _(word)) for one, word in FORMS]),
        FieldSpec(
            "masked", N_("Personal data"), "choice", required=True,
            choices=[Choice("no", _("in full")), Choice("yes", _("masked"))], hint=N_("noted in the audit trail"),
        ),
        FieldSpec("folder", N_("Folder"), required=True),
    ]  # fmt: skip

    async def save(given: Mapping[str, str]) -> Saved:
        folder = await asyncio.to_thread(folder_of, given["folder"], "folder")
        file = await write(folder, given["form"], given["masked"] == "yes")
        screen.notify(_("Written: {file}").format(file=file), timeout=15, markup=False)
        return Saved("case_file", frozenset(), (), "")

    async def ask() -> None:
        folder: Path = await asyncio.to_thread(first_folder)
        values = {"form": "html", "masked": "no", "folder": str(folder)}
        screen.app.push_screen(FormDialog(_("Print the file"), specs, save, values=values))

    screen.station.go(ask(), "form", exclusive=True)
