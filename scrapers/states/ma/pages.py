"""What the API says of General Courts, committees, members, hearings and laws, as items.

A committee and a hearing are proved on captures; the other shapes are those of the API's own description. Lists give
the numbers of their entries, whose details are answers of their own.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import BadArgument, LayoutChanged
from scrapers.extract import value, words
from scrapers.html import DEEPEST, distinct, nesting
from scrapers.normalise import collapse, iso_date
from scrapers.states.ma.shapes import (
    BRANCHES,
    SITE,
    Row,
    answer,
    entries,
    gap,
    identifier,
    moment,
    of_court,
    of_kind,
    once,
    text_of,
    unknown,
)

STATUSES = {"Confirmed": "scheduled", "Rescheduled": "scheduled", "Canceled": "cancelled", "Completed": "held"}
LAW_PAGE = f"{SITE}Laws/SessionLaws/{{}}/{{}}/Chapter{{}}"


class Court(NamedTuple):
    """A General Court: the two years of one legislature, and its number in the addresses."""

    number: int
    years: tuple[int, int]
    item: items.Session


class Committee(NamedTuple):
    """What a committee's answer leads to: the bills it has and those it reported, its hearings."""

    code: str
    name: str
    chamber: str
    before: list[str]
    reported: list[str]
    hearings: list[int]


class Law(NamedTuple):
    """A bill that became law; its text is a version of the bill."""

    bill: str
    chapter: str
    version: items.Version


def courts(page: Response) -> list[Court]:
    """`GeneralCourts`: all there have been, each with its two years; the one with the highest number sits."""
    found = []
    for where, row in entries(answer(page.body, list, page.url), page.url, at_least=1):
        number, first, second = (value(row, key, int, where) for key in ("Number", "FirstYear", "SecondYear"))
        name = f"{number}{ordinal(number)} General Court ({first}-{second})"
        found.append(Court(number, (first, second), items.Session(str(number), name, "primary")))
    found = distinct(found, page.url, key=lambda court: court.number)
    newest = max(court.number for court in found)
    for court in found:
        court.item.is_active = court.number == newest
    return found


def chosen(known: list[Court], session: str | None, held: frozenset[int] | None) -> Court:
    """The one asked for (`194` or `194th`); else the newest, of those an archive has addresses of."""
    if session:
        for court in known:
            if session.strip().lower() in (str(court.number), f"{court.number}{ordinal(court.number)}"):
                return court
        numbers = ", ".join(str(court.number) for court in known)
        raise BadArgument(f"session {session!r}: wanted one of the General Courts {numbers}")
    return max([court for court in known if court.number in (held or ())] or known, key=lambda court: court.number)


def ordinal(number: int) -> str:
    """`st` for 191, `th` for 111."""
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def committee_list(page: Response, court: int) -> list[str]:
    """`GeneralCourts/194/Committees`: the codes of the committees."""
    return codes(page.body, court, "CommitteeCode", page.url)


def member_list(page: Response, court: int) -> list[str]:
    """`GeneralCourts/194/LegislativeMembers`: the codes of the members."""
    return codes(page.body, court, "MemberCode", page.url)


def codes(body: bytes, court: int, key: str, url: str) -> list[str]:
    found = []
    for where, row in entries(answer(body, list, url), url, at_least=1):
        of_court(row, court, where)
        found.append(value(row, key, str, where))
    return distinct(found, url, key=str.lower)


