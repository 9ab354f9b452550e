"""The small database of tests/served.py on a busy day: hearings, one moved and one called off, and a hostile step."""

from __future__ import annotations

from pathlib import Path

from pipelines import schema, summaries
from tests.served import AT, SB54, SCRIPT, SESSION, insert, write_database

BUSY_DAY = "2018-12-03"
HOSTILE = f"{SESSION}-sb6"
HEARINGS = (
    # id, start, place, status, bills
    ("h1", "2018-12-10T09:30", "Room 4203; State Capitol, Sacramento", "scheduled", (SB54, HOSTILE)),
    ("h2", "2018-12-11", None, "cancelled", (SB54,)),
    ("h3", "2018-12-11T13:00", SCRIPT, "scheduled", ()),
    ("h4", None, "Room to be set", "scheduled", (SB54,)),
    ("h5", "2017-01-31T09:00", "Room 3191", "held", (SB54,)),
)
CHANGES = (
    ("h1", "hearing_change", "start", "2018-12-09T09:30", "2018-12-10T09:30"),
    ("h1", "hearing_change", "place", "Room 112", "Room 4203; State Capitol, Sacramento"),
    ("h2", "hearing_cancel", "status", "scheduled", "cancelled"),
)


def write_busy(path: Path) -> Path:
    write_database(path)
    connection = schema.connect(path)
    connection.execute("BEGIN")
    for name, start, place, status, bills in HEARINGS:
        row_id = f"{SESSION}-{name}"
        insert(
            connection, "hearings", id=row_id, session_id=SESSION, organization_id="ca-cs72", start=start,
            place=place, status=status, capture_id="c1",
        )  # fmt: skip
        for bill in bills:
            insert(connection, "hearing_items", hearing_id=row_id, bill_id=bill)
    for name, kind, field, before, after in CHANGES:
        insert(
            connection, "changes", at=AT, run_id=1, bill_id=SB54, kind=kind, table="hearings",
            row_id=f"{SESSION}-{name}", field=field, before=before, after=after,
        )  # fmt: skip
    insert(
        connection, "actions", id=f"{HOSTILE}-busy", bill_id=HOSTILE, sequence=9, date=BUSY_DAY, chamber="upper",
        text=f"Passed. {SCRIPT}", classifications='["passage"]', capture_id="c1",
    )  # fmt: skip
    insert(
        connection, "actions", id=f"{HOSTILE}-ahead", bill_id=HOSTILE, sequence=10, date="9999-01-01", chamber="upper",
        text="To take effect.", classifications="[]", capture_id="c1",
    )  # fmt: skip
    connection.execute("UPDATE bills SET latest_action_date = '9999-01-01' WHERE id = ?", (HOSTILE,))
    words = "This act has no name.\nPeace officers.\nIt ends here."
    insert(
        connection, "version_texts", version_id=f"{SB54}-99int", text=words, extractor="caml/1", chars=len(words),
        sha256="0" * 64, search_id=2,
    )  # fmt: skip
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path
