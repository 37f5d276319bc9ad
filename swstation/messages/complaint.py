"""Why a step of a complaint is not taken."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "step": N_("the complaint cannot go there from where it is; possible now: {known}"),
    "result": N_("say what came of it before it ends"),
    "unknown": N_("the complaint {token} is not here any more; go back and look again"),
}
