"""What the JSON of legis.ga.gov/api says: sessions, bodies, members, lists of bills and of roll calls, one of each.

Format: the API has no published description; these shapes are those of its own answers, as captured in 2021.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy.http import Response

from scrapers import items
from scrapers.errors import BadArgument, ExpectedEmpty, LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse, id_part
from scrapers.states.ga.actions import ACTIONS
from scrapers.states.ga.rolls import roll_row
from scrapers.states.ga.shapes import (
    HOUSES,
    SESSION_SUFFIX,
    RollRow,
    Sitting,
    day,
    entries,
    expect,
    house,
    mapping,
    spelled,
    unknown,
)

SITE = "https://www.legis.ga.gov/"
NAMES = {"lower": "House", "upper": "Senate"}
PARTIES = {0: "Democratic", 1: "Republican"}
KINDS = {1: ("B", "bill"), 2: ("R", "resolution")}
OTHER_CHAMBER = {"lower": "upper", "upper": "lower"}
REGULAR = re.compile(r"(\d{4})-(\d{4}) Regular Session")
SPECIAL = re.compile(r"(\d{4}) (?:\w+ )?Special Session")
EXTRA = re.compile(r"EX([2-9])/?$")
GOVERNOR = re.compile(r"Date (?:Signed|Vetoed) by Governor")
# where the committee of the chamber named has the bill
IN_COMMITTEE = re.compile(r"(?:First Readers|House Second Readers|Read and Referred|ommitted)$")


@dataclass(slots=True, frozen=True)
class Found:
    """One row of the search: the site's number of a bill, and what the row says of it."""

    legislation_id: int
    bill: items.Bill


def token(page: Response) -> str:
    """authentication/token: a JSON string, the anonymous visitor's token."""
    found = read_json(page.body, page.url)
    if not isinstance(found, str) or not found:
        raise LayoutChanged(page.url, wanted="a token as a JSON string", got=type(found).__name__)
    return found


def sessions(page: Response) -> list[tuple[int, items.Session]]:
    """/sessions: every session the site knows, with the site's own numbers."""
    rows = entries(read_json(page.body, page.url), page.url)
    return [(value(row, "id", int, where), session(row, where)) for where, row in rows]


def session(row: Mapping[str, Any], where: str) -> items.Session:
    """The `type` of one session is 0 in one answer and 1 in another, so the words decide."""
    words = collapse(value(row, "description", str, where))
    active = value(row, "isCurrent", bool, where)
    if (found := REGULAR.fullmatch(words)) and int(found[2]) == int(found[1]) + 1:
        return items.Session(f"{found[1]}_{found[2][2:]}", words, "primary", is_active=active)
    if found := SPECIAL.fullmatch(words):
        later = EXTRA.search(value(row, "library", str, where))
        return items.Session(f"{found[1]}_ss{later[1] if later else ''}", words, "special", is_active=active)
    wanted = "'2021-2022 Regular Session' or '2023 Special Session'"
    raise LayoutChanged(f"{where}.description", wanted=wanted, got=words)


def session_wanted(known: list[tuple[int, items.Session]], wanted: str) -> tuple[int, items.Session]:
    """The session of that name or of the site's number; BadArgument names those there are."""
    for sid, one in known:
        if wanted.strip() in (one.identifier, str(sid)):
            return sid, one
    raise BadArgument(f"session {wanted!r}: there are {', '.join(one.identifier for _, one in known)}")


def committees(page: Response, sitting: Sitting) -> Iterator[items.Item]:
    """committees/List: the committees of both chambers."""
    for where, row in entries(read_json(page.body, page.url), page.url):
        expect(row, "sessionId", sitting.sid, where)
        chamber = house(row, "chamber", where)
        name = f"{NAMES[chamber]} {collapse(value(row, 'name', str, where))}"
        yield items.Organization(str(value(row, "id", int, where)), name, "committee", chamber, chamber)


def members(page: Response, sitting: Sitting) -> Iterator[items.Person]:
    """members/list of one chamber: who sits, or sat until the day they left; source_id is the site's number."""
    for where, row in entries(read_json(page.body, page.url), page.url):
        expect(row, "sessionId", sitting.sid, where)
        name = value(row, "name", dict, where)
        district = value(row, "district", dict, where)
        chamber = house(district, "chamberType", f"{where}.district")
        number = value(district, "number", int, f"{where}.district")
        ordinal = f"{number}{value(district, 'suffix', str, f'{where}.district')}".upper()
        family, given = (collapse(value(name, key, str, f"{where}.name")) for key in ("familyName", "first"))
        last = collapse(value(row, "lastName", str, where))
        spellings = [f"{last.upper()}, {ordinal}", f"{family}, {given}"]
        left = value(row, "dateVacated", (str, type(None)), where)
        party = value(row, "party", int, where)
        yield items.Person(
            session=sitting.identifier,
            name=collapse(value(row, "fullName", str, where)),
            family_name=family,
            given_name=given,
            party=PARTIES.get(party, f"party {party}"),
            chamber=chamber,
            district=str(number),
            names=[items.PersonName(spelling, chamber) for spelling in spellings],
            source_id=str(value(row, "id", int, where)),
            end_date=day(left, f"{where}.dateVacated") if left else None,
        )


