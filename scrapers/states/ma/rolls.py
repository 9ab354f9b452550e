"""Roll calls of the floor and votes of committees.

The page of a bill with a committee's vote is proved on a capture of 2026, the same as the API tells it on one of 2022.
The roll call of a branch is in the shape of the API's own description: it names no bill, no day and no counts, so these
come from the histories that cite it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many, one, value, words
from scrapers.html import distinct, whole
from scrapers.normalise import iso_date
from scrapers.states.ma.actions import MOTIONS
from scrapers.states.ma.history import Cited, result_of, roll_key
from scrapers.states.ma.shapes import (
    API,
    BRANCHES,
    SITE,
    Row,
    answer,
    bill_url,
    entries,
    gap,
    identifier,
    moment,
    of_court,
    text_of,
    unknown,
)

Names = Mapping[str, str]  # member code in small letters → name
FLOOR = {"Yeas": "yes", "Nays": "no", "Absent": "absent"}
RECOMMENDED = {"Favorable": "yes", "Adverse": "no", "ReserveRight": "other", "NoVoteRecorded": "not voting"}
ON_PAGE = {"Favorable": "yes", "Adverse": "no", "Reserve Right": "other", "No Action": "not voting"}
COUNTED = re.compile(r"([A-Z][A-Za-z ]{1,30}): (\d{1,3})")
CHAMBERS = {"J": "legislature", "H": "lower", "S": "upper"}  # by the first letter of a committee's code
TAB = "CommitteeVote"


def roll_call_url(court: int, branch: str, number: int) -> str:
    return f"{API}GeneralCourts/{court}/Branches/{branch}/RollCalls/{number}"


def roll_call(
    page: Response, court: int, branch: str, number: int, names: Names, bills: list[str], cited: list[Any] | None
) -> list[items.VoteEvent]:
    """`GeneralCourts/194/Branches/Senate/RollCalls/75`: who voted how, by code.

    `cited` is what the history of one of its `bills` says of it, as `Cited`; None where none does.
    """
    row, where = answer(page.body, dict, page.url), page.url
    of_court(row, court, where)
    if (value(row, "Branch", str, where), value(row, "RollCallNumber", int, where)) != (branch, number):
        raise LayoutChanged(where, wanted=f"{branch} {number}", got=f"{row['Branch']} {row['RollCallNumber']}")
    votes = [vote for key, option in FLOOR.items() for vote in votes_of(row, key, option, court, names, where)]
    if not votes:
        raise LayoutChanged(where, wanted="names", got="none")
    event = cited_event(court, branch, number, bills, cited)
    event.votes = [vote for _, vote in distinct(votes, where, key=lambda vote: vote[0].lower())]
    if motion := text_of(row, "QuestionMotion", where):
        event.motion = motion
        event.motion_classification, event.yes_means = MOTIONS.classify(motion)
    return [event]


def cited_event(
    court: int, branch: str, number: int, bills: list[str], cited: list[Any] | None, *, asked: bool = True
) -> items.VoteEvent:
    """A roll call as a history cites it, without names; not `asked` for anew, its question stays as it is held."""
    said = Cited(*cited) if cited else Cited(branch, number, "", None, None, None)
    motion = said.motion or None
    classes, yes_means = MOTIONS.classify(motion)
    raw, result = result_of(motion)
    return items.VoteEvent(
        session=str(court),
        key=roll_key(branch, number),
        bills=bills,
        chamber=BRANCHES[branch],
        organization_code=BRANCHES[branch],
        date=said.date,
        motion=motion if asked else None,
        motion_classification=classes,
        yes_means=yes_means,
        result_raw=raw,
        result=result,
        declared_yes=said.yes,
        declared_no=said.no,
        declared_other=None,
        votes=None,
        roll_number=str(number),
        source_url=roll_call_url(court, branch, number),
    )


def votes_of(row: Row, key: str, option: str, court: int, names: Names, where: str) -> Iterator[tuple[str, items.Vote]]:
    """The members of one side: code, and vote under the member's name."""
    for at, member in entries(value(row, key, list, where), f"{where}.{key}"):
        of_court(member, court, at)
        code = value(member, "MemberCode", str, at)
        yield code, items.Vote(names.get(code.lower(), code), option, key)


