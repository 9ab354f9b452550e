"""A small site in the shape of Pennsylvania's: sessions, lists, a bill history file, bills, roll calls, texts.

Its bills are numbered from 9001, which no session has: nobody sponsored them or voted on them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SITE = "https://www.palegis.us"
YEAR = 2025
DAY = "2025-06-24"
SECTION = '<div class="h3 mt-3">{}<hr></div>'
END = '<span class="sr-only"> - opens in a new tab</span>'


@dataclass(frozen=True)
class Member:
    bio: str
    name: str
    printed: str
    party: str
    district: int

    house: str = "house"

    @property
    def card(self) -> str:
        slug = self.name.lower().replace(". ", "-").replace(" ", "-")
        return (
            f"<strong><a href='/{self.house}/members/bio/{self.bio}/rep-{slug}' target='_self'>"
            f"Rep. {self.name}</a></strong><div><div>"
            f'<span class="badge bg-party-{self.party}">{self.party}</span> {self.house.title()} District&nbsp;'
            f"{self.district}</div></div>"
        )


MEMBERS = [
    Member("1797", "Timothy J. O'Neal", "O'NEAL", "R", 48),
    Member("1750", "Francis Ryan", "RYAN", "R", 101),
    Member("41", "Tim Hennessey", "HENNESSEY", "R", 26),
    Member("1793", "Jeanne McNeill", "McNEILL", "D", 133),
    Member("1200", "Rosemary Brown", "R. BROWN", "R", 189),
    Member("1202", "Lynda Schlegel Culver", "SCHLEGEL CULVER", "R", 108),
    Member("136", "Robert Freeman", "FREEMAN", "D", 136),
]

SENATOR = Member("1912", "Tracy Pennycuick", "PENNYCUICK", "R", 24, "senate")


@dataclass(frozen=True)
class Line:
    """A line of a history: `{}` in its words stands for the committee, (number, slug, name)."""

    words: str
    day: str = ""
    printed: str = ""
    committee: tuple[int, str, str] | None = None
    votes_of: int | None = None  # a committee whose votes the day links to
    tally: str = ""
    house: str = "house"

    @property
    def plain(self) -> str:
        words = self.words.format(self.committee[2].upper() if self.committee else "")
        return f"{words}{', ' if self.day else ''}{self.day}{f' ({self.tally})' if self.tally else ''}"

    @property
    def screen(self) -> str:
        link = ""
        if self.committee:
            number, slug, name = self.committee
            link = f"<a href='/{self.house}/committees/{number}/{slug}' class='committee '>{escape(name)}</a>"
        day = self.day.replace(" ", "&#160;")
        if self.votes_of:
            day = (
                f"<a href='/{self.house}/committees/roll-call-votes/vote-list?billnum=1486&committeecode="
                f"{self.votes_of}&billtype=b&billbody=h'>{day}</a>"
            )
        tally = (
            f" <a href='/{self.house}/roll-calls/bybill?BILLNUM=1' class='foo'>({self.tally})</a>" if self.tally else ""
        )
        return f"{self.words.format(link)}{', ' if day else ''}{day}{tally}"


@dataclass(frozen=True)
class Roll:
    """A roll call as a bill's page lists it; `committee` is its number and name."""

    house: str
    number: int
    day: str
    motion: str
    yes: int
    no: int
    committee: tuple[int, str] | None = None

    def url(self, year: int = YEAR) -> str:
        if self.committee:
            path = f"committees/roll-call-votes/vote-list/vote-summary?committeecode={self.committee[0]}"
            return f"/{self.house}/{path}&rollcallid={self.number}&sessYr={year}&sessInd=0"
        return f"/{self.house}/roll-calls/summary?sessYr={year}&sessInd=0&rcNum={self.number}"

    @property
    def body(self) -> str:
        name = f"{self.committee[1].upper()}&nbsp;Committee" if self.committee else "Floor"
        return f"{self.house.title()}&nbsp;{name}&nbsp;Vote"


