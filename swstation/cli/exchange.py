"""``export``, ``inspect``, ``merge``, ``reconcile``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, emit, exclusive, json_option
from swstation.errors import message
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.exchange.merging import Reconciled
    from swstation.exchange.receipts import Confirmation

STATUS = {
    "merged": N_("merged"),
    "already_merged": N_("already here"),
    "held": N_("kept for later"),
    "refused": N_("refused"),
}


def on_terminal() -> Callable[[str, int, int], None] | None:
    """Progress on stderr where a person looks on."""
    if not sys.stderr.isatty():
        return None

    def show(name: str, done: int, total: int) -> None:
        click.echo(f"\r{name}  {done}/{total}", err=True, nl=done >= total)

    return show


@command("export", help=N_("Write a sealed bundle of everything since the county's last receipt."))
@option("--full", is_flag=True, help=N_("From the first record on."))
@option("--profile", type=click.Choice(["named", "deidentified", "aggregate"]), default="named")
@option("--to", "target", type=click.Path(path_type=Path), default=None, help=N_("Folder, or file ending in .swb."))
@option(
    "--for", "peer", default=None, metavar=N_("PEER"), help=N_("County: down to this station, or to that of a device.")
)
@option(
    "--code", default=None, metavar=N_("REQUEST-CODE"), help=N_("Exactly what a request code of the county asks for.")
)
@option(
    "--month", default=None, metavar=N_("MONTH"), help=N_("Of the other two profiles: which month (the last one over).")
)
@option("--files", is_flag=True, help=N_("With the attached files that these records name."))
@json_option
@click.pass_obj
def export_command(
    options: Options,
    full: bool,
    profile: str,
    target: Path | None,
    peer: str | None,
    code: str | None,
    month: str | None,
    files: bool,
) -> None:
    """Write a sealed bundle of everything since the county's last receipt."""
    from swstation.exchange.exporting import export
    from swstation.exchange.receipts import STALE_DAYS, full_advised

    if profile != "named":
        from swstation.cli.snapshots import export_snapshots

        if full or peer is not None or code is not None or files:
            raise click.UsageError(_("--full, --for, --code and --files go with named bundles only."))
        export_snapshots(options, profile, month, target)
        return
    if month is not None:
        raise click.UsageError(_("--month goes with --profile deidentified or aggregate."))
    book = options.book()
    done = export(book, target, full=full, peer=peer, code=code, files=files, progress=on_terminal())
    advised = not full and full_advised(book)
    document = {
        "file": str(done.file) if done.file else None, "bundle_no": done.bundle_no, "first_seq": done.first_seq,
        "last_seq": done.last_seq,
        "ranges": [
            {"replica": r.replica, "first": r.first, "last": r.last, "ops": r.ops, "digest": r.digest}
            for r in done.ranges
        ],
        "ops": done.ops, "rows": done.rows, "bytes": done.bytes, "sha256": done.sha256,
        "more": [
            {"file": str(m.file), "bundle_no": m.bundle_no, "ops": m.ops, "bytes": m.bytes, "sha256": m.sha256,
             "files": m.files}
            for m in done.more
        ],
        "full_advised": advised, "files": done.files, "files_left": done.files_left,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        if done.file is None:
            yield _("Nothing new since the last receipt.")
        if advised:
            yield _("The last receipt is over {days} days old: “export --full” sends everything once more.").format(
                days=STALE_DAYS
            )
        if done.file is None:
            return
        for one in (done, *done.more):
            yield _("Bundle {no}: {file}").format(no=one.bundle_no, file=one.file)
        yield _("{ops} records, {bytes} bytes, written and read back. Eject the stick before pulling it out.").format(
            ops=done.ops + sum(one.ops for one in done.more), bytes=done.bytes + sum(one.bytes for one in done.more)
        )
        if files:
            yield _("{n} attached files along; {left} are not on this computer, damaged or too long.").format(
                n=done.files + sum(one.files for one in done.more), left=done.files_left
            )

    emit(options, document, lines)


@command("inspect", help=N_("Show a bundle's manifest without merging it; without a key only what it shows to anyone."))
@argument("file", type=click.Path(path_type=Path))
@option(
    "--against", default=None, metavar=N_("FILE|book"), help=N_("Compare its rows with another bundle, or the book.")
)
@json_option
@click.pass_obj
def inspect_command(options: Options, file: Path, against: str | None) -> None:
    """Show a bundle's manifest without merging it; without a key only what it shows to anyone."""
    import tempfile

    if against is not None:
        from swstation.cli.rehearsing import compare_files

        compare_files(options, options.book(), file, None if against == "book" else Path(against))
        return

    from swstation.exchange.inspecting import inspect

    if options.database.is_file():
        from swstation.exchange.identity import opening_keys, trusted_keys, work_folder

        book = options.book()

        def signer(said: Any) -> Any:
            known = trusted_keys(book, said.sender.replica)
            return known[0] if known else None

        found = inspect(file, opening_keys(book), signer, work_folder(book, "work"))
    else:
        with tempfile.TemporaryDirectory() as folder:
            found = inspect(file, [], lambda said: None, Path(folder))
    document = found.as_dict()

    def lines() -> Iterator[str]:
        for key, value in document.items():
            if value is not None:
                yield f"{key}\t{value}"

    emit(options, document, lines)


@command("merge", help=N_("Merge bundles in any order; merging one again changes nothing."))
@argument("files", nargs=-1, type=click.Path(path_type=Path), metavar=N_("FILE..."))
@option("--held", is_flag=True, help=N_("Also the bundles kept because their device was not trusted yet."))
@option("--preview", is_flag=True, help=N_("Only say what merging them would do; nothing is written."))
@json_option
@click.pass_obj
def merge_command(options: Options, files: tuple[Path, ...], held: bool, preview: bool) -> int:
    """Merge bundles in any order; merging one again changes nothing."""
    from db.errors import Refusal
    from swstation.exchange.merging import held_files, merge

    if not files and not held:
        raise click.UsageError(_("Name at least one bundle file."))
    if preview:
        from swstation.cli.rehearsing import preview_files

        book = options.book()
        return preview_files(options, book, [*files, *(held_files(book) if held else [])])
    with exclusive(options):
        book = options.book()
        sitting = merge(book, [*files, *(held_files(book) if held else [])], on_terminal())
    document = {
        "bundles": [one.as_dict() for one in sitting.files], "digest": sitting.digest, "forms": sitting.forms,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        for one in sitting.files:
            yield _("{file}: {status}, {new} new, {known} known, {conflicts} in dispute").format(
                file=one.file.name, status=_(STATUS[one.status]), new=one.new, known=one.known,
                conflicts=one.conflicts,
            )  # fmt: skip
            if one.files:
                yield _("  {n} attached files came along").format(n=one.files)
            for first, last in one.gaps:
                yield _("  missing: records {first} to {last} of {station}").format(
                    first=first, last=last, station=one.station
                )
            for aside in one.aside:
                why = message(Refusal(f"record.{aside.reason}"))
                yield _("  set aside: record {seq} of {station}: {why}").format(
                    seq=aside.seq, station=one.station, why=why
                )
            for replica in one.forked:
                yield _(
                    "  two machines of {station} write as {replica}: one database was copied. Everything is kept;"
                    " ask them for a number each: swstation split {replica}"
                ).format(station=one.station, replica=replica)
            for receipt in one.receipts:
                if receipt.doubtful:
                    yield "  " + message(Refusal(f"receipt.{receipt.verdict}", replica=receipt.replica[:8]))
                elif receipt.verdict == "taken":
                    yield _("  the county has the records of device {replica} up to {last}").format(
                        replica=receipt.replica[:8], last=receipt.last
                    )
        for form in sitting.forms:
            yield _("A form came from above: {file}").format(file=form)
        yield _("Digest {code}").format(code=" ".join((sitting.digest[:4], sitting.digest[4:8], sitting.digest[8:])))

    emit(options, document, lines)
    for one in sitting.files:
        if one.refusal is not None:
            click.echo(f"{one.file.name}: {message(one.refusal)}".replace("\n", " "), err=True)
    return 0 if sitting.well else 1


@command("reconcile", help=N_("Per peer: is everything here that it said it had; and has the county all of ours."))
@option("--peer", default=None, metavar=N_("REPLICA"), help=N_("Only this device."))
@json_option
@click.pass_obj
def reconcile_command(options: Options, peer: str | None) -> None:
    """Per peer: is everything here that it said it had; and has the county all of ours."""
    from swstation.exchange.merging import reconcile
    from swstation.exchange.receipts import confirmations

    book = options.book()
    ours = [one for one in confirmations(book) if peer in (None, one.replica)]
    found = reconcile(book, peer, known=[one.replica for one in ours])

    def lines() -> Iterator[str]:
        for row in found:
            yield "\t".join((row.station or "", row.replica, f"{row.held}/{row.expected}", _reconciled(row)))
        for one in ours:
            missing = sum(last - first + 1 for first, last in one.missing)
            yield "\t".join((one.station, one.replica, f"{one.written - missing}/{one.written}", _confirmed(one)))
        if not found and not ours:
            yield _("No bundle has been merged yet.")

    emit(options, [*(row.as_dict() for row in found), *(one.as_dict() for one in ours)], lines)


def _confirmed(one: Confirmation) -> str:
    if one.days is None:
        return _("no receipt of the county yet")
    if one.whole:
        return _("the county has it all")
    if not one.equal:
        return _("the county's receipt speaks of other records")
    missing = sum(last - first + 1 for first, last in one.missing)
    return _("{n} records not at the county yet").format(n=missing)


def _reconciled(row: Reconciled) -> str:
    if row.whole:
        return _("whole")
    if row.missing:
        return _("{n} records missing").format(n=row.missing)
    if row.forked:
        return _("two machines write under this number")
    return _("not the records it said it had")
