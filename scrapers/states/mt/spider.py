"""Montana: the JSON services of api.legmt.gov, which the Legislature's own bill explorer is built on.

A session is its list of bills (whole bills, 250 a page), and for each bill a few answers about it alone, which
`parts.py` knows. A bill is sent on with what was read of it, so its pages are read every time. Sessions before 2025 are
with an archive service, whose lists are of another shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.archive.replay import NotInArchive
from scrapers.base import BillSpider
from scrapers.errors import BadArgument
from scrapers.normalise import id_part
from scrapers.states.mt import archive, pages, parts
from scrapers.states.mt.pages import Listed, Member, Sitting
from scrapers.states.mt.parts import API, Part, Pending

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
ARCHIVED_SESSIONS = f"{API}archive/v1/sessions"
ARCHIVED_SEARCH = f"{API}archive/v1/bills/search?limit=100&offset={{}}"
HELD_DRAFT = re.compile(r".*/findBySessionIdAndDraftNumber\?sessionId=(\d+)&draftNumber=(LC\d+)")
HELD_SESSION = re.compile(r"[?&]sessionId=(\d+)")
DRAFT_NUMBER = re.compile(r"lc\d+")

Asked = Iterator[items.Item | Request]


class MontanaSpider(BillSpider):
    name = jurisdiction = "mt"
    allowed_domains: ClassVar = ["api.legmt.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = self.session.strip() if self.session else None
        self.reread = True  # a bill is put together from several pages: none may be left out
        self.sittings: list[Sitting] = []
        self.members: dict[int, dict[int, Member]] = {}  # by session, then by the number of the legislator
        self.wanted = id_part(self.bill) if self.bill else None
        self.met = False  # whether the one bill asked for was found

    async def start(self) -> AsyncIterator[Request]:
        if self.holds(ARCHIVED_SESSIONS) and not self.holds(SESSIONS):
            yield self.request(ARCHIVED_SESSIONS, self.parse_archived_sessions)
        else:
            yield self.request(SESSIONS, self.parse_sessions)

    def holds(self, start: str) -> bool:
        """Whether this is a replay of an archive that has such an address."""
        return any(url.startswith(start) for url in self.archive_urls or ())

    # sessions

    def parse_sessions(self, response: Response) -> Asked:
        told, known = self.lead(response, pages.sessions)
        yield from told
        if known is None:
            return
        earlier = self.holds(ARCHIVED_SESSIONS)
        if self.session or not earlier or self.holds(f"{API}bills/v1/"):
            self.sittings = pages.chosen(known, self.session, self.held_sessions())
        yield from captured(response, (sitting.item for sitting in self.sittings))
        if self.sittings:
            yield self.and_then(ROSTER, self.parse_roster, self.ask_committees)
            if self.session:
                return
        present = [sitting.item.identifier for sitting in known]
        if earlier or (self.session and self.archive_urls is None):
            yield self.request(ARCHIVED_SESSIONS, self.parse_archived_sessions, cb_kwargs={"present": present})
        elif self.session:
            self.mistaken(BadArgument(f"session {self.session!r}: wanted one of {', '.join(present)}"))

    def held_sessions(self) -> frozenset[int] | None:
        if self.archive_urls is None:
            return None
        return frozenset(int(found[1]) for url in self.archive_urls if (found := HELD_SESSION.search(url)))

    def parse_archived_sessions(self, response: Response, present: Iterable[str] = ()) -> Asked:
        """The session asked for, or those that an archive has lists of. What both services know is of the present."""
        told, known = self.lead(response, archive.sessions)
        yield from told
        sittings = [one for one in known or () if one.item.identifier not in present]
        asked = [one for one in sittings if self.session in (None, one.item.identifier)]
        for sitting in asked:
            yield self.archived_request(sitting, 0, frozenset())
        if known and not asked:
            names = ", ".join([*present, *(one.item.identifier for one in sittings)])
            self.mistaken(BadArgument(f"session {self.session!r}: wanted one of {names}"))

    # sessions since 2025: members, committees, bills

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
        context = {"sitting": sitting, "number": number}
        return self.search(SEARCH.format(number), {"sessionIds": [sitting.id]}, self.parse_list, context)

    def search(
        self, url: str, query: dict[str, Any], callback: Callable[..., Asked], context: dict[str, Any]
    ) -> Request:
        headers = {"Content-Type": "application/json"}
        return self.request(url, callback, method="POST", headers=headers, body=json.dumps(query), cb_kwargs=context)

    def parse_list(self, response: Response, sitting: Sitting, number: int) -> Asked:
        told, page = self.lead(
            response, pages.bill_list, sitting, self.members.get(sitting.id, {}), number * PAGE, PAGE
        )
        yield from told
        if page is None:
            return
        yield from captured(response, page.gaps)
        for listed in page.bills:
            yield from self.ask_parts(sitting, listed, response, parts.ALL)
        if page.first + page.rows < page.total:
            yield self.list_request(sitting, number + 1)
        else:
            self.check_met(sitting)

    def parse_single(self, response: Response, sitting: Sitting) -> Asked:
        told, found = self.lead(response, pages.single_bill, sitting, self.members.get(sitting.id, {}))
        yield from told
        if found:
            listed, gaps = found
            yield from captured(response, gaps)
            yield from self.ask_parts(sitting, listed, response, parts.ALL)

    # sessions before 2025: bills

    def archived_request(self, sitting: Sitting, number: int, seen: frozenset[str]) -> Request:
        context = {"sitting": sitting, "number": number, "seen": seen}
        query = {"sessionId": sitting.id}
        request = self.search(ARCHIVED_SEARCH.format(number), query, self.parse_archived_list, context)
        # an archive has the list of some sessions, and its addresses do not say which
        return request if self.session or number else request.replace(errback=self.unless_not_held)

    def unless_not_held(self, failure: Failure) -> Asked:
        if not isinstance(failure.value, NotInArchive):
            yield from self.failed(failure)

    def parse_archived_list(self, response: Response, sitting: Sitting, number: int, seen: frozenset[str]) -> Asked:
        told, page = self.lead(response, archive.bill_list, sitting, number, seen)
        yield from told
        if page is None:
            return
        if number == 0:
            yield from captured(response, [sitting.item])
        yield from captured(response, page.gaps)
        for listed in page.bills:
            yield from self.ask_parts(sitting, listed, response, parts.DOCUMENTS)
        if number + 1 < page.pages:
            yield self.archived_request(sitting, number + 1, seen.union(page.drafts))
        else:
            self.check_met(sitting)

    # one bill

    def check_met(self, sitting: Sitting) -> None:
        if self.wanted and not self.met:
            self.mistaken(BadArgument(f"bill {self.bill!r}: {sitting.item.name} has none of that number"))

    def ask_parts(self, sitting: Sitting, listed: Listed, response: Response, offered: Iterable[Part]) -> Asked:
        if self.wanted not in (None, id_part(listed.bill.identifier), id_part(listed.draft)):
            return
        self.met = True
        pending = Pending(sitting, listed, self.members.get(sitting.id, {}), response.meta["capture"])
        held = self.archive_urls
        pending.todo = [
            part
            for part in offered
            if part.worth(pending) and (held is None or part.since_first or part.url(pending) in held)
        ]
        yield from self.go_on(pending)

    def go_on(self, pending: Pending) -> Asked:
        """Ask for what is missing; once all is there, the bill is told."""
        if not pending.todo:
            yield from pending.told()
            return
        part = pending.todo.pop(0)
        request = self.and_then(part.url(pending), self.parse_part, self.go_on, {"part": part}, pending=pending)
        request.meta["handle_httpstatus_list"] = part.may_answer
        yield request

    def parse_part(self, response: Response, pending: Pending, part: Part) -> Asked:
        pending.read += self.guarded(response, lambda: part.read(response, pending))
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


def captured(response: Response, found: Iterable[items.Item]) -> Asked:
    """Items of a page that leads to others, with its capture."""
    for item in found:
        item.capture = response.meta["capture"]
        yield item
