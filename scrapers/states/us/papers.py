"""What both sources say of a bill, as items: plain values in, from a file of GPO or from the API alike."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from parsel import Selector

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse, slug
from scrapers.states.us.reading import KINDS, MEMBER, PARTIES, local_day, ordinal

NAMES = {"lower": "House", "upper": "Senate", "legislature": "Joint"}
ORIGINS = {"h": "lower", "s": "upper", "j": "legislature"}  # by the first letter of a committee's code
VERSIONS = (
    (re.compile(r"^Introduced\b"), "introduced"),
    (re.compile(r"^Engrossed Amendment\b"), "amendment"),
    (re.compile(r"^Enrolled\b"), "enrolled"),
    (re.compile(r"^(Public|Private) Law\b"), "became-law"),
)
COMPANIONS = {"Identical bill", "Companion bill"}


class Paper(NamedTuple):
    """A bill or resolution by its names: `kind` is one of KINDS."""

    congress: int
    kind: str
    number: int

    @property
    def identifier(self) -> str:
        return f"{self.kind} {self.number}"

    def bill(self, **said: Any) -> items.Bill:
        """The item, with the fields of it that some page gives."""
        classification, chamber, path, chambers = KINDS[self.kind]
        return items.Bill(
            session=str(self.congress),
            identifier=self.identifier,
            classification=classification,
            chamber=chamber,
            source_url=f"https://www.congress.gov/bill/{ordinal(self.congress)}-congress/{path}/{self.number}",
            chambers=chambers,
            **said,
        )


def paper(congress: str, kind: str, number: str, where: str) -> Paper:
    if kind.upper() not in KINDS or not number.isdecimal() or not congress.isdecimal():
        raise LayoutChanged(where, wanted="type, number and Congress of a bill", got=f"{kind} {number} {congress}")
    return Paper(int(congress), kind.upper(), int(number))


def committee(code: str, name: str, chamber: str, parent: str) -> items.Organization:
    return items.Organization(code, f"{NAMES[chamber]} {name}", "committee", chamber, parent)


def committee_beside(code: str, name: str, where: str) -> items.Organization:
    """One that a line of a history names; its code says whose it is."""
    origin = ORIGINS.get(code[0])
    if origin is None:
        raise LayoutChanged(f"{where} systemCode", wanted="a code like hsju00", got=code)
    return committee(code, name, origin, origin)


def member(printed: str, bioguide: str, congress: str, where: str) -> items.Person:
    """`Rep. Waltz, Michael [R-FL-6]`, with the bioguide id."""
    parts = MEMBER.fullmatch(printed)
    if not parts:
        raise LayoutChanged(f"{where} fullName", wanted="a member like Rep. Waltz, Michael [R-FL-6]", got=printed)
    chamber = "upper" if parts["title"] == "Sen." else "lower"
    family, _, given = parts["name"].partition(", ")
    return items.Person(
        session=congress,
        name=parts["name"],
        family_name=family,
        given_name=given or None,
        party=PARTIES.get(parts["party"], parts["party"]),
        chamber=chamber,
        district=f"{parts['state']}-{parts['district']}" if parts["district"] else parts["state"],
        names=[items.PersonName(printed, chamber)],
        source_id=bioguide,
    )


def sponsorship(person: items.Person, *, first: bool, withdrawn: bool) -> items.Sponsorship:
    role = "primary" if first else "withdrawn cosponsor" if withdrawn else "cosponsor"
    return items.Sponsorship(person.names[0].name, role, first, person.chamber)


def version(note: str, date: str | None, url: str | None, where: str) -> items.Version:
    """A printed text; it has the name of its file as its key (`BILLS-117hr1ih`)."""
    return items.Version(
        key=url.rsplit("/", 1)[-1].rsplit(".", 1)[0] if url else slug(note),
        note=note,
        classification=next((word for pattern, word in VERSIONS if pattern.search(note)), None),
        date=local_day(date, where),
        url=url,
        media_type="text/xml" if url and url.endswith(".xml") else None,
    )


def empty_row(of: Paper, kind: str, place: int) -> items.Gap:
    evidence = f"{kind} {place} of {of.identifier} is an element without words"
    key = f"{of.identifier} {kind} {place}"
    return items.Gap(str(of.congress), "value_missing", key, f"a {kind}", "none", evidence, of.identifier)


def summary(date: str, code: str, note: str, text: str | None, where: str) -> items.Document:
    """A summary of the Congressional Research Service."""
    day = local_day(date, where)
    return items.Document(
        key=f"summary-{code}-{day}",
        classification="summary",
        note=note,
        date=day,
        text=(plain(text) or None) if text else None,
    )


def plain(markup: str) -> str:
    """The words of a summary's HTML, a line for each paragraph, item of a list or heading."""
    page = Selector(text=f"<div>{markup}</div>")
    blocks = page.xpath("//*[self::p or self::li or self::h3 or self::h4][not(.//p or .//li)]") or page.xpath("//div")
    lines = [collapse("".join(block.xpath(".//text()").getall())) for block in blocks]
    return "\n".join(line for line in lines if line)


def related(congress: str, kind: str, number: str, said: set[str | None]) -> items.RelatedBill:
    """`said` are the words for how the two are related."""
    count = int(number) if number.isdecimal() else number
    return items.RelatedBill(f"{kind.upper()} {count}", congress, "companion" if said & COMPANIONS else "related")
