"""California: the official bulk download. The HTML site's robots rules leave us nothing else.

The zip of a session (`pubinfo_2025.zip`, about 1 GB) is made anew on Sundays; `pubinfo_Mon.zip` … `pubinfo_Sat.zip`
hold the rows changed that day. So a session is read whole once a week, and by what changed between.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
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
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")  # no file on Sundays
BULK = re.compile(re.escape(BASE) + rf"pubinfo_(\d{{4}}|(daily_)?({'|'.join(DAYS)}))\.zip")
CHANGES = re.compile(re.escape(BASE) + rf"pubinfo_({'|'.join(DAYS)})\.zip")
WEEK = timedelta(days=7)
ZONE = ZoneInfo(JURISDICTIONS["ca"].timezone)


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
        if self.session:
            yield self.dump_request(f"{BASE}pubinfo_{session_parts(self.session)[0][:4]}.zip")
            return
        held = sorted({url for url in self.archive_urls or () if BULK.fullmatch(url)}, key=in_turn)
        today = datetime.now(ZONE).date()
        whole = f"{BASE}pubinfo_{sitting(today)}.zip"
        missed = self.missed_days(whole, today) if self.archive_urls is None and not self.bill else []
        if missed:
            yield self.changes_request(missed)
            return
        for url in held or [whole]:
            yield self.dump_request(url)

    def missed_days(self, whole: str, today: date) -> list[date]:
        """The days whose changes were not read since the last read; none when the whole session is to be read again."""
        if (last := self.day_of_read(whole)) is None or today - last >= WEEK:
            return []
        newest = max(last, *(read for day in DAYS if (read := self.day_of_read(f"{BASE}pubinfo_{day}.zip"))), last)
        days = (newest + timedelta(days=number) for number in range((today - newest).days))
        return [day for day in days if day.weekday() < len(DAYS)]

    def day_of_read(self, url: str) -> date | None:
        instant = self.newest_read(url)
        return datetime.fromisoformat(instant).astimezone(ZONE).date() if instant else None

    def dump_request(self, url: str) -> Request:
        return self.request(url, self.parse_dump, meta={"to_file": True})

    def changes_request(self, days: list[date]) -> Request:
        """The changes of the first of these days; the others follow one by one, for the order matters."""
        url = f"{BASE}pubinfo_{DAYS[days[0].weekday()]}.zip"
        return self.request(url, self.parse_changes, meta={"to_file": True}, cb_kwargs={"days": days})

    def parse_dump(self, response: Response) -> Iterator[Item]:
        whole = not CHANGES.fullmatch(response.url)
        yield from self.guarded(response, lambda: self.read_zip(response, whole=whole), whole=whole)

    def parse_changes(self, response: Response, days: list[date]) -> Iterator[Item | Request]:
        """Last week's file stands under the same name until the day's is made: its date says which it is."""
        stated = response.headers.get("Last-Modified")
        made = parsedate_to_datetime(stated.decode("latin-1")).astimezone(ZONE).date() if stated else None
        if made is None or made < days[0]:
            wanted = f"the changes of {days[0]}"
            told = f"{response.url}: wanted {wanted}, got a file of {made or 'no date'}"
            yield self.page_gap("file_missing", response.meta, response.url, wanted, str(made), told)
            return
        yield from self.parse_dump(response)
        if days[1:]:
            yield self.changes_request(days[1:])

    def read_zip(self, response: Response, *, whole: bool) -> Iterator[Item]:
        assert isinstance(response, FileResponse)
        dump = Dump(response.path, response.url.rsplit("/", 1)[-1], whole=whole)
        try:
            yield from read_dump(dump, bill_filter(self.session, self.bill), self.progress.update)
        finally:
            dump.close()


def in_turn(url: str) -> tuple[bool, int, str]:
    """Whole sessions first, then the changes, by day of the week."""
    found = CHANGES.fullmatch(url)
    return (bool(found), DAYS.index(found[1]) if found else 0, url)


def sitting(today: date) -> int:
    """The odd year that names the session on a day: a new one opens on the first Monday of an even year's December."""
    year = today.year if today.year % 2 else today.year - 1
    first_monday = 1 + (-date(year + 1, 12, 1).weekday()) % 7
    return year + 2 if today >= date(year + 1, 12, first_monday) else year
