"""Georgia: the JSON that the pages of legis.ga.gov are made of, as any visitor's page asks for it.

The order is what matching needs: sessions, committees and members, the lists of roll calls, bills, and then the roll
calls, which name the bills they decide. Each answer leads to the next request, or each refusal.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from hashlib import sha512
from typing import Any, ClassVar, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import BillSpider
from scrapers.errors import LayoutChanged
from scrapers.items import Item
from scrapers.states.ga import pages, rolls, soap, texts
from scrapers.states.ga.services import Services
from scrapers.states.ga.shapes import HOUSES, RollRow, Sitting

API = "https://www.legis.ga.gov/api/"
PAGE_SIZE = 20
DETAIL = re.compile(re.escape(API) + r"legislation/detail/(\d+)")
# the words that the site's own script hashes, with the time, to ask for a visitor's token: in every visitor's browser
TOKEN_WORDS = ("QFpCwKfd7", "fjVEXFFwSu36BwwcP83xYgxLAhLYmKk", "letvarconst")

Then = Callable[[], Iterable[Item | Request]]


class GeorgiaSpider(BillSpider):
    name = jurisdiction = "ga"
    verified = "captured"
    verified_on = "2021-05-10"  # the newest day in the captures, which name their year alone
    allowed_domains: ClassVar = ["www.legis.ga.gov", "webservices.legis.ga.gov"]  # the second of an archive alone

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.token: str | None = None
        self.sittings: dict[int, Sitting] = {}
        self.queue: list[Sitting] = []
        self.asked: set[int] = set()  # the site's numbers of bills
        self.waiting = 0  # bills asked for and not answered yet
        self.all_listed = False
        self.denied = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.authorise, signals.request_reached_downloader)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        first = self.ask("sessions", self.parse_sessions)
        if self.archive_urls is None:
            yield self.token_request(first)
            return
        older = any(url.startswith(soap.ADDRESS) for url in self.archive_urls)
        for request in Services(self).start() if older else ():
            yield request
        if not older or any(url.startswith(API) for url in self.archive_urls):
            yield first

    # requests

    def ask(self, path: str, callback: Callable[..., Any], then: Then = tuple, **kwargs: Any) -> Request:
        """`then` follows whether there is an answer or not."""
        kwargs["meta"] = {"then": then} | kwargs.get("meta", {})
        return self.request(API + path, callback, **kwargs).replace(errback=self.refused)

    def authorise(self, request: Request) -> None:
        """At the last moment: what waits its turn may outlive the token there was when it was made."""
        if self.token and request.url.startswith(API):
            request.headers["Authorization"] = f"Bearer {self.token}"

    def token_request(self, after: Request) -> Request:
        ms = str(int(time.time() * 1000))
        key = sha512("".join((*TOKEN_WORDS, ms)).encode()).hexdigest()
        url = f"{API}authentication/token?key={key}&ms={ms}"
        return self.request(url, self.parse_token, cb_kwargs={"after": after}, dont_filter=True)

    def parse_token(self, response: Response, after: Request) -> Iterator[Item | Request]:
        told, token = self.lead(response, pages.token)
        yield from told
        if token:
            self.token = token
            yield after

    def refused(self, failure: Failure) -> Iterator[Item | Request]:
        """A token runs out: one 401 renews it, a second one is a refusal. What follows a failed request still does."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        spent = isinstance(failure.value, HttpError) and failure.value.response.status == 401
        if spent and self.token and not request.meta.get("renewed"):
            again = request.replace(dont_filter=True)
            again.meta["renewed"] = True
            current = request.headers.get("Authorization") == f"Bearer {self.token}".encode()
            yield self.token_request(again) if current else again
            return
        for gap in self.failed(failure):
            self.denied |= isinstance(gap, items.Gap) and gap.kind == "blocked"
            yield gap
        if listed := request.meta.get("listed"):
            yield listed
        yield from request.meta["then"]()

    # the session, its bodies, its members, its roll calls

    def parse_sessions(self, response: Response) -> Iterator[Item | Request]:
        told, known = self.lead(response, self.sessions_to_read)
        yield from told
        for sid, one in known or []:
            one.capture = response.meta["capture"]
            yield one
            self.sittings[sid] = Sitting(sid, one.identifier)
        self.queue = list(self.sittings.values())
        yield from self.next_sitting()

    def sessions_to_read(self, response: Response) -> list[tuple[int, items.Session]]:
        """The one asked for; of an archive those it holds; else those the site calls current."""
        known = pages.sessions(response)
        if self.session:
            return [pages.session_wanted(known, self.session)]
        if self.archive_urls is not None:
            return [(sid, one) for sid, one in known if any(names_session(url, sid) for url in self.archive_urls)]
        current = [(sid, one) for sid, one in known if one.is_active]
        if not current:
            raise LayoutChanged(response.url, wanted="a session with isCurrent true", got="none")
        return current

    def next_sitting(self) -> Iterator[Item | Request]:
        if self.queue:
            yield from self.next_list(self.queue.pop(0), 0)
            return
        # of an archive, the bills it holds that its pages of the search do not name
        held = [int(found[1]) for url in self.archive_urls or () if (found := DETAIL.fullmatch(url))]
        yield from self.ask_bills([number for number in held if number not in self.asked and not self.bill])
        self.all_listed = True
        yield from self.ask_rolls()

    def next_list(self, sitting: Sitting, step: int) -> Iterator[Item | Request]:
        lists: list[tuple[str, Callable[..., Any]]] = [
            (f"committees/List/{sitting.sid}", self.parse_committees),
            (f"members/list/{sitting.sid}?chamber=1", self.parse_members),
            (f"members/list/{sitting.sid}?chamber=2", self.parse_members),
        ]
        if not self.bill:  # whose own page lists its roll calls
            lists += [(f"Vote/list/{house}/{sitting.sid}", self.parse_rolls) for house in HOUSES]
        if step == len(lists):
            yield self.search_request(sitting, 0)
            return
        path, callback = lists[step]
        yield self.ask(path, callback, lambda: self.next_list(sitting, step + 1), cb_kwargs={"sitting": sitting})

    def parse_committees(self, response: Response, sitting: Sitting) -> Iterator[Item | Request]:
        yield from self.read(response, pages.committees, sitting)
        yield from response.meta["then"]()

    def parse_members(self, response: Response, sitting: Sitting) -> Iterator[Item | Request]:
        told, found = self.lead(response, lambda page: list(pages.members(page, sitting)))
        yield from told
        for person in found or []:
            person.capture = response.meta["capture"]
            sitting.members[int(person.source_id or 0)] = person
            yield person
        yield from response.meta["then"]()

    def parse_rolls(self, response: Response, sitting: Sitting) -> Iterator[Item | Request]:
        told, rows = self.lead(response, rolls.roll_list)
        yield from told
        sitting.rolls |= {row.vote_id: row for row in rows or []}
        yield from response.meta["then"]()

    # bills

    def search_request(self, sitting: Sitting, number: int, total: int = 0) -> Request:
        return self.ask(
            f"Legislation/Search/{PAGE_SIZE}/{number}",
            self.parse_search,
            lambda: self.next_page(sitting, number, total),
            method="POST",
            headers={"Content-Type": "application/json"},
            body=json.dumps({"sessionId": sitting.sid}),
            cb_kwargs={"sitting": sitting, "number": number, "total": total},
        )

    def next_page(self, sitting: Sitting, number: int, total: int) -> Iterator[Item | Request]:
        """The page after this one, read or not, while bills are left and the site does not say no."""
        if (number + 1) * PAGE_SIZE < total and not self.denied:
            yield self.search_request(sitting, number + 1, total)
        else:
            yield from self.next_sitting()

    def parse_search(self, response: Response, sitting: Sitting, number: int, total: int) -> Iterator[Item | Request]:
        told, found = self.lead(response, pages.search, sitting)
        yield from told
        total, listed = found or (total, [])
        for one in listed:
            one.bill.capture = response.meta["capture"]
        wanted = {one.legislation_id: one.bill for one in listed if pages.matches(one.bill.identifier, self.bill)}
        yield from self.ask_bills(list(wanted), wanted)
        yield from self.next_page(sitting, number, 0 if self.bill and wanted else total)

    def ask_bills(self, numbers: list[int], listed: dict[int, items.Bill] | None = None) -> Iterator[Item | Request]:
        self.waiting += len(numbers)
        for number in numbers:
            self.asked.add(number)
            meta = {"listed": (listed or {}).get(number)}
            yield self.ask(f"legislation/detail/{number}", self.parse_bill, self.bill_done, meta=meta)

    def parse_bill(self, response: Response) -> Iterator[Item | Request]:
        told, sid = self.lead(response, pages.session_of)
        if sid is None:
            yield from told
        elif sitting := self.sittings.get(sid):
            yield from self.read(response, pages.bill, sitting)
            told, led = self.lead(response, pages.bill_leads, sitting)
            yield from told[1:]
            rows, text = led or ([], None)
            sitting.rolls |= {row.vote_id: row for row in rows}
            yield from self.ask_text(text, response.meta["capture"])
        yield from response.meta["then"]()

    def ask_text(self, bill: items.Bill | None, page: items.Capture) -> Iterator[Request]:
        """The text of the newest version; not again where its bill's page is the one read before."""
        for version in (bill and bill.versions) or ():
            path = (version.url or "").replace(f"{API}legislation/document/", "legislation/html/")
            if self.reread or not (self.already_read(page) and self.newest_read(API + path)):
                yield self.ask(path, self.parse_text, cb_kwargs={"bill": bill})

    def parse_text(self, response: Response, bill: items.Bill) -> Iterator[Item]:
        yield from self.read(response, texts.version_text, bill)

    def bill_done(self) -> Iterator[Item | Request]:
        self.waiting -= 1
        yield from self.ask_rolls()

    # roll calls, once every bill they could name has been read

    def ask_rolls(self) -> Iterator[Request]:
        if self.waiting or not self.all_listed:
            return
        for sitting in self.sittings.values():
            for row in sitting.rolls.values():
                yield self.ask(
                    f"Vote/detail/{row.vote_id}", self.parse_roll, cb_kwargs={"sitting": sitting, "row": row}
                )

    def parse_roll(self, response: Response, sitting: Sitting, row: RollRow) -> Iterator[Item]:
        yield from self.read(response, rolls.roll_call, sitting, row)


def names_session(url: str, sid: int) -> bool:
    """Whether the list at this address is one of a session's."""
    return (
        re.fullmatch(rf"{re.escape(API)}(?:committees/List|members/list|Vote/list/[12])/{sid}(?:\?.*)?", url)
        is not None
    )
