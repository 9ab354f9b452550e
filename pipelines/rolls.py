"""Writes roll calls and their votes, with a typed change for each difference."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from pipelines.changes import Change, as_text
from pipelines.identify import bill_id, child_id, vote_event_id
from pipelines.ledger import Ledger
from pipelines.rows import as_list, vote_rows
from pipelines.verdicts import Roll, judge
from scrapers import items
from scrapers.normalise import computed_result, count_options

FACTS = (
    "session_id organization_id chamber date roll_number motion motion_classification result result_raw"
    " result_computed threshold yes_means declared_yes declared_no declared_other source_url"
).split()
# ours, read off the facts: these follow without a change row of their own
DERIVED = {"motion_classification", "result_computed", "yes_means", "organization_id"}
COUNTED = ["roll_yes", "roll_no", "roll_other"]
COLUMNS = ["id", *FACTS, *COUNTED, "verdict", "verdict_note", "capture_id"]
INSERT = f"INSERT INTO vote_events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
UPDATE = f"UPDATE vote_events SET {', '.join(f'{name} = ?' for name in COLUMNS[1:])} WHERE id = ?"  # noqa: S608
SELECT = f"SELECT {', '.join(COLUMNS)} FROM vote_events WHERE id = ?"  # noqa: S608
VOTE_COLUMNS = ("vote_event_id", "voter_name", "occurrence", "person_id", "option", "option_raw", "match_method")
INSERT_VOTE = f"INSERT INTO votes ({', '.join(VOTE_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
DELETE_VOTE = "DELETE FROM votes WHERE vote_event_id = ? AND voter_name = ? AND occurrence = ?"
Votes = dict[tuple[str, int], tuple[Any, ...]]  # (voter_name, occurrence) → row


def put_vote_event(ledger: Ledger, event: items.VoteEvent) -> None:
    assert event.capture is not None
    bills = [bill_id(ledger.code, event.session, identifier) for identifier in event.bills]
    if ledger.stale_bills.intersection(bills):
        return
    row_id = vote_event_id(ledger.code, event.session, event.key)
    session = ledger.session(event.session)
    capture = ledger.capture(event)
    held = ledger.connection.execute(SELECT, (row_id,)).fetchone()
    votes = vote_rows(row_id, event, partial(ledger.people.match, session))
    facts = fact_values(ledger, session, event)
    count(ledger, event, facts, votes)
    if held is None:
        values = {**facts, **counted(facts, counts_of(votes) if event.votes is not None else None)}
        ledger.connection.execute(INSERT, [(values | {"id": row_id, "capture_id": capture})[name] for name in COLUMNS])
        ledger.connection.executemany(INSERT_VOTE, votes.values())
        found = [Change("vote_add", "vote_events", row_id, None, None, event.motion)]
    else:
        found = revise(ledger, dict(zip(COLUMNS, held, strict=True)), facts, event, votes, capture)
    for bill in bills:
        join_bill(ledger, row_id, bill, event)
        if bill not in ledger.new_bills and bill in ledger.last_seen and found:
            ledger.log(event.capture.fetched_at, bill, capture, found)
            ledger.connection.execute("UPDATE bills SET changed_at = ? WHERE id = ?", (event.capture.fetched_at, bill))


def put_vote_statement(ledger: Ledger, statement: items.VoteStatement) -> None:
    """Kept beside the vote it speaks of; one about a roll call that is not held is a gap."""
    session = ledger.session(statement.session)
    event = vote_event_id(ledger.code, statement.session, statement.roll_key)
    row = ledger.connection.execute("SELECT chamber FROM vote_events WHERE id = ?", (event,)).fetchone()
    if row is None:
        ledger.gaps[f"statement {event} {statement.voter_name}"] = items.Gap(
            statement.session, "statement_unmatched", f"{statement.roll_key} {statement.voter_name}",
            f"roll call {statement.roll_key}", "none", f"{statement.voter_name}: {statement.text}",
            capture=statement.capture,
        )  # fmt: skip
        return
    person = ledger.people.match(session, row[0], statement.voter_name)[0]
    ledger.read["vote_statements"] += 1
    ledger.connection.execute(
        "INSERT OR IGNORE INTO vote_statements VALUES (?, ?, ?, ?, ?, ?, ?)",
        (child_id(event, statement.voter_name, statement.text), event, statement.voter_name, person, statement.text,
         statement.date, ledger.capture(statement)),
    )  # fmt: skip


def join_bill(ledger: Ledger, row_id: str, bill: str, event: items.VoteEvent) -> None:
    if bill not in ledger.last_seen:
        ledger.gaps[f"decided {bill} {row_id}"] = items.Gap(
            session=event.session,
            kind="decided_bill_missing",
            key=f"{bill} {row_id}",
            expected=bill,
            found="none",
            evidence=f"roll call {row_id} decides {bill}, which is not held",
            capture=event.capture,
        )
        return
    ledger.connection.execute("INSERT OR IGNORE INTO vote_event_bills VALUES (?, ?)", (row_id, bill))
    ledger.touched.add(bill)


def fact_values(ledger: Ledger, session: str, event: items.VoteEvent) -> dict[str, Any]:
    seats = ledger.place.seats(event.chamber)
    return {
        "session_id": session,
        "organization_id": ledger.organization(event.organization_code),
        "chamber": event.chamber,
        "date": event.date,
        "roll_number": event.roll_number,
        "motion": event.motion,
        "motion_classification": as_list(event.motion_classification),
        "result": event.result,
        "result_raw": event.result_raw,
        "result_computed": computed_result(event.threshold, event.declared_yes, event.declared_no, seats),
        "threshold": event.threshold,
        "yes_means": event.yes_means,
        "declared_yes": event.declared_yes,
        "declared_no": event.declared_no,
        "declared_other": event.declared_other,
        "source_url": event.source_url,
    }


def counted(facts: dict[str, Any], counts: tuple[int, int, int] | None) -> dict[str, Any]:
    declared = (facts["declared_yes"], facts["declared_no"], facts["declared_other"])
    verdict, note = judge(Roll(declared, counts, facts["result"], facts["result_computed"]))
    return {
        **dict(zip(COUNTED, counts or (None, None, None), strict=True)),
        "verdict": verdict,
        "verdict_note": note,
    }


def revise(
    ledger: Ledger,
    held: dict[str, Any],
    facts: dict[str, Any],
    event: items.VoteEvent,
    votes: Votes,
    capture: str | None,
) -> list[Change]:
    """Make a held roll call equal to the one read; what the page does not say (None) is left as it is."""
    row_id = held["id"]
    unsaid = {name for name, value in facts.items() if value is None}
    if event.motion is None:
        unsaid |= {"motion_classification", "yes_means"}  # read off the motion
    facts = {name: held[name] if name in unsaid else value for name, value in facts.items()}
    found = [
        Change("vote_revise", "vote_events", row_id, name, as_text(held[name]), as_text(value))
        for name, value in facts.items()
        if name not in DERIVED and held[name] != value
    ]
    query = f"SELECT {', '.join(VOTE_COLUMNS)} FROM votes WHERE vote_event_id = ?"  # noqa: S608
    before: Votes = {(row[1], row[2]): row for row in ledger.connection.execute(query, (row_id,))}
    unnamed = event.votes is None and held["roll_yes"] is None
    now = before if event.votes is None else votes if event.whole else before | votes
    found += revise_votes(ledger, row_id, before, now)
    values = {**held, **facts, **counted(facts, None if unnamed else counts_of(now)), "capture_id": capture}
    if found or any(values[name] != held[name] for name in [*FACTS, *COUNTED]):
        ledger.connection.execute(UPDATE, [*(values[name] for name in COLUMNS[1:]), row_id])
    return found


def revise_votes(ledger: Ledger, row_id: str, held: Votes, votes: Votes) -> list[Change]:
    found = []
    for key in [*held, *(key for key in votes if key not in held)]:
        before, after = held.get(key), votes.get(key)
        if before == after:
            continue
        if before:
            ledger.connection.execute(DELETE_VOTE, (row_id, *key))
        if after:
            ledger.connection.execute(INSERT_VOTE, after)
        if (before and before[4:6]) != (after and after[4:6]):
            was, now = before[4] if before else None, after[4] if after else None
            gone = json.dumps(dict(zip(VOTE_COLUMNS, before, strict=True))) if before and not after else None
            found.append(Change("vote_revise", "votes", row_id, key[0], was, now, gone))
    return found


def counts_of(votes: Votes) -> tuple[int, int, int]:
    return count_options(row[4] for row in votes.values())


def count(ledger: Ledger, event: items.VoteEvent, facts: dict[str, Any], votes: Votes) -> None:
    """What was read, and which fields of it had a value, for the run's books."""
    ledger.read["vote_events"] += 1
    ledger.read["votes"] += len(votes)
    ledger.cover("vote_events.votes", event.votes or None)
    for field in ("declared_yes", "motion", "result"):
        ledger.cover(f"vote_events.{field}", facts[field])
    ledger.cover_rows("votes.person_id", len(votes), sum(vote[3] is not None for vote in votes.values()))
