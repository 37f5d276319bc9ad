"""What is kept of an error nobody foresaw: where it happened, never what was in the data."""

from __future__ import annotations

import errno
import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path

from db.errors import Refusal
from swstation import __version__


def crash_report(error: BaseException, database: Path) -> str:
    """Write the frames of an error (no message, no values: they may be personal) and give the file's name."""
    lines = [f"swstation {__version__} · Python {platform.python_version()} · {platform.system()}"]
    lines.append(datetime.now().astimezone().isoformat(timespec="seconds"))
    current: BaseException | None = error
    while current is not None:
        lines.append(type(current).__name__)
        for frame in traceback.extract_tb(current.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        current = current.__cause__ or current.__context__
    for folder in (database.with_name(database.name + ".d"), Path.cwd()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / "crash.txt"
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError:
            continue
        return str(file)
    return "-"


def as_refusal(error: OSError, database: Path) -> Refusal:
    """What the system refused, as a sentence: a full disk, a read-only folder, or what else it says."""
    name = Path(error.filename).name if isinstance(error.filename, str) else database.name
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Refusal("store.disk_full", path=name)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Refusal("store.read_only", path=name)
    return Refusal("cli.os_error", file=name, error=errno.errorcode.get(error.errno or 0, type(error).__name__))


def database_refusal(error: Exception, database: Path) -> Refusal | None:
    """What SQLite said in the middle of a read (a lock, a damaged page), as a sentence; ``None`` for another error."""
    store = sys.modules.get("db.store")
    if store is None or not isinstance(error, store.dbapi2.Error):
        return None
    found: Refusal = store.explain(error, database, b"")
    return found
