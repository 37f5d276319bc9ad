"""``python -m locales.update [PART.po ...]``: extract what is shown, bring the catalogues up to date, fill from parts.

Parts are catalogues of any area (no header needed); where two of them differ the first wins and both are named.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
ROOMS = ("swstation", "screens", "db")
LANGUAGES = ("zh_CN", "en")
_PLACEHOLDER = re.compile(r"\{([a-z_]*)[^{}]*\}")
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff”）」}\])A-Za-z0-9])([,:;])[ ]?(?=[\u4e00-\u9fff“（「{])"
    r"|(?<=[\u4e00-\u9fff])([,:;?!])(?=$|\n| )[ ]?"
)
_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff}”])\(([^()]*)\)|\(([^()]*[\u4e00-\u9fff][^()]*)\)")
_FULL = str.maketrans(",:;?!", "，：；？！")
_DATE = datetime(2026, 11, 18, tzinfo=UTC)
"""The one date in the headers: a real one would change every catalogue on every run."""

Key = tuple[str | tuple[str, ...], str | None]
Texts = str | tuple[str, ...]


def extract() -> Catalog:
    """All that the program shows, from its source."""
    template = Catalog(project="swstation", version="0", charset="utf-8", creation_date=_DATE, fuzzy=False)
    for room in ROOMS:
        found = extract_from_dir(ROOT / room, method_map=[("**.py", "python")], comment_tags=("Translators:",))
        for file, _line, msgid, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
            where = [(f"{room}/{file}".replace("\\", "/"), 0)]
            template.add(msgid, None, where, auto_comments=comments, context=context)
    return template


def source(language: str) -> Path:
    """The catalogue of a language."""
    return ROOT / "locales" / language / "LC_MESSAGES" / "swstation.po"


def load(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue; an empty one where there is none."""
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language, charset="utf-8")


def key_of(message: Message) -> Key:
    """What a message is looked up by."""
    return (tuple(message.id) if isinstance(message.id, list | tuple) else message.id, message.context)


def text_of(message: Message) -> Texts:
    """The translation of a message: a string, or one for each plural form; empty if there is none."""
    text = message.string or ""
    return text if isinstance(text, str) else tuple(text)


def placeholders(texts: str | Sequence[str]) -> set[str]:
    """The names in braces of a message, in whichever form of it."""
    return {name for text in ([texts] if isinstance(texts, str) else texts) for name in _PLACEHOLDER.findall(text)}


def has_text(message: Message) -> bool:
    """Whether a message is translated."""
    text = text_of(message)
    return bool(text) if isinstance(text, str) else all(text)


def full_width(text: str) -> str:
    """Chinese sentences have Chinese punctuation; signs between figures and Latin words stay as they are."""

    def wide(found: re.Match[str]) -> str:
        around = text[max(0, found.start() - 1)] + text[found.end() : found.end() + 1]
        return found[0].strip().translate(_FULL) if re.search(r"[\u4e00-\u9fff]", around) else found[0]

    text = _BRACKETS.sub(lambda found: f"（{found[1] or found[2] or ''}）", text)
    return _HALF.sub(wide, text)


def fills(parts: Iterable[Path], say: Callable[[str], object]) -> dict[Key, Texts]:
    """What the parts translate; the first one wins."""
    texts: dict[Key, Texts] = {}
    for part in parts:
        for message in load(part):
            text = text_of(message)
            if not isinstance(text, str):
                text = tuple(form for form in text if form)  # a part without header does not say how many forms it has
            if not message.id or not text:
                continue
            if placeholders(message.id) != placeholders(text):
                say(f"{part.name}: the placeholders differ: {message.id!r}: {text!r}")
                continue
            kept = texts.setdefault(key_of(message), text)
            if kept != text:
                say(f"{part.name}: {message.id!r}: {text!r} is not used, {kept!r} came first")
    return texts


def update(template: Catalog, language: str, texts: dict[Key, Texts]) -> Catalog:
    """The catalogue of a language with exactly the messages of the template."""
    old = load(source(language), language)
    new = Catalog(
        locale=language, project="swstation", version="0", charset="utf-8", creation_date=_DATE, revision_date=_DATE,
        last_translator="", language_team="", fuzzy=False,
    )  # fmt: skip
    known: dict[Key, Texts] = {key_of(message): text_of(message) for message in old if message.id and has_text(message)}
    translated = {**known, **texts}
    for message in template:
        if not message.id:
            continue
        # English is what the source says: its catalogue is complete by itself.
        text = translated.get(key_of(message)) if language != "en" else key_of(message)[0]
        if isinstance(text, str) and not isinstance(message.id, str):
            text = (text,) * new.num_plurals
        elif text is not None and not isinstance(text, str):
            text = text[0] if isinstance(message.id, str) else (*text, *text[-1:] * new.num_plurals)[: new.num_plurals]
        if language == "zh_CN" and text is not None:
            text = full_width(text) if isinstance(text, str) else tuple(map(full_width, text))
        new.add(message.id, text, message.locations, auto_comments=message.auto_comments, context=message.context)
    return new


def save(catalog: Catalog, path: Path) -> None:
    """Write a catalogue, sorted, with file names but no lines: it then changes only where the words change."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def main(arguments: list[str]) -> int:
    """Update all catalogues; list what Chinese still lacks. Exit 1 if it lacks anything."""
    template = extract()
    save(template, ROOT / "locales" / "swstation.pot")
    texts = fills([Path(one) for one in arguments], print)
    missing: list[Message] = []
    for language in LANGUAGES:
        catalog = update(template, language, texts)
        save(catalog, source(language))
        if language == "zh_CN":
            missing = [message for message in catalog if message.id and not has_text(message)]
    for message in missing:
        print(f"no Chinese: {message.id!r} ({', '.join(sorted({file for file, _line in message.locations}))})")
    print(f"{len(template)} messages, {len(missing)} without Chinese")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
