"""A General Court in the shape of malegislature.gov: its API, a page of committees' votes, printed texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SITE = "https://malegislature.gov/"
API = f"{SITE}api/"
COURT = f"{API}GeneralCourts/194"
FIXTURES = Path(__file__).parents[1] / "fixtures" / "ma"
JSON, HTML, PDF = "application/json; charset=utf-8", "text/html; charset=utf-8", "application/pdf"
HOUSE = {
    "AJP1": "Angelo J. Puppolo, Jr.", "MSC1": "Michael S. Chaisson", "M_C1": "Mike Connolly",
    "CLG1": "Carmine Lawrence Gentile", "H_G1": "Homar Gómez", "K_K2": "Kristin E. Kassner",
    "JPL1": "Jack Patrick Lewis", "S_M1": "Samantha Montaño", "NJO1": "Norman J. Orrall",
    "L_S1": "Lindsay N. Sabadosa", "J_T1": "Joshua Tarsky", "RGW1": "Richard G. Wells, Jr.",
}  # fmt: skip
SENATE = {"CSC0": "Cynthia Stone Creem", "PMO": "Patrick M. O'Connor", "PDJ0": "Patricia D. Jehlen"}
MEMBERS = HOUSE | SENATE
COMMITTEES = {
    "J10": "Joint Committee on Municipalities and Regional Government",
    "H36": "House Committee on Bills in the Third Reading",
    "S30": "Senate Committee on Ways and Means",
}
BRANCHES = {"J": "Joint", "H": "House", "S": "Senate"}


def site(bills: int, moved: int = 0) -> dict[str, tuple[bytes, str]]:
    """Every tenth measure is a docket without a number; the first `moved` of the others were reported and read."""
    found = {url: (json.dumps(body).encode(), JSON) for url, body in answers(bills, moved)}
    for number in (name(i) for i in numbered(bills)):
        found |= pages(number)
    return found


def numbered(bills: int) -> list[int]:
    return [i for i in range(1, bills + 1) if not is_docket(i)]


def is_docket(i: int) -> bool:
    return i % 10 == 9


def has_vote(i: int) -> bool:
    return i % 4 == 0


def has_roll(i: int) -> bool:
    return i % 5 == 0


def without_words(i: int) -> bool:
    return i % 7 == 0


def name(i: int) -> str:
    return f"{'H' if i % 2 else 'S'}{i}"


def answers(bills: int, moved: int) -> Iterator[tuple[str, Any]]:
    gone = set(numbered(bills)[:moved])
    yield f"{API}GeneralCourts", [{"Name": "194th", "Number": 194, "FirstYear": 2025, "SecondYear": 2026}]
    yield f"{COURT}/Committees", [body(code) for code in COMMITTEES]
    for code in COMMITTEES:
        yield f"{COURT}/Committees/{code}", committee(code, bills, gone)
    yield f"{COURT}/LegislativeMembers", [member(code) for code in MEMBERS]
    for code, person in MEMBERS.items():
        branch = "House" if code in HOUSE else "Senate"
        yield (
            f"{COURT}/LegislativeMembers/{code}",
            member(code) | {"Name": person, "Branch": branch, "District": f"District of {code}", "Party": None},
        )
    yield f"{API}SessionLaws/SupportedYears", [2024, 2025]
    yield f"{API}SessionLaws/2025", [law(i) for i in numbered(bills) if i == 5]
    yield f"{COURT}/Documents", [row(i) for i in range(1, bills + 1)]
    for i in numbered(bills):
        yield f"{COURT}/Documents/{name(i)}", document(i)
        yield f"{COURT}/Documents/{name(i)}/DocumentHistoryActions", history(i, moved=i in gone)
        if has_roll(i):
            yield f"{COURT}/Branches/House/RollCalls/{i}", roll_call(i)
    for number in (7001, 7002):
        yield f"{API}Hearings/{number}", hearing(number)


def body(code: str) -> dict[str, Any]:
    return {"CommitteeCode": code, "GeneralCourtNumber": 194, "Details": f"{COURT}/Committees/{code}"}


def member(code: str) -> dict[str, Any]:
    return {"GeneralCourtNumber": 194, "MemberCode": code, "Details": f"{COURT}/LegislativeMembers/{code}"}


def committee(code: str, bills: int, gone: set[int]) -> dict[str, Any]:
    joint = code == "J10"
    senate = list(SENATE) if code != "H36" else []
    house = list(HOUSE) if code != "S30" else []
    return body(code) | {
        "FullName": COMMITTEES[code],
        "Branch": BRANCHES[code[0]],
        "SenateChairperson": member(senate[0]) if senate else None,
        "HouseChairperson": member(house[0]) if house else None,
        "SenateMembers": [member(one) for one in senate],
        "HouseMembers": [member(one) for one in house],
        "DocumentsBeforeCommittee": [summary(i) for i in numbered(bills) if joint and i not in gone],
        "ReportedOutDocuments": [summary(i) for i in numbered(bills) if joint and i in gone],
        "Hearings": [{"EventId": number, "Details": ""} for number in (7001, 7002) if joint],
    }


def sponsor(i: int) -> dict[str, Any]:
    code = list(HOUSE if i % 2 else SENATE)[i % 3]
    return {"Id": code, "Name": MEMBERS[code], "Type": 1, "Details": None}


def summary(i: int) -> dict[str, Any]:
    return {
        "BillNumber": None if is_docket(i) else name(i),
        "DocketNumber": f"{'HD' if i % 2 else 'SD'}{1000 + i}",
        "Title": f"An Act relative to matter {i}",
        "PrimarySponsor": sponsor(i),
        "GeneralCourtNumber": 194,
        "Details": None,
        "IsDocketBookOnly": is_docket(i),
    }


def row(i: int) -> dict[str, Any]:
    return summary(i) | {"Cosponsors": [sponsor(i), sponsor(i + 1)], "JointSponsor": None}


def document(i: int) -> dict[str, Any]:
    return row(i) | {
        "LegislationTypeName": "Bill",
        "Pinslip": f"A petition relative to matter {i}.",
        "EmergencyPreamble": None,
        "DocumentText": "" if without_words(i) else f"\tSECTION 1. Matter {i} is settled.\r\n",
        "RollCalls": [],
        "Attachments": [],
        "Amendments": [],
        "CommitteeRecommendations": [recommendation(i)] if has_vote(i) else [],
    }


def recommendation(i: int) -> dict[str, Any]:
    vote = {
        "Question": "ought to pass",
        "Bill": summary(i),
        "Committee": body("J10"),
        "Date": "2026-03-06T11:00:00",
        "Vote": [
            {
                "Favorable": [member(code) for code in HOUSE if code != "AJP1"],
                "Adverse": [],
                "ReserveRight": [],
                "NoVoteRecorded": [],
            }
        ],
    }
    return {"Action": "Favorable", "FiscalAmounts": [], "Committee": body("J10"), "Votes": [vote]}


def history(i: int, *, moved: bool) -> list[dict[str, Any]]:
    lines = [
        ("2025-02-27T10:38:52.3833333", "House", "Referred to the committee on Municipalities and Regional Government"),
        ("2025-02-27T10:38:52.3833333", "Senate", "Senate concurred"),
    ]
    if has_roll(i):
        text = f"Passed to be engrossed - 10 YEAS to 1 NAYS (See YEA and NAY No. {i} )"
        lines.append(("2025-07-16T15:00:00", "House", text))
    if i == 5:
        lines.append(("2025-08-07T00:00:00", "Executive", "Signed by the Governor, Chapter 16 of the Acts of 2025"))
    if moved:
        text = "Bill reported favorably by committee and placed in the Orders of the Day for the next session"
        lines.append(("2026-04-01T12:00:00", "House", text))
    return [{"Date": day, "Branch": branch, "Action": text, "IsStricken": False} for day, branch, text in lines]


def law(i: int) -> dict[str, Any]:
    return {
        "Year": 2025,
        "ChapterNumber": "16",
        "Type": "Acts",
        "Title": f"An Act relative to matter {i}",
        "ApprovedDate": "Aug 07 2025",
        "ChapterText": f"<p><em>SECTION 1.</em> Matter {i} is settled.</p>",
        "OriginBill": summary(i),
    }


def roll_call(i: int) -> dict[str, Any]:
    codes = list(HOUSE)
    return {
        "GeneralCourtNumber": 194,
        "Branch": "House",
        "QuestionMotion": None,
        "RollCallNumber": i,
        "Yeas": [member(code) for code in codes[:10]],
        "Nays": [member(code) for code in codes[10:11]],
        "Absent": [member(code) for code in codes[11:]],
        "DownloadUrl": None,
    }


def hearing(number: int) -> dict[str, Any]:
    return {
        "EventId": number,
        "HearingHost": body("J10"),
        "Status": "Confirmed",
        "StartTime": "2025-06-10T11:00:00",
        "Location": {"LocationName": "A-2", "AddressLine1": "24 Beacon Street", "City": "Boston"},
        "HearingAgendas": [
            {"Topic": "Matters", "DocumentsInAgenda": [summary(number % 7000), summary(number % 7000 + 2)]}
        ],
        "RescheduledHearing": None,
    }


def pages(number: str) -> Iterator[tuple[str, tuple[bytes, str]]]:
    """The tab of committees' votes, and the printed text."""
    vote = (FIXTURES / "committee_votes" / "one_panel" / "page.html").read_text(encoding="utf-8")
    vote = vote.replace("H4844", number).replace("H.4844", f"{number[0]}.{number[1:]}")
    i = int(number[1:])
    if has_vote(i):
        yield f"{SITE}Bills/194/{number}/CommitteeVote", (vote.encode(), HTML)
    if without_words(i):
        printed = FIXTURES / "pdf_text" / "numbered_lines" / "page.pdf"
        yield f"{SITE}Bills/194/{number}.pdf", (printed.read_bytes(), PDF)
