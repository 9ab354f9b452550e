"""The page of one measure: sponsors, texts, analyses, reports, votes and history, each under a tab that counts them.

Where the page is not to be had, the measure's line in the session's list says the same in less: its history in codes
alone, without days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import one, words
from scrapers.html import whole
from scrapers.normalise import collapse, iso_date
from scrapers.states.nm import papers
from scrapers.states.nm.history import History, Said, history
from scrapers.states.nm.pages import sponsor
from scrapers.states.nm.papers import Link, link
from scrapers.states.nm.shapes import (
    COMMITTEE_LINK,
    KINDS,
    Line,
    Measure,
    body,
    committee_code,
    linked_measure,
    measure_of,
    person,
    undamaged,
)

FORM = "#MainContent_formViewLegislation"
TAB = "#MainContent_tabContainerLegislation_tabPanel"
HOLDS = "a[href], [id*=_lblAction_]"
DAYS = re.compile(r"(?:Legislative Day: (\d{1,3})(?: Calendar Day: (\d\d/\d\d/\d{4}))?)?")
FLOOR_LISTS = {  # what became of the amendments of each
    "dataListProposedAmendments": "proposed",
    "dataListAdoptedAmendments": "adopted",
    "dataListFailedAmendments": "not adopted",
}
NOTHING = re.compile(r"(?:No [A-Za-z. ]{3,40} Found)?")
TITLES = re.compile(r"(?:Representative|Senator) ")


def bill(page: Response, session: str, name: str, named: Mapping[str, str], files: Sequence[str]) -> list[items.Item]:
    """The measure with all its page has of it, after the people and committees it names.

    `session` and `name` are the session's (`2019`, `2019 Regular Session`), `named` the committees of the menu by code,
    `files` addresses of the measure's files from the directory listings.
    """
    document, where = undamaged(whole(page), page.url), page.url
    measure, code = linked_measure(where.partition("nmlegis.gov")[2], where)
    for place in ("Title_lblBillID", "_lblBillID"):
        if measure_of(words(one(document, FORM + place, where)), where) != measure:
            raise LayoutChanged(where, wanted=str(measure), got=words(one(document, FORM + place, where)))
    if (said := words(one(document, f"{FORM}Title_lblSession", where))) != name:
        raise LayoutChanged(where, wanted=name, got=said)
    form = one(document, FORM, where)
    codes = words(one(document, f"{TAB}Actions_formViewActionText_lblActionText", where))
    lines = [history_line(cell, where) for cell in cells(document, "Actions", where)]
    told = history(codes, lines, measure, session, named)
    people, sponsorships = sponsors(document, form, session, where)
    at, called = location(form, where)
    found = as_bill(measure, code, session, words(one(form, f"{FORM}_lblTitle", where)), told)
    found.committee_code = at
    found.sponsorships = sponsorships
    found.versions = papers.versions(document, files, where)
    found.documents = documents(document, named, where)
    holder = body(at, {at: called, **named}) if at else None
    return [*told.bodies, *([holder] if holder else []), *people, found, *told.gaps]


def listed_bill(
    line: Line, session: str, code: str, named: Mapping[str, str], files: Sequence[str]
) -> list[items.Item]:
    """The measure as its line in the session's list has it, for want of its page."""
    measure = measure_of(line.measure, "the list")
    told = history(line.codes, None, measure, session, named)
    people = [person(session, who, printed) for who, printed in line.sponsors]
    found = as_bill(measure, code, session, line.title, told)
    found.sponsorships = [sponsorship(who, lead=True) for who in people]
    found.versions = list(papers.texts(files).values()) or None  # no listing says that there are none
    return [*told.bodies, *people, found, *told.gaps]


def votes(page: Response) -> list[Link]:
    """The vote sheets of a measure, by its page."""
    return linked(undamaged(whole(page), page.url), "Votes", page.url)["dataListVotes"]


def as_bill(measure: Measure, code: str, session: str, title: str, told: History) -> items.Bill:
    classification, _, chambers = KINDS[measure.kind]
    return items.Bill(
        session=session,
        identifier=str(measure),
        classification=classification,
        chamber=measure.chamber,
        chambers=chambers,
        title=title or None,
        chapter=told.chapter,
        source_url=measure.address(code),
        actions=told.actions,
        related=told.related,
    )


