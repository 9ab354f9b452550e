"""Writes a bill with everything the source lists under it, and a typed change for each difference."""

from __future__ import annotations

import json
from functools import partial
from typing import NamedTuple

from pipelines import changes, rows
from pipelines.changes import Change, Row, Table, difference, merge
from pipelines.identify import bill_id, capture_id, child_id, keyed_id, search_id
from pipelines.ledger import Ledger
from pipelines.renumber import docket_of, give_number, numbered
from pipelines.status import Step, derive_status
from scrapers import items

# the columns a page may say nothing of: None keeps what is held
STATED = ("title", "subjects", "committee_id", "chapter", "effective_date", "source_url")
KINDS = {
    "title": "title",
    "status": "status",
    "status_date": "status",
    "chapter": "status",
    "effective_date": "effective",
    "committee_id": "referral",
    "source_url": "correction",
}
COLUMNS = (
    "id ocd_id jurisdiction_id session_id identifier classification chamber title subjects status status_date"
    " status_action_id committee_id introduced_date latest_action latest_action_date chapter effective_date source_url"
    " first_seen_at last_seen_at changed_at search_id capture_id"
).split()
SELECT = f"SELECT {', '.join(COLUMNS)} FROM bills WHERE id = ?"  # noqa: S608
UPSERT = Table("bills", tuple(COLUMNS), frozenset(), "new_bill").upsert
DERIVED = ("status", "status_date", "status_action_id", "introduced_date", "latest_action", "latest_action_date")
LISTED = tuple(changes.ACTIONS.columns.index(name) for name in ("id", "date", "chamber", "text", "classifications"))
OF_UNLISTED = "WHERE bill_id IS NULL AND id > ? || '-' AND id < ? || '.'"
NO_LAW = ("resolution", "memorial", "commemoration")  # adopted, and then done with, alone or jointly
UNCLASSIFIED = ("unclassified",)


class Listed(NamedTuple):
    """What of an action row a bill's standing is derived from."""

    id: str
    date: str | None
    chamber: str | None
    text: str
    classifications: str


def put_bill(ledger: Ledger, bill: items.Bill) -> None:
    assert bill.capture is not None
    at = bill.capture.fetched_at
    row_id = bill_id(ledger.code, bill.session, bill.identifier)
    # asked anew, for another process may have written it since this run began
    row = ledger.connection.execute(SELECT, (row_id,)).fetchone()
    held = dict(zip(COLUMNS, row, strict=True)) if row else None
    docket, number = docket_of(ledger, bill), numbered(ledger, bill)
    seen = [str(held["last_seen_at"])] if held and not is_newest_listed(ledger, bill.capture) else []
    if at < max([*seen, *(ledger.last_seen.get(one, "") for one in (docket, number) if one)], default=""):
        ledger.stale_bills.add(row_id if held else docket or number or row_id)
        return
    if number:
        return
    found: list[Change] = []
    if docket:
        found.append(give_number(ledger, docket, row_id, bill, is_held=held is not None))
        held = dict(zip(COLUMNS, ledger.connection.execute(SELECT, (row_id,)).fetchone(), strict=True))
    capture = ledger.capture(bill)
    session = ledger.session(bill.session)
    if not bill.listed:
        put_unlisted(ledger, row_id, bill, capture)
        return
    read = read_lists(ledger, row_id, session, bill, capture, is_new=held is None)
    values = bill_values(ledger, row_id, session, bill, capture, held)
    if changes.ACTIONS in read:
        values |= derive(ledger, session, bill, read[changes.ACTIONS])
    found += own_changes(held, values) if held else [Change("new_bill", "bills", row_id)]
    for table, wanted in read.items():
        found += put_rows(ledger, table, row_id, wanted, is_new=held is None)
    found += put_texts(ledger, row_id, bill, capture)
    if held and of_texts_alone(bill):
        values["last_seen_at"] = held["last_seen_at"]
    searched = held is None or any(change.table in ("bills", "sponsorships") for change in found)
    if held is None or held["first_seen_at"] == at:
        # what comes with a new bill is no change of its own, nor what a run cut short had left of that page
        ledger.new_bills.add(row_id)
        found = found[:1] if held is None else []
    if found:
        values["changed_at"] = at
    if held is None or found or any(held[name] != values[name] for name in COLUMNS if name != "last_seen_at"):
        if held and not found:
            values["capture_id"] = held["capture_id"]
        ledger.connection.execute(UPSERT, [values[name] for name in COLUMNS])
    elif held["last_seen_at"] != values["last_seen_at"]:
        ledger.connection.execute("UPDATE bills SET last_seen_at = ? WHERE id = ?", (values["last_seen_at"], row_id))
    ledger.last_seen[row_id] = str(values["last_seen_at"])
    ledger.touched.add(row_id)
    ledger.named_versions += [(session, row_id, key, capture) for key in bill.versions_named]
    ledger.log(at, row_id, capture, found)
    if searched:
        index_for_search(ledger, row_id)
    count(ledger, bill, values)


