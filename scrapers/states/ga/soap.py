"""What the older SOAP services of webservices.legis.ga.gov/GGAServices said, in the items and ids of the present API.

Format: SOAP 1.1 as captured in 2012 and 2013; operations and arguments as in the services' own WSDL. The services
are retired and are asked of an archive alone, by requests spelled as `Call` spells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.normalise import collapse
from scrapers.states.ga import measures, rtf
from scrapers.states.ga.shapes import RollRow, Sitting, day, spelled, unknown
from scrapers.xml import Element, need, parse, words

ADDRESS = "http://webservices.legis.ga.gov/GGAServices/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICES = "http://www.legis.ga.gov/2009/01/01/services/"
DATA = "{http://www.legis.ga.gov/2009/01/01/data/}"

OPERATIONS = {
    "GetSessions": "Session",
    "GetYears": "Session",
    "GetCommitteesBySession": "Committees",
    "GetCommitteesByTypeAndSession": "Committees",
    "GetCommitteeForSession": "Committees",
    "GetCommittee": "Committees",
    "GetMembersBySession": "Members",
    "GetMembersByTypeAndSession": "Members",
    "GetMember": "Members",
    "GetLegislationForSession": "Legislation",
    "GetLegislationDetail": "Legislation",
    "GetLegislationText": "LegislationText",
    "GetVotes": "Votes",
    "GetVotesForLegislation": "Votes",
    "GetVote": "Votes",
}
CHAMBERS = {"House": "lower", "Senate": "upper"}
PARTIES = {"Democrat": "Democratic"}  # in the words of the present API
OPTIONS = {"Yea": "yes", "Nay": "no", "Excused": "excused", "NotVoting": "not voting"}
SPONSOR = re.compile(r"(House|Senate)(Author|CoAuthor|Sponsor)")
NUMBER = re.compile(r"[HS][BR] \d{1,5}(?:EX\d?)?")
ROLL_CALL = re.compile(r"(House|Senate) Vote #\d+")
ATTENDANCE = re.compile(r"(?:morning roll call|attendance)", re.IGNORECASE)
NOT_PUBLISHED = "This Roll Call Vote is not published."
Listed = tuple[RollRow, items.VoteEvent | None]  # a roll call of a list, and what it is where its bill is named
ORDINALS = {1: "ST", 2: "ND", 3: "RD"}


class Call(NamedTuple):
    """One request to the services: the operation and, in the order of the WSDL, its arguments."""

    operation: str
    arguments: tuple[tuple[str, int | str], ...] = ()

    @property
    def url(self) -> str:
        """A service has one address; what is asked of it stands in the fragment, which no request carries."""
        asked = "-".join(str(part) for argument in ((self.operation,), *self.arguments) for part in argument)
        return f"{ADDRESS}{OPERATIONS[self.operation]}/Service.svc#{asked}"

    @property
    def body(self) -> str:
        inside = "".join(f"<{name}>{value}</{name}>" for name, value in self.arguments)
        asked = f'<{self.operation} xmlns="{SERVICES}">{inside}</{self.operation}>'
        return f'<s:Envelope xmlns:s="{ENVELOPE}"><s:Body>{asked}</s:Body></s:Envelope>'


def call(operation: str, **arguments: int | str) -> Call:
    return Call(operation, tuple(arguments.items()))


class Leads(NamedTuple):
    """Where a bill's page leads: to its roll calls, and to its newest version, which stands alone in a bill."""

    rolls: list[Listed]
    newest: items.Bill


class Seats(NamedTuple):
    """A member's page: the member in one session, with the seats on its committees."""

    person: items.Person
    memberships: list[items.Membership]


def result(page: Response, operation: str) -> Element:
    """What an operation answered; raises LayoutChanged on a fault, on another operation's answer, on no answer."""
    root = parse(page.body, "Envelope", page.url)
    fault = words(root, f"{{{ENVELOPE}}}Body/{{{ENVELOPE}}}Fault")
    if fault and NOT_PUBLISHED in fault:
        raise ExpectedEmpty(NOT_PUBLISHED)
    path = f"{{{ENVELOPE}}}Body/{{{SERVICES}}}{operation}Response/{{{SERVICES}}}{operation}Result"
    found = root.find(path)
    if found is None or not (len(found) or found.text):
        got = f"a fault: {fault}" if fault else "none"
        raise LayoutChanged(f"{page.url} {operation}", wanted=f"{operation}Result with something in it", got=got)
    return found


