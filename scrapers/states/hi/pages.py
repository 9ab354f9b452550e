"""What the lists of Hawaii's site say: measures of a session, and hearings.

Format: HTML of ASP.NET, tables with an id each and labels in their first row; there is no published description. An
id has a number for its row, before or behind its name, as the release of the site wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import ExpectedEmpty, LayoutChanged
from scrapers.extract import many, maybe, one, words
from scrapers.html import distinct, table, whole
from scrapers.states.hi import parts
from scrapers.states.hi.rolls import with_rolls
from scrapers.states.hi.shapes import (
    KINDS,
    Measure,
    day,
    measure_named,
    measure_url,
    moment,
    one_committee,
)

COUNT = re.compile(r"(\d{1,5}) records? returned\.")
FILES = ("Measure Text pdf", "PDF")  # the column of the newest draft's file
COLUMNS = ("Measure Status", "Current Status", "Introducer(s)", "Current Referral", "Companion")
NOTICE_OF = re.compile(r"/(?:spl)?session(\d{4}[a-e]?)/")


class Row(NamedTuple):
    """One line of a list of measures; `cells` by the labels of the columns, `date` of its newest status line."""

    measure: Measure
    cells: Mapping[str, Selector]
    line: str
    where: str
    date: str = ""


def measure_lines(page: Response, session: str) -> dict[str, str]:
    """advreport.aspx, the list of one kind of measures: each one's page → its line, all its words."""
    return {measure_url(row.measure, session): row.line for row in rows(whole(page), session, page.url)}


def measures(page: Response, session: str) -> Iterator[items.Item]:
    """advreport.aspx: what the list itself says of its measures, their newest status line with its roll call."""
    for row in rows(whole(page), session, page.url):
        yield from listed(row, session, page.url)


def rows(document: Selector, session: str, url: str) -> list[Row]:
    count = COUNT.fullmatch(words(one(document, "[id$=LabelRowCount]", url)))
    if not count:
        raise LayoutChanged(f"{url} [id$=LabelRowCount]", wanted="1200 records returned.", got="other words")
    if count[1] == "0":
        raise ExpectedEmpty(f"{url}: {count[0]}")
    grid = one(document, "table[id$=GridViewReports]", url)
    labels = [words(cell) for cell in grid.xpath("(./tr | ./thead/tr | ./tbody/tr)[1]/th")]
    files = next((label for label in FILES if label in labels), FILES[-1])
    found = [row(cells, files, session, url) for cells in table(grid, (files, *COLUMNS), url)]
    if len(found) != int(count[1]):
        raise LayoutChanged(url, wanted=count[0], got=f"{len(found)} rows")
    return distinct(filter(is_measure, found), url, lambda row: row.measure[:2])


def row(cells: dict[str, Selector], files: str, session: str, url: str) -> Row:
    measure = parts.linked(one(cells["Measure Status"], "a[id*=HyperLink1]", url), session, url)
    line = " | ".join(words(cells[label]) for label in COLUMNS)
    where = f"{url} {measure.identifier}"
    date = day(words(parts.labelled(cells["Current Status"], 5, where)), where)
    return Row(measure, {**cells, "file": cells[files]}, line, where, date)


def is_measure(row: Row) -> bool:
    return parts.is_measure(row.measure, words(parts.labelled(row.cells["Measure Status"], 7, row.where)))


def listed(row: Row, session: str, url: str) -> Iterator[items.Item]:
    measure, cells, where = row.measure, row.cells, row.where
    kind, chamber, chambers = KINDS[measure.letters]
    house, text = (words(parts.labelled(cells["Current Status"], number, where)) for number in (3, 4))
    action = parts.status_line(session, house, row.date, text, where)
    actions, events, gaps = with_rolls(session, measure, [action], url)
    file = maybe(cells["file"], "a[id*=HyperLink2][href]", where)  # a measure may have no text yet
    yield items.Bill(
        session=session,
        identifier=measure.identifier,
        classification=kind,
        chamber=chamber,
        title=words(parts.labelled(cells["Measure Status"], 7, where)) or None,
        subjects=parts.subjects(words(parts.labelled(cells["Measure Status"], 1, where))),
        source_url=measure_url(measure, session),
        chambers=chambers,
        chapter=parts.act_in(text),
        whole=False,
        sponsorships=parts.introducers(words(parts.labelled(cells["Introducer(s)"], 27, where)), measure, where),
        actions=actions,
        versions=None if file is None else [parts.version(parts.absolute(file, where), where)],
        related=parts.companions(words(parts.labelled(cells["Companion"], 6, where)), session, where),
    )
    yield from events
    yield from gaps


def hearings(page: Response) -> list[items.Hearing]:
    """upcominghearings.aspx: a line for each measure on a notice."""
    document = whole(page)
    grid = one(document, "table[id$=GridView1]", page.url)
    notices: dict[str, items.Hearing] = {}
    columns = ("Committee", "Measure", "Date/Time", "Room", "Notice")
    listed = table(grid, columns, page.url, empty=parts.NO_RECORDS)
    if not listed:
        raise ExpectedEmpty(f"{page.url}: {words(grid)}")
    for cells in distinct(listed, page.url, lambda cells: " ".join(map(words, cells.values()))):
        notice = many(cells["Notice"], "a[href]", page.url)[0].attrib["href"]
        name = parts.notice_name(notice, page.url)
        where = f"{page.url} {name}"
        held = NOTICE_OF.search(notice)
        if not held:
            raise LayoutChanged(where, wanted="a notice of a session", got=notice)
        link = maybe(cells["Measure"], "a[href]", where)  # a briefing has none
        start = moment(words(cells["Date/Time"]), where, "%m/%d/%Y %I:%M %p")
        body = one_committee(held[1], words(cells["Committee"]))
        bills = [measure_named(words(link), where).identifier] if link else []
        parts.add(notices, items.Hearing(held[1], name, body, start, words(cells["Room"]), "scheduled", bills), where)
    return list(notices.values())
