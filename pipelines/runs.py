"""The books of a run: begun before the first request, closed with an outcome, a reason and its numbers."""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines import completeness, summaries
from pipelines.bills import link_related
from pipelines.changes import Change
from pipelines.corrections import put_corrections
from pipelines.gaps import PAGE_IS_MISSING, Gaps, has_pages_missing, pages_missing
from pipelines.guards import guard, last_good_run, unlisted
from pipelines.identify import organization_id
from pipelines.ledger import Ledger
from pipelines.people import CORRECTION
from scrapers.base import BillSpider
from scrapers.items import Capture
from scrapers.jurisdictions import JURISDICTIONS, Jurisdiction

ROOT = Path(__file__).resolve().parents[1]


class Run:
    """One spider's run. `outcome` is ok, partial (something expected was not found), failed or blocked."""

    def __init__(self, connection: sqlite3.Connection, run_id: int, spider: BillSpider) -> None:
        self.connection = connection
        self.id = run_id
        self.spider = spider
        self.started = time.monotonic()
        self.failures: list[str] = []
        self.any_missing = has_pages_missing(connection, spider.jurisdiction)
        self.missing = pages_missing(connection, spider.jurisdiction)
        self.outcome = "failed"
        self.reason: str | None = None

    @classmethod
    def begin(
        cls,
        connection: sqlite3.Connection,
        spider: BillSpider,
        archive: str | None,
        spiders: Iterable[type[BillSpider]] = (),
    ) -> Run:
        """Open the books; `spiders` are the readers of all jurisdictions there are."""
        connection.execute("BEGIN IMMEDIATE")
        place = JURISDICTIONS[spider.jurisdiction]
        put_jurisdictions(connection, [*spiders, type(spider)])
        put_bodies(connection, place)
        cursor = connection.execute(
            "INSERT INTO runs (jurisdiction_id, session, bill, spider, archive, started_at, code_version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (place.code, spider.session, spider.bill, spider.name, Path(archive).name if archive else None, now(),
             code_version()),
        )  # fmt: skip
        connection.execute("COMMIT")
        assert cursor.lastrowid is not None
        return cls(connection, cursor.lastrowid, spider)

    @property
    def failed(self) -> bool:
        return bool(self.failures)

    def fail(self, reason: str) -> None:
        self.failures.append(reason)

    def already_read(self, capture: Capture, list_line: str | None = None) -> bool:
        """Whether this body was read to its end before, by this very code, for the same session and bill.

        `list_line` is the digest of the line in a list that led to it, which must be the same: what is made of a page
        may hang on its line too.
        """
        row = self.connection.execute(
            "SELECT 1 FROM captures c JOIN runs r ON r.id = c.run_id WHERE c.url = ? AND c.sha256 = ?"
            " AND c.list_line IS ? AND r.outcome IN ('ok', 'partial') AND r.code_version = ?"
            " AND r.session IS ? AND r.bill IS ?",
            (capture.url, capture.sha256, list_line, code_version(), self.spider.session, self.spider.bill),
        ).fetchone()
        # a page that was not read may hang on this one: while any is missing, all are asked for again
        return row is not None and not self.any_missing

    def newest_read(self, url: str, *, by_this_code: bool = False) -> str | None:
        """When the newest answer from `url` that was read to its end, by whichever code or this, was fetched."""
        query = (
            "SELECT max(c.fetched_at) FROM captures c JOIN runs r ON r.id = c.run_id"  # noqa: S608
            " WHERE c.url = ? AND c.status = 200 AND r.outcome IN ('ok', 'partial') AND r.bill IS NULL"
            " AND coalesce(r.code_version = ?, 1)"
            f" AND NOT EXISTS (SELECT 1 FROM gaps g WHERE g.source_url = c.url AND {PAGE_IS_MISSING})"
        )
        row = self.connection.execute(query, (url, code_version() if by_this_code else None)).fetchone()
        return str(row[0]) if row[0] else None

    def held_line(self, url: str) -> tuple[str, str] | None:
        """The digest of the list's line under which a bill's page was last fetched, and when.

        None where it was not read to its end then, no list led to it, or a page that hangs on the bill is missing. A
        replay costs nobody anything: there the reading must have been by this very code.
        """
        if url in self.missing:
            return None
        query = """
            SELECT c.list_line, c.fetched_at, r.outcome, r.code_version FROM captures c JOIN runs r ON r.id = c.run_id
            WHERE c.url = ? AND r.id <> ? ORDER BY c.fetched_at DESC LIMIT 1"""
        line, at, outcome, code = self.connection.execute(query, (url, self.id)).fetchone() or (None,) * 4
        read = outcome in ("ok", "partial") and (self.spider.archive_urls is None or code == code_version())
        return (str(line), str(at)) if line and read else None

    def finish(self, ledger: Ledger, numbers: dict[str, Any]) -> dict[str, Any]:
        """Settle names and gaps, judge the run by Scrapy's numbers too, and write its row. Returns the summary."""
        self.connection.execute("BEGIN IMMEDIATE")
        errors = mistakes(numbers)
        gaps = Gaps(self.connection, ledger, ledger.newest_page or now(), whole=self.spider.bill is None and not errors)
        if not self.failed:
            self.settle_names(ledger)
            link_related(ledger)
            gaps.settle()
            completeness.count(self.connection, ledger.sessions)
            named = {session for session, _, _ in ledger.people.corrected} | ledger.people.sessions.keys()
            touched = ledger.sessions | (named & ledger.session_ends.keys())
            summaries.summarise(self.connection, touched | summaries.without_summaries(self.connection))
        self.judge(ledger, gaps, numbers, errors)
        summary = self.summary(ledger, gaps)
        unclassified = self.connection.execute(
            "SELECT count(*) FROM actions WHERE classifications = '[\"unclassified\"]'"
            " AND id >= ? || '-' AND id < ? || '.'",
            (ledger.code, ledger.code),
        ).fetchone()[0]
        values = {
            "finished_at": now(),
            "outcome": self.outcome,
            "reason": self.reason,
            "requests": numbers.get("downloader/request_count", 0),
            "pages_unchanged": numbers.get("pages/unchanged", 0),
            "sessions": json.dumps(sorted(ledger.sessions)),
            "items": json.dumps(ledger.read),
            "dropped": json.dumps(dropped(numbers)),
            "layout_changed": numbers.get("pages/layout_changed", 0),
            "unclassified": unclassified,
            "changes": summary["changes"],
            "whole": ledger.whole,
            "coverage": json.dumps(ledger.coverage()),
            "seconds": summary["seconds"],
            "peak_memory_mb": summary["peak_memory_mb"],
        }
        columns = ", ".join(f"{name} = ?" for name in values)
        self.connection.execute(f"UPDATE runs SET {columns} WHERE id = ?", [*values.values(), self.id])  # noqa: S608
        self.connection.execute("COMMIT")
        return summary

    def apply_corrections(self, ledger: Ledger) -> None:
        """Before anything is read: give the names held their person, where a reviewed correction now says who it is."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.match_names(ledger, {session for session, _, _ in ledger.people.corrected})
        self.connection.execute("COMMIT")

    def match_names(self, ledger: Ledger, sessions: Iterable[str]) -> None:
        for table, name, method, person in ledger.people.match_again(sessions):
            if method == CORRECTION:
                change = Change("correction", table, name, "person_id", None, person)
                ledger.log(ledger.newest_page or now(), None, None, [change])

    def settle_names(self, ledger: Ledger) -> None:
        """Match names again, and say who the rest could be."""
        self.match_names(ledger, list(ledger.people.sessions))
        for session in ledger.people.sessions:
            ledger.people.put_candidates(session)
        put_corrections(self.connection, ledger.code, ledger.corrections)
        if unknown := ledger.people.unknown():
            self.fail(f"corrections/{ledger.code}.csv names {', '.join(unknown)}, whom no page has listed")

    def abandon(self) -> None:
        """Leave the run as failed, with what is known of why."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self.connection.execute(
            "UPDATE runs SET finished_at = ?, outcome = 'failed', reason = ? WHERE id = ?",
            (now(), "; ".join(self.failures), self.id),
        )

    def judge(self, ledger: Ledger, gaps: Gaps, numbers: dict[str, Any], errors: list[str]) -> None:
        """Zero is a claim and needs evidence: a run that read nothing, and found nothing unchanged, has failed."""
        nothing = not ledger.read["bills"] and not numbers.get("pages/unchanged")
        reported = list(ledger.gaps.values())
        blocked = [gap for gap in reported if gap.kind == "blocked"]
        if self.failures or errors:
            self.outcome, self.reason = "failed", "; ".join(self.failures + errors)
        elif blocked and nothing:
            self.outcome, self.reason = "blocked", blocked[0].evidence
        elif nothing and numbers.get("pages/expected_empty") and not reported:
            self.outcome, self.reason = "ok", numbers["expected_empty/reason"]
        elif nothing and ledger.stale_bills:
            seen = max(ledger.last_seen[bill] for bill in ledger.stale_bills)
            self.outcome = "failed"
            self.reason = f"what was read is older than what is held (seen {seen}); nothing was changed"
        elif nothing:
            self.outcome = "failed"
            self.reason = "; ".join(gap.evidence for gap in reported) or "no bill was read, and nothing says why"
        else:
            alarms = self.alarms(ledger, numbers)
            if alarms:
                self.outcome, self.reason = "failed", f"far less than before: {'; '.join(alarms)}"
                return
            doubts = gaps.doubts() + [f"{count} x dropped {what}" for what, count in dropped(numbers).items()]
            if ledger.stale_bills:
                doubts.append(f"{len(ledger.stale_bills)} bills are held from a newer page and were left as they are")
            self.outcome, self.reason = ("partial", "; ".join(doubts)) if doubts else ("ok", None)

    def alarms(self, ledger: Ledger, numbers: dict[str, Any]) -> list[str]:
        """What the drop guards say of a run that read every page itself, or every list anew and what moved in them."""
        if ledger.relisted and ledger.oldest_page and not self.spider.bill and not ledger.gaps:
            return unlisted(self.connection, ledger.relisted, ledger.oldest_page)
        if self.spider.bill or not ledger.whole or numbers.get("pages/unchanged"):
            return []
        good = last_good_run(self.connection, ledger.code, ledger.sessions, self.id)
        return guard(good[1], ledger.read, good[2], ledger.coverage()) if good else []

    def summary(self, ledger: Ledger, gaps: Gaps) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "reason": self.reason,
            "read": {name: ledger.read[name] for name in HELD},
            "held": held(self.connection, ledger.code),
            "verdicts": verdict_counts(self.connection, ledger.code),
            "gaps": {"open": gaps.open_by_kind(), "opened": gaps.opened, "closed": gaps.closed},
            "changes": sum(ledger.changes.values()),
            "changes_by_kind": dict(sorted(ledger.changes.items())),
            "seconds": round(time.monotonic() - self.started, 2),
            "peak_memory_mb": round(peak_memory_mb(), 1),
        }


