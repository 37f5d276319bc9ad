"""Stations and months for the station in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from made_board import made_board

from db.queries.later import Frozen
from screens.ports_county import ExplainLine, RecountLine, RecountSeen
from swstation.exchange.station_months import StationMonths, made_of
from swstation.reports.ranking import Ranked, Ranking


class FakeCounty:
    """What the pages of a county's stations ask for; the first station's reports are here, one no longer holds."""

    hostile: str
    empty: bool

    async def station_months(self, last: str, count: int, as_of: date) -> StationMonths:
        found = made_board(last, count, as_of, self.hostile, empty=self.empty)
        frozen = {
            (row.unit, month): Frozen("0" * 32, row.unit, month, "2026-11-02", "王芳", "", "{}", "", b"", 1, 1, "")
            for row in found.rows[:1]
            for month in found.months[-4:-1]
        }
        return made_of(found, frozen, as_of)

    async def recounted(self, found: StationMonths, month: str) -> Mapping[str, int]:
        return {found.lines[0].unit: 3 if month.endswith("09") else 0}

    async def frozen_note(self, month: str) -> str:
        return ""

    async def ranking(self, month: str, code: str, as_of: date) -> Ranking:
        found = (await self.station_months(month, 1, as_of)).coverage(month)
        rows = (
            Ranked(1, "T532301102", self.hostile or "东瓜镇社工站", 507, "received", 1000),
            Ranked(2, "T532301103", "吕合镇社工站", 1, "stale", 2),
            Ranked(None, "T532301104", "子午镇社工站", 12, "missing", 0),
        )
        return Ranking(month, code, "15 服务总人次", "人次", rows, found, ((code, "15 服务总人次"),))

    async def recount(self, unit: str, month: str, as_of: date) -> RecountSeen:
        lines = [
            RecountLine("1.visits", "1", "入户走访户次", "123", "122", "-1", "户次", True),
            RecountLine("2.not_met", "2", "未遇/拒访次数", "16", "16", "", "次", False),
        ]
        return RecountSeen(
            self.hostile or "东瓜镇社工站", "2026-11-02 定稿上报，填报人 王芳  2 项中 1 项不一致", lines, 1
        )

    async def explained(self, unit: str, month: str, code: str, as_of: date) -> Sequence[ExplainLine]:
        who = self.hostile or "张桂芳"
        return [ExplainLine("2026-10-12", "入户走访", "后来删除", "2026-11-05", who, who, who, False)]
