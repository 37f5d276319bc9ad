"""``swstation demo`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from swstation.cli.main import run

SHORT = ["--stations", "1", "--months", "1", "--until", "2026-06-20"]


def test_json_has_the_keys_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", *SHORT, "--to", str(tmp_path / "d"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"stations", "county", "rows", "bundles", "report", "seconds"} <= found.keys()
    assert found["stations"][0]["unit"] == "T532301102"
    assert [Path(one["file"]).is_file() for one in found["stations"][0]["databases"]] == [True, True]
    assert found["county"]["whole"] is True
    assert found["rows"]["service_log"] > 100
    assert all(seconds >= 0 for seconds in found["seconds"].values())
    assert [Path(one["file"]).suffix for one in found["report"]] == [".xlsx", ".csv"]


def test_summary_says_how_to_open_each_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", *SHORT, "--to", str(tmp_path / "d")]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for name in ("532301102-a.db", "532301102-b.db", "county.db"):
        assert f"swstation --db {tmp_path / 'd' / name}\n" in out
    assert run(["demo", *SHORT, "--to", str(tmp_path / "d")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
