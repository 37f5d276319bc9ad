"""Where social work is done: villages and communities, posts and who holds them, institutions."""

from __future__ import annotations

from swstation.i18n import N_
from swstation.sheets.model import Column, Field, Sheet

_COMMUNITY = Sheet(
    "community",
    N_("Villages and communities"),
    N_("Village or community"),
    columns=(
        Column("name", N_("Name"), 14, grow=2),
        Column("kind", N_("Kind"), 10),
        Column("unit", N_("Unit"), 14, grow=1),
        Column("population", N_("Population"), 8, right=True),
        Column("household_total", N_("Households"), 6, right=True),
        Column("division", N_("Division"), 12, wide=100),
    ),
    fields=(
        Field("name", N_("Name"), required=True),
        Field("kind", N_("Kind"), "choice", required=True, choices="community_kind"),
        Field("unit", N_("Unit"), "unit", required=True),
        Field("population", N_("Population"), "number"),
        Field("household_total", N_("Households"), "number"),
        Field("division", N_("Division"), "division", hint=N_("12 digits, if it has a code")),
        Field("note", N_("Note"), "long"),
    ),
    order=("unit", "name"),
    empty=(N_("The villages and communities that posts are asked for."),),
    defaults={"unit": "@unit"},
    keys=("division",),
)

_POST = Sheet(
    "post",
    N_("Posts"),
    N_("Post"),
    columns=(
        Column("title", N_("Title"), 14, grow=2),
        Column("kind", N_("Kind"), 10),
        Column("community", N_("Community"), 12, grow=1),
        Column("institution", N_("Institution"), 12, grow=1, wide=100),
        Column("opened_on", N_("Opened on"), 10),
        Column("closed_on", N_("Closed on"), 10),
    ),
    fields=(
        Field("title", N_("Title"), required=True),
        Field("kind", N_("Kind"), "choice", required=True, choices="post_kind"),
        Field("community", N_("Community"), "row", table="community"),
        Field("unit", N_("Unit"), "unit", hint=N_("a unit or an institution, not both")),
        Field("institution", N_("Institution"), "row", table="institution"),
        Field("project", N_("Project"), "row", table="project"),
        Field("professional", N_("Professional-technical"), "yesno", hint=N_("counts in the share of such posts")),
        Field("required_level", N_("Required level"), "choice", choices="@levels"),
        Field("employment", N_("Employment"), "choice", choices="employment"),
        Field("opened_on", N_("Opened on"), "date", required=True),
        Field("duties", N_("Duties"), "long"),
        Field("conditions", N_("Conditions"), "long"),
        Field("org_type", N_("Type of body"), "choice", choices="@org_types"),
        Field("system", N_("System"), "choice", choices="@systems"),
        Field("field", N_("Field"), "choice", choices="@fields"),
        Field("post_grade", N_("Post grade")),
        Field("funding", N_("Funding")),
        Field("published_on", N_("Published on"), "date"),
        Field("closed_on", N_("Closed on"), "date"),
    ),
    order=("community", "opened_on"),
    empty=(N_("Posts stand on the page of posts; here they are as a plain list."),),
    defaults={"opened_on": "@today"},
)

_HOLDING = Sheet(
    "post_holding",
    N_("Holders of posts"),
    N_("Holder of a post"),
    columns=(
        Column("staff", N_("Worker"), 10, grow=1),
        Column("post", N_("Post"), 14, grow=2),
        Column("start_on", N_("Start on"), 10),
        Column("end_on", N_("End on"), 10),
        Column("employment", N_("Employment"), 6),
        Column("track", N_("Track"), 8),
        Column("lent_to", N_("Lent to"), 10, grow=1, wide=100),
    ),
    fields=(
        Field("post", N_("Post"), "row", required=True, table="post"),
        Field("staff", N_("Worker"), "row", required=True, table="staff"),
        Field("start_on", N_("Start on"), "date", required=True),
        Field("end_on", N_("End on"), "date"),
        Field("employment", N_("Employment"), "choice", choices="employment"),
        Field("track", N_("Track"), "choice", choices="post_holding_track"),
        Field("lent_to", N_("Lent to"), hint=N_("the unit, while lent out")),
        Field("end_reason", N_("End reason")),
    ),
    order=("-start_on",),
    empty=(N_("Who holds which post, from when and until when."),),
    defaults={"start_on": "@today"},
)

