"""What the services of api.legmt.gov say of sessions, members, committees and bills, as items.

The shapes are those of the services themselves; they have no published description. Field names are quoted as served.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse, iso_date
from scrapers.states.mt.actions import ACTIONS

SITE = "https://bills.legmt.gov/#/laws/bill/{}/{}?open_tab=sum"
HOUSES = {"HOUSE": "lower", "SENATE": "upper"}
NAMED = {"lower": "House", "upper": "Senate", "legislature": "Joint"}
PREFIXES = {"H": "lower", "S": "upper", "LC": "legislature", "C": "legislature"}
KINDS = {
    "HB": "bill",
    "SB": "bill",
    "HJ": "joint resolution",
    "SJ": "joint resolution",
    "HR": "resolution",
    "SR": "resolution",
}
PREFIX = re.compile(r"\((H|S|LC|C)\) ")
INSTANT = "a local date and time"


MOST_ROWS = 20_000  # of one session's list: four times those of any session yet


class Sitting(NamedTuple):
    """One session as the services number it: `id` in their queries, `item` as we name it.

    The services of documents number it by `legislature` (69, the one elected for 2025 and 2026) and `ordinals` (20251).
    """

    id: int
    item: items.Session
    ordinals: str
    legislature: str


class Member(NamedTuple):
    """How a legislator is written here, and the chamber; None where the roster does not have him or her."""

    name: str
    chamber: str | None


Members = Mapping[int, Member]


@dataclass(slots=True)
class Listed:
    """A bill of a list: `id` is the services' own, `statuses` the ids of its history lines in the order of its actions.

    `pointers` are keys of roll calls by history line, where the list itself gives them. The service of earlier sessions
    numbers neither bills nor lines.
    """

    id: int | None
    bill: items.Bill
    draft: str
    fiscal_note: bool
    statuses: list[int]
    pointers: dict[int, str]


class ListPage(NamedTuple):
    """`bills` are the numbered ones; `rows` counts draft requests too, `total` those of the whole list."""

    bills: list[Listed]
    gaps: list[items.Gap]
    first: int
    rows: int
    total: int


def sessions(page: Response) -> list[Sitting]:
    """`legislators/v1/sessions`: every session the present services know; those before 2025 are with the archive."""
    found = []
    for where, row in objects(page, "sessions"):
        ordinals = value(row, "ordinals", str, where)
        item = session(ordinals, value(row, "type", str, where), where)
        item.start_date = day(row, "startDate", where)
        item.end_date = day(row, "sineDieDate", where, may_be_null=True)
        item.is_active = value(row, "active", bool, where)
        legislature = value(value(row, "legislature", dict, where), "ordinals", str, f"{where}.legislature")
        found.append(Sitting(value(row, "id", int, where), item, ordinals, legislature))
    return found


def session(ordinals: str, kind: str, where: str) -> items.Session:
    """The session of some `ordinals`, a year and a digit; a year's regular session is named by the year alone."""
    if not re.fullmatch(r"\d{4}[1-9]", ordinals):
        raise LayoutChanged(f"{where} ordinals", wanted="a year and a digit, such as 20251", got=ordinals)
    year = ordinals[:4]
    if kind == "REGULAR":
        return items.Session(year, f"{year} Regular Session", "primary")
    return items.Session(ordinals, f"{year} {kind.title()} Session ({ordinals})", "special")


def chosen(sittings: list[Sitting], session: str | None, held: frozenset[int] | None) -> list[Sitting]:
    """The session asked for, if it is there; without one those an archive has addresses of, the active, the newest."""
    if session:
        return [one for one in sittings if one.item.identifier == session]
    newest = sorted(sittings, key=lambda one: one.item.start_date or "")
    if in_archive := [one for one in newest if one.id in (held or ())]:
        return in_archive
    return [one for one in newest if one.item.is_active] or newest[-1:]


def people(page: Response, sitting: Sitting) -> list[items.Person]:
    """`legislators/v1/legislators`: the members of one session, by their `sessionMemberships`."""
    rows = [(where, row) for where, row in objects(page, "legislators") if serves(row, sitting.id, where)]
    if not rows:
        raise LayoutChanged(page.url, wanted=f"legislators of session {sitting.id}", got="none")
    known = members(page, sitting)
    found = []
    for where, row in rows:
        party, district = row.get("politicalParty"), row.get("district")  # null for nobody seen, and not needed
        member = known[value(row, "id", int, where)]
        found.append(
            items.Person(
                session=sitting.item.identifier,
                name=member.name,
                family_name=value(row, "lastName", str, where),
                given_name=value(row, "firstName", str, where),
                party=value(party, "name", str, f"{where}.politicalParty") if party else None,
                chamber=member.chamber,
                district=str(value(district, "number", int, f"{where}.district")) if district else None,
                names=[items.PersonName(member.name, member.chamber)],
                source_id=str(row["id"]),
            )
        )
    return found


