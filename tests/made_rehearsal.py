"""What a rehearsal may show: bundles that are new, partly here, in dispute, and one that is refused."""

from __future__ import annotations

from pathlib import Path

from screens.ports import (
    BundleOpened,
    BundleSeen,
    Fact,
    RegisterCompared,
    RegisterSeen,
    RowCompared,
    RowOpened,
    RowSeen,
)
from swstation.i18n import language

_VERDICTS = ("new", "changed", "conflicting", "duplicate", "foreign", "invalid", "unchanged", "parked")


def counts(**given: int) -> dict[str, int]:
    """Of each verdict so many, else none."""
    return {verdict: given.get(verdict, 0) for verdict in _VERDICTS}


def made_rehearsal(file: Path, station: str, place: int) -> BundleSeen:
    """The first is full of things, the second cannot be read, any other is here already."""
    zh = language() == "zh_CN"
    if place == 1:
        why = (
            "文件在路上损坏了。请重新拷贝，或请对方重新导出。"
            if zh
            else "This bundle was damaged on the way. Copy it again."
        )
        return BundleSeen(file, "", "", "拒收" if zh else "refused", "bad", why, False, 0, {}, (), ())
    if place > 1:
        here = RegisterSeen("service_log", "服务日志", counts(duplicate=12), ())
        return BundleSeen(
            file, station, "7", "已有" if zh else "already here", "muted", "", True, 0, here.counts, (here,), (),
            fresh=False,
        )  # fmt: skip
    clients = RegisterSeen(
        "client", "服务对象", counts(new=3, changed=1, conflicting=1, duplicate=40),
        (
            RowSeen("李秀英", "new"),
            RowSeen(station + " 张桂芳", "changed", "手机号 138****1001 → 139****2002"),
            RowSeen("赵玉兰", "conflicting", "村居 石桥村 → 大桥村"),
        ),
    )  # fmt: skip
    logs = RegisterSeen(
        "service_log", "服务日志", counts(new=310, invalid=1), (RowSeen("2026-11-16  入户走访", "new"),)
    )
    total = counts(new=313, changed=1, conflicting=1, duplicate=40, invalid=1)
    month = f"{station}，2026-11 与 2026-10 相比：记录 290 → 620  ! 日志 120 → 310"
    return BundleSeen(
        file, station, "8", "可汇总" if zh else "would merge", "good", "", True, 620, total, (clients, logs), (month,)
    )


def made_bundle(file: Path, *, vouched: bool) -> BundleOpened:
    """An open bundle with two registers."""
    zh = language() == "zh_CN"
    facts = [
        Fact("来自" if zh else "From", "T532301102"), Fact("包号" if zh else "Bundle no.", "8"),
        Fact("写于" if zh else "Written on", "2026-11-16 17:20"), Fact("记录" if zh else "Records", "620"),
    ]  # fmt: skip
    return BundleOpened(file, vouched, facts, [("client", "服务对象", 3), ("service_log", "服务日志", 310)])


def made_rows(register: str, name: str) -> list[RowOpened]:
    """The rows of a register; of the second only a part is in the bundle."""
    if register == "client":
        return [
            RowOpened("1", name, "姓名 张桂芳  性别 女  手机号 138****1234", False),
            RowOpened("2", "李秀英", "手机号 139****0001", True),
            RowOpened("3", "赵玉兰", "姓名 赵玉兰  村居 石桥村", False),
        ]
    return [RowOpened(f"{n}", f"2026-11-{n % 28 + 1:02d}  入户走访", "时长 40", False) for n in range(310)]


def made_compared(name: str) -> RegisterCompared:
    """One row of each kind."""
    return RegisterCompared(
        "client", "服务对象", {"only_here": 1, "only_there": 1, "different": 1, "same": 40},
        [
            RowCompared("only_here", name, ""),
            RowCompared("only_there", "李秀英", ""),
            RowCompared("different", "赵玉兰", "手机号 138****1234 | 139****0001"),
        ],
    )  # fmt: skip
