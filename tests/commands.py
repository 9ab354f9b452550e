"""Run the real commands in a process of their own, and read what they left."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN_TIMES = {"runs": {"started_at", "finished_at", "seconds", "peak_memory_mb"}, "gaps": {"opened_at", "closed_at"}}


@dataclass(frozen=True)
class Result:
    code: int
    output: str  # standard output, the summary last
    log: str

    def number(self, name: str) -> int:
        """The first number on the summary's line of that name: what is held."""
        line = next(line for line in self.output.splitlines() if line.startswith(f"{name} "))
        return int(line.removeprefix(name).split()[0].replace(",", ""))

    @property
    def outcome(self) -> str:
        line = next(line for line in reversed(self.output.splitlines()) if line.startswith("outcome"))
        return line.split(maxsplit=1)[1].split(":")[0]


def scrapy(*arguments: object, timeout: float = 600) -> Result:
    command = [sys.executable, "-m", "scrapy", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def collect(archive: Path, db: Path, *more: object, state: str = "ca") -> Result:
    return scrapy("collect", state, "--archive", archive, "--db", db, *more)


def query(db: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(db)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def contents(db: Path, *, without: frozenset[str] = frozenset()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but the times a run took."""
    connection = sqlite3.connect(db)
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
    )
    found = {}
    for (table,) in tables.fetchall():
        if table in without or table.startswith(("sqlite_", "_sqlite")):
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        kept = ", ".join(f'"{name}"' for name in columns if name not in RUN_TIMES.get(table, ()))
        found[table] = sorted(connection.execute(f"SELECT {kept} FROM {table}").fetchall(), key=str)
    connection.close()
    return found
