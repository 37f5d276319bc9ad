"""The shape of a policy file: which tables, which keys, which values. Finds problems, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from db.errors import Refusal
from swstation.i18n import _
from swstation.rules.schema_tables import (
    CHOICES,
    COMMON,
    COMMON_OPTIONAL,
    DATE,
    FLAG,
    LIST_OF_TABLES,
    MAY_BE_ZERO,
    META_OPTIONAL,
    META_REQUIRED,
    NEEDS,
    NUMBER,
    SCHEMA_VERSION,
    TABLES,
    TEXT,
    TEXTS,
    TRAINING_CHOICES,
    TYPES,
)


class Problem(NamedTuple):
    """Why a policy file is not used: the file, the table, the item in it, the key, and the reason.

    ``reason`` is a key of ``swstation/messages/policy.py``; ``table``, ``item`` and ``key`` are empty where
    the reason concerns the whole file.
    """

    file: str
    reason: str
    table: str = ""
    item: str = ""
    key: str = ""
    choices: tuple[str, ...] = ()
    params: Mapping[str, object] = MappingProxyType({})

    def refusal(self) -> Refusal:
        """The same as a refusal, to be shown by ``swstation.errors.message``."""
        refusal = Refusal(f"policy.{self.reason}", token=self.key or None, choices=self.choices)
        refusal.params.update(self.params)
        if "wanted" in self.params:
            refusal.params["wanted"] = _(str(self.params["wanted"]))
        refusal.params.update(
            file=self.file,
            table=self.table,
            item=self.item,
            key=self.key,
            where=f" [{self.table} {self.item}]".replace(" ]", "]") if self.table else "",
            allowed=" ".join(self.choices) or "-",
        )
        return refusal


def check(data: Mapping[str, object], file: str) -> list[Problem]:
    """Every problem of a parsed policy file; an empty list means that it can be used."""
    return list(_Checker(file).document(data))


class _Checker:
    def __init__(self, file: str) -> None:
        self.file = file

    def problem(
        self,
        reason: str,
        table: str = "",
        item: str = "",
        key: str = "",
        choices: tuple[str, ...] = (),
        **params: object,
    ) -> Problem:
        return Problem(self.file, reason, table, item, key, choices, params)

    def document(self, data: Mapping[str, object]) -> Iterator[Problem]:
        version = data.get("schema_version")
        if type(version) is int and version > SCHEMA_VERSION:
            yield self.problem("newer_schema", key="schema_version", version=version, known=SCHEMA_VERSION)
            return
        for key, wanted in (("schema_version", NUMBER), ("status", TEXT)):
            if key in data:
                yield from self.value("", "", key, data[key], wanted)
            else:
                yield self.problem("missing_key", key=key)
        yield from self.meta(data.get("meta"))
        groups = {name.split(".")[0] for name in TABLES}
        for name, group in data.items():
            if name in ("schema_version", "status", "meta"):
                continue
            if name not in groups:
                yield self.problem("unknown_table", name, choices=_near(name, groups))
            elif not isinstance(group, dict):
                yield self.problem("not_tables", name)
            else:
                for array, items in group.items():
                    yield from self.array(f"{name}.{array}", items)
        if all(isinstance(group, dict) for name, group in data.items() if name in groups):
            yield from self.references(data)

    def meta(self, meta: object) -> Iterator[Problem]:
        if not isinstance(meta, dict):
            yield self.problem("missing_meta", "meta")
            return
        yield from self.keys("meta", "", meta, META_REQUIRED, META_OPTIONAL)
        if any(type(meta.get(key)) is not date for key in ("effective_from", "effective_to")):
            pass
        elif meta["effective_to"] < meta["effective_from"]:
            yield self.problem("end_before_start", "meta", key="effective_to", start="effective_from")
        id = meta.get("id")
        if isinstance(id, str) and not _is_code(id):
            yield self.problem("bad_id", "meta", key="id", value=id)
        divisions = meta.get("divisions")
        if isinstance(divisions, list):
            for code in divisions:
                if isinstance(code, str) and code and not (code.isascii() and code.isdigit() and len(code) <= 12):
                    yield self.problem("bad_division", "meta", key="divisions", value=code)

    def array(self, table: str, items: object) -> Iterator[Problem]:
        if table not in TABLES:
            yield self.problem("unknown_table", table, choices=_near(table, TABLES))
            return
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            yield self.problem("not_array", table)
            return
        needed, allowed = (tuple(keys.split()) for keys in TABLES[table])
        seen: set[object] = set()
        for number, item in enumerate(items, 1):
            name = item["id"] if isinstance(item.get("id"), str) else f"#{number}"
            if name in seen:
                yield self.problem("duplicate_id", table, name, "id")
            seen.add(name)
            yield from self.keys(table, name, item, (*COMMON, *needed), COMMON_OPTIONAL | set(allowed))
            yield from self.sense(table, name, item)

    def keys(
        self,
        table: str,
        name: str,
        item: Mapping[str, object],
        needed: tuple[str, ...],
        allowed: frozenset[str] | set[str],
    ) -> Iterator[Problem]:
        for key in needed:
            if key not in item:
                yield self.problem("missing_key", table, name, key)
        known = {*needed, *allowed}
        for key, value in item.items():
            if key not in known:
                yield self.problem("unknown_key", table, name, key, _near(key, known))
            else:
                yield from self.value(table, name, key, value, TYPES.get(key, TEXT))

    def value(self, table: str, name: str, key: str, value: object, wanted: str) -> Iterator[Problem]:
        if not _has_type(value, wanted):
            yield self.problem("wrong_type", table, name, key, wanted=wanted, value=_short(value))
            return
        choices = CHOICES.get(key)
        if table == "training.requirement":
            choices = TRAINING_CHOICES.get(key, choices)
        if choices and value not in choices:
            yield self.problem("bad_choice", table, name, key, choices, value=_short(value))
        elif key in ("id", "zh") and value == "":
            yield self.problem("empty", table, name, key)
        elif key == "id" and table != "meta" and not _is_code(str(value)):
            yield self.problem("bad_id", table, name, key, value=_short(value))
        elif wanted == NUMBER and isinstance(value, int) and value < (0 if key in MAY_BE_ZERO else 1):
            yield self.problem("too_small", table, name, key, value=value)
        elif key == "needs" and isinstance(value, list):
            for word in value:
                if word not in NEEDS:
                    yield self.problem("bad_choice", table, name, key, NEEDS, value=_short(word))
        elif key == "items" and isinstance(value, list):
            yield from self.entries(table, name, value)

    def entries(self, table: str, name: str, entries: list[dict[str, object]]) -> Iterator[Problem]:
        seen: set[str] = set()
        for number, entry in enumerate(entries, 1):
            id = str(entry.get("id", f"#{number}"))
            inner = f"{name}.items.{id}"
            if id in seen:
                yield self.problem("duplicate_id", table, inner, "id")
            seen.add(id)
            yield from self.keys(table, inner, entry, ("id", "zh", "en"), {"actor_zh"})

    def sense(self, table: str, name: str, item: Mapping[str, object]) -> Iterator[Problem]:
        """What holds between the keys of one item."""
        if table == "training.requirement" and item.get("basis") == "period":
            for key in ("period_start", "period_end"):
                if key not in item:
                    yield self.problem("missing_key", table, name, key)
        start, end = item.get("period_start"), item.get("period_end")
        if type(start) is date and type(end) is date and end < start:
            yield self.problem("end_before_start", table, name, "period_end", start="period_start")
        if item.get("op") == "between":
            for key in ("value_min", "value_max"):
                if key not in item:
                    yield self.problem("missing_key", table, name, key)
        for low, high in (
            ("value_min", "value_max"),
            ("amount_min", "amount_max"),
            ("term_years_min", "term_years_max"),
        ):
            small, big = item.get(low), item.get(high)
            if type(small) is int and type(big) is int and big < small:
                yield self.problem("end_before_start", table, name, high, start=low)
        ceiling = {"percent": 100, "permille": 1000}.get(str(item.get("unit")))
        for key in ("value", "value_min", "value_max"):
            value = item.get(key)
            if ceiling and type(value) is int and value > ceiling:
                yield self.problem("too_big", table, name, key, value=value, most=ceiling)

    def references(self, data: Mapping[str, object]) -> Iterator[Problem]:
        """What one item says of another must be there."""
        for table, key, target in (
            ("training.requirement", "counts_kinds", "training.kind"),
            ("titles.map", "certificate", "certificates.level"),
            ("certificates.exam", "level", "certificates.level"),
            ("certificates.entry", "level", "certificates.level"),
            ("certificates.entry", "after", "certificates.level"),
            ("talent.key", "certificate_from", "certificates.level"),
        ):
            known = {str(item.get("id")) for item in _items(data, target)}
            for item in _items(data, table):
                value = item.get(key, [])
                for id in value if isinstance(value, list) else [value]:
                    if isinstance(id, str) and id not in known:
                        yield self.problem(
                            "unknown_reference",
                            table,
                            str(item.get("id", "")),
                            key,
                            tuple(sorted(known)),
                            value=id,
                            target=target,
                        )


def _items(data: Mapping[str, object], table: str) -> list[dict[str, object]]:
    group, _dot, array = table.partition(".")
    found = data.get(group, {})
    items = found.get(array, []) if isinstance(found, dict) else []
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _has_type(value: object, wanted: str) -> bool:
    if wanted == TEXTS:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    if wanted == LIST_OF_TABLES:
        return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
    # Exact types: true is no number and an instant is no day.
    return type(value) is {TEXT: str, NUMBER: int, DATE: date, FLAG: bool}[wanted]


def _is_code(text: str) -> bool:
    return bool(text) and len(text) <= 40 and text.isascii() and text.replace("_", "a").isalnum() and text.islower()


def _near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    from difflib import get_close_matches  # only for a broken file

    return tuple(get_close_matches(word, sorted(known), n=3, cutoff=0.6))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
