"""Writes ``townships.txt.xz`` from ``divisions/*.csv.xz``: ``python -m swstation.data.make_divisions``.

The first line holds every syllable that occurs. Then one line per division down to the township, the
townships last, ordered by code: ``code<TAB>name<TAB> dgz tgz ``, the initials over all readings, each between
two spaces. Lines stand between line breaks, so that every question is one search for bytes.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path

from swstation.pinyin import all_initials, initials, readings

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "divisions"
TARGET = FOLDER / "townships.txt.xz"


def divisions(source: Path) -> Iterator[tuple[str, str]]:
    """Code and name of every division of a province's file down to the townships."""
    with lzma.open(source, "rt", encoding="utf-8") as stream:
        next(stream)
        for row in stream:
            code, _comma, name = row.rstrip("\n").partition(",")
            if len(code) <= 9:
                yield code, name


def line(code: str, name: str) -> str:
    """One line of the file."""
    first = initials(name)
    spoken = [first, *sorted(all_initials(name) - {first})]
    return f"{code}\t{name}\t {' '.join(spoken)} "


def document(places: Iterable[tuple[str, str]]) -> str:
    """The whole file, unpacked."""
    ordered = sorted(places, key=lambda place: (len(place[0]) == 9, place[0]))
    spoken = {reading for ch in {ch for _code, name in ordered for ch in name} for reading in readings(ch)}
    # 略 is typed lve or lue.
    spoken |= {reading.replace("ve", "ue") for reading in spoken if reading.endswith("ve")}
    return "\n".join([" ".join(sorted(spoken)), *(line(code, name) for code, name in ordered), ""])


def main() -> None:
    """Writes the file."""
    places = [place for source in sorted(SOURCES.glob("*.csv.xz")) for place in divisions(source)]
    packed = lzma.compress(document(places).encode(), preset=9 | lzma.PRESET_EXTREME)
    TARGET.write_bytes(packed)


if __name__ == "__main__":
    main()
