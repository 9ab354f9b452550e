"""The Congress of the United States: GPO's bill status files, and the roll calls of both chambers they point to.

Sitemaps name every file with the instant it last changed, so that a later run asks for the changed ones alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.base import BillSpider
from scrapers.errors import BadArgument, Blocked, LayoutChanged
from scrapers.items import Bill, Capture, Item, Organization, Page, Person
from scrapers.states.us import api, pages, rolls
from scrapers.states.us.reading import KINDS, Roll, asked_bill, asked_congress

GOVINFO = "https://www.govinfo.gov/"
INDEX = f"{GOVINFO}sitemap/bulkdata/BILLSTATUS/sitemapindex.xml"
KIND_MAP = GOVINFO + "sitemap/bulkdata/BILLSTATUS/{}{}/sitemap.xml"
FILE = GOVINFO + "bulkdata/BILLSTATUS/{0}/{1}/BILLSTATUS-{0}{1}{2}.xml"
HOUSE_ROLL = re.compile(r"https://clerk\.house\.gov/evs/(\d{4})/roll(\d+)\.xml")
SENATORS = "https://www.senate.gov/legislative/LIS_MEMBER/cvc_member_data.xml"
SENATE_ROLL = re.compile(
    r"https://www\.senate\.gov/legislative/LIS/roll_call_votes/vote\d+/vote_(\d+)_([12])_(\d{5})\.xml"
)


class CongressSpider(BillSpider):
    name = jurisdiction = "us"
    verified = "captured"
    verified_on = "2022-11-25"
    # the last of an archive alone
    allowed_domains: ClassVar = ["www.govinfo.gov", "clerk.house.gov", "www.senate.gov", "api.congress.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session:
            self.session = asked_congress(self.session)
        self.only = asked_bill(self.bill) if self.bill else None
        # (bioguide id, chamber) → as the sponsor lists have them
        self.members: dict[tuple[str, str | None], Person] = {}
        # LIS id → bioguide id; None where the Senate's list was not to be had
        self.senators: dict[str, str] | None = {}
        self.told: set[tuple[str | None, ...]] = set()  # people and committees as already passed on in this run
        self.read_whole: set[tuple[int, str, int]] = set()  # bills of which the archive has more than a list's line
        self.pointers: dict[Roll, set[str]] = defaultdict(set)  # roll call → bills whose histories point to it
        self.unpointed: set[str] = set()  # roll calls that an archive has, pointed to or not
        self.asked: set[str] = set()
        self.waiting = 0  # answers asked for, each of which may lead to a bill

    async def start(self) -> AsyncIterator[Request]:
        listed = self.archive_urls is None or SENATORS in self.archive_urls
        # all that is asked for at first is counted before any of it is answered
        for request in list(self.ask(SENATORS, self.parse_senators, self.no_senators) if listed else self.begin()):
            yield request

    def ask(
        self,
        url: str,
        callback: Callable[[Response], Iterable[Item | Request]],
        otherwise: Callable[[], Iterable[Item | Request]] = tuple,
    ) -> Iterator[Request]:
        """A request for what may lead to bills, once; `otherwise` follows where there is no answer.

        After the last of them the roll calls are asked for: each bill may point to one, and its sponsors have the names
        of its voters.
        """

        def answered(response: Response) -> Iterator[Item | Request]:
            yield from callback(response)
            yield from self.one_less()

        def failed(failure: Failure) -> Iterator[Item | Request]:
            yield from self.failed(failure)
            yield from otherwise()
            yield from self.one_less()

        if url not in self.asked:
            self.asked.add(url)
            self.waiting += 1
            yield self.request(url, answered).replace(errback=failed)

    def one_less(self) -> Iterator[Request]:
        self.waiting -= 1
        if not self.waiting:
            for url in sorted({roll.url for roll in self.pointers} | self.unpointed):
                yield self.request(url, self.parse_roll)

    def parse_senators(self, response: Response) -> Iterator[Item | Request]:
        """The list comes first: what a Senator's votes are joined by must not hang on which answer comes when."""
        told, self.senators = self.lead(response, rolls.senators)
        yield from told
        yield from self.begin()

    def no_senators(self) -> Iterator[Request]:
        self.senators = None
        yield from self.begin()

    def begin(self) -> Iterator[Request]:
        if self.archive_urls is not None:
            yield from self.held(self.archive_urls)
        elif self.only and self.session:
            yield from self.ask(FILE.format(self.session, *self.only), self.parse_bill)
        else:
            yield from self.ask(INDEX, self.parse_index)

    def held(self, urls: list[str]) -> Iterator[Request]:
        """What an archive has: its bills and sitemaps, by Congress. Of its roll calls, all are read in the end."""
        if any(api.KEY.search(url) for url in urls):
            self.mistaken(BadArgument("addresses in the archive hold somebody's key of api.congress.gov"))
            return
        maps = [(int(found[1]), url) for url in urls if (found := pages.KIND.fullmatch(url))]
        files = [(int(found[1]), found[2], int(found[3]), url) for url in urls if (found := pages.FILE.fullmatch(url))]
        for congress, url in sorted(maps):
            if self.wants(str(congress)) and not self.only:
                yield from self.ask(url, self.parse_sitemap)
        for congress, kind, count, url in sorted(files):
            if self.wants(str(congress)) and self.only in (None, (kind, count)):
                yield from self.ask(url, self.parse_bill)
        answers = list(self.held_answers(urls, {found[:3] for found in files}))
        yield from answers
        if not self.session and not self.only:
            self.unpointed = {url for url in urls if HOUSE_ROLL.fullmatch(url) or SENATE_ROLL.fullmatch(url)}
        if not files and not maps and not answers:
            yield from self.ask(INDEX, self.parse_index)

    def held_answers(self, urls: list[str], files: set[tuple[int, str, int]]) -> Iterator[Request]:
        """Answers of the API: the parts of bills that the archive has no file of, then lists of bills."""
        parts: dict[tuple[int, str, int], dict[str, str]] = defaultdict(dict)
        for url in urls:
            if (found := api.PART.fullmatch(url)) and found[4] in api.PARTS:
                parts[int(found[1]), found[2], int(found[3])][found[4]] = url
        for (congress, kind, count), named in sorted(parts.items()):
            wanted = self.wants(str(congress)) and self.only in (None, (kind, count))
            if wanted and (congress, kind, count) not in files:
                yield from self.part_requests([named[part] for part in api.PARTS if part in named])
        self.read_whole = files | parts.keys()
        for url in sorted(urls):
            if not self.only and (found := api.LIST.fullmatch(url)) and (not self.session or found[1] == self.session):
                yield from self.ask(url, self.parse_bill_list)

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
            yield from self.ask(FILE.format(asked, *self.only), self.parse_bill)
            return
        for match in kinds:
            if match[1] == asked and match[2].upper() in KINDS:
                yield from self.ask(match[0], self.parse_sitemap)

    def parse_sitemap(self, response: Response) -> Iterator[Item | Request]:
        """The bills of one type: those that changed since they were last read."""
        found = yield from self.sitemap(response, "urlset")
        for listed in found:
            if self.unchanged(listed):
                self.crawler.stats.inc_value("pages/unchanged")
            elif pages.FILE.fullmatch(listed.url):
                yield from self.ask(listed.url, self.parse_bill)

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

    def parse_bill(self, response: Response) -> Iterator[Item | Request]:
        identifier = None
        for item in self.read(response, pages.bill):
            if isinstance(item, Bill):
                identifier = item.identifier
            if not isinstance(item, Person | Organization) or self.is_news(item):
                yield item
        if identifier is None:
            return
        self.point(pages.rolls(response), identifier)

    def point(self, pointed: list[Roll], identifier: str) -> None:
        for roll in pointed:
            self.pointers[roll].add(identifier)

    # answers of the API

    def part_requests(self, urls: list[str]) -> Iterator[Request]:
        """The parts of one bill: together they are the bill, which is told once the last of them has come or failed."""
        read: dict[str, tuple[api.Said, Capture]] = {}
        waiting = set(urls)

        def done(url: str) -> Iterator[Item]:
            waiting.discard(url)
            if read and not waiting:
                yield from self.whole_bill([read[part] for part in urls if part in read])

        def parse(response: Response, url: str) -> Iterator[Item]:
            told, said = self.lead(response, api.part)
            yield from told
            if said:
                read[url] = (said, response.meta["capture"])
            yield from done(url)

        for url in urls:
            yield from self.ask(url, partial(parse, url=url), partial(done, url))

    def whole_bill(self, read: list[tuple[api.Said, Capture]]) -> Iterator[Item]:
        """The bill is as old as the newest of its parts."""
        capture = max((capture for _, capture in read), key=lambda capture: capture.fetched_at)
        for item in api.joined([said for said, _ in read]):
            item.capture = capture
            if not isinstance(item, Organization) or self.is_news(item):
                yield item
        for said, _ in read:
            self.point(said.rolls, said.of.identifier)

    def parse_bill_list(self, response: Response) -> Iterator[Item | Request]:
        """A list names bills; of those the archive has more of, that is what is told."""
        for item in self.read(response, api.bill_list):
            if not isinstance(item, Bill) or api.names(item) not in self.read_whole:
                yield item

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
            yield from self.read(response, rolls.senate_roll, roll, bills, self.members, self.senators)
