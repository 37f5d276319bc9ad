"""Commands, options and arguments whose help is looked up in the language of the moment it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from swstation.cli.click_words import teach
from swstation.i18n import _

F = TypeVar("F", bound=Callable[..., Any])

teach()


def cells(text: str) -> int:
    """How many columns of a terminal a text takes; a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at spaces and between Han characters; a longer word stays whole."""
    lines = [""]
    for piece in re.findall(r"[ \n]+|[⺀-\U0003ffff][，。、；：！？”’）」]*|[^⺀-\U0003ffff \n]+", text):
        if lines[-1] and cells(lines[-1]) + cells(piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += " " if piece.isspace() and lines[-1] else piece.strip()
    return [line.rstrip() for line in lines]


class SwFormatter(click.HelpFormatter):
    """Help in columns that line up in Chinese too."""

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        words = _("{heading}:").format(heading=heading)
        self.write(f"{' ' * self.current_indent}{words}\n")

    def write_text(self, text: str) -> None:
        """A paragraph."""
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and what they mean, in two columns."""
        rows = list(rows)
        first = min(max((cells(term) for term, _text in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in rows:
            lines = wrapped(text, max(self.width - self.current_indent - first, 20))
            gap = first - cells(term)
            if gap < col_spacing:
                self.write(f"{indent}{term}\n{indent}{' ' * first}{lines[0]}".rstrip() + "\n")
            else:
                self.write(f"{indent}{term}{' ' * gap}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{' ' * first}{line}\n")


class SwContext(click.Context):
    """A context that writes its help in our columns."""

    formatter_class = SwFormatter


class _Helped:
    # The msgid is kept, the text is looked up each time it is asked for.
    _msgid: str | None = None

    @property
    def help(self) -> str | None:
        """The help text in the current language."""
        return _(self._msgid) if self._msgid else None

    @help.setter
    def help(self, msgid: str | None) -> None:
        self._msgid = msgid


class SwOption(_Helped, click.Option):
    """An option with translated help and metavar."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value: 日期 for ``DATE``."""
        return _(super().make_metavar(ctx))


class SwArgument(_Helped, click.Argument):
    """An argument with a translated name."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value: 文件 for ``FILE``."""
        return _(super().make_metavar(ctx))


class Count(click.IntRange):
    """A whole number within bounds, named in the user's language where it is refused."""

    @property
    def name(self) -> str:
        """What is asked for."""
        return _("whole number")

    @name.setter
    def name(self, value: str) -> None:
        """Click gives its English name, which is not kept."""


class SwCommand(_Helped, click.Command):
    """A command with translated help."""

    context_class = SwContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, which Click makes once, in the language of that moment."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this message and exit.")
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words of the usage line."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        """The whole help: it is one sentence, and wraps."""
        return self.help or ""


class SwGroup(SwCommand, click.Group):
    """A group of such commands."""

    command_class = SwCommand


def command(name: str, **attrs: Any) -> Callable[[Callable[..., Any]], SwCommand]:
    """Make a function a command; ``help`` is a msgid."""
    return click.command(name, cls=SwCommand, **attrs)


def group(name: str, cls: type[SwGroup] = SwGroup, **attrs: Any) -> Callable[[Callable[..., Any]], SwGroup]:
    """Make a function a group of commands; ``help`` is a msgid."""
    return click.group(name, cls=cls, **attrs)


def option(*names: str, **attrs: Any) -> Callable[[F], F]:
    """Add an option; ``help`` is a msgid."""
    return click.option(*names, cls=SwOption, **attrs)


def argument(name: str, **attrs: Any) -> Callable[[F], F]:
    """Add an argument; ``metavar`` is a msgid."""
    return click.argument(name, cls=SwArgument, **attrs)
