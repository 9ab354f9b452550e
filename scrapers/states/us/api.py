"""What api.congress.gov (version 3) says of bills, in the items the bill status files give.

The API needs a key and says what the files say, so it is read from archives alone. A bill is spread over several
answers, each of which gives a part; `joined` puts them together. Format: BillEndpoint.md of the Library of Congress.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import Blocked, LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse
from scrapers.states.us import papers
from scrapers.states.us.history import Line, actions, pointed, rolls_of
from scrapers.states.us.papers import Paper
from scrapers.states.us.reading import CHAMBERS, Roll, day, describe

Row = Mapping[str, Any]

ADDRESS = "https://api.congress.gov/v3/bill"
QUERY = r"(?:\?[^#]*)?"
LIST = re.compile(rf"{re.escape(ADDRESS)}(?:/(\d+)(?:/([a-z]+))?)?{QUERY}")
PART = re.compile(rf"{re.escape(ADDRESS)}/(\d+)/([a-z]+)/(\d+)/([a-z]+){QUERY}")
KEY = re.compile(r"[?&]api_key=", re.IGNORECASE)
OPTIONAL = (str, type(None))


class Said(NamedTuple):
    """One part of a bill: the committees it names, the fields it gives, the roll calls it points to, and its gaps."""

    of: Paper
    bodies: list[items.Organization]
    fields: dict[str, Any]
    rolls: list[Roll]
    gaps: list[items.Gap]


def answer(page: Response) -> Row:
    """The object of an answer; raises Blocked where the API refuses the key, or the number of requests."""
    found = read_json(page.body, page.url)
    error = found.get("error") if isinstance(found, dict) else None
    code = str(error.get("code")) if isinstance(error, dict) else str(error)
    if re.match(r"API_KEY_|OVER_RATE_LIMIT", code):
        raise Blocked(page.url, got=code)
    if not isinstance(found, dict) or error:
        raise LayoutChanged(page.url, wanted="an object without an error", got=repr(found)[:80])
    return found


def bill_list(page: Response) -> list[items.Item]:
    """One page of a list of bills, with the Congresses they are of. It names their latest action, and no history."""
    found: list[items.Item] = []
    congresses: set[int] = set()
    listed = rows(answer(page), "bills", page.url)
    if not listed:
        raise LayoutChanged(f"{page.url} bills", wanted="at least one bill", got="none")
    for where, row in listed:
        of = papers.paper(number(row, "congress", where), text(row, "type", where), text(row, "number", where), where)
        congresses.add(of.congress)
        title = collapse(value(row, "title", OPTIONAL, where) or "")  # "" where the Library has not written one yet
        found.append(of.bill(title=title or None))
    return [*(describe(congress) for congress in sorted(congresses)), *found]


def names(bill: items.Bill) -> tuple[int, str, int]:
    """(117, `hr`, 21), as addresses name a bill."""
    kind, count = bill.identifier.split()
    return int(bill.session), kind.lower(), int(count)


def part(page: Response) -> Said:
    """Any answer about one bill; which part of it this is, the address says."""
    where, found = page.url, answer(page)
    asked = PART.fullmatch(where)
    if not asked or asked[4] not in PARTS:
        raise LayoutChanged(where, wanted=f"the address of a bill's {', '.join(PARTS)}", got=where)
    of = papers.paper(asked[1], asked[2], asked[3], where)
    request = value(found, "request", dict, where)
    congress, kind, count = (text(request, key, where) for key in ("congress", "billType", "billNumber"))
    if papers.paper(congress, kind, count, where) != of:
        raise LayoutChanged(f"{where} request", wanted=f"{of}", got=f"{congress} {kind} {count}")
    return PARTS[asked[4]](found, of, where)


def titles(found: Row, of: Paper, where: str) -> Said:
    """The title on display is the one that bill status files give."""
    shown = [
        text(row, "title", place)
        for place, row in every(found, "titles", where)
        if text(row, "titleType", place) == "Display Title"
    ]
    if len(shown) != 1:
        raise LayoutChanged(f"{where} titles", wanted="one Display Title", got=str(len(shown)))
    return Said(of, [], {"title": shown[0]}, [], [])


def committees(found: Row, of: Paper, where: str) -> Said:
    named = []
    for place, row in rows(found, "committees", where):
        chamber, code = text(row, "chamber", place), text(row, "systemCode", place)
        if chamber not in CHAMBERS:
            raise LayoutChanged(f"{place}.chamber", wanted=" or ".join(CHAMBERS), got=chamber)
        house = CHAMBERS[chamber]
        named.append(papers.committee(code, text(row, "name", place), house, house))
        for inner, below in rows(row, "subcommittees", place):
            named.append(papers.committee(text(below, "systemCode", inner), text(below, "name", inner), house, code))
    return Said(of, named, {}, [], [])


def history(found: Row, of: Paper, where: str) -> Said:
    listed = every(found, "actions", where)
    if not listed:
        raise LayoutChanged(f"{where} actions", wanted="at least one action", got="none")
    named: dict[str, items.Organization] = {}
    lines = []
    for place, row in listed:
        bodies = [body for _, body in rows(row, "committees", place, (list, type(None)))]  # null where there are none
        codes = tuple(text(body, "systemCode", place) for body in bodies)
        for code, body in zip(codes, bodies, strict=True):
            named.setdefault(code, papers.committee_beside(code, text(body, "name", place), place))
        system = row.get("sourceSystem")
        lines.append(
            Line(
                date=day(text(row, "actionDate", place), place),
                text=collapse(value(row, "text", OPTIONAL, place) or "") or None,
                system=text(system, "name", place) if system else None,
                code=row.get("actionCode"),  # the Senate's lines have none
                bodies=codes,
                pointed=tuple(recorded(vote, inner) for inner, vote in rows(row, "recordedVotes", place)),
            )
        )
    blank: list[items.Gap] = []
    said = {"actions": list(actions(lines, of, blank))}
    return Said(of, list(named.values()), said, rolls_of(lines, (), of.congress), blank)


def recorded(vote: Row, where: str) -> Roll:
    numbers = [number(vote, key, where) for key in ("congress", "sessionNumber", "rollNumber")]
    return pointed(text(vote, "chamber", where), numbers, where)


def related(found: Row, of: Paper, where: str) -> Said:
    listed = []
    for place, row in every(found, "relatedBills", where):
        said: set[str | None] = {
            text(detail, "type", inner) for inner, detail in rows(row, "relationshipDetails", place)
        }
        kind, count = text(row, "type", place), number(row, "number", place)
        listed.append(papers.related(number(row, "congress", place), kind, count, said))
    kept = {(one.identifier, one.session, one.relation): one for one in listed}
    return Said(of, [], {"related": list(kept.values())}, [], [])


def summaries(found: Row, of: Paper, where: str) -> Said:
    listed = []
    for place, row in every(found, "summaries", where):
        date, code = text(row, "actionDate", place), text(row, "versionCode", place)
        words = value(row, "text", OPTIONAL, place)
        listed.append(papers.summary(date, code, text(row, "actionDesc", place), words, place))
    return Said(of, [], {"documents": listed}, [], [])


def texts(found: Row, of: Paper, where: str) -> Said:
    """The printed texts; of the forms of one its XML stands for it, as in bill status files."""
    listed, blank = [], []
    for count, (place, row) in enumerate(reversed(every(found, "textVersions", where)), 1):
        forms = {text(one, "type", inner): text(one, "url", inner) for inner, one in rows(row, "formats", place)}
        note, date = value(row, "type", OPTIONAL, place), value(row, "date", OPTIONAL, place)
        if not note and (forms or date):
            raise LayoutChanged(f"{place}.type", wanted="words", got=repr(note))
        if not note:
            blank.append(papers.empty_row(of, "text version", count))
            continue
        url = forms.get("Formatted XML") or next(iter(forms.values()), None)
        listed.append(papers.version(note, date, url, place))
    return Said(of, [], {"versions": listed}, [], blank)


PARTS: dict[str, Callable[[Row, Paper, str], Said]] = {
    "titles": titles,
    "committees": committees,
    "actions": history,
    "relatedbills": related,
    "summaries": summaries,
    "text": texts,
}


def joined(parts: Sequence[Said]) -> Iterator[items.Item]:
    """One bill of its parts, after its Congress and the committees they name: each once, as the first part names it."""
    bodies: dict[str, items.Organization] = {}
    said: dict[str, Any] = {}
    gaps: list[items.Gap] = []
    for part in parts:
        bodies = {body.code: body for body in part.bodies} | bodies
        said |= part.fields
        gaps += part.gaps
    yield describe(part.of.congress)
    yield from bodies.values()
    yield from gaps
    yield part.of.bill(**said)


def rows(found: Row, key: str, where: str, kind: type | tuple[type, ...] = list) -> list[tuple[str, Row]]:
    """The objects of a list with their places."""
    listed = value(found, key, kind, where) or []
    places = [f"{where} {key}[{index}]" for index in range(len(listed))]
    for place, row in zip(places, listed, strict=True):
        if not isinstance(row, dict):
            raise LayoutChanged(place, wanted="an object", got=repr(row)[:80])
    return list(zip(places, listed, strict=True))


def every(found: Row, key: str, where: str) -> list[tuple[str, Row]]:
    """A list with all the rows it counts: a part of one would pass for the whole."""
    listed = rows(found, key, where)
    count = value(value(found, "pagination", dict, where), "count", int, where)
    if count != len(listed):
        raise LayoutChanged(f"{where} {key}", wanted=f"all of the {count} it counts", got=str(len(listed)))
    return listed


def text(row: Row, key: str, where: str) -> str:
    words = collapse(value(row, key, str, where))
    if not words:
        raise LayoutChanged(f"{where}.{key}", wanted="words", got="none")
    return words


def number(row: Row, key: str, where: str) -> str:
    """A number that some answers write as one and others as words."""
    return str(value(row, key, (int, str), where))
