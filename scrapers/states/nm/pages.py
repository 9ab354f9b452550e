"""Pages of nmlegis.gov that lead to others: forms, a session's list, directory listings, committees.

Pages are ASP.NET forms. Elements are found by the ids of their controls and by the labels of columns; what a page
counts itself is held against what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urljoin

import form2request  # type: ignore[import-untyped]  # it says nothing of types
from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import many, one, words
from scrapers.html import distinct, table, whole
from scrapers.normalise import collapse, iso_date
from scrapers.states.nm.shapes import (
    COMMITTEE_LINK,
    HOUSES,
    PARTIES,
    SESSION_CODE,
    SESSION_LABEL,
    SPONSOR_LINK,
    File,
    Line,
    Sitting,
    body,
    committee_code,
    linked_measure,
    measure_of,
    person,
    undamaged,
)

MENU = {"lower": "House", "upper": "Senate"}
STANDING = "//a[contains(@href, '/Committee/Standing_Committee?CommitteeCode=')]"
LIST = "#MainContent_gridViewLegislation"
COLUMNS = ("Bill ID", "Title", "Sponsor", "Actions", "Session")
COUNTED = re.compile(r"Displaying (\d{1,5}) of (\d{1,5}) result\(s\)")
GRID = "ctl00$MainContent$gridViewLegislation"
# `1/15/2019  3:58 PM        26816 HB0001.HTML`; folders have <dir> in place of a size
FILE_LINE = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) {1,2}(\d{1,2}:\d\d [AP]M) {1,20}(\d{1,12}|<dir>)")
FOLDER = re.compile(r"/Sessions/\d\d [A-Z][a-z]+\d?/[\w/]+/")
AGENDA = "//div[div[contains(@class, 'panel-heading')]/h3[normalize-space() = 'Agenda']]/div[last()]"
CLOCK = re.compile(r"(\d{1,2}): ?(\d\d) ?([ap])\. ?m\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Forms:
    """`sittings` from the newest on; the standing committees of the newest, and the addresses of their pages."""

    sittings: list[Sitting]
    bodies: list[items.Organization]
    committees: list[str]


class Post(NamedTuple):
    """A form to be sent."""

    url: str
    body: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """`more` is the form to send for what this page does not show; None where it shows all."""

    lines: list[Line]
    more: Post | None


def number_form(page: Response) -> Forms:
    """/Legislation/BillFinder/Number: all sessions by their codes, and the menu every page has."""
    document = undamaged(whole(page), page.url)
    found = []
    for option in many(document, "select#MainContent_ddlSessions option", page.url):
        sitting = Sitting(option.attrib.get("value", ""), words(option))
        labelled = SESSION_LABEL.fullmatch(sitting.label)
        if not SESSION_CODE.fullmatch(sitting.code) or not labelled or labelled[1][2:] != sitting.code[:2]:
            raise LayoutChanged(f"{page.url} ddlSessions", wanted="sessions such as 20s2", got=repr(sitting))
        found.append(sitting)
    links = distinct(many(document, STANDING, page.url), f"{page.url} menu", key=lambda link: link.attrib["href"])
    menu = {}
    for link in links:
        code = COMMITTEE_LINK.fullmatch(link.attrib["href"])
        if not code or not words(link):
            raise LayoutChanged(f"{page.url} menu", wanted="a committee's code and name", got=link.get())
        menu[committee_code(code[1])] = f"{MENU[HOUSES[code[1][0]]]} {words(link)}"
    if {HOUSES[code[0]] for code in menu} != set(MENU):
        raise LayoutChanged(f"{page.url} menu", wanted="committees of both chambers", got=", ".join(menu))
    bodies = [known for code in menu if (known := body(code, menu))]
    addresses = [urljoin(page.url, link.attrib["href"]) for link in links]
    return Forms(distinct(found, page.url, key=lambda sitting: sitting.code), bodies, addresses)


def list_form(page: Response) -> dict[str, str]:
    """/Legislation/Legislation_List: the number of each session in that form, by its label."""
    found = {}
    for option in many(undamaged(whole(page), page.url), "select#MainContent_ddlSessionStart option", page.url):
        number, label = option.attrib.get("value", ""), words(option)
        if not number.isdecimal() or not SESSION_LABEL.fullmatch(label) or label in found:
            raise LayoutChanged(f"{page.url} ddlSessionStart", wanted="a session's number", got=f"{number} {label}")
        found[label] = number
    return found


def bill_list(page: Response, number: str, code: str, label: str, before: int = 0, sent: bool = False) -> ListPage:
    """The list of a session's measures, by its number in the form.

    `before`: how many earlier pages of the list had. `sent`: the form was sent, so that what the page shows is all
    there is; an address alone may be answered with the empty form, which then is to be sent.
    """
    document = undamaged(whole(page), page.url)
    chosen = [option.attrib.get("value") for option in document.css("#MainContent_ddlSessionStart option[selected]")]
    if chosen != [number]:
        if sent or chosen:
            raise LayoutChanged(f"{page.url} ddlSessionStart", wanted=f"session {number}", got=f"{chosen}")
        return ListPage([], search_form(document, page.url, number))
    grid = one(document, LIST, page.url)
    if words(grid) == "No results found":
        raise ExpectedEmpty(f"the list of {label} says: {words(grid)}")
    lines = [list_line(row, code, label, page.url) for row in table(grid, COLUMNS, f"{page.url} {LIST}")]
    lines = distinct(lines, page.url, key=lambda line: line.measure)
    said = words(one(document, "#MainContent_lblRecordCount", page.url))
    counted = COUNTED.fullmatch(said)
    read = before + len(lines)
    if not counted or int(counted[1]) not in (len(lines), read) or int(counted[2]) < read:
        raise LayoutChanged(f"{page.url} lblRecordCount", wanted=f"{len(lines)} of those read", got=said)
    return ListPage(lines, next_page(document, page.url, read, len(lines)) if read < int(counted[2]) else None)


def list_line(row: dict[str, Selector], code: str, label: str, where: str) -> Line:
    link = one(row["Bill ID"], "a[href]", where)
    measure, session = linked_measure(link.attrib["href"], where)
    if measure != measure_of(words(link), where) or session != code or words(row["Session"]) != label:
        wanted = f"{measure} of {label}"
        raise LayoutChanged(where, wanted=wanted, got=f"{words(link)} {session} {words(row['Session'])}")
    sponsors = [sponsor(link, where) for link in row["Sponsor"].css("a[href]")]
    if words(row["Sponsor"]) != " ".join(name for _, name in sponsors):
        raise LayoutChanged(where, wanted="nothing but links to sponsors", got=words(row["Sponsor"]))
    cells = [words(row[column]) for column in COLUMNS]
    return Line(str(measure), cells[1], distinct(sponsors, where), cells[3], " | ".join(cells))


def sponsor(link: Selector, where: str) -> tuple[str, str]:
    found = SPONSOR_LINK.fullmatch(link.attrib["href"])
    if not found or not words(link):
        raise LayoutChanged(where, wanted="a link to a sponsor", got=link.get())
    return found[1].upper(), words(link)


def search_form(document: Selector, where: str, number: str) -> Post:
    """The form of the list, for one session."""
    fields = {f"ctl00$MainContent$ddlSession{end}": number for end in ("Start", "End")}
    button = one(document, "#MainContent_btnSearch", where)
    made = form2request.form2request(one(document, "form", where), fields, click=button)
    return Post(urljoin(where, made.url), made.body.decode())


def next_page(document: Selector, where: str, read: int, size: int) -> Post:
    """What the script behind a grid's page numbers sends; pages have the same size but for the last."""
    fields = {"__EVENTTARGET": GRID, "__EVENTARGUMENT": f"Page${-(-read // size) + 1}"}
    made = form2request.form2request(one(document, "form", where), fields, click=False)
    return Post(urljoin(where, made.url), made.body.decode())


