"""Which tables, groups and fields there are, read off the register classes, and the one validator of payloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from types import NoneType, SimpleNamespace
from typing import Any, get_args

from pydantic import AfterValidator, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from db.errors import Invalid
from db.records import ACTIONS, SCHEMA, BadRecord, Op
from db.special import SPECIAL, check_author, check_special
from db.tables import NAMES, table
from db.tables.base import Group, Row
from db.tables.kinds import FORBIDDEN, NATIVE, HexBlob

ALIVE = "_alive"


@dataclass(frozen=True)
class GroupSpec:
    """A field group: its fields in order, those that are row references, and its validator."""

    name: str
    fields: tuple[str, ...]
    refs: frozenset[str]
    model: type[Group]

    @cached_property
    def validator(self) -> Any:
        """Checks a dict of all fields: the class's own checks, without making an object of the class.

        SQLModel's way of making one takes most of the time of a check, and a merge makes a check for each group.
        """
        return SchemaValidator(self.schema(native=False))

    def schema(self, *, native: bool) -> CoreSchema:
        """What a dict of all fields must be. ``native``: by checks that say no reason, as far as there are such."""
        fields = {
            name: core_schema.typed_dict_field(_of_field(info, native))
            for name, info in self.model.model_fields.items()
        }
        whole: CoreSchema = core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
        for one in self.model.__pydantic_decorators__.model_validators.values():
            whole = core_schema.no_info_after_validator_function(_of_whole(one.func), whole)
        return whole


_SCHEMAS: dict[type, CoreSchema] = {
    str: core_schema.str_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    bool: core_schema.bool_schema(strict=True),
}


def _of_field(info: FieldInfo, native: bool) -> CoreSchema:
    # Most optional fields are empty: none of the checks need be called to see that.
    kinds = [kind for kind in get_args(info.annotation) or (info.annotation,) if kind is not NoneType]
    schema: CoreSchema = _SCHEMAS[kinds[0]]
    for check in info.metadata:
        if isinstance(check, AfterValidator):
            function: Any = check.func
            if native and function in NATIVE:
                schema = NATIVE[function]
            else:
                schema = core_schema.no_info_after_validator_function(function, schema)
    return core_schema.nullable_schema(schema) if NoneType in get_args(info.annotation) else schema


def _of_whole(check: Any) -> Any:
    # A check over several fields reads them as attributes.
    def checked(values: dict[str, Any]) -> dict[str, Any]:
        check(SimpleNamespace(**values))
        return values

    return checked


@dataclass(frozen=True)
class TableSpec:
    """A register: its groups and the order of its columns."""

    name: str
    groups: dict[str, GroupSpec]
    required: tuple[str, ...]
    owned: bool = True

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """All columns that come from records."""
        return tuple(field for group in self.groups.values() for field in group.fields)

    @cached_property
    def validator(self) -> Any:
        """Checks a whole payload at once, for a quick yes; who hears no asks the groups one by one for the reason."""
        fields = {
            name: core_schema.typed_dict_field(group.schema(native=True), required=False)
            for name, group in self.groups.items()
        }
        alive = core_schema.typed_dict_field(core_schema.bool_schema(strict=True))
        verdict = core_schema.typed_dict_schema({"alive": alive}, extra_behavior="forbid", strict=True)
        fields[ALIVE] = core_schema.typed_dict_field(verdict, required=False)
        return SchemaValidator(core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True))

    @cached_property
    def columns(self) -> tuple[tuple[str, Callable[[dict[str, Any]], tuple[Any, ...]], tuple[None, ...]], ...]:
        """Per group its name, what takes its values out of a payload in the order of the columns, and empty ones."""
        return tuple((name, _getter(group.fields), (None,) * len(group.fields)) for name, group in self.groups.items())

    @cached_property
    def ref_columns(self) -> tuple[int, ...]:
        """The places of row ids among ``fields``."""
        return tuple(at for at, field in enumerate(self.fields) if field in self.refs)

    @cached_property
    def flags(self) -> frozenset[str]:
        """The columns that hold a yes or no."""
        return frozenset(
            name for group in self.groups.values() for name, info in group.model.model_fields.items()
            if bool in (get_args(info.annotation) or (info.annotation,))
        )  # fmt: skip

    @cached_property
    def refs(self) -> frozenset[str]:
        """The columns that hold row ids."""
        return frozenset().union(*(group.refs for group in self.groups.values()))


def _getter(fields: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    if len(fields) > 1:
        return itemgetter(*fields)
    (only,) = fields
    return lambda values: (values[only],)


def _spec(row: type[Row]) -> TableSpec:
    columns = row.__table__.columns  # type: ignore[attr-defined]
    groups = {
        name: GroupSpec(
            name,
            tuple(model.model_fields),
            frozenset(f for f in model.model_fields if isinstance(columns[f].type, HexBlob)),
            model,
        )
        for name, model in row.GROUPS.items()
    }
    return TableSpec(str(row.__tablename__), groups, row.REQUIRED, row.OWNED)


class Specs(Mapping[str, TableSpec]):
    """All registers by table name; each is looked into when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, TableSpec] = {}

    def __getitem__(self, name: str) -> TableSpec:
        if name not in self._known:
            self._known[name] = _spec(table(name))
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def __contains__(self, name: object) -> bool:
        return name in NAMES


