"""The page of one measure.

Format: HTML of ASP.NET without a published description; the shapes are those of a public page of 2025.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import one, words
from scrapers.html import distinct, table, whole
from scrapers.states.hi import parts
from scrapers.states.hi.rolls import with_rolls
from scrapers.states.hi.shapes import (
    KINDS,
    Measure,
    day,
    measure_asked,
    measure_named,
    measure_url,
    moment,
    one_committee,
)

LINES = ("Measure Title", "Report Title", "Description", "Companion", "Package", "Current Referral", "Introducer(s)")
COLUMNS = ("Sort by Date", "Chamber", "Status Text")
# lists beside the status: what the ids of their links have in common, and what their addresses
VERSIONS = ("RepeaterVersions_VersionsLink", "/bills/")
REPORTS = ("RepeaterCommRpt_CategoryLink", "/commreports/")
TESTIMONY = ("RepeaterTestimony_PdfLink", "/testimony/")
NOTICES = ("RepeaterHearingNotices_LinkNotice", "/hearingnotices/")
NO_VERSIONS = re.compile(r"No other versions|You may search in our Document Directories")
ACT = re.compile(r"\d{1,3}")
HEARING = re.compile(r"(\S{2,40}) (\d{1,2}/\d\d/\d\d \d{1,2}:\d\d[AP]) (.{1,120}) Agenda")
DRAFT = re.compile(r"([HSC])D(\d{1,2})$")


def measure(page: Response, session: str) -> list[items.Item]:
    """measure_indiv.aspx: the measure, its roll calls, the hearings on it, and gaps for what was not understood."""
    document = whole(page)
    shown = measure_named(words(one(document, "a[id$=LinkButtonMeasure]", page.url)), page.url)
    asked, year = measure_asked(page.url)
    if (shown[:2], session) != (asked[:2], year or session):
        raise LayoutChanged(page.url, wanted=f"{asked.identifier} of {session}", got=shown.identifier)
    said = lines(document, page.url)
    if not parts.is_measure(shown, said["Measure Title"]):
        raise ExpectedEmpty(f"{shown.identifier} is a message that asks for no confirmation: {said['Measure Title']}")
    kind, chamber, chambers = KINDS[shown.letters]
    actions = status(document, session, page.url)
    told, events, gaps = with_rolls(session, shown, actions, page.url)
    held = versions(document, shown, page.url)
    bill = items.Bill(
        session=session,
        identifier=shown.identifier,
        classification=kind,
        chamber=chamber,
        title=said["Measure Title"] or None,
        subjects=parts.subjects(said["Report Title"]),
        chapter=act(document, page.url),
        source_url=measure_url(shown, session),
        chambers=chambers,
        sponsorships=parts.introducers(said["Introducer(s)"], shown, page.url),
        actions=told,
        versions=held,
        versions_named=[newest(shown)] if held else [],
        documents=[
            *(parts.report(url, page.url) for url in links(document, REPORTS, page.url)),
            *(parts.testimony(url, session, page.url) for url in links(document, TESTIMONY, page.url)),
        ],
        related=parts.companions(said["Companion"], session, page.url),
    )
    repeats = repeated(actions, session, shown.identifier)
    return [bill, *events, *hearings(document, shown, session, page.url), *gaps, *repeats]


def lines(document: Selector, url: str) -> dict[str, str]:
    """The labelled lines above the status. A value stands in an element of its own."""
    found: dict[str, str] = {}
    for row in one(document, "table#measure-info", url).xpath("./tr | ./tbody/tr"):
        cells = row.xpath("./th | ./td")
        label = words(cells[0]).rstrip(":").strip() if cells else ""
        if label not in LINES:
            continue
        values = cells[1].xpath(".//span[@id]") if len(cells) == 2 else []
        if not values or label in found:
            raise LayoutChanged(f"{url} {label}", wanted="one value", got=words(row))
        found[label] = words(values[0])  # a second one holds the mark of an appropriation
    if missing := [label for label in LINES if label not in found]:
        raise LayoutChanged(f"{url} table#measure-info", wanted=", ".join(missing), got=", ".join(found))
    return found


def act(document: Selector, url: str) -> str | None:
    """The number of the Act it became; the line is there, and hidden, where it became none."""
    label = one(document, "//*[@id='measure-info']//*[self::td or self::th][normalize-space() = 'Act:']", url)
    number = words(one(label, "./following-sibling::td", url))
    if number and not ACT.fullmatch(number):
        raise LayoutChanged(f"{url} Act", wanted="a number", got=number)
    return f"Act {int(number)}" if number else None


def status(document: Selector, session: str, url: str) -> list[items.Action]:
    """The status lines, the oldest first; the page has the newest first."""
    grid = one(document, "table[id$=GridViewStatus]", url)
    found = []
    for cells in reversed(table(grid, COLUMNS, url)):
        date, house, text = (words(cells[label]) for label in COLUMNS)
        found.append(parts.status_line(session, house, day(date, url), text, url))
    return found


def repeated(actions: list[items.Action], session: str, identifier: str) -> Iterator[items.Gap]:
    """The source has some lines twice: both are kept, and told."""
    times = Counter((action.date, action.chamber, action.text) for action in actions)
    for (date, chamber, text), count in times.items():
        if count > 1:
            yield items.Gap(
                session, "repeated_line", f"{identifier} {date} {chamber} {text[:80]}", "one line", f"{count} lines",
                f"{identifier}, {date}: {text}", bill=identifier,
            )  # fmt: skip


def links(document: Selector, section: tuple[str, str], url: str) -> list[str]:
    """The addresses in a list beside the status, each once: by the ids of its links, and by the folder they lead to."""
    name, folder = section
    found, there = [], []
    for link in document.xpath("//a[contains(@id, 'Repeater')][@href]"):
        mine = name in link.attrib["id"]
        if mine:
            found.append(parts.absolute(link, url))
        if folder in link.attrib["href"].lower() and (mine or "PdfLink" not in link.attrib["id"]):
            there.append(link.attrib["href"])
    if len(found) != len(there):
        raise LayoutChanged(f"{url} {folder}", wanted=f"{len(there)} links named {name}", got=f"{len(found)}")
    return distinct(found, f"{url} {folder}")


def versions(document: Selector, shown: Measure, url: str) -> list[items.Version]:
    """The drafts, in the order in which chambers make them; the page has them in another."""
    found = [parts.version(link, url) for link in links(document, VERSIONS, url)]
    if not found and not NO_VERSIONS.search(words(document)):
        raise LayoutChanged(url, wanted="versions, or that there are none", got="neither")
    if strange := [one.key for one in found if measure_named(one.key.split("_")[0], url)[:2] != shown[:2]]:
        raise LayoutChanged(url, wanted=f"versions of {shown.identifier}", got=", ".join(strange))
    return sorted(found, key=lambda one: draft_order(one.key, shown))


def draft_order(key: str, shown: Measure) -> tuple[int, int]:
    """As introduced, then the drafts of its own chamber, of the other one, of their conference, then any other file."""
    if "_" not in key:
        return 0, 0
    draft = DRAFT.search(key)
    own = shown.letters[0]
    return ({own: 1, "C": 3}.get(draft[1], 2), int(draft[2])) if draft else (4, 0)


def newest(shown: Measure) -> str:
    """The key of the draft that the heading of the page names last."""
    return "_".join([f"{shown.letters}{shown.number}", *shown.drafts[-1:]])


def hearings(document: Selector, shown: Measure, session: str, url: str) -> Iterator[items.Hearing]:
    links(document, NOTICES, url)
    for link in document.css(f"a[id*={NOTICES[0]}][href]"):
        notice = parts.notice_name(link.attrib["href"], url)
        row = words(one(link, "./ancestor::div[.//strong][1]", f"{url} {notice}"))
        told = HEARING.fullmatch(row)
        if not told:
            raise LayoutChanged(f"{url} {notice}", wanted="AEN 2/03/25 1:02P CR 224 Agenda", got=row)
        start = moment(f"{told[2]}M", f"{url} {notice}", "%m/%d/%y %I:%M%p")
        body = one_committee(session, told[1])
        yield items.Hearing(session, notice, body, start, told[3], "scheduled", [shown.identifier])
