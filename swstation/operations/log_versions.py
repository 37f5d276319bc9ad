"""Versions of an entry: an approved one is corrected by a new one with a reason, which waits for approval.

The old version is kept as it was approved and is no longer counted; if the correction is deleted, it holds again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.errors import Refusal
from swstation import lists
from swstation.i18n import N_
from swstation.operations.backdating import adjustment_changes
from swstation.operations.book import Book, Changes, do
from swstation.operations.given import given_again_changes
from swstation.operations.logs import LogInput, deletion, known_log, new_log_changes
from swstation.operations.periods import reported_month

if TYPE_CHECKING:
    from db.gateway import Change


def correct_log(book: Book, log: str, entry: LogInput, reason: str) -> tuple[str, Changes]:
    """Put a new version in the place of an approved entry; gives its id. Writer and unit stay those of the old one.

    Refuses an entry that is not approved (it is simply changed) and a missing reason.
    """

    old = known_log(book, log)
    if old.state != "approved":
        raise Refusal("log.not_approved")
    if not reason.strip():
        raise Refusal("log.correction_reason", field="correction_reason")
    days = {old.service_date, entry.service_date}
    late = any(reported_month(book.connection, old.unit, day) for day in days)
    version = replace(entry, state="submitted", late_reason=reason if late else None)
    changes, new = new_log_changes(book, version, instead_of=old)
    groups = next(one.groups for one in changes if one.row == new)
    groups["who"] = {"unit": old.unit, "writer": old.writer}
    groups["correction"] = {"corrects": log, "correction_reason": reason}
    if old.service_date != entry.service_date:
        changes += adjustment_changes(book, old.unit, log, (old.service_date,), reason, book.source.at()[:10])
    changes += deletion(book, log)
    return new, do(book, N_("Log entry corrected"), changes, lists.label("method", entry.method))


def corrected_again(book: Book, log: str) -> list[Change]:
    """The changes that let hold again what an entry corrected; none where it is no correction."""
    from db.gateway import Change
    from db.queries.logs import corrected_by, gone_since, parts_of

    corrected = corrected_by(book.connection, log)
    if corrected is None:
        return []
    changes = [Change("service_log", corrected, {}, "restore")]
    for table, parts in parts_of(book.connection, corrected).items():
        # What the entry no longer said when it was corrected stays away.
        gone = gone_since(book.connection, [part.id for part in parts if not part.alive], log)
        changes += [Change(table, part.id, {}, "restore") for part in parts if part.id in gone]
    return [*changes, *given_again_changes(book, corrected, log)]
