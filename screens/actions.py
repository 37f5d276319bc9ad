"""Every action a person can take: its name, its word, its keys. Bindings, palette, help and cheat sheet read it.

An id is ``area.verb`` and public once shipped. ``keys`` work while an input method is on (Ctrl, function keys,
digits, arrows); ``letters`` are accelerators outside text fields, with the full-width twin an input method sends.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding, BindingType

from swstation.i18n import N_


class Action(NamedTuple):
    """One action. ``label`` and ``help`` are msgids; ``page`` is the page it belongs to, empty for everywhere."""

    id: str
    label: str
    keys: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    footer: bool = False
    priority: bool = False
    page: str = ""
    help: str = ""
    palette: bool = True


class Page(NamedTuple):
    """A top-level screen and its digit. ``short``: its word where all pages stand in one line."""

    name: str
    label: str
    key: str
    help: str
    short: str = ""


PAGES = (
    Page("today", N_("Today"), "1", N_("Quick log, today's entries, and what is due")),
    Page("cases", N_("Cases"), "2", N_("Cases by stage; open one, move it on")),
    Page(
        "groups",
        N_("Groups & activities"),
        "3",
        N_("Groups by phase, activities; sessions with who was there"),
        N_("Groups"),
    ),
    Page("clients", N_("Clients"), "4", N_("The people and households served"), N_("Served")),
    Page("staff", N_("Roster"), "5", N_("Certificates, registration and training of each person"), N_("Workers")),
    Page(
        "posts",
        N_("Posts & institutions"),
        "6",
        N_("What each village should have and has, who holds which post"),
        N_("Post"),
    ),
    Page("projects", N_("Projects"), "7", N_("Purchased projects, their checks and indicators; targets")),
    Page(
        "needs", N_("Needs & resources"), "8", N_("What is lacking, who helps, volunteers and their hours"), N_("Need")
    ),
    Page("reports", N_("Reports"), "9", N_("The monthly report, written out")),
    Page("exchange", N_("Exchange"), "0", N_("Hand in, merge, receipts"), N_("Hand in")),
    Page("settings", N_("Settings"), ",", N_("Unit, policy, theme, lock and backup")),
)

_APP = (
    Action("app.help", N_("Help"), ("f1",), ("?", "？"), footer=True, help=N_("The keys of the place you are in")),
    Action(
        "app.palette",
        N_("Find"),
        ("ctrl+p",),
        (":", "："),
        footer=True,
        help=N_("Every action, by Chinese, English or initials"),
    ),
    Action(
        "log.quick",
        N_("Quick log"),
        ("ctrl+n", "f4"),
        footer=True,
        priority=True,
        help=N_("Write one line, from anywhere"),
    ),
    Action("record.find", N_("Search"), ("ctrl+g",), help=N_("Anybody, anything, any word that was written")),
    Action("app.undo", N_("Undo"), ("ctrl+z",), ("u",), help=N_("Take back the last thing you did")),
    Action("register.list", N_("Registers"), help=N_("All registers that have no page of their own")),
    Action("writer.switch", N_("Switch writer"), ("f6",), help=N_("Who is writing from now on")),
    Action("app.lock", N_("Lock"), ("ctrl+l",), help=N_("Close the book until the passphrase is given")),
    Action("app.theme", N_("Light or dark"), help=N_("Change between the paper and the night theme")),
    Action("app.plain", N_("Plain lines"), help=N_("For a terminal that draws lines and bars crooked")),
    Action("app.quit", N_("Quit"), ("ctrl+q",), priority=True, help=N_("Everything is saved already")),
)

_LIST = (
    Action(
        "list.find",
        N_("Filter"),
        ("ctrl+f", "f3"),
        ("/", "／"),
        footer=True,
        help=N_("Narrow this list while you type"),
    ),
    Action("list.open", N_("Open"), ("enter",), ("l",), footer=True, palette=False),
    Action("list.mark", N_("Mark"), ("space",), (), help=N_("Mark this row; an action then takes all marked rows")),
    Action("list.mark_all", N_("Mark all"), ("ctrl+a",)),
    Action("list.down", N_("Down"), ("down",), ("j",), palette=False),
    Action("list.up", N_("Up"), ("up",), ("k",), palette=False),
    Action("list.page_down", N_("Page down"), ("pagedown",), palette=False),
    Action("list.page_up", N_("Page up"), ("pageup",), palette=False),
    Action("list.first", N_("First row"), ("home",), ("g",), palette=False),
    Action("list.last", N_("Last row"), ("end",), ("G",), palette=False),
    Action("list.copy", N_("Copy row"), ("ctrl+c",), ("y",), help=N_("As text, for a spreadsheet")),
)

_SHEET = (
    Action("sheet.add", N_("New entry"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action(
        "sheet.carry",
        N_("As a spreadsheet"),
        ("f12",),
        ("s",),
        footer=True,
        palette=False,
        help=N_("Write it out, change there what has changed, take it in again"),
    ),
    Action("sheet.delete", N_("Delete"), ("f8", "delete"), ("d",), footer=True, palette=False),
)

_FORM = (
    Action("form.save", N_("Save"), ("ctrl+s", "f9"), footer=True, priority=True, palette=False),
    Action("form.next", N_("Next field"), ("enter", "down"), palette=False),
    Action("form.previous", N_("Previous field"), ("up",), palette=False),
    Action("go.back", N_("Back"), ("escape",), footer=True, palette=False),
)

_TODAY = (
    Action("log.repeat", N_("Repeat"), ("f7",), (".", "。"), page="today", help=N_("Log the entry again, today")),
    Action("log.edit", N_("Edit"), ("f5",), ("e",), page="today", help=N_("Change this entry in the quick line")),
    Action(
        "log.delete",
        N_("Delete"),
        ("f8", "delete"),
        ("d",),
        page="today",
        help=N_("Delete this entry; Ctrl+Z brings it back"),
    ),
    Action(
        "due.snooze",
        N_("Put off"),
        ("insert",),
        ("z",),
        page="today",
        help=N_("Not before a day, with the reason; of what was put off: show it again"),
    ),
    Action(
        "due.asleep",
        N_("Due / put off"),
        ("f12",),
        ("w",),
        page="today",
        help=N_("What is due, or what was put off and why"),
    ),
    Action(
        "round.start",
        N_("Rounds"),
        ("ctrl+r",),
        ("r",),
        footer=True,
        page="today",
        help=N_("Walk a village's visits that are due"),
    ),
)

_ROUND = (
    Action("round.done", N_("Done as usual"), ("enter",), footer=True, palette=False),
    Action("round.outcome", N_("Other outcome"), ("2", "3", "4", "5", "6", "7", "8", "9"), palette=False),
    Action("round.print", N_("Print"), ("f8",), ("p",), footer=True, help=N_("The list on paper, with row numbers")),
    Action("round.note", N_("Add a note"), ("f5",), ("n",), footer=True, palette=False),
    Action("round.skip", N_("Next one"), ("down",), ("j",), palette=False),
)

_CASES = (
    Action(
        "case.open",
        N_("Open a case"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        page="cases",
        help=N_("For one or more clients"),
    ),
    Action(
        "case.move",
        N_("Move stage"),
        ("f5",),
        ("m",),
        footer=True,
        page="cases",
        help=N_("To the next stage, or another"),
    ),
    Action(
        "case.write",
        N_("Write up"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        help=N_("Assessment, plan, step, session, conference, referral, summary ..."),
    ),
    Action("case.goal", N_("Add a goal"), ("f7",), ("o",), help=N_("Baseline, target and result")),
    Action("case.score", N_("Score a goal"), ("f8",), ("s",), help=N_("How far a goal was reached")),
    Action(
        "case.gate",
        N_("Before closing"),
        ("f12",),
        ("w",),
        footer=True,
        help=N_("What the file lacks by the standard, one key to each part"),
    ),
    Action(
        "case.decide",
        N_("Approval"),
        ("ctrl+y",),
        ("p",),
        help=N_("Submit the case, approve it, return it with a reason, archive it"),
    ),
    Action("case.close", N_("Close it"), ("f5",), ("c",), footer=True, palette=False),
    Action(
        "case.print",
        N_("Print the file"),
        ("ctrl+s",),
        ("x",),
        help=N_("The whole case file as one document, with or without personal data"),
    ),
    Action("attachment.list", N_("Attachments"), ("ctrl+o",), ("t",), help=N_("Photos, sign-in sheets, signed papers")),
    Action(
        "case.closed",
        N_("Open / closed"),
        ("f8",),
        ("c",),
        page="cases",
        help=N_("Show closed cases too, or only open ones"),
    ),
)

_GATHERINGS = (
    Action(
        "group.open",
        N_("Open a group"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        page="groups",
        help=N_("Title, kind, how many sessions"),
    ),
    Action(
        "activity.plan",
        N_("Plan an activity"),
        ("f7",),
        ("p",),
        footer=True,
        page="groups",
        help=N_("Title, day, place, how many are expected"),
    ),
    Action(
        "group.closed",
        N_("In hand / all"),
        ("f8",),
        ("c",),
        footer=True,
        page="groups",
        help=N_("Show what has ended, too, or only what is in hand"),
    ),
    Action("group.session", N_("Next session"), ("insert", "ctrl+t"), ("a",), footer=True, help=N_("Who was there")),
    Action("group.members", N_("Group members"), ("f7",), ("m",), footer=True, help=N_("Who is in the group")),
    Action(
        "group.edit", N_("Group plan"), ("f5",), ("e",), footer=True, help=N_("Aims, sessions, recruitment, budget")
    ),
    Action("group.phase", N_("Phase"), ("f8",), ("p",), help=N_("Preparation, forming, transition, maturity, ending")),
    Action("group.end", N_("Sum up, end"), ("f9",), ("x",), footer=True, help=N_("Summary and effect, then the end")),
    Action("group.schedule", N_("Days of all"), ("ctrl+r",), ("t",), help=N_("A day for each session that has none")),
    Action("group.survey", N_("Satisfaction"), ("ctrl+e",), ("s",), help=N_("Forms sent, returned, and what they say")),
    Action(
        "group.approve",
        N_("Approve or return"),
        ("ctrl+k",),
        ("v",),
        help=N_("Submit, approve, or return with a reason"),
    ),
    Action(
        "group.unmake", N_("Delete session"), ("delete",), ("d",), help=N_("With its entry; Ctrl+Z brings both back")
    ),
    Action("group.goods", N_("Goods given"), ("ctrl+y",), ("n",), help=N_("What was given out at the session in view")),
    Action("group.print", N_("Print the group"), ("ctrl+s",), ("w",), help=N_("The whole file as one document")),
    Action("session.mark", N_("1 present 2 absent 3 leave"), ("1", "2", "3"), footer=True, palette=False),
    Action("session.all", N_("All present"), ("0",), footer=True, palette=False),
    Action("session.record", N_("Record"), ("f5",), ("e",), footer=True, help=N_("Day, length, what was done")),
    Action("session.plan", N_("Topic"), ("f7",), ("t",), help=N_("Day, topic, aims and materials of the session")),
    Action(
        "session.find", N_("Row or name"), ("ctrl+f", "f3"), ("/", "／"), help=N_("To a member by number or initials")
    ),
    Action("session.save", N_("Save"), ("ctrl+s", "f9"), (), footer=True, palette=False),
    Action("member.add", N_("Add members"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("member.leave", N_("Left"), ("f5",), ("e",), footer=True, palette=False),
    Action("member.remove", N_("Take off"), ("f8", "delete"), ("d",), footer=True, palette=False),
    Action("activity.edit", N_("Activity plan"), ("f5",), ("e",), footer=True, palette=False),
    Action("activity.hold", N_("How it went"), ("f7",), ("m",), footer=True, palette=False),
    Action("activity.sum", N_("Sum up"), ("f9",), ("x",), footer=True, palette=False),
    Action("activity.cancel", N_("Cancel / again"), ("f8",), ("d",), palette=False),
)

_NEEDS = (
    Action("need.add", N_("Note a need"), ("insert", "ctrl+t"), ("a",), footer=True, page="needs"),
    Action("need.match", N_("Match it"), ("f5",), ("m",), footer=True, page="needs", help=N_("With whom")),
    Action("need.done", N_("Need met"), ("f7",), ("o",), footer=True, page="needs", help=N_("What came of it")),
    Action("need.drop", N_("Give up"), ("delete",), ("d",), page="needs", help=N_("With a reason")),
    Action("need.settled", N_("Waiting / all"), ("f8",), ("c",), page="needs", help=N_("Show settled needs, too")),
    Action("resource.list", N_("Resources"), ("f9",), ("r",), footer=True, page="needs"),
    Action("volunteer.list", N_("Volunteers on file"), ("ctrl+e",), ("v",), page="needs"),
    Action(
        "volunteer.shifts",
        N_("Voluntary service"),
        ("ctrl+r",),
        ("h",),
        page="needs",
        help=N_("Confirmed many at once"),
    ),
    Action("org.list", N_("Community organisations"), ("ctrl+k",), ("z",), page="needs"),
    Action("volunteer.statement", N_("Statement"), ("f7",), ("x",), footer=True, palette=False),
    Action("volunteer.service", N_("What they did"), ("f5",), ("h",), footer=True, palette=False),
    Action("shift.confirm", N_("Confirm these"), ("f7",), ("c",), footer=True, palette=False),
)

_CLIENTS = (
    Action(
        "client.add",
        N_("New client"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        page="clients",
        help=N_("Only the name is required"),
    ),
    Action(
        "client.more",
        N_("More of the file"),
        ("f12",),
        ("m",),
        footer=True,
        help=N_("Consents, guardian and risk, household, child's file, incidents, referrals, files"),
    ),
    Action("household.list", N_("Households"), ("f12",), ("h",), page="clients", help=N_("Members, head, categories")),
    Action("household.join", N_("Put in"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("household.edit", N_("Edit"), ("f5",), ("e",), footer=True, palette=False),
    Action("household.category", N_("Category"), ("f7",), ("c",), footer=True, palette=False),
    Action("household.leave", N_("Take out"), ("f8", "delete"), ("d",), footer=True, palette=False),
    Action("pair.look", N_("On file already?"), ("f12",), palette=False),
    Action("client.edit", N_("Edit"), ("f5",), ("e",), footer=True, help=N_("Change this client's file")),
    Action("client.end", N_("End file"), ("delete",), ("x",), help=N_("Moved, died, or needs no more service")),
    Action("mask.reveal", N_("Reveal"), ("f7",), ("v",), help=N_("Show masked numbers; it goes into the audit log")),
)

_PLANS = (
    Action("plan.list", N_("Visit plans"), ("f8",), ("p",), page="clients", help=N_("How often whom to visit")),
    Action("plan.add", N_("New plan"), ("insert", "ctrl+t"), ("a",), footer=True, help=N_("Times, period, from when")),
    Action(
        "surge.list",
        N_("More visits"),
        ("f9",),
        ("m",),
        footer=True,
        page="clients",
        help=N_("Days on which some are visited more often: heat, cold, flood, a festival"),
    ),
    Action("surge.add", N_("New days"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("surge.change", N_("Change"), ("f5",), ("e",), footer=True, palette=False),
    Action("surge.delete", N_("Delete"), ("f8", "delete"), ("d",), footer=True, palette=False),
    Action("plan.end", N_("End it"), ("f5", "delete"), ("d",), footer=True, help=N_("From a day on it holds no more")),
)

_STAFF = (
    Action(
        "staff.add",
        N_("New worker"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        page="staff",
        help=N_("Name and joining day"),
    ),
    Action(
        "staff.training",
        N_("Add training"),
        ("f5",),
        ("t",),
        footer=True,
        page="staff",
        help=N_("One training for this person or all marked people"),
    ),
    Action("staff.certificate", N_("Add certificate"), ("f7",), ("c",), page="staff"),
    Action("staff.clause", N_("Clause"), ("f8",), ("o",), help=N_("Which clause decides this figure")),
    Action(
        "training.open",
        N_("Training"),
        ("f12",),
        ("b",),
        footer=True,
        page="staff",
        help=N_("Every requirement side by side: of the team, of one person"),
    ),
    Action("training.approve", N_("Approve"), ("f7",), ("p",), footer=True, palette=False),
    Action("training.proof", N_("Proof"), ("f8",), ("o",), footer=True, palette=False),
    Action("training.clause", N_("Clause"), ("f9",), ("l",), footer=True, palette=False),
    Action("training.statement", N_("Statement"), ("ctrl+r",), ("s",), footer=True, palette=False),
    Action(
        "staff.stats",
        N_("Statistics"),
        ("ctrl+r",),
        ("s",),
        footer=True,
        page="staff",
        help=N_("The workforce by level, age, education and more; lists to write out"),
    ),
)

_POLICIES = (
    Action(
        "policy.list",
        N_("Policies"),
        ("f5",),
        ("p",),
        footer=True,
        page="settings",
        help=N_("Clause by clause, two side by side, and what one would change"),
    ),
    Action("policy.compare", N_("Compare"), ("f5",), ("c",), footer=True, palette=False),
    Action(
        "policy.figures",
        N_("Its figures"),
        ("f7",),
        ("n",),
        footer=True,
        palette=False,
        help=N_("The same registers under both policies, each with its unit and clause"),
    ),
    Action("side.person", N_("By person"), ("f7",), ("p",), footer=True, palette=False),
    Action("side.write", N_("Write out"), ("f5",), ("x",), footer=True, palette=False),
    Action("policy.effect", N_("Whom it changes"), ("f7",), ("w",), footer=True, palette=False),
    Action("policy.add", N_("Publish one"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("policy.withdraw", N_("Withdraw"), ("f8", "delete"), ("d",), palette=False),
    Action("policy.use", N_("Let it hold"), ("f9",), (), footer=True, palette=False),
)

_PERSON = (
    Action("person.add", N_("Add"), ("insert", "ctrl+t"), ("a",), footer=True, help=N_("What belongs to this section")),
    Action(
        "person.edit", N_("Edit"), ("f5",), ("e",), footer=True, help=N_("Change this person's record, part by part")
    ),
    Action("person.next", N_("Next section"), ("right",), ("]", "】"), footer=True),
    Action("person.previous", N_("Section before"), ("left",), ("[", "【")),
    Action("person.clause", N_("Clause"), ("ctrl+o",), ("o",), help=N_("Which clauses decide what stands here")),
    Action(
        "person.part",
        N_("Leave, hand over"),
        ("f9",),
        ("h",),
        footer=True,
        help=N_("What is in hand, to whom it goes, the sheet to sign"),
    ),
    Action("parting.form", N_("Hand over"), ("f5",), ("e",), footer=True, palette=False),
    Action("parting.print", N_("Print sheet"), ("f7",), ("p",), footer=True, palette=False),
    Action("stats.write", N_("Write a list"), ("f5",), ("x",), footer=True, palette=False),
)

_POSTS = (
    Action(
        "post.add",
        N_("New post"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        page="posts",
        help=N_("For the village or community under the bar"),
    ),
    Action("post.fill", N_("Fill it"), ("f5",), ("f",), footer=True, page="posts", help=N_("Who holds this post now")),
    Action(
        "post.end",
        N_("Leaves"),
        ("f8", "delete"),
        ("d",),
        footer=True,
        page="posts",
        help=N_("The holder leaves; an empty post is closed"),
    ),
    Action(
        "post.place", N_("New village"), ("ctrl+r",), ("v",), page="posts", help=N_("Or a community, with its people")
    ),
    Action("post.clause", N_("Clause"), ("f7",), ("o",), help=N_("What the policy asks here, with its clause")),
    Action(
        "post.more",
        N_("More pages"),
        ("f9",),
        ("m",),
        footer=True,
        page="posts",
        help=N_("Institutions, supervision, evaluation, complaints"),
    ),
    Action("institution.add", N_("New institution"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("institution.years", N_("Years"), ("f5",), ("y",), footer=True, palette=False),
    Action("institution.checks", N_("Checks"), ("f8",), ("c",), footer=True, palette=False),
)

_SUPERVISION = (
    Action("view.next", N_("Next view"), ("f7",), ("n",), footer=True, palette=False),
    Action("supervision.add", N_("New supervision"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("supervision.done", N_("Carried out"), ("f5",), ("d",), footer=True, palette=False),
    Action("supervision.sign", N_("Both signed"), ("f8",), ("s",), footer=True, palette=False),
    Action("supervision.clause", N_("Clause"), ("f9",), ("o",), footer=True, palette=False),
    Action("mentoring.add", N_("New pair"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
)

_EVALUATION = (
    Action("evaluation.add", N_("Begin evaluations"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("scheme.add", N_("New scheme"), ("f8",), ("s",), footer=True, palette=False),
    Action("evaluation.score", N_("Score it"), ("f5",), ("e",), footer=True, palette=False),
    Action("evaluation.own", N_("Own scores"), ("f8",), ("s",), footer=True, palette=False),
    Action("evaluation.confirm", N_("Confirm it"), ("f9",), ("c",), footer=True, palette=False),
    Action("evaluation.dispute", N_("Does not agree"), ("delete",), ("x",), footer=True, palette=False),
    Action("complaint.add", N_("New complaint"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("complaint.step", N_("Next step"), ("f5",), ("s",), footer=True, palette=False),
    Action("credit.publish", N_("Public list"), ("f5",), ("x",), footer=True, palette=False),
)

_MORE = (
    Action("evaluation.list", N_("Evaluation"), help=N_("Who has which grade, who has none; schemes and weights")),
    Action("complaint.list", N_("Complaints"), help=N_("What is open for how long, and the next step")),
    Action("credit.list", N_("Credit archive"), help=N_("Commendations, violations, sanctions; what is public")),
    Action("supervision.list", N_("Supervision"), help=N_("Who had none for how long, sessions, advice, rounds")),
    Action("mentoring.list", N_("Mentoring"), help=N_("Who leads whom, and who is led by nobody")),
    Action("institution.list", N_("Institutions"), help=N_("Registration, filing, checks, who is idle")),
)

_EXCHANGE = (
    Action(
        "exchange.export",
        N_("Hand in"),
        ("f5",),
        ("e",),
        footer=True,
        page="exchange",
        help=N_("Write what is new into a bundle file"),
    ),
    Action(
        "exchange.trust",
        N_("Take in a card"),
        ("f8",),
        ("c",),
        page="exchange",
        help=N_("The county's card, or a device's enrolment"),
    ),
    Action(
        "exchange.card",
        N_("Write my card"),
        ("ctrl+t",),
        ("w",),
        page="exchange",
        help=N_("For the other side to take in"),
    ),
    Action(
        "exchange.merge",
        N_("Merge"),
        ("f7",),
        ("m",),
        footer=True,
        page="exchange",
        help=N_("Take in bundles: files or a folder"),
    ),
)

_INBOX = (
    Action(
        "inbox.open",
        N_("Inbox"),
        ("insert",),
        ("i",),
        footer=True,
        page="exchange",
        help=N_("A folder that is watched, and what waits here"),
    ),
    Action("inbox.take", N_("Take these in"), ("f7",), ("m",), footer=True, palette=False),
    Action("inbox.folder", N_("Folder"), ("f5",), ("o",), footer=True, palette=False),
    Action("inbox.held", N_("Try again"), ("f8",), ("t",), footer=True, palette=False),
    Action("inbox.look", N_("Look now"), ("ctrl+r",), palette=False),
    Action(
        "exchange.receipts",
        N_("Receipts"),
        ("ctrl+y",),
        ("r",),
        footer=True,
        page="exchange",
        help=N_("County: write the receipts of all stations onto the stick"),
    ),
    Action(
        "exchange.request",
        N_("County asks"),
        ("f12",),
        ("q",),
        footer=True,
        page="exchange",
        help=N_("Station: write what a request code of the county asks for"),
    ),
    Action(
        "exchange.down",
        N_("Send down"),
        ("ctrl+d",),
        ("s",),
        page="exchange",
        help=N_("County: what concerns a station, for it to take in"),
    ),
)

_DEVICES = (
    Action(
        "device.list",
        N_("Known devices"),
        ("ctrl+w",),
        ("v",),
        page="exchange",
        help=N_("Whose cards are here; digits compared, a lost laptop, a copied one"),
    ),
    Action("device.compare", N_("Compare digits"), ("f5",), ("c",), footer=True, palette=False),
    Action("device.revoke", N_("Report lost"), ("f8", "delete"), ("x",), footer=True, palette=False),
    Action("device.split", N_("New number"), ("f9",), ("n",), footer=True, palette=False),
)

_REHEARSAL = (
    Action("rehearsal.merge", N_("Merge these"), ("f7",), ("m",), footer=True, palette=False),
    Action("rehearsal.take", N_("Take or leave"), ("space",), footer=True, palette=False),
    Action("rehearsal.all", N_("All"), ("ctrl+a",), ("a",), footer=True, palette=False),
    Action("rehearsal.none", N_("None"), ("f8",), ("n",), footer=True, palette=False),
    Action(
        "rehearsal.back",
        N_("Undo the merge"),
        ("f9",),
        ("b",),
        footer=True,
        palette=False,
        help=N_("Back to the copy made before it"),
    ),
)

_LOOKING = (
    Action(
        "bundle.look",
        N_("Look into a bundle"),
        ("ctrl+o",),
        ("o",),
        page="exchange",
        help=N_("Read what is in it without merging it"),
    ),
    Action("bundle.compare", N_("Compare"), ("f5",), ("c",), footer=True, palette=False),
)

_BOARD = (
    Action(
        "board.open",
        N_("Board"),
        ("ctrl+r",),
        ("b",),
        footer=True,
        page="exchange",
        help=N_("Which station has handed in which month"),
    ),
    Action("board.left", N_("Month to the left"), ("left",), ("h",), palette=False),
    Action("board.right", N_("Month to the right"), ("right",), (), palette=False),
    Action("board.earlier", N_("Year before"), ("ctrl+left",), ("[", "【"), footer=True, palette=False),
    Action("board.later", N_("Year after"), ("ctrl+right",), ("]", "】"), palette=False),
    Action("board.chase", N_("Ask this station"), ("f5",), ("c",), footer=True, palette=False),
    Action("board.chase_all", N_("Ask all that lag"), ("f7",), ("a",), footer=True, palette=False),
    Action("text.copy", N_("Copy it"), ("f5",), footer=True, palette=False),
)

_MONTHS = (
    Action(
        "month.list",
        N_("Without names"),
        ("ctrl+b",),
        ("t",),
        page="exchange",
        help=N_("Months that came without names: figures or rows, and how many stations are covered"),
    ),
    Action("month.profile", N_("Figures / rows"), ("f5",), ("f",), footer=True, palette=False),
    Action("month.total", N_("All stations"), ("f7",), ("a",), footer=True, palette=False),
)

_CONFLICTS = (
    Action(
        "conflict.list",
        N_("Conflicts"),
        ("f9",),
        ("x",),
        page="exchange",
        help=N_("What two people wrote without having seen each other's"),
    ),
    Action(
        "conflict.alike",
        N_("All alike"),
        ("f8",),
        ("a",),
        footer=True,
        palette=False,
        help=N_("Settle every conflict like this one by a rule"),
    ),
    Action("conflict.type", N_("Type a value"), ("f5",), ("e",), footer=True, palette=False),
    Action(
        "conflict.settled",
        N_("Open / settled"),
        ("f9",),
        ("d",),
        footer=True,
        palette=False,
        help=N_("What was settled, and what was set aside"),
    ),
    Action("conflict.take", N_("Take this value"), ("1", "2", "3", "4"), footer=True, palette=False),
)

_TOGETHER = (
    Action(
        "pair.list",
        N_("Possible doubles"),
        ("ctrl+e",),
        ("d",),
        help=N_("Files that may be of one person; said so or not by a key"),
    ),
    Action(
        "problem.list",
        N_("Findings"),
        ("ctrl+k",),
        ("p",),
        help=N_("What does not fit together or is unlikely; Enter leads there"),
    ),
)

_FINDINGS = (
    Action(
        "finding.settle",
        N_("Explain"),
        ("f5",),
        ("e",),
        footer=True,
        help=N_("As it was written, put right, or given to somebody; with the reason"),
    ),
)

_OWNERSHIP = (
    Action(
        "row.transfer",
        N_("Transfer"),
        ("f9",),
        ("h",),
        help=N_("County: this client, case or worker belongs to another station from a day on"),
    ),
    Action(
        "row.erase",
        N_("Erase by order"),
        ("ctrl+d",),
        (),
        help=N_("County: what was said is gone everywhere, for good"),
        palette=False,
    ),
    Action("handover.confirm", N_("Confirm"), ("f5",), ("c",), footer=True, palette=False),
    Action("admission.admit", N_("Let it count"), ("f5",), ("a",), footer=True, palette=False),
    Action("admission.refuse", N_("Refuse"), ("f8", "delete"), ("x",), footer=True, palette=False),
)

_OWNED = (
    Action(
        "handover.list",
        N_("Handovers"),
        ("ctrl+x",),
        ("h",),
        help=N_("What the county gave to another station and waits for your confirmation"),
    ),
    Action(
        "admission.list",
        N_("Not counted"),
        ("ctrl+u",),
        ("n",),
        help=N_("Records of units on files that are not theirs; the county lets them count or refuses them"),
    ),
)

_PAIRS = (
    Action("pair.different", N_("Two people"), ("f8", "delete"), ("n",), footer=True, palette=False),
    Action("pair.filter", N_("Waiting / decided"), ("f5",), ("d",), footer=True, palette=False),
    Action("pair.withdraw", N_("Take back"), ("f9",), ("b",), footer=True, palette=False),
)

_PROJECTS = (
    Action("project.add", N_("New project"), ("insert", "ctrl+t"), ("a",), footer=True, page="projects"),
    Action("project.edit", N_("Edit"), ("f5",), ("e",), footer=True, palette=False),
    Action(
        "project.part",
        N_("Add to it"),
        ("insert", "ctrl+t"),
        ("a",),
        footer=True,
        palette=False,
        help=N_("An indicator, a funding line, spending, a worker, an evaluation, a review"),
    ),
    Action(
        "project.folder",
        N_("Evaluation folder"),
        ("f9",),
        ("x",),
        footer=True,
        palette=False,
        help=N_("Promised against done with the proof, ready to hand in and to bind"),
    ),
    Action("project.parts", N_("Its lists"), ("f7",), ("t",), footer=True, palette=False),
    Action(
        "project.library",
        N_("Library, honours"),
        ("f8",),
        ("h",),
        footer=True,
        page="projects",
        help=N_("Project library and reviews, honours, good cases, demonstration sites, micro-projects"),
    ),
    Action("library.add", N_("Add here"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("library.list", N_("Its list"), ("f7",), ("t",), footer=True, palette=False),
    Action(
        "target.board",
        N_("Targets"),
        ("f9",),
        ("t",),
        footer=True,
        page="projects",
        help=N_("What the policies want to reach, against what is counted"),
    ),
    Action("target.own", N_("Set a target"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action(
        "target.beside",
        N_("Other policy"),
        ("f8",),
        ("p",),
        footer=True,
        palette=False,
        help=N_("The same figures under another policy, side by side"),
    ),
    Action("target.figures", N_("Entered figures"), ("f7",), ("f",), footer=True, palette=False),
)

_REPORTS = (
    Action(
        "report.write", N_("Write out"), ("f5",), ("x",), footer=True, page="reports", help=N_("To a spreadsheet file")
    ),
    Action(
        "approval.month",
        N_("Approve a month"),
        ("f9",),
        ("m",),
        footer=True,
        page="reports",
        help=N_("Read the exceptions and what is drawn at random, approve the rest in one step"),
    ),
    Action("month.approve", N_("Approve the rest"), ("f5",), ("a",), footer=True, palette=False),
    Action("month.return", N_("Return it"), ("f8", "delete"), ("r",), footer=True, palette=False),
    Action(
        "report.other",
        N_("Other reports"),
        ("f7",),
        ("o",),
        footer=True,
        page="reports",
        help=N_("Quarter, half-year, year, ledgers, rosters, projects, targets"),
    ),
    Action(
        "month.close",
        N_("Close the month"),
        ("f8",),
        ("c",),
        footer=True,
        page="reports",
        help=N_("What is still open, and freezing the figures"),
    ),
    Action(
        "own_form.list",
        N_("Own forms"),
        ("ctrl+o",),
        ("w",),
        page="reports",
        help=N_("Forms of the county (xlsx, docx), filled from the registers"),
    ),
    Action("own_form.add", N_("Bring in"), ("insert", "ctrl+t"), ("a",), footer=True, palette=False),
    Action("own_form.check", N_("Check it"), ("f5",), ("c",), footer=True, palette=False),
    Action("own_form.down", N_("Hand down / not"), ("f7",), ("h",), footer=True, palette=False),
    Action("own_form.remove", N_("Put away"), ("f8", "delete"), ("d",), footer=True, palette=False),
    Action("own_form.example", N_("Examples"), ("f9",), ("x",), footer=True, palette=False),
    Action(
        "listing.look",
        N_("Ledgers to look at"),
        ("ctrl+e",),
        ("v",),
        page="reports",
        help=N_("Affairs, services, visits, linked parties, volunteers, surveys"),
    ),
    Action(
        "time.split",
        N_("Time split"),
        ("ctrl+t",),
        ("t",),
        page="reports",
        help=N_("Professional service, civil affairs, administration of each worker"),
    ),
    Action("listing.turn", N_("Next table"), ("f8",), ("n",), footer=True, palette=False),
    Action("listing.write", N_("Write out"), ("f5",), ("x",), footer=True, palette=False),
    Action("listing.period", N_("Another period"), ("f7",), ("p",), footer=True, palette=False),
    Action("time.rule", N_("Own rule"), ("f5",), ("r",), footer=True, palette=False),
    Action("time.affairs", N_("Affairs log"), ("f7",), ("a",), footer=True, palette=False),
    Action("month.freeze", N_("Freeze"), ("f5",), ("c",), footer=True, palette=False),
    Action("month.write", N_("Write out"), ("f9",), ("x",), footer=True, palette=False),
    Action("month.recount", N_("Recount"), ("f7",), ("n",), footer=True, palette=False),
    Action(
        "county.stations",
        N_("Stations compared"),
        ("f12",),
        ("s",),
        footer=True,
        page="reports",
        help=N_("County: what came of each station and month, and whether it is as reported"),
    ),
    Action("county.rank", N_("In order"), ("f7",), ("o",), footer=True, palette=False),
    Action("county.figure", N_("Other figure"), ("f7",), ("o",), footer=True, palette=False),
    Action(
        "county.sums",
        N_("Sums below"),
        ("f8",),
        ("m",),
        footer=True,
        palette=False,
        help=N_("Months without names added up by county or prefecture, with what each sum rests on"),
    ),
    Action("county.more", N_("More areas"), ("f7",), ("o",), footer=True, palette=False),
    Action("county.lines", N_("All / differing"), ("f7",), ("a",), footer=True, palette=False),
    Action("county.write", N_("Write out"), ("f5",), ("x",), footer=True, palette=False),
    Action("period.previous", N_("Month before"), ("ctrl+left",), ("[", "【"), footer=True, page="reports"),
    Action("period.next", N_("Month after"), ("ctrl+right",), ("]", "】"), page="reports"),
)

_LEDGERS = (
    Action(
        "ledger.import",
        N_("Bring in a ledger"),
        ("f9",),
        ("i",),
        help=N_("An xlsx or csv file: roster, clients, cases, trainings"),
    ),
    Action("ledger.template", N_("Template"), ("f8",), help=N_("An empty ledger to fill in, with an example")),
)

_LEDGER = (
    Action("ledger.take", N_("Take it in"), ("enter",), footer=True, priority=True, palette=False),
    Action("ledger.again", N_("Read again"), ("f5",), ("r",), footer=True, palette=False),
    Action("ledger.partial", N_("Take what fits"), ("f7",), ("p",), footer=True, palette=False),
)

_PAGE_ACTIONS = tuple(
    Action(f"page.{page.name}", page.label, (page.key,), ("，",) if page.key == "," else (), help=page.help)
    for page in PAGES
)

GROUPS: tuple[tuple[str, tuple[Action, ...]], ...] = (
    (N_("Everywhere"), _APP),
    (N_("Pages"), _PAGE_ACTIONS),
    (N_("Lists"), (*_LIST, *_SHEET)),
    (N_("Forms"), _FORM),
    (N_("Today"), _TODAY),
    (N_("Rounds"), _ROUND),
    (N_("Cases"), _CASES),
    (N_("Groups & activities"), _GATHERINGS),
    (N_("Needs & resources"), _NEEDS),
    (N_("Clients"), (*_CLIENTS, *_PLANS)),
    (N_("Roster"), (*_STAFF, *_PERSON, *_POLICIES)),
    (N_("Posts & institutions"), (*_POSTS, *_SUPERVISION, *_EVALUATION, *_MORE)),
    (
        N_("Exchange"),
        (
            *_EXCHANGE,
            *_INBOX,
            *_DEVICES,
            *_REHEARSAL,
            *_LOOKING,
            *_BOARD,
            *_MONTHS,
            *_CONFLICTS,
            *_TOGETHER,
            *_FINDINGS,
            *_PAIRS,
            *_OWNED,
            *_OWNERSHIP,
        ),
    ),
    (N_("Projects"), _PROJECTS),
    (N_("Reports"), _REPORTS),
    (N_("Ledgers"), (*_LEDGERS, *_LEDGER)),
)
"""The registry in the order of the cheat sheet: a heading and its actions."""

ACTIONS: dict[str, Action] = {action.id: action for _heading, group in GROUPS for action in group}

_APP_IDS = {action.id for action in (*_APP, *_PAGE_ACTIONS, *_LEDGERS, *_TOGETHER, *_OWNED, *_MORE)}


def method(action_id: str) -> str:
    """What Textual runs for an action: ``log.repeat`` is ``action_log_repeat`` where it is bound."""
    name = action_id.replace(".", "_")
    return f"app.{name}" if action_id in _APP_IDS else name


def bindings(*action_ids: str, footer: bool | None = None) -> list[BindingType]:
    """The bindings of these actions. ``footer`` overrides whether they stand in the key bar."""
    made: list[BindingType] = []
    for action_id in action_ids:
        action = ACTIONS[action_id]
        shown = action.footer if footer is None else footer
        for key in (*action.keys, *action.letters):
            made.append(
                Binding(
                    "comma" if key == "," else key,
                    method(action_id),
                    action.label,
                    show=shown,
                    priority=action.priority and key not in action.letters,
                    tooltip=action.help,
                    id=f"{action_id}:{key}",
                )
            )
    return made


def app_bindings() -> list[BindingType]:
    """The bindings that hold everywhere."""
    return bindings(*(action.id for action in (*_APP, *_PAGE_ACTIONS)))


def action_of(binding: Binding) -> Action | None:
    """The registered action behind a binding, or None for one of Textual's own."""
    return ACTIONS.get((binding.id or "").partition(":")[0])


_SIGNS = {"full_stop": ".", "slash": "/", "colon": ":", "comma": ",", "question_mark": "?"}
_SIGNS |= {"left_square_bracket": "[", "right_square_bracket": "]"}

_KEY_WORDS = {
    "escape": "Esc",
    "enter": "Enter",
    "space": N_("Space"),
    "insert": "Ins",
    "delete": "Del",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": N_("Up arrow"),
    "down": N_("Down arrow"),
    "left": N_("Left arrow"),
    "right": N_("Right arrow"),
    "tab": "Tab",
}


def key_word(key: str, translate: bool = True) -> str:
    """A key as people write it: ``ctrl+n`` is ``Ctrl+N``, ``f1`` is ``F1``."""
    from swstation.i18n import _

    *modifiers, last = key.split("+") if key != "+" else ["+"]
    last = _SIGNS.get(last, last)
    word = _KEY_WORDS.get(last, last.upper() if len(last) > 1 or modifiers else last)
    if translate and last in _KEY_WORDS:
        word = _(word)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), word])
