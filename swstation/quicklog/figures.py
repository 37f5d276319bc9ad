"""Counts, money and items of a line, put together from its parts and its note."""

from __future__ import annotations

from swstation.quicklog.context import Method
from swstation.quicklog.counts import COUNT_KINDS, Count, count_token, counts_in, money_in
from swstation.quicklog.hits import AFFAIRS, LINKING, Hit, Reader
from swstation.quicklog.item_results import result_said
from swstation.quicklog.measures import THINGS
from swstation.quicklog.result import ItemRef, Option, Problem, Question

Stretch = tuple[int, int]


class Figures:
    """The figures of a line; ``problems`` and ``questions`` are what they leave open."""

    def __init__(self, reader: Reader, hits: list[Hit], notes: list[Stretch], method: Method | None, named: bool):
        self.reader = reader
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.counts: dict[str, int] = {}
        items = _items(hits, method)
        said = result_said(reader.text, notes) if items and not items[-1].result else None
        # Of several items, what the note says came of them is said of the last one.
        self.items = (*items[:-1], items[-1]._replace(result=reader.token(*said))) if said else items
        if not named or (method is not None and method.counts):
            self._read_counts(hits, _without(notes, said))
        self.value_fen = self._read_money(hits, notes, method is not None and method.code == LINKING)

    def _read_counts(self, hits: list[Hit], notes: list[Stretch]) -> None:
        stated = [(hit.start, hit.end) for hit in hits if hit.kind == "count"]
        for kind in COUNT_KINDS:
            # A count that stands as a part of its own goes before those in the middle of a sentence.
            found = self._of_kind(kind, stated) or self._of_kind(kind, notes)
            values = tuple(dict.fromkeys(value for count in found for value in count.values))
            if len(values) == 1:
                self.counts[kind] = values[0]
            elif values:
                # Sessions do not add up, nor do those who were expected and those who came.
                addable = kind != "session" and all(len(count.values) == 1 for count in found)
                options = (*values, sum(values)) if addable else values
                chosen = self._choose(kind, found[-1].start, found[-1].end, options)
                if chosen is not None:
                    self.counts[kind] = chosen

    def _of_kind(self, kind: str, stretches: list[Stretch]) -> list[Count]:
        found = []
        for start, end in stretches:
            whole = count_token(self.reader.text, start, end)
            some = [whole] if whole else list(counts_in(self.reader.text, start, end))
            found += [count for count in some if count.kind == kind]
        return found

    def _read_money(self, hits: list[Hit], notes: list[Stretch], bare: bool) -> int | None:
        stretches = [(hit.start, hit.end) for hit in hits if hit.kind == "money"] + notes
        found = [money for start, end in stretches for money in money_in(self.reader.text, start, end, bare)]
        for money in found:
            if money.fen is None:
                token = self.reader.token(money.start, money.end)
                self.problems.append(Problem("money", token, money.start, money.end, "value_fen"))
                return None
        amounts = [money.fen for money in found if money.fen is not None]
        if len(amounts) < 2:
            return amounts[0] if amounts else None
        values = tuple(dict.fromkeys((*amounts, sum(amounts))))
        return self._choose("money", found[-1].start, found[-1].end, values)

    def _choose(self, kind: str, start: int, end: int, values: tuple[int, ...]) -> int | None:
        labels = (f"{value / 100:.2f}" if kind == "money" else str(value) for value in values)
        options = tuple(Option(kind, str(value), label) for value, label in zip(values, labels, strict=True))
        hit = self.reader.ask(kind, start, end, options)
        if hit.question is not None:
            self.questions.append(hit.question)
            return None
        return int(str(hit.value))


def _without(notes: list[Stretch], gone: Stretch | None) -> list[Stretch]:
    """The notes without one stretch: 10户续保 as a result counts no households that were served."""
    if gone is None:
        return notes
    parts = [part for begin, end in notes for part in ((begin, min(end, gone[0])), (max(begin, gone[1]), end))]
    return [(begin, end) for begin, end in parts if begin < end]


def _items(hits: list[Hit], method: Method | None) -> tuple[ItemRef, ...]:
    """The items; beside another method (孤儿 走访) only those with a number of things."""
    results = {id(hit.owner): hit.label.strip() for hit in hits if hit.kind == "item_result"}
    found = [
        (hit, hit.value._replace(result=results.get(id(hit), "")))
        for hit in hits
        if hit.kind == "item" and isinstance(hit.value, ItemRef)
    ]
    affairs = method is None or method.code == AFFAIRS
    return tuple(item for hit, item in found if affairs or (hit.counted and item.unit in THINGS))
