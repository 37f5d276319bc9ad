"""Writing staff, certificates, registrations, training and attendance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import current_groups, grouped

if TYPE_CHECKING:
    from db.gateway import Change, Seen

GROUP_OF = {
    "name": "ident", "gender": "ident", "birth_date": "ident", "resident_id": "ident", "phone": "contact",
    "ethnic_group": "background", "political_status": "background", "education": "background", "degree": "background",
    "major": "background", "social_work_graduate": "background", "source": "background",
    "unit": "employment", "employment_kind": "employment", "joined_on": "employment", "left_on": "employment",
    "left_reason": "employment", "key_talent": "talent", "academic_title": "talent",
}  # fmt: skip
"""The field group each field of a member of staff belongs to."""


def new_staff_changes(book: Book, values: dict[str, Any]) -> tuple[list[Change], str]:
    """The changes that add a member of staff to this unit, and the id."""
    from db.gateway import Change

    staff = book.source.row_id()
    given = {"unit": book.unit, **{k: v for k, v in values.items() if v is not None}}
    return [Change("staff", staff, grouped(given, GROUP_OF))], staff


def add_staff(book: Book, values: dict[str, Any]) -> tuple[str, Changes]:
    """Add a member of staff; gives the id."""
    changes, staff = new_staff_changes(book, values)
    return staff, do(book, N_("Staff added"), changes)


def edit_staff(book: Book, staff: str, values: dict[str, Any], *, seen: Seen | None = None) -> Changes:
    """Change fields of a member of staff; other fields keep what they have. ``seen`` as in ``edit_client``."""
    from db.gateway import Change

    current = current_groups(book, "staff", staff)
    if not current:
        raise Refusal("people.unknown", token=staff)
    groups = {n: {**current.get(n, {}), **fields} for n, fields in grouped(values, GROUP_OF).items()}
    return do(book, N_("Staff changed"), [Change("staff", staff, groups, seen=seen)])


def certificate_changes(
    book: Book,
    staff: str,
    level: str,
    issued_on: str,
    *,
    number: str | None = None,
    registered_on: str | None = None,
    valid_until: str | None = None,
) -> list[Change]:
    """The changes that add a certificate and, if it is registered, its registration."""
    from db.gateway import Change

    certificate = book.source.row_id()
    ident = {"staff": staff, "level": level, "number": number, "issued_on": issued_on}
    changes = [Change("certificate", certificate, {"ident": ident})]
    if registered_on is not None and valid_until is not None:
        changes.append(registration_change(book, certificate, registered_on, valid_until))
    return changes


def registration_change(
    book: Book, certificate: str, registered_on: str, valid_until: str, kind: str = "first"
) -> Change:
    """The change that registers a certificate or renews its registration."""
    from db.gateway import Change

    ident = {"certificate": certificate, "kind": kind, "registered_on": registered_on, "valid_until": valid_until}
    return Change("registration", book.source.row_id(), {"ident": ident})


def add_certificate(book: Book, staff: str, level: str, issued_on: str, **details: Any) -> Changes:
    """Add a certificate of a member of staff."""
    return do(book, N_("Certificate added"), certificate_changes(book, staff, level, issued_on, **details))


def register(book: Book, certificate: str, registered_on: str, valid_until: str, kind: str = "first") -> Changes:
    """Record a registration or a renewal."""
    change = registration_change(book, certificate, registered_on, valid_until, kind)
    return do(book, N_("Registration added"), [change])


def training_changes(
    book: Book,
    *,
    title: str,
    start_on: str,
    end_on: str,
    tenths: int,
    measure: str,
    kind: str | None = None,
    provider: str | None = None,
    mode: str | None = None,
    proof_number: str | None = None,
    field: str | None = None,
) -> tuple[list[Change], str]:
    """The changes that add a training, and its id. ``tenths`` of ``measure``: ``hour`` 小时 or ``class_hour`` 学时."""
    from db.gateway import Change

    if measure not in ("hour", "class_hour"):
        raise Refusal("people.measure", field="measure", token=measure)
    training = book.source.row_id()
    groups: dict[str, dict[str, Any]] = {
        "ident": {
            "title": title, "kind": kind, "provider": provider, "mode": mode, "start_on": start_on, "end_on": end_on,
        },
        "amount": {"tenths": tenths, "measure": measure},
    }  # fmt: skip
    if proof_number or field:
        groups["content"] = {"proof_number": proof_number, "field": field}
    return [Change("training", training, groups)], training


def tenths_of(text: str) -> int:
    """``7.5`` as 75. Refuses what is no amount or has more than one decimal."""
    import re
    import unicodedata

    typed = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{1,5})(?:\.(\d))?", typed)
    if found is None or not int(found[1] + (found[2] or "0")):
        raise Refusal("form.bad_amount", field="amount", token=text)
    return int(found[1]) * 10 + int(found[2] or "0")


def attendance_change(
    training: str, staff: str, tenths: int, approved: bool, approved_by: str | None = None, on: str | None = None
) -> Change:
    """The change that records what one person earned at a training."""
    from db.gateway import Change

    approval = {"approved": approved, "approved_by": approved_by if approved else None, "approved_on": on}
    return Change(
        "attendance",
        derived_id("attendance", training, staff),
        {"link": {"training": training, "staff": staff}, "earned": {"tenths": tenths}, "approval": approval},
    )


def add_training(book: Book, staff: Sequence[str], *, approved: bool = False, **training: Any) -> tuple[str, Changes]:
    """Enter one training for many people at once; each earns the whole amount. Gives the training's id."""
    changes, training_id = training_changes(book, **training)
    changes += [
        attendance_change(training_id, person, training["tenths"], approved, book.worker)
        for person in dict.fromkeys(staff)
    ]
    return training_id, do(book, N_("Training added"), changes, str(training["title"]))
