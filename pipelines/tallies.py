"""Joining what an action says of a vote ("Ayes 27. Noes 12.") to the roll call it speaks of."""

from __future__ import annotations

from typing import NamedTuple


class Tally(NamedTuple):
    action_id: str
    chamber: str | None
    vote_date: str | None
    in_committee: bool
    yes: int
    no: int


class Counted(NamedTuple):
    event_id: str
    chamber: str | None
    date: str | None
    in_committee: bool
    yes: int | None
    no: int | None


def join(tallies: list[Tally], events: list[Counted]) -> dict[str, str]:
    """action_id → event_id, by chamber, day, and committee or floor; each roll call of the bill used once.

    Equal counts join first; then a tally and a roll call left alone together on their day join though their counts
    differ, which the verdict will say. Anything else stays unjoined: no guess.
    """
    joined: dict[str, str] = {}
    free = {event.event_id: event for event in events}
    for exact in (True, False):
        for tally in tallies:
            if tally.action_id in joined:
                continue
            candidates = [event for event in free.values() if same_vote(tally, event)]
            if exact:
                candidates = [event for event in candidates if (event.yes, event.no) == (tally.yes, tally.no)][:1]
            elif len([t for t in tallies if t.action_id not in joined and same_place(t, tally)]) != 1:
                continue
            if len(candidates) == 1:
                joined[tally.action_id] = candidates[0].event_id
                del free[candidates[0].event_id]
    return joined


def same_vote(tally: Tally, event: Counted) -> bool:
    return (event.chamber, event.date, event.in_committee) == (tally.chamber, tally.vote_date, tally.in_committee)


def same_place(one: Tally, other: Tally) -> bool:
    return one[1:4] == other[1:4]