def committee(page: Response, court: int) -> list[Committee | items.Item]:
    """`GeneralCourts/192/Committees/J19`: the committee, its seats, and what it leads to.

    The chairs are among the members. A committee without members, as at the start of a term, is told of.
    """
    row, where, session = answer(page.body, dict, page.url), page.url, str(court)
    of_court(row, court, where)
    code, name = value(row, "CommitteeCode", str, where), value(row, "FullName", str, where).strip()
    branch = value(row, "Branch", str, where)
    if branch not in BRANCHES:
        raise LayoutChanged(f"{where}.Branch", wanted=" or ".join(BRANCHES), got=branch)
    chamber = BRANCHES[branch]
    found: list[Committee | items.Item] = [
        Committee(
            code,
            name,
            chamber,
            numbers(row, "DocumentsBeforeCommittee", court, where),
            numbers(row, "ReportedOutDocuments", court, where),
            [value(one, "EventId", int, at) for at, one in entries(value(row, "Hearings", list, where), where)],
        ),
        items.Organization(code, name, "committee", chamber, chamber),
    ]
    for house in ("Senate", "House"):
        seats, gaps = members_of(row, house, court, where)
        if not row[f"{house}Members"] and branch in (house, "Joint"):
            gaps.append(gap(session, "value_missing", f"{house} members of {code}", "one or more", "none", where))
        found += [items.Membership(session, code, person, role) for person, role in seats]
        found += gaps
    return found


def members_of(row: Row, house: str, court: int, where: str) -> tuple[list[tuple[str, str]], list[items.Gap]]:
    """Member code and role of each seat."""
    chair = value(row, f"{house}Chairperson", (dict, type(None)), where)
    listed = value(row, f"{house}Members", list, where)
    people = [value(one, "MemberCode", str, at) for at, one in entries(listed, f"{where}.{house}Members")]
    leads = value(chair, "MemberCode", str, f"{where}.{house}Chairperson") if chair else None
    seats = [((person, "chair" if person == leads else "member"), person.lower()) for person in people]
    found, gaps = once(seats, str(court), "member", f"{where}.{house}Members")
    if leads and leads not in people:
        found.append((leads, "chair"))
        gaps.append(gap(str(court), "value_missing", f"chair {leads} among the members", "one", "none", where))
    return found, gaps


def numbers(row: Row, key: str, court: int, where: str) -> list[str]:
    """The bills of a list of documents, each as often as it is listed; a docket without a number goes by its own."""
    found = []
    for at, one in entries(value(row, key, list, where), f"{where}.{key}"):
        of_court(one, court, at)
        found.append(document_number(one, at))
    return found


def document_number(row: Row, where: str) -> str:
    number = text_of(row, "BillNumber", where) or text_of(row, "DocketNumber", where)
    if not number:
        raise LayoutChanged(where, wanted="BillNumber or DocketNumber", got="neither")
    return identifier(number, where)


def member(page: Response, court: int, code: str) -> list[items.Person]:
    """`GeneralCourts/194/LegislativeMembers/A_J1`: one member of a General Court; party and district may be null."""
    row, where = answer(page.body, dict, page.url), page.url
    of_court(row, court, where)
    if value(row, "MemberCode", str, where).lower() != code.lower():
        raise LayoutChanged(f"{where}.MemberCode", wanted=code, got=row["MemberCode"])
    name, branch = text_of(row, "Name", where), value(row, "Branch", str, where)
    if not name or branch not in ("House", "Senate"):
        raise LayoutChanged(where, wanted="a Name, and Branch House or Senate", got=f"{name}, {branch}")
    person = items.Person(
        session=str(court),
        name=name,
        family_name=None,
        given_name=None,
        party=text_of(row, "Party", where),
        chamber=BRANCHES[branch],
        district=text_of(row, "District", where),
        # a roll call names a member by the code alone
        names=[items.PersonName(spelling, BRANCHES[branch]) for spelling in (name, code)],
        source_id=code,
        source_url=f"{SITE}Legislators/Profile/{code}",
    )
    return [person]


def hearing(page: Response, court: int, number: int) -> list[items.Item]:
    """`Hearings/3758`: one hearing with the bills on its agenda; a day it was moved from is not kept."""
    row, where, session = answer(page.body, dict, page.url), page.url, str(court)
    if value(row, "EventId", int, where) != number:
        raise LayoutChanged(f"{where}.EventId", wanted=str(number), got=str(row["EventId"]))
    host = value(row, "HearingHost", dict, where)
    of_court(host, court, f"{where}.HearingHost")
    start = moment(row, "StartTime", where)
    status = value(row, "Status", str, where)
    bills: dict[str, None] = {}
    gaps: list[items.Item] = []
    for at, agenda in entries(value(row, "HearingAgendas", list, where), f"{where}.HearingAgendas"):
        bills.update(dict.fromkeys(numbers(agenda, "DocumentsInAgenda", court, at)))
    if not bills:
        gaps.append(gap(session, "value_missing", f"bills of hearing {number}", "bills", "none", where))
    if status not in STATUSES:
        gaps.append(unknown(session, "status of a hearing", status, where))
    found = items.Hearing(
        session=session,
        key=f"hearing-{number}",
        organization_code=value(host, "CommitteeCode", str, f"{where}.HearingHost"),
        start=start.isoformat(timespec="minutes") if start else None,
        place=place_of(row, where),
        status=STATUSES.get(status, status.lower()),
        bills=list(bills),
    )
    return [found, *gaps]