@dataclass(frozen=True)
class Bill:
    number: int
    title: str
    lines: Sequence[Line]
    rolls: Sequence[Roll] = ()
    short: str = ""
    sponsors: Sequence[Member] = tuple(MEMBERS[:3])
    year: int = YEAR
    memo: tuple[int, str] | None = None
    fiscal: Sequence[str] = ()
    meetings: Sequence[tuple[str, int, str, tuple[int, str, str]]] = ()  # house, number, day, committee

    @property
    def name(self) -> str:
        return f"House Bill {self.number}"

    @property
    def path(self) -> str:
        return f"/legislation/bills/{self.year}/hb{self.number}"

    @property
    def printed(self) -> list[str]:
        return [line.printed for line in self.lines if line.printed]

    def text_path(self, kind: str, printed: str) -> str:
        return f"/legislation/bills/text/{kind}/{self.year}/0/HB{self.number:04d}/PN{int(printed):04d}"


def whole(title: str, main: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n'
        f'<header><h1 class="header-title text-white mb-0">{title}</h1></header>\n<main>\n'
        f'<div class="container-lg" id="bodyContainer">\n{main}\n</div>\n</main>\n<footer id="footer"></footer>\n'
        "</body>\n</html>\n"
    )


def bill_page(bill: Bill) -> str:
    return whole(
        "Bill Information",
        "\n".join(
            (
                f'<div class="header" id="heading_1"><div class="h1 header-title">{bill.name}</div>'
                f'<div class="h5 header-pretitle">{bill.year}-{bill.year + 1} Regular Session</div></div>',
                f'<div class="row"><div class="col-md-9"><div>{bill.title}</div>{memo_of(bill)}</div>'
                '<div class="col-md-3" id="sidebar"><a href=\' /legislation/bills/how-to-read-a-bill\'>How to read</a>'
                "</div></div>",
                sponsors_of(bill),
                SECTION.format("Bill Status &amp; History"),
                f'<div class="mb-4"><strong>Last Action: </strong>{bill.lines[-1].screen}</div>',
                history_of(bill),
                SECTION.format("Printers Numbers"),
                printers_numbers_of(bill),
                votes_of(bill),
                meetings_of(bill),
                print_of(bill),
            )
        ),
    )


def memo_of(bill: Bill) -> str:
    if not bill.memo:
        return ""
    number, subject = bill.memo
    href = f"/house/co-sponsorship/memo?memoID={number}&document=HB{bill.number}"
    return (
        f'{SECTION.format("Co-Sponsorship Memo")}<div class="row"><div class="col-12 ms-2"><strong>'
        f'<a href="{href}" target="_blank">{subject}{END}</a></strong></div></div>'
    )


def sponsors_of(bill: Bill) -> str:
    prime, *others = bill.sponsors
    parts = [SECTION.format("Prime Sponsor"), f'<div class="row"><div class="col-12">{prime.card}</div></div>']
    if others:
        cards = [f'<div class="col-6"><div class="text-sm-start">{member.card}</div></div>' for member in others]
        parts += [SECTION.format("Co-Sponsors"), f'<div class="row h-100">{"".join(cards[:2])}</div>']
        if more := cards[2:]:
            parts.append(folded("coSponsAdd", "Cospon", f"View Additional {len(more)} Co-Sponsors", "".join(more)))
    return "\n".join(parts)


def folded(name: str, part: str, label: str, inside: str) -> str:
    return (
        f'<div class="accordion" id="{name}"><div class="h2 accordion-header" id="heading{part}">'
        f'<button class="accordion-button" type="button">{label}</button></div>'
        f'<div id="collapse{part}" class="accordion-collapse collapse"><div class="accordion-body">{inside}</div></div>'
        "</div>"
    )


def history_of(bill: Bill) -> str:
    rows = []
    for line in bill.lines:
        link = f"<a href='{bill.text_path('PDF', line.printed)}'>{line.printed}</a>" if line.printed else ""
        rows.append(f'<tr><td>{link}</td><td style="text-align:left">{line.screen} </td></tr>')
    table = f'<table class="table table-striped">{"".join(rows)}</table>'
    return folded("billActions", "Actions", "View Full History", table)


def printers_numbers_of(bill: Bill) -> str:
    made = []
    for printed in reversed(bill.printed):
        links = "".join(
            f'<a target="_blank" class="btn" title="{kind} Bill Text" href="{bill.text_path(kind, printed)}"></a>'
            for kind in ("PDF", "HTM", "DOC")
        )
        notes = ""
        if printed in bill.fiscal:
            href = f"https://www.legis.state.pa.us/WU01/LI/BI/FN/{bill.year}/0/HB{bill.number}P{printed}.pdf"
            note = f'<a target="_blank" href="{href}" class="mb-1 btn">&nbsp;House Fiscal Note</a>'
            notes = folded(f"pnDocs_{printed}", f"PnDocs_{printed}", "Supporting&nbsp;Documents", note)
        made.append(
            f'<div class="card float-start"><div class="card-body"><div class="h5 card-title">'
            f'<span class="badge">Most recent</span><div class="mt-2">PN {printed}</div></div>'
            f'<div class="btn-group">{links}</div>{notes}</div></div>'
        )
    return f'<div class="row" id="section-pn">{"".join(made)}</div>'


