"""One line of the due list, and the words inside its sentence that are translated when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from swstation.i18n import _, language
from swstation.rules.model import Clause


class Word(NamedTuple):
    """A word of ours inside a sentence, translated when it is shown."""

    msgid: str


class Label(NamedTuple):
    """A name from a policy, in the language of the screen."""

    zh: str
    en: str


class Labels(NamedTuple):
    """Several names from a policy."""

    names: tuple[Label, ...]


class DueItem(NamedTuple):
    """One thing that is due; ``decision`` is the county's own words where no policy's clause stands.

    ``ref`` is the row concerned (client, case, staff, draft), of the register ``table`` where the kind does not say
    which; ``worker_id`` who should do it. ``unit``: whose it is where ``ref`` is no row but the title of a topic.
    """

    kind: str
    who: str
    on: date
    days: int
    opens: date
    ref: str
    message: str
    params: Mapping[str, object] = MappingProxyType({})
    worker_id: str = ""
    clause: Clause | None = None
    decision: str | None = None
    table: str = ""
    unit: str = ""

    @property
    def what(self) -> str:
        """What is to be done, in the current language."""
        return _(self.message).format_map({key: _shown(value) for key, value in self.params.items()})

    def as_dict(self) -> dict[str, object]:
        """As ``due --json`` prints it."""
        clause: object = self.clause.as_dict() if self.clause else None
        if clause is None and self.decision:
            clause = {"decision": self.decision}
        return {
            "kind": self.kind,
            "what": self.what,
            "who": self.who,
            "date": self.on.isoformat(),
            "days": self.days,
            "clause": clause,
            "ref": self.ref,
        }


def _shown(value: object) -> object:
    if isinstance(value, Word):
        return _(value.msgid)
    if isinstance(value, Labels):
        return "、".join(str(_shown(one)) for one in value.names)
    if isinstance(value, Label):
        return value.en if language() == "en" else value.zh
    return value.isoformat() if isinstance(value, date) else value
