"""`make bench-pages`: what each page of the dashboard costs over a database of every state; prints Markdown.

The database is invented (bench/states.py) and kept under build/ until the schema changes. A page that does not answer
with 200 ends the run with exit code 1; how long anything takes never does.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import http.client
import json
import os
import platform
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import yaml
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from bench import states
from bench.run import counted, read_only
from bench.serving import served

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"
REPORT = ROOT / "docs" / "speed.md"
MAKERS = ("bench/states.py", "bench/states.sql", "pipelines/schema.py", "pipelines/summaries.py", "pipelines/charts.py")
COUNTED = ("bills", "actions", "vote_events", "votes", "people", "versions", "hearings", "changes", "gaps")
DRAWN = 200  # addresses of a page
RECORDED = 12  # of these, those whose queries are run again bare
MOST_QUERIES = {"bill": 10, "roll call": 10}
BILLS = """
SELECT s.jurisdiction_id, s.identifier, substr(b.id, length(s.id) + 2)
FROM bills b JOIN sessions s ON s.id = b.session_id
"""
COLLEAGUES = """
SELECT a.person_id, b.person_id FROM memberships a
JOIN memberships b ON b.organization_id = a.organization_id AND b.session_id = a.session_id
WHERE b.district = a.district + 1
"""
TEXTS = """
SELECT a.id, b.id FROM version_texts t JOIN versions a ON a.id = t.version_id
JOIN versions b ON b.bill_id = a.bill_id AND b.sequence = a.sequence + 1
"""
STATES = "SELECT id FROM jurisdictions"

# page → (query whose rows are all it could show, the address they go into); None: the page shows one thing alone
PAGES: dict[str, tuple[str | None, str]] = {
    "home": (None, "/"),
    "state": (STATES, "/{}/"),
    "session": ("SELECT jurisdiction_id, identifier FROM sessions", "/{}/{}/"),
    "bill": (BILLS, "/{}/{}/{}"),
    "bill as JSON": (BILLS, "/{}/{}/{}.json"),
    "bill as of a day": ("SELECT id, date(introduced_date, '+40 days') FROM bills", "/as-of/{}?date={}"),
    "roll call": ("SELECT id FROM vote_events", "/votes/{}"),
    "member": ("SELECT id FROM people", "/people/{}"),
    "committee": ("SELECT id FROM organizations WHERE classification = 'committee'", "/committees/{}"),
    "two members compared": (COLLEAGUES, "/compare?a={}&b={}"),
    "two texts compared": (TEXTS, "/compare?from={}&to={}"),
    "search for a number": ("SELECT identifier FROM bills", "/search?q={}"),
    "search for words": ("SELECT title FROM bills", "/search?q={}"),
    "search for a subject": ("SELECT DISTINCT subjects ->> 0 FROM bills", "/search?q={}"),
    "search for a name": ("SELECT name FROM people", "/search?q={}"),
    "calendar": (None, "/calendar"),
    "calendar of a state": (STATES, "/calendar?state={}"),
    "charts of a session": ("SELECT id FROM sessions", "/charts?session={}"),
    "changes": (None, "/changes"),
    "changes of a state": (STATES, "/changes?state={}"),
    "coverage": (None, "/coverage"),
    "coverage of a state": (STATES, "/coverage/{}"),
    "gaps": (None, "/gaps"),
    "runs": (None, "/runs"),
    "methods": (None, "/about/methods"),
    "SQL": (None, "/sql"),
    "a table as Datasette shows it": ("SELECT id FROM sessions", "/bills/bills?session_id={}"),
    "sitemap": (None, "/sitemap.xml"),
}


class Asked(NamedTuple):
    """One answer: milliseconds from when the request was due to its last byte, status, body."""

    ms: float
    status: int
    body: bytes


class Recorder:
    """A plugin that notes every statement Datasette's connections run, with its values filled in."""

    __name__ = "recorder"  # Datasette takes every plugin for a module

    def __init__(self) -> None:
        self.statements: list[str] = []

    @hookimpl(trylast=True)
    def prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        if database != "_internal":
            conn.set_trace_callback(self.note)

    def note(self, statement: str) -> None:
        # full-text search reads its own tables by statements of its own: part of the one that asked
        if statement[:2] != "--" and "'main'." not in statement:
            self.statements.append(statement)


