"""What the roll calls of the House (clerk.house.gov) and the Senate (senate.gov) say.

House: `rollcall-vote`, the Clerk's vote.dtd; members by bioguide id (`name-id`). Senate: `roll_call_vote`; members by
`lis_member_id`, which the Senate's own list of its members (`senators`) joins to their bioguide ids.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.normalise import collapse, iso_date
from scrapers.states.us.actions import MOTIONS
from scrapers.states.us.reading import PARTIES, Roll, bill_identifier, describe
from scrapers.xml import Element, need, need_one, number, parse, words

OPTIONS = {
    "Yea": "yes",
    "Aye": "yes",
    "Yes": "yes",
    "Guilty": "yes",
    "Nay": "no",
    "No": "no",
    "Not Guilty": "no",
    "Present": "abstain",
    "Present, Giving Live Pair": "paired",
    "Not Voting": "not voting",
}
THRESHOLDS = {
    "1/2": "majority of those voting",
    "3/5": "three fifths of those elected",  # of the Senators duly chosen and sworn
    "2/3": "two thirds of those voting",
}
TWO_THIRDS = re.compile(r"2/3\b")
RESULTS = (
    (
        re.compile(
            r"\b(not (agreed|passed|adopted|sustained|well taken|invoked|confirmed|guilty)|fail(s|ed)|reject(s|ed)"
            r"|defeated|veto sustained)\b",
            re.IGNORECASE,
        ),
        "fail",
    ),
    (
        re.compile(
            r"\b(passed|agreed to|adopted|sustained|well taken|invoked|confirmed|overridden|guilty)\b", re.IGNORECASE
        ),
        "pass",
    ),
)
BIOGUIDE = re.compile(r"[A-Z]\d{6}")
LIS = re.compile(r"S\d{3,4}")
COUNTED = re.compile(r"\((\d{1,3})-(\d{1,3})\b")
Members = Mapping[tuple[str, str | None], items.Person]  # (bioguide id, chamber) → as the sponsor lists have them
Senators = Mapping[str, str]  # LIS id → bioguide id


def house_roll(page: Response, asked: Roll | None, bills: Collection[str], members: Members) -> Iterator[items.Item]:
    """One roll call of the House: its voters as people, then the roll call.

    `bills` are those whose histories point to it, `members` the people known from sponsor lists, whose fuller names
    stay. Raises ExpectedEmpty for one that is on no bill.
    """
    where = page.url
    root = parse(page.body, "rollcall-vote", where)
    head = need_one(root, ("vote-metadata",), where)
    congress = need(head, "congress", where)
    session = need(head, "session", where)
    if session not in ("1st", "2nd"):
        raise LayoutChanged(f"{where} session", wanted="1st or 2nd", got=session)
    count = number(head, "rollcall-num", where)
    roll = Roll("lower", int(congress), int(session[0]), count)
    check_asked(roll, asked, where)
    named = named_bills(bills, words(head, "legis-num"), where, congress)
    yield describe(roll.congress)
    question = need(head, "vote-question", where)
    kind = need(head, "vote-type", where)
    author = words(head, "amendment-author") or words(head, "amendment-num")
    totals = need_one(head, ("vote-totals/totals-by-vote",), where)
    votes, unknown = [], []
    for row in need_one(root, ("vote-data",), where):
        person, vote = house_vote(row, congress, members, where)
        if person:
            yield person
        if vote.option == "other":
            unknown.append(vote.option_raw or "")
        votes.append(vote)
    yield from unknown_options(unknown, congress, roll.key)
    motion = MOTIONS.classify(f"{question} of an amendment" if author and "table" in question.lower() else question)
    result = need(head, "vote-result", where)
    yield from unknown_result(result, congress, roll.key)
    yield items.VoteEvent(
        session=congress,
        key=roll.key,
        bills=named,
        chamber="lower",
        organization_code="lower",
        date=iso_date(need(head, "action-date", where), "%d-%b-%Y"),
        motion=f"{question}: {author}" if author else question,
        motion_classification=motion.classifications,
        yes_means=motion.yes_means,
        result_raw=result,
        result=result_of(result),
        declared_yes=number(totals, "yea-total", where),
        declared_no=number(totals, "nay-total", where),
        declared_other=number(totals, "present-total", where) + number(totals, "not-voting-total", where),
        votes=votes,
        roll_number=str(roll.number),
        threshold=THRESHOLDS["2/3"] if TWO_THIRDS.search(kind) else None,
        source_url=roll.url,
    )


def house_vote(row: Element, congress: str, members: Members, where: str) -> tuple[items.Person | None, items.Vote]:
    who = need_one(row, ("legislator",), where)
    name, cast = need(row, "legislator", where), need(row, "vote", where)
    vote = items.Vote(name, OPTIONS.get(cast, "other"), cast)
    key = who.get("name-id") or ""
    if not BIOGUIDE.fullmatch(key):
        return None, vote  # rolls before 2003 give no ids: the name alone is not a person
    person = items.Person(
        session=congress,
        name=name,
        family_name=None,
        given_name=None,
        party=PARTIES.get(who.get("party") or "", who.get("party") or None),
        chamber="lower",
        district=who.get("state") or None,
        names=[items.PersonName(name, "lower")],
        source_id=key,
        mentioned=True,
    )
    return as_known(person, members), vote


def as_known(person: items.Person, members: Members) -> items.Person:
    """A voter with the fuller names of sponsor lists."""
    known = members.get((person.source_id or "", person.chamber))
    if known is None:
        return person
    if known.session == person.session:
        return replace(known, names=person.names)
    return replace(person, name=known.name, family_name=known.family_name, given_name=known.given_name)


def senators(page: Response) -> dict[str, str]:
    """The Senate's list of its present members: the bioguide id of each LIS id. Who has left is not on it."""
    found: dict[str, str] = {}
    for row in parse(page.body, "senators", page.url).iterfind("senator"):
        key, bioguide = row.get("lis_member_id") or "", need(row, "bioguideId", page.url)
        if not LIS.fullmatch(key) or not BIOGUIDE.fullmatch(bioguide):
            raise LayoutChanged(f"{page.url} senator", wanted="ids like S428 and A000382", got=f"{key}, {bioguide}")
        if key in found or bioguide in found.values():
            raise LayoutChanged(f"{page.url} senator", wanted="each senator once", got=f"{key}, {bioguide} again")
        found[key] = bioguide
    if not found:
        raise LayoutChanged(page.url, wanted="<senator> elements", got="none")
    return found