def put_jurisdictions(connection: sqlite3.Connection, spiders: Iterable[type[BillSpider]]) -> None:
    """Every jurisdiction there is, with how its reader was checked: those never read are told of too."""
    checked = {spider.jurisdiction: (spider.verified, spider.verified_on) for spider in spiders}
    for place in JURISDICTIONS.values():
        lower = place.lower or (None, None, None)
        row = (place.code, place.name, place.ocd_id, place.classification, place.timezone, *place.upper, *lower,
               place.site_url, *checked.get(place.code, ("none", None)))  # fmt: skip
        marks = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO jurisdictions VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET"  # noqa: S608
            " verified = excluded.verified, verified_on = excluded.verified_on"
            " WHERE (verified, verified_on) IS NOT (excluded.verified, excluded.verified_on)",
            row,
        )


def put_bodies(connection: sqlite3.Connection, place: Jurisdiction) -> None:
    """The chambers and branches of a jurisdiction, as this code knows them."""
    bodies = [("legislature", f"{place.name} Legislature"), ("executive", f"{place.name} Executive")]
    bodies.append(("upper", place.upper[0]))
    if place.lower:
        bodies.append(("lower", place.lower[0]))
    for kind, name in bodies:
        parent = organization_id(place.code, "legislature") if kind in ("upper", "lower") else None
        connection.execute(
            "INSERT OR IGNORE INTO organizations VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (organization_id(place.code, kind), place.code, kind, kind, name, kind, parent),
        )


