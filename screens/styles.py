"""The rules of all pages and widgets, each source read once for the colours it is shown in."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

_SOURCES = 4096
"""More sources than there are: of a shorter memory nothing is left where all are asked for in turn."""


class Styles(Stylesheet):
    """As Textual's, which reads all sources anew with every page that is opened first and every theme set again.

    That was a fifth of the way to the first frame.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(_SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the colours; those it has already change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read what was not read yet in these colours."""
        self.parse()