def sessions(page: Response) -> list[tuple[int, items.Session]]:
    """GetSessions: every session with the number it has to this day. Which one sits, an old answer cannot say."""
    return [session(row, page.url) for row in rows(result(page, "GetSessions"), "Session", page.url)]


def years(page: Response) -> list[tuple[int, items.Session]]:
    """GetYears: the sessions of each year, each session once."""
    found = [rows(year, "Session", page.url)[0] for year in rows(result(page, "GetYears"), "Year", page.url)]
    return list(dict(session(row, page.url) for row in found).items())


def session(row: Element, where: str) -> tuple[int, items.Session]:
    library = text(row, "Library", where)
    return integer(row, "Id", where), measures.session(text(row, "Description", where), library, where, active=None)


def committees(page: Response, operation: str) -> Iterator[items.Organization]:
    """GetCommitteesBySession of both chambers, GetCommitteesByTypeAndSession of one."""
    for row in rows(result(page, operation), "CommitteeListing", page.url):
        yield measures.committee(integer(row, "Id", page.url), text(row, "Name", page.url), chamber(row, "Type", page))


def committee_seats(page: Response, operation: str, sitting: Sitting) -> Iterator[items.Item]:
    """GetCommitteeForSession, GetCommittee: a committee and who sat on it, in the session the page names."""
    where, found = page.url, result(page, operation)
    expect_session(found, sitting, where)
    code = integer(found, "Id", where)
    yield measures.committee(code, text(found, "Name", where), chamber(found, "Type", page))
    for row in rows(found, "Members/CommitteeMember", where, at_least=0):
        number = integer(row, "Member/Id", where)
        yield membership(sitting, str(code), number, text(row, "Role", where), row, where)


def membership(sitting: Sitting, code: str, member: int, role: str, row: Element, where: str) -> items.Membership:
    return items.Membership(
        sitting.identifier, code, str(member), role.lower(), end_date=vacated(row, "DateVacated", where)
    )


def members(page: Response, operation: str, sitting: Sitting) -> Iterator[items.Person]:
    """GetMembersBySession of both chambers, GetMembersByTypeAndSession of one; those who left among them."""
    for row in rows(result(page, operation), "MemberListing", page.url):
        yield person(row, row, sitting, page)


def member(page: Response, sitting: Sitting) -> Seats:
    """GetMember: one member; raises ExpectedEmpty where he or she had no seat in this session."""
    where, found = page.url, result(page, "GetMember")
    for service in rows(found, "SessionsInService/LegislativeService", where):
        if integer(service, "Session/Id", where) == sitting.sid:
            number = integer(found, "Id", where)
            path = "CommitteeMemberships/CommitteeMembership"
            held = [
                membership(sitting, text(row, "Committee/Id", where), number, text(row, "Role", where), row, where)
                for row in rows(service, path, where, at_least=0)
            ]
            return Seats(person(found, service, sitting, page), held)
    raise ExpectedEmpty(f"the member had no seat in the session {sitting.identifier}")


def person(who: Element, seat: Element, sitting: Sitting, page: Response) -> items.Person:
    """`who` has the name and the number, `seat` the district; spelled as roll calls and lists of sponsors do."""
    where = page.url
    first, last = text(who, "Name/First", where), text(who, "Name/Last", where)
    district = integer(seat, "District/Number", where)
    house = chamber(seat, "District/Type", page)
    ending = "TH" if 10 <= district % 100 <= 20 else ORDINALS.get(district % 10, "TH")
    party = text(seat, "Party", where)
    spellings = (
        f"{last.upper()}, {district}{ending}",
        f"{last}, {first}",
        f"{last}, {first} {district}{ending.lower()}",
    )
    return items.Person(
        session=sitting.identifier,
        name=f"{first} {last}",
        family_name=last,
        given_name=first,
        party=PARTIES.get(party, party),
        chamber=house,
        district=str(district),
        names=[items.PersonName(spelling, house) for spelling in spellings],
        source_id=str(integer(who, "Id", where)),
        end_date=vacated(seat, "DateVacated", where),
    )


def legislation(page: Response, sitting: Sitting) -> dict[int, items.Bill]:
    """GetLegislationForSession: the session's bills by the services' number, without sponsors and history."""
    found: dict[int, items.Bill] = {}
    for row in rows(result(page, "GetLegislationForSession"), "LegislationIndex", page.url):
        key, name = integer(row, "Id", page.url), text(row, "Description", page.url)
        if not NUMBER.fullmatch(name) or key in found:
            raise LayoutChanged(f"{page.url} LegislationIndex", wanted="a bill like HB 1, once", got=f"{name}, {key}")
        title = words(row, under("Caption")) or ""  # a bill has none before it is read
        found[key] = measures.listed(sitting, key, measures.bill_name(name), title)
    return found


