"""A page of posts as a township in Chengdu may have it: one community short, one village in order, one limit near."""

from __future__ import annotations

from screens.ports import Clause
from screens.ports_posts import InstitutionsSeen, PostSeen, PostsSeen
from screens.widgets.rows import Cell, Row

CLAUSE = Clause("成都市社区社会工作专业岗位管理办法", "提出2022和2025发展目标", "社区应至少设置2个社会工作专业岗位")


def made_posts(name: str = "") -> PostsSeen:
    """The page; ``name`` replaces every name, for hostile ones."""

    def post(key: str, title: str, kind: str, holder: str, since: str, state: str, tone: str) -> Row:
        who = Cell(name or holder, "") if holder else Cell("空缺", "caution")
        return Row(
            f"post/{key}", (f"  {name or title}", Cell(kind, "muted"), who, Cell(since, "muted"), Cell(state, tone))
        )

    def place(key: str, title: str, asked: str, there: str, people: str, state: str, tone: str) -> Row:
        cells = (Cell(name or title, "strong"), Cell(asked, "muted"), Cell(there, "muted"), Cell(people, "muted"))
        return Row(f"place/{key}", (*cells, Cell(state, tone)))

    rows = [
        place("c1", "大慈寺社区", "2 岗", "1 岗 1 人", "人口 8,210", "! 差 1", "bad"),
        post("p1", "社区社工岗", "社区岗", "李娜", "2024-03-01", "专职 服务岗", "muted"),
        place("c2", "青龙村", "1 岗", "1 岗 1 人", "人口 2,040", "达标", "good"),
        post("p2", "村社工岗", "村岗", "王强", "2025-01-01", "~ 兼职至 2026-12-31", "caution"),
        post("p3", "站内社工岗", "社工站岗", "", "", "", ""),
    ]
    told = [(f"{name or '大慈寺社区'}  2 岗 · 1", CLAUSE)]
    behind = {
        "place/c1": PostSeen(
            "community", "c1", name or "大慈寺社区", "community", "c1", name or "大慈寺社区", told=told
        ),
        "post/p1": PostSeen("post", "p1", name or "社区社工岗", "community", "c1", "大慈寺社区", "h1", name or "李娜"),
        "place/c2": PostSeen("community", "c2", name or "青龙村", "village", "c2", name or "青龙村"),
        "post/p2": PostSeen("post", "p2", name or "村社工岗", "village", "c2", "青龙村", "h2", name or "王强"),
        "post/p3": PostSeen("post", "p3", name or "站内社工岗", "station"),
    }
    sums = [("3 岗", "strong"), ("空缺 1", "caution"), ("差 1", "bad")]
    return PostsSeen(sums, rows, behind, [(f"{name or '儿童福利院'}  6/9 = 66.7%", CLAUSE)])


def made_institutions(name: str = "") -> InstitutionsSeen:
    """Two institutions, one of them revoked with work that goes on."""
    rows = [
        Row("i1", (name or "阳光社工服务中心", "已备案", Cell("2019-05-01", "muted"), Cell("2026-11-23", "muted"),
                   Cell("~ 缺 2025 年报告", "caution"))),
        Row("i2", (Cell(name or "春风社工服务社", "muted"), "未备案", Cell("2018-03-01", "muted"), "",
                   Cell("! 已吊销，仍有业务", "bad"))),
    ]  # fmt: skip
    sums = [("在业 1", "strong"), ("已备案 1", "muted"), ("市中区 1/10", "bad")]
    return InstitutionsSeen(sums, rows, {"i1": name or "阳光", "i2": name or "春风"}, [("市中区  1/10", CLAUSE)])
