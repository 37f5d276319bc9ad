"""Sentences of approving entries, months and cases."""

from swstation.i18n import N_

MESSAGES = {
    "own": N_(
        "Nobody approves what they wrote themselves. Ask a colleague, the lead or the supervisor (F6 switches the writer)."
    ),
    "leads_own": N_("What a lead wrote is approved by the supervisor or the county. Ask one of them."),
    "not_lead": N_("At this station the lead approves. Ask the lead, or switch the writer with F6."),
    "nothing": N_("Nothing waits for approval here."),
    "draft": N_("A draft is not approved. Whoever wrote it submits it first."),
    "return_reason": N_("Say what is to be mended; without that nobody knows why it came back."),
    "unread": N_(
        "{n} entries of this month must be read first: exceptions and those drawn at random. Read them, then approve the rest."
    ),
    "month": N_("“{token}” is not a month. Write it as 2026-11."),
    "month_running": N_("{month} is not over yet. Approve it from {day} on."),
}