def bill(page: Response, sitting: Sitting) -> list[items.Item]:
    """GetLegislationDetail: one bill with sponsors, versions and history; spellings not yet known first."""
    where, found = page.url, result(page, "GetLegislationDetail")
    expect_session(found, sitting, where)
    name = bill_name(found, where)
    signed = list(sponsors(found, where))
    # newest first in the source; what happened in one second stays in its order
    history = [
        measures.action(text(row, "Description", where), text(row, "Date", where), where)
        for row in reversed(rows(found, "StatusHistory/StatusListing", where))
    ]
    bodies = rows(found, "Committees/CommitteeListing", where, at_least=0)
    read: list[items.Item] = list(spelled(sitting, [(number, one.name, one.chamber) for one, number, _ in signed]))
    read += [gap for _, _, gap in signed if gap]
    read.append(
        measures.bill(
            sitting,
            integer(found, "Id", where),
            name,
            title=words(found, under("Caption")) or "",
            summary=words(found, under("Summary")) or "",
            sponsorships=[sponsor for sponsor, _, _ in signed],
            history=history,
            versions=versions(found, where)[::-1],
            committees=[(text(row, "Id", where), chamber(row, "Type", page)) for row in bodies],
        )
    )
    return read


def bill_leads(page: Response, sitting: Sitting) -> Leads:
    """GetLegislationDetail: where it leads. The newest version stands first."""
    found = result(page, "GetLegislationDetail")
    name = bill_name(found, page.url)
    newest = versions(found, page.url)[:1]
    kind = measures.KINDS[name[1]]
    of = items.Bill(sitting.identifier, name, kind, measures.origin(name), whole=False, versions=newest)
    rolls = [listed_roll(row, sitting, page.url) for row in roll_rows(found, "Votes/VoteListing", page.url)]
    return Leads(rolls, of)


def bill_name(found: Element, where: str) -> str:
    suffix = words(found, under("Suffix")) or ""
    name = f"{text(found, 'DocumentType', where)} {integer(found, 'Number', where)}{suffix}"
    if not NUMBER.fullmatch(name):
        raise LayoutChanged(f"{where} DocumentType, Number, Suffix", wanted="a bill like HB 1", got=name)
    return measures.bill_name(name)


def sponsors(found: Element, where: str) -> Iterator[tuple[items.Sponsorship, int, items.Gap | None]]:
    """Each with the member's number, and a Gap for a type nobody knows; in later answers `Sponsors` has several."""
    paths = ("Authors/Sponsorship", "Sponsor", "Sponsors/Sponsorship")
    listed = [row for path in paths for row in rows(found, path, where, at_least=0) if len(row)]
    for row in sorted(listed, key=lambda row: integer(row, "Sequence", where)):
        code = text(row, "Type", where)
        kind = SPONSOR.fullmatch(code)
        first = kind is not None and kind[2] == "Author" and integer(row, "Sequence", where) == 1
        role = measures.sponsor_words(carries=kind[2] == "Sponsor", first=first) if kind else code
        name = text(row, "MemberDescription", where)
        gap = None if kind else unknown(None, "Sponsorship Type", code, where)
        sponsor = items.Sponsorship(name, role, first, CHAMBERS[kind[1]] if kind else None)
        yield sponsor, integer(row, "MemberId", where), gap


def versions(found: Element, where: str) -> list[items.Version]:
    library = text(found, "Session/Library", where)
    return [
        measures.version(integer(row, "Id", where), text(row, "Description", where), library)
        for row in rows(found, "Versions/DocumentDescription", where, at_least=0)
    ]


def version_text(page: Response, of: items.Bill) -> list[items.Item]:
    """GetLegislationText: the words of the one version that the bill holds."""
    found = result(page, "GetLegislationText")
    read, markup = rtf.read("".join(map(str, found.itertext())), f"{page.url} GetLegislationText")
    held = items.VersionText(read, markup, "ga-rtf", sha256(page.body).hexdigest())
    return [replace(of, versions=[replace(one, text=held) for one in of.versions or []])]


