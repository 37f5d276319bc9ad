"""A county's board in which every state of a cell is to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from screens.ports import InboxLine
from swstation.exchange.board import Arrived, Board, Expected, Facts, Hole, board, months_to

DEVICES = {name: f"{number:02x}" * 16 for number, name in enumerate(("a", "a2", "b", "c", "d"), 0xA1)}


def _bundle(station: str, device: str, number: int, made: date, **changes: object) -> Arrived:
    facts: dict[str, object] = {
        "sha256": f"{station}{device}{number}", "file": f"{station[1:]}-{made:%Y%m%d}-{number}.swb",
        "station": station, "replica": DEVICES[device], "number": number, "made": made,
        "came": made + timedelta(days=2), "status": "merged", "reason": "", "ops": 300 + number, "new": 290 + number,
        "last": {DEVICES[device]: number * 300},
    }  # fmt: skip
    return Arrived(**{**facts, **changes})  # type: ignore[arg-type]


def made_board(last: str, count: int, as_of: date, name: str = "", *, empty: bool = False) -> Board:
    """Four stations; ``name`` replaces the first one's."""
    if empty:
        return Board(months_to(last, count), ())
    a, b, c, d = (f"T53230110{number}" for number in range(2, 6))
    arrived = [_bundle(a, "a", number, date(2026, number + 1, 1)) for number in range(1, 11)]
    arrived += [_bundle(a, "a2", number, date(2026, number + 1, 1)) for number in range(1, 9)]
    arrived += [_bundle(b, "b", number, date(2026, number + 2, 2)) for number in range(1, 7)]
    arrived.append(_bundle(b, "b", 8, date(2026, 10, 3)))
    arrived.append(_bundle(c, "c", 1, date(2026, 10, 28), aside=2))
    arrived.append(_bundle(d, "d", 1, date(2026, 11, 2), status="held", reason="bundle.unknown_signer"))
    hole = Hole(DEVICES["b"], 1801, 2100, (7,), date(2026, 8, 2), date(2026, 8, 30))
    expected = (
        Expected(a, name or "东瓜镇社工站", (DEVICES["a"], DEVICES["a2"]), date(2026, 1, 5)),
        Expected(b, "吕合镇社工站", (DEVICES["b"],), date(2026, 2, 5)),
        Expected(c, "子午镇社工站", (DEVICES["c"],), date(2026, 9, 5)),
        Expected(d, "大过口乡社工站", (), date(2026, 10, 5)),
        Expected("T532301106", "中山镇社工站", (), date(2026, 9, 20)),
    )
    replicas = {DEVICES["a"]: a, DEVICES["a2"]: a, DEVICES["b"]: b, DEVICES["c"]: c}
    return board(Facts(expected, tuple(arrived), (hole,), replicas), months_to(last, count), as_of)


def made_inbox(name: str) -> Sequence[InboxLine]:
    """A file of every state; ``name``: the first one's station."""
    made = (
        (name, 9, "new", "新", "strong", "", "20261123-9"),
        ("吕合镇社工站", 7, "new", "新", "strong", "", "20261030-7"),
        ("子午镇社工站", 2, "coming", "复制中", "muted", "", "20261123-2"),
        ("大过口乡社工站", 1, "held", "等待", "caution", "等设备 d4d4 的登记卡", "20261102-1"),
        ("T532399101", 3, "not_ours", "非本县", "muted", "这个包是给别的单位的", "20261101-3"),
        ("", None, "bad", "损坏", "bad", "文件不完整：没有拷完。请重新拷贝，或请对方重新上报", "copy"),
        ("东瓜镇社工站", 8, "known", "已汇总", "muted", "2026-11-03 汇总", "20261101-8"),
    )
    return [
        InboxLine(
            f"/media/usb/{file}.swb", Path("/media/usb") / f"{file}.swb", f"{file}.swb", station, number, state, label,
            tone, why, "9F3C0A1B77DE" if number else "", "",
        )
        for station, number, state, label, tone, why, file in made
    ]  # fmt: skip
