"""One row of each table as the readers of this state pass it on, and what checks a row while it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from scrapers.errors import LayoutChanged
from scrapers.states.ca.dump import COLUMNS, Dump

Progress = Callable[[str, int, int | None], None]
BILL_ID = re.compile(r"(\d{8})(\d)([A-Z]{2,4})(\d{1,5})")
VERSION_ID = re.compile(r"\d{5}[A-Z]{2,4}\d{1,5}\d\d[A-Z]{3}")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?: \d\d:\d\d:\d\d(?:\.\d+)?)?")


class Bill(NamedTuple):
    bill_id: str
    session_year: str
    session_num: str
    measure_type: str
    measure_num: str
    chapter_year: str | None
    chapter_type: str | None
    chapter_session_num: str | None
    chapter_num: str | None
    latest_version: str | None
    location: str | None
    status: str | None


class History(NamedTuple):
    sequence: int
    history_id: int
    date: str
    text: str
    primary: str | None
    secondary: str | None
    committee: str | None


class Version(NamedTuple):
    version_id: str
    number: int
    date: str
    action: str
    subject: str | None
    vote_required: str | None
    urgency: str | None
    lob: str | None


class Author(NamedTuple):
    kind: str
    house: str | None
    name: str
    contribution: str
    primary: bool


class RollKey(NamedTuple):
    """motion_id repeats across roll calls: all five tell one from another."""

    bill_id: str
    location: str
    moment: str
    sequence: str
    motion_id: str


class Summary(NamedTuple):
    ayes: int | None
    noes: int | None
    abstain: int | None
    result: str | None


class Ballot(NamedTuple):
    """One member's vote; `order` is the member's place in the roll as printed."""

    order: int
    name: str
    code: str


class Analysis(NamedTuple):
    number: int
    committee: str | None
    name: str
    date: str | None


class Legislator(NamedTuple):
    district: str
    session_year: str
    house: str
    name: str
    author_name: str
    given: str | None
    family: str | None
    suffix: str | None
    party: str | None
    active: bool


class Location(NamedTuple):
    """A committee (kind B), a section of the floor's file (M) or a place of a vote (V).

    `calendar` numbers the consent calendars that share one code.
    """

    code: str
    calendar: int
    kind: str
    name: str


class Message(NamedTuple):
    date: str
    lob: str | None


class Agenda(NamedTuple):
    """When and where a committee meets that day, in the words of its agenda."""

    time: str
    place: str


class Hearing(NamedTuple):
    """A committee's meeting, or the section of a floor's file for a day, with its consent calendar's number."""

    location: str
    date: str
    section: str = ""
    calendar: int = 0


class Reader:
    """The wanted columns of one table, with the line they stand on for whoever finds a value wrong."""

    def __init__(self, dump: Dump, table: str, wanted: Callable[[str], bool], progress: Progress) -> None:
        self.dump = dump
        self.table = table
        self.wanted = wanted
        self.progress = progress
        self.line = 0
        self.lines_of: dict[object, int] = {}

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        fields = itemgetter(*(COLUMNS[self.table].index(name) for name in names))
        for count, (line, row) in enumerate(self.dump.rows(self.table)):
            self.line = line
            if count % 20_000 == 0:
                self.progress(f"reading {self.table}", count, None)
            yield fields(row)

    def wrong(self, column: str, wanted: str, got: object) -> LayoutChanged:
        return LayoutChanged(f"{self.table}.dat line {self.line} column {column}", wanted=wanted, got=str(got))

    def need(self, value: str | None, column: str) -> str:
        if not value:
            raise self.wrong(column, "a value", value)
        return value

    def integer(self, value: str | None, column: str) -> int:
        if value is None or not (value.isascii() and value.isdecimal()) or len(value) > 20:
            raise self.wrong(column, "a whole number", value)
        return int(value)

    def count(self, value: str | None, column: str) -> int | None:
        return None if value is None else self.integer(value, column)

    def day(self, value: str | None, column: str) -> str:
        """The calendar date of a moment (`2025-03-04 00:00:00`)."""
        found = as_day(value or "")
        if found is None:
            raise self.wrong(column, "a date like 2025-03-04 00:00:00", value)
        return found

    def bill(self, value: str | None, column: str = "bill_id") -> str:
        if not value or not BILL_ID.fullmatch(value):
            raise self.wrong(column, "a bill_id like 202520260SB54", value)
        return value

    def version(self, value: str | None) -> str:
        if not value or not VERSION_ID.fullmatch(value):
            raise self.wrong("bill_version_id", "a version like 20250SB5499INT", value)
        return value

    def unique(self, key: object, column: str) -> None:
        """Refuse a key that stood on a line before."""
        held = self.lines_of.setdefault(key, self.line)
        if held != self.line:
            shown = " ".join(key) if isinstance(key, tuple) else key
            raise self.wrong(column, f"a key of its own (line {held} has it)", shown)

    def not_empty(self) -> None:
        if not self.dump.whole:
            return
        if not self.line:
            raise LayoutChanged(f"{self.table}.dat", wanted="rows, since there are bills", got="none")


@lru_cache(maxsize=1 << 14)
def as_day(value: str) -> str | None:
    found = MOMENT.fullmatch(value)
    if not found:
        return None
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        return None
    return found[1] if 1849 <= day.year <= 2100 else None
