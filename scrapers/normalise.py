"""Pure helpers every state shares: identifiers, dates, tallies, roll-call arithmetic. No clock, no network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from scrapers.errors import LayoutChanged

NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
LONGEST_KEPT = 100  # characters of a name whose slug is kept in memory: who writes long ones does not fill it
# "(Ayes 5. Noes 2. Page 567.)"; other states' shapes come with their states
TALLY = re.compile(r"\bAyes:?\s{0,4}(\d{1,3})\b[.,;\s]{0,4}\b(?:Noes|Nays):?\s{0,4}(\d{1,3})\b", re.IGNORECASE)

THRESHOLDS = {
    "majority of those voting": (Fraction(1, 2), "voting"),
    "majority of those elected": (Fraction(1, 2), "elected"),
    "three fifths of those elected": (Fraction(3, 5), "elected"),
    "two thirds of those voting": (Fraction(2, 3), "voting"),
    "two thirds of those elected": (Fraction(2, 3), "elected"),
    "three quarters of those elected": (Fraction(3, 4), "elected"),
    "four fifths of those elected": (Fraction(4, 5), "elected"),
}


def collapse(text: str) -> str:
    """One space for each run of white space, none at the ends."""
    return " ".join(text.split())


def decomposed(text: str) -> str:
    """The signs of a text with their accents as signs of their own, which stand in no fixed order."""
    # sign by sign: to put many accents in order, as normalize does for a whole text, takes their number squared
    return text if text.isascii() else "".join(unicodedata.normalize("NFKD", sign) for sign in text)


def slug(text: str) -> str:
    """`De León, Kevin` → `de-leon-kevin`: ASCII, lower case, words joined by hyphens."""
    return short_slug(text) if len(text) <= LONGEST_KEPT else hyphened(text)


@lru_cache(maxsize=1 << 13)  # every row under a bill asks for the same session and the same bill
def short_slug(text: str) -> str:
    return hyphened(text)


def hyphened(text: str) -> str:
    ascii_text = decomposed(text).encode("ascii", "ignore").decode()
    return NOT_ALPHANUMERIC.sub("-", ascii_text.lower()).strip("-")


def id_part(text: str) -> str:
    """One part of an id: lower case, alphanumerics only (`SB 54` → `sb54`)."""
    return slug(text).replace("-", "")


@lru_cache(maxsize=4096)  # a session has few days and many lines
def iso_date(text: str, *formats: str) -> str:
    """Read a date in one of the source's known strptime formats; LayoutChanged names the text and the formats."""
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    raise LayoutChanged("date", wanted=" or ".join(formats), got=text)


def date_of_month_day(month_day: str, on_or_before: str) -> str | None:
    """The latest date with this month and day (`April 2`) not after `on_or_before`; None when it is no date."""
    last = date.fromisoformat(on_or_before)
    for year in (last.year, last.year - 1):
        try:
            found = datetime.strptime(f"{collapse(month_day)} {year}", "%B %d %Y").date()
        except ValueError:
            return None
        if found <= last:
            return found.isoformat()
    return None


def tally(text: str) -> tuple[int, int] | None:
    """The ayes and noes stated inside an action's text, or None where it states none."""
    found = TALLY.search(text)
    return (int(found[1]), int(found[2])) if found else None


def count_options(options: Iterable[str]) -> tuple[int, int, int]:
    """Yes, no and all other votes in a roll: absences are counted apart, never as no."""
    yes = no = other = 0
    for option in options:
        if option == "yes":
            yes += 1
        elif option == "no":
            no += 1
        else:
            other += 1
    return yes, no, other


def computed_result(threshold: str | None, yes: int | None, no: int | None, seats: int | None) -> str | None:
    """`pass` or `fail` by the stated threshold; None where threshold, counts or seats are not known."""
    if threshold is None or yes is None or no is None:
        return None
    share, base = THRESHOLDS[threshold]
    whole = seats if base == "elected" else yes + no
    if whole is None:
        return None
    # a bare majority must be more than half; larger shares are met when reached
    enough = yes > whole * share if share == Fraction(1, 2) else yes >= whole * share
    return "pass" if enough and yes else "fail"
