"""The text of a version: what is printed on sheets, as HTML that puts each run of words at its place."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import many, read_json
from scrapers.normalise import collapse

UNAVAILABLE = "The text for this version is unavailable"
# of a printed sheet, in em: left of this stand the numbers of lines; lines are 1.87 apart
MARGIN = 5.5
HALF_LINE = 0.9
MARGIN_NUMBER = re.compile(r"^\d{1,4}(?:\s+|$)")
# the heading and the foot of every sheet
FURNITURE = re.compile(r"\d\d (?:LC \d[\dA-Z ]+|[HS][BR] [\w/*]+)|[HS]\. ?[BR]\. ?\d+(?: \([A-Z ]+\))?|- \d+ -")
TOP = re.compile(r"(?:^|;)\s*top:\s*(-?[\d.]+)em")
LEFT = re.compile(r"(?:^|;)\s*left:\s*(-?[\d.]+)em")


def version_text(page: Response, bill: items.Bill) -> list[items.Item]:
    """legislation/html: the sheets of one version as HTML, a box for each run of words at its place on the sheet.

    `bill` is the bill with that version alone, as bill_leads gives it; the items are the same with the text.
    """
    sheets = read_json(page.body, page.url)
    if not isinstance(sheets, list) or not sheets or not all(isinstance(sheet, str) for sheet in sheets):
        raise LayoutChanged(page.url, wanted="a list of sheets of HTML", got=repr(sheets)[:80])
    lines = [
        line for number, sheet in enumerate(sheets, 1) for line in sheet_lines(sheet, f"{page.url} sheet {number}")
    ]
    if not lines:
        raise LayoutChanged(page.url, wanted="words", got="none")
    if lines[0].startswith(UNAVAILABLE):
        raise ExpectedEmpty(" ".join(lines))
    text = items.VersionText("\n".join(lines), None, "ga-html", sha256(page.body).hexdigest())
    return [replace(bill, versions=[replace(one, text=text) for one in bill.versions or []])]


def sheet_lines(sheet: str, where: str) -> list[str]:
    """Boxes less than half a line apart are one line: small print and margin numbers do not stand quite level."""
    boxes = []
    for box in many(Selector(sheet), "div[style*=top]", where):
        style = box.attrib["style"]
        top, left = TOP.search(style), LEFT.search(style)
        if not top or not left:
            raise LayoutChanged(where, wanted="left and top in em", got=style)
        text = collapse("".join(box.css("span::text").getall()))
        boxes.append((float(top[1]), float(left[1]), text))
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for height, place, text in sorted(boxes):
        if not lines or height - lines[-1][0] > HALF_LINE:
            lines.append((height, []))
        lines[-1][1].append((place, MARGIN_NUMBER.sub("", text) if place < MARGIN else text))
    read = (collapse(" ".join(text for _, text in sorted(line))) for _, line in lines)
    return [line for line in read if line and not FURNITURE.fullmatch(line)]
