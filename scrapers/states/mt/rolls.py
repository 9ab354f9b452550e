"""What the services say of roll calls: those of the floor, and those of standing committees.

Neither states counts: a roll call is its names. A name is the number of a legislator, written as the roster has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse
from scrapers.states.mt.actions import COMMITTEE_MOTIONS, FLOOR_MOTIONS, RESULTS
from scrapers.states.mt.pages import (
    Listed,
    Members,
    Sitting,
    committee_code,
    house,
    instant,
    unknown_code,
    unlisted,
    value_of,
)

OPTIONS = {
    "YES": "yes",
    "NO": "no",
    "ABSENT": "absent",
    "EXCUSED": "excused",
    "ABSTAIN": "abstain",
    "NOT_VOTING": "not voting",
}


class Roll(NamedTuple):
    """A roll call, and the id of the history line it belongs to (None where the source gives none)."""

    event: items.VoteEvent
    status: int | None
    gaps: list[items.Gap]


def floor_rolls(page: Response, sitting: Sitting, listed: Listed, known: Members) -> list[Roll]:
    """`bills/v1/votes/findByBillId`: the roll calls of both chambers on one bill; [] says there are none."""
    found = []
    for where, row in entries(page):
        of = value(value(row, "bill", dict, where), "id", int, f"{where}.bill")
        if (of, value(row, "sessionId", int, where)) != (listed.id, sitting.id):
            raise LayoutChanged(where, wanted=f"a vote on bill {listed.id} of session {sitting.id}", got=f"bill {of}")
        seat = value(row, "systemId", dict, where)
        chamber = house(seat, f"{where}.systemId")
        status = row.get("billStatus")  # null for a motion that leaves no line in the history
        motion = collapse(value(row, "motion", str, where))
        classes, yes_means = FLOOR_MOTIONS.classify(motion)
        votes, gaps = cast(row, "voteType", sitting, known, where)
        event = items.VoteEvent(
            session=sitting.item.identifier,
            key=f"vote-{value(row, 'id', int, where)}",
            bills=[listed.bill.identifier],
            chamber=chamber,
            organization_code=chamber,
            date=instant(row, "dateTime", where).date().isoformat(),
            motion=motion or None,
            motion_classification=classes,
            yes_means=yes_means,
            result_raw=None,
            result=None,
            declared_yes=None,
            declared_no=None,
            declared_other=None,
            votes=votes,
            roll_number=str(value(seat, "sequence", int, where)),
            source_url=listed.bill.source_url,
        )
        line = value(value_of(status, dict, where), "id", int, f"{where}.billStatus") if status else None
        found.append(Roll(with_result(event, listed, line), line, gaps))
    return found


def committee_rolls(page: Response, sitting: Sitting, listed: Listed, known: Members) -> list[Roll]:
    """`committees/v1/executiveActions/findByBillId`: what standing committees voted on one bill.

    A voice vote has no names: None, for the source names nobody.
    """
    found = []
    for where, row in entries(page):
        if (of := value(row, "billId", int, where)) != listed.id:
            raise LayoutChanged(f"{where}.billId", wanted=str(listed.id), got=str(of))
        meeting = row.get("standingCommitteeMeeting")  # null where no standing committee met
        body = value(value_of(meeting, dict, where), "standingCommittee", dict, where) if meeting else None
        motion = collapse(value(row, "motion", str, where))
        classes, yes_means = COMMITTEE_MOTIONS.classify(motion.replace("_", " "))
        votes, gaps = cast(row, "committeeVote", sitting, known, where)
        event = items.VoteEvent(
            session=sitting.item.identifier,
            key=f"executive-action-{value(row, 'id', int, where)}",
            bills=[listed.bill.identifier],
            chamber=house(body, where, both=True) if body else None,
            organization_code=committee_code(value(body, "id", int, where)) if body else None,
            date=instant(row, "voteTime", where).date().isoformat(),
            motion=motion or None,
            motion_classification=classes,
            yes_means=yes_means,
            result_raw=None,
            result=None,
            declared_yes=None,
            declared_no=None,
            declared_other=None,
            votes=votes or None,
            source_url=listed.bill.source_url,
        )
        line = value(row, "billStatusId", (int, type(None)), where)
        found.append(Roll(with_result(event, listed, line), line, gaps))
    return found


def cast(
    row: Mapping[str, Any], field: str, sitting: Sitting, known: Members, where: str
) -> tuple[list[items.Vote], list[items.Gap]]:
    """The votes of a roll call, each row one vote: a legislator listed twice is kept twice, as the source has it."""
    votes = []
    unknown: dict[str, items.Gap] = {}
    for number, one in enumerate(value(row, "legislatorVotes", list, where)):
        place = f"{where}.legislatorVotes[{number}]"
        voter = value_of(one, dict, place)
        who = value(voter if "legislatorId" in voter else voter.get("membership") or {}, "legislatorId", int, place)
        code = value(voter, field, str, place)
        remark = voter.get("votingMemberStatus")  # null on every captured vote
        if code not in OPTIONS:
            unknown[code] = unknown_code(sitting, "vote", code, place)
        raw = f"{code} ({remark})" if remark is not None else code
        votes.append(items.Vote(known.get(who, unlisted(who)).name, OPTIONS.get(code, "other"), raw))
    return votes, list(unknown.values())


def with_result(event: items.VoteEvent, listed: Listed, line: int | None) -> items.VoteEvent:
    """The history line a roll call belongs to is the only official word on how it ended."""
    if line not in listed.statuses or listed.bill.actions is None:
        return event
    text = listed.bill.actions[listed.statuses.index(line)].text
    result = next((word for pattern, word in RESULTS if re.search(pattern, text)), None)
    return replace(event, result_raw=text, result=result)


def joined(listed: Listed, rolls: list[Roll]) -> items.Bill:
    """The bill, its history lines pointing to their roll calls; a line that several roll calls claim stays as it is."""
    if not rolls and not listed.pointers:
        return listed.bill
    claims: dict[int, list[items.VoteEvent]] = {}
    for roll in rolls:
        if roll.status is not None:
            claims.setdefault(roll.status, []).append(roll.event)
    dates = {roll.event.key: roll.event.date for roll in rolls}
    actions = []
    for status, action in zip(listed.statuses, listed.bill.actions or (), strict=True):
        events = claims.get(status, [])
        key = events[0].key if len(events) == 1 else listed.pointers.get(status)
        actions.append(replace(action, roll_key=key, vote_date=dates.get(key, action.date)) if key else action)
    return replace(listed.bill, actions=actions)


def entries(page: Response) -> list[tuple[str, Mapping[str, Any]]]:
    """Like `objects`, of a list that may be empty: no vote was taken."""
    rows = value_of(read_json(page.body, page.url), list, page.url)
    places = [f"{page.url} [{number}]" for number in range(len(rows))]
    return [(place, value_of(row, dict, place)) for place, row in zip(places, rows, strict=True)]
