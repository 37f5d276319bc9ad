"""Every command printed in the user guide runs, in the order in which it is printed."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from ledgers import xlsx
from synthetic import resident_id

from swstation import i18n
from swstation.cli.main import run

DOCS = Path(__file__).parent.parent.parent / "docs"
LEDGERS: dict[str, list[tuple[object, ...]]] = {
    "staff": [("姓名", "入职日期"), ("何伟", "2024-03-01")],
    "certificates": [("姓名", "级别", "发证日期", "登记日期"), ("李娜", "助理社工师", "2023-06-18", "2024-03-01")],
    "trainings": [
        ("姓名", "培训名称", "开始日期", "结束日期", "时长", "单位"),
        ("李娜", "个案工作", "2025-05-06", "2025-05-06", 8, "小时"),
    ],
    "clients": [
        ("姓名", "身份证号", "村居", "类别", "户主"),
        ("王秀英", resident_id(date(1948, 9, 12), 2), "东瓜社区", "低保", "王秀英"),
        ("李国强", None, "东瓜社区", "低保", "李国强"),
        ("杨兰", None, "永安社区", "特困分散", None),
    ],
    "cases": [("服务对象", "社工", "接案日期"), ("杨兰", "李娜", "2025-03-01")],
    "logs": [("日期", "方式", "社工", "服务对象"), ("2025-03-05", "入户", "李娜", "杨兰")],
}
"""What the ledgers of the guide hold, by kind."""


@pytest.fixture(autouse=True)
def _surrounding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    before = i18n.language()
    monkeypatch.chdir(tmp_path)
    yield
    i18n.set_language(before)


def commands(page: Path) -> list[tuple[str, list[str]]]:
    """Where each command runs (the word behind ``sh``), and its words."""
    blocks = re.findall(r"^```sh (\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
    return [(where, shlex.split(line)[1:]) for where, block in blocks for line in block.splitlines()]


@pytest.mark.parametrize(("name", "language"), [("user-guide.zh.md", "zh_CN"), ("user-guide.en.md", "en")])
def test_every_command_of_the_guide_runs(
    name: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSTATION_LANG", language)
    digits = ""
    found = commands(DOCS / name)
    assert len(found) > 30
    for where, words in found:
        if words[0] == "init":
            words.append("--no-encrypt")  # the passphrase costs half a second a command
        if words[0] == "import" and not Path(words[2]).exists():
            xlsx(Path(words[2]), LEDGERS[words[1]])
        if "--digits" in words:
            words[words.index("--digits") + 1] = digits
        capsys.readouterr()
        code = run(["--db", str(tmp_path / f"{where}.db"), *words, "--json"])
        out, err = capsys.readouterr()
        assert (code, err) == (0, ""), (words, out)
        if words[:2] == ["card", "show"]:
            digits = json.loads(out)["digits"]


def test_both_guides_show_the_same_commands() -> None:
    both = [[(where, words[0]) for where, words in commands(DOCS / f"user-guide.{code}.md")] for code in ("zh", "en")]
    assert both[0] == both[1]
