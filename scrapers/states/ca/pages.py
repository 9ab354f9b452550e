"""What a California dump says, as items: sessions, bodies and people, each bill with its roll calls, hearings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from scrapers import items
from scrapers.errors import BadArgument
from scrapers.items import Gap
from scrapers.normalise import collapse, id_part, slug
from scrapers.states.ca.bills import (
    CHAMBERS,
    CONFERENCE,
    FLOORS,
    Reading,
    committee_chamber,
    identifier,
    one_bill,
    session_identifier,
    unlisted_bills,
)
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.rows import Agenda, Hearing, Legislator, Progress
from scrapers.states.ca.tables import Tables, read_tables

HOUSES = {"lower": "Assembly", "upper": "Senate"}
PARTIES = {"DEM": "Democratic", "REP": "Republican"}
SESSION = re.compile(r"(\d{4})(\d{4})(?: Special Session (\d))?")
FILES = {"AF": "lower", "SF": "upper"}  # sections of the daily files
CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))? ?([ap])\.? ?m\.?", re.IGNORECASE)


def session_parts(session: str) -> tuple[str, str]:
    """(`20252026`, `0`) of `20252026`, (…, `1`) of `20252026 Special Session 1`; BadArgument on any other."""
    found = SESSION.fullmatch(session.strip())
    if not found or int(found[1]) % 2 == 0 or int(found[2]) != int(found[1]) + 1:
        raise BadArgument(
            f"session {session!r}: wanted the two years of one like 20252026, or '20252026 Special Session 1'"
        )
    return found[1] + found[2], found[3] or "0"


def bill_filter(session: str | None, bill: str | None) -> Callable[[str], bool]:
    """Which bill_ids (`202520261AB4`) a run wants, of one session and one bill (`ABX1 4`, any spelling) or of all."""
    start = "".join(session_parts(session)) if session else ""
    key = id_part(bill) if bill else None

    def wanted(bill_id: str) -> bool:
        if not bill_id.startswith(start):
            return False
        kind = bill_id[9:].rstrip("0123456789")
        extra = f"X{bill_id[8]}" if bill_id[8] != "0" else ""
        return key is None or key == id_part(f"{kind}{extra}{bill_id[9 + len(kind) :]}")

    return wanted


def read_dump(dump: Dump, wanted: Callable[[str], bool], progress: Progress) -> Iterator[items.Item]:
    """Everything in a dump: sessions, bodies and people first, then each bill with its roll calls, then hearings.

    Raises LayoutChanged where the bills themselves cannot be read; every lesser damage is a Gap among the items.
    """
    tables = read_tables(dump, wanted, progress)
    reading = Reading(dump, tables, tables.bills[0].session_year)
    yield from sessions(tables)
    yield from organizations(tables)
    yield from people(tables)
    for done, bill in enumerate(tables.bills):
        if done % 100 == 0:
            progress("bills", done, len(tables.bills))
        yield from one_bill(reading, bill)
    yield from unlisted_bills(reading)
    yield from hearings(reading)
    for gap in tables.gaps:
        gap.session = reading.session
        yield gap
    for (kind, code), times in sorted(reading.unknown.items()):
        yield Gap(
            session=reading.session,
            kind="unknown_code",
            key=f"{kind} {code}",
            expected=f"a known {kind}",
            found=code,
            evidence=f"{kind} {code!r} in {times} rows",
        )
    progress("bills", len(tables.bills), len(tables.bills))


def sessions(tables: Tables) -> Iterator[items.Session]:
    for years, number in sorted({(bill.session_year, bill.session_num) for bill in tables.bills}):
        name = f"{years[:4]}-{years[4:]} Regular Session"
        if number != "0":
            yield items.Session(
                session_identifier(years, number), f"{years[:4]}-{years[4:]}, Special Session {number}", "special"
            )
            continue
        # Constitution, article IV section 3: from the first Monday of December of the even year to November 30
        december = date(int(years[:4]) - 1, 12, 1)
        opening = december + timedelta(days=-december.weekday() % 7)
        yield items.Session(years, name, "primary", opening.isoformat(), f"{years[4:]}-11-30")


def organizations(tables: Tables) -> Iterator[items.Organization]:
    for location in sorted((tables.locations or {}).values()):
        if location.kind == "B":
            chamber = committee_chamber(location.code)
            name = f"{HOUSES[chamber]} {location.name}" if chamber else location.name
            yield items.Organization(location.code, name, "committee", chamber, chamber)
        elif location.code == CONFERENCE:
            yield items.Organization(location.code, "Conference Committee", "committee", "legislature", "legislature")


def people(tables: Tables) -> Iterator[items.Person]:
    """One Person for each seat a legislator held; rows that differ in spelling alone are one person."""
    seats: dict[tuple[str, str, str, str], list[Legislator]] = {}
    for row in tables.legislators or []:
        full = " ".join(part for part in (row.given, row.family, row.suffix) if part) or row.name
        seats.setdefault((row.session_year, slug(full), row.house, row.district), []).append(row)
    identifiers = sorted({session_identifier(bill.session_year, bill.session_num) for bill in tables.bills})
    homes: dict[tuple[str, str, str], set[str]] = {}
    for years, person, house, district in seats:
        homes.setdefault((years, person, house), set()).add(district)
    for (years, person, house, district), rows in sorted(seats.items()):
        row = max(rows, key=lambda r: (r.active, [part or "" for part in r[:-1]]))
        chamber = CHAMBERS[house]
        names = sorted({collapse(r.author_name) for r in rows})
        namesakes = len(homes[years, person, house]) > 1
        for session in identifiers:
            if not session.startswith(years):
                continue
            yield items.Person(
                session=session,
                name=collapse(row.name),
                family_name=row.family,
                given_name=row.given,
                party=PARTIES.get(row.party, row.party) if row.party else None,
                chamber=chamber,
                district=district[2:].lstrip("0") or district,
                names=[items.PersonName(name, chamber) for name in names],
                source_id=f"{person}-{district.lower()}" if namesakes else person,
            )


def hearings(reading: Reading) -> Iterator[items.Hearing]:
    """One for each committee and day, and for each section of a floor's file and day."""
    tables = reading.tables
    bills = {bill.bill_id: bill for bill in tables.bills}
    for row, bill_ids in sorted(tables.hearings.items()):
        by_session: dict[str, list[str]] = {}
        for bill in (bills[bill_id] for bill_id in sorted(bill_ids & bills.keys())):
            by_session.setdefault(session_identifier(bill.session_year, bill.session_num), []).append(identifier(bill))
        body = FLOORS.get(row.location) or (FILES.get(row.location[:2]) if row.section else None)
        start, place = meeting(row, tables.agendas)
        if row.section:
            place = section_name(row, tables)
        number = str(row.calendar) if row.calendar else ""
        for session, identifiers in by_session.items():
            yield items.Hearing(
                session=session,
                key="-".join(filter(None, (id_part(row.location), id_part(row.date), id_part(row.section), number))),
                organization_code=body or reading.committee(row.location),
                start=start,
                place=place,
                status="scheduled",
                bills=identifiers,
            )


def section_name(row: Hearing, tables: Tables) -> str | None:
    """None where LOCATION_CODE_TBL, which names the sections, was not read."""
    if tables.locations is None:
        return None
    named = tables.calendars.get((row.section, row.calendar)) or tables.locations.get(row.section)
    return f"Daily File: {named.name if named else row.section}"


def meeting(row: Hearing, agendas: Mapping[tuple[str, str], set[Agenda]] | None) -> tuple[str, str | None]:
    """(start, place) by the agenda; a time that is no clock time stays in its words with the place."""
    found = sorted((agendas or {}).get((row.location, row.date), ()))
    clock = CLOCK.fullmatch(found[0].time.strip()) if len(found) == 1 else None
    if clock and 1 <= int(clock[1]) <= 12 and int(clock[2] or 0) < 60:
        hour = int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0)
        return f"{row.date}T{hour:02}:{clock[2] or '00'}", collapse(found[0].place) or None
    words = [", ".join(collapse(part) for part in (agenda.place, agenda.time) if part) for agenda in found]
    return row.date, "; ".join(filter(None, words)) or None
