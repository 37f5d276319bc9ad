"""Settings: facts about the book, what one prefers to see, backup and the data check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Fact
    from swstation.operations.book import Book

PREFERENCES = "interface.json"
"""Beside the database: how the interface looks. Read before the book is open, so nothing personal is in it."""


class CarePart(Part):
    """Care of the book and of how it looks."""

    _preferences: dict[str, str] | None = None

    async def facts(self) -> Sequence[Fact]:
        return await self.call(_facts)

    async def backup(self) -> Path:
        return await self.call(_backup)

    async def check(self) -> Sequence[Fact]:
        return await self.call(_check)

    @property
    def _preference_file(self) -> Path:
        return self.database.with_name(self.database.name + ".d") / PREFERENCES

    def preference(self, name: str, default: str) -> str:
        """A preference of this machine."""
        return self._known_preferences().get(name, default)

    def _known_preferences(self) -> dict[str, str]:
        if self._preferences is None:
            import json

            try:
                content: Any = json.loads(self._preference_file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                content = {}
            known = content.items() if isinstance(content, dict) else ()
            self._preferences = {str(name): str(value) for name, value in known}
        return self._preferences

    def prefer(self, name: str, value: str) -> None:
        """Keep a preference; a folder that cannot be written only forgets it."""
        import contextlib
        import json

        known = self._known_preferences()
        known[name] = value
        with contextlib.suppress(OSError):
            self._preference_file.parent.mkdir(parents=True, exist_ok=True)
            self._preference_file.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _facts(book: Book) -> Sequence[Fact]:
    from db.queries.units import unit_by_code
    from screens.ports import Fact
    from swstation import divisions, lists
    from swstation.i18n import _, language
    from swstation.operations.standing import continuations, policy_of

    unit = unit_by_code(book.connection, book.unit)
    policy = policy_of(book.connection, book.unit)
    name = policy.meta.name_en if language() == "en" else policy.meta.name_zh
    decided = [one for one in continuations(book.connection, book.unit) if one.policy == policy.id]
    if decided:
        since = _("continued from {day}").format(day=decided[-1].start_on)
        name = f"{name} ({since})"
    place = unit.division if unit else ""
    facts = [
        Fact(_("Unit"), unit.name if unit else book.unit),
        Fact(_("Tier"), lists.label("tier", book.tier)),
        Fact(_("Location"), f"{divisions.path(place)}  {place}".strip()),
        Fact(_("Policy"), name),
        Fact(_("Device"), f"{book.letter}  {book.replica[:8]}"),
        Fact(_("Database"), str(book.store.path)),
    ]
    return [fact for fact in facts if fact.value]


def _backup(book: Book) -> Path:
    from swstation.operations.backup import back_up

    return back_up(book).file


def _check(book: Book) -> Sequence[Fact]:
    from screens.ports import Fact
    from swstation.i18n import _
    from swstation.operations.checkup import check_up

    return [
        Fact(one.name, (_("fine") if one.ok else "! " + _("problem")) + f"  {one.detail}")
        for one in check_up(book, repair=False)
    ]
