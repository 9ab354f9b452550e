"""One bill of a New Jersey database with everything under it: pure functions of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.items import Gap
from scrapers.normalise import collapse
from scrapers.states.nj.actions import ACTIONS
from scrapers.states.nj.codes import action_text, decode
from scrapers.states.nj.tables import DAY, KINDS, BillKey, Row, Tables, as_day

SITE = "https://www.njleg.state.nj.us/bill-search/"
FILES = "https://pub.njleg.state.nj.us/Bills/"
HOUSES = {"A": "lower", "S": "upper", "G": "executive"}
SPONSORS = {"P": "primary", "C": "cosponsor"}
VERSIONS = {  # DocType → (note, classification)
    "I": ("Introduced", "introduced"),
    "TR": ("Technical review", None),
    "R": ("Reprint", "amendment"),
    "RS": ("Reprint of substitute", "amendment"),
    "ACS": ("Assembly committee substitute", "substituted"),
    "SCS": ("Senate committee substitute", "substituted"),
    "AS": ("Assembly substitute", "substituted"),
    "SS": ("Senate substitute", "substituted"),
    "AL": ("Advance law", "became-law"),
    "PL": ("Pamphlet law", "became-law"),
}
DOCUMENTS = {
    "S": ("Statement", "committee-report"),
    "FS": ("Floor statement", "analysis"),
    "FE": ("Fiscal estimate", "fiscal-note"),
    "FN": ("Fiscal note", "fiscal-note"),
    "F": ("Fiscal note", "fiscal-note"),  # not captured
    "RI": ("Racial impact statement", "analysis"),
    "V": ("Veto", "veto-message"),
    "GS": ("Governor's statement", "signing-message"),  # not captured
}
REPLACED = {"SUB BY": "replaced-by", "COMB/W": "replaced-by", "SUB FOR": "replaces"}
TALLY = re.compile(r"\((\d{1,2})-(\d{1,2})(?:-\d{1,2})?\)")
# \\NJOLS7\LEGAPPS$\2024BILL\A0500\4_R1.DOCX: year, folder, file
DOCUMENT = re.compile(r"\\\\[^\\]+\\[^\\]+\\(\d{4})BILL\\([A-Z]+\d*)\\(\d+_\w*)\.(?:DOCX?|WPD)", re.IGNORECASE)
DATED = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?!\d)")
# `A4`, `S2644/2646 (SCS)`, `A4303/A4308`: several numbers may share one type
NAMED = re.compile(r"\b(A|S|AJR|SJR|ACR|SCR|AR|SR) ?(\d{1,5}(?:/(?:[A-Z]{1,3})?\d{1,5})*)(?!\w)")
AROUND = re.compile(r"\([^)]*\)?|\bw/c\b|\bwc\b|\b\d?R\b|\b[AS][CcSs]?[Ss]\b")


def one_bill(tables: Tables, session: str, year: int, bill: BillKey) -> items.Bill:
    row = tables.bills[bill]
    classification, chambers = KINDS.get(bill.kind, ("bill", 2))
    if bill.kind not in KINDS:
        tables.unknown["bill type", bill.kind] += 1
    versions, documents = papers(tables, bill, row)
    return items.Bill(
        session=session,
        identifier=bill.identifier,
        classification=classification,
        chamber=HOUSES.get(bill.kind[0]),
        chambers=chambers,
        # a number that was given to no bill has none
        title=collapse(row["Synopsis"]) or None,
        subjects=subjects(tables, bill),
        chapter=chapter(bill, row),
        effective_date=as_day(row["EffectiveDate"]) if row["EffectiveDate"] else None,
        committee_code=present_committee(tables, row["CurrentStatus"]),
        source_url=f"{SITE}{year}/{bill.kind}{bill.number}",
        sponsorships=sponsorships(tables, bill),
        actions=actions(tables, bill),
        versions=versions,
        documents=documents,
        related=related(tables, session, bill, row),
    )


def unlisted_bills(tables: Tables, session: str) -> Iterator[items.Bill | Gap]:
    """Bills a table tells of and MAINBILL does not list; none in the capture."""
    for bill in sorted((tables.history or {}).keys() - tables.bills.keys()):
        yield items.Bill(
            session=session,
            identifier=bill.identifier,
            classification=KINDS.get(bill.kind, ("bill", 2))[0],
            chamber=HOUSES.get(bill.kind[0]),
            actions=actions(tables, bill),
            listed=False,
        )
    for name, table in (("BILLSPON", tables.sponsors), ("BILLSUBJ", tables.subjects), ("BILLWP", tables.documents)):
        for bill in sorted((table or {}).keys() - tables.bills.keys()):
            key = f"{name} {bill.identifier}"
            told = f"{name} tells of {bill.identifier}, which MAINBILL does not list"
            yield Gap(session, "bill_missing", key, "the bill in MAINBILL", "none", told)


def subjects(tables: Tables, bill: BillKey) -> list[str] | None:
    """The headings in full, by SUBJHEADINGS; a key it does not have stays as it is."""
    if tables.subjects is None:
        return None
    keys = tables.subjects.get(bill, [])
    for key in keys:
        if tables.headings is not None and key not in tables.headings:
            tables.unknown["subject", key] += 1
    return [(tables.headings or {}).get(key, key) for key in keys]


def chapter(bill: BillKey, row: Row) -> str | None:
    """`P.L.2024, c.2`, for joint resolutions `P.L.2024, JR-2`, as histories cite them; None before there is one."""
    if not row["PamphletLaw"] or not row["ChapterLaw"]:
        return None
    number = f"JR-{row['ChapterLaw']}" if bill.kind.endswith("JR") else f"c.{row['ChapterLaw']}"
    return f"P.L.{row['PamphletLaw']}, {number}"


def present_committee(tables: Tables, status: str) -> str | None:
    """CurrentStatus is a committee's code, or a step in words of its own: then no committee has the bill."""
    if not status or tables.committees is None:
        return None
    return status if status in tables.committees else ""