def search(page: Response, sitting: Sitting) -> tuple[int, list[Found]]:
    """Legislation/Search: how many bills the session has, and one page of them. Other sessions' are LayoutChanged."""
    found = mapping(read_json(page.body, page.url), page.url)
    total, listed = value(found, "resultCount", int, page.url), []
    if total == 0:
        raise ExpectedEmpty("the search counts no bill of this session")
    for where, row in entries(value(found, "results", list, page.url), f"{page.url} results"):
        expect(value(row, "session", dict, where), "id", sitting.sid, f"{where}.session")
        chamber = house(row, "chamberType", where)
        number = f"{value(row, 'number', int, where)}{value(row, 'suffix', (str, type(None)), where) or ''}"
        number = SESSION_SUFFIX.sub("", collapse(number))
        letters, kind = document_type(row, chamber, where)
        legislation = value(row, "legislationId", int, where)
        bill = items.Bill(
            session=sitting.identifier,
            identifier=f"{letters} {number}",
            classification=kind,
            chamber=chamber,
            title=collapse(value(row, "caption", str, where)) or None,
            source_url=f"{SITE}legislation/{legislation}",
            sponsorships=[sponsor for sponsor, _, _ in sponsors(row, chamber, where)],
        )
        listed.append(Found(legislation, bill))
    return total, listed


def session_of(page: Response) -> int:
    """The site's number of the session a bill's or a roll call's page belongs to."""
    found = mapping(read_json(page.body, page.url), page.url)
    return int(value(value(found, "session", dict, page.url), "id", int, f"{page.url} session"))


def bill(page: Response, sitting: Sitting) -> list[items.Item]:
    """legislation/detail: one bill with sponsors, versions and history; spellings of members not yet known first."""
    url = page.url
    found = mapping(read_json(page.body, url), url)
    expect(value(found, "session", dict, url), "id", sitting.sid, f"{url} session")
    chamber = house(found, "chamber", url)
    letters, kind = document_type(found, chamber, url)
    signed = list(sponsors(found, chamber, url))
    # newest first in the source; what happened in one second stays in its order
    history = [
        action(row, where)
        for where, row in reversed(list(entries(value(found, "statusHistory", list, url), f"{url} history")))
    ]
    texts = [
        version(row, found, where)
        for where, row in entries(value(found, "versions", list, url), f"{url} versions", at_least=0)
    ]
    legislation = value(found, "id", int, url)
    first_reader = collapse(value(found, "firstReader", (str, type(None)), url) or "")
    read: list[items.Item] = list(spelled(sitting, [(member, one.name, one.chamber) for one, member, _ in signed]))
    read += [gap for _, _, gap in signed if gap]
    numbers = {act.text for act in history if "chaptered" in act.classifications}
    effective = [act.date for act in history if act.text == "Effective Date"]
    read.append(
        items.Bill(
            session=sitting.identifier,
            identifier=f"{letters} {bill_number(found, url)}",
            classification=kind,
            chamber=chamber,
            title=collapse(value(found, "title", str, url)) or None,
            chapter=numbers.pop() if len(numbers) == 1 else None,
            effective_date=effective[-1] if effective else None,
            committee_code=committee_now(found, history, url),
            source_url=f"{SITE}legislation/{legislation}",
            chambers=chambers_asked(kind, history),
            sponsorships=[sponsor for sponsor, _, _ in signed],
            actions=history,
            versions=texts[::-1],
            documents=[items.Document("first-reader", "summary", "First Reader Summary", None, text=first_reader)]
            if first_reader
            else [],
        )
    )
    return read


def bill_leads(page: Response, sitting: Sitting) -> tuple[list[RollRow], items.Bill | None]:
    """Where a bill's page leads: to its roll calls (`votes` is null before the first) and its newest version's text.

    The bill holds that version alone, which stands first in the source.
    """
    found = mapping(read_json(page.body, page.url), page.url)
    rows = value(found, "votes", (list, type(None)), page.url) or []
    rolls = [roll_row(row, where) for where, row in entries(rows, f"{page.url} votes", at_least=0)]
    texts = list(entries(value(found, "versions", list, page.url), f"{page.url} versions", at_least=0))
    if not texts:
        return rolls, None
    chamber = house(found, "chamber", page.url)
    letters, kind = document_type(found, chamber, page.url)
    newest = version(texts[0][1], found, texts[0][0])
    identifier = f"{letters} {bill_number(found, page.url)}"
    return rolls, items.Bill(sitting.identifier, identifier, kind, chamber, whole=False, versions=[newest])


