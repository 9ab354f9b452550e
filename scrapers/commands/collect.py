"""`scrapy collect ca`: run one state's spider and end with its summary and its exit code."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scrapers.archive.records import BadArchive
from scrapers.archive.store import ArchiveBusy
from scrapers.errors import BadArgument

EXIT_CODES = {"ok": 0, "partial": 3, "failed": 1, "blocked": 4}


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "<state> [options]"

    def short_desc(self) -> str:
        return "Collect a state's bills, votes and texts into the database"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--session", help="one session, as the state names it (default: the active ones)")
        parser.add_argument("--bill", help="one bill, in any spelling: 'SB 54', sb54")
        parser.add_argument("--archive", help="replay this WARC file, or folder of them; nothing touches the network")
        parser.add_argument("--db", default="bills.db", help="the database file (default: bills.db)")
        parser.add_argument("--reread", action="store_true", help="read pages again that did not change")
        parser.add_argument("--summary", help="write the summary to this file too, as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("one state is wanted: scrapy collect ca")
        assert self.settings is not None and self.crawler_process is not None
        if args[0] not in self.crawler_process.spider_loader.list():
            known = " ".join(self.crawler_process.spider_loader.list())
            raise UsageError(f"no spider for {args[0]!r}; there are: {known}", print_help=False)
        if not Path(opts.db).absolute().parent.is_dir():
            raise UsageError(f"{opts.db}: there is no folder {Path(opts.db).absolute().parent}", print_help=False)
        self.settings.set("DB", opts.db, priority="cmdline")
        self.settings.set("ARCHIVE", opts.archive, priority="cmdline")
        spider_class = self.crawler_process.spider_loader.load(args[0])
        wanted = {"session": opts.session, "bill": opts.bill, "reread": opts.reread}
        try:
            spider_class(**wanted)
        except BadArgument as mistake:
            print(f"outcome        failed: {mistake}")  # noqa: T201
            self.exitcode = EXIT_CODES["failed"]
            return
        gc.set_threshold(200_000, 20, 100)  # items come by the million and hold no cycles
        crawler = self.crawler_process.create_crawler(spider_class)
        task = self.crawler_process.crawl(crawler, **wanted)
        self.crawler_process.start()
        summary = crawler.stats.get_value("run/summary") if crawler.stats else None
        if summary is None:
            error = task.exception() if isinstance(task, asyncio.Task) and task.done() else None
            told = isinstance(error, BadArchive | ArchiveBusy)
            why = str(error) if told else "the run did not reach its end; the log says why"
            print(f"outcome        failed: {why}")  # noqa: T201
            self.exitcode = EXIT_CODES["failed"]
            return
        print(summary_text(args[0], summary))  # noqa: T201
        if opts.summary:
            Path(opts.summary).write_text(json.dumps(summary), encoding="utf-8")
        self.exitcode = EXIT_CODES[summary["outcome"]]


def summary_text(state: str, summary: dict[str, Any]) -> str:
    """The last lines of a run: a word and its number on each, the outcome last."""
    gaps, held, read = summary["gaps"], summary["held"], summary["read"]
    ledger = f"{sum(gaps['open'].values())} open ({in_words(gaps['open'])})"
    lines = [
        *((name.replace("_", " "), f"{count} held, {read[name]} read") for name, count in held.items()),
        ("verdicts", in_words(summary["verdicts"])),
        ("gaps", f"{ledger}; {gaps['opened']} opened, {gaps['closed']} closed"),
        ("changes", f"{summary['changes']} ({in_words(summary['changes_by_kind'])})"),
        ("seconds", summary["seconds"]),
        ("peak memory", f"{summary['peak_memory_mb']} MB"),
        ("outcome", f"{summary['outcome']}" + (f": {summary['reason']}" if summary["reason"] else "")),
    ]
    return "\n".join([f"--- {state}", *(f"{name:<14} {value}" for name, value in lines)])


def in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
