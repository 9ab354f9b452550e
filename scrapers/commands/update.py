"""`scrapy update`: every state's active sessions, side by side; one state's failure stops no other."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scrapers.commands.collect import EXIT_CODES

LOGS = Path("logs")


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[state …] [options]"

    def short_desc(self) -> str:
        return "Update every state, or the ones named, side by side"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--jobs", type=int, default=2, help="how many states at once (default: 2)")
        parser.add_argument("--archive", help="replay from this WARC file, or folder of them")
        parser.add_argument("--db", default="bills.db", help="the database file (default: bills.db)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        known = sorted(self.crawler_process.spider_loader.list())
        unknown = sorted(set(args) - set(known))
        if unknown:
            raise UsageError(f"no spider for {', '.join(unknown)}; there are: {' '.join(known)}", print_help=False)
        states = args or known
        LOGS.mkdir(exist_ok=True)
        with TemporaryDirectory() as folder, ThreadPoolExecutor(max(1, opts.jobs)) as pool:
            runs = [pool.submit(collect, state, opts.db, opts.archive, Path(folder)) for state in states]
            summaries = {state: run.result() for state, run in zip(states, runs, strict=True)}
        Console(width=None if sys.stdout.isatty() else 160).print(summary_table(summaries))
        outcomes = {summary["outcome"] for summary in summaries.values()}
        worst = next((word for word in ("failed", "blocked", "partial") if word in outcomes), "ok")
        self.exitcode = EXIT_CODES[worst]


def collect(state: str, db: str, archive: str | None, folder: Path) -> dict[str, Any]:
    """Run one state in a process of its own, its log in logs/<state>.log; returns its summary."""
    report = folder / f"{state}.json"
    log = LOGS / f"{state}.log"
    command = [sys.executable, "-m", "scrapy", "collect", state, "--db", db, "--summary", str(report)]
    with log.open("w", encoding="utf-8") as stream:
        code = subprocess.run(  # noqa: S603  # our own command, no shell
            [*command, *(["--archive", archive] if archive else [])],
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    if report.exists():
        summary: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return summary
    return {"outcome": "failed", "reason": f"exit code {code} without a summary; see {log}"}


def summary_table(summaries: dict[str, dict[str, Any]]) -> Table:
    table = Table(title="Update", title_justify="left")
    for heading in ("state", "outcome", "bills", "actions", "votes", "changes", "open gaps", "seconds", "why"):
        right = heading not in ("state", "outcome", "why")
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for state, summary in summaries.items():
        held = summary.get("held", {})
        gaps = sum(summary.get("gaps", {}).get("open", {}).values())
        numbers = (held.get("bills"), held.get("actions"), held.get("votes"), summary.get("changes"), gaps)
        cells = [f"{number:,}" if number is not None else "" for number in numbers]
        seconds = str(summary.get("seconds", ""))
        table.add_row(state, summary["outcome"], *cells, seconds, summary["reason"] or "")
    return table
