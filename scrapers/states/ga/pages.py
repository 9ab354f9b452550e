"""What the JSON of legis.ga.gov/api says: sessions, bodies, members, lists of bills and of roll calls, one of each.

Format: the API has no published description; these shapes are those of its own answers, as captured in 2021.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy.http import Response

from scrapers import items
from scrapers.errors import BadArgument, ExpectedEmpty, LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse, id_part
from scrapers.states.ga import measures
from scrapers.states.ga.measures import NAMES, OTHER_CHAMBER
from scrapers.states.ga.rolls import roll_row
from scrapers.states.ga.shapes import (
    HOUSES,
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

PARTIES = {0: "Democratic", 1: "Republican"}
LETTERS = {1: "B", 2: "R"}
MOST_BILLS = 20_000  # of a session; the most known is 5,424


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
    words, library = value(row, "description", str, where), value(row, "library", str, where)
    return measures.session(words, library, f"{where}.description", active=value(row, "isCurrent", bool, where))


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
        yield measures.committee(value(row, "id", int, where), value(row, "name", str, where), chamber)


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
    if total > MOST_BILLS:
        raise LayoutChanged(f"{page.url} resultCount", wanted=f"at most {MOST_BILLS} bills", got=str(total))
    for where, row in entries(value(found, "results", list, page.url), f"{page.url} results"):
        expect(value(row, "session", dict, where), "id", sitting.sid, f"{where}.session")
        chamber = house(row, "chamberType", where)
        number = f"{value(row, 'number', int, where)}{value(row, 'suffix', (str, type(None)), where) or ''}"
        legislation = value(row, "legislationId", int, where)
        name = measures.bill_name(f"{letters(row, chamber, where)} {number}")
        bill = measures.listed(sitting, legislation, name, value(row, "caption", str, where))
        bill.sponsorships = [sponsor for sponsor, _, _ in sponsors(row, chamber, where)]
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
    signed = list(sponsors(found, chamber, url))
    # newest first in the source; what happened in one second stays in its order
    history = [
        measures.action(value(row, "name", str, where), value(row, "date", str, where), where)
        for where, row in reversed(list(entries(value(found, "statusHistory", list, url), f"{url} history")))
    ]
    texts = [
        version(row, found, where)
        for where, row in entries(value(found, "versions", list, url), f"{url} versions", at_least=0)
    ]
    committees = [
        (str(value(row, "id", int, where)), house(row, "chamber", where))
        for where, row in entries(value(found, "committees", list, url), f"{url} committees", at_least=0)
    ]
    read: list[items.Item] = list(spelled(sitting, [(member, one.name, one.chamber) for one, member, _ in signed]))
    read += [gap for _, _, gap in signed if gap]
    read.append(
        measures.bill(
            sitting,
            value(found, "id", int, url),
            identifier(found, chamber, url),
            title=value(found, "title", str, url),
            summary=value(found, "firstReader", (str, type(None)), url) or "",
            sponsorships=[sponsor for sponsor, _, _ in signed],
            history=history,
            versions=texts[::-1],
            committees=committees,
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
    name = identifier(found, chamber, page.url)
    newest = version(texts[0][1], found, texts[0][0])
    kind = measures.KINDS[name[1]]
    return rolls, items.Bill(sitting.identifier, name, kind, chamber, whole=False, versions=[newest])


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
        known = kind in (1, 3)
        words = measures.sponsor_words(carries=kind == 3, first=first) if known else f"type {kind}"
        gap = None if known else unknown(None, "sponsorType", str(kind), place)
        name = collapse(value(one, "name", str, place))
        yield items.Sponsorship(name, words, first, own), value(one, "memberId", int, place), gap


def version(row: Mapping[str, Any], found: Mapping[str, Any], where: str) -> items.Version:
    library = value(value(found, "session", dict, where), "library", str, where)
    return measures.version(value(row, "id", int, where), value(row, "name", str, where), library)


def letters(row: Mapping[str, Any], chamber: str, where: str) -> str:
    """`HB`."""
    code = value(row, "documentType", int, where)
    if code not in LETTERS:
        raise LayoutChanged(f"{where}.documentType", wanted="1 bill or 2 resolution", got=str(code))
    return NAMES[chamber][0] + LETTERS[code]


def identifier(found: Mapping[str, Any], chamber: str, where: str) -> str:
    return measures.bill_name(f"{letters(found, chamber, where)} {value(found, 'number', str, where)}")
