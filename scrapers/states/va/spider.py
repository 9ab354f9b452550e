"""Virginia: the daily CSV files of the Legislative Information System, about fifteen for each session."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.base import BillSpider
from scrapers.errors import BadArgument, Blocked, LayoutChanged
from scrapers.items import Capture, Item, Page
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.states.va.pages import FILE, file_url, full_code, read_tables, session_code, session_name
from scrapers.states.va.tables import READERS, Tables

ZONE = ZoneInfo(JURISDICTIONS["va"].timezone)


class VirginiaSpider(BillSpider):
    name = jurisdiction = "va"
    verified = "captured"
    verified_on = "2026-03-24"
    allowed_domains: ClassVar = ["lis.blob.core.windows.net", "legacylis.virginia.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session:
            session_code(self.session)  # a misspelled one is told before anything is asked of the source

    async def start(self) -> AsyncIterator[Request]:
        if self.session:
            codes = [session_code(self.session)]
        else:
            held = {full_code(found[1]) for url in self.archive_urls or () if (found := FILE.fullmatch(url))}
            codes = sorted(held) or [f"{sitting(datetime.now(ZONE).date())}1"]
        for code in codes:
            yield self.file_request(Tables(session_name(code), code), list(READERS), [])

    def file_request(self, tables: Tables, names: list[str], captures: list[Capture]) -> Request:
        """The first of these files; the others follow one by one, and then all are read together."""
        what = {"tables": tables, "names": names, "captures": captures}
        url = file_url(tables.code, names[0])
        return self.request(url, self.parse_file, cb_kwargs=what).replace(errback=self.file_failed)

    def file_failed(self, failure: Failure) -> Iterator[Item | Request]:
        yield from self.failed(failure)
        yield from self.next_file(**failure.request.cb_kwargs)  # type: ignore[attr-defined]  # Scrapy sets it

    def parse_file(
        self, response: Response, tables: Tables, names: list[str], captures: list[Capture]
    ) -> Iterator[Item | Request]:
        """Read one file into the tables; the pages themselves are sent when all are there."""
        capture: Capture = response.meta["capture"]
        attribute, read = READERS[names[0]]
        captures.append(capture)
        try:
            setattr(tables, attribute, read(response.body))
            tables.captures[attribute] = capture
        except (LayoutChanged, Blocked) as error:
            yield from self.unread(error, response, "the file")
        yield from self.next_file(tables, names, captures)

    def next_file(self, tables: Tables, names: list[str], captures: list[Capture]) -> Iterator[Item | Request]:
        if names[1:]:
            yield self.file_request(tables, names[1:], captures)
            return
        # a file says little without the others, so one that changed has all of them read again
        unchanged = not self.reread and all(map(self.already_read, captures))
        for capture in captures:
            yield Page(capture=capture, unchanged=unchanged)
        if unchanged:
            self.crawler.stats.inc_value("pages/unchanged", len(captures))
            return
        if not tables.captures:
            return
        try:
            yield from read_tables(tables, self.bill, self.progress.update)
        except BadArgument as error:
            self.mistaken(error)


def sitting(today: date) -> int:
    """The year of the regular session on a day; bills of the next one are filed from November's third Monday."""
    first = date(today.year, 11, 1)
    filing = first + timedelta(days=-first.weekday() % 7 + 14)
    return today.year + (today >= filing)
