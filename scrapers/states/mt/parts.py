"""What is asked for one bill beside its place in a list: roll calls, hearings, versions and fiscal notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.states.mt import papers, rolls
from scrapers.states.mt.actions import COMMITTEE_VOTE, FLOOR_VOTE, HEARING
from scrapers.states.mt.pages import Listed, Members, Sitting

API = "https://api.legmt.gov/"
OF_BILL = "?legislatureOrdinal={legislature}&sessionOrdinal={session}&billType={kind}&billNumber={number}"


@dataclass(slots=True)
class Pending:
    """A bill on its way: what is still to be asked for it, and what was read with it so far."""

    sitting: Sitting
    listed: Listed
    members: Members
    capture: items.Capture
    todo: list[Part] = field(default_factory=list)
    found: list[rolls.Roll] = field(default_factory=list)
    read: list[items.Item] = field(default_factory=list)

    def told(self) -> Iterator[items.Item]:
        """The bill, and what hangs on it after it."""
        bill = rolls.joined(self.listed, self.found)
        bill.capture = self.capture
        yield bill
        yield from self.read

    def has_line(self, pattern: str) -> bool:
        return any(re.search(pattern, action.text) for action in self.listed.bill.actions or ())


class Part(NamedTuple):
    """One answer about a bill: its address, which bills are worth asking for, and who reads it into the bill.

    What is read is told after the bill. `since_first`: runs always asked for it, so that an archive should have it.
    `may_answer` are the status codes, beside 200, that the reader knows.
    """

    address: str
    worth: Callable[[Pending], bool]
    read: Callable[[Response, Pending], list[items.Item]]
    since_first: bool = False
    may_answer: tuple[int, ...] = ()

    def url(self, pending: Pending) -> str:
        kind, number = pending.listed.bill.identifier.split()
        sitting = pending.sitting
        return self.address.format(
            id=pending.listed.id, legislature=sitting.legislature, session=sitting.ordinals, kind=kind, number=number
        )


def read_rolls(
    reader: Callable[[Response, Sitting, Listed, Members], list[rolls.Roll]],
) -> Callable[[Response, Pending], list[items.Item]]:
    def read(page: Response, pending: Pending) -> list[items.Item]:
        found = reader(page, pending.sitting, pending.listed, pending.members)
        pending.found += found
        return [item for roll in found for item in (roll.event, *roll.gaps)]

    return read


def read_hearings(page: Response, pending: Pending) -> list[items.Item]:
    return papers.hearings(page, pending.sitting, pending.listed)


def read_versions(page: Response, pending: Pending) -> list[items.Item]:
    pending.listed.bill.versions = papers.versions(page, pending.listed)
    return []


def read_fiscal_notes(page: Response, pending: Pending) -> list[items.Item]:
    pending.listed.bill.documents = papers.fiscal_notes(page)
    return []


VOTES = Part(
    API + "bills/v1/votes/findByBillId?billId={id}",
    lambda bill: bill.has_line(FLOOR_VOTE) or bool(bill.listed.pointers),
    read_rolls(rolls.floor_rolls),
    since_first=True,
)
EXECUTIVE = Part(
    API + "committees/v1/executiveActions/findByBillId?billId={id}",
    lambda bill: bill.has_line(COMMITTEE_VOTE),
    read_rolls(rolls.committee_rolls),
    since_first=True,
)
HEARINGS = Part(
    API + "committees/v1/standingCommitteeMeetingBillHearings/findByBillId?billId={id}",
    lambda bill: bill.has_line(HEARING),
    read_hearings,
)
VERSIONS = Part(
    API + "docs/v1/documents/getBillVersions" + OF_BILL,
    lambda bill: True,
    read_versions,
    may_answer=(404,),
)
FISCAL_NOTES = Part(
    API + "docs/v1/documents/getBillFiscalNotes" + OF_BILL,
    lambda bill: bill.listed.fiscal_note,
    read_fiscal_notes,
    may_answer=(404,),
)

DOCUMENTS = (VERSIONS, FISCAL_NOTES)
ALL = (VOTES, EXECUTIVE, HEARINGS, *DOCUMENTS)