def is_newest_listed(ledger: Ledger, capture: items.Capture) -> bool:
    """Whether a list led to this page and no newer answer of it was fetched: a list seen since says nothing newer."""
    query = (
        "SELECT 1 FROM captures c WHERE id = ? AND list_line IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM captures newer WHERE newer.url = c.url AND newer.fetched_at > c.fetched_at)"
    )
    return ledger.connection.execute(query, (capture_id(capture),)).fetchone() is not None


def of_texts_alone(bill: items.Bill) -> bool:
    """Whether it comes from the page of a text, fetched after the bill's own, which is what makes another older."""
    return bill.title is None and bill.actions is None and bill.sponsorships is None


def count(ledger: Ledger, bill: items.Bill, values: dict[str, object]) -> None:
    """What was read, and which fields of it had a value, for the run's books."""
    ledger.read["bills"] += 1
    for field in ("title", "sponsorships", "actions", "versions", "documents"):
        ledger.cover(f"bills.{field}", getattr(bill, field) or None)
    ledger.cover("bills.status", values["status"])
    for action in bill.actions or ():
        known = action.classifications != UNCLASSIFIED
        ledger.cover("actions.classifications", action.classifications if known else None)
        ledger.cover("actions.date", action.date)
    for version in bill.versions or ():
        ledger.cover("versions.text", version.text)
        ledger.cover("versions.title", version.title)


def bill_values(
    ledger: Ledger, row_id: str, session: str, bill: items.Bill, capture: str | None, held: dict[str, object] | None
) -> dict[str, object]:
    """The row as read, with what the page does not say as it is held."""
    at = bill.capture.fetched_at if bill.capture else ""
    values: dict[str, object] = {
        "id": row_id,
        "ocd_id": f"ocd-bill-{row_id}",
        "jurisdiction_id": ledger.code,
        "session_id": session,
        "identifier": bill.identifier,
        "classification": bill.classification,
        "chamber": bill.chamber,
        "title": bill.title,
        "subjects": rows.as_list(tuple(bill.subjects)) if bill.subjects is not None else None,
        "committee_id": ledger.organization(bill.committee_code),
        "chapter": bill.chapter,
        "effective_date": bill.effective_date,
        "source_url": bill.source_url,
        "first_seen_at": held["first_seen_at"] if held else at,
        "last_seen_at": at,
        "changed_at": held["changed_at"] if held else at,
        "search_id": search_id(row_id),
        "capture_id": capture,
    }
    if held:
        unsaid = {name for name in STATED if values[name] is None}
        if bill.committee_code == "":
            unsaid.discard("committee_id")
        values |= {name: held[name] for name in unsaid}
    return values | {name: held[name] if held else None for name in DERIVED}


