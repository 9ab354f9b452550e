"""The names under which Congress keeps its papers: bills, roll calls, members."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scrapers import items
from scrapers.errors import BadArgument, LayoutChanged
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.normalise import id_part

ZONE = ZoneInfo(JURISDICTIONS["us"].timezone)
# classification, chamber of origin, address on congress.gov, how many chambers must agree
KINDS = {
    "HR": ("bill", "lower", "house-bill", 2),
    "S": ("bill", "upper", "senate-bill", 2),
    "HJRES": ("joint resolution", "lower", "house-joint-resolution", 2),
    "SJRES": ("joint resolution", "upper", "senate-joint-resolution", 2),
    "HCONRES": ("concurrent resolution", "lower", "house-concurrent-resolution", 2),
    "SCONRES": ("concurrent resolution", "upper", "senate-concurrent-resolution", 2),
    "HRES": ("resolution", "lower", "house-resolution", 1),
    "SRES": ("resolution", "upper", "senate-resolution", 1),
}
BILL = re.compile(rf"({'|'.join(KINDS)})(\d+)", re.IGNORECASE)
CHAMBERS = {"House": "lower", "Senate": "upper", "Joint": "legislature"}
PARTIES = {"D": "Democratic", "R": "Republican", "I": "Independent"}
MEMBER = re.compile(
    r"(?P<title>Sen\.|Rep\.|Del\.|Resident Commissioner|Com\.) (?P<name>[^\[\]]+) "
    r"\[(?P<party>[A-Z]+)-(?P<state>[A-Z]{2})(?:-(?P<district>[^\[\]]+))?\]"
)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
CONGRESS = re.compile(r"[1-9]\d{0,2}")


def day(text: str, where: str) -> str:
    """`2021-04-13` → the same, checked."""
    if not ISO_DAY.fullmatch(text):
        raise LayoutChanged(where, wanted="a day like 2021-04-13", got=text)
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()
    except ValueError as error:
        raise LayoutChanged(where, wanted="a day like 2021-04-13", got=text) from error


def local_day(text: str | None, where: str) -> str | None:
    """`2022-08-17T03:59:59Z` → `2022-08-16`, the day in Washington; None where the source gives none."""
    if text is None or ISO_DAY.fullmatch(text):
        return text and day(text, where)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise LayoutChanged(where, wanted="an instant like 2022-08-17T03:59:59Z", got=text) from error
    if moment.tzinfo is None:
        raise LayoutChanged(where, wanted="an instant with its offset", got=text)
    return moment.astimezone(ZONE).date().isoformat()


def bill_identifier(text: str | None) -> str | None:
    """`H R 8646`, `H.R. 8646` or `hr8646` → `HR 8646`; None for what is no bill (a nomination, the journal)."""
    found = BILL.fullmatch(id_part(text or ""))
    return f"{found[1].upper()} {int(found[2])}" if found else None


def asked_bill(text: str) -> tuple[str, int]:
    """(`hr`, 5376) of a bill as a person types it; BadArgument on any other."""
    found = bill_identifier(text)
    if not found:
        raise BadArgument(f"bill {text!r}: wanted one like HR 5376, S 35 or SCONRES 14")
    kind, count = found.split()
    return kind.lower(), int(count)


def asked_congress(text: str) -> str:
    """`117` of a session as a person types it; BadArgument on any other."""
    if not CONGRESS.fullmatch(text.strip()):
        raise BadArgument(f"session {text!r}: wanted the number of a Congress, like 119")
    return text.strip()


def ordinal(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def first_year(congress: int) -> int:
    """The odd year in which a Congress meets; the first met in 1789."""
    return 1787 + 2 * congress


def describe(congress: int) -> items.Session:
    """A Congress; by the 20th Amendment it begins and ends on January 3."""
    year = first_year(congress)
    return items.Session(
        str(congress), f"{ordinal(congress)} Congress", "primary", f"{year}-01-03", f"{year + 2}-01-03"
    )


class Roll(NamedTuple):
    """What the source calls one roll call by; `session` is 1 or 2 within a Congress."""

    chamber: str  # upper | lower
    congress: int
    session: int
    number: int

    @property
    def key(self) -> str:
        return f"{'house' if self.chamber == 'lower' else 'senate'}-{self.session}-{self.number}"

    @property
    def url(self) -> str:
        if self.chamber == "lower":
            year = first_year(self.congress) + self.session - 1
            return f"https://clerk.house.gov/evs/{year}/roll{self.number:03d}.xml"
        place = f"vote{self.congress}{self.session}/vote_{self.congress}_{self.session}_{self.number:05d}.xml"
        return f"https://www.senate.gov/legislative/LIS/roll_call_votes/{place}"


def roll_on(chamber: str, congress: int, count: int, date: str) -> Roll:
    """The roll call of that number on a day: numbers begin anew each year, and a year of Congress ends on January 3."""
    year = int(date[:4]) - (date[5:] < "01-03")
    return Roll(chamber, congress, 2 if year > first_year(congress) else 1, count)
