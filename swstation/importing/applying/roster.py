"""Members of staff as ledgers name them."""

from __future__ import annotations

from collections import defaultdict

from swstation.importing.applying.base import RowRefused
from swstation.importing.applying.registers import Registers


class Roster:
    """Members of staff by identity number, else by a name that only one has."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._by_number: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for staff, groups in registers.rows("staff").items():
            self.add(staff, groups["ident"]["name"], groups["ident"]["resident_id"])

    def add(self, staff: str, name: str, number: str | None) -> None:
        """Somebody, or a number that somebody is now known by."""
        if staff not in self._by_name[name]:
            self._by_name[name].append(staff)
        if number:
            self._by_number[number] = staff

    def find(self, name: str, number: str | None = None, key: str = "name") -> str | None:
        """The one meant. Raises ``RowRefused`` for a name that several have, and for the number of another name."""
        if number and (found := self._by_number.get(number)):
            if found not in self._by_name[name]:
                raise RowRefused("resident_id", "importing.number_of_other_staff")
            return found
        # Who has a number and another one is somebody else of the same name.
        named = [s for s in self._by_name.get(name, ()) if not (number and self._get(s, "resident_id"))]
        if len(named) > 1:
            raise RowRefused(key, "importing.several_staff", choices=[self._shown(s) for s in named])
        return named[0] if named else None

    def need(self, name: str, number: str | None = None, key: str = "name") -> str:
        """As ``find``, but somebody there must be."""
        found = self.find(name, number, key)
        if found is None:
            raise RowRefused(key, "importing.unknown_staff", name=name)
        return found

    def _get(self, staff: str, field: str) -> str | None:
        value: str | None = self._registers.get("staff", staff, field)
        return value

    def _shown(self, staff: str) -> str:
        return f"{self._get(staff, 'name')} {self._get(staff, 'joined_on') or ''}".strip()