def directory(page: Response) -> list[File]:
    """A listing of a folder below /Sessions/, as the web server makes it: a line for each file."""
    document = undamaged(whole(page), page.url)
    heading = words(one(document, "h1", page.url))
    folder = FOLDER.fullmatch(unquote(page.url).partition("nmlegis.gov")[2])
    if not folder or not heading.endswith(f" - {folder[0]}"):
        raise LayoutChanged(f"{page.url} h1", wanted="the name of the folder", got=heading)
    listing = one(document, "pre", page.url)
    found = []
    for link in many(listing, "a[href]", page.url)[1:]:  # the first leads to the folder above
        name, href = words(link), link.attrib["href"]
        line = FILE_LINE.fullmatch(link.xpath("string(preceding-sibling::text()[1])").get("").strip())
        if not line or not unquote(href).endswith(f"/{name}"):
            raise LayoutChanged(f"{page.url} pre", wanted="a day, a time, a size and a file", got=f"{line} {href}")
        iso_date(line[1], "%m/%d/%Y")
        if line[3].isdecimal():
            found.append(File(urljoin(page.url, href), " ".join(line.groups())))
    return distinct(found, page.url, key=lambda file: file.url)


def committee(page: Response, session: str) -> Iterator[items.Item]:
    """/Committee/Standing_Committee: the members of a committee of the present session, and its agenda.

    The seats are the session's; a meeting is of the session whose measures are on its agenda.
    """
    document = undamaged(whole(page), page.url)
    form = one(document, "#MainContent_formViewCommitteeInformation", page.url)
    name = words(one(form, "#MainContent_formViewCommitteeInformation_lblCommitteeName", page.url))
    asked = COMMITTEE_LINK.fullmatch(page.url.partition("nmlegis.gov")[2])
    if not asked or not name:
        raise LayoutChanged(page.url, wanted="a committee's code and name", got=name)
    code = committee_code(asked[1])
    found = body(code, {code: name})
    assert found  # it has a name
    yield found
    members = one(form, "#MainContent_formViewCommitteeInformation_gridViewCommitteeMembers", page.url)
    rows = table(members, ("Title", "Name", "District", "Party", "Role"), f"{page.url} members")
    seats = distinct((seat(row, session, page.url) for row in rows), page.url, key=lambda pair: pair[0].source_id)
    for member, role in seats:
        yield member
        yield items.Membership(session, code, member.source_id or "", role, member.chamber)
    yield from hearings(one(form, AGENDA.replace("//", ".//", 1), page.url), code, page.url)


