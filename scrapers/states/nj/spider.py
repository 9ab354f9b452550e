"""New Jersey: the official database of a legislature, a zip of tables, and its six vote files.

`DB<year>_TEXT.zip` is named after the first year of the legislature (2024 for the 221st).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from scrapers.base import BillSpider
from scrapers.items import Item
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.states.nj.pages import bill_filter, opening, read_database, year_of
from scrapers.states.nj.votes import read_votes

BASE = "https://pub.njleg.state.nj.us/"
DATABASE = re.compile(re.escape(BASE) + r"leg-databases/(\d{4})data/DB\1_TEXT\.zip")
VOTES = BASE + "votes/{}.zip"
ZONE = ZoneInfo(JURISDICTIONS["nj"].timezone)


class NewJerseySpider(BillSpider):
    name = jurisdiction = "nj"
    verified = "captured"
    verified_on = "2026-02-05"
    allowed_domains: ClassVar = ["pub.njleg.state.nj.us"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session:
            year_of(self.session)  # a misspelled one is told before anything is asked of the source

    async def start(self) -> AsyncIterator[Request]:
        if self.session:
            years = [year_of(self.session)]
        else:
            held = [int(found[1]) for url in self.archive_urls or () if (found := DATABASE.fullmatch(url))]
            years = sorted(set(held)) or [sitting(datetime.now(ZONE).date())]
        for year in years:
            url = f"{BASE}leg-databases/{year}data/DB{year}_TEXT.zip"
            yield self.request(url, self.parse_database, cb_kwargs={"year": year})

    def parse_database(self, response: Response, year: int) -> Iterator[Item | Request]:
        """The database first: votes find the legislators and bills it lists."""
        yield from self.read(response, read_database, year, bill_filter(self.bill))
        for name in vote_files(year):
            url = VOTES.format(name)
            if self.session or self.archive_urls is None or url in self.archive_urls:
                yield self.request(url, self.parse_votes, cb_kwargs={"name": name})

    def parse_votes(self, response: Response, name: str) -> Iterator[Item]:
        yield from self.read(response, read_votes, name, self.bill)


def vote_files(year: int) -> list[str]:
    """Of both houses: the floor of each year, the committees of both."""
    both = f"{year}-{year + 1}"
    return [f"A{year}", f"A{year + 1}", f"S{year}", f"S{year + 1}", f"CA{both}", f"CS{both}"]


def sitting(today: date) -> int:
    """The first year of the legislature of a day: a new one opens in January of each even year."""
    year = today.year - today.year % 2
    return year if today >= opening(year) else year - 2
