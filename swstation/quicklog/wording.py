"""A parsed line for the command line and for messages: refusals, labels of options, the JSON keys of ``log``."""

from __future__ import annotations

from db.errors import Refusal
from swstation.i18n import _
from swstation.messages.quicklog import OPTIONS
from swstation.quicklog.result import Option, Parsed


def option_label(option: Option) -> str:
    """An option in the current language."""
    template = OPTIONS.get(option.kind)
    return _(template).format(label=option.label) if template else option.label


def refusals(parsed: Parsed) -> tuple[Refusal, ...]:
    """Everything that stands in the way of saving, in the order of the line: problems, questions, what is missing."""
    problems = [(problem.start, problem.refusal()) for problem in parsed.problems]
    questions = [
        (
            question.start,
            Refusal(
                f"quicklog.ask_{question.kind}",
                token=question.token,
                choices=[option_label(option) for option in question.options],
            ),
        )
        for question in parsed.questions
    ]
    ordered = sorted((*problems, *questions), key=lambda pair: pair[0])
    # A line that is refused as a whole is not asked for its parts as well.
    missing = () if not parsed.parts and problems else parsed.missing
    return (*(refusal for _start, refusal in ordered), *(Refusal(f"quicklog.missing_{what}") for what in missing))


def as_json(parsed: Parsed) -> dict[str, object]:
    """The keys of the ``log`` command but ``id``; ``outcome`` is a code, or codes by client where they differ."""
    return {
        "date": parsed.date.isoformat(),
        "start": parsed.start,
        "end": parsed.end,
        "minutes": parsed.minutes,
        "clients": [client.name for client in parsed.clients],
        "colleagues": [person.name for person in parsed.colleagues],
        "case": parsed.case.number if parsed.case else None,
        "group": parsed.group.title if parsed.group else None,
        "activity": parsed.activity.title if parsed.activity else None,
        "method": parsed.method,
        "field": parsed.field,
        "note": parsed.note,
        "next_contact": parsed.next_contact.isoformat() if parsed.next_contact else None,
        "outcome": parsed.outcome or (parsed.outcomes if parsed.clients else None),
        "heads": parsed.heads,
        "person_times": parsed.person_times,
        "households": parsed.households,
        "session_no": parsed.session_no,
        "items": [
            # ``result`` only where there is one: who reads the other three need not know of it.
            {"item": i.item or i.text, "n": i.n, "unit": i.unit} | ({"result": i.result} if i.result else {})
            for i in parsed.items
        ],
        "value_fen": parsed.value_fen,
        "volunteers": parsed.volunteers,
        "village": parsed.village_name,
    }
