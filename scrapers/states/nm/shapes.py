"""What several of New Mexico's pages share: sessions, measures, members, committees, and how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from parsel import Selector

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse

SITE = "https://www.nmlegis.gov"
HOUSES = {"H": "lower", "S": "upper"}
FOLDERS = {"H": "house", "S": "senate"}
KINDS = {  # legType → classification, the folder of its texts, how many chambers it goes through
    "B": ("bill", "bills", 2),
    "M": ("memorial", "memorials", 1),
    "JM": ("joint memorial", "memorials", 2),
    "R": ("resolution", "resolutions", 1),
    "JR": ("joint resolution", "resolutions", 2),
    "CR": ("concurrent resolution", "resolutions", 2),
}
MEASURE = re.compile(r"\*? ?([HS])(B|M|JM|R|JR|CR) {0,8}(\d{1,4})")
BILL_LINK = re.compile(
    r"(?:.{0,80}/)?Legislation\?chamber=([HS])&legtype=([A-Z]{1,2})&legno=(\d{1,4})&year=(\w{2,4})(?:&.{0,60})?",
    re.IGNORECASE,
)
SPONSOR_LINK = re.compile(r".{0,80}/Members/Legislator\?SponCode=([HS][A-Z]{1,7})", re.IGNORECASE)
COMMITTEE_LINK = re.compile(r"(?:.{0,80}/)?Standing_Committee\?CommitteeCode=([HS][A-Z]{1,7})", re.IGNORECASE)
SESSION_CODE = re.compile(r"\d\d(?:s\d?|x)?")
SESSION_LABEL = re.compile(r"(\d{4}) (?:Regular|Extraordinary|(?:\d[a-z]{2} )?Special)")
# letters beyond ASCII that were encoded twice, as Ã© for é
ENCODED_TWICE = re.compile(r"[\xc2-\xdf][\x80-\x9f\xa1-\xbf]")
# given names and initials, nicknames in quotes, one word of a surname, a suffix
PLAIN_NAME = re.compile(
    r"""((?:[^\s",.]+|(?:[A-Z]\.)+)(?: (?:[A-Z]\.)+| "[^"]{1,20}")*) ([^\s",.]{2,30})(, [JS]r\.)?"""
)
PARTIES = {"D": "Democratic", "R": "Republican", "DTS": "Declined to State"}
# pages of committees and menus have codes of their own for two
SAME_BODY = {"HXRC": "HRC", "SXCC": "SCC"}
# as the site's menus of 2018 to 2022 name them; those without a menu by the Key to Abbreviations
COMMITTEES = {
    "HAAWC": "House Agriculture, Acequias And Water Resources",
    "HAFC": "House Appropriations & Finance",
    "HAWC": "House Agriculture & Water Resources",
    "HBIC": "House Business & Industry",
    "HCEDC": "House Commerce & Economic Development",
    "HCPAC": "House Consumer & Public Affairs",
    "HCW": "House Committee of the Whole",
    "HEC": "House Education",
    "HENRC": "House Energy, Environment & Natural Resources",
    "HGEIC": "House Government, Elections & Indian Affairs",
    "HHHC": "House Health & Human Services",
    "HJC": "House Judiciary",
    "HLEDC": "House Labor & Economic Development",
    "HLELC": "House Local Government, Elections, Land Grants & Cultural Affairs",
    "HLLC": "House Local Government, Land Grants & Cultural Affairs",
    "HLVMC": "House Labor, Veterans' & Military Affairs",
    "HRC": "House Rules & Order Of Business",
    "HRDLC": "House Rural Development, Land Grants And Cultural Affairs",
    "HSEIC": "House State Government, Elections & Indian Affairs",
    "HSIVC": "House State Government, Indian & Veterans Affairs",
    "HTPWC": "House Transportation, Public Works & Capital Improvements",
    "HTRC": "House Taxation & Revenue",
    "SCC": "Senate Committees' Committee",
    "SCONC": "Senate Conservation",
    "SCORC": "Senate Corporations & Transportation",
    "SCW": "Senate Committee of the Whole",
    "SEC": "Senate Education",
    "SFC": "Senate Finance",
    "SHPAC": "Senate Health and Public Affairs",
    "SIAC": "Senate Indian & Cultural Affairs",
    "SIRC": "Senate Indian, Rural and Cultural Affairs",
    "SJC": "Senate Judiciary",
    "SPAC": "Senate Public Affairs",
    "SRC": "Senate Rules",
    "STBTC": "Senate Tax, Business and Transportation",
}


class Sitting(NamedTuple):
    """One session: `code` is the site's in addresses, such as `20s2`; `label` its name in forms, `2020 2nd Special`."""

    code: str
    label: str

    @property
    def identifier(self) -> str:
        """`2019`, `2020s2`: the code with its century."""
        return self.label[:4] + self.code[2:]

    @property
    def folder(self) -> str:
        """Of the session's files below /Sessions/: `19 Regular`, `20 Special2`."""
        kind = {"": "Regular", "x": "Extraordinary"}.get(self.code[2:], f"Special{self.code[3:]}")
        return f"{self.code[:2]} {kind}"

    @property
    def item(self) -> items.Session:
        name = f"{self.label} Session"
        if not self.label.endswith("Regular"):
            return items.Session(self.identifier, name, "special")
        start, end = regular_days(int(self.identifier))
        return items.Session(self.identifier, name, "primary", start.isoformat(), end.isoformat())


def regular_days(year: int) -> tuple[date, date]:
    """A regular session begins on the third Tuesday of January and lasts 60 days, in even years 30 (Constitution IV 5).

    It begins and ends at noon.
    """
    start = date(year, 1, 15 + (1 - date(year, 1, 15).weekday()) % 7)
    return start, start + timedelta(days=60 if year % 2 else 30)


class Measure(NamedTuple):
    """A bill, memorial or resolution: `house` H or S, `kind` as in KINDS."""

    house: str
    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.house}{self.kind} {self.number}"

    @property
    def chamber(self) -> str:
        return HOUSES[self.house]

    @property
    def folder(self) -> str:
        """Of its texts below the session's: `bills/house`."""
        return f"{KINDS[self.kind][1]}/{FOLDERS[self.house]}"

    def address(self, code: str) -> str:
        """Its page; `code` is the session's."""
        return (
            f"{SITE}/Legislation/Legislation?chamber={self.house}&legType={self.kind}&legNo={self.number}&year={code}"
        )


class File(NamedTuple):
    """A file of a directory listing; `saved` is the day and time it was saved, with its size, as printed."""

    url: str
    saved: str


class Line(NamedTuple):
    """One measure of the session's list; `sponsors` are codes and names, `codes` its coded history."""

    measure: str
    title: str
    sponsors: list[tuple[str, str]]
    codes: str
    words: str


def undamaged(document: Selector, where: str) -> Selector:
    """The document; raises LayoutChanged where letters of names were encoded twice."""
    said = document.xpath("string()").get("")
    if found := ENCODED_TWICE.search(said):
        raise LayoutChanged(where, wanted="letters encoded once", got=said[max(0, found.start() - 20) :][:40])
    return document


def measure_of(text: str, where: str) -> Measure:
    """`*HB 1`, `SJR  4`: an asterisk marks an emergency clause."""
    found = MEASURE.fullmatch(collapse(text))
    if not found:
        raise LayoutChanged(where, wanted="a measure, such as HB 1", got=text)
    return Measure(found[1], found[2], int(found[3]))


def linked_measure(href: str, where: str) -> tuple[Measure, str]:
    """The measure a link leads to, and its session's code."""
    found = BILL_LINK.fullmatch(href)
    kind = found[2].upper() if found else ""
    if not found or kind not in KINDS:
        raise LayoutChanged(where, wanted="a link to the page of a measure", got=href)
    return Measure(found[1].upper(), kind, int(found[3])), found[4].lower()


def person(session: str, code: str, name: str) -> items.Person:
    """A legislator by code, as lists of sponsors name him or her; the first letter of the code is the chamber's."""
    name = collapse(name)
    chamber = HOUSES[code[0]]
    parts = PLAIN_NAME.fullmatch(name)
    given, family = (re.sub(r' "[^"]*"', "", parts[1]), parts[2]) if parts else (None, None)
    return items.Person(
        session=session,
        name=name,
        family_name=family,
        given_name=given,
        party=None,
        chamber=chamber,
        district=None,
        names=[items.PersonName(spelling, chamber) for spelling in spellings(name, given, family, chamber)],
        source_id=code,
        source_url=f"{SITE}/Members/Legislator?SponCode={code}",
        mentioned=True,
    )


def spellings(name: str, given: str | None, family: str | None, chamber: str) -> list[str]:
    """In full, and as vote sheets print it: the surname, with all initials or the first name where two share it.

    The Senate's sheets are in capitals. A single initial may be that of a namesake whom no page has named yet, and a
    surname may have several words: such forms are left to a reviewer.
    """
    if given is None or family is None:
        return [name]
    first = given.split()[0]
    initials = "".join(part if part.endswith(".") else f"{part[0]}." for part in given.split())
    told_apart = [initials] * (initials.count(".") > 1) + [first] * (not first.endswith("."))
    short = [family, *(f"{family}, {one}" for one in told_apart)]
    return list(dict.fromkeys([name, *(one.upper() if chamber == "upper" else one for one in short)]))


def committee_code(code: str) -> str:
    return SAME_BODY.get(code.upper(), code.upper())


def body(code: str, named: Mapping[str, str]) -> items.Organization | None:
    """A committee by its code; `named` are those of the site's menu. None where neither knows it."""
    name = COMMITTEES.get(code) or named.get(code)
    chamber = HOUSES[code[0]]
    return items.Organization(code, name, "committee", chamber, chamber) if name else None
