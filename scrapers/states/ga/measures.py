"""What both services say of a bill and of a roll call, as items: plain values in, whichever answer they come from."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse
from scrapers.states.ga.actions import ACTIONS, MOTIONS
from scrapers.states.ga.shapes import RollRow, Sitting, day

SITE = "https://www.legis.ga.gov/"
NAMES = {"lower": "House", "upper": "Senate"}
OTHER_CHAMBER = {"lower": "upper", "upper": "lower"}
KINDS = {"B": "bill", "R": "resolution"}
OTHER_SPONSOR = "sponsor in the other chamber"
REGULAR = re.compile(r"(\d{4})-(\d{4}) Regular Session")
SPECIAL = re.compile(r"(\d{4}) (?:\w+ )?Special Session")
SESSION_SUFFIX = re.compile(r"EX\d?$")
EXTRA = re.compile(r"EX([2-9])/?$")
GOVERNOR = re.compile(r"Date (?:Signed|Vetoed) by Governor")
# where the committee of the chamber named has the bill
IN_COMMITTEE = re.compile(r"(?:First Readers|House Second Readers|Read and Referred|ommitted)$")
VACANT = "VACANT"


def session(words: str, library: str, where: str, *, active: bool | None) -> items.Session:
    """By its words, for a session has one type in one answer and another in the next; `library` ends in its folder."""
    words = collapse(words)
    if (found := REGULAR.fullmatch(words)) and int(found[2]) == int(found[1]) + 1:
        return items.Session(f"{found[1]}_{found[2][2:]}", words, "primary", is_active=active)
    if found := SPECIAL.fullmatch(words):
        later = EXTRA.search(library)
        return items.Session(f"{found[1]}_ss{later[1] if later else ''}", words, "special", is_active=active)
    wanted = "'2021-2022 Regular Session' or '2023 Special Session'"
    raise LayoutChanged(where, wanted=wanted, got=words)


def committee(key: int, name: str, chamber: str) -> items.Organization:
    return items.Organization(str(key), f"{NAMES[chamber]} {collapse(name)}", "committee", chamber, chamber)


def sponsor_words(*, carries: bool, first: bool) -> str:
    """One who `carries` a bill does so in the other chamber; the `first` of those who sign it is its author."""
    return OTHER_SPONSOR if carries else "primary" if first else "cosponsor"


def action(text: str, date: str, where: str) -> items.Action:
    text = collapse(text)
    if not text:
        raise LayoutChanged(where, wanted="words", got="none")
    chamber = {"House": "lower", "Senate": "upper"}.get(text.split()[0])
    return items.Action(
        date=day(date, where),
        chamber="executive" if GOVERNOR.search(text) else chamber,
        text=text,
        classifications=ACTIONS.classify(text),
    )


def version(key: int, note: str, library: str) -> items.Version:
    """`library` is the session's, "20212022" in some answers and a whole address that ends so in others."""
    folder = library.rstrip("/").rsplit("/", 1)[-1]
    note = collapse(note)
    url = f"{SITE}api/legislation/document/{folder}/{key}"
    return items.Version(str(key), note, version_kind(note), None, url=url, media_type="application/pdf")


def version_kind(note: str) -> str | None:
    """By the end of the draft's number: LC 49 0277/pf prefiled, /a as introduced, LC 49 0477S/hs a substitute."""
    if re.search(r"\d/pf$", note):
        return "filed"
    if re.search(r"\d/a$", note):
        return "introduced"
    if re.search(r"\dS/\w+$", note):
        return "substituted"
    return "amendment" if re.search(r"\bamend(?:ment)?\b", note, re.IGNORECASE) else None


def bill_name(printed: str) -> str:
    """`HB 81EX` of a special session → `HB 81`: some answers leave the end out."""
    return SESSION_SUFFIX.sub("", collapse(printed))


def bill(
    sitting: Sitting,
    legislation: int,
    identifier: str,
    *,
    title: str,
    summary: str,
    sponsorships: list[items.Sponsorship],
    history: list[items.Action],
    versions: list[items.Version],
    committees: Collection[tuple[str, str]],
) -> items.Bill:
    """A whole bill. History and versions run from the oldest to the newest; `committees` are (code, chamber)."""
    kind = KINDS[identifier[1]]
    numbers = {act.text for act in history if "chaptered" in act.classifications}
    effective = [act.date for act in history if act.text == "Effective Date"]
    summary = collapse(summary)
    return items.Bill(
        session=sitting.identifier,
        identifier=identifier,
        classification=kind,
        chamber=origin(identifier),
        title=collapse(title) or None,
        chapter=numbers.pop() if len(numbers) == 1 else None,
        effective_date=effective[-1] if effective else None,
        committee_code=committee_now(committees, history),
        source_url=f"{SITE}legislation/{legislation}",
        chambers=chambers_asked(kind, history),
        sponsorships=sponsorships,
        actions=history,
        versions=versions,
        documents=[items.Document("first-reader", "summary", "First Reader Summary", None, text=summary)]
        if summary
        else [],
    )


def listed(sitting: Sitting, legislation: int, identifier: str, title: str) -> items.Bill:
    """A bill as a list names it."""
    return items.Bill(
        session=sitting.identifier,
        identifier=identifier,
        classification=KINDS[identifier[1]],
        chamber=origin(identifier),
        title=collapse(title) or None,
        source_url=f"{SITE}legislation/{legislation}",
    )


def origin(identifier: str) -> str:
    return "lower" if identifier[0] == "H" else "upper"


def committee_now(committees: Collection[tuple[str, str]], history: Sequence[items.Action]) -> str | None:
    """The committee the source lists for the chamber in which the bill last went to committee; None where moved on."""
    if not history or not IN_COMMITTEE.search(history[-1].text):
        return None
    codes = {code for code, chamber in committees if chamber == history[-1].chamber}
    return codes.pop() if len(codes) == 1 else None


def chambers_asked(kind: str, history: Sequence[items.Action]) -> int:
    """A resolution that was "Read and Adopted" asks nothing of the other chamber, whose name then never appears."""
    alone = {act.chamber for act in history} <= {"lower"} or {act.chamber for act in history} <= {"upper"}
    return 1 if kind == "resolution" and alone and any("Read and Adopted" in act.text for act in history) else 2


def vote(member: int, name: str, option: str | None, code: str) -> items.Vote:
    """A seat that is vacant has a line too, counted by the source with those not voting: kept, as `other`."""
    return items.Vote(name, "other" if option is None or (member, name) == (0, VACANT) else option, code)


def roll_call(sitting: Sitting, row: RollRow, bills: list[str], votes: list[items.Vote] | None) -> items.VoteEvent:
    motion = MOTIONS.classify(row.caption)
    return items.VoteEvent(
        session=sitting.identifier,
        key=str(row.vote_id),
        bills=bills,
        chamber=row.chamber,
        organization_code=row.chamber,
        date=row.date,
        motion=row.caption or None,
        motion_classification=motion.classifications,
        yes_means=motion.yes_means,
        result_raw=None,
        result=None,
        declared_yes=row.yes,
        declared_no=row.no,
        declared_other=row.other,
        votes=votes,
        roll_number=str(row.number),
        source_url=f"{SITE}api/Vote/detail/{row.vote_id}",
    )
