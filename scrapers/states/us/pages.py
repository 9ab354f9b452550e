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

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.states.us import papers
from scrapers.states.us.history import actions, lines, recorded, rolls_of
from scrapers.states.us.papers import Paper, committee, empty_row
from scrapers.states.us.reading import CHAMBERS, Roll, describe, local_day
from scrapers.xml import Element, need, need_one, parse, words

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KIND = re.compile(r"https://www\.govinfo\.gov/sitemap/bulkdata/BILLSTATUS/(\d+)([a-z]+)/sitemap\.xml")
FILE = re.compile(r"https://www\.govinfo\.gov/bulkdata/BILLSTATUS/(\d+)/([a-z]+)/BILLSTATUS-\1\2(\d+)\.xml")


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
    of = paper(status, where)
    congress = str(of.congress)
    yield describe(of.congress)
    yield from committees(status, where)
    people, sponsors = sponsorships(status, congress, where)
    yield from people
    blank: list[items.Gap] = []
    found = of.bill(
        title=need(status, "title", where),
        subjects=subjects(status),
        chapter=law(status, where),
        sponsorships=sponsors,
        actions=list(actions(lines(status, where), of, blank)),
        versions=list(versions(status, of, blank, where)),
        documents=list(documents(status, where)),
        related=list(related(status, where)),
    )
    yield from blank
    yield found


def paper(status: Element, where: str) -> Paper:
    """Which bill a file is of: the one its address names."""
    kind = words(status, "type") or need(status, "billType", where)
    count = words(status, "number") or need(status, "billNumber", where)
    of = papers.paper(need(status, "congress", where), kind, count, where)
    if (asked := FILE.fullmatch(where)) and asked.groups() != (str(of.congress), of.kind.lower(), count):
        raise LayoutChanged(where, wanted=f"bill {asked[2]}{asked[3]} of {asked[1]}", got=f"{of}")
    return of


def rolls(page: Response) -> list[Roll]:
    """The roll calls a bill status file points to: its own, and those on its amendments."""
    status = need_one(parse(page.body, "billStatus", page.url), ("bill",), page.url)
    everywhere = [recorded(vote, page.url) for vote in status.iter("recordedVote")]
    return rolls_of(lines(status, page.url), everywhere, int(need(status, "congress", page.url)))


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
                yield papers.committee_beside(named, need(part, "name", where), where)


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
            person = papers.member(need(row, "fullName", where), need(row, "bioguideId", where), congress, where)
            people.setdefault((person.source_id or "", person.names[0].name), person)
            withdrawn = words(row, "sponsorshipWithdrawnDate") is not None
            found.append(papers.sponsorship(person, first=path == "sponsors/item", withdrawn=withdrawn))
    return list(people.values()), found


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


def versions(status: Element, of: Paper, blank: list[items.Gap], where: str) -> Iterator[items.Version]:
    """The printed texts, oldest first."""
    for place, row in enumerate(reversed(status.findall("textVersions/item")), 1):
        note, urls = words(row, "type"), [url for url in (words(u) for u in row.iterfind("formats/item/url")) if url]
        if note is None:
            if urls or words(row, "date"):
                raise LayoutChanged(f"{where} textVersions", wanted="a type", got=str(urls or words(row, "date")))
            blank.append(empty_row(of, "text version", place))
            continue
        yield papers.version(note, words(row, "date"), urls[0] if urls else None, where)


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
        date, code = need(row, "actionDate", where), need(row, "versionCode", where)
        text = words(row, "text") or words(row, "cdata/text")
        yield papers.summary(date, code, need(row, "actionDesc", where), text, where)


def related(status: Element, where: str) -> Iterator[items.RelatedBill]:
    seen = set()
    for row in status.iterfind("relatedBills/item"):
        kind, count = need(row, "type", where), need(row, "number", where)
        said = {words(detail, "type") for detail in row.iterfind("relationshipDetails/item")}
        found = papers.related(need(row, "congress", where), kind, count, said)
        if (key := (found.identifier, found.session, found.relation)) not in seen:
            seen.add(key)
            yield found
