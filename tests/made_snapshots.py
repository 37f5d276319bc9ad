"""Months without names for the station in memory."""

from __future__ import annotations

from db.snapshots import Kept
from screens.ports_months import FigureSeen, MonthSeen, RowsSeen
from swstation.exchange.months import Covered, MonthCell, MonthRow, Months


def made_snapshots(profile: str, months: tuple[str, ...], name: str, *, empty: bool = False) -> Months:
    """Three stations: one whole, one early at the end, one with holes and months that never came."""
    if empty:
        return Months(profile, months, (), tuple(Covered(month, 0, 0, 0) for month in months))

    def cell(unit: str, month: str, state: str, missing: int = 0) -> MonthCell:
        kept = Kept(unit, month, profile, 9, 7, "0" * 64, "C532301", "1" * 32, state != "early", "2026-11-18T09:00")
        return MonthCell(month, state, kept if state not in ("missing", "open", "before") else None, missing)

    last = months[-1]
    whole = tuple(cell("T532301101", one, "early" if one == last else "whole") for one in months)
    gaps = tuple(
        cell("T532301102", one, "gap", 12) if n > 4 else cell("", one, "before") for n, one in enumerate(months)
    )
    rows = (
        MonthRow("T532301101", "鹿城镇社工站", whole),
        MonthRow("T532301102", name, gaps),
        MonthRow("T532301103", "吕合镇社工站", tuple(cell("T532301103", one, "missing") for one in months)),
    )
    return Months(profile, months, rows, tuple(Covered(month, 3, 2, 1, ("吕合镇社工站",)) for month in months))


def made_snapshot(unit: str, profile: str, name: str) -> MonthSeen:
    """One of them opened, or the sums of all."""
    lines = ["2026-10-01 至 2026-10-31；楚雄市社工总站第 7 号包，2026-11-18 收到", "! 电脑 628e 缺 12 条记录"]
    if profile == "deidentified":
        rows = [(f"{n:08x}", "年龄 70-79  关注等级 一般  类别 独居老人") for n in range(40)]
        return MonthSeen(name, lines, (), (RowsSeen("服务对象", rows), RowsSeen("服务日志", rows[:3])))
    figures = [
        FigureSeen("1", 0, "入户走访户次", "133", "户次", False),
        FigureSeen("", 1, "其中户数（去重）", "121", "户", False),
        FigureSeen("2", 0, "未遇/拒访次数", "至少 17（2 站隐去）" if not unit else "17", "次", not unit),
        FigureSeen("", 1, "住院", "隐去", "次", True),
    ]
    return MonthSeen(name if unit else "各站合计", lines, figures, ())
