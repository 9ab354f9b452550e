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
from scrapers.prose import roll_call, sides, split_names
from scrapers.states.nc.actions import MOTIONS

MOST_PAGES = 3000  # of a volume
HEAD = re.compile(r"\d{1,4} HOUSE JOURNAL \[Session|\d{4}\] HOUSE JOURNAL (\d{1,4})")
DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ([A-Z][a-z]{2,8} \d{1,2}, \d{4})")
MEASURE = re.compile(
    r"\b([HS])\.(B|R|J\.R)\. (\d{1,4})(?: \([^)]{1,80}\))?, A (?:BILL|(?:HOUSE |SENATE |JOINT )?RESOLUTION)\b"
)
NAMED = r"(?:None|(?!Representatives)(?:Representative )?(?:[A-Z]\. ?)?[A-Z][^.:,]{1,40}|[^:]{1,3500}? - \d{1,3})\."
GROUPS = [
    re.compile(rf"Those voting in the affirmative are: Speaker [^:;]{{1,40}}; {NAMED}"),
    re.compile(rf"Those voting in the affirmative are: {NAMED}"),
    re.compile(rf"\s?Voting in the negative: {NAMED}"),
    re.compile(rf"\s?Excused (?:absence|vote)s?: {NAMED}"),
]
START = "Those voting in the affirmative are:"
SIDES = {
    "Those voting in the affirmative are": "yes",
    "Voting in the negative": "no",
    "Excused absences": "excused",
    "Excused absence": "excused",
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


class Volume(NamedTuple):
    """The words of a volume in one line, and where each page begins in it."""

    text: str
    starts: list[int]

    def page(self, place: int) -> int:
        return bisect_right(self.starts, place)


def house_journal(page: Response, session: str) -> Iterator[items.Item]:
    """A volume → its roll calls with names, and what members had put on record about their votes."""
    volume = joined(pdf.lines(page.body, page.url, most_pages=MOST_PAGES), page.url)
    if START not in volume.text:
        raise LayoutChanged(page.url, wanted="roll calls with names", got=volume.text[:80])
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
            lines = lines[2:]  # the head and its day
        for line in lines:
            text.append(line)
            length += len(line) + 1
    if not length:
        raise LayoutChanged(where, wanted="words", got="none")
    return Volume(" ".join(text), starts)


def roll_words(text: str, start: int, where: str) -> str:
    """The words of a roll call that begins at a place: those for, those against, and those excused, if any."""
    place = start
    for number, group in enumerate(GROUPS):
        found = group.match(text, place)
        if found:
            place = found.end()
        elif number == 2:
            raise LayoutChanged(where, wanted="names and counts of a roll call", got=text[place : place + 80])
    return text[start:place].replace("; Representatives", ", Representatives")


def vote_event(place: int, volume: Volume, session: str, url: str) -> items.VoteEvent:
    where = f"{url} page {volume.page(place)}"
    told = roll_call(roll_words(volume.text, place, where), SIDES, TITLES, where=where)
    side = sides(told.groups, SIDES)
    excused = side.get("excused")
    before = volume.text[:place]
    motion = question(before[-MOST_BEFORE:], where)
    day = last_match(DAY, before)
    if not day:
        raise LayoutChanged(where, wanted="a day before a roll call", got=before[-80:])
    passed = MOTIONS.classify(motion)
    return items.VoteEvent(
        session=session,
        key=f"H-journal-{volume.page(place)}-{same_page(volume, place)}",
        bills=measure(before),
        chamber="lower",
        organization_code="lower",
        date=iso_date(day[1], "%B %d, %Y"),
        motion=motion,
        motion_classification=passed.classifications,
        yes_means=passed.yes_means,
        result_raw=None,
        result="fail" if re.search(r"\bfails\b|\bthe House (?:refuses|does not)\b", motion) else "pass",
        declared_yes=stated(side["yes"], where),
        declared_no=stated(side["no"], where),
        declared_other=stated(excused, where) if excused else None,
        votes=[
            items.Vote(name, option, label)
            for option, label in (("yes", "affirmative"), ("no", "negative"), ("excused", "excused"))
            for name in (side[option].names if option in side else None) or []
        ],
        source_url=url,
    )


def stated(side: object, where: str) -> int:
    """The count beside the names; a single name and None have none of their own."""
    count, names = side.stated, side.names  # type: ignore[attr-defined]
    if count is None and (names is None or len(names) > 1):
        raise LayoutChanged(where, wanted="a count behind several names", got=str(names)[:80])
    return len(names) if count is None else count


def question(before: str, where: str) -> str:
    """What was decided: the last sentence, from its verb."""
    found = list(DECIDES.finditer(before))
    if not found:
        raise LayoutChanged(where, wanted="what the roll call decides, before it", got=before[-120:])
    verb = found[-1].start()
    subject = ON_WHAT.search(before[:verb])
    return collapse(f"{subject[1] if subject else ''} {before[verb:]}").rstrip(".:")


def measure(before: str) -> list[str]:
    """The measure taken up last; none where another was spoken of since, for the roll call may be on that one."""
    taken_up = last_match(MEASURE, before)
    if taken_up is None:
        return []
    number = (taken_up[1], taken_up[2], taken_up[3])
    since = MENTION.finditer(taken_up.string, taken_up.start())
    if {(found[1] or found[3][0], found[2] or "B", found[5]) for found in since} - {number}:
        return []
    return [f"{number[0]}{number[1].replace('.', '')} {number[2]}"]


def same_page(volume: Volume, place: int) -> int:
    """Which roll call of its page it is, from 1."""
    start = volume.starts[volume.page(place) - 1]
    return volume.text.count(START, start, place) + 1


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place in the 60,000 characters before; a day's proceedings on one measure are shorter."""
    return next(iter(deque(pattern.finditer(text[-60_000:]), maxlen=1)), None)
