"""``find``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _


@command("find", help=N_("Find people, cases, groups, activities and entries by words, pinyin or initials."))
@argument("words", nargs=-1, required=True)
@option("--limit", type=click.IntRange(1, 1000), default=50, help=N_("At most so many."))
@json_option
@click.pass_obj
def find_command(options: Options, words: tuple[str, ...], limit: int) -> None:
    """Find people, cases, groups, activities and entries by words, pinyin or initials."""
    from swstation.operations.search import WHY, keep_up, kind_word, look_up

    book = options.book(only_look=True)
    while keep_up(book, 5_000):
        pass
    found = look_up(book, " ".join(words), limit=limit)
    document = [
        {"kind": one.kind, "id": one.id, "who": one.title, "text": one.detail, "date": one.day or None, "why": one.why}
        for one in found
    ]

    def lines() -> Iterator[str]:
        for one in found:
            yield "\t".join((kind_word(one.kind), one.title, one.day, one.detail, _(WHY[one.why])))
        if not found:
            yield _("Nothing found.")

    emit(options, document, lines)
