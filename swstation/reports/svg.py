"""Drawing plots as SVG inside a page: no script, no picture file, readable in print and without colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from swstation.reports.plots import Against, Months, Plot

STYLE: Final = (
    "div.plots{display:grid;grid-template-columns:repeat(3,1fr);gap:.5em 1.2em;margin:1em 0}"
    "div.plots figure{margin:0;break-inside:avoid}figure figcaption{font-size:.8em;display:flex;"
    "justify-content:space-between;gap:.6em}figcaption b{font-weight:bold;white-space:nowrap}"
    "div.plots svg{width:100%;height:auto;display:block}svg text{font-size:9px;fill:#555}"
    "svg .b{fill:#b8c4d0}svg .now{fill:#2f5d8a}svg .good{fill:#2e7d4f}svg .axis{stroke:#888;stroke-width:1}"
    "svg .mark{stroke:#b3261e;stroke-width:2}div.against{grid-template-columns:1fr}"
    "div.against figure{display:grid;grid-template-columns:16em 1fr 12em;gap:.8em;align-items:center}"
    "div.against figure span{font-size:.85em}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
)
_WIDE: Final = 240
_HIGH: Final = 62
_FOOT: Final = 11
_LONG: Final = 400
_BAR: Final = 14


def drawn(plots: Sequence[Plot]) -> str:
    """The plots as HTML: months side by side, values against targets one under the other."""
    months = [_months(one) for one in plots if isinstance(one, Months)]
    against = [_against(one) for one in plots if isinstance(one, Against)]
    out = f'<div class="plots">{"".join(months)}</div>' if months else ""
    return out + (f'<div class="plots against">{"".join(against)}</div>' if against else "")


def _months(plot: Months) -> str:
    most = max((value for value in plot.values if value is not None), default=0) or 1
    step = _WIDE / max(1, len(plot.values))
    out = []
    for at, (label, value) in enumerate(zip(plot.labels, plot.values, strict=True)):
        high = 0.0 if value is None else (_HIGH - 4) * max(0.0, value) / most
        kind = "now" if at == len(plot.values) - 1 else "b"
        out.append(
            f'<rect class="{kind}" x="{at * step + step * 0.15:.1f}" y="{_HIGH - high:.1f}"'
            f' width="{step * 0.7:.1f}" height="{high:.1f}"/>'
            f'<text x="{at * step + step / 2:.1f}" y="{_HIGH + _FOOT - 1}" text-anchor="middle">{escape(label)}</text>'
        )
    said = ", ".join(
        f"{label}: {'—' if value is None else f'{value:g}'}"
        for label, value in zip(plot.labels, plot.values, strict=True)
    )
    return (
        f"<figure><figcaption><span>{escape(plot.title)}</span><b>{escape(plot.words)}</b></figcaption>"
        f'<svg viewBox="0 0 {_WIDE} {_HIGH + _FOOT}" role="img" aria-label="{escape(f"{plot.title} {said}")}">'
        f"{''.join(out)}"
        f'<line class="axis" x1="0" y1="{_HIGH}" x2="{_WIDE}" y2="{_HIGH}"/></svg></figure>'
    )


def _against(plot: Against) -> str:
    bar = ""
    if plot.value is not None and plot.wanted:
        most = max(plot.value, plot.wanted) * 1.02
        long = _LONG * max(0.0, plot.value) / most
        mark = _LONG * plot.wanted / most
        bar = (
            f'<rect class="{"good" if plot.good else "now"}" x="0" y="2" width="{long:.1f}" height="{_BAR - 4}"/>'
            f'<line class="mark" x1="{mark:.1f}" y1="0" x2="{mark:.1f}" y2="{_BAR}"/>'
        )
    return (
        f"<figure><span>{escape(plot.title)}</span>"
        f'<svg viewBox="0 0 {_LONG} {_BAR}" role="img" aria-label="{escape(f"{plot.title} {plot.words}")}">{bar}'
        f'<line class="axis" x1="0" y1="{_BAR}" x2="{_LONG}" y2="{_BAR}"/></svg><b>{escape(plot.words)}</b></figure>'
    )
