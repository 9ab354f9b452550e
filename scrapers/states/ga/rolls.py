"""Roll calls: a chamber's list of them, with their counts, and the page of each, with names and bills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse
from scrapers.states.ga import measures
from scrapers.states.ga.shapes import (
    RollRow,
    Sitting,
    day,
    entries,
    expect,
    mapping,
    spelled,
    unknown,
)

OPTIONS = {0: "yes", 1: "no", 2: "excused", 3: "not voting"}
ROLL_CALL = re.compile(r"(House|Senate) Vote #\d+")


def roll_list(page: Response) -> list[RollRow]:
    """Vote/list: a chamber's roll calls, but not its roll calls of attendance, which decide nothing."""
    rows = list(entries(read_json(page.body, page.url), page.url, at_least=0))
    if not rows:
        raise ExpectedEmpty("no roll call has been listed yet")
    return [roll_row(row, where) for where, row in rows if not value(row, "isRollCall", bool, where)]


def roll_row(row: Mapping[str, Any], where: str) -> RollRow:
    name = ROLL_CALL.fullmatch(value(row, "name", str, where))
    if not name:
        raise LayoutChanged(f"{where}.name", wanted="'House Vote #1' or 'Senate Vote #1'", got=str(row["name"]))
    return RollRow(
        vote_id=value(row, "id", int, where),
        chamber="lower" if name[1] == "House" else "upper",
        number=value(row, "number", int, where),
        caption=collapse(value(row, "caption", str, where)),
        date=day(value(row, "date", str, where), f"{where}.date"),
        yes=value(row, "yea", int, where),
        no=value(row, "nay", int, where),
        other=value(row, "notVoting", int, where) + value(row, "excused", int, where),
    )


def roll_call(page: Response, sitting: Sitting, row: RollRow) -> Iterator[items.Item]:
    """Vote/detail: who voted how, and on which bills; day, question and counts are those of the list."""
    url = page.url
    found = mapping(read_json(page.body, url), url)
    expect(value(found, "session", dict, url), "id", sitting.sid, f"{url} session")
    decided = [
        measures.bill_name(value(one, "description", str, where))
        for where, one in entries(value(found, "legislation", list, url), f"{url} legislation", at_least=0)
    ]
    if not decided:
        raise ExpectedEmpty(f"{row.caption!r} names no bill")
    votes, printed = [], []
    for where, line in entries(value(found, "votes", list, url), f"{url} votes"):
        member = value(line, "member", dict, where)
        code = value(line, "memberVoted", int, where)
        name = collapse(value(member, "name", str, f"{where}.member"))
        number = value(member, "id", int, f"{where}.member")
        if code not in OPTIONS:
            yield unknown(sitting.identifier, "memberVoted", str(code), where)
        votes.append(measures.vote(number, name, OPTIONS.get(code), str(code)))
        printed.append((number, name, row.chamber))
    yield from spelled(sitting, printed)
    yield measures.roll_call(sitting, row, decided, votes)