def sponsorships(tables: Tables, bill: BillKey) -> list[items.Sponsorship] | None:
    """Prime sponsors and cosponsors in the order of Sequence; one who withdrew stays, and is said to have."""
    if tables.sponsors is None:
        return None
    found = []
    for row in sorted(tables.sponsors.get(bill, []), key=lambda row: int(row["Sequence"])):
        chambers = tables.homes.get(row["Sponsor"], set())
        withdrawn = row["Status"] == "W"
        found.append(
            items.Sponsorship(
                name=row["Sponsor"],
                classification=f"{'withdrawn ' if withdrawn else ''}{SPONSORS[row['Type']]}",
                is_primary=row["Type"] == "P" and not withdrawn,
                # who moved from one house to the other is the same person in both
                chamber=next(iter(chambers)) if len(chambers) == 1 else None,
            )
        )
    return found


def actions(tables: Tables, bill: BillKey) -> list[items.Action] | None:
    if tables.history is None:
        return None
    found = []
    for row in tables.history.get(bill, []):
        code, comment = collapse(row["Action"]), collapse(row["Comment"])
        words, committee = decode(code, tables.names)
        if words is None:
            tables.unknown["action code", code] += 1
        if committee and tables.committees is not None and committee not in tables.committees:
            tables.unknown["committee code", committee] += 1
            committee = None
        text = action_text(words, comment, code)
        counts = TALLY.search(comment)
        found.append(
            items.Action(
                date=row["DateAction"],
                chamber=HOUSES[row["House"]],
                text=text,
                classifications=ACTIONS.classify(text),
                organization_code=committee if tables.committees is not None else None,
                tally_yes=int(counts[1]) if counts else None,
                tally_no=int(counts[2]) if counts else None,
                vote_date=row["DateAction"] if counts else None,
            )
        )
    return found


def papers(tables: Tables, bill: BillKey, main: Row) -> tuple[list[items.Version] | None, list[items.Document] | None]:
    """Texts and documents of BILLWP, with the official address of the PDF each path stands for."""
    if tables.documents is None:
        return None, None
    versions, documents = [], []
    for row in tables.documents.get(bill, []):
        kind, comment = row["DocType"], collapse(row["Comment"])
        path = DOCUMENT.fullmatch(row["Document"])
        key = f"{path[2]}/{path[3]}" if path else row["Document"]
        url = f"{FILES}{path[1]}/{path[2]}/{path[3]}.PDF" if path else None
        media_type = "application/pdf" if path else None
        if not path:
            tables.unknown["document path", row["Document"]] += 1
        day = dated(comment)
        if kind in VERSIONS:
            note, version_class = VERSIONS[kind]
            if kind == "I" and day is None and main["IntroDate"]:
                day = as_day(main["IntroDate"])
            if kind in ("R", "RS") and row["ReprintNum"]:
                note = f"{note} {row['ReprintNum']}"
            said = ": ".join(part for part in (note, comment) if part)
            versions.append(items.Version(key, said, version_class, day, url=url, media_type=media_type))
            continue
        if kind not in DOCUMENTS:
            tables.unknown["document type", kind] += 1
        note, document_class = DOCUMENTS.get(kind, (kind, "other"))
        said = ": ".join(part for part in (note, comment) if part)
        committee = comment.split(" ")[0]
        body = committee if committee in (tables.committees or {}) else None
        documents.append(
            items.Document(key, document_class, said, day, url=url, media_type=media_type, organization_code=body)
        )
    return versions, documents


def dated(comment: str) -> str | None:
    """The day in a comment like `SBA 6/26/25 1R`; None where there is none, or what stands there is no day."""
    found = DATED.search(comment)
    if not found:
        return None
    month, number, year = found[0].split("/")
    try:
        return as_day(f"{month}/{number}/{year if len(year) == 4 else f'20{year}'}", DAY)
    except LayoutChanged:
        return None


def related(tables: Tables, session: str, bill: BillKey, row: Row) -> list[items.RelatedBill] | None:
    """Identical bills, the bill of the last session, what it was substituted by or for, or combined with."""
    if tables.history is None:
        return None
    before = str(int(session) - 1)
    links = [
        ("companion", None, row["IdenticalBillNumber"]),
        ("prior-session", before, row["LastSessionFullBillNumber"]),
    ]
    for line in tables.history.get(bill, []):
        if collapse(line["Action"]) in REPLACED:
            links.append((REPLACED[collapse(line["Action"])], None, line["Comment"]))
    found: dict[tuple[str, str | None, str], items.RelatedBill] = {}
    for relation, other_session, text in links:
        named = bills_named(text)
        if collapse(AROUND.sub(" ", NAMED.sub(" ", text))) or bool(text) != bool(named):
            tables.unknown["bill number", collapse(text)] += 1
        for other in named:
            if other_session or other != bill.identifier:
                found[other, other_session, relation] = items.RelatedBill(other, other_session, relation)
    return list(found.values())


def bills_named(text: str) -> list[str]:
    """`S2644/2646 (SCS)` → `S 2644`, `S 2646`."""
    found = []
    for kind, numbers in NAMED.findall(text):
        for number in numbers.split("/"):
            digits = number.lstrip("AJCRS")
            found.append(f"{number[: -len(digits)] or kind} {int(digits)}")
    return found
