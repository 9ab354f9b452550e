"""Taking things out of pages and files: required by default, and what may be missing is spelled out.

A selector that finds nothing, or more than it should, raises LayoutChanged with where it looked.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parsel import Selector, SelectorList

from scrapers.errors import Blocked, LayoutChanged
from scrapers.normalise import collapse

HTML = ("<!doctype", "<html", "<head")


def one(page: Selector, query: str, where: str) -> Selector:
    """The one element a CSS query (or an XPath, beginning with . or /) finds."""
    found = select(page, query)
    if len(found) != 1:
        raise LayoutChanged(f"{where} {query}", wanted="one element", got=f"{len(found)}")
    return found[0]


def maybe(page: Selector, query: str, where: str) -> Selector | None:
    """The one element there may be."""
    found = select(page, query)
    if len(found) > 1:
        raise LayoutChanged(f"{where} {query}", wanted="at most one element", got=f"{len(found)}")
    return found[0] if found else None


def many(page: Selector, query: str, where: str, *, at_least: int = 1) -> SelectorList[Selector]:
    """The elements there are, in their order."""
    found = select(page, query)
    if len(found) < at_least:
        raise LayoutChanged(f"{where} {query}", wanted=f"at least {at_least} elements", got=f"{len(found)}")
    return found


def select(page: Selector, query: str) -> SelectorList[Selector]:
    return page.xpath(query) if query.startswith((".", "/")) else page.css(query)


def words(element: Selector) -> str:
    """All text inside an element, as one line."""
    return collapse(" ".join(element.xpath(".//text()").getall()))


def read_json(body: bytes, where: str) -> Any:
    """JSON in UTF-8; raises Blocked on an HTML page in its place, LayoutChanged on anything else."""
    text = decode(body, where)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise LayoutChanged(where, wanted="JSON", got=f"{error}: {text[:80]}") from error


def value(found: Mapping[str, Any], key: str, kind: type | tuple[type, ...], where: str) -> Any:
    """A value that must be there and of a kind."""
    if key not in found or not isinstance(found[key], kind):
        raise LayoutChanged(f"{where}.{key}", wanted=str(kind), got=repr(found.get(key, "nothing"))[:80])
    return found[key]


def read_csv(
    body: bytes, columns: Sequence[str], where: str, *, encoding: str = "utf-8-sig"
) -> Iterator[dict[str, str]]:
    """The rows of a CSV whose header has at least `columns`, each as wide as the header; values stripped.

    Raises Blocked on an HTML page in its place, LayoutChanged naming the line.
    """
    reader = csv.reader(io.StringIO(decode(body, where, encoding), newline=""), strict=True)
    try:
        header = [collapse(name) for name in next(reader, [])]
        if missing := [name for name in columns if name not in header]:
            raise LayoutChanged(f"{where} line 1", wanted=f"the columns {', '.join(missing)}", got=", ".join(header))
        for row in reader:
            if len(row) != len(header):
                wanted = f"{len(header)} fields"
                raise LayoutChanged(f"{where} line {reader.line_num}", wanted=wanted, got=f"{len(row)}: {row}")
            yield {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    except csv.Error as error:
        raise LayoutChanged(f"{where} line {reader.line_num}", wanted="CSV", got=str(error)) from error


def decode(body: bytes, where: str, encoding: str = "utf-8-sig") -> str:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        got = repr(body[error.start : error.start + 16])
        raise LayoutChanged(f"{where} byte {error.start}", wanted=encoding, got=got) from error
    if text[:200].lstrip().lower().startswith(HTML):
        raise Blocked(where, got=text)
    return text