_INSTITUTION = Sheet(
    "institution",
    N_("Institutions"),
    N_("Institution"),
    columns=(
        Column("name", N_("Name"), 20, grow=2),
        Column("state", N_("State"), 8),
        Column("filing_state", N_("Filing state"), 8),
        Column("registered_on", N_("Registered on"), 10),
        Column("person_in_charge", N_("Person in charge"), 8),
        Column("credit_code", N_("Credit code"), 18, wide=100),
    ),
    fields=(
        Field("name", N_("Name"), required=True),
        Field("credit_code", N_("Credit code"), hint=N_("18 characters, checked")),
        Field("legal_form", N_("Legal form"), "choice", choices="legal_form"),
        Field("state", N_("State"), "choice", required=True, choices="institution_state"),
        Field("registered_on", N_("Registered on"), "date"),
        Field("authority", N_("Authority")),
        Field("division", N_("Division"), "division"),
        Field("supervisory_unit", N_("Supervisory unit")),
        Field("filing_state", N_("Filing state"), "choice", choices="institution_filing_state"),
        Field("filed_on", N_("Filed on"), "date"),
        Field("filing_number", N_("Filing number")),
        Field("founder", N_("Founder"), "choice", choices="founder"),
        Field("founder_staff", N_("Founder staff"), "row", table="staff"),
        Field("mentor_institution", N_("Mentor institution"), "row", table="institution"),
        Field("person_in_charge", N_("Person in charge")),
        Field("phone", N_("Phone")),
        Field("address", N_("Address")),
        Field("ended_on", N_("Ended on"), "date"),
        Field("end_reason", N_("End reason")),
    ),
    order=("state", "name"),
    empty=(N_("Social-work institutions: registration, filing, who founded them."),),
    defaults={"state": "active", "filing_state": "none"},
    masked=frozenset({"phone"}),
)

_YEAR = Sheet(
    "institution_year",
    N_("Years of institutions"),
    N_("Year of an institution"),
    columns=(
        Column("institution", N_("Institution"), 18, grow=2),
        Column("year", N_("Year of it"), 6, right=True),
        Column("annual_check", N_("Annual check"), 8),
        Column("income_fen", N_("Income"), 12, right=True),
        Column("cost_fen", N_("Costs"), 12, right=True),
        Column("labour_fen", N_("Labour costs"), 12, right=True),
    ),
    fields=(
        Field("institution", N_("Institution"), "row", required=True, table="institution"),
        Field("year", N_("Year of it"), "number", required=True),
        Field("annual_check", N_("Annual check"), "choice", choices="annual_check"),
        Field("income_fen", N_("Income"), "money", hint=N_("yuan")),
        Field("cost_fen", N_("Costs"), "money", hint=N_("yuan")),
        Field("labour_fen", N_("Labour costs"), "money", hint=N_("yuan")),
        Field("staff_total", N_("Staff total"), "number"),
        Field("note", N_("Note"), "long", hint=N_("pay of directors and managers, support received, Party branch")),
    ),
    order=("-year",),
    empty=(N_("The annual report of each institution: check, income, costs."),),
    keys=("institution", "year"),
)

_CHECK = Sheet(
    "institution_check",
    N_("Checks of institutions"),
    N_("Check of an institution"),
    columns=(
        Column("held_on", N_("Held on"), 10),
        Column("institution", N_("Institution"), 16, grow=2),
        Column("kind", N_("Kind"), 12),
        Column("department", N_("Department"), 10, grow=1),
        Column("due_on", N_("To be mended by"), 10),
        Column("settled_on", N_("Settled on"), 10),
    ),
    fields=(
        Field("institution", N_("Institution"), "row", required=True, table="institution"),
        Field("kind", N_("Kind"), "choice", required=True, choices="institution_check_kind"),
        Field("held_on", N_("Held on"), "date", required=True),
        Field("department", N_("Department"), hint=N_("civil affairs, finance, audit …")),
        Field("content", N_("Content"), "long"),
        Field("result", N_("Result"), "long"),
        Field("due_on", N_("To be mended by"), "date"),
        Field("settled_on", N_("Settled on"), "date"),
    ),
    order=("-held_on",),
    empty=(N_("Random checks, talks, reports in advance, foreign contacts, bad conduct, reviews."),),
    defaults={"held_on": "@today"},
)

SHEETS = (_COMMUNITY, _POST, _HOLDING, _INSTITUTION, _YEAR, _CHECK)
