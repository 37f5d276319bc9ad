"""``export --profile deidentified|aggregate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from swstation.cli.common import Options, emit
from swstation.i18n import _


def export_snapshots(options: Options, profile: str, month: str | None, target: Path | None) -> None:
    """Write a month without names and say where it lies."""
    from swstation.exchange.snapshots import export

    done = export(options.book(), profile, month, target)
    document = {
        "file": str(done.file), "bundle_no": done.bundle_no, "first_seq": None, "last_seq": None, "ranges": [],
        "ops": done.ops, "rows": done.rows, "bytes": done.bytes, "sha256": done.sha256, "more": [],
        "profile": done.profile, "period": done.period, "units": list(done.units),
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("Bundle {no}: {file}").format(no=done.bundle_no, file=done.file)
        yield _("{month}, {n} units, without names. Eject the stick before pulling it out.").format(
            month=done.period, n=len(done.units)
        )

    emit(options, document, lines)
