"""Vote sheets of both chambers: PDF files with an X beside each name, under what the member voted."""

from __future__ import annotations

import re
from urllib.parse import unquote

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import iso_date
from scrapers.states.nm.actions import MOTIONS
from scrapers.states.nm.papers import SESSION_FILE
from scrapers.states.nm.shapes import HOUSES, MEASURE
from scrapers.vote_sheets import Form, Sheet, sheet

SHEET = re.compile(r"([HS])VOTE\w{0,4}", re.IGNORECASE)
DATE = re.compile(r"\bDATE: ?(\d{1,2}/\d{1,2}/(?:\d{4}|\d\d))\b")
NUMBER = re.compile(r"\bRCS# ?(\d{1,5})\b")
MOTION = re.compile(r"\b(?:PASSAGE|CONCUR\w*|AMENDMENTS?|RECONSIDER\w*|OVERRIDE|TABLE)\b")
OUTCOME = re.compile(r"^(PASSED|FAILED(?: TO PASS)?)\b:? ?(?:\d{1,2}-\d{1,2})?")
OPTIONS = {
    "YEA": "yes",
    "YES": "yes",
    "NAY": "no",
    "NO": "no",
    "EXCUSED": "excused",
    "EXC": "excused",
    "ABSENT": "absent",
    "ABS": "absent",
    "PNV": "not voting",  # present, not voting
    "REC": "other",  # recused
}
FORMS = {
    "H": Form(
        columns=frozenset({"YEA", "NAY", "PNV", "EXC", "EXCUSED", "ABSENT"}),
        names=frozenset({"REPRESENTATIVE"}),
        marks=frozenset({"X", "X*"}),  # X*: from elsewhere, by the network
        totals={
            "YEA": "YEAS:",
            "NAY": "NAYS:",
            "PNV": "PNV:",
            "EXC": "EXCUSED:",
            "EXCUSED": "EXCUSED:",
            "ABSENT": "ABSENT:",
        },
        ends=re.compile(r"^X\* |^CERTIFIED\b"),
    ),
    # no capture: as others read them
    "S": Form(columns=frozenset({"YES", "NO", "ABS", "EXC", "REC"}), total_row=re.compile(r"TOTALS?\b")),
}


def roll_call(page: Response, session: str, measure: str, name: str) -> list[items.VoteEvent]:
    """The sheet of one vote on a measure; `name` is that of its link, such as `Final House Vote`."""
    where = page.url
    path = SESSION_FILE.fullmatch(unquote(where.partition("nmlegis.gov")[2]))
    stem = SHEET.fullmatch(path[4]) if path else None
    if not path or not stem:
        raise LayoutChanged(where, wanted="a sheet HVOTE or SVOTE", got=where)
    house = stem[1].upper()
    found = sheet(page.body, where, FORMS[house])
    above = "\n".join(found.above)
    printed = {f"{one[1]}{one[2]} {int(one[3])}" for line in found.above if (one := MEASURE.fullmatch(line))}
    if printed - {measure}:
        raise LayoutChanged(where, wanted=f"the sheet of {measure}", got=", ".join(sorted(printed)))
    day = DATE.search(above)
    if not day:
        raise LayoutChanged(where, wanted="DATE: and a day", got=above[-200:])
    motion = next((line for line in found.above if MOTION.search(line)), name)
    classes, yes_means = MOTIONS.classify(motion)
    number = NUMBER.search(above)
    outcome = next((line for line in (*found.above, *found.below) if OUTCOME.match(line)), None)
    yes, no, other_votes = declared(found)
    return [
        items.VoteEvent(
            session=session,
            key=path[1].rpartition("/")[2].upper(),
            bills=[measure],
            chamber=HOUSES[house],
            organization_code=None,
            date=iso_date(day[1], "%m/%d/%Y", "%m/%d/%y"),
            motion=motion,
            motion_classification=classes,
            yes_means=yes_means,
            result_raw=outcome,
            result=None if outcome is None else "pass" if outcome.startswith("PASSED") else "fail",
            declared_yes=yes,
            declared_no=no,
            declared_other=other_votes,
            votes=[items.Vote(mark.name, OPTIONS[mark.column], mark.column) for mark in found.marks],
            roll_number=number[1] if number else None,
            source_url=where,
        )
    ]


def declared(found: Sheet) -> tuple[int | None, int | None, int | None]:
    """The totals as printed: for, against and all others; None for what the sheet totals in no column."""
    counts: dict[str, int] = {}
    for column, count in found.totals.items():
        side = OPTIONS[column] if OPTIONS[column] in ("yes", "no") else "other"
        counts[side] = counts.get(side, 0) + count
    return counts.get("yes"), counts.get("no"), counts.get("other")
