"""Who may be on file already, while a new client is typed: by number, one slip in it, name with birth date and village,
a name that sounds alike. Nothing is fused; what somebody says is "not the same" is remembered (``links``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from db.queries.candidates import Filed, all_filed, birth_of, name_key, number_of
from db.store import Connection
from swstation import matching
from swstation.i18n import N_, _
from swstation.operations.persons import ground_words

SAME_NAME: Final = "same_name"
SAME_SOUND: Final = "same_sound"
_WEAK: Final = {SAME_NAME: N_("same name"), SAME_SOUND: N_("a name that sounds alike")}
_ORDER: Final = (*matching.GROUNDS, SAME_SOUND, SAME_NAME)
MOST: Final = 5
NEW: Final = "f" * 32
"""The id of the one who is typed, after all there are."""


class Likely(NamedTuple):
    """A file that may be of the person who is typed, on a ground of ``matching`` or a weaker one of the name alone."""

    client: str
    ground: str

    @property
    def strong(self) -> bool:
        """Whether one should look before opening a new file: more than a name is alike."""
        return self.ground in matching.GROUNDS

    @property
    def words(self) -> str:
        """The ground in words."""
        return _(_WEAK[self.ground]) if self.ground in _WEAK else ground_words(self.ground)


def everybody(connection: Connection) -> list[Filed]:
    """All files, to be compared with; read once while one types."""
    return all_filed(connection)


def likely(typed: Mapping[str, str | None], known: Sequence[Filed]) -> list[Likely]:
    """The files that ``typed`` (name, birth_date, resident_id, village) may be of, the likeliest first, few of them."""
    name = name_key(typed.get("name") or "")
    number = number_of(typed.get("resident_id") or None)
    if len(name) < 2 and number is None:
        return []
    birth = typed.get("birth_date") or birth_of(typed.get("resident_id") or None)
    new = Filed(NEW, "", name, birth, typed.get("village") or None, number)
    found = [(ground, one.id) for one in known if (ground := ground_of(new, one)) is not None]
    found.sort(key=lambda two: (_ORDER.index(two[0]), two[1]))
    return [Likely(client, ground) for ground, client in found[:MOST]]


def ground_of(new: Filed, one: Filed) -> str | None:
    """On what ground two files may be of one person; the strongest, ``None`` for none."""
    if new.number is not None and one.number is not None:
        if new.number == one.number:
            return matching.NUMBER
        if new.key == one.key and matching.one_slip(new.number, one.number):
            return matching.NUMBER_NEAR
        return None  # two people have two numbers
    births = {new.birth, one.birth} - {None}
    if len(births) > 1:
        return None
    same_birth = new.birth is not None and new.birth == one.birth
    villages = {new.village, one.village} - {None}
    same_village = new.village is not None and new.village == one.village
    if new.key == one.key:
        if same_birth and same_village:
            return matching.NAME_BIRTH_VILLAGE
        if same_birth and len(villages) < 2:
            return matching.NAME_BIRTH
        return SAME_NAME
    if matching.sounds_alike(new.key, one.key):
        if same_birth and same_village:
            return matching.SOUND
        return SAME_SOUND if same_village else None
    return None
