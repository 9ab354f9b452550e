"""What the pages of www.ncleg.gov say: the list of bills, bills, roll calls, members, texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from parsel import Selector
from scrapy.http import Response

from scrapers import items, pdf, xml
from scrapers.errors import LayoutChanged
from scrapers.extract import many, one, read_csv, words
from scrapers.html import distinct, whole
from scrapers.normalise import collapse, iso_date
from scrapers.states.nc.actions import MOTIONS
from scrapers.states.nc.shapes import (
    EDITION,
    HOUSES,
    SITE,
    TIME,
    VOTE_COLUMNS,
    action,
    count,
    read_heading,
    sponsorships,
    version,
    vote_event,
)

BILL = re.compile(rf"{re.escape(SITE)}/BillLookUp/(\w{{4,6}})/([HS]\d{{1,5}})", re.IGNORECASE)
MEMBER = re.compile(r"/Members/Biography/([HS])/(\d{1,5})")
TRANSCRIPT = re.compile(r"/RollCallVoteTranscript/(\w{4,6})/([HS])/(\d{1,4})$")
SESSION = re.compile(r"\d{4}(?:E\d)?")
NAMED = re.compile(r"(\d{4}-\d{4}) Session|\d{4} (?:\w+ ){0,2}(?:Extra|Special) Session(?: \d)?")
HISTORY = ("Date", "Chamber", "Action", "Documents", "Vote")
SIDES = {  # label of a group → count's label, option
    "Ayes": ("Ayes", "yes"),
    "Noes": ("Noes", "no"),
    "Not Voting": ("Not Voting", "not voting"),
    "Excused Absence": ("Excused Absence", "absent"),
    "Excused Vote": ("Excused Vote", "excused"),
}
GROUP = re.compile(rf"({'|'.join(SIDES)}) \(([A-Z][a-z]+)\)")
ROLE = re.compile(r"\s*\((?:SPEAKER|CHAIR|Speaker|Chair)\)$")
PARTY = re.compile(r"(.{3,60}) \(([DRU])\)")
SUFFIX = re.compile(r",? (?:Jr\.|Sr\.|I{1,3}|IV|MD)$")
PARTIES = {"D": "Democratic", "R": "Republican", "U": "Unaffiliated"}
LINE_NUMBER = re.compile(r"^\d{1,2} (?=\S)")
FOOT = re.compile(r"^\*?[HS]\d{1,5}-v-\d+\*?$|^Page \d+ |\bPage \d+$")
DISTRICT = re.compile(r"District (\d{1,3})")


def newest_session(page: Response) -> str:
    """BillLookUp: the session that its form has selected, or lists first."""
    options = [
        (option.attrib["value"], "selected" in option.attrib)
        for option in whole(page).css("select option[value]")
        if SESSION.fullmatch(option.attrib["value"]) and NAMED.fullmatch(words(option))
    ]
    if not options:
        raise LayoutChanged(page.url, wanted="a list of sessions", got="none")
    return next((value for value, selected in options if selected), options[0][0])


def bill_lines(page: Response) -> dict[str, str]:
    """LastActionByYear/…/All/RSS: every bill of a session with its last action, as bill's address → its line."""
    root = xml.parse(page.body, "rss", page.url)
    found: dict[str, str] = {}
    for entry in root.iterfind("channel/item"):
        url = xml.need(entry, "link", page.url)
        parts = [xml.need(entry, name, page.url) for name in ("title", "description", "pubDate")]
        if not BILL.fullmatch(url) or url in found:
            raise LayoutChanged(page.url, wanted="the page of a bill, each once", got=url)
        found[url] = " | ".join(parts)
    if not found:
        raise LayoutChanged(page.url, wanted="items with bills", got="none")
    return found


