"""A measured amount against a target: the number first, then a bar."""

from __future__ import annotations

from textual.content import Content

from screens.text import fit


def meter(amount: int, target: int, cells: int, *, plain: bool = False, pending: int = 0, tone: str = "") -> Content:
    """A bar of ``cells`` cells: full for ``amount``, lighter for ``pending``; coloured, in plain ``#`` and ``-``."""
    whole = max(target, 1)
    full = min(cells, cells * max(amount, 0) // whole)
    wait = min(cells - full, cells * max(pending, 0) // whole)
    if plain:
        return Content("#" * full + "+" * wait + "-" * (cells - full - wait))
    ground = {"bad": "$bad", "caution": "$caution", "good": "$good"}.get(tone, "$bar-full")
    return Content.assemble(
        (" " * full, f"on {ground}"),
        (" " * wait, "on $line"),
        (" " * (cells - full - wait), "on $bar-rest"),
    )


def tenths(amount: int) -> str:
    """An amount kept in tenths, always with one decimal."""
    return f"{amount // 10}.{amount % 10}"


def measured(amount: int, target: int, unit: str, cells: int = 16) -> str:
    """``30.0 / 48.0 学时`` in a fixed width."""
    return fit(f"{tenths(amount)} / {tenths(target)} {unit}", cells)
