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


def test_one_person_with_every_clause(ask: Any, sw: Any) -> None:
    ask("register", "add", "certificate", "staff=王芳", "level=social_worker", "issued_on=2024-06-01")
    document = ask("staff", "show", "王芳", "--as-of", "2026-11-30")
    assert document["level"] == "social_worker" and document["registration"]["state"] == "never"
    assert [one["level"] for one in document["exams"]] == ["senior_social_worker"]
    assert all(one["clause"]["rule"] for one in document["findings"])
    assert sw("staff", "show", "王芳").code == 0
    assert sw("staff", "show", "无名", "--json").reasons == ["people.unknown"]


def test_somebody_leaves_and_hands_over(ask: Any, sw: Any, tmp_path: Path) -> None:
    ask("register", "add", "staff", "name=李娜", "joined_on=2024-01-08")
    sheet = tmp_path / "sheet.html"
    document = ask("staff", "leave", "李娜", "--on", "2026-11-30", "--to", "王芳", "--sheet", str(sheet))
    assert document["left"] is True and sheet.is_file()
    assert sw("staff", "leave", "李娜", "--json").reasons == ["people.left_already"]
    ask("undo")
    (row,) = [one for one in ask("staff", "list") if one["name"] == "李娜"]
    assert row["left_on"] is None


def test_missing_subjects_are_due_in_the_last_exam_year(ask: Any) -> None:
    ask("register", "add", "exam_result", "staff=王芳", "level=social_worker", "year=2025", "subject=law_policy",
        "state=passed")  # fmt: skip
    assert not [one for one in ask("due", "--as-of", "2025-12-31") if one["kind"] == "exam"]
    (due,) = [one for one in ask("due", "--as-of", "2026-03-01") if one["kind"] == "exam"]
    assert (due["who"], due["date"], due["clause"]["rule"]) == ("王芳", "2026-12-31", "NA-08")
