"""The printed text of a bill, a PDF, for what the API has no words of.

Known from texts that others took out of such files. The first sheet is the petition; the bill begins behind the years
of its General Court. Its lines are numbered from 1 on, and each sheet has a foot (`1 of 2`).
"""

from __future__ import annotations

import re
from hashlib import sha256

from scrapy.http import Response

from scrapers import items, pdf
from scrapers.states.ma.bills import PDF, VERSION
from scrapers.states.ma.shapes import bill_url, gap, house_of, identifier

MOST_SHEETS = 1_000  # a budget has some 400
FOOT = re.compile(r"\d{1,4} of \d{1,4}")
YEARS = re.compile(r"\(\d{4}-\d{4}\)")
RULE = re.compile(r"[_ ]+")
NUMBERED = re.compile(r"(\d{1,5})(?: |$)")


def pdf_text(
    page: Response, court: int, number: str, classification: str, chambers: int
) -> list[items.Bill | items.Gap]:
    """`/Bills/194/S1.pdf`: the bill, said to be of that kind, with the words of its one version.

    A file that holds no words, as one of pictures, is told of.
    """
    where = page.url
    text = "\n".join(body_of([line for sheet in pdf.lines(page.body, where, most_pages=MOST_SHEETS) for line in sheet]))
    if not text:
        return [gap(str(court), "text_unreadable", where, "words", "none", where)]
    printed = items.VersionText(text, None, "ma-pdf", sha256(page.body).hexdigest())
    version = items.Version(
        VERSION, "Bill text", None, None, url=bill_url(court, number, ".pdf"), media_type=PDF, text=printed
    )
    name = identifier(number, where)
    return [items.Bill(str(court), name, classification, house_of(name), chambers=chambers, versions=[version])]


def body_of(printed: list[str]) -> list[str]:
    """The lines of a bill, without petition, rules, feet, and the numbers in the margin if its lines are numbered."""
    kept = [line for line in printed if not FOOT.fullmatch(line) and not RULE.fullmatch(line)]
    starts = [place for place, line in enumerate(kept) if YEARS.fullmatch(line)]
    lines = kept[starts[-1] + 1 :] if starts else kept
    bare, due = [], 1
    for line in lines:
        numbered = NUMBERED.match(line)
        if numbered and int(numbered[1]) == due:
            due += 1
            line = line[numbered.end() :]
        bare.append(line)
    # a report may have a paragraph numbered 1
    return [line for line in (bare if due > len(lines) // 2 else lines) if line]
