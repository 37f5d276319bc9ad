"""The one error that carries a refusal up to whoever asked: a code and its parameters, no sentence."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """Something was refused and nothing was changed.

    ``code`` is ``area.reason``; the sentence for it is ``swstation/messages/<area>.py`` under that reason.
    ``params`` fill the sentence. Never put personal data other than what the user just typed in there.
    """

    def __init__(
        self,
        code: str,
        *,
        field: str | None = None,
        token: str | None = None,
        row: int | None = None,
        choices: Sequence[str] = (),
        **params: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.token = token
        self.row = row
        self.choices = tuple(choices)
        self.params = params


class Invalid(Refusal):
    """A value that a register does not take: an impossible date, a failed check digit, an unknown shape."""