def database(small: bool) -> Path:
    """The generated database of this code and month, made if it is not there; older ones are removed."""
    digest = sha256(datetime.now(UTC).strftime("%Y-%m").encode())
    for name in MAKERS:
        digest.update((ROOT / name).read_bytes())
    scale = states.SMALL if small else 1
    path = BUILD / f"states{'-small' if small else ''}-{digest.hexdigest()[:10]}.db"
    if not path.exists():
        for old in BUILD.glob(f"states-{'small-' if small else '[!s]'}*"):
            old.unlink()
        states.write(path, states.BILLS // scale, states.VOTES // scale)
    return path


def addresses(path: Path) -> dict[str, list[str]]:
    """Page → the addresses to ask it by, drawn the same on every machine."""
    found = {}
    with closing(read_only(path)) as connection:
        for page, (query, pattern) in PAGES.items():
            rows = connection.execute(query).fetchall() if query else [()]
            drawn = random.Random(page).sample(rows, min(DRAWN, len(rows)))  # noqa: S311  # nothing secret
            found[page] = [pattern.format(*(quote(str(word)) for word in row)) for row in drawn]
    return found


async def recorded(path: Path, chosen: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """Page → the statements behind each of a few of its addresses, asked of a Datasette in this process."""
    recorder = Recorder()
    pm.register(recorder)
    settings = json.loads((ROOT / "datasette" / "settings.json").read_text(encoding="utf-8"))
    served = Datasette(
        [],
        immutables=[str(path)],
        inspect_data=json.loads(inspected(path)),
        metadata=yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8")),
        plugins_dir=str(ROOT / "datasette" / "plugins"),
        template_dir=str(ROOT / "datasette" / "templates"),
        static_mounts=[("static", str(ROOT / "datasette" / "static"))],
        settings=settings,
    )
    await served.invoke_startup()
    found: dict[str, list[list[str]]] = {}
    for page, paths in chosen.items():
        await served.client.get(paths[0])  # the first of its kind may read the schema, or fill what is kept
        for address in paths[:RECORDED]:
            recorder.statements.clear()
            await served.client.get(address)
            found.setdefault(page, []).append(list(recorder.statements))
    pm.unregister(recorder)
    return found


def inspected(path: Path) -> str:
    """Datasette's own counts of the tables, made once a database."""
    kept = path.with_suffix(".inspect.json")
    if not kept.exists():
        command = [sys.executable, "-m", "datasette", "inspect", str(path), "--inspect-file", str(kept)]
        subprocess.run(command, check=True)  # noqa: S603  # our own command, no shell
    return kept.read_text(encoding="utf-8")


def bare_ms(connection: sqlite3.Connection, statements: Sequence[str]) -> float:
    """Milliseconds to run the statements and fetch all their rows, the second time they are run."""
    for _ in range(2):
        started = time.perf_counter()
        for statement in statements:
            connection.execute(statement).fetchall()
    return (time.perf_counter() - started) * 1000


def bare(path: Path, found: dict[str, list[list[str]]]) -> dict[str, list[float]]:
    with closing(read_only(path)) as connection:
        pm.hook.prepare_connection(conn=connection, database="bills", datasette=None)
        connection.execute("PRAGMA cache_size = -16384")
        return {page: [bare_ms(connection, statements) for statements in asked] for page, asked in found.items()}


def ask(port: int, address: str, due: float, connections: threading.local | None = None) -> Asked:
    """One request over this thread's connection, kept open between requests."""
    kept = getattr(connections, "kept", None) or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    kept.request("GET", address)
    answer = kept.getresponse()
    body = answer.read()
    if connections is not None:
        connections.kept = kept
    return Asked((time.perf_counter() - due) * 1000, answer.status, body)


def load(port: int, paths: Sequence[str], rate: float, seconds: float) -> list[Asked]:
    """Requests at a steady rate, whether or not the ones before have been answered."""
    connections = threading.local()
    for address in paths[:3]:
        ask(port, address, 0)
    with ThreadPoolExecutor(max_workers=32) as workers:
        started = time.perf_counter() + 0.05
        asked = []
        for i in range(round(rate * seconds)):
            due = started + i / rate
            time.sleep(max(0, due - time.perf_counter()))
            asked.append(workers.submit(ask, port, paths[i % len(paths)], due, connections))
        return [one.result() for one in asked]


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def row(page: str, address: str, asked: list[Asked], queries: list[list[str]], floor: list[float]) -> str:
    times = [one.ms for one in asked]
    body = max((one.body for one in asked), key=len)
    most = max(map(len, queries))
    verdict = f" (**over {MOST_QUERIES[page]}**)" if most > MOST_QUERIES.get(page, most) else ""
    return (
        f"| {page} | {statistics.median(times):.0f} | {percentile(times, 0.95):.0f} | {most}{verdict} |"
        f" {statistics.median(floor):.1f} | {percentile(floor, 0.95):.1f} |"
        f" {len(body) / 1000:.0f} ({len(gzip.compress(body)) / 1000:.0f}) | `{address}` |"
    )


def static_bytes(port: int, page: bytes) -> int:
    """Stylesheets, scripts and pictures a page asks for, in bytes."""
    named = set(re.findall(rb'(?:href|src)="(/(?:static|-/static)/[^"?#]+[^"]*\.(?:css|js|svg|png)[^"]*)"', page))
    return sum(len(ask(port, name.decode(), 0).body) for name in named)


ABOUT = """
Written by `make bench-pages` ({machine}). The database is invented (bench/states.py): {held}, in {size:.1f} GB.

Each page was asked for {rate:.0f} times a second, by addresses drawn from all it could show, from the server that
`make serve` starts. A time counts from the moment the request was due, so that a queue counts too, and the server
shares its cores with whoever asks. Beside it stand the most queries one of these pages asked, and the bare cost of the
same queries run again without a server; where it is the larger number, the page keeps what it once found. The server
took at most {peak:.0f} MB. Stylesheet and script are {static:.0f} KB more, once.
"""


def report(path: Path, lines: list[str], rate: float, peak_mb: float, static: int) -> Iterator[str]:
    machine = f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}"
    machine += f", SQLite {sqlite3.sqlite_version}"
    held = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counted(path, list(COUNTED)).items())
    size = path.stat().st_size / 1e9
    about = ABOUT.format(machine=machine, held=held, size=size, rate=rate, peak=peak_mb, static=static / 1000)
    yield "# Speed of the pages"
    yield from ("\n" + textwrap.fill(paragraph, 120) for paragraph in about.strip().split("\n\n"))
    yield "\n| page | p50 ms | p95 ms | queries | bare p50 ms | bare p95 ms | KB (gzipped) | for example |"
    yield "|---|---|---|---|---|---|---|---|"
    yield from lines


