"""Pennsylvania: a bill history file for each session, made anew each hour, and the page of each bill.

The file tells which bills moved, and gives their history and sponsors. A bill's page gives what the file lacks: the
title in full, notes, meetings, members behind printed names, and the addresses of texts and roll calls.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import BillSpider
from scrapers.errors import BadArgument
from scrapers.items import Item
from scrapers.states.pa import history, members, pages, rolls, texts
from scrapers.states.pa.listed import COMMITTEE_ROLL, FLOOR_ROLL, bill_rolls
from scrapers.states.pa.shapes import BILL_PATH, BODIES, HOUSES, SITE, Number, asked_bill, asked_session, bill_at, query

DATA = f"{SITE}/data"
HISTORY = SITE + "/data/file?documentType=BillHistoryData&session={}"
MEMBERS = SITE + "/{}/members?SessYr={}"
COMMITTEES = SITE + "/{}/committees/committee-list?SessYr={}"
# a list of members names them in full, other pages in passing; a roll call is on all bills whose pages point to it
MEMBERS_FIRST, LISTS_FIRST, AFTER_BILLS = 20, 10, -10
SETTLED = timedelta(days=7)  # after which the record of a roll call is no longer corrected


class PennsylvaniaSpider(BillSpider):
    name = jurisdiction = "pa"
    allowed_domains: ClassVar = ["www.palegis.us"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session:
            self.session = asked_session(self.session)
        self.only = asked_bill(self.bill) if self.bill else None
        self.listed: dict[str, items.Bill] = {}  # by the address of its page, as the history file has it
        self.pointers: dict[str, set[str]] = defaultdict(set)  # roll call → bills whose pages point to it

    async def start(self) -> AsyncIterator[Request]:
        if self.archive_urls is not None and DATA not in self.archive_urls:
            for request in sorted(self.held(self.archive_urls), key=lambda asked: -asked.priority):
                yield request
        elif self.session and self.only:
            yield self.bill_request(page_of(self.session, self.only))
        else:
            yield self.request(DATA, self.parse_sessions)

    def held(self, urls: list[str]) -> Iterator[Request]:
        """What an archive without the list of sessions has: files, bills, lists; then roll calls no page points to."""
        for url in sorted(urls):
            path = urlsplit(url).path
            if path == "/data/file" and self.session in (None, query(url).get("session")):
                yield self.request(url, self.parse_history, priority=LISTS_FIRST)
            elif BILL_PATH.fullmatch(path) and self.is_asked(bill_at(url)):
                yield self.bill_request(url)
            elif re.fullmatch(r"/(house|senate)/members", path):
                yield self.list_request(url, members.members, MEMBERS_FIRST)
            elif re.fullmatch(r"/(house|senate)/committees(/committee-list)?", path):
                yield self.list_request(url, members.committees, LISTS_FIRST)
            elif path.endswith((FLOOR_ROLL, COMMITTEE_ROLL)) and self.is_roll_asked(query(url)):
                yield self.request(url, self.parse_roll, priority=2 * AFTER_BILLS, cb_kwargs={"listed": None})

    def is_asked(self, bill: Number) -> bool:
        return self.session in (None, bill.session) and self.only in (None, bill.identifier)

    def is_roll_asked(self, asked: dict[str, str]) -> bool:
        return not self.only and self.session in (None, f"{asked.get('sessyr')}_{asked.get('sessind')}")

    def parse_sessions(self, response: Response) -> Iterator[Item | Request]:
        """The session asked for; without one, those of the newest year."""
        told, known = self.lead(response, pages.sessions)
        yield from told
        newest = max((one.identifier[:4] for one in known or []), default="")
        asked = [one for one in known or [] if self.session in (None, one.identifier)]
        if known and not asked:
            names = ", ".join(one.identifier for one in known[:6])
            self.mistaken(BadArgument(f"session {self.session!r}: wanted one of {names}, …"))
        for one in asked:
            if self.session or one.identifier.startswith(newest):
                one.capture = response.meta["capture"]
                yield one
                yield from self.ask_session(one)

    def ask_session(self, session: items.Session) -> Iterator[Request]:
        year = session.identifier[:4]
        if not self.only and session.classification == "primary":
            for house in HOUSES:
                yield self.list_request(MEMBERS.format(house, year), members.members, MEMBERS_FIRST)
                yield self.list_request(COMMITTEES.format(house, year), members.committees, LISTS_FIRST)
        yield self.request(HISTORY.format(session.identifier), self.parse_history)

    def list_request(self, url: str, page: Callable[..., list[Any]], priority: int) -> Request:
        return self.request(url, self.parse_list, priority=priority, cb_kwargs={"page": page})

    def parse_list(self, response: Response, page: Callable[..., list[Any]]) -> Iterator[Item]:
        yield from self.read(response, page)

    def parse_history(self, response: Response) -> Iterator[Item | Request]:
        """The bills that moved since their pages were read, and a few others."""
        told, found = self.lead(response, history.bills)
        yield from told
        bills = [item for item in found or [] if isinstance(item, items.Bill) and self.only in (None, item.identifier)]
        for item in found or []:
            item.capture = response.meta["capture"]
            if isinstance(item, items.Gap):
                yield item
        if found and self.only and not bills:
            self.mistaken(BadArgument(f"bill {self.bill!r}: the session has none of that number"))
        self.listed |= {str(bill.source_url): bill for bill in bills}
        lines = history.lines(response.body, response.url) if found else {}
        moved = {url: line for url, line in lines.items() if self.only in (None, bill_at(url).identifier)}
        for asked in self.ask_listed(response, moved, self.parse_bill):
            yield asked.replace(errback=self.bill_failed) if isinstance(asked, Request) else asked

    def bill_request(self, url: str) -> Request:
        return self.request(url, self.parse_bill).replace(errback=self.bill_failed)

    def bill_failed(self, failure: Failure) -> Iterator[Item]:
        """What the history file says of a bill whose page cannot be had."""
        yield from self.failed(failure)
        if listed := self.listed.get(failure.request.url):  # type: ignore[attr-defined]  # Scrapy sets it
            yield listed

    def parse_bill(self, response: Response) -> Iterator[Item | Request]:
        on: list[items.VoteEvent] = []

        def read() -> list[Item]:
            on.extend(bill_rolls(response))
            return [self.joined(item) for item in pages.bill(response)]

        bill, unchanged = None, False
        for item in self.guarded(response, read):
            unchanged = unchanged or (isinstance(item, items.Page) and item.unchanged)
            bill = item if isinstance(item, items.Bill) else bill
            yield item
        if bill is not None:
            yield from self.ask_texts(bill)
            yield from self.ask_rolls(bill, on, response)
        elif not unchanged and (listed := self.listed.get(response.url)):
            yield listed

    def joined(self, item: Item) -> Item:
        """A bill's page, with the history and sponsors of the file where there is one."""
        listed = self.listed.get(item.source_url or "") if isinstance(item, items.Bill) else None
        if listed is None or not isinstance(item, items.Bill):
            return item
        return replace(
            item,
            classification=listed.classification,
            chambers=listed.chambers,
            chapter=listed.chapter or item.chapter,
            actions=listed.actions,
            sponsorships=with_primes(listed.sponsorships or [], item.sponsorships or []),
        )

    def ask_texts(self, bill: items.Bill) -> Iterator[Request]:
        for version in bill.versions or []:
            url = str(version.url)
            if version.media_type == "text/html" and not self.read_at(url):
                only = items.Bill(
                    bill.session, bill.identifier, bill.classification, bill.chamber, source_url=bill.source_url,
                    chambers=bill.chambers, whole=False, versions=[version],
                )  # fmt: skip
                hangs_on = (bill.session, bill.identifier)
                yield self.request(url, self.parse_text, bill=hangs_on, cb_kwargs={"only": only})

    def parse_text(self, response: Response, only: items.Bill) -> Iterator[Item]:
        def read() -> list[Item]:
            text = texts.version_text(texts.lines(response), response.body)
            return [replace(only, versions=[replace(version, text=text) for version in only.versions or []])]

        yield from self.guarded(response, read)

    def ask_rolls(self, bill: items.Bill, on: list[items.VoteEvent], response: Response) -> Iterator[Request]:
        """The roll calls not read yet, or read before their record had settled."""
        for event in on:
            url = str(event.source_url)
            event.capture = response.meta["capture"]
            self.pointers[url].add(bill.identifier)
            read = self.read_at(url)
            settled = read and event.date and date.fromisoformat(read[:10]) - date.fromisoformat(event.date) >= SETTLED
            if not settled:
                request = self.request(
                    url, self.parse_roll, bill=(bill.session, bill.identifier), priority=AFTER_BILLS,
                    cb_kwargs={"listed": event},
                )  # fmt: skip
                yield request.replace(errback=self.roll_failed)

    def parse_roll(self, response: Response, listed: items.VoteEvent | None) -> Iterator[Item]:
        """A roll call with its names; with the counts of its bill's page alone, where its own cannot be read."""
        url = str(listed.source_url) if listed else response.url
        page = rolls.floor if urlsplit(url).path.endswith(FLOOR_ROLL) else rolls.committee_roll
        told = False
        for item in self.read(response, page, sorted(self.pointers[url]), listed.motion if listed else None):
            told = told or isinstance(item, items.VoteEvent) or (isinstance(item, items.Page) and item.unchanged)
            yield item
        if not told and listed:
            yield rolls.classified(listed)

    def roll_failed(self, failure: Failure) -> Iterator[Item]:
        yield from self.failed(failure)
        yield rolls.classified(failure.request.cb_kwargs["listed"])  # type: ignore[attr-defined]  # Scrapy sets it


def with_primes(listed: list[items.Sponsorship], shown: list[items.Sponsorship]) -> list[items.Sponsorship]:
    """The sponsors of the file; who of them are prime as the page shows it, where both have the same names.

    The file does not say where the prime sponsors end: only that the first is one.
    """
    if [one.name for one in listed] != [one.name for one in shown]:
        return listed
    return [
        replace(one, classification=other.classification, is_primary=other.is_primary)
        for one, other in zip(listed, shown, strict=True)
    ]


def page_of(session: str, identifier: str) -> str:
    """The address of a bill's page."""
    year, special = map(int, session.split("_"))
    kind, count = identifier.split()
    return Number(year, special, BODIES[kind[0]], kind[1], int(count)).url