HELD = {  # what a jurisdiction holds; an action of an unlisted bill has its session in its id alone
    "bills": "SELECT count(*) FROM bills WHERE jurisdiction_id = ?",
    "actions": "SELECT count(*) FROM actions WHERE id >= ? || '-' AND id < ? || '.'",
    "vote_events": "SELECT count(*) FROM vote_events WHERE id >= ? || '-' AND id < ? || '.'",
    "votes": "SELECT count(*) FROM votes WHERE vote_event_id >= ? || '-' AND vote_event_id < ? || '.'",
    "versions": "SELECT count(*) FROM versions WHERE id >= ? || '-' AND id < ? || '.'",
}


def held(connection: sqlite3.Connection, code: str) -> dict[str, int]:
    """How many rows of a jurisdiction there are now; ids begin with its code and a hyphen."""
    return {name: connection.execute(query, (code,) * query.count("?")).fetchone()[0] for name, query in HELD.items()}


def verdict_counts(connection: sqlite3.Connection, code: str) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT verdict, count(*) FROM vote_events WHERE id >= ? || '-' AND id < ? || '.'"
            " GROUP BY verdict ORDER BY verdict",
            (code, code),
        )
    )


def mistakes(numbers: dict[str, Any]) -> list[str]:
    """What went wrong in the spider itself: exceptions of its code, and what it was asked for and cannot give."""
    found = [
        f"{value} x {key.split('/')[1]} in the spider"
        for key, value in numbers.items()
        if key.startswith("spider_exceptions/") and key != "spider_exceptions/count"
    ]
    return [*found, asked] if (asked := numbers.get("run/bad_argument")) else found


def dropped(numbers: dict[str, Any]) -> dict[str, int]:
    return {key.removeprefix("dropped/"): value for key, value in numbers.items() if key.startswith("dropped/")}


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def peak_memory_mb() -> float:
    """The most this process held at once, in megabytes.

    From Linux's own account of this program where there is one: getrusage counts what its parent held before it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of the reading and writing code: what decides whether a page read before must be read again."""
    digest = sha256()
    for folder in ("scrapers", "pipelines"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
