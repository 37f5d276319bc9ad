"""Writes ``pinyin.txt`` from pypinyin: ``python -m swstation.data.make_pinyin``. Development only."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).with_name("pinyin.txt")

# Readings that people have as surnames and that the dictionary lacks, after its own.
SURNAMES = {
    "缪": ("miao",),
    "冼": ("xian",),
    "宓": ("mi", "fu"),
    "洗": ("xian",),
    "盖": ("ge",),
    "区": ("ou",),
    "单": ("shan",),
    "翟": ("zhai",),
    "查": ("zha",),
    "朴": ("piao",),
    "尉": ("yu",),
    "万": ("mo",),
    "黑": ("he",),
    "员": ("yun",),
    "贲": ("ben",),
    "秘": ("bi",),
    "繁": ("po",),
    "折": ("she",),
    "隗": ("wei", "kui"),
    "乜": ("nie",),
    "逄": ("pang",),
    "撒": ("sa",),
    "郇": ("huan", "xun"),
    "召": ("shao",),
    "适": ("kuo",),
    "妫": ("gui",),
    "麦": ("mai",),
    "祭": ("zhai",),
    "覃": ("qin", "tan"),
    "芮": ("rui",),
}


def plain(reading: str) -> str:
    """A syllable without its tone, ``ü`` as ``v``; empty for what nobody types."""
    marks = {"\u0304", "\u0301", "\u030c", "\u0300"}
    bare = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in marks)
    bare = unicodedata.normalize("NFC", bare).replace("ü", "v")
    return bare if bare.isascii() and bare.isalpha() else ""


def table() -> dict[str, tuple[str, ...]]:
    """Every character pypinyin knows with its readings, the commonest first, without tones."""
    from pypinyin.pinyin_dict import pinyin_dict

    known: dict[str, tuple[str, ...]] = {}
    for code, readings in pinyin_dict.items():
        char = chr(code)
        # Private-use code points mean another thing on every machine.
        if unicodedata.category(char) not in ("Lo", "Nl"):
            continue
        syllables = [plain(reading) for reading in readings.split(",")]
        known[char] = tuple(dict.fromkeys(s for s in (*syllables, *SURNAMES.get(char, ())) if s))
    return {char: readings for char, readings in known.items() if readings}


def is_common(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB/T 2312, nearly all that names are made of."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def section(known: dict[str, tuple[str, ...]]) -> str:
    """For each syllable the characters with no other reading; after a blank line all others."""
    lines: dict[str, list[str]] = defaultdict(list)
    several: list[str] = []
    for char, readings in sorted(known.items()):
        if len(readings) == 1:
            lines[readings[0]].append(char)
        else:
            several.append(char + ",".join(readings))
    single = "\n".join(f"{reading} {''.join(chars)}" for reading, chars in sorted(lines.items()))
    return single + "\n\n" + "\n".join(several)


def text() -> str:
    """The file: common characters, after a blank line the rare ones."""
    known = table()
    common = {char: readings for char, readings in known.items() if is_common(char)}
    rare = {char: readings for char, readings in known.items() if char not in common}
    return f"{section(common)}\n\n{section(rare)}\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
