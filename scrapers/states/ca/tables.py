"""The tables of a dump, read whole and grouped by bill, so that a damaged table is refused before any of it is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from scrapers.errors import LayoutChanged
from scrapers.items import Gap
from scrapers.states.ca.dump import COLUMNS, Dump

T = TypeVar("T")
Progress = Callable[[str, int, int | None], None]
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d):(\d\d):(\d\d))?(?:\.\d+)?$")


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
    ayes: int
    noes: int
    abstain: int
    result: str | None


class Analysis(NamedTuple):
    analysis_id: str
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
    code: str
    kind: str
    short: str
    name: str


class Message(NamedTuple):
    date: str
    lob: str | None


class Hearing(NamedTuple):
    location: str
    date: str
    place: str | None


@dataclass(slots=True)
class Tables:
    """What a dump holds, by bill; None for a table that is missing or damaged, with a gap that says so."""

    bills: list[Bill] = field(default_factory=list)
    history: dict[str, list[History]] | None = None
    versions: dict[str, list[Version]] | None = None
    authors: dict[str, list[Author]] | None = None  # by version
    summaries: dict[str, dict[RollKey, Summary]] | None = None
    details: dict[RollKey, list[tuple[str, str, int]]] | None = None  # (name, code, order)
    detail_keys: dict[str, list[RollKey]] = field(default_factory=dict)
    motions: dict[str, str] | None = None
    analyses: dict[str, list[Analysis]] | None = None
    legislators: list[Legislator] | None = None
    locations: dict[str, Location] | None = None
    messages: dict[str, list[Message]] | None = None
    hearings: dict[Hearing, list[str]] | None = None
    gaps: list[Gap] = field(default_factory=list)


def read_tables(dump: Dump, wanted: Callable[[str], bool], progress: Progress) -> Tables:
    """All tables, of the bills whose bill_id is `wanted`. Raises LayoutChanged where BILL_TBL itself cannot be read."""
    tables = Tables()
    if "BILL_TBL" not in dump.tables:
        raise LayoutChanged(dump.path.name, wanted="BILL_TBL.dat", got="no such file in the zip")
    tables.bills = read_bills(Reader(dump, "BILL_TBL", wanted, progress))

    def guarded(name: str, reader: Callable[[Reader], T]) -> T | None:
        if name not in dump.tables:
            evidence = f"{dump.path.name} has no such file"
            tables.gaps.append(Gap(None, "table_missing", name, f"{name}.dat", "none", evidence))
            return None
        try:
            return reader(Reader(dump, name, wanted, progress))
        except LayoutChanged as error:
            tables.gaps.append(Gap(None, "table_damaged", name, error.wanted, error.got, str(error)))
            return None

    tables.history = guarded("BILL_HISTORY_TBL", read_history)
    tables.versions = guarded("BILL_VERSION_TBL", read_versions)
    tables.authors = guarded("BILL_VERSION_AUTHORS_TBL", read_authors)
    tables.summaries = guarded("BILL_SUMMARY_VOTE_TBL", read_summaries)
    tables.details = guarded("BILL_DETAIL_VOTE_TBL", read_details)
    for key in tables.details or ():
        tables.detail_keys.setdefault(key.bill_id, []).append(key)
    tables.motions = guarded("BILL_MOTION_TBL", read_motions)
    tables.analyses = guarded("BILL_ANALYSIS_TBL", read_analyses)
    tables.legislators = guarded("LEGISLATOR_TBL", read_legislators)
    tables.locations = guarded("LOCATION_CODE_TBL", read_locations)
    tables.messages = guarded("VETO_MESSAGE_TBL", read_messages)
    agenda = guarded("COMMITTEE_AGENDA_TBL", read_agenda)
    tables.hearings = guarded("COMMITTEE_HEARING_TBL", lambda reader: read_hearings(reader, agenda or {}))
    floor = guarded("DAILY_FILE_TBL", read_daily_file)
    if floor:
        tables.hearings = (tables.hearings or {}) | floor
    return tables


class Reader:
    """The wanted columns of one table, with the line they stand on for whoever finds a value wrong."""

    def __init__(self, dump: Dump, table: str, wanted: Callable[[str], bool], progress: Progress) -> None:
        self.dump = dump
        self.table = table
        self.wanted = lru_cache(maxsize=None)(wanted)
        self.progress = progress
        self.line = 0

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        fields = itemgetter(*(COLUMNS[self.table].index(name) for name in names))
        self.line = 0
        for row in self.dump.rows(self.table):
            self.line += 1
            if self.line % 20_000 == 1:
                self.progress(f"reading {self.table}", self.line - 1, None)
            yield fields(row)

    def wrong(self, column: str, wanted: str, got: str | None) -> LayoutChanged:
        return LayoutChanged(f"{self.table}.dat line {self.line} column {column}", wanted=wanted, got=str(got))

    def need(self, value: str | None, column: str) -> str:
        if not value:
            raise self.wrong(column, "a value", value)
        return value

    def integer(self, value: str | None, column: str) -> int:
        if value is None or not value.isdecimal():
            raise self.wrong(column, "a whole number", value)
        return int(value)

    def day(self, value: str | None, column: str) -> str:
        """The calendar date of a moment (`2025-03-04 00:00:00`)."""
        found = as_day(value or "")
        if found is None:
            raise self.wrong(column, "a date like 2025-03-04 00:00:00", value)
        return found

    def not_empty(self, found: T) -> T:
        if not found:
            raise LayoutChanged(f"{self.table}.dat", wanted="rows, since there are bills", got="none")
        return found


@lru_cache(maxsize=1 << 14)
def as_day(value: str) -> str | None:
    found = MOMENT.match(value)
    if not found:
        return None
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        return None
    return found[1] if 1849 <= day.year <= 2100 else None


def read_bills(reader: Reader) -> list[Bill]:
    bills: dict[str, Bill] = {}
    columns = (
        "bill_id", "session_year", "session_num", "measure_type", "measure_num", "chapter_year", "chapter_type",
        "chapter_session_num", "chapter_num", "latest_bill_version_id", "current_location", "current_status",
        "active_flg",
    )  # fmt: skip
    lines: dict[str, int] = {}
    for *values, active in reader.rows(*columns):
        bill = Bill(*values)
        for value, column in zip(bill[:4], columns, strict=False):
            reader.need(value, column)
        reader.integer(bill.measure_num, "measure_num")
        if bill.bill_id != f"{bill.session_year}{bill.session_num}{bill.measure_type}{bill.measure_num}":
            raise reader.wrong("bill_id", "session years, session number, type and number as in the row", bill.bill_id)
        if bill.bill_id in lines:
            raise reader.wrong("bill_id", f"a key of its own (line {lines[bill.bill_id]} has it)", bill.bill_id)
        lines[bill.bill_id] = reader.line
        if active == "Y" and reader.wanted(bill.bill_id):
            bills[bill.bill_id] = bill
    return list(bills.values())


def read_history(reader: Reader) -> dict[str, list[History]]:
    history: dict[str, list[History]] = {}
    for bill_id, number, moment, text, sequence, primary, secondary, ternary in reader.rows(
        "bill_id", "bill_history_id", "action_date", "action", "action_sequence", "primary_location",
        "secondary_location", "ternary_location",
    ):  # fmt: skip
        row = History(
            reader.integer(sequence, "action_sequence"),
            reader.integer(number, "bill_history_id"),
            reader.day(moment, "action_date"),
            reader.need(text, "action"),
            primary,
            secondary,
            ternary if secondary == "Committee" else None,
        )
        if reader.wanted(reader.need(bill_id, "bill_id")):
            history.setdefault(bill_id, []).append(row)
    for rows in history.values():
        rows.sort(key=lambda row: row[:2])  # row order is not the official order
    return reader.not_empty(history)


def read_versions(reader: Reader) -> dict[str, list[Version]]:
    versions: dict[str, list[Version]] = {}
    seen: dict[str, int] = {}
    for version_id, bill_id, number, moment, action, subject, vote_required, urgency, lob, active in reader.rows(
        "bill_version_id", "bill_id", "version_num", "bill_version_action_date", "bill_version_action", "subject",
        "vote_required", "urgency", "bill_xml", "active_flg",
    ):  # fmt: skip
        row = Version(
            reader.need(version_id, "bill_version_id"),
            reader.integer(number, "version_num"),
            reader.day(moment, "bill_version_action_date"),
            reader.need(action, "bill_version_action"),
            subject,
            vote_required,
            urgency,
            lob,
        )
        if version_id in seen:
            raise reader.wrong("bill_version_id", f"a key of its own (line {seen[version_id]} has it)", version_id)
        seen[version_id] = reader.line
        if active == "Y" and reader.wanted(reader.need(bill_id, "bill_id")):
            versions.setdefault(bill_id, []).append(row)
    for rows in versions.values():
        rows.sort(key=lambda row: (-row.number, row.version_id))  # numbered from 99 downward
    return reader.not_empty(versions)


def read_authors(reader: Reader) -> dict[str, list[Author]]:
    authors: dict[str, list[Author]] = {}
    for version_id, kind, house, name, contribution, active, primary in reader.rows(
        "bill_version_id", "type", "house", "name", "contribution", "active_flg", "primary_author_flg"
    ):
        row = Author(
            reader.need(kind, "type"),
            house,
            reader.need(name, "name"),
            reader.need(contribution, "contribution"),
            primary == "Y",
        )
        if active == "Y":
            authors.setdefault(reader.need(version_id, "bill_version_id"), []).append(row)
    return reader.not_empty(authors)


def read_summaries(reader: Reader) -> dict[str, dict[RollKey, Summary]]:
    summaries: dict[str, dict[RollKey, Summary]] = {}
    for bill_id, location, moment, sequence, motion, ayes, noes, abstain, result in reader.rows(
        "bill_id", "location_code", "vote_date_time", "vote_date_seq", "motion_id", "ayes", "noes", "abstain",
        "vote_result",
    ):  # fmt: skip
        key = roll_key(reader, bill_id, location, moment, sequence, motion)
        row = Summary(
            reader.integer(ayes, "ayes"), reader.integer(noes, "noes"), reader.integer(abstain, "abstain"), result
        )
        if not reader.wanted(bill_id):
            continue
        of_bill = summaries.setdefault(bill_id, {})
        if key in of_bill:
            raise reader.wrong("bill_id … motion_id", "a key of its own", " ".join(key))
        of_bill[key] = row
    return summaries


def read_details(reader: Reader) -> dict[RollKey, list[tuple[str, str, int]]]:
    details: dict[RollKey, list[tuple[str, str, int]]] = {}
    names: dict[str, str] = {}  # one string for each name, however many votes
    last: tuple[Any, ...] = ()
    roll: list[tuple[str, str, int]] = []
    for *parts, name, code, order in reader.rows(
        "bill_id", "location_code", "vote_date_time", "vote_date_seq", "motion_id", "legislator_name", "vote_code",
        "member_order",
    ):  # fmt: skip
        if parts != last:
            last = parts
            key = roll_key(reader, *parts)
            roll = details.setdefault(key, []) if reader.wanted(key.bill_id) else []
        if not name or not code:
            raise reader.wrong("legislator_name, vote_code", "a name and a code", f"{name}, {code}")
        roll.append((names.setdefault(name, name), names.setdefault(code, code), int(order) if order else 0))
    return details


def roll_key(reader: Reader, bill_id: str, location: str, moment: str, sequence: str, motion: str) -> RollKey:
    reader.need(bill_id, "bill_id")
    reader.need(location, "location_code")
    reader.day(moment, "vote_date_time")
    reader.integer(sequence, "vote_date_seq")
    reader.integer(motion, "motion_id")
    return RollKey(bill_id, location, moment, sequence, motion)


def read_motions(reader: Reader) -> dict[str, str]:
    return {reader.need(motion, "motion_id"): text for motion, text in reader.rows("motion_id", "motion_text") if text}


def read_analyses(reader: Reader) -> dict[str, list[Analysis]]:
    analyses: dict[str, list[Analysis]] = {}
    for number, bill_id, code, name, moment, active in reader.rows(
        "analysis_id", "bill_id", "committee_code", "committee_name", "analysis_date", "active_flg"
    ):
        reader.integer(number, "analysis_id")
        row = Analysis(number, code, name or "Analysis", reader.day(moment, "analysis_date") if moment else None)
        if active == "Y" and reader.wanted(reader.need(bill_id, "bill_id")):
            analyses.setdefault(bill_id, []).append(row)
    for rows in analyses.values():
        rows.sort(key=lambda row: int(row.analysis_id))
    return analyses


def read_legislators(reader: Reader) -> list[Legislator]:
    legislators = []
    for district, year, house, name, author_name, given, family, suffix, party, active in reader.rows(
        "district", "session_year", "house_type", "legislator_name", "author_name", "first_name", "last_name",
        "name_suffix", "party", "active_legislator",
    ):  # fmt: skip
        reader.need(district, "district")
        if house not in ("A", "S"):
            raise reader.wrong("house_type", "A or S", house)
        if name and author_name:  # a vacant seat is a row without a name
            seat = reader.need(year, "session_year")
            legislators.append(
                Legislator(district, seat, house, name, author_name, given, family, suffix, party, active == "Y")
            )
    return reader.not_empty(legislators)


def read_locations(reader: Reader) -> dict[str, Location]:
    locations: dict[str, Location] = {}
    for code, kind, short, name in reader.rows("location_code", "location_type", "description", "long_description"):
        # consent calendars repeat one code with a number each: the first, unnumbered name stands
        locations.setdefault(
            reader.need(code, "location_code"), Location(code, kind, short or code, name or short or code)
        )
    return reader.not_empty(locations)


def read_messages(reader: Reader) -> dict[str, list[Message]]:
    messages: dict[str, list[Message]] = {}
    for bill_id, moment, lob in reader.rows("bill_id", "veto_date", "message"):
        row = Message(reader.day(moment, "veto_date"), lob)
        if reader.wanted(reader.need(bill_id, "bill_id")):
            messages.setdefault(bill_id, []).append(row)
    return messages


def read_agenda(reader: Reader) -> dict[tuple[str, str], tuple[str, str | None]]:
    """(committee code, date) → (time as printed, place); from the schema alone, no such table was captured."""
    agenda = {}
    for code, moment, time, building, room in reader.rows(
        "committee_code", "agenda_date", "agenda_time", "building_type", "room_num"
    ):
        place = ", ".join(part for part in (building, f"room {room}" if room else None) if part)
        agenda[reader.need(code, "committee_code"), reader.day(moment, "agenda_date")] = (time or "", place or None)
    return agenda


def read_hearings(reader: Reader, agenda: dict[tuple[str, str], tuple[str, str | None]]) -> dict[Hearing, list[str]]:
    """Committee hearings with the bills on them; from the schema alone, no such table was captured."""
    hearings: dict[Hearing, list[str]] = {}
    for bill_id, moment, location in reader.rows("bill_id", "hearing_date", "location_code"):
        day = reader.day(moment, "hearing_date")
        time, place = agenda.get((reader.need(location, "location_code"), day), ("", None))
        where = " ".join(part for part in (place, time) if part) or None
        if reader.wanted(reader.need(bill_id, "bill_id")):
            hearings.setdefault(Hearing(location, day, where), []).append(bill_id)
    return hearings


def read_daily_file(reader: Reader) -> dict[Hearing, list[str]]:
    """Floor business by day and file section; from the schema alone, no such table was captured."""
    files: dict[Hearing, list[str]] = {}
    for bill_id, location, section, moment in reader.rows(
        "bill_id", "location_code", "file_location", "publication_date"
    ):
        if not bill_id:
            continue  # a line of the file without a bill
        day = reader.day(moment, "publication_date")
        if reader.wanted(bill_id):
            files.setdefault(Hearing(location or section or "", day, section), []).append(bill_id)
    return files
