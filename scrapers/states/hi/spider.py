"""Hawaii: a list for each kind of measure, and a page for each measure, whose status tells its roll calls in prose.

The site's robots rules refuse robots, and a firewall stands before it. Both are obeyed: a live run ends blocked. What
is read are archives of pages that people saved by hand.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import BillSpider
from scrapers.errors import BadArgument, LayoutChanged
from scrapers.items import Item
from scrapers.states.hi import bodies, measure, pages, special, texts
from scrapers.states.hi.shapes import (
    HOSTS,
    KINDS,
    SITE,
    Measure,
    measure_asked,
    measure_named,
    measure_url,
    session_name,
    session_named,
)

MEMBERS = f"{SITE}/legislature/legislators.aspx"
COMMITTEES = f"{SITE}/legislature/committees.aspx?chamber=all"
HEARINGS = f"{SITE}/session/upcominghearings.aspx"
LIST = f"{SITE}/advreports/advreport.aspx?year={{}}&report=deadline&active=true&rpt_type=&measuretype={{}}"
LISTED = ("hb", "sb", "hr", "sr", "hcr", "scr", "gm")
SPECIAL = f"{SITE}/session/splsession.aspx?year={{}}"
HELD_LIST = re.compile(r"/(?:advreport|splsession)\.aspx\?(?:.{1,200}&)?year=(\d{4}[a-e]?)(?:&|$)")
HELD_MEASURE = re.compile(r"/measure_indiv\w{0,20}\.aspx\?", re.IGNORECASE)
LAST = -100  # of what should find the measures it names

Asked = Iterator[Item | Request]
PageFunction = Callable[[Response], list[Item]]


class HawaiiSpider(BillSpider):
    name = jurisdiction = "hi"
    allowed_domains: ClassVar = list(HOSTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted(self.bill) if self.bill else None
        self.sessions = [self.session] if self.session else []
        for session in self.sessions:
            session_named(session)
        self.queue: list[Request] = []  # lists, one after the other
        self.held: dict[str, str] = {}  # in a replay: a measure's page → the address under which the archive has it
        self.listed: dict[str, list[Item]] = {}  # a measure's page → what its list says of it

    async def start(self) -> AsyncIterator[Item | Request]:
        if self.archive_urls is not None:
            self.look_into_archive(self.archive_urls)
        bodies_first: list[tuple[str, PageFunction]] = [(MEMBERS, bodies.members), (COMMITTEES, bodies.committees)]
        self.queue = [
            *(
                self.ahead(url, self.parse_bodies, page=page)
                for name, page in bodies_first
                for url in self.pages_of(name)
            ),
            *(request for session in self.sessions for request in self.lists(session)),
        ]
        for asked in self.go_on():
            yield asked

    # what to ask for

    def look_into_archive(self, urls: list[str]) -> None:
        """Which sessions the archive has lists or measures of, and under which addresses the measures lie."""
        found = {listed[1] for url in urls if (listed := HELD_LIST.search(url))}
        for url in urls:
            if HELD_MEASURE.search(url):
                try:
                    measure_there, session = measure_asked(url)
                    page = measure_url(measure_there, session)
                except (LayoutChanged, BadArgument):
                    continue  # an address without a measure or its session: nothing says whose page it is
                self.held[page] = url
                found.add(session)
        if self.session and self.session not in found:
            there = ", ".join(sorted(found)) or "none"
            self.mistaken(BadArgument(f"session {self.session!r}: the archive has lists or measures of {there}"))
        self.sessions = self.sessions or sorted(found)

    def pages_of(self, url: str) -> list[str]:
        """The page; of an archive, what it holds of that name."""
        if self.archive_urls is None:
            return [url]
        name = urlsplit(url).path.rpartition("/")[2]
        return sorted(held for held in self.archive_urls if urlsplit(held).path.endswith(f"/{name}"))

    def lists(self, session: str) -> list[Request]:
        if self.archive_urls is not None:
            urls = sorted(url for url in self.archive_urls if (held := HELD_LIST.search(url)) and held[1] == session)
        elif session_named(session)[1]:
            urls = [SPECIAL.format(session)]
        else:
            urls = [LIST.format(session, kind) for kind in LISTED]
        return [] if self.wanted else [self.ahead(url, self.parse_list, session=session) for url in urls]

    def ahead(self, url: str, callback: Callable[..., Asked], **context: Any) -> Request:
        """A request after which the next list follows, answered or not."""
        return self.request(url, callback, cb_kwargs=context).replace(errback=self.refused)

    def refused(self, failure: Failure) -> Asked:
        yield from self.failed(failure)
        yield from self.go_on()

    def go_on(self) -> Asked:
        if self.denied:
            return
        if self.queue:
            yield self.queue.pop(0)
            return
        for session in self.sessions:
            named = [measure_url(self.wanted, session)] if self.wanted else []
            held = [page for page in self.held if page.endswith(f"year={session}") and page not in self.listed]
            for page in named or held:
                yield self.request(self.held.get(page, page), self.parse_measure, cb_kwargs={"session": session})
        for url in self.pages_of(HEARINGS) if not self.wanted else ():
            yield self.request(url, self.parse_hearings, priority=LAST)

    @property
    def denied(self) -> bool:
        """Whether the site said no: then nothing more is asked of it."""
        return bool(self.crawler.stats.get_value("pages/blocked"))

    # what is read

    def parse_bodies(self, response: Response, page: PageFunction) -> Asked:
        """Members or committees, of the session the page shows: that is the one to read where none was asked for."""
        told, found = self.lead(response, page)
        yield from told
        if found and isinstance(found[0], items.Session):
            session = found[0].identifier
            if not self.sessions:
                self.sessions = [session]
                self.queue += self.lists(session)
            if session in self.sessions:
                yield from self.captured(response, found)
        yield from self.go_on()

    def parse_list(self, response: Response, session: str) -> Asked:
        special_session = bool(session_named(session)[1])
        kind = special if special_session else pages

        def read(page: Response) -> tuple[dict[str, str], list[Item]]:
            return kind.measure_lines(page, session), list(kind.measures(page, session))

        told, found = self.lead(response, read)
        yield from told
        if found:
            lines, listed = found
            classification = "special" if special_session else "primary"
            yield from self.captured(response, [items.Session(session, session_name(session), classification)])
            for item in self.captured(response, listed):
                for identifier in measures_of(item):
                    self.listed.setdefault(page_of(identifier, session), []).append(item)
            lines = {self.held.get(page, page): line for page, line in lines.items()}
            for asked in self.ask_listed(response, lines, self.parse_measure, cb_kwargs={"session": session}):
                yield asked.replace(errback=self.left_with_list) if isinstance(asked, Request) else asked
        yield from self.go_on()

    def left_with_list(self, failure: Failure) -> Asked:
        """A measure whose page does not come is held as its list has it."""
        yield from self.failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        yield from self.from_list(request.url, request.cb_kwargs["session"])

    def from_list(self, url: str, session: str) -> Iterator[Item]:
        yield from self.listed.get(page_of(measure_asked(url)[0].identifier, session), [])

    def parse_measure(self, response: Response, session: str) -> Asked:
        found: list[Item] = []

        def read() -> list[Item]:
            found.extend(measure.measure(response, session))
            return found

        told = list(self.guarded(response, read))
        yield from told
        if any(isinstance(item, items.Gap) and item.kind in ("layout_changed", "blocked") for item in told):
            yield from self.from_list(response.url, session)
        for item in found:
            if isinstance(item, items.Bill):
                yield from self.ask_texts(item)

    def ask_texts(self, bill: items.Bill) -> Iterator[Request]:
        """The texts of the drafts, each once: a draft does not change."""
        for version in bill.versions or ():
            url = version.url or ""
            if version.media_type == "text/html" and not self.read_at(url):
                hangs_on = (bill.session, bill.identifier)
                yield self.request(url, self.parse_text, bill=hangs_on, cb_kwargs={"session": bill.session})

    def parse_text(self, response: Response, session: str) -> Iterator[Item]:
        def read(page: Response) -> list[Item]:
            return [texts.draft(texts.paragraphs(page), page.url, page.body, session)]

        yield from self.read(response, read)

    def parse_hearings(self, response: Response) -> Iterator[Item]:
        def read(page: Response) -> list[Item]:
            return [hearing for hearing in pages.hearings(page) if hearing.session in self.sessions]

        yield from self.read(response, read)

    def captured(self, response: Response, found: Iterable[Item]) -> Iterator[Item]:
        for item in found:
            item.capture = response.meta["capture"]
            yield item


def measures_of(item: Item) -> list[str]:
    match item:
        case items.Bill():
            return [item.identifier]
        case items.VoteEvent() | items.Hearing():
            return item.bills
        case items.Gap(bill=str(identifier)):
            return [identifier]
    return []


def page_of(identifier: str, session: str) -> str:
    return measure_url(measure_named(identifier.replace(" ", ""), identifier), session)


def wanted(bill: str) -> Measure:
    try:
        found = measure_named(bill.replace(" ", ""), bill)
    except LayoutChanged as error:
        raise BadArgument(f"bill {bill!r}: a measure such as HB 35") from error
    if found.letters not in KINDS:
        raise BadArgument(f"bill {bill!r}: one of {', '.join(KINDS)} and a number")
    return found
