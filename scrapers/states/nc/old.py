"""What the pages of ncleg.net said, the site of 2017: bills, and the lists of a day's actions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import maybe, one, words
from scrapers.html import distinct, table, table_with, whole
from scrapers.normalise import iso_date
from scrapers.states.nc.shapes import (
    VOTE_COLUMNS,
    Member,
    action,
    keywords,
    mentioned,
    named_session,
    read_heading,
    read_sponsors,
    repeated,
    version,
    vote_event,
)

ADDRESS = re.compile(r"\bSession=(\w+)&BillID=([HS]\d+)")
MEMBER = re.compile(r"sChamber=([HS])&nUserID=(\d+)")
DOCUMENT = re.compile(r"DocNum=(\d+)&SeqNum=(\d+)")
SHOWN = re.compile(r"Viewing Last (\d+) Vote\(s\)")
DAY_COLUMNS = ("Bill", "Short Title", "Action", "Date", "Action Text")
TITLES = re.compile(r"^(?:Rep|Sen)\. ")


def bill(page: Response) -> Iterator[items.Item]:
    """BillLookUp.pl: heading, texts, sponsors, keywords, the last votes, history."""
    document = whole(page)
    session, number = address(page.url)
    middle = one(document, "#mainBody", page.url)
    head = read_heading(words(one(middle, "./table[1]/tr/td[2]", page.url)), page.url)
    if f"{head.identifier[0]}{head.identifier.split()[1]}" != number:
        raise LayoutChanged(page.url, wanted=f"the bill {number}", got=head.identifier)
    yield named_session(session, words(one(middle, "div.titleSub", page.url)), page.url)
    title = words(one(middle, "div#title", page.url))
    if not title:
        raise LayoutChanged(page.url, wanted="a title", got="none")
    members, sponsors = read_sponsors(labelled(document, "Sponsors:", page.url), MEMBER, page.url)
    yield from known(members, document, session, page.url)
    history = history_lines(middle, page.url)
    texts = one(middle, "//table[tr/th[normalize-space()='Bill Text']]", page.url)
    versions = table(texts, ("Bill Text", "Fiscal Note"), f"{page.url} texts")
    actions = [history_action(row, session, page.url) for row in history]
    yield items.Bill(
        session=session,
        identifier=head.identifier,
        classification=head.classification,
        chamber=head.chamber,
        title=title,
        subjects=keywords(words(labelled(middle, "Keywords:", page.url))),
        chapter=head.law,
        source_url=page.url,
        sponsorships=sponsors,
        actions=actions,
        versions=distinct((text_version(row["Bill Text"], page) for row in versions), f"{page.url} texts"),
        documents=[*fiscal_notes(versions, page), *filed_documents(history, page)],
        related=[items.RelatedBill(head.companion, session, "companion")] if head.companion else [],
    )
    yield from repeated(actions, session, head.identifier)
    for row in vote_rows(middle, page.url):
        yield vote_event(row, session, head.identifier, page.url)


def address(url: str) -> tuple[str, str]:
    """The session and the bill that an address of BillLookUp.pl names."""
    found = ADDRESS.search(url)
    if not found:
        raise LayoutChanged(url, wanted="an address with Session= and BillID=", got=url)
    return found[1], found[2]


def labelled(document: Selector, label: str, where: str) -> Selector:
    """The cell beside a label."""
    return one(document, f"//*[self::th or self::td][normalize-space()='{label}']/following-sibling::td[1]", where)


def known(members: list[Member], document: Selector, session: str, url: str) -> Iterator[items.Person]:
    """The sponsors, by the full names that the page's list of all members gives them."""
    listed = {
        (found[1], found[2]): TITLES.sub("", words(option))
        for option in document.css("#memberSelect option")
        if (found := MEMBER.search(option.attrib.get("value", "")))
    }
    if not listed:
        raise LayoutChanged(url, wanted="the list of all members", got="none")
    for member in members:
        yield mentioned(member, session, listed.get((member.house, member.number)))


def history_lines(document: Selector, url: str) -> list[dict[str, Selector]]:
    found = one(document, "//a[@name='history']/following::table[1]", url)
    return table(found, ("Date", "Chamber", "Action", "Documents", "Vote"), f"{url} history")


