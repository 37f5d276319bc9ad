"""A made-up station's training: two requirements, three trainings, a team of four; for pages to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from screens.ports import Choice, Clause, Saved
from screens.ports_training import Asked, Had, Roster, TeamRow, TrainingPage
from swstation.operations.presence import Present, present

YEARLY = Clause("深府办〔2020〕1号", "（七）", "累计不得少于80学时")
PERIOD = Clause("民发〔2009〕123号", "第二十三条", "累计不得少于90小时", "县民〔2026〕3号")


class FakeTraining:
    """The port of training. What is written goes into ``entered``."""

    empty = False
    hostile = ""

    def __init__(self) -> None:
        self.entered: list[Mapping[str, str]] = []
        self.approved: list[tuple[tuple[str, ...], bool]] = []
        self.proofs: list[tuple[tuple[str, ...], str, str]] = []

    def _name(self, text: str) -> str:
        return self.hostile or text

    async def training_page(self, staff_id: str, as_of: date) -> TrainingPage:
        if self.empty:
            return TrainingPage(self._name("李娜"), "", (), (), ("2026 年全部培训：无",))
        asked = (
            Asked(
                self._name("继续教育"),
                "2026-01-01 ~ 2026-12-31",
                300,
                800,
                60,
                "学时",
                "~ 进度落后",
                "caution",
                (
                    "还差 50.0 学时，限 2026-12-31：每月 25.0。",
                    "照此 2028-08-06 才达标；届时还差 46.4。",
                    "6.0 待审  另有 8.0 小时，不计入",
                ),
                YEARLY,
            ),
            Asked(
                "登记有效期内继续教育",
                "2025-03-15 ~ 2028-03-14",
                900,
                900,
                0,
                "小时",
                "达标",
                "good",
                ("2026-09-05 达标。",),
                PERIOD,
            ),
        )
        had = (
            Had(
                "t3",
                "2026-09-05",
                self._name("个案管理进阶"),
                "继续教育",
                "30.0 学时",
                True,
                (("计入", "good"), ("单位不同", "caution")),
                "ab" * 32,
            ),
            Had(
                "t2",
                "2026-06-01",
                "儿童保护",
                "继续教育",
                "6.0 学时",
                False,
                (("待审", "caution"), ("单位不同", "caution")),
            ),
            Had("t1", "2026-03-02", "急救", "", "8.0 小时", True, (("单位不同", "caution"), ("计入", "good"))),
        )
        return TrainingPage(self._name("李娜"), "东瓜镇社工站", asked, had, ("2026 年全部培训：8.0 小时  30.0 学时",))

    async def training_team(self, typed: str, as_of: date) -> Sequence[TeamRow]:
        if self.empty or typed == "无":
            return ()
        return (
            TeamRow(
                "s1",
                self._name("李娜"),
                "东瓜镇社工站",
                "继续教育",
                300,
                800,
                60,
                "学时",
                "~ 进度落后",
                "caution",
                "50.0",
                "25.0",
                "2026-12-31",
            ),
            TeamRow(
                "s3",
                "单文静",
                "东瓜镇社工站",
                "继续教育",
                0,
                800,
                0,
                "学时",
                "! 未达标",
                "bad",
                "80.0",
                "",
                "2025-12-31",
            ),
            TeamRow(
                "s2", "王芳", "东瓜镇社工站", "继续教育", 800, 800, 0, "学时", "达标", "good", "", "", "2026-12-31"
            ),
            TeamRow("s4", "周明", "东瓜镇社工站", "", 0, 0, 0, "", "不适用", "muted", "", "", ""),
        )

    async def training_roster(self, on: date) -> Roster:
        names = ("李娜", "王芳", "单文静", "周明")
        return Roster(
            [Choice(f"s{n}", self._name(name) if n == 1 else name) for n, name in enumerate(names, 1)], "class_hour"
        )

    async def training_present(self, typed: str, on: date) -> Sequence[Choice]:
        found = await self.training_roster(on)
        labels = {one.value: one for one in found.people}
        people = [Present(one.value, one.label) for one in found.people]
        return [labels[one] for one in present(typed, people)]

    async def enter_training(self, values: Mapping[str, str]) -> Saved:
        staff = [one.value for one in await self.training_present(values["people"], date(2026, 11, 23))]
        self.entered.append(dict(values))
        return Saved("enter_training", frozenset({"training", "attendance"}), tuple(staff), "已添加培训")

    async def approve_training(self, attendances: Sequence[str], approved: bool) -> Saved:
        self.approved.append((tuple(attendances), approved))
        return Saved("approve", frozenset({"attendance"}), tuple(attendances), "已审核")

    async def attach_proof(self, attendances: Sequence[str], file: str, number: str) -> Saved:
        self.proofs.append((tuple(attendances), file, number))
        return Saved("proof", frozenset({"attendance"}), tuple(attendances), "已附证明")

    async def training_statement(self, staff_id: str, year: int, folder: Path) -> Path:
        return folder / f"training-{year}.html"
