"""Ledgers in the shapes stations keep them: what is read, what is left aside and named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from ledgers import Formula, fill, read_rows, refused, rewrite, rows_of, xlsx
from synthetic import resident_id

from db.errors import Refusal
from swstation.errors import message
from swstation.importing import mapping
from swstation.importing.columns import Kind, synonyms
from swstation.importing.headings import TOP
from swstation.importing.kinds import CERTIFICATES, CLIENTS, KINDS, LOGS, STAFF, TRAININGS, kind_of
from swstation.importing.reader import Skipped, Table, read

ID = resident_id(date(1950, 1, 2), 4)


def refusal(path: Path, kind: Kind = CLIENTS, **options: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(path, kind, **options)  # type: ignore[arg-type]
    assert message(caught.value)
    return caught.value


def test_a_ledger_of_people_with_low_income(tmp_path: Path) -> None:
    """Title, date line, 序号, merged villages, subtotals, blank rows, a signature line."""
    path = xlsx(
        tmp_path / "台账.xlsx",
        [
            ["东瓜镇低收入人口台账"],
            ["填报单位：东瓜镇社工站", None, None, None, None, "2026年3月"],
            ["序号", "村（社区）", "姓　名", "身份证号码 ", "联系\n电话", "保障类别", "出生日期", "备注"],
            [1, "东瓜社区", "王　样", ID, 13900000001, "低保、独居老人", "1950年1月2日", "好"],
            [2, None, "李示例", None, "0878-3000000", "特困", "1961.5.6", None],
            [3],
            ["小计", None, "2人"],
            [],
            [4, "桃园村", "赵某样 ", None, "/", "无", "１９７０－１２－３１", "=cmd|' /C calc'!A0"],
            ["合 计", None, "3"],
            [],
            ["填表人：某某", None, "审核人："],
        ],
        merged=["A1:H1", "A2:E2", "F2:H2", "B4:B5"],
    )
    table = read(path, CLIENTS)
    assert (table.sheet, table.heading_row) == ("台账", 3)
    assert (table.serial, table.unknown) == (("序号",), ("备注",))
    assert [(s.first, s.last, s.reason) for s in table.skipped] == [
        (1, 1, "above"),
        (2, 2, "above"),
        (6, 6, "blank"),
        (7, 7, "total"),
        (8, 8, "blank"),
        (10, 10, "total"),
        (11, 11, "blank"),
        (12, 12, "note"),
    ]
    assert table.skipped[3].text == "小计 2人"
    rows = rows_of(table)
    assert refused(rows) == []
    assert [row.number for row in rows] == [4, 5, 9]
    assert rows[0].values == {
        "village": "东瓜社区",
        "name": "王样",
        "resident_id": ID,
        "phone": "13900000001",
        "categories": ("dibao", "elder_alone"),
        "birth_date": date(1950, 1, 2),
    }
    assert rows[1].values["village"] == "东瓜社区"
    assert rows[2].values == {"village": "桃园村", "name": "赵某样", "birth_date": date(1970, 12, 31)}


def test_every_refused_cell_is_named_with_the_sheets_own_row_and_heading(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["东瓜镇低收入人口台账"],
            ["姓名", "性别", "公民身份号码", "生日", "手机号码", "救助类型"],
            ["王样", "女", 532301195001020000, "1950-2-30", 13900000001, "低保"],
            [],
            [None, "不详", ID[:-1] + ("1" if ID[-1] != "1" else "2"), "1950", "1390000", "外星人"],
            ["李样", "男", ID, "1950-01-03", "#N/A", None],
        ],
    )
    wrong = ID[:-1] + ("1" if ID[-1] != "1" else "2")
    assert refused(read_rows(path, CLIENTS)) == [
        (3, "公民身份号码", "5.3230119500102E+17", "value.resident_id_damaged"),
        (3, "生日", "1950-2-30", "value.date"),
        (5, "性别", "不详", "importing.gender"),
        (5, "公民身份号码", wrong, "value.resident_id_check"),
        (5, "生日", "1950", "importing.date_incomplete"),
        (5, "手机号码", "1390000", "importing.phone"),
        (5, "救助类型", "外星人", "importing.not_listed"),
        (5, "姓名", "", "value.missing"),
        (6, "手机号码", "#N/A", "importing.cell_error"),
        (6, "生日", "1950-01-03", "importing.birth_date_differs"),
        (6, "性别", "男", "importing.gender_differs"),
    ]


def test_two_rows_of_merged_headings(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["台账"],
            ["序号", "姓名", "身份证号", "监护人", None, "住址"],
            [None, None, None, "姓名", "电话", None],
            [1, "赵小样", None, "赵某样", "13900000003", "示例村1组"],
            [2, "钱小样", None, "钱某样", "13", "示例村2组"],
        ],
        merged=["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"],
    )
    rows = read_rows(path, CLIENTS)
    assert rows[0].values == {
        "name": "赵小样",
        "guardian": "赵某样",
        "guardian_phone": "13900000003",
        "address": "示例村1组",
    }
    assert refused(rows) == [(5, "监护人 / 电话", "13", "importing.phone")]


def test_a_row_that_groups_headings_stands_above_them(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["本人情况", None, None, "监护人"],
            ["姓名", "出生日期", "手机号", "姓名", "电话"],
            ["赵小样", "2016-05-01", None, "赵某样", "13900000003"],
        ],
        merged=["A1:C1", "D1:E1"],
    )
    (row,) = read_rows(path, CLIENTS)
    assert row.values == {
        "name": "赵小样",
        "birth_date": date(2016, 5, 1),
        "guardian": "赵某样",
        "guardian_phone": "13900000003",
    }


def test_a_name_merged_over_two_certificates(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["姓名", "证书等级", "发证日期"],
            ["张样", "助理社会工作师", date(2019, 6, 16)],
            [None, "社会工作师", date(2022, 6, 19)],
            [None, "社会工作师", date(2023, 6, 19)],
        ],
        merged=["A2:A3"],
    )
    rows = read_rows(path, CERTIFICATES)
    assert [row.values.get("name") for row in rows] == ["张样", "张样", None]
    assert refused(rows) == [(4, "姓名", "", "value.missing")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_file_of_any_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [
        ["东瓜镇社工名册"],
        ["姓名", "到岗时间", "联系方式", "备注"],
        ["张样", "2021年7月1日", '="13900000001"', '"两\n行, ""好"""'],
        [],
        ["李样", "2023/3/15", "１３９", ""],
    ]
    path = tmp_path / "名册.csv"
    path.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    table = read(path, STAFF)
    assert table.encoding == {"utf-8-sig": "utf-8", "gbk": "gb18030"}.get(encoding, encoding)
    assert table.sheet is None
    assert table.skipped == (Skipped(1, 1, "above", "东瓜镇社工名册"), Skipped(4, 4, "blank"))
    rows = rows_of(table)
    assert [row.number for row in rows] == [3, 5]
    assert refused(rows) == [(5, "联系方式", "１３９", "importing.phone")]
    assert rows[0].values == {"name": "张样", "joined_on": date(2021, 7, 1), "phone": "13900000001"}


