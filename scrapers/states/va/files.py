"""The bulk files of Virginia's Legislative Information System: bytes in, rows out.

Source of the format: the files themselves (https://lis.virginia.gov/data-files); nothing documents it further. All are
CSV with a heading but VOTE, which has none: a roll call's id, then member and code in turn. In Sponsors.csv the fourth
field goes on after its closing quote, `"1" - Chief Patron`.

Each function raises Blocked where an HTML page stands in the file's place, and LayoutChanged with file and line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from scrapers.errors import LayoutChanged
from scrapers.extract import decode, read_csv
from scrapers.normalise import collapse, iso_date

MEASURE = re.compile(r"([HS][BJR])0*(\d{1,5})")
MEMBER = re.compile(r"[HS]\d{4}")
# a floor vote of the House; one of a committee, a subcommittee or the Senate; a voice vote there. X: set aside
ROLL = re.compile(r"\d{7,8}X?|[HSC]\d{0,5}V\d+x?X?|VSV\d+X?")
QUOTED = r'"((?:[^"]|"")*)"'
SPONSOR = re.compile(rf'{QUOTED},{QUOTED},{QUOTED},"(\d+)" - (.*)')
CHAPTER = re.compile(r"(?:CHAP\d+)?")
DAY = ("%m/%d/%Y", "%m/%d/%y")
TEXTS = range(1, 7)


class Measure(NamedTuple):
    """A row of BILLS; `texts` are (document id, date or None), in the file's order."""

    title: str
    patron: str
    chapter: str
    texts: tuple[tuple[str, str | None], ...]


class Line(NamedTuple):
    """A row of HISTORY, with the letter of the chamber taken off its text: H, S, G, C or "" where there is none."""

    date: str
    letter: str
    text: str
    ref: str


class Sponsor(NamedTuple):
    member: str
    name: str
    rank: int
    kind: str


class Meeting(NamedTuple):
    body: str
    date: str
    number: str


Ballots = tuple[str, ...]  # member, code, member, code …


def read_bills(body: bytes) -> dict[str, Measure]:
    """`HB1` → its row."""
    where = "BILLS"
    texts = [name for n in TEXTS for name in (f"Full_text_doc{n}", f"Full_text_date{n}")]
    found: dict[str, Measure] = {}
    for line, row in rows(body, ["Bill_id", "Bill_description", "Patron_id", "Chapter_id", *texts], where):
        versions = (
            (row[f"Full_text_doc{n}"], day(row[f"Full_text_date{n}"], line)) for n in TEXTS if row[f"Full_text_doc{n}"]
        )
        if not CHAPTER.fullmatch(row["Chapter_id"]):
            raise LayoutChanged(line, wanted="a Chapter_id like CHAP0007, or none", got=row["Chapter_id"])
        title = collapse(row["Bill_description"])
        found[measure(row["Bill_id"], line)] = Measure(title, row["Patron_id"], row["Chapter_id"], tuple(versions))
    if not found:
        raise LayoutChanged(where, wanted="bills", got="a heading alone")
    return found


def read_history(body: bytes) -> dict[str, list[Line]]:
    """`HB1` → its lines, in the file's order."""
    found: dict[str, list[Line]] = {}
    columns = ["Bill_id", "History_date", "History_description", "History_refid"]
    reader = csv.reader(io.StringIO(decode(body, "HISTORY"), newline=""), strict=True)
    try:
        heading = next(reader, [])
        if missing := [name for name in columns if name not in heading]:
            raise LayoutChanged("HISTORY line 1", wanted=", ".join(missing), got=str(heading))
        wanted = itemgetter(*map(heading.index, columns))
        for row in filter(None, reader):
            line = f"HISTORY line {reader.line_num}"
            if len(row) != len(heading):
                raise LayoutChanged(line, wanted=f"{len(heading)} fields", got=str(row))
            bill, stated, description, ref = wanted(row)
            date = day(stated.strip(), line)
            # the first character is the chamber, or a blank; what the line says begins after the second
            letter, text = description[:1].strip(), collapse(description[1:])
            if date is None or letter not in ("", "H", "S", "G", "C"):
                raise LayoutChanged(line, wanted="a date, and H, S, G, C or a blank before the text", got=str(row))
            found.setdefault(measure(bill, line), []).append(
                Line(intern(date), letter, intern(text), intern(ref.strip()))
            )
    except csv.Error as error:
        raise LayoutChanged(f"HISTORY line {reader.line_num}", wanted="CSV", got=str(error)) from error
    return found


