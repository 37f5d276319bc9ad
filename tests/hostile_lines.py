"""Lines of a bundle that are wrong in every way somebody with a genuine key could think of, beside sound ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import independent_reader
from histories import GROUPS
from independent_reader import canonical
from rows import sample

ROWS = 6
"""So many rows of each register are written to: what one record says meets what another says."""


@dataclass(frozen=True)
class Line:
    """A line, the id its author gives it, and what must become of it: ``good`` goes in, ``bad`` is set aside, ``any``
    of the two. ``may_break``: it is not the record that its place says, so the whole bundle may be refused."""

    raw: bytes
    id: bytes
    verdict: str
    may_break: bool = False


def parsed(raw: bytes, verdict: str, may_break: bool = False, otherwise: bytes = bytes(32)) -> Line:
    """A line with the id that the second program gives it, or ``otherwise`` where it cannot."""
    try:
        name = independent_reader.read(raw)["id"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        name = otherwise
    return Line(raw, name, verdict, may_break)


def hostile(rng: Random, replica: str, unit: str, n: int, *, wrong: float = 0.5, verdict: str = "good") -> Line:
    """A line for record ``n``; with the probability ``wrong`` one of ``WAYS`` was taken with it."""
    table, group = rng.choice(GROUPS)
    envelope: dict[str, Any] = {
        "a": "set", "at": "2026-03-02T09:00:00+08:00", "k": f"{rng.randrange(ROWS):032x}", "l": rng.randint(1, 200),
        "n": n, "o": {}, "r": replica, "st": unit, "sv": 1, "t": table, "v": 1, "w": "ab" * 16,
    }  # fmt: skip
    payload: Any = {group: sample(table, group, rng.randrange(5))}
    said: list[Any] = [rng.randbytes(16).hex(), envelope, payload]
    if rng.random() >= wrong:
        return parsed(canonical(said), verdict)
    way = rng.choice(_WAYS)
    return way(said, rng)


Said = list[Any]
_BAD_NAMES = ["person; drop table", "__Class__", "Client", "client ", "a" * 41, "", "клиент", "op'--"]
_UNKNOWN_NAMES = ["sqlite_master", "op", "fork", "replica", "setting", "quarantine", "conflict", "unheard_of"]
_TEXTS = ["\x00", "\x1b[2J", "\x7f", "\x85", "a\rb"]
_HARMLESS = [
    "\u202e\u2066",
    "<b>[bold]x[/]</b>",
    "=1+1",
    "'; DROP TABLE op; --",
    "\uf900\U00020000",
    "e\u0301",
    " ",
    "\t\n",
]


def _made(said: Said, verdict: str, may_break: bool = False) -> Line:
    return parsed(canonical(said), verdict, may_break)


def _in_envelope(key: str, values: list[Any], verdict: str, may_break: bool = False) -> Callable[[Said, Random], Line]:
    def way(said: Said, rng: Random) -> Line:
        said[1][key] = rng.choice(values)
        return _made(said, verdict, may_break)

    return way


def _raw(change: Callable[[bytes, Random], bytes], verdict: str = "bad") -> Callable[[Said, Random], Line]:
    def way(said: Said, rng: Random) -> Line:
        before = canonical(said)
        raw = change(before, rng)
        return parsed(before, "good") if raw == before else parsed(raw, verdict, may_break=verdict == "any")

    return way


def value_of_another_kind(said: Said, rng: Random) -> Line:
    """Some value of a field is anything at all."""
    (values,) = said[2].values()
    field = rng.choice(list(values))
    values[field] = rng.choice(
        [None, True, 0, -1, 2**53, 2**63 - 1, 1.5, "", "x" * 60_000, [], {}, [[1]], *_TEXTS, *_HARMLESS]
    )
    return _made(said, "any")


def control_characters(said: Said, rng: Random) -> Line:
    (values,) = said[2].values()
    values[rng.choice(list(values))] = rng.choice(_TEXTS)
    return _made(said, "bad")


def harmless_words(said: Said, rng: Random) -> Line:
    """Odd, and nobody's business: kept as entered."""
    said[1]["t"], said[2] = "household", {"place": {"village": None, "village_name": None}}
    said[2]["place"]["address"] = rng.choice(_HARMLESS)
    return _made(said, "any")


def field_missing(said: Said, rng: Random) -> Line:
    (values,) = said[2].values()
    values.pop(rng.choice(list(values)))
    return _made(said, "bad")


def field_too_many(said: Said, rng: Random) -> Line:
    (values,) = said[2].values()
    values[rng.choice(["more", "id", "alive", "owner", *_BAD_NAMES])] = rng.choice([None, 1, "x"])
    return _made(said, "bad")