def test_a_csv_saved_from_a_spreadsheet_has_damaged_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "姓名,身份证号,入职日期,手机号\n张样,5.32301E+17,2021-07-01,1.39E+10\n李样,532301198503120000,44378,\n",
        encoding="utf-8",
    )
    rows = read_rows(path, STAFF)
    assert refused(rows) == [
        (2, "身份证号", "5.32301E+17", "value.resident_id_damaged"),
        (2, "手机号", "1.39E+10", "importing.phone_damaged"),
        (3, "身份证号", "532301198503120000", "value.resident_id_damaged"),
    ]
    assert rows[1].values["joined_on"] == date(2021, 7, 1)


def test_formulas_give_their_results_and_uncalculated_ones_are_named(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["姓名", "入职日期", "手机号"],
            ["张样", Formula("=DATE(2021,7,1)"), "=1+1"],
            ["李样", date(2021, 7, 1), None],
        ],
    )
    rows = read_rows(path, STAFF)
    assert refused(rows) == [
        (2, "入职日期", "=", "importing.uncalculated"),
        (2, "手机号", "=1+1", "importing.phone"),
    ]

    import xlsxwriter

    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, heading in enumerate(("姓名", "入职日期", "学历")):
        page.write(0, column, heading)
    page.write(1, 0, "张样")
    page.write_formula(1, 1, "=DATE(2021,7,1)", day, 44378)
    page.write_formula(1, 2, '=""', None, "")
    book.close()
    # Excel says that such a result is text.
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="C2">', b'<c r="C2" t="str">'))
    (row,) = read_rows(path, STAFF)
    assert (row.problems, row.values) == ((), {"name": "张样", "joined_on": date(2021, 7, 1)})


