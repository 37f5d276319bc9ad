"""The rule for the share of civil affairs in words."""

from __future__ import annotations

from swstation.i18n import _
from swstation.rules.time_share import ShareRule


def rule_words(rule: ShareRule | None) -> str:
    """The rule and where it stands; that there is none."""
    if rule is None:
        return _("No rule for the share of civil affairs: no policy here prints one, and none of one's own is noted.")
    if rule.clause is None:
        return _("Civil affairs at most {most}% of the time (own rule: {basis})").format(
            most=rule.most, basis=rule.basis
        )
    return _("Civil affairs at most {most}% of the time ({document} {section})").format(
        most=rule.most, document=rule.clause.document, section=rule.clause.section
    )