def under(document: Selector, tab: str, where: str, *lists: str) -> dict[str, list[Selector]]:
    """The cells under a tab that hold something, by list: as many as the tab counts, the others empty or saying so."""
    counted = words(one(document, f"{TAB}{tab}_lbl{tab}Count", where))
    found: dict[str, list[Selector]] = {}
    for name in lists or (f"dataList{tab}",):
        found[name] = []
        for cell in one(document, f"{TAB}{tab}_{name}", where).xpath("./tr/td | ./tbody/tr/td"):
            if cell.css(HOLDS):
                found[name].append(cell)
            elif not NOTHING.fullmatch(words(cell)):
                raise LayoutChanged(f"{where} {name}", wanted="a link, or that there is none", got=words(cell))
    if counted != str(sum(map(len, found.values()))):
        raise LayoutChanged(f"{where} {tab}", wanted=f"the {counted} it counts", got=f"{sum(map(len, found.values()))}")
    return found


def cells(document: Selector, tab: str, where: str) -> list[Selector]:
    return under(document, tab, where)[f"dataList{tab}"]


def linked(document: Selector, tab: str, where: str, *lists: str) -> dict[str, list[Link]]:
    return {
        name: [link(one(cell, "a[href]", where), where) for cell in held]
        for name, held in under(document, tab, where, *lists).items()
    }


def history_line(cell: Selector, where: str) -> Said:
    """`Legislative Day: 2 Calendar Day: 01/16/2019` and, in bold, what happened; some lines have no day."""
    line = one(cell, "[id*=_lblAction_]", where)
    said = words(one(line, "./strong | ./b", where))
    days = DAYS.fullmatch(collapse(" ".join(line.xpath("./text()").getall())))
    if not said or not days:
        raise LayoutChanged(where, wanted="a legislative day, a calendar day and words", got=words(line))
    return Said(int(days[1]) if days[1] else None, iso_date(days[2], "%m/%d/%Y") if days[2] else None, said)


def sponsors(
    document: Selector, form: Selector, session: str, where: str
) -> tuple[list[items.Person], list[items.Sponsorship]]:
    """Those named over the measure, up to five, are its sponsors; whom the tab has besides joined them."""
    over = [sponsor(found, where) for found in form.css("a[href*=SponCode]")]
    tab = [sponsor(one(cell, "a[href]", where), where) for cell in cells(document, "Sponsors", where)]
    if tab and not over:
        raise LayoutChanged(f"{where} {FORM}", wanted="a sponsor", got="none")
    people = {who: person(session, who, TITLES.sub("", name, count=1)) for who, name in [*over, *tab]}
    lead = {who for who, _ in over}
    return list(people.values()), [sponsorship(found, lead=who in lead) for who, found in people.items()]


def sponsorship(who: items.Person, *, lead: bool) -> items.Sponsorship:
    return items.Sponsorship(who.name, "sponsor" if lead else "cosponsor", lead, who.chamber)


def location(form: Selector, where: str) -> tuple[str, str]:
    """The committee that has the measure now, and its name; "" where it is in none (`Chaptered`, `House Calendar`)."""
    at = one(form, f"{FORM}_linkLocation", where)
    found = COMMITTEE_LINK.fullmatch(at.attrib.get("href", ""))
    if not words(at) or (not found and "Committee" in at.attrib.get("href", "")):
        raise LayoutChanged(f"{where} linkLocation", wanted="a committee or another place", got=at.get())
    return committee_code(found[1]) if found else "", words(at)


def documents(document: Selector, named: Mapping[str, str], where: str) -> list[items.Document]:
    """Analyses, committee reports, amendments moved on the floor with what became of them, and vetoes."""
    analyses = linked(document, "Analysis", where, "formViewFIRAnalysis", "formViewLESCAnalysis")
    reports = linked(document, "Reports", where)
    moved = linked(document, "FloorReports", where, *FLOOR_LISTS)
    vetoes = linked(document, "Vetoes", where, "dataListVetoMessages")
    return [
        *(papers.analysis(found) for one_list in analyses.values() for found in one_list),
        *(papers.report(found, named) for one_list in reports.values() for found in one_list),
        *(
            papers.document(found, "amendment", f"{found.name} ({FLOOR_LISTS[name]})")
            for name, one_list in moved.items()
            for found in one_list
        ),
        *(papers.document(found, "veto-message", found.name) for one_list in vetoes.values() for found in one_list),
    ]
