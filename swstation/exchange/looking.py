"""A bundle opened to be read, not merged: its records folded by themselves in a scratch book that is thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from db.errors import Refusal
from db.queries.registers import count_rows, row_page
from db.registry import specs
from db.scratch import Scratch
from db.store import Connection
from swstation.exchange import files, opening
from swstation.exchange.carried_files import Along, along
from swstation.exchange.identity import opening_keys, trusted_keys, work_folder
from swstation.exchange.manifest import Manifest
from swstation.exchange.naming import Names
from swstation.exchange.opening import Outer
from swstation.exchange.rehearsal import IN_MEMORY, scratch_file
from swstation.operations.book import Book

_FIRST: Final = ("client", "service_case", "service_log", "staff", "training", "attendance", "certificate")
"""The registers people ask for first; the others follow in their order."""


@dataclass(frozen=True, slots=True)
class LookedRow:
    """A row of a register: its id, what it is called, its fields in words; ``whole``: all of it is in the bundle.

    An incremental bundle has of an older row only what was written since.
    """

    row: str
    name: str
    values: tuple[tuple[str, str], ...]
    whole: bool


@dataclass
class Looked:
    """An open bundle. ``signature``: ``good``, or ``unknown_signer``: then nobody vouches for what is in it.

    ``registers``: how many rows of which; of a bundle without names its rows by kind. Close it when done.
    """

    file: Path
    outer: Outer
    manifest: Manifest
    signature: str
    registers: dict[str, int]
    units: tuple[str, ...] = ()
    """Of a bundle without names: whose months it holds."""
    aside: int = 0
    """Records that cannot be read."""
    files: Along = field(default_factory=Along)
    """Attached files that travel along."""
    scratch: Scratch | None = None
    _plain: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _names: Names | None = None

    @property
    def connection(self) -> Connection:
        """The scratch book: every read of the real one works on it. Refuses for a bundle without names."""
        if self.scratch is None:
            raise Refusal("bundle.no_records")
        return self.scratch.connection

    def rows(self, register: str, offset: int = 0, limit: int = 200) -> list[LookedRow]:
        """Rows of a register from an offset on, at most so many."""
        if self._names is None:
            return [_plain_row(row) for row in self._plain.get(register, [])[offset : offset + limit]]
        made = []
        for row, whole, values in row_page(self.connection, register, offset, limit):
            words = ((name, self._names.value(register, name, value)) for name, value in values.items())
            said = tuple((name, word) for name, word in words if word)
            made.append(LookedRow(row.hex(), str(self._names.row(register, row)), said, whole))
        return made

    def close(self) -> None:
        """Forget all of it."""
        if self.scratch is not None:
            self.scratch.close()


def look(book: Book, file: Path) -> Looked:
    """Open a bundle of any kind that our keys open. Nothing is written and nothing of it is merged.

    Refuses as ``opening.opened`` does, but not for a bundle of another county or way, nor for an unknown signer.
    """
    with _unsealed(book, file) as (bundle, signature):
        said = bundle.manifest
        looked = Looked(file, bundle.outer, said, signature, {}, files=along(book, bundle))
        if said.kind == "agg":
            return _months(looked, bundle)
        looked.scratch = Scratch(book.store, scratch_file(book) if bundle.outer.size > IN_MEMORY else None)
        try:
            looked.scratch.take_settings()
            _fold(looked, bundle, replace(book, store=looked.scratch))
        except BaseException:
            looked.close()
            raise
    looked._names = Names(looked.connection, book.connection)
    found = {table: n for table in specs() if (n := count_rows(looked.connection, table))}
    order = (*_FIRST, *(table for table in found if table not in _FIRST))
    looked.registers = {table: found[table] for table in order if table in found}
    return looked


@contextmanager
def _unsealed(book: Book, file: Path) -> Iterator[tuple[opening.Bundle, str]]:
    with ExitStack() as stack:
        source = stack.enter_context(files.open_plain(file))
        inner = stack.enter_context(opening.private(work_folder(book, "work")))
        with files.disk_errors():
            facts = opening.read_outer(source)
            sealed = opening.Unsealed(facts, source, inner, opening_keys(book))

            def signer(said: Manifest) -> Any:
                known = trusted_keys(book, said.sender.replica)
                return known[0] if known else None

            signature = sealed.signature(signer)
            if signature == "bad":
                raise Refusal("bundle.bad_signature", station=sealed.manifest.sender.station)
            sealed.check_members()
        yield opening.Bundle(facts, sealed.manifest, inner, sealed.entries), signature


def _fold(looked: Looked, bundle: opening.Bundle, trying: Book) -> None:
    from db.merge import Merge, NotAsSaid, Span

    said = bundle.manifest
    spans = [
        Span(
            bytes.fromhex(r.replica), r.first, r.last, bytes.fromhex(r.first_chain), bytes.fromhex(r.last_chain),
            bytes.fromhex(r.digest),
        )
        for r in said.ranges
    ]  # fmt: skip
    with trying.store.transaction() as connection:
        merge = Merge(connection, spans)
        try:
            merge.feed(bundle.blocks())
            merge.feed_loose(bundle.loose())
            looked.aside = merge.finish().all_aside
        except NotAsSaid:
            raise Refusal("bundle.chain", station=said.sender.station) from None


def _months(looked: Looked, bundle: opening.Bundle) -> Looked:
    from swstation.exchange.snapshots import parse

    units = []
    for one in parse(bundle.lines()):
        units.append(one.unit)
        for row in one.rows:
            looked._plain.setdefault(row["t"], []).append({"unit": one.unit, "period": one.period, **row})
    looked.units = tuple(units)
    looked.registers = {name: len(rows) for name, rows in looked._plain.items()}
    return looked


def _plain_row(row: dict[str, Any]) -> LookedRow:
    values = tuple((key, _word(value)) for key, value in row.items() if key not in ("t", "id") and value is not None)
    name = str(row.get("code") or row.get("id") or row.get("replica") or row["unit"])
    return LookedRow(str(row.get("id", "")), name, values, True)


def _word(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_word(one)}" for key, one in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_word(one) for one in value)
    return str(value)
