"""From the bytes of a policy file to a ``Policy``, or to the problems that prevent it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import IO, Final, NamedTuple

from swstation.rules.model import (
    AllowanceItem,
    Clause,
    Entry,
    EntryRoute,
    ExamRule,
    Item,
    KeyCategory,
    Meta,
    MustHold,
    Policy,
    PolicyLevel,
    RegistrationRule,
    Requirement,
    Tier,
    TitleMap,
    TrainingKind,
)
from swstation.rules.schema import Problem, check

MOST_KB: Final = 1024
"""No policy file is longer than this many KB."""

_COMMON: Final = frozenset(
    {"id", "zh", "en", "force", "source", "quote", "rule", "derived", "open", "items", "confidence"}
)


class PackText(NamedTuple):
    """A policy that a county wrote, as its text came together; ``flaw`` says why it cannot be read (a reason)."""

    name: str
    policy: str
    text: str
    flaw: str = ""

    def open(self, _mode: str = "rb") -> IO[bytes]:
        """Its bytes, as of a file."""
        return BytesIO(self.text.encode("utf-8"))


Source = Path | Traversable | PackText
"""What a policy can be read from."""


def read(source: Source) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy of a file, or every problem of it. Never raises."""
    name = source.name
    try:
        text = text_of(source)
    except OSError as error:
        return None, (Problem(name, "unreadable", params={"detail": error.strerror or str(error)}),)
    except UnicodeDecodeError as error:
        return None, (Problem(name, "unreadable", params={"detail": error.reason}),)
    if len(text) > MOST_KB * 1024:
        return None, (Problem(name, "too_large", params={"most": MOST_KB}),)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (Problem(name, "syntax", params={"detail": str(error)}),)
    problems = check(data, name)
    return (None, tuple(problems)) if problems else (_policy(data), ())


def read_head(source: Source) -> Meta:
    """The ``[meta]`` of a file, without parsing the rest; with an empty id if it cannot be read."""
    try:
        # The first array of tables ends the head.
        found = tomllib.loads(text_of(source).partition("\n[[")[0]).get("meta")
    except (OSError, ValueError, RecursionError):
        found = None
    return _meta(_Raw(found if isinstance(found, dict) else {}), "")


def text_of(source: Source) -> str:
    """The text of a policy, lines ended alike. Raises ``OSError`` and ``UnicodeDecodeError``."""
    with source.open("rb") as stream:
        raw = stream.read(4 * MOST_KB * 1024 + 1)
    # A byte order mark is what Notepad puts there.
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


