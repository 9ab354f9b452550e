"""What the API says of bills and dockets: the list of a General Court's documents, and a document.

A document is proved on captures of 2022, a line of the list on one. `JointSponsor`, and a list's `Cosponsors`, came
later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from scrapy.http import Response

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import value
from scrapers.normalise import collapse
from scrapers.states.ma.history import chapter_of, related_in
from scrapers.states.ma.pages import Law
from scrapers.states.ma.rolls import recommended
from scrapers.states.ma.shapes import (
    Row,
    answer,
    bill_url,
    documents_url,
    entries,
    gap,
    house_of,
    identifier,
    of_court,
    of_kind,
    once,
    text_of,
    unknown,
)

KINDS = {
    "Bill": ("bill", 2),
    "Resolve": ("bill", 2),
    "Resolution": ("resolution", 1),
    "Order": ("order", 2),
    "Petition": ("petition", 2),
    "Proposal": ("constitutional amendment", 2),
    "Amendment": ("amendment", 2),  # the text of one, printed under a number of its own
}
PROPOSED = "proposed bill"  # a docket that has no bill's number yet
PERSON, COMMITTEE, PUBLIC, OFFICE = 1, 2, 3, 4
ENTITIES = {PERSON: "person", COMMITTEE: "organization", PUBLIC: "unknown", OFFICE: "organization"}
VERSION, PDF = "text", "application/pdf"
OPTIONAL = ("Pinslip", "EmergencyPreamble", "DocumentText")


class Listed(NamedTuple):
    """A line of the list of documents.

    `number` as in addresses, of the bill, or of the docket that has none; `line` all the words that may change; `bill`
    what the line says of it; `names` those of members by code.
    """

    number: str
    line: str
    bill: items.Bill
    names: dict[str, str]

    @property
    def is_docket(self) -> bool:
        return self.bill.classification == PROPOSED


class Leads(NamedTuple):
    """What a document leads to: the votes of committees as it tells them, the roll calls it lists (branch, number)."""

    votes: list[items.VoteEvent]
    rolls: list[tuple[str, int]]


def documents(page: Response, court: int) -> list[Listed | items.Gap]:
    """`GeneralCourts/194/Documents`: every bill, and every docket that is none yet."""
    rows = list(entries(answer(page.body, list, page.url), page.url, at_least=1))
    session = str(court)
    listed, gaps = once(((one, one.number) for one in map_rows(rows, court)), session, "document", page.url)
    found: list[Listed | items.Gap] = [*listed, *gaps]
    if any("Cosponsors" not in row for _, row in rows):
        found.append(gap(session, "value_missing", "Cosponsors in the list of documents", "them", "none", page.url))
    if alone := sum(not sponsors_agree(row, where) for where, row in rows):
        key = "first sponsors among the cosponsors of the list of documents"
        found.append(gap(session, "value_missing", key, "each", f"{alone} of {len(rows)} not", page.url))
    return found


def map_rows(rows: list[tuple[str, Row]], court: int) -> Iterator[Listed]:
    for where, row in rows:
        of_court(row, court, where)
        number, docket = text_of(row, "BillNumber", where), text_of(row, "DocketNumber", where)
        people = [sponsor(row, "PrimarySponsor", where), sponsor(row, "JointSponsor", where), *cosponsors(row, where)]
        names = {one.code.lower(): one.name for one in people if one and one.code and one.kind == PERSON}
        only_docket = not number
        name, title, presented = (
            identifier(number or docket or "", where),
            text_of(row, "Title", where),
            sponsors(row, where),
        )
        bill = items.Bill(
            session=str(court),
            identifier=name,
            classification=PROPOSED if only_docket else "bill",
            chamber=house_of(name),
            title=title,
            source_url=bill_url(court, name.replace(" ", "")),
            sponsorships=presented if "Cosponsors" in row or only_docket else None,
            related=None if only_docket else docketed(docket, where),
        )
        line = "\n".join([title or "", docket or "", *(f"{one.classification} {one.name}" for one in presented)])
        yield Listed(name.replace(" ", ""), line, bill, names)


def docketed(docket: str | None, where: str) -> list[items.RelatedBill]:
    """A bill takes the place of its docket."""
    return [items.RelatedBill(identifier(docket, where), None, "replaces")] if docket else []


def document(page: Response, court: int, number: str, names: Mapping[str, str]) -> list[items.Bill | Leads | items.Gap]:
    """`GeneralCourts/192/Documents/S459`: a bill with sponsors, text, amendments; its history is another answer.

    `names` are those of members by code, which is all that a committee's vote gives.
    """
    row, where, session = answer(page.body, dict, page.url), page.url, str(court)
    of_court(row, court, where)
    name = identifier(value(row, "BillNumber", str, where), where)
    if name != identifier(number, where):
        raise LayoutChanged(f"{where}.BillNumber", wanted=number, got=name)
    kind = value(row, "LegislationTypeName", str, where)
    classification, chambers = KINDS.get(kind, (kind.lower(), 2))
    people, twice = once(
        ((one, (one.name, one.classification)) for one in sponsors(row, where)), session, f"sponsor of {name}", where
    )
    papers, again = once(((one, one.key) for one in documents_of(row, court, where)), session, "paper", where)
    printed = bill_url(court, number, ".pdf")
    bill = items.Bill(
        session=session,
        identifier=name,
        classification=classification,
        chamber=house_of(name),
        title=text_of(row, "Title", where),
        source_url=bill_url(court, number),
        chambers=chambers,
        sponsorships=people,
        versions=[
            items.Version(VERSION, "Bill text", None, None, url=printed, media_type=PDF, text=document_text(row, where))
        ],
        documents=papers,
        related=docketed(text_of(row, "DocketNumber", where), where),
    )
    gaps = [*twice, *again]
    if missing := [key for key in OPTIONAL if key not in row]:
        gaps.append(gap(session, "value_missing", f"{', '.join(missing)} of {name}", "them", "none", where))
    if not sponsors_agree(row, where):
        gaps.append(gap(session, "value_missing", f"first sponsor in the list of {name}", "one", "none", where))
    if kind not in KINDS:
        gaps.append(unknown(session, "kind of document", kind, where))
    votes = value(row, "CommitteeRecommendations", list, where)
    rolls = [
        (value(one, "Branch", str, at), value(one, "RollCallNumber", int, at))
        for at, one in entries(value(row, "RollCalls", list, where), f"{where}.RollCalls")
    ]
    return [bill, Leads(recommended(votes, court, number, names, where), rolls), *gaps]


def sponsors(row: Row, where: str) -> list[items.Sponsorship]:
    """The first sponsor, one who presents the bill jointly, and the cosponsors, among whom the first is once more."""
    leading = [sponsor(row, key, where) for key in ("PrimarySponsor", "JointSponsor")]
    found = [
        items.Sponsorship(one.name, role, True, None, ENTITIES[one.kind], one.code if one.kind == COMMITTEE else None)
        for one, role in zip(leading, ("primary", "joint sponsor"), strict=True)
        if one
    ]
    return found + [
        items.Sponsorship(one.name, "cosponsor", False, None, ENTITIES[one.kind])
        for one in cosponsors(row, where)
        if one not in leading
    ]


class Sponsor(NamedTuple):
    name: str
    code: str | None
    kind: int


def sponsor(row: Row, key: str, where: str) -> Sponsor | None:
    """A sponsor; null where there is none, and absent where the answer is older than the key."""
    found = row.get(key) if key == "JointSponsor" else value(row, key, (dict, type(None)), where)
    return read_sponsor(of_kind(found, dict, f"{where}.{key}"), f"{where}.{key}") if found is not None else None


def read_sponsor(found: Row, where: str) -> Sponsor:
    kind, name = value(found, "Type", int, where), text_of(found, "Name", where)
    if kind not in ENTITIES or not name:
        raise LayoutChanged(where, wanted=f"a Name, and a Type of {min(ENTITIES)} to {max(ENTITIES)}", got=repr(found))
    return Sponsor(name, value(found, "Id", (str, type(None)), where), kind)


def cosponsors(row: Row, where: str) -> list[Sponsor]:
    listed = value(row, "Cosponsors", list, where) if "Cosponsors" in row else []
    return [read_sponsor(one, at) for at, one in entries(listed, f"{where}.Cosponsors")]


def sponsors_agree(row: Row, where: str) -> bool:
    """A member who is the first sponsor is among the cosponsors too."""
    first = sponsor(row, "PrimarySponsor", where)
    return not first or first.kind != PERSON or "Cosponsors" not in row or first in cosponsors(row, where)


def document_text(row: Row, where: str) -> items.VersionText | None:
    """The emergency preamble and the text, paragraph by paragraph; None where they are empty: then a PDF has it."""
    parts = [value(row, key, (str, type(None)), where) or "" for key in ("EmergencyPreamble", "DocumentText")
             if key in row]  # fmt: skip
    lines = [line for part in parts for raw in part.splitlines() if (line := collapse(raw))]
    source = "\n".join(parts).encode()
    return items.VersionText("\n".join(lines), None, "ma-api", sha256(source).hexdigest()) if lines else None


def documents_of(row: Row, court: int, where: str) -> list[items.Document]:
    """The pinslip, which tells what a bill is; attachments; amendments, of other texts of the bill too."""
    found = []
    if "Pinslip" in row and (words := text_of(row, "Pinslip", where)):
        found.append(items.Document("pinslip", "summary", "Pinslip", None, text=words))
    for at, one in entries(value(row, "Attachments", list, where), f"{where}.Attachments"):
        link, note = value(one, "DownloadUrl", str, at), text_of(one, "Description", at) or "Attachment"
        found.append(items.Document(f"attachment-{link.rsplit('/', 1)[-1]}", "other", note, None, url=link))
    for at, one in entries(value(row, "Amendments", list, where), f"{where}.Amendments"):
        of_court(one, court, at)
        parent = value(one, "ParentBillNumber", str, at)
        branch, number = value(one, "Branch", str, at), value(one, "AmendmentNumber", str, at)
        url = f"{documents_url(court, parent)}/Branches/{branch}/Amendments/{number}/"
        note = f"{branch} amendment {number} to {identifier(parent, at)}"
        found.append(
            items.Document(f"{parent}-{branch}-amendment-{number}", "amendment", note, None, url=url,
                           media_type="application/json")
        )  # fmt: skip
    return found


def assembled(
    bill: items.Bill, actions: list[items.Action] | None, committee: str | None, law: Law | None
) -> items.Bill:
    """A bill with its history, the committee that has it ("" if none does), and the law it became."""
    found = actions or []
    mentioned = related_in(found, bill.identifier)
    replaced = {one.identifier for one in bill.related or []}
    return replace(
        bill,
        actions=actions,
        chapter=law.chapter if law else chapter_of(found),
        committee_code=committee,
        versions=[*(bill.versions or []), law.version] if law else bill.versions,
        related=[*(bill.related or []), *(one for one in mentioned if one.identifier not in replaced)],
    )