def votes_of(bill: Bill) -> str:
    if not bill.rolls:
        return ""
    newest, *others = bill.rolls
    paper = f"{bill.name} PN{bill.printed[-1]}"
    href = f" {newest.url(bill.year)}"
    box = (
        '<div class="card float-start"><div class="card-body">'
        f'<div class="h5 card-title">{newest.day}</div><div class="h6 card-subtitle mb-2">{newest.body}</div>'
        f'<div class="row"><a class="mb-3" href="{href}">{paper}{newest.motion}{END}</a></div>'
        + "".join(
            f'<a href="{href}" class="btn"><span class="sr-only">{newest.body} - {paper} - opens</span>'
            f'<i class="fa-solid fa-square-{icon}"></i><span class="ms-1">{count}</span>'
            f'<span class="ms-1">{side} Votes</span></a>'
            for icon, count, side in (("check", newest.yes, "YES"), ("xmark", newest.no, "NO"))
        )
        + "</div></div>"
    )
    rows = "".join(roll_row(roll, paper, bill.year) for roll in others)
    table = f'<table class="table table-borderless"><thead></thead><tbody>{rows}</tbody></table>'
    more = folded("billVotes", "Votes", f"View Additional {len(others)} Roll Call Votes", table) if others else ""
    first = f'<div class="row"><div class="col-md-6">{box}</div></div>'
    return f'{SECTION.format("Votes")}<div class="votes">{first}{more}</div>'


def roll_row(roll: Roll, paper: str, year: int) -> str:
    href = f" {roll.url(year)}"
    counts = (
        f'<a href="{href}"><span class="badge bg-success"><i class="fa-regular fa-square-check me-2"></i>{roll.yes}'
        f'</span><span class="badge bg-danger"><i class="fa-regular fa-square-xmark me-2"></i>{roll.no}</span>{END}</a>'
    )
    return (
        f'<tr><td class="d-none d-md-table-cell">{counts}</td><td class="rounded-end">'
        f'<div class="h6 mb-0">{roll.day} - {roll.body}</div><div><a href="{href}">{paper}{roll.motion}{END}</a></div>'
        f'<div class="d-md-none">{counts}</div></td></tr>'
    )


def meetings_of(bill: Bill) -> str:
    if not bill.meetings:
        return ""
    rows = "".join(
        '<div class="row"><div class="col-5">'
        f'<a class="btn" href=" /{house}/committees/meeting-archive?MeetingId={number}">'
        f'{day}</a></div><div class="col-7"><div class="d-block"><a href=\'/{house}/committees/{body[0]}/{body[1]}'
        f"?sessyr={bill.year}' class='committee '>{escape(body[2])}</a></div></div></div>"
        for house, number, day, body in bill.meetings
    )
    meetings = folded("billCMS", "CMS", "View All Committee Meetings", rows)
    return f'{SECTION.format("Committee Meetings")}<div class="meetings">{meetings}</div>'


def print_of(bill: Bill) -> str:
    rows = "".join(
        f'<tr><td class="p-1">{line.printed}</td><td class="p-1">{in_print(line)}</td></tr>' for line in bill.lines
    )
    parts = [
        ("Sponsors", ", ".join(member.printed.replace(" ", "&nbsp;") for member in bill.sponsors)),
        ("Short Title", bill.short or bill.title),
        *([("Memo Subject", bill.memo[1])] if bill.memo else []),
        ("Actions", f'<table class="table table-striped">{rows}</table>'),
    ]
    blocks = '<hr class="my-2">'.join(
        f'<div class="row"><div class="col-2"><strong>{label}</strong></div><div class="col-10">{inside}</div></div>'
        for label, inside in parts
    )
    return (
        f'<div class="d-none d-print-block"><div class="h1 m-0">{bill.name}</div>'
        f'<div class="h3">{bill.year}-{bill.year + 1} Regular Session</div>{blocks}<hr class="my-2"></div>'
    )