@cache
def specs() -> Mapping[str, TableSpec]:
    """All registers by table name."""
    return Specs()


def check_group(table: str, group: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a group with absent fields filled as empty; raises ``Invalid`` naming the field and the reason."""
    spec = specs()[table].groups[group]
    filled = {field: values.get(field) for field in spec.fields}
    if unknown := values.keys() - filled.keys():
        raise Invalid("value.unknown_field", field=sorted(unknown)[0])
    try:
        spec.validator.validate_python(filled)
    except ValidationError as error:
        raise as_invalid(error, filled) from None
    return filled


def check_groups(table: str, groups: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """``check_group`` for each (``ALIVE`` is left alone), asked all at once where there is nothing to object to."""
    spec = specs()[table]
    filled = {
        name: values if name == ALIVE else dict.fromkeys(spec.groups[name].fields) | values
        for name, values in groups.items()
    }
    try:
        spec.validator.validate_python(filled)
    except ValidationError:
        for name, values in groups.items():
            if name != ALIVE:
                check_group(table, name, values)
    return filled


def from_text(register: str, field: str, text: str) -> str | int | bool | None:
    """A typed value as its field takes it: a number, a yes or no, or the text itself; nothing typed is empty."""
    columns = table(register).__table__.columns  # type: ignore[attr-defined]
    kind = columns[field].type.python_type if field in columns else str
    if not text:
        return None
    if kind is bool and text in ("true", "false"):
        return text == "true"
    if kind is int and text.isascii() and text.isdecimal() and len(text) < 17:
        return int(text)
    return text


def as_invalid(error: ValidationError, values: dict[str, Any]) -> Invalid:
    """The first problem of a failed validation as a refusal. The value is not in it: it may be personal."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = str(first["loc"][-1]) if first["loc"] else None
    reason = first["type"]
    if field is not None and values.get(field) is None and reason.endswith("_type"):
        reason = "missing"
    ctx = {k: v for k, v in (first.get("ctx") or {}).items() if isinstance(v, int | str)}
    invalid = Invalid(f"value.{reason if reason in REASONS else 'shape'}", field=field)
    invalid.params.update(ctx)
    return invalid


_REASONS = """
    missing too_long control_character empty date date_range time code ref unit division out_of_range end_before_start
    end_without_start ended_without_date closed_without_date one_holder pair resident_id_shape resident_id_check
    resident_id_date resident_id_damaged credit_code_shape credit_code_check period one_needed some_needed
"""
REASONS = frozenset(_REASONS.split())
"""Reasons of refusal that ``swstation/messages/value.py`` has a sentence for; any other is ``shape``."""


def check_record(op: Op, groups: Any) -> bool:
    """Check a record's payload against the registers. ``False``: well-formed but of a newer program, to be parked.

    Raises ``BadRecord`` for what no program of ours writes.
    """
    check_author(op)
    if op.payload is None:
        return True  # withheld: there is nothing to be checked or to wait for
    if type(groups) is not dict or not groups:
        raise BadRecord("payload", op.r, op.n)
    table = specs().get(op.t)
    if op.a in SPECIAL:
        try:
            check_special(op, groups)
        except BadRecord:
            if op.sv <= SCHEMA:
                raise
            return False
        return table is not None or op.a == "erase"  # an order to erase holds in registers yet unknown, too
    if table is None or op.a not in ACTIONS:
        return _plain(op, groups)
    try:
        table.validator.validate_python(groups)
        return True
    except ValidationError:
        pass
    try:
        return _known(table, op, groups)
    except BadRecord:
        if op.sv <= SCHEMA:
            raise
        return _plain(op, groups)  # registers grow: what is wrong to this program may be right to that one


def _known(table: TableSpec, op: Op, groups: dict[str, Any]) -> bool:
    known = True
    for name, values in groups.items():
        if name == ALIVE:
            if type(values) is not dict or list(values) != ["alive"] or type(values["alive"]) is not bool:
                raise BadRecord("value", op.r, op.n)
            continue
        group = table.groups.get(name)
        if group is None:
            known = _plain(op, {name: values})
            continue
        if type(values) is not dict or len(values) != len(group.fields):
            raise BadRecord("fields", op.r, op.n)
        try:
            group.validator.validate_python(values)
        except ValidationError:
            raise BadRecord("value", op.r, op.n) from None
    return known


def _plain(op: Op, groups: dict[str, Any]) -> bool:
    # Unknown to this program: only the shape {group: {field: scalar}} can be checked. It is kept, not folded.
    for name, values in groups.items():
        if not _is_name(name) or type(values) is not dict:
            raise BadRecord("payload", op.r, op.n)
        for field, value in values.items():
            if not _is_name(field) or not (value is None or type(value) in (str, int, bool)):
                raise BadRecord("payload", op.r, op.n)
            if type(value) is str and FORBIDDEN.search(value):
                raise BadRecord("value", op.r, op.n)
    return False


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= 40 and all(c == "_" or "a" <= c <= "z" for c in name)
