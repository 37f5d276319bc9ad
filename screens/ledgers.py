"""Bringing in a ledger from any page: which file, what it would do, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.progress import ProgressDialog
from screens.files import first_folder, folder_of
from screens.widgets.fields import FieldSpec
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.app import StationApp
    from screens.ports import Choice, LedgerRead, Progress, Saved

KIND_OF_PAGE = {"clients": "clients", "staff": "staff", "cases": "cases", "today": "logs"}
"""The ledger that is meant on a page, unless another is chosen."""


async def bring_in(station: StationApp) -> None:
    """Ask for a ledger and show what it would do."""
    from screens.dialogs.ledger import LedgerDialog
    from screens.ledger_page import LedgerScreen

    kinds = await station.backend.ledger_kinds()
    kind = KIND_OF_PAGE.get(station.current_mode, kinds[0].value)

    def read(found: LedgerRead | None) -> None:
        if found is not None:
            station.push_screen(LedgerScreen(found, {choice.value: choice.label for choice in kinds}))

    station.push_screen(LedgerDialog(kinds, kind), read)


async def rehearse(station: StationApp, kind: str, file: Path, sheet: str) -> LedgerRead | Refusal | None:
    """Read a ledger behind a progress dialog. A refusal comes back as it is; None if it was stopped."""

    async def work(progress: Progress) -> LedgerRead | Refusal:
        try:
            return await station.backend.read_ledger(kind, file, sheet, progress)
        except Refusal as refusal:
            return refusal

    done = await station.push_screen_wait(ProgressDialog(_("Reading {file}").format(file=file.name), work))
    return done[0] if done else None


async def ask_template(station: StationApp) -> None:
    """Ask for which ledger a template is wanted, and where."""
    kinds = await station.backend.ledger_kinds()
    template_form(station, kinds, KIND_OF_PAGE.get(station.current_mode, kinds[0].value))


def template_form(station: StationApp, kinds: Sequence[Choice], kind: str) -> None:
    """Write an empty ledger to fill in."""
    specs = [
        FieldSpec("kind", N_("Ledger"), kind="choice", required=True, choices=kinds),
        FieldSpec("folder", N_("Folder"), required=True, hint=N_("where the file shall be")),
    ]

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        folder = folder_of(values["folder"], "folder")
        file = await station.backend.write_template(values["kind"], folder)
        station.notify(_("Template written: {file}").format(file=file), timeout=10, markup=False)
        return Saved("template", frozenset())

    about = _("With headings, lists to choose from and an example on its second sheet.")
    values = {"kind": kind, "folder": str(first_folder())}
    station.push_screen(FormDialog(_("Template"), specs, save, values=values, about=about))
