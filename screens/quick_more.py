"""What the quick line does on Today and in front of other pages alike, beside saving an entry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from swstation.i18n import _, language

if TYPE_CHECKING:
    from screens.base import Common
    from screens.widgets.quick_line import QuickLine, Reading


def marked_word() -> str:
    """What stands in a line for those who are marked in a list."""
    from swstation.quicklog.many import MARKED, MARKED_EN

    return MARKED_EN if language() == "en" else MARKED


async def keep_template(screen: Common[Any], event: QuickLine.Saved, renew: Callable[[], Awaitable[None]]) -> None:
    """Keep a line on a digit, or empty the digit, and say so."""
    await screen.station.backend.keep_template(event.digit, event.text)
    event.line.clear()
    await renew()
    words = _("Digit {digit} and Tab write it from now on.") if event.text else _("Digit {digit} is empty.")
    screen.notify(words.format(digit=event.digit), timeout=4, markup=False)


def say_more(screen: Common[Any], reading: Reading) -> None:
    """Say what a line has begun that somebody must still complete."""
    if getattr(reading.parsed, "referral", None) is not None:
        screen.notify(_("The referral waits under Today to be completed."), timeout=5, markup=False)
