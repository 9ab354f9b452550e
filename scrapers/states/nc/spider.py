"""North Carolina: a list of every bill with its last action, and a page for each bill, its roll calls and its texts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from scrapers.base import BillSpider
from scrapers.errors import BadArgument
from scrapers.items import Bill, Item, VoteEvent
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
            self.wanted = f"{found[1]}{found[2]}".upper()

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
            elif (found := JOURNAL.fullmatch(url)) and self.session in (None, found[1]) and not self.wanted:
                yield self.request(url, self.parse_journal, cb_kwargs={"session": found[1]})

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
        for item in self.read(response, pages.bill):
            yield item
            if isinstance(item, Bill):
                yield from self.ask_texts(item)
            elif isinstance(item, VoteEvent):
                yield self.ask_roll(item)

    def ask_roll(self, event: VoteEvent) -> Request:
        house, number = event.key.split("-")
        stated = [event.declared_yes, event.declared_no, event.declared_other]
        about = {"bill": event.bills[0], "subject": event.motion, "result": event.result_raw, "stated": stated}
        url = TRANSCRIPT.format(event.session, house, number)
        return self.request(url, self.parse_roll, bill=(event.session, event.bills[0]), cb_kwargs=about)

    def parse_roll(self, response: Response, **about: Any) -> Iterator[Item]:
        yield from self.read(response, lambda page: pages.roll_call(page, **about))

    def ask_texts(self, bill: Bill) -> Iterator[Request]:
        """The versions whose text was not read yet: a printed text does not change."""
        for version in bill.versions or []:
            assert version.url
            if self.reread or not self.newest_read(version.url):
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
