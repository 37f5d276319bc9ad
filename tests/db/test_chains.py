"""What can be handed on of a device's records: the short way, where nothing is odd, and the long one say the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from histories import values
from machines import Machine, copy_of, machine, release
from machines import _open as opened

from db import chains, ledgers
from db.gateway import Change
from db.queries.exchange import set_aside
from db.receipts import standing
from db.records import ZERO_CHAIN, to_line


@pytest.fixture
def desk() -> Iterator[Machine]:
    before = len(opened)
    try:
        yield machine("T532301102", "desk")
    finally:
        release(opened[before:])


def write(one: Machine, count: int, start: int = 0) -> None:
    for n in range(start, start + count):
        one.write(Change("household", f"{n % 5:032x}", {"place": values("household", "place", n)}))


def handed(one: Machine, monkeypatch: pytest.MonkeyPatch, *args: object) -> tuple[list[chains.Run], list[bytes]]:
    """Runs and their lines; the same, whichever way they are come by."""
    short = chains.runs(one.connection, one.replica, *args)  # type: ignore[arg-type]
    lines = [line for run in short for line in chains.lines(one.connection, run)]
    with monkeypatch.context() as patch:
        patch.setattr(chains, "_as_kept", lambda *_: None)
        assert chains.runs(one.connection, one.replica, *args) == short  # type: ignore[arg-type]
        patch.setattr(chains, "_straight", lambda *_: None)
        patch.setattr(chains, "_one_each", lambda *_: False)
        assert chains.runs(one.connection, one.replica, *args) == short  # type: ignore[arg-type]
        assert [line for run in short for line in chains.lines(one.connection, run)] == lines
    return short, lines


def test_all_and_what_comes_after_a_number(desk: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert handed(desk, monkeypatch) == ([], [])
    write(desk, 7)
    (run,), lines = handed(desk, monkeypatch)
    assert (run.first, run.last, run.last_chain) == (1, 7, desk.position[desk.replica][1])
    half = (chains.chain_at(desk.connection, desk.replica, 4),)
    (rest,), tail = handed(desk, monkeypatch, 4, *half)
    assert (rest.first, tail) == (5, lines[4:])
    parts, again = handed(desk, monkeypatch, 0, ZERO_CHAIN, 3)
    assert ([one.last for one in parts], again) == ([3, 6, 7], lines)
    (whole,), _all = handed(desk, monkeypatch, 4, ZERO_CHAIN)
    assert whole.first == 1, "somebody speaks of another past"


def test_withheld_holes_forks_and_what_is_set_aside(desk: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk, 4)
    county = machine("C532301", "county")
    county.replica = desk.replica
    county.take_in(desk.hand_on(keep=lambda _table, row, _op: row[-1] != 1))
    _runs, lines = handed(county, monkeypatch)
    assert sum(line.startswith(b"[null,") for line in lines) == 1
    other = copy_of(desk, "other")
    write(other, 2, 10)
    write(desk, 3, 20)
    county.take_in(desk.hand_on(desk.position))
    county.take_in(desk.hand_on({desk.replica: (4, desk.hand_on().spans[0].first_chain)}))
    county.take_in(other.hand_on())
    forked, _lines = handed(county, monkeypatch)
    assert max(run.branch for run in forked) == 1
    county.connection.execute("DELETE FROM op WHERE n = 2")
    handed(county, monkeypatch)
    county.connection.execute(
        "INSERT INTO quarantine (digest, r, n, reason, line, bundle) VALUES (x'00', ?, 2, 'json', x'7b7d', '')",
        (county.replica,),
    )
    _runs, lines = handed(county, monkeypatch)
    handed(county, monkeypatch, 3, ZERO_CHAIN)


def test_a_line_put_together_by_the_database_is_the_record_s_line(desk: Machine) -> None:
    write(desk, 6)
    desk.write(Change("client", "f" * 32, {"ident": values("client", "ident", 3)}))
    desk.write(Change("client", "f" * 32, {}, "delete"))
    (run,) = chains.runs(desk.connection, desk.replica)
    assert chains._one_each(desk.connection, run)
    assert list(chains.lines(desk.connection, run)) == [
        to_line(op) for op in desk_ops(desk)
    ]  # fmt: skip
    assert ledgers.span_rows(desk.connection, [(desk.replica.hex(), 1, 2), (desk.replica.hex(), 2, 8)]) == {
        "client": 1, "household": 5,
    }  # fmt: skip
    assert ledgers.span_rows(desk.connection, []) == {}


def desk_ops(desk: Machine) -> list[chains.Op]:
    return [chains.Op(*row) for row in desk.all(f"SELECT {chains.OP_COLUMNS} FROM op ORDER BY n")]


def test_what_is_set_aside_is_the_same_for_the_board_and_in_a_receipt(desk: Machine) -> None:
    write(desk, 4)
    ((read,),) = desk.connection.execute("SELECT id FROM op WHERE n = 2").fetchall()
    lines = [
        (1, 2, None),
        (2, 2, read),
        (3, 3, b"another"),
        (4, 9, None),
    ]
    # Number 2 has been read since; 3 here is another record than the one that was read; 9 never came.
    for digest, n, op_id in lines:
        desk.connection.execute(
            "INSERT INTO quarantine (digest, op_id, r, n, reason, line, bundle)"
            " VALUES (?, ?, ?, ?, 'json', x'7b7d', 'b')",
            (bytes([digest]), op_id, desk.replica, n),
        )
    replica = desk.replica.hex()
    assert standing(desk.connection, replica, 10).aside == ((3, "json"), (9, "json"))
    assert set_aside(desk.connection) == {(replica, "b"): 2}