def test_a_line_pasted_from_elsewhere(tmp_path: Path) -> None:
    """Excel writes the carriage return of such a line as ``_x000D_``."""
    head, line = ["日期", "方式", "社工", "服务对象", "内容"], ["2026-3-5", "走访", "张样", "王样"]
    path = xlsx(tmp_path / "a.xlsx", [head, [*line, "送米油_x000D_\n量血压"], [*line, "a_x0007_b"]])
    rows = read_rows(path, LOGS)
    assert rows[0].values["note"] == "送米油\n量血压"
    assert [(row, column, code) for row, column, _value, code in refused(rows)] == [
        (3, "内容", "value.control_character")
    ]


def test_error_cells_are_named_and_only_where_they_are_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "入职日期", "公式"], ["张样", "#REF!", "#REF!"]])
    assert refused(read_rows(path, STAFF)) == [(2, "入职日期", "#REF!", "importing.cell_error")]


def test_a_date_out_of_a_spreadsheets_range_is_an_error_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "入职日期"], ["张样", 99999999999]], formats={"B2": "yyyy-mm-dd"})
    assert refused(read_rows(path, STAFF)) == [(2, "入职日期", "#VALUE!", "importing.cell_error")]


def test_the_other_epoch_of_old_macs(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    fill(page, [["姓名", "入职日期", "离职日期"], ["张样", date(2021, 7, 1), 44378 - 1462]])
    path = tmp_path / "a.xlsx"
    book.save(path)
    (row,) = read_rows(path, STAFF)
    assert row.values == {"name": "张样", "joined_on": date(2021, 7, 1), "left_on": date(2021, 7, 1)}


def test_sheets_hidden_other_and_chosen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "封面"
    first["A1"] = "东瓜镇"
    for name in ("一村", "二村", "旧"):
        fill(book.create_sheet(name), [["姓名", "手机号"], [f"{name}样", None]])
    book["旧"].sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    several = refusal(path)
    assert (several.code, several.choices) == ("importing.sheets", ("一村", "二村"))
    table = read(path, CLIENTS, sheet="二村")
    assert (table.sheet, table.hidden_sheets, table.other_sheets) == ("二村", ("旧",), ("封面", "一村"))
    assert read(path, CLIENTS, sheet="2").sheet == "一村"
    assert read(path, CLIENTS, sheet="旧").rows[0].cells[1] == "旧样"
    assert refusal(path, sheet="三村").code == "importing.sheet_unknown"
    book.remove(book["二村"])
    book.save(path)
    assert read(path, CLIENTS).sheet == "一村"


def test_the_headings_are_the_first_of_the_top_ten_rows(tmp_path: Path) -> None:
    lines: list[list[object]] = [[f"说明{n}"] for n in range(1, TOP)]
    path = xlsx(tmp_path / "a.xlsx", [*lines, ["姓名", "手机号"], ["张样", None]])
    assert read(path, CLIENTS).heading_row == TOP
    path = xlsx(tmp_path / "b.xlsx", [*lines, ["又一行"], ["姓名", "手机号"], ["张样", None]])
    none = refusal(path)
    assert (none.code, none.choices) == ("importing.no_headings", ("姓名",))


def test_one_known_heading_or_none_required_is_no_heading_row(tmp_path: Path) -> None:
    assert refusal(xlsx(tmp_path / "a.xlsx", [["姓名"], ["张样"]])).code == "importing.no_headings"
    assert refusal(xlsx(tmp_path / "b.xlsx", [["性别", "手机号"], ["女", None]])).code == "importing.no_headings"


def test_missing_and_double_columns(tmp_path: Path) -> None:
    missing = refusal(xlsx(tmp_path / "a.xlsx", [["姓名", "手机号"], ["张样", None]]), STAFF)
    assert (missing.code, missing.choices) == ("importing.columns_missing", ("入职日期",))
    path = xlsx(tmp_path / "b.xlsx", [["姓名", "手机号", "联系电话", "备注", "备注"], ["张样", None, None, "a", "b"]])
    twice = refusal(path)
    assert (twice.code, twice.choices) == ("importing.heading_twice", ("手机号", "联系电话"))
    assert "B, C" in message(twice)
    table = read(path, CLIENTS, mapping={"联系电话": ""})
    assert (table.left_out, table.unknown) == (("联系电话",), ("备注", "备注"))


def test_headings_in_english_in_any_order_marked_or_not(tmp_path: Path) -> None:
    lines = [["joined_on*", "Resident ID", "NAME *", "social work graduate"], ["2021-07-01", None, "张样", "Y"]]
    (row,) = read_rows(xlsx(tmp_path / "a.xlsx", lines), STAFF)
    assert row.values == {"joined_on": date(2021, 7, 1), "name": "张样", "social_work_graduate": True}
    lines = [["入职日期（年月日）", "＊姓 名：", "社工专业毕业(是/否)"], ["2021-07-01", "张样", "√"]]
    (row,) = read_rows(xlsx(tmp_path / "b.xlsx", lines), STAFF)
    assert row.values == {"joined_on": date(2021, 7, 1), "name": "张样", "social_work_graduate": True}


def test_a_column_without_a_heading_and_headings_again(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [["姓名", "手机号"], ["张样", None, "漏"], ["姓名", "手机号"], ["李样", "13900000001"]],
    )
    table = read(path, CLIENTS)
    assert table.unknown == ("[C]",)
    assert [row.number for row in table.rows] == [2, 4]
    assert table.skipped == (Skipped(3, 3, "heading", "姓名 手机号"),)


def test_a_map_of_their_headings(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["户主姓名", "固话", "代码"], ["张样", "0878-3000000", "x"]])
    (tmp_path / "map.toml").write_text(
        '"户主姓名" = "姓名"\n"固话" = "phone"\n"代码" = ""\n"没有的" = "地址"\n', encoding="utf-8-sig"
    )
    table = read(path, CLIENTS, mapping=mapping.load(tmp_path / "map.toml", CLIENTS))
    assert rows_of(table)[0].values == {"name": "张样", "phone": "0878-3000000"}
    assert (table.left_out, table.unused_map) == (("代码",), ("没有的",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"固话" = "电话机"', "importing.map_heading"),
        ('"固话" = 3', "importing.map_heading"),
        ("固话 = 手机号", "importing.map_broken"),
        ("\udcff", "importing.map_broken"),
    ],
)
def test_a_map_that_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Refusal) as caught:
        mapping.load(path, CLIENTS)
    assert caught.value.code == expected
    assert message(caught.value)


