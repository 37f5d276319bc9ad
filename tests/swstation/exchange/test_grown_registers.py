"""Registers grow: what a program before wrote merges, and what it could not read takes part once it can."""

from __future__ import annotations

from sites import County

from db.store import Store

ENTRY = {"service_log": "0" * 31 + "9", "position": 0, "item": "filing", "item_title": None, "n": 1, "measure": "件"}
OLD_AND_NEW = "SELECT position, n, result FROM affairs_item WHERE alive ORDER BY position"


def test_items_with_and_without_a_result_merge(here: County) -> None:
    here.b.write(1, "affairs_item", entry=ENTRY)  # as the program before wrote them
    here.county.merge_one(here.b.bundle(here.stick))
    here.b.write(1, "affairs_item", result={"result": "已办结"})
    here.b.write(2, "affairs_item", entry={**ENTRY, "position": 1}, result={"result": None})
    here.county.merge_one(here.b.bundle(here.stick))
    assert here.county.all(OLD_AND_NEW) == [(0, 1, "已办结"), (1, 1, None)]


def test_a_county_of_the_program_before_reads_them_once_it_is_brought_up_to_date(here: County) -> None:
    here.b.write(1, "affairs_item", entry=ENTRY, result={"result": "已办结"})
    here.county.merge_one(here.b.bundle(here.stick))
    with Store(here.county.path) as store:  # as a book of version 10 has it
        for sql in (
            "UPDATE op SET parked = 1 WHERE t = 'affairs_item'",
            "DELETE FROM affairs_item",
            "ALTER TABLE affairs_item DROP COLUMN result",
            "DROP INDEX material_given_group_session_ix",
            "ALTER TABLE material_given DROP COLUMN group_session",
            "DELETE FROM _sqlite_migrations WHERE name = 'm011_results_and_occasions'",
            "PRAGMA user_version = 10",
        ):
            store.connection.execute(sql)
    assert here.county.all(OLD_AND_NEW) == [(0, 1, "已办结")]
    assert all(one["ok"] for one in here.county.sw("doctor").document["checks"])
