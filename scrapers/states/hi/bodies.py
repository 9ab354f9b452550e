"""Who sits where: the lists of committees and of members.

Format: HTML of ASP.NET; the shapes are those of public pages of 2026.
"""

from __future__ import annotations

import re

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many, one, words
from scrapers.html import distinct, whole
from scrapers.states.hi import parts
from scrapers.states.hi.parts import labelled
from scrapers.states.hi.shapes import committee_code, day, session_name

SHOWN = re.compile(r"\(Showing All Committees for (\d{4})\)")
COMMITTEE_OF = {"Senate Committee on": "upper", "House Committee on": "lower"}
CHAIRS = {"HyperLinkmemberphotos": "chair", "HyperLinkVicememberphotos": "vice chair"}
MEMBER = re.compile(r"/memberpage\.aspx\?member=(\d{1,6})&year=(\d{4})")
NAME = re.compile(r"([^,()]{1,60}), ([^,()]{1,60}) \(([A-Z])\)")
DISTRICT = re.compile(r"(House|Senate) District (\d{1,2})\b")
ENDED = re.compile(r"Term of Office Ended: (\d{1,2}/\d{1,2}/\d{4})")
SUFFIX = re.compile(r" (?:Jr\.?|Sr\.?|II|III|IV)$")


def committees(page: Response) -> list[items.Item]:
    """committees.aspx: the session it shows, its committees, and who leads them."""
    document = whole(page)
    year = SHOWN.fullmatch(words(one(document, "[id$=LabelYear]", page.url)))
    if not year:
        raise LayoutChanged(
            f"{page.url} [id$=LabelYear]", wanted="(Showing All Committees for 2026)", got="other words"
        )
    session = year[1]
    bodies: list[items.Organization] = []
    seats: list[items.Membership] = []
    for line in one(document, "table[id$=GridView1]", page.url).xpath("./tr | ./tbody/tr"):
        code = words(one(line, "a[id*=HyperLinkCommAcro]", page.url))
        where = f"{page.url} {code}"
        name = one(line, "a[id*=HyperLinkCommName]", where)
        if f"comm={code}&year={session}" not in name.attrib.get("href", ""):
            raise LayoutChanged(where, wanted=f"comm={code}&year={session}", got=name.attrib.get("href", "no address"))
        of = words(labelled(line, 1, where))
        if of not in COMMITTEE_OF:
            raise LayoutChanged(where, wanted=" or ".join(COMMITTEE_OF), got=of)
        chamber = COMMITTEE_OF[of]
        own = committee_code(session, code)
        house = "Senate" if chamber == "upper" else "House"
        bodies.append(items.Organization(own, f"{house} Committee on {words(name)}", "committee", chamber, chamber))
        for picture, role in CHAIRS.items():
            link = one(line, f"a[id*={picture}]", where)
            member = MEMBER.search(link.attrib.get("href", ""))  # a chair may be vacant
            if member:
                seats.append(items.Membership(session, own, member[1], role, chamber))
    if {body.chamber for body in bodies} != {"upper", "lower"}:
        raise LayoutChanged(page.url, wanted="committees of both chambers", got=f"{len(bodies)} of one")
    distinct(bodies, page.url, lambda body: body.code)
    return [shown(session), *bodies, *seats]


def shown(session: str) -> items.Session:
    """The session that these pages show, unasked, is the present one."""
    return items.Session(session, session_name(session), "primary", is_active=True)


def members(page: Response) -> list[items.Item]:
    """legislators.aspx: the session it shows, and who sits in it, with the ways in which their names are written."""
    document = whole(page)
    cards = many(document, "div[id*=_memberDiv_]", page.url)
    names = document.xpath("//a[contains(@href, '/memberpage.aspx')][.//h2]")
    if len(names) != len(cards):
        raise LayoutChanged(page.url, wanted=f"a name for each of {len(cards)} members", got=f"{len(names)}")
    people = distinct((member(card, page.url) for card in cards), page.url, lambda person: person.source_id)
    sessions = {person.session for person in people}
    if len(sessions) != 1 or {person.chamber for person in people} != {"upper", "lower"}:
        got = f"{len(people)} members of {', '.join(sorted(sessions))}"
        raise LayoutChanged(page.url, wanted="members of both chambers in one session", got=got)
    return [shown(sessions.pop()), *people]


def member(card: Selector, url: str) -> items.Person:
    link = one(card, ".//a[contains(@href, '/memberpage.aspx')][.//h2]", url)
    told = words(one(link, ".//h2", url))
    where = f"{url} {told}"
    found, page = NAME.fullmatch(told), MEMBER.search(link.attrib["href"])
    if not found or not page:
        raise LayoutChanged(where, wanted="Lee, Chris (D), with the address of their page", got=link.attrib["href"])
    text = words(card)
    district = DISTRICT.search(text)
    if not district:
        raise LayoutChanged(where, wanted="House District 41", got=text)
    chamber = "lower" if district[1] == "House" else "upper"
    left = ENDED.search(text)
    return items.Person(
        session=page[2],
        name=f"{found[2]} {found[1]}",
        family_name=found[1],
        given_name=found[2],
        party={"D": "Democratic", "R": "Republican"}.get(found[3], found[3]),
        chamber=chamber,
        district=district[2],
        names=[items.PersonName(name, chamber) for name in spellings(found[1], found[2])],
        source_id=page[1],
        source_url=parts.absolute(link, where),
        end_date=day(left[1], where) if left else None,
    )


def spellings(family: str, given: str) -> list[str]:
    """How votes and lists of introducers write a member: `Lee`, `C. Lee`, `J.Lee`, `Lee, C.`, and all in capitals.

    Where two members share a surname, the bare one is written of neither and matches neither.
    """
    surname, initial = SUFFIX.sub("", family), given[0]
    forms = [surname, family, f"{initial}. {surname}", f"{initial}.{surname}", f"{surname}, {initial}."]
    return list(dict.fromkeys([*forms, *(form.upper() for form in forms)]))