def members(page: Response, sitting: Sitting) -> dict[int, Member]:
    """How each legislator is written in one session: votes and sponsors carry nothing but the number.

    Namesakes of one session are told apart by their number; so is whoever is not of the session.
    """
    rows = [(where, row, serves(row, sitting.id, where)) for where, row in objects(page, "legislators")]
    names = Counter(full_name(row, where) for where, row, present in rows if present)
    found = {}
    for where, row, present in rows:
        name, number = full_name(row, where), value(row, "id", int, where)
        alone = present and names[name] == 1
        found[number] = Member(name if alone else f"{name} ({number})", house(row, where))
    return found


def serves(row: Mapping[str, Any], session: int, where: str) -> bool:
    seats = value(row, "sessionMemberships", list, where)
    return any(value(seat, "session", dict, f"{where}.sessionMemberships").get("id") == session for seat in seats)


def full_name(row: Mapping[str, Any], where: str) -> str:
    first, last = value(row, "firstName", str, where), value(row, "lastName", str, where)
    return collapse(" ".join(filter(None, (first, row.get("middleName"), last, row.get("nameSuffix")))))


def committees(page: Response, sitting: Sitting) -> list[items.Item]:
    """`committees/v1/standingCommittees/findBySessionId`: the standing committees of a session and their members."""
    bodies: list[items.Item] = []
    seats: list[items.Item] = []
    for where, row in objects(page, "committees"):
        details = value(row, "committeeDetails", dict, where)
        name = value(value(details, "committeeCode", dict, where), "name", str, where)
        chamber = house(row, where, both=True)
        code = committee_code(value(row, "id", int, where))
        plain = re.sub(r"^\([A-Z]{1,2}\) ", "", collapse(name))
        bodies.append(items.Organization(code, f"{NAMED[chamber]} {plain}", "committee", chamber, chamber))
        for seat in value(row, "memberships", list, where):
            role = value(value(seat, "type", dict, where), "name", str, where)
            seats.append(
                items.Membership(
                    session=sitting.item.identifier,
                    organization_code=code,
                    person=str(value(seat, "legislatorId", int, where)),
                    role=role.lower(),
                    start_date=day(seat, "startDate", where, may_be_null=True),
                    end_date=day(seat, "endDate", where, may_be_null=True),
                )
            )
    return bodies + seats


def committee_code(number: int) -> str:
    return f"standing-{number}"


def bill_list(page: Response, sitting: Sitting, known: Members, start: int, size: int) -> ListPage:
    """`bills/v1/bills/search`: one page of a session's bills and draft requests, each bill with its history.

    Raises LayoutChanged where the page is not the one of `size` rows from row `start` on, or is cut short.
    """
    where = page.url
    found = value_of(read_json(page.body, where), dict, where)
    rows = value(found, "content", list, where)
    first = value(value(found, "pageable", dict, where), "offset", int, where)
    total = value(found, "totalElements", int, where)
    wanted = min(size, max(total - start, 0))
    if (first, len(rows)) != (start, wanted):
        got = f"{len(rows)} rows from row {first}, of {total}"
        raise LayoutChanged(f"{where} pageable", wanted=f"{wanted} rows from row {start}", got=got)
    if total > MOST_ROWS:
        raise LayoutChanged(f"{where} totalElements", wanted=f"at most {MOST_ROWS}", got=str(total))
    bills, gaps = [], []
    for number, row in enumerate(rows):
        place = f"{where} content[{number}]"
        if value(value_of(row, dict, place), "billNumber", (int, type(None)), place) is None:
            continue
        listed, unknown = one_bill(row, sitting, known, place)
        bills.append(listed)
        gaps += unknown
    return ListPage(bills, gaps, first, len(rows), total)


def single_bill(page: Response, sitting: Sitting, known: Members) -> tuple[Listed, list[items.Gap]]:
    """`bills/v1/bills/findBySessionIdAndDraftNumber`: one bill, as in the list."""
    row = value_of(read_json(page.body, page.url), dict, page.url)
    return one_bill(row, sitting, known, page.url)


