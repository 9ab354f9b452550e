"""The history of a bill: `DocumentHistoryActions`, and what its lines say besides.

The shape is that of the API's own description; none is among the captures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import value
from scrapers.normalise import collapse
from scrapers.states.ma.actions import (
    ACTIONS,
    CHAPTER,
    HOUSE_ROLL,
    MENTION,
    PRINTED,
    RELATIONS,
    RESULTS,
    SENATE_ROLL,
)
from scrapers.states.ma.shapes import BRANCHES, Row, answer, entries, gap, house_of, identifier, moment, unknown

LONGEST = 10_000  # characters of a line; one that lists three hundred amendments has 2,000
LONGEST_NAME = 120  # of a committee
COMMITTEE_ON = re.compile(r"\bcommittee on (?:the )?", re.IGNORECASE)


def history(page: Response, court: int, number: str, committees: Mapping[str, str]) -> list[items.Action | items.Gap]:
    """`Documents/H4844/DocumentHistoryActions`: the lines of a bill's history, without those struck out.

    `committees` are codes by name, as committee_names gives them. Two like lines in a row are kept, and told of.
    """
    session = str(court)
    found: list[items.Action | items.Gap] = []
    rows = list(entries(answer(page.body, list, page.url), page.url, at_least=1))
    before: Row | None = None
    for where, row in rows:
        if row == before:
            found.append(gap(session, "repeated_line", f"{number} {row.get('Date')} {row.get('Action')}", "one line",
                             "two alike", where))  # fmt: skip
        before = row
        at, branch = moment(row, "Date", where), value(row, "Branch", str, where)
        if row.get("IsStricken"):
            continue
        if branch not in BRANCHES:
            found.append(unknown(session, "branch", branch, where))
        day = at.date().isoformat() if at else None
        found.append(action(day, BRANCHES.get(branch), value(row, "Action", str, where), committees, where))
    if any("IsStricken" not in row for _, row in rows):
        found.append(gap(session, "value_missing", f"IsStricken in the history of {number}", "it", "none", page.url))
    return found


def action(day: str | None, chamber: str | None, text: str, committees: Mapping[str, str], where: str) -> items.Action:
    """One line; a roll call that it names is pointed to."""
    text = collapse(text)
    if not 0 < len(text) <= LONGEST:
        raise LayoutChanged(where, wanted=f"an action of 1 to {LONGEST:,} characters", got=f"{len(text)}: {text[:80]}")
    roll = cited(text, day)
    return items.Action(
        date=day,
        chamber=chamber,
        text=text,
        classifications=ACTIONS.classify(text),
        organization_code=committee_named(text, chamber, committees),
        tally_yes=roll.yes if roll else None,
        tally_no=roll.no if roll else None,
        vote_date=day if roll else None,
        roll_key=roll.key if roll else None,
    )


class Cited(NamedTuple):
    """A roll call that a line of a history names: its words, counts and day."""

    branch: str
    number: int
    motion: str
    date: str | None
    yes: int | None
    no: int | None

    @property
    def key(self) -> str:
        return roll_key(self.branch, self.number)


def roll_key(branch: str, number: int) -> str:
    return f"{branch.lower()}-{number}"


def cited(text: str, date: str | None) -> Cited | None:
    """The roll call that a line names, with its counts; the number tells the branch's roll calls of two years apart."""
    if found := HOUSE_ROLL.search(text):
        yes, no, number = found.groups()
        return Cited("House", int(number), question(text, found), date, int(yes), int(no))
    if found := SENATE_ROLL.search(text):
        number, yes, no = found.groups()
        return Cited("Senate", int(number), question(text, found), date, int(yes), int(no))
    return None


def question(text: str, roll: re.Match[str]) -> str:
    return text[: roll.start()].rstrip(" -,;(")


def result_of(motion: str | None) -> tuple[str | None, str | None]:
    """The word of a line that says how a vote went, and `pass` or `fail`; not to concur may be either."""
    for pattern, result in RESULTS:
        if found := pattern.search(motion or ""):
            return found[0], result
    return None, None


def chapter_of(actions: Iterable[items.Action]) -> str | None:
    """The newest chapter number in a history."""
    found = [chapter[0] for action in actions if (chapter := CHAPTER.search(action.text))]
    return found[-1] if found else None


def related_in(actions: Iterable[items.Action], own: str) -> list[items.RelatedBill]:
    """The other bills a history names, each once."""
    found: dict[str, str] = {}
    for action in actions:
        for mention in MENTION.finditer(action.text):
            other = identifier(mention[0], "history")
            if other != own and found.get(other, "related") == "related":
                found[other] = relation(action.text, mention, own)
    return [items.RelatedBill(other, None, how) for other, how in found.items()]


def relation(text: str, mention: re.Match[str], own: str) -> str:
    before = text[: mention.start()]
    how = next((how for pattern, how in RELATIONS if pattern.search(before)), "related")
    if how == "related" and PRINTED.search(text):
        how = "replaces"
    # what the other chamber prints as amended is its amendment, and no bill in this one's place
    printed = "as amended" in text and house_of(mention[0]) != house_of(own)
    return "related" if printed else how


def committee_names(known: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """How histories write committees → code; `known` are code, full name and chamber of each.

    "House Ways and Means" names its chamber, "the Judiciary" is joint; a name that several have is left to the former.
    """
    plain = [(code, COMMITTEE_ON.split(name, maxsplit=1)[-1].strip().lower(), chamber) for code, name, chamber in known]
    joint = {name: code for code, name, chamber in plain if chamber == "legislature"}
    shared = joint.keys() & {name for _, name, chamber in plain if chamber != "legislature"}
    found = {name: code for name, code in joint.items() if name not in shared}
    for code, name, chamber in plain:
        if chamber != "legislature":
            found[f"{'house' if chamber == 'lower' else 'senate'} {name}"] = code
        if chamber != "legislature" and name not in shared:
            found[f"{chamber}:{name}"] = code
    return found


def committee_named(text: str, chamber: str | None, names: Mapping[str, str]) -> str | None:
    """The code of the last committee that a line names, if its name is known."""
    code = None
    for found in COMMITTEE_ON.finditer(text):
        rest = text[found.end() : found.end() + LONGEST_NAME].lower()
        fitting = [
            (len(name), known)
            for key, known in names.items()
            for house, _, name in [key.rpartition(":")]
            if house in ("", chamber) and rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()
        ]
        code = max(fitting)[1] if fitting else None
    return code
