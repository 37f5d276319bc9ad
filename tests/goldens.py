"""Screens as text, compared with committed files. ``SWSTATION_UPDATE_GOLDENS=1`` writes them anew."""

from __future__ import annotations

import html
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import App

FOLDER = Path(__file__).parent / "screens" / "goldens"


def lines_of(app: App[Any]) -> list[str]:
    """What stands on the screen, line by line, without the blanks at the end."""
    # The compositor is the only place that knows the finished lines; nothing else here is private.
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text_of(app: App[Any]) -> str:
    return "\n".join(lines_of(app)) + "\n"


def check(app: App[Any], name: str) -> None:
    """The screen is as ``goldens/<name>.txt`` says, and no line is wider than the terminal."""
    shown = text_of(app)
    for line in shown.splitlines():
        assert cell_len(line) <= app.size.width, f"too wide in {name}: {line!r}"
    file = FOLDER / f"{name}.txt"
    if os.environ.get("SWSTATION_UPDATE_GOLDENS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown, encoding="utf-8")
        return
    assert file.is_file(), f"no golden {file.name}: SWSTATION_UPDATE_GOLDENS=1 writes it"
    assert shown == file.read_text(encoding="utf-8")


_FONTS = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'WenQuanYi Zen Hei Mono', monospace"
_RUN = re.compile(r'<text (class="[^"]*") x="([\d.]+)" (y="[^"]*") textLength="[^"]*" ?([^>]*)>([^<]*)</text>')


def _pin(found: re.Match[str], cell: float = 12.2) -> str:
    out, x = [], float(found[2])
    for char in html.unescape(found[5]):
        if char not in " \xa0":
            out.append(f'<text {found[1]} x="{x:.1f}" {found[3]} {found[4]}>{html.escape(char)}</text>')
        x += cell_len(char) * cell
    return "".join(out)


def picture(app: App[Any], png: Path) -> None:
    """The screen as a picture for looking at, every character pinned to its cell; needs ``rsvg-convert``."""
    svg = app.export_screenshot(title="swstation")
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.S)
    svg = re.sub(r"font-family:\s*(Fira Code, monospace|arial)", f"font-family: {_FONTS}", svg)
    source = png.with_suffix(".svg")
    source.write_text(_RUN.sub(_pin, svg), encoding="utf-8")
    subprocess.run(["rsvg-convert", str(source), "-o", str(png)], check=True)
    source.unlink()
