"""The whole way on the command line: three stations (one with two laptops), their ledgers, a month, the county.

Every figure that is asserted was counted by hand from the lines below; nothing is taken from the program.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import xlsx
from synthetic import resident_id

from swstation import i18n
from swstation.cli.main import run

PASSPHRASE = "东瓜 苹果 石榴 核桃"
FIRST = "2026-11-01"
LAST = "2026-11-30"


@dataclass
class Laptop:
    """One installation."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def call(self, *words: str | Path) -> tuple[int, str, str]:
        """Run a command; gives its exit code, output and errors."""
        self.capsys.readouterr()
        code = run(["--db", str(self.path), *map(str, words)])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def ask(self, *words: str | Path) -> Any:
        """Run a command that must succeed; gives its JSON."""
        code, out, err = self.call(*words, "--json")
        assert (code, err) == (0, ""), (words, out, err)
        return json.loads(out)

    def log(self, day: str, line: str) -> None:
        """Log a line as a worker types it."""
        self.ask("log", line, "--as-of", f"2026-11-{day}")

    def take(self, kind: str, file: Path, rows: int, on: str = FIRST) -> None:
        """Bring in a ledger of so many new rows, first on trial; bringing it in once more changes nothing."""
        assert self.ask("import", kind, file, "--dry-run", "--as-of", on)["added"] == rows
        assert self.ask("import", kind, file, "--as-of", on)["added"] == rows
        again = self.ask("import", kind, file, "--as-of", on)
        assert (again["unchanged"], again["written"]) == (rows, False)

    def due(self, day: str, days: int, kind: str) -> list[tuple[str, str]]:
        """Who is due for what by when."""
        found = self.ask("due", "--as-of", f"2026-11-{day}", "--days", str(days))
        return sorted((row["who"], row["date"]) for row in found if row["kind"] == kind)


@pytest.fixture(autouse=True)
def _surrounding(monkeypatch: pytest.MonkeyPatch) -> Any:
    before = i18n.language()
    monkeypatch.setenv("SWSTATION_LANG", "zh_CN")
    monkeypatch.setenv("SWSTATION_PASSPHRASE", PASSPHRASE)
    yield
    i18n.set_language(before)


def figures(report: dict[str, Any]) -> dict[str, Any]:
    """The month's figures by their code."""
    return {line["code"]: line["month"] for figure in report["figures"] for line in figure["lines"]}