def test_trainings_whose_heading_says_the_unit(tmp_path: Path) -> None:
    head = ["姓名", "培训名称", "开始日期", "结束日期"]
    line = ["张样", "个案实务", "2026-03-05", "2026-03-06"]
    (row,) = read_rows(xlsx(tmp_path / "a.xlsx", [[*head, "学时"], [*line, 12]]), TRAININGS)
    assert (row.values["amount"], row.values["unit"]) == (120, "class_hour")
    (row,) = read_rows(xlsx(tmp_path / "b.xlsx", [[*head, "时长（小时）"], [*line, 7.5]]), TRAININGS)
    assert (row.values["amount"], row.values["unit"]) == (75, "hour")
    rows = read_rows(
        xlsx(
            tmp_path / "c.xlsx",
            [[*head, "时长", "单位"], [*line, "8学时", "小时"], [*line, "8学时", None], [*line, 8, None]],
        ),
        TRAININGS,
    )
    assert refused(rows) == [
        (2, "单位", "小时", "importing.says_otherwise"),
        (4, "单位", "", "value.missing"),
    ]
    assert rows[1].values["unit"] == "class_hour"


def test_an_end_before_its_start_and_a_row_about_nobody(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["姓名", "培训名称", "开始日期", "结束日期", "时长", "单位"],
            ["张样", "实务", "2026-03-06", "2026-03-05", "8.25", "小时"],
        ],
    )
    assert refused(read_rows(path, TRAININGS)) == [
        (2, "时长", "8.25", "importing.decimals"),
        (2, "结束日期", "2026-03-05", "value.end_before_start"),
    ]
    path = xlsx(
        tmp_path / "b.xlsx",
        [
            ["日期", "方式", "社工", "服务对象", "件数", "事项", "走访情况"],
            ["2026-3-5", "走访", "张样、李样", "王样、赵样", None, None, " 送米油\n"],
            ["2026-3-5", "走访", "张样", None, None, None, "无"],
            ["2026-3-5", "事务", "张样", None, "15件", "残疾证", None],
            ["2026-3-5", "事务", "张样", None, 15, None, None],
            ["2026-12-5", "事务", "张样", None, 15, "殡葬", None],
        ],
    )
    rows = read_rows(path, LOGS)
    assert refused(rows) == [
        (3, "服务对象", "", "importing.whom"),
        (5, "事项", "", "importing.item_needed"),
        (6, "日期", "2026-12-5", "importing.date_future"),
    ]
    assert rows[0].values == {
        "service_date": date(2026, 3, 5),
        "method": "home_visit",
        "worker": "张样",
        "colleagues": ("李样",),
        "client": ("王样", "赵样"),
        "note": "送米油",
    }
    assert rows[1].values["note"] == "无"
    assert (rows[2].values["count"], rows[2].values["item_unit"]) == (15, "件")


