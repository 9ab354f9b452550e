"""One bill of a California dump with everything under it, and its roll calls: pure functions of the tables.

Identifiers follow the Legislature: `SB 54` in a regular session, `SBX1 2` in the first extraordinary session. The roll
call's key is the five columns that tell one from another in BILL_SUMMARY_VOTE_TBL.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.items import Gap
from scrapers.normalise import collapse, date_of_month_day, id_part, slug, tally
from scrapers.states.ca.actions import ACTIONS, MOTIONS
from scrapers.states.ca.caml import read_caml
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.rows import BILL_ID, Author, Ballot, Bill, RollKey, Version
from scrapers.states.ca.tables import Tables

SITE = "https://leginfo.legislature.ca.gov/faces/"
MEASURES = {  # measure_type → (classification, chambers that must agree)
    "AB": ("bill", 2),
    "SB": ("bill", 2),
    "ACA": ("constitutional amendment", 2),
    "SCA": ("constitutional amendment", 2),
    "ACR": ("concurrent resolution", 2),
    "SCR": ("concurrent resolution", 2),
    "AJR": ("joint resolution", 2),
    "SJR": ("joint resolution", 2),
    "HR": ("resolution", 1),
    "SR": ("resolution", 1),
}
CHAMBERS = {"A": "lower", "S": "upper", "Assembly": "lower", "Senate": "upper", "ASSEMBLY": "lower", "SENATE": "upper"}
EXECUTIVE = {"Governor", "Secretary of State"}
FLOORS = {"AFLOOR": "lower", "SFLOOR": "upper"}
CONFERENCE = "CONFCM"
OPTIONS = {"AYE": "yes", "NOE": "no", "ABS": "not voting"}
RESULTS = {"(PASS)": "pass", "(FAIL)": "fail"}
VERSION_CLASSES = {"INT": "introduced", "AMD": "amendment", "ENR": "enrolled", "CHP": "became-law"}
THRESHOLDS = {"Majority": "majority of those elected", "2/3": "two thirds of those elected"}
ON_PASSAGE = {"passage", "concurrence"}
ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
VOTED_ON = re.compile(rf"\(((?:{MONTHS}) {{1,3}}\d{{1,2}})\)")
CONTRIBUTIONS = ("LEAD_AUTHOR", "PRINCIPAL_COAUTHOR", "COAUTHOR")


@dataclass(slots=True)
class Reading:
    """A dump being turned into items; codes nobody knows are counted, to be told once each."""

    dump: Dump
    tables: Tables
    session: str
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)

    def known(self, meaning: object, kind: str, code: str | None) -> None:
        if meaning is None and code:
            self.unknown[kind, code] += 1

    def committee(self, code: str | None) -> str | None:
        """The code, if it is one of LOCATION_CODE_TBL or there is no such table; None and counted where it is not."""
        if code is None or self.tables.locations is None:
            return code
        self.known(self.tables.locations.get(code), "location code", code)
        return code if code in self.tables.locations else None


def session_identifier(session_year: str, session_num: str) -> str:
    """`20252026`, or `20252026 Special Session 1`."""
    return session_year if session_num == "0" else f"{session_year} Special Session {session_num}"


def identifier(bill: Bill) -> str:
    extra = "" if bill.session_num == "0" else f"X{bill.session_num}"
    return f"{bill.measure_type}{extra} {bill.measure_num}"


def committee_chamber(code: str | None) -> str | None:
    return {"CX": "lower", "CS": "upper"}.get((code or "")[:2])


def present_committee(reading: Reading, bill: Bill) -> str | None:
    """The committee that has the bill, "" where none has; current_location also names steps on the floor, in words."""
    if committee_chamber(bill.location) or bill.location == CONFERENCE:
        return reading.committee(bill.location)
    return ""


def one_bill(reading: Reading, bill: Bill) -> Iterator[items.Item]:
    tables = reading.tables
    session = session_identifier(bill.session_year, bill.session_num)
    name = identifier(bill)
    classification, chambers = MEASURES.get(bill.measure_type, (None, 2))
    reading.known(classification, "measure type", bill.measure_type)
    rows = (tables.versions or {}).get(bill.bill_id, [])
    latest = next((row for row in rows if row.version_id == bill.latest_version), rows[-1] if rows else None)
    rolls = sorted({*(tables.summaries or {}).get(bill.bill_id, ()), *tables.detail_keys.get(bill.bill_id, ())})
    yield items.Bill(
        session=session,
        identifier=name,
        classification=classification or "bill",
        chamber="upper" if bill.measure_type.startswith("S") else "lower",
        chambers=chambers,
        title=collapse(latest.subject) if latest and latest.subject else None,
        chapter=chapter(bill),
        effective_date=effective_date(rows),
        committee_code=present_committee(reading, bill),
        whole=reading.dump.whole,
        source_url=f"{SITE}billNavClient.xhtml?bill_id={bill.bill_id}",
        sponsorships=sponsorships(reading, bill, latest),
        actions=actions(reading, bill),
        versions=versions(reading, session, name, rows),
        documents=documents(reading, bill),
        versions_named=[bill.latest_version] if bill.latest_version else [],
    )
    for key in rolls:
        yield vote_event(reading, bill, session, name, key, rows)


def unlisted_bills(reading: Reading) -> Iterator[items.Bill]:
    """Bills BILL_HISTORY_TBL tells of and BILL_TBL does not list (in the 2025 capture SB 2510, 2511 and 2512)."""
    if not reading.dump.whole:
        return
    for bill_id in sorted((reading.tables.history or {}).keys() - reading.tables.listed):
        found = BILL_ID.fullmatch(bill_id)
        assert found  # read_history refuses others
        years, number, kind, digits = found.groups()
        bill = Bill(bill_id, years, number, kind, digits, None, None, None, None, None, None, None)
        yield items.Bill(
            session=session_identifier(years, number),
            identifier=identifier(bill),
            classification=MEASURES.get(kind, ("bill", 2))[0],
            chamber="upper" if kind.startswith("S") else "lower",
            actions=actions(reading, bill),
            listed=False,
        )


def chapter(bill: Bill) -> str | None:
    """`Chapter 495, Statutes of 2017`, as the Legislature cites it; None before it has one."""
    if not bill.chapter_num:
        return None
    kind = "Resolution Chapter" if bill.chapter_type == "CHR" else "Chapter"
    cited = f"{kind} {bill.chapter_num}, Statutes of {bill.chapter_year}"
    number = int(bill.chapter_session_num or 0)
    return f"{cited}, {ORDINALS[number]} Extraordinary Session" if number else cited


def effective_date(rows: list[Version]) -> str | None:
    """An urgency statute takes effect the day it is chaptered; for all others the source states no date."""
    chaptered = next((row for row in rows if row.version_id.endswith("CHP")), None)
    return chaptered.date if chaptered and chaptered.urgency == "Yes" else None


def sponsorships(reading: Reading, bill: Bill, latest: Version | None) -> list[items.Sponsorship] | None:
    """The authors printed on the latest version, the first author first; None where the dump does not list them."""
    tables = reading.tables
    version = bill.latest_version or (latest.version_id if latest else None)
    if tables.authors is None or version is None or version not in tables.authors:
        return None
    authors = tables.authors[version]
    if tables.locations is None and any(author.kind == "Committee" for author in authors):
        return None  # which committee it is cannot be told, and was perhaps told before
    found: dict[tuple[str, str | None, str], items.Sponsorship] = {}
    for author in sorted(authors, key=author_order):
        chamber = CHAMBERS.get(author.house or "")
        committee = author.kind == "Committee"
        name = collapse(author.name)
        sponsorship = items.Sponsorship(
            name=name,
            classification=author.contribution.lower().replace("_", " "),
            is_primary=author.primary,
            chamber=chamber,
            entity_type="organization" if committee else "person",
            organization_code=committee_code(tables, name, chamber) if committee else None,
        )
        found.setdefault((name, chamber, author.contribution), sponsorship)
    return list(found.values())


def author_order(author: Author) -> tuple[object, ...]:
    """The table has no order of its own: first author, authors, principal coauthors, coauthors, each by name."""
    rank = CONTRIBUTIONS.index(author.contribution) if author.contribution in CONTRIBUTIONS else len(CONTRIBUTIONS)
    return (
        not author.primary,
        rank,
        author.contribution,
        slug(author.name),
        author.name,
        author.house or "",
        author.kind,
    )


def committee_code(tables: Tables, name: str, chamber: str | None) -> str | None:
    plain = slug(name.removeprefix("Committee on "))
    codes = [
        location.code
        for location in (tables.locations or {}).values()
        if location.kind == "B" and committee_chamber(location.code) == chamber and slug(location.name) == plain
    ]
    return codes[0] if len(codes) == 1 else None


def actions(reading: Reading, bill: Bill) -> list[items.Action] | None:
    if reading.tables.history is None or bill.bill_id not in reading.tables.history:
        return None
    found = []
    for row in reading.tables.history[bill.bill_id]:
        text = collapse(row.text)
        classes = ACTIONS.classify(text)
        chamber = CHAMBERS.get(row.primary or "")
        if row.primary in EXECUTIVE or "executive-veto" in classes or "executive-signature" in classes:
            chamber = "executive"
        counts = tally(text)
        voted_on = VOTED_ON.search(text)
        found.append(
            items.Action(
                date=row.date,
                chamber=chamber,
                text=text,
                classifications=classes,
                organization_code=reading.committee(row.committee),
                tally_yes=counts[0] if counts else None,
                tally_no=counts[1] if counts else None,
                vote_date=(date_of_month_day(voted_on[1], row.date) if voted_on else row.date) if counts else None,
            )
        )
    return found


def versions(reading: Reading, session: str, name: str, rows: list[Version]) -> list[items.Version] | None:
    if reading.tables.versions is None or not rows:
        return None
    found = []
    for row in rows:
        code = row.version_id[-3:]
        reading.known(VERSION_CLASSES.get(code), "version code", code)
        text, long_title = version_text(reading, session, name, row)
        found.append(
            items.Version(
                key=row.version_id,
                note=row.action,
                classification=VERSION_CLASSES.get(code),
                date=row.date,
                title=collapse(row.subject) if row.subject else None,
                long_title=long_title,
                media_type="application/xml" if row.lob else None,
                text=text,
            )
        )
    return found


def version_text(
    reading: Reading, session: str, name: str, row: Version
) -> tuple[items.VersionText | None, str | None]:
    if row.lob is None:
        return None, None
    try:
        data = reading.dump.lob(row.lob)
        measure = read_caml(data, row.lob)
    except LayoutChanged as error:
        reading.tables.gaps.append(
            Gap(session, "text_unreadable", row.version_id, error.wanted, error.got, str(error), bill=name)
        )
        return None, None
    text = items.VersionText(measure.text, measure.markup, "caml", sha256(data).hexdigest())
    return text, measure.long_title


def documents(reading: Reading, bill: Bill) -> list[items.Document] | None:
    tables = reading.tables
    if tables.analyses is None and tables.messages is None:
        return None
    found = [
        items.Document(
            key=f"analysis-{row.number}",
            classification="analysis",
            note=collapse(row.name),
            date=row.date,
            url=f"{SITE}billAnalysisClient.xhtml?bill_id={bill.bill_id}",
            organization_code=reading.committee(row.committee if committee_chamber(row.committee) else None),
        )
        for row in (tables.analyses or {}).get(bill.bill_id, [])
    ]
    for message in (tables.messages or {}).get(bill.bill_id, []):
        text = message_text(reading, bill, message.lob)
        vetoed = "without my signature" in (text or "").lower() or (text is None and bill.status == "Vetoed")
        found.append(
            items.Document(
                key=f"message-{message.date}",
                # the table holds both kinds, and does not tell them apart
                classification="veto-message" if vetoed else "signing-message",
                note="Governor's veto message" if vetoed else "Governor's signing message",
                date=message.date,
                text=text,
            )
        )
    return found


def message_text(reading: Reading, bill: Bill, lob: str | None) -> str | None:
    if lob is None:
        return None
    try:
        data = reading.dump.lob(lob)
        return data.decode("utf-8").strip()
    except (LayoutChanged, UnicodeDecodeError) as error:
        wanted, got = (error.wanted, error.got) if isinstance(error, LayoutChanged) else ("UTF-8", str(error))
        session = session_identifier(bill.session_year, bill.session_num)
        reading.tables.gaps.append(Gap(session, "text_unreadable", lob, wanted, got, str(error), bill=identifier(bill)))
        return None


def vote_event(
    reading: Reading, bill: Bill, session: str, name: str, key: RollKey, rows: list[Version]
) -> items.VoteEvent:
    tables = reading.tables
    summary = (tables.summaries or {}).get(bill.bill_id, {}).get(key)
    roll = None if tables.details is None else tables.details.get(key, [])
    floor = FLOORS.get(key.location)
    chamber = floor or committee_chamber(key.location)
    text = collapse((tables.motions or {}).get(key.motion_id, "")) or None
    motion = MOTIONS.classify(text)
    result = RESULTS.get(summary.result) if summary and summary.result else None
    if summary:
        reading.known(result, "vote result", summary.result)
    elif tables.summaries is not None and reading.dump.whole:
        where = " ".join(key)
        evidence = f"BILL_DETAIL_VOTE_TBL names {len(roll or ())} members in {where}"
        found = "names without a result"
        tables.gaps.append(
            Gap(session, "roll_call_unlisted", where, "a row in BILL_SUMMARY_VOTE_TBL", found, evidence, name)
        )
    return items.VoteEvent(
        session=session,
        key="-".join(id_part(part) for part in (name, key.location, moment(key.moment), key.sequence, key.motion_id)),
        bills=[name],
        chamber="legislature" if key.location == CONFERENCE else chamber,
        organization_code=floor or reading.committee(key.location),
        date=key.moment[:10],
        motion=text,
        motion_classification=motion.classifications if text else (),
        yes_means=motion.yes_means,
        result_raw=summary.result if summary else None,
        result=result,
        declared_yes=summary.ayes if summary else None,
        declared_no=summary.noes if summary else None,
        declared_other=summary.abstain if summary else None,
        votes=None if roll is None else [vote(reading, ballot) for ballot in roll],
        threshold=threshold(reading, bill, rows, key)
        if floor and ON_PASSAGE.intersection(motion.classifications)
        else None,
        source_url=f"{SITE}billVotesClient.xhtml?bill_id={bill.bill_id}",
        whole=reading.dump.whole,
    )


def moment(text: str) -> str:
    """The date alone at midnight, as committees print it; else date and time, as the floor does."""
    return text.removesuffix(" 00:00:00")


def vote(reading: Reading, ballot: Ballot) -> items.Vote:
    option = OPTIONS.get(ballot.code)
    reading.known(option, "vote code", ballot.code)
    return items.Vote(collapse(ballot.name), option or "other", ballot.code)


def threshold(reading: Reading, bill: Bill, rows: list[Version], key: RollKey) -> str | None:
    """What passage needs: the `vote_required` of the text in hand that day, for bills and constitutional amendments."""
    if MEASURES.get(bill.measure_type, ("", 0))[0] not in ("bill", "constitutional amendment"):
        return None
    in_hand = [row for row in rows if row.date <= key.moment[:10]]
    required = in_hand[-1].vote_required if in_hand else None
    found = THRESHOLDS.get(required) if required else None
    reading.known(found, "vote requirement", required)
    return found
