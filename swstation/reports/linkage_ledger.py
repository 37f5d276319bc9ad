"""五社联动 and its like: which parties took part in each case and activity, counted by the parties a policy lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from db.queries.linkages import DoingRow, doings, parties_on_file
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import _, language
from swstation.operations.post_standing import policies_of
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.station_list import head_of, signatures
from swstation.rules.linkages import Doing, Linkage, Linked, linkages, linked

NUMBER: Final = "#"
"""What the key of a line begins with that counts how many parties took part."""
KINDS = {"activity": lambda: _("Activity"), "service_case": lambda: _("Case"), "need": lambda: _("Need")}


def linkage_ledger(connection: Connection, unit: str, first: date, last: date, as_of: date) -> Listing:
    """Of a unit and those below it: cases in hand, activities held and needs met in a span of days."""
    tables: list[ListTable] = []
    for place, (linkage, made) in enumerate(linked_in(connection, unit, first, last)):
        tables += [_counts(made, linkage, str(place)), _each(made, linkage)]
    title = _("Parties that worked together")
    return Listing(title, as_of, head_of(connection, unit, first, last), tables, signatures())


def linked_in(connection: Connection, unit: str, first: date, last: date) -> list[tuple[Linkage, list[Linked]]]:
    """By linkage that a policy lists what was done together in a span of days."""
    found = [one for one in doings(connection, first.isoformat(), last.isoformat()) if covers(unit, one.unit)]
    on_file = parties_on_file(connection)
    return [
        (linkage, list(linked([_doing(one) for one in found], linkage, on_file)))
        for linkage in linkages(policies_of(connection, unit))
    ]


def _doing(row: DoingRow) -> Doing:
    helpers = frozenset((row.helpers or "").replace(",", " ").split())
    # A case goes by its number; without the unit in front, which is on the line above.
    title = row.title.partition("-")[2] or row.title if row.table == "service_case" else row.title
    return Doing(
        row.table, row.row, title, row.day, row.worker is not None, row.volunteers, helpers, row.partners or ""
    )


def _title(linkage: Linkage) -> str:
    return (linkage.en if language() == "en" else linkage.zh) or _("Parties on record")


def _counts(made: Sequence[Linked], linkage: Linkage, key: str) -> ListTable:
    whole = len(linkage.parties)
    by_party = Counter(party for one in made for party in one.parties)
    by_number = Counter(len(one.parties) for one in made)
    rows: list[list[Value]] = [[lists.label("resource_kind", party), by_party[party]] for party in linkage.parties]
    numbers = [n for n in range(whole, 0, -1) if by_number[n] or n == whole]
    rows += [[_("{n} of {whole} parties took part").format(n=n, whole=whole), by_number[n]] for n in numbers]
    columns = [ListColumn(_("Linked party"), 28), ListColumn(_("Count"), 8, right=True)]
    cells = Cells([*linkage.parties, *(f"{NUMBER}{n}" for n in numbers)], ["", "count"])
    return ListTable(_title(linkage), columns, rows, [clause_words(linkage)], key=key, cells=cells)


def _each(made: Sequence[Linked], linkage: Linkage) -> ListTable:
    columns = [
        ListColumn(_("Day"), 11), ListColumn(_("Kind"), 8), ListColumn(_("Title"), 24),
        ListColumn(_("Parties"), 6, right=True),
        *(ListColumn(lists.label("resource_kind", party), 8) for party in linkage.parties),
        ListColumn(_("Not on file"), 16),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            one.doing.day, KINDS[one.doing.table](), one.doing.title, len(one.parties),
            *(_("yes") if party in one.parties else "" for party in linkage.parties), "、".join(one.unknown),
        ]
        for one in made
    ]  # fmt: skip
    refs = [(one.doing.table, one.doing.row) for one in made]
    notes = [_("A partner that is not on file counts for no party: note it under resources or organisations.")]
    unknown = any(one.unknown for one in made)
    return ListTable(_("One by one"), columns, rows, notes if unknown else [], refs)


def clause_words(linkage: Linkage) -> str:
    """The clause that lists the parties, or that none does."""
    if linkage.clause is None:
        return _("No policy of this place lists parties: these five are counted, without a clause.")
    clause = linkage.clause
    words = _("{document} {section}: {quote}")
    return words.format(document=clause.document, section=clause.section, quote=f"“{clause.quote}”")
