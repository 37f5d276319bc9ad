"""The message to a station that has not handed in: polite, complete, ready to paste into a chat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from swstation.exchange.board import Arrived, BoardRow, Hole
from swstation.i18n import _, ngettext

RequestCode = Callable[[Hole], str]
"""The short code that a station types to send exactly these records again; empty if there is none."""

MOST_HOLES = 5
"""Spans named one by one; who misses more is better asked for everything."""


def code_of(hole: Hole) -> str:
    """The request code for a hole."""
    from swstation.exchange.codes import request_code

    return request_code(hole.replica, hole.first, hole.last) or ""


def chase(
    row: BoardRow, sender: str, as_of: date, *, codes: RequestCode | None = None, months: Sequence[str] | None = None
) -> str:
    """The message to one station in the current language. ``sender``: the unit that asks.

    ``months``: which months to ask for; else all that it owes. With nothing to ask for it is a kind word only.
    """
    points = [*_months(row, row.owes if months is None else months, as_of), *_holes(row, codes)]
    lines = [_("To {station}:").format(station=row.name)]
    if points:
        lines.append(_("Hello. {sender} is still waiting for the following from you:").format(sender=sender))
        lines += [f"{number}. {point}" for number, point in enumerate(points, 1)]
    else:
        lines.append(_("Hello. {sender} has everything you have handed in so far.").format(sender=sender))
    lines.append(_last(row.newest))
    if points:
        lines.append(_("You will get a receipt once it is in. Thank you!"))
    lines.append(f"{sender}  {as_of.isoformat()}")
    return "\n".join(lines) + "\n"


def chase_all(rows: Sequence[BoardRow], sender: str, as_of: date, *, codes: RequestCode | None = None) -> str:
    """One message after the other, an empty line between them."""
    return "\n".join(chase(row, sender, as_of, codes=codes) for row in rows)


def file_expected(row: BoardRow, as_of: date) -> str:
    """The name that the station's next bundle will have, made today."""
    number = (row.newest.number or 0) + 1 if row.newest else 1
    return f"{row.unit[1:].split('-')[0]}-{as_of:%Y%m%d}-{number}.swb"


def _months(row: BoardRow, months: Sequence[str], as_of: date) -> Iterator[str]:
    # A month with a hole is asked for by its records.
    cells = {cell.month: cell.state for cell in row.cells}
    asked = [month for month in months if cells.get(month) != "gap"]
    if asked:
        words = ngettext(
            "The bundle for {months}. In the program: page 0 (Exchange), F5 (Hand in); it writes one file with a name"
            " like {file}. Bring it on the USB stick or send the file.",
            "The bundle for {months}; one is enough, it holds all of them. In the program: page 0 (Exchange), F5"
            " (Hand in); it writes one file with a name like {file}. Bring it on the USB stick or send the file.",
            len(asked),
        )
        names = _(", ").join(month_words(month) for month in asked)
        yield words.format(months=names, file=file_expected(row, as_of))


def _holes(row: BoardRow, codes: RequestCode | None) -> Iterator[str]:
    for hole in row.holes[:MOST_HOLES]:
        yield _hole_words(hole) + _again(codes(hole) if codes else "")
    if len(row.holes) > MOST_HOLES:
        more = len(row.holes) - MOST_HOLES
        yield ngettext(
            "There is {n} more gap. Please write everything once: “swstation export --full”.",
            "There are {n} more gaps. Please write everything once: “swstation export --full”.",
            more,
        ).format(n=more)


def _hole_words(hole: Hole) -> str:
    if not hole.numbers:
        return _("Records {first} to {last} have not come.").format(first=hole.first, last=hole.last)
    return ngettext(
        "Bundle {numbers} with records {first} to {last} has not come.",
        "Bundles {numbers} with records {first} to {last} have not come.",
        len(hole.numbers),
    ).format(numbers=_(", ").join(map(str, hole.numbers)), first=hole.first, last=hole.last)


def _again(code: str) -> str:
    if not code:
        return " " + _("The next bundle you write holds them too.")
    return " " + _("On page 0 (Exchange) type the request code {code}: exactly these are written again.").format(
        code=code
    )


def _last(newest: Arrived | None) -> str:
    if newest is None:
        return _("Nothing has come from you yet.")
    return _("The last that came was bundle {no}, made on {made}, taken in on {came}.").format(
        no=newest.number, made=newest.made.isoformat(), came=newest.came.isoformat()
    )


def month_words(month: str) -> str:
    """A month as people write it: ``2026-11``, in Chinese 2026年11月."""
    return _("{year}-{month:02d}").format(year=int(month[:4]), month=int(month[5:7]))
