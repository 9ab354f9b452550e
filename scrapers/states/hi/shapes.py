"""What the pages of Hawaii's site share: how measures, sessions, committees and days are written there."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from scrapers.errors import BadArgument, LayoutChanged
from scrapers.normalise import iso_date

HOSTS = ("www.capitol.hawaii.gov", "data.capitol.hawaii.gov", "capitol.hawaii.gov")
SITE = f"https://{HOSTS[0]}"
HOUSES = {"H": "lower", "S": "upper", "D": "legislature"}  # D is the office that keeps the records: Data Systems
KINDS = {
    "HB": ("bill", "lower", 2),
    "SB": ("bill", "upper", 2),
    "HR": ("resolution", "lower", 1),
    "SR": ("resolution", "upper", 1),
    "HCR": ("concurrent resolution", "lower", 2),
    "SCR": ("concurrent resolution", "upper", 2),
    "GM": ("nomination", "upper", 1),  # a governor's message, and one from the judiciary: measures where they nominate
    "JC": ("nomination", "upper", 1),
}
# messages and letters of departments and others, which are no measures
COMMUNICATIONS = frozenset({"DC", "MC", "PSF"})
MEASURE = re.compile(r"([A-Za-z]{2,3})\s?0{0,4}(\d{1,4})(?=\D|$)")
SESSION = re.compile(r"(\d{4})([a-e]?)")
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth")
FILE = re.compile(r"([^/]{1,120})\.(?:html?|pdf)$", re.IGNORECASE)
# a committee's code; several that meet together are joined by a slash
CONFERENCE = "CONF"
CODE = re.compile(r"[A-Z]{2,5}(?:-[A-Z]{2,5})?")


class Measure(NamedTuple):
    """`letters` and `number` make the identifier; `drafts` are the drafts there have been, the present one last."""

    letters: str
    number: int
    drafts: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.letters} {self.number}"


def measure_named(text: str, where: str) -> Measure:
    """`HB35 HD1 SD2`, `SR1_` → its parts."""
    first, *drafts = text.replace("_", " ").split() or [""]
    found = MEASURE.fullmatch(first)
    if not found:
        raise LayoutChanged(where, wanted="a measure such as HB35 HD1", got=text)
    return Measure(found[1].upper(), int(found[2]), tuple(drafts))


def measure_asked(url: str) -> tuple[Measure, str]:
    """The measure whose page an address asks for, and its session, "" where it names none."""
    query = {name.lower(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    measure = measure_named(query.get("billtype", "") + query.get("billnumber", ""), url)
    return measure, query.get("year", "").lower()


def measure_url(measure: Measure, session: str) -> str:
    """The measure's page: a special session's has a name of its own."""
    page = "measure_indivSS" if session_named(session)[1] else "measure_indiv"
    return f"{SITE}/session/{page}.aspx?billtype={measure.letters}&billnumber={measure.number}&year={session}"


def session_named(session: str) -> tuple[str, str]:
    """Year and letter: `2025` is a regular session, `2018b` the second special session of 2018."""
    found = SESSION.fullmatch(session)
    if not found:
        raise BadArgument(f"session {session!r}: a year such as 2025, or a special session such as 2018b")
    return found[1], found[2]


def session_name(session: str) -> str:
    year, letter = session_named(session)
    return f"{year} {ORDINALS['abcde'.index(letter)]} Special Session" if letter else f"{year} Regular Session"


def committee_code(session: str, code: str) -> str:
    """The source's key of a committee is its code with the year: names and codes change from year to year."""
    return f"{session[:4]}-{code}"


def one_committee(session: str, codes: str) -> str | None:
    """`CPH, WAM`: the committee that has it first; None where several meet together, as a conference or as CPH/TEC."""
    first = codes.split(",")[0].strip(" .")
    return committee_code(session, first) if CODE.fullmatch(first) and first != CONFERENCE else None


def day(text: str, where: str) -> str:
    try:
        return iso_date(text, "%m/%d/%Y")
    except LayoutChanged as error:
        raise LayoutChanged(where, wanted=error.wanted, got=error.got) from error


def moment(text: str, where: str, *formats: str) -> str:
    """A local time as ISO 8601, to the minute."""
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern).isoformat(timespec="minutes")
        except ValueError:
            continue
    raise LayoutChanged(where, wanted=" or ".join(formats), got=text)


def file_name(url: str, where: str) -> str:
    """The name of a file without its ending and the underscores before it: what the source calls the document."""
    found = FILE.search(urlsplit(url).path.replace("%20", " "))
    if not found:
        raise LayoutChanged(where, wanted="the address of a .htm or .pdf file", got=url)
    return found[1].strip("_ ")
