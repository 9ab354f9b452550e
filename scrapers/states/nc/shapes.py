"""What North Carolina's pages have in common, in the layout of today and in that of 2017."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from parsel import Selector

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import words
from scrapers.html import distinct
from scrapers.normalise import collapse, iso_date
from scrapers.states.nc.actions import ACTIONS, MOTIONS

SITE = "https://www.ncleg.gov"
HOUSES = {"H": "lower", "S": "upper"}
CHAMBERS = {"House": "lower", "Senate": "upper"}
KINDS = {"Bill": ("B", "bill"), "Resolution": ("R", "resolution"), "Joint Resolution": ("JR", "joint resolution")}
HEADING = re.compile(
    r"(House|Senate) (Joint Resolution|Resolution|Bill) (\d{1,5})"
    r"(?: / (?:S\.?L\.?|Res\.?) (\d{4}-\d{1,4}))?(?: \(\s?=\s?([HS])(\d{1,5})\s?\))?"
)
NAMED_SESSION = re.compile(r"\d{4}-\d{4} Session|\d{4} (?:\w+ ){0,2}(?:Extra|Special) Session(?: [\w ]{1,40})?")
ROLL_LINK = re.compile(
    r"/RollCallVoteTranscript(?:\.pl\?sSession=(?P<old>\w+)&sChamber=(?P<old_house>[HS])&RCS=(?P<old_number>\d+)"
    r"|/(?P<session>\w+)/(?P<house>[HS])/(?P<number>\d+))",
    re.IGNORECASE,
)
STATED = re.compile(r"(PASS|FAIL)(?:: (\d{1,3})-(\d{1,3}))?")
TIME = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) \d{1,2}:\d\d ?[AP]\.?M\.?", re.IGNORECASE)
ROLL = re.compile(r"\[([HS])\] - (\d{1,4})")
BY_GOVERNOR = re.compile(r"Signed by Gov|Vetoed|Became Law W/o")
VOTE_COLUMNS = ("Date", "Subject", "RCS #", "Aye", "No", "N/V", "Exc. Abs.", "Exc. Vote", "Total", "Result")
VERSIONS = {"Filed": "filed", "Ratified": "enrolled", "Session Law": "became-law"}
EDITION = re.compile(r"/Sessions/\w+/Bills/(?:House|Senate)/PDF/([HS]\d+v\d+)\.pdf$")


class Heading(NamedTuple):
    """`House Bill 7 / S.L. 2017-5 (= S14)`; `law` is the number of the session law or resolution."""

    identifier: str
    classification: str
    chamber: str
    law: str | None
    companion: str | None


def read_heading(text: str, where: str) -> Heading:
    found = HEADING.fullmatch(collapse(text))
    if not found:
        raise LayoutChanged(where, wanted="a heading such as House Bill 7 / S.L. 2017-5", got=collapse(text)[:120])
    letters, classification = KINDS[found[2]]
    companion = f"{found[5]}{letters} {found[6]}" if found[5] else None
    law = f"{'S.L.' if classification == 'bill' else 'Res.'} {found[4]}" if found[4] else None
    return Heading(f"{found[1][0]}{letters} {found[3]}", classification, CHAMBERS[found[1]], law, companion)


def roll_key(link: str, session: str, where: str) -> str:
    """The chamber's letter and the number of the roll call, from the address of its transcript."""
    found = ROLL_LINK.search(link)
    if not found or (found["old"] or found["session"]) != session:
        raise LayoutChanged(where, wanted=f"the transcript of a roll call of {session}", got=link)
    return f"{found['old_house'] or found['house']}-{found['old_number'] or found['number']}"


def action(day: str, house: str, text: str, vote: Selector, session: str, where: str) -> items.Action:
    """A line of the history; `vote` is its last cell, empty or `PASS: 114-0` with a link."""
    if not text or house not in ("", *CHAMBERS):
        raise LayoutChanged(where, wanted="House, Senate or nothing, and an action", got=f"{house!r}, {text!r}")
    told, link = words(vote), vote.css("a::attr(href)").get()
    stated = STATED.fullmatch(told)
    if bool(told) != bool(link) or (told and not stated):
        raise LayoutChanged(where, wanted="a result with its transcript, or nothing", got=f"{told!r}, {link}")
    tally = (int(stated[2]), int(stated[3])) if stated and stated[2] else (None, None)
    return items.Action(
        date=iso_date(day, "%m/%d/%Y"),
        chamber=CHAMBERS.get(house) or ("executive" if BY_GOVERNOR.match(text) else None),
        text=text,
        classifications=ACTIONS.classify(text),
        tally_yes=tally[0],
        tally_no=tally[1],
        vote_date=iso_date(day, "%m/%d/%Y") if link else None,
        roll_key=roll_key(link, session, where) if link else None,
    )