def history_action(row: dict[str, Selector], session: str, url: str) -> items.Action:
    return action(
        words(row["Date"]), words(row["Chamber"]), words(row["Action"]), row["Vote"], session, f"{url} history"
    )


def text_version(cell: Selector, page: Response) -> items.Version:
    link = cell.css("a")
    if not link:
        raise LayoutChanged(f"{page.url} texts", wanted="a link to a text", got=words(cell))
    return version(words(link[0]), page.urljoin(link[0].attrib.get("href", "")), f"{page.url} texts")


def fiscal_notes(rows: list[dict[str, Selector]], page: Response) -> Iterator[items.Document]:
    for row in rows:
        for link in row["Fiscal Note"].css("a[href]:not([href=''])"):
            name, url = words(link), page.urljoin(link.attrib["href"])
            if not name:
                raise LayoutChanged(f"{page.url} texts", wanted="the name of a fiscal note", got=url)
            yield items.Document(name, "fiscal-note", f"Fiscal note {name}", None, url, "application/pdf")


def filed_documents(rows: list[dict[str, Selector]], page: Response) -> Iterator[items.Document]:
    """What was filed with an action: the draft, a committee substitute, an amendment."""
    for row in rows:
        for link in row["Documents"].css("a"):
            found = DOCUMENT.search(link.attrib.get("href", ""))
            if not found:
                raise LayoutChanged(f"{page.url} history", wanted="a link to a document", got=words(link))
            kind = "amendment" if "Amend" in words(row["Action"]) else "other"
            url = page.urljoin(link.attrib["href"])
            yield items.Document(f"{found[1]}-{found[2]}", kind, words(link), None, url)


def vote_rows(document: Selector, url: str) -> list[dict[str, Selector]]:
    """The last votes, as many as the note below them says; a bill without any has no such table."""
    found = maybe(document, ".//table[tr/th[normalize-space()='Vote History']]", f"{url} votes")
    if found is None:
        if document.xpath(".//a[contains(@href, 'RollCallVoteTranscript')]"):
            raise LayoutChanged(f"{url} votes", wanted="a vote history, since the history names a vote", got="none")
        return []
    rows = table(found, VOTE_COLUMNS, f"{url} votes", notes=r"^Viewing ")
    shown = SHOWN.search(words(found))
    if shown and int(shown[1]) != len(rows):
        raise LayoutChanged(f"{url} votes", wanted=f"{shown[1]} votes", got=f"{len(rows)}")
    return distinct(rows, f"{url} votes", key=lambda row: words(row["RCS #"]))


def day_actions(page: Response, rows_alone: bool = False) -> dict[str, str]:
    """todaysaction.pl: the bills of one chamber with what happened to them on a day, as bill's address → its lines.

    A bill's further lines have no number. `rows_alone`: the table's rows without the page around them.
    """
    if rows_alone:
        lines = [cells(line, page.url) for line in whole(page, ends="</tr>").xpath("//tr")]
    else:
        lines = table(table_with(whole(page), DAY_COLUMNS, page.url), DAY_COLUMNS, page.url)
    found: dict[str, list[str]] = {}
    last = None
    for line in lines:
        number, title, house, day, text = told = [words(line[label]) for label in DAY_COLUMNS]
        if number:
            last = page.urljoin(line["Bill"].css("a::attr(href)").get(""))
            if address(last)[1] != number or last in found:
                raise LayoutChanged(page.url, wanted=f"{number} once, linked to its page", got=last)
            found[last] = [number, title]
        if last is None or bool(number) != bool(title) or house not in ("H", "S", "") or not text:
            raise LayoutChanged(page.url, wanted="a bill's number, a chamber and an action", got=" | ".join(told))
        step = f"{house} {iso_date(day, '%m/%d/%Y')} {text}"
        if step in found[last]:
            raise LayoutChanged(page.url, wanted="each action once", got=step)
        found[last].append(step)
    return {url: " | ".join(steps) for url, steps in found.items()}


def cells(line: Selector, url: str) -> dict[str, Selector]:
    """A row without its table: its cells in the order of the columns."""
    found = line.xpath("./td")
    if len(found) != len(DAY_COLUMNS):
        raise LayoutChanged(url, wanted=f"{len(DAY_COLUMNS)} cells in a row", got=words(line))
    return dict(zip(DAY_COLUMNS, found, strict=True))