def test_hours_in_a_column_of_hours_are_minutes(tmp_path: Path) -> None:
    head = ["日期", "方式", "社工", "服务对象"]
    line = ["2026-3-5", "走访", "张样", "王样"]
    for heading, minutes in (("时长（小时）", 90), ("时长(分钟)", 1)):
        value = 1.5 if minutes == 90 else 1
        (row,) = read_rows(xlsx(tmp_path / "a.xlsx", [[*head, heading], [*line, value]]), LOGS)
        assert row.values["minutes"] == minutes


def test_two_hundred_rows(tmp_path: Path) -> None:
    lines: list[list[object]] = [["社工名册"], ["序号", "姓名", "身份证号", "性别", "入职日期", "电话"]]
    for n in range(200):
        number = resident_id(date(1960 + n % 40, 1 + n % 12, 1 + n % 28), n)
        lines.append(
            [n + 1, f"样{chr(0x4E00 + n)}", number, "男" if n % 2 else "女", f"20{10 + n % 15}.{1 + n % 12}.1", None]
        )
    lines[101][2] = str(lines[101][2])[:-3] + "000"
    table = read(xlsx(tmp_path / "a.xlsx", lines), STAFF)
    rows = rows_of(table)
    assert len(rows) == 200
    assert [(row, column) for row, column, _value, _code in refused(rows)] == [(102, "身份证号")]


def test_a_warning_is_not_a_refusal(tmp_path: Path) -> None:
    (row,) = read_rows(xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["王样", "999999500102004"]]), CLIENTS)
    assert row.problems == ()
    (warning,) = row.warnings
    assert (warning.row, warning.column, warning.value) == (2, "身份证号", "999999500102004")
    assert warning.code == "importing.resident_id_old"
    assert warning.message()


def test_a_refusal_as_the_command_line_prints_it(tmp_path: Path) -> None:
    (row,) = read_rows(xlsx(tmp_path / "a.xlsx", [["姓名", "性别"], ["王样", "?"]]), CLIENTS)
    (problem,) = row.problems
    assert problem.as_dict() == {
        "row": 2,
        "column": "性别",
        "value": "?",
        "reason": problem.message(),
        "code": "importing.gender",
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_heading_means_two_fields(kind: Kind) -> None:
    for column in kind.columns:
        for name in (column.heading, column.key, *synonyms(kind.name, column.key)):
            found = kind.find(name)
            assert found is not None, name
            assert found[0] is column, name


def test_an_unknown_kind() -> None:
    with pytest.raises(Refusal) as caught:
        kind_of("people")
    assert caught.value.choices == tuple(KINDS)
    assert message(caught.value)


def test_the_file_is_closed_after_a_refusal(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["x"], ["y"]])
    refusal(path)
    path.rename(tmp_path / "b.xlsx")
    table: Table = read(xlsx(path, [["姓名", "手机号"], ["张样", None]]), CLIENTS)
    assert table.file == path
