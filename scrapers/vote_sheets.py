"""Printed vote sheets: names, and marks beside them in columns, told apart by their places on the page.

A sheet has one row of labels, once or several times side by side, each time over a block of names. What the labels,
the marks and the totals of a legislature look like is the caller's to say. A mark under no column or beside no name,
and a name without a mark, refuse the sheet; totals are given as printed, whether the names add up to them or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from scrapers import pdf
from scrapers.errors import LayoutChanged
from scrapers.html import distinct
from scrapers.pdf import Word

MOST_PAGES = 10
MOST_WORDS = 4000  # of a page; a sheet of 435 names has about 1,500
LEVEL = 0.4  # of a letter's height: what stands no further apart stands on one line
NEAR = 0.6  # of the distance of two rows: how far the lines of a wrapped name may stand from its mark


@dataclass(frozen=True, slots=True)
class Form:
    """How sheets are printed: single words over the columns of marks, and over the names where there are any.

    `totals`: column → the words before its total, outside the table. `total_row`: what stands in the place of a name
    where the totals are the table's last row. `ends`: the first line below the table where they are not.
    """

    columns: frozenset[str]
    names: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset({"X"})
    totals: Mapping[str, str] = field(default_factory=dict)
    total_row: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None


class Mark(NamedTuple):
    name: str
    column: str
    mark: str


class Sheet(NamedTuple):
    """`marks` by block, from top to bottom; `totals` by column; `above` and `below` are the lines around the table."""

    columns: list[str]
    marks: list[Mark]
    totals: dict[str, int]
    above: list[str]
    below: list[str]


class Column(NamedTuple):
    label: str
    left: float
    right: float


class Block(NamedTuple):
    """Names from `left` to the first column, and marks in the columns."""

    left: float
    columns: list[Column]


class Row(NamedTuple):
    name: str
    marks: list[tuple[str, str]]  # column, mark


def sheet(body: bytes, where: str, form: Form) -> Sheet:
    """A vote sheet in PDF; raises LayoutChanged where it is not printed in that form."""
    words = pdf.words(body, where, most_pages=MOST_PAGES)
    pages = [[word for word in words if word.page == number] for number in sorted({word.page for word in words})]
    found = Sheet([], [], {}, [], [])
    for number, page in enumerate(pages, 1):
        read_page(page, f"{where} page {number}", form, found)
    if not found.marks:
        raise LayoutChanged(where, wanted="names with marks", got="none")
    distinct(found.marks, where, key=lambda mark: mark.name)
    put_totals(found, where, form)
    return found


def read_page(words: list[Word], where: str, form: Form, found: Sheet) -> None:
    if len(words) > MOST_WORDS:
        raise LayoutChanged(where, wanted=f"at most {MOST_WORDS:,} words", got=f"{len(words):,}")
    lines = as_lines(words)
    heads = [line for line in lines if is_head(line, form)]
    if len(heads) != 1:
        raise LayoutChanged(where, wanted=f"one row of {', '.join(sorted(form.columns))}", got=f"{len(heads)}")
    head = heads[0]
    top, bottom = max(word.bottom for word in head), end_of_table(lines, head, where, form)
    over = blocks(head, where, form)
    found.columns.extend(column.label for column in over[0].columns if column.label not in found.columns)
    table = [word for word in words if top < middle(word) < bottom]
    if beside := [word for word in table if not any(within(word, block) for block in over)]:
        raise LayoutChanged(where, wanted="no words beside the columns", got=text(beside))
    for block in over:
        for row in rows([word for word in table if within(word, block)], block, where, form):
            put_row(row, where, form, found)
    found.above.extend(text(line) for line in lines if line[0].bottom <= min(word.top for word in head))
    found.below.extend(text(line) for line in lines if line[0].top >= bottom)


def is_head(line: Sequence[Word], form: Form) -> bool:
    labels = {word.text for word in line}
    return labels <= form.columns | form.names and len(labels & form.columns) > 1


def end_of_table(lines: list[list[Word]], head: list[Word], where: str, form: Form) -> float:
    below = [line for line in lines if line[0].top > head[0].bottom]
    for line in below:
        if form.ends and form.ends.search(text(line)):
            return min(word.top for word in line)
        if form.total_row and any(form.total_row.match(text(line[start:])) for start in range(len(line))):
            return max(word.bottom for word in line)
    end = form.ends or form.total_row
    raise LayoutChanged(where, wanted=f"a line {end.pattern if end else 'below the table'!r}", got="none")


def blocks(head: list[Word], where: str, form: Form) -> list[Block]:
    """The row of labels, cut where the labels begin anew; all blocks have the same ones."""
    parts: list[list[Word]] = []
    for word in head:
        if not parts or (word.text in form.names if form.names else word.text == head[0].text):
            parts.append([])
        parts[-1].append(word)
    if len({tuple(word.text for word in part) for part in parts}) != 1:
        raise LayoutChanged(where, wanted="the same labels over each block", got=text(head))
    found: list[Block] = []
    for number, part in enumerate(parts):
        labels = [word for word in part if word.text in form.columns]
        if len(labels) != len({word.text for word in labels}) or len(labels) < 2:
            raise LayoutChanged(where, wanted="two or more columns of marks, each once", got=text(part))
        following = parts[number + 1][0].left if number + 1 < len(parts) else float("inf")
        left = found[-1].columns[-1].right if found else 0.0
        found.append(Block(left, columns(labels, following)))
    return found


def columns(labels: list[Word], following: float) -> list[Column]:
    """Each column reaches half way to the next one, the outer ones as far outward, not into what follows."""
    centres = [(word.left + word.right) / 2 for word in labels]
    edges = [(left + right) / 2 for left, right in pairwise(centres)]
    first, last = 2 * centres[0] - edges[0], min(2 * centres[-1] - edges[-1], following)
    bounds = [first, *edges, last]
    return [Column(word.text, bounds[at], bounds[at + 1]) for at, word in enumerate(labels)]


def rows(words: list[Word], block: Block, where: str, form: Form) -> list[Row]:
    """The names of a block with their marks; the lines of a wrapped name go to the mark they stand around."""
    start = block.columns[0].left
    names = as_lines(word for word in words if centre(word) < start)
    marks = as_lines(word for word in words if centre(word) >= start)
    tops = [line[0].top for line in marks]
    apart = median(below - above for above, below in pairwise(tops)) if len(tops) > 1 else 0.0
    of_mark: list[list[list[Word]]] = [[] for _ in marks]
    for line in names:
        away, nearest = min(((abs(line[0].top - top), at) for at, top in enumerate(tops)), default=(float("inf"), 0))
        if away > max(NEAR * apart, level(line)):
            raise LayoutChanged(where, wanted="a mark beside each name", got=f"none beside {text(line)}")
        of_mark[nearest].append(line)
    found = []
    for line, name in zip(marks, of_mark, strict=True):
        if not around(name, line):
            said = " / ".join(text(part) for part in name) or "nothing"
            raise LayoutChanged(where, wanted=f"one name beside {text(line)!r}", got=said)
        placed = [(column_of(word, block, where, form), word.text) for word in line]
        found.append(Row(" ".join(map(text, name)), placed))
    return found


def around(name: list[list[Word]], mark: list[Word]) -> bool:
    """Whether a mark stands beside the first line of a name, or half way down the lines of a wrapped one."""
    away = [line[0].top - mark[0].top for line in name]
    return bool(away) and min(abs(away[0]), abs(sum(away) / len(away))) <= level(mark) / 2 + 1


def column_of(word: Word, block: Block, where: str, form: Form) -> str:
    for column in block.columns:
        if column.left <= centre(word) < column.right and (word.text in form.marks or word.text.isdecimal()):
            return column.label
    raise LayoutChanged(where, wanted=f"{' or '.join(sorted(form.marks))} under a column", got=word.text)


def put_row(row: Row, where: str, form: Form, found: Sheet) -> None:
    counted = all(mark.isdecimal() for _, mark in row.marks)
    if form.total_row and form.total_row.match(row.name) and counted:
        for column, mark in row.marks:
            if column in found.totals:
                raise LayoutChanged(where, wanted=f"one total of {column}", got=f"{found.totals[column]} and {mark}")
            found.totals[column] = int(mark)
    elif len(row.marks) != 1 or counted:
        got = " ".join(f"{mark} under {column}" for column, mark in row.marks)
        raise LayoutChanged(where, wanted=f"one mark beside {row.name}", got=got)
    else:
        found.marks.append(Mark(row.name, *row.marks[0]))


def put_totals(found: Sheet, where: str, form: Form) -> None:
    """The totals printed outside the table; each column that has words for its total must have one."""
    outside = [*found.above, *found.below]
    for column in found.columns:
        if column in form.totals:
            pattern = re.compile(rf"(?<!\w){re.escape(form.totals[column])}\s?(\d{{1,4}})(?!\w)")
            counts = [count for line in outside for count in pattern.findall(line)]
            if len(counts) != 1:
                raise LayoutChanged(where, wanted=f"one total after {form.totals[column]!r}", got=f"{counts}")
            found.totals[column] = int(counts[0])


def as_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand on one level, from left to right; the lines from top to bottom."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.page, word.top)):
        if not found or abs(word.top - found[-1][0].top) > level(found[-1]):
            found.append([])
        found[-1].append(word)
    return [sorted(line, key=lambda word: word.left) for line in found]


def text(line: Sequence[Word]) -> str:
    """The words of a line; where all are single letters (`P A S S A G E`), the words those are spaced out from."""
    if len(line) < 4 or any(len(word.text) > 1 for word in line):
        return " ".join(word.text for word in line)
    gaps = [right.left - left.right for left, right in pairwise(line)]
    wide = 1.5 * median(gaps)
    return line[0].text + "".join(
        f"{' ' if gap > wide else ''}{word.text}" for gap, word in zip(gaps, line[1:], strict=True)
    )


def level(line: Sequence[Word]) -> float:
    return LEVEL * (line[0].bottom - line[0].top)


def centre(word: Word) -> float:
    return (word.left + word.right) / 2


def middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def within(word: Word, block: Block) -> bool:
    return block.left <= centre(word) < block.columns[-1].right
