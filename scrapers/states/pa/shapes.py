"""What all sources of Pennsylvania share: the names of sessions, bills, members and bodies, and a line of a history."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from scrapers import items
from scrapers.errors import BadArgument, LayoutChanged
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.normalise import slug
from scrapers.states.pa.actions import ACTIONS

SITE = "https://www.palegis.us"
HOUSES = {"house": "lower", "senate": "upper"}
PATHS = {"lower": "house", "upper": "senate"}
BODIES = {"H": "lower", "S": "upper"}
NAMES = {"lower": "House", "upper": "Senate"}
TITLES = {"lower": "Rep.", "upper": "Sen."}
PARTIES = {"D": "Democratic", "R": "Republican", "I": "Independent"}
KINDS = {"B": "bill", "R": "resolution"}
SEATS = {chamber: JURISDICTIONS["pa"].seats(chamber) for chamber in NAMES}

ASKED_SESSION = re.compile(r"(\d{4})(?:[-_ ](?:(\d)|(?:\d\d)?(\d\d)))?")
ASKED_BILL = re.compile(r"([HS])[. ]{0,2}([BR])[. ]{0,2}0*(\d{1,4})", re.IGNORECASE)
BILL_PATH = re.compile(r"/legislation/bills/(\d{4})/(?:(\d{1,2})/)?([hs])([br])(\d{1,4})", re.IGNORECASE)
BIO_PATH = re.compile(r"/(house|senate)/members/bio/(\d{1,6})\b")
COMMITTEE_PATH = re.compile(r"/(house|senate)/committees/(\d{1,5})/([a-z0-9-]{1,120})(?:$|\?)")
DAY = re.compile(r"([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})")
LINE = re.compile(r"(?P<words>.{1,1500}), (?P<day>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})(?: \((?P<yes>\d+)-(?P<no>\d+)\))?")
PLACE = re.compile(r"In the (House|Senate)")
SIGNED = re.compile(r"Signed in (House|Senate)\b")
GOVERNOR = re.compile(
    r"(?:Presented to|Approved by|Vetoed by|In the hands of|Returned by) the Governor|Act No\.|Veto No\."
)
ACT = re.compile(r"(?:Act|Pamphlet Laws Resolution) No\. (\d{1,4}[A-Z]?) of (\d{4})\b")


class Number(NamedTuple):
    """A bill as its address names it; `year` is the first of its session, `special` 0 in a regular one, `kind` B/R."""

    year: int
    special: int
    chamber: str
    kind: str
    number: int

    @property
    def session(self) -> str:
        return f"{self.year}_{self.special}"

    @property
    def identifier(self) -> str:
        return f"{'H' if self.chamber == 'lower' else 'S'}{self.kind} {self.number}"

    @property
    def name(self) -> str:
        return f"{NAMES[self.chamber]} {'Bill' if self.kind == 'B' else 'Resolution'} {self.number}"

    @property
    def url(self) -> str:
        special = f"{self.special}/" if self.special else ""
        return f"{SITE}/legislation/bills/{self.year}/{special}{self.identifier.replace(' ', '').lower()}"


def bill_at(url: str) -> Number:
    """`/legislation/bills/2021/hb1486`, with the index of a special session before the bill."""
    found = BILL_PATH.fullmatch(urlsplit(url.strip()).path.rstrip("/"))
    if not found:
        raise LayoutChanged(url, wanted="the address of a bill, as /legislation/bills/2021/hb1486", got=url[:120])
    year, index, body, kind, count = found.groups()
    return Number(int(year), int(index or 0), BODIES[body.upper()], kind.upper(), int(count))


def asked_bill(text: str) -> str:
    """`HB 1486` of a bill as a person types it; BadArgument on any other."""
    found = ASKED_BILL.fullmatch(text.strip())
    if not found:
        raise BadArgument(f"bill {text!r}: wanted one like HB 1486 or SR 12")
    return f"{found[1].upper()}{found[2].upper()} {int(found[3])}"


def asked_session(text: str) -> str:
    """`2021_0` of a session as people type it (`2021_0`, `2021-2022`, `2021-22`, `2022`); BadArgument on any other."""
    found = ASKED_SESSION.fullmatch(text.strip())
    first = int(found[1]) - 1 + int(found[1]) % 2 if found else 0
    if not found or (found[3] and (found[1], int(found[3])) != (str(first), (first + 1) % 100)):
        raise BadArgument(f"session {text!r}: wanted one like 2021_0 or 2021-2022, or 2021_1 for a special session")
    return f"{first}_{int(found[2] or 0)}"


def session(identifier: str, name: str) -> items.Session:
    """A regular session sits from the first Tuesday of January (Constitution, II 4) to the end of the term (II 2)."""
    year, index = map(int, identifier.split("_"))
    if index:
        return items.Session(identifier, name, "special")
    january = date(year, 1, 1)
    start = january + timedelta(days=(1 - january.weekday()) % 7)
    return items.Session(identifier, name, "primary", start.isoformat(), f"{year + 1}-11-30")


def query(url: str) -> dict[str, str]:
    """The query of an address, its names in lower case: the site writes them both ways."""
    return {name.lower(): value for name, value in parse_qsl(urlsplit(url.strip()).query)}


def day(text: str, where: str) -> str:
    """`Sept. 15, 2021`, `Oct 25, 2022` or `May 25, 2021` → ISO."""
    found = DAY.fullmatch(text)
    months = [place for place, name in enumerate(month_name) if found and place and name.startswith(month(found[1]))]
    if not found or len(months) != 1:
        raise LayoutChanged(where, wanted="a day like Sept. 15, 2021", got=text[:80])
    try:
        return date(int(found[3]), months[0], int(found[2])).isoformat()
    except ValueError as error:
        raise LayoutChanged(where, wanted="a day like Sept. 15, 2021", got=text[:80]) from error


def month(word: str) -> str:
    return "Sep" if word == "Sept" else word


def committee(house: str, name: str) -> items.Organization:
    """A committee; its code is its name in the site's addresses, for the history file has no number of it."""
    return items.Organization(committee_code(house, name), f"{NAMES[house]} {name}", "committee", house, house)


