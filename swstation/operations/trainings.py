"""One training of many people, its approval, and the file that proves it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.errors import Refusal
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.people import attendance_change, training_changes

if TYPE_CHECKING:
    from db.gateway import Change

LARGEST_PROOF: Final = 200 * 1024 * 1024
"""No file that proves a training is larger (bytes): whoever names a larger one named the wrong one."""


def enter_training(
    book: Book, staff: Sequence[str], *, approved: bool = False, proof: Path | None = None, **training: Any
) -> tuple[str, Changes]:
    """Enter one training for many people at once; each earns the whole amount. Gives the training's id.

    ``proof``: a file whose SHA-256 is kept with each one's attendance; the file itself stays where it is.
    Refuses one that cannot be read, and an empty list of people.
    """
    if not staff:
        raise Refusal("training.nobody_named", field="people")
    hashed = file_hash(proof) if proof is not None else None
    changes, training_id = training_changes(book, **training)
    today = book.source.now().date().isoformat()
    for person in dict.fromkeys(staff):
        change = attendance_change(
            training_id, person, training["tenths"], approved, book.worker, today if approved else None
        )
        if hashed is not None:
            change.groups["proof"] = {"proof_hash": hashed, "proof_number": training.get("proof_number")}
        changes.append(change)
    return training_id, do(book, N_("Training added"), changes, str(training["title"]))


def approve(book: Book, attendances: Sequence[str], approved: bool = True) -> Changes:
    """Approve what these people earned, or take the approval back."""
    from db.gateway import Change

    today = book.source.now().date().isoformat()
    values = {
        "approved": approved,
        "approved_by": book.worker if approved else None,
        "approved_on": today if approved else None,
    }
    name = N_("Training approved") if approved else N_("Approval taken back")
    return do(book, name, [Change("attendance", one, {"approval": dict(values)}) for one in attendances])


def attach_proof(book: Book, attendances: Sequence[str], file: Path, number: str | None = None) -> Changes:
    """Keep the SHA-256 of a file with these attendances, for example a scanned sign-in sheet for all who signed it."""
    from db.gateway import Change

    values = {"proof_hash": file_hash(file), "proof_number": number or None}
    changes: list[Change] = [Change("attendance", one, {"proof": dict(values)}) for one in attendances]
    return do(book, N_("Proof attached"), changes, file.name)


def file_hash(file: Path) -> str:
    """The SHA-256 of a file. Refuses one that is not there, cannot be read, or is larger than any proof."""
    try:
        if file.stat().st_size > LARGEST_PROOF:
            raise Refusal("training.proof_too_large", field="proof", token=file.name)
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise Refusal("training.proof_unreadable", field="proof", token=file.name) from None