def derive(ledger: Ledger, session: str, bill: items.Bill, actions: dict[str, Row]) -> dict[str, object]:
    """Status with its date and proving action, introduction, latest action: functions of the action rows alone."""
    if not actions:
        return dict.fromkeys(DERIVED)
    listed = [Listed(*(row[place] for place in LISTED)) for row in actions.values()]
    at = bill.capture.fetched_at[:10] if bill.capture else ""
    end = ledger.session_ends.get(session)
    steps = [Step(action.date, action.chamber, rows.as_tuple(action.classifications)) for action in listed]
    status = derive_status(
        steps,
        is_resolution=any(kind in bill.classification for kind in NO_LAW),
        origin=bill.chamber,
        chambers=bill.chambers,
        session_over_on=end if end and end < at else None,
    )
    proof = listed[status.step] if status else None
    return {
        "status": status.status if status else None,
        "status_date": proof.date if proof else None,
        "status_action_id": proof.id if proof else None,
        "introduced_date": next((step.date for step in steps if "introduction" in step.classifications), None),
        "latest_action": listed[-1].text,
        "latest_action_date": listed[-1].date,
    }


def own_changes(held: dict[str, object], values: dict[str, object]) -> list[Change]:
    row_id = str(values["id"])
    found = [
        Change(kind, "bills", row_id, name, changes.as_text(held[name]), changes.as_text(values[name]))
        for name, kind in KINDS.items()
        if held[name] != values[name]
    ]
    before, after = (set(json.loads(str(side["subjects"] or "[]"))) for side in (held, values))
    found += [Change("subject_add", "bills", row_id, "subjects", None, word) for word in sorted(after - before)]
    return found + [Change("subject_remove", "bills", row_id, "subjects", word) for word in sorted(before - after)]


def read_lists(
    ledger: Ledger, row_id: str, session: str, bill: items.Bill, capture: str | None, *, is_new: bool
) -> dict[Table, dict[str, Row]]:
    """The lists the page gave, as rows by id; a list it did not give is not there, and is left alone."""
    person = partial(ledger.people.match, session)
    read: dict[Table, dict[str, Row]] = {}
    if bill.actions is not None:
        read[changes.ACTIONS] = rows.action_rows(ledger.code, row_id, bill, capture, ledger.organization)
    if bill.sponsorships is not None:
        read[changes.SPONSORSHIPS] = rows.sponsorship_rows(row_id, bill, capture, ledger.organization, person)
    if bill.versions is not None:
        read[changes.VERSIONS] = rows.version_rows(row_id, bill, capture)
    if bill.documents is not None:
        read[changes.DOCUMENTS] = rows.document_rows(row_id, bill, capture, ledger.organization)
    if bill.related is not None:
        read[changes.RELATED] = related_rows(ledger, row_id, bill, capture)
    for table, wanted in read.items():
        ledger.read[table.name] += len(wanted)
        if not bill.whole and not is_new and table in (changes.ACTIONS, changes.VERSIONS):
            read[table] = merge(table, held_rows(ledger, table, row_id), wanted)
    return read


def held_rows(ledger: Ledger, table: Table, parent: str) -> dict[str, Row]:
    return {row[0]: row for row in ledger.connection.execute(table.select, (parent,))}


def put_rows(ledger: Ledger, table: Table, parent: str, wanted: dict[str, Row], *, is_new: bool) -> list[Change]:
    if is_new:
        # the history of a bill once unlisted is held already, under no bill
        kept = table is changes.ACTIONS and is_unlisted(ledger, parent)
        ledger.connection.executemany(table.upsert if kept else table.insert, wanted.values())
        return []
    found = difference(table, held_rows(ledger, table, parent), wanted)
    ledger.connection.executemany(table.delete, [(row_id,) for row_id in found.deletes])
    ledger.connection.executemany(table.upsert, found.upserts)
    return found.changes


def is_unlisted(ledger: Ledger, row_id: str) -> bool:
    query = f"SELECT 1 FROM actions {OF_UNLISTED} LIMIT 1"  # noqa: S608
    return ledger.connection.execute(query, (row_id, row_id)).fetchone() is not None


