"""A web page, checked before it is read; a table read by its header labels.

A page cut off, in another encoding than it declares, or nested to exhaust a parser is refused here, once for all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from parsel import Selector, SelectorList
from scrapy.http import Response, TextResponse

from scrapers.errors import Blocked, LayoutChanged
from scrapers.extract import words

LARGEST = 16 * 1024 * 1024  # bytes; the largest page known lists a session's bills in 4 MB
DEEPEST = 400
TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
# elements that hold none, or that pages leave open
UNNESTED = frozenset(
    b"area base br col dd dt embed hr img input li link meta option p param source tbody td tfoot th thead tr"
    b" track wbr".split()
)
WALLS = re.compile(
    r"access denied|attention required|just a moment|request rejected|request unsuccessful|are you a robot"
    r"|pardon our interruption|checking your browser|forbidden|log ?in|sign in",
    re.IGNORECASE,
)
TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)

Thing = TypeVar("Thing")


def whole(page: Response, ends: str = "</html>") -> Selector:
    """The page's document; `ends` is the tag that closes it, that of its outermost element for a fragment.

    Raises LayoutChanged on a page that is no HTML, too large, nested too deep, damaged by its encoding or cut off, and
    Blocked where a wall answers in its place.
    """
    if len(page.body) > LARGEST:
        raise LayoutChanged(page.url, wanted=f"a page of at most {LARGEST:,} bytes", got=f"{len(page.body):,}")
    if not isinstance(page, TextResponse):
        raise LayoutChanged(page.url, wanted="an HTML page", got=repr(page.body[:80]))
    text = decoded(page)
    start = text[:200].lstrip()
    if not start.startswith("<"):
        raise LayoutChanged(page.url, wanted="an HTML page", got=start[:80] or "nothing")
    title = TITLE.search(text[:20_000])
    if title and WALLS.search(title[1]):
        raise Blocked(page.url, got=title[1].strip())
    if not without_comments(text).lower().endswith(ends):
        raise LayoutChanged(page.url, wanted=f"{ends} at the end", got=text[-80:])
    if (depth := nesting(page.body)) > DEEPEST:
        raise LayoutChanged(page.url, wanted=f"elements nested at most {DEEPEST} deep", got=f"{depth}")
    return page.selector


def decoded(page: TextResponse) -> str:
    """The text, in the encoding the page declares; raises LayoutChanged where its bytes are in another."""
    try:
        text = page.body.decode(page.encoding)
    except UnicodeDecodeError as error:
        got = repr(page.body[error.start : error.start + 16])
        raise LayoutChanged(f"{page.url} byte {error.start}", wanted=page.encoding, got=got) from error
    if "\0" in text:
        raise LayoutChanged(page.url, wanted=f"text in {page.encoding}", got="NUL characters")
    if page.encoding != "utf-8" and not text.isascii() and is_utf8(page.body):
        raise LayoutChanged(page.url, wanted=f"text in {page.encoding}", got="text in utf-8")
    return text


def is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def without_comments(text: str) -> str:
    """Without the comments and white space that some servers add after the page's end."""
    text = text.rstrip()
    while text.endswith("-->") and (start := text.rfind("<!--")) >= 0:
        text = text[:start].rstrip()
    return text


def nesting(body: bytes) -> int:
    """About how deep the page's elements are nested, counted without building a tree."""
    opened: Counter[bytes] = Counter()
    depth = deepest = 0
    for closing, written in TAG.findall(body):
        name = written.lower()
        # an end tag closes what is open under its name, and a stray one nothing
        if name in UNNESTED or (closing and not opened[name]):
            continue
        step = -1 if closing else 1
        opened[name] += step
        depth += step
        deepest = max(deepest, depth)
    return deepest


def table(
    element: Selector, headers: Sequence[str], where: str, *, empty: str | None = None, notes: str | None = None
) -> list[dict[str, Selector]]:
    """The rows of a table, each as header label → cell; the order of columns does not matter.

    The headers are the first row that has all of their labels; what stands above it is a caption. `notes` is a pattern
    for lines that are no rows, `empty` one for the page's own words where there is no row, in a line of one cell.
    Raises LayoutChanged on a label that is missing or there twice, a row of another width, and a table without rows
    that does not say so.
    """
    lines = element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    labelled = [[words(cell) for cell, width in cells(line) for _ in range(width)] for line in lines]
    head = next((number for number, labels in enumerate(labelled) if set(headers) <= set(labels)), None)
    if head is None:
        got = " | ".join(labelled[0]) if labelled else "no row"
        raise LayoutChanged(where, wanted=f"the columns {', '.join(headers)}", got=got)
    labels = labelled[head]
    for label in headers:
        if labels.count(label) != 1:
            raise LayoutChanged(where, wanted=f"one column {label!r}", got=" | ".join(labels))
    body = [line for line in lines[head + 1 :] if not (notes and re.search(notes, words(line)))]
    if empty and len(body) == 1 and len(cells(body[0])) == 1 and re.search(empty, words(body[0])):
        return []
    rows: list[dict[str, Selector]] = []
    for line in body:
        row = [cell for cell, width in cells(line) for _ in range(width)]
        if len(row) != len(labels):
            raise LayoutChanged(where, wanted=f"{len(labels)} cells in a row", got=f"{len(row)}: {words(line)}")
        rows.append({label: cell for label, cell in zip(labels, row, strict=True) if label in headers})
    if not rows:
        raise LayoutChanged(where, wanted="rows under the headers", got="none")
    return rows


def table_with(document: Selector, headers: Sequence[str], where: str) -> Selector:
    """The one table that has these header cells in a row of its own, not of a table inside it."""
    found = [
        element
        for element in document.xpath("//table[.//th]")
        if any(
            set(headers) <= {words(cell) for cell in line.xpath("./th")}
            for line in element.xpath("./tr | ./thead/tr | ./tbody/tr")
        )
    ]
    if len(found) != 1:
        raise LayoutChanged(where, wanted=f"one table of {', '.join(headers)}", got=f"{len(found)}")
    return found[0]


def cells(row: Selector) -> list[tuple[Selector, int]]:
    """The cells of a row, each with how many columns it takes."""
    found: SelectorList[Selector] = row.xpath("./th | ./td")
    return [(cell, int(span) if (span := cell.attrib.get("colspan", "1")).isdecimal() else 1) for cell in found]


def distinct(
    found: Iterable[Thing], where: str, key: Callable[[Thing], Hashable] = lambda thing: repr(thing)
) -> list[Thing]:
    """The same things; raises LayoutChanged where the page, which lists each once, has one twice."""
    seen: dict[Hashable, Thing] = {}
    for thing in found:
        if (name := key(thing)) in seen:
            raise LayoutChanged(where, wanted="each listed once", got=f"twice: {name}")
        seen[name] = thing
    return list(seen.values())
