"""From what the parser understood to what the quick line shows below itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.days import day_words
from screens.widgets.quick_line import Chip, Ending, Line, Reader, Reading
from swstation.i18n import N_, _, listed, ngettext

if TYPE_CHECKING:
    from swstation.quicklog import Index, Offer, Parsed, Question
    from swstation.quicklog.result import ManyRef

MOST_COMPLETIONS = 5
"""Completions shown beside each other."""

MOST_CHOICES = 9
"""Digits there are to choose with."""

_METHODS_OFFERED = ("home_visit", "phone", "interview", "online", "consultation", "accompaniment", "affairs")
"""What a line without a method most often is, in the order of the digits."""

COUNTS = (
    ("heads", N_("{n} people")),
    ("person_times", N_("{n} person-times")),
    ("households", N_("{n} households")),
    ("session_no", N_("session {n}")),
    ("volunteers", N_("{n} volunteers")),
)


NAMES_SHOWN = 3
"""So many of those whom a line is for stand in the preview."""


def reader(index: Index, templates: Mapping[str, str] | None = None) -> Reader:
    """Read lines against what is known here; decisions made before are kept. ``templates``: saved lines by digit."""
    from swstation.quicklog import parse

    kept = dict(templates or {})

    def read(line: str, cursor: int, fixed: tuple[Any, ...]) -> Reading:
        if (own := _of_templates(line, kept)) is not None:
            return own
        parsed = parse(line, index, fixed)
        return reading(parsed, index)._replace(completions=_completions(line, cursor, index, fixed))

    return read


def entry_reader(index: Index) -> Reader:
    """Read the line of an entry that is being changed: it stays one entry, whatever is written."""
    from swstation.errors import message
    from swstation.quicklog import parse

    def read(line: str, cursor: int, fixed: tuple[Any, ...]) -> Reading:
        parsed = parse(line, index, fixed)
        found = reading(parsed, index)._replace(completions=_completions(line, cursor, index, fixed), usual=None)
        if parsed.many is not None or parsed.opens or any(one.reason in _FOR_MANY for one in parsed.problems):
            words = message(Refusal("quicklog.only_new"))
            found = found._replace(ready=False, say=words, tone="bad", offer=None, choices=())
        return found

    return read


_FOR_MANY = frozenset({"due_unknown", "nobody_marked", "nobody_due"})
"""Problems of a line for many people."""


def _of_templates(line: str, kept: Mapping[str, str]) -> Reading | None:
    """What a line means that is about saved lines: none yet, a digit that brings one, one to be kept."""
    from swstation.quicklog.templates import filled, saving

    if not line.strip():
        return Reading(strip=tuple(kept.items()))
    if (keep := saving(line)) is not None:
        words = _("Enter keeps this line on digit {digit}") if keep.line else _("Enter empties digit {digit}")
        chips: tuple[Chip, ...] = ((keep.line, "note"),) if keep.line else ()
        return Reading(chips, words.format(digit=keep.digit), "caution", keeps=keep)
    if (found := filled(line, kept)) is not None:
        say = _("Tab or Enter writes this line of yours")
        return Reading(((found.line, "note"),), say, "caution", offer=Line(found.line, (), found.cursor), at_enter=True)
    return None


def _completions(line: str, cursor: int, index: Index, fixed: tuple[Any, ...]) -> tuple[tuple[str, Line], ...]:
    """What the word under the cursor may become; nothing where no word was begun."""
    from swstation.quicklog import apply, completions

    cursor = min(cursor, len(line))  # fast typing: the line read may be older than where the cursor stands
    if not line[:cursor].strip() or line[cursor - 1].isspace():
        return ()
    made = []
    for one in completions(line, cursor, index, MOST_COMPLETIONS):
        if one.text != line[one.start : one.end]:
            text, place, decided = apply(line, one)
            made.append((one.label or one.text, Line(text, (*fixed, decided) if decided else fixed, place)))
    return tuple(made)


def reading(parsed: Parsed, index: Index) -> Reading:
    """What to show of a parsed line: its parts, the one thing to ask, and what can be chosen."""
    from swstation.quicklog.usual import as_usual

    say, tone, choices = _asked(parsed, index)
    offer: Line | None = None
    chips = _chips(parsed, index)
    usual = as_usual(parsed, index)
    if parsed.offers:
        from swstation.quicklog import resolve

        taken = resolve(parsed, parsed.offers[0], None, index)
        offer = Line(taken.line, taken.fixed)
        if parsed.ready and not say:
            say = _offer_words(parsed.offers[0])
    elif parsed.many is not None and parsed.ready:
        n = len(parsed.many.clients)
        say = say or ngettext("Enter saves {n} entry", "Enter saves {n} entries, one for each", n).format(n=n)
    elif usual is not None:
        chips.append((f"{usual.words}?", "caution"))
        if parsed.ready and not say:
            say = _("Enter saves. Tab adds {what}, as last time").format(what=usual.words)
        elif usual.completes:
            say, tone = _("Tab takes {what}, as last time").format(what=usual.words), "caution"
    return Reading(
        chips=tuple(chips),
        say=say,
        tone=tone,
        choices=tuple(choices),
        offer=offer,
        usual=Line(f"{usual.line} ", parsed.fixed) if usual else None,
        ready=parsed.ready,
        fixed=parsed.fixed,
        parsed=parsed,
        ending=_endings(parsed, index),
    )


def _endings(parsed: Parsed, index: Index) -> tuple[Ending, ...]:
    if "end_file" not in parsed.asks:
        return ()
    return tuple(
        Ending(one.id, one.name, one.outcome)
        for one in parsed.clients
        if one.id is not None and one.outcome in index.ends_file
    )


def _offer_words(offer: Offer) -> str:
    if offer.kind == "new_activity":
        return _("Enter saves. Tab also opens {title} as an activity").format(title=offer.label)
    if offer.kind == "new_group":
        return _("Enter saves. Tab also opens {title} as a group").format(title=offer.label)
    return _("Enter saves. Tab takes {what} from the note").format(what=_offered(offer))


def _offered(offer: Offer) -> str:
    if offer.kind == "minutes":
        return ngettext("{n} minute", "{n} minutes", int(offer.id)).format(n=offer.id)
    return offer.label


def _asked(parsed: Parsed, index: Index) -> tuple[str, str, list[tuple[str, Callable[[], Line]]]]:
    """One sentence, its tone, and what can be chosen: a problem before a question before what is missing."""
    from swstation.errors import message

    if parsed.problems:
        return message(parsed.problems[0].refusal()), "bad", []
    if parsed.questions:
        question = parsed.questions[0]
        return _question_words(question), "caution", _options(parsed, question, index)
    if "method" in parsed.missing:
        return message(Refusal("quicklog.missing_method")), "caution", _methods(parsed, index)
    if parsed.missing:
        return message(Refusal("quicklog.missing_whom")), "caution", []
    if "next_contact" in parsed.asks:
        return _("Enter saves. Nobody was met: add the next contact, such as >+3d"), "caution", []
    return "", "", []


def _question_words(question: Question) -> str:
    from swstation.errors import message

    return message(Refusal(f"quicklog.ask_{question.kind}", token=question.token))


def _options(parsed: Parsed, question: Question, index: Index) -> list[tuple[str, Callable[[], Line]]]:
    from swstation.quicklog import resolve

    made: list[tuple[str, Callable[[], Line]]] = []
    for option in question.options[:MOST_CHOICES]:

        def decide(option: Any = option) -> Line:
            decided = resolve(parsed, question, option, index)
            return Line(decided.line, decided.fixed)

        made.append((_option_words(option, index), decide))
    return made


def _option_words(option: Any, index: Index) -> str:
    from swstation.quicklog import option_label

    if option.kind == "client" and option.id in index.clients and index.clients[option.id].village:
        return f"{option.label} {index.clients[option.id].village}"
    if option.kind == "minutes":
        return ngettext("{n} minute", "{n} minutes", int(option.id)).format(n=option.id)
    return option_label(option) or str(option.id)


def _methods(parsed: Parsed, index: Index) -> list[tuple[str, Callable[[], Line]]]:
    made: list[tuple[str, Callable[[], Line]]] = []
    for code in _METHODS_OFFERED:
        if code in index.methods:
            method = index.methods[code]
            line = f"{parsed.line.rstrip()} !{method.word}"
            made.append((method.label, lambda line=line: Line(line, parsed.fixed)))  # type: ignore[misc]
    return made


def _chips(parsed: Parsed, index: Index) -> list[Chip]:
    amber = {part.kind for part in parsed.parts if part.amber}
    chips: list[Chip] = []

    def add(text: str, kind: str = "") -> None:
        if text:
            chips.append((text, "caution" if kind in amber else ""))

    for client in parsed.clients:
        add(_with_outcome(client.name, client.outcome, index), "client" if client.id else "new_client")
        if client.id is None:
            chips[-1] = (_("new: {name}").format(name=chips[-1][0]), "caution")
    if parsed.many is not None:
        chips += _many_chips(parsed.many, index)
    elif not parsed.clients and parsed.outcome:
        add(_outcome_label(parsed.outcome), "outcome")
    if parsed.method in index.methods:
        add(index.methods[parsed.method or ""].label, "method")
    if parsed.date != index.context.today:
        add(day_words(parsed.date, index.context.today), "day")
    if parsed.start:
        add(f"{parsed.start}-{parsed.end}" if parsed.end else parsed.start, "span")
    if parsed.minutes is not None:
        add(ngettext("{n} minute", "{n} minutes", parsed.minutes).format(n=parsed.minutes), "minutes")
    chips += _rest(parsed, index)
    for question in parsed.questions:
        chips.append((f"{question.token}?", "caution"))
    if parsed.note:
        chips.append((parsed.note, "note"))
    return chips


def _many_chips(many: ManyRef, index: Index) -> list[Chip]:
    n = len(many.clients)
    words = ngettext("{n} person", "{n} people", n).format(n=n)
    names = listed(one.name for one in many.clients[:NAMES_SHOWN]) + ("…" if n > NAMES_SHOWN else "")
    outcome = many.clients[0].outcome if many.clients else "met"
    place = many.place or _("marked")
    return [(_with_outcome(f"{place} {words}", outcome, index), "caution"), (names, "")]


def _rest(parsed: Parsed, index: Index) -> list[Chip]:
    texts = [f"&{parsed.case.number}"] if parsed.case else []
    new = {kind for kind, _detail in parsed.opens}
    for kind, title in (("group", parsed.group), ("activity", parsed.activity)):
        if title:
            texts.append(_("new: {name}").format(name=title.title) if kind in new else title.title)
    texts += [f"{one.what} {one.n}{one.unit}" for one in parsed.materials]
    if parsed.referral is not None:
        texts.append(_("referral draft: {to}").format(to=parsed.referral.receiver or "?"))
    texts += [f"{item.text} {item.n}{item.unit}{'：' if item.result else ''}{item.result}" for item in parsed.items]
    for name, words in COUNTS:
        if (count := getattr(parsed, name)) is not None:
            texts.append(_(words).format(n=count))
    if parsed.value_fen is not None:
        texts.append(f"￥{parsed.value_fen / 100:.2f}".removesuffix(".00"))
    if parsed.field:
        texts.append(f"#{index.field_labels.get(parsed.field, parsed.field)}")
    texts += [f"+{person.name}" for person in parsed.colleagues]
    if parsed.village_name:
        texts.append(parsed.village_name)
    if parsed.next_contact:
        texts.append(f"> {day_words(parsed.next_contact, index.context.today)}")
    return [(text, "") for text in texts]


def _with_outcome(name: str, outcome: str, index: Index) -> str:
    return name if outcome == "met" else f"{name} {_outcome_label(outcome)}"


def _outcome_label(code: str) -> str:
    from swstation import lists

    return lists.label("outcome", code)
