"""What the site's pages say of sessions and bills.

A bill's page has everything twice: for the screen, with links, and at its end for print, in plain words. Each is held
against the other, so that a section that moves or is renamed is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import many, maybe, one, words
from scrapers.html import distinct, whole
from scrapers.normalise import collapse, id_part, slug
from scrapers.states.pa.sections import beside, headings, needed, needed_beside, opened, part, stated_more
from scrapers.states.pa.shapes import (
    COMMITTEE_PATH,
    HOUSES,
    LINE,
    Line,
    Number,
    committee,
    committee_code,
    day,
    history,
    kind_of,
    mention,
    odd,
    query,
    session,
    version,
)

SECTIONS = {
    "Co-Sponsorship Memo", "Prime Sponsor", "Prime Sponsors", "Co-Sponsors", "Bill Status & History",
    "Printers Numbers", "Amendments", "Votes", "Committee Meetings", "Statute References",
}  # fmt: skip
ABRIDGED = "* * *"
PRINTED = re.compile(r"PN (\d{1,5})")
PARTY = re.compile(r"\bbg-party-([A-Z])\b")
DISTRICT = re.compile(r"District (\d{1,3})\b")


def sessions(page: Response) -> list[items.Session]:
    """`/data`: the table of history files, one for each session since 1969, the newest first."""
    table = one(whole(page), "table#billHistoryDataTable", page.url)
    labels = [words(cell) for cell in table.css("thead th")]
    if labels[:1] != ["Session"]:
        raise LayoutChanged(page.url, wanted="a first column Session", got=" | ".join(labels))
    found = []
    for row in many(table, "./tbody/tr", page.url, at_least=2):
        link = one(row, "./td[1]//a", page.url)
        asked = query(link.attrib.get("href", ""))
        known = asked.get("session", "")
        if asked.get("documenttype") != "BillHistoryData" or not re.fullmatch(r"\d{4}_\d{1,2}", known):
            raise LayoutChanged(page.url, wanted="a link to a history file", got=link.attrib.get("href", "none")[:120])
        found.append(session(known, words(link)))
    return distinct(found, page.url, lambda known: known.identifier)


def bill(page: Response) -> list[items.Item]:
    """`/legislation/bills/2021/hb1486`: the session, the committees and members it names, the bill, its meetings."""
    number, main, printed = opened(whole(page), page.url)
    where = page.url
    unknown = [label for label in headings(main) if label not in SECTIONS]
    gaps = [odd(number, "section_unknown", label, "a known section") for label in unknown]
    lines = history_lines(main, printed, number, gaps, where)
    said = history(lines, number, where)
    title, memo = titles(main, printed, number, gaps, where)
    people, sponsors, unpaired = sponsorships(main, printed, number, where)
    classification, chambers = kind_of(number, title)
    found = items.Bill(
        session=number.session,
        identifier=number.identifier,
        classification=classification,
        chamber=number.chamber,
        title=title,
        chapter=said.chapter,
        source_url=number.url,
        chambers=chambers,
        sponsorships=sponsors,
        actions=said.actions,
        versions=versions(main, lines, number, where),
        versions_named=[f"PN{line.printed:04d}" for line in lines if line.printed],
        documents=[*memo, *notes(main, where)],
    )
    name = words(one(main, ".//div[contains(@class, 'header-pretitle')]", where))
    meetings = list(hearings(main, number, where))
    return [
        session(number.session, name), *bodies(main), *people, found, *meetings, *gaps, *said.gaps, *unpaired
    ]  # fmt: skip


def titles(
    main: Selector, printed: Selector, number: Number, gaps: list[items.Gap], where: str
) -> tuple[str, list[items.Document]]:
    """The title in full, which the short one for print begins; and the memos with which its sponsor sought others."""
    block = one(main, ".//div[@class='col-md-9']", where)
    title = words(one(block, "./div[1]", where))
    short = words(needed_beside(printed, "Short Title", where))
    begins = short.removesuffix(ABRIDGED).strip()
    if not title or not begins:
        raise LayoutChanged(f"{where} title", wanted="a title", got=f"{title!r} {short!r}"[:120])
    if not title.startswith(begins) or (begins == short and title != short):
        gaps.append(odd(number, "title_differs", title, short[:120]))
    subject = beside(printed, "Memo Subject", where)
    memos = []
    for link in block.xpath(".//a[contains(@href, '/co-sponsorship/memo')]"):
        href = urljoin(where, link.attrib["href"].strip())
        memo = query(href).get("memoid", "")
        if not memo.isdecimal():
            raise LayoutChanged(f"{where} memo", wanted="the number of a memo", got=href[:120])
        memos.append(items.Document(f"memo-{memo}", "memo", words(link).split(" - opens")[0], None, href, "text/html"))
    if (subject is not None) != bool(memos) or (subject is not None and words(subject) not in {m.note for m in memos}):
        gaps.append(
            odd(number, "memo_differs", ", ".join(m.note for m in memos), words(subject) if subject else "none")
        )
    return title, distinct(memos, f"{where} memos", lambda memo: memo.key)


def sponsorships(
    main: Selector, printed: Selector, number: Number, where: str
) -> tuple[list[items.Person], list[items.Sponsorship], list[items.Gap]]:
    """The sponsors as printed in the history (`R. BROWN`), and beside each the member whom the screen shows.

    Both lists have one order; where they do not go together, the members are not given those names, with a gap.
    """
    prime = cards(part(main, "Prime Sponsor", where) or needed(main, "Prime Sponsors", where), number, where)
    section = part(main, "Co-Sponsors", where)
    others = cards(section, number, where) if section is not None else []
    if section is not None and section.css("#collapseCospon"):
        folded = len(section.css("#collapseCospon strong a"))
        if folded != (stated := stated_more(section, "#headingCospon", where)):
            raise LayoutChanged(f"{where} Co-Sponsors", wanted=f"{stated} more", got=f"{folded}")
    people = distinct([*prime, *others], f"{where} sponsors", lambda person: person.source_id)
    line = beside(printed, "Sponsors", where)
    names = [collapse(name) for name in words(line).split(",")] if line is not None else []
    if not prime or not names or not all(names):
        raise LayoutChanged(f"{where} sponsors", wanted="sponsors on the screen and for print", got=str(names)[:120])
    gaps = []
    if len(names) == len(people) and all(map(fits, names, people)):
        for name, person in zip(names, people, strict=True):
            person.names.append(items.PersonName(name, person.chamber))
    else:
        gaps.append(odd(number, "sponsors_unpaired", ", ".join(names), "as many members as names, in one order"))
    chambers = [person.chamber for person in people] if not gaps else [number.chamber] * len(names)
    found = [
        items.Sponsorship(name, "primary" if place < len(prime) else "cosponsor", place < len(prime), chamber)
        for place, (name, chamber) in enumerate(zip(names, chambers, strict=True))
    ]
    return people, found, gaps


def fits(name: str, person: items.Person) -> bool:
    """Whether the last word of a printed name (`SCHLEGEL CULVER`) is in the name the screen shows."""
    return id_part(name.split()[-1]) in id_part(person.name)


def cards(section: Selector, number: Number, where: str) -> list[items.Person]:
    found = []
    for link in many(section, ".//strong/a", f"{where} sponsors"):
        about = words(one(link, "./ancestor::strong/following-sibling::div", where))
        district = DISTRICT.search(about)
        party = PARTY.search(" ".join(link.xpath("./ancestor::strong/following-sibling::div//span/@class").getall()))
        found.append(
            mention(where, number.session, link.attrib.get("href", ""), words(link), party[1] if party else None,
                    district[1] if district else None)
        )  # fmt: skip
        if not district or not party:
            raise LayoutChanged(f"{where} sponsors", wanted="party and district of a member", got=about[:80])
    return found


def history_lines(main: Selector, printed: Selector, number: Number, gaps: list[items.Gap], where: str) -> list[Line]:
    """The lines for print, each with the committee that the same line on the screen links to."""
    actions = f"{where} history"
    shown = [cells(row, actions) for row in many(main, "#collapseActions table tr", actions)]
    plain = [cells(row, actions) for row in needed_beside(printed, "Actions", actions).css("table tr")]
    if len(shown) != len(plain):
        raise LayoutChanged(actions, wanted=f"{len(shown)} lines for print", got=f"{len(plain)}")
    slugs = {(match[1], match[2]): match[3] for match in committee_links(main)}
    found = []
    for (count, line), (printed_count, printed_line) in zip(shown, plain, strict=True):
        text = words(printed_line)
        if not text:
            raise LayoutChanged(actions, wanted="words", got=words(line)[:120])
        if words(count) != words(printed_count) or folded(words(line)) != folded(text):
            gaps.append(odd(number, "line_differs", words(line), text[:120]))
        found.append(Line(text, body=line_body(line, slugs), printed=int(words(printed_count) or 0)))
    return found


def folded(text: str) -> str:
    """Without case and punctuation: the screen has `Labor & Industry` where the print has `LABOR AND INDUSTRY`."""
    return slug(text.replace("&", " and "))


def line_body(line: Selector, slugs: dict[tuple[str, str], str]) -> str | None:
    """The code of the committee a line links to: by its page, or by its number in the address of its votes."""
    for href in line.xpath(".//a/@href").getall():
        if match := COMMITTEE_PATH.search(href.strip()):
            return committee_code(HOUSES[match[1]], match[3].replace("-", " "))
        house, number = href.strip().split("/")[1:2], query(href).get("committeecode")
        if number and house and (house[0], number) in slugs:
            return committee_code(HOUSES[house[0]], slugs[house[0], number].replace("-", " "))
    return None


def cells(row: Selector, where: str) -> tuple[Selector, Selector]:
    found = row.xpath("./td")
    if len(found) != 2 or not re.fullmatch(r"\d{0,5}", words(found[0])):
        raise LayoutChanged(where, wanted="a printer's number or none, and an action", got=words(row)[:120])
    return found[0], found[1]


def committee_links(main: Selector) -> Iterator[re.Match[str]]:
    for href in main.xpath(".//a/@href").getall():
        if match := COMMITTEE_PATH.search(href.strip()):
            yield match


def bodies(main: Selector) -> list[items.Organization]:
    """The committees the page links to by name."""
    found = {}
    for link in main.xpath(".//a[contains(@href, '/committees/')]"):
        match = COMMITTEE_PATH.search(link.attrib["href"].strip())
        if match:
            body = committee(HOUSES[match[1]], words(link))
            found[body.code] = body
    return list(found.values())


def versions(main: Selector, lines: list[Line], number: Number, where: str) -> list[items.Version]:
    """The printed texts, oldest first. The day of each is that of the first line of the history beside its number."""
    days: dict[int, str | None] = {}
    for line in lines:
        said = LINE.fullmatch(line.text)
        days.setdefault(line.printed, day(said["day"], where) if said else None)
    found = []
    for card in many(one(needed(main, "Printers Numbers", where), "#section-pn", where), "./div", where):
        label = maybe(card, ".//div[contains(@class, 'card-title')]/div", where)
        named = PRINTED.fullmatch(words(label)) if label is not None else None
        if not named:
            raise LayoutChanged(f"{where} #section-pn", wanted="PN and a number", got=words(card)[:80])
        made = version(number, int(named[1]), days.get(int(named[1])))
        links = [urljoin(where, href.strip()) for href in card.xpath(".//a/@href").getall()]
        scan = str(made.url).replace("/HTM/", "/PDF/")
        if made.url not in links:
            if scan not in links:
                raise LayoutChanged(f"{where} #section-pn", wanted=str(made.url), got=", ".join(links)[:160])
            made = replace(made, url=scan, media_type="application/pdf")
        found.append(made)
    return sorted(distinct(found, where, lambda text: text.key), key=lambda text: int(text.key[2:]))


def notes(main: Selector, where: str) -> list[items.Document]:
    """Fiscal and actuarial notes, by the printer's number they are of; lists of amendments are no documents."""
    found = []
    for card in one(needed(main, "Printers Numbers", where), "#section-pn", where).xpath("./div"):
        count = PRINTED.search(words(card))
        for link in card.xpath(".//a"):
            href, name = urljoin(where, link.attrib.get("href", "").strip()), words(link)
            if "/legislation/bills/text/" in href or "/amendments/" in href:
                continue
            if not count or not name:
                raise LayoutChanged(f"{where} documents", wanted="a note of a printer's number", got=href[:120])
            found.append(
                items.Document(
                    key=f"{slug(name)}-{count[1]}",
                    classification="fiscal-note" if "Fiscal Note" in name else "analysis",
                    note=f"{name}, Printer's No. {count[1]}",
                    date=None,
                    url=href,
                    media_type="application/pdf" if href.lower().endswith(".pdf") else None,
                )
            )
    return distinct(found, f"{where} documents", lambda document: document.key)


def hearings(main: Selector, number: Number, where: str) -> Iterator[items.Hearing]:
    """The meetings of committees that had the bill on their agenda."""
    section = part(main, "Committee Meetings", where)
    if section is None:
        return
    for link in section.xpath(".//a[contains(@href, 'MeetingId=')]"):
        href = link.attrib["href"].strip()
        row = one(link, "./ancestor::div[@class='row'][1]", where)
        body = COMMITTEE_PATH.search(one(row, ".//a[contains(@class, 'committee')]", where).attrib.get("href", ""))
        house, meeting = href.split("/")[1], query(href).get("meetingid", "")
        if not body or body[1] != house or not meeting.isdecimal():
            raise LayoutChanged(f"{where} Committee Meetings", wanted="a meeting and its committee", got=href[:120])
        yield items.Hearing(
            session=number.session,
            key=f"{house}-{meeting}",
            organization_code=committee_code(HOUSES[house], body[3].replace("-", " ")),
            start=day(words(link), f"{where} Committee Meetings"),
            place=None,
            status="scheduled",
            bills=[number.identifier],
        )