def seat(row: dict[str, Selector], session: str, where: str) -> tuple[items.Person, str]:
    code, name = sponsor(one(row["Name"], "a[href]", where), where)
    party, district, role = (words(row[column]) for column in ("Party", "District", "Role"))
    title = {"lower": "Representative", "upper": "Senator"}[HOUSES[code[0]]]
    if words(row["Title"]) != title or not party.isalpha() or not district.isdecimal() or not role:
        got = " | ".join(words(cell) for cell in row.values())
        raise LayoutChanged(where, wanted=f"{title}, a district, a party and a role", got=got)
    member = person(session, code, name)
    member.party, member.district, member.mentioned = PARTIES.get(party, party), district, False
    return member, role.lower()


def hearings(agenda: Selector, code: str, where: str) -> Iterator[items.Hearing]:
    """The meetings of an agenda: a day, a time and a room before the measures of each."""
    days = agenda.css("[id*=_lblHearingDate_]")
    grids = agenda.css("table[id*=_gridViewBills_]")
    linked = agenda.css("table a[href]")
    if len(days) != len(grids) or len(linked) != len(grids.css("a[href]")) or len(grids) != len(agenda.css("table")):
        raise LayoutChanged(f"{where} Agenda", wanted="a day for each table of measures", got=f"{len(days)} days")
    if not days and agenda.css("[id*=_repeaterDates_]"):
        raise LayoutChanged(f"{where} Agenda", wanted="the day of a meeting", got=words(agenda)[-80:])
    for at, (day, grid) in enumerate(zip(days, grids, strict=True)):
        time, room = (agenda.css(f"[id*=_lbl{what}_]") for what in ("HearingTime", "RoomNo"))
        if len(time) != len(days) or len(room) != len(days):
            raise LayoutChanged(f"{where} Agenda", wanted="a time and a room for each day", got=f"{len(time)}")
        start = moment(words(day), words(time[at]))
        rows = many(grid, "./tr | ./tbody/tr", where)
        measures = [linked_measure(one(row, "a[href]", where).attrib["href"], where) for row in rows]
        sessions = {century(session) for _, session in measures}
        if len(sessions) != 1:
            raise LayoutChanged(f"{where} Agenda", wanted="measures of one session", got=", ".join(sessions))
        yield items.Hearing(
            session=sessions.pop(),
            key=f"{code}-{start}",
            organization_code=code,
            start=start,
            place=words(room[at]) or None,
            status="scheduled",
            bills=[str(one) for one in distinct((measure for measure, _ in measures), where)],
        )


def century(code: str) -> str:
    """The session a measure's link leads to; the site's sessions begin in 1996."""
    return f"{'19' if code[:2] >= '96' else '20'}{code}"


def moment(day: str, time: str) -> str:
    """`Wednesday, February 17, 2021` and `8: 30 a. m.` → local date and time; the day alone for a time in words."""
    start = iso_date(day, "%A, %B %d, %Y")
    clock = CLOCK.fullmatch(collapse(time))
    if not clock:
        return start
    hour = int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0)
    return f"{start}T{hour:02}:{clock[2]}"
