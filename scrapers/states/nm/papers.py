"""The texts of a measure and what accompanies them, as its page links them and as directory listings have them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from parsel import Selector

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many, maybe, one, words
from scrapers.normalise import collapse, iso_date
from scrapers.states.nm.shapes import SITE, body

# place below the session's folder, kind and number of the measure, what stands behind them, ending
SESSION_FILE = re.compile(
    r"/Sessions/\d\d \w{1,14}/([\w/]{1,60}/([A-Z]{1,4})(\d{1,4})([\w-]{0,12}))\.(\w{3,5})", re.IGNORECASE
)
INTRODUCED, FINAL, IN_CONTEXT = "Introduced", "Final Version", "Amendments in Context"
# AFS: substitute of a committee, whose letters are the drafters' own; FHS: of the House's floor
COMMITTEE_SUBSTITUTE, FLOOR_SUBSTITUTE = re.compile(r"([A-Z]{2})S"), re.compile(r"F([HS])S")
FLOORS = {"H": "House", "S": "Senate"}
REPORT = re.compile(r"([HS][A-Z]{2,5}) Committee Report")
MEDIA_TYPES = {"pdf": "application/pdf", "html": "text/html"}


class Link(NamedTuple):
    """A linked file; `path` is its place below the session's folder, without its ending."""

    name: str
    date: str | None
    url: str
    path: str


def link(found: Selector, where: str) -> Link:
    """`Final House Vote 2/24/19`: a name and mostly a day."""
    url = with_ending(urljoin(where, found.attrib["href"]))
    path = SESSION_FILE.fullmatch(unquote(url.removeprefix(SITE)))
    day = maybe(found, "[id*=_lblDateRead]", where)
    name = collapse(words(found).removesuffix(words(day))) if day else words(found)
    if not path or not name:
        raise LayoutChanged(where, wanted="a name and a file below /Sessions/", got=f"{name} {url}")
    return Link(name, iso_date(words(day), "%m/%d/%y") if day else None, url, path[1])


def with_ending(url: str) -> str:
    """The address with its ending in small letters: pages write .pdf and listings .PDF of one file."""
    start, _, ending = url.rpartition(".")
    return f"{start}.{ending.lower()}"


def file_measure(url: str) -> str | None:
    """The measure a file belongs to by its name: `SJR01JUS` is of SJR 1."""
    found = SESSION_FILE.fullmatch(unquote(url.removeprefix(SITE)))
    return f"{found[2].upper()} {int(found[3])}" if found else None


def texts(files: Sequence[str]) -> dict[str, items.Version]:
    """The texts among the files of a measure, by their place: reports and amendments lie in the same folders."""
    found = {}
    for url in sorted(files):
        path = SESSION_FILE.fullmatch(unquote(url.removeprefix(SITE)))
        named = kind_of_text(path[1], path[4]) if path and path[5].lower() == "pdf" else None
        if path and named:
            found[path[1]] = version(path[1], named, with_ending(url), None)
    return found


def kind_of_text(path: str, suffix: str) -> str | None:
    folder = path.partition("/")[0]
    if floor := FLOOR_SUBSTITUTE.fullmatch(suffix):
        return f"{FLOORS[floor[1]]} floor substitute"
    if committee := COMMITTEE_SUBSTITUTE.fullmatch(suffix):
        return f"Committee substitute {committee[1]}"
    if suffix:
        return None
    return {"final": FINAL, "Amendments_In_Context": IN_CONTEXT}.get(folder, INTRODUCED)


def version(path: str, note: str, url: str | None, date: str | None) -> items.Version:
    kinds = {INTRODUCED: "introduced", IN_CONTEXT: "amendment", FINAL: "enrolled"}
    return items.Version(
        key=path,
        note=note,
        classification=kinds.get(note, "substituted"),
        date=date,
        url=url,
        media_type="application/pdf",
    )


def versions(document: Selector, files: Sequence[str], where: str) -> list[items.Version]:
    """The texts the page links, and those of the listings that it does not link, in the order a measure has them."""
    found = texts(files)
    for place, note in (("LegislationTextIntroduced", INTRODUCED), ("AmendmentsInContext", IN_CONTEXT)):
        printed = [one for one in shown(document, place, where) if one.url.endswith(".pdf")]
        found |= {one.path: version(one.path, note, one.url, one.date) for one in printed}
    if day := final_day(document, where):
        path = final_path(found, where)
        found[path] = version(path, FINAL, found[path].url if path in found else None, day)
    order = [INTRODUCED, "", IN_CONTEXT, FINAL]  # substitutes in between
    return sorted(found.values(), key=lambda one: (order.index(one.note if one.note in order else ""), one.key))


def shown(document: Selector, place: str, where: str) -> list[Link]:
    """The links of a table that the page always has, empty where there is no such text."""
    grid = one(document, f"#MainContent_formView{place}", where)
    if not grid.css("td"):
        return []
    return [link(found, where) for found in many(grid, "a[href]", where)]


def final_day(document: Selector, where: str) -> str | None:
    """The day of the final version; its link sends a form, so that its address is known from the listing alone."""
    grid = one(document, "#MainContent_formViewLegislationTextFinal", where)
    if not grid.css("td"):
        return None
    return iso_date(words(one(one(grid, "a", where), "[id*=_lblDateRead]", where)), "%m/%d/%y")


def final_path(found: dict[str, items.Version], where: str) -> str:
    opening = next((path for path, text in found.items() if text.note == INTRODUCED), None)
    if opening is None:
        raise LayoutChanged(where, wanted="the introduced text beside the final version", got="none")
    return f"final/{opening.rpartition('/')[2]}"


def analysis(found: Link) -> items.Document:
    return document(found, "fiscal-note" if "Fiscal" in found.name else "analysis", found.name)


def report(found: Link, named: Mapping[str, str]) -> items.Document:
    by = REPORT.fullmatch(found.name)
    return document(found, "committee-report", found.name, by[1] if by and body(by[1], named) else None)


def document(found: Link, classification: str, note: str, committee: str | None = None) -> items.Document:
    return items.Document(
        key=found.path,
        classification=classification,
        note=note,
        date=found.date,
        url=found.url,
        media_type=MEDIA_TYPES.get(found.url.rpartition(".")[2]),
        organization_code=committee,
    )