def place_of(row: Row, where: str) -> str | None:
    found = value(row, "Location", (dict, type(None)), where)
    if not found:
        return None
    parts = [text_of(found, key, f"{where}.Location") for key in ("LocationName", "AddressLine1", "City")]
    return ", ".join(part for part in parts if part) or None


def law_years(page: Response, years: list[int]) -> list[int]:
    """`SessionLaws/SupportedYears`: which of a General Court's years have laws."""
    supported = [of_kind(year, int, page.url) for year in answer(page.body, list, page.url)]
    if not supported:
        raise LayoutChanged(page.url, wanted="a list of years", got="none")
    return [year for year in distinct(supported, page.url) if year in years]


def laws(page: Response, court: int) -> list[Law | items.Gap]:
    """`SessionLaws/2025`: the acts and resolves of a year that began as bills of one General Court.

    A law that names no bill is told of; one that began in another General Court is that one's.
    """
    found: list[Law | items.Gap] = []
    listed = [law(row, court, where) for where, row in entries(answer(page.body, list, page.url), page.url, at_least=1)]
    kept, gaps = once(((one, name) for name, one in listed), str(court), "law", page.url)
    found += [one for one in kept if one]
    return found + gaps


def law(row: Row, court: int, where: str) -> tuple[str, Law | items.Gap | None]:
    """The name of a law, and what becomes of it here."""
    year, chapter = value(row, "Year", int, where), text_of(row, "ChapterNumber", where)
    kind = text_of(row, "Type", where)
    if not chapter or not kind:
        raise LayoutChanged(where, wanted="ChapterNumber and Type", got=f"{chapter}, {kind}")
    name = f"Chapter {chapter} of the {kind} of {year}"
    origin = value(row, "OriginBill", (dict, type(None)), where)
    if origin is None:
        return name, gap(str(court), "value_missing", f"bill of {name}", "OriginBill", "null", where)
    if value(origin, "GeneralCourtNumber", int, f"{where}.OriginBill") != court:
        return name, None
    approved, markup = text_of(row, "ApprovedDate", where), value(row, "ChapterText", (str, type(None)), where)
    version = items.Version(
        key=f"{kind}-{year}-chapter-{chapter}",
        note=name,
        classification="became-law",
        date=iso_date(approved, "%b %d %Y", "%B %d, %Y", "%m/%d/%Y") if approved else None,
        title=text_of(row, "Title", where),
        url=LAW_PAGE.format(kind, year, chapter),
        media_type="text/html",
        text=law_text(markup, where) if markup else None,
    )
    return name, Law(document_number(origin, f"{where}.OriginBill"), name, version)


def law_text(markup: str, where: str) -> items.VersionText | None:
    """A chapter's paragraphs, a line each; None where there is no word in it."""
    source = markup.encode()
    if (depth := nesting(source)) > DEEPEST:
        raise LayoutChanged(f"{where}.ChapterText", wanted=f"elements nested at most {DEEPEST} deep", got=str(depth))
    document = Selector(markup, type="html")
    lines = [line for one in document.xpath("//p[not(ancestor::p)]") if (line := words(one))]
    whole = words(document)
    # words outside of paragraphs: nothing may be left out
    text = "\n".join(lines) if collapse(" ".join(lines)) == whole else whole
    return items.VersionText(text, None, "ma-api", sha256(source).hexdigest()) if text else None
