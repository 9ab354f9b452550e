"""What lists and a measure's own page write alike: introducers, subjects, companions, versions, documents."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import words
from scrapers.normalise import iso_date
from scrapers.prose import split_names
from scrapers.states.hi.actions import ACTIONS
from scrapers.states.hi.shapes import (
    COMMUNICATIONS,
    HOSTS,
    HOUSES,
    KINDS,
    SITE,
    Measure,
    file_name,
    measure_asked,
    measure_named,
    one_committee,
)

NOMINATES = "Submitting for consideration and confirmation"
NO_RECORDS = r"^No records\b"
BY_REQUEST = re.compile(r"\(Introduced by request of another party\)", re.IGNORECASE)
CODES = r"([A-Z]{2,5}(?:/[A-Z]{2,5}){0,4})"
ACTING = re.compile(rf"^(?:The committees?(?:\(s\))? on|Reported from|\w{{4,10}} scheduled to be heard by) {CODES}\b")
REFERRED = re.compile(rf"\b[Rr]eferred to (?:the committee\(s\) on )?{CODES}\b")
ACT = re.compile(r"Act (\d{1,3})\b")
MEDIA = {".htm": "text/html", ".html": "text/html", ".pdf": "application/pdf"}
NOTICE = re.compile(r"[A-Za-z]{3,12}[ _].{2,100}")
TESTIMONY = re.compile(r"_TESTIMONY_([A-Z-]{2,20})_(\d\d-\d\d-\d\d)")


def is_measure(measure: Measure, title: str) -> bool:
    """A message from the governor or the judiciary is a measure where it asks the Senate to confirm somebody."""
    if measure.letters not in KINDS:
        return False
    return KINDS[measure.letters][0] != "nomination" or title.startswith(NOMINATES)


def linked(link: Selector, session: str, where: str) -> Measure:
    """The measure that a line of a list names, and to whose page of that session it leads."""
    measure = measure_named(words(link), where)
    asked, year = measure_asked(urljoin(SITE, link.attrib.get("href", "")))
    if (measure[:2], session) != (asked[:2], year or session):
        raise LayoutChanged(f"{where} {measure.identifier}", wanted=f"its page in {session}", got=str(link.attrib))
    if measure.letters not in KINDS and measure.letters not in COMMUNICATIONS:
        raise LayoutChanged(f"{where} {measure.identifier}", wanted=f"one of {', '.join(KINDS)}", got=measure.letters)
    return measure


def introducers(text: str, measure: Measure, where: str) -> list[items.Sponsorship]:
    """`KOUCHI, Kim`: those in capitals introduce the measure, the others sign it."""
    named, requested = BY_REQUEST.subn("", text)
    kind = "introducer by request" if requested else "introducer"
    chamber = KINDS[measure.letters][1]
    return [
        items.Sponsorship(name, kind, is_primary=name.upper() == name, chamber=chamber)
        for name in (split_names(named, where=where) if named.strip() else [])
    ]


def subjects(text: str) -> list[str]:
    """The report title is a list of subjects."""
    return [subject for part in text.split(";") if (subject := part.strip())]


def companions(text: str, session: str, where: str) -> list[items.RelatedBill]:
    """`HCR13 , SR8`, or nothing."""
    named = [measure_named(part, where) for part in text.split(",") if part.strip()]
    return [items.RelatedBill(measure.identifier, session, "companion") for measure in named]


def version(url: str, where: str) -> items.Version:
    """A draft, by the name of its file: `HB35_HD1`; without a draft it is the measure as introduced."""
    key = file_name(url, where)
    return items.Version(
        key=key,
        note=key.replace("_", " "),
        classification="amendment" if "_" in key else "introduced",
        date=None,
        url=url,
        media_type=media_type(url),
    )


def report(url: str, where: str) -> items.Document:
    """A committee's report, by the name of its file: `SB1186_SD1_SSCR68`."""
    key = file_name(url, where)
    note = f"Committee report {key.rsplit('_', 1)[-1]}"
    return items.Document(key, "committee-report", note, None, url=url, media_type=media_type(url))


def testimony(url: str, session: str, where: str) -> items.Document:
    """What was sent to a hearing, by the name of its file: `SB1186_TESTIMONY_AEN_02-03-25`."""
    key = file_name(url, where)
    found = TESTIMONY.search(key)
    return items.Document(
        key=key,
        classification="testimony",
        note=f"Testimony {found[1]} {found[2]}" if found else key,
        date=iso_date(found[2], "%m-%d-%y") if found else None,
        url=url,
        media_type=media_type(url),
        organization_code=one_committee(session, found[1]) if found else None,
    )


def notice_name(url: str, where: str) -> str:
    """What the source calls a notice, by the name of its file: `HEARING_AEN_02-03-25`."""
    name = file_name(url, where)
    if not NOTICE.fullmatch(name):
        raise LayoutChanged(where, wanted="a notice such as HEARING_AEN_02-03-25", got=url)
    return name


def act_in(text: str) -> str | None:
    """`Act 001, 05/15/2020 (Gov. Msg. No. 1101).` → `Act 1`."""
    found = ACT.match(text)
    return f"Act {int(found[1])}" if found else None


def status_line(session: str, house: str, date: str, text: str, where: str) -> items.Action:
    """A line of a measure's status. Its committee is the one that acts, or to which it is referred first."""
    if house not in HOUSES or not text:
        raise LayoutChanged(where, wanted=f"one of {', '.join(HOUSES)}, and a status", got=f"{house}: {text}")
    found = ACTING.search(text) or REFERRED.search(text)
    return items.Action(
        date=date,
        chamber=HOUSES[house],
        text=text,
        classifications=ACTIONS.classify(text),
        organization_code=one_committee(session, found[1]) if found else None,
    )


def absolute(link: Selector, where: str) -> str:
    """Where a link leads; one to another site is a change of layout."""
    url = urljoin(f"{SITE}/", link.attrib["href"].strip())
    if urlsplit(url).hostname not in HOSTS:
        raise LayoutChanged(where, wanted=f"an address on {' or '.join(HOSTS)}", got=url)
    return url


def media_type(url: str) -> str:
    return MEDIA[url[url.rindex(".") :].lower()]


def labelled(cell: Selector, number: int, where: str) -> Selector:
    """The element of a cell that the site calls Label7, or Label7_12 in the twelfth row."""
    found = [span for span in cell.xpath(".//*[@id]") if re.search(rf"_Label{number}(?:_\d+)?$", span.attrib["id"])]
    if len(found) != 1:
        raise LayoutChanged(f"{where} Label{number}", wanted="one element", got=f"{len(found)}")
    return found[0]


def add(notices: dict[str, items.Hearing], line: items.Hearing, where: str) -> None:
    """Add a line to the hearing of its notice: one notice is one hearing, in one room at one time."""
    hearing = notices.setdefault(line.key, line)
    if hearing is not line:
        if (hearing.session, hearing.start, hearing.place) != (line.session, line.start, line.place):
            raise LayoutChanged(where, wanted=f"{hearing.start}, {hearing.place}", got=f"{line.start}, {line.place}")
        hearing.bills += line.bills
