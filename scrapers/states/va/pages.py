"""What the files of one session say together, as items: bodies and people, bills, roll calls, hearings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from scrapers import items
from scrapers.errors import BadArgument
from scrapers.items import Gap
from scrapers.normalise import id_part
from scrapers.states.va.bills import LETTERS, committee_code, committee_places, identifier, one_bill
from scrapers.states.va.files import Meeting
from scrapers.states.va.rolls import vote_events, vote_statements
from scrapers.states.va.tables import Tables

HOUSES = {"H": "House", "S": "Senate"}
SESSION = re.compile(r"(\d{4}) ?(?:Special Session )?([1-9])?")
FIRST_IN_BULK = 2025  # earlier sessions stand on the older server
BULK = "https://lis.blob.core.windows.net/lisfiles/"
LEGACY = "https://legacylis.virginia.gov/SiteInformation/csv/"
FILE = re.compile(f"(?:{re.escape(BULK)}|{re.escape(LEGACY)})(\\d{{3}}|\\d{{5}})/.+", re.IGNORECASE)
Progress = Callable[[str, int, int | None], None]


def session_code(session: str) -> str:
    """`2026` → `20261`, `2026 Special Session 1` → `20262`; LIS's own code is taken too. BadArgument on any other."""
    found = SESSION.fullmatch(session.strip())
    if not found:
        raise BadArgument(
            f"session {session!r}: wanted a year like 2026, '2026 Special Session 1' or a code like 20261"
        )
    if "Special" in session:
        if not found[2]:
            raise BadArgument(f"session {session!r}: wanted the number of the special session")
        return f"{found[1]}{int(found[2]) + 1}"
    return f"{found[1]}{found[2] or 1}"


def session_name(code: str) -> str:
    """`20261` → `2026`, `20262` → `2026 Special Session 1`; the older server's `241` is `20241`."""
    year, number = code[:4], int(code[4])
    return year if number == 1 else f"{year} Special Session {number - 1}"


def full_code(code: str) -> str:
    """The older server's `241` → `20241`."""
    return code if len(code) == 5 else f"20{code}"


def file_url(code: str, name: str) -> str:
    if int(code[:4]) >= FIRST_IN_BULK:
        return f"{BULK}{code}/{name}"
    return f"{LEGACY}{code[2:]}/{name.rpartition('.')[0]}.csv"


def bill_filter(bill: str | None) -> Callable[[str], bool]:
    """Which bills (`HB1`) a run wants: one, in any spelling, or all; "" stands for no bill in particular."""
    key = id_part(bill) if bill else None
    return lambda name: key is None or name.lower() == key


def read_tables(tables: Tables, bill: str | None, progress: Progress) -> Iterator[items.Item]:
    """Everything the files say: session, bodies and people first, then bills, roll calls, hearings, gaps.

    A file that was not read says nothing: what hangs on it is None in the items, or is not there.
    """
    wanted = bill_filter(bill)
    yield session(tables)
    yield from said_by(tables, "committees", organizations(tables))
    yield from said_by(tables, "members", people(tables))
    yield from memberships(tables)
    if tables.bills is None:
        return
    places = committee_places(tables.committees)
    names = [name for name in tables.bills if wanted(name)]
    if bill and not names:
        raise BadArgument(f"bill {bill!r}: no such bill in session {tables.session}")
    for done, name in enumerate(names):
        if done % 100 == 0:
            progress("bills", done, len(names))
        yield from said_by(tables, "bills", [one_bill(tables, places, name, tables.bills[name])])
    for name in sorted(tables.history or {}):
        if name not in tables.bills and wanted(name):
            yield from said_by(tables, "history", [one_bill(tables, places, name, None)])
    unknown: Counter[str] = Counter()
    held = set()
    for done, event in enumerate(vote_events(tables, wanted, unknown)):
        if done % 500 == 0:
            progress("roll calls", done, len(tables.votes[0]) if tables.votes else None)
        held.add(event.key)
        yield from said_by(tables, "votes", [event])
    yield from said_by(tables, "statements", vote_statements(tables, held))
    yield from said_by(tables, "docket", hearings(tables, tables.docket, wanted))
    yield from said_by(tables, "subdocket", hearings(tables, tables.subdocket, wanted))
    for key in tables.votes[1] if tables.votes else ():
        unknown[f"roll call {key}"] += 1
    yield from said_by(tables, "votes", (unknown_code(tables, code, times) for code, times in sorted(unknown.items())))
    progress("bills", len(names), len(names))


