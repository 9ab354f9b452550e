"""`make bench`: what a load, a refresh and an update cost, beside the least they could; prints Markdown.

The session is invented (bench/generate.py) and as big as a real one. Each measure is a process of its own, timed from
its start to its end. A missed aim is printed as missed; a wrong count ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bench.crawling import measure_requests

ROOT = Path(__file__).resolve().parents[1]
REPLAY = ROOT.parent / "shared" / "replay"
COUNTS = {  # summary name → table of the dump
    "bills": "BILL_TBL",
    "actions": "BILL_HISTORY_TBL",
    "vote_events": "BILL_SUMMARY_VOTE_TBL",
    "votes": "BILL_DETAIL_VOTE_TBL",
    "versions": "BILL_VERSION_TBL",
}
FULL = {"bills": 5_600, "actions": 110_000, "vote_events": 21_000, "votes": 620_000}
SMALL = {"bills": 112, "actions": 2_200, "vote_events": 420, "votes": 12_400}
MOST_TIMES_FLOOR = 4.0
MOST_MEMORY_MB = 600.0
MOST_REFRESH = 0.02  # of a full load


class Captured(NamedTuple):
    """A dump that a legislature published, with the rows it must give; what it lacks makes it partial."""

    state: str
    name: str
    counts: dict[str, int]


CAPTURED = (
    Captured(
        "ca",
        "ca-20252026_2025-03-07",
        {"bills": 2_546, "actions": 7_795, "vote_events": 130, "votes": 4_372},
    ),
    Captured(
        "va",
        "va-20261_2026-03-24",
        {"bills": 3_637, "actions": 57_643, "vote_events": 10_873, "votes": 299_139},
    ),
)


class Process(NamedTuple):
    """A process that has ended: wall seconds, peak resident memory in megabytes, exit code, standard output."""

    seconds: float
    memory_mb: float
    code: int
    output: str


class Load(NamedTuple):
    """A `scrapy collect` that has ended, with the summary it wrote."""

    process: Process
    summary: dict[str, Any]


@dataclass(slots=True)
class Bench:
    """The lines of the report so far, and what was counted wrong."""

    folder: Path
    lines: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def run(self, *command: str | Path) -> Process:
        """Run a module of this project to its end; its log goes to a file in the folder."""
        log = self.folder / "log.txt"
        with log.open("a", encoding="utf-8") as errors, tempfile.TemporaryFile("w+", dir=self.folder) as output:
            started = time.perf_counter()
            # our own modules, with paths we made
            child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *map(str, command)], cwd=ROOT, stdout=output, stderr=errors
            )
            _, status, usage = os.wait4(child.pid, 0)
            seconds = time.perf_counter() - started
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            megabytes = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
            return Process(seconds, megabytes, child.returncode, output.read())

    def measure(self, *command: str | Path) -> tuple[Process, dict[str, Any]]:
        """Run a module that prints JSON. Raises SystemExit where it fails: there is nothing to go on with."""
        process = self.run(*command)
        if process.code:
            log = (self.folder / "log.txt").read_text(encoding="utf-8").strip().rpartition("\n")[2]
            raise SystemExit(f"{command[0]} ended with exit code {process.code}: {log}")
        return process, json.loads(process.output)

    def collect(self, archive: Path, db: Path, *extra: str, state: str = "ca") -> Load:
        summary = self.folder / "summary.json"
        summary.unlink(missing_ok=True)
        process = self.run("scrapy", "collect", state, "--archive", archive, "--db", db, "--summary", summary, *extra)
        if not summary.exists():
            raise SystemExit(f"scrapy collect ended with exit code {process.code} and without a summary")
        return Load(process, json.loads(summary.read_text(encoding="utf-8")))

    def expect(self, what: str, wanted: object, found: object) -> None:
        if wanted != found:
            self.wrong.append(f"{what}: wanted {wanted}, found {found}")

    def row(self, what: str, number: str, aim: str = "", met: bool | None = None) -> None:
        verdict = "" if met is None else "met" if met else "**missed**"
        self.lines.append(f"| {what} | {number} | {aim} | {verdict} |")
        sys.stderr.write(f"{what}: {number} {verdict}\n")


def measure_session(bench: Bench, size: list[str], wanted: dict[str, int]) -> None:
    """Everything of the invented session: load, floor, reader, refreshes, update."""
    first, later = bench.folder / "first.warc", bench.folder / "later.warc"
    process, made = bench.measure("bench.generate", first, *size)
    counts = {name: made[table] for name, table in COUNTS.items()}
    bench.expect("the generator", wanted, {name: counts[name] for name in wanted})
    megabytes = first.stat().st_size / 1e6
    shape = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    bench.row("the session", f"{shape}; {megabytes:.0f} MB, made in {process.seconds:.1f} s")

    db = bench.folder / "session.db"
    full = measure_load(bench, "full load", first, db)
    bench.expect("full load, counts", counts, counted(db, counts))
    bench.expect("full load, outcome", ("ok", 0), (full.summary["outcome"], full.process.code))
    bench.expect("full load, verdicts", {"ok": counts["vote_events"]}, full.summary["verdicts"])
    bench.expect("full load, changes", {"new_bill": counts["bills"]}, full.summary["changes_by_kind"])
    measure_floor(bench, full, db, "full load")
    measure_reader(bench, full, first)
    measure_refreshes(bench, full, first, db)
    measure_update(bench, full, later, db, size, counts)


def measure_load(bench: Bench, name: str, archive: Path, db: Path, state: str = "ca") -> Load:
    load = bench.collect(archive, db, state=state)
    rows = sum(counted(db, table_names(db)).values())
    seconds, memory = load.process.seconds, load.process.memory_mb
    bench.row(name, f"{seconds:.1f} s, {rows:,} rows, {rows / seconds:,.0f} rows/s")
    bench.row(f"{name}, peak memory", f"{memory:.0f} MB", f"under {MOST_MEMORY_MB:.0f} MB", memory < MOST_MEMORY_MB)
    return load


def measure_floor(bench: Bench, load: Load, db: Path, name: str) -> None:
    """The load beside bare inserts of the rows it made."""
    bare = bench.folder / "bare.db"
    bare.unlink(missing_ok=True)
    _, floor = bench.measure("bench.phases", "floor", db, bare)
    bench.row(f"{name}, the floor: bare inserts of the same rows", f"{floor['seconds']:.1f} s, {floor['rows']:,} rows")
    names = table_names(db)
    bench.expect(f"{name}, the floor, rows", counted(db, names), counted(bare, names))
    times = load.process.seconds / floor["seconds"]
    bench.row(f"{name} / floor", f"{times:.1f}", f"at most {MOST_TIMES_FLOOR:.0f}", times <= MOST_TIMES_FLOOR)


def measure_reader(bench: Bench, full: Load, archive: Path) -> None:
    process, reader = bench.measure("bench.phases", "reader", archive)
    share = reader["seconds"] / full.process.seconds
    bench.row(
        "the reader alone",
        f"{reader['seconds']:.1f} s ({share:.0%} of the load), {reader['archive']:.1f} s of it to unpack the archive,"
        f" {reader['items']:,} items, {process.memory_mb:.0f} MB",
    )


def measure_refreshes(bench: Bench, full: Load, archive: Path, db: Path) -> None:
    before = counted(db, table_names(db))
    bare = bench.run("scrapy", "version")
    bench.row("Scrapy starting and ending, doing nothing", f"{bare.seconds:.2f} s")
    same = bench.collect(archive, db)
    share = same.process.seconds / full.process.seconds
    bench.row(
        "refresh, nothing changed",
        f"{same.process.seconds:.2f} s ({same.summary['seconds']:.2f} s in the run), {share:.1%} of the load",
        f"under {MOST_REFRESH:.0%}",
        share < MOST_REFRESH,
    )
    bench.expect("refresh, changes", 0, same.summary["changes"])
    bench.expect("refresh, pages unchanged", 1, pages_unchanged(db))
    again = bench.collect(archive, db, "--reread")
    share = again.process.seconds / full.process.seconds
    bench.row("the same read again (--reread)", f"{again.process.seconds:.1f} s, {share:.0%} of the load")
    bench.expect("read again, changes", 0, again.summary["changes"])
    bench.expect("the refreshes, exit codes", (full.process.code,) * 2, (same.process.code, again.process.code))
    after = counted(db, table_names(db))
    bench.expect("the refreshes, rows", before | {"runs": before["runs"] + 2}, after)


def measure_update(bench: Bench, full: Load, archive: Path, db: Path, size: list[str], counts: dict[str, int]) -> None:
    _, made = bench.measure("bench.generate", archive, *size, "--later")
    changed = made["changed_bills"]
    update = bench.collect(archive, db)
    share = update.process.seconds / full.process.seconds
    logged = update.summary["changes"]
    bench.row(
        "update, 1 % of the bills changed",
        f"{update.process.seconds:.1f} s, {share:.0%} of the load, {logged} changes logged, {changed} made",
    )
    bench.expect("update, changes", {"action_add": changed}, update.summary["changes_by_kind"])
    bench.expect("update, counts", counts | {"actions": counts["actions"] + changed}, counted(db, counts))
    bench.expect("update, exit code", 0, update.process.code)


def measure_captured(bench: Bench, dump: Captured) -> None:
    """The same of a dump the legislature published, where it is at hand."""
    archive = REPLAY / f"{dump.name}.warc.gz"
    if not archive.exists():
        bench.row(f"captured {dump.name}", "absent, not measured")
        return
    db = bench.folder / f"{dump.name}.db"
    load = measure_load(bench, f"captured {dump.name}", archive, db, dump.state)
    bench.expect(f"{dump.name}, counts", dump.counts, counted(db, dump.counts))
    bench.expect(f"{dump.name}, outcome", ("partial", 3), (load.summary["outcome"], load.process.code))
    measure_floor(bench, load, db, f"captured {dump.name}")
    for name, extra in (("nothing changed", []), ("read again", ["--reread"])):
        same = bench.collect(archive, db, *extra, state=dump.state)
        share = same.process.seconds / load.process.seconds
        bench.row(f"captured {dump.name}, {name}", f"{same.process.seconds:.2f} s, {share:.0%} of its load")
        bench.expect(f"{dump.name}, {name}, changes", 0, same.summary["changes"])


def table_names(db: Path) -> list[str]:
    """The tables that hold data: not those SQLite, its full-text search or the migrations keep for themselves."""
    with closing(read_only(db)) as connection:
        found = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        )
        return sorted(row[0] for row in found)


def counted(db: Path, names: dict[str, int] | list[str]) -> dict[str, int]:
    with closing(read_only(db)) as connection:
        queries = {name: f"SELECT count(*) FROM {name}" for name in names}  # noqa: S608  # names of tables
        return {name: connection.execute(query).fetchone()[0] for name, query in queries.items()}


def pages_unchanged(db: Path) -> int:
    """How many pages the latest run knew for the same as before, and did not read; 0 if the code changed meanwhile."""
    with closing(read_only(db)) as connection:
        return connection.execute("SELECT pages_unchanged FROM runs ORDER BY id DESC LIMIT 1").fetchone()[0]


def read_only(db: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{db}?mode=ro", uri=True)


def report(bench: Bench) -> Iterator[str]:
    machine = f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}"
    yield f"Measured by `make bench` ({machine}, SQLite {sqlite3.sqlite_version}), in this run.\n"
    yield "| what | measured | aim | |\n|---|---|---|---|"
    yield from bench.lines
    yield ""
    yield from (f"WRONG: {line}" for line in bench.wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--small", action="store_true", help="a session one fiftieth as big")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep archives, databases and logs in this folder")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="statehouse-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    for database in folder.glob("*.db*"):
        database.unlink()
    bench = Bench(folder.resolve())
    try:
        measure_session(bench, ["--small"] if options.small else [], SMALL if options.small else FULL)
        for dump in CAPTURED:
            measure_captured(bench, dump)
        measure_requests(bench, small=options.small)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    sys.stdout.write("\n".join(report(bench)) + "\n")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