def test_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = Laptop(tmp_path / "county.db", capsys)
    east, east_b, north, west = (Laptop(tmp_path / f"{name}.db", capsys) for name in ("a", "b", "n", "w"))
    stick = tmp_path / "stick"
    stick.mkdir()

    # 1. First start: the place, its policy, the county's card; the county trusts each laptop. Only one of them is
    # encrypted here: every command on it spends half a second on the passphrase, as it must.
    made = county.ask("init", "--tier", "county_station", "--division", "532301", "--worker", "起明", "--no-encrypt")
    assert (made["unit"], made["policy"], made["encrypted"]) == ("C532301", "chuxiong", False)
    county.ask("card", "export", stick / "county.swc")
    for laptop, division, worker, letter in (
        (east, "532301102", "李娜", "A"),
        (east_b, "532301102", "杨强", "B"),
        (north, "532301101", "普玥", "A"),
        (west, "532301103", "罗成", "A"),
    ):
        made = laptop.ask(
            "init", "--tier", "township_station", "--division", division, "--worker", worker, "--laptop", letter,
            "--county", stick / "county.swc", *([] if laptop is west else ["--no-encrypt"]),
        )  # fmt: skip
        assert (made["unit"], made["policy"], made["encrypted"]) == (f"T{division}", "chuxiong", laptop is west)
        laptop.ask("enrol", stick / f"{worker}.swe")
        digits = laptop.ask("card", "show")["digits"]
        assert county.ask("trust", stick / f"{worker}.swe", "--digits", digits)["state"] == "verified"
    east.ask("trust", stick / "杨强.swe")
    east_b.ask("trust", stick / "李娜.swe")

    # 2. Ledgers in, as stations keep them; what cannot be taken is named, cell by cell, and nothing goes in.
    code, out, err = east.call("import", "clients", _clients_east(tmp_path, wrong=True), "--as-of", FIRST, "--json")
    assert [(r["row"], r["column"], r["value"]) for r in json.loads(out)["refused"]] == [
        (6, "出生日期", "1970.13.1"),
        (8, "对象类别", "贫困户"),
    ]
    assert (code, err.count("\n")) == (1, 1)
    assert east.ask("client", "list") == []
    east.take("clients", _clients_east(tmp_path), 5)
    east.take("staff", _roster_east(tmp_path), 1)
    east.take("certificates", _certificates_east(tmp_path), 2)
    east.take("trainings", _trainings_east(tmp_path), 3)
    north.take("clients", _clients_north(tmp_path), 4)
    north.take("cases", _cases_north(tmp_path), 2)
    west.take("clients", _template_west(west, tmp_path), 2)

    # How often whom; the second laptop has it all from the first.
    east.ask("plan", "set", "--category", "低保", "--every", "month", "--from", FIRST)
    east.ask("plan", "set", "--category", "特困", "--every", "month", "--phone", "--from", FIRST)
    north.ask("plan", "set", "--category", "低保", "--every", "month", "--from", FIRST)
    first = east.ask("export", "--to", stick)["file"]
    assert east_b.ask("merge", first)["bundles"][0]["status"] == "merged"
    assert [c["name"] for c in east_b.ask("client", "list")] == [c["name"] for c in east.ask("client", "list")]

    # 3. A month of lines. The first round: who is due, then who was met and who was not.
    assert east.due("02", 30, "visit") == [(name, "2026-11-30") for name in ("李国强", "王小宝", "王秀英", "赵文才")]
    east.log("02", "王秀英 入户 40m 送米油，量血压 >+7d")
    east.log("02", "李国强 入户 不在家")
    east.log("03", "赵文才 电话 10m 药还够")
    assert east.due("03", 30, "visit") == [(name, "2026-11-30") for name in ("李国强", "王小宝")]
    assert east.due("08", 1, "contact") == [("王秀英", "2026-11-09")]
    opened = east.ask("case", "open", "王秀英", "--problem", "独居，情绪低落", "--as-of", "2026-11-03")
    assert east.ask("case", "move", opened["number"], "assessment", "--as-of", "2026-11-05")["stage"] == "assessment"
    east.log("04", "李国强 入户 30分钟 低保复核")
    east.log("05", "民政事务 残疾人证3件 1.5h")
    east.log("06", "咨询接待 6人 30m")
    east.log("09", "王秀英 入户 &1 50m 情绪好些 >2026-12-01")
    east.ask("case", "move", "1", "intervention", "--as-of", "2026-11-09", "--next", "2026-12-01")
    east_b.log("10", "王小宝 入户 30m 看作业")
    east_b.log("12", "杨兰 微信 15m")
    east_b.log("16", "王秀英 入户 拒访")
    north.take("logs", _logs_north(tmp_path), 5, LAST)
    moved = north.ask("import", "cases", _cases_north(tmp_path, closed=True), "--as-of", "2026-11-20")
    assert (moved["updated"], moved["unchanged"]) == (1, 1)
    west.log("07", "罗红 入户 30m")
    west.log("07", "罗明 陪同 60m 取药")

    # What is due tomorrow.
    assert east.due("30", 0, "contact") == []
    assert east.due("30", 1, "contact") == [("王秀英", "2026-12-01")]

    # 4. Where each person stands, with the clause; then the county's decision to go on.
    (earned,) = _status(east, "李娜", "2025-12-01", "chuxiong")
    assert (earned["required"], earned["earned"], earned["pending"], earned["missing"]) == (160, 8, 4.5, 152)
    assert (earned["unit"], earned["status"], earned["policy_state"]) == ("hour", "behind", "in_force")
    assert (earned["clause"]["document"], earned["clause"]["section"]) == ("楚人社发〔2021〕13号", "（三）")
    assert _status(east, "李娜", LAST, "chuxiong")[0]["policy_state"] == "expired"
    assert east.due("30", 30, "registration") == [("李娜", "2027-02-28")]
    county.ask("policy", "continue", "chuxiong", "--from", "2026-01-01", "--decision", "县民发1号")

    # 5. Export; the county merges in any order, twice.
    second = [laptop.ask("export", "--to", stick)["file"] for laptop in (east, east_b, north, west)]
    inspected = county.ask("inspect", second[0])
    assert (inspected["station"], inspected["signature"]) == ("T532301102", "good")
    bundles = [first, *second]
    digests, reports = set(), []
    for number, order in enumerate(_orders(bundles)):
        copy = _copy(county, tmp_path / f"county-{number}")
        merged = copy.ask("merge", *order)
        assert {one["status"] for one in merged["bundles"]} <= {"merged", "already_merged"}
        assert [one["conflicts"] for one in merged["bundles"]] == [0] * len(order)
        again = copy.ask("merge", *reversed(order))
        assert [(one["status"], one["new"]) for one in again["bundles"]] == [("already_merged", 0)] * len(order)
        assert again["digest"] == merged["digest"] == copy.ask("digest")["digest"]
        assert _whole(copy) == 4
        digests.add(merged["digest"])
        reports.append(_report(copy, tmp_path / f"county-{number}.csv"))
    assert len(digests) == 1
    assert all(figures(report) == figures(reports[0]) for report in reports)

    # 6. The month's figures, right to the last person-time.
    _check_county(figures(reports[0]))
    own = [figures(_report(laptop, tmp_path / f"own-{n}.csv")) for n, laptop in enumerate((east, north, west))]
    assert own[0]["1.visits"] == 3  # what the second laptop wrote has not come back
    assert [one["15.person_times"] for one in own[1:]] == [2 + 46, 2]
    at_county = _copy(county, tmp_path / "county-last")
    at_county.ask("merge", *bundles)
    assert _status(at_county, "李娜", LAST, "chuxiong")[0]["policy_state"] == "continued"
    written = at_county.ask("report", "monthly", "--month", "2026-11", "--to", tmp_path / "month.xlsx", "--as-of", LAST)
    assert openpyxl.load_workbook(tmp_path / "month.xlsx").worksheets
    assert figures(written) == figures(reports[0])
    with (tmp_path / "county-0.csv").open(encoding="utf-8-sig", newline="") as file:
        assert any("入户走访户次" in cell for row in csv.reader(file) for cell in row)
    assert all(check["ok"] for check in at_county.ask("doctor")["checks"])


