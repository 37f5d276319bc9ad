"""Mentoring, credit and complaints: registers that are lists with a form."""

from __future__ import annotations

from swstation.i18n import N_
from swstation.sheets.model import Column, Field, Sheet

_SUPERVISION = Sheet(
    "supervision",
    N_("Supervisions"),
    N_("Supervision"),
    columns=(
        Column("held_on", N_("Held on"), 10),
        Column("supervisor_name", N_("Supervisor name"), 10, grow=1),
        Column("form", N_("Form"), 10),
        Column("minutes", N_("Minutes"), 6, right=True),
        Column("topics", N_("Topics"), 20, grow=3),
        Column("due_on", N_("Due on"), 10),
    ),
    fields=(
        Field("held_on", N_("Held on"), "date", required=True),
        Field("form", N_("Form"), "choice", required=True, choices="supervision_form"),
        Field("supervisor", N_("Supervisor"), "row", table="staff"),
        Field("supervisor_name", N_("Supervisor name"), hint=N_("where it is nobody of the staff")),
        Field("qualification", N_("Qualification")),
        Field("start_time", N_("Start time"), "time"),
        Field("end_time", N_("End time"), "time"),
        Field("minutes", N_("Minutes"), "number"),
        Field("onsite", N_("Onsite"), "yesno"),
        Field("aim", N_("Aim"), "choice", choices="@supervision_aims"),
        Field("unit", N_("Unit"), "unit"),
        Field("project", N_("Project"), "row", table="project"),
        Field("topics", N_("Topics"), "long"),
        Field("advice", N_("Advice"), "long"),
        Field("due_on", N_("Due on"), "date"),
        Field("carried_out", N_("Carried out"), "long"),
        Field("carried_out_on", N_("Carried out on"), "date"),
        Field("supervisor_signed_on", N_("Supervisor signed on"), "date"),
        Field("supervisee_signed_on", N_("Supervisee signed on"), "date"),
    ),
    order=("-held_on",),
    empty=(N_("Supervisions stand on their own page, with who was supervised."),),
    defaults={"held_on": "@today", "unit": "@unit"},
    own_page=True,
)

_MENTORING = Sheet(
    "mentoring",
    N_("Mentoring"),
    N_("Mentoring pair"),
    columns=(
        Column("mentor", N_("Mentor"), 10, grow=1),
        Column("mentee", N_("Mentee"), 10, grow=1),
        Column("start_on", N_("Start on"), 10),
        Column("end_on", N_("End on"), 10),
        Column("aim", N_("Aim"), 16, grow=2),
    ),
    fields=(
        Field("mentor", N_("Mentor"), "row", required=True, table="staff"),
        Field("mentee", N_("Mentee"), "row", required=True, table="staff"),
        Field("start_on", N_("Start on"), "date", required=True),
        Field("end_on", N_("End on"), "date"),
        Field("aim", N_("Aim"), "long"),
        Field("outcome", N_("Outcome"), "long"),
    ),
    order=("-start_on",),
    empty=(N_("Who leads whom: holders those without a certificate, old hands beginners."),),
    defaults={"start_on": "@today"},
    own_page=True,
)

_CREDIT = Sheet(
    "credit_entry",
    N_("Credit archive"),
    N_("Credit entry"),
    columns=(
        Column("happened_on", N_("Happened on"), 10),
        Column("staff", N_("Worker"), 8, grow=1),
        Column("institution", N_("Institution"), 12, grow=1),
        Column("kind", N_("Kind"), 10),
        Column("content", N_("Content"), 14, grow=2),
        Column("public", N_("Public"), 4),
        Column("public_basis", N_("Public basis"), 12, grow=1, wide=100),
    ),
    fields=(
        Field("staff", N_("Worker"), "row", table="staff", hint=N_("a worker or an institution, not both")),
        Field("institution", N_("Institution"), "row", table="institution"),
        Field("kind", N_("Kind"), "choice", required=True, choices="credit_entry_kind"),
        Field("happened_on", N_("Happened on"), "date", required=True),
        Field("content", N_("Content"), "long"),
        Field("document", N_("Document")),
        Field("issuer", N_("Issuer")),
        Field("public", N_("Public"), "yesno", required=True, hint=N_("only with a legal basis")),
        Field("public_basis", N_("Public basis"), hint=N_("the law or rule that says so")),
        Field("public_until", N_("Public until"), "date"),
    ),
    order=("-happened_on",),
    empty=(N_("Commendations, violations, sanctions of workers and institutions, with their document."),),
    defaults={"happened_on": "@today", "public": False},
    own_page=True,
)

_COMPLAINT = Sheet(
    "complaint",
    N_("Complaints"),
    N_("Complaint"),
    columns=(
        Column("received_on", N_("Received on"), 10),
        Column("staff", N_("Worker"), 8, grow=1),
        Column("institution", N_("Institution"), 12, grow=1),
        Column("kind", N_("Kind"), 8),
        Column("state", N_("State"), 8),
        Column("due_on", N_("To be settled by"), 10),
    ),
    fields=(
        Field("received_on", N_("Received on"), "date", required=True),
        Field("staff", N_("Worker"), "row", table="staff", hint=N_("whom or what it is about")),
        Field("institution", N_("Institution"), "row", table="institution"),
        Field("project", N_("Project"), "row", table="project"),
        Field("unit", N_("Unit"), "unit"),
        Field("kind", N_("Kind"), "choice", choices="complaint_kind"),
        Field("source", N_("Source"), hint=N_("client, worker, media, public")),
        Field("complainant", N_("Complainant"), hint=N_("personal; stays in the register")),
        Field("phone", N_("Phone")),
        Field("content", N_("Content"), "long"),
        Field("due_on", N_("To be settled by"), "date"),
        Field("handler", N_("Handler"), "row", table="staff"),
    ),
    order=("-received_on",),
    empty=(N_("Complaints stand on their own page, with how long each has been open."),),
    defaults={"received_on": "@today", "state": "received"},
    masked=frozenset({"phone"}),
    own_page=True,
)

SHEETS = (_SUPERVISION, _MENTORING, _CREDIT, _COMPLAINT)
