"""The page of a special session: its measures, their files, and the hearings on them.

Format: as in pages.py; one page for everything, with a heading for each part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import maybe, one, words
from scrapers.html import distinct, table, whole
from scrapers.states.hi import parts
from scrapers.states.hi.pages import Row
from scrapers.states.hi.parts import NO_RECORDS, labelled
from scrapers.states.hi.shapes import (
    KINDS,
    file_name,
    measure_named,
    measure_url,
    moment,
    one_committee,
    session_name,
)

SHOWN = re.compile(r"splsession\.aspx\?year=(\d{4}[a-e])$")
HEARD_AT = re.compile(r"(\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d [AP]M) Room (.{1,80})")
COLUMNS = ("Measure Text pdf", "Status", "Measure", "Current Referral")
REPORTS, TESTIMONY, HEARINGS = "Committee Reports", "Testimony", "Hearing Notices"
TABLES = {REPORTS: "_GridViewReport", TESTIMONY: "_GridViewTestimony", HEARINGS: "_GridViewHearing"}


def measure_lines(page: Response, session: str) -> dict[str, str]:
    """splsession.aspx: each measure's page → its line."""
    return {measure_url(row.measure, session): row.line for row in rows(whole(page), session, page.url)}


def measures(page: Response, session: str) -> Iterator[items.Item]:
    """splsession.aspx: the measures with reports and testimony, then the hearings on them; no status, no votes."""
    document = whole(page)
    reports, sent = (files_under(document, heading, page.url) for heading in (REPORTS, TESTIMONY))
    found = rows(document, session, page.url)
    for row in found:
        kind, chamber, chambers = KINDS[row.measure.letters]
        file = parts.absolute(one(row.cells["file"], "a[href]", row.where), row.where)
        yield items.Bill(
            session=session,
            identifier=row.measure.identifier,
            classification=kind,
            chamber=chamber,
            title=words(labelled(row.cells["Measure"], 7, row.where)) or None,
            subjects=parts.subjects(words(labelled(row.cells["Measure"], 1, row.where))),
            source_url=measure_url(row.measure, session),
            chambers=chambers,
            whole=False,
            versions=[parts.version(file, row.where)],
            documents=[
                *(parts.report(url, row.where) for url in reports.get(row.measure[:2], [])),
                *(parts.testimony(url, session, row.where) for url in sent.get(row.measure[:2], [])),
            ],
        )
    yield from hearings(document, session, {row.measure[:2] for row in found}, page.url)


def rows(document: Selector, session: str, url: str) -> list[Row]:
    asked = SHOWN.search(one(document, "form[action*='splsession.aspx']", url).attrib["action"])
    said = " ".join(words(one(document, f"[id$={label}]", url)) for label in ("LabelYear", "LabelSession"))
    if not asked or (asked[1], said) != (session, session_name(session)):
        raise LayoutChanged(url, wanted=f"{session}, {session_name(session)}", got=f"{asked and asked[1]}, {said}")
    grid = one(document, "table[id$=_GridViewReports]", url)
    found = []
    for cells in table(grid, COLUMNS, url, empty=NO_RECORDS):
        measure = parts.linked(one(cells["Status"], "a[href]", url), session, url)
        where = f"{url} {measure.identifier}"
        if parts.is_measure(measure, words(labelled(cells["Measure"], 7, where))):
            line = " | ".join(words(cells[label]) for label in COLUMNS)
            found.append(Row(measure, {**cells, "file": cells["Measure Text pdf"]}, line, where))
    return distinct(found, url, lambda row: row.measure[:2])


def files_under(document: Selector, heading: str, url: str) -> dict[tuple[str, int], list[str]]:
    """The files under a heading, by the measure with which their names begin."""
    found: dict[tuple[str, int], list[str]] = {}
    for cells in section(document, heading, [""], url):
        file = parts.absolute(one(cells[""], "a[href]", url), url)
        measure = measure_named(file_name(file, url).split("_")[0], f"{url} {file}")
        found.setdefault(measure[:2], []).append(file)
    return found


def hearings(document: Selector, session: str, known: set[tuple[str, int]], url: str) -> list[items.Hearing]:
    notices: dict[str, items.Hearing] = {}
    for cells in section(document, HEARINGS, ["", "Date/Time", "Comm", "Notice"], url):
        measure = measure_named(words(cells[""]), url)
        notice = parts.notice_name(parts.absolute(one(cells["Notice"], "a[href]", url), url), url)
        where = f"{url} {notice}"
        at = HEARD_AT.fullmatch(words(cells["Date/Time"]))
        if not at:
            raise LayoutChanged(where, wanted="10/24/2018 10:30 AM Room 224", got=words(cells["Date/Time"]))
        start = moment(at[1], where, "%m/%d/%Y %I:%M %p")
        body = one_committee(session, words(cells["Comm"]))
        bills = [measure.identifier] if measure[:2] in known else []  # messages are heard too
        parts.add(notices, items.Hearing(session, notice, body, start, at[2], "scheduled", bills), where)
    return list(notices.values())


def section(document: Selector, heading: str, columns: list[str], url: str) -> list[dict[str, Selector]]:
    """The lines of the table under a heading of the page, each once."""
    title = one(document, f"//span[normalize-space() = '{heading}']", url)
    grid = maybe(document, f"table[id$={TABLES[heading]}]", url)
    if grid is None and "No records" not in words(title.xpath("..")[0]):
        raise LayoutChanged(f"{url} {heading}", wanted="a table", got="none")
    lines = table(grid, columns, url, empty=NO_RECORDS) if grid else []
    return distinct(
        lines, f"{url} {heading}", lambda cells: tuple((words(cell), hrefs(cell)) for cell in cells.values())
    )


def hrefs(cell: Selector) -> str:
    return " ".join(cell.css("a::attr(href)").getall())
