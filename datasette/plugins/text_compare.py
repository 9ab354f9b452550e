"""Two texts held against each other, line by line, in a time that no text can stretch.

Lines that occur once in each text and in the same order are the fixed points (patience diff); between two fixed points
the same is asked again a few times, and what then remains was replaced. Another plugin finds this one as
`pm.get_plugin("text_compare.py")`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

DEPTH = 4


class Block(NamedTuple):
    """A stretch of lines: kept the same, or taken out and put in (either may be empty)."""

    same: bool
    old: tuple[str, ...]
    new: tuple[str, ...]


def lines_of(text: str) -> list[str]:
    """The lines that say something, without the white space at their ends."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Blocks that give `old` and `new` again when put end to end; two neighbours are never both the same."""
    runs: list[tuple[bool, list[str], list[str]]] = []
    for same, before, after in stretches(old, new, DEPTH):
        if not before and not after:
            continue
        if not runs or runs[-1][0] != same:
            runs.append((same, [], []))
        # in place: a text of a thousand fixed points would else be copied a thousand times
        runs[-1][1].extend(before)
        runs[-1][2].extend(after)
    return [Block(same, tuple(before), tuple(after)) for same, before, after in runs]


Stretch = tuple[bool, Sequence[str], Sequence[str]]


def stretches(old: Sequence[str], new: Sequence[str], depth: int) -> list[Stretch]:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    ends = old[len(old) - tail :], new[len(new) - tail :]
    return [(True, old[:head], new[:head]), *between(*middle, depth), (True, *ends)]


def between(old: Sequence[str], new: Sequence[str], depth: int) -> list[Stretch]:
    points = fixed_points(old, new) if depth and old and new else []
    if not points:
        return [(False, old, new)]
    found: list[Stretch] = []
    left, right = 0, 0
    for place, other in points:
        found += stretches(old[left:place], new[right:other], depth - 1)
        found.append((True, old[place : place + 1], new[other : other + 1]))
        left, right = place + 1, other + 1
    return found + stretches(old[left:], new[right:], depth - 1)


def fixed_points(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the lines that occur once in each, as many as stand in the same order in both."""
    times, other_times = Counter(old), Counter(new)
    where = {line: place for place, line in enumerate(new) if other_times[line] == 1}
    pairs = [(place, where[line]) for place, line in enumerate(old) if times[line] == 1 and line in where]
    # the longest run of pairs that rises in both
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(tops, other)
        before.append(at[length - 1] if length else -1)
        tops[length : length + 1] = [other]
        at[length : length + 1] = [number]
    rising = []
    number = at[-1] if at else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]
