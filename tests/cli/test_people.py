"""``staff`` and the lists of people that ``report`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_the_lists_of_people(ask: Any, sw: Any, tmp_path: Path) -> None:
    for kind in ("talent-ledger", "certificate-roster", "allowance-list"):
        target = tmp_path / f"{kind}.xlsx"
        document = ask("report", kind, "--to", target, "--as-of", "2026-11-30")
        assert document["file"] == str(target) and target.is_file()
        assert document["rows"] == sum(table["rows"] for table in document["tables"])
    assert "talent-ledger" in sw("report", "payroll", "--to", tmp_path / "x.csv").err


def test_the_workforce_in_figures(ask: Any, sw: Any) -> None:
    document = ask("staff", "stats", "--as-of", "2026-11-30")
    assert (document["people"], document["holders"]) == (1, 0)
    assert {"level", "age", "education", "gender"} <= {cell["dimension"] for cell in document["cells"]}
    assert sw("staff", "stats").code == 0
