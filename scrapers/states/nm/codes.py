"""The coded history of a measure in plain words: `[2] HEC/HAFC-HEC [4] DP-HAFC [7] PASSED/H (57-6)`.

The number in brackets is a legislative day of the chamber that has the measure; a day stands for all that follows it.
The words are those the site's own bill pages print for a code, and where it prints none, those of its Key to
Abbreviations (/Legislation/Action_Abbreviations). A legislative day may last several calendar days: no date follows
from it alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from scrapers.normalise import collapse

COMMITTEE = r"(?!SGND\b)[HS][A-Z]{2,5}"
REFERRALS = rf"{COMMITTEE}(?:/{COMMITTEE}){{0,5}}"
DAY = r"\( ?(?P<month>[A-Z][a-z]{2,8}\.?) ?(?P<on>\d{1,2})\)"
CHAPTER = r"Ch\. {0,2}(?P<chapter>\d{1,4})?(?: \(partial veto\))?"
# where a measure goes from here: to a committee, or in the House to the Speaker's table (T)
SENT_ON = rf"(?:-(?:T\b|(?P<to>{COMMITTEE})(?![/\w]|-[HS][A-Z])))?"
# between codes; a backtick is a slip of the pen that many lines of 2025 have
BETWEEN = re.compile(r"[\s.,`-]+")
UNKNOWN = re.compile(r"\([^()\[\]]{0,80}\)|[^\s\[\]()]{1,40}|.")
LEGISLATIVE_DAY = re.compile(r"\[(\d{1,3})\]")
LONGEST = 4000
HOUSES = {"H": "lower", "S": "upper"}
CHAMBERS = {"lower": "House", "upper": "Senate"}
AMENDED = {"lower": "House of Representatives Floor Amendment", "upper": "Senate Floor Amendment"}
REPORTS = {
    "DP": "with Do Pass recommendation",
    "DP/a": "with Do Pass recommendation with amendment(s)",
    "DNP-CS/DP": "with Do Not Pass but with a Do Pass recommendation on Committee Substitution",
    "DNP-CS/DP/a": "with Do Not Pass but with a Do Pass recommendation on Committee Substitution as amended",
    "DNP-CS/w/o rec": "with Do Not Pass but without recommendation on Committee Substitution",
    "DNP-CS/w/o rec/a": "with Do Not Pass but without recommendation on Committee Substitution as amended",
    "DNP": "with Do Not Pass recommendation",
    "w/o rec": "without a recommendation",
    "w/o rec/a": "without a recommendation with amendment(s)",
}


class Step(NamedTuple):
    """One code: `code` as printed, `words` None where it is not known; `day` is a legislative day.

    `committee` acted, or has the measure from here on; `on` are month and day as printed, such as `Feb. 28`.
    """

    words: str | None
    chamber: str | None = None
    committee: str | None = None
    tally: tuple[int, int] | None = None
    on: str | None = None
    chapter: str | None = None
    successor: str | None = None
    code: str = ""
    day: int | None = None


class Place(NamedTuple):
    """Where the measure is while its history is read."""

    chamber: str | None
    committee: str | None


Reading = Callable[[re.Match[str], Place], tuple[Step, Place]]


def decode(codes: str, origin: str) -> list[Step]:
    """The steps of a coded history; `origin` is the chamber a measure begins in. A code not known keeps its place."""
    line = collapse(codes)
    if len(line) > LONGEST:
        return [Step(None, code=line)]
    steps: list[Step] = []
    place = Place(origin, None)
    day, at, apart = None, 0, True  # apart: a day or a hyphen stands before what comes next
    while at < len(line):
        if between := BETWEEN.match(line, at):
            at, apart = between.end(), apart or "-" in between[0]
        elif found := LEGISLATIVE_DAY.match(line, at):
            day, at, apart = int(found[1]), found.end(), True
        else:
            step, place, at = next_step(line, at, place)
            steps.append(step._replace(day=day if of_the_day(step, apart) else None))
            apart = False
    return steps


def next_step(line: str, at: int, place: Place) -> tuple[Step, Place, int]:
    for pattern, reading in GRAMMAR:
        if found := pattern.match(line, at):
            step, place = reading(found, place)
            return step._replace(code=found[0].strip()), place, found.end()
    unknown = UNKNOWN.match(line, at)
    assert unknown  # `.` matches any character of a line
    return Step(None, *place, code=unknown[0]), place, unknown.end()


def of_the_day(step: Step, apart: bool) -> bool:
    """What happens outside the chambers is no part of the legislative day it is written behind."""
    if step.words == SIGNED_BY_HOUSES:
        return apart
    return step.chamber != "executive" and step.words != POSTPONED


def house(found: re.Match[str], group: str = "house") -> str:
    return HOUSES[found[group].upper()]


def of_committee(committee: str) -> Place:
    return Place(HOUSES[committee[0]], committee)


def prefiled(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    return Step(f"Sent to {found[0]} - Referrals: {found[0]}", house(found)), place


def sent(found: re.Match[str], _: Place) -> tuple[Step, Place]:
    at = of_committee(found["to"])
    return Step(f"Sent to {found['to']} - Referrals: {found['referrals']}", *at), at


def sent_again(found: re.Match[str], _: Place) -> tuple[Step, Place]:
    at = of_committee(found["to"])
    return Step(f"Sent to committee - Referrals: {found['to']}", *at), at


def referred(found: re.Match[str], _: Place) -> tuple[Step, Place]:
    at = of_committee(found["to"] or found["referrals"].split("/")[0])
    said = "Re-referred to" if found["again"] else "Referred to:"
    return Step(f"{said} {found['referrals']}", *at), at


def reported(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    by = f"{place.committee}: " if place.committee else ""
    step = Step(f"{by}Reported by committee {REPORTS[found['report']]}", *place)
    return step, of_committee(found["to"]) if found["to"] else place._replace(committee=None)


def germane(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    by = f"{place.committee}: " if place.committee else ""
    said = f"{by}Reported by committee to fall within the purview of a 30 day session"
    return Step(said, *place), of_committee(found["to"]) if found["to"] else place


def not_printed(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    at = of_committee(found["to"]) if found["to"] else place
    return Step("Not Printed", *at), at


def withdrawn(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    at = of_committee(found["to"]) if found["to"] else place._replace(committee=None)
    said = "Withdrawn from committee or daily calendar for subsequent action"
    return Step(said, *place), at


def vote(words: dict[str, str]) -> Reading:
    def reading(found: re.Match[str], place: Place) -> tuple[Step, Place]:
        at = Place(house(found), None)
        counts = (int(found["yes"]), int(found["no"]))
        said = words[at.chamber or ""].format(*counts)
        return Step(said, at.chamber, tally=counts), at

    return reading


def floor_amended(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    several = len(found["each"]) > 1
    said = "multiple floor amendments" if several else AMENDED.get(place.chamber or "", "Floor Amendment")
    return Step(said, place.chamber), place


def of_house(words: str) -> Reading:
    """A step of the chamber its code names, h or s; {} and {other} are the chambers."""

    def reading(found: re.Match[str], place: Place) -> tuple[Step, Place]:
        at = house(found)
        other = "Senate" if at == "lower" else "House"
        return Step(words.format(CHAMBERS[at], other=other), at), place

    return reading


def here(words: str) -> Reading:
    """A step of wherever the measure is."""
    return lambda found, place: (Step(words, *place), place)


def of_referral(done: str) -> Reading:
    return lambda found, place: (Step(f"{found['from']} referral {done}", *place), place)


def remark(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    return Step(found["remark"], *place), place


def by_governor(words: str) -> Reading:
    def reading(found: re.Match[str], place: Place) -> tuple[Step, Place]:
        groups = found.groupdict()
        on = f"{groups['month']} {groups['on']}" if groups.get("month") else None
        chapter = groups.get("chapter")
        said = " - ".join(filter(None, (words, f"Chapter {chapter}" if chapter else None, on)))
        return Step(said, "executive", on=on, chapter=chapter), place

    return reading


def signed_by_houses(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    return Step(SIGNED_BY_HOUSES, place.chamber), place


def succeeded(found: re.Match[str], place: Place) -> tuple[Step, Place]:
    """`H 2`, `SJR 4`: a single letter stands for a bill."""
    kind, number = found["kind"], int(found["number"])
    successor = f"{kind if len(kind) > 1 else kind + 'B'} {number}"
    said = f"Succeeding entries: {kind} {number}"
    return Step(said, *place, successor=successor), place


SIGNED_BY_HOUSES = "Signed by one or both houses (for legislation not requiring Governor's signature)"
POSTPONED = "Action Postponed Indefinitely"
FAILED = {
    "lower": "Failed to Pass in House, Bill has Died",
    "upper": "Failed to Pass in the Senate, Bill Has Died",
}
PASSED = {
    "lower": "Passed in the House of Representatives - Y:{} N:{}",
    "upper": "Passed in the Senate - Y:{} N:{}",
}
TALLY = r" ?\((?P<yes>\d{1,2})-(?P<no>\d{1,2})\)"
REPORT = "|".join(re.escape(code) for code in sorted(REPORTS, key=len, reverse=True))

# the first pattern that matches reads the code
GRAMMAR: list[tuple[re.Pattern[str], Reading]] = [
    (re.compile(pattern), reading)
    for pattern, reading in [
        (r"(?P<house>[HS])PREF\b", prefiled),
        (rf"SGND BY GOV(?: {DAY})?(?: {CHAPTER})?", by_governor("Signed by Governor")),
        (rf"SGND {DAY} {CHAPTER}", by_governor("Signed by Governor")),
        (rf"LAW WITHOUT SIGNATURE(?: {DAY})?(?: {CHAPTER})?", by_governor("Law without signature")),
        (r"SGND(?: \(C\.A\. ?\d{1,3}\))?", signed_by_houses),
        (r"PSGN\b", here("Signed")),
        (r"POCKET VETO\b|PKVT\b", by_governor("Pocket Veto")),
        (rf"VETO(?: ?{DAY})?", by_governor("Vetoed by Governor")),
        (r"API\b", here(POSTPONED)),
        (r"TBLD INDEF\.?(?: DEAD)?", here("Tabled Indefinitely, Bill Has Died")),
        (r"DEAD\b", here("Bill Has Died")),  # not captured
        (r"\(Succeeding entries: (?P<kind>[HS][A-Z]{0,2}) ?(?P<number>\d{1,4})\)", succeeded),
        (rf"PASSED/(?P<house>[HS]){TALLY}", vote(PASSED)),
        (rf"FAILED/(?P<house>[HS]){TALLY}", vote(FAILED)),
        (r"fl/(?P<each>a{1,30})\b", floor_amended),
        (r"fl/sub adptd", here("Floor substitute adopted")),
        (r"(?P<house>[hs])/cncrd", of_house("{} has concurred with {other} Amendments")),
        (r"(?P<house>[hs])/fld cncr", of_house("{} has failed to concur in {other} amendments")),
        (r"(?P<house>[hs])/fld recede", of_house("{} refuses to recede from its amendments")),
        (r"(?P<house>[hs])/recede", of_house("{} recedes from its amendments")),
        (r"(?P<house>[hs])/rpt adptd", of_house("{} adopts the conference committee report")),
        (
            r"rcld frm/(?P<house>[hs])",
            of_house("Recalled from the {} for further consideration by the {other}"),
        ),  # not captured
        (r"CC(?:-CC)?\b", here("Conference committee")),
        (r"m/rcnsr adptd", here("Motion to reconsider previous action adopted")),
        (r"nt prntd-nt ref com-tbld", here("Not Printed, Not referred to committee, tabled")),
        (r"nt prntd-nt ref com", here("Not Printed, Not referred to committee")),
        (r"n(?:o)?t prntd" + SENT_ON, not_printed),
        (r"w/drn-prntd-ref\b", here("Withdrawn from committee or daily calendar, ordered printed and referred to")),
        (r"w/drn-tbld\b", here("Withdrawn from committee or daily calendar, tabled")),
        (r"w/drn (?P<house>[hs])/(?:calendar|cal)\b", of_house("Withdrawn from the {} calendar")),
        (r"w/drn (?P<house>[hs])/tbl\b", of_house("Withdrawn from the {} table")),
        (r"w/drn" + SENT_ON, withdrawn),
        (r"germane-prntd(?P<to>)", germane),
        (r"germane" + SENT_ON, germane),
        (r"nt germane\b", here("Not germane")),
        (r"prntd\b", here("Printed")),
        (r"DNP nt adptd", here("Do Not Pass committee report not adopted")),  # not captured
        (rf"(?P<report>{REPORT})(?![/\w])" + SENT_ON, reported),
        (r"S?CS/(?P<house>[HS]) ?\d{1,4}", of_house("Committee substitute for a {} bill")),  # not captured
        (
            rf"(?P<again>re-? ?)?ref(?:erred)?\b-{{0,2}} ?(?:to )?(?P<referrals>{REFERRALS})"
            rf"(?:-(?P<to>{COMMITTEE}))?(?![/\w])",
            referred,
        ),
        (rf"(?P<from>{COMMITTEE}) ref w/drn", of_referral("withdrawn")),
        (rf"(?P<from>{COMMITTEE}) referral removed", of_referral("removed")),
        (r"\((?P<remark>(?:Sen|Rep)\. [^()\[\]]{1,80})\)", remark),
        (r"(?:(?P<house>[HS])TBL-)?tbld(?:/[HS])?", here("Tabled")),
        (rf"(?P<referrals>{REFERRALS})-(?P<to>{COMMITTEE})(?![/\w])", sent),
        (rf"(?P<to>{COMMITTEE})(?![/\w])", sent_again),
    ]
]
