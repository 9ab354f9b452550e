"""What the pages of www.ncleg.gov say: the list of bills, bills, roll calls, members, texts."""

from __future__ import annotations

import re
from collections import Counter
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
    NAMED_SESSION,
    SITE,
    TIME,
    VOTE_COLUMNS,
    action,
    count,
    keywords,
    mentioned,
    named_session,
    read_heading,
    read_sponsors,
    repeated,
    version,
    vote_event,
)

BILL = re.compile(rf"{re.escape(SITE)}/BillLookUp/(\w{{4,6}})/([HS]\d{{1,5}})", re.IGNORECASE)
MEMBER = re.compile(r"/Members/Biography/([HS])/(\d{1,5})")
TRANSCRIPT = re.compile(r"/RollCallVoteTranscript/(\w{4,6})/([HS])/(\d{1,4})$")
SESSION = re.compile(r"\d{4}(?:E\d)?")
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
PARTICLES = frozenset({"van", "von", "de", "del", "la", "st."})  # that begin a surname of several words
PARTIES = {"D": "Democratic", "R": "Republican", "U": "Unaffiliated"}
# heads and feet of sheets: "Page 2 House Bill 1-First Edition", "Session Law 2025-9 House Bill 1 Page 3", "*H1-v-1*"
NAMED = (
    r"(?:(?:House|Senate) (?:Joint )?(?:Bill|Resolution) \d{1,5}\*?(?:-[A-Z][a-z]{2,12}(?: [A-Z][a-z]{2,12}){0,3})?"
    r"|(?:Session Law|Resolution) \d{4}-\d{1,4})"
)
EDGE = re.compile(
    rf"General Assembly Of North Carolina (?:\w+ ){{0,2}}Session \d{{4}}|\*?[HS]\d{{1,5}}-v-\d{{1,2}}\*?"
    rf"|Page \d{{1,4}}(?: {NAMED}){{1,2}}|(?:{NAMED} ){{1,2}}Page \d{{1,4}}"
)
BEFORE = re.compile(r"(?P<number>\d{1,2})(?: (?P<words>.*))?")
BEHIND = re.compile(r"(?:(?P<words>.*) )?(?P<number>\d{1,2})")
NUMBERED = 3  # lines that must count from 1 on some sheet: else the numbers are the text's own
DISTRICT = re.compile(r"District (\d{1,3})")


def newest_session(page: Response) -> str:
    """BillLookUp: the session that its form has selected, or lists first."""
    newest = {
        selected_session(form, page.url)
        for form in whole(page).css("select")
        if any(NAMED_SESSION.fullmatch(words(option)) for option in form.css("option"))
    }
    if len(newest) != 1:
        raise LayoutChanged(page.url, wanted="a list of sessions", got=", ".join(sorted(newest)) or "none")
    return newest.pop()


def selected_session(form: Selector, url: str) -> str:
    options = form.css("option:not([value=''])")
    for option in options:
        if not SESSION.fullmatch(option.attrib.get("value", "")) or not NAMED_SESSION.fullmatch(words(option)):
            raise LayoutChanged(f"{url} sessions", wanted="2025, 2025-2026 Session", got=str(option.get())[:120])
    return next((option for option in options if "selected" in option.attrib), options[0]).attrib["value"]


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
    title = words(one(main, "div.bill-title", page.url))
    if not title:
        raise LayoutChanged(page.url, wanted="a title", got="none")
    yield named_session(session, words(one(main, "div.titleSub", page.url)), page.url)
    members, sponsors = read_sponsors(labelled(main, "Sponsors:", page.url), MEMBER, page.url)
    yield from (mentioned(member, session) for member in members)
    history = rows(main, "History", HISTORY, page.url)
    actions = [
        action(words(row["Date"]), words(row["Chamber"]), words(row["Action"]), row["Vote"], session, page.url)
        for row in history
    ]
    yield items.Bill(
        session=session,
        identifier=head.identifier,
        classification=head.classification,
        chamber=head.chamber,
        title=title,
        subjects=keywords(words(labelled(main, "Keywords:", page.url))),
        chapter=head.law,
        source_url=page.url,
        sponsorships=sponsors,
        actions=actions,
        versions=versions(main, page),
        related=[items.RelatedBill(head.companion, session, "companion")] if head.companion else [],
    )
    yield from repeated(actions, session, head.identifier)
    votes = rows(main, "Vote History", VOTE_COLUMNS, page.url) if main.css("#vote-header") else []
    if not votes and any(line.roll_key for line in actions):
        raise LayoutChanged(page.url, wanted="a vote history, since the history names a vote", got="none")
    events = [vote_event(row, session, head.identifier, page.url) for row in votes]
    yield from distinct(events, page.url, key=lambda event: event.key)