def said_by(tables: Tables, table: str, found: Iterator[items.Item] | list[items.Item]) -> Iterator[items.Item]:
    """The items, each with the capture of the file it is read from."""
    for item in found:
        item.capture = tables.captures[table]
        yield item


def session(tables: Tables) -> items.Session:
    """Constitution, article IV section 6: a regular session convenes on the second Wednesday in January."""
    year, number = int(tables.code[:4]), int(tables.code[4])
    capture = next(iter(tables.captures.values()))
    if number > 1:
        return items.Session(tables.session, f"{year}, Special Session {number - 1}", "special", capture=capture)
    january = date(year, 1, 1)
    opening = january + timedelta(days=(2 - january.weekday()) % 7 + 7)
    return items.Session(tables.session, f"{year} Regular Session", "primary", opening.isoformat(), capture=capture)


def organizations(tables: Tables) -> Iterator[items.Organization]:
    """Committees by name; subcommittees, which no file names, by the numbers under which others speak of them."""
    committees = tables.committees or {}
    for code, (house, name) in sorted(committees.items()):
        chamber = LETTERS[house]
        yield items.Organization(code, f"{HOUSES[house]} {name}", "committee", chamber, chamber)
    subs = {code for code, _ in tables.subcommittee_members or ()}
    subs |= {meeting.body for meeting in tables.subdocket or ()}
    subs |= {body for key in (tables.votes[0] if tables.votes else ()) if (body := committee_code(key)) is not None}
    for code in sorted(subs):
        if len(code) == 6 and code[:3] in committees:
            house, name = committees[code[:3]]
            full = f"{HOUSES[house]} {name}, subcommittee {code[3:]}"
            yield items.Organization(code, full, "committee", LETTERS[house], code[:3])


def people(tables: Tables) -> Iterator[items.Person]:
    """Members by LIS's own id; the file has neither party nor district."""
    printed: dict[str, set[str]] = {}
    for found in (tables.sponsors or {}).values():
        for sponsor in found:
            printed.setdefault(sponsor.member, set()).add(sponsor.name)
    for house, member, name in tables.members or ():
        chamber = LETTERS[house]
        yield items.Person(
            session=tables.session,
            name=name,
            family_name=None,
            given_name=None,
            party=None,
            chamber=chamber,
            district=None,
            names=[
                items.PersonName(spelling, chamber) for spelling in sorted({name, member, *printed.get(member, ())})
            ],
            source_id=member,
        )


def memberships(tables: Tables) -> Iterator[items.Item]:
    """Seats on committees and subcommittees; nothing while the members or the committees themselves are not known."""
    if tables.members is None or tables.committees is None:
        return
    for table in ("committee_members", "subcommittee_members"):
        seats = getattr(tables, table) or []
        yield from said_by(tables, table, [items.Membership(tables.session, body, member) for body, member in seats])


def hearings(
    tables: Tables, dockets: dict[Meeting, list[str]] | None, wanted: Callable[[str], bool]
) -> Iterator[items.Hearing]:
    """A docket: one committee's agenda of one day. LIS prints neither hour nor room in it."""
    for meeting, bills in (dockets or {}).items():
        on_it = [identifier(bill) for bill in dict.fromkeys(bills) if wanted(bill)]
        if on_it:
            yield items.Hearing(
                session=tables.session,
                key="-".join(filter(None, (meeting.body, meeting.date, meeting.number))),
                organization_code=meeting.body,
                start=meeting.date,
                place=None,
                status="scheduled",
                bills=on_it,
            )


def unknown_code(tables: Tables, code: str, times: int) -> Gap:
    return Gap(
        session=tables.session,
        kind="unknown_code",
        key=code,
        expected=f"a known {code.rpartition(' ')[0]}",
        found=code.rpartition(" ")[2],
        evidence=f"{code} in {times} rows of VOTE",
    )
