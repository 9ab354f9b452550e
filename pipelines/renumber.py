"""A measure listed before it has a bill's number, and the bill it becomes: one bill, with one past.

Some legislatures list what was filed under a docket's number first. It is held as a "proposed bill"; once a bill comes
that `replaces` it, what was held under the docket's number becomes that bill's own.
"""

from __future__ import annotations

from pipelines.changes import Change
from pipelines.identify import bill_id, search_id
from pipelines.ledger import Ledger
from scrapers import items

PROPOSED = "proposed bill"
REPLACES = "replaces"
CHILDREN = ("actions", "sponsorships", "versions", "documents", "related_bills")  # by id and bill_id
LINKS = ("vote_event_bills", "hearing_items")  # by another row and bill_id
POINTERS = ("gaps", "changes")
REBASED = "? || substr({0}, length(?) + 1)"  # an id that begins with its parent's, under another parent


def docket_of(ledger: Ledger, bill: items.Bill) -> str | None:
    """The id of the proposed bill that this one replaces, where one is held."""
    for other in bill.related or []:
        row_id = bill_id(ledger.code, other.session or bill.session, other.identifier)
        if other.relation == REPLACES and row_id in ledger.last_seen:
            query = "SELECT classification FROM bills WHERE id = ?"
            if ledger.connection.execute(query, (row_id,)).fetchone() == (PROPOSED,):
                return row_id
    return None


def numbered(ledger: Ledger, bill: items.Bill) -> str | None:
    """The id of the bill that replaces this proposed one, where it is held: it has no other row beside that."""
    if bill.classification != PROPOSED:
        return None
    query = (
        "SELECT b.id FROM related_bills r JOIN bills b ON b.id = r.bill_id WHERE r.identifier = ? AND r.relation = ?"
        " AND coalesce(r.session, ?) = ? AND b.session_id = ?"
    )
    values = (bill.identifier, REPLACES, bill.session, bill.session, ledger.session(bill.session))
    row = ledger.connection.execute(query, values).fetchone()
    return row[0] if row else None


def give_number(ledger: Ledger, docket: str, row_id: str, bill: items.Bill, *, is_held: bool) -> Change:
    """Make the rows of a docket those of the bill `row_id`, which may be held too; foreign keys are to be deferred."""
    run = ledger.connection.execute
    was, number, seen = run("SELECT identifier, search_id, first_seen_at FROM bills WHERE id = ?", (docket,)).fetchone()
    for table in LINKS:
        run(f"UPDATE OR IGNORE {table} SET bill_id = ? WHERE bill_id = ?", (row_id, docket))  # noqa: S608
        run(f"DELETE FROM {table} WHERE bill_id = ?", (docket,))  # noqa: S608
    for table in POINTERS:
        run(f"UPDATE {table} SET bill_id = ? WHERE bill_id = ?", (row_id, docket))  # noqa: S608
    rebased = REBASED.format("row_id")
    run(f"UPDATE changes SET row_id = {rebased} WHERE bill_id = ? AND (row_id = ? OR row_id GLOB ? || '-*')",  # noqa: S608
        (row_id, docket, row_id, docket, docket))  # fmt: skip
    run("UPDATE related_bills SET related_bill_id = ? WHERE related_bill_id = ?", (row_id, docket))
    run("DELETE FROM bills_fts WHERE rowid = ?", (number,))
    if is_held:
        run("DELETE FROM version_texts WHERE version_id IN (SELECT id FROM versions WHERE bill_id = ?)", (docket,))
        for table in CHILDREN:
            run(f"DELETE FROM {table} WHERE bill_id = ?", (docket,))  # noqa: S608
        run("DELETE FROM bills WHERE id = ?", (docket,))
        run("UPDATE bills SET first_seen_at = min(first_seen_at, ?) WHERE id = ?", (seen, row_id))
    else:
        rebase(ledger, docket, row_id, bill.identifier)
    ledger.last_seen[row_id] = ledger.last_seen.pop(docket)
    for known in (ledger.new_bills, ledger.touched):
        if docket in known:
            known.remove(docket)
            known.add(row_id)
    return Change("status", "bills", row_id, "identifier", was, bill.identifier)


def rebase(ledger: Ledger, docket: str, row_id: str, identifier: str) -> None:
    """Give a docket's row, and the rows under it, the ids they have as the bill's."""
    run = ledger.connection.execute
    texts = run(
        "SELECT t.* FROM version_texts t JOIN versions v ON v.id = t.version_id WHERE v.bill_id = ?", (docket,)
    ).fetchall()
    run("DELETE FROM version_texts WHERE version_id IN (SELECT id FROM versions WHERE bill_id = ?)", (docket,))
    for table in CHILDREN:
        child = REBASED.format("id")
        run(f"UPDATE {table} SET id = {child}, bill_id = ? WHERE bill_id = ?", (row_id, docket, row_id, docket))  # noqa: S608
    for version, *rest in texts:
        moved = row_id + version[len(docket) :]
        *middle, _, capture = rest
        run("INSERT INTO version_texts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (moved, *middle, search_id(moved), capture))  # fmt: skip
    proof = REBASED.format("status_action_id")
    run(
        f"UPDATE bills SET id = ?, ocd_id = ?, identifier = ?, search_id = ?, status_action_id = {proof} WHERE id = ?",  # noqa: S608
        (row_id, f"ocd-bill-{row_id}", identifier, search_id(row_id), row_id, docket, docket),
    )
