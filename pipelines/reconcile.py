"""After a batch: actions find the roll calls they speak of, and every verdict takes that into account."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from pipelines.tallies import Counted, Tally, join
from pipelines.verdicts import Roll, judge

TALLIES = """
    SELECT id, chamber, vote_date, classifications, tally_yes, tally_no, vote_event_id, roll_key FROM actions
    WHERE bill_id = ? AND (tally_yes IS NOT NULL OR roll_key IS NOT NULL) ORDER BY sequence"""
EVENTS = """
    SELECT e.id, e.chamber, e.date, o.classification = 'committee', e.declared_yes, e.declared_no, e.declared_other,
      e.roll_yes, e.roll_no, e.roll_other, e.result, e.result_computed, e.verdict, e.verdict_note
    FROM vote_event_bills b JOIN vote_events e ON e.id = b.vote_event_id
    LEFT JOIN organizations o ON o.id = e.organization_id
    WHERE b.bill_id = ? ORDER BY e.id"""


def reconcile(connection: sqlite3.Connection, bills: Iterable[str]) -> None:
    for bill in sorted(bills):
        actions = connection.execute(TALLIES, (bill,)).fetchall()
        events = connection.execute(EVENTS, (bill,)).fetchall()
        if not events and not any(action[6] for action in actions):
            continue
        held = {event[0] for event in events}
        joined = {action[0]: action[7] for action in actions if action[7] in held}  # where the source itself points
        free = [event for event in events if event[0] not in joined.values()]
        unpointed = [a for a in actions if a[7] is None]
        tallies = [Tally(a[0], a[1], a[2], of_committee(a[3]), a[4], a[5]) for a in unpointed]
        joined |= join(tallies, [as_counted(event) for event in free])
        connection.executemany(
            "UPDATE actions SET vote_event_id = ? WHERE id = ?",
            [(joined.get(action[0]), action[0]) for action in actions if joined.get(action[0]) != action[6]],
        )
        told = {joined[a[0]]: (a[4], a[5]) for a in actions if a[0] in joined and a[4] is not None}
        for event in events:
            named = tuple(event[7:10]) if event[7] is not None else None
            found = judge(Roll(tuple(event[4:7]), named, event[10], event[11], told.get(event[0])))
            if found != event[12:14]:
                connection.execute(
                    "UPDATE vote_events SET verdict = ?, verdict_note = ? WHERE id = ?", (*found, event[0])
                )


def as_counted(event: tuple[Any, ...]) -> Counted:
    """A roll call by the counts the source states, or where it states none, by the names."""
    stated = event[4] is not None or event[5] is not None
    yes, no = event[4:6] if stated else event[7:9]
    return Counted(event[0], event[1], event[2], bool(event[3]), yes, no)


def of_committee(classifications: str) -> bool:
    """Whether an action's tally is a committee's: a report out of it, or a measure failing in it."""
    words = json.loads(classifications)
    return any(word.startswith("committee-") or word == "reported-out-of-committee" for word in words)
