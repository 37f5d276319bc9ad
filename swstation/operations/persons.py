"""Two files side by side: matched without showing who, and shown in full for a reason that is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db import local
from db.queries.candidates import birth_of
from db.queries.clients import ClientRow, clients_by_ids
from db.queries.units import units
from swstation import divisions, matching
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.links import OPEN, SAME, Twins, twins

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Side:
    """One file of a pair. Masked: a part of the name, the year of birth, unit and village, the ends of the number."""

    id: str
    name: str
    born: str
    where: str
    unit: str
    number: str
    phone: str = ""
    address: str = ""
    opened_on: str = ""
    file_state: str = ""
    last_met: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair as people see it."""

    a: str
    b: str
    ground: str
    state: str
    by: str
    at: str
    reason: str
    decided_here: bool
    sides: Sequence[Side]

    @property
    def words(self) -> str:
        """On what ground the two are likely."""
        return ground_words(self.ground)

    @property
    def state_words(self) -> str:
        """What was decided."""
        return _("not decided") if self.state == OPEN else _("one person") if self.state == SAME else _("two people")


def ground_words(ground: str) -> str:
    """A ground in words."""
    return _(matching.GROUND_WORDS[ground]) if ground in matching.GROUND_WORDS else _("named by hand")


def shown(book: Book, found: Sequence[Twins], *, reveal: bool = False) -> list[Shown]:
    """Pairs with both files, masked unless ``reveal``."""
    ids = list(dict.fromkeys(client for one in found for client in (one.a, one.b)))
    rows: dict[str, ClientRow] = {}
    for start in range(0, len(ids), _CHUNK):
        some = clients_by_ids(book.connection, ids[start : start + _CHUNK], date.max.isoformat())
        rows |= {row.id: row for row in some}
    names = {row.code: row.name for row in units(book.connection)}
    return [
        Shown(
            one.a, one.b, one.ground, one.state,
            (one.link.worker or one.link.unit) if one.link else "", one.link.at[:10] if one.link else "",
            (one.link.reason or "") if one.link else "", one.link is not None,
            [side(rows[client], names, reveal=reveal) for client in (one.a, one.b) if client in rows],
        )
        for one in found
    ]  # fmt: skip


def revealed(book: Book, a: str, b: str) -> Shown:
    """A pair in full; that it was looked at is written into the audit trail for both files."""
    one, other = matching.pair(a, b)
    found = next((two for two in twins(book.connection) if (two.a, two.b) == (one, other)), None)
    with book.store.transaction() as connection:
        for client in (one, other):
            local.audit(connection, book.source.at(), book.worker, "reveal", "client", client, "person")
    return shown(book, [found or Twins(one, other, "", OPEN)], reveal=True)[0]


def side(row: ClientRow, names: dict[str, str], *, reveal: bool) -> Side:
    """A file, masked or in full."""
    unit = names.get(row.owner, row.owner)
    village = row.village_name or (divisions.name(row.village) if row.village else "") or row.village or ""
    born = row.birth_date or birth_of(row.resident_id) or ""
    where = "  ".join(part for part in (unit, village) if part)
    if reveal:
        return Side(
            row.id, row.name, born, where, row.owner, row.resident_id or "", row.phone or "",
            row.address or "", row.opened_on, row.file_state, row.last_met or "",
        )  # fmt: skip
    return Side(row.id, masked_name(row.name), born[:4], where, row.owner, masked_number(row.resident_id))


def masked_name(name: str) -> str:
    """``王*英``, ``王*``: enough to tell two entries apart, not enough to know who it is."""
    text = name.strip()
    if len(text) < 2:
        return "*"
    return f"{text[0]}*" if len(text) == 2 else text[0] + "*" * (len(text) - 2) + text[-1]


def masked_number(text: str | None) -> str:
    """The last two characters of an identity number: where a slip is, the two differ or not."""
    return "" if not text else "*" * max(0, len(text) - 2) + text[-2:]
