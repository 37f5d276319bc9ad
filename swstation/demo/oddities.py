"""What real registers hold besides the ordinary: equal names, rare characters, double files, two opinions."""

from __future__ import annotations

from datetime import date
from random import Random

from db.gateway import Change
from db.ids import derived_id
from swstation.demo.identity import Identities
from swstation.demo.plan import Laptop
from swstation.demo.roster import Roster
from swstation.demo.words import data

SHARED_BIRTH = date(1951, 6, 10)
"""Birthday of the one person who is on file twice, on both laptops of the first station; of a share nobody has."""


def profile(laptop: Laptop) -> Change:
    """What kind of place the station is in. The two laptops of one station do not agree on the population."""
    urban = sum(village.residence == "urban" for village in laptop.villages) * 2 > len(laptop.villages)
    values = {
        "residence": "urban" if urban else "rural",
        "population": 20_000 + laptop.station * 3_170 + laptop.index * 9,
    }  # fmt: skip
    return Change("unit", derived_id("unit", laptop.unit), {"profile": values})


def people(roster: Roster, changes: list[Change], laptop: Laptop) -> None:
    """Give some of the files about to be written odd names: twice the same, rare characters, four characters.

    On both laptops of the first station one and the same person is put on file.
    """
    names = data()["names"]
    heads = [person for person in roster.people if person.id in _heads(changes)]
    wanted = [heads[0].name, names["four_characters"], *names["rare"]]
    ident = {change.row: change.groups["ident"] for change in changes if change.table == "client"}
    for person, name in zip(heads[1:], wanted, strict=False):
        person.name = ident[person.id]["name"] = name
    if laptop.station == 0:
        double = heads[len(wanted) + 1]
        number = Identities(Random(0), -1).number(SHARED_BIRTH, "female")
        ident[double.id].update(
            name=names["double"], gender="female", birth_date=SHARED_BIRTH.isoformat(), resident_id=number
        )
        double.name, double.gender, double.birth = names["double"], "female", SHARED_BIRTH
    known = {person.id: person.name for person in heads}
    for change in changes:
        if change.table == "household":
            change.groups["ident"]["head_name"] = known[change.groups["ident"]["head"]]


def _heads(changes: list[Change]) -> set[str]:
    return {change.groups["ident"]["head"] for change in changes if change.table == "household"}
