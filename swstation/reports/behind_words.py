"""What a row of any register says of itself where it stands behind a figure: its day, whose it is, whom it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from db.queries.registers import row_values
from db.store import Connection
from swstation import divisions, lists
from swstation.exchange.naming import Names
from swstation.i18n import N_, _

_DAYS: Final = (
    "held_on", "opened_on", "state_on", "given_on", "referred_on", "served_on", "joined_on", "surveyed_on",
    "received_on", "spent_on", "registered_on", "since", "noted_on", "end_on", "start_on", "issued_on",
)  # fmt: skip
_WORKERS: Final = ("worker", "writer", "supervisor", "handler", "staff")
_NOTES: Final = ("note", "content", "topics", "what", "outcome", "reason")


_ONE: Final = {
    "client": N_("Client file"), "service_case": N_("Case"), "service_group": N_("Group"),
    "group_session": N_("Group session"), "activity": N_("Activity"), "need_match": N_("Need answered"),
    "material_given": N_("Things given"), "case_referral": N_("Referral"), "volunteer_shift": N_("Volunteer shift"),
    "staff": N_("Worker"), "attendance": N_("Training attended"), "training": N_("Training"), "unit": N_("Unit"),
}  # fmt: skip
"""What one row is called, where its register's sheet does not say it."""


def word_of(table: str) -> str:
    """What one row of a register is called."""
    from swstation.exchange.words import REGISTERS
    from swstation.sheets import find

    if table in _ONE:
        return _(_ONE[table])
    found = find(table)
    return _(found.one) if found else _(REGISTERS.get(table, table))


class Told(NamedTuple):
    """What a list shows of a row. ``worker``: who did it; ``who``: whom or what it is about."""

    on: str
    worker: str
    who: str
    note: str


Values = Mapping[str, Any]


def tell(connection: Connection, names: Names, table: str, row: str, values: Values) -> Told:
    """The words of a row; ``values`` are its fields. What is kept masked in lists is never among them."""
    on = str(next((values[name] for name in _DAYS if values.get(name)), ""))
    worker = next((_staff(names, values[name]) for name in _WORKERS if values.get(name)), "")
    who = names.row(table, bytes.fromhex(row)).removeprefix(on).strip()
    note = str(next((values[name] for name in _NOTES if values.get(name)), ""))
    told = Told(on, worker, who, note)
    more = _MORE.get(table)
    return told if more is None else more(connection, names, row, values, told)


def _staff(names: Names, row: str) -> str:
    return str(names.row("staff", bytes.fromhex(row)))


def _unit(names: Names, code: object) -> str:
    from db.ids import derived_id

    return str(names.row("unit", bytes.fromhex(derived_id("unit", str(code))))) if code else ""


def _session(connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    group = row_values(connection, "service_group", bytes.fromhex(str(values["service_group"]))) or {}
    return told._replace(worker=_staff(names, group["worker"]) if group.get("worker") else "")


def _attendance(connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    training = row_values(connection, "training", bytes.fromhex(str(values["training"]))) or {}
    waits = "" if values.get("approved") else f"  {_('not approved')}"
    title = f"{training.get('title', '')}{waits}"
    return Told(str(training.get("end_on", "")), "", _staff(names, values["staff"]), title)


def _supervision(connection: Connection, names: Names, row: str, values: Values, told: Told) -> Told:
    from db.queries.supervision import sessions

    here = next((one for one in sessions(connection, str(values["held_on"])) if one.id == row), None)
    if here is None:
        return told
    minutes = "" if here.minutes is None else _("{n} minutes").format(n=here.minutes)
    note = "  ".join(part for part in (minutes, told.note) if part)
    return Told(told.on, here.supervisor_name or "", here.names or _unit(names, here.unit), note)


def _survey(_connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    subject = values.get("subject")
    table = str(values.get("subject_table") or "")
    who = names.row(table, bytes.fromhex(str(subject))) if subject and table else _unit(names, values.get("unit"))
    words = _("returned {n} of {sent}").format(n=values.get("returned") or 0, sent=values.get("sent") or 0)
    return told._replace(who=str(who), note="  ".join(part for part in (words, told.note) if part))


def _complaint(_connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    about = next(
        (
            str(names.row(table, bytes.fromhex(str(values[table]))))
            for table in ("staff", "institution", "project")
            if values.get(table)
        ),
        _unit(names, values.get("unit")),
    )
    handler = _staff(names, values["handler"]) if values.get("handler") else ""
    return told._replace(worker=handler, who=about)


def _money(_connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    project = str(names.row("project", bytes.fromhex(str(values["project"]))))
    category = lists.label("funding_line_category", values.get("category"))
    said = (category, values.get("title"), values.get("voucher"), told.note)
    return Told(told.on, "", project, "  ".join(str(part) for part in said if part))


def _worker(_connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    return Told(told.on, "", told.who, _unit(names, values.get("unit")))


def _client(_connection: Connection, _names: Names, _row: str, values: Values, told: Told) -> Told:
    code = str(values.get("village") or "")
    return told._replace(note=str(values.get("village_name") or divisions.name(code) or code))


def _in_project(_connection: Connection, names: Names, _row: str, values: Values, told: Told) -> Told:
    project = str(names.row("project", bytes.fromhex(str(values["project"]))))
    return Told(told.on, "", _staff(names, values["staff"]), project)


_MORE: Final[Mapping[str, Callable[[Connection, Names, str, Values, Told], Told]]] = {
    "group_session": _session, "attendance": _attendance, "supervision": _supervision,
    "satisfaction_survey": _survey, "complaint": _complaint, "project_spending": _money, "funding_line": _money,
    "staff": _worker, "client": _client, "project_staff": _in_project,
}  # fmt: skip
