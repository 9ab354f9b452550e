"""What a New Jersey database says, as items: session, bodies, people and their seats, each bill, meetings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from scrapy.http import Response

from scrapers import items
from scrapers.errors import BadArgument
from scrapers.items import Gap
from scrapers.normalise import collapse, id_part
from scrapers.states.nj.bills import HOUSES, one_bill, unlisted_bills
from scrapers.states.nj.codes import BODIES
from scrapers.states.nj.dump import ZipTables
from scrapers.states.nj.tables import BillKey, Tables, read_tables

FIRST_SESSION, FIRST_YEAR = 209, 2000
PARTIES = {"D": "Democratic", "R": "Republican"}
ROLES = {"": "member", "C": "chair", "V": "vice chair"}
STATUSES = {"Scheduled": "scheduled", "Canceled": "cancelled", "Not Meeting": "not meeting"}
FLOORS = {"A": "lower", "S": "upper", "J": "legislature"}
NO_TIME = "12:00 AM"
SESSION = re.compile(r"2\d\d")


def session_of(year: int) -> str:
    """`221` for 2024 and 2025: legislatures are numbered, two years each."""
    return str(FIRST_SESSION + (year - FIRST_YEAR) // 2)


def year_of(session: str) -> int:
    """2024 for `221`; BadArgument on what is no number of a legislature since 2000."""
    if not SESSION.fullmatch(session.strip()) or int(session) < FIRST_SESSION:
        raise BadArgument(f"session {session!r}: wanted the number of a legislature since 2000, like 221")
    return FIRST_YEAR + 2 * (int(session) - FIRST_SESSION)


def opening(year: int) -> date:
    """Constitution, article IV section I: the second Tuesday of January of each even year, when the last one ends."""
    january = date(year, 1, 1)
    return january + timedelta(days=(1 - january.weekday()) % 7 + 7)


def bill_filter(bill: str | None) -> Callable[[BillKey], bool]:
    """Which bills a run wants: one (`A4`, any spelling) or all."""
    wanted = id_part(bill) if bill else None
    return lambda key: wanted is None or id_part(key.identifier) == wanted


def read_database(response: Response, year: int, wanted: Callable[[BillKey], bool]) -> Iterator[items.Item]:
    """Everything in `DB<year>_TEXT.zip`: session, bodies and people first, then each bill, then meetings.

    Raises Blocked on an HTML page in its place, LayoutChanged where the bills themselves cannot be read; every lesser
    damage is a Gap among the items.
    """
    tables = read_tables(ZipTables(response.body, response.url.rsplit("/", 1)[-1]))
    session = session_of(year)
    yield items.Session(
        session,
        f"{year}-{year + 1} Regular Session",
        "primary",
        opening(year).isoformat(),
        opening(year + 2).isoformat(),
    )
    yield from organizations(tables)
    yield from people(tables, session)
    yield from memberships(tables, session)
    bills = [bill for bill in tables.bills if wanted(bill)]
    if not bills:
        raise BadArgument(f"session {session} has no such bill")
    for bill in bills:
        yield one_bill(tables, session, year, bill)
    if len(bills) == len(tables.bills):
        yield from unlisted_bills(tables, session)
        yield from hearings(tables, session, wanted)
    else:
        yield from (hearing for hearing in hearings(tables, session, wanted) if hearing.bills)
    for gap in tables.gaps:
        gap.session = session
        yield gap
    for (kind, code), times in sorted(tables.unknown.items()):
        told = f"{kind} {code!r} in {times} rows"
        yield Gap(session, "unknown_code", f"{kind} {code}", f"a known {kind}", code, told)


def organizations(tables: Tables) -> Iterator[items.Organization]:
    """The committees of COMMITTEE, and what AGENDAS alone has: by its code where its agendas do not name it either."""
    for code, row in sorted((tables.committees or {}).items()):
        chamber = HOUSES.get(row["House"])
        yield items.Organization(code, tables.names[code], "committee", chamber, chamber)
    if tables.committees is not None:
        for code in sorted({key.body for key in tables.agendas or ()} - tables.committees.keys() - FLOORS.keys()):
            yield items.Organization(code, BODIES.get(code, code), "committee", None)


def people(tables: Tables, session: str) -> Iterator[items.Person]:
    """One Person for each seat a legislator held."""
    for member in tables.members or ():
        if member.party not in PARTIES:
            tables.unknown["party", member.party] += 1
        yield items.Person(
            session=session,
            name=member.name,
            family_name=member.family,
            given_name=member.given or None,
            party=PARTIES.get(member.party, member.party) or None,
            chamber=member.chamber,
            district=member.district,
            names=[items.PersonName(member.name, member.chamber)],
            source_id=member.source_id,
        )


def memberships(tables: Tables, session: str) -> Iterator[items.Membership]:
    """COMEMBER names the member; an assignment other than P, of those who left, is kept beside the role as coded."""
    for row in tables.seats or ():
        body = (tables.committees or {}).get(row["Code"])
        chamber = HOUSES.get(body["House"]) if body else None
        role = ROLES.get(row["Position_on_Committee"], f"position {row['Position_on_Committee']}")
        if (assigned := row["Assignment_to_Committee"]) != "P":
            role = f"{role} (assignment {assigned or 'not given'})"
        yield items.Membership(session, row["Code"], row["Member"], role, chamber, by_name=True)


def hearings(tables: Tables, session: str, wanted: Callable[[BillKey], bool]) -> Iterator[items.Hearing]:
    """One for each meeting of AGENDAS: committees, and sessions and quorums of the houses."""
    for key, row in sorted((tables.agendas or {}).items()):
        if row["Status"] not in STATUSES:
            tables.unknown["meeting status", row["Status"]] += 1
        listed = [bill for bill in (tables.agenda_bills or {}).get(key, ()) if wanted(bill)]
        clock = datetime.strptime(key.time, "%I:%M %p")
        if key.body in FLOORS:
            body: str | None = FLOORS[key.body]
        else:
            body = key.body if tables.committees is not None else None
        yield items.Hearing(
            session=session,
            key=f"{key.body}-{key.day}-{clock:%H%M}-{key.kind}",
            organization_code=body,
            # midnight stands where no hour was set
            start=key.day if key.time == NO_TIME else f"{key.day}T{clock:%H:%M}",
            place=collapse(row["Location"]) or None,
            status=STATUSES.get(row["Status"], row["Status"].lower() or "scheduled"),
            bills=list(dict.fromkeys(bill.identifier for bill in listed)),
        )
    for key in sorted((tables.agenda_bills or {}).keys() - (tables.agendas or {}).keys()):
        if tables.agendas is not None:
            told = f"BAGENDA lists bills for {' '.join(key)}, which AGENDAS does not"
            tables.gaps.append(Gap(None, "hearing_missing", " ".join(key), "the meeting in AGENDAS", "none", told))