def bill(page: Response) -> Iterator[items.Item]:
    """BillLookUp/<session>/<bill>: heading, title, sponsors, keywords, texts, votes, history."""
    asked = BILL.fullmatch(page.url)
    if not asked:
        raise LayoutChanged(page.url, wanted=f"{SITE}/BillLookUp/<session>/<bill>", got=page.url)
    session, main = asked[1], one(whole(page), "main", page.url)
    head = read_heading(words(one(main, "div.h2", page.url)), page.url)
    if f"{head.identifier[0]}{head.identifier.split()[1]}" != asked[2].upper():
        raise LayoutChanged(page.url, wanted=f"the bill {asked[2]}", got=head.identifier)
    name = words(one(main, "div.titleSub", page.url))
    if not NAMED.fullmatch(name):
        raise LayoutChanged(page.url, wanted="the name of a session", got=name)
    yield items.Session(session, name, "special" if "E" in session else "primary")
    sponsors, people = read_sponsors(labelled(main, "Sponsors:", page.url), session, page.url)
    yield from people
    texts = many(main, "a[href*='/PDF/']", page.url)
    history = distinct(rows(main, "History", HISTORY, page.url), page.url, key=told)
    yield items.Bill(
        session=session,
        identifier=head.identifier,
        classification=head.classification,
        chamber=head.chamber,
        title=words(one(main, "div.bill-title", page.url)),
        subjects=keywords(words(labelled(main, "Keywords:", page.url))),
        chapter=head.law,
        source_url=page.url,
        sponsorships=sponsors,
        actions=[
            action(words(row["Date"]), words(row["Chamber"]), words(row["Action"]), row["Vote"], session, page.url)
            for row in history
        ],
        versions=distinct(
            (version(words(link), page.urljoin(link.attrib["href"]), page.url) for link in texts), page.url
        ),
        related=[items.RelatedBill(head.companion, session, "companion")] if head.companion else [],
    )
    votes = rows(main, "Vote History", VOTE_COLUMNS, page.url) if main.css("#vote-header") else []
    if not votes and any(words(row["Vote"]) for row in history):
        raise LayoutChanged(page.url, wanted="a vote history, since the history names a vote", got="none")
    for row in distinct(votes, page.url, key=told):
        yield vote_event(row, session, head.identifier, page.url)


def labelled(main: Selector, label: str, where: str) -> Selector:
    """The box beside a label's."""
    return one(main, f"//div[normalize-space(text())='{label}']/following-sibling::div[1]", where)


def rows(main: Selector, title: str, labels: tuple[str, ...], url: str) -> list[dict[str, Selector]]:
    """The rows of a card: boxes in pairs, a label and its value."""
    where = f"{url} {title}"
    card = one(main, f"//h6[normalize-space()='{title}']/ancestor::div[contains(@class, 'gray-card')][1]", where)
    found = []
    for line in many(card, "div.card-body > div.row", where):
        boxes = line.xpath("./div")
        pairs = {words(label).rstrip(":"): value for label, value in zip(boxes[::2], boxes[1::2], strict=False)}
        if len(boxes) != 2 * len(labels) or set(pairs) != set(labels):
            raise LayoutChanged(where, wanted=f"the boxes {', '.join(labels)}", got=words(line))
        found.append(pairs)
    return found


def told(row: dict[str, Selector]) -> tuple[str, ...]:
    return tuple(words(cell) for cell in row.values())


def keywords(text: str) -> list[str]:
    """Parted at every comma: the page does not tell those inside a keyword."""
    return list(dict.fromkeys(word for part in text.split(",") if (word := part.strip())))