def senate_roll(
    page: Response, asked: Roll | None, bills: Collection[str], members: Members, senators: Senators | None
) -> Iterator[items.Item]:
    """One roll call of the Senate: its voters as people, then the roll call. Raises ExpectedEmpty if on no bill.

    Whom `senators` lists is the person of that bioguide id, any other the one of the LIS id. Where the list could not
    be had (None) nobody is told, for the next run would call them by another id: their votes wait for their names.

    The Vice President's vote that breaks a tie stands beside the count of the Senators: it is one vote more.
    """
    where = page.url
    root = parse(page.body, "roll_call_vote", where)
    congress = need(root, "congress", where)
    roll = Roll("upper", int(congress), number(root, "session", where), number(root, "vote_number", where))
    check_asked(roll, asked, where)
    amended = words(root, "amendment/amendment_number")
    document = words(root, "document/document_name")
    target = words(root, "amendment/amendment_to_document_number")
    named = named_bills(bills, document if bill_identifier(document) else target, where, congress)
    yield describe(roll.congress)
    question = need(root, "question", where)
    votes, unknown = [], []
    for row in need_one(root, ("members",), where):
        person, vote = senate_vote(row, congress, members, senators, where)
        if person:
            yield person
        if vote.option == "other":
            unknown.append(vote.option_raw or "")
        votes.append(vote)
    counts = need_one(root, ("count",), where)
    yes, no = number(counts, "yeas", where), number(counts, "nays", where)
    if chair := words(root, "tie_breaker/tie_breaker_vote"):
        votes.append(items.Vote(need(root, "tie_breaker/by_whom", where), OPTIONS.get(chair, "other"), chair))
        stated = COUNTED.search(words(root, "vote_result_text") or "")
        yes, no = (int(stated[1]), int(stated[2])) if stated else (yes, no)
    yield from unknown_options(unknown, congress, roll.key)
    result = need(root, "vote_result", where)
    yield from unknown_result(result, congress, roll.key)
    motion = MOTIONS.classify(f"{question} of an amendment" if amended and "table" in question.lower() else question)
    required = need(root, "majority_requirement", where)
    if required not in THRESHOLDS:
        yield unknown_code("majority requirement", required, congress, roll.key)
    yield items.VoteEvent(
        session=congress,
        key=roll.key,
        bills=named,
        chamber="upper",
        organization_code="upper",
        date=senate_day(need(root, "vote_date", where), where),
        motion=words(root, "vote_question_text") or question,
        motion_classification=motion.classifications,
        yes_means=motion.yes_means,
        result_raw=result,
        result=result_of(result),
        declared_yes=yes,
        declared_no=no,
        declared_other=number(counts, "present", where) + number(counts, "absent", where),
        votes=votes,
        roll_number=str(roll.number),
        threshold=THRESHOLDS.get(required),
        source_url=roll.url,
    )