def _check_county(found: dict[str, Any]) -> None:
    expected = {
        # East: 王秀英 (2nd, 9th), 李国强 (4th), 王小宝 (10th); north: 陈凤仙; west: 罗红.
        "1.visits": 6,
        # 王秀英 and 王小宝 are one household; 李国强, 陈凤仙, 罗红.
        "1.households": 4,
        # 李国强 and 黄朝珍 were out, 王秀英 refused once.
        "2.not_met": 3, "2.not_met.absent": 2, "2.not_met.refused": 1,
        # East: 王秀英, 王小宝, 李国强, and 赵文才 by telephone; north: 陈凤仙 met, 陈志 of the same household not.
        "3.due": 6, "3.done": 5,
        "3.due.dibao": 5, "3.done.dibao": 4,
        # 5 + 4 + 2 files, all opened this month; households: 2 and two people alone, 1 and two, two alone.
        "4.opened": 11, "4.open": 11, "4.ended": 0, "4.open_households": 9,
        # North brought two from before; east opened one; north closed one.
        "5.opening": 2, "5.opened": 1, "5.closed": 1, "5.closing": 2,
        "6.cases": 1, "6.sessions": 1, "7.closed": 1,
        # East 3, north 15.
        "11.item.disability_card.件": 18,
        "12.consultation": 6, "12.phone": 2, "12.online": 1,
        # North: 重阳节, which no activity on file stands for.
        "10.activities": 1, "10.not_on_file": 1, "10.person_times": 46,
        # East: 4 visits, 1 call, 6 consulted, 1 online; north: 1 visit, 1 call, 46 at 重阳节; west: 1 visit,
        # 1 accompanied.
        "15.person_times": 16 + 46,
        # East: 王秀英, 李国强, 王小宝, 赵文才, 杨兰; north: 陈凤仙, 黄朝珍; west: 罗红, 罗明.
        "15.persons": 9,
    }  # fmt: skip
    assert {code: found.get(code) for code in expected} == expected