def one_bill(row: Mapping[str, Any], sitting: Sitting, known: Members, where: str) -> tuple[Listed, list[items.Gap]]:
    if value(row, "sessionId", int, where) != sitting.id:
        raise LayoutChanged(f"{where}.sessionId", wanted=str(sitting.id), got=str(row["sessionId"]))
    kind = value(row, "billType", dict, where)
    code = value(kind, "code", str, f"{where}.billType")
    draft = value(row, "draft", dict, where)
    draft_number = value(draft, "draftNumber", str, where)
    chapter = row.get("sessionLawChapterNumber")  # null until it is law
    history = sorted(
        (history_line(one, f"{where}.draft.billStatuses") for one in value(draft, "billStatuses", list, where)),
        key=lambda line: (line.at, line.id),
    )
    bill = items.Bill(
        session=sitting.item.identifier,
        identifier=f"{code} {value(row, 'billNumber', int, where)}",
        classification=KINDS.get(code, "resolution" if "Resolution" in str(kind.get("description")) else "bill"),
        chamber=house(kind, f"{where}.billType"),
        title=collapse(value(draft, "shortTitle", str, where)) or None,
        subjects=[
            collapse(value(value(one, "subjectCode", dict, where), "description", str, where))
            for one in value(draft, "subjects", list, where)
        ],
        chapter=str(chapter) if chapter is not None else None,
        source_url=SITE.format(sitting.id, draft_number),
        chambers=1 if code in ("HR", "SR") else 2,
        sponsorships=list(sponsors(row, known, where)),
        actions=[line.action for line in history],
    )
    gaps = [] if code in KINDS else [unknown_code(sitting, "kind of bill", code, where)]
    pointers = {line.id: line.roll for line in history if line.roll}
    noted = value(draft, "fiscalNote", bool, where)
    listed = Listed(value(row, "id", int, where), bill, draft_number, noted, [line.id for line in history], pointers)
    return listed, gaps


class Line(NamedTuple):
    """One line of a history; `roll` is the key of the roll call it names."""

    at: datetime
    id: int
    action: items.Action
    roll: str | None


def history_line(row: Any, where: str) -> Line:
    number = value(value_of(row, dict, where), "id", int, where)
    at = instant(row, "timeStamp", where)
    text = collapse(value(value(row, "billStatusCode", dict, where), "name", str, where))
    body = value(row, "standingCommitteeId", (int, type(None)), where)
    prefix = PREFIX.match(text)
    vote = row.get("vote")  # later answers name the roll call here, earlier ones do not
    action = items.Action(
        date=at.date().isoformat(),
        chamber=PREFIXES[prefix[1]] if prefix else None,
        text=text,
        classifications=ACTIONS.classify(text),
        organization_code=committee_code(body) if body is not None else None,
    )
    return Line(at, number, action, f"vote-{value(vote, 'id', int, where)}" if vote else None)


def sponsors(row: Mapping[str, Any], known: Members, where: str) -> Iterable[items.Sponsorship]:
    """The sponsor, and the member who carries the bill in the other chamber; null where there is none."""
    for field, role in (("sponsorId", "primary"), ("carrierId", "carrier")):
        number = value(row, field, (int, type(None)), where)
        if number is not None:
            member = known.get(number, unlisted(number))
            yield items.Sponsorship(member.name, role, role == "primary", member.chamber)


def unlisted(number: int) -> Member:
    return Member(f"Legislator {number}", None)


def unknown_code(sitting: Sitting, what: str, code: str, where: str) -> items.Gap:
    return items.Gap(
        sitting.item.identifier, "unknown_code", f"{what} {code}", f"a known {what}", code, f"{where}: {what} {code!r}"
    )


def objects(page: Response, what: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The objects of a list that is the whole answer, each with its place; an empty list is no answer."""
    rows = value_of(read_json(page.body, page.url), list, page.url)
    if not rows:
        raise LayoutChanged(page.url, wanted=f"a list of {what}", got="an empty list")
    places = [f"{page.url} [{number}]" for number in range(len(rows))]
    return [(place, value_of(row, dict, place)) for place, row in zip(places, rows, strict=True)]


def value_of(found: Any, kind: type, where: str) -> Any:
    if not isinstance(found, kind):
        raise LayoutChanged(where, wanted=str(kind), got=repr(found)[:80])
    return found


def house(row: Mapping[str, Any], where: str, *, both: bool = False) -> str:
    named = value(row, "chamber", str, where)
    if both and named not in HOUSES:
        return "legislature"
    if named not in HOUSES:
        raise LayoutChanged(f"{where}.chamber", wanted=" or ".join(HOUSES), got=named)
    return HOUSES[named]


def day(row: Mapping[str, Any], field: str, where: str, *, may_be_null: bool = False) -> str | None:
    if may_be_null and row.get(field) is None:
        return None
    try:
        return iso_date(value(row, field, str, where)[:10], "%Y-%m-%d")
    except LayoutChanged as error:
        raise LayoutChanged(f"{where}.{field}", wanted="a local date", got=error.got) from error


def instant(row: Mapping[str, Any], field: str, where: str) -> datetime:
    """A local date and time; the services write none to nine digits of a second."""
    text = value(row, field, str, where)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise LayoutChanged(f"{where}.{field}", wanted=INSTANT, got=text) from error
