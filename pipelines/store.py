"""Where items become rows: batches in one transaction each, with their changes, one writer at a time.

A batch is written whole or not at all, so a run killed at any instant leaves a database that is right as far as it
goes. Nothing is deleted for being absent from a run.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from pipelines.bills import put_bill
from pipelines.bodies import put_hearing, put_membership, put_organization, put_person, put_session
from pipelines.corrections import read_corrections
from pipelines.ledger import Ledger
from pipelines.pages import put_gap, put_page, put_sighted
from pipelines.reconcile import reconcile
from pipelines.rolls import put_vote_event, put_vote_statement
from pipelines.runs import Run
from pipelines.schema import connect
from scrapers import items
from scrapers.base import BillSpider
from scrapers.loader import StateLoader

logger = logging.getLogger(__name__)

BATCH_ROWS = 60_000
BATCH_SECONDS = 30.0

PUT: dict[type[items.Item], Callable[[Ledger, Any], None]] = {
    items.Page: put_page,
    items.Sighted: put_sighted,
    items.Session: put_session,
    items.Organization: put_organization,
    items.Person: put_person,
    items.Bill: put_bill,
    items.VoteEvent: put_vote_event,
    items.VoteStatement: put_vote_statement,
    items.Membership: put_membership,
    items.Hearing: put_hearing,
    items.Gap: put_gap,
}


class StorePipeline:
    """Scrapy's end of the store: collects items, writes them in batches, and closes the run's books."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.batch: list[items.Item] = []
        self.weight = 0
        self.since = 0.0
        crawler.signals.connect(self.item_error, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        spider = self.crawler.spider
        assert isinstance(spider, BillSpider)
        self.connection = connect(Path(self.crawler.settings["DB"]))
        self.run = Run.begin(self.connection, spider, self.crawler.settings["ARCHIVE"], readers())
        self.ledger = Ledger(self.connection, spider.jurisdiction, self.run.id, read_corrections(spider.jurisdiction))
        self.run.apply_corrections(self.ledger)
        spider.already_read = self.run.already_read
        spider.newest_read = self.run.newest_read
        spider.held_line = self.run.held_line

    def process_item(self, item: items.Item) -> items.Item:
        if self.run.failed:  # what comes after a lost batch would be half of the truth
            return item
        if not self.batch:
            self.since = time.monotonic()
        self.batch.append(item)
        self.weight += weight(item)
        if self.weight >= BATCH_ROWS or time.monotonic() - self.since > BATCH_SECONDS:
            self.flush()
        return item

    def flush(self) -> None:
        batch, self.batch, self.weight = self.batch, [], 0
        if not batch:
            return
        try:
            write_batch(self.connection, self.ledger, batch)
        except BaseException as error:
            self.run.fail(f"a batch of {len(batch)} items could not be stored: {error}")
            if self.crawler.engine and self.crawler.spider:
                self.crawler.engine.close_spider(self.crawler.spider, "store_failed")
            raise

    def item_error(self, item: items.Item, failure: object) -> None:
        self.run.fail(f"a pipeline failed on {type(item).__name__}: {failure}")

    def close_spider(self) -> None:
        """Write the last batch and close the books; whatever goes wrong here, the run ends as failed."""
        stats = self.crawler.stats
        assert stats is not None
        try:
            if not self.run.failed:
                self.flush()
            stats.set_value("run/summary", self.run.finish(self.ledger, stats.get_stats()))
        except BaseException as error:
            self.run.fail(f"the run could not be closed: {error}")
            self.run.abandon()
            raise
        finally:
            self.connection.close()


def readers() -> Iterator[type[BillSpider]]:
    """The spiders of all jurisdictions; one that does not load is logged, and stops no other."""
    loader = StateLoader()
    for name in loader.list():
        try:
            yield loader.load(name)
        except Exception:  # whatever is wrong with that state's module, this run is another's
            logger.exception("the reader of %s does not load", name)


def write_batch(connection: sqlite3.Connection, ledger: Ledger, batch: Iterable[items.Item]) -> None:
    """Write items in one transaction: all of them with their changes, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # a bill names its proving action and an action its bill: only the whole batch has to be consistent
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for item in batch:
            PUT[type(item)](ledger, item)
        reconcile(connection, ledger.touched)
        ledger.touched.clear()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def weight(item: items.Item) -> int:
    """About how many rows an item becomes; a page of text counts as one more."""
    match item:
        case items.Bill():
            children = (item.actions, item.sponsorships, item.versions, item.documents)
            text = sum(len(version.text.text) for version in item.versions or () if version.text)
            return 1 + sum(len(child or ()) for child in children) + text // 4000
        case items.VoteEvent():
            return 2 + len(item.votes or ())
    return 1
