"""One bill of Virginia with everything the files say of it: pure functions of the tables."""

from __future__ import annotations

import re
from functools import lru_cache

from parsel import Selector

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import words
from scrapers.normalise import collapse, id_part, iso_date
from scrapers.states.va.actions import ACTIONS
from scrapers.states.va.files import MEASURE, ROLL, Line, Measure
from scrapers.states.va.tables import Tables

SITE = "https://lis.virginia.gov"
LETTERS = {"H": "lower", "S": "upper", "C": "legislature", "G": "executive"}
MEASURES = {  # (classification, chambers that must agree)
    "B": ("bill", 2),
    "J": ("joint resolution", 2),
    "R": ("resolution", 1),
}
# "(15-Y 7-N)" of a committee, "(63-Y 34-N 0-A)" of a chamber; a clerk's slips: "0--N", "21-Y, 18-N", "(Y-93 N-5 A-0)"
TALLY = re.compile(r"\b(\d{1,3})-Y,? +(\d{1,3})-{1,2}N\b|\(Y-(\d{1,3}) N-(\d{1,3})\b")
TALLY_ON = re.compile(r"\s*\(?(?:\b\d{1,3}-Y\b|Y-\d).*$|\s*\(Voice Vote\).*$")
EXECUTIVE = re.compile(r"^(?:Governor|Approved by Governor|Vetoed by Governor|Acts of Assembly)\b")
EFFECTIVE = re.compile(r"\(Effective ([^()]+?) ?\)", re.IGNORECASE)
DATES = ("%B %d, %Y", "%m/%d/%Y", "%m/%d/%y")
COMMITTEE = re.compile(r"([HS])(\d{1,2})(\d{3})?(?:V\d+x?X?)?")
APPROVED = re.compile(r"\b(?:Approved by Governor ?- ?|Enacted, )Chapter ?(\d{1,4})(?!\d)", re.IGNORECASE)
# "Motion to rerefer to Rules agreed to", "Left in Committee Rules": the committee's name ends the line
PLACE = re.compile(r".* (?:to|in|on|for|by|Committee) (.+?)(?: agreed to)?", re.IGNORECASE)
PLACES = {"referral-committee", "reconsideration", "carried-over", "died"}
STAYS = {"filing", "introduction", "printing", "hearing-scheduled", "amendment-introduction", "procedural", "tally"}
INTO = re.compile(r"^(?:Incorporated by|Incorporates)\b")
TEXT_KINDS = (  # what follows the bill's number in a document id; the first that fits
    (re.compile(r""), "Introduced", "introduced"),
    (re.compile(r"ER\d*"), "Enrolled", "enrolled"),
    (re.compile(r"E\d*"), "Engrossed", "amendment"),
    (re.compile(r"EH\d*"), "House engrossed", "amendment"),
    (re.compile(r"ES\d*"), "Senate engrossed", "amendment"),
    (re.compile(r"HC?\d+"), "House substitute", "substituted"),
    (re.compile(r"SC?\d+"), "Senate substitute", "substituted"),
    (re.compile(r"G\d*"), "Governor's text", "amendment"),
)


def identifier(bill: str) -> str:
    """`HB1` → `HB 1`."""
    return f"{bill[:2]} {bill[2:]}"


def one_bill(tables: Tables, places: Places | None, bill: str, row: Measure | None) -> items.Bill:
    """The bill; without a row it is one that the history alone tells of."""
    classification, chambers = MEASURES[bill[1]]
    lines = None if tables.history is None else tables.history.get(bill, [])
    return items.Bill(
        session=tables.session,
        identifier=identifier(bill),
        classification=classification,
        chamber=LETTERS[bill[0]],
        chambers=chambers,
        listed=row is not None,
        title=row.title or None if row else None,
        subjects=tables.subjects.get(bill) if tables.subjects is not None else None,
        chapter=chapter(row, lines or []),
        effective_date=effective_date(lines or []),
        committee_code=None if lines is None else present_committee(places, lines),
        source_url=f"{SITE}/bill-details/{tables.code}/{bill}",
        sponsorships=sponsorships(tables, bill),
        actions=None if lines is None else [action(line) for line in lines],
        versions=versions(bill, row) if row else None,
        documents=documents(tables, bill),
        related=related(lines) if lines is not None else None,
    )


def action(line: Line) -> items.Action:
    text = line.text or line.letter  # six lines of the capture say nothing but their chamber
    counts = tally(text)
    chamber = LETTERS.get(line.letter)
    if chamber is None:
        chamber = "executive" if EXECUTIVE.match(text) else "legislature" if "onference" in text else None
    return items.Action(
        date=line.date,
        chamber=chamber,
        text=text,
        classifications=ACTIONS.classify(text),
        organization_code=committee_code(line.ref),
        tally_yes=counts[0] if counts else None,
        tally_no=counts[1] if counts else None,
        vote_date=line.date if counts or is_roll(line.ref) else None,
        roll_key=line.ref if is_roll(line.ref) else None,
    )


def is_roll(ref: str) -> bool:
    return ROLL.fullmatch(ref) is not None


@lru_cache(maxsize=1 << 15)  # asked of a line when its action is read, and when its roll call is
def tally(text: str) -> tuple[int, int] | None:
    """The last tally stated; None where there is none, or where it cannot be what it says ("0-Y 40-Y")."""
    stated = list(TALLY.finditer(text))
    if not stated:
        return None
    yes, no, other_yes, other_no = stated[-1].groups()
    return int(yes or other_yes), int(no or other_no)


