"""The vote files: `A2024.zip` and its like, a row for each legislator. From documentation alone: none was captured.

Floor files (A, S and a year) have Bill, Full_Name, Session_Date, Action, Legislator_Vote; committee files (CA, CS and
two years) have Bill_Type, Bill_Number, Name, Agenda_Date, BillAction, LegislatorVote, Committee_House. latin-1, with a
header; `X.txt` in `X.zip`, at times with more rows in `XEnd.txt`. No file counts its votes or numbers its roll calls,
so the key of a roll call is what tells its rows from others: bill, day, body and action.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import read_csv
from scrapers.items import Gap
from scrapers.normalise import collapse, id_part, iso_date, slug
from scrapers.states.nj.actions import MOTIONS
from scrapers.states.nj.dump import ZipTables
from scrapers.states.nj.pages import session_of

FILE = re.compile(r"(C?)([AS])(\d{4})(?:-\d{4})?")
FLOOR = {"bill": "Bill", "name": "Full_Name", "day": "Session_Date", "action": "Action", "vote": "Legislator_Vote"}
COMMITTEE = {
    "kind": "Bill_Type",
    "number": "Bill_Number",
    "name": "Name",
    "day": "Agenda_Date",
    "action": "BillAction",
    "vote": "LegislatorVote",
    "body": "Committee_House",
}
OPTIONS = {
    "Y": "yes",
    "YES": "yes",
    "N": "no",
    "NO": "no",
    "A": "abstain",
    "ABSTAIN": "abstain",
    "NV": "not voting",
    "NOT VOTING": "not voting",
    "ABSENT": "absent",
}
BILL = re.compile(r"([A-Z]{1,3}) *(\d{1,5})")


class RollKey(NamedTuple):
    bill: str
    day: str
    body: str
    action: str


def read_votes(response: Response, name: str, wanted: str | None = None) -> Iterator[items.Item]:
    """The roll calls of one vote file, named without its ending: `A2024`, `CS2024-2025`. `wanted`: of one bill."""
    found = FILE.fullmatch(name)
    assert found
    chamber = "lower" if found[2] == "A" else "upper"
    columns = COMMITTEE if found[1] else FLOOR
    session = session_of(int(found[3]))
    source = ZipTables(response.body, response.url.rsplit("/", 1)[-1])
    rolls: dict[RollKey, list[items.Vote]] = {}
    unknown: Counter[str] = Counter()
    files = [f"{name}.txt", *([f"{name}End.txt"] if f"{name}End.txt" in source else [])]
    for file in files:
        rows = read_csv(source.read(file), list(columns.values()), file, encoding="latin-1")
        for line, row in enumerate(rows, 1):
            where = f"{file} row {line}"
            key = roll_key(row, columns, where)
            voter, code = collapse(row[columns["name"]]), collapse(row[columns["vote"]])
            if not voter:
                raise LayoutChanged(f"{where} {columns['name']}", wanted="a legislator", got="none")
            option = OPTIONS.get(code.upper())
            if option is None:
                unknown[code] += 1
            rolls.setdefault(key, []).append(items.Vote(voter, option or "other", code))
    if not rolls:
        raise LayoutChanged(name, wanted="votes", got="none")
    for key, votes in rolls.items():
        if wanted is None or id_part(key.bill) == id_part(wanted):
            yield vote_event(session, chamber, key, votes, response.url)
    for code, times in sorted(unknown.items()):
        told = f"vote code {code!r} in {times} rows of {name}"
        yield Gap(session, "unknown_code", f"vote code {code} in {name}", "a known vote code", code, told)


def roll_key(row: Mapping[str, str], columns: Mapping[str, str], where: str) -> RollKey:
    text = row[columns["bill"]] if "bill" in columns else f"{row[columns['kind']]}{row[columns['number']]}"
    bill = BILL.fullmatch(text)
    action = collapse(row[columns["action"]])
    if not bill or not action:
        raise LayoutChanged(where, wanted="a bill like A4 and an action", got=f"{text}, {action}")
    try:
        day = iso_date(row[columns["day"]].split(" ")[0], "%m/%d/%Y")
    except LayoutChanged as error:
        raise LayoutChanged(f"{where} {columns['day']}", wanted="a date like 3/18/2024", got=error.got) from error
    return RollKey(f"{bill[1]} {int(bill[2])}", day, row[columns["body"]] if "body" in columns else "", action)


def vote_event(session: str, chamber: str, key: RollKey, votes: list[items.Vote], url: str) -> items.VoteEvent:
    motion = MOTIONS.classify(key.action)
    parts = (id_part(key.bill), key.body or chamber, id_part(key.day), slug(key.action))
    return items.VoteEvent(
        session=session,
        key="-".join(parts),
        bills=[key.bill],
        chamber=chamber,
        organization_code=key.body or chamber,
        date=key.day,
        motion=key.action,
        motion_classification=motion.classifications,
        yes_means=motion.yes_means,
        result_raw=None,
        result=None,
        declared_yes=None,
        declared_no=None,
        declared_other=None,
        votes=votes,
        source_url=url,
    )