def in_print(line: Line) -> str:
    return escape(line.plain, quote=False).replace(line.day, line.day.replace(" ", "&#160;"))


def exported(bills: Sequence[Bill]) -> str:
    """The bill history file of a session."""
    body = "\n".join(bill_element(bill) for bill in bills)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<historyExport exportDate="June 24, {bills[0].year} 7:30:08 PM EDT" totalDocuments="{len(bills)}">\n'
        f'<session year="{bills[0].year}" session="0">\n{body}\n</session>\n</historyExport>\n'
    )


def bill_element(bill: Bill) -> str:
    paper = f"HB{bill.number:04d}"
    sponsors = "".join(
        f'<sponsor sequenceNumber="{place:02d}" fillSequence="0" party="{member.party}" body="H"'
        f' districtNumber="{member.district}">{member.printed}</sponsor>'
        for place, member in enumerate(bill.sponsors, 1)
    )
    printed = "".join(
        f'<number sequence="{place:02d}" billTextPdfUrl="{SITE}{bill.text_path("PDF", number)}">{int(number):04d}'
        "</number>"
        for place, number in enumerate(reversed(bill.printed), 1)
    )
    actions, house, current = [], "H", ""
    for place, line in enumerate(bill.lines, 1):
        current = line.printed or current
        if line.plain.startswith("In the "):
            house = line.plain[7]
            continue
        body = "E" if "Governor" in line.words or line.words.startswith("Act No.") else house
        named = line.committee[2].upper() if line.committee else ""
        actions.append(
            f'<action sequence="{place:02d}" actionChamber="{body}">'
            f"<verb>{escape(line.words.format('').strip())}</verb>"
            f"<committee>{escape(named)}</committee><date>{slashed(line.day)}</date>"
            f"<printersNumber>{int(current or 0):04d}</printersNumber><rollCallVote>{line.tally}</rollCallVote>"
            f"<fullAction>{escape(line.plain)}</fullAction></action>"
        )
    memo = f'<cosponsorshipMemo memoUrl="{SITE}/memo">{bill.memo[1]}</cosponsorshipMemo>' if bill.memo else ""
    return (
        f'<bill id="{bill.year}0{paper}" lastUpdate="June 24, {bill.year} {len(bill.lines)}:05:00 PM EDT">'
        f"<sessionYear>{bill.year}</sessionYear><session>0</session><body>H</body>"
        f'<type description="House Bill">B</type><subType>B</subType><number>{bill.number:04d}</number>'
        f"<shortTitle>{escape(bill.short or bill.title)}</shortTitle>{memo}<sponsors>{sponsors}</sponsors>"
        f"<printersNumberHistory>{printed}</printersNumberHistory>\n<actionHistory>{''.join(actions)}</actionHistory>"
        "<amendments/></bill>"
    )


MONTHS = ("Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.").split()


def slashed(day: str) -> str:
    month, number, year = day.replace(",", "").split()
    return f"{MONTHS.index(month) + 1:02d}/{int(number):02d}/{year[2:]}"


def data_page(years: Sequence[int]) -> str:
    rows = "".join(
        f'<tr><td><a href="/data/file?documentType=BillHistoryData&amp;session={year}_0"'
        f' data-last-updated="09/16/2026 07:31 PM">{year}-{year + 1} Regular Session</a></td>'
        "<td>9/16/2026 7:31 PM</td></tr>"
        for year in years
    )
    table = (
        '<table id="billHistoryDataTable" class="table table-hover"><thead><th>Session</th>'
        f'<th data-type="date">Last Updated</th></thead><tbody>{rows}</tbody></table>'
    )
    return whole("Data", table)


def chosen(year: int) -> str:
    options = "".join(
        f'<option value="{other}"{" selected=selected" if other == year else ""}>{other} - {other + 1} Session</option>'
        for other in (year, year - 2)
    )
    return f'<select name="SessYr" id="SessYr">{options}</select>'


