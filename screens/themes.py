"""Two themes of our own: a night ground that is the default, and a paper-like light one."""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="night",
    primary="#7fb2e5",
    secondary="#5c7fa3",
    accent="#7fb2e5",
    foreground="#dce3ea",
    background="#11161c",
    surface="#161c24",
    panel="#1f2731",
    success="#8ac994",
    warning="#e6b967",
    error="#f28b82",
    dark=True,
    variables={
        "muted": "#93a1b0",
        "line": "#3b4856",
        "cursor-ground": "#27476b",
        "cursor-text": "#ffffff",
        "rest-ground": "#222c38",
        "good": "#8ac994",
        "caution": "#e6b967",
        "bad": "#f28b82",
        "tint": "#1b2430",
        "bar-full": "#5f95cc",
        "bar-rest": "#2a3542",
    },
)

PAPER = Theme(
    name="paper",
    primary="#1d5c8c",
    secondary="#4d7596",
    accent="#1d5c8c",
    foreground="#2a2722",
    background="#f8f4ea",
    surface="#fdfaf2",
    panel="#ece5d4",
    success="#2c6a35",
    warning="#805300",
    error="#a4262a",
    dark=False,
    variables={
        "muted": "#655f54",
        "line": "#bdb39d",
        "cursor-ground": "#1d5c8c",
        "cursor-text": "#ffffff",
        "rest-ground": "#e6ddc8",
        "good": "#2c6a35",
        "caution": "#805300",
        "bad": "#a4262a",
        "tint": "#f1ebdb",
        "bar-full": "#3f7fae",
        "bar-rest": "#ddd3bd",
    },
)

THEMES = (NIGHT, PAPER)

# Which colour is read on which ground; the contrast test walks this list.
READ_ON = (
    ("foreground", "background"),
    ("foreground", "surface"),
    ("foreground", "panel"),
    ("foreground", "tint"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "panel"),
    ("muted", "rest-ground"),
    ("cursor-text", "cursor-ground"),
    ("foreground", "rest-ground"),
    ("good", "background"),
    ("caution", "background"),
    ("bad", "background"),
    ("good", "surface"),
    ("caution", "surface"),
    ("bad", "surface"),
    ("good", "rest-ground"),
    ("caution", "rest-ground"),
    ("bad", "rest-ground"),
    ("primary", "background"),
    ("primary", "panel"),
)


def colour(theme: Theme, name: str) -> str:
    """The hex value a theme gives a colour name."""
    value = theme.variables.get(name) or getattr(theme, name)
    return str(value)
