"""The data check: the database's own checks, and the files the program reads."""

from __future__ import annotations

from dataclasses import dataclass

from swstation.i18n import N_, _
from swstation.operations.book import Book

LABELS = {
    "pages": N_("Pages on the disk"),
    "records": N_("Change records"),
    "digest": N_("Digest"),
    "ledgers": N_("Devices"),
    "registers": N_("Registers"),
    "conflicts": N_("Conflicts"),
    "parked": N_("Newer records"),
    "search": N_("Search index"),
    "audit": N_("Audit trail"),
    "attachments": N_("Attached files"),
    "policies": N_("Policy files"),
    "divisions": N_("Division codes"),
}
_SAID = {
    "error": N_("damaged: {}"),
    "records": N_("{} records"),
    "damaged": N_("{} damaged"),
    "withheld": N_("{} without content"),
    "tables": N_("{} registers"),
    "wrong": N_("not as counted: {}"),
    "replicas": N_("{} devices"),
    "forked": N_("two machines under one number: {}"),
    "rows": N_("{} rows"),
    "differ": N_("rows that differ: {}"),
    "without_record": N_("rows without a record: {}"),
    "open": N_("{} open"),
    "kept": N_("{} listed"),
    "foreign": N_("{} records that do not count"),
    "parked": N_("{} waiting for a newer program"),
    "known": N_("{} understood by now"),
    "texts": N_("{} texts"),
    "waiting": N_("{} records to take in"),
    "stale": N_("{} texts differ"),
    "entries": N_("{} entries"),
    "changed": N_("changed at entry {}"),
    "files": N_("{} files"),
    "not_as_attached": N_("{} not what was attached"),
    "lost": N_("{} missing"),
    "elsewhere": N_("{} on another computer"),
    "stray": N_("{} that no record names"),
}
REPAIRABLE = frozenset(("digest", "ledgers", "registers", "conflicts", "parked", "search"))
_ALWAYS = {"files", "records", "replicas", "rows", "open", "texts", "entries"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, what was found."""

    name: str
    ok: bool
    detail: str = ""

    @property
    def label(self) -> str:
        """What is checked, in the current language."""
        return _(LABELS[self.name])

    @property
    def repairable(self) -> bool:
        """Whether building anew from the records can mend it."""
        return self.name in REPAIRABLE


def _detail(found: dict[str, int | str], ok: bool) -> str:
    # A number that is nothing to speak of is left out, unless it is what the check is about.
    shown = {key: value for key, value in found.items() if key in _ALWAYS or value}
    if ok:
        shown = {key: value for key, value in shown.items() if key not in ("tables", "kept")}
    return _(", ").join(_(_SAID[key]).format(value) for key, value in shown.items())


def _attachments(book: Book) -> Check:
    from swstation.operations.attachments import check_files

    found = check_files(book)
    ok = not found.changed and not found.missing
    said: dict[str, int | str] = {
        "files": found.files, "not_as_attached": len(found.changed), "lost": len(found.missing),
        "elsewhere": len(found.elsewhere), "stray": found.stray,
    }  # fmt: skip
    return Check("attachments", ok, _detail(said, ok))


def check_up(book: Book, *, repair: bool) -> list[Check]:
    """Check (and with ``repair`` build anew from the change records) what can go wrong on a disk."""
    from db.doctor import check_database, repair_database
    from swstation.operations.packs import policies_of

    if repair:
        repair_database(book.store)
    checks = [Check(c.name, c.ok, _detail(c.found, c.ok)) for c in check_database(book.store)]
    checks.append(_attachments(book))
    problems = policies_of(book.connection, book.unit).problems
    detail = "; ".join(f"{p.file}: {p.table} {p.key}" for p in problems)
    checks.append(Check("policies", not problems, detail))
    try:
        from swstation import divisions

        found = divisions.exists(book.unit[1:].split("-")[0])
        checks.append(Check("divisions", True, "" if found else _("the unit's place is not in the list of 2023")))
    except OSError as error:
        checks.append(Check("divisions", False, type(error).__name__))
    return checks