class _Raw:
    """A table as read, asked for keys of a known type; what is missing has an empty value."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self.raw = raw

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.raw.get(key)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()

    def number(self, key: str) -> int:
        value = self.raw.get(key)
        return value if isinstance(value, int) else 0

    def flag(self, key: str) -> bool | None:
        value = self.raw.get(key)
        return value if isinstance(value, bool) else None

    def day(self, key: str) -> date | None:
        value = self.raw.get(key)
        return value if type(value) is date else None

    def tables(self, key: str) -> tuple[_Raw, ...]:
        value = self.raw.get(key)
        return tuple(_Raw(v) for v in value if isinstance(v, dict)) if isinstance(value, list) else ()


def _policy(data: Mapping[str, object]) -> Policy:
    """A checked document as a policy."""
    raw_meta = data["meta"]
    assert isinstance(raw_meta, dict)
    meta = _meta(_Raw(raw_meta), _Raw(data).text("status"))
    tables = {
        f"{group}.{array}": tuple(_item(meta, raw) for raw in _Raw(arrays).tables(array))
        for group, arrays in data.items()
        if group != "meta" and isinstance(arrays, dict)
        for array in arrays
    }
    return Policy(
        meta=meta,
        requirements=tuple(map(_requirement, tables.get("training.requirement", ()))),
        kinds=tuple(map(_kind, tables.get("training.kind", ()))),
        levels=tuple(map(_level, tables.get("certificates.level", ()))),
        registrations=tuple(map(_registration, tables.get("certificates.registration", ()))),
        titles=tuple(map(_title, tables.get("titles.map", ()))),
        tiers=tuple(map(_tier, tables.get("org_tiers.tier", ()))),
        tables=tables,
        exams=tuple(map(_exam, tables.get("certificates.exam", ()))),
        entries=tuple(map(_entry, tables.get("certificates.entry", ()))),
        key_talent=tuple(map(_key_talent, tables.get("talent.key", ()))),
        allowances=tuple(map(_allowance, tables.get("allowance.item", ()))),
        must_hold=tuple(map(_must_hold, tables.get("certificates.must_hold", ()))),
    )


def _meta(raw: _Raw, status: str) -> Meta:
    return Meta(
        id=raw.text("id"),
        name_zh=raw.text("name_zh"),
        name_en=raw.text("name_en"),
        region_zh=raw.text("region_zh"),
        region_en=raw.text("region_en"),
        region_kind=raw.text("region_kind"),
        divisions=raw.texts("divisions"),
        document_number=raw.text("document_number"),
        issuers=raw.texts("issuers"),
        issued=raw.day("issued"),
        effective_from=raw.day("effective_from"),
        effective_to=raw.day("effective_to"),
        status=status,
        missing=raw.texts("missing"),
        beside=raw.texts("beside"),
    )


def _item(meta: Meta, raw: _Raw) -> Item:
    return Item(
        id=raw.text("id"),
        zh=raw.text("zh"),
        en=raw.text("en"),
        force=raw.text("force"),
        clause=Clause(
            policy=meta.id,
            document=meta.document_number or meta.name_zh,
            section=raw.text("source"),
            rule=raw.text("rule"),
            quote=raw.text("quote"),
        ),
        derived=raw.texts("derived"),
        open=raw.flag("open"),
        items=tuple(
            Entry(entry.text("id"), entry.text("zh"), entry.text("en"), entry.texts("actor_zh"))
            for entry in raw.tables("items")
        ),
        extra={key: value for key, value in raw.raw.items() if key not in _COMMON},
        confidence=raw.text("confidence"),
    )


def _requirement(item: Item) -> Requirement:
    raw = _Raw(item.extra)
    return Requirement(
        id=item.id,
        zh=item.zh,
        en=item.en,
        clause=item.clause,
        tenths=raw.number("hours") * 10,
        unit=raw.text("unit"),
        unit_zh=raw.text("unit_zh"),
        basis=raw.text("basis"),
        period_start=raw.day("period_start"),
        period_end=raw.day("period_end"),
        applies_to=raw.texts("applies_to"),
        applies_to_open=bool(raw.flag("applies_to_open")),
        conditions=raw.texts("conditions"),
        counts_kinds=raw.texts("counts_kinds"),
    )


def _kind(item: Item) -> TrainingKind:
    raw = _Raw(item.extra)
    return TrainingKind(item.id, item.zh, item.en, item.clause, raw.texts("applies_to"), raw.text("audience"))


def _level(item: Item) -> PolicyLevel:
    raw = _Raw(item.extra)
    return PolicyLevel(
        id=item.id,
        zh=item.zh,
        en=item.en,
        clause=item.clause,
        order=raw.number("order") or None,
        scope=raw.text("scope") or None,
        tier=raw.text("tier") or None,
        aliases=raw.texts("aliases"),
    )


def _registration(item: Item) -> RegistrationRule:
    raw = _Raw(item.extra)
    return RegistrationRule(
        item.id,
        item.zh,
        item.en,
        item.clause,
        raw.number("first_within_months"),
        raw.number("valid_months"),
        raw.number("renew_in_last_months"),
    )


def _title(item: Item) -> TitleMap:
    return TitleMap(item.id, item.zh, item.en, item.clause, _Raw(item.extra).text("certificate"))


def _tier(item: Item) -> Tier:
    raw = _Raw(item.extra)
    return Tier(item.id, item.zh, item.en, item.clause, raw.number("order"), raw.text("admin_level"))


def _exam(item: Item) -> ExamRule:
    raw = _Raw(item.extra)
    return ExamRule(
        item.id,
        item.zh,
        item.en,
        item.clause,
        raw.text("level"),
        item.items,
        raw.number("within_years"),
        raw.number("pass_valid_years"),
        raw.number("interval_years"),
        item.confidence,
    )


def _entry(item: Item) -> EntryRoute:
    raw = _Raw(item.extra)
    return EntryRoute(
        item.id,
        item.zh,
        item.en,
        item.clause,
        raw.text("level"),
        raw.text("education"),
        raw.text("major"),
        raw.number("years"),
        raw.text("after"),
        raw.text("counted_to"),
        item.confidence,
    )


def _key_talent(item: Item) -> KeyCategory:
    raw = _Raw(item.extra)
    return KeyCategory(
        item.id,
        item.zh,
        item.en,
        item.clause,
        bool(raw.flag("native")),
        raw.text("certificate_from"),
        raw.text("title_from"),
        raw.text("education"),
        raw.texts("courses"),
        raw.texts("majors"),
    )


def _allowance(item: Item) -> AllowanceItem:
    raw = _Raw(item.extra)
    return AllowanceItem(
        id=item.id,
        zh=item.zh,
        en=item.en,
        clause=item.clause,
        kind=raw.text("kind"),
        force=item.force,
        needs=raw.texts("needs"),
        local_counts=bool(raw.flag("local_counts")),
        amount=raw.number("amount"),
        amount_min=raw.number("amount_min"),
        amount_max=raw.number("amount_max"),
        period=raw.text("period"),
        payer_zh=raw.text("payer_zh"),
    )


def _must_hold(item: Item) -> MustHold:
    raw = _Raw(item.extra)
    percent = raw.number("value") if raw.text("unit") == "percent" else 0
    return MustHold(
        item.id,
        item.zh,
        item.en,
        item.clause,
        raw.text("scope"),
        raw.day("contracts_from"),
        percent,
        raw.number("due_year"),
    )
