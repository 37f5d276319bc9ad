"""Words as people write them in ledgers: names, telephones, identity numbers, yes and no, entries of a list."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

from db import resident_id as gb11643
from db.errors import Invalid
from swstation.importing.cells import fold, narrow, shown, tidy
from swstation.importing.context import Context, Parser, With

MOST_NAME = 200
MOST_TEXT = 2_000
MOST_NOTE = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DAMAGED = re.compile(r"\d(\.\d+)?E\+?\d+", re.I)
_BETWEEN = re.compile(r"[、，,;；/／|\n\r]+")
_HAN_GAP = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])\s+(?=[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_DOTS = str.maketrans(dict.fromkeys("•‧∙・⋅●．", "·"))
_YES = frozenset(fold(word) for word in ("是", *"√✓✔☑对y1已", "yes", "true", "已审核", "已审", "通过"))
_NO = frozenset(fold(word) for word in ("否", *"×✗✘☒xn0未", "no", "false", "未审核", "未审"))
_GENDERS = {"男": "male", "男性": "male", "m": "male", "male": "male", "1": "male"} | {
    "女": "female", "女性": "female", "f": "female", "female": "female", "2": "female"
}  # fmt: skip


def text(value: object, _context: Context) -> str:
    """A line of text, without space at its ends; a number as it is shown."""
    return _limited(re.sub(r"\s*[\r\n]+\s*", " ", tidy(shown(value))), MOST_TEXT)


def note(value: object, _context: Context) -> str:
    """Free text, kept as it stands but for space at both ends."""
    return _limited(shown(value).strip().replace("\r\n", "\n").replace("\r", "\n"), MOST_NOTE)


def person(value: object, _context: Context) -> str:
    """A person's name. The space that pads 张　三 to three characters goes, every middle dot becomes ``·``."""
    name = re.sub(r"\s+", " ", tidy(shown(value)).translate(_DOTS))
    name = unicodedata.normalize("NFC", _HAN_GAP.sub("", name))
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise Invalid("importing.name")
    return _limited(name, MOST_NAME)


def people(value: object, context: Context) -> tuple[str, ...]:
    """Several names, parted by 、 or a comma; each once, in their order."""
    return tuple(dict.fromkeys(person(part, context) for part in _BETWEEN.split(shown(value)) if tidy(part)))


def one_person(value: object, context: Context) -> str:
    """One name where several cannot be."""
    names = people(value, context)
    if len(names) != 1:
        raise Invalid("importing.one_person")
    return names[0]


def writer(value: object, context: Context) -> object:
    """Who wrote a log; the names behind the first are ``colleagues``."""
    names = people(value, context)
    if not names:
        raise Invalid("importing.name")
    return With(names[0], {"colleagues": names[1:]} if names[1:] else {})


def phone(value: object, _context: Context) -> str:
    """A telephone number as text: a mobile, a landline with or without its area code, a short one."""
    digits = _unwrapped(value)
    if _DAMAGED.fullmatch(digits):
        raise Invalid("importing.phone_damaged")
    if len(parts := [part for part in re.split(r"[、，,;；/\n|]+", digits) if part]) > 1:
        raise Invalid("importing.phone_several", choices=tuple(parts))
    digits = re.sub(r"^(?:\+|00)86[- ]?", "", digits)
    if re.fullmatch(r"1[3-9][\d -]{9,}", digits):
        digits = re.sub(r"[ -]", "", digits)
    digits = re.sub(r"^\((0\d{2,3})\)", r"\1-", digits).replace(" ", "")
    if re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}", digits):
        return digits
    # Numbers inside a town or an office; leading 0 and 1 belong to area codes and mobiles.
    if re.fullmatch(r"[2-9]\d{3,7}(-\d{1,6})?", digits):
        return digits
    raise Invalid("importing.phone")


def resident_id(value: object, context: Context) -> object:
    """An identity number by GB 11643. Raises ``Invalid``: also for one that a spreadsheet has rounded.

    A spreadsheet keeps 15 digits of a number, so 18 that were typed as one end in 000.
    """
    number = gb11643.normalise(_unwrapped(value))
    rounded = bool(re.fullmatch(r"\d{15}000", number))
    if isinstance(value, float) or _DAMAGED.fullmatch(number):
        raise Invalid("value.resident_id_damaged", field="resident_id")
    if rounded and (isinstance(value, int) or context.text_file):
        raise Invalid("value.resident_id_damaged", field="resident_id")
    try:
        found = gb11643.check(number)
    except Invalid:
        if rounded:
            raise Invalid("value.resident_id_damaged", field="resident_id") from None
        raise
    if found.birth_date > context.as_of:
        raise Invalid("value.resident_id_date", field="resident_id")
    warnings = ("importing.resident_id_old",) if found.old else ()
    return With(found.number, warnings=(*warnings, *(("importing.resident_id_round",) if rounded else ())))


def yes_no(value: object, _context: Context) -> bool:
    """是 否 √ × Y N 1 0 and their kin."""
    if isinstance(value, bool):
        return value
    word = fold(shown(value))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Invalid("importing.yes_no")


def gender(value: object, _context: Context) -> str:
    """男 or 女, or GB/T 2261.1's 1 and 2."""
    if found := _GENDERS.get(fold(shown(value))):
        return found
    raise Invalid("importing.gender")


def listed(kind: str) -> Parser:
    """A parser of one entry of a list (``swstation/data/lists.toml`` and the county's own): its code."""

    def parse(value: object, context: Context) -> str:
        word = shown(value)
        if code := context.vocabulary.find(kind, word):
            return code
        labels = context.vocabulary.labels(kind)
        near = get_close_matches(tidy(word), labels, n=4, cutoff=0.3) or labels[:4]
        raise Invalid("importing.not_listed", token=tidy(word), choices=labels, near="、".join(near))

    return parse


def listed_many(kind: str) -> Parser:
    """A parser of several entries of a list, joined by 、 or a comma: their codes, each once."""
    one = listed(kind)

    def parse(value: object, context: Context) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for part in filter(tidy, re.split(r"[、;；|\r\n]", shown(value))):
            # An entry may hold a comma or a stroke itself, so it is looked up whole first.
            known = context.vocabulary.find(kind, part) is not None
            for word in [part] if known else filter(tidy, _BETWEEN.split(part)):
                codes[str(one(word, context))] = None
        return tuple(codes)

    return parse


def _limited(words: str, most: int) -> str:
    if len(words) > most:
        raise Invalid("value.too_long", limit=most)
    if _FORBIDDEN.search(words):
        raise Invalid("value.control_character")
    return words


def _unwrapped(value: object) -> str:
    """A number kept as text: without the ``'`` or ``="…"`` that forces a spreadsheet to leave it alone."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    words = re.sub("[—–‐−]", "-", narrow(shown(value)))
    if match := re.fullmatch(r'="(.*)"', words):
        words = match[1]
    return words.lstrip("'’‘`").strip()
