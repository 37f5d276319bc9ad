"""Text for a terminal: measured in cells, free of anything that moves the cursor."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

# Control characters, direction overrides and joiners: they move the cursor or change the width of what follows.
_HARMFUL = [*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F)]
_HARMFUL += [0x2060, *range(0x2066, 0x206A), 0xFE0E, 0xFE0F, 0xFEFF]
_BLANKS = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x2028, 0x2029}
_CLEAN = {code: (" " if code in _BLANKS else None) for code in _HARMFUL}

LONGEST = 400
"""Characters of a value that are ever looked at for one line of the screen."""


def clean(text: str, longest: int = LONGEST) -> str:
    """``text`` as one harmless line: no control or direction characters, at most ``longest`` characters."""
    return text[:longest].translate(_CLEAN)


def width(text: str) -> int:
    """The width of ``text`` in terminal cells."""
    return cell_len(text)


def fit(text: str, cells: int, *, right: bool = False, ellipsis: str = "") -> str:
    """``text`` cut or padded to exactly ``cells`` cells; a wide character is never cut in half."""
    if cells <= 0:
        return ""
    taken = cell_len(text)
    if taken > cells:
        mark = ellipsis if cell_len(ellipsis) < cells else ""
        kept = set_cell_size(text, cells - cell_len(mark))
        if mark and kept.endswith(" "):
            kept = kept.rstrip()  # half a wide character was cut away
        return kept + mark + " " * (cells - cell_len(kept) - cell_len(mark))
    return " " * (cells - taken) + text if right else text + " " * (cells - taken)


def wrap(text: str, cells: int) -> list[str]:
    """``text`` in lines of at most ``cells`` cells, broken at spaces or between Han characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph):
            if cell_len(line) + cell_len(word.rstrip()) > cells and line:
                lines.append(line.rstrip())
                line = ""
            while cell_len(word) > cells and cell_len(word.rstrip()) > cells:
                head = set_cell_size(word, cells).rstrip() or word[:1]
                lines.append(head)
                word = word[len(head) :]
            line += word
        lines.append(line.rstrip())
    return lines


# No line begins with these: the full-width closing marks.
_CLOSING = "，。；：、！？）】」》…"
_GLUE = "\N{NO-BREAK SPACE}"


def whole(text: str) -> str:
    """``text`` as one piece that ``wrap`` does not break: a label with its value."""
    return text.replace(" ", _GLUE)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for piece in re.findall("[^ ]+ *| +", text):
        words += [piece.replace(_GLUE, " ")] if _GLUE in piece else _broken(piece)
    return words


def _broken(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        wide = cell_len(char) == 2
        if not words or (wide and char not in _CLOSING):
            words.append(char)
        elif char in _CLOSING or char == " " or not (words[-1][-1] == " " or cell_len(words[-1][-1]) == 2):
            words[-1] += char
        else:
            words.append(char)
    return words


def in_fours(code: str) -> str:
    """A code as it is read out on the telephone: ``4HQ1 SVJ3 DN9S``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
