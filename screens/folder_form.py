"""The folder for an evaluation of one project: where to, with names or without, how many files are drawn."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.progress import ProgressDialog
from screens.files import first_folder, folder_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Progress, Saved
    from screens.ports_papers import FolderWritten

_DRAWN = "5"
_MOST_DRAWN = 1_000
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def folder_form(screen: BaseScreen, project: str, title: str) -> None:
    """Ask for the folder and write it behind a dialog that says how far it is."""
    from screens.ports import Choice, Saved

    backend, today = screen.station.backend, screen.station.today
    specs = [
        FieldSpec("folder", N_("Folder"), required=True, hint=N_("where the new folder shall be")),
        FieldSpec(
            "masked", N_("Personal data"), "choice", required=True,
            choices=[Choice("yes", _("masked")), Choice("no", _("in full"))], hint=N_("noted in the audit trail"),
        ),
        FieldSpec(
            "draw", N_("Files drawn"), "number", required=True, check=_count,
            hint=N_("cases and groups, drawn by a seed"),
        ),
    ]  # fmt: skip

    async def save(given: Mapping[str, str]) -> Saved:
        folder = await asyncio.to_thread(folder_of, given["folder"], "folder")
        target = folder / _NOT_IN_NAMES.sub("", f"{_('Evaluation folder')}-{title}-{today.isoformat()}")
        if await asyncio.to_thread(target.exists):
            raise Refusal("report.folder_there", field="folder", path=str(target))
        masked, draw = given["masked"] == "yes", int(given["draw"])

        async def work(progress: Progress) -> FolderWritten:
            return await backend.write_evaluation_folder(
                project, target, masked=masked, draw=draw, as_of=today, progress=progress
            )

        def done(written: tuple[FolderWritten] | None) -> None:
            if written is not None:
                words = _("Written: {file}, {n} files. Seed of the draw: {seed}")
                made = written[0]
                screen.notify(words.format(file=made.folder, n=made.files, seed=made.seed), timeout=15, markup=False)

        screen.app.call_later(screen.app.push_screen, ProgressDialog(_("Evaluation folder"), work), done)
        return Saved("evaluation_folder", frozenset())

    async def ask() -> None:
        where: Path = await asyncio.to_thread(first_folder)
        values = {"folder": str(where), "masked": "yes", "draw": _DRAWN}
        screen.app.push_screen(FormDialog(_("Evaluation folder"), specs, save, values=values))

    screen.station.go(ask(), "form", exclusive=True)


def _count(text: str) -> None:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_DRAWN):
        raise Refusal("form.bad_number", field="draw", token=text)