def group_unknown(said: Said, rng: Random) -> Line:
    """A well-formed group of a newer program waits; it is never a column."""
    said[2][rng.choice(_UNKNOWN_NAMES)] = {rng.choice(_UNKNOWN_NAMES): rng.choice([None, 1, "x", True])}
    return _made(said, "good")


def group_ill_named(said: Said, rng: Random) -> Line:
    said[2][rng.choice(_BAD_NAMES)] = {"x": 1}
    return _made(said, "bad")


def payload_of_another_kind(said: Said, rng: Random) -> Line:
    said[2] = rng.choice([{}, {"ident": []}, {"ident": {}}, {"ident": None}, {"place": {"address": {"a": {}}}}])
    return _made(said, "bad")


def table_unknown(said: Said, rng: Random) -> Line:
    said[1]["t"] = rng.choice(_UNKNOWN_NAMES)
    return _made(said, "good")


def action_unknown(said: Said, rng: Random) -> Line:
    """Of a newer program, or not for a station to say: it is there, and changes nothing that is shown."""
    said[1]["a"] = rng.choice(["link", "unlink", "merge", "drop", "x"])
    return _made(said, "good")


def deleted_and_edited(said: Said, rng: Random) -> Line:
    said[1]["a"], said[2] = "delete", {**said[2], "_alive": {"alive": False}}
    return _made(said, "any")


def alive_is_not_true(said: Said, rng: Random) -> Line:
    said[2] = {"_alive": rng.choice([{}, {"alive": 1}, {"alive": None}, {"alive": True, "more": 1}, {"dead": True}])}
    return _made(said, "bad")


def speaks_for_the_county(said: Said, rng: Random) -> Line:
    """Transfers, admits, quarantines and erases: not a station's to say."""
    a = said[1]["a"] = rng.choice(["transfer", "admit", "quarantine", "erase"])
    ids = sorted({rng.randbytes(32).hex() for _ in range(2)})
    said[2] = {
        "transfer": {"_owner": {"from": said[1]["st"], "to": "T532301199", "on": "2026-03-02", "reason": "x"}},
        "erase": {"_erase": {"ops": ids, "reason": "x"}},
    }.get(a, {"_admit": {"admitted": a == "admit", "ops": ids, "reason": "x"}})
    return _made(said, "bad")


def hands_over_what_it_has_not(said: Said, rng: Random) -> Line:
    """Of a transfer that nobody wrote: it is there, and has no effect."""
    said[1]["a"], said[2] = "ack", {"_ack": {"transfer": rng.randbytes(32).hex()}}
    return _made(said, "good")


def replaces_what_it_cannot(said: Said, rng: Random) -> Line:
    """Ids never seen, of other rows, of itself to come: no effect on other rows."""
    ids = sorted({rng.randbytes(32).hex() for _ in range(rng.randint(1, 3))})
    said[1]["o"] = {rng.choice([*said[2], "other", "_alive"]): ids}
    return _made(said, "good")


def replaces_wrongly(said: Said, rng: Random) -> Line:
    said[1]["o"] = rng.choice(
        [{"place": ["zz"]}, {"place": []}, {"place": "x"}, {"place": ["b" * 64, "a" * 64]}, {"Place": ["a" * 64]},
         {"place": ["a" * 64, "a" * 64]}, {"place": [1]}]
    )  # fmt: skip
    return _made(said, "bad")


def envelope_key_more_or_less(said: Said, rng: Random) -> Line:
    if rng.random() < 0.5:
        said[1].pop(rng.choice([key for key in said[1] if key not in "rn"]))
    else:
        said[1][rng.choice(["x", "ph", "p", "z"])] = "0" * 64
    return _made(said, "bad")


def withheld(said: Said, rng: Random) -> Line:
    """Without what it says: it counts, and says nothing."""
    salt, envelope, payload = said
    envelope["ph"] = independent_reader.sha(bytes.fromhex(salt), canonical(payload)).hex()
    return _made([None, envelope, None], "good")


def half_withheld(said: Said, rng: Random) -> Line:
    salt, envelope, payload = said
    ph = independent_reader.sha(bytes.fromhex(salt), canonical(payload)).hex()
    return parsed(
        canonical(
            rng.choice(
                [[None, envelope, payload], [salt, envelope, None], [salt, {**envelope, "ph": ph}, None],
                 [None, {**envelope, "ph": ph[:-1]}, None], [None, envelope, None], [None, {**envelope, "ph": 1}, None]]
            )
        ),
        "bad",
    )  # fmt: skip


