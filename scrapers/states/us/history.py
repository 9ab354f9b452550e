"""The history inside a bill status file: its lines, the votes they state, and the roll calls they point to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.states.us.actions import ACTIONS
from scrapers.states.us.reading import CHAMBERS, Element, Roll, day, need, need_one, roll_on, words

HOUSE_ROLL = re.compile(r"\b(\d{1,3}) - (\d{1,3})(?:, (\d{1,3}) Present)?\.? \(Roll no\. (\d{1,4})\)", re.IGNORECASE)
SENATE_ROLL = re.compile(r"\b(\d{1,3}) - (\d{1,3})\. Record Vote Number: (\d{1,5})\b")
COMMITTEE_TALLY = re.compile(r"\bby the Yeas and Nays: (\d{1,3}) ?- ?(\d{1,3})\b", re.IGNORECASE)
SYSTEMS = {"House floor actions": "lower", "House committee actions": "lower", "Senate": "upper"}
CODES = {"5000": "lower", "5500": "lower", "14000": "upper", "14500": "upper"}  # reported, discharged
HOUSES = re.compile(r"\b(House|Senate)\b")
# what Congress does with the President's paper is said of its chambers; these are his own
PRESIDENT = re.compile(
    r"^(Presented to|Signed by|Vetoed by|Pocket vetoed by) President\b|^Became (Public|Private) Law\b"
)


def actions(
    status: Element, congress: int, identifier: str, blank: list[items.Gap], where: str
) -> Iterator[items.Action]:
    """The lines of a bill's history, oldest first: the file has the newest first.

    The Library of Congress repeats the chief ones in its own words, and a referral stands once for each committee: all
    are kept. A line without words is a gap, added to `blank`.
    """
    rows = need_one(status, ("actions",), where).findall("item")
    if not rows:
        raise LayoutChanged(f"{where} actions", wanted="at least one action", got="none")
    for row in reversed(rows):
        date = day(need(row, "actionDate", where), where)
        text = words(row, "text")
        if text is None:
            evidence = f"an action of {date} in {identifier} is an element without words"
            blank.append(
                items.Gap(str(congress), "value_missing", f"{identifier} action {date}", "words", "none", evidence,
                          identifier)
            )  # fmt: skip
            continue
        yield action(row, date, text, congress, where)


def action(row: Element, date: str, text: str, congress: int, where: str) -> items.Action:
    roll, yes, no = stated_vote(row, date, text, congress, where)
    bodies = [words(part, "systemCode") for part in (*row.findall("committee"), *row.findall("committees/item"))]
    return items.Action(
        date=date,
        chamber=chamber_of(row, text, next((code for code in bodies if code), "")),
        text=text,
        classifications=ACTIONS.classify(text),
        organization_code=next((code for code in bodies if code), None),
        tally_yes=yes,
        tally_no=no,
        vote_date=date if roll or yes is not None else None,
        roll_key=roll.key if roll else None,
    )


def stated_vote(
    row: Element, date: str, text: str, congress: int, where: str
) -> tuple[Roll | None, int | None, int | None]:
    """The roll call a line speaks of and its counts: by the file's own pointer, else by the number in the words."""
    pointed = [recorded(vote, where) for vote in row.iterfind("recordedVotes/recordedVote")]
    for pattern, chamber in ((HOUSE_ROLL, "lower"), (SENATE_ROLL, "upper")):
        if found := pattern.search(text):
            count = int(found.groups()[-1])
            same = [roll for roll in pointed if (roll.chamber, roll.number) == (chamber, count)]
            roll = same[0] if same else roll_on(chamber, congress, count, date)
            return roll, int(found[1]), int(found[2])
    if pointed:
        return pointed[0], None, None
    if found := COMMITTEE_TALLY.search(text):
        return None, int(found[1]), int(found[2])
    return None, None, None


def recorded(vote: Element, where: str) -> Roll:
    """A `recordedVote`: chamber, Congress, session and number. Its address is made from these, for old ones moved."""
    chamber = need(vote, "chamber", where)
    numbers = [need(vote, path, where) for path in ("congress", "sessionNumber", "rollNumber")]
    if chamber not in ("House", "Senate") or not all(number.isdecimal() for number in numbers):
        raise LayoutChanged(f"{where} recordedVote", wanted="chamber, Congress, session, number", got=f"{numbers}")
    congress, session, count = map(int, numbers)
    if session not in (1, 2):
        raise LayoutChanged(f"{where} sessionNumber", wanted="1 or 2", got=str(session))
    return Roll(CHAMBERS[chamber], congress, session, count)


def rolls_of(status: Element, congress: int, where: str) -> list[Roll]:
    """The roll calls a file points to, each once: in its lists, in its amendments, and in the words of its history."""
    found = [recorded(vote, where) for vote in status.iter("recordedVote")]
    for row in status.iterfind("actions/item"):
        date, text = need(row, "actionDate", where), words(row, "text")
        roll = stated_vote(row, date, text, congress, where)[0] if text else None
        found += [roll] if roll else []
    return sorted({roll for roll in found if roll.congress == congress})


def chamber_of(row: Element, text: str, body: str) -> str | None:
    """By the system that wrote the line; for the Library's own lines, by their first words, committee or code."""
    if PRESIDENT.search(text):
        return "executive"
    known = SYSTEMS.get(words(row, "sourceSystem/name") or "")
    if known:
        return known
    houses = HOUSES.findall(text.split(":", 1)[0])
    if len(set(houses)) == 1:
        return CHAMBERS[houses[0]]
    code = words(row, "actionCode") or ""
    return {"h": "lower", "s": "upper"}.get(body[:1]) or ("lower" if code.startswith("H") else CODES.get(code))