def committee_code(house: str, name: str) -> str:
    return f"{PATHS[house]}-{slug(name.replace('&', ' and '))}"


def mention(where: str, session: str, href: str, name: str, party: str | None, district: str | None) -> items.Person:
    """A member as a page prints him or her beside something else: `Rep. Aerion Abney`, with the number of the bio."""
    found = BIO_PATH.search(href)
    if not found or not name:
        raise LayoutChanged(where, wanted="a member's name and bio", got=f"{name!r} {href!r}"[:120])
    chamber = HOUSES[found[1]]
    bare = name.removeprefix("Representative ").removeprefix("Senator ").removeprefix(f"{TITLES[chamber]} ")
    return items.Person(
        session=session,
        name=bare,
        family_name=None,
        given_name=None,
        party=PARTIES.get(party, party) if party else None,
        chamber=chamber,
        district=district,
        names=[items.PersonName(name, chamber)],
        source_id=found[2],
        mentioned=True,
    )


class History(NamedTuple):
    actions: list[items.Action]
    chapter: str | None
    gaps: list[items.Gap]


class Line(NamedTuple):
    """A line of a history; `date` and `chamber` where they stand beside it, `body` a committee, `printed` a PN or 0."""

    text: str
    date: str | None = None
    chamber: str | None = None
    body: str | None = None
    printed: int = 0


def history(lines: list[Line], number: Number, where: str) -> History:
    """The actions of a history. `In the Senate` is no action: it says where the lines after it happened.

    The first line is a bill's introduction, for a bill is introduced by being referred. A line that does not end in its
    day, as all captured ones do, is kept with a gap.
    """
    house = number.chamber
    found = History([], None, [])
    chapter = None
    for line in lines:
        if place := PLACE.fullmatch(line.text):
            house = BODIES[place[1][0]]
            continue
        said = LINE.fullmatch(line.text)
        printed = day(said["day"], f"{where} {line.text[:80]!r}") if said else None
        if said is None or (line.date and printed != line.date):
            found.gaps.append(odd(number, "line_unread", line.text, "words, and the day it is dated"))
        found.actions.append(action(line, said, line.date or printed, line.chamber or house, number))
        if act := ACT.search(line.text):
            chapter = f"{'Act' if act[0].startswith('Act') else 'Pamphlet Laws Resolution'} {act[1]} of {act[2]}"
    if found.actions and "referral-committee" in found.actions[0].classifications:
        first = found.actions[0]
        found.actions[0] = replace(first, classifications=("introduction", *first.classifications))
    return found._replace(chapter=chapter)


def action(line: Line, said: re.Match[str] | None, when: str | None, house: str | None, number: Number) -> items.Action:
    yes, no = (int(said["yes"]), int(said["no"])) if said and said["yes"] else (None, None)
    chamber = house
    if signed := SIGNED.match(line.text):
        chamber = BODIES[signed[1][0]]
    elif GOVERNOR.match(line.text):
        chamber = "executive"
    return items.Action(
        date=when,
        chamber=chamber,
        text=line.text,
        classifications=carried(ACTIONS.classify(said["words"] if said else line.text), yes, no, chamber, number),
        organization_code=line.body,
        tally_yes=yes,
        tally_no=no,
        vote_date=when if yes is not None else None,
    )


def carried(
    classes: tuple[str, ...], yes: int | None, no: int | None, chamber: str | None, number: Number
) -> tuple[str, ...]:
    """A bill passes by a majority of the members elected (Constitution, III 4 and 5): with fewer, its vote failed."""
    if yes is None or no is None:
        return classes
    seats = SEATS.get(chamber or "") if number.kind == "B" else None
    if yes > no and (seats is None or yes * 2 > seats):
        return classes
    lost = {"passage": "failure", "concurrence": "concurrence-failure"}
    return tuple(lost.get(one, one) for one in classes)


def odd(number: Number, kind: str, found: str, expected: str) -> items.Gap:
    evidence = f"{number.identifier}: {found}"[:300]
    return items.Gap(
        number.session, kind, f"{number.identifier} {found}"[:160], expected, found[:120], evidence, number.identifier
    )


def kind_of(number: Number, title: str | None) -> tuple[str, int]:
    """Classification, and how many chambers must agree; a bill's own first words say what kind of resolution it is."""
    words = (title or "").lower()
    if words.startswith("a joint resolution"):
        return "joint resolution", 2
    if words.startswith("a concurrent resolution"):
        return "concurrent resolution", 2
    return KINDS[number.kind], 2 if number.kind == "B" else 1


def version(number: Number, printed: int, day: str | None) -> items.Version:
    """A printed text, by its printer's number: each text of each bill has its own."""
    paper = number.identifier.split()[0] + f"{number.number:04d}"
    return items.Version(
        key=f"PN{printed:04d}",
        note=f"Printer's No. {printed}",
        classification=None,
        date=day,
        url=f"{SITE}/legislation/bills/text/HTM/{number.year}/{number.special}/{paper}/PN{printed:04d}",
        media_type="text/html",
    )
