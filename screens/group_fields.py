"""The fields of the forms about groups and activities: shared by the pages that ask and the backend that reads."""

from __future__ import annotations

from typing import Final

from swstation.i18n import N_
from swstation.sheets import Field

GROUP: Final = (
    Field("title", N_("Title"), required=True),
    Field("kind", N_("Kind"), "choice", required=True, choices="service_group_kind"),
    Field("opened_on", N_("Group opened on"), "date", required=True),
    Field("worker", N_("Worker"), "row", required=True, table="staff"),
    Field("co_worker", N_("Co-worker"), "row", table="staff"),
    Field("field", N_("Field"), "choice", choices="@fields", hint=N_("as the policy names them")),
    Field("planned_sessions", N_("Planned sessions"), "number", hint=N_("how many are planned")),
    Field("aims", N_("Aims"), "long", hint=N_("what shall be different for the members")),
    Field("theory", N_("Theory"), hint=N_("what the plan rests on")),
    Field("target", N_("For whom")),
    Field("place", N_("Place")),
    Field("wanted", N_("Wanted"), "number", hint=N_("how many members")),
    Field("recruitment", N_("Recruitment"), hint=N_("how members are found")),
    Field("recruit_from", N_("Recruit from"), "date"),
    Field("recruit_to", N_("Recruit to"), "date"),
    Field("budget_fen", N_("Budget"), "money", hint=N_("yuan")),
)
NEW_GROUP: Final = tuple(one for one in GROUP if one.name in (
    "title", "kind", "opened_on", "worker", "field", "planned_sessions", "aims", "target", "place", "wanted",
))  # fmt: skip
RECORD: Final = (
    Field("held_on", N_("Day"), "date", required=True),
    Field("minutes", N_("Minutes"), "number"),
    Field("unnamed_heads", N_("Unnamed"), "number", hint=N_("people there who are no members")),
    Field("note", N_("Session record"), "long", hint=N_("what was done, how the members took it")),
    Field("next_step", N_("Next step")),
    Field("start_time", N_("Begins"), "time"),
    Field("end_time", N_("Ends"), "time"),
    Field("place", N_("Place")),
    Field("volunteers", N_("Volunteers"), "number"),
    Field("spent_fen", N_("Spent"), "money", hint=N_("yuan")),
    Field("late_reason", N_("Late reason"), hint=N_("only for a month that was reported")),
)
SESSION_PLAN: Final = (
    Field("planned_on", N_("Day"), "date"),
    Field("topic", N_("Topic")),
    Field("aims", N_("Aims of the session")),
    Field("materials", N_("Materials"), hint=N_("what must be there")),
)
SCHEDULE: Final = (
    Field("first_on", N_("First session"), "date", required=True),
    Field("every", N_("Every how many days"), "number", required=True),
)
ENDING: Final = (
    Field("summary", N_("Summary"), "long", hint=N_("how it went")),
    Field("effect", N_("Effect"), "long", hint=N_("what the members have of it, and how one knows")),
    Field("pre_test", N_("Before"), hint=N_("test or score before")),
    Field("post_test", N_("After"), hint=N_("test or score after")),
    Field("spent_fen", N_("Spent"), "money", hint=N_("yuan")),
    Field("ended_on", N_("Ends on"), "date", hint=N_("empty: only sum up, not end yet")),
    Field("end_reason", N_("Reason"), hint=N_("if fewer sessions than planned, or given up")),
)
SURVEY: Final = (
    Field("surveyed_on", N_("Day"), "date", required=True),
    Field("sent", N_("Forms sent"), "number", required=True),
    Field("returned", N_("Forms returned"), "number", required=True),
    Field("very_satisfied", N_("Very satisfied"), "number"),
    Field("satisfied", N_("Satisfied"), "number"),
    Field("neutral", N_("Neutral"), "number"),
    Field("dissatisfied", N_("Dissatisfied"), "number"),
    Field("very_dissatisfied", N_("Very dissatisfied"), "number"),
)
APPROVAL: Final = (
    Field("approval", N_("Approval"), "choice", required=True, choices="approval"),
    Field("approval_reason", N_("Remark"), hint=N_("a return needs one")),
)
LEAVE: Final = (
    Field("left_on", N_("Group left on"), "date", required=True),
    Field("left_reason", N_("Reason")),
)
ACTIVITY: Final = (
    Field("title", N_("Title"), required=True),
    Field("held_on", N_("Day"), "date", required=True),
    Field("kind", N_("Kind"), "choice", choices="activity_kind"),
    Field("worker", N_("Worker"), "row", required=True, table="staff"),
    Field("field", N_("Field"), "choice", choices="@fields", hint=N_("as the policy names them")),
    Field("place", N_("Place")),
    Field("aims", N_("Activity aims")),
    Field("plan", N_("Activity plan"), "long", hint=N_("what is done, by whom, when")),
    Field("target", N_("For whom")),
    Field("planned_heads", N_("Expected"), "number", hint=N_("how many people")),
    Field("budget_fen", N_("Budget"), "money", hint=N_("yuan")),
)
HELD: Final = (
    Field("held_on", N_("Day"), "date", required=True),
    Field("heads", N_("Heads"), "number", required=True, hint=N_("all who took part")),
    Field("volunteers", N_("Volunteers"), "number"),
    Field("minutes", N_("Minutes"), "number"),
    Field("partners", N_("Partners"), hint=N_("several joined by 、")),
    Field("spent_fen", N_("Spent"), "money", hint=N_("yuan")),
    Field("note", N_("Activity record"), "long", hint=N_("how it went, what was noticed")),
    Field("late_reason", N_("Late reason"), hint=N_("only for a month that was reported")),
)
ACTIVITY_SUMMARY: Final = (
    Field("summary", N_("Activity summary"), "long"),
    Field("effect", N_("Effect"), "long"),
)
NEED_DONE: Final = (
    Field("done_on", N_("Day"), "date", required=True),
    Field("outcome", N_("What came of it")),
    Field("benefited", N_("People helped"), "number", hint=N_("person-times")),
    Field("value_fen", N_("Value"), "money", hint=N_("yuan; empty where its entry or goods say it")),
)
FORMS: Final[dict[str, tuple[str, tuple[Field, ...]]]] = {
    "group": ("service_group", GROUP), "group.new": ("service_group", NEW_GROUP),
    "group.end": ("service_group", ENDING), "group.schedule": ("service_group", SCHEDULE),
    "group.approve": ("service_group", APPROVAL), "group.survey": ("service_group", SURVEY),
    "session.record": ("group_session", RECORD), "session.plan": ("group_session", SESSION_PLAN),
    "member.leave": ("group_member", LEAVE), "activity": ("activity", ACTIVITY), "activity.held": ("activity", HELD),
    "activity.sum": ("activity", ACTIVITY_SUMMARY), "activity.approve": ("activity", APPROVAL),
    "activity.survey": ("activity", SURVEY),
}  # fmt: skip
"""The forms: the register each is about, and its fields."""
