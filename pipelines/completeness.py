"""How much of what the source says exists is held, by session: counted anew at the end of each run that read it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

# what → (gap kinds, query giving expected and held of one session (?1))
COUNTS = {
    "bills in the source's lists and histories": (("bill_missing",), """
        SELECT count(*) + (SELECT count(*) FROM gaps WHERE kind = 'bill_missing' AND closed_at IS NULL
          AND session_id = ?1), count(*) FROM bills WHERE session_id = ?1"""),
    "titles": (("title_missing",), "SELECT count(*), count(title) FROM bills WHERE session_id = ?1"),
    "histories": (("history_missing",), "SELECT count(*), count(latest_action) FROM bills WHERE session_id = ?1"),
    "roll calls the actions tell of": (("roll_call_missing",), """
        SELECT count(*), count(a.vote_event_id) FROM bills b JOIN actions a ON a.bill_id = b.id
        WHERE b.session_id = ?1 AND (a.tally_yes IS NOT NULL OR a.roll_key IS NOT NULL)"""),
    "roll calls with names": ((), "SELECT count(*), sum(verdict <> 'no_roll') FROM vote_events WHERE session_id = ?1"),
    "roll calls with their motion": (("motion_missing",), """
        SELECT count(*), count(motion) FROM vote_events WHERE session_id = ?1"""),
    "votes with their legislator": (("unmatched_name",), """
        SELECT count(*), count(v.person_id) FROM vote_events e JOIN votes v ON v.vote_event_id = e.id
        WHERE e.session_id = ?1"""),
    "versions the source names": (("version_missing",), """
        SELECT count(*) + (SELECT count(*) FROM gaps WHERE kind = 'version_missing' AND closed_at IS NULL
          AND session_id = ?1), count(*) FROM bills b JOIN versions v ON v.bill_id = b.id WHERE b.session_id = ?1"""),
    "texts of the versions held": (("text_missing", "text_unreadable"), """
        SELECT count(*), count(t.version_id) FROM bills b JOIN versions v ON v.bill_id = b.id
        LEFT JOIN version_texts t ON t.version_id = v.id WHERE b.session_id = ?1"""),
    "governor's messages with their words": (("message_missing",), """
        SELECT count(*), count(d.text) FROM bills b JOIN documents d ON d.bill_id = b.id
        WHERE b.session_id = ?1 AND d.classification IN ('veto-message', 'signing-message')"""),
}  # fmt: skip


def count(connection: sqlite3.Connection, sessions: Iterable[str]) -> None:
    """Replace the rows of these sessions in `completeness`."""
    for session in sorted(sessions):
        connection.execute("DELETE FROM completeness WHERE session_id = ?", (session,))
        for what, (kinds, query) in COUNTS.items():
            expected, held = connection.execute(query, (session,)).fetchone()
            marks = ", ".join("?" * len(kinds))
            open_gaps = connection.execute(
                f"SELECT count(*) FROM gaps WHERE closed_at IS NULL AND session_id = ? AND kind IN ({marks})",  # noqa: S608
                (session, *kinds),
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO completeness VALUES (?, ?, ?, ?, ?)", (session, what, expected, held or 0, open_gaps)
            )
