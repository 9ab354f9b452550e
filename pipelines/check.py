"""`make check-data`: every check in pipelines/checks over a database, and a report a person can act on.

A check is a query that selects the rows that are wrong: none is a pass. Exit code 1 when any check finds a row.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CHECKS = Path(__file__).parent / "checks"
SHOWN = 5
REPORTS = {
    "Roll calls by verdict": "SELECT verdict, count(*) FROM vote_events GROUP BY 1 ORDER BY 2 DESC",
    "Roll calls that disagree": """
        SELECT id, verdict || ': ' || verdict_note FROM vote_events WHERE verdict <> 'ok' ORDER BY id LIMIT 20""",
    "Open gaps by kind": """
        SELECT kind, count(*) || ', such as: ' || min(evidence) FROM gaps WHERE closed_at IS NULL
        GROUP BY 1 ORDER BY count(*) DESC""",
    "Held of what the sources say exists": """
        SELECT session_id || ', ' || what, held || ' of ' || expected FROM completeness WHERE held < expected
        ORDER BY session_id, what""",
    "Unclassified actions": """
        SELECT text, count(*) FROM actions WHERE classifications = '["unclassified"]'
        GROUP BY 1 ORDER BY 2 DESC LIMIT 20""",
    "Names nobody matches": """
        SELECT name || coalesce(' (' || chamber || ')', ''), n || ' ' || printed_in || 's, candidates ' || candidates
        FROM unmatched_names ORDER BY n DESC LIMIT 20""",
    "Corrections applied": "SELECT name || ' is ' || person_id, rows_matched || ' rows' FROM corrections ORDER BY name",
    "Freshness": "SELECT session_id, state || ', newest action ' || coalesce(newest_action, 'none') FROM freshness",
    "Latest runs": """
        SELECT id || ' ' || spider, coalesce(outcome, 'not finished') || coalesce(': ' || reason, '') FROM runs
        ORDER BY id DESC LIMIT 5""",
}


class Finding(NamedTuple):
    """A check's name and purpose, and the rows it found wrong (at most SHOWN of the `found`)."""

    name: str
    purpose: str
    found: int
    rows: list[tuple[object, ...]]


def run_checks(connection: sqlite3.Connection) -> Iterator[Finding]:
    for path in sorted(CHECKS.glob("*.sql")):
        query = path.read_text(encoding="utf-8")
        purpose = query.splitlines()[0].removeprefix("-- ")
        rows = connection.execute(query).fetchall()
        yield Finding(path.stem, purpose, len(rows), rows[:SHOWN])


def field_coverage(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(state and field, share of rows filled now and in the run before) of each state's newest run that read pages."""
    runs: dict[str, list[dict[str, list[int]]]] = {}
    for state, coverage in connection.execute(
        "SELECT jurisdiction_id, coverage FROM runs WHERE bill IS NULL AND coverage <> '{}' ORDER BY id DESC"
    ):
        runs.setdefault(state, []).append(json.loads(coverage))
    for state, (newest, *earlier) in sorted(runs.items()):
        for field, (filled, of) in newest.items():
            before = earlier[0].get(field) if earlier else None
            then = f", {before[0] / before[1]:.1%} of {before[1]} in the run before" if before and before[1] else ""
            yield f"{state} {field}", f"{filled / of:.1%} of {of}{then}"


def open_read_only(path: Path) -> sqlite3.Connection:
    """Raises SystemExit with a plain sentence where there is no such database, or it is none of ours."""
    if not path.is_file():
        raise SystemExit(f"{path}: no such database; collect one first: make crawl STATE=ca DB={path}")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connection.execute("SELECT 1 FROM bills LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise SystemExit(f"{path}: wanted a database this project made, got: {error}") from error
    return connection


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("db", nargs="?", default="bills.db", type=Path)
    connection = open_read_only(parser.parse_args().db)
    out = sys.stdout.write
    reports = {title: connection.execute(query).fetchall() for title, query in REPORTS.items()}
    for title, rows in (reports | {"Rows with a value, by field": list(field_coverage(connection))}).items():
        out(f"\n{title}\n")
        out("".join(f"  {label}: {value}\n" for label, value in rows) or "  none\n")
    out("\nChecks\n")
    wrong = 0
    for finding in run_checks(connection):
        out(f"  {'ok   ' if not finding.found else 'WRONG'} {finding.name}: {finding.purpose}\n")
        for row in finding.rows:
            out(f"        {' | '.join(str(value) for value in row)}\n")
        if finding.found > len(finding.rows):
            out(f"        … and {finding.found - len(finding.rows)} more\n")
        wrong += bool(finding.found)
    out(f"\n{'Every check passes.' if not wrong else f'{wrong} checks find wrong rows.'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