def read_sponsors(cell: Selector, session: str, url: str) -> tuple[list[items.Sponsorship], list[items.Person]]:
    """Sponsors in their order, those before (Primary) first, and who they are."""
    said = collapse(" ".join(cell.xpath(".//text()").getall()))
    links = [(MEMBER.search(link.attrib.get("href", "")), words(link)) for link in cell.css("a")]
    named = [collapse(name) for name in said.replace("(Primary)", "").split(";") if name.strip()]
    if said.count("(Primary)") != 1 or named != [name for _, name in links] or not all(found for found, _ in links):
        raise LayoutChanged(f"{url} sponsors", wanted="linked members, those before (Primary) first", got=said)
    distinct(named, f"{url} sponsors")
    primary = len([name for name in said.split("(Primary)")[0].split(";") if name.strip()])
    people = []
    for found, name in links:
        assert found
        people.append(mentioned(session, name, HOUSES[found[1]], f"{found[1]}{found[2]}"))
    made = sponsorships(named, primary, "")
    for sponsor, person in zip(made, people, strict=True):
        sponsor.chamber = person.chamber
    return made, people


def mentioned(session: str, name: str, chamber: str, source_id: str) -> items.Person:
    names = [items.PersonName(name, chamber)]
    return items.Person(session, name, None, None, None, chamber, None, names, source_id=source_id, mentioned=True)


def roll_call(
    page: Response, bill: str, subject: str, result: str, stated: list[int]
) -> Iterator[items.VoteEvent | items.Gap]:
    """RollCallVoteTranscript: counts, and the names in groups by vote and party.

    `subject`, `result` and `stated` (ayes, noes, others) are what the bill's page says of the roll call.
    """
    asked = TRANSCRIPT.search(page.url)
    if not asked:
        raise LayoutChanged(page.url, wanted="the address of a transcript", got=page.url)
    main = one(whole(page), "main", page.url)
    facts = {}
    for box in many(main, "div.col-12.col-md-6", page.url):
        label = words(one(box, "span", page.url))
        facts[label.rstrip(":")] = words(box).removeprefix(label).strip()
    for wanted in ("Time", "Total votes", *(label for label, _ in SIDES.values())):
        if wanted not in facts:
            raise LayoutChanged(page.url, wanted=f"{wanted}:", got=", ".join(facts))
    counted = {label: count(facts[label], label, page.url) for label, _ in SIDES.values()}
    if counted["Ayes"] + counted["Noes"] != count(facts["Total votes"], "Total votes", page.url):
        raise LayoutChanged(page.url, wanted="ayes and noes that make the total", got=str(facts))
    time = TIME.fullmatch(facts["Time"])
    if not time:
        raise LayoutChanged(page.url, wanted="a day and a time", got=facts["Time"])
    yes, no, *others = counted.values()
    motion = MOTIONS.classify(subject)
    key = f"{asked[2]}-{asked[3]}"
    yield items.VoteEvent(
        session=asked[1],
        key=key,
        bills=[bill],
        chamber=HOUSES[asked[2]],
        organization_code=HOUSES[asked[2]],
        date=iso_date(time[1], "%m/%d/%Y"),
        motion=subject,
        motion_classification=motion.classifications,
        yes_means=motion.yes_means,
        result_raw=result,
        result=result.lower(),
        declared_yes=yes,
        declared_no=no,
        declared_other=sum(others),
        votes=read_votes(main, page.url),
        roll_number=asked[3],
        source_url=page.url,
    )
    if [yes, no, sum(others)] != stated:
        expected, found = "-".join(map(str, stated)), f"{yes}-{no}-{sum(others)}"
        evidence = f"the page of {bill} counts {expected}, the transcript of roll call {key} {found}"
        yield items.Gap(asked[1], "counts_differ", key, expected, found, evidence, bill)


def read_votes(main: Selector, url: str) -> list[items.Vote]:
    votes: list[items.Vote] = []
    for line in many(main, "div.ncga-row-no-gutters div.ncga-row-no-gutters", url):
        boxes = line.xpath("./div")
        if len(boxes) != 2:
            raise LayoutChanged(url, wanted="a label and its names", got=words(line))
        label, names = words(boxes[0]), words(boxes[1])
        group = GROUP.fullmatch(label)
        if not group:
            raise LayoutChanged(url, wanted="a group such as Ayes (Democrat)", got=label)
        if names == "None":
            continue
        option = SIDES[group[1]][1]
        listed = [ROLE.sub("", collapse(name)) for name in names.split(";") if name.strip()]
        votes += [items.Vote(name, option, group[1]) for name in listed]
    return distinct(votes, url, key=lambda vote: vote.voter_name)


