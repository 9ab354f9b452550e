"""The history of a bill: its lines, the votes they state, and the roll calls they point to.

Bill status files and the API have the same lines; `Line` is what is needed of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.states.us.actions import ACTIONS
from scrapers.states.us.papers import Paper
from scrapers.states.us.reading import CHAMBERS, Roll, day, roll_on
from scrapers.xml import Element, need, need_one, words

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


class Line(NamedTuple):
    """One line as the source has it: `system` wrote it, `bodies` are codes of committees, `pointed` its roll calls."""

    date: str
    text: str | None
    system: str | None
    code: str | None
    bodies: tuple[str, ...]
    pointed: tuple[Roll, ...]


def lines(status: Element, where: str) -> list[Line]:
    """The lines of a bill status file, newest first as it has them."""
    rows = need_one(status, ("actions",), where).findall("item")
    if not rows:
        raise LayoutChanged(f"{where} actions", wanted="at least one action", got="none")
    found = []
    for row in rows:
        bodies = [words(part, "systemCode") for part in (*row.findall("committee"), *row.findall("committees/item"))]
        found.append(
            Line(
                date=day(need(row, "actionDate", where), where),
                text=words(row, "text"),
                system=words(row, "sourceSystem/name"),
                code=words(row, "actionCode"),
                bodies=tuple(code for code in bodies if code),
                pointed=tuple(recorded(vote, where) for vote in row.iterfind("recordedVotes/recordedVote")),
            )
        )
    return found


def actions(found: Sequence[Line], of: Paper, blank: list[items.Gap]) -> Iterator[items.Action]:
    """The actions of a history, oldest first: the source has the newest first.

    The Library of Congress repeats the chief ones in its own words, and a referral stands once for each committee: all
    are kept. A line without words is a gap, added to `blank`.
    """
    for line in reversed(found):
        if line.text is None:
            key = f"{of.identifier} action {line.date}"
            evidence = f"an action of {line.date} in {of.identifier} is an element without words"
            session = str(of.congress)
            blank.append(items.Gap(session, "value_missing", key, "words", "none", evidence, of.identifier))
            continue
        yield action(line, line.text, of.congress)


def action(line: Line, text: str, congress: int) -> items.Action:
    roll, yes, no = stated_vote(line, text, congress)
    return items.Action(
        date=line.date,
        chamber=chamber_of(line, text),
        text=text,
        classifications=ACTIONS.classify(text),
        organization_code=line.bodies[0] if line.bodies else None,
        tally_yes=yes,
        tally_no=no,
        vote_date=line.date if roll or yes is not None else None,
        roll_key=roll.key if roll else None,
    )


def stated_vote(line: Line, text: str, congress: int) -> tuple[Roll | None, int | None, int | None]:
    """The roll call a line speaks of and its counts: by the source's own pointer, else by the number in the words."""
    for pattern, chamber in ((HOUSE_ROLL, "lower"), (SENATE_ROLL, "upper")):
        if found := pattern.search(text):
            count = int(found.groups()[-1])
            same = [roll for roll in line.pointed if (roll.chamber, roll.number) == (chamber, count)]
            roll = same[0] if same else roll_on(chamber, congress, count, line.date)
            return roll, int(found[1]), int(found[2])
    if line.pointed:
        return line.pointed[0], None, None
    if found := COMMITTEE_TALLY.search(text):
        return None, int(found[1]), int(found[2])
    return None, None, None


def recorded(vote: Element, where: str) -> Roll:
    """A `recordedVote`: chamber, Congress, session and number. Its address is made from these, for old ones moved."""
    numbers = [need(vote, path, where) for path in ("congress", "sessionNumber", "rollNumber")]
    return pointed(need(vote, "chamber", where), numbers, where)


def pointed(chamber: str, numbers: list[str], where: str) -> Roll:
    """`numbers` are Congress, session and roll call."""
    if chamber not in ("House", "Senate") or not all(number.isdecimal() for number in numbers):
        raise LayoutChanged(f"{where} recordedVote", wanted="chamber, Congress, session, number", got=f"{numbers}")
    congress, session, count = map(int, numbers)
    if session not in (1, 2):
        raise LayoutChanged(f"{where} sessionNumber", wanted="1 or 2", got=str(session))
    return Roll(CHAMBERS[chamber], congress, session, count)


def rolls_of(found: Iterable[Line], elsewhere: Iterable[Roll], congress: int) -> list[Roll]:
    """The roll calls of this Congress that a history points to, each once, and those named `elsewhere`."""
    stated = (stated_vote(line, line.text, congress)[0] for line in found if line.text)
    named = {*elsewhere, *(roll for line in found for roll in line.pointed), *(roll for roll in stated if roll)}
    return sorted(roll for roll in named if roll.congress == congress)


def chamber_of(line: Line, text: str) -> str | None:
    """By the system that wrote the line; for the Library's own lines, by their first words, committee or code."""
    if PRESIDENT.search(text):
        return "executive"
    known = SYSTEMS.get(line.system or "")
    if known:
        return known
    houses = HOUSES.findall(text.split(":", 1)[0])
    if len(set(houses)) == 1:
        return CHAMBERS[houses[0]]
    body, code = line.bodies[0] if line.bodies else "", line.code or ""
    return {"h": "lower", "s": "upper"}.get(body[:1]) or ("lower" if code.startswith("H") else CODES.get(code))