def members_page(people: Sequence[Member], year: int = YEAR) -> str:
    cards = []
    for member in people:
        *given, family = member.name.split() if "Schlegel" not in member.name else ("Lynda", "Schlegel Culver")
        party = {"R": "Republican", "D": "Democrat"}[member.party]
        slug = family.lower().replace(" ", "-")
        cards.append(
            f'<div class="col-6 member mb-4" data-name="{family} {" ".join(given)}" data-party="{member.party}"'
            f' data-district="{member.district:03d}" data-leadership=""><span class="thumb-info">'
            f'<a href=" /{member.house}/members/bio/{member.bio}/rep-{slug}" class="thumb-info-wrapper">'
            f'<span class="thumb-info-title"><span class="thumb-info-inner">{member.name}</span>'
            f'<span class="thumb-info-type bg-party-{member.party}"> {party}<br>District {member.district}</span>'
            "</span></a></span></div>"
        )
    return whole("Members", f'{chosen(year)}<div class="row" id="parent">{"".join(cards)}</div>')


def committees_page(house: str, bodies: Sequence[tuple[int, str, str, Member | None]], year: int = YEAR) -> str:
    rows = []
    for number, slug, name, chair in bodies:
        links = "".join(
            f"<div class=\"{shown}\"><a href='/{house}/committees/{number}/{slug}' class='committee {size}'>"
            f"{escape(name)}</a></div>"
            for shown, size in (("d-none d-sm-block", "h4"), ("d-block d-sm-none", "h6"))
        )
        card = (
            f'<div class="col-4"><div>{chair.card}</div><div class="text-center">'
            '<span class="badge bg-primary shadow-primary">Chair</span></div></div>'
            if chair
            else ""
        )
        rows.append(f'<div class="row rounded py-3"><div class="col-8">{links}</div>{card}</div>')
    return whole("Committees", f'{chosen(year)}<div class="mt-2 committee-list">{"".join(rows)}</div>')


MARKS = {"Yea": "success", "Nay": "danger", "Leave": "secondary", "No Vote": "secondary"}


def cast(votes: Sequence[tuple[Member, str]], mark: str) -> int:
    return sum(voted == mark for _, voted in votes)


def floor_page(bill: Bill, roll: Roll, day: str, votes: Sequence[tuple[Member, str]], paper: str = "") -> str:
    counts = "".join(
        f'<div class="d-flex"><div class="flex-grow-1">{mark}</div><div>{cast(votes, mark)}</div></div>'
        for mark in ("Yea", "Nay", "No Vote", "Leave")
    )
    rows = "".join(
        f'<div class="rc-member d-flex"><div class="rc-member-display"><div class="text-sm-start">{member.card}'
        f'</div></div><div class="d-print-none"><span class="badge text-bg-{MARKS[mark]}" title="{mark}"></span></div>'
        f'<div class="rc-member-print d-none d-print-block">{mark[0]}</div></div>'
        for member, mark in votes
    )
    label = '<div class="h6 mb-1 px-2 py-1 bg-light fw-bold">{}</div>'
    details = (
        '<div class="card rc-details mb-4"><div class="card-body"><div class="row mb-3">'
        f'<div class="col-lg-4">{label.format("Vote Date")}<a href="/house/roll-calls?sessYr={bill.year}&sessInd=0'
        f'&date={day}">{roll.day}</a> 3:07 PM</div>'
        f'<div class="col-lg-4 align-content-stretch">{label.format("Bill")}<a href="{bill.path}">{bill.name}</a>'
        f" PN {bill.printed[-1]}{paper}</div>"
        f'<div class="col-lg-4">{label.format("Action")}<div>{roll.motion.removeprefix(", ")}</div></div>'
        "</div></div></div>"
    )
    return whole(
        "House Floor Roll Call",
        f'{details}<div id="voteSummary" class="fs-6">{counts}</div><div class="grid">{rows}</div>',
    )


