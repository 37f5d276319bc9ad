"""``python -m screens.cheatsheet``: the keys as a page in each language, from the registry of actions."""

from __future__ import annotations

from pathlib import Path

from screens.actions import GROUPS, Action, key_word
from swstation.i18n import N_, _, language, set_language

FOLDER = Path(__file__).parent.parent / "docs"
FILES = {"zh_CN": "keys.zh_CN.md", "en": "keys.en.md"}

_TITLE = N_("Keys")
_LEAD = N_(
    "The first column works while the input method is on; the letters work outside text fields. "
    "F1 shows the keys of the place you are in, Ctrl+P finds every action. "
    "This page is written by the program: python -m screens.cheatsheet"
)


def sheet(lang: str) -> str:
    """The page in one language."""
    before = language()
    set_language(lang)
    try:
        lines = [f"# {_(_TITLE)}", "", _(_LEAD), ""]
        for heading, actions in GROUPS:
            heads = (_("Key"), _("Letter"), _("Does"), _("More"))
            lines += [f"## {_(heading)}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
            lines += [_line(action) for action in actions]
            lines.append("")
        return "\n".join(lines)
    finally:
        set_language(before)


def _line(action: Action) -> str:
    keys = " ".join(f"`{key_word(key)}`" for key in action.keys)
    letters = " ".join(f"`{key}`" for key in action.letters)
    return f"| {keys} | {letters} | {_(action.label)} | {_(action.help)} |"


def main() -> None:
    """Write both pages."""
    for lang, name in FILES.items():
        (FOLDER / name).write_text(sheet(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
