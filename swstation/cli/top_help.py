"""``python -m swstation.cli.top_help`` writes the top help of each language, which is shown without Click."""

from __future__ import annotations

from pathlib import Path

from swstation import i18n
from swstation.cli.main import cli

WIDTH = 80


def text(language: str) -> str:
    """The top help in a language."""
    before = i18n.language()
    i18n.set_language(language)
    try:
        with cli.make_context("swstation", [], resilient_parsing=True, terminal_width=WIDTH) as ctx:
            return cli.get_help(ctx) + "\n"
    finally:
        i18n.set_language(before)


def path(language: str) -> Path:
    """The file that holds it."""
    return Path(__file__).parent / f"top_help.{language}.txt"


if __name__ == "__main__":
    for language in i18n.LANGUAGES:
        path(language).write_text(text(language), encoding="utf-8", newline="\n")
