"""The downloader middleware that keeps every response, asks only for what changed, or replays offline.

`request.meta["capture"]` is where the response lies in the archive.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from scrapers.archive.records import BadArchive
from scrapers.archive.replay import Replay, read_response, scratch_folder
from scrapers.archive.store import WarcStore, lock

logger = logging.getLogger(__name__)


class ReplayMiddleware:
    """Answers every request from the WARC files the setting ARCHIVE names. Raises BadArchive on any it cannot read."""

    def __init__(self, crawler: Crawler) -> None:
        self.replay = Replay(Path(crawler.settings["ARCHIVE"]), crawler.settings["DOWNLOAD_DIR"])
        spider: Any = crawler.spider
        spider.archive_urls = self.replay.urls
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    def process_request(self, request: Request) -> Response:
        response, request.meta["capture"] = self.replay.answer(request)
        return response

    def spider_closed(self) -> None:
        self.replay.close()


class KeepMiddleware:
    """Keeps every response under ARCHIVE_DIR/<jurisdiction>, and sends the validators of the one held before."""

    def __init__(self, crawler: Crawler) -> None:
        spider: Any = crawler.spider
        folder = Path(crawler.settings["ARCHIVE_DIR"]) / spider.jurisdiction
        self.claim = lock(folder)
        self.store = WarcStore(folder, datetime.now(UTC))
        self.temporary = scratch_folder(crawler.settings["DOWNLOAD_DIR"])
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    def process_request(self, request: Request) -> None:
        held = self.store.find(request)
        usable = held if held and held.record.status == 200 and request.method == "GET" else None
        # a redirected request comes with the validators of the page it was redirected from
        request.headers.pop("If-None-Match", None)
        request.headers.pop("If-Modified-Since", None)
        if usable and usable.etag:
            request.headers["If-None-Match"] = usable.etag
        if usable and usable.last_modified:
            request.headers["If-Modified-Since"] = usable.last_modified

    def process_response(self, request: Request, response: Response) -> Request | Response:
        held = self.store.find(request)
        if response.status != 304 or not held:
            request.meta["capture"] = self.store.write(request, response, datetime.now(UTC))
            return response
        try:
            answer, _ = read_response(held.record, request, Path(self.temporary.name))
        except BadArchive as error:
            logger.warning("%s; asking for the whole of %s", error, request.url)
            self.store.forget(request)
            return request.replace(dont_filter=True)
        request.meta["capture"] = self.store.write(request, response, datetime.now(UTC))
        return answer

    def spider_closed(self) -> None:
        self.store.close()
        self.claim.close()
        self.temporary.cleanup()


class ArchiveMiddleware:
    """Chooses: replay where ARCHIVE is set, else fetch and keep."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReplayMiddleware | KeepMiddleware:
        return ReplayMiddleware(crawler) if crawler.settings["ARCHIVE"] else KeepMiddleware(crawler)
