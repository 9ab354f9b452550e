"""The text of a printed bill, as the site's HTML has it: a `pre` for each printed page.

Known from how others read these pages; none is among the captures. So the foot of every printed page, which names the
session, the bill, the printer's number and the page (`20210H1486B1602 - 1 -`), must be what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from lxml.html import HtmlElement
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many
from scrapers.html import whole
from scrapers.states.pa.shapes import BODIES

TEXT = re.compile(r"/legislation/bills/text/HTM/(\d{4})/(\d{1,2})/([HS])([BR])(\d{4})/PN(\d{4,5})$")
FOOT = re.compile(r"\s*(\d{4})(\d)([HS])B?(\d{4})(?:([BR])|[BR]?PN)(\d{4,5})\s+- (\d{1,4}) -\s*")
LINE_NUMBER = re.compile(r" {0,3}(\d{1,2})(?: {1,2}|$)")
ADDED, STRUCK = frozenset({"u", "ins"}), frozenset({"s", "strike", "del"})
PLAIN = frozenset({"pre", "b", "i", "a", "em", "strong", "font", "span", "center"})
STRUCK_WORDS = re.compile(r"<del>[^<]*</del>")
MOST_LINES = 200_000


def lines(page: Response) -> list[str]:
    """`/legislation/bills/text/HTM/2021/0/HB1486/PN1602`: its lines as HTML, without line numbers and feet.

    What is underlined stands in `ins`, what is struck through in `del`.
    """
    asked = TEXT.search(page.url)
    if not asked:
        raise LayoutChanged(page.url, wanted="the address of a text", got=page.url[-80:])
    found: list[str] = []
    for number, sheet in enumerate(many(whole(page), "pre", page.url), 1):
        printed = "".join(marked(sheet.root, frozenset(), page.url)).split("\n")
        feet = [foot for line in printed if (foot := FOOT.fullmatch(plain(line)))]
        if len(feet) != 1 or not is_foot(feet[0], asked, number):
            got = feet[0][0].strip() if feet else plain(" ".join(printed))[-80:]
            wanted = f"the foot of {asked[0][-20:]}, page {number}"
            raise LayoutChanged(f"{page.url} page {number}", wanted=wanted, got=got)
        kept = (line.strip() for line in unnumbered(line for line in printed if not FOOT.fullmatch(plain(line))))
        found += [line for line in kept if plain(line)]
    if not found or len(found) > MOST_LINES:
        raise LayoutChanged(page.url, wanted=f"1 to {MOST_LINES:,} lines", got=f"{len(found):,}")
    return found


def unnumbered(sheet: Iterable[str]) -> Iterator[str]:
    """The lines without the numbers in their margin, which count from 1; one out of its turn is the text's own."""
    following = 1
    for line in sheet:
        found = LINE_NUMBER.match(line)
        if found and int(found[1]) == following:
            following += 1
            yield line[found.end() :]
        else:
            yield line


def version_text(printed: list[str], source: bytes) -> items.VersionText:
    """A text as it reads, without what is struck through.

    Words in brackets are those the bill takes out of a law: they are printed so, and stay.
    """
    kept = (plain(STRUCK_WORDS.sub("", line)).strip() for line in printed)
    return items.VersionText(
        text="\n".join(line for line in kept if line),
        markup="".join(f"<p>{line}</p>" for line in printed),
        extractor="pa-htm",
        sha256=sha256(source).hexdigest(),
    )


def is_foot(found: re.Match[str], asked: re.Match[str], sheet: int) -> bool:
    year, special, body, bill, _, printed, number = found.groups()
    same = (year, special, BODIES[body], bill, int(printed)) == (
        asked[1], asked[2], BODIES[asked[3]], asked[5], int(asked[6])
    )  # fmt: skip
    return same and int(number) == sheet


def marked(element: HtmlElement, over: frozenset[str], where: str) -> Iterator[str]:
    """The words of a sheet, line by line in `ins` or `del` where an element around them says so."""
    if element.tag not in ADDED | STRUCK | PLAIN:
        raise LayoutChanged(where, wanted="known marks", got=str(element.tag))
    over |= {str(element.tag)}
    mark = "del" if over & STRUCK else "ins" if over & ADDED else ""

    def put(words: str | None) -> str:
        parts = escape((words or "").replace("\r", ""), quote=False).split("\n")
        return "\n".join(f"<{mark}>{part}</{mark}>" if mark and part.strip() else part for part in parts)

    yield put(element.text)
    for child in element:
        if isinstance(child.tag, str):
            yield from marked(child, over, where)
        yield put(child.tail)


def plain(line: str) -> str:
    bare = re.sub(r"</?(?:ins|del)>", "", line)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
