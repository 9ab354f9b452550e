"""The bill history files: one for each session, with every bill's sponsors, printed texts and history.

XML in a ZIP, made anew each hour: `historyExport > session > bill`, as https://www.palegis.us/data offers it. The file
has no published schema; its elements are quoted as served.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from lxml import etree
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse, iso_date
from scrapers.states.pa.shapes import (
    BODIES,
    KINDS,
    PLACE,
    Line,
    Number,
    committee_code,
    history,
    kind_of,
    odd,
    query,
    version,
)
from scrapers.xml import Element, need, need_one, stream, unzipped, words

LARGEST = 512 * 1024 * 1024  # a session's file has a few thousand bills of some 10 kB
BILL_ID = re.compile(r"(\d{4})(\d{1,2})([HS])([BR])(\d{4})")
KNOWN = {
    "sessionYear", "session", "body", "type", "subType", "number", "shortTitle", "cosponsorshipMemo", "sponsors",
    "printersNumberHistory", "actionHistory", "amendments",
}  # fmt: skip
CHAMBERS = {**BODIES, "E": "executive", "G": "executive"}
SUBTYPES = {"J": ("joint resolution", 2), "C": ("concurrent resolution", 2)}
ABRIDGED = "* * *"


def bills(page: Response) -> list[items.Item]:
    """`/data/file?documentType=BillHistoryData&session=2021_0`: every bill of a session.

    A bill that is not as expected is a gap, and the others are read; so is a count other than the file states.
    """
    found: list[items.Item] = []
    seen: set[str] = set()
    stated, read = None, 0
    for element in elements(page.body, page.url):
        stated = element.getroottree().getroot().get("totalDocuments")
        read += 1
        name = element.get("id") or f"bill {read}"
        if name in seen:
            found.append(unread(page.url, "repeated_line", name, "each bill once", "twice", None))
            continue
        seen.add(name)
        try:
            found += bill(element, f"{page.url} {name}")
        except LayoutChanged as error:
            found.append(unread(page.url, "bill_unread", name, error.wanted, error.got, str(error)))
    if not any(isinstance(item, items.Bill) for item in found):
        raise LayoutChanged(page.url, wanted="bills", got=f"{read}, none as expected")
    if stated != str(read):
        found.append(unread(page.url, "count_differs", "totalDocuments", str(stated), str(read), None))
    return found


def lines(body: bytes, where: str) -> dict[str, str]:
    """The address of each bill's page → a digest of all the file says of the bill, with the instant of its change."""
    return {
        number_of(element, where).url: sha256(etree.tostring(element, with_tail=False)).hexdigest()
        for element in elements(body, where)
        if BILL_ID.fullmatch(element.get("id", ""))
    }


def elements(body: bytes, where: str) -> Iterator[Element]:
    return stream(unzipped(body, where, longest=LARGEST), "historyExport", "bill", where, longest=LARGEST)


def unread(where: str, kind: str, key: str, expected: str, found: str, evidence: str | None) -> items.Gap:
    session = query(where).get("session")
    return items.Gap(session, kind, f"{where} {key}", expected, found, evidence or f"{key}: {found}, not {expected}")


def number_of(element: Element, where: str) -> Number:
    found = BILL_ID.fullmatch(element.get("id", ""))
    if not found:
        raise LayoutChanged(f"{where} bill id", wanted="an id like 20250HB0017", got=str(element.get("id")))
    year, special, body, kind, count = found.groups()
    return Number(int(year), int(special), BODIES[body], kind, int(count))


