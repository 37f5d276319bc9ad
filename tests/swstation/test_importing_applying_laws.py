"""Laws of taking ledgers in, on ledgers made at random from few names, so that people, heads and villages collide."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from synthetic import resident_id
from taking import Station, counts, station

from swstation.operations.undo import undo

HEAD = ("姓名", "身份证号", "出生日期", "手机号", "地址", "村居", "类别", "户主", "与户主关系")
NAMES = ("王甲样", "王乙样", "李丙样")
SHOWN = {
    "client": "name, resident_id, birth_date, phone, address, village, village_name, household, relation",
    "household": "head, head_name, village, village_name, address",
    "client_category": "client, household, category, start_on, end_on",
}


def ledger(random: Random) -> list[tuple[str | None, ...]]:
    def perhaps(often: float, *words: str) -> str | None:
        return random.choice(words) if random.random() < often else None

    numbers = [resident_id(date(1950, 1, 1), sequence) for sequence in (1, 3, 5)]
    return [
        (
            random.choice(NAMES), perhaps(0.3, *numbers), perhaps(0.3, "1950-01-01", "1960-02-02"),
            perhaps(0.3, "13900000001", "13900000002"), perhaps(0.3, "一组", "二组"),
            perhaps(0.5, "东瓜社区", "东瓜", "永安社区", "新村"), perhaps(0.5, "低保", "残疾人", "低保、独居老人"),
            perhaps(0.5, *NAMES), perhaps(0.4, "本人", "子", "妻"),
        )
        for _row in range(random.randint(1, 7))
    ]  # fmt: skip


def content(desk: Station) -> dict[str, list[tuple[object, ...]]]:
    """All rows that are shown."""
    return {
        table: desk.all(f"SELECT id, {names} FROM {table} WHERE alive ORDER BY id") for table, names in SHOWN.items()
    }


@pytest.mark.parametrize("seed", range(12))
def test_again_changes_nothing_a_trial_says_the_same_and_undo_brings_all_back(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    with station(tmp_path) as desk:
        for _file in range(4):
            lines = (HEAD, *ledger(random))
            before, ops = content(desk), desk.ops
            trial = desk.take("clients", *lines, dry_run=True)
            assert (content(desk), desk.ops) == (before, ops)
            done = desk.take("clients", *lines)
            assert counts(done) == counts(trial)
            if done.refused:
                assert (content(desk), desk.ops) == (before, ops)
                done = desk.take("clients", *lines, partial=True)
            if done.taken:
                undo(desk.book)
                assert content(desk) == before
                assert counts(desk.take("clients", *lines, partial=True)) == counts(done)
            after, ops = content(desk), desk.ops
            again = desk.take("clients", *lines, partial=True)
            if not done.refused:
                assert counts(again) == (done.read, 0, 0, done.read)
                assert (content(desk), desk.ops) == (after, ops)
            homes = {row[0] for row in after["household"]}
            assert {row[8] for row in after["client"]} - {None} <= homes