def read_votes(body: bytes) -> tuple[dict[str, Ballots], list[str]]:
    """Roll-call id → its members and codes, none where nobody is named; and the ids of no known form."""
    rolls: dict[str, Ballots] = {}
    strange: list[str] = []
    known: set[str] = set()  # members whose id is of the right form
    reader = csv.reader(io.StringIO(decode(body, "VOTE"), newline=""), strict=True)
    try:
        for row in reader:
            key, *ballots = map(str.strip, row)
            line = f"VOTE line {reader.line_num}"
            members = set(ballots[::2]) - known
            if len(ballots) % 2 or not all(map(MEMBER.fullmatch, members)):
                raise LayoutChanged(line, wanted="an id, then members and codes in turn", got=str(row))
            known |= members
            if key in rolls:
                raise LayoutChanged(line, wanted="each roll call once", got=key)
            if ROLL.fullmatch(key):
                rolls[key] = tuple(map(intern, ballots))
            elif ballots:
                raise LayoutChanged(line, wanted="the id of a roll call", got=key)
            else:
                strange.append(key)
    except csv.Error as error:
        raise LayoutChanged(f"VOTE line {reader.line_num}", wanted="CSV", got=str(error)) from error
    if not rolls:
        raise LayoutChanged("VOTE", wanted="roll calls", got=f"{len(strange)} rows without one")
    return rolls, strange


def read_sponsors(body: bytes) -> dict[str, list[Sponsor]]:
    """`HB1` → its patrons, in the file's order."""
    lines = decode(body, "Sponsors").splitlines()
    wanted = '"MEMBER_NAME","MEMBER_ID","BILL_NUMBER","PATRON_TYPE"'
    if not lines or lines[0].strip() != wanted:
        raise LayoutChanged("Sponsors line 1", wanted=wanted, got=lines[0] if lines else "nothing")
    found: dict[str, list[Sponsor]] = {}
    for number, line in enumerate(lines[1:], 2):
        where = f"Sponsors line {number}"
        row = SPONSOR.fullmatch(line.strip())
        if not row:
            raise LayoutChanged(where, wanted=f"a row like {SPONSOR.pattern}", got=line)
        name, member, bill, rank, kind = (collapse(cell.replace('""', '"')) for cell in row.groups())
        found.setdefault(measure(bill, where), []).append(Sponsor(member, name, int(rank), intern(kind)))
    return found


def read_members(body: bytes) -> list[tuple[str, str, str]]:
    """(H or S, member id, name)."""
    found = [
        (row["MBR_HOU"], row["MBR_MBRNO"], collapse(row["MBR_NAME"]))
        for _, row in rows(body, ["MBR_HOU", "MBR_MBRNO", "MBR_NAME"], "Members")
    ]
    for house, member, name in found:
        if house not in ("H", "S") or not MEMBER.fullmatch(member) or not name:
            raise LayoutChanged("Members", wanted="H or S, an id and a name", got=f"{house} {member} {name}")
    return found


def read_committees(body: bytes) -> dict[str, tuple[str, str]]:
    """`H14` → (H or S, name)."""
    found = {}
    for line, row in rows(body, ["CHAMBER", "COM_NAME", "COM_COMNO"], "Committees"):
        if row["CHAMBER"] not in ("H", "S") or not row["COM_COMNO"] or not row["COM_NAME"]:
            raise LayoutChanged(line, wanted="H or S, a name and a number", got=str(row))
        found[row["COM_COMNO"]] = (row["CHAMBER"], collapse(row["COM_NAME"]))
    return found


def read_committee_members(body: bytes) -> list[tuple[str, str]]:
    """(`H14`, member id)."""
    found = rows(body, ["CMB_COMNO", "CMB_MBRNO"], "CommitteeMembers")
    return [(row["CMB_COMNO"], row["CMB_MBRNO"]) for _, row in found]


def read_subcommittee_members(body: bytes) -> list[tuple[str, str]]:
    """(`H14003`, member id): the committee's number and the subcommittee's."""
    columns = ["COMMITTEE_NUMBER", "SUBCOMMITTEE_NUMBER", "MEMBER_NUMBER"]
    found = rows(body, columns, "SubCommitteeMembers")
    return [(row["COMMITTEE_NUMBER"] + row["SUBCOMMITTEE_NUMBER"], row["MEMBER_NUMBER"]) for _, row in found]