# ---- the ledgers ----


def _clients_east(folder: Path, *, wrong: bool = False) -> Path:
    """A workbook with a title, a line of dates, merged villages and heads, serial numbers and a sum."""
    heads = (
        *("序号", "姓名", "性别", "身份证号码", "出生日期", "联系电话", "所属村", "家庭住址", "对象类别", "户主"),
        "与户主关系",
    )
    born = "1970.13.1" if wrong else "1970.3.1"
    one, two = resident_id(date(1948, 9, 12), 2), resident_id(date(1955, 4, 2), 1)
    lines: list[Sequence[object]] = [
        ("东瓜镇社工站服务对象台账",),
        ("填报日期：2026年11月1日",),
        heads,
        (1, "王秀英", "女", one, "1948年9月12日", "13900000011", "东瓜社区", "一组1号", "低保、独居老人", "王秀英",
         "本人"),
        (2, "王小宝", "男", None, "2016/5/1", None, None, "一组1号", "留守儿童", None, "孙子"),
        (3, "李国强", "男", None, born, "13900000012", None, "一组2号", "低保，残疾人", "李国强", "户主"),
        (4, "杨兰", "女", None, date(1940, 2, 3), "0878-3000001", "永安社区居委会", "二组", "高龄老人", None, None),
        (5, "赵文才", "男", two, None, "13900000013", "邓官村", "三组", "贫困户" if wrong else "特困分散", None, None),
        ("合计", "5人"),
    ]  # fmt: skip
    return xlsx(folder / f"东瓜镇{'-错' if wrong else ''}.xlsx", lines, merged=("A1:K1", "G4:G6", "J4:J5"))


def _roster_east(folder: Path) -> Path:
    lines = [
        ("楚雄市东瓜镇社工站人员花名册",),
        ("姓名", "性别", "身份证号", "手机号", "学历", "入职时间"),
        ("何伟", "男", resident_id(date(1995, 6, 7), 3), "13900000021", "本科", "2024年3月1日"),
    ]
    return xlsx(folder / "花名册.xlsx", lines, merged=("A1:F1",))


def _certificates_east(folder: Path) -> Path:
    lines = [
        ("姓名", "证书名称", "证书编号", "批准日期", "登记日期", "有效期至"),
        ("李娜", "助理社工师", "2023000001", "2023-06-18", "2024-03-01", None),
        ("何伟", "社工师", "2025000002", "2025-06-22", "2025-09-01", "2028-08-31"),
    ]
    return xlsx(folder / "持证.xlsx", lines)