def senate_vote(
    row: Element, congress: str, members: Members, senators: Senators | None, where: str
) -> tuple[items.Person | None, items.Vote]:
    name, cast = need(row, "member_full", where), need(row, "vote_cast", where)
    vote = items.Vote(name, OPTIONS.get(cast, "other"), cast)
    key = need(row, "lis_member_id", where)
    if not LIS.fullmatch(key):
        raise LayoutChanged(f"{where} lis_member_id", wanted="an id like S354", got=key)
    last, first, party, state = (need(row, path, where) for path in ("last_name", "first_name", "party", "state"))
    if senators is None:
        return None, vote
    person = items.Person(
        session=congress,
        name=f"{last}, {first}",
        family_name=last,
        given_name=first,
        party=PARTIES.get(party, party),
        chamber="upper",
        district=state,
        names=[items.PersonName(name, "upper")],
        source_id=senators.get(key, key),
        mentioned=key in senators,
    )
    return as_known(person, members), vote


def senate_day(text: str, where: str) -> str:
    """`March 10, 2022,  10:40 PM` → `2022-03-10`; the hour is sometimes left out."""
    found = re.fullmatch(r"([A-Z][a-z]+ \d{1,2}, \d{4})(?:, ?\d{1,2}:\d\d [AP]M)?", collapse(text))
    if not found:
        raise LayoutChanged(f"{where} vote_date", wanted="a day like March 10, 2022, 10:40 PM", got=text)
    return iso_date(found[1], "%B %d, %Y")


def check_asked(roll: Roll, asked: Roll | None, where: str) -> None:
    if asked and roll != asked:
        raise LayoutChanged(where, wanted=f"roll call {asked.key} of Congress {asked.congress}", got=str(roll))


def named_bills(bills: Collection[str], stated: str | None, where: str, congress: str) -> list[str]:
    """The bill the roll call names, and those whose histories point to it."""
    own = bill_identifier(stated)
    found = sorted({*bills, *([own] if own else [])})
    if not found:
        raise ExpectedEmpty(f"{where} of Congress {congress} is on {stated or 'no paper'}, which is no bill")
    return found


def result_of(text: str) -> str | None:
    return next((result for pattern, result in RESULTS if pattern.search(text)), None)


def unknown_result(text: str, session: str, key: str) -> Iterator[items.Gap]:
    if result_of(text) is None:
        yield unknown_code("result", text, session, key)


def unknown_options(codes: list[str], session: str, key: str) -> Iterator[items.Gap]:
    for code in sorted(set(codes)):
        yield unknown_code("vote", code, session, key)


def unknown_code(kind: str, code: str, session: str, key: str) -> items.Gap:
    evidence = f"{kind} {code!r} in roll call {key}"
    return items.Gap(session, "unknown_code", f"{kind} {code} {key}", f"a known {kind}", code, evidence)
