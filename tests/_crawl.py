"""A real crawl with the project's settings, run as `python -m tests._crawl <task as JSON>`; writes what it saw."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
import warnings
from pathlib import Path

from scrapy import exceptions
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from pipelines.runs import peak_memory_mb
from scrapers.archive import download
from scrapers.archive.download import FileResponse
from scrapers.base import BillSpider
from scrapers.items import Gap

TASK = json.loads(sys.argv[1])
download.PAUSE = 0


def forbid_network(event: str, args: tuple) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        Path(TASK["out"] + ".network").write_text(f"{event} {args}")
        raise RuntimeError(f"the network was touched: {event} {args}")


class ProbeSpider(BillSpider):
    name = "probe"
    jurisdiction = "ca"

    async def start(self):
        self.seen, self.items = [], []
        for request in TASK["requests"]:
            yield self.request(callback=self.parse, dont_filter=True, **request)

    def parse(self, response):
        big = isinstance(response, FileResponse)
        if big:
            with response.path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        self.seen.append(
            {
                "url": response.url,
                "asked": response.meta.get("redirect_urls", [response.url])[0],
                "status": response.status,
                "type": type(response).__name__,
                "sha256": sha256 if big else hashlib.sha256(response.body).hexdigest(),
                "size": response.path.stat().st_size if big else len(response.body),
                "text": None if big else response.body[:200].decode("latin-1"),
                "capture": dataclasses.asdict(response.meta["capture"]),
            }
        )
        yield from self.guarded(response, lambda: [])

    def failed(self, failure):
        yield from self.noted(super().failed(failure))

    def noted(self, items):
        for item in items:
            self.items.append(item)
            yield item

    def closed(self, reason):
        super().closed(reason)
        result = {
            "seen": self.seen,
            "gaps": [dataclasses.asdict(item) for item in self.items if isinstance(item, Gap)],
            "archive_urls": self.archive_urls,
            "stats": {k: v for k, v in self.crawler.stats.get_stats().items() if isinstance(v, int)},
            "peak_mb": peak_memory_mb(),
        }
        Path(TASK["out"]).write_text(json.dumps(result))


def main() -> None:
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    quiet = {"ITEM_PIPELINES": {}, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "INFO", "CLOSESPIDER_TIMEOUT": 60}
    forbidden = TASK["settings"].pop("FORBID_NETWORK", False)
    settings.setdict(quiet | TASK["settings"], priority="cmdline")
    if forbidden:
        sys.addaudithook(forbid_network)
    warnings.simplefilter("error", exceptions.ScrapyDeprecationWarning)
    process = AsyncCrawlerProcess(settings)
    process.crawl(ProbeSpider)
    process.start()
    sys.exit(1 if process.bootstrap_failed else 0)


if __name__ == "__main__":
    main()
