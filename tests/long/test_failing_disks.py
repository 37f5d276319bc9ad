"""Every operation of the disk fails in every way, and the power is cut at many moments. By hand:

``pytest -n0 -s tests/long/test_failing_disks.py``; ``DISK_MOMENTS=20`` for fewer of each.
"""

from __future__ import annotations

import os
from pathlib import Path

import faulty_disk
import killing

MOMENTS = os.environ.get("DISK_MOMENTS", "100000")


def test_every_operation_in_every_way(tmp_path: Path) -> None:
    library = faulty_disk.library(tmp_path)
    county = killing.county(tmp_path / "made")
    said = faulty_disk.apart(
        library, "failing", county.folder, tmp_path / "county", MOMENTS, str(len(faulty_disk.WAYS))
    )
    for name, one in said.items():
        print(name, one)
