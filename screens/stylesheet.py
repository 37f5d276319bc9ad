"""The style sheet of the interface: read once, however often a page or a theme asks for it again.

Textual reads every source anew, in a sheet that knows nothing yet, when a page brings styles of its own and whenever
the theme is said again. What was read is kept here by what it depends on, the variables (the theme's colours) and the
source, and only what is new is read.
"""

from __future__ import annotations

from typing import Any, Final

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_Rules = dict[tuple[Any, ...], list[RuleSet]]
_READ: Final[dict[tuple[tuple[str, str], ...], _Rules]] = {}
"""What was read, by the variables it was read with; as many as there are themes."""


class KeptStylesheet(Stylesheet):
    """A style sheet that keeps what it has read, for all sheets of this process with the same variables."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._kept = _kept(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the variables; the same ones again change nothing."""
        if variables != self._variables:
            super().set_variables(variables)
            self._kept = _kept(variables)

    def reparse(self) -> None:
        """Put the rules together again. If a source cannot be read, the rules stay as they were."""
        self.parse()

    def _parse_rules(self, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        key = (css, where, tuple(sorted(how.items())))
        if key not in self._kept:
            self._kept[key] = super()._parse_rules(css, *where, **how)
        return self._kept[key]


def _kept(variables: dict[str, str]) -> _Rules:
    return _READ.setdefault(tuple(sorted(variables.items())), {})