def matches(identifier: str, wanted: str | None) -> bool:
    """Whether a run for one bill, in any spelling (`hb81`), wants this one."""
    return wanted is None or id_part(identifier) == id_part(wanted)


def sponsors(
    row: Mapping[str, Any], chamber: str, where: str
) -> Iterator[tuple[items.Sponsorship, int, items.Gap | None]]:
    """Each with its member's number, and a Gap for a type nobody knows.

    The search states no chamber (0); type 1 signs in the bill's own chamber, type 3 carries it in the other.
    """
    listed = list(entries(value(row, "sponsors", list, where), f"{where} sponsors", at_least=0))
    for place, one in sorted(listed, key=lambda pair: value(pair[1], "sequence", int, pair[0])):
        kind = value(one, "sponsorType", int, place)
        own = HOUSES.get(value(one, "chamber", int, place)) or {1: chamber, 3: OTHER_CHAMBER[chamber]}.get(kind)
        first = kind == 1 and one["sequence"] == 1
        words = {1: "primary" if first else "cosponsor", 3: "sponsor in the other chamber"}.get(kind, f"type {kind}")
        gap = None if kind in (1, 3) else unknown(None, "sponsorType", str(kind), place)
        name = collapse(value(one, "name", str, place))
        yield items.Sponsorship(name, words, first, own), value(one, "memberId", int, place), gap


def action(row: Mapping[str, Any], where: str) -> items.Action:
    text = collapse(value(row, "name", str, where))
    if not text:
        raise LayoutChanged(f"{where}.name", wanted="words", got="none")
    chamber = {"House": "lower", "Senate": "upper"}.get(text.split()[0])
    return items.Action(
        date=day(value(row, "date", str, where), f"{where}.date"),
        chamber="executive" if GOVERNOR.search(text) else chamber,
        text=text,
        classifications=ACTIONS.classify(text),
    )


def version(row: Mapping[str, Any], found: Mapping[str, Any], where: str) -> items.Version:
    """The address holds the session's `library`, "20212022", which other answers give as a whole address."""
    library = value(value(found, "session", dict, where), "library", str, where).rstrip("/").rsplit("/", 1)[-1]
    key, note = str(value(row, "id", int, where)), collapse(value(row, "name", str, where))
    url = f"{SITE}api/legislation/document/{library}/{key}"
    return items.Version(key, note, version_kind(note), None, url=url, media_type="application/pdf")


def version_kind(note: str) -> str | None:
    """By the end of the draft's number: LC 49 0277/pf prefiled, /a as introduced, LC 49 0477S/hs a substitute."""
    if re.search(r"\d/pf$", note):
        return "filed"
    if re.search(r"\d/a$", note):
        return "introduced"
    if re.search(r"\dS/\w+$", note):
        return "substituted"
    return "amendment" if re.search(r"\bamend(?:ment)?\b", note, re.IGNORECASE) else None


def committee_now(found: Mapping[str, Any], history: list[items.Action], url: str) -> str | None:
    """The committee the source lists for the chamber in which the bill last went to committee; None where moved on."""
    rows = list(entries(value(found, "committees", list, url), f"{url} committees", at_least=0))
    if not history or not IN_COMMITTEE.search(history[-1].text):
        return None
    codes = {str(row["id"]) for where, row in rows if house(row, "chamber", where) == history[-1].chamber}
    return codes.pop() if len(codes) == 1 else None


def chambers_asked(kind: str, history: list[items.Action]) -> int:
    """A resolution that was "Read and Adopted" asks nothing of the other chamber, whose name then never appears."""
    alone = {act.chamber for act in history} <= {"lower"} or {act.chamber for act in history} <= {"upper"}
    return 1 if kind == "resolution" and alone and any("Read and Adopted" in act.text for act in history) else 2


def document_type(row: Mapping[str, Any], chamber: str, where: str) -> tuple[str, str]:
    """(`HB`, `bill`)."""
    code = value(row, "documentType", int, where)
    if code not in KINDS:
        raise LayoutChanged(f"{where}.documentType", wanted="1 bill or 2 resolution", got=str(code))
    letter, kind = KINDS[code]
    return NAMES[chamber][0] + letter, kind


def bill_number(found: Mapping[str, Any], where: str) -> str:
    return SESSION_SUFFIX.sub("", collapse(value(found, "number", str, where)))