def _trainings_east(folder: Path) -> Path:
    head = ("序号", "培训名称", "培训类型", "主办单位", "开始时间", "结束时间", "姓名", "时长（小时）", "已审核")
    lines: list[Sequence[object]] = [
        ("2025年培训台账",),
        head,
        (1, "个案工作实务", "实务技能", "县社工总站", "2025-05-06", "2025-05-06", "李娜", 8, "是"),
        (2, None, None, None, None, None, "何伟", 8, "√"),
        (3, "政策解读", None, "州民政局", "2025-07-01", "2025-07-01", "李娜", 4.5, None),
    ]
    return xlsx(folder / "培训.xlsx", lines, merged=("A1:I1", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4"))


def _clients_north(folder: Path) -> Path:
    """As old programs write them: GB18030, a title, telephone numbers kept as text by a sign."""
    text = (
        "鹿城镇服务对象花名册,,,,,,\r\n"
        "姓名,性别,电话,村(社区),救助类型,户主姓名,家庭关系\r\n"
        "陈凤仙,女,'13900000031,东兴社区,低保户,陈凤仙,户主\r\n"
        "陈志,男,,东兴社区,,陈凤仙,子\r\n"
        "黄朝珍,女,13900000032,学桥街社区,独居老人,,\r\n"
        "周家顺,男,/,中大街,残疾人,,\r\n"
        "合计,4人,,,,,\r\n"
    )
    file = folder / "鹿城镇.csv"
    file.write_bytes(text.encode("gb18030"))
    return file


def _cases_north(folder: Path, *, closed: bool = False) -> Path:
    """A ledger of cases; the same at the end of the month, when one is closed."""
    ended = ("结案", "2026-09-01", "2026-11-20") if closed else ("介入", "2026-09-01", None)
    lines = [
        ("案主", "负责社工", "服务领域", "个案阶段", "开案日期", "结案日期", "主要问题"),
        ("黄朝珍", "普玥", "社会救助", "介入", "2026-10-12", None, "独居"),
        ("周家顺", "普玥", None, *ended, "就业"),
    ]
    return xlsx(folder / f"个案{'-月末' if closed else ''}.xlsx", lines)


def _logs_north(folder: Path) -> Path:
    lines: list[Sequence[object]] = [
        ("2026年11月服务记录",),
        (
            "服务日期",
            "服务方式",
            "社工",
            "服务对象",
            "时长(分钟)",
            "走访结果",
            "人数",
            "事项",
            "件数",
            "活动",
            "服务内容",
        ),
        (date(2026, 11, 5), "入户", "普玥", "陈凤仙", 45, "见到", None, None, None, None, "了解低保情况"),
        (date(2026, 11, 5), "入户走访", "普玥", "黄朝珍", None, "不在家", None, None, None, None, None),
        (date(2026, 11, 6), "电话", "普玥", "黄朝珍", 10, None, None, None, None, None, "约下周"),
        (date(2026, 11, 18), "社区活动", "普玥", None, 120, None, 46, None, None, "重阳节", None),
        (date(2026, 11, 20), "民政事务", "普玥", None, 90, None, None, "残疾证", 15, None, None),
    ]
    return xlsx(folder / "服务记录.xlsx", lines)


def _template_west(west: Laptop, folder: Path) -> Path:
    """A template filled in."""
    file = Path(west.ask("template", "clients", folder / "吕合镇.xlsx")["file"])
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    where = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
    people = ({"姓名": "罗红", "类别": "留守儿童", "村居": "吕合村"}, {"姓名": "罗明", "出生日期": date(1950, 1, 2)})
    for row, cells in enumerate(people, 2):
        for heading, value in cells.items():
            page.cell(row, where[heading]).value = value
    book.save(file)
    return file


# ---- the county ----


def _orders(bundles: list[str]) -> list[tuple[str, ...]]:
    every = list(itertools.permutations(bundles))
    return [every[0], every[-1], every[len(every) // 3], every[len(every) // 2]]


def _copy(laptop: Laptop, folder: Path) -> Laptop:
    """The installation as it stands, to try another order on."""
    folder.mkdir()
    shutil.copyfile(laptop.path, folder / "book.db")
    return Laptop(folder / "book.db", laptop.capsys)


def _whole(county: Laptop) -> int:
    """How many devices the county has all of."""
    rows = county.ask("reconcile")
    assert all(row["missing"] == 0 and row["holes"] == [] and row["digest_equal"] for row in rows)
    return len(rows)


def _report(laptop: Laptop, target: Path) -> dict[str, Any]:
    report: dict[str, Any] = laptop.ask("report", "monthly", "--month", "2026-11", "--to", target, "--as-of", LAST)
    return report


def _status(laptop: Laptop, name: str, on: str, policy: str) -> list[dict[str, Any]]:
    rows = laptop.ask("training", "status", "--staff", name, "--as-of", on)
    return [row for row in rows if row["policy"] == policy]
