"""A database of every state at once, as big as years of collecting would make it: `python -m bench.states out.db`.

Rows are made by SQL (bench/states.sql), not by reading pages, for the pages of the dashboard to be measured over.
People, bills and votes are invented; seats are those of the real chambers.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from bench.generate import ENDINGS, GIVEN, STEMS, SUBJECTS
from bench.run import counted, table_names
from pipelines import summaries
from pipelines.identify import search_id
from pipelines.runs import put_bodies, put_jurisdictions
from pipelines.schema import connect, statements
from scrapers.jurisdictions import JURISDICTIONS

SCRIPT = Path(__file__).with_name("states.sql")
BILLS, VOTES = 200_000, 10_000_000
SMALL = 100  # the small file is this many times smaller
BUSIEST = "ny us ma nj tx il mn ca pa hi tn va ms ga".split()
TOPICS = (*(subject.capitalize() for subject in SUBJECTS), "Appropriations", "Rules", "Judiciary", "Taxation")
DOINGS = "Amending Concerning Defining Establishing Exempting Extending Limiting Naming Regulating Repealing".split()
OBJECTS = (
    "the commission and its duties", "reporting requirements", "fees and penalties", "licences of professions",
    "grants to counties", "a study and its report", "disclosure to the public", "the rights of tenants",
    "training of officers", "the fund and its use", "time limits for appeals", "qualifications of directors",
    "contracts of the state", "definitions of terms", "electronic filing", "a pilot programme", "criminal histories",
    "terms of office", "rates and their review", "the advisory council",
)  # fmt: skip


def noise(number: int | str, salt: int | str, below: int) -> int:
    """A number from 0 to below - 1 that looks drawn, and is the same for the same arguments."""
    mixed = crc32(f"{number}/{salt}".encode())
    # by itself a checksum answers a change of the salt with the same change everywhere: Murmur's last step hides that
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (mixed ^ mixed >> 16) * below >> 32


def lists(connection: sqlite3.Connection) -> None:
    """The words and weights the script draws from, as temporary tables."""
    order = [*BUSIEST, *sorted(set(JURISDICTIONS) - set(BUSIEST))]
    tables: dict[str, Sequence[object]] = {
        "topic": TOPICS, "doing": DOINGS, "object": OBJECTS, "given": GIVEN,
        "family": [stem + ending for stem in STEMS for ending in ENDINGS],
    }  # fmt: skip
    for name, words in tables.items():
        connection.execute(f"CREATE TEMP TABLE {name} (i INTEGER PRIMARY KEY, name TEXT)")
        connection.executemany(f"INSERT INTO temp.{name} VALUES (?, ?)", enumerate(words))  # noqa: S608  # names of ours
    connection.execute("CREATE TEMP TABLE weight (state TEXT PRIMARY KEY, share REAL)")
    shares = [(state, (place + 1) ** -0.6) for place, state in enumerate(order)]
    connection.executemany("INSERT INTO weight VALUES (?, ?)", shares)
    connection.execute("CREATE TEMP TABLE number (i INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO number VALUES (?)", ((i,) for i in range(BILLS // 10)))


def fill(connection: sqlite3.Connection, bills: int, votes: int, today: str) -> Iterator[tuple[float, str]]:
    """Make every row, the indexes last; yields the seconds and the first line of each statement."""
    connection.create_function("noise", 3, noise, deterministic=True)
    connection.create_function("search_id", 1, search_id, deterministic=True)
    for setting in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -1048576", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name NOT LIKE 'memberships%'"
    ).fetchall()
    connection.execute("BEGIN")
    put_jurisdictions(connection, [])
    for place in JURISDICTIONS.values():
        put_bodies(connection, place)
    lists(connection)
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    given = {"bills": bills, "votes": votes, "today": today}
    for statement in [*statements(SCRIPT.read_text(encoding="utf-8")), *(sql for _, sql in indexes)]:
        started = time.perf_counter()
        connection.execute(statement, given)
        yield time.perf_counter() - started, next(line for line in statement.splitlines() if line[:2] not in ("", "--"))
    connection.execute("COMMIT")


def write(path: Path, bills: int, votes: int) -> dict[str, int]:
    """A new database at `path`, whole or not there at all. Returns how many rows each table has."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = connect(unfinished)
    connection.execute("PRAGMA journal_mode = OFF")
    for seconds, line in fill(connection, bills, votes, datetime.now(UTC).date().isoformat()):
        if seconds > 1:
            sys.stderr.write(f"{seconds:6.1f} s  {line}\n")
    connection.execute("BEGIN")
    started = time.perf_counter()
    sessions = [row[0] for row in connection.execute("SELECT id FROM sessions")]
    summaries.summarise(connection, sessions)
    connection.execute("COMMIT")
    sys.stderr.write(f"{time.perf_counter() - started:6.1f} s  the summaries of {len(sessions)} sessions\n")
    connection.close()
    unfinished.replace(path)
    return counted(path, table_names(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--small", action="store_true", help=f"{SMALL} times fewer bills and votes")
    options = parser.parse_args()
    scale = SMALL if options.small else 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(json.dumps(write(options.out, BILLS // scale, VOTES // scale)) + "\n")


if __name__ == "__main__":
    main()