def related_rows(ledger: Ledger, row_id: str, bill: items.Bill, capture: str | None) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for other in bill.related or []:
        other_id = bill_id(ledger.code, other.session or bill.session, other.identifier)
        key = child_id(row_id, other.identifier, other.session, other.relation)
        known = other_id if other_id in ledger.last_seen else None
        found[key] = (key, row_id, known, other.identifier, other.session, other.relation, capture)
    return found


def link_related(ledger: Ledger) -> None:
    """Give relations written before the other bill was known their bill."""
    rows = ledger.connection.execute(
        "SELECT r.id, r.identifier, coalesce(r.session, s.identifier) FROM related_bills r JOIN bills b"
        " ON b.id = r.bill_id JOIN sessions s ON s.id = b.session_id"
        " WHERE r.related_bill_id IS NULL AND b.jurisdiction_id = ?",
        (ledger.code,),
    ).fetchall()
    found = [(bill_id(ledger.code, session, identifier), row_id) for row_id, identifier, session in rows]
    known = [row for row in found if row[0] in ledger.last_seen]
    ledger.connection.executemany("UPDATE related_bills SET related_bill_id = ? WHERE id = ?", known)


def put_texts(ledger: Ledger, row_id: str, bill: items.Bill, capture: str | None) -> list[Change]:
    """Texts of versions; one that arrives with its version is part of that version's change."""
    found = []
    for version in bill.versions or []:
        if version.text is None:
            continue
        ledger.read["version_texts"] += 1
        text = version.text
        version_id = keyed_id(row_id, version.key)
        held = ledger.connection.execute(
            "SELECT text, markup, extractor, sha256 FROM version_texts WHERE version_id = ?", (version_id,)
        ).fetchone()
        if held == (text.text, text.markup, text.extractor, text.sha256):
            continue
        ledger.connection.execute(
            "INSERT INTO version_texts VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (version_id) DO UPDATE SET"
            " text = excluded.text, markup = excluded.markup, extractor = excluded.extractor, chars = excluded.chars,"
            " sha256 = excluded.sha256, capture_id = excluded.capture_id",
            (version_id, text.text, text.markup, text.extractor, len(text.text), text.sha256, search_id(version_id),
             capture),
        )  # fmt: skip
        if held and held[3] != text.sha256:
            gone = json.dumps(
                dict(zip(("text", "markup", "extractor", "sha256"), held, strict=True)), ensure_ascii=False
            )
            found.append(Change("text", "version_texts", version_id, "sha256", held[3], text.sha256, gone))
    return found


def put_unlisted(ledger: Ledger, row_id: str, bill: items.Bill, capture: str | None) -> None:
    """Keep the actions of a bill the source's own list does not have, under no bill: a gap of kind bill_missing."""
    if row_id in ledger.last_seen:
        return  # an earlier list had it: its history stays as it was read then
    wanted = rows.action_rows(ledger.code, row_id, bill, capture, ledger.organization)
    ledger.read["actions"] += len(wanted)
    query = f"SELECT {', '.join(changes.ACTIONS.columns)} FROM actions {OF_UNLISTED}"  # noqa: S608
    held = {row[0]: row for row in ledger.connection.execute(query, (row_id, row_id))}
    ledger.connection.executemany(changes.ACTIONS.upsert, difference(changes.ACTIONS, held, wanted).upserts)


def index_for_search(ledger: Ledger, row_id: str) -> None:
    number, identifier, title, subjects = ledger.connection.execute(
        "SELECT search_id, identifier, title, subjects FROM bills WHERE id = ?", (row_id,)
    ).fetchone()
    names = ledger.connection.execute("SELECT name FROM sponsorships WHERE bill_id = ? ORDER BY sequence", (row_id,))
    ledger.connection.execute("DELETE FROM bills_fts WHERE rowid = ?", (number,))
    ledger.connection.execute(
        "INSERT INTO bills_fts (rowid, identifier, title, subjects, sponsors) VALUES (?, ?, ?, ?, ?)",
        (number, rows.identifier_spellings(identifier), title, " ".join(json.loads(subjects or "[]")),
         ", ".join(name for (name,) in names)),
    )  # fmt: skip
