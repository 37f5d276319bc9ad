"""Why a post or a holding is not taken."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "unknown": N_("the post {token} is not here any more; go back and look again"),
    "not_open": N_("the post is there from {opened} to {closed}; choose a day in between, or change the post"),
    "nobody": N_("nobody holds this post; F5 fills it"),
}