def vote_event(row: dict[str, Selector], session: str, bill: str, url: str) -> items.VoteEvent:
    """A line of the vote history: counts without names, which the transcript has."""
    told = {label: words(cell) for label, cell in row.items()}
    roll, time, link = (
        ROLL.fullmatch(told["RCS #"]),
        TIME.fullmatch(told["Date"]),
        row["Result"].css("a::attr(href)").get(),
    )
    if not roll or not time or not link or told["Result"] not in ("PASS", "FAIL") or not told["Subject"]:
        raise LayoutChanged(url, wanted="a roll call with day, number, subject and result", got=str(told))
    key = f"{roll[1]}-{roll[2]}"
    if roll_key(link, session, url) != key:
        raise LayoutChanged(url, wanted=f"the transcript of {key}", got=link)
    yes, no, *others, total = (count(told[label], label, url) for label in VOTE_COLUMNS[3:9])
    if yes + no != total:
        raise LayoutChanged(f"{url} {key}", wanted=f"{yes} + {no} votes in all", got=f"{total}")
    motion = MOTIONS.classify(told["Subject"])
    return items.VoteEvent(
        session=session,
        key=key,
        bills=[bill],
        chamber=HOUSES[roll[1]],
        organization_code=HOUSES[roll[1]],
        date=iso_date(time[1], "%m/%d/%Y"),
        motion=told["Subject"],
        motion_classification=motion.classifications,
        yes_means=motion.yes_means,
        result_raw=told["Result"],
        result=told["Result"].lower(),
        declared_yes=yes,
        declared_no=no,
        declared_other=sum(others),
        votes=None,
        roll_number=roll[2],
        source_url=url,
    )


def count(text: str, label: str, where: str) -> int:
    if not text.isdecimal() or len(text) > 3:
        raise LayoutChanged(where, wanted=f"a number of members under {label}", got=text)
    return int(text)


def version(note: str, url: str, where: str) -> items.Version:
    """A printed text: `Filed`, `Edition 1`, `Ratified`, `Session Law 2017-9`."""
    found = EDITION.search(url)
    if not found or not note:
        raise LayoutChanged(where, wanted="a version with its PDF", got=f"{note!r}, {url}")
    kind = next((kind for start, kind in VERSIONS.items() if note.startswith(start)), None)
    return items.Version(key=found[1], note=note, classification=kind, date=None, url=url, media_type="application/pdf")


class Member(NamedTuple):
    """A member as a link names him or her: the chamber's letter, the number in it, and the name as printed."""

    house: str
    number: str
    name: str


def read_sponsors(cell: Selector, member: re.Pattern[str], where: str) -> tuple[list[Member], list[items.Sponsorship]]:
    """Sponsors in their order, linked as `member` has it (house, number); those before the word (Primary) are first."""
    where = f"{where} sponsors"
    members = []
    for link in cell.css("a"):
        found = member.search(link.attrib.get("href", ""))
        if not found:
            raise LayoutChanged(where, wanted="a link to a member", got=words(link))
        members.append(Member(found[1], found[2], words(link)))
    said = words(cell)
    named = [[collapse(name) for name in part.split(";") if name.strip()] for part in said.split("(Primary)")]
    if len(named) != 2 or [*named[0], *named[1]] != [one.name for one in members]:
        raise LayoutChanged(where, wanted="linked members, those before (Primary) first", got=said)
    first = len(named[0])
    return distinct(members, where), [
        items.Sponsorship(one.name, "primary" if place < first else "cosponsor", place < first, HOUSES[one.house])
        for place, one in enumerate(members)
    ]


def mentioned(member: Member, session: str, name: str | None = None) -> items.Person:
    """A member whom a page names in passing; `name` in full, where the page has it."""
    chamber = HOUSES[member.house]
    return items.Person(
        session=session,
        name=name or member.name,
        family_name=None,
        given_name=None,
        party=None,
        chamber=chamber,
        district=None,
        names=[items.PersonName(member.name, chamber)],
        source_id=f"{member.house}{member.number}",
        mentioned=True,
    )


def named_session(identifier: str, name: str, where: str) -> items.Session:
    if not NAMED_SESSION.fullmatch(name):
        raise LayoutChanged(where, wanted="the name of a session", got=name)
    return items.Session(identifier, name, "special" if "E" in identifier else "primary")


def keywords(text: str) -> list[str]:
    """Parted at every comma: the page does not tell those inside a keyword."""
    return list(dict.fromkeys(word for part in text.split(",") if (word := part.strip())))


def repeated(actions: list[items.Action], session: str, bill: str) -> Iterator[items.Gap]:
    """A gap for each line of a history that stands twice running: a clerk's slip, or two equal steps.

    Equal lines with others between them are common (a bill comes back from each of its committees).
    """
    for before, line in pairwise(actions):
        if line == before:
            said = f"{line.date} {line.chamber} {line.text}"
            evidence = f"the history of {bill} has twice running: {said}"
            yield items.Gap(session, "repeated_line", f"{bill} {said}", "one line", "2 lines", evidence, bill)
