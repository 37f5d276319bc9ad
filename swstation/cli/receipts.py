"""``receipt``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _


@command("receipt", help=N_("County: write the receipt for a merged bundle, to carry back."))
@argument("bundle", metavar=N_("BUNDLE"), required=False)
@option("--all", "every", is_flag=True, help=N_("One for each station that sent something; --to is a folder."))
@option("--to", "target", type=click.Path(path_type=Path), default=None, help=N_("Folder, or file ending in .swb."))
@json_option
@click.pass_obj
def receipt_command(options: Options, bundle: str | None, every: bool, target: Path | None) -> None:
    """County: write the receipt for a merged bundle, to carry back."""
    from swstation.exchange.sending_down import issue, issue_to_all

    if (bundle is None) != every:
        raise click.UsageError(_("Name the bundle, or say --all."))
    book = options.book()
    issued = [issue(book, bundle, target)] if bundle is not None else issue_to_all(book, target or Path.cwd())
    said = [
        {
            "file": str(one.file), "unit": one.unit, "bundle_no": one.bundle_no, "sha256": one.sha256,
            "receipts": [
                {
                    "replica": r.replica, "last": r.last, "highest": r.highest, "chain": r.chain,
                    "incarnation": r.incarnation, "holes": r.holes, "bundles": r.bundles,
                    "aside": [{"n": a.n, "reason": a.reason} for a in r.aside],
                }
                for r in one.receipts
            ],
        }
        for one in issued
    ]  # fmt: skip

    def lines() -> Iterator[str]:
        for one in issued:
            yield _("Receipt for {unit}: {file}").format(unit=one.unit, file=one.file)
        if not issued:
            yield _("No bundle has been merged yet.")

    emit(options, {"files": said} if every else said[0], lines)
