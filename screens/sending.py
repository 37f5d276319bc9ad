"""What a county writes for its stations: one of them or all, what is new or everything."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.progress import ProgressDialog
from screens.dialogs.say import SayDialog
from screens.files import folder_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.base import BaseScreen
    from screens.ports import Exported, Progress, Saved


async def ask_down(screen: BaseScreen, folder: Path) -> None:
    """Ask for whom, what and where; write it in front of a dialog, and say what was written."""
    from screens.ports import ALL_UNITS, Choice

    backend = screen.station.backend
    units = list(await backend.enrolled_units())
    if len(units) > 1:
        units.insert(0, Choice(ALL_UNITS, _("Every station"), _("a file for each")))
    what = [Choice("new", _("What is new")), Choice("all", _("Everything"), _("for a station that lost its data"))]
    specs = [
        FieldSpec("unit", N_("Station"), "choice", required=True, choices=units),
        FieldSpec("what", N_("To send"), "choice", choices=what),
        FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder")),
        FieldSpec(
            "files", N_("Attached files"), "choice", hint=N_("of what was handed over"),
            choices=[Choice("yes", _("yes")), Choice("no", _("no"))],
        ),
    ]  # fmt: skip

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        target = await asyncio.to_thread(folder_of, values["folder"], "folder")
        unit, full, files = values["unit"], values.get("what") == "all", values["files"] == "yes"

        async def work(progress: Progress) -> Exported:
            return await backend.send_down(unit, target, progress, full=full, files=files)

        def written(result: tuple[Exported] | None) -> None:
            if result is not None:
                _say(screen, result[0])

        screen.app.call_later(screen.app.push_screen, ProgressDialog(_("Send down"), work), written)
        return Saved("export", frozenset())

    about = _("Receipts, reference data and corrections that concern this station, sealed for its laptops.")
    values = {"folder": str(folder), "files": "yes", "what": "new", "unit": units[0].value if units else ""}
    screen.app.push_screen(FormDialog(_("Send down"), specs, save, values=values, about=about))


def _say(screen: BaseScreen, done: Exported) -> None:
    from screens.ports import Saved

    if done.file is None and not done.words:
        screen.notify(_("Nothing new since the last receipt; no file was written."), timeout=6, markup=False)
    else:
        title = _("Written and read back") if done.file is not None else _("Send down")
        screen.app.push_screen(SayDialog(title, "\n".join(done.words)))
    screen.station.publish(Saved("export", frozenset({"sent_bundle"})))
