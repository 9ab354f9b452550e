"""The walk through an archive of the older SOAP services: what is asked of it, one call at a time, and who reads it.

The order is what matching needs: sessions, then of each the index of its bills, its committees and members, the lists
of roll calls, the bills, and the roll calls' own pages. A session whose index the archive lacks is not held in it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers import items
from scrapers.archive.replay import NotInArchive
from scrapers.base import BillSpider
from scrapers.states.ga import pages, soap
from scrapers.states.ga.shapes import Sitting
from scrapers.states.ga.soap import Call, call

Step = Callable[[], Iterable[items.Item | Request]]
Told = Iterator[items.Item | Request]


@dataclass(slots=True)
class Held:
    """What has been read of one session, from the `index` of its bills on.

    `named` are the roll calls that some page names, and what it says of them where it names their bill too.
    """

    sitting: Sitting
    index: items.Capture | None = None
    committees: list[int] = field(default_factory=list)
    named: dict[int, tuple[items.VoteEvent | None, items.Capture]] = field(default_factory=dict)
    sought: set[int] = field(default_factory=set)  # members whose own page was asked for


class Services:
    """Reads for a spider what its archive holds of the services; asks nobody else.

    One step follows another: a step ends in one request or in `next`, and what a reader finds puts steps in front.
    """

    def __init__(self, spider: BillSpider) -> None:
        self.spider = spider
        self.steps: deque[Step] = deque()

    def start(self) -> Iterator[Request]:
        years = partial(self.ask, call("GetYears"), partial(self.parse_sessions, soap.years))
        yield from self.ask(call("GetSessions"), partial(self.parse_sessions, soap.sessions), otherwise=years)

    def next(self) -> Told:
        if self.steps:
            yield from self.steps.popleft()()

    def before_others(self, steps: Iterable[Step]) -> None:
        self.steps.extendleft(reversed(list(steps)))

    def ask(
        self,
        asked: Call,
        parse: Callable[[Response], Told],
        by: items.Capture | None = None,
        *,
        listed: items.Item | None = None,
        otherwise: Step | None = None,
    ) -> Iterator[Request]:
        """`otherwise` follows where the archive lacks it; else that is a gap, and what a list said of it stands.

        The gap is one of the page `by` which the answer is named: read again, it may name it no more.
        """

        def answered(response: Response) -> Told:
            yield from parse(response)
            yield from self.next()

        def failed(failure: Failure) -> Told:
            if otherwise is not None and isinstance(failure.value, NotInArchive):
                yield from otherwise()
                return
            for gap in self.spider.failed(failure):
                gap.capture = gap.capture or by
                yield gap
            if listed:
                yield listed
            yield from self.next()

        headers = {"Content-Type": "text/xml; charset=utf-8"}
        request = self.spider.request(asked.url, answered, method="POST", headers=headers, body=asked.body)
        yield request.replace(errback=failed)

    def read(
        self, response: Response, listed: items.Item | None, page: Callable[..., Iterable[items.Item]], *args: object
    ) -> Told:
        """As the spider reads a page; what a list said stands where a page that is read says nothing of it."""
        found = list(self.spider.read(response, page, *args))
        yield from found
        new = any(isinstance(one, items.Page) and not one.unchanged for one in found)
        if listed and new and not any(isinstance(one, type(listed)) for one in found):
            yield listed

    # sessions and their bills

    def parse_sessions(self, page: Callable[[Response], list[tuple[int, items.Session]]], response: Response) -> Told:
        def wanted(answer: Response) -> list[tuple[int, items.Session]]:
            known = page(answer)
            return [pages.session_wanted(known, self.spider.session)] if self.spider.session else known

        told, found = self.spider.lead(response, wanted)
        yield from told
        for sid, session in found or []:
            session.capture = response.meta["capture"]
            self.steps.append(partial(self.ask_index, Held(Sitting(sid, session.identifier)), session))

    def ask_index(self, held: Held, session: items.Session) -> Told:
        asked = call("GetLegislationForSession", SessionId=held.sitting.sid)
        not_held = None if self.spider.session else self.next
        yield from self.ask(asked, partial(self.parse_index, held, session), otherwise=not_held)

    def parse_index(self, held: Held, session: items.Session, response: Response) -> Told:
        held.index = response.meta["capture"]
        told, found = self.spider.lead(response, soap.legislation, held.sitting)
        yield from told
        yield session
        for bill in (found or {}).values():
            bill.capture = held.index
        bills = {key: bill for key, bill in (found or {}).items() if pages.matches(bill.identifier, self.spider.bill)}
        lists = [partial(self.ask_seats, held), *(partial(self.ask_votes, held, house) for house in soap.CHAMBERS)]
        self.before_others(
            [
                partial(self.ask_committees, held),
                partial(self.ask_members, held),
                *(() if self.spider.bill else lists),
                *(partial(self.ask_bill, held, key, bill) for key, bill in bills.items()),
                partial(self.ask_rolls, held),
            ]
        )

    # committees and members

    def ask_committees(self, held: Held) -> Told:
        parse = partial(self.parse_committees, held)
        both, one = "GetCommitteesBySession", "GetCommitteesByTypeAndSession"
        apart = [
            partial(self.ask, call(one, Type=house, SessionId=held.sitting.sid), partial(parse, one), held.index)
            for house in soap.CHAMBERS
        ]
        yield from self.ask(
            call(both, SessionId=held.sitting.sid),
            partial(parse, both),
            held.index,
            otherwise=partial(self.instead, apart),
        )

    def instead(self, steps: Sequence[Step]) -> Told:
        self.before_others(steps)
        yield from self.next()

    def parse_committees(self, held: Held, operation: str, response: Response) -> Told:
        told, found = self.spider.lead(response, lambda page: list(soap.committees(page, operation)))
        yield from told
        for body in found or []:
            body.capture = response.meta["capture"]
            held.committees.append(int(body.code))
            yield body

    def ask_members(self, held: Held) -> Told:
        parse = partial(self.parse_members, held)
        both, one = "GetMembersBySession", "GetMembersByTypeAndSession"
        apart = [
            partial(self.ask, call(one, Type=kind, SessionId=held.sitting.sid), partial(parse, one), held.index)
            for kind in ("Representative", "Senator")
        ]
        yield from self.ask(
            call(both, SessionId=held.sitting.sid),
            partial(parse, both),
            held.index,
            otherwise=partial(self.instead, apart),
        )

    def parse_members(self, held: Held, operation: str, response: Response) -> Told:
        told, found = self.spider.lead(response, lambda page: list(soap.members(page, operation, held.sitting)))
        yield from told
        for person in found or []:
            yield self.known(held, person, response)

    def known(self, held: Held, person: items.Person, response: Response) -> items.Person:
        person.capture = response.meta["capture"]
        held.sitting.members[int(person.source_id or 0)] = person
        return person

    def ask_seats(self, held: Held) -> Told:
        def seats(code: int) -> Told:
            own, usual = "GetCommitteeForSession", "GetCommittee"
            parse = partial(self.parse_seats, held)
            default = partial(self.ask, call(usual, CommitteeId=code), partial(parse, usual), held.index)
            asked = call(own, CommitteeId=code, SessionId=held.sitting.sid)
            yield from self.ask(asked, partial(parse, own), held.index, otherwise=default)

        yield from self.instead([partial(seats, code) for code in held.committees])

    def parse_seats(self, held: Held, operation: str, response: Response) -> Told:
        yield from self.read(response, None, soap.committee_seats, operation, held.sitting)

    def once_known(self, held: Held, numbers: set[int], response: Response, read: Step) -> None:
        """`read` comes after the pages of those members whom the list does not have; number 0 is a vacant seat."""
        unknown = sorted(numbers - {0} - held.sitting.members.keys() - held.sought)
        held.sought |= set(unknown)
        parse, by = partial(self.parse_member, held), response.meta["capture"]
        steps: list[Step] = [partial(self.ask, call("GetMember", MemberId=number), parse, by) for number in unknown]
        self.before_others([*steps, read])

    def parse_member(self, held: Held, response: Response) -> Told:
        told, found = self.spider.lead(response, soap.member, held.sitting)
        yield from told
        if found:
            yield self.known(held, found.person, response)
            for seat in found.memberships:
                seat.capture = response.meta["capture"]
                yield seat

    # bills and roll calls

    def ask_votes(self, held: Held, branch: str) -> Told:
        asked = call("GetVotes", Branch=branch, SessionId=held.sitting.sid)
        yield from self.ask(asked, partial(self.parse_votes, held, "GetVotes"), held.index)

    def parse_votes(self, held: Held, operation: str, response: Response) -> Told:
        told, found = self.spider.lead(response, soap.votes, operation, held.sitting)
        yield from told
        self.name(held, found or [], response)

    def name(self, held: Held, found: list[soap.Listed], response: Response) -> None:
        for row, event in found:
            if event:
                event.capture = response.meta["capture"]
            held.named[row.vote_id] = (event, response.meta["capture"])

    def ask_bill(self, held: Held, key: int, listed: items.Bill) -> Told:
        asked = call("GetLegislationDetail", LegislationId=key)
        parse = partial(self.parse_bill, held, listed)
        if not held.named:  # no list of roll calls was read, and the bill's own page may not be there either
            votes = call("GetVotesForLegislation", LegislationId=key)
            named = partial(self.parse_votes, held, "GetVotesForLegislation")
            self.before_others([partial(self.ask, votes, named, otherwise=self.next)])
        yield from self.ask(asked, parse, held.index, listed=listed)

    def parse_bill(self, held: Held, listed: items.Bill, response: Response) -> Told:
        told, numbers = self.spider.lead(response, soap.people_named, "GetLegislationDetail")
        yield from told
        if numbers is None:
            yield listed
        else:
            self.once_known(held, numbers, response, partial(self.read_bill, held, listed, response))

    def read_bill(self, held: Held, listed: items.Bill, response: Response) -> Told:
        yield from self.read(response, listed, soap.bill, held.sitting)
        told, led = self.spider.lead(response, soap.bill_leads, held.sitting)
        yield from told
        if led:
            self.name(held, led.rolls, response)
            text = partial(self.parse_text, led.newest)
            for version in led.newest.versions or ():
                asked = call("GetLegislationText", LegislationTextId=version.key)
                self.before_others([partial(self.ask, asked, text, response.meta["capture"])])
        yield from self.next()

    def parse_text(self, of: items.Bill, response: Response) -> Told:
        yield from self.read(response, None, soap.version_text, of)

    def ask_rolls(self, held: Held) -> Told:
        yield from self.instead(
            [
                partial(self.ask, call("GetVote", VoteId=key), partial(self.parse_roll, held, event), by, listed=event)
                for key, (event, by) in held.named.items()
            ]
        )

    def parse_roll(self, held: Held, listed: items.VoteEvent | None, response: Response) -> Told:
        told, numbers = self.spider.lead(response, soap.people_named, "GetVote")
        yield from told
        if numbers is not None:
            self.once_known(held, numbers, response, partial(self.read_roll, held, listed, response))
        elif listed:
            yield listed

    def read_roll(self, held: Held, listed: items.VoteEvent | None, response: Response) -> Told:
        yield from self.read(response, listed, soap.roll_call, held.sitting)
        yield from self.next()
