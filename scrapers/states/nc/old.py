"""What the pages of ncleg.net said, the site of 2017: bills, and the lists of a day's actions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import one, words
from scrapers.html import distinct, table, table_with, whole
from scrapers.normalise import collapse, iso_date
from scrapers.states.nc.shapes import (
    HOUSES,
    VOTE_COLUMNS,
    action,
    read_heading,
    sponsorships,
    version,
    vote_event,
)

ADDRESS = re.compile(r"\bSession=(\w+)&BillID=([HS]\d+)")
MEMBER = re.compile(r"sChamber=([HS])&nUserID=(\d+)")
DOCUMENT = re.compile(r"DocNum=(\d+)&SeqNum=(\d+)")
SHOWN = re.compile(r"Viewing Last (\d+) Vote\(s\)")
NAMED_SESSION = re.compile(r"(\d{4})-(\d{4}) Session|(\d{4}) (?:\w+ )?(?:Extra|Special) Session\s?\d?")
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
    yield named_session(words(one(middle, "div.titleSub", page.url)), session, page.url)
    members, sponsors = read_sponsors(document, page.url)
    yield from known(members, document, session, page.url)
    history = history_lines(middle, page.url)
    texts = one(middle, "//table[tr/th[normalize-space()='Bill Text']]", page.url)
    versions = table(texts, ("Bill Text", "Fiscal Note"), f"{page.url} texts")
    yield items.Bill(
        session=session,
        identifier=head.identifier,
        classification=head.classification,
        chamber=head.chamber,
        title=words(one(middle, "div#title", page.url)) or None,
        subjects=keywords(middle, page.url),
        chapter=head.law,
        source_url=page.url,
        sponsorships=[replace_chamber(sponsor, member) for sponsor, member in zip(sponsors, members, strict=True)],
        actions=distinct(
            (history_action(row, session, page.url) for row in history), f"{page.url} history", key=told_action
        ),
        versions=distinct((text_version(row["Bill Text"], page) for row in versions), f"{page.url} texts"),
        documents=[*fiscal_notes(versions, page), *filed_documents(history, page)],
        related=[items.RelatedBill(head.companion, session, "companion")] if head.companion else [],
    )
    for row in vote_rows(middle, page.url):
        yield vote_event(row, session, head.identifier, page.url)


def address(url: str) -> tuple[str, str]:
    """The session and the bill that an address of BillLookUp.pl names."""
    found = ADDRESS.search(url)
    if not found:
        raise LayoutChanged(url, wanted="an address with Session= and BillID=", got=url)
    return found[1], found[2]


def named_session(name: str, identifier: str, where: str) -> items.Session:
    if not NAMED_SESSION.fullmatch(name):
        raise LayoutChanged(where, wanted="the name of a session", got=name)
    return items.Session(identifier, name, "special" if "E" in identifier else "primary")


def labelled(document: Selector, label: str, where: str) -> Selector:
    """The cell beside a label."""
    return one(document, f"//*[self::th or self::td][normalize-space()='{label}']/following-sibling::td[1]", where)


def read_sponsors(document: Selector, url: str) -> tuple[list[tuple[str, str, str]], list[items.Sponsorship]]:
    """Members as (chamber's letter, id, name as printed), and their sponsorships in the same order."""
    cell = labelled(document, "Sponsors:", url)
    said = collapse(" ".join(cell.xpath(".//text()").getall()))
    members = []
    for link in cell.css("a"):
        found = MEMBER.search(link.attrib.get("href", ""))
        if not found:
            raise LayoutChanged(f"{url} sponsors", wanted="a link to a member", got=words(link))
        members.append((found[1], found[2], words(link)))
    before = said.split("(Primary)")[0]
    primary = len([name for name in before.split(";") if name.strip()])
    named = [name for name in said.replace("(Primary)", "").split(";") if name.strip()]
    if said.count("(Primary)") != 1 or [collapse(name) for name in named] != [name for _, _, name in members]:
        raise LayoutChanged(f"{url} sponsors", wanted="members, those before (Primary) first", got=said)
    distinct(members, f"{url} sponsors")
    return members, sponsorships([name for _, _, name in members], primary, "")


def replace_chamber(sponsor: items.Sponsorship, member: tuple[str, str, str]) -> items.Sponsorship:
    sponsor.chamber = HOUSES[member[0]]
    return sponsor


def known(members: list[tuple[str, str, str]], document: Selector, session: str, url: str) -> Iterator[items.Person]:
    """The sponsors, by the full names that the page's list of all members gives them."""
    listed = {
        (found[1], found[2]): TITLES.sub("", words(option))
        for option in document.css("#memberSelect option")
        if (found := MEMBER.search(option.attrib.get("value", "")))
    }
    if not listed:
        raise LayoutChanged(url, wanted="the list of all members", got="none")
    for house, number, short in members:
        chamber = HOUSES[house]
        yield items.Person(
            session=session,
            name=listed.get((house, number), short),
            family_name=None,
            given_name=None,
            party=None,
            chamber=chamber,
            district=None,
            names=[items.PersonName(short, chamber)],
            source_id=f"{house}{number}",
            mentioned=True,
        )


def keywords(document: Selector, url: str) -> list[str]:
    """Keywords, parted at every comma: the page does not tell those inside a keyword."""
    parted = words(labelled(document, "Keywords:", url)).split(",")
    return list(dict.fromkeys(word for part in parted if (word := part.strip())))


def history_lines(document: Selector, url: str) -> list[dict[str, Selector]]:
    found = one(document, "//a[@name='history']/following::table[1]", url)
    return table(found, ("Date", "Chamber", "Action", "Documents", "Vote"), f"{url} history")


def history_action(row: dict[str, Selector], session: str, url: str) -> items.Action:
    return action(
        words(row["Date"]), words(row["Chamber"]), words(row["Action"]), row["Vote"], session, f"{url} history"
    )


def told_action(line: items.Action) -> tuple[str | None, ...]:
    return line.date, line.chamber, line.text, line.roll_key


def text_version(cell: Selector, page: Response) -> items.Version:
    link = cell.css("a")
    if not link:
        raise LayoutChanged(f"{page.url} texts", wanted="a link to a text", got=words(cell))
    return version(words(link[0]), page.urljoin(link[0].attrib.get("href", "")), f"{page.url} texts")


def fiscal_notes(rows: list[dict[str, Selector]], page: Response) -> Iterator[items.Document]:
    for row in rows:
        for link in row["Fiscal Note"].css("a[href]"):
            if name := words(link):
                url = page.urljoin(link.attrib["href"])
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
    found = document.xpath(".//table[tr/th[normalize-space()='Vote History']]")
    if not found:
        if document.xpath(".//a[contains(@href, 'RollCallVoteTranscript')]"):
            raise LayoutChanged(f"{url} votes", wanted="a vote history, since the history names a vote", got="none")
        return []
    rows = table(found[0], VOTE_COLUMNS, f"{url} votes", notes=r"^Viewing ")
    shown = SHOWN.search(words(found[0]))
    if shown and int(shown[1]) != len(rows):
        raise LayoutChanged(f"{url} votes", wanted=f"{shown[1]} votes", got=f"{len(rows)}")
    return distinct(rows, f"{url} votes", key=lambda row: words(row["RCS #"]))


def day_actions(page: Response, rows_alone: bool = False) -> dict[str, str]:
    """todaysaction.pl: the bills of one chamber with what happened to them on a day, as bill's address → its lines.

    A bill's further lines have no number. `rows_alone`: the table's rows without the page around them.
    """
    if rows_alone:
        document = whole(page, ends="</tr>")
        lines = document.xpath("//tr")
    else:
        listed = table_with(whole(page), DAY_COLUMNS, page.url)
        rows = table(listed, DAY_COLUMNS, page.url)
        lines = listed.xpath(".//tr[td]")
        if len(rows) != len(lines) or [words(head) for head in listed.css("th")] != list(DAY_COLUMNS):
            raise LayoutChanged(page.url, wanted=f"the columns {', '.join(DAY_COLUMNS)}", got=words(listed)[:80])
    found: dict[str, list[str]] = {}
    last = None
    for line in lines:
        number, title, house, day, text = (words(cell) for cell in five_cells(line, page.url))
        if number:
            last = page.urljoin(line.css("a::attr(href)").get(""))
            if address(last)[1] != number or last in found:
                raise LayoutChanged(page.url, wanted=f"{number} once, linked to its page", got=last)
            found[last] = [number, title]
        if last is None or house not in ("H", "S", "") or not text:
            raise LayoutChanged(page.url, wanted="a bill's number, a chamber and an action", got=words(line))
        told = f"{house} {iso_date(day, '%m/%d/%Y')} {text}"
        if told in found[last]:
            raise LayoutChanged(page.url, wanted="each action once", got=told)
        found[last].append(told)
    return {url: " | ".join(told) for url, told in found.items()}


def five_cells(line: Selector, url: str) -> list[Selector]:
    cells = list(line.xpath("./td"))
    if len(cells) != 5:
        raise LayoutChanged(url, wanted="five cells in a row", got=words(line))
    return cells