def members(page: Response, session: str) -> list[items.Person]:
    """Members/MemberList: the members of a chamber as cards, each with party and district."""
    found = []
    for card in many(whole(page), "div.member-col", page.url):
        link = one(card, "div.member-info-col a[href*='/Members/Biography/']", page.url)
        who = MEMBER.search(link.attrib["href"])
        told_as = PARTY.fullmatch(words(link))
        place = DISTRICT.fullmatch(words(one(card, "a[href*='/DistrictPlanMap/']", page.url)))
        if not who or not told_as or not place:
            raise LayoutChanged(page.url, wanted="a member with party and district", got=words(card))
        found.append((f"{who[1]}{who[2]}", HOUSES[who[1]], told_as[1], told_as[2][0], place[1]))
    distinct(found, page.url, key=lambda member: member[0])
    return people(found, session)


def member_table(page: Response, session: str, house: str) -> list[items.Person]:
    """The list of a chamber as a table of Party, District, Member and counties, in CSV."""
    found = [
        ("", HOUSES[house], row["Member"], row["Party"].strip("()"), row["District"].removeprefix("District "))
        for row in read_csv(page.body, ("Party", "District", "Member", "Counties Represented"), page.url)
    ]
    if not found or any(party not in PARTIES or not district.isdecimal() for *_, party, district in found):
        raise LayoutChanged(page.url, wanted="members with party and district", got=str(found[:1]))
    distinct(found, page.url, key=lambda member: member[4])
    return people(found, session)


def people(found: list[tuple[str, str, str, str, str]], session: str) -> list[items.Person]:
    """Members of one chamber as (id or nothing, chamber, name, party's letter, district).

    Votes and sponsor lists print the surname alone, where two share it an initial or the first name before it.
    """
    made = []
    shorts = [short_names(name) for _, _, name, _, _ in found]
    for (source_id, chamber, name, party, district), forms in zip(found, shorts, strict=True):
        alone = next(form for form in forms if sum(form in others for others in shorts) == 1)
        made.append(
            items.Person(
                session=session,
                name=name,
                family_name=forms[0],
                given_name=None,
                party=PARTIES[party],
                chamber=chamber,
                district=district,
                names=[items.PersonName(form, chamber) for form in dict.fromkeys((alone, name))],
                source_id=source_id or None,
            )
        )
    return made


def short_names(name: str) -> list[str]:
    """`Linda P. Johnson` → Johnson; L. Johnson; Linda Johnson; the name itself."""
    first, *_, last = SUFFIX.sub("", name).split() if " " in name else (name, name)
    return [last, f"{first[0]}. {last}", f"{first} {last}", name]


def version_text(page: Response, bill: str, classification: str, session: str, note: str) -> items.Bill:
    """The PDF of a version: its lines, without the numbers of lines and the feet of sheets."""
    found = EDITION.search(page.url)
    if not found:
        raise LayoutChanged(page.url, wanted="the address of a version", got=page.url)
    sheets = pdf.lines(page.body, page.url)
    printed = (LINE_NUMBER.sub("", line) for sheet in sheets for line in sheet if not FOOT.search(line))
    lines = [line for line in printed if line]
    if not lines:
        raise LayoutChanged(page.url, wanted="words", got="none")
    text = items.VersionText("\n".join(lines), None, "nc-pdf", sha256(page.body).hexdigest())
    made = version(note, page.url, page.url)
    made.text = text
    return items.Bill(
        session=session,
        identifier=bill,
        classification=classification,
        chamber=HOUSES[bill[0]],
        versions=[made],
        whole=False,
    )
