"""Text as the files of spreadsheets hold it: a character may stand there as ``_x000D_``, so such a text is marked.

ECMA-376 calls it ST_Xstring. Excel, WPS and LibreOffice read it so; the libraries that write and read such files do
it in part: what of it is left to us is here.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 32_767
"""No cell holds more characters."""
_LOOKS_SO: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TWICE: Final = re.compile(r"(?<=_x[0-9A-Fa-f]{4})(?=_x[0-9A-Fa-f]{4}_)")
"""Where the sign that ends one such character begins the next."""
_STANDS_FOR: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LEFT: Final = re.compile(r"_x(005F(?=_x[0-9A-Fa-f]{4}_)|00[01][0-9A-Fa-f])_")
_SURROGATES: Final = range(0xD800, 0xE000)


def escaped(text: str) -> str:
    """A text in which nothing is read as another character."""
    return _LOOKS_SO.sub("_x005F_", text) if "_x" in text else text


def unescaped(text: str) -> str:
    """What such a text says."""
    return _STANDS_FOR.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code in _SURROGATES else chr(code)


def as_read(text: str) -> str:
    """What a text says that openpyxl has read: it takes ``x005F_`` out of the table of texts, not out of a cell's own.

    What it leaves are control characters, and those marks in a cell's own text.
    """
    return _LEFT.sub(_character, text) if "_x" in text else text


def for_writer(text: str) -> str:
    """A text for XlsxWriter, which escapes by itself, but takes what stands between ``<r>`` and ``</r>`` for markup and
    does not see one sign that belongs to two characters.

    Such a text is given as what it takes it for: runs, with the text inside.
    """
    text = text[:LONGEST]
    parts = _TWICE.split(text) if "_x" in text else [text]
    if len(parts) == 1 and not (text.startswith("<r>") and text.endswith("</r>")):
        return text
    return "".join(f'<r><t xml:space="preserve">{_plain(part)}</t></r>' for part in parts)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