def motion(text: str) -> str:
    """The action without what it says of the votes."""
    return collapse(TALLY_ON.sub("", text))


def committee_code(ref: str) -> str | None:
    """`H14`, `H14V2610034` → `H14`; `S5V2391` → `S05`; `H14003V2610048` → the subcommittee `H14003`."""
    found = COMMITTEE.fullmatch(ref)
    return f"{found[1]}{found[2].zfill(2)}{found[3] or ''}" if found else None


def chapter(row: Measure | None, lines: list[Line]) -> str | None:
    """The chapter of BILLS, which lists none for some bills; then the one that the Governor's approval states."""
    if row and row.chapter:
        return f"Chapter {int(row.chapter.removeprefix('CHAP'))}"
    stated = next(filter(None, (APPROVED.search(line.text) for line in lines)), None)
    return f"Chapter {int(stated[1])}" if stated else None


Places = dict[tuple[str, str], str]  # house and name, as id_part has it → committee code


def committee_places(committees: dict[str, tuple[str, str]] | None) -> Places | None:
    """The committees by what the history calls them; None where Committees was not read."""
    if committees is None:
        return None
    return {(house, id_part(name)): code for code, (house, name) in committees.items()}


def present_committee(places: Places | None, lines: list[Line]) -> str | None:
    """The committee that the last lines put the bill in, take it up again in, carry it over in, or leave it in.

    "" where a later line takes it from there, or names none that is listed: any line does that cannot be one of a bill
    in committee. A bill assigned to a subcommittee is still in the committee. None where Committees was not read.
    """
    if places is None:
        return None
    found = ""
    for line in lines:
        if line.text.startswith("Assigned"):
            continue
        classes = ACTIONS.classify(line.text)
        if not PLACES.isdisjoint(classes):
            place = PLACE.fullmatch(motion(line.text))
            found = places.get((line.letter, id_part(place[1])), "") if place else ""
        elif not STAYS.issuperset(classes):
            found = ""
    return found


def effective_date(lines: list[Line]) -> str | None:
    """The day the Governor's approval states, "(effective July 1, 2026)"."""
    for line in lines:
        stated = EFFECTIVE.search(line.text)
        if stated:
            try:
                return iso_date(stated[1], *DATES)
            except LayoutChanged:
                return None  # words of another kind: the line itself is kept as it is
    return None


def sponsorships(tables: Tables, bill: str) -> list[items.Sponsorship] | None:
    """Patrons by kind and rank, as LIS lists them."""
    if tables.sponsors is None:
        return None
    return [
        items.Sponsorship(
            name=sponsor.name,
            classification=sponsor.kind.lower(),
            is_primary=sponsor.kind == "Chief Patron",
            chamber=LETTERS[sponsor.member[0]],
        )
        for sponsor in sorted(tables.sponsors.get(bill, []), key=lambda sponsor: sponsor.rank)
    ]


def versions(bill: str, row: Measure) -> list[items.Version]:
    """The printed texts; one document may be listed twice, under its earliest place and its date there."""
    found: dict[str, items.Version] = {}
    for key, date in row.texts:
        note, classification = text_kind(bill, key)
        found.setdefault(key, items.Version(key=key, note=note, classification=classification, date=date))
    return list(found.values())


def text_kind(bill: str, key: str) -> tuple[str, str | None]:
    """(note, classification) of a document id such as `HB5S1`; the id itself where nobody knows its kind."""
    if key.startswith("CHAP"):
        return "Acts of Assembly Chapter", "became-law"
    if key.startswith(bill):
        for pattern, note, classification in TEXT_KINDS:
            if pattern.fullmatch(key[len(bill) :]):
                return note, classification
    return key, None


def documents(tables: Tables, bill: str) -> list[items.Document] | None:
    """Fiscal impact statements, summaries with their words, amendments; None where none of these files was read."""
    if tables.fiscal is None and tables.summaries is None and tables.amendments is None:
        return None
    found = [
        items.Document(
            key=f"{ref}-{url.rsplit('/', 1)[-1].partition('.')[0]}",
            classification="fiscal-note",
            note=f"Impact statement {ref}",
            date=None,
            url=url or None,
            media_type="application/pdf" if url.lower().endswith(".pdf") else None,
        )
        for ref, url in (tables.fiscal or {}).get(bill, [])
    ]
    for key, kind, html in (tables.summaries or {}).get(bill, []):
        text = words(Selector(text=html)) if html else ""
        found.append(
            items.Document(key=f"{key}-{kind}", classification="summary", note=kind, date=None, text=text or None)
        )
    for key in (tables.amendments or {}).get(bill, []):
        found.append(items.Document(key=key, classification="amendment", note=f"Amendment {key}", date=None))
    return found


def related(lines: list[Line]) -> list[items.RelatedBill]:
    """Bills that took this one in, by the reference of the history."""
    found: dict[str, items.RelatedBill] = {}
    for line in lines:
        other = MEASURE.fullmatch(line.ref) if INTO.match(line.text) else None
        if other:
            name = f"{other[1]} {other[2]}"
            relation = "replaced-by" if line.text.startswith("Incorporated") else "replaces"
            found.setdefault(name, items.RelatedBill(name, None, relation))
    return list(found.values())
