"""The tables of a New Jersey database as they are used: keyed by bill, by committee, by legislator, by meeting.

A table is read whole or not at all: one that is missing or damaged is a Gap and None, and the others are read.
Without MAINBILL there is nothing to read, and LayoutChanged says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from scrapers.errors import LayoutChanged
from scrapers.items import Gap
from scrapers.normalise import collapse, iso_date
from scrapers.states.nj.dump import ZipTables

Row = dict[str, str]
Rows = Iterator[tuple[str, Row]]  # where the row stands, for whoever finds a value wrong
Read = TypeVar("Read")
Found = TypeVar("Found")

HOUSE_NAMES = {"A": "Assembly", "S": "Senate"}
KINDS = {  # BillType → (classification, chambers that must agree)
    "A": ("bill", 2),
    "S": ("bill", 2),
    "AJR": ("joint resolution", 2),
    "SJR": ("joint resolution", 2),
    "ACR": ("concurrent resolution", 2),
    "SCR": ("concurrent resolution", 2),
    "AR": ("resolution", 1),
    "SR": ("resolution", 1),
}
NUMBER = re.compile(r"\d{1,5}")
MOMENT = "%m/%d/%Y %H:%M:%S"
DAY = "%m/%d/%Y"


class BillKey(NamedTuple):
    kind: str
    number: int

    @property
    def identifier(self) -> str:
        """`A 4`, as the site's `A4`."""
        return f"{self.kind} {self.number}"


class MeetingKey(NamedTuple):
    """The four columns that tell one meeting from another in AGENDAS, BAGENDA and NAGENDA."""

    body: str
    day: str
    time: str
    kind: str


class Member(NamedTuple):
    """One seat of one legislator; `source_id` is the first Roster Key of the person, `key` that of the seat."""

    source_id: str
    key: str
    name: str
    family: str
    given: str
    chamber: str
    district: str
    party: str


@dataclass(slots=True)
class Tables:
    """None for a table that was not read. `unknown` counts codes nobody knows, to be told once each."""

    bills: dict[BillKey, Row]
    history: dict[BillKey, list[Row]] | None = None
    sponsors: dict[BillKey, list[Row]] | None = None
    subjects: dict[BillKey, list[str]] | None = None
    documents: dict[BillKey, list[Row]] | None = None
    committees: dict[str, Row] | None = None
    seats: list[Row] | None = None
    headings: dict[str, str] | None = None
    members: list[Member] | None = None
    agendas: dict[MeetingKey, Row] | None = None
    agenda_bills: dict[MeetingKey, list[BillKey]] | None = None
    nominees: int | None = None
    acronyms: int | None = None
    rows: Counter[str] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    gaps: list[Gap] = field(default_factory=list)
    homes: dict[str, set[str]] = field(default_factory=dict)  # a legislator's name → the chambers sat in
    names: dict[str, str] = field(default_factory=dict)  # a committee's code → its name


def read_tables(source: ZipTables) -> Tables:
    """All fourteen tables. Raises LayoutChanged where MAINBILL cannot be read, whatever else can."""
    bills: dict[BillKey, Row] = {}
    count: Counter[str] = Counter()

    def rows(table: str) -> Rows:
        for number, row in enumerate(source.table(table), 1):
            count[table] = number
            yield f"{table}.TXT row {number}", row

    for where, row in rows("MAINBILL"):
        bill = bill_key(row, where)
        if bill in bills:
            raise LayoutChanged(where, wanted="a bill of its own", got=bill.identifier)
        for column in ("IntroDate", "EffectiveDate"):
            if row[column]:  # a bill that is no law has no day of effect
                day_of(row, column, where)
        bills[bill] = row
    tables = Tables(bills, rows=count)

    def held(table: str, read: Callable[[Rows], Found]) -> Found | None:
        if f"{table}.TXT" not in source:
            kind, wanted, got, evidence = "table_missing", table, "none", f"{source.where} has no {table}.TXT"
        else:
            try:
                return read(rows(table))
            except LayoutChanged as error:
                kind, wanted, got, evidence = "table_damaged", error.wanted, error.got, str(error)
        tables.gaps.append(Gap(None, kind, table, wanted, got, evidence))
        return None

    tables.committees = held("COMMITTEE", lambda found: unique(found, "Code"))
    tables.headings = held("SUBJHEADINGS", read_headings)
    tables.history = held("BILLHIST", read_history)
    tables.sponsors = held("BILLSPON", lambda found: by_bill(found, sponsor))
    tables.subjects = held("BILLSUBJ", lambda found: by_bill(found, lambda where, row: need(row, "SubjectKey", where)))
    tables.documents = held("BILLWP", lambda found: by_bill(found, document))
    tables.seats = held("COMEMBER", lambda found: [row for where, row in found if need(row, "Code", where)])
    names = held("LEGBIO", lambda found: unique(found, "Roster Key"))
    tables.members = held("ROSTER", lambda found: read_members(found, names)) if names else None
    tables.agendas = held("AGENDAS", read_agendas)
    tables.agenda_bills = held("BAGENDA", read_agenda_bills)
    tables.nominees = held("NAGENDA", lambda found: sum(bool(meeting_key(row, where)) for where, row in found))
    for member in tables.members or ():
        tables.homes.setdefault(member.name, set()).add(member.chamber)
    tables.names = {code: committee_name(row) for code, row in (tables.committees or {}).items()}
    tables.acronyms = held("ACRONYMS", lambda found: len(unique(found, "Acronym")))
    return tables


