"""Virginia's roll calls: a row of VOTE, with what the history's lines that point to it say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from scrapers import items
from scrapers.states.va.actions import MOTIONS
from scrapers.states.va.bills import SITE, committee_code, identifier, motion, tally
from scrapers.states.va.files import Ballots, Line
from scrapers.states.va.tables import Tables

OPTIONS = {"Y": "yes", "N": "no", "A": "abstain", "X": "not voting", "P": "paired"}
LOST = re.compile(r"\b(?:defeated|rejected|fail(?:ed|s)|not (?:agreed|waived))\b", re.IGNORECASE)
WON = re.compile(
    r"\b(?:passed|(?:substitute)?agreed|reported|recommends?|dispensed|waived|suspended|insisted|acceded|requested"
    r"|receded|concurred|adopted|engrossed|elected|election|continued|stricken|tabled|incorporated|(?:re)?referred"
    r"|appointed|withdrawn|discharged)",
    re.IGNORECASE,
)
RECONSIDERING = re.compile(r"\breconsider", re.IGNORECASE)
RECONSIDERED = re.compile(r"\bagreed to(?: by (?:House|Senate))?(?: Block Vote)?$|\breconsidered\b", re.IGNORECASE)

Pointer = tuple[str, Line]  # a bill, and the line of its history that names the roll call


def vote_events(tables: Tables, wanted: Callable[[str], bool], unknown: Counter[str]) -> Iterator[items.VoteEvent]:
    """Each roll call of VOTE once, whatever the number of its bills; codes nobody knows are counted in `unknown`.

    Nothing where the history was not read: a roll call's bills, day and question stand there alone.
    """
    if tables.votes is None or tables.history is None:
        return
    pointers: dict[str, list[Pointer]] = {}
    for bill, lines in tables.history.items():
        for line in lines:
            if line.ref in tables.votes[0]:
                pointers.setdefault(line.ref, []).append((bill, line))
    names = {member: name for _, member, name in tables.members} if tables.members is not None else None
    days = {key: date for key, date, _, _ in tables.statements or ()}
    for key, ballots in tables.votes[0].items():
        pointing = [pointer for pointer in pointers.get(key, []) if wanted(pointer[0])]
        if pointing or (key not in pointers and wanted("")):
            yield vote_event(tables, key, pointing, named(ballots, names, unknown), days.get(key))


def named(ballots: Ballots, names: dict[str, str] | None, unknown: Counter[str]) -> list[items.Vote] | None:
    """The votes by name; None where the source names no one, or the list of members was not read."""
    if not ballots or names is None:
        return None
    unknown.update(f"vote code {code}" for code in ballots[1::2] if code not in OPTIONS)
    return [vote(names.get(member, member), code) for member, code in zip(ballots[::2], ballots[1::2], strict=True)]


@lru_cache(maxsize=1 << 12)  # a member has few ways to vote, and thousands of votes
def vote(name: str, code: str) -> items.Vote:
    return items.Vote(name, OPTIONS.get(code, "other"), code)


def vote_event(
    tables: Tables, key: str, pointing: list[Pointer], votes: list[items.Vote] | None, stated_day: str | None
) -> items.VoteEvent:
    """A roll call that no line points to has neither day nor question nor bill.

    The counts are those of the history: VOTE has none. A line without a tally that names an earlier roll call
    ("Referred to Committee on Appropriations") tells nothing of its day or question.
    """
    counts = Counter(found for _, line in pointing if (found := tally(line.text)))
    telling = [line for _, line in pointing if tally(line.text)] or [line for _, line in pointing]
    yes, no = min(counts, key=lambda pair: (-counts[pair], pair)) if counts else (None, None)
    questions = Counter(motion(line.text) for line in telling)
    question = max(questions, key=lambda text: questions[text]) if questions else None
    days = {line.date for line in telling}
    classes, yes_means = MOTIONS.classify(question)
    body = committee_code(key)
    chamber = "upper" if key.startswith(("S", "VSV")) else "legislature" if key.startswith("C") else "lower"
    bills = list(dict.fromkeys(identifier(bill) for bill, _ in pointing))
    return items.VoteEvent(
        session=tables.session,
        key=key,
        bills=bills,
        chamber=chamber,
        organization_code=body if body else None if chamber == "legislature" else chamber,
        date=days.pop() if len(days) == 1 else stated_day,
        motion=question or None,
        motion_classification=classes if question else (),
        yes_means=yes_means,
        result_raw=Counter(line.text for line in telling).most_common(1)[0][0] if telling else None,
        result=result(question),
        declared_yes=yes,
        declared_no=no,
        declared_other=None,
        votes=votes,
        source_url=f"{SITE}/vote-details/{pointing[0][0]}/{tables.code}/{key}" if pointing else None,
    )


def result(question: str | None) -> str | None:
    """The history tells what became of the question, "Passed House", "Defeated by Senate".

    "Reconsideration of Defeated action by Senate" names the vote to be taken again, and not what became of the motion.
    """
    if not question:
        return None
    if RECONSIDERING.search(question):
        return "pass" if RECONSIDERED.search(question) else None
    return "fail" if LOST.search(question) else "pass" if WON.search(question) else None


def vote_statements(tables: Tables, wanted: set[str]) -> Iterator[items.VoteStatement]:
    """What members had put on record, of the roll calls in `wanted`; a block vote repeats it for each of its bills."""
    if tables.members is None:
        return
    names = {member: name for _, member, name in tables.members}
    for key, date, member, text in tables.statements or ():
        if key in wanted and text:
            yield items.VoteStatement(tables.session, key, names.get(member, member), text, date)
