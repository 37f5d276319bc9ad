"""Service fields as ledgers name them."""

from __future__ import annotations

from swstation.importing.applying.base import RowRefused
from swstation.importing.cells import fold
from swstation.importing.offers import field_names
from swstation.rules.fields import service_fields
from swstation.rules.model import Policy


class ServiceFields:
    """The service fields of a policy by every word for them."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._words = {
            fold(word): known.id for known in service_fields(policy) for word in (known.zh, known.en, known.id)
        }

    def find(self, text: str | None) -> str | None:
        """The id of a field; refuses a word for none."""
        if text is None:
            return None
        if (found := self._words.get(fold(text))) is None:
            raise RowRefused("field", "importing.unknown_field", choices=field_names(self._policy), name=text)
        return found
