"""What a crawl asks of a site: requests of a first load, an unchanged refresh, and one with 1 % of the bills moved."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.run import Bench

ROOT = Path(__file__).resolve().parents[1]
BILLS, FEW = 1_000, 200
MOST_UNCHANGED = 0.02  # of the first load's requests


def measure_requests(bench: Bench, *, small: bool) -> None:
    """Each state that has a generated site (tests/sites), loaded and refreshed from archives of it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from packed import generated, generated_states, pack  # the tests' sites, which the measure shares

    bills = FEW if small else BILLS
    for state in generated_states():
        db = bench.folder / f"requests-{state}.db"
        asked: list[int] = []
        for stage, moved in enumerate((0, 0, bills // 100)):
            pages = generated(state, bills, moved)
            archive = pack(bench.folder / f"{state}-{stage}.warc.gz", pages, at=f"2026-11-2{stage + 1}T18:00:00Z")
            load = bench.collect(archive, db, state=state)
            bench.expect(f"{state}, outcome", True, load.summary["outcome"] in ("ok", "partial"))
            asked.append(pages_asked(db))
        first, unchanged, changed = asked
        share = unchanged / first
        bench.row(f"{state}, first load of {bills:,} bills", f"{first:,} requests, {first / bills:.2f} a bill")
        bench.row(
            f"{state}, refresh, nothing changed",
            f"{unchanged} requests, {unchanged / bills:.3f} a bill, {share:.1%} of the first load",
            f"at most {MOST_UNCHANGED:.0%}",
            share <= MOST_UNCHANGED,
        )
        bench.row(f"{state}, refresh, 1 % moved", f"{changed} requests, {changed / bills:.3f} a bill")


def pages_asked(db: Path) -> int:
    """How many pages the latest run asked for; a replay makes no request of its own."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM captures WHERE run_id = (SELECT max(id) FROM runs)"
        found: int = connection.execute(query).fetchone()[0]
        return found
