"""A made-up station's policies, for their pages to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from screens.ports import Saved
from screens.ports_policies import ClauseRow, EffectRow, PairRow, PolicyRow


class FakePolicies:
    """The port of policies. What is written goes into ``policy_writes``."""

    hostile = ""

    def __init__(self) -> None:
        super().__init__()
        self.policy_writes: list[tuple[str, str]] = []

    def _words(self, text: str) -> str:
        return self.hostile or text

    async def policy_rows(self, as_of: date) -> Sequence[PolicyRow]:
        return (
            PolicyRow(
                "chuxiong", self._words("楚雄州实施意见"), "楚雄州", "楚人社发〔2021〕13号", "已过期", "caution", True
            ),
            PolicyRow("yaoan", "姚安县培训办法", "姚安县", "姚民发〔2026〕1号", "有效", "good", False, "p1"),
            PolicyRow("", "试行办法", "", "", "未启用", "bad", False, "p2", "试行办法：这份政策还没有收全"),
        )

    async def policy_clauses(self, policy: str, as_of: date) -> Sequence[ClauseRow]:
        return (
            ClauseRow("0", "培训", "（三）", self._words("知识和实务技能培训"), "应当", "已过期", "caution",
                      "累计不少于160小时", ("CX-13  training.requirement", "hours = 160")),
            ClauseRow("1", "岗位", "（五）", "每个社区至少1人", "目标", "已过期", "caution", "至少配备1名",
                      ("CX-45  posts.required",)),
        )  # fmt: skip

    async def policies_compared(self, left: str, right: str, as_of: date) -> Sequence[PairRow]:
        return (
            PairRow("培训", self._words("累计160小时"), "每年24小时", False),
            PairRow("岗位", "每个社区至少1人", "", False),
            PairRow("分级", "县级总站", "县级总站", True),
        )

    async def policy_effect(self, policy: str, as_of: date) -> Sequence[EffectRow]:
        if policy == "chuxiong":
            return ()
        return (
            EffectRow(
                "0", self._words("李娜"), "东瓜镇社工站", "年度培训", "不要求", "~ 进度落后", "caution", "24.0 小时"
            ),
            EffectRow("1", "王芳", "东瓜镇社工站", "知识和实务技能培训", "达标", "不再要求", "muted", ""),
        )

    def _wrote(self, what: str, which: str) -> Saved:
        self.policy_writes.append((what, which))
        return Saved(what, frozenset({"policy_pack", "unit"}), (which,), "已写入")

    async def add_policy(self, file: str) -> Saved:
        return self._wrote("add", file)

    async def withdraw_policy(self, pack: str) -> Saved:
        return self._wrote("withdraw", pack)

    async def use_policy(self, policy: str) -> Saved:
        return self._wrote("use", policy)
