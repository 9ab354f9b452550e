"""Votes as inline SVG, without script or style: bars of yes, no and neither, and the seats of a chamber.

Every drawing stands beside the same numbers in words, so it is hidden from screen readers. Sides differ in shape or
place as well as in colour, and no colour stands for a party.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette import hookimpl
from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

SIDES = ("yes", "no", "other")
WIDTH, HEIGHT, HUB = 400.0, 210.0, 0.4  # of the half circle; HUB is the inner radius as a part of the outer one
ONE_ROW = 15  # so many seats and fewer sit in one row


class Seat(NamedTuple):
    """A place in the half circle: its angle from the left (0 to pi) and its middle."""

    angle: float
    x: float
    y: float


def side(option: str) -> str:
    return option if option in ("yes", "no") else "other"


def bar(yes: int | None, no: int | None, other: int | None, whole: int | None = None) -> Markup:
    """One bar, parted into yes, no and neither; the line it stands on is as long as `whole` votes, or all of these."""
    counts = [yes or 0, no or 0, other or 0]
    whole = whole or sum(counts)
    if not whole:
        return Markup("")
    parts, start = [], 0
    for name, count in zip(SIDES, counts, strict=True):
        if count:
            parts.append(Markup('<rect class="{}" x="{}" width="{}" height="1"/>').format(name, start, count))
        start += count
    return Markup(
        '<svg class="votebar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(whole, Markup("").join(parts))


def seat_plan(seats: int) -> tuple[list[Seat], float]:
    """The places of a half circle, from left to right, and how far apart they are."""
    outer = WIDTH / 2 - 15
    inner = outer * HUB
    # rows so far apart as the seats in them: the area of the half ring is shared out
    apart = math.sqrt(math.pi * (outer**2 - inner**2) / 2 / max(seats, 1))
    rows = 1 if seats <= ONE_ROW else max(1, round((outer - inner) / apart))
    radii = [outer - (outer - inner) * row / rows for row in range(rows)]
    share = [seats * radius / sum(radii) for radius in radii]
    counts = [int(part) for part in share]
    for row in sorted(range(rows), key=lambda row: counts[row] - share[row])[: seats - sum(counts)]:
        counts[row] += 1
    plan = []
    for radius, count in zip(radii, counts, strict=True):
        for place in range(count):
            angle = math.pi * (place + 0.5) / count
            plan.append(Seat(angle, WIDTH / 2 - radius * math.cos(angle), HEIGHT - 15 - radius * math.sin(angle)))
    return sorted(plan), min(apart, 26.0)


def seat_chart(members: Iterable[Mapping[str, Any]], parties: Sequence[Mapping[str, Any]]) -> Markup:
    """The members as seats, party by party: a full dot for yes, a ring for no, a small dot for neither."""
    order = {party["party"]: place for place, party in enumerate(parties)}
    sat = sorted(members, key=lambda m: (order.get(m["party"], len(order)), SIDES.index(side(m["option"]))))
    plan, apart = seat_plan(len(sat))
    places: dict[str, list[str]] = {name: [] for name in SIDES}
    for member, seat in zip(sat, plan, strict=True):
        places[side(member["option"])].append(f"M{seat.x:.0f} {seat.y:.0f}h0")
    drawn = []
    for name, width in (("yes", 0.78), ("no", 0.78), ("no hole", 0.4), ("other", 0.34)):
        path = "".join(places[name.partition(" ")[0]])
        if path:
            drawn.append(
                Markup('<path class="seat {}" stroke-width="{}" d="{}"/>').format(name, f"{apart * width:.1f}", path)
            )
    return Markup('<svg class="seats" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(
        int(WIDTH), int(HEIGHT), Markup("").join(drawn)
    )


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.globals["vote_bar"] = bar
    env.globals["seat_chart"] = seat_chart
