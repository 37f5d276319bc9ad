"""Why a scheme or an evaluation is not taken."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "weight_missing": N_("an element has no weight yet; give every element one"),
    "weights": N_("the weights add up to {total}; change them until they are {whole}"),
    "weight_bad": N_("{token} is no weight; write a whole number from 0 to 100"),
    "grades": N_("{token}: write the grade, a blank, and the lowest score, which is not above {full}: 优秀 90"),
    "grades_same": N_("{token}: another grade begins at the same score; change one of the two"),
    "set_unknown": N_("the policy has no set of elements {token}; choose one of: {known}"),
    "score_bad": N_("{token} is no score; write a number from 0 to {full} with at most one decimal"),
    "scheme_unknown": N_("the scheme {token} is not here any more; choose another one"),
    "unknown": N_("the evaluation {token} is not here any more; go back and look again"),
    "no_elements": N_("the scheme has no elements; add them to it first"),
    "scores_missing": N_("{missing} elements have no score yet; score them, then confirm"),
    "confirmed": N_("the evaluation is confirmed; dispute it first, then it can be changed"),
    "nobody": N_("nobody is chosen; mark whom the evaluation is about"),
}
