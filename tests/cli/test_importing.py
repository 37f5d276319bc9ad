"""``import`` and ``template``: all or nothing, partial, dry runs, undo, what is said of a file, own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import xlsx

from db.store import writer_lock
from swstation.importing.kinds import KINDS

Ask = Callable[..., Any]
CLIENTS = ("姓名", "手机号", "类别", "村居")
GOOD = ("王小样", "13900000001", "低保", "东瓜社区")
BAD = ("李样", "139", "低保", "东瓜社区")


def ledger(folder: Path, *lines: tuple[object, ...], name: str = "clients.xlsx") -> Path:
    return xlsx(folder / name, lines)


def digest(ask: Ask) -> str:
    return str(ask("digest")["digest"])


def test_what_is_printed(ask: Ask, tmp_path: Path) -> None:
    file = ledger(
        tmp_path,
        ("东瓜镇服务对象台账", None, None, None, None, None),
        ("序号", *CLIENTS, "备注栏"),
        (1, *GOOD, "甲"),
        (2, "李样", "13900000002", None, "永安社区", None),
        ("合计", "2人", None, None, None, None),
    )
    document = ask("import", "clients", str(file), "--as-of", "2026-11-23")
    assert {key: document[key] for key in ("kind", "sheet", "read", "added", "updated", "unchanged", "refused")} == {
        "kind": "clients", "sheet": "台账", "read": 2, "added": 2, "updated": 0, "unchanged": 0, "refused": [],
    }  # fmt: skip
    assert document["written"]
    assert "errors" not in document
    assert (document["serial_columns"], document["unknown_columns"]) == (["序号"], ["备注栏"])
    assert [(s["first"], s["reason"], s["text"]) for s in document["skipped"]] == [
        (1, "above", "东瓜镇服务对象台账"),
        (5, "total", "合计 2人"),
    ]
    assert [(c["name"], c["village"], c["categories"]) for c in ask("client", "list")] == [
        ("李样", "永安社区居民委员会", []),
        ("王小样", "东瓜社区居民委员会", ["dibao"]),
    ]


def test_for_a_person_everything_left_aside_is_named(sw: Any, tmp_path: Path) -> None:
    file = ledger(tmp_path, ("台账一",), ("序号", *CLIENTS, "备注栏"), (1, *GOOD, "甲"), ("合计", "1人"))
    said = sw("import", "clients", file)
    assert said.code == 0
    for words in ("1 rows read: 1 new", "台账一", "合计 1人", "序号", "备注栏"):
        assert words in said.out


def test_a_refused_cell_keeps_the_whole_file_out(sw: Any, ask: Ask, tmp_path: Path) -> None:
    before = digest(ask)
    file = ledger(tmp_path, ("二〇二六年台账",), CLIENTS, GOOD, BAD)
    said = sw("import", "clients", file, "--json")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "nothing was changed" in said.err
    document = said.document
    assert (document["read"], document["added"], document["written"]) == (2, 1, False)
    [refused] = document["refused"]
    assert {key: refused[key] for key in ("row", "column", "value", "code")} == {
        "row": 4, "column": "手机号", "value": "139", "code": "importing.phone",
    }  # fmt: skip
    assert refused["reason"].startswith("手机号: 139 is not a telephone number.")
    [error] = document["errors"]
    assert (error["code"], error["field"], error["token"], error["row"]) == ("importing.phone", "手机号", "139", 4)
    assert digest(ask) == before


def test_partial_takes_what_fits(sw: Any, ask: Ask, tmp_path: Path) -> None:
    said = sw("import", "clients", ledger(tmp_path, CLIENTS, GOOD, BAD), "--partial", "--json")
    assert said.code == 1
    assert "what fits was taken in" in said.err
    assert said.document["written"]
    assert [c["name"] for c in ask("client", "list")] == ["王小样"]


def test_a_dry_run_writes_nothing(sw: Any, ask: Ask, tmp_path: Path) -> None:
    before = digest(ask)
    file = ledger(tmp_path, CLIENTS, GOOD)
    document = ask("import", "clients", str(file), "--dry-run")
    assert (document["added"], document["written"]) == (1, False)
    assert "nothing was written" in sw("import", "clients", file, "--dry-run").out
    assert digest(ask) == before
    assert sw("import", "clients", ledger(tmp_path, CLIENTS, BAD, name="bad.xlsx"), "--dry-run").code == 1


def test_a_refused_row_leaves_nothing_behind(sw: Any, ask: Ask, tmp_path: Path) -> None:
    # The household and the person of a row that is refused at its last cell must not be met again by the next row.
    heads = ("姓名", "户主", "与户主关系", "村居", "残疾类别")
    file = ledger(
        tmp_path, heads,
        ("王老样", None, "本人", "东瓜社区", "听力" * 30_000),
        ("王小样", "王老样", "子", "东瓜社区", None),
        ("王老样", None, "本人", "东瓜社区", None),
    )  # fmt: skip
    said = sw("import", "clients", file, "--partial", "--json")
    assert [(r["row"], r["column"], r["code"]) for r in said.document["refused"]] == [(2, "残疾类别", "value.too_long")]
    assert [c["name"] for c in ask("client", "list")] == ["王小样", "王老样"]
    assert ask("doctor")["checks"]
    assert all(check["ok"] for check in ask("doctor")["checks"])


def test_what_the_register_refuses_is_a_named_cell(sw: Any, ask: Ask, tmp_path: Path) -> None:
    heads = ("姓名", "入职日期", "离职日期")
    ask("import", "staff", str(ledger(tmp_path, heads, ("李样", "2024-03-01", "2026-06-30"), name="one.xlsx")))
    before = digest(ask)
    lines = [(f"员工{n}样", "2024-03-01", None) for n in range(50)]
    file = ledger(tmp_path, heads, *lines, ("李样", "2026-09-01", None), name="two.xlsx")
    said = sw("import", "staff", file, "--json")
    assert [(r["row"], r["column"], r["code"]) for r in said.document["refused"]] == [
        (52, "入职日期", "value.end_before_start")
    ]
    assert digest(ask) == before


def test_a_whole_import_is_undone_in_one_step(ask: Ask, tmp_path: Path) -> None:
    lines = [(f"对象{n}样", f"139{n:08}", "低保", "东瓜社区") for n in range(40)]
    ask("import", "clients", str(ledger(tmp_path, CLIENTS, *lines)))
    assert len(ask("client", "list")) == 40
    assert ask("undo")["undone"] == "Ledger brought in"
    assert ask("client", "list") == []
    # And it can come again.
    assert ask("import", "clients", str(tmp_path / "clients.xlsx"))["added"] == 40
    assert len(ask("client", "list")) == 40


def test_a_changed_file_is_undone_to_what_was_there(ask: Ask, tmp_path: Path) -> None:
    ask("import", "clients", str(ledger(tmp_path, CLIENTS, GOOD)))
    ask("import", "clients", str(ledger(tmp_path, CLIENTS, (*GOOD[:3], "永安社区"), name="two.xlsx")))
    assert ask("client", "list")[0]["village"] == "永安社区居民委员会"
    ask("undo")
    assert ask("client", "list")[0]["village"] == "东瓜社区居民委员会"


def test_nothing_goes_in_while_another_program_writes(sw: Any, database: Path, tmp_path: Path) -> None:
    file = ledger(tmp_path, CLIENTS, GOOD)
    with writer_lock(database):
        assert sw("import", "clients", file, "--json").reasons == ["store.in_use"]


def test_a_copy_is_made_before(ask: Ask, database: Path, tmp_path: Path) -> None:
    ask("import", "clients", str(ledger(tmp_path, CLIENTS, GOOD)))
    copies = list((database.with_name(database.name + ".d") / "backup").glob("*before-import*"))
    assert len(copies) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["clients", "none.xlsx"], "importing.not_found"),
        (["clients", "staff.xlsx"], "importing.no_headings"),
        (["clients", "good.xlsx", "--sheet", "别的"], "importing.sheet_unknown"),
        (["clients", "good.xlsx", "--map", "none.toml"], "importing.not_found"),
    ],
)
def test_a_file_that_is_no_ledger(sw: Any, tmp_path: Path, words: list[str], reason: str) -> None:
    ledger(tmp_path, ("社工", "手机号", "类别"), ("李样", "13900000001", None), name="staff.xlsx")
    ledger(tmp_path, CLIENTS, GOOD, name="good.xlsx")
    paths = [str(tmp_path / word) if "." in word else word for word in words]
    assert sw("import", *paths, "--json").reasons == [reason]


def test_a_map_says_what_their_headings_are(ask: Ask, tmp_path: Path) -> None:
    file = ledger(tmp_path, ("谁", "手机号", "保障"), ("王小样", "13900000001", "低保"))
    (tmp_path / "map.toml").write_text('"谁" = "姓名"\n"保障" = "类别"\n"没有" = "地址"\n', encoding="utf-8")
    document = ask("import", "clients", str(file), "--map", str(tmp_path / "map.toml"))
    assert (document["added"], document["unused_map"]) == (1, ["没有"])


def test_an_unknown_kind_is_a_mistake_in_the_command(sw: Any, tmp_path: Path) -> None:
    assert sw("import", "groups", tmp_path / "x.xlsx").code == 2


# ---- templates ----


def offered(file: Path, heading: str) -> list[str]:
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    column = next(cell.column_letter for cell in page[1] if str(cell.value).rstrip("*") == heading)
    for validation in page.data_validations.dataValidation:
        if str(validation.sqref).startswith(f"{column}2:"):
            cells = book["_lists"][validation.formula1.partition("!")[2].replace("$", "")]
            return [str(cell[0].value) for cell in cells]
    return []


def test_a_template_offers_the_stations_own_words(sw: Any, ask: Ask, tmp_path: Path) -> None:
    ask("import", "staff", str(ledger(tmp_path, ("姓名", "入职日期"), ("李样", "2024-03-01"), name="staff.xlsx")))
    for kind in KINDS:
        assert sw("--lang", "zh_CN", "template", kind, tmp_path / f"{kind}-t.xlsx", "--json").document == {
            "file": str(tmp_path / f"{kind}-t.xlsx")
        }
    assert offered(tmp_path / "certificates-t.xlsx", "级别") == ["助理社会工作师", "社会工作师", "高级社会工作师"]
    assert offered(tmp_path / "certificates-t.xlsx", "姓名") == ["王芳", "李样"]
    assert offered(tmp_path / "trainings-t.xlsx", "培训类型")[:2] == ["社会工作专业知识", "实务技能"]
    assert "东瓜社区居民委员会" in offered(tmp_path / "clients-t.xlsx", "村居")
    assert "社会救助" in offered(tmp_path / "cases-t.xlsx", "领域")
    assert offered(tmp_path / "logs-t.xlsx", "社工") == ["王芳", "李样"]


def test_every_word_that_is_offered_is_read(sw: Any, ask: Ask, tmp_path: Path) -> None:
    for kind in ("trainings", "certificates"):
        sw("--lang", "zh_CN", "template", kind, tmp_path / f"{kind}.xlsx")
    heads = ("姓名", "级别", "发证日期")
    lines = [("王芳", level, "2022-06-19") for level in offered(tmp_path / "certificates.xlsx", "级别")]
    assert ask("import", "certificates", str(ledger(tmp_path, heads, *lines, name="c.xlsx")))["added"] == 3
    kinds = offered(tmp_path / "trainings.xlsx", "培训类型")
    heads = ("姓名", "培训名称", "培训类型", "开始日期", "结束日期", "时长", "单位")
    lines = [("王芳", kind, kind, "2026-03-05", "2026-03-05", 8, "小时") for kind in kinds]
    assert ask("import", "trainings", str(ledger(tmp_path, heads, *lines, name="t.xlsx")))["added"] == len(kinds)


def test_a_template_needs_no_station(anywhere: Any, tmp_path: Path) -> None:
    said = anywhere("--db", tmp_path / "none.db", "--lang", "en", "template", "clients", tmp_path / "t.xlsx")
    assert (said.code, said.err) == (0, "")
    assert offered(tmp_path / "t.xlsx", "village") == []


def test_a_filled_in_template_is_brought_in(ask: Ask, sw: Any, tmp_path: Path) -> None:
    sw("template", "staff", tmp_path / "staff.xlsx")
    book = openpyxl.load_workbook(tmp_path / "staff.xlsx")
    page = book.worksheets[0]
    for column, cell in enumerate(page[1], 1):
        page.cell(2, column).value = {"name*": "李样", "joined_on*": "2024-03-01"}.get(str(cell.value))
    book.save(tmp_path / "staff.xlsx")
    assert ask("import", "staff", str(tmp_path / "staff.xlsx"))["added"] == 1
    assert {person["name"] for person in ask("staff", "list")} == {"王芳", "李样"}
