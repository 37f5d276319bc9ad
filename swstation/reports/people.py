"""Who is one person in a report: files are counted by the person they are of, once somebody has said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.queries import links as reads
from db.queries.report import ContactFact
from db.store import Connection
from swstation.matching import Persons
from swstation.reports.model import Double
from swstation.reports.tally import Tally


@dataclass(frozen=True, slots=True)
class People:
    """Verdicts about files, ready to be asked for each of them. ``houses``: the household of a person with several
    files, by the one file that stands for all: that of the first of them that has one."""

    who: Persons = field(default_factory=Persons)
    houses: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.who)

    def of(self, client: str) -> str:
        """The file that stands for the person."""
        return self.who.of(client)

    def house(self, client: str, house: str) -> str:
        """What counts as the household of a file whose own is ``house``."""
        person = self.who.of(client)
        return self.houses.get(person, person if house == client else house)

    def contact(self, one: ContactFact) -> ContactFact:
        """A contact with the person of the file."""
        person = self.who.of(one.client)
        house = self.houses.get(person, one.household)
        return one if person == one.client and house == one.household else one._replace(client=person, household=house)


def of_all(connection: Connection) -> People:
    """All verdicts in force. Costs nothing where there are none."""
    from swstation.operations.links import persons

    if not reads.any_link(connection):
        return People()
    who = persons(connection)
    files = [client for several in who.several() for client in several]
    own = reads.households_of(connection, files)
    houses = {}
    for several in who.several():
        house = next((own[client] for client in several if client in own), None)
        if house is not None:
            houses[several[0]] = house
    return People(who, houses)


def doubles(connection: Connection, people: People, month: Tally) -> tuple[Double, ...]:
    """The likely pairs nobody has decided about, of which both people are counted in the month; each pair once."""
    from swstation.operations.links import undecided

    counted = set().union(*(cell.members for key, cell in month.cells.items() if key[0] in _OF_PEOPLE))
    found: dict[tuple[str, ...], Double] = {}
    for one in undecided(connection, people.who):
        two = tuple(sorted((people.of(one.a), people.of(one.b))))
        if counted.issuperset(two):
            found.setdefault(two, Double(one.a, one.b, one.ground))
    return tuple(found.values())


_OF_PEOPLE = frozenset({"3", "4", "15"})
"""Figures whose members are people."""
