"""docs/bundle-format.md is enough: a reader that shares nothing with the program finds the same in its bundles."""

from __future__ import annotations

import ast
import random
from pathlib import Path
from typing import Any

import histories
import independent_fold
import independent_reader
import pytest
from books import as_an_image
from rows import whole_row
from sites import County, Site

from db.chains import lines, runs
from db.registry import specs
from swstation.exchange.identity import device_keys
from swstation.operations.book import open_book

ROOT = Path(__file__).parents[3]


def read(here: County, site: Site, file: Path) -> list[dict[str, Any]]:
    """The records of a bundle as the second program reads them, with the county's key."""
    with here.county.book() as book:
        identity = str(device_keys(book).age_identity)
    with site.book() as book:
        sign_key = device_keys(book).public.sign_text
    manifest, lines = independent_reader.unseal(file.read_bytes(), identity, sign_key)
    records = [independent_reader.read(line) for line in lines]
    independent_reader.check_ranges(manifest, records)
    assert manifest["ops"] == len(records)
    return records


def test_both_programs_say_the_same(here: County) -> None:
    names = random.Random(3)
    for n, table in enumerate(list(specs()) * 2):
        site = (here.a, here.a2, here.b)[n % 3]
        site.write(names.randrange(4), table, **whole_row(table, n))
    here.b.write(1, "client", action="delete")
    here.a.merge_one(here.a2.bundle(here.stick))
    here.a.write(1, "client", contact={"phone": "1"})
    here.a.write(2, "household", place={"address": 'a\tb\n \U00020000 \uf900 <b> " \\ / \u2028 é e\u0301'})
    here.a2.write(2, "household", place={"address": "z"})
    records: list[dict[str, Any]] = []
    for site in (here.a, here.b, here.a2):
        file = site.bundle(here.stick)
        records += read(here, site, file)
        here.county.merge_one(file)
    with here.county.book() as book:
        rows = book.connection.execute("SELECT id FROM op WHERE r <> unhex(?)", (book.replica,)).fetchall()
        assert {one for (one,) in rows} == {record["id"] for record in records}
    # The county's own records travel down, what is none of the station's business without content; the digest holds.
    below = read(here, here.county, here.county.bundle(here.stick, peer=here.a.replica))
    assert any(record["payload"] is None for record in below)
    assert independent_reader.digest(records + below) == here.county.digest
    with here.county.book() as book:
        (run,) = runs(book.connection, bytes.fromhex(book.replica))
        own = [independent_reader.read(line) for line in lines(book.connection, run)]
    assert {record["id"] for record in own} == {record["id"] for record in below}
    records += own
    with here.county.book() as book:

        class Asked:
            connection = book.connection

            def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
                return list(book.connection.execute(sql, values).fetchall())

        histories.expect(Asked(), records)
    assert here.county.all("SELECT count(*) FROM conflict") > [(0,)]


def test_a_fork_and_the_conflict_ids(here: County) -> None:
    import hashlib
    import shutil

    here.b.address(1, "before")
    as_an_image(open_book(here.b.path))
    shutil.copytree(here.b.path.parent, here.folder / "clone")
    clone = Site(here.folder / "clone" / "book.db")
    for site in (here.b, clone):
        site.address(1, site.path.parent.name)
    clone.merge_one(here.b.bundle(here.stick))
    file = clone.bundle(here.stick)
    records = read(here, clone, file)
    here.county.merge_one(file)
    ((key, heads),) = [(k, r.disputed["place"]) for k, r in independent_fold.fold(records).items() if r.disputed]
    text = b"swconflict1\0" + bytes.fromhex(key[1]) + b"\0place\0" + b"".join(heads)
    assert here.county.all("SELECT id FROM conflict") == [(hashlib.sha256(text).digest(),)]


@pytest.mark.parametrize("wrong", ["salt", "payload", "number", "spaces"])
def test_the_second_program_notices_a_change(here: County, wrong: str) -> None:
    file = here.b.bundle(here.stick)
    with here.county.book() as book:
        identity = str(device_keys(book).age_identity)
    with here.b.book() as book:
        sign_key = device_keys(book).public.sign_text
    manifest, lines = independent_reader.unseal(file.read_bytes(), identity, sign_key)
    harm = {
        "salt": lambda line: b'["' + b"0" * 32 + line[34:],
        "payload": lambda line: line.replace(b'"township_station"', b'"village_room"'),
        "number": lambda line: line.replace(b'"l":1,', b'"l":9,'),
        "spaces": lambda line: line.replace(b",", b", ", 1),
    }
    changed = [harm[wrong](lines[0]), *lines[1:]]
    with pytest.raises(ValueError, match=r"chain|canonical"):
        independent_reader.check_ranges(manifest, [independent_reader.read(line) for line in changed])


def test_it_shares_nothing_with_the_program() -> None:
    text = (ROOT / "tests" / "independent_reader.py").read_text(encoding="utf-8")
    imports = [line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert not set(imports) & {"db", "swstation", "screens", "machines", "bundles", "orjson"}
    assert len(text.splitlines()) < 280


@pytest.mark.parametrize("name", ["independent_reader", "independent_fold"])
def test_the_second_program_shares_no_code_with_the_first(name: str) -> None:
    text = (ROOT / "tests" / f"{name}.py").read_text(encoding="utf-8")
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {one.name for node in found for one in node.names} | {getattr(node, "module", "") for node in found}
    assert not {one.partition(".")[0] for one in named} & {"db", "swstation", "screens", "bench"}
