"""The completeness ledger: what the source itself says exists, and what is held of it.

Two kinds of gap. Derived ones are questions to the database (DERIVED), asked again after each run: a gap is open while
the question finds it. Reported ones come from readers (a table missing, a page blocked, a code unknown); a later run
that reads the same source whole and does not report them again closes them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping

from pipelines.identify import bill_id, capture_id, keyed_id, organization_id, session_id, short_hash
from pipelines.ledger import Ledger
from scrapers.items import Gap

# each selects bill_id, key, expected, found, evidence, capture_id of one session (?)
DERIVED = {
    "title_missing": """
        SELECT id, identifier, 'a title', 'none', identifier || ' has no title', capture_id FROM bills
        WHERE session_id = ? AND title IS NULL""",
    "history_missing": """
        SELECT b.id, b.identifier, 'a history', 'none', b.identifier || ' has no action', b.capture_id FROM bills b
        WHERE b.session_id = ? AND b.classification <> 'proposed bill'
          AND NOT EXISTS (SELECT 1 FROM actions a WHERE a.bill_id = b.id)""",
    "bill_missing": """
        SELECT NULL, substr(id, 1, length(id) - 13), 'the bill in the list of bills', 'its history alone',
          group_concat(text, ' | '), min(capture_id)
        FROM actions WHERE bill_id IS NULL AND id LIKE ? || '-%' GROUP BY 2""",
    "text_missing": """
        SELECT v.bill_id, v.id, 'the text of the version', 'none', v.note || coalesce(' of ' || v.date, ''),
          v.capture_id
        FROM bills b JOIN versions v ON v.bill_id = b.id
        WHERE b.session_id = ? AND NOT EXISTS (SELECT 1 FROM version_texts t WHERE t.version_id = v.id)""",
    "message_missing": """
        SELECT d.bill_id, d.id, 'the words of the message', 'none', d.note || coalesce(' of ' || d.date, ''),
          d.capture_id
        FROM bills b JOIN documents d ON d.bill_id = b.id
        WHERE b.session_id = ? AND d.classification IN ('veto-message', 'signing-message') AND d.text IS NULL""",
    "roll_call_missing": """
        SELECT a.bill_id, a.id,
          coalesce('roll call ' || a.roll_key, 'a roll call of ' || a.tally_yes || '-' || a.tally_no), 'none',
          coalesce(a.date || ': ', '') || a.text, a.capture_id
        FROM bills b JOIN actions a ON a.bill_id = b.id
        WHERE b.session_id = ? AND a.vote_event_id IS NULL AND (a.tally_yes IS NOT NULL OR a.roll_key IS NOT NULL)""",
    "motion_missing": """
        SELECT (SELECT min(bill_id) FROM vote_event_bills WHERE vote_event_id = e.id), e.id, 'the words of the motion',
          'none', 'roll call ' || e.id, e.capture_id
        FROM vote_events e WHERE e.session_id = ? AND e.motion IS NULL
          AND EXISTS (SELECT 1 FROM vote_event_bills b WHERE b.vote_event_id = e.id)""",
    "roll_call_without_bill": """
        SELECT NULL, e.id, 'the bill it decides', 'none', 'roll call ' || e.id || coalesce(' of ' || e.date, ''),
          e.capture_id
        FROM vote_events e WHERE e.session_id = ? AND NOT EXISTS (
          SELECT 1 FROM vote_event_bills b WHERE b.vote_event_id = e.id)""",
    "unmatched_name": """
        SELECT NULL, name || coalesce(' (' || chamber || ')', '') || ' in ' || printed_in || 's', 'one legislator',
          candidates, name || ' in ' || n || ' rows, first in ' || example, NULL
        FROM unmatched_names WHERE session_id = ?""",
}  # fmt: skip
VERSION_MISSING = "version_missing"
PAGES_MISSING = ("blocked", "fetch_failed", "file_missing", "layout_changed")
PAGE_IS_MISSING = f"closed_at IS NULL AND kind IN {PAGES_MISSING}"
# named by the source and not read: a run that leaves one of these open is partial
UNREAD = (*PAGES_MISSING, VERSION_MISSING, "bill_missing", "unknown_body")


class Gaps:
    """Settles the ledger at the end of a run.

    Only a `whole` run, not narrowed to one bill and without an exception in its spider, closes what readers reported.
    """

    def __init__(self, connection: sqlite3.Connection, ledger: Ledger, at: str, *, whole: bool) -> None:
        self.connection = connection
        self.ledger = ledger
        self.at = at
        self.whole = whole
        self.opened = self.closed = 0

    def settle(self) -> None:
        for code, times in self.ledger.unknown_organizations.items():
            self.ledger.gaps[f"unknown_body {code}"] = Gap(
                None, "unknown_body", code, "a body of that code", "none", f"{code} is named in {times} rows"
            )
        for session in sorted(self.ledger.sessions):
            for kind, query in DERIVED.items():
                self.settle_derived(session, kind, query)
        self.settle_versions()
        self.settle_bodies()
        self.settle_reported()

    def settle_derived(self, session: str, kind: str, query: str) -> None:
        wanted = {
            short_hash(session, row[0], kind, row[1]): (session, row[0], kind, *row[1:], None)
            for row in self.connection.execute(query, (session,))
        }
        held = self.open_ids("session_id = ? AND kind = ?", session, kind)
        self.open(wanted, held)
        self.close(held - wanted.keys())

    def settle_versions(self) -> None:
        """Versions the source names and does not give; once held, found."""
        wanted = {}
        for session, parent, key, capture in self.ledger.named_versions:
            row_id = keyed_id(parent, key)
            if not self.connection.execute("SELECT 1 FROM versions WHERE id = ?", (row_id,)).fetchone():
                evidence = f"the source names version {key}"
                row = (session, parent, VERSION_MISSING, row_id, key, "none", evidence, capture, None)
                wanted[short_hash(session, parent, VERSION_MISSING, row_id)] = row
        self.open(wanted, self.open_ids("kind = ?", VERSION_MISSING))
        found = self.open_ids("kind = ? AND key IN (SELECT id FROM versions)", VERSION_MISSING)
        self.close(found)

    def settle_bodies(self) -> None:
        """A code no body had, once a page lists that body, is found."""
        rows = self.connection.execute(
            "SELECT id, key FROM gaps WHERE closed_at IS NULL AND kind = 'unknown_body' AND jurisdiction_id = ?",
            (self.ledger.code,),
        ).fetchall()
        known = self.ledger.organizations
        self.close({row_id for row_id, key in rows if organization_id(self.ledger.code, key) in known})

    def settle_reported(self) -> None:
        wanted = {}
        for gap in self.ledger.gaps.values():
            session = session_id(self.ledger.code, gap.session) if gap.session else None
            session = session if session in self.ledger.session_ends else None
            bill = bill_id(self.ledger.code, gap.session, gap.bill) if gap.session and gap.bill else None
            bill = bill if bill in self.ledger.last_seen else None
            capture = capture_id(gap.capture) if gap.capture else None
            url = gap.capture.url if gap.capture else gap.key if gap.key.startswith("http") else None
            row = (session, bill, gap.kind, gap.key, gap.expected, gap.found, gap.evidence, capture, url)
            wanted[short_hash(self.ledger.code, session, bill, gap.kind, gap.key)] = row
        self.open(wanted, self.open_ids("jurisdiction_id = ?", self.ledger.code))
        if self.whole:
            for url in self.ledger.sources:
                sessions = {None, *self.ledger.sessions}
                rows = self.connection.execute(
                    "SELECT id, session_id FROM gaps WHERE closed_at IS NULL AND source_url = ?", (url,)
                ).fetchall()
                self.close({row_id for row_id, session in rows if session in sessions} - wanted.keys())

    def open_ids(self, where: str, *values: str) -> set[str]:
        query = f"SELECT id FROM gaps WHERE closed_at IS NULL AND {where}"  # noqa: S608  # `where` is ours, above
        return {row[0] for row in self.connection.execute(query, values)}

    def open(self, wanted: Mapping[str, tuple[str | None, ...]], held: set[str]) -> None:
        """Open what is not open; a gap closed before opens again, from now."""
        new = [(row_id, self.ledger.code, *row, self.at) for row_id, row in wanted.items() if row_id not in held]
        self.connection.executemany(
            "INSERT INTO gaps (id, jurisdiction_id, session_id, bill_id, kind, key, expected, found, evidence,"
            " capture_id, source_url, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET opened_at = excluded.opened_at, closed_at = NULL,"
            " expected = excluded.expected, found = excluded.found, evidence = excluded.evidence,"
            " capture_id = excluded.capture_id WHERE closed_at IS NOT NULL",
            new,
        )
        self.opened += len(new)

    def close(self, row_ids: set[str]) -> None:
        self.connection.executemany(
            "UPDATE gaps SET closed_at = ? WHERE id = ?", [(self.at, row_id) for row_id in sorted(row_ids)]
        )
        self.closed += len(row_ids)

    def doubts(self) -> list[str]:
        """Why the run is not whole: what readers reported of its sources, now or when they were last read."""
        kinds = Counter(gap.kind for gap in self.ledger.gaps.values() if gap.kind not in UNREAD)
        for url in self.ledger.unchanged_sources:
            kinds.update(
                row[0]
                for row in self.connection.execute(
                    "SELECT kind FROM gaps WHERE closed_at IS NULL AND source_url = ?", (url,)
                )
                if row[0] not in UNREAD
            )
        for kind in UNREAD:
            kinds[kind] = len(self.open_ids("kind = ? AND jurisdiction_id = ?", kind, self.ledger.code))
        return [f"{count} x {kind.replace('_', ' ')}" for kind, count in sorted(kinds.items()) if count]

    def open_by_kind(self) -> dict[str, int]:
        return dict(
            self.connection.execute(
                "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL AND jurisdiction_id = ?"
                " GROUP BY kind ORDER BY kind",
                (self.ledger.code,),
            )
        )


def has_pages_missing(connection: sqlite3.Connection, jurisdiction: str) -> bool:
    """Whether an earlier run left a page unread."""
    query = f"SELECT 1 FROM gaps WHERE jurisdiction_id = ? AND {PAGE_IS_MISSING} LIMIT 1"  # noqa: S608
    return connection.execute(query, (jurisdiction,)).fetchone() is not None


def pages_missing(connection: sqlite3.Connection, jurisdiction: str) -> set[str]:
    """The addresses of pages that an earlier run left unread, and of the pages of the bills on which these hang."""
    query = f"""
        SELECT g.source_url, b.source_url, c.url FROM gaps g
        LEFT JOIN bills b ON b.id = g.bill_id LEFT JOIN captures c ON c.id = b.capture_id
        WHERE g.jurisdiction_id = ? AND g.{PAGE_IS_MISSING}"""  # noqa: S608
    return {url for row in connection.execute(query, (jurisdiction,)) for url in row if url}
