"""What is read before the bills: committees, members and laws, and what these say of each bill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import ceil
from typing import Any, TypeVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import SWEEP, BillSpider
from scrapers.items import Item
from scrapers.states.ma import pages
from scrapers.states.ma.bills import Listed
from scrapers.states.ma.history import committee_names
from scrapers.states.ma.pages import Committee, Court, Law
from scrapers.states.ma.shapes import API

JSON = {"Accept": "application/json"}  # without it the API answers a browser, in XML
Asked = Iterator[Item | Request]
Read = TypeVar("Read", bound=Item)


class Lists:
    """The committees, members and laws of one General Court, as the spider reads them."""

    def __init__(self, spider: BillSpider, court: Court) -> None:
        self.spider = spider
        self.court = court
        self.unsure = False  # whether a page is missing for now that is a part of the lines of bills
        self.all_committees = True
        self.committees: dict[str, Committee] = {}
        self.seats: list[items.Membership] = []  # until the members are known
        self.laws: dict[str, Law] = {}
        self.members: dict[str, str] = {}  # address → code
        self.names: dict[str, str] = {}  # of members by code, in small letters
        self.before: dict[str, str] = {}  # the code of the committee that has a bill

    def ask(self) -> Iterator[Request]:
        root = f"{API}GeneralCourts/{self.court.number}"
        yield self.needed(f"{root}/Committees", self.parse_committees)
        yield self.spider.request(f"{root}/LegislativeMembers", self.parse_members, headers=JSON)
        yield self.needed(f"{API}SessionLaws/SupportedYears", self.parse_law_years)

    def needed(self, url: str, callback: Callable[..., Any]) -> Request:
        """A page that is a part of the lines of bills."""

        def failed(failure: Failure) -> Asked:
            self.missing(url)
            yield from self.spider.failed(failure)

        return self.spider.request(url, callback, headers=JSON).replace(errback=failed)

    def missing(self, url: str) -> None:
        """What was read the last time is thought to be there again the next time; what was not, to be gone.

        Without the list of committees no line can be told.
        """
        self.unsure |= url.endswith("/Committees") or self.spider.newest_read(url) is not None
        self.all_committees &= "/Committees" not in url

    def parse_committees(self, response: Response) -> Asked:
        told, codes = self.spider.lead(response, pages.committee_list, self.court.number)
        yield from told
        if codes is None:
            self.missing(response.url)
        for code in codes or []:
            yield self.needed(f"{response.url}/{code}", self.parse_committee)

    def parse_committee(self, response: Response) -> Asked:
        told, found = self.spider.lead(response, pages.committee, self.court.number)
        yield from told
        if found is None:
            self.missing(response.url)
        for one in found or []:
            if isinstance(one, Committee):
                self.committees[one.code] = one
                self.before |= dict.fromkeys(one.before, one.code)
            elif isinstance(one, items.Membership):
                self.seats.append(captured(one, response))
            else:
                yield captured(one, response)

    def parse_members(self, response: Response) -> Asked:
        told, codes = self.spider.lead(response, pages.member_list, self.court.number)
        yield from told
        self.members = {f"{response.url}/{code}": code for code in codes or []}
        for url in due(self.spider, self.members):
            yield self.member_request(url)

    def member_request(self, url: str) -> Request:
        code = {"code": self.members[url]}
        return self.spider.request(url, self.parse_member, headers=JSON, cb_kwargs=code, dont_filter=True)

    def parse_member(self, response: Response, code: str) -> Asked:
        told, found = self.spider.lead(response, pages.member, self.court.number, code)
        yield from told
        for person in found or []:
            self.names[code.lower()] = person.name
            yield captured(person, response)

    def ask_unnamed(self) -> Iterator[Request]:
        """Members who sponsor nothing, and are not known by name: roll calls name all by code."""
        for url, code in self.members.items():
            if code.lower() not in self.names:
                yield self.member_request(url)

    def parse_law_years(self, response: Response) -> Asked:
        told, years = self.spider.lead(response, pages.law_years, list(self.court.years))
        yield from told
        if years is None:
            self.missing(response.url)
        for year in years or []:
            yield self.needed(f"{API}SessionLaws/{year}", self.parse_laws)

    def parse_laws(self, response: Response) -> Asked:
        told, found = self.spider.lead(response, pages.laws, self.court.number)
        yield from told
        if found is None:
            self.missing(response.url)
        for one in found or []:
            if isinstance(one, Law):
                self.laws[one.bill] = one
            else:
                yield captured(one, response)

    def lines(self, listed: Mapping[str, Listed]) -> dict[str, str]:
        """The line of each bill: what the list says, which committee has it, its law, which committees reported it."""
        reported: dict[str, list[str]] = {}
        for code, body in sorted(self.committees.items()):
            for name in body.reported:
                reported.setdefault(name, []).append(code)
        found = {}
        for url, one in listed.items():
            name = one.bill.identifier
            law = self.laws[name].chapter if name in self.laws else ""
            found[url] = "\n".join([one.line, self.before.get(name, ""), law, *reported.get(name, [])])
        return found

    def committee_of(self, bill: str) -> str | None:
        """The code of the committee that has a bill, "" if none does, None where that cannot be said."""
        return self.before.get(bill, "" if self.all_committees else None)

    def committee_names(self) -> dict[str, str]:
        """How histories write committees → code."""
        return committee_names((body.code, body.name, body.chamber) for body in self.committees.values())

    def committee_codes(self) -> dict[str, str]:
        """The full names of committees → code."""
        return {body.name: body.code for body in self.committees.values()}


def due(spider: BillSpider, urls: Iterable[str]) -> list[str]:
    """Those never read, and a few of the others, the longest unread first."""
    listed = list(urls)
    read = sorted((at, url) for url in listed if (at := spider.read_at(url)))
    rest = {url for _, url in read[ceil(len(read) * SWEEP) :]}
    return [url for url in listed if url not in rest]


def captured(item: Read, response: Response) -> Read:
    item.capture = response.meta["capture"]
    return item