def read_docket(body: bytes) -> dict[Meeting, list[str]]:
    found: dict[Meeting, list[str]] = {}
    for line, row in rows(body, ["Com_no", "Doc_date", "Doc_no", "Bill_no"], "DOCKET"):
        meeting = Meeting(row["Com_no"], sure_day(row["Doc_date"], line), row["Doc_no"])
        found.setdefault(meeting, []).append(measure(row["Bill_no"], line))
    return found


def read_subdocket(body: bytes) -> dict[Meeting, list[str]]:
    found: dict[Meeting, list[str]] = {}
    for line, row in rows(body, ["Com_no", "Sub_no", "Doc_date", "Bill_no"], "SUBDOCKET"):
        meeting = Meeting(row["Com_no"] + row["Sub_no"], sure_day(row["Doc_date"], line), "")
        found.setdefault(meeting, []).append(measure(row["Bill_no"], line))
    return found


def read_summaries(body: bytes) -> dict[str, list[tuple[str, str, str]]]:
    """`HB1` → (document id, kind, HTML); the file writes `HB0001`."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for line, row in rows(body, ["SUM_BILNO", "SUMMARY_DOCID", "SUMMARY_TYPE", "SUMMARY_TEXT"], "Summaries"):
        entry = (row["SUMMARY_DOCID"], collapse(row["SUMMARY_TYPE"]), row["SUMMARY_TEXT"])
        found.setdefault(measure(row["SUM_BILNO"], line), []).append(entry)
    return found


def read_amendments(body: bytes) -> dict[str, list[str]]:
    """`HB1` → the ids of its amendments' documents."""
    found: dict[str, list[str]] = {}
    for line, row in rows(body, ["BILL_NUMBER", "TXT_DOCID"], "Amendments"):
        found.setdefault(measure(row["BILL_NUMBER"], line), []).append(row["TXT_DOCID"])
    return found


def read_fiscal(body: bytes) -> dict[str, list[tuple[str, str]]]:
    """`HB1` → (document id, address); the heading has blanks after its commas."""
    heading, newline, rest = body.partition(b"\n")
    found: dict[str, list[tuple[str, str]]] = {}
    columns = ["HST_BILNO", "HST_REFID", "HST_URL"]
    for line, row in rows(heading.replace(b'", "', b'","') + newline + rest, columns, "FiscalImpactStatements"):
        found.setdefault(measure(row["HST_BILNO"], line), []).append((row["HST_REFID"], row["HST_URL"]))
    return found


def read_statements(body: bytes) -> list[tuple[str, str, str, str]]:
    """(roll-call id, date, member id, words)."""
    columns = ["History_RefID", "Vote_Date", "Legislator_ID", "Vote_Statement"]
    return [
        (row["History_RefID"], iso_date(row["Vote_Date"][:10], "%Y-%m-%d"), row["Legislator_ID"],
         collapse(row["Vote_Statement"]))
        for _, row in rows(body, columns, "VoteStatements")
    ]  # fmt: skip


def read_subjects(body: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line, row in rows(body, ["Bill_Number", "Subject_Name"], "CIBillSubjects"):
        found.setdefault(measure(row["Bill_Number"], line), []).append(collapse(row["Subject_Name"]))
    return found


def rows(body: bytes, columns: list[str], where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(file and row, row) of a CSV with a heading."""
    for number, row in enumerate(read_csv(body, columns, where), 1):
        yield f"{where} row {number}", row


def measure(text: str, where: str) -> str:
    """`HB0001 ` → `HB1`."""
    found = MEASURE.fullmatch(text.strip())
    if not found:
        raise LayoutChanged(where, wanted="a bill like HB1", got=text)
    return intern(found[1] + found[2])


def day(text: str, where: str) -> str | None:
    """A date as ISO 8601; None where the field is empty."""
    if not text:
        return None
    try:
        return iso_date(text, *DAY)
    except LayoutChanged as error:
        raise LayoutChanged(where, wanted=f"a date, {error.wanted}", got=text) from error


def sure_day(text: str, where: str) -> str:
    found = day(text, where)
    if found is None:
        raise LayoutChanged(where, wanted="a date", got="nothing")
    return found
