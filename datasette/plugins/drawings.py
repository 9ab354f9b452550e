"""Charts and pictures as inline SVG: no script, no style attribute, colours from the stylesheet.

A chart is never alone: each page has the same numbers in a table beside it, so the drawing is hidden from screen
readers. Another plugin finds this one as `pm.get_plugin("drawings.py")`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

HEIGHT, FOOT, TOP = 150, 22, 14  # px
LABELS = 6


class Column(NamedTuple):
    """One column: `label` under it where there is room, `words` on hovering, `url` where it leads."""

    label: str
    value: float
    words: str
    url: str | None = None


def bar(value: float, largest: float, kind: str = "") -> Markup:
    """A horizontal bar for a table cell, as long as the value's part of the largest."""
    share = 100 * value / largest if largest else 0
    return Markup(
        '<svg class="bar {}" aria-hidden="true" focusable="false" width="100%" height="12">'
        '<rect class="track" width="100%" height="12"></rect><rect class="fill" width="{}%" height="12"></rect></svg>'
    ).format(kind, f"{share:.2f}")


def columns(points: Sequence[Column], unit: str = "") -> Markup:
    """Columns over time. Widths are in percent and heights in pixels, so that letters keep their size on a phone."""
    if not points:
        return Markup("")
    largest = max(point.value for point in points) or 1
    step = 100 / len(points)
    floor = HEIGHT - FOOT
    every = -(-len(points) // LABELS)
    parts = [
        Markup('<line class="axis" x1="0" x2="100%" y1="{0}" y2="{0}"></line>').format(floor),
        Markup('<text class="scale" x="0" y="{}">{}</text>').format(TOP - 3, f"{largest:,.10g}{unit}"),
    ]
    for place, point in enumerate(points):
        tall = (floor - TOP) * point.value / largest
        tall = max(tall, 1.5) if point.value else 0  # a little is not nothing
        drawn = Markup('<rect class="fill" x="{}%" width="{}%" y="{}" height="{}"><title>{}</title></rect>').format(
            f"{place * step + step * 0.1:.2f}", f"{step * 0.8:.2f}", f"{floor - tall:.1f}", f"{tall:.1f}", point.words
        )
        if point.url:
            drawn = Markup('<a href="{}" tabindex="-1">{}</a>').format(point.url, drawn)
        parts.append(drawn)
        if place % every == 0:
            parts.append(
                Markup('<text class="label" x="{}%" y="{}">{}</text>').format(
                    f"{place * step:.2f}", HEIGHT - 6, point.label
                )
            )
    return Markup(
        '<svg class="columns-chart" aria-hidden="true" focusable="false" width="100%" height="{}">{}</svg>'
    ).format(HEIGHT, Markup("").join(parts))
