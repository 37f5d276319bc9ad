"""Templates: what stands in them, and that everything written is read back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import TODAY, read_rows, refused, rows_of
from synthetic import resident_id

from db import resident_id as gb11643
from db.errors import Refusal
from swstation import i18n, lists
from swstation.errors import message
from swstation.importing import template
from swstation.importing.cells import error_of, means_nothing, tidy
from swstation.importing.columns import Kind
from swstation.importing.examples import EXAMPLES
from swstation.importing.kinds import CERTIFICATES, KINDS, LOGS, STAFF
from swstation.importing.reader import EXAMPLE_SHEETS, read
from swstation.importing.writing import cells

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@pytest.fixture(params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.set_language(request.param)
    yield request.param
    if before in i18n.LANGUAGES:
        i18n.set_language(before)


@kinds
def test_the_example_sheet_reads_as_what_it_was_written_from(tmp_path: Path, kind: Kind, language: str) -> None:
    path = template.write(kind, tmp_path / "模板.xlsx")
    table = read(path, kind, sheet=EXAMPLE_SHEETS[language])
    rows = rows_of(table)
    assert refused(rows) == []
    assert [row.values for row in rows] == list(EXAMPLES[kind.name])
    assert [warning for row in rows for warning in row.warnings] == []
    assert (table.unknown, table.hidden_sheets) == ((), ())


@kinds
def test_an_empty_template_has_no_rows_and_its_example_is_not_taken_for_data(
    tmp_path: Path, kind: Kind, language: str
) -> None:
    path = template.write(kind, tmp_path / "模板.xlsx")
    with pytest.raises(Refusal) as caught:
        read(path, kind)
    assert caught.value.code == "importing.no_rows"


@kinds
def test_the_headings_are_the_contracts_and_required_ones_are_marked(tmp_path: Path, kind: Kind) -> None:
    page = openpyxl.load_workbook(template.write(kind, tmp_path / "a.xlsx")).worksheets[0]
    headings = [str(cell.value) for cell in page[1]]
    for heading, column in zip(headings, kind.columns, strict=True):
        assert heading.endswith("*") == column.required
        assert kind.find(heading) == (column, None)


def test_the_contracts_headings(tmp_path: Path) -> None:
    wanted = {
        "staff": "姓名* 性别 身份证号 手机号 学历 专业 社工专业毕业 人员来源 用工形式 入职日期* 离职日期 "
        "离职原因 出生日期 民族 政治面貌 籍贯 本省籍 学位 学术职称 从事社会工作日期 专兼职 领域 人才类型 岗位等级 "
        "聘任级别 聘任日期 备案编号 备案日期 已参加社会保险 已缴公积金 督导资格 社会职务",
        "certificates": "姓名* 身份证号 级别* 证书编号 发证日期* 登记日期 有效期至",
        "trainings": "姓名* 身份证号 培训名称* 培训类型 主办单位 开始日期* 结束日期* 时长* 单位* 已审核 证明编号",
        "clients": "姓名* 性别 身份证号 出生日期 手机号 地址 村居 类别 户主 与户主关系 监护人 监护人电话 "
        "残疾类别 残疾等级",
        "cases": "服务对象* 社工* 领域 阶段 接案日期* 结案日期 问题 下次联系",
        "logs": "日期* 方式* 社工* 服务对象 村居 时长 结果 人数 人次 户数 节次 事项 件数 办理结果 金额 个案 "
        "小组 活动 领域 内容 下次联系",
    }
    for name, headings in wanted.items():
        kind = KINDS[name]
        for heading in headings.split():
            found = kind.find(heading)
            assert found is not None, heading
            assert found[0].heading == heading.rstrip("*")
            assert found[0].required == heading.endswith("*")
        assert {column.heading for column in kind.columns} == {heading.rstrip("*") for heading in headings.split()}


def test_drop_down_lists_and_text_columns(tmp_path: Path) -> None:
    path = template.write(CERTIFICATES, tmp_path / "a.xlsx", choices={"level": ["社会工作师", "某地社工员"]})
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    (level,) = page.data_validations.dataValidation
    assert level.formula1 == "_lists!$A$1:$A$2"
    assert [cell.value for cell in book["_lists"]["A"]] == ["社会工作师", "某地社工员"]
    assert book["_lists"].sheet_state == "hidden"
    assert level.showErrorMessage is False
    blocks = page.column_dimensions.values()
    for index, column in enumerate(CERTIFICATES.columns, 1):
        (block,) = [block for block in blocks if block.min <= index <= block.max]
        assert block.number_format == {"text": "@", "date": "yyyy-mm-dd"}[column.shape]

    book = openpyxl.load_workbook(template.write(LOGS, tmp_path / "b.xlsx"))
    offered = {str(column[0].value): [cell.value for cell in column if cell.value] for column in book["_lists"].columns}
    assert [entry.label for entry in lists.entries("method")] in offered.values()
    closed = [v.showErrorMessage for v in book.worksheets[0].data_validations.dataValidation]
    assert closed == [True] * 3


def test_a_text_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    evil = "=cmd|' /C calc'!A0"
    path = template.write(STAFF, tmp_path / "a.xlsx", rows=[{"name": evil, "joined_on": TODAY}])
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    (row,) = read_rows(path, STAFF)
    assert row.values["name"] == evil


def test_a_template_overwrites_nothing_and_goes_nowhere_else(tmp_path: Path) -> None:
    path = template.write(STAFF, tmp_path / "a.xlsx")
    before = path.read_bytes()
    for target, code in (
        (path, "importing.template_exists"),
        (tmp_path / "a.csv", "importing.template_name"),
        (tmp_path / "none" / "a.xlsx", "importing.template_unwritable"),
    ):
        with pytest.raises(Refusal) as caught:
            template.write(STAFF, target)
        assert caught.value.code == code
        assert message(caught.value)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


# ---- everything written is read back ----

_signs = st.characters(categories=("L", "N", "P", "S", "Zs"))
_words = (
    st.text(_signs, min_size=1, max_size=30)
    .map(tidy)
    .filter(lambda text: not means_nothing(text) and not error_of(text) and "_x" not in text)
)
_notes = st.lists(_words, min_size=1, max_size=3).map("\n".join).map(str.strip)
_names = st.from_regex(r"[一-龥]{2,4}|[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9})?|阿依·[一-龥]{2}", fullmatch=True).filter(
    lambda name: not means_nothing(name) and "计" not in name
)
_people = st.lists(_names, min_size=1, max_size=3, unique=True).map(tuple)
# Spreadsheets believe in a 29 February 1900; nobody needs the days before it.
_days = st.dates(date(1900, 3, 1), TODAY)
_phones = st.from_regex(r"1[3-9][0-9]{9}|0878-[2-8][0-9]{6}|[2-8][0-9]{6}", fullmatch=True)
_ids = st.builds(resident_id, _days, st.integers(0, 999)).filter(lambda number: not number.endswith("000"))
_FIELDS: dict[str, st.SearchStrategy[object]] = {
    "name": _names,
    "head": _names,
    "guardian": _names,
    "worker": _names,
    "client": _people,
    "resident_id": _ids,
    "phone": _phones,
    "guardian_phone": _phones,
    "social_work_graduate": st.booleans(),
    "approved": st.booleans(),
    "amount": st.integers(1, 100_000),
    "unit": st.sampled_from(["hour", "class_hour"]),
    "gender": st.sampled_from(["male", "female"]),
    "categories": st.lists(
        st.sampled_from([entry.code for entry in lists.entries("category")]), min_size=1, max_size=4, unique=True
    ).map(tuple),
    "minutes": st.integers(0, 1440),
    "heads": st.integers(0, 1_000_000),
    "person_times": st.integers(0, 1_000_000),
    "households": st.integers(0, 1_000_000),
    "session_no": st.integers(1, 1_000_000),
    "count": st.integers(1, 1_000_000),
    "value": st.integers(0, 10**13),
    "note": _notes,
    "problem": _notes,
}
_FIELDS |= dict.fromkeys(("native", "social_insurance", "housing_fund"), st.booleans())
_FIELDS |= {
    key: st.sampled_from([entry.code for entry in lists.entries(name)])
    for key, name in (("working_time", "employment"), ("talent_category", "talent_category"),
                      ("appointed_level", "title_level"))
}  # fmt: skip
_FIELDS |= {
    key: st.sampled_from([entry.code for entry in lists.entries(key)]) for key in ("method", "outcome", "stage", "item")
}


@st.composite
def rows(draw: st.DrawFn, kind: Kind) -> dict[str, object]:
    """A row of typed values that hold together."""
    out: dict[str, object] = {}
    for column in kind.columns:
        if column.required or draw(st.booleans()):
            out[column.key] = draw(_FIELDS.get(column.key, _days if column.shape == "date" else _words))
    for first, last in kind.orders:
        if first in out and last in out:
            out[first], out[last] = sorted((out[first], out[last]))  # type: ignore[type-var]
    if kind is CERTIFICATES and {"registered_on", "valid_until"} <= out.keys():
        days = sorted(out[key] for key in ("issued_on", "registered_on", "valid_until"))  # type: ignore[type-var]
        out |= dict(zip(("issued_on", "registered_on", "valid_until"), days, strict=True))
    if number := out.get("resident_id"):
        said = gb11643.check(str(number))
        out |= {key: value for key, value in (("birth_date", said.birth_date), ("gender", said.gender)) if key in out}
    if kind is LOGS:
        out.setdefault("client", ("王样",))
        if "count" in out:
            out.setdefault("item", "funeral")
            out |= draw(st.sampled_from([{}, {"item_unit": "户"}]))
        out |= draw(st.sampled_from([{}, {"colleagues": ("某样", "另样")}]))
    return out


def _as_csv(kind: Kind, found: list[dict[str, object]], encoding: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.heading for column in kind.columns])
    for row in found:
        written = cells(kind, row)
        writer.writerow([written.get(column.key, "") for column in kind.columns])
    return buffer.getvalue().encode(encoding)


@kinds
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back(kind: Kind, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(rows(kind), min_size=1, max_size=4))
    with TemporaryDirectory() as folder:
        book = template.write(kind, Path(folder) / "a.xlsx", rows=wanted)
        text = Path(folder) / "a.csv"
        text.write_bytes(_as_csv(kind, wanted, data.draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))))
        for path in (book, text):
            found = read_rows(path, kind)
            assert refused(found) == []
            assert [dict(row.values) for row in found] == wanted