def votes(page: Response, operation: str, sitting: Sitting) -> list[Listed]:
    """GetVotes of a chamber, GetVotesForLegislation of a bill: roll calls with their counts, but not of attendance.

    One that names its bill is a roll call already, of which nobody's vote is known.
    """
    found = roll_rows(result(page, operation), "VoteListing", page.url)
    return [listed_roll(row, sitting, page.url) for row in found]


def roll_rows(found: Element, path: str, where: str) -> list[Element]:
    listed = rows(found, path, where, at_least=0)
    return [row for row in listed if not ATTENDANCE.fullmatch(words(row, under("Caption")) or "")]


def listed_roll(row: Element, sitting: Sitting, where: str) -> Listed:
    stated = roll_row(row, sitting, where)
    name = words(row, under("Legislation")) or ""
    if not NUMBER.fullmatch(name):
        return stated, None
    return stated, measures.roll_call(sitting, stated, [measures.bill_name(name)], None)


def roll_row(row: Element, sitting: Sitting, where: str) -> RollRow:
    expect_session(row, sitting, where)
    name = ROLL_CALL.match(text(row, "Description", where))
    if not name or name[1] != text(row, "Branch", where):
        raise LayoutChanged(f"{where} Description", wanted="'House Vote #1' of its Branch", got=str(name))
    return RollRow(
        vote_id=integer(row, "VoteId", where),
        chamber=CHAMBERS[name[1]],
        number=integer(row, "Number", where),
        caption=collapse(words(row, under("Caption")) or ""),  # some roll calls have no question
        date=day(text(row, "Date", where), where),
        yes=integer(row, "Yeas", where),
        no=integer(row, "Nays", where),
        other=integer(row, "NotVoting", where) + integer(row, "Excused", where),
    )


def roll_call(page: Response, sitting: Sitting) -> Iterator[items.Item]:
    """GetVote: who voted how, and on which bills. Raises ExpectedEmpty where it names no bill or is not published."""
    where, found = page.url, result(page, "GetVote")
    row = roll_row(found, sitting, where)
    decided = rows(found, "Legislation/ItemVotedOn", where, at_least=0)
    if not decided:
        raise ExpectedEmpty(f"{row.caption!r} names no bill")
    cast, printed = [], []
    for line in rows(found, "Votes/MemberVote", where):
        code, name = text(line, "MemberVoted", where), text(line, "Member/Name", where)
        number = integer(line, "Member/Id", where)
        if code not in OPTIONS:
            yield unknown(sitting.identifier, "MemberVoted", code, where)
        cast.append(measures.vote(number, name, OPTIONS.get(code), code))
        printed.append((number, name, row.chamber))
    yield from spelled(sitting, printed)
    bills = [measures.bill_name(text(one, "Description", where)) for one in decided]
    yield measures.roll_call(sitting, row, bills, cast)


def people_named(page: Response, operation: str) -> set[int]:
    """The numbers of the members that a bill (GetLegislationDetail) or a roll call (GetVote) names."""
    found = result(page, operation)
    if operation == "GetLegislationDetail":
        return {number for _, number, _ in sponsors(found, page.url)}
    return {integer(line, "Member/Id", page.url) for line in rows(found, "Votes/MemberVote", page.url, at_least=0)}


def under(path: str) -> str:
    """`Name/First` in the names the services' data has."""
    return "/".join(DATA + part for part in path.split("/"))


def rows(found: Element, path: str, where: str, *, at_least: int = 1) -> list[Element]:
    listed = found.findall(under(path))
    if len(listed) < at_least:
        raise LayoutChanged(f"{where} {path}", wanted=f"at least {at_least}", got=str(len(listed)))
    return listed


def text(row: Element, path: str, where: str) -> str:
    return need(row, under(path), where)


def integer(row: Element, path: str, where: str) -> int:
    found = text(row, path, where)
    if not re.fullmatch(r"-?\d{1,9}", found):
        raise LayoutChanged(f"{where} {path}", wanted="a whole number", got=found)
    return int(found)


def chamber(row: Element, path: str, page: Response) -> str:
    found = text(row, path, page.url)
    if found not in CHAMBERS:
        raise LayoutChanged(f"{page.url} {path}", wanted="House or Senate", got=found)
    return CHAMBERS[found]


def vacated(row: Element, path: str, where: str) -> str | None:
    found = words(row, under(path))
    return day(found, f"{where} {path}") if found else None


def expect_session(found: Element, sitting: Sitting, where: str) -> None:
    stated = integer(found, "Session/Id", where)
    if stated != sitting.sid:
        raise LayoutChanged(f"{where} Session/Id", wanted=str(sitting.sid), got=str(stated))
