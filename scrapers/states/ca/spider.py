"""California: the official bulk download, one zip a session. The HTML site's robots rules leave us nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response

from scrapers.archive.download import FileResponse
from scrapers.base import BillSpider
from scrapers.items import Item
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.pages import SESSION, bill_filter, read_dump

BASE = "https://downloads.leginfo.legislature.ca.gov/"
BULK = re.compile(re.escape(BASE) + r"pubinfo_\w+\.zip$")


class CaliforniaSpider(BillSpider):
    name = jurisdiction = "ca"
    verified = "captured"
    verified_on = "2025-03-07"
    allowed_domains: ClassVar = ["downloads.leginfo.legislature.ca.gov"]

    async def start(self) -> AsyncIterator[Request]:
        for url in self.bulk_urls():
            yield self.request(url, self.parse_dump, meta={"to_file": True})

    def bulk_urls(self) -> list[str]:
        """The zip of the session asked for; without one, all an archive holds, or the session sitting today."""
        if self.session:
            found = SESSION.match(self.session)
            if not found:
                raise ValueError(f"SESSION={self.session!r}: wanted one like 20252026 or '20252026 Special Session 1'")
            return [f"{BASE}pubinfo_{found[1]}.zip"]
        if self.archive_urls is not None:
            held = [url for url in self.archive_urls if BULK.match(url)]
            return held or [f"{BASE}pubinfo_{sitting(date.today())}.zip"]
        return [f"{BASE}pubinfo_{sitting(date.today())}.zip"]

    def parse_dump(self, response: Response) -> Iterator[Item]:
        yield from self.guarded(response, lambda: self.read_zip(response))

    def read_zip(self, response: Response) -> Iterator[Item]:
        assert isinstance(response, FileResponse)
        dump = Dump(response.path)
        try:
            yield from read_dump(dump, bill_filter(self.session, self.bill), self.progress.update)
        finally:
            dump.close()


def sitting(today: date) -> int:
    """The odd year that names the session on a day: a new one opens on the first Monday of an even year's December."""
    year = today.year if today.year % 2 else today.year - 1
    first_monday = 1 + (-date(year + 1, 12, 1).weekday()) % 7
    return year + 2 if today >= date(year + 1, 12, first_monday) else year
