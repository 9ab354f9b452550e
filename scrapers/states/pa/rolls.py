"""Roll calls with every member: those of the floor and those of committees, a page each.

Both shapes are known from published excerpts of the pages; no whole page of either is among the captures.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.classify import MotionTable
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import many, maybe, one, words
from scrapers.html import distinct, whole
from scrapers.states.pa.actions import COMMITTEE_MOTIONS, FLOOR_MOTIONS
from scrapers.states.pa.listed import roll_key
from scrapers.states.pa.shapes import BILL_PATH, COMMITTEE_PATH, HOUSES, bill_at, committee, mention, query

OPTIONS = {
    "Yea": "yes",
    "Nay": "no",
    "No Vote": "not voting",
    "Not Voting": "not voting",
    "Leave": "excused",
    "Absent": "absent",
}
FLOOR_COUNTS = ("Yea", "Nay", "No Vote", "Leave")
COMMITTEE_COUNTS = ("Yeas", "Nays", "No Votes")
AMENDMENT = re.compile(r"\bA\d{4,5}\b")
PARTY = re.compile(r"\bbg-party-([A-Z])\b")
DISTRICT = re.compile(r"District (\d{1,3})\b")
NUMBERED = re.compile(r"(?:RCS No\.|Roll Call Vote Summary #) ?(\d{1,5})\b")


def floor(page: Response, bills: list[str], motion: str | None = None) -> list[items.Item]:
    """`/house/roll-calls/summary?sessYr=2021&sessInd=0&rcNum=896`: its voters as members, then the roll call.

    `bills` are those whose pages point to it, `motion` what these say it was on. Raises ExpectedEmpty where the page
    itself says that it is on no bill: an attendance.
    """
    where = page.url
    found = whole(page)
    details = one(found, "div.rc-details", where)
    paper = beside(details, "Bill", where)
    on = bills_of(paper, bills, where)
    dated = one(beside(details, "Vote Date", where), ".//a", where).attrib.get("href", "")
    day = dated_in(dated, "date", query(where), where)
    check_number(found, where)
    action = beside(details, "Action", where)
    own = ", ".join(filter(None, (" ".join(AMENDMENT.findall(words(paper))), said(action, "Action"))))
    counts = {label: count(one(found, "#voteSummary", where), label, where) for label in FLOOR_COUNTS}
    rows = many(found, "div.rc-member", where)
    key, chamber, _ = roll_key(where)
    event = items.VoteEvent(
        session=session_of(where),
        key=key,
        bills=on,
        chamber=chamber,
        organization_code=chamber,
        date=day,
        motion=motion or own or None,
        motion_classification=(),
        yes_means="unknown",
        result_raw=None,
        result=None,
        declared_yes=counts["Yea"],
        declared_no=counts["Nay"],
        declared_other=counts["No Vote"] + counts["Leave"],
        votes=[],
        roll_number=str(int(query(where)["rcnum"])),
        source_url=where,
    )
    return named(event, rows, where)


def committee_roll(page: Response, bills: list[str], motion: str | None = None) -> list[items.Item]:
    """`…/vote-list/vote-summary?committeecode=38&rollcallid=555…`: committee, voters as members, the roll call.

    The page gives neither party nor district of a voter.
    """
    where = page.url
    found = whole(page)
    key, chamber, number = roll_key(where)
    links = {
        (match[2], words(link))
        for link in found.xpath(".//main//a[contains(concat(' ', @class, ' '), ' committee ')]")
        if (match := COMMITTEE_PATH.search(link.attrib.get("href", "").strip())) and HOUSES[match[1]] == chamber
    }
    if len(links) != 1 or (body := links.pop())[0] != number:
        raise LayoutChanged(f"{where} committee", wanted=f"committee {number}", got=str(sorted(links))[:120])
    dated = one(found, ".//main//a[contains(@href, 'rollcalldate=')]", where).attrib["href"]
    kind = one(found, ".//main//div[not(*) and normalize-space()='Type of Motion']/following-sibling::div[1]", where)
    table = one(found, ".//main//table[.//th[normalize-space()='Yeas']]", where)
    counts = {label: table_count(table, label, where) for label in COMMITTEE_COUNTS}
    rows = many(found, ".//main//li[.//div[contains(concat(' ', @class, ' '), ' voteRow ')]]", where)
    event = items.VoteEvent(
        session=session_of(where),
        key=key,
        bills=bills_of(one(found, "main", where), bills, where),
        chamber=chamber,
        organization_code=committee(chamber, body[1]).code,
        date=dated_in(dated, "rollcalldate", {"committeecode": number or ""}, where),
        motion=motion or words(kind) or None,
        motion_classification=(),
        yes_means="unknown",
        result_raw=None,
        result=None,
        declared_yes=counts["Yeas"],
        declared_no=counts["Nays"],
        declared_other=counts["No Votes"],
        votes=[],
        roll_number=str(int(query(where)["rollcallid"])),
        source_url=where,
    )
    return [committee(chamber, body[1]), *named(event, rows, where)]


def classified(event: items.VoteEvent) -> items.VoteEvent:
    """With the classes of its motion: the floor and committees use the same words for different things."""
    motions: MotionTable = FLOOR_MOTIONS if event.organization_code == event.chamber else COMMITTEE_MOTIONS
    found = motions.classify(event.motion)
    return replace(event, motion_classification=found.classifications, yes_means=found.yes_means)


def named(event: items.VoteEvent, rows: list[Selector], where: str) -> list[items.Item]:
    """The roll call with a vote for each row, after the members it names; a mark not known is a gap."""
    people, votes, gaps = [], [], []
    for row in rows:
        link = one(row, ".//a[contains(@href, '/members/bio/')]", where)
        mark = one(row, ".//span[@title and contains(@class, 'badge')]", where).attrib["title"].strip()
        party = PARTY.search(" ".join(row.xpath(".//span/@class").getall()))
        district = DISTRICT.search(words(row))
        person = mention(where, event.session, link.attrib["href"], words(link), party[1] if party else None,
                         district[1] if district else None)  # fmt: skip
        if person.chamber != event.chamber:
            raise LayoutChanged(where, wanted=f"members of the {event.chamber} house", got=link.attrib["href"][:120])
        people.append(person)
        votes.append(items.Vote(words(link), OPTIONS.get(mark, "other"), mark))
    distinct(people, where, lambda person: person.source_id)
    for code, times in Counter(vote.option_raw for vote in votes if vote.option == "other").items():
        evidence = f"{times} votes {code!r} in roll call {event.key}"
        gaps.append(
            items.Gap(event.session, "unknown_code", f"vote {code} {event.key}", "a known mark", str(code), evidence)
        )
    return [*people, classified(replace(event, votes=votes)), *gaps]


def session_of(url: str) -> str:
    asked = query(url)
    year, special = asked.get("sessyr", ""), asked.get("sessind", "")
    if not (year.isdecimal() and special.isdecimal()):
        raise LayoutChanged(url, wanted="sessYr and sessInd", got=url[-80:])
    return f"{year}_{int(special)}"


def beside(details: Selector, label: str, where: str) -> Selector:
    """The column under a label."""
    found = one(details, f".//div[not(*) and normalize-space()='{label}']", f"{where} {label}")
    return one(found, "./parent::div[contains(@class, 'col-')]", f"{where} {label}")


def said(column: Selector, label: str) -> str:
    return words(column).removeprefix(label).strip()


def bills_of(place: Selector, asked: list[str], where: str) -> list[str]:
    """The bills whose pages led to it, of which the page links one, if any; where none did, those it links."""
    links = [link.attrib["href"] for link in place.xpath(".//a[contains(@href, '/legislation/bills/')]")]
    numbers = [bill_at(href) for href in links if BILL_PATH.fullmatch(href.strip())]
    on = {number.identifier for number in numbers}
    if not on and not asked:
        raise ExpectedEmpty(f"{where} is on no bill")
    if any(number.session != session_of(where) for number in numbers) or (asked and on and not on.intersection(asked)):
        wanted = ", ".join(asked) or f"a bill of {session_of(where)}"
        raise LayoutChanged(f"{where} bill", wanted=wanted, got=", ".join(links)[:120])
    return sorted(asked or on)


def dated_in(href: str, name: str, same: dict[str, str], where: str) -> str:
    """The day in the address of a day's roll calls, which must be of the same session or committee."""
    asked = query(href)
    day = asked.get(name, "")
    other = [key for key in ("sessyr", "sessind", "committeecode") if key in same and asked.get(key) != same[key]]
    if other or not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])-[0-3]\d", day):
        raise LayoutChanged(f"{where} {name}", wanted="a day of the same body and session", got=href[:120])
    return day


def check_number(page: Selector, where: str) -> None:
    """Where the page says its number in words, it is the one asked for."""
    for number in NUMBERED.findall(" ".join(page.xpath("//title//text() | //main//text()").getall())):
        if int(number) != int(query(where)["rcnum"]):
            raise LayoutChanged(f"{where} number", wanted=query(where)["rcnum"], got=number)


def count(summary: Selector, label: str, where: str) -> int:
    found = one(summary, f".//div[not(*) and normalize-space()='{label}']/following-sibling::div", f"{where} {label}")
    return counted(words(found), f"{where} {label}")


def table_count(table: Selector, label: str, where: str) -> int:
    cell = maybe(table, f".//th[normalize-space()='{label}']/following-sibling::td", f"{where} {label}")
    return counted(words(cell) if cell is not None else "", f"{where} {label}")


def counted(text: str, where: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text):
        raise LayoutChanged(where, wanted="a count", got=text[:40])
    return int(text)
