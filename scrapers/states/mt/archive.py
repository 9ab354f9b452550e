"""What the archive service of api.legmt.gov says of the sessions before 2025: their bills, each with its history.

None of its answers is captured: the shapes are those that public readers of it take for granted. It has names where
the present services have numbers, and of a vote the counts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse
from scrapers.states.mt.actions import ACTIONS
from scrapers.states.mt.pages import (
    KINDS,
    PREFIX,
    PREFIXES,
    Listed,
    Sitting,
    day,
    objects,
    session,
    unknown_code,
    value_of,
)

SITE = "https://bills.legmt.gov/#/bill/{}/{}"
MOST_PAGES = 200  # of 100 rows each: four times those of any session yet
FIRST = 1887  # the Nth Legislature is that of FIRST + 2N and the year after


class Archived(NamedTuple):
    """One page of a list: its numbered bills, the draft numbers of all its rows, how many pages the whole list has."""

    bills: list[Listed]
    gaps: list[items.Gap]
    drafts: list[str]
    pages: int


def sessions(page: Response) -> list[Sitting]:
    """`archive/v1/sessions`: of each session its number, 20231, and nothing that is known."""
    found = []
    for where, row in objects(page, "sessions"):
        number = value(row, "sessionId", int, where)
        year, count = divmod(number, 10)
        # legislatures meet in odd years: any other session was called for a purpose
        item = session(str(number), "REGULAR" if year % 2 and count == 1 else "SPECIAL", where)
        found.append(Sitting(number, item, str(number), str((year - FIRST) // 2)))
    return found


def bill_list(page: Response, sitting: Sitting, number: int, seen: frozenset[str]) -> Archived:
    """`archive/v1/bills/search`: page `number`, from 0, of a session's bills and draft requests.

    `seen` are the drafts of the pages before it: one that has no others is no page of this list.
    """
    where = f"{page.url} bills"
    found = value(value_of(read_json(page.body, page.url), dict, page.url), "bills", dict, page.url)
    rows, pages = value(found, "content", list, where), value(found, "totalPages", int, where)
    if not number < pages <= MOST_PAGES:
        raise LayoutChanged(f"{where}.totalPages", wanted=f"{number + 1} to {MOST_PAGES}", got=str(pages))
    bills, gaps, drafts = [], [], []
    for place, row in enumerate(rows):
        at = f"{where}.content[{place}]"
        drafts.append(value(value(value_of(row, dict, at), "id", dict, at), "billDraftNumber", str, f"{at}.id"))
        if value(row, "billNumber", (int, type(None)), at) is not None:
            listed, unknown = one_bill(row, sitting, drafts[-1], at)
            bills.append(listed)
            gaps += unknown
    if seen.issuperset(drafts):
        raise LayoutChanged(f"{where}.content", wanted=f"rows of page {number}", got=f"{len(rows)} known from before")
    return Archived(bills, gaps, drafts, pages)


def one_bill(row: Mapping[str, Any], sitting: Sitting, draft: str, where: str) -> tuple[Listed, list[items.Gap]]:
    code = value(row, "billType", str, where)
    if code[:1] not in ("H", "S"):
        raise LayoutChanged(f"{where}.billType", wanted="a House or Senate bill", got=code)
    chapter = row.get("sessionLawChapterNumber")  # null until it is law
    bill = items.Bill(
        session=sitting.item.identifier,
        identifier=f"{code} {row['billNumber']}",
        classification=KINDS.get(code, "bill"),
        chamber=PREFIXES[code[0]],
        title=collapse(value(row, "shortTitle", str, where)) or None,
        subjects=[
            collapse(value(value(one, "subject", dict, where), "description", str, where))
            for one in value(row, "subjects", list, where)
        ],
        chapter=str(chapter) if chapter is not None else None,
        source_url=SITE.format(sitting.id, draft),
        chambers=1 if code in ("HR", "SR") else 2,
        sponsorships=list(sponsors(row, where)),
        actions=history(row, where),
    )
    gaps = [] if code in KINDS else [unknown_code(sitting, "kind of bill", code, where)]
    if other := row.get("coSponsor"):  # null wherever it was seen
        gaps.append(unknown_code(sitting, "co-sponsor", str(other)[:80], where))
    return Listed(None, bill, draft, value(row, "hasFiscalNote", bool, where), [], {}), gaps


def history(row: Mapping[str, Any], where: str) -> list[items.Action]:
    """The lines from the first to the last, which the service has the other way round."""
    place = f"{where}.billActions"
    lines = [action(value_of(one, dict, place), place) for one in value(row, "billActions", list, where)]
    if lines and str(lines[0].date) > str(lines[-1].date):
        lines.reverse()
    return sorted(lines, key=lambda line: str(line.date))


def action(row: Mapping[str, Any], where: str) -> items.Action:
    text = collapse(value(value(row, "actionType", dict, where), "description", str, where))
    prefix = PREFIX.match(text)
    date = day(row, "date", where)
    yes, no = tally(row, where)
    return items.Action(
        date=date,
        chamber=PREFIXES[prefix[1]] if prefix else None,
        text=text,
        classifications=ACTIONS.classify(text),
        tally_yes=yes,
        tally_no=no,
        vote_date=date if yes is not None else None,
    )


def tally(row: Mapping[str, Any], where: str) -> tuple[int | None, int | None]:
    """The votes for and against, as numbers or in digits; on a line that nobody voted on both are null or 0."""
    counts = [value(row, field, (int, str, type(None)), where) for field in ("yesVotes", "noVotes")]
    if not any(found not in (None, 0, "0") for found in counts):
        return None, None
    if not all(re.fullmatch(r"\d{1,3}", str(found)) for found in counts):
        raise LayoutChanged(f"{where}.yesVotes and noVotes", wanted="up to three digits each", got=str(counts))
    return int(counts[0]), int(counts[1])


def sponsors(row: Mapping[str, Any], where: str) -> Iterator[items.Sponsorship]:
    """Whoever brought the bill in, by name; some answers have the name one level down, under the legislator."""
    place = f"{where}.primarySponsorBillRoles"
    for role in value(row, "primarySponsorBillRoles", list, where):
        holder = value_of(role, dict, place)
        if not holder.get("lawEntity"):
            holder = value(holder, "legislator", dict, place)
        who = value(holder, "lawEntity", dict, place)
        first, last = value(who, "firstName", (str, type(None)), place), value(who, "lastName", str, place)
        yield items.Sponsorship(collapse(f"{first or ''} {last}"), "primary", True)
