"""What the services say of a bill's versions, its fiscal notes and its hearings.

No answer of these services is captured: the shapes are those that public readers of them take for granted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import value
from scrapers.normalise import collapse
from scrapers.states.mt.pages import Listed, Sitting, committee_code, day, instant, unknown_code
from scrapers.states.mt.rolls import entries

CONTENT = "https://api.legmt.gov/docs/v1/documents/getContent?documentId={}"
# HB0121_1.pdf as introduced, HB0121_2.pdf as first amended, HB0121_X.pdf as enrolled
FILE_NAME = re.compile(r"([A-Z]{1,3})(\d{1,5})(?!\d)(?:_(\d{1,2}|X)\.)?", re.IGNORECASE)
SCHEDULED = (None, "SCHEDULED")


def versions(page: Response, listed: Listed) -> list[items.Version]:
    """`docs/v1/documents/getBillVersions`: the printed versions of a bill, from the first to the enrolled one."""
    found = []
    for where, row in documents(page):
        name = value(row, "fileName", str, where)
        parts = FILE_NAME.match(name)
        if not parts or f"{parts[1].upper()} {int(parts[2])}" != listed.bill.identifier:
            raise LayoutChanged(f"{where}.fileName", wanted=f"a file of {listed.bill.identifier}", got=name)
        version = items.Version(
            key=str(value(row, "id", int, where)),
            note=collapse(name),
            classification=printed(parts[3]),
            date=day(row, "date", where, may_be_null=True),  # one reader has it, the others do without
            url=CONTENT.format(row["id"]),
            media_type=media_type(name),
        )
        found.append((rank(parts[3]), version))
    return [version for _, version in sorted(found, key=lambda one: one[0])]


def printed(number: str | None) -> str | None:
    if number is None:
        return None
    return "enrolled" if number in "Xx" else "introduced" if int(number) == 1 else "amendment"


def rank(number: str | None) -> int:
    return -1 if number is None else 100 if number in "Xx" else int(number)


def fiscal_notes(page: Response) -> list[items.Document]:
    """`docs/v1/documents/getBillFiscalNotes`: the fiscal notes on a bill."""
    found = []
    for where, row in documents(page):
        number, name = value(row, "id", int, where), value(row, "fileName", str, where)
        date = day(row, "date", where, may_be_null=True)
        url = CONTENT.format(number)
        found.append(items.Document(str(number), "fiscal-note", collapse(name), date, url, media_type(name)))
    return found


def documents(page: Response) -> list[tuple[str, Mapping[str, Any]]]:
    """The files of one kind; where the service holds none it answers 404, which claims nothing."""
    if page.status == 404:
        raise ExpectedEmpty("the service of documents holds no file of that kind")
    return entries(page)


def media_type(name: str) -> str | None:
    return "application/pdf" if name.lower().endswith(".pdf") else None


def hearings(page: Response, sitting: Sitting, listed: Listed) -> list[items.Item]:
    """`committees/v1/standingCommitteeMeetingBillHearings/findByBillId`: the meetings that a bill is to be heard at.

    Both the meeting and the bill's place on its agenda have a status, null until somebody sets one.
    """
    found: list[items.Item] = []
    for where, row in entries(page):
        if (of := value(row, "billId", int, where)) != listed.id:
            raise LayoutChanged(f"{where}.billId", wanted=str(listed.id), got=str(of))
        meeting = value(row, "committeeMeeting", dict, where)
        body = value(meeting, "standingCommittee", dict, f"{where}.committeeMeeting")
        states = [value(one, "status", (str, type(None)), where) for one in (meeting, row)]
        unknown = [state for state in states if state not in SCHEDULED]
        found += [unknown_code(sitting, "status of a hearing", state, where) for state in unknown]
        if states[1] not in SCHEDULED:
            continue
        found.append(
            items.Hearing(
                session=sitting.item.identifier,
                key=f"meeting-{value(meeting, 'id', int, where)}",
                organization_code=committee_code(value(body, "id", int, f"{where}.standingCommittee")),
                start=instant(meeting, "meetingTime", where).isoformat(timespec="minutes"),
                place=collapse(value(meeting, "location", (str, type(None)), where) or "") or None,
                status="scheduled" if states[0] in SCHEDULED else states[0].lower(),
                bills=[listed.bill.identifier],
            )
        )
    return found