def versions(main: Selector, page: Response) -> list[items.Version]:
    """The printed texts; the newest may be linked twice, at the top and, with its name, in its place in the list."""
    named: dict[str, str] = {}
    for link in many(main, "a[href*='/Bills/'][href*='/PDF/']", page.url):
        url = page.urljoin(link.attrib["href"])
        named[url] = words(link) or named.get(url, "")
    return distinct(
        (version(note, url, page.url) for url, note in named.items()), page.url, key=lambda version: version.key
    )


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
    boxes = [
        (label := words(one(box, "span", page.url)), words(box).removeprefix(label).strip())
        for box in many(main, "div.col-12.col-md-6", page.url)
    ]
    facts = {label.rstrip(":"): value for label, value in distinct(boxes, page.url, key=lambda box: box[0])}
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
        (
            "",
            HOUSES[house],
            collapse(row["Member"]),
            row["Party"].strip("()"),
            row["District"].removeprefix("District "),
        )
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
    held = Counter(form for forms in shorts for form in set(forms))
    for (source_id, chamber, name, party, district), forms in zip(found, shorts, strict=True):
        # two of one name in full are not told apart by any form: votes under it stay unmatched
        alone = next((form for form in forms if held[form] == 1), name)
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
    """`Linda P. Johnson` → Johnson; L. Johnson; Linda Johnson; the name itself. `Terry Van Duyn` → Van Duyn …"""
    first, *rest = SUFFIX.sub("", name).split()
    begins = next((place for place, word in enumerate(rest) if word.lower() in PARTICLES), len(rest) - 1)
    last = " ".join(rest[begins:]) if rest else first
    return [last, f"{first[0]}. {last}", f"{first} {last}", name]


def version_text(page: Response, bill: str, classification: str, session: str, note: str) -> items.Bill:
    """The PDF of a version: its lines, without the numbers in the margin and the heads and feet of sheets."""
    found = EDITION.search(page.url)
    if not found:
        raise LayoutChanged(page.url, wanted="the address of a version", got=page.url)
    lines = without_margin(
        [[line for line in sheet if not EDGE.fullmatch(line)] for sheet in pdf.lines(page.body, page.url)]
    )
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


def without_margin(sheets: list[list[str]]) -> list[str]:
    """The lines of all sheets without the numbers before or behind them, which count from 1 to a sheet's last line.

    Texts as enacted have no such numbers: there a line that begins with a number keeps it.
    """
    for side in (BEFORE, BEHIND):
        counted = [numbered(sheet, side) for sheet in sheets]
        if max(counted, default=0) >= NUMBERED:
            break
    else:
        return [line for sheet in sheets for line in sheet]
    lines = []
    for sheet, last in zip(sheets, counted, strict=True):
        lines += sheet[: len(sheet) - last]
        lines += [found["words"] for line in sheet[len(sheet) - last :] if (found := side.fullmatch(line))]
    return [line for line in lines if line]


def numbered(sheet: list[str], side: re.Pattern[str]) -> int:
    """How many lines at the end of a sheet are numbered from 1; 0 where they are not, or the count has a hole."""
    last = side.fullmatch(sheet[-1]) if sheet else None
    count = int(last["number"]) if last else 0
    found = [side.fullmatch(line) for line in sheet[len(sheet) - count :]] if 0 < count <= len(sheet) else []
    numbers = [int(line["number"]) if line else 0 for line in found]
    return count if numbers == list(range(1, count + 1)) else 0
