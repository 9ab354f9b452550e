"""The Congress of the United States: GPO's bill status files, and the roll calls of both chambers they point to.

Sitemaps name every file with the instant it last changed, so that a later run asks for the changed ones alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import datetime
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from scrapers.base import BillSpider
from scrapers.errors import BadArgument, Blocked, LayoutChanged
from scrapers.items import Bill, Item, Organization, Page, Person
from scrapers.states.us import pages, rolls
from scrapers.states.us.reading import KINDS, Roll, asked_bill, asked_congress

GOVINFO = "https://www.govinfo.gov/"
INDEX = f"{GOVINFO}sitemap/bulkdata/BILLSTATUS/sitemapindex.xml"
KIND_MAP = GOVINFO + "sitemap/bulkdata/BILLSTATUS/{}{}/sitemap.xml"
FILE = GOVINFO + "bulkdata/BILLSTATUS/{0}/{1}/BILLSTATUS-{0}{1}{2}.xml"
HOUSE_ROLL = re.compile(r"https://clerk\.house\.gov/evs/(\d{4})/roll(\d+)\.xml")
SENATE_ROLL = re.compile(
    r"https://www\.senate\.gov/legislative/LIS/roll_call_votes/vote\d+/vote_(\d+)_([12])_(\d{5})\.xml"
)
AFTER_BILLS = -10  # a roll call's people are better known once the sponsors are


class CongressSpider(BillSpider):
    name = jurisdiction = "us"
    verified = "captured"
    verified_on = "2022-11-25"
    allowed_domains: ClassVar = ["www.govinfo.gov", "clerk.house.gov", "www.senate.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session:
            self.session = asked_congress(self.session)
        self.only = asked_bill(self.bill) if self.bill else None
        self.members: dict[
            tuple[str, str | None], Person
        ] = {}  # (bioguide id, chamber) → as the sponsor lists have them
        self.told: set[tuple[str | None, ...]] = set()  # people and committees as already passed on in this run
        self.pointers: dict[Roll, set[str]] = defaultdict(set)  # roll call → bills whose histories point to it

    async def start(self) -> AsyncIterator[Request]:
        if self.archive_urls is not None:
            for request in self.held(self.archive_urls):
                yield request
        elif self.only and self.session:
            yield self.bill_request(FILE.format(self.session, *self.only))
        else:
            yield self.request(INDEX, self.parse_index)

    def held(self, urls: list[str]) -> Iterator[Request]:
        """What an archive has: its bills and sitemaps, by Congress, then the roll calls no history points to."""
        maps = [(int(found[1]), url) for url in urls if (found := pages.KIND.fullmatch(url))]
        files = [(int(found[1]), found[2], int(found[3]), url) for url in urls if (found := pages.FILE.fullmatch(url))]
        for congress, url in sorted(maps):
            if self.wants(str(congress)) and not self.only:
                yield self.request(url, self.parse_sitemap)
        for congress, kind, count, url in sorted(files):
            if self.wants(str(congress)) and self.only in (None, (kind, count)):
                yield self.bill_request(url)
        if not self.session and not self.only:
            for url in sorted(urls):
                if HOUSE_ROLL.fullmatch(url) or SENATE_ROLL.fullmatch(url):
                    yield self.request(url, self.parse_roll, priority=2 * AFTER_BILLS)
        if not files and not maps:
            yield self.request(INDEX, self.parse_index)

    def wants(self, congress: str) -> bool:
        return self.session in (None, congress)

    def parse_index(self, response: Response) -> Iterator[Item | Request]:
        """The index of sitemaps: one for each Congress and type of bill. Without a session, the newest Congress."""
        found = yield from self.sitemap(response, "sitemapindex")
        kinds = [match for listed in found if (match := pages.KIND.fullmatch(listed.url))]
        if not kinds:
            return
        congresses = sorted({int(match[1]) for match in kinds})
        asked = self.session or str(congresses[-1])
        if int(asked) not in congresses:
            self.mistaken(BadArgument(f"session {asked!r}: the source has {congresses[0]} to {congresses[-1]}"))
            return
        if self.only:
            yield self.bill_request(FILE.format(asked, *self.only))
            return
        for match in kinds:
            if match[1] == asked and match[2].upper() in KINDS:
                yield self.request(match[0], self.parse_sitemap)

    def parse_sitemap(self, response: Response) -> Iterator[Item | Request]:
        """The bills of one type: those that changed since they were last read."""
        found = yield from self.sitemap(response, "urlset")
        for listed in found:
            if self.unchanged(listed):
                self.crawler.stats.inc_value("pages/unchanged")
            elif pages.FILE.fullmatch(listed.url):
                yield self.bill_request(listed.url)

    def sitemap(self, response: Response, tag: str) -> Generator[Item, None, list[pages.Listed]]:
        """Its entries; [] for a sitemap that could not be read, with a gap that says why. It is read on each run."""
        found: list[pages.Listed] = []
        try:
            found = pages.sitemap(response, tag)
        except (LayoutChanged, Blocked) as error:
            yield from self.unread(error, response, "a sitemap")
        yield Page(capture=response.meta["capture"], whole=not any(self.unchanged(listed) for listed in found))
        return found

    def unchanged(self, listed: pages.Listed) -> bool:
        """Whether the file was read since the sitemap says it last changed; in a replay, asking costs nothing."""
        read = None if self.reread or self.archive_urls is not None else self.newest_read(listed.url)
        if read is None or listed.changed is None:
            return False
        return datetime.fromisoformat(listed.changed) <= datetime.fromisoformat(read)

    def bill_request(self, url: str) -> Request:
        return self.request(url, self.parse_bill)

    def parse_bill(self, response: Response) -> Iterator[Item | Request]:
        identifier = None
        for item in self.read(response, pages.bill):
            if isinstance(item, Bill):
                identifier = item.identifier
            if not isinstance(item, Person | Organization) or self.is_news(item):
                yield item
        if identifier is None:
            return
        for roll in pages.rolls(response):
            self.pointers[roll].add(identifier)
            yield self.request(roll.url, self.parse_roll, priority=AFTER_BILLS)

    def is_news(self, item: Person | Organization) -> bool:
        """Whether no earlier page of this run said the same; a member keeps the first name printed in a Congress.

        Files are as old as their last change, and print members as they did then.
        """
        if isinstance(item, Organization):
            key: tuple[str | None, ...] = (item.code, item.name)
        else:
            assert item.source_id
            who = (item.source_id, item.chamber)
            known = self.members.get(who)
            if known is None or int(known.session) < int(item.session):
                self.members[who] = known = item
            item.name, item.family_name, item.given_name = known.name, known.family_name, known.given_name
            key = (*who, item.session, item.names[0].name)
        if key in self.told:
            return False
        self.told.add(key)
        return True

    def parse_roll(self, response: Response) -> Iterator[Item]:
        roll = next((roll for roll in self.pointers if roll.url == response.url), None)
        bills = sorted(self.pointers[roll]) if roll else []
        if HOUSE_ROLL.fullmatch(response.url):
            yield from self.read(response, rolls.house_roll, roll, bills, self.members)
        else:
            yield from self.read(response, rolls.senate_roll, roll, bills)