def not_a_record(said: Said, rng: Random) -> Line:
    raw = rng.choice(
        [b"{}", b"[]", b"null", b"x", b"0", b'"' + b"a" * 3000 + b'"', b"[" * 5000 + b"]" * 5000, b"\xff\xfe",
         b'{"a":' * 3000 + b"1" + b"}" * 3000, b"9" * 100_000, b"[1,2,3]", b'["","",""]', b"x" * (256 << 10)]
    )  # fmt: skip
    return Line(raw, bytes(32), "bad")


def _spaced(raw: bytes, rng: Random) -> bytes:
    return raw.replace(rng.choice([b",", b":"]), rng.choice([b", ", b" ,", b":  ", b",\t"]), 1)


def _key_twice(raw: bytes, rng: Random) -> bytes:
    return rng.choice(
        [raw.replace(b'{"a":"set",', b'{"a":"set","a":"set",', 1), raw.replace(b'"t":"', b'"t":"client","t":"', 1),
         raw[:-2] + b',"_alive":{"alive":true},"_alive":{"alive":false}}]']
    )  # fmt: skip


def _numbers(raw: bytes, rng: Random) -> bytes:
    return raw.replace(b'"sv":1,', b'"sv":%b,' % rng.choice([b"1.0", b"1e0", b"01", b"+1", b"0x1", b"NaN", b"-0"]), 1)


def _letters(raw: bytes, rng: Random) -> bytes:
    return rng.choice(
        [raw.replace(b'"set"', b'"\\u0073et"', 1), raw[:-1] + b" ]", b"\xef\xbb\xbf" + raw, raw + b" ", raw[:-1],
         raw.replace(b'"w":"ab', b'"w":"AB', 1), raw.replace(b'"v":1', b'"v":2', 1), raw[:2] + b"g" + raw[3:],
         raw[:-3] + b'"\\ud800"}]', raw.replace(b'["', b'["00', 1)]
    )  # fmt: skip


def _anywhere(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw))
    data = bytes(rng.choice(b'0123456789abcdefTZ"{}[]:,\\ \x00\xff') for _ in range(rng.randint(1, 3)))
    raw = rng.choice(
        [raw[:at] + data + raw[at + len(data) :], raw[:at] + raw[at + len(data) :], raw[:at] + data + raw[at:]]
    )
    return raw.replace(b"\n", b" ") or b"x"


_WAYS: list[Callable[[Said, Random], Line]] = [
    value_of_another_kind, value_of_another_kind, value_of_another_kind, control_characters, harmless_words,
    field_missing, field_too_many, group_unknown, group_ill_named, payload_of_another_kind, table_unknown,
    action_unknown, speaks_for_the_county, hands_over_what_it_has_not,
    deleted_and_edited, alive_is_not_true, replaces_what_it_cannot, replaces_wrongly,
    envelope_key_more_or_less, withheld, half_withheld, not_a_record, _raw(_spaced), _raw(_key_twice), _raw(_numbers),
    _raw(_letters), _raw(_anywhere, "any"), _raw(_anywhere, "any"), _raw(_anywhere, "any"),
    _in_envelope("t", _BAD_NAMES, "bad"),
    _in_envelope("a", ["SET", "", "set it", "a" * 21, "delete;"], "bad"),
    _in_envelope("l", [0, -1, 2**53, 2**62, 2**64 - 1, 1.5, "1", None], "bad"),
    _in_envelope("l", [1, 2**53 - 1], "good"),
    _in_envelope("k", ["", "0" * 31, "A" * 32, "g" * 32, None, 7], "bad"),
    _in_envelope("at", ["", "yesterday", "2026-02-30T09:00:00+08:00", "2026-03-02T09:00:00", "2026-03-02"], "bad"),
    _in_envelope("at", ["1970-01-01T00:00:00+08:00", "2099-12-31T23:59:59-11:30"], "good"),
    _in_envelope("st", ["T532301199", "C532301", "P53", "M5323"], "bad"),
    _in_envelope("st", ["", "T", "X532301102", "T532301102 ", "T532301102/..", 1], "bad"),
    _in_envelope("v", [0, 2, "1", None], "bad"),
    _in_envelope("sv", [0, -1, 10**7, "1"], "bad"),
    _in_envelope("w", ["", "AB" * 16, "ab" * 15, None], "bad"),
    _in_envelope("n", [0, -1, 1, 2**53, 10**9, "1"], "any", may_break=True),
    _in_envelope("r", ["00" * 16, "AB" * 16, "", None], "any", may_break=True),
]  # fmt: skip
