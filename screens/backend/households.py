"""Households, what else a client's file says, and likely doubles of somebody new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part
from screens.backend.clients import LOGS_SHOWN, category_words, gender_word
from screens.backend.logs import entry_of, village_name
from screens.backend.masks import masked_address, masked_phone
from screens.backend.seeing import seen_in, token
from screens.widgets.fields import SEEN

if TYPE_CHECKING:
    from db.queries.candidates import Filed
    from db.queries.care import HouseholdRow as StoredHousehold
    from screens.ports import Entry, Fact, Saved
    from screens.ports_households import ClientCare, HouseholdPage, HouseholdRow, LikelyFile
    from swstation.operations.book import Book

MORE = (
    "relation", "attention_level", "risk_note", "risk_on", "guardian", "guardian_relation", "guardian_phone",
    "emergency_contact", "emergency_phone", "residence", "ethnic_group", "living_situation", "self_care", "health",
    "disability_kind", "disability_grade", "worker",
)  # fmt: skip
"""Fields of the second form of a client's file."""
MOST = 200


class HouseholdPart(Part):
    """Households and their like."""

    _filed: tuple[int, list[Filed]] | None = None

    async def client_care(self, client_id: str, as_of: date) -> ClientCare:
        return await self.call(_care, client_id, as_of)

    async def client_more(self, client_id: str) -> Mapping[str, str]:
        return await self.call(_more, client_id)

    async def save_client_more(self, client_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.clients import edit_client

        given: dict[str, Any] = {name: values[name] or None for name in MORE if name in values}
        changes = await self.call(edit_client, client_id, given, seen=seen_in(values.get(SEEN, "")))
        return self.saved(changes, client_id)

    async def households(self, typed: str) -> Sequence[HouseholdRow]:
        return await self.call(_households, typed, self.today)

    async def household_page(self, household_id: str, as_of: date) -> HouseholdPage:
        return await self.call(_page, household_id, as_of)

    async def household_form(self, household_id: str) -> Mapping[str, str]:
        return await self.call(_form, household_id, self.today)

    async def save_household(self, household_id: str | None, values: Mapping[str, str]) -> Saved:
        from swstation.operations.households import edit_household, make_household

        given = {name: values.get(name) or None for name in ("number", "head", "village", "address") if name in values}
        if household_id is not None:
            return self.saved(await self.call(edit_household, household_id, given), household_id)
        head = given.get("head")
        made, changes = await self.call(make_household, given, [(head, None)] if head else [])
        return self.saved(changes, made)

    async def join_household(self, client_id: str, household_id: str, relation: str) -> Saved:
        from swstation.operations.households import join_household

        changes = await self.call(join_household, client_id, household_id, relation or None)
        return self.saved(changes, client_id)

    async def leave_household(self, client_id: str) -> Saved:
        from swstation.operations.households import leave_household

        return self.saved(await self.call(leave_household, client_id), client_id)

    async def add_household_category(self, household_id: str, category: str, on: date) -> Saved:
        from swstation.operations.households import add_household_category

        changes = await self.call(add_household_category, household_id, category, on.isoformat())
        return self.saved(changes, household_id)

    async def end_household_category(self, household_id: str, category: str, on: date) -> Saved:
        from swstation.operations.households import end_household_category

        changes = await self.call(end_household_category, household_id, category, on.isoformat())
        return self.saved(changes, household_id)

    async def likely_files(self, values: Mapping[str, str]) -> Sequence[LikelyFile]:
        return await self.call(self._likely, values)

    def _likely(self, book: Book, values: Mapping[str, str]) -> Sequence[LikelyFile]:
        from db.queries.clients import clients_by_ids
        from screens.backend.clients import row_of
        from screens.ports_households import LikelyFile
        from swstation.operations.likely import everybody, likely

        if self._filed is None or self._filed[0] != self.version:
            self._filed = (self.version, everybody(book.connection))
        typed = {name: values.get(name) for name in ("name", "birth_date", "resident_id", "village")}
        found = {one.client: one for one in likely(typed, self._filed[1])}
        rows = clients_by_ids(book.connection, list(found), self.today.isoformat()) if found else []
        out = []
        for stored in rows:
            row, one = row_of(stored, self.today), found[stored.id]
            about = "  ".join(part for part in (stored.birth_date or "", row.village, row.categories) if part)
            out.append(LikelyFile(row.id, row.name, about, one.words, one.strong))
        return out

    async def not_the_same(self, client_id: str, others: Sequence[str]) -> None:
        await self.call(_apart, client_id, others)


def _apart(book: Book, client_id: str, others: Sequence[str]) -> None:
    from swstation.operations.links import DIFFERENT, decide

    for other in others:
        decide(book, client_id, other, DIFFERENT)


def _care(book: Book, client_id: str, as_of: date) -> ClientCare:
    from db.queries.attachments import attachments
    from db.queries.care import care
    from db.queries.logs import LogFilter, log_list
    from screens.ports_households import ClientCare
    from swstation.operations.links import persons

    row = care(book.connection, client_id)
    if row is None:
        raise Refusal("client.unknown", token=client_id)
    files = persons(book.connection).members(client_id)
    logs = {
        log.id: log for file in files for log in log_list(book.connection, LogFilter(client=file, limit=LOGS_SHOWN))
    }
    ordered = sorted(logs.values(), key=lambda log: (log.service_date, log.entered_at, log.id), reverse=True)
    entries: list[Entry] = [entry_of(log) for log in ordered[:LOGS_SHOWN]]
    return ClientCare(
        _tags(book, client_id, as_of), _facts(book, row), entries, len(files), row.household or "",
        len(attachments(book.connection, "client", client_id)),
    )  # fmt: skip


def _tags(book: Book, client_id: str, as_of: date) -> list[tuple[str, str]]:
    from db.queries.care import care
    from swstation import lists, standards
    from swstation.i18n import _
    from swstation.operations.case_file import birth_date, consent_facts
    from swstation.operations.reminders import child_facts, incident_facts
    from swstation.rules import child_files, consents
    from swstation.rules.ages import under

    row = care(book.connection, client_id)
    rule = standards.consent_rule()
    born = birth_date(row.birth_date, row.resident_id) if row else None
    tags = []
    if under(born, rule.guardian_below, as_of):
        tags.append((_("under {years}").format(years=rule.guardian_below), "bad"))
    person = consents.Consenting(client_id, "", born)
    found = consents.standing(person, consent_facts(book.connection, client_id), as_of, rule)
    words = {
        consents.HOLDS: (_("consent"), "good"),
        consents.ENDING: (_("consent until {day}").format(day=found.until), "caution"),
        consents.ENDED: (_("consent has ended"), "bad"),
        consents.WITHDRAWN: (_("consent withdrawn"), "bad"),
        consents.GUARDIAN: (_("guardian's consent missing"), "bad"),
        consents.NONE: (_("no consent yet"), "muted"),
    }
    tags.append(words[found.state])
    ages = standards.child_ages()
    for child in child_facts(book.connection, client=client_id):
        if child_files.in_force(child, ages, as_of):
            tags.append((lists.label("child_file_kind", child.kind), "caution"))
    for incident in incident_facts(book.connection, client=client_id):
        if incident.closed_on is None:
            kind = lists.label("incident_kind", incident.kind)
            tags.append(
                (_("! not reported: {kind}").format(kind=kind) if incident.reported_on is None else kind, "bad")
            )
    return tags


def _facts(book: Book, row: Any) -> list[Fact]:
    from db.queries.care import household_by_id
    from screens.ports import Fact
    from swstation import lists
    from swstation.errors import field_label
    from swstation.i18n import _, ngettext

    lines = [
        (field_label("risk_note"), "  ".join(part for part in (row.risk_note, row.risk_on) if part)),
        (field_label("guardian_relation"), row.guardian_relation),
        (field_label("emergency_contact"), row.emergency_contact),
        (field_label("emergency_phone"), masked_phone(row.emergency_phone)),
        (field_label("living_situation"), lists.label("living_situation", row.living_situation)),
        (field_label("self_care"), lists.label("self_care", row.self_care)),
        (field_label("health"), row.health),
        (field_label("ethnic_group"), row.ethnic_group),
    ]
    household = household_by_id(book.connection, row.household, "9999-12-31") if row.household else None
    if household is not None:
        people = ngettext("{n} person", "{n} people", household.members).format(n=household.members)
        lines.append((_("Household"), f"{household.head_name or ''}  {people}".strip()))
    return [Fact(label, value) for label, value in lines if value]


def _more(book: Book, client_id: str) -> Mapping[str, str]:
    from db.queries.registers import row_values

    with book.store.snapshot() as connection:
        row = row_values(connection, "client", bytes.fromhex(client_id)) or {}
        seen = token(book, "client", client_id)
    return {**{name: str(row.get(name) or "") for name in MORE}, SEEN: seen}


def _place(row: StoredHousehold) -> str:
    return village_name(row)


def _households(book: Book, typed: str, today: date) -> Sequence[HouseholdRow]:
    from db.queries.care import households
    from screens.ports_households import HouseholdRow
    from swstation.pinyin import match

    found = [
        HouseholdRow(
            one.id, one.head_name or "", one.number or "", _place(one), one.members, category_words(one.categories)
        )
        for one in households(book.connection, today.isoformat())
    ]
    if typed:
        found = [one for one in found if any(match(typed, text) is not None for text in one[1:4] if text)]
    return found[: MOST if typed else None]


def _page(book: Book, household_id: str, as_of: date) -> HouseholdPage:
    from db.queries.care import household_by_id, household_categories, members
    from screens.ports import Fact
    from screens.ports_households import HouseholdPage, Member
    from swstation import lists
    from swstation.errors import field_label
    from swstation.i18n import _

    row = household_by_id(book.connection, household_id, as_of.isoformat())
    if row is None:
        raise Refusal("client.unknown_household", token=household_id)
    people = [
        Member(
            one.id, one.name, one.relation or "", gender_word(one.gender), _age(one.birth_date, as_of),
            date.fromisoformat(one.last_met) if one.last_met else None, one.file_state == "ended",
        )
        for one in members(book.connection, household_id)
    ]  # fmt: skip
    facts = [
        Fact(field_label("number"), row.number or ""),
        Fact(_("Village"), _place(row)),
        Fact(_("Address"), masked_address(row.address)),
    ]
    held = [
        (one.id, "  ".join(part for part in (lists.label("category", one.category), one.level, one.start_on) if part))
        for one in household_categories(book.connection, household_id)
        if one.end_on is None or one.end_on > as_of.isoformat()
    ]
    return HouseholdPage(row.head_name or "", [fact for fact in facts if fact.value], people, held)


def _age(birth: str | None, on: date) -> int | None:
    if not birth:
        return None
    born = date.fromisoformat(birth)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _form(book: Book, household_id: str, today: date) -> Mapping[str, str]:
    from db.queries.care import household_by_id

    row = household_by_id(book.connection, household_id, today.isoformat())
    if row is None:
        raise Refusal("client.unknown_household", token=household_id)
    values = {"number": row.number, "head": row.head, "village": row.village, "address": row.address}
    return {name: value or "" for name, value in values.items()}
