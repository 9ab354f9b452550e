"""The words of a measure's texts: PDF files whose sheets number their lines from 1 to 25.

No capture: built from how others print what is in these files. Beside the numbers stands what underscores and brackets
mean, below the lines the drafter's code (`.229865.2`) and the page, above those of a final text the measure and the
page (`HB 1/ec`, `Page 1`). Brackets stay as they are printed; what is underscored or struck is not told from the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import unquote

from scrapy.http import Response

from scrapers import items, pdf
from scrapers.errors import LayoutChanged
from scrapers.states.nm.papers import FLOORS, SESSION_FILE, version, with_ending
from scrapers.states.nm.shapes import KINDS, Measure, measure_of

MOST_PAGES = 1000  # the general appropriation act has about 250
NUMBERED = 25
LEGEND = re.compile(r"(?:(?:underscored material = new|\[bracketed material\] = delete) ?){1,2}")
FOOT = re.compile(r"\.\d{5,6}\.\w{1,5}(?: ?- \d{1,3} -)?|- \d{1,3} -")
HEAD = re.compile(r"(?:[HS](?:B|M|JM|R|JR|CR) \d{1,4}(?:/\w{1,5}){0,4})?(?: ?Page \d{1,3})?")


def version_text(page: Response, session: str, measure: str, note: str) -> items.Bill:
    """The measure with this one text and its words; `note` is the version's, such as `Introduced`."""
    where, asked = page.url, measure_of(measure, page.url)
    path = SESSION_FILE.fullmatch(unquote(where.partition("nmlegis.gov")[2]))
    if not path or f"{path[2].upper()} {int(path[3])}" != measure:
        raise LayoutChanged(where, wanted=f"the address of a text of {measure}", got=where)
    sheets = pdf.lines(page.body, where, most_pages=MOST_PAGES)
    if not any(map(names(asked).search, sheets[0])):
        raise LayoutChanged(where, wanted=f"{measure} on the first sheet", got=" ".join(sheets[0])[-80:])
    lines = [line for number, sheet in enumerate(sheets, 1) for line in unnumbered(sheet, f"{where} page {number}")]
    if not lines:
        raise LayoutChanged(where, wanted="words", got="none")
    made = version(path[1], note, with_ending(where), None)
    made.text = items.VersionText("\n".join(lines), None, "nm-pdf", sha256(page.body).hexdigest())
    classification, _, chambers = KINDS[asked.kind]
    return items.Bill(session, measure, classification, asked.chamber, chambers=chambers, whole=False, versions=[made])


def names(measure: Measure) -> re.Pattern[str]:
    """`HOUSE BILL 1`, `HOUSE BILLS 5 & 1` of a substitute for several, `HB 1` above a final text."""
    kind = KINDS[measure.kind][0]
    long = rf"{FLOORS[measure.house]} {kind}S? [\d&, and]{{0,60}}(?<!\d){measure.number}(?!\d)"
    return re.compile(rf"\b{long}|\b{measure.house}{measure.kind} {measure.number}(?!\d)", re.IGNORECASE)


def unnumbered(sheet: Sequence[str], where: str) -> list[str]:
    """The lines of a sheet without their numbers, which stand before them or in a column of their own."""
    lines = [line for line in sheet if not LEGEND.fullmatch(line)]
    starts = [at for at in range(len(lines) - NUMBERED + 1) if numbered(lines[at : at + NUMBERED])]
    if len(starts) != 1:
        raise LayoutChanged(where, wanted=f"lines numbered from 1 to {NUMBERED}, once", got=f"{len(starts)} times")
    end = starts[0] + NUMBERED
    above = [line for line in lines[: starts[0]] if not HEAD.fullmatch(line)]
    beside = [line.partition(" ")[2] for line in lines[starts[0] : end]]
    return [line for line in [*above, *beside, *lines[end:]] if line and not FOOT.fullmatch(line)]


def numbered(lines: Sequence[str]) -> bool:
    return all(line.partition(" ")[0] == str(number) for number, line in enumerate(lines, 1))