def committee_name(row: Row) -> str:
    """`Assembly Housing`; a body of no house, and one that is already named after it, as the source has it."""
    house = HOUSE_NAMES.get(row["House"], "")
    name = collapse(row["Description"]) or row["Code"]
    return name if not house or name.startswith(house) else f"{house} {name}"


def need(row: Row, column: str, where: str) -> str:
    if not row[column]:
        raise LayoutChanged(f"{where} {column}", wanted="a value", got="none")
    return row[column]


def bill_key(row: Row, where: str) -> BillKey:
    """Some tables pad the type to three characters, others do not."""
    if not re.fullmatch(r"[A-Z]{1,3}", row["BillType"]) or not NUMBER.fullmatch(row["BillNumber"]):
        got = f"{row['BillType']} {row['BillNumber']}"
        raise LayoutChanged(f"{where} BillType, BillNumber", wanted="a bill like A 4", got=got)
    return BillKey(row["BillType"], int(row["BillNumber"]))


@lru_cache(maxsize=1 << 13)
def as_day(text: str, pattern: str = MOMENT) -> str:
    """The ISO date of `1/9/2024 0:00:00`; LayoutChanged on anything else."""
    day = iso_date(text, pattern)
    if not "1849" <= day[:4] <= "2100":
        raise LayoutChanged("date", wanted="a date of our time", got=text)
    return day


def day_of(row: Row, column: str, where: str, pattern: str = MOMENT) -> str:
    try:
        return as_day(row[column], pattern)
    except LayoutChanged as error:
        raise LayoutChanged(f"{where} {column}", wanted=error.wanted, got=error.got) from error


def unique(rows: Rows, column: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for where, row in rows:
        if found.setdefault(need(row, column, where), row) is not row:
            raise LayoutChanged(f"{where} {column}", wanted="a key of its own", got=row[column])
    return found


def by_bill(rows: Rows, read: Callable[[str, Row], Read]) -> dict[BillKey, list[Read]]:
    found: dict[BillKey, list[Read]] = {}
    for where, row in rows:
        found.setdefault(bill_key(row, where), []).append(read(where, row))
    return found


def read_headings(rows: Rows) -> dict[str, str]:
    return {need(row, "SubjAbbrev", where): need(row, "Description", where) for where, row in rows}


def read_history(rows: Rows) -> dict[BillKey, list[Row]]:
    """In the order of Sequence, with DateAction as an ISO date."""

    def line(where: str, row: Row) -> Row:
        need(row, "Action", where)
        if row["House"] not in ("A", "S", "G") or not row["Sequence"].isdecimal():
            got = f"{row['House']}, {row['Sequence']}"
            raise LayoutChanged(f"{where} House, Sequence", wanted="A, S or G, and a number", got=got)
        return row | {"DateAction": day_of(row, "DateAction", where)}

    found = by_bill(rows, line)
    for lines in found.values():
        lines.sort(key=lambda row: int(row["Sequence"]))
    return found


def sponsor(where: str, row: Row) -> Row:
    need(row, "Sponsor", where)
    if row["Type"] not in ("P", "C") or row["Status"] not in ("A", "W"):
        got = f"{row['Type']}, {row['Status']}"
        raise LayoutChanged(f"{where} Type, Status", wanted="P or C, and A or W", got=got)
    if not row["Sequence"].isdecimal():
        raise LayoutChanged(f"{where} Sequence", wanted="a number", got=row["Sequence"])
    return row


def document(where: str, row: Row) -> Row:
    need(row, "Document", where)
    need(row, "DocType", where)
    return row


def read_members(rows: Rows, names: dict[str, Row]) -> list[Member]:
    """Who has two rows, for a seat in each house, is one person where name and picture are the same."""
    found = []
    firsts: dict[tuple[str, str], str] = {}
    for where, row in sorted(rows, key=lambda pair: (len(pair[1]["Roster Key"]), pair[1]["Roster Key"])):
        key = need(row, "Roster Key", where)
        if row["House"] not in ("A", "S") or key not in names:
            got = f"{row['House']}, {key}"
            raise LayoutChanged(f"{where} House, Roster Key", wanted="A or S, and a key of LEGBIO", got=got)
        biography = names[key]
        name = need(biography, "Legislator", f"LEGBIO.TXT {key}")
        found.append(
            Member(
                firsts.setdefault((name, biography["URLPicture"] or key), key),
                key,
                name,
                need(row, "LastName", where),
                " ".join(part for part in (row["Firstname"], row["MidName"]) if part),
                "lower" if row["House"] == "A" else "upper",
                need(row, "District", where),
                row["Party"],
            )
        )
    return found


def meeting_key(row: Row, where: str) -> MeetingKey:
    need(row, "CommHouse", where)
    need(row, "Time", where)
    need(row, "Type", where)
    return MeetingKey(row["CommHouse"], day_of(row, "Date", where, DAY), row["Time"], row["Type"])


def read_agendas(rows: Rows) -> dict[MeetingKey, Row]:
    found: dict[MeetingKey, Row] = {}
    for where, row in rows:
        key = meeting_key(row, where)
        try:
            iso_date(f"{row['Date']} {row['Time']}", "%m/%d/%Y %I:%M %p")
        except LayoutChanged as error:
            raise LayoutChanged(f"{where} Time", wanted="a time like 10:00 AM", got=row["Time"]) from error
        if found.setdefault(key, row) is not row:
            raise LayoutChanged(where, wanted="a meeting of its own", got=" ".join(key))
    return found


def read_agenda_bills(rows: Rows) -> dict[MeetingKey, list[BillKey]]:
    found: dict[MeetingKey, list[BillKey]] = {}
    for where, row in rows:
        found.setdefault(meeting_key(row, where), []).append(bill_key(row, where))
    return found
