"""What GPO's bill status files and their sitemaps say.

Two layouts are in use: the older one (`billNumber`, `billType`, lists inside lists) and version 3.0.0 (`number`,
`type`), described in the usgpo/bill-status user guide. A file does not always say its version, so each value is looked
for at both of its places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse, slug
from scrapers.states.us.history import actions, rolls_of
from scrapers.states.us.reading import (
    CHAMBERS,
    KINDS,
    MEMBER,
    PARTIES,
    Element,
    Roll,
    describe,
    local_day,
    need,
    need_one,
    ordinal,
    parse,
    words,
)

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KIND = re.compile(r"https://www\.govinfo\.gov/sitemap/bulkdata/BILLSTATUS/(\d+)([a-z]+)/sitemap\.xml")
FILE = re.compile(r"https://www\.govinfo\.gov/bulkdata/BILLSTATUS/(\d+)/([a-z]+)/BILLSTATUS-\1\2(\d+)\.xml")
NAMES = {"lower": "House", "upper": "Senate", "legislature": "Joint"}
VERSIONS = (
    (re.compile(r"^Introduced\b"), "introduced"),
    (re.compile(r"^Engrossed Amendment\b"), "amendment"),
    (re.compile(r"^Enrolled\b"), "enrolled"),
    (re.compile(r"^(Public|Private) Law\b"), "became-law"),
)
COMPANIONS = {"Identical bill", "Companion bill"}


class Listed(NamedTuple):
    """An address in a sitemap, and the instant (ISO 8601, UTC) at which what is there was last changed."""

    url: str
    changed: str | None


def sitemap(page: Response, root_tag: str) -> list[Listed]:
    """The addresses a sitemap (`urlset`) or an index of sitemaps (`sitemapindex`) names, at least one."""
    root = parse(page.body, root_tag, page.url)
    entry = "url" if root_tag == "urlset" else "sitemap"
    found = [
        Listed(need(row, f"{SITEMAP}loc", page.url), words(row, f"{SITEMAP}lastmod"))
        for row in root.findall(f"{SITEMAP}{entry}")
    ]
    if not found:
        raise LayoutChanged(page.url, wanted=f"<{entry}> elements", got="none")
    return found


def bill(page: Response) -> Iterator[items.Item]:
    """A bill status file: its Congress, the committees and people it names, then the bill."""
    where = page.url
    status = need_one(parse(page.body, "billStatus", where), ("bill",), where)
    kind = words(status, "type") or need(status, "billType", where)
    count = words(status, "number") or need(status, "billNumber", where)
    congress = need(status, "congress", where)
    if kind.upper() not in KINDS or not count.isdecimal() or not congress.isdecimal():
        raise LayoutChanged(where, wanted="type, number and Congress of a bill", got=f"{kind} {count} {congress}")
    kind = kind.upper()
    if (asked := FILE.fullmatch(where)) and asked.groups() != (congress, kind.lower(), count):
        raise LayoutChanged(
            where, wanted=f"bill {asked[2]}{asked[3]} of {asked[1]}", got=f"{kind}{count} of {congress}"
        )
    classification, chamber, path, chambers = KINDS[kind]
    identifier = f"{kind} {int(count)}"
    yield describe(int(congress))
    yield from committees(status, where)
    people, sponsors = sponsorships(status, congress, where)
    yield from people
    blank: list[items.Gap] = []
    found = items.Bill(
        session=congress,
        identifier=identifier,
        classification=classification,
        chamber=chamber,
        title=need(status, "title", where),
        subjects=subjects(status),
        chapter=law(status, where),
        source_url=f"https://www.congress.gov/bill/{ordinal(int(congress))}-congress/{path}/{int(count)}",
        chambers=chambers,
        sponsorships=sponsors,
        actions=list(actions(status, int(congress), identifier, blank, where)),
        versions=list(versions(status, congress, identifier, blank, where)),
        documents=list(documents(status, where)),
        related=list(related(status, where)),
    )
    yield from blank
    yield found


def rolls(page: Response) -> list[Roll]:
    """The roll calls a bill status file points to: its own, and those on its amendments."""
    status = need_one(parse(page.body, "billStatus", page.url), ("bill",), page.url)
    return rolls_of(status, int(need(status, "congress", page.url)), page.url)


def committees(status: Element, where: str) -> Iterator[items.Organization]:
    """The committees and subcommittees that had the bill, and those its history names beside."""
    listed = need_one(status, ("committees",), where)
    seen = set()
    for row in (*listed.findall("item"), *listed.findall("billCommittees/item")):
        code, chamber = need(row, "systemCode", where), need(row, "chamber", where)
        if chamber not in CHAMBERS:
            raise LayoutChanged(f"{where} chamber", wanted=" or ".join(CHAMBERS), got=chamber)
        seen.add(code)
        house = CHAMBERS[chamber]
        yield committee(code, need(row, "name", where), house, house)
        for part in row.findall("subcommittees/item"):
            seen.add(need(part, "systemCode", where))
            yield committee(need(part, "systemCode", where), need(part, "name", where), house, code)
    for row in status.iterfind("actions/item"):
        for part in (*row.findall("committee"), *row.findall("committees/item")):
            named = words(part, "systemCode")
            if named and named not in seen:
                seen.add(named)
                origin = {"h": "lower", "s": "upper", "j": "legislature"}.get(named[0])
                if origin is None:
                    raise LayoutChanged(f"{where} systemCode", wanted="a code like hsju00", got=named)
                yield committee(named, need(part, "name", where), origin, origin)


def committee(code: str, name: str, chamber: str, parent: str) -> items.Organization:
    return items.Organization(code, f"{NAMES[chamber]} {name}", "committee", chamber, parent)


def sponsorships(
    status: Element, congress: str, where: str
) -> tuple[list[items.Person], list[items.Sponsorship] | None]:
    """The members who sponsor a bill; no list at all where the file has neither of the two elements."""
    if status.find("sponsors") is None and status.find("cosponsors") is None:
        return [], None
    people: dict[tuple[str, str], items.Person] = {}
    found = []
    for path in ("sponsors/item", "cosponsors/item"):
        for row in status.iterfind(path):
            person = member(row, congress, where)
            people.setdefault((person.source_id or "", person.names[0].name), person)
            first = path == "sponsors/item"
            role = "withdrawn cosponsor" if words(row, "sponsorshipWithdrawnDate") else "cosponsor"
            found.append(items.Sponsorship(person.names[0].name, "primary" if first else role, first, person.chamber))
    return list(people.values()), found


def member(row: Element, congress: str, where: str) -> items.Person:
    """`Rep. Waltz, Michael [R-FL-6]`, with its bioguide id."""
    printed = need(row, "fullName", where)
    parts = MEMBER.fullmatch(printed)
    if not parts:
        raise LayoutChanged(f"{where} fullName", wanted="a member like Rep. Waltz, Michael [R-FL-6]", got=printed)
    chamber = "upper" if parts["title"] == "Sen." else "lower"
    family, _, given = parts["name"].partition(", ")
    return items.Person(
        session=congress,
        name=parts["name"],
        family_name=family,
        given_name=given or None,
        party=PARTIES.get(parts["party"], parts["party"]),
        chamber=chamber,
        district=f"{parts['state']}-{parts['district']}" if parts["district"] else parts["state"],
        names=[items.PersonName(printed, chamber)],
        source_id=need(row, "bioguideId", where),
    )


def subjects(status: Element) -> list[str] | None:
    """The policy area first, then the legislative subjects, each once."""
    if status.find("subjects") is None and status.find("policyArea") is None:
        return None
    paths = ("policyArea/name", "primarySubject/name", "subjects//policyArea/name", "subjects//primarySubject/name",
             "subjects//legislativeSubjects/item/name", "subjects//otherSubjects/item/name")  # fmt: skip
    found = [words(row) for path in paths for row in status.iterfind(path)]
    return list(dict.fromkeys(name for name in found if name))


def law(status: Element, where: str) -> str | None:
    """`Public Law 117-169`; several are joined by a semicolon."""
    found = [f"{need(row, 'type', where)} {need(row, 'number', where)}" for row in status.iterfind("laws/item")]
    return "; ".join(found) or None


def versions(
    status: Element, congress: str, identifier: str, blank: list[items.Gap], where: str
) -> Iterator[items.Version]:
    """The printed texts, oldest first; a text has the name of its file as its key (`BILLS-117hr1ih`)."""
    for place, row in enumerate(reversed(status.findall("textVersions/item")), 1):
        note, urls = words(row, "type"), [url for url in (words(u) for u in row.iterfind("formats/item/url")) if url]
        if note is None:
            if urls or words(row, "date"):
                raise LayoutChanged(f"{where} textVersions", wanted="a type", got=str(urls or words(row, "date")))
            blank.append(empty_row(congress, identifier, "text version", place))
            continue
        url = urls[0] if urls else None
        yield items.Version(
            key=url.rsplit("/", 1)[-1].rsplit(".", 1)[0] if url else slug(note),
            note=note,
            classification=next((word for pattern, word in VERSIONS if pattern.search(note)), None),
            date=local_day(words(row, "date"), where),
            url=url,
            media_type="text/xml" if url and url.endswith(".xml") else None,
        )


def empty_row(congress: str, identifier: str, kind: str, place: int) -> items.Gap:
    evidence = f"{kind} {place} of {identifier} is an element without words"
    return items.Gap(
        congress, "value_missing", f"{identifier} {kind} {place}", f"a {kind}", "none", evidence, identifier
    )


def documents(status: Element, where: str) -> Iterator[items.Document]:
    """Committee reports by their citation, cost estimates by their address, and CRS's summaries with their words."""
    for citation in dict.fromkeys(words(row) for row in status.iterfind("committeeReports//citation")):
        if citation:
            yield items.Document(citation, "committee-report", citation, None)
    seen: Counter[str] = Counter()
    for row in status.iterfind("cboCostEstimates/item"):
        url = words(row, "url") or need(row, "rptUrl", where)
        seen[url] += 1
        again = f"-{seen[url]}" if seen[url] > 1 else ""  # some are listed twice, with other days
        yield items.Document(
            key=f"cbo-{url.rstrip('/').rsplit('/', 1)[-1]}{again}",
            classification="fiscal-note",
            note=words(row, "title") or need(row, "rptTitle", where),
            date=local_day(words(row, "pubDate") or words(row, "rptPubDate"), where),
            url=url,
        )
    for row in (*status.iterfind("summaries/summary"), *status.iterfind("summaries/billSummaries/item")):
        date, code = local_day(need(row, "actionDate", where), where), need(row, "versionCode", where)
        text = words(row, "text") or words(row, "cdata/text")
        yield items.Document(
            key=f"summary-{code}-{date}",
            classification="summary",
            note=need(row, "actionDesc", where),
            date=date,
            text=(plain(text) or None) if text else None,
        )


def plain(markup: str) -> str:
    """The words of a summary's HTML, a line for each paragraph, item of a list or heading."""
    page = Selector(text=f"<div>{markup}</div>")
    blocks = page.xpath("//*[self::p or self::li or self::h3 or self::h4][not(.//p or .//li)]") or page.xpath("//div")
    lines = [collapse("".join(block.xpath(".//text()").getall())) for block in blocks]
    return "\n".join(line for line in lines if line)


def related(status: Element, where: str) -> Iterator[items.RelatedBill]:
    seen = set()
    for row in status.iterfind("relatedBills/item"):
        kind, count = need(row, "type", where).upper(), need(row, "number", where)
        said = {words(detail, "type") for detail in row.iterfind("relationshipDetails/item")}
        found = items.RelatedBill(
            f"{kind} {int(count)}" if count.isdecimal() else f"{kind} {count}",
            need(row, "congress", where),
            "companion" if said & COMPANIONS else "related",
        )
        if (key := (found.identifier, found.session, found.relation)) not in seen:
            seen.add(key)
            yield found
