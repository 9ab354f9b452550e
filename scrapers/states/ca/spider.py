"""California: the official bulk download, one zip a session. The HTML site's robots rules leave us nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from scrapers.archive.download import FileResponse
from scrapers.base import BillSpider
from scrapers.items import Item
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.pages import bill_filter, read_dump, session_parts

BASE = "https://downloads.leginfo.legislature.ca.gov/"
# whole sessions; pubinfo_Mon.zip … pubinfo_Sat.zip hold changed rows alone, and a bill's other rows would seem gone
BULK = re.compile(re.escape(BASE) + r"pubinfo_(\d{4}|daily_[A-Z][a-z]{2})\.zip")


class CaliforniaSpider(BillSpider):
    name = jurisdiction = "ca"
    verified = "captured"
    verified_on = "2025-03-07"
    allowed_domains: ClassVar = ["downloads.leginfo.legislature.ca.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session:
            session_parts(self.session)  # a misspelled one is told before anything is asked of the source

    async def start(self) -> AsyncIterator[Request]:
        for url in self.bulk_urls():
            yield self.request(url, self.parse_dump, meta={"to_file": True})

    def bulk_urls(self) -> list[str]:
        """The zip of the session asked for; without one, all an archive holds, or the session sitting today."""
        if self.session:
            return [f"{BASE}pubinfo_{session_parts(self.session)[0][:4]}.zip"]
        held = sorted({url for url in self.archive_urls or () if BULK.fullmatch(url)})
        today = datetime.now(ZoneInfo(JURISDICTIONS[self.jurisdiction].timezone)).date()
        return held or [f"{BASE}pubinfo_{sitting(today)}.zip"]

    def parse_dump(self, response: Response) -> Iterator[Item]:
        yield from self.guarded(response, lambda: self.read_zip(response))

    def read_zip(self, response: Response) -> Iterator[Item]:
        assert isinstance(response, FileResponse)
        dump = Dump(response.path, response.url.rsplit("/", 1)[-1])
        try:
            yield from read_dump(dump, bill_filter(self.session, self.bill), self.progress.update)
        finally:
            dump.close()


def sitting(today: date) -> int:
    """The odd year that names the session on a day: a new one opens on the first Monday of an even year's December."""
    year = today.year if today.year % 2 else today.year - 1
    first_monday = 1 + (-date(year + 1, 12, 1).weekday()) % 7
    return year + 2 if today >= date(year + 1, 12, first_monday) else year
