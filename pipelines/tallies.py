"""Joining what an action says of a vote ("Ayes 27. Noes 12.") to the roll call it speaks of."""

from __future__ import annotations

from datetime import date
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

    First equal counts on one day, in order; then equal counts a day apart, where only one pair fits (a clerk's entry
    past midnight); then a tally and a roll call left alone together on their day, though their counts differ, which
    the verdict will say. Anything else stays unjoined: no guess.
    """
    joined: dict[str, str] = {}
    free = {event.event_id: event for event in events}

    def left() -> list[Tally]:
        return [tally for tally in tallies if tally.action_id not in joined]

    def settle(tally: Tally, event: Counted) -> None:
        joined[tally.action_id] = event.event_id
        del free[event.event_id]

    for tally in tallies:
        fitting = [e for e in free.values() if same_body(tally, e) and same_day(tally, e) and same_counts(tally, e)]
        if fitting:
            settle(tally, fitting[0])
    for fits in (next_day, same_day):
        for tally in left():
            fitting = [e for e in free.values() if same_body(tally, e) and fits(tally, e)]
            if len(fitting) == 1 and len([t for t in left() if same_body(t, fitting[0]) and fits(t, fitting[0])]) == 1:
                settle(tally, fitting[0])
    return joined


def same_body(tally: Tally, event: Counted) -> bool:
    return (tally.chamber, tally.in_committee) == (event.chamber, event.in_committee)


def same_day(tally: Tally, event: Counted) -> bool:
    return tally.vote_date == event.date


def same_counts(tally: Tally, event: Counted) -> bool:
    return (tally.yes, tally.no) == (event.yes, event.no)


def next_day(tally: Tally, event: Counted) -> bool:
    if not tally.vote_date or not event.date or not same_counts(tally, event):
        return False
    return abs((date.fromisoformat(tally.vote_date) - date.fromisoformat(event.date)).days) == 1
