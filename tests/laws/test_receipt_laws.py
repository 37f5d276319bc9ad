"""Whatever is lost, repeated or told late, and however often the county goes back: what was written arrives.

Bundles leave out what a receipt confirmed; so a receipt that said too much once would lose records for good.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sites import County, Site

from db.store import put_setting, setting
from swstation.exchange import sending_down
from swstation.exchange.receipts import handed

STATIONS = {"a": "T532301102", "a2": "T532301102", "b": "T532301103"}
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["write", "export", "full"]), st.sampled_from(list(STATIONS))),
    st.tuples(st.sampled_from(["deliver", "confirm", "lead"]), st.integers(0, 20)),
    st.tuples(st.sampled_from(["tell"]), st.tuples(st.integers(0, 20), st.sampled_from(list(STATIONS)))),
    st.tuples(st.sampled_from(["save", "go_back"]), st.just(0)),
)


@pytest.fixture(scope="module")
def founded() -> Iterator[County]:
    """Set up once."""
    with tempfile.TemporaryDirectory() as folder:
        yield sites.found(Path(folder))


class Months:
    """A county whose sticks get lost, with what lies about of bundles and receipts."""

    def __init__(self, here: County) -> None:
        self.here = here
        self.bundles: list[Path] = []
        self.receipts: list[Path] = []
        self.incarnation = 1
        self.rows = 0

    def site(self, name: str) -> Site:
        """One installation."""
        made: Site = getattr(self.here, name)
        return made

    def write(self, name: str) -> None:
        """One record."""
        self.rows += 1
        self.site(name).address(self.rows, str(self.rows))

    def export(self, name: str, full: bool = False) -> None:
        """What the county has not confirmed."""
        file = self.site(name).export(self.here.stick, full=full).file
        self.bundles += [file] if file else []

    def full(self, name: str) -> None:
        """Everything."""
        self.export(name, full=True)

    def deliver(self, which: int) -> None:
        """Any bundle there ever was reaches the county."""
        if self.bundles:
            self.here.county.merge_one(self.bundles[which % len(self.bundles)])

    def lead(self, _which: int) -> None:
        """One laptop of the station takes in the other's."""
        file = self.here.a2.export(self.here.stick, full=True).file
        assert file is not None
        self.here.a.merge_one(file)

    def confirm(self, which: int) -> None:
        """The county says what it has; and has it."""
        unit = sorted(set(STATIONS.values()))[which % 2]
        with self.here.county.book() as book:
            issued = sending_down.issue_to(book, unit, self.here.stick)
            for one in issued.receipts:
                held = book.connection.execute(
                    "SELECT count(DISTINCT n) FROM op WHERE r = unhex(?) AND n <= ?", (one.replica, one.last)
                ).fetchone()
                assert held == (one.last,)
        self.receipts.append(issued.file)

    def tell(self, which: tuple[int, str]) -> None:
        """Any receipt there ever was reaches a laptop; of another station it cannot be opened."""
        if self.receipts:
            (done,) = self.site(which[1]).merge(self.receipts[which[0] % len(self.receipts)]).files
            assert done.well or (done.refusal and done.refusal.code == "bundle.no_key"), done

    def save(self, _which: int) -> None:
        """The county's copy of today."""
        shutil.rmtree(self.here.folder / "saved", ignore_errors=True)
        shutil.copytree(self.here.folder / "county", self.here.folder / "saved")

    def go_back(self, _which: int) -> None:
        """The county goes back to its copy: a new incarnation."""
        if (self.here.folder / "saved").exists():
            shutil.rmtree(self.here.folder / "county")
            shutil.copytree(self.here.folder / "saved", self.here.folder / "county")
            self.incarnation += 1
            with self.here.county.book() as book, book.store.transaction() as connection:
                put_setting(connection, "incarnation", str(self.incarnation))
                assert setting(connection, "incarnation") == str(self.incarnation)

    def settle(self) -> None:
        """One round in which nothing is lost."""
        for unit in (0, 1):
            self.confirm(unit)
        for name in STATIONS:
            for receipt in self.receipts[-2:]:
                self.site(name).merge(receipt)
            self.export(name)
            if self.bundles:
                self.here.county.merge_one(self.bundles[-1])


@settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip
@example([("lead", 0), ("write", "a2")])
@example([("save", 0), ("export", "b"), ("deliver", 0), ("confirm", 1), ("tell", (0, "b")), ("go_back", 0)])
@given(st.lists(ACTIONS, max_size=18))
def test_incremental_exports_lose_nothing(founded: County, actions: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        months = Months(founded.copy(Path(folder) / "county"))
        for action, which in actions:
            getattr(months, action)(which)
        months.settle()
        there = set(months.here.county.all("SELECT id FROM op"))
        for name in STATIONS:
            site = months.site(name)
            own = set(site.all("SELECT id FROM op WHERE r = unhex(?)", site.replica))
            assert own and own <= there, name
        months.settle()
        for name in STATIONS:
            site = months.site(name)
            assert site.export(months.here.stick).file is None, "what is confirmed is not sent again"
            with site.book() as book:
                assert {one.state for one in handed(book)} <= {"confirmed"}
