"""The list of divisions as it lies in the package, unpacked and cut into lines ready to be searched."""

from __future__ import annotations

import lzma
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

PROVINCE: Final = 2
PREFECTURE: Final = 4
COUNTY: Final = 6
TOWNSHIP: Final = 9
VILLAGE: Final = 12
"""Digits of the code on each level."""


@cache
def _parts() -> tuple[str, bytes, bytes]:
    raw = lzma.decompress(files("swstation.data").joinpath("townships.txt.xz").read_bytes())
    upper = raw.index(b"\n")
    found = re.search(rb"\n\d{9}\t", raw)
    assert found is not None
    return raw[:upper].decode(), raw[upper : found.start() + 1], raw[found.start() :]


def syllables() -> list[str]:
    """Every syllable that occurs in a name."""
    return _parts()[0].split()


def lines(level: int) -> bytes:
    """The lines of the townships, or of all levels above them, each between line breaks."""
    _syllables, upper, townships = _parts()
    return townships if level == TOWNSHIP else upper


def lines_beginning(letter: str, level: int) -> bytes:
    """Those of ``lines`` whose name may be read with that letter first: a twentieth, so found faster."""
    return _by_letter(level == TOWNSHIP).get(letter, b"\n")


@cache
def _by_letter(townships: bool) -> dict[str, bytes]:
    found: dict[bytes, list[bytes]] = {bytes([code]): [b""] for code in range(97, 123)}
    for line in lines(TOWNSHIP if townships else COUNTY).split(b"\n"):
        for letter in {one[:1] for one in line[line.rfind(b"\t") + 1 :].split()}:
            if letter in found:
                found[letter].append(line)
    return {letter.decode(): b"\n".join([*some, b""]) for letter, some in found.items()}


@cache
def upper_names() -> dict[str, str]:
    """The names of provinces, prefectures and counties by code."""
    rows = (row.split("\t") for row in lines(COUNTY).decode().strip("\n").split("\n"))
    return {row[0]: row[1] for row in rows}


@lru_cache(maxsize=4096)
def township_name(code: str) -> str | None:
    """The name of one township."""
    townships = lines(TOWNSHIP)
    at = townships.find(f"\n{code}\t".encode()) if code.isascii() and code.isdigit() else -1
    return None if at < 0 else townships[at + len(code) + 2 : townships.find(b"\t", at + len(code) + 2)].decode()


@lru_cache(maxsize=2)
def _villages(province: str) -> bytes:
    source = files("swstation.data").joinpath("divisions", f"{province}.csv.xz")
    if not (province.isascii() and province.isdigit() and source.is_file()):
        return b""
    return lzma.decompress(source.read_bytes())


def villages_of(township: str) -> list[tuple[str, str]]:
    """Code and name of the committees of one township; no need to cut a whole province into lines for them."""
    if not (township.isascii() and township.isdigit()):
        return []
    found = re.findall(rb"\n(%b\d{3}),([^\n]*)" % township.encode(), _villages(township[:PROVINCE]))
    return [(code.decode(), own.decode()) for code, own in found]


@lru_cache(maxsize=2)
def village_names(province: str) -> dict[str, str]:
    """The names of all committees of a province by code; empty for another text than a province's code."""
    rows = _villages(province).decode().split("\n")[1:]
    return {code: own for code, _comma, own in (row.partition(",") for row in rows) if len(code) == VILLAGE}
