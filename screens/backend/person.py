"""The page of a person: sections put together from what the registers hold and what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports_people import PersonPage, PersonSection
    from swstation.operations.book import Book


class PersonPart(Part):
    """One person."""

    async def person_page(self, staff_id: str, as_of: date) -> PersonPage:
        return await self.call(_page, staff_id, as_of)


def _page(book: Book, staff_id: str, as_of: date) -> PersonPage:
    from db.queries.units import units
    from db.queries.workers import workers
    from screens.backend.people import bars_of, staff_row
    from screens.ports_people import PersonPage
    from swstation.operations.handing import in_hand
    from swstation.operations.workers import dossier

    with book.store.snapshot() as connection:
        said = dossier(connection, staff_id, as_of)
        stored = next(iter(workers(connection, staff=staff_id)), None)
        if said is None or stored is None:
            raise Refusal("people.unknown", token=staff_id)
        names = {unit.code: unit.name for unit in units(connection)}
        return PersonPage(
            staff_row(book, staff_id, as_of),
            names.get(stored.unit, stored.unit),
            bars_of(book, staff_id, as_of),
            _sections(book, staff_id, as_of),
            len(in_hand(connection, staff_id, as_of).cases),
            len(said.findings),
        )


def _sections(book: Book, staff_id: str, as_of: date) -> Sequence[PersonSection]:
    from screens.backend import person_records as records
    from screens.backend import person_rules as rules
    from screens.ports import Choice
    from screens.ports_people import PersonSection
    from swstation.i18n import _
    from swstation.operations.sheets import Wording
    from swstation.operations.workers import dossier
    from swstation.sheets import find

    said = dossier(book.connection, staff_id, as_of)
    assert said is not None
    found = records.Records(book, staff_id, Wording(book))

    def adds(*tables: str) -> list[Choice]:
        return [Choice(table, _(one.one)) for table in tables if (one := find(table)) is not None]

    return [
        PersonSection("overview", _("Overview"), [*found.fields(), *found.assignments(), *rules.findings(said)]),
        PersonSection(
            "certificates", _("Certificates"), [*rules.standing(said, as_of), *found.certificates()],
            adds("certificate", "registration", "exam_result"), (_("No certificate yet."), _("Insert adds one.")),
        ),
        PersonSection(
            "training", _("Training"), found.trainings(), (), (_("No training yet."), _("F5 adds one.")),
        ),
        PersonSection(
            "posts", _("Posts, supervision"), found.posts(),
            adds("post_holding", "mentoring"),
            (_("No post, supervision or mentoring yet."), _("Insert adds one.")),
        ),
        PersonSection(
            "evaluations", _("Appraisal, credit"), found.evaluations(), adds("evaluation", "credit_entry", "complaint"),
            (_("No appraisal, credit entry or complaint yet."), _("Insert adds one.")),
        ),
        PersonSection(
            "money", _("Pay, honours"), [*rules.allowances(said), *found.money()],
            adds("subsidy_payment", "honour"), (_("No allowance, payment or honour yet."), _("Insert adds one.")),
        ),
        PersonSection("timeline", _("Timeline"), found.timeline(), (), (_("Nothing with a date yet."),)),
    ]  # fmt: skip
