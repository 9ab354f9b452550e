"""Roll calls, which the source tells in the words of a measure's status and nowhere else.

A committee names everyone: "The votes in EDN were as follows: 3 Aye(s): Senator(s) …". The floor of the Senate counts
the ayes and names the others; the floor of the House counts no ayes: "with none voting aye with reservations;
Representative(s) … voting no (1) and … excused (2)". Whom a line does not name is not in the roll call.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse, slug
from scrapers.prose import Group, Side, roll_call, sides
from scrapers.states.hi.actions import MOTIONS, RESULTS
from scrapers.states.hi.shapes import Measure, measure_url, one_committee

YES, NO, EXCUSED = "yes", "no", "excused"
COUNTED = {
    "Aye(s) with reservations": YES,
    "Ayes with reservations": YES,
    "Aye(s)": YES,
    "Ayes": YES,
    "Aye": YES,
    "No(es)": NO,
    "Noes": NO,
    "Excused": EXCUSED,
}
DISSENT = {"voting aye with reservations": YES, "voting no": NO, "excused": EXCUSED}
TITLES = ("Senator(s)", "Representative(s)", "Senators", "Representatives", "Senator", "Representative")
TELLS_VOTES = re.compile(
    r"\bvotes? (?:in|of)?.{0,60}\bwere as follows\b|\bAye(?:s|\(s\))(?!\w)|\bNo\(es\)|\bNoes\b|\bExcused\b"
    r"|\bvoting (?:aye|no)\b|\bexcused \(\d"
)
DISSENTS = re.compile(r"\bvoting (?:aye|no)\b|\bexcused \(\d")
BALLOT = re.compile(r"\s?\bThe votes(?: (in|of) ([^:.]{1,60}?))? were as follows:")
COMMITTEES = re.compile(r"\bcommittees?(?:\(s\))? on (\S{1,40})")
READING = re.compile(r"\b(First|Second|Third|Final) Reading\b")
RECOMMENDS = re.compile(r"\brecommend|\bas follows\b", re.IGNORECASE)
NOT_ADOPTED = re.compile(r"^The recommendation was not adopted\b")
NAME = re.compile(r"[^\d:()]+")


def tells_votes(text: str) -> bool:
    return TELLS_VOTES.search(collapse(text)) is not None


def with_rolls(
    session: str, measure: Measure, actions: Sequence[items.Action], url: str
) -> tuple[list[items.Action], list[items.VoteEvent], list[items.Gap]]:
    """The actions, each pointing to the roll call it tells of, the roll calls, and gaps for what was not understood.

    A roll call has no number: its key is the measure, the day, the chamber and the body or step, with a number from the
    second of its like on.
    """
    told, events, gaps = [], [], []
    seen: Counter[str] = Counter()
    for place, action in enumerate(actions):
        if not tells_votes(action.text):
            told.append(action)
            continue
        try:
            found = list(rolls(session, measure, action, url))
        except LayoutChanged as error:
            gaps.append(unread(session, measure.identifier, action, error))
            told.append(action)
            continue
        lost = any(NOT_ADOPTED.search(later.text) for later in actions[place + 1 : place + 2])
        for number, event in enumerate(found):
            seen[event.key] += 1
            times = seen[event.key]
            key = event.key if times == 1 else f"{event.key}-{times}"
            found[number] = replace(event, key=key, result="fail" if lost else event.result)
        first = found[0]
        told.append(
            replace(
                action,
                roll_key=first.key,
                vote_date=action.date,
                tally_yes=first.declared_yes if first.declared_no is not None else None,
                tally_no=first.declared_no if first.declared_yes is not None else None,
            )
        )
        events += found
    return told, events, gaps


def rolls(session: str, measure: Measure, action: items.Action, url: str) -> Iterator[items.VoteEvent]:
    """The roll calls of one line: one, or one for each committee that met with others."""
    text = collapse(action.text)
    where = f"{url}: {text}"
    ballots = list(BALLOT.finditer(text))
    if not ballots:
        dissent = DISSENTS.search(text) is not None
        labels = DISSENT if dissent else COUNTED
        found = roll_call(text, labels, TITLES, names_first=dissent, where=where)
        if not dissent and RECOMMENDS.search(found.before):  # a committee's vote is no vote of its chamber
            raise LayoutChanged(where, wanted="The votes in JDC were as follows:", got=found.before)
        reading = READING.search(found.before)
        subject = f"{reading[1].lower()}-reading" if reading else "floor"
        motion = found.before.removesuffix(" with").rstrip(" .;,:")
        yield event(session, measure, action, where, found.groups, labels, motion, action.chamber, subject)
    motion = text[: ballots[0].start()].strip() if ballots else ""
    for ballot, following in zip_longest(ballots, ballots[1:]):
        found = roll_call(text[ballot.end() : following.start() if following else None], COUNTED, TITLES, where=where)
        if found.before:
            raise LayoutChanged(where, wanted="the counts of a vote", got=found.before)
        body, subject = who_voted(session, ballot, motion, where)
        yield event(session, measure, action, where, found.groups, COUNTED, motion, body, subject)


def event(
    session: str,
    measure: Measure,
    action: items.Action,
    where: str,
    groups: list[Group],
    labels: Mapping[str, str],
    motion: str,
    body: str | None,
    subject: str,
) -> items.VoteEvent:
    voted = sides(groups, labels)
    if wrong := [name for side in voted.values() for name in side.names or () if not NAME.fullmatch(name)]:
        raise LayoutChanged(where, wanted="names", got=", ".join(wrong))
    classes, yes_means = MOTIONS.classify(motion)
    letter = {"upper": "s", "lower": "h"}.get(action.chamber or "", "d")
    yes, no, excused = (voted.get(side, Side(None, [])) for side in (YES, NO, EXCUSED))
    return items.VoteEvent(
        session=session,
        key=f"{slug(measure.identifier)}-{action.date}-{letter}-{subject}",
        bills=[measure.identifier],
        chamber=action.chamber,
        organization_code=body,
        date=action.date,
        motion=motion or None,
        motion_classification=classes,
        yes_means=yes_means,
        result_raw=motion or None,
        result=next((result for pattern, result in RESULTS if re.search(pattern, motion)), None),
        declared_yes=yes.stated,
        declared_no=stated(no),
        declared_other=stated(excused),
        votes=[items.Vote(name, labels[group.label], group.label) for group in groups for name in group.names or ()],
        source_url=measure_url(measure, session),
    )


def stated(side: Side) -> int | None:
    """The count the line states; "none" without a number states zero."""
    return 0 if side.stated is None and side.names == [] else side.stated


def who_voted(session: str, ballot: re.Match[str], motion: str, where: str) -> tuple[str | None, str]:
    """The body that voted, and its part of the key: "The votes in EDN", else the committee the line begins with."""
    if ballot[1] == "in":
        return one_committee(session, ballot[2]), slug(ballot[2])
    if named := COMMITTEES.search(motion):
        return one_committee(session, named[1]), slug(named[1])
    if "conference committee" in motion.lower():
        return None, "conference"
    raise LayoutChanged(where, wanted="the committee that voted", got=motion)


def unread(session: str, identifier: str, action: items.Action, error: LayoutChanged) -> items.Gap:
    """A line that tells of votes and could not be read: the line is the evidence."""
    key = f"{identifier} {action.date} {action.chamber} {slug(action.text)[:60]}"
    return items.Gap(
        session, "roll_call_unread", key, error.wanted, error.got, f"{identifier}, {action.date}: {action.text}",
        bill=identifier,
    )  # fmt: skip
