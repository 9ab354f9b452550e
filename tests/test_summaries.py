"""The summaries of a session against a plain recomputation, row by row, in Python."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import schema, summaries
from tests.commands import collect
from tests.served import FLOOR, ROOT, SESSION, insert, write_database

LAW = {"signed", "law_without_signature", "line_item_vetoed", "override_passed", "chaptered", "effective"}
ENDED = {"failed", "withdrawn", "substituted", "dead_sine_die"}


def rows(connection: sqlite3.Connection, query: str, *given: object) -> list[dict[str, Any]]:
    cursor = connection.execute(query, given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def party_on(seats: list[dict[str, Any]], date: str | None) -> str | None:
    on_that_day = [
        seat
        for seat in seats
        if (seat["start_date"] or "") <= (date or "9999") and (seat["end_date"] or "9999") >= (date or "")
    ]
    parties = {seat["party"] for seat in on_that_day if seat["party"]}
    return parties.pop() if len(parties) == 1 else None


def is_law(bill: dict[str, Any]) -> bool:
    jointly = bill["classification"] == "joint resolution" and bill["jurisdiction_id"] in ("us", "nj")
    return bill["status"] in LAW and (bill["classification"] == "bill" or jointly)


def recomputed(connection: sqlite3.Connection, session: str) -> dict[str, Counter[Any]]:
    """table → its rows, worked out from the rows of the session one by one."""
    seats = defaultdict(list)
    for seat in rows(connection, "SELECT * FROM memberships WHERE session_id = ?", session):
        seats[seat["person_id"]].append(seat)
    events = rows(connection, "SELECT * FROM vote_events WHERE session_id = ?", session)
    splits: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    cast = []
    for event in events:
        for vote in rows(connection, "SELECT * FROM votes WHERE vote_event_id = ?", event["id"]):
            party = party_on(seats[vote["person_id"]], event["date"]) if vote["person_id"] else None
            side = vote["option"] if vote["option"] in ("yes", "no") else "other"
            splits[event["id"], party][side] += 1
            cast.append((vote["person_id"], event, party, side))
    people: dict[str, Counter[str]] = defaultdict(Counter)
    dates = defaultdict(list)
    decided = {key[0] for key, split in splits.items() if split["yes"] + split["no"]}
    for person, event, party, side in cast:
        if person is None or event["id"] not in decided:
            continue
        count, split = people[person], splits[event["id"], party]
        count["roll_calls"] += 1
        count[side] += 1
        if event["date"]:
            dates[person].append(event["date"])
        if party and side != "other" and split["yes"] and split["no"] and split["yes"] != split["no"]:
            count["divided"] += 1
            count["with_party"] += (side == "yes") == (split["yes"] > split["no"])
    bills = rows(connection, "SELECT * FROM bills WHERE session_id = ?", session)
    days: dict[str, Counter[str]] = defaultdict(Counter)
    bodies: dict[str, Counter[str]] = defaultdict(Counter)
    before = defaultdict(set)
    for bill in bills:
        law: dict[str, list[str]] = defaultdict(list)
        moved = set()
        for entry in rows(connection, "SELECT * FROM actions WHERE bill_id = ?", bill["id"]):
            classes = json.loads(entry["classifications"])
            if entry["organization_id"]:
                before[entry["organization_id"]].add(bill["id"])
            if entry["date"]:
                moved.add(entry["date"])
                days[entry["date"]]["actions"] += 1
                days[entry["date"]]["introductions"] += "introduction" in classes
                days[entry["date"]]["passages"] += "passage" in classes
                for word in classes:
                    law[word].append(entry["date"])
        for day in moved:
            days[day]["bills"] += 1
        first = sorted(law["executive-signature"] + law["became-law"])[:1] or sorted(law["veto-override-passage"])[-1:]
        for day in first or sorted(law["chaptered"])[:1]:
            days[day]["laws"] += is_law(bill)
        if bill["committee_id"]:
            bodies[bill["committee_id"]]["bills_now"] += bill["status"] not in ENDED
            before[bill["committee_id"]].add(bill["id"])
    for event in events:
        if event["date"]:
            days[event["date"]]["roll_calls"] += 1
        if event["organization_id"]:
            bodies[event["organization_id"]]["roll_calls"] += 1
    for hearing in rows(connection, "SELECT * FROM hearings WHERE session_id = ?", session):
        if hearing["start"] and hearing["status"] != "cancelled":
            days[hearing["start"][:10]]["hearings"] += 1
        if hearing["organization_id"]:
            bodies[hearing["organization_id"]]["hearings"] += 1
    for body, found in before.items():
        bodies[body]["bills"] = len(found)
    for body in {seat["organization_id"] for listed in seats.values() for seat in listed}:
        sat = [any(seat["organization_id"] == body for seat in listed) for listed in seats.values()]
        bodies[body]["members"] = sum(sat)
    place = session.partition("-")[0]
    return {
        "vote_event_parties": Counter(
            (*key, *(split[name] for name in ("yes", "no", "other"))) for key, split in splits.items()
        ),
        "person_sessions": Counter(
            (person, session, *(count[name] for name in ("roll_calls", "yes", "no", "other", "divided", "with_party")),
             min(dates[person], default=None), max(dates[person], default=None))
            for person, count in people.items()
        ),
        "session_statuses": Counter(
            (*key, count) for key, count in Counter(
                (session, bill["chamber"], bill["classification"], bill["status"]) for bill in bills
            ).items()
        ),
        "session_days": Counter(
            (session, place, day, *(count[name] for name in
             ("actions", "bills", "introductions", "passages", "laws", "roll_calls", "hearings")))
            for day, count in days.items()
        ),
        "organization_sessions": Counter(
            (body, session, *(count[name] for name in ("members", "bills_now", "bills", "hearings", "roll_calls")))
            for body, count in bodies.items()
        ),
    }  # fmt: skip


def held(connection: sqlite3.Connection, session: str) -> dict[str, Counter[Any]]:
    return {
        table: Counter(connection.execute(f"SELECT * FROM {table} WHERE {where}", {"session": session}))
        for table, where in summaries.EMPTY.items()
    }


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    found = schema.connect(write_database(tmp_path_factory.mktemp("summaries") / "bills.db"))
    yield found
    found.close()


def test_the_small_database_is_summarised_as_it_is_counted_by_hand(connection: sqlite3.Connection) -> None:
    assert held(connection, SESSION) == recomputed(connection, SESSION)
    assert (FLOOR, "Republican", 0, 12, 1) in held(connection, SESSION)["vote_event_parties"]
    assert not summaries.without_summaries(connection)


option = st.sampled_from(["yes", "yes", "no", "absent", "excused"])
party = st.sampled_from(["Democratic", "Republican", None])
day = st.sampled_from(["2017-01-31", "2017-05-05", "2018-02-03", None])
seat = st.tuples(st.integers(0, 5), party, day, day)
rolls = st.lists(st.tuples(day, st.lists(option, min_size=6, max_size=6)), max_size=5)
history = st.tuples(
    st.sampled_from(["chaptered", "vetoed", "in_committee", None]), st.sampled_from(["ca-cs72", None]),
    st.sampled_from(["bill", "bill", "joint resolution", "concurrent resolution"]),
    st.lists(st.tuples(day, st.sampled_from(
        ["introduction", "passage", "executive-signature", "became-law", "chaptered", "veto-override-passage", "died"]
    ), st.sampled_from(["ca-cs72", "ca-upper", None])), max_size=6),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(seat, max_size=10), rolls, st.lists(history, max_size=4))
def test_any_session_is_summarised_as_it_is_counted_by_hand(
    connection: sqlite3.Connection, seats: list[Any], voted: list[Any], bills: list[Any]
) -> None:
    other = held(connection, SESSION)
    connection.execute("BEGIN")
    try:
        session = "ca-x"
        named = {"identifier": "x", "name": "X", "classification": "primary"}
        insert(connection, "sessions", id=session, jurisdiction_id="ca", **named)
        people = [row[0] for row in connection.execute("SELECT id FROM people ORDER BY id LIMIT 6")]
        for n, (person, side, start, end) in enumerate(seats):
            insert(
                connection, "memberships", id=f"x{n}", person_id=people[person], organization_id="ca-upper",
                session_id=session, role="member", party=side, start_date=start, end_date=end,
            )  # fmt: skip
        for n, (date, options) in enumerate(voted):
            values = {"yes_means": "unknown", "verdict": "ok", "organization_id": "ca-upper"}
            values |= {"roll_yes": options.count("yes"), "roll_no": options.count("no")}
            insert(connection, "vote_events", id=f"{session}-{n}", session_id=session, date=date, **values)
            for person, choice in zip([*people[:5], None], options, strict=True):
                insert(
                    connection, "votes", vote_event_id=f"{session}-{n}", voter_name=str(person), person_id=person,
                    option=choice,
                )  # fmt: skip
            if date:
                insert(
                    connection, "hearings", id=f"xh{n}", session_id=session, organization_id="ca-cs72",
                    start=f"{date}T09:30", status="cancelled" if n % 2 else "held",
                )  # fmt: skip
        for n, (status, committee, kind, actions) in enumerate(bills):
            key = f"{session}-ab{n}"
            seen = dict.fromkeys(("first_seen_at", "last_seen_at", "changed_at"), "2026-11-20")
            insert(
                connection, "bills", id=key, ocd_id=key, jurisdiction_id="ca", session_id=session, identifier=key,
                classification=kind, status=status, committee_id=committee, search_id=1000 + n, **seen,
            )  # fmt: skip
            for place, (date, word, body) in enumerate(actions):
                insert(
                    connection, "actions", id=f"{key}-{place}", bill_id=key, sequence=place, date=date, text=word,
                    classifications=json.dumps([word]), organization_id=body,
                )  # fmt: skip
        summaries.summarise(connection, [session])
        assert held(connection, session) == recomputed(connection, session)
        once = held(connection, session)
        summaries.summarise(connection, [session])
        assert held(connection, session) == once
        assert held(connection, SESSION) == other
    finally:
        connection.execute("ROLLBACK")


def test_a_run_leaves_the_summaries_of_what_it_read(tmp_path: Path) -> None:
    path = tmp_path / "bills.db"
    collect(ROOT / "samples" / "ca-20172018.warc.gz", path)
    connection = schema.connect(path)
    assert held(connection, SESSION) == recomputed(connection, SESSION)
    assert sum(row[4] for row in held(connection, SESSION)["session_statuses"]) == 3
    connection.close()


def test_the_summaries_of_earlier_code_are_made_anew(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    earlier = schema.connect(path)
    assert not summaries.without_summaries(earlier)
    earlier.execute("DELETE FROM _sqlite_migrations WHERE name = 'tell_what_is_not_known_of_sessions'")
    earlier.close()
    connection = schema.connect(path)
    assert SESSION in summaries.without_summaries(connection)
    connection.close()
