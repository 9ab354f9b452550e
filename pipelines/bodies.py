"""Writes sessions, committees, people and hearings."""

from __future__ import annotations

from pipelines.changes import Change
from pipelines.identify import bill_id, child_id, keyed_id, organization_id, person_id, session_id
from pipelines.ledger import Ledger
from scrapers import items


def put_session(ledger: Ledger, session: items.Session) -> None:
    row_id = session_id(ledger.code, session.identifier)
    seen_on = session.capture.fetched_at[:10] if session.capture else None
    active = session.is_active
    if active is None and session.end_date and seen_on:
        active = seen_on <= session.end_date
    ledger.connection.execute(
        "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " classification = excluded.classification, start_date = coalesce(excluded.start_date, start_date),"
        " end_date = coalesce(excluded.end_date, end_date), is_active = coalesce(excluded.is_active, is_active)",
        (row_id, ledger.code, session.identifier, session.name, session.classification, session.start_date,
         session.end_date, active),
    )  # fmt: skip
    ledger.session_ends[row_id] = session.end_date or ledger.session_ends.get(row_id)
    ledger.sessions.add(row_id)


def put_organization(ledger: Ledger, body: items.Organization) -> None:
    row_id = organization_id(ledger.code, body.code)
    parent = organization_id(ledger.code, body.parent_code) if body.parent_code else None
    capture = ledger.capture(body)
    log_renaming(ledger, "organizations", row_id, {"name": body.name}, body, capture)
    ledger.connection.execute(
        "INSERT INTO organizations VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " classification = excluded.classification, chamber = excluded.chamber, parent_id = excluded.parent_id"
        " WHERE ?",
        (row_id, ledger.code, body.classification, body.chamber, body.name, body.code, parent, capture,
         not ledger.older(body)),
    )  # fmt: skip
    ledger.organizations.add(row_id)


def put_person(ledger: Ledger, person: items.Person) -> None:
    row_id = ledger.people.same(person_id(ledger.code, person.source_id, person.name))
    session = ledger.session(person.session)
    capture = ledger.capture(person)
    overwrites = not person.mentioned and not ledger.older(person)
    if overwrites:
        log_renaming(ledger, "people", row_id, {"name": person.name, "party": person.party}, person, capture)
    ledger.connection.execute(
        "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " family_name = excluded.family_name, given_name = excluded.given_name, party = excluded.party,"
        " source_url = excluded.source_url WHERE ?",
        (row_id, ledger.code, person.name, person.family_name, person.given_name, person.party, person.source_url,
         capture, overwrites),
    )  # fmt: skip
    put_seat(ledger, person, row_id, session, capture)
    for spelling in person.names:
        ledger.connection.execute(
            "INSERT OR IGNORE INTO person_names VALUES (?, ?, ?, ?, ?)",
            (child_id(row_id, session, spelling.chamber, spelling.name), row_id, session, spelling.chamber,
             spelling.name),
        )  # fmt: skip
        ledger.people.add(session, spelling.chamber, spelling.name, row_id)


def put_seat(ledger: Ledger, person: items.Person, row_id: str, session: str, capture: str | None) -> None:
    """The seat in a chamber; a mention adds none to one whose seat there is known."""
    body = organization_id(ledger.code, person.chamber or "legislature")
    query = "SELECT 1 FROM memberships WHERE person_id = ? AND organization_id = ? AND session_id = ?"
    if person.mentioned and ledger.connection.execute(query, (row_id, body, session)).fetchone():
        return
    ledger.connection.execute(
        "INSERT INTO memberships VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " party = excluded.party, start_date = excluded.start_date, end_date = excluded.end_date",
        (child_id(row_id, body, session, person.role, person.district), row_id, body, session, person.role,
         person.district, person.party, person.start_date, person.end_date, capture),
    )  # fmt: skip


def put_membership(ledger: Ledger, seat: items.Membership) -> None:
    """A seat on a committee; a person or committee no page has listed is a gap."""
    session = ledger.session(seat.session)
    body = ledger.organization(seat.organization_code)
    if seat.by_name:
        person = ledger.people.match(session, seat.chamber, seat.person)[0]
    else:
        found = ledger.people.same(person_id(ledger.code, seat.person, seat.person))
        person = found if found in ledger.people.known else None
    if body is None or person is None:
        what = f"{seat.person} of {seat.organization_code}"
        evidence = f"{what}: {'no such committee' if body is None else 'no such legislator'} is held"
        ledger.gaps[f"membership_unmatched {session} {what}"] = items.Gap(
            seat.session, "membership_unmatched", what, "a legislator and a committee", "not both", evidence,
            capture=seat.capture,
        )  # fmt: skip
        return
    ledger.read["memberships"] += 1
    ledger.connection.execute(
        "INSERT INTO memberships VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " start_date = excluded.start_date, end_date = excluded.end_date",
        (child_id(person, body, session, seat.role, None), person, body, session, seat.role, seat.start_date,
         seat.end_date, ledger.capture(seat)),
    )  # fmt: skip


def log_renaming(
    ledger: Ledger, table: str, row_id: str, said: dict[str, str | None], item: items.Item, capture: str | None
) -> None:
    """A person or body the source now names or places otherwise is a change of kind correction, of no bill."""
    names = ", ".join(said)
    held = ledger.connection.execute(f"SELECT {names} FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608
    if held and item.capture and not ledger.older(item):
        found = [
            Change("correction", table, row_id, field, was, now)
            for (field, now), was in zip(said.items(), held, strict=True)
            if was != now
        ]
        ledger.log(item.capture.fetched_at, None, capture, found)


def put_hearing(ledger: Ledger, hearing: items.Hearing) -> None:
    """A hearing; that it moved or was called off is a change of each bill on its agenda, or of none where none is."""
    session = ledger.session(hearing.session)
    row_id = keyed_id(session, hearing.key)
    at = hearing.capture.fetched_at if hearing.capture else ""
    capture = ledger.capture(hearing)
    body = ledger.organization(hearing.organization_code)
    said = (row_id, session, body, hearing.start, hearing.place, hearing.status)
    held = ledger.connection.execute(
        "SELECT id, session_id, organization_id, start, place, status FROM hearings WHERE id = ?", (row_id,)
    ).fetchone()
    row = tuple(was if now is None else now for was, now in zip(held, said, strict=True)) if held else said
    if held != row:
        ledger.connection.execute(
            "INSERT INTO hearings VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " organization_id = excluded.organization_id, start = excluded.start, place = excluded.place,"
            " status = excluded.status, capture_id = excluded.capture_id",
            (*row, capture),
        )
    kind = "hearing_cancel" if hearing.status == "cancelled" else "hearing_change"
    moved = [
        Change(kind, "hearings", row_id, field, was, now)
        for field, was, now in zip(("start", "place", "status"), (held or row)[3:], row[3:], strict=True)
        if was != now
    ]
    query = "SELECT bill_id FROM hearing_items WHERE hearing_id = ? ORDER BY bill_id"
    on_it = [found[0] for found in ledger.connection.execute(query, (row_id,))]
    for bill in [one for one in on_it if one not in ledger.new_bills] if on_it else [None]:
        ledger.log(at, bill, capture, moved)
    for bill in dict.fromkeys(bill_id(ledger.code, hearing.session, identifier) for identifier in hearing.bills):
        if bill in ledger.last_seen and bill not in on_it:
            ledger.connection.execute("INSERT INTO hearing_items VALUES (?, ?)", (row_id, bill))
            if bill not in ledger.new_bills:
                ledger.log(at, bill, capture, [Change("hearing_add", "hearings", row_id, None, None, hearing.start)])
