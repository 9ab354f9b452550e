"""Massachusetts: the API of malegislature.gov, and the pages of bills for what it does not answer.

The order is what matching needs, in phases, each once all of the one before is done: committees, members and laws; the
list of documents and the bills; roll calls and hearings, which name the bills they are of. The list's lines carry no
day, so a bill's line here is what the list says of it, the committees that have or reported it, and its law.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import BillSpider
from scrapers.errors import BadArgument
from scrapers.items import Item
from scrapers.normalise import id_part
from scrapers.states.ma import bills, pages, rolls, site, texts
from scrapers.states.ma.bills import Listed
from scrapers.states.ma.history import Cited, cited, history
from scrapers.states.ma.lists import JSON, Asked, Lists, captured, due
from scrapers.states.ma.pages import Court
from scrapers.states.ma.shapes import API, bill_url, documents_url

NEWEST = 40  # hearings, by their number: asked for in each run, for these are moved and cancelled


@dataclass(slots=True)
class Pending:
    """A bill on its way: what its document or its page said, and what is known of its history so far.

    `votes` are those of committees as its document tells them; `rolls` the roll calls that it lists.
    """

    listed: Listed
    bill: items.Bill
    votes: list[items.VoteEvent] = field(default_factory=list)
    has_votes: bool = False
    rolls: list[tuple[str, int]] = field(default_factory=list)
    actions: list[items.Action] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.listed.number


@dataclass(slots=True)
class Roll:
    """A roll call to ask for: what a history says of it, and the bills that name it; the page of the first of them."""

    branch: str
    number: int
    cited: Cited | None
    bills: list[str]
    capture: items.Capture | None


class MassachusettsSpider(BillSpider):
    name = jurisdiction = "ma"
    allowed_domains: ClassVar = ["malegislature.gov"]
    court: Court  # and its lists: once the General Courts are known
    lists: Lists

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = id_part(self.bill) if self.bill else None
        self.phases: list[Callable[[], Iterable[Request]]] = []
        self.rolls: dict[tuple[str, int], Roll] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.next_phase, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        yield self.request(f"{API}GeneralCourts", self.parse_courts, headers=JSON)

    def next_phase(self) -> None:
        """When all that was asked for is done: ask for what waited for it."""
        while self.phases:
            asked = list(self.phases.pop(0)())
            for request in asked:
                self.crawler.engine.crawl(request)
            if asked:
                raise DontCloseSpider

    def parse_courts(self, response: Response) -> Asked:
        told, court = self.lead(response, self.chosen)
        yield from told
        if court:
            self.court, self.lists = court, Lists(self, court)
            self.phases = [self.ask_documents, self.ask_unnamed, self.ask_rolls, self.ask_hearings]
            yield captured(court.item, response)
            yield from self.lists.ask()

    def chosen(self, response: Response) -> Court:
        known = pages.courts(response)
        held = [court.number for court in known if documents_url(court.number) in (self.archive_urls or ())]
        return pages.chosen(known, self.session, frozenset(held))

    # bills

    def ask_documents(self) -> Iterable[Request]:
        yield self.request(documents_url(self.court.number), self.parse_documents, headers=JSON)

    def parse_documents(self, response: Response) -> Asked:
        told, found = self.lead(response, self.wanted_documents)
        yield from told
        yield from self.lists.seats
        asked: dict[str, Listed] = {}
        for one in found or []:
            if isinstance(one, items.Gap):
                yield captured(one, response)
            elif one.is_docket:
                yield captured(one.bill, response)
            else:
                asked[documents_url(self.court.number, one.number)] = one
        yield from self.set_aside(asked, response)
        for thing in self.ask_listed(response, self.lists.lines(asked), self.parse_document, headers=JSON):
            if isinstance(thing, Request):
                listed = asked[thing.url]
                captured(listed.bill, response)
                thing = thing.replace(errback=self.document_failed, cb_kwargs={"listed": listed})
            yield thing

    def wanted_documents(self, response: Response) -> list[Listed | items.Gap]:
        """All there are, or the one asked for, by its bill's or its docket's number."""
        found = bills.documents(response, self.court.number)
        for one in found:
            if isinstance(one, Listed):
                self.lists.names = one.names | self.lists.names
        if not self.wanted:
            return found
        wanted = [one for one in found if isinstance(one, Listed) and self.wanted in known_as(one.bill)]
        if not wanted:
            raise BadArgument(f"bill {self.bill!r}: {self.court.item.name} has none of that number")
        return [*wanted]

    def set_aside(self, asked: dict[str, Listed], response: Response) -> Iterator[items.Sighted]:
        """Where a page is missing for now that is a part of the lines, bills that were read wait for the next run."""
        if self.lists.unsure and not self.reread:
            read = sorted(url for url in asked if self.held_line(url))
            self.crawler.stats.inc_value("pages/unchanged", len(read))
            yield items.Sighted(read, capture=response.meta["capture"])
            for url in read:
                del asked[url]

    def parse_document(self, response: Response, listed: Listed) -> Asked:
        told, found = self.lead(response, bills.document, self.court.number, listed.number, self.lists.names)
        yield items.Page(capture=response.meta["capture"], list_line=response.meta.get("list_line"))
        yield from told[1:]
        if found is None:
            yield self.page_request(listed)
            return
        pending = Pending(listed, listed.bill)
        for one in found:
            if isinstance(one, items.Bill):
                pending.bill = captured(one, response)
            elif isinstance(one, bills.Leads):
                pending.rolls, pending.has_votes = one.rolls, bool(one.votes)
                pending.votes = [captured(vote, response) for vote in one.votes]
            else:
                yield captured(one, response)
        yield self.history_request(pending)

    def document_failed(self, failure: Failure) -> Asked:
        """Where the API has no answer, the page of the bill may; not where the site says no."""
        listed: Listed = failure.request.cb_kwargs["listed"]  # type: ignore[attr-defined]  # Scrapy sets it
        gaps = list(self.failed(failure))
        yield from gaps
        yield from self.as_listed(listed) if denied(gaps) else [self.page_request(listed)]

    def page_request(self, listed: Listed) -> Request:
        request = self.request(
            bill_url(self.court.number, listed.number), self.parse_page, cb_kwargs={"listed": listed}
        )

        def failed(failure: Failure) -> Asked:
            yield from self.failed(failure)
            yield from self.as_listed(listed)

        return request.replace(errback=failed)

    def parse_page(self, response: Response, listed: Listed) -> Asked:
        told, found = self.lead(response, site.bill_page, self.court.number, listed.number)
        yield from told
        if found is None:
            yield from self.as_listed(listed)
            return
        pending = Pending(listed, listed.bill)
        for one in found:
            if isinstance(one, items.Bill):
                known = replace(one, sponsorships=listed.bill.sponsorships, related=listed.bill.related)
                pending.bill = captured(known, response)
            elif isinstance(one, site.Tabs):
                pending.has_votes = one.votes
            else:
                yield captured(one, response)
        yield self.history_request(pending)

    def as_listed(self, listed: Listed) -> Asked:
        """A bill of which there is nothing but its line; what was read of it before says more."""
        if not self.newest_read(documents_url(self.court.number, listed.number)):
            yield listed.bill

    def history_request(self, pending: Pending) -> Request:
        url = f"{documents_url(self.court.number, pending.number)}/DocumentHistoryActions"
        request = self.request(
            url, self.parse_history, headers=JSON, bill=self.hangs_on(pending.bill), cb_kwargs={"pending": pending}
        )

        def failed(failure: Failure) -> Asked:
            gaps = list(self.failed(failure))
            yield from gaps
            yield from self.finish(pending, None) if denied(gaps) else [self.tab_request(pending, 1)]

        return request.replace(errback=failed)

    def parse_history(self, response: Response, pending: Pending) -> Asked:
        names = self.lists.committee_names()
        told, found = self.lead(response, history, self.court.number, pending.number, names)
        yield from told
        if found is None:
            yield self.tab_request(pending, 1)
            return
        yield from (captured(one, response) for one in found if isinstance(one, items.Gap))
        yield from self.finish(pending, [one for one in found if isinstance(one, items.Action)])

    def tab_request(self, pending: Pending, number: int) -> Request:
        """A piece of the history as the page of the bill has it, for want of the API's answer."""
        url = f"{bill_url(self.court.number, pending.number, site.HISTORY)}?pageNumber={number}"
        request = self.request(
            url,
            self.parse_tab,
            headers=site.FRAGMENT,
            bill=self.hangs_on(pending.bill),
            cb_kwargs={"pending": pending, "number": number},
        )

        def failed(failure: Failure) -> Asked:
            yield from self.failed(failure)
            yield from self.finish(pending, None)

        return request.replace(errback=failed)

    def parse_tab(self, response: Response, pending: Pending, number: int) -> Asked:
        names, after = self.lists.committee_names(), len(pending.actions)
        told, found = self.lead(response, site.history_tab, self.court.number, pending.number, after, names)
        yield from told
        if found is None:
            yield from self.finish(pending, None)
            return
        for part in found:
            pending.actions += part.actions
            if part.last < part.total:
                yield self.tab_request(pending, number + 1)
            else:
                yield from self.finish(pending, pending.actions)

    def finish(self, pending: Pending, actions: list[items.Action] | None) -> Asked:
        """The bill, and requests for what hangs on it."""
        name = pending.bill.identifier
        committee = pending.bill.committee_code or self.lists.committee_of(name)
        bill = bills.assembled(pending.bill, actions, committee, self.lists.laws.get(name))
        yield bill
        told = [roll for action in actions or [] if (roll := cited(action.text, action.date))]
        for roll in told:
            yield from self.named_roll(roll.branch, roll.number, roll, bill)
        for branch, number in pending.rolls:
            if (branch, number) not in [(roll.branch, roll.number) for roll in told]:
                yield from self.named_roll(branch, number, None, bill)
        if pending.has_votes:
            yield self.votes_request(pending)
        printed = bill_url(self.court.number, pending.number, ".pdf")
        wordless = any(version.url == printed and not version.text for version in bill.versions or [])
        if wordless and not self.read_at(printed):
            kind = {"number": pending.number, "classification": bill.classification, "chambers": bill.chambers}
            yield self.request(printed, self.parse_text, bill=self.hangs_on(bill), cb_kwargs=kind)

    def parse_text(self, response: Response, number: str, classification: str, chambers: int) -> Asked:
        yield from self.read(response, texts.pdf_text, self.court.number, number, classification, chambers)

    # votes and hearings

    def votes_request(self, pending: Pending) -> Request:
        """The votes of committees with the counts a page states; without it, as the bill's document tells them."""
        request = self.request(
            bill_url(self.court.number, pending.number, rolls.TAB),
            self.parse_votes,
            bill=self.hangs_on(pending.bill),
            cb_kwargs={"pending": pending},
        )

        def failed(failure: Failure) -> Asked:
            yield from self.failed(failure)
            yield from pending.votes

        return request.replace(errback=failed)

    def parse_votes(self, response: Response, pending: Pending) -> Asked:
        known, at_least = self.lists.committee_codes(), max(len(pending.votes), 1)
        told, found = self.lead(response, rolls.committee_votes, self.court.number, pending.number, known, at_least)
        yield from told
        yield from pending.votes if found is None else [captured(one, response) for one in found]

    def named_roll(self, branch: str, number: int, said: Cited | None, bill: items.Bill) -> Iterator[items.VoteEvent]:
        """A roll call that a bill names: its names are asked for once, and it is the bill's at once."""
        url = rolls.roll_call_url(self.court.number, branch, number)
        if not self.read_at(url):
            roll = self.rolls.setdefault((branch, number), Roll(branch, number, said, [], bill.capture))
            roll.cited = roll.cited or said
            roll.bills.append(bill.identifier)
        else:
            yield self.counted(Roll(branch, number, said, [bill.identifier], bill.capture), asked=False)

    def counted(self, roll: Roll, *, asked: bool) -> items.VoteEvent:
        """A roll call without names."""
        said = list(roll.cited) if roll.cited else None
        event = rolls.cited_event(self.court.number, roll.branch, roll.number, roll.bills, said, asked=asked)
        event.capture = roll.capture
        return event

    def ask_unnamed(self) -> Iterable[Request]:
        return self.lists.ask_unnamed() if self.rolls else []

    def ask_rolls(self) -> Iterable[Request]:
        for roll in self.rolls.values():
            url = rolls.roll_call_url(self.court.number, roll.branch, roll.number)
            bill = (str(self.court.number), roll.bills[0])
            request = self.request(url, self.parse_roll, headers=JSON, bill=bill, cb_kwargs={"roll": roll})
            yield request.replace(errback=self.roll_failed)

    def ask_hearings(self) -> Iterable[Request]:
        listed = sorted({number for body in self.lists.committees.values() for number in body.hearings})
        urls = {f"{API}Hearings/{number}": number for number in listed if not self.wanted}
        for url in dict.fromkeys([*due(self, urls), *list(urls)[-NEWEST:]]):
            yield self.request(url, self.parse_hearing, headers=JSON, cb_kwargs={"number": urls[url]})

    def parse_roll(self, response: Response, roll: Roll) -> Asked:
        said = list(roll.cited) if roll.cited else None
        told, found = self.lead(
            response, rolls.roll_call, self.court.number, roll.branch, roll.number, self.lists.names, roll.bills, said
        )
        yield from told
        yield from [self.counted(roll, asked=True)] if found is None else [captured(one, response) for one in found]

    def roll_failed(self, failure: Failure) -> Asked:
        yield from self.failed(failure)
        yield self.counted(failure.request.cb_kwargs["roll"], asked=True)  # type: ignore[attr-defined]

    def parse_hearing(self, response: Response, number: int) -> Asked:
        yield from self.read(response, pages.hearing, self.court.number, number)

    def hangs_on(self, bill: items.Bill) -> tuple[str, str]:
        return str(self.court.number), bill.identifier


def known_as(bill: items.Bill) -> set[str]:
    """The numbers by which a bill may be asked for: its own, and its docket's."""
    return {id_part(name) for name in (bill.identifier, *(one.identifier for one in bill.related or []))}


def denied(gaps: list[Item]) -> bool:
    return any(isinstance(one, items.Gap) and one.kind == "blocked" for one in gaps)
