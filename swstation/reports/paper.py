"""A document on paper as data: headings, facts, tables, texts and signature lines; written as HTML or docx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, two pairs on a line where they are short."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text of several lines."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths``: the shares of its columns."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


Block = Facts | Text | Table


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document; ``empty``: what is said where it has nothing."""

    title: str
    blocks: Sequence[Block] = ()
    empty: str = ""

    @property
    def whole(self) -> bool:
        """Whether there is anything in it."""
        return any(
            (isinstance(one, Text) and one.text)
            or (isinstance(one, Facts) and any(value for _label, value in one.pairs))
            or (isinstance(one, Table) and one.rows)
            for one in self.blocks
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. ``notes``: lines under its title; ``signatures``: labels of lines to sign on."""

    title: str
    notes: Sequence[str] = ()
    parts: Sequence[Part] = ()
    signatures: Sequence[str] = field(default_factory=tuple)
    footer: str = ""


def clean(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_XML.sub("", text)
