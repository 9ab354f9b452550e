"""Montana: the JSON services of api.legmt.gov, which the Legislature's own bill explorer is built on.

A session is its list of bills (whole bills, 250 a page), and for each bill on which a vote was taken one answer of
floor roll calls and one of committee votes. A bill is sent on with its roll calls, so its pages are read every time.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import BillSpider
from scrapers.errors import BadArgument
from scrapers.normalise import id_part
from scrapers.states.mt import pages, rolls
from scrapers.states.mt.actions import COMMITTEE_VOTE, FLOOR_VOTE
from scrapers.states.mt.pages import Listed, Member, Sitting

API = "https://api.legmt.gov/"
SESSIONS = f"{API}legislators/v1/sessions"
ROSTER = f"{API}legislators/v1/legislators"
COMMITTEES = f"{API}committees/v1/standingCommittees/findBySessionId?sessionId={{}}"
PAGE = 250
# `offset` counts pages, not rows
SEARCH = (
    f"{API}bills/v1/bills/search?includeCounts=false&sort=billType.sortOrder,desc&sort=billNumber,asc"
    f"&sort=draft.draftNumber,asc&limit={PAGE}&offset={{}}"
)
DRAFT = f"{API}bills/v1/bills/findBySessionIdAndDraftNumber?sessionId={{}}&draftNumber={{}}"
VOTES = f"{API}bills/v1/votes/findByBillId?billId={{}}"
EXECUTIVE = f"{API}committees/v1/executiveActions/findByBillId?billId={{}}"
HELD_DRAFT = re.compile(r".*/findBySessionIdAndDraftNumber\?sessionId=(\d+)&draftNumber=(LC\d+)")
HELD_SESSION = re.compile(r"[?&]sessionId=(\d+)")
DRAFT_NUMBER = re.compile(r"lc\d+")

Asked = Iterator[items.Item | Request]
Reader = Callable[[Response, Sitting, Listed, pages.Members], list[rolls.Roll]]
READERS: dict[str, tuple[str, Reader]] = {  # which history lines make it worth asking, and who reads the answer
    VOTES: (FLOOR_VOTE, rolls.floor_rolls),
    EXECUTIVE: (COMMITTEE_VOTE, rolls.committee_rolls),
}


@dataclass(slots=True)
class Pending:
    """A bill on its way: what is still to be asked for it, and what was read with it so far."""

    sitting: Sitting
    listed: Listed
    capture: items.Capture
    todo: list[str]
    found: list[rolls.Roll] = field(default_factory=list)
    read: list[items.Item] = field(default_factory=list)


class MontanaSpider(BillSpider):
    name = jurisdiction = "mt"
    allowed_domains: ClassVar = ["api.legmt.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reread = True  # a bill is put together from several pages: none may be left out
        self.sittings: list[Sitting] = []
        self.members: dict[int, dict[int, Member]] = {}  # by session, then by the number of the legislator
        self.wanted = id_part(self.bill) if self.bill else None
        self.met = False  # whether the one bill asked for was on a list

    async def start(self) -> AsyncIterator[Request]:
        yield self.request(SESSIONS, self.parse_sessions)

    def parse_sessions(self, response: Response) -> Asked:
        held = None
        if self.archive_urls is not None:
            held = frozenset(int(found[1]) for url in self.archive_urls if (found := HELD_SESSION.search(url)))

        def chosen() -> list[items.Item]:
            self.sittings = pages.chosen(pages.sessions(response), self.session, held)
            return [sitting.item for sitting in self.sittings]

        yield from self.guarded(response, chosen)
        if self.sittings:
            yield self.and_then(ROSTER, self.parse_roster, self.ask_committees)

    def parse_roster(self, response: Response) -> Asked:
        def members() -> Iterator[items.Item]:
            for sitting in self.sittings:
                found = pages.people(response, sitting)
                self.members[sitting.id] = pages.members(response, sitting)
                yield from found

        yield from self.read(response, lambda _: members())
        yield from self.ask_committees()

    def ask_committees(self) -> Asked:
        """One session after the other, so that its committees are known before its bills."""
        for sitting in self.sittings:
            url = COMMITTEES.format(sitting.id)
            yield self.and_then(url, self.parse_committees, self.ask_bills, sitting=sitting)

    def parse_committees(self, response: Response, sitting: Sitting) -> Asked:
        yield from self.read(response, pages.committees, sitting)
        yield from self.ask_bills(sitting=sitting)

    def ask_bills(self, sitting: Sitting) -> Asked:
        if self.wanted and DRAFT_NUMBER.fullmatch(self.wanted):
            drafts = {self.wanted.upper()}
        else:
            yield self.list_request(sitting, 0)
            held = (HELD_DRAFT.fullmatch(url) for url in self.archive_urls or ())
            drafts = {found[2] for found in held if found and int(found[1]) == sitting.id}
        for draft in sorted(drafts):
            yield self.request(DRAFT.format(sitting.id, draft), self.parse_single, cb_kwargs={"sitting": sitting})

    def list_request(self, sitting: Sitting, number: int) -> Request:
        return self.request(
            SEARCH.format(number),
            self.parse_list,
            method="POST",
            headers={"Content-Type": "application/json"},
            body=json.dumps({"sessionIds": [sitting.id]}),
            cb_kwargs={"sitting": sitting, "number": number},
        )

    def parse_list(self, response: Response, sitting: Sitting, number: int) -> Asked:
        bills: list[Listed] = []
        more = last = False

        def gaps() -> list[items.Gap]:
            nonlocal more, last
            page = pages.bill_list(response, sitting, self.members.get(sitting.id, {}))
            pages.check_place(page, number * PAGE, PAGE, response.url)
            bills.extend(page.bills)
            more = page.first + page.rows < page.total
            last = not more
            return page.gaps

        yield from self.guarded(response, gaps)
        for listed in bills:
            yield from self.ask_rolls(sitting, listed, response)
        if more:
            yield self.list_request(sitting, number + 1)
        elif last and self.wanted and not self.met:

            def missing() -> Iterable[items.Item]:
                raise BadArgument(f"bill {self.bill!r}: {sitting.item.name} has none of that number")

            yield from self.guarded(response, missing)

    def parse_single(self, response: Response, sitting: Sitting) -> Asked:
        bills: list[Listed] = []

        def gaps() -> list[items.Gap]:
            listed, unknown = pages.single_bill(response, sitting, self.members.get(sitting.id, {}))
            bills.append(listed)
            return unknown

        yield from self.guarded(response, gaps)
        for listed in bills:
            yield from self.ask_rolls(sitting, listed, response, by_draft=True)

    def ask_rolls(self, sitting: Sitting, listed: Listed, response: Response, *, by_draft: bool = False) -> Asked:
        if self.wanted and id_part(listed.bill.identifier) != self.wanted and not DRAFT_NUMBER.fullmatch(self.wanted):
            return
        self.met = self.met or not by_draft
        lines = [action.text for action in listed.bill.actions or ()]
        todo = [
            url
            for url, (line, _) in READERS.items()
            if any(re.search(line, text) for text in lines) or (url == VOTES and listed.pointers)
        ]
        yield from self.go_on(Pending(sitting, listed, response.meta["capture"], todo))

    def go_on(self, pending: Pending) -> Asked:
        """Ask for what is missing; once all is there, the bill comes first and its roll calls after it."""
        if pending.todo:
            service = pending.todo.pop(0)
            url = service.format(pending.listed.id)
            yield self.and_then(url, self.parse_rolls, self.go_on, {"service": service}, pending=pending)
            return
        bill = rolls.joined(pending.listed, pending.found)
        bill.capture = pending.capture
        yield bill
        yield from pending.read

    def parse_rolls(self, response: Response, pending: Pending, service: str) -> Asked:
        reader = READERS[service][1]

        def events() -> list[items.Item]:
            members = self.members.get(pending.sitting.id, {})
            found = reader(response, pending.sitting, pending.listed, members)
            pending.found += found
            gaps = [gap for roll in found for gap in roll.gaps]
            return [*(roll.event for roll in found), *gaps]

        pending.read += self.guarded(response, events)
        yield from self.go_on(pending)

    def and_then(
        self,
        url: str,
        callback: Callable[..., Asked],
        after: Callable[..., Asked],
        more: dict[str, Any] | None = None,
        **context: Any,
    ) -> Request:
        """A request after which the run goes on by `after(**context)` even where no answer came."""
        request = self.request(url, callback, cb_kwargs={**context, **(more or {})})

        def failed(failure: Failure) -> Asked:
            yield from self.failed(failure)
            yield from after(**context)

        return request.replace(errback=failed)
