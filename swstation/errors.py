"""From a refusal to one sentence in the user's language."""

from __future__ import annotations

from importlib import import_module

from db.errors import Invalid, Refusal
from swstation.i18n import _, listed

__all__ = ["Invalid", "Refusal", "as_dict", "message"]


def message(refusal: Refusal) -> str:
    """What was refused, why, and how to mend it, in the current language."""
    area, _dot, reason = refusal.code.partition(".")
    template = import_module(f"swstation.messages.{area}").MESSAGES[reason]
    params = {
        "field": field_label(refusal.field),
        "token": refusal.token or "",
        "row": refusal.row,
        "choices": listed(refusal.choices),
        **refusal.params,
    }
    return _(template).format_map(params)


def field_label(field: str | None) -> str:
    """The word on screen for a field name; the name itself where the glossary has none."""
    if not field:
        return ""
    from swstation.messages.fields import FIELDS

    return _(FIELDS[field]) if field in FIELDS else field


def as_dict(refusal: Refusal) -> dict[str, object]:
    """A refusal as the command line's ``--json`` prints it."""
    out: dict[str, object] = {
        "code": refusal.code,
        "reason": refusal.code.partition(".")[2],
        "message": message(refusal),
    }
    for key in ("field", "token", "row"):
        if (value := getattr(refusal, key)) is not None:
            out[key] = value
    if refusal.choices:
        out["choices"] = list(refusal.choices)
    return out