def committee_vote_page(bill: Bill, roll: Roll, day: str, slug: str, votes: Sequence[tuple[Member, str]]) -> str:
    assert roll.committee
    number, name = roll.committee
    table = "".join(
        f'<tr><th class="text-alt">{label}</th><td class="text-end fw-bold">{cast(votes, mark)}</td></tr>'
        for label, mark in (("Yeas", "Yea"), ("Nays", "Nay"), ("No Votes", "No Vote"))
    )
    rows = [
        f'<li class="list-group-item py-0"><div class="row voteRow"><div class="col-auto memberVote">'
        f'<a href=" /house/members/bio/{member.bio}/rep-x">Rep. {member.name}</a></div><div class="col-auto">'
        f'<span class="badge text-bg-{MARKS[mark]} me-2" title="{mark}"></span></div></div></li>'
        for member, mark in votes
    ]
    half = len(rows) // 2
    lists = "".join(f'<ul class="list-group">{"".join(part)}</ul>' for part in (rows[:half], rows[half:]))
    return whole(
        "Committee Roll Call Votes",
        f"<a href='/{roll.house}/committees/{number}/{slug}' class='committee '>{escape(name)}</a>"
        f'<a href=" /{roll.house}/committees/roll-call-votes/vote-list?rollcalldate={day}&committeecode={number}'
        f'&sessyr={bill.year}">{roll.day}</a>'
        f"<a class='' role='link' href='{bill.path}' target='_self'>HB {bill.number}</a>"
        '<div class="row"><div class="col-lg-6 h6 mb-0 detailsLabel">Type of Motion</div>'
        f'<div class="col-lg-6 fw-medium">{roll.motion.removeprefix(", ")}</div></div>'
        f'<table class="w-75 mx-auto">{table}</table>{lists}',
    )


def text_page(bill: Bill, printed: str, sheets: Sequence[Sequence[str]]) -> str:
    made = []
    for number, lines in enumerate(sheets, 1):
        numbered = [f"{place:2d}  {line}" for place, line in enumerate(lines, 1)]
        foot = f"{bill.year}0H{bill.number:04d}B{int(printed):04d}                  - {number} -"
        made.append("<pre>" + "\n".join([*numbered, foot]) + "\n</pre>")
    return f"<html><head><title>Bill Text</title></head><body class='text bill'>{''.join(made)}</body></html>\n"


TRANSPORTATION = (38, "transportation", "Transportation")
VOTES = [(member, "Nay" if place == 5 else "Yea") for place, member in enumerate(MEMBERS)]


def generated_bill(number: int, *, moved: bool) -> Bill:
    lines = [
        Line("Referred to {}", "Jan. 8, 2025", str(number), TRANSPORTATION),
        Line("Reported as committed", "June 23, 2025", votes_of=38),
        Line("First consideration", "June 23, 2025"),
        Line("Amended on third consideration", "June 24, 2025", tally="6-1"),
        *([Line("Laid on the table", "Sept. 15, 2025")] if moved else []),
    ]
    rolls = [
        Roll("house", number, "Tuesday, June 24, 2025", f" A{number:05d}", 6, 1),
        Roll("house", number, "Monday, June 23, 2025", ", Report Bill As Committed", 6, 1, (38, "Transportation")),
    ]
    return Bill(number, f"An Act amending Title 75 (Vehicles), chapter {number}.", lines, rolls, sponsors=MEMBERS[:4])


def zipped(xml: str) -> bytes:
    """With the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        name = zipfile.ZipInfo(f"PA-Bill-History-{YEAR}-RegularSession.xml")
        archive.writestr(name, xml, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def site(bills: int, moved: int = 0) -> dict[str, tuple[bytes, str]]:
    """Address → body and media type; `moved` of the bills have one more action."""
    html = "text/html; charset=utf-8"
    made = [generated_bill(9000 + number, moved=number <= moved) for number in range(1, bills + 1)]
    pages = {
        "/data": data_page([YEAR, YEAR - 2]),
        f"/house/members?SessYr={YEAR}": members_page(MEMBERS),
        f"/senate/members?SessYr={YEAR}": members_page([SENATOR]),
        f"/senate/committees/committee-list?SessYr={YEAR}": committees_page(
            "senate", [(19, *TRANSPORTATION[1:], None)]
        ),
        f"/house/committees/committee-list?SessYr={YEAR}": committees_page("house", [(*TRANSPORTATION, MEMBERS[2])]),
    }
    for bill in made:
        floor, committee = bill.rolls
        pages[bill.path] = bill_page(bill)
        pages[floor.url()] = floor_page(bill, floor, "2025-06-24", VOTES)
        pages[committee.url()] = committee_vote_page(bill, committee, "2025-06-23", "transportation", VOTES)
        sheet = ["AN ACT", "Amending Title 75.", "  The General Assembly hereby enacts as follows:"]
        pages[bill.text_path("HTM", bill.printed[0])] = text_page(bill, bill.printed[0], [sheet])
    found = {f"{SITE}{path}": (body.encode(), html) for path, body in pages.items()}
    history = zipped(exported(made))
    return found | {f"{SITE}/data/file?documentType=BillHistoryData&session={YEAR}_0": (history, "application/zip")}
