"""Writes what a run says of its sources: pages fetched, and gaps the readers report."""

from __future__ import annotations

import json

from pipelines.identify import short_hash
from pipelines.ledger import Ledger
from scrapers import items


def put_page(ledger: Ledger, page: items.Page) -> None:
    capture = page.capture
    assert capture is not None
    ledger.capture(page, claim=not page.unchanged, list_line=page.list_line)
    ledger.oldest_page = min(ledger.oldest_page or capture.fetched_at, capture.fetched_at)
    ledger.newest_page = max(ledger.newest_page or "", capture.fetched_at)
    ledger.whole = ledger.whole and page.whole
    if not page.unchanged:
        ledger.sources.add(capture.url)
        return
    ledger.unchanged_sources.add(capture.url)
    # the same bytes again: what they listed is seen again
    ledger.connection.execute(
        "UPDATE bills SET last_seen_at = ? WHERE jurisdiction_id = ? AND last_seen_at < ? AND last_seen_at IN"
        " (SELECT fetched_at FROM captures WHERE url = ? AND sha256 = ?)",
        (capture.fetched_at, ledger.code, capture.fetched_at, capture.url, capture.sha256),
    )


def put_sighted(ledger: Ledger, sighted: items.Sighted) -> None:
    """A list names these bills on the lines it did when their pages were last read: they are still there."""
    assert sighted.capture is not None
    at = sighted.capture.fetched_at
    ledger.whole = False
    named = ledger.connection.execute(
        "SELECT id, session_id FROM bills WHERE jurisdiction_id = :code AND"
        " (source_url IN (SELECT value FROM json_each(:urls))"
        "  OR capture_id IN (SELECT id FROM captures WHERE url IN (SELECT value FROM json_each(:urls))))",
        {"code": ledger.code, "urls": json.dumps(sighted.urls)},
    ).fetchall()
    ledger.relisted |= {session for _, session in named}
    ledger.connection.execute(
        "UPDATE bills SET last_seen_at = :at WHERE last_seen_at < :at AND id IN (SELECT value FROM json_each(:ids))",
        {"at": at, "ids": json.dumps([row_id for row_id, _ in named])},
    )


def put_gap(ledger: Ledger, gap: items.Gap) -> None:
    ledger.gaps[short_hash(gap.session, gap.bill, gap.kind, gap.key)] = gap
    ledger.capture(gap)
