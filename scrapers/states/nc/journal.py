"""The House Journal: a volume of a session in print, with the names of those who voted where the rules demand them.

Most votes stand in it as counts alone; those are left to the roll-call transcripts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from scrapy.http import Response

from scrapers import items, pdf
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse, iso_date
from scrapers.prose import Side, roll_call, sides, split_names
from scrapers.states.nc.actions import MOTIONS

MOST_PAGES = 3000  # of a volume
HEAD = re.compile(r"\d{1,4} HOUSE JOURNAL \[Session|\d{4}\] HOUSE JOURNAL (\d{1,4})")
HEAD_DAY = re.compile(r"[A-Z][a-z]{2,8} \d{1,2}, \d{4}")
DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ([A-Z][a-z]{2,8} \d{1,2}, \d{4})")
MEASURE = re.compile(
    r"\b([HS])\.(B|R|J\.R)\. (\d{1,4})(?: \([^)]{1,80}\))?, A (?:BILL|(?:HOUSE |SENATE |JOINT )?RESOLUTION)\b"
)
NAMED = r"(?:None|(?!Representatives)(?:Representative )?(?:[A-Z]\. ?)?[A-Z][^.:,]{1,40}|[^:]{1,3500}? - \d{1,3})\."
START = "Those voting in the affirmative are:"
FOR_AND_AGAINST = re.compile(rf"{START} (?>(?:Speaker [^:;]{{1,40}}; )?{NAMED})\s?Voting in the negative: {NAMED}")
EXCUSED = re.compile(rf"\s?Excused (?:absence|vote)s?: {NAMED}")
SIDES = {
    "Those voting in the affirmative are": "yes",
    "Voting in the negative": "no",
    "Excused absences": "absent",
    "Excused absence": "absent",
    "Excused votes": "excused",
    "Excused vote": "excused",
}
TITLES = ("Speaker Pro Tempore", "Speaker", "Representatives", "Representative")
TOKENS = re.compile(
    rf"(?P<roll>{START})|(?P<counted>electronic vote \(\d)"
    r"|(?P<leave>(?P<who>Representatives? (?:(?!Representative)[^:;()\"]){2,600}?) requests? and (?:is|are) granted"
    r" leave of the House to [^()]{5,160}?\"(?:aye|no)[.,]?\")"
)
DECIDES = re.compile(
    r"\b(?:passes|fails|carries|prevails|is adopted|is concurred in|the House (?:concurs|refuses to|does not concur))\b"
)
ON_WHAT = re.compile(r"((?:material )?Conference Report|Amendment No\. \d{1,3})(?: which)?[ ,]*$")
MENTION = re.compile(r"\b(?:([HS])\.(B|R|J\.R)\. |(House|Senate) (Bill) )(\d{1,4})\b")
MOST_BEFORE = 600  # characters of the sentence that leads to a roll call
MOST_SINCE = 60_000  # characters of a day's proceedings on one measure
LONGEST = 20_000_000  # characters of a volume; that of 2015 has 1.7 million
MOST_ROLLS = 2000  # of a volume


class Volume(NamedTuple):
    """The words of a volume in one line, and where each page begins in it."""

    text: str
    starts: list[int]

    def page(self, place: int) -> int:
        return bisect_right(self.starts, place)


def house_journal(page: Response, session: str) -> Iterator[items.Item]:
    """A volume → its roll calls with names, and what members had put on record about their votes."""
    volume = joined(pdf.lines(page.body, page.url, most_pages=MOST_PAGES), page.url)
    if not 0 < (count := volume.text.count(START)) <= MOST_ROLLS:
        raise LayoutChanged(page.url, wanted=f"1 to {MOST_ROLLS:,} roll calls with names", got=f"{count:,}")
    last: items.VoteEvent | None = None
    for token in TOKENS.finditer(volume.text):
        if token["roll"]:
            last = vote_event(token.start(), volume, session, page.url)
            yield last
        elif token["counted"]:
            last = None
        elif last is not None:  # said of the vote it follows, and of no other
            for name in split_names(token["who"], TITLES, where=page.url):
                yield items.VoteStatement(session, last.key, name, collapse(token["leave"]), last.date)


def joined(pages: list[list[str]], where: str) -> Volume:
    """One line for the volume: running heads taken off, words parted at the end of a line left as printed."""
    text, starts = [], []
    length = 0
    for lines in pages:
        starts.append(length)
        if lines and HEAD.fullmatch(lines[0]):
            lines = lines[2:] if HEAD_DAY.fullmatch(" ".join(lines[1:2])) else lines[1:]  # the first pages have no day
        text += lines
        length += sum(len(line) + 1 for line in lines)
    if not 0 < length <= LONGEST:
        raise LayoutChanged(where, wanted=f"1 to {LONGEST:,} characters", got=f"{length:,}")
    return Volume(" ".join(text), starts)


def roll_words(text: str, start: int, where: str) -> str:
    """The words of a roll call that begins at a place: those for, those against, and those excused, if any."""
    found = FOR_AND_AGAINST.match(text, start)
    if not found:
        raise LayoutChanged(where, wanted="names and counts of a roll call", got=text[start : start + 160])
    while excused := EXCUSED.match(text, found.end()):
        found = excused
    return text[start : found.end()].replace("; Representatives", ", Representatives")


def vote_event(place: int, volume: Volume, session: str, url: str) -> items.VoteEvent:
    where = f"{url} page {volume.page(place)}"
    groups = roll_call(roll_words(volume.text, place, where), SIDES, TITLES, where=where).groups
    counts = {option: stated(side, where) for option, side in sides(groups, SIDES).items()}
    others = [count for option, count in counts.items() if option not in ("yes", "no")]
    motion = question(volume.text[max(place - MOST_BEFORE, 0) : place], where)
    day = last_match(DAY, volume.text, place)
    if not day:
        raise LayoutChanged(where, wanted="a day before a roll call", got=volume.text[max(place - 80, 0) : place])
    passed = MOTIONS.classify(motion)
    return items.VoteEvent(
        session=session,
        key=f"H-journal-{volume.page(place)}-{same_page(volume, place)}",
        bills=measure(volume.text, place),
        chamber="lower",
        organization_code="lower",
        date=iso_date(day[1], "%B %d, %Y"),
        motion=motion,
        motion_classification=passed.classifications,
        yes_means=passed.yes_means,
        result_raw=None,
        result="fail" if re.search(r"\bfails\b|\bthe House (?:refuses|does not)\b", motion) else "pass",
        declared_yes=counts["yes"],
        declared_no=counts["no"],
        declared_other=sum(others) if others else None,
        votes=[items.Vote(name, SIDES[group.label], group.label) for group in groups for name in group.names or []],
        source_url=url,
    )


def stated(side: Side, where: str) -> int:
    """The count beside the names; a single name and None have none of their own."""
    if side.stated is not None:
        return side.stated
    if side.names is None or len(side.names) > 1:
        raise LayoutChanged(where, wanted="a count behind several names", got=str(side.names)[:80])
    return len(side.names)


def question(before: str, where: str) -> str:
    """What was decided: the last sentence, from its verb."""
    found = list(DECIDES.finditer(before))
    if not found:
        raise LayoutChanged(where, wanted="what the roll call decides, before it", got=before[-120:])
    verb = found[-1].start()
    subject = ON_WHAT.search(before[:verb])
    return collapse(f"{subject[1] if subject else ''} {before[verb:]}").rstrip(".:")


def measure(text: str, place: int) -> list[str]:
    """The measure taken up last; none where another was spoken of since, for the roll call may be on that one."""
    taken_up = last_match(MEASURE, text, place)
    if taken_up is None:
        return []
    number = (taken_up[1], taken_up[2], taken_up[3])
    since = MENTION.finditer(text, taken_up.start(), place)
    if {(found[1] or found[3][0], found[2] or "B", found[5]) for found in since} - {number}:
        return []
    return [f"{number[0]}{number[1].replace('.', '')} {number[2]}"]


def same_page(volume: Volume, place: int) -> int:
    """Which roll call of its page it is, from 1."""
    start = volume.starts[volume.page(place) - 1]
    return volume.text.count(START, start, place) + 1


def last_match(pattern: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    """The last match before a place."""
    return next(iter(deque(pattern.finditer(text, max(place - MOST_SINCE, 0), place), maxlen=1)), None)
