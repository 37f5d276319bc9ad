"""One station far beyond its size: so many clients and entries, written through the one writer, in big strides."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from db.gateway import Author, Change, write
from db.ids import derived_id
from swstation.demo.identity import Identities
from swstation.operations.book import Book
from swstation.operations.install import Setup, initialise
from tests.books import seeded

VILLAGES = ("东瓜村", "程家坝村", "庄甸", "毛家坝", "石板河", "李家湾", "大平地", "新村", "龙潭", "白马")
NOTES = (
    "送米油，量血压，情绪稳定",
    "屋顶漏雨，已拍照报村委会",
    "孙子放假在家，作业由社工辅导",
    "血压偏高，陪同到卫生院取药",
    "独自在家，灶台打扫干净",
)
CATEGORIES = ("dibao", "elder_alone", "disabled")
METHODS = ("home_visit", "home_visit", "phone", "interview")
STRIDE = 2_000


def big_station(path: Path, clients: int, logs: int, until: date) -> Book:
    """A township's book with this many clients and entries over the three years before ``until``."""
    setup = Setup("township_station", "532301102", "王敏", None, policy="chuxiong")
    book = initialise(path, setup, seeded(5))
    book.connection.execute("PRAGMA synchronous = OFF")
    chance = Random(11)
    people = Identities(Random(3), 0)
    source = book.source
    files = [source.row_id() for _ in range(clients)]
    _write(book, (_client(people, chance, key, until) for key in files))
    _write(book, (_category(key, n, until) for n, key in enumerate(files) if n % 3))
    _write(book, (_entry(book, chance, files, n, logs, until) for n in range(logs)))
    plan: dict[str, Any] = {
        "scope": {"unit": book.unit, "category": CATEGORIES[1]},
        "frequency": {"times": 1, "period": "month", "allow_phone": True, "start_on": f"{until.year - 1}-01-01"},
    }
    _write(book, iter([[Change("visit_plan", source.row_id(), plan)]]))
    return book


def _write(book: Book, rows: Any) -> None:
    batch: list[Change] = []
    for changes in rows:
        batch += changes
        if len(batch) >= STRIDE:
            _flush(book, batch)
    _flush(book, batch)


def _flush(book: Book, batch: list[Change]) -> None:
    with book.store.transaction() as connection:
        write(connection, Author(book.worker, book.source), batch)
    batch.clear()


def _client(people: Identities, chance: Random, key: str, until: date) -> list[Change]:
    gender = chance.choice(("male", "female"))
    born = date(1935 + chance.randrange(60), 1 + chance.randrange(12), 1 + chance.randrange(28))
    village = chance.choice(VILLAGES)
    groups: dict[str, dict[str, Any]] = {
        "ident": {"name": people.name(gender, born), "gender": gender, "birth_date": born.isoformat()},
        "place": {"village_name": village, "address": f"{village}{1 + chance.randrange(300)}号"},
        "file": {"opened_on": (until - timedelta(days=chance.randrange(30, 1000))).isoformat(), "file_state": "open"},
    }
    return [Change("client", key, groups)]


def _category(client: str, n: int, until: date) -> list[Change]:
    ident = {"client": client, "category": CATEGORIES[n % 3], "start_on": (until - timedelta(days=900)).isoformat()}
    return [Change("client_category", derived_id("client_category", client, "1"), {"ident": ident})]


def _entry(book: Book, chance: Random, files: list[str], n: int, logs: int, until: date) -> list[Change]:
    log, client = book.source.row_id(), chance.choice(files)
    day = until - timedelta(days=1095 - n * 1095 // logs)
    groups: dict[str, dict[str, Any]] = {
        "when": {"service_date": day.isoformat(), "minutes": 10 * chance.randrange(1, 9)},
        "what": {"method": chance.choice(METHODS)},
        "who": {"unit": book.unit, "writer": book.worker},
        "note": {"note": f"{chance.choice(NOTES)}，第{n}次记录"},
        "state": {"state": "submitted"},
    }
    if chance.random() < 0.1:
        groups["contact"] = {"next_contact": (day + timedelta(days=7)).isoformat()}
    link = {"service_log": log, "client": client, "outcome": "met"}
    return [
        Change("service_log", log, groups),
        Change("log_client", derived_id("log_client", log, client), {"link": link}),
    ]
