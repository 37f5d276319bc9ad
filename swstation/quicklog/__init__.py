"""The quick-log line: one line as a worker types it, one entry of the service log. Pure: no clock, no database.

``Index.build(context)`` once, then ``parse(line, index)`` on every keystroke.
"""

from __future__ import annotations

from swstation.quicklog.completing import Completion, apply, completions
from swstation.quicklog.context import (
    Choice,
    Context,
    Habit,
    Item,
    KnownCase,
    KnownClient,
    KnownPerson,
    KnownTitle,
    Method,
    Outcome,
    Village,
)
from swstation.quicklog.index import Index
from swstation.quicklog.parsing import parse, resolve
from swstation.quicklog.result import (
    CaseRef,
    ClientRef,
    Fixed,
    ItemRef,
    Offer,
    Option,
    Parsed,
    Part,
    PersonRef,
    Problem,
    Question,
    TitleRef,
)
from swstation.quicklog.wording import as_json, option_label, refusals
from swstation.quicklog.words import EXAMPLES

__all__ = [
    "EXAMPLES",
    "CaseRef",
    "Choice",
    "ClientRef",
    "Completion",
    "Context",
    "Fixed",
    "Habit",
    "Index",
    "Item",
    "ItemRef",
    "KnownCase",
    "KnownClient",
    "KnownPerson",
    "KnownTitle",
    "Method",
    "Offer",
    "Option",
    "Outcome",
    "Parsed",
    "Part",
    "PersonRef",
    "Problem",
    "Question",
    "TitleRef",
    "Village",
    "apply",
    "as_json",
    "completions",
    "option_label",
    "parse",
    "refusals",
    "resolve",
]
