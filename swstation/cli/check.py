"""``digest``, ``backup``, ``restore``, ``doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, emit, exclusive, json_option
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from db.attached_copies import Carried


@command("digest", help=N_("A short code of all that this database knows, to compare on the telephone."))
@json_option
@click.pass_obj
def digest_command(options: Options) -> None:
    """A short code of all that this database knows, to compare on the telephone."""
    from db import digest
    from db.queries.counts import alive_rows

    book = options.book()
    with book.store.snapshot() as connection:
        code, ops, tables = digest.whole(connection)
        rows = alive_rows(connection)
    document = {
        "digest": code,
        "ops": ops,
        "tables": {t: {"rows": rows.get(t, 0), "ops": n, "digest": d} for t, (n, d) in tables.items()},
    }

    def lines() -> Iterator[str]:
        yield _("Digest {code}, {ops} records").format(code=" ".join((code[:4], code[4:8], code[8:])), ops=ops)

    emit(options, document, lines)


@command("backup", help=N_("Copy the database and its attached files while it is in use, and check the copy."))
@option("--to", "target", type=click.Path(path_type=Path), default=None, help=N_("The copy's file name."))
@json_option
@click.pass_obj
def backup_command(options: Options, target: Path | None) -> None:
    """Copy the database and its attached files while it is in use, and check the copy."""
    from swstation.operations.backup import back_up

    book = options.book()
    done = back_up(book, target)
    files = done.files
    document = {
        "file": str(done.file), "ops": done.ops, "bytes": done.bytes, "files": _carried(files) if files else None,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("Copied and checked: {file} ({ops} records)").format(file=done.file, ops=done.ops)
        if files:
            yield from _carried_words(files)

    emit(options, document, lines)


def _carried(files: Carried) -> dict[str, int]:
    return {"files": files.files, "copied": files.copied, "missing": files.missing, "damaged": files.damaged}


def _carried_words(files: Carried) -> Iterator[str]:
    if files.files or files.missing or files.damaged:
        yield _("Attached files: {n} there and checked.").format(n=files.files)
    if files.missing:
        yield _("{n} attached files are not in the place they were to come from.").format(n=files.missing)
    if files.damaged:
        yield _("{n} attached files are damaged there and were not copied: swstation doctor").format(n=files.damaged)


@command("restore", help=N_("Go back to a copy; what is there now is put aside, not deleted."))
@argument("file", type=click.Path(path_type=Path), required=False)
@option("--before-merge", is_flag=True, help=N_("The copy made before the last merge."))
@json_option
@click.pass_obj
def restore_command(options: Options, file: Path | None, before_merge: bool) -> None:
    """Go back to a copy; what is there now is put aside, not deleted."""
    from db.store import data_folder
    from swstation.operations.backup import merge_copy, restore, restore_before_merge

    if (file is None) != before_merge:
        raise click.UsageError(_("Name the copy to go back to, or say --before-merge."))
    with exclusive(options):
        if file is None:
            book = options.book()
            file = merge_copy(book)
            done, options.books[-1] = restore_before_merge(book)
        else:
            done = restore(options.database, file, options.passphrase)
    archive = data_folder(options.database) / "archive"
    document = {
        "file": str(done.file), "from": str(file), "aside": str(done.aside) if done.aside else None,
        "replica": done.replica, "files": _carried(done.files),
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("Restored from {file}.").format(file=file.name if file else "")
        yield from _carried_words(done.files)
        if done.aside:
            yield _("The former database is kept as {file}.").format(file=done.aside.name)
        yield _("This laptop writes under a new device number from now on; its next bundle tells the county.")
        if archive.is_dir() and any(archive.iterdir()):
            yield _("Bundles taken in earlier lie in {folder}; merging them again brings back what they held.").format(
                folder=archive
            )

    emit(options, document, lines)


@command("doctor", help=N_("Check the data: pages, records, registers, digests, policy files, terminal."))
@option("--repair", is_flag=True, help=N_("Build the registers anew from the change records."))
@json_option
@click.pass_obj
def doctor_command(options: Options, repair: bool) -> int:
    """Check the data: pages, records, registers, digests, policy files, terminal."""
    from swstation.operations.checkup import check_up

    book = options.book()
    if repair:
        with exclusive(options):
            checks = check_up(book, repair=True)
    else:
        checks = check_up(book, repair=False)
    document = {"checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks]}

    def lines() -> Iterator[str]:
        for check in checks:
            word = _("ok") if check.ok else _("NOT OK")
            yield f"{word:<8}{check.label}  {check.detail}"

    emit(options, document, lines)
    failed = [check for check in checks if not check.ok]
    if failed:
        names = _(", ").join(check.label for check in failed)
        if [check.name for check in failed] == ["attachments"]:
            words = _("Not in order: {names}. Bring them back from a copy: swstation attach check --from COPY")
        elif all(check.repairable for check in failed):
            words = _("Not in order: {names}. Run “swstation doctor --repair”.")
        else:
            words = _("Not in order: {names}. Go back to the last good copy with “swstation restore FILE”.")
        click.echo(words.format(names=names), err=True)
    return 1 if failed else 0
