"""The text of a draft: a page that a word processor wrote.

Format: HTML with a paragraph an element. A bill says of itself that new statutory material is underscored, and that
what is repealed is bracketed and stricken; a text that does not say so has no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from typing import Any

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import words
from scrapers.html import whole
from scrapers.normalise import collapse
from scrapers.states.hi import parts
from scrapers.states.hi.shapes import KINDS, measure_named

OPERATIVE = re.compile(r"\bBE IT (?:ENACTED|RESOLVED)\b")
MARKED = re.compile(r"\bnew statutory material is underscored\b", re.IGNORECASE)
MARKS = {"u": "ins", "ins": "ins", "s": "del", "strike": "del", "del": "del"}
MOST_PARAGRAPHS = 100_000

Runs = list[tuple[str, str]]  # mark ("", ins or del) and words


def paragraphs(page: Response) -> list[Runs]:
    """The paragraphs of a draft that have words, each as runs of one mark."""
    document = whole(page)
    said = words(document)
    if not OPERATIVE.search(said):
        raise LayoutChanged(page.url, wanted="BE IT ENACTED or BE IT RESOLVED", got=said[:80])
    found = document.xpath("//body//p | //body//*[self::h1 or self::h2 or self::h3 or self::h4][not(.//p)]")
    if not 0 < len(found) <= MOST_PARAGRAPHS:
        raise LayoutChanged(page.url, wanted=f"1 to {MOST_PARAGRAPHS:,} paragraphs", got=f"{len(found)}")
    has_marks = MARKED.search(said) is not None
    read = (bracketed(runs) if has_marks else [("", joined(runs))] for runs in map(runs_of, found))
    return [runs for runs in read if joined(runs).strip()]


def draft(found: list[Runs], url: str, source: bytes, session: str) -> items.Bill:
    """The measure with this one draft, by the name of its file, and its text."""
    version = parts.version(url, url)
    measure = measure_named(version.key.split("_")[0], url)
    has_marks = any(mark for runs in found for mark, _ in runs)
    version.text = items.VersionText(
        text="\n".join(collapse(joined(run for run in runs if run[0] != "del")) for runs in found),
        markup="\n".join(map(as_html, found)) if has_marks else None,
        extractor="hi-html",
        sha256=sha256(source).hexdigest(),
    )
    kind, chamber, chambers = KINDS[measure.letters]
    return items.Bill(session, measure.identifier, kind, chamber, chambers=chambers, whole=False, versions=[version])


def runs_of(paragraph: Selector) -> Runs:
    runs: Runs = []
    for text in paragraph.root.xpath(".//text()"):  # lxml's own: these know the elements they stand in
        mark = mark_of(text)
        words_before = runs.pop()[1] if runs and runs[-1][0] == mark else ""
        runs.append((mark, words_before + str(text)))
    return runs


def mark_of(text: Any) -> str:
    """What the elements around a piece of text make of it."""
    element = text.getparent()
    if text.is_tail:  # it stands behind that element, not in it
        element = element.getparent()
    while element is not None and element.tag not in ("p", "body"):
        if element.tag in MARKS:
            return MARKS[element.tag]
        element = element.getparent()
    return ""


def bracketed(runs: Runs) -> Runs:
    """The brackets around what is stricken are stricken with it."""
    found: Runs = []
    for mark, text in runs:
        if mark == "del" and found and found[-1][0] != "del" and found[-1][1].endswith("["):
            found[-1] = (found[-1][0], found[-1][1][:-1])
            text = f"[{text}"
        elif mark != "del" and found and found[-1][0] == "del" and text.startswith("]"):
            found[-1] = ("del", f"{found[-1][1]}]")
            text = text[1:]
        found.append((mark, text))
    return found


def joined(runs: Iterable[tuple[str, str]]) -> str:
    return "".join(text for _, text in runs)


def as_html(runs: Runs) -> str:
    written = "".join(f"<{mark}>{escape(text)}</{mark}>" if mark else escape(text) for mark, text in runs if text)
    return f"<p>{collapse(written)}</p>"
