"""Translations: msgids are English, looked up when a string is shown, never at import."""

from __future__ import annotations

import gettext as _gettext
import io
import os
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from swstation.languages import DEFAULT, LANGUAGES, detect

__all__ = ["DEFAULT", "LANGUAGES", "N_", "_", "detect", "language", "listed", "ngettext", "pgettext", "set_language"]


_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def _(msgid: str) -> str:
    """The translation of ``msgid`` in the current language."""
    return _current.gettext(msgid) if msgid else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a sentence that fits ``n``."""
    return _current.ngettext(one, many, n)


def pgettext(context: str, msgid: str) -> str:
    """The translation of a word that means different things in different places."""
    return _current.pgettext(context, msgid)


def N_(msgid: str) -> str:
    """Mark a string for extraction without translating it yet."""
    return msgid


def listed(words: Iterable[str]) -> str:
    """Words one after the other as the current language parts them: 、 in Chinese, a comma and a blank in English."""
    return ("、" if _language == "zh_CN" else ", ").join(words)


def language() -> str:
    """The current language code."""
    return _language


def set_language(code: str) -> None:
    """Use ``code`` from now on. Raises ``KeyError`` for a language that is not shipped."""
    global _current, _language
    if code not in LANGUAGES:
        raise KeyError(code)
    _current, _language = _load(code), code


def _load(code: str) -> _gettext.NullTranslations:
    folder = Path(str(files("locales"))) / code / "LC_MESSAGES"
    source, compiled = folder / "swstation.po", folder / "swstation.mo"
    if _is_current(compiled, source):
        return _read(compiled, compiled.stat().st_mtime_ns)
    if not source.is_file():
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    buffer = io.BytesIO()
    write_mo(buffer, read_po(io.BytesIO(source.read_bytes()), locale=code))
    _keep(buffer.getvalue(), compiled, source)
    buffer.seek(0)
    return _gettext.GNUTranslations(buffer)


@lru_cache(maxsize=len(LANGUAGES))
def _read(compiled: Path, _made: int) -> _gettext.NullTranslations:
    # Thousands of messages: read once, however often somebody changes between the languages.
    return _gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))


def _is_current(compiled: Path, source: Path) -> bool:
    # An installed program has the compiled catalogue alone; a checkout keeps one beside its source, as Python does.
    try:
        made = compiled.stat().st_mtime_ns
    except OSError:
        return False
    return not source.is_file() or made == source.stat().st_mtime_ns


def _keep(content: bytes, compiled: Path, source: Path) -> None:
    made = source.stat().st_mtime_ns
    temp = compiled.with_name(f"{compiled.name}.{os.getpid()}.tmp")
    try:
        temp.write_bytes(content)
        os.utime(temp, ns=(made, made))
        temp.replace(compiled)
    except OSError:  # a folder that may not be written to: compiled again next time
        return