def recommended(rows: list[Any], court: int, number: str, names: Names, where: str) -> list[items.VoteEvent]:
    """`CommitteeRecommendations` of a document: the votes of committees, which state no counts."""
    found = []
    seen: Counter[str] = Counter()
    for place, row in entries(rows, f"{where}.CommitteeRecommendations"):
        for at, vote in entries(value(row, "Votes", list, place), f"{place}.Votes"):
            code = value(value(vote, "Committee", dict, at), "CommitteeCode", str, at)
            day = moment(vote, "Date", at)
            votes = [
                cast
                for spot, sides in entries(value(vote, "Vote", list, at), f"{at}.Vote")
                for key, option in RECOMMENDED.items()
                for _, cast in votes_of(sides, key, option, court, names, spot)
            ]
            date = day.date().isoformat() if day else None
            question = text_of(vote, "Question", at)
            found.append(committee_event(court, code, code, number, date, question, votes, seen))
    return found


def committee_votes(
    page: Response, court: int, number: str, committees: Names, at_least: int
) -> list[items.VoteEvent | items.Gap]:
    """`/Bills/194/H4844/CommitteeVote`: the page of a bill with the votes of committees, each in a panel of its own.

    `committees` are codes by full name. A page with fewer than `at_least` votes, or without that tab, is told of.
    """
    document, where, session = whole(page), page.url, str(court)
    own = f"/{bill_url(court, number).removeprefix(SITE)}/"
    buttons = {button.attrib["data-href"]: button for button in many(document, "button[data-href]", where)}
    if not all(link.startswith(own) for link in buttons):
        raise LayoutChanged(f"{where} button", wanted=f"tabs of {own}", got=", ".join(sorted(buttons)))
    if own + TAB not in buttons:
        return [gap(session, "value_missing", f"committee votes of {number}", f"{at_least}", "no tab", where)]
    if buttons[own + TAB].attrib.get("aria-selected") != "true":
        raise LayoutChanged(where, wanted=f"the tab {TAB} open", got="another")
    found: list[items.VoteEvent | items.Gap] = []
    seen: Counter[str] = Counter()
    for panel in many(document, "div.committeeVote", where):
        name = words(one(panel, "h4", where))
        question = words(one(panel, "p.question", where)).removeprefix("Question:").strip() or None
        date = iso_date(words(one(panel, "small", where)), "%B %d, %Y")
        if name not in committees:
            found.append(unknown(session, "committee", name, where))
        sides = panel_sides(panel, where)
        votes = [vote for _, cast in sides.values() for vote in cast]
        event = committee_event(court, committees.get(name), name, number, date, question, votes, seen)
        event.declared_yes, event.declared_no = sides["Favorable"][0], sides["Adverse"][0]
        event.declared_other = sides["Reserve Right"][0] + sides["No Action"][0]
        found.append(event)
    if (there := seen.total()) < at_least:
        found.append(gap(session, "value_missing", f"committee votes of {number}", f"{at_least}", f"{there}", where))
    return found


def panel_sides(panel: Selector, where: str) -> dict[str, tuple[int, list[items.Vote]]]:
    """For each side the count its heading states, and those named under it."""
    found = {}
    for heading in many(panel, "h5", where, at_least=len(ON_PAGE)):
        label = COUNTED.fullmatch(words(heading))
        if not label or label[1] not in ON_PAGE or label[1] in found:
            raise LayoutChanged(f"{where} h5", wanted=f"each of {', '.join(ON_PAGE)} once", got=words(heading))
        names = [words(link) for link in heading.xpath("following-sibling::*[1][self::ul]/li")]
        found[label[1]] = int(label[2]), [items.Vote(name, ON_PAGE[label[1]], label[1]) for name in names]
    return found


def committee_event(
    court: int,
    code: str | None,
    name: str,
    number: str,
    date: str | None,
    question: str | None,
    votes: list[items.Vote],
    seen: Counter[str],
) -> items.VoteEvent:
    """A committee's vote. It has no number: committee, bill and day name it, and which of several of that day it is."""
    key = f"committee-{code or name}-{number}-{date}"
    seen[key] += 1
    classes, yes_means = MOTIONS.classify(question)
    return items.VoteEvent(
        session=str(court),
        key=key if seen[key] == 1 else f"{key}-{seen[key]}",
        bills=[identifier(number, key)],
        chamber=CHAMBERS.get(code[:1]) if code else None,
        organization_code=code,
        date=date,
        motion=question,
        motion_classification=classes,
        yes_means=yes_means,
        result_raw=None,
        result=None,
        declared_yes=None,
        declared_no=None,
        declared_other=None,
        votes=votes,
        source_url=bill_url(court, number, TAB),
    )
