"""The grammar of the quick line on one card, for the help of the places that have the line."""

from __future__ import annotations

from screens.widgets.rows import Cell, Row
from swstation.i18n import N_, _

KEY = "card/"
"""Before the key of a row of the card: it is to be read, not to be done."""

CARD = (
    ("张桂芳 zgf", N_("client: name, pinyin or initials; several with a comma or 和")),
    ("入户 tf !tf", N_("method: word or initials")),
    ("40m 9:00-10:30", N_("how long")),
    ("昨天 11-20", N_("day of service; today if none")),
    (">+7d 》明天", N_("next contact")),
    ("不在家 未接", N_("how it ended; met if none. 李秀英:不在家 for one of several")),
    ("46人 第3节", N_("counts, for a group, an activity or a consultation")),
    ("残疾人证 15件", N_("desk work: item and number")),
    ("15件:已办结", N_("desk work: what came of it, behind a colon")),
    ("&12 &G3 &A5", N_("case, group or activity by its number")),
    ("+李娜 ￥260", N_("colleague, value; # before a service field")),
    ("送大米2袋", N_("things given: they go into the register of things given")),
    ("转介到县医院", N_("a referral begins, to be completed on Today")),
    ("手工小组", N_("a title that is new: Tab opens it as a group or an activity")),
    ("@村:庄甸 入户", N_("one entry for everybody of the village whose visit is due")),
    ("@已选 电话", N_("one entry for each who is marked (space) in the list")),
    ("3= _ 入户", N_("keeps a line on digit 3; 3 and Tab write it, _ is where the name goes")),
    ("血压 // >160", N_("behind // everything is note")),
)
"""What is written, and what it means."""


def card_rows() -> list[Row]:
    """The card as rows of the help."""
    head = Row(_("The line"), (_("The line"),), heading=True)
    return [
        head,
        *(
            Row(f"{KEY}{n}", (Cell(line, "strong"), "", Cell(_(words), "muted")))
            for n, (line, words) in enumerate(CARD)
        ),
    ]
