"""The pages of bills, for what the API does not answer: the bill itself, and its history in pieces of 25 lines.

The page is proved on a capture of 2026. The history comes as a part of a page to a request that says it wants no more;
its shape is known from others who read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many, maybe, one, words
from scrapers.html import whole
from scrapers.normalise import collapse, iso_date
from scrapers.states.ma.bills import KINDS, PDF, VERSION
from scrapers.states.ma.history import action
from scrapers.states.ma.rolls import TAB
from scrapers.states.ma.shapes import BRANCHES, SITE, bill_url, gap, house_of, identifier, unknown

HISTORY = "BillHistory"
FRAGMENT = {"X-Requested-With": "XMLHttpRequest"}
HEADING = re.compile(r"([A-Z][a-z]{1,20}) ([HS]D?\.\d{1,5}[A-Z]?) (\d{1,3})")
FACTS = frozenset({"Presenter:", "Sponsor:", "Sponsors:", "Status:", "City/Town:"})
COMMITTEE = re.compile(r"/Committees/Detail/(\w{1,8})(?:/\d{1,3})?")
SUMMARY = re.compile(
    r"Displaying (?:(\d{1,4}) to (\d{1,4}) of )?(\d{1,4}) actions? for \w{1,12} ([HS]D?\.\d{1,5}[A-Z]?)"
)
MOST_ACTIONS = 5_000  # the budget of a year has some 500


class Tabs(NamedTuple):
    """Whether the page of a bill has a tab of committees' votes."""

    votes: bool


class Part(NamedTuple):
    """Lines of a history up to the one numbered `last`, of `total`."""

    last: int
    total: int
    actions: list[items.Action]


def bill_page(page: Response, court: int, number: str) -> list[items.Bill | Tabs | items.Gap]:
    """`/Bills/194/H4844`: title, pinslip, the committee that has it, the address of the text."""
    document, where, session = whole(page), page.url, str(court)
    name = identifier(number, where)
    title = words(one(document, "div.followable h1", where))
    heading = HEADING.match(title)
    if not heading or (identifier(heading[2], where), int(heading[3])) != (name, court):
        raise LayoutChanged(f"{where} h1", wanted=f"{name} of {court}", got=title)
    content = one(document, "#contentContainer", where)
    gaps = []
    pinslip = maybe(content, "p#pinslip", where)
    link = maybe(content, f"div.modalBtnGroup a[href='/{bill_url(court, number, '.pdf').removeprefix(SITE)}']", where)
    for what, found in (("pinslip", pinslip), ("printed text", link)):
        if found is None:
            gaps.append(gap(session, "value_missing", f"{what} on the page of {number}", "it", "none", where))
    committee, strange = committee_of(content, where)
    gaps += [unknown(session, "fact of a bill", label, where) for label in strange]
    if heading[1] not in KINDS:
        gaps.append(unknown(session, "kind of document", heading[1], where))
    classification, chambers = KINDS.get(heading[1], (heading[1].lower(), 2))
    bill = items.Bill(
        session=session,
        identifier=name,
        classification=classification,
        chamber=house_of(name),
        chambers=chambers,
        title=words(one(content, ".//h2[not(ancestor::aside)]", where)) or None,
        committee_code=committee,
        source_url=bill_url(court, number),
        versions=[items.Version(VERSION, "Bill text", None, None, url=bill_url(court, number, ".pdf"), media_type=PDF)]
        if link is not None
        else None,
        documents=[items.Document("pinslip", "summary", "Pinslip", None, text=words(pinslip))] if pinslip else None,
    )
    own = f"/{bill_url(court, number).removeprefix(SITE)}/"
    tabs = {button.attrib["data-href"] for button in many(content, "button[data-href]", where)}
    if own + HISTORY not in tabs:
        raise LayoutChanged(f"{where} button", wanted=f"a tab {HISTORY} of {number}", got=", ".join(sorted(tabs)))
    return [bill, Tabs(own + TAB in tabs), *gaps]


def committee_of(content: Selector, where: str) -> tuple[str | None, list[str]]:
    """The code of the committee that the status names, and labels that are not known."""
    facts = one(content, "dl.billInfo", where)
    labels = [words(label) for label in many(facts, "./dt", where)]
    cells = many(facts, "./dd", where)
    if len(labels) != len(cells):
        raise LayoutChanged(f"{where} dl.billInfo", wanted=f"{len(labels)} facts", got=f"{len(cells)}")
    status = [cell for label, cell in zip(labels, cells, strict=True) if label == "Status:"]
    links = [COMMITTEE.fullmatch(link) for cell in status for link in cell.css("a::attr(href)").getall()]
    return next((link[1] for link in links if link), None), [label for label in labels if label not in FACTS]


def history_tab(page: Response, court: int, number: str, after: int, committees: Mapping[str, str]) -> list[Part]:
    """`/Bills/194/H4844/BillHistory?pageNumber=2`: the lines behind the first `after` ones.

    A piece that does not begin there, such as one that was there before, is refused: so the last one is reached.
    """
    # what ends the part is not known; how many lines it says it has is counted
    document, where = whole(page, ends=">"), page.url
    said = SUMMARY.fullmatch(words(one(document, "*.searchResultSummary", where)))
    if not said or identifier(said[4], where) != identifier(number, where) or int(said[3]) > MOST_ACTIONS:
        got = words(one(document, "*.searchResultSummary", where))
        raise LayoutChanged(f"{where} summary", wanted=f"how many actions of {number} there are", got=got)
    total = int(said[3])
    first, last = (int(said[1]), int(said[2])) if said[1] else (1, total)
    rows = many(document, "#searchResults table tbody tr", where)
    if first != after + 1 or len(rows) != last - after or last > total:
        got = f"{len(rows)} lines, {first} to {last} of {total}"
        raise LayoutChanged(where, wanted=f"the lines from {after + 1} on", got=got)
    return [Part(last, total, [line(row, committees, f"{where} line {after + n}") for n, row in enumerate(rows, 1)])]


def line(row: Selector, committees: Mapping[str, str], where: str) -> items.Action:
    """Day (which may be empty), branch and action."""
    cells = [collapse(words(cell)) for cell in row.xpath("./td")]
    if len(cells) != 3 or cells[1] not in BRANCHES:
        raise LayoutChanged(where, wanted=f"day, branch ({', '.join(BRANCHES)}) and action", got=" | ".join(cells))
    day = iso_date(cells[0], "%m/%d/%Y") if cells[0] else None
    return action(day, BRANCHES[cells[1]], cells[2], committees, where)
