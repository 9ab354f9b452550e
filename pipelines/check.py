"""`make check-data`: every check in pipelines/checks over a database, and a report a person can act on.

A check is a query that selects the rows that are wrong: none is a pass. Exit code 1 when any check finds a row.
"""

from __future__ import annotations

import argparse
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
    "Open gaps by kind": "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1 ORDER BY 2 DESC",
    "Unclassified actions": """
        SELECT text, count(*) FROM actions WHERE classifications = '["unclassified"]'
        GROUP BY 1 ORDER BY 2 DESC LIMIT 20""",
    "Names nobody matches": """
        SELECT name || coalesce(' (' || chamber || ')', ''), n || ' ' || printed_in || 's, candidates ' || candidates
        FROM unmatched_names ORDER BY n DESC LIMIT 20""",
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
    for title, query in REPORTS.items():
        rows = connection.execute(query).fetchall()
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