def bill(element: Element, where: str) -> list[items.Item]:
    """One bill. Its short title is no title where it is cut with three stars: the bill's page has it in full."""
    number = number_of(element, where)
    paper = "".join(need(element, name, where) for name in ("sessionYear", "session", "body", "type", "number"))
    if paper != element.get("id"):
        raise LayoutChanged(where, wanted="year, session, body, type and number as in the id", got=paper)
    printed = printers_numbers(element, where)
    said = history(list(history_lines(element, where)), number, where)
    title = words(need_one(element, ("shortTitle",), where))
    classification, chambers = SUBTYPES.get(words(element, "subType") or "", kind_of(number, title))
    found = items.Bill(
        session=number.session,
        identifier=number.identifier,
        classification=classification,
        chamber=number.chamber,
        title=None if title is None or title.endswith(ABRIDGED) else title,
        chapter=said.chapter,
        source_url=number.url,
        chambers=chambers,
        sponsorships=sponsorships(element, where),
        actions=said.actions,
        versions=[version(number, count, first_day(element, count, where)) for count in sorted(printed)],
    )
    unknown = sorted({str(child.tag) for child in element} - KNOWN)
    gaps = [odd(number, "element_unknown", tag, "a known element") for tag in unknown]
    if words(element, "subType") not in (None, "A", *KINDS, *SUBTYPES):
        gaps.append(odd(number, "unknown_code", f"subType {words(element, 'subType')}", "A, B, C, J or R"))
    return [found, *gaps, *said.gaps]


def sponsorships(element: Element, where: str) -> list[items.Sponsorship]:
    """The sponsors in their order, the prime one first, as `R. BROWN` and the chamber each sits in."""
    found: list[items.Sponsorship] = []
    for row in in_order(need_one(element, ("sponsors",), where), "sponsor", "sequenceNumber", where):
        body = row.get("body", "")
        if body not in BODIES or not words(row):
            raise LayoutChanged(f"{where} sponsor", wanted="a name, and body H or S", got=f"{words(row)} {body}")
        first = not found
        name = collapse(str(words(row)))
        found.append(items.Sponsorship(name, "primary" if first else "cosponsor", first, BODIES[body]))
    return found


def printers_numbers(element: Element, where: str) -> set[int]:
    rows = in_order(need_one(element, ("printersNumberHistory",), where), "number", "sequence", where)
    printed = [words(row) or "" for row in rows]
    if not all(count.isdecimal() for count in printed) or len(set(printed)) != len(printed):
        raise LayoutChanged(f"{where} printersNumberHistory", wanted="numbers, each once", got=" ".join(printed)[:80])
    return set(map(int, printed))


def history_lines(element: Element, where: str) -> Iterator[Line]:
    """The lines in their order; the day stands beside each, and at the end of its words."""
    for row in in_order(need_one(element, ("actionHistory",), where), "action", "sequence", where):
        text, house = need(row, "fullAction", where), CHAMBERS.get(row.get("actionChamber", ""))
        if PLACE.fullmatch(text):
            yield Line(text)
            continue
        if house is None:
            raise LayoutChanged(f"{where} actionChamber", wanted="H, S or E", got=str(row.get("actionChamber")))
        named = words(row, "committee")
        if row.find("committee") is None and row.find("verb") is None:
            raise LayoutChanged(f"{where} action", wanted="a verb or a committee", got=text[:80])
        yield Line(
            text=text,
            date=iso_date(need(row, "date", where), "%m/%d/%y"),
            chamber=house,
            body=committee_code(house, named) if named and house != "executive" else None,
        )


def first_day(element: Element, printed: int, where: str) -> str | None:
    """The day of the first line of the history that has a printer's number."""
    for row in element.iterfind("actionHistory/action"):
        if (words(row, "printersNumber") or "").lstrip("0") == str(printed):
            return iso_date(need(row, "date", where), "%m/%d/%y")
    return None


def in_order(parent: Element, tag: str, place: str, where: str) -> list[Element]:
    """The children of a list by the place each states, no two at one."""
    rows = list(parent)
    if not rows:
        raise LayoutChanged(f"{where} <{parent.tag}>", wanted=f"at least one <{tag}>", got="none")
    stated = [row.get(place, "") for row in rows]
    if any(row.tag != tag for row in rows) or not all(count.isdecimal() for count in stated):
        got = ", ".join(sorted({str(row.tag) for row in rows}))
        raise LayoutChanged(f"{where} <{parent.tag}>", wanted=f"<{tag}> with {place}", got=got or "none")
    if len({int(count) for count in stated}) != len(rows):
        raise LayoutChanged(f"{where} <{parent.tag}>", wanted=f"{place}s, each once", got=" ".join(stated)[:80])
    return sorted(rows, key=lambda row: int(row.get(place, "0")))
