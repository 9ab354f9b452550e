"""North Carolina: a list of every bill with its last action, and a page for each bill, its roll calls and its texts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.base import BillSpider
from scrapers.errors import BadArgument
from scrapers.items import Bill, Item, Page, VoteEvent
from scrapers.states.nc import journal, old, pages
from scrapers.states.nc.shapes import HOUSES, SITE

LIST = SITE + "/Legislation/Bills/LastActionByYear/{}/All/RSS"
LISTED = re.compile(LIST.replace(".", r"\.").format(r"(\w{4,6})"))
MEMBERS = SITE + "/Members/MemberList/{}"
TRANSCRIPT = SITE + "/Legislation/Votes/RollCallVoteTranscript/{}/{}/{}"
SESSIONS = SITE + "/BillLookUp"
OLD_BILL = re.compile(r"https?://www\.ncleg\.net/gascripts/BillLookUp/BillLookUp\.pl\?Session=(\w+)&BillID=[HS]\d+")
JOURNAL = re.compile(
    r"https://www\.ncleg\.gov/.{1,120}/(\d{4})(?:%20| )House(?:%20| )Journal.{0,60}\.pdf", re.IGNORECASE
)
ASKED = re.compile(r"([HS])(?:B|R|JR)? ?(\d{1,5})", re.IGNORECASE)


class NorthCarolinaSpider(BillSpider):
    name = jurisdiction = "nc"
    allowed_domains: ClassVar = ["www.ncleg.gov", "www.ncleg.net"]
    custom_settings = {"DOWNLOAD_DELAY": 2}  # noqa: RUF012  # Scrapy's own name; what robots.txt asks for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = None
        if self.bill:
            found = ASKED.fullmatch(self.bill)
            if not found:
                raise BadArgument(f"no bill is named {self.bill!r}: wanted one such as H13 or SB 54")
            self.wanted = f"{found[1]}{int(found[2])}".upper()
        if self.session and not pages.SESSION.fullmatch(self.session):
            raise BadArgument(f"no session is named {self.session!r}: wanted one such as 2025 or 2015E1")

    async def start(self) -> AsyncIterator[Request]:
        if self.archive_urls is not None:
            for request in self.held(self.archive_urls):
                yield request
        elif self.session:
            for request in self.of_session(self.session):
                yield request
        else:
            yield self.request(SESSIONS, self.parse_sessions)

    def held(self, urls: list[str]) -> Iterator[Request]:
        """What an archive has of today's site, of the site of 2017, and of the journals."""
        for url in sorted(urls):
            if (found := LISTED.fullmatch(url)) and self.session in (None, found[1]):
                yield from self.of_session(found[1])
            elif (found := OLD_BILL.fullmatch(url)) and self.session in (None, found[1]) and self.is_wanted(url):
                yield self.request(url, self.parse_old_bill)
            elif (found := JOURNAL.fullmatch(url)) and not self.wanted:
                session = str(int(found[1]) - 1 + int(found[1]) % 2)  # a volume of 2016 is of the session of 2015
                if self.session in (None, session):
                    yield self.request(url, self.parse_journal, cb_kwargs={"session": session})

    def of_session(self, session: str) -> Iterator[Request]:
        for house in HOUSES:
            yield self.request(MEMBERS.format(house), self.parse_members, cb_kwargs={"session": session}, priority=1)
        yield self.request(LIST.format(session), self.parse_list)

    def is_wanted(self, url: str) -> bool:
        return self.wanted is None or re.search(rf"[/=]{self.wanted}$", url, re.IGNORECASE) is not None

    def parse_sessions(self, response: Response) -> Iterator[Item | Request]:
        told, newest = self.lead(response, pages.newest_session)
        yield from told
        if newest:
            yield from self.of_session(newest)

    def parse_members(self, response: Response, session: str) -> Iterator[Item]:
        yield from self.read(response, pages.members, session)

    def parse_list(self, response: Response) -> Iterator[Item | Request]:
        told, lines = self.lead(response, pages.bill_lines)
        yield from told
        wanted = {url: line for url, line in (lines or {}).items() if self.is_wanted(url)}
        if lines and not wanted:
            self.mistaken(BadArgument(f"no bill {self.bill!r} in {response.url}"))
        yield from self.ask_listed(response, wanted, self.parse_bill)

    def parse_bill(self, response: Response) -> Iterator[Item | Request]:
        """A bill with its texts; its roll calls as their transcripts have them, with the names."""
        for item in self.read(response, pages.bill):
            if isinstance(item, VoteEvent):
                yield self.ask_roll(item)
                continue
            yield item
            if isinstance(item, Bill):
                yield from self.ask_texts(item)

    def ask_roll(self, event: VoteEvent) -> Request:
        house, number = event.key.split("-")
        url = TRANSCRIPT.format(event.session, house, number)
        request = self.request(url, self.parse_roll, bill=(event.session, event.bills[0]), cb_kwargs={"event": event})
        return request.replace(errback=self.roll_failed)

    def parse_roll(self, response: Response, event: VoteEvent) -> Iterator[Item]:
        """A roll call with its names; with the counts of its bill's page alone, where the transcript cannot be read."""
        stated = [event.declared_yes, event.declared_no, event.declared_other]
        told = False
        for item in self.read(response, pages.roll_call, event.bills[0], event.motion, event.result_raw, stated):
            told = told or isinstance(item, VoteEvent) or (isinstance(item, Page) and item.unchanged)
            yield item
        if not told:
            yield event

    def roll_failed(self, failure: Failure) -> Iterator[Item]:
        yield from self.failed(failure)
        yield failure.request.cb_kwargs["event"]  # type: ignore[attr-defined]  # Scrapy sets it

    def ask_texts(self, bill: Bill) -> Iterator[Request]:
        """The versions whose text was not read yet: a printed text does not change."""
        for version in bill.versions or []:
            assert version.url
            if not self.read_at(version.url):
                about = {
                    "bill": bill.identifier,
                    "classification": bill.classification,
                    "session": bill.session,
                    "note": version.note,
                }
                yield self.request(
                    version.url, self.parse_text, bill=(bill.session, bill.identifier), cb_kwargs=about, priority=-1
                )

    def parse_text(self, response: Response, **about: Any) -> Iterator[Item]:
        yield from self.read(response, lambda page: [pages.version_text(page, **about)])

    def parse_old_bill(self, response: Response) -> Iterator[Item]:
        yield from self.read(response, old.bill)

    def parse_journal(self, response: Response, session: str) -> Iterator[Item]:
        yield from self.read(response, journal.house_journal, session)