def peak_memory_mb(pid: int) -> float:
    """Of a server and the process it started to serve; 0 where /proc is not there to say so."""
    total = 0.0
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for one in [pid, *map(int, children.read_text().split() if children.exists() else [])]:
        status = Path(f"/proc/{one}/status")
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
        total += int(found[1]) / 1024 if found else 0
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--small", action="store_true", help="a database one hundredth as big")
    parser.add_argument("--db", type=Path, help="a database that is there already")
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each page is asked for")
    parser.add_argument("--only", nargs="*", choices=list(PAGES), help="these pages alone")
    parser.add_argument("--plans", action="store_true", help="print each page's queries with their times instead")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)} too")
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    path = options.db or database(options.small)
    drawn = {page: paths for page, paths in addresses(path).items() if paths}
    chosen = {page: drawn[page] for page in options.only or drawn}
    found = asyncio.run(recorded(path, chosen))
    if options.plans:
        sys.stdout.write("\n".join(plans(path, found)) + "\n")
        return 0
    floors = bare(path, found)
    lines, wrong, static = [], [], 0
    with served(path, BUILD / "serve.log") as server:
        for page, paths in chosen.items():
            asked = load(server.port, paths, options.rate, options.seconds)
            wrong += [f"WRONG: {page} answered {one.status}" for one in asked if one.status != 200][:1]
            lines.append(row(page, paths[0], asked, found[page], floors[page]))
            static = max(static, static_bytes(server.port, asked[0].body))
            sys.stderr.write(lines[-1] + "\n")
        peak = peak_memory_mb(server.process.pid)
    text = "\n".join(report(path, lines, options.rate, peak, static)) + "\n"
    sys.stdout.write("\n".join([text, *wrong]) + "\n")
    if options.write and not wrong:
        REPORT.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


def plans(path: Path, found: dict[str, list[list[str]]]) -> Iterator[str]:
    """Each page's dearest address: its queries with milliseconds, the dear ones with their plans."""
    with closing(read_only(path)) as connection:
        pm.hook.prepare_connection(conn=connection, database="bills", datasette=None)
        for page, asked in found.items():
            statements = max(asked, key=lambda one: bare_ms(connection, one))
            yield f"\n## {page}: {len(statements)} queries"
            for statement in statements:
                ms = bare_ms(connection, [statement])
                yield f"\n{ms:.1f} ms: {' '.join(statement.split())[: 4000 if ms > 5 else 160]}"
                if ms > 5:
                    yield from (f"    {step[3]}" for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))


if __name__ == "__main__":
    raise SystemExit(main())
