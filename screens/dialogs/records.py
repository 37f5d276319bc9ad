"""Go to any record: a person or a case, by name, initials or number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.dialogs.picker import Picker
from screens.ports import Choice
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.app import StationApp

KINDS = {"client": N_("client"), "case": N_("case"), "staff": N_("worker")}


class RecordDialog(Picker):
    """Dismisses with ``kind/id``."""

    def __init__(self) -> None:
        super().__init__(_("Go to"), search=self._records, placeholder=_("Name, initials or case number"))

    async def _records(self, typed: str) -> Sequence[Choice]:
        if not typed:
            return []
        app: StationApp = self.station
        found = await app.backend.find_records(typed)
        return [
            Choice(
                f"{one.kind}/{one.id}",
                one.name,
                "  ".join(part for part in (one.remark, _(KINDS.get(one.kind, ""))) if part),
            )
            for one in found
        ]
