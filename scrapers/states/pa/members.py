"""What the lists of members and of committees of the two chambers say."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many, maybe, one, words
from scrapers.html import distinct, whole
from scrapers.states.pa.shapes import (
    BIO_PATH,
    COMMITTEE_PATH,
    HOUSES,
    NAMES,
    PARTIES,
    committee,
    mention,
)

SUFFIXES = frozenset({"Jr.", "Sr.", "II", "III", "IV", "M.D."})
SHOWN_PARTIES = {"Democrat": "D", "Republican": "R", "Independent": "I"}
SHOWN = re.compile(r"(\w+) ?District (\d{1,3})")


def members(page: Response) -> list[items.Person]:
    """`/house/members?SessYr=2023`: a card for each member, of the regular session that the page says it shows."""
    found = whole(page)
    session = chosen(found, page.url)
    block = one(found, "#parent", page.url)
    people = [member(card, session, page.url) for card in many(block, "./div", page.url)]
    return distinct(people, page.url, lambda person: person.source_id)


def chosen(page: Selector, where: str) -> str:
    """The session a list is of: the one selected."""
    year = one(page, "select#SessYr option[selected]", where).attrib.get("value", "")
    if not re.fullmatch(r"\d{4}", year):
        raise LayoutChanged(f"{where} SessYr", wanted="a year", got=year)
    return f"{year}_0"


def member(card: Selector, session: str, where: str) -> items.Person:
    """A card: its attributes and its words say the same of party and district."""
    link = one(card, "a.thumb-info-wrapper", where)
    bio = BIO_PATH.search(link.attrib.get("href", ""))
    name = words(one(link, "span.thumb-info-inner", where))
    shown = SHOWN.fullmatch(words(one(link, "span.thumb-info-type", where)))
    party, district = card.attrib.get("data-party", ""), card.attrib.get("data-district", "")
    if not bio or not name or not shown or not district.isdecimal():
        raise LayoutChanged(where, wanted="a member's bio, name, party and district", got=words(card)[:120])
    if (SHOWN_PARTIES.get(shown[1], shown[1]), int(shown[2])) != (party, int(district)):
        raise LayoutChanged(f"{where} {name}", wanted=f"{party} of district {district}", got=shown[0])
    chamber = HOUSES[bio[1]]
    given, family = split(name, card.attrib.get("data-name", ""), where)
    return items.Person(
        session=session,
        name=name,
        family_name=family,
        given_name=given,
        party=PARTIES.get(party, party),
        chamber=chamber,
        district=str(int(district)),
        names=[items.PersonName(name, chamber)],
        source_id=bio[2],
        source_url=urljoin(where, link.attrib["href"].strip()),
    )


def split(name: str, sorted_name: str, where: str) -> tuple[str | None, str | None]:
    """Given and family name of `Lynda Schlegel Culver`, which is sorted as `Schlegel Culver Lynda`."""
    spoken = [word for word in name.replace(",", "").split() if word not in SUFFIXES]
    folded = [word.casefold() for word in spoken]
    listed = [word.casefold() for word in sorted_name.replace(",", "").split() if word not in SUFFIXES]
    if sorted(folded) != sorted(listed):
        raise LayoutChanged(f"{where} data-name", wanted=name, got=sorted_name)
    for place in range(1, len(listed)):
        if listed[place:] + listed[:place] == folded:
            return " ".join(spoken[:-place]), " ".join(spoken[-place:])
    return None, None


def committees(page: Response) -> list[items.Item]:
    """`/house/committees/committee-list?SessYr=2023`: the committees of a chamber, each with its chair."""
    found = whole(page)
    session = chosen(found, page.url)
    house = HOUSES.get(urlsplit(page.url).path.split("/")[1])
    if house is None:
        raise LayoutChanged(page.url, wanted="an address under /house or /senate", got=page.url)
    rows = many(one(found, "div.committee-list", page.url), "./div", page.url)
    listed = [listed_committee(row, house, session, page.url) for row in rows]
    distinct((body for body, _ in listed), page.url, lambda body: body.code)
    return [item for body, chair in listed for item in (body, *chair)]


def listed_committee(
    row: Selector, house: str, session: str, where: str
) -> tuple[items.Organization, list[items.Item]]:
    links = {(link.attrib.get("href", "").strip(), words(link)) for link in many(row, "a.committee", where)}
    href, name = links.pop()
    found = COMMITTEE_PATH.search(href)
    if links or not found or HOUSES[found[1]] != house or not name:
        raise LayoutChanged(where, wanted=f"one committee of the {NAMES[house]}", got=words(row)[:120])
    body = committee(house, name)
    card = maybe(row, "strong a", where)  # a committee may be without a chair
    if card is None:
        return body, []
    if words(one(row, "span.badge.shadow-primary", where)) not in ("Chair", "Co-Chair", "Vice Chair"):
        raise LayoutChanged(f"{where} {name}", wanted="a chair", got=words(row)[:120])
    party = re.search(r"\bbg-party-([A-Z])\b", " ".join(row.xpath(".//span/@class").getall()))
    district = re.search(r"District (\d{1,3})", words(row))
    person = mention(where, session, card.attrib.get("href", ""), words(card), party[1] if party else None,
                     district[1] if district else None)  # fmt: skip
    if not party or not district:
        raise LayoutChanged(f"{where} {name}", wanted="party and district of the chair", got=words(row)[:120])
    return body, [person, items.Membership(session, body.code, str(person.source_id), "chair", house)]
