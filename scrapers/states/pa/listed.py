"""The roll calls that a bill's page lists, with their counts and addresses."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import maybe, one, words
from scrapers.html import distinct, whole
from scrapers.normalise import collapse
from scrapers.states.pa.sections import opened, part, stated_more
from scrapers.states.pa.shapes import HOUSES, NAMES, Number, committee_code, day, query

VOTE_PAPER = re.compile(
    r"(?:House|Senate) (?:Bill|Resolution) \d{1,4}(?: PN ?\d{1,5})?(?P<amendments>(?: A\d{4,5})*)(?:, (?P<words>.+))?"
)
VOTE_BODY = re.compile(r"(House|Senate) (?:Floor|(.{1,120}?)(?: Committee)?) Vote")
WEEKDAY = re.compile(r"[A-Z][a-z]+day, (.+)")
FLOOR_ROLL = "/roll-calls/summary"
COMMITTEE_ROLL = "/committees/roll-call-votes/vote-list/vote-summary"


def bill_rolls(page: Response) -> list[items.VoteEvent]:
    """The roll calls a bill's page lists, newest first: their counts, without names. Each has its address."""
    number, main, _ = opened(whole(page), page.url)
    section = part(main, "Votes", page.url)
    if section is None or not section.xpath(".//a[contains(@href, '/roll-call')]"):
        return []
    cards = section.xpath(".//div[contains(@class, 'card-body')]")
    rows = section.css("#billVotes table tr")
    stated = stated_more(section, "#headingVotes", page.url)
    if not cards or len(rows) != stated:
        raise LayoutChanged(f"{page.url} Votes", wanted=f"a card and {stated} rows", got=f"{len(cards)}, {len(rows)}")
    found = [listed_roll(card, number, f"{page.url} Votes") for card in [*cards, *rows]]
    return distinct(found, f"{page.url} Votes", lambda roll: roll.key)


def listed_roll(box: Selector, number: Number, where: str) -> items.VoteEvent:
    """One roll call of the list: its address, day, body, motion and counts."""
    hrefs = {urljoin(where, href.strip()) for href in box.xpath(".//a/@href").getall()}
    if len(hrefs) != 1:
        raise LayoutChanged(where, wanted="one address", got=", ".join(sorted(hrefs))[:160])
    url = hrefs.pop()
    title = one(box, ".//div[contains(@class, 'card-title')] | ./td/div[contains(@class, 'h6')]", where)
    subtitle = maybe(box, ".//div[contains(@class, 'card-subtitle')]", where)
    when, _, body = words(title).partition(" - ")
    body = words(subtitle) if subtitle is not None else body
    named, dated = VOTE_BODY.fullmatch(body), WEEKDAY.fullmatch(when)
    paper = [words(link).split(" - opens")[0] for link in box.xpath(".//div[not(@class) or @class='row']/a")]
    if not named or not dated or len(paper) != 1:
        raise LayoutChanged(where, wanted=f"a roll call on {number.name}", got=words(box)[:160])
    key, chamber, place = roll_key(url)
    if NAMES[chamber] != named[1] or (place is None) != (named[2] is None):
        raise LayoutChanged(where, wanted=f"a roll call of {body}", got=url)
    return items.VoteEvent(
        session=number.session,
        key=key,
        bills=[number.identifier],
        chamber=chamber,
        organization_code=committee_code(chamber, named[2]) if named[2] else chamber,
        date=day(dated[1], where),
        motion=motion(paper[0]),
        motion_classification=(),
        yes_means="unknown",
        result_raw=None,
        result=None,
        declared_yes=badge(box, "fa-square-check", where),
        declared_no=badge(box, "fa-square-xmark", where),
        declared_other=None,
        votes=None,
        roll_number=query(url).get("rcnum") or query(url).get("rollcallid"),
        source_url=url,
    )


def motion(paper: str) -> str:
    """`House Bill 1486 PN1602 A01441, Adopt Amendment` → `A01441, Adopt Amendment`; else the paper itself."""
    found = VOTE_PAPER.fullmatch(paper)
    said = ", ".join(filter(None, (collapse(found["amendments"]), found["words"]))) if found else ""
    return said or paper


def badge(box: Selector, icon: str, where: str) -> int:
    """The number beside an icon, which stands once or twice."""
    links = box.xpath(f".//i[contains(concat(' ', @class, ' '), ' {icon} ')]/parent::*")
    numbers = {"".join(link.xpath("./text() | ./span[not(@class='sr-only')]/text()").getall()) for link in links}
    found = {int(number[1]) for text in numbers if (number := re.match(r"\s*(\d{1,3})(?!\d)", text))}
    if len(found) != 1:
        raise LayoutChanged(f"{where} {icon}", wanted="a count", got=str(sorted(numbers))[:80])
    return found.pop()


def roll_key(url: str) -> tuple[str, str, str | None]:
    """Key, chamber and committee's number of a roll call, by its address."""
    asked, path = query(url), url.split("?")[0]
    house = path.removeprefix("https://www.palegis.us/").split("/")[0]
    if house in HOUSES and path.endswith(f"{house}{FLOOR_ROLL}") and asked.get("rcnum", "").isdecimal():
        return f"{house}-{int(asked['rcnum'])}", HOUSES[house], None
    body, count = asked.get("committeecode", ""), asked.get("rollcallid", "")
    if house in HOUSES and path.endswith(f"{house}{COMMITTEE_ROLL}") and body.isdecimal() and count.isdecimal():
        return f"{house}-{int(body)}-{int(count)}", HOUSES[house], str(int(body))
    raise LayoutChanged(url, wanted="the address of a roll call", got=path[:120])
