"""The tables of a dump, read whole and grouped by bill, so that a damaged table is refused before any of it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from scrapers.errors import BadArgument, ExpectedEmpty, LayoutChanged
from scrapers.items import Gap
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.rows import (
    Agenda,
    Analysis,
    Author,
    Ballot,
    Bill,
    Hearing,
    History,
    Legislator,
    Location,
    Message,
    Progress,
    Reader,
    RollKey,
    Summary,
    Version,
)

T = TypeVar("T")


@dataclass(slots=True)
class Tables:
    """What a dump holds, by bill; None for a table that is missing or damaged, with a gap that says so.

    `bills` are the active ones asked for, in their natural order; `listed` all that BILL_TBL has a row for.
    """

    bills: list[Bill] = field(default_factory=list)
    listed: frozenset[str] = frozenset()
    history: dict[str, list[History]] | None = None
    versions: dict[str, list[Version]] | None = None
    authors: dict[str, list[Author]] | None = None  # by version
    summaries: dict[str, dict[RollKey, Summary]] | None = None
    details: dict[RollKey, list[Ballot]] | None = None
    detail_keys: dict[str, list[RollKey]] = field(default_factory=dict)
    motions: dict[str, str] | None = None
    analyses: dict[str, list[Analysis]] | None = None
    legislators: list[Legislator] | None = None
    locations: dict[str, Location] | None = None
    calendars: dict[tuple[str, int], Location] = field(default_factory=dict)
    messages: dict[str, list[Message]] | None = None
    agendas: dict[tuple[str, str], set[Agenda]] | None = None  # by committee and day
    hearings: dict[Hearing, set[str]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)


def read_tables(dump: Dump, wanted: Callable[[str], bool], progress: Progress) -> Tables:
    """All tables, of the bills whose bill_id is `wanted`. Raises LayoutChanged where BILL_TBL itself cannot
    be read, BadArgument where it lists no bill that is wanted.
    """
    wanted = lru_cache(maxsize=None)(wanted)
    tables = Tables()
    if "BILL_TBL" not in dump.tables and not dump.whole:
        raise ExpectedEmpty(f"{dump.name} holds no changed bill")
    if "BILL_TBL" not in dump.tables:
        raise LayoutChanged(dump.name, wanted="BILL_TBL.dat", got="no such file in the zip")
    tables.bills, tables.listed = read_bills(Reader(dump, "BILL_TBL", wanted, progress))
    if not tables.bills and not dump.whole:
        raise ExpectedEmpty(f"{dump.name} holds no changed bill of what was asked for")
    if not tables.bills:
        raise BadArgument(
            f"{dump.name}: no active bill of the session and number asked for among its {len(tables.listed)}"
        )

    def guarded(name: str, reader: Callable[[Reader], T]) -> T | None:
        if name not in dump.tables and not dump.whole:
            return None
        if name not in dump.tables:
            evidence = f"{dump.name} has no such file"
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
    tables.calendars = guarded("LOCATION_CODE_TBL", read_locations) or {}
    if tables.calendars:
        # the first, mostly unnumbered, stands for the code
        tables.locations = {code: tables.calendars[code, number] for code, number in sorted(tables.calendars)[::-1]}
    tables.messages = guarded("VETO_MESSAGE_TBL", read_messages)
    tables.agendas = guarded("COMMITTEE_AGENDA_TBL", read_agendas)
    if tables.agendas is not None or "COMMITTEE_AGENDA_TBL" not in dump.tables:
        # with a damaged agenda, times and places told before would seem withdrawn
        tables.hearings |= guarded("COMMITTEE_HEARING_TBL", read_hearings) or {}
    tables.hearings |= guarded("DAILY_FILE_TBL", read_daily_file) or {}
    return tables


def read_bills(reader: Reader) -> tuple[list[Bill], frozenset[str]]:
    columns = (
        "bill_id", "session_year", "session_num", "measure_type", "measure_num", "chapter_year", "chapter_type",
        "chapter_session_num", "chapter_num", "latest_bill_version_id", "current_location", "current_status",
        "active_flg",
    )  # fmt: skip
    bills = []
    for *values, active in reader.rows(*columns):
        bill = Bill(*values)
        reader.bill(bill.bill_id)
        if bill.bill_id != "".join(value or "" for value in bill[1:5]):
            raise reader.wrong("bill_id", "session years, session number, type and number as in the row", bill.bill_id)
        reader.unique(bill.bill_id, "bill_id")
        if bill.chapter_num is not None:
            reader.integer(bill.chapter_num, "chapter_num")
            reader.integer(bill.chapter_year, "chapter_year")
            if reader.integer(bill.chapter_session_num or "0", "chapter_session_num") > 9:
                raise reader.wrong("chapter_session_num", "0 to 9", bill.chapter_session_num)
        if active == "Y" and reader.wanted(bill.bill_id):
            bills.append(bill)
    if not reader.line:
        raise LayoutChanged("BILL_TBL.dat", wanted="rows", got="none")
    bills.sort(key=lambda bill: (bill.session_year, bill.session_num, bill.measure_type, int(bill.measure_num)))
    return bills, frozenset(str(bill_id) for bill_id in reader.lines_of)


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
            reader.need(text and text.strip(), "action"),
            primary,
            secondary,
            ternary if secondary == "Committee" else None,
        )
        reader.unique(row.history_id, "bill_history_id")
        if reader.wanted(reader.bill(bill_id)):
            history.setdefault(bill_id, []).append(row)
    for rows in history.values():
        rows.sort(key=lambda row: row[:2])  # row order is not the official order
    reader.not_empty()
    return history


def read_versions(reader: Reader) -> dict[str, list[Version]]:
    versions: dict[str, list[Version]] = {}
    for version_id, bill_id, number, moment, action, subject, vote_required, urgency, lob, active in reader.rows(
        "bill_version_id", "bill_id", "version_num", "bill_version_action_date", "bill_version_action", "subject",
        "vote_required", "urgency", "bill_xml", "active_flg",
    ):  # fmt: skip
        row = Version(
            reader.version(version_id),
            reader.integer(number, "version_num"),
            reader.day(moment, "bill_version_action_date"),
            reader.need(action, "bill_version_action"),
            subject,
            vote_required,
            urgency,
            lob,
        )
        reader.unique(version_id, "bill_version_id")
        if reader.wanted(reader.bill(bill_id)) and active == "Y":
            versions.setdefault(bill_id, []).append(row)
    for rows in versions.values():
        rows.sort(key=lambda row: (-row.number, row.version_id))  # numbered from 99 downward
    reader.not_empty()
    return versions


def read_authors(reader: Reader) -> dict[str, list[Author]]:
    authors: dict[str, list[Author]] = {}
    for version_id, kind, house, name, contribution, active, primary in reader.rows(
        "bill_version_id", "type", "house", "name", "contribution", "active_flg", "primary_author_flg"
    ):
        row = Author(
            reader.need(kind, "type"),
            house,
            reader.need(name and name.strip(), "name"),
            reader.need(contribution, "contribution"),
            primary == "Y",
        )
        if reader.version(version_id) and active == "Y":
            authors.setdefault(version_id, []).append(row)
    reader.not_empty()
    return authors


def read_summaries(reader: Reader) -> dict[str, dict[RollKey, Summary]]:
    summaries: dict[str, dict[RollKey, Summary]] = {}
    for bill_id, location, moment, sequence, motion, ayes, noes, abstain, result in reader.rows(
        "bill_id", "location_code", "vote_date_time", "vote_date_seq", "motion_id", "ayes", "noes", "abstain",
        "vote_result",
    ):  # fmt: skip
        key = roll_key(reader, bill_id, location, moment, sequence, motion)
        row = Summary(reader.count(ayes, "ayes"), reader.count(noes, "noes"), reader.count(abstain, "abstain"), result)
        reader.unique(key, "bill_id … motion_id")
        if reader.wanted(bill_id):
            summaries.setdefault(bill_id, {})[key] = row
    return summaries


def read_details(reader: Reader) -> dict[RollKey, list[Ballot]]:
    details: dict[RollKey, list[Ballot]] = {}
    once: dict[str, str] = {}  # one string for each name and code, however many votes
    last: list[Any] = []
    roll: list[Ballot] = []
    for *parts, name, code, order in reader.rows(
        "bill_id", "location_code", "vote_date_time", "vote_date_seq", "motion_id", "legislator_name", "vote_code",
        "member_order",
    ):  # fmt: skip
        if parts != last:
            last = parts
            key = roll_key(reader, *parts)
            roll = details.setdefault(key, []) if reader.wanted(key.bill_id) else []
        name = reader.need(name and name.strip(), "legislator_name")
        code = reader.need(code, "vote_code")
        place = 0 if order is None else reader.integer(order, "member_order")
        roll.append(Ballot(place, once.setdefault(name, name), once.setdefault(code, code)))
    for rows in details.values():
        rows.sort()
    return details


def roll_key(reader: Reader, bill_id: str, location: str, moment: str, sequence: str, motion: str) -> RollKey:
    reader.bill(bill_id)
    reader.need(location, "location_code")
    reader.day(moment, "vote_date_time")
    reader.integer(sequence, "vote_date_seq")
    reader.integer(motion, "motion_id")
    return RollKey(bill_id, location, moment, sequence, motion)


def read_motions(reader: Reader) -> dict[str, str]:
    motions = {}
    for motion, text in reader.rows("motion_id", "motion_text"):
        reader.unique(str(reader.integer(motion, "motion_id")), "motion_id")
        if text:
            motions[motion] = text
    return motions


def read_analyses(reader: Reader) -> dict[str, list[Analysis]]:
    analyses: dict[str, list[Analysis]] = {}
    for number, bill_id, code, name, moment, active in reader.rows(
        "analysis_id", "bill_id", "committee_code", "committee_name", "analysis_date", "active_flg"
    ):
        row = Analysis(
            reader.integer(number, "analysis_id"),
            code,
            name or "Analysis",
            reader.day(moment, "analysis_date") if moment else None,
        )
        reader.unique(row.number, "analysis_id")
        if reader.wanted(reader.bill(bill_id)) and active == "Y":
            analyses.setdefault(bill_id, []).append(row)
    for rows in analyses.values():
        rows.sort()
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
        if not name and not author_name:
            continue  # a vacant seat
        legislators.append(
            Legislator(
                district,
                reader.need(year, "session_year"),
                house,
                reader.need(name, "legislator_name"),
                reader.need(author_name, "author_name"),
                given,
                family,
                suffix,
                party,
                active == "Y",
            )
        )
    reader.not_empty()
    return legislators


def read_locations(reader: Reader) -> dict[tuple[str, int], Location]:
    """By code and number of consent calendar, 0 where there is none."""
    locations: dict[tuple[str, int], Location] = {}
    for code, calendar, kind, short, name in reader.rows(
        "location_code", "consent_calendar_code", "location_type", "description", "long_description"
    ):
        number = reader.integer(calendar, "consent_calendar_code") if calendar else 0
        row = Location(reader.need(code, "location_code"), number, kind or "", name or short or code)
        locations[code, number] = min(row, locations.get((code, number), row))
    reader.not_empty()
    return locations


def read_messages(reader: Reader) -> dict[str, list[Message]]:
    messages: dict[str, list[Message]] = {}
    for bill_id, moment, lob in reader.rows("bill_id", "veto_date", "message"):
        row = Message(reader.day(moment, "veto_date"), lob)
        reader.unique((reader.bill(bill_id), row.date), "bill_id, veto_date")
        if reader.wanted(bill_id):
            messages.setdefault(bill_id, []).append(row)
    for rows in messages.values():
        rows.sort(key=lambda row: row.date)
    return messages


def read_agendas(reader: Reader) -> dict[tuple[str, str], set[Agenda]]:
    """By committee code and date; from the schema alone, no such table was captured."""
    agendas: dict[tuple[str, str], set[Agenda]] = {}
    for code, moment, time, building, room in reader.rows(
        "committee_code", "agenda_date", "agenda_time", "building_type", "room_num"
    ):
        place = ", ".join(part for part in (building, f"room {room}" if room else None) if part)
        key = (reader.need(code, "committee_code"), reader.day(moment, "agenda_date"))
        agendas.setdefault(key, set()).add(Agenda(time or "", place))
    return agendas


def read_hearings(reader: Reader) -> dict[Hearing, set[str]]:
    """Committee hearings with the bills on them; from the schema alone, no such table was captured."""
    hearings: dict[Hearing, set[str]] = {}
    for bill_id, moment, location in reader.rows("bill_id", "hearing_date", "location_code"):
        row = Hearing(reader.need(location, "location_code"), reader.day(moment, "hearing_date"))
        if reader.wanted(reader.bill(bill_id)):
            hearings.setdefault(row, set()).add(bill_id)
    return hearings


def read_daily_file(reader: Reader) -> dict[Hearing, set[str]]:
    """Floor business by day and section of the file; from the schema alone, no such table was captured."""
    files: dict[Hearing, set[str]] = {}
    for bill_id, location, section, calendar, moment in reader.rows(
        "bill_id", "location_code", "file_location", "consent_calendar_code", "publication_date"
    ):
        if not bill_id:
            continue  # a line of the file without a bill
        number = reader.integer(calendar, "consent_calendar_code") if calendar else 0
        place = reader.need(location or section, "location_code")
        row = Hearing(place, reader.day(moment, "publication_date"), section or "", number)
        if reader.wanted(reader.bill(bill_id)):
            files.setdefault(row, set()).add(bill_id)
    return files
