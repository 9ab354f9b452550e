"""What the writers of one run share: the open transaction, what is known so far, and the change log."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.changes import Change
from pipelines.corrections import Correction
from pipelines.identify import capture_id, organization_id, session_id
from pipelines.people import People
from scrapers import items
from scrapers.jurisdictions import JURISDICTIONS


class Ledger:
    def __init__(
        self,
        connection: sqlite3.Connection,
        jurisdiction: str,
        run_id: int,
        corrections: Sequence[Correction] = (),
    ) -> None:
        self.connection = connection
        self.code = jurisdiction
        self.place = JURISDICTIONS[jurisdiction]
        self.run_id = run_id
        self.corrections = corrections
        self.people = People(connection, jurisdiction, corrections)
        self.organizations = self.ids("SELECT id FROM organizations WHERE jurisdiction_id = ?")
        self.session_ends: dict[str, str | None] = dict(
            connection.execute("SELECT id, end_date FROM sessions WHERE jurisdiction_id = ?", (jurisdiction,))
        )
        self.last_seen: dict[str, str] = dict(
            connection.execute("SELECT id, last_seen_at FROM bills WHERE jurisdiction_id = ?", (jurisdiction,))
        )
        self.newest_held = max(self.last_seen.values(), default="")
        self.captures: set[str] = set()
        self.new_bills: set[str] = set()  # of this run: what comes with a new bill is no change of its own
        self.stale_bills: set[str] = set()  # of this run: read from a page older than what is held
        self.touched: set[str] = set()  # of this batch: bills whose votes are to be reconciled
        self.sessions: set[str] = set()  # of this run
        self.oldest_page: str | None = None  # when the oldest and the newest page of this run were fetched
        self.newest_page: str | None = None
        self.relisted: set[str] = set()  # sessions of which a list was read again
        self.sources: set[str] = set()  # URLs read in this run
        self.unchanged_sources: set[str] = set()  # URLs whose body was read in an earlier run
        self.named_versions: list[tuple[str, str, str, str | None]] = []  # session, bill, key, capture
        self.gaps: dict[str, items.Gap] = {}  # of this run, by what they are of
        self.unknown_organizations: Counter[str] = Counter()
        self.whole = True  # whether the sources of this run list all there is, not only what changed
        self.read: Counter[str] = Counter()
        self.covered: Counter[tuple[str, bool]] = Counter()  # (field, whether it was given) → rows read
        self.changes: Counter[str] = Counter()

    def older(self, item: items.Item) -> bool:
        """Whether the item's page is older than what is held: it may add, and not overwrite."""
        return item.capture is not None and item.capture.fetched_at < self.newest_held

    def cover(self, field: str, given: object) -> None:
        """Count one row read, with or without a value in `field`."""
        self.covered[field, given not in (None, "", ())] += 1

    def cover_rows(self, field: str, rows: int, filled: int) -> None:
        """Count many rows read at once; none at all say nothing of the field."""
        if rows:
            self.covered[field, True] += filled
            self.covered[field, False] += rows - filled

    def coverage(self) -> dict[str, list[int]]:
        """Field → [rows with a value, rows read]."""
        found = {}
        for field in sorted({field for field, _ in self.covered}):
            filled = self.covered[field, True]
            found[field] = [filled, filled + self.covered[field, False]]
        return found

    def ids(self, query: str) -> set[str]:
        return {row[0] for row in self.connection.execute(query, (self.code,))}

    def capture(self, item: items.Item, *, claim: bool = False, list_line: str | None = None) -> str | None:
        """The id of the item's capture, written the first time it is seen.

        `claim` makes this run the one that read it, which counts when the run ends well. `list_line` is the digest of
        the line in a list that led to the page.
        """
        if item.capture is None:
            return None
        c = item.capture
        found = capture_id(c)
        if claim or found not in self.captures:
            conflict = "UPDATE SET run_id = excluded.run_id, list_line = excluded.list_line" if claim else "NOTHING"
            self.connection.execute(
                f"INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO {conflict}",  # noqa: S608
                (found, c.url, c.method, c.body_hash, c.fetched_at, c.status, c.media_type, c.sha256, c.file, c.offset,
                 self.run_id, list_line),
            )  # fmt: skip
            self.captures.add(found)
        return found

    def session(self, identifier: str) -> str:
        """The id of a session, written bare when no page has described it yet."""
        found = session_id(self.code, identifier)
        if found not in self.session_ends:
            self.connection.execute(
                "INSERT OR IGNORE INTO sessions (id, jurisdiction_id, identifier, name, classification)"
                " VALUES (?, ?, ?, ?, ?)",
                (found, self.code, identifier, identifier, "primary"),
            )
            self.session_ends[found] = None
        self.sessions.add(found)
        return found

    def organization(self, code: str | None) -> str | None:
        """The id of a body the database holds; a code it does not hold is counted, and becomes a gap."""
        if not code:
            return None
        found = organization_id(self.code, code)
        if found in self.organizations:
            return found
        self.unknown_organizations[code] += 1
        return None

    def log(self, at: str, bill: str | None, capture: str | None, changes: Iterable[Change]) -> int:
        """Append changes, in the transaction of the writes they describe; returns how many."""
        rows = [
            (at, self.run_id, bill, c.kind, c.table, c.row_id, c.field, c.before, c.after, c.row_before, capture)
            for c in changes
        ]
        self.connection.executemany(
            'INSERT INTO changes (at, run_id, bill_id, kind, "table", row_id, field, before, after, row_before,'
            " capture_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self.changes.update(row[3] for row in rows)
        return len(rows)
