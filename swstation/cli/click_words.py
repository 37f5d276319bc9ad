"""The words that Click itself says, in the language of the program.

Click looks its words up with a ``_`` and an ``ngettext`` that each of its modules imports from the standard library,
which knows only catalogues on disk and the system's language. ``teach`` puts ours in their place.
"""

from __future__ import annotations

import sys

from swstation.i18n import N_, _

WORDS = (
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Argument {name!r} takes {nargs} values."),
    N_("Choose from:\n\t{choices}"),
    N_("Commands"),
    N_("Did you mean {possibility}?"),
    N_("Error: The two entered values do not match."),
    N_("Error: {message}"),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("Missing argument"),
    N_("Missing command."),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Options"),
    N_("Repeat for confirmation"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Usage:"),
    N_("default: {default}"),
    N_("required"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value!r} is not one of {choices}."),
    N_("{value!r} is not {choice}."),
    N_("{value} is not in the range {range}."),
)
"""What Click can say to a user of this program."""

NAMES = (
    N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("DATE"), N_("FILE"), N_("FILE..."), N_("ID"), N_("WHOLE NUMBER"),
    N_("KIND"), N_("LINE"), N_("NUMBER"), N_("PATH"), N_("POLICY"), N_("REPLICA"), N_("STAGE"), N_("TEXT"),
)  # fmt: skip
"""What stands for a value in a usage line, where the command gives no name of its own."""


def _plural(one: str, many: str, n: int) -> str:
    return _(one if n == 1 else many)


def teach() -> None:
    """Let Click say its words in the current language, whichever that is when it says them."""
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for word, ours in (("_", _), ("ngettext", _plural)):
                if hasattr(module, word):
                    setattr(module, word, ours)
