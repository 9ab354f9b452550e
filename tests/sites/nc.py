"""A site in the shape of North Carolina's of today, made up as far as it is generated: seats in place of people."""

from __future__ import annotations

import ctypes
from io import BytesIO

import pypdfium2
import pypdfium2.raw as raw

SITE = "https://www.ncleg.gov"
SESSION = "2025"
SEATS = 20
HTML, RSS, PDF = "text/html; charset=utf-8", "text/xml; charset=utf-8", "application/pdf"


def site(bills: int, moved: int = 0) -> dict[str, tuple[bytes, str]]:
    """The list, `bills` bills with a roll call and a text each; `moved` of them have gone one step further."""
    pages = {
        f"{SITE}/Legislation/Bills/LastActionByYear/{SESSION}/All/RSS": (feed(bills, moved).encode(), RSS),
        f"{SITE}/Members/MemberList/H": (members("H").encode(), HTML),
        f"{SITE}/Members/MemberList/S": (members("S").encode(), HTML),
    }
    for number in range(1, bills + 1):
        pages[f"{SITE}/BillLookUp/{SESSION}/H{number}"] = (bill(number, number <= moved).encode(), HTML)
        pages[f"{SITE}/Legislation/Votes/RollCallVoteTranscript/{SESSION}/H/{number}"] = (transcript().encode(), HTML)
        pages[f"{SITE}/Sessions/{SESSION}/Bills/House/PDF/H{number}v0.pdf"] = (printed(number), PDF)
    return pages


def page(body: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>NCGA</title></head><body><main>{body}</main></body></html>\n'


def feed(bills: int, moved: int) -> str:
    items = "".join(
        f"<item><title>H{number}: Use of Public Water.</title><link>{SITE}/BillLookUp/{SESSION}/H{number}</link>"
        f"<description>Last action: {'Ratified' if number <= moved else 'Passed 3rd Reading'}</description>"
        f"<pubDate>Tue, {'08' if number <= moved else '01'} Apr 2025 00:00:00 GMT</pubDate></item>"
        for number in range(1, bills + 1)
    )
    start = '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Bills</title>'
    return f"{start}{items}</channel></rss>"


def members(house: str) -> str:
    cards = "".join(
        f'<div class="member-col"><div class="member-info-col"><a href="/Members/Biography/{house}/{seat}">'
        f'{house} Seat{seat} ({"DR"[seat % 2]})</a> <a href="/Redistricting/DistrictPlanMap/{house}/{seat}">'
        f"District {seat}</a></div></div>"
        for seat in range(1, SEATS + 1)
    )
    return page(cards)


def bill(number: int, moved: bool) -> str:
    history = [
        ("02/04/2025", "House", "Filed", ""),
        ("02/05/2025", "House", "Passed 1st Reading", ""),
        ("02/05/2025", "House", "Ref To Com On Rules, Calendar, and Operations of the House", ""),
        ("03/31/2025", "House", "Reptd Fav", ""),
        ("04/01/2025", "House", "Passed 2nd Reading", f'<a href="{roll(number)}">PASS: 12-6</a>'),
        ("04/01/2025", "House", "Passed 3rd Reading", ""),
    ]
    if moved:
        history.append(("04/08/2025", "", "Ratified", ""))
    vote = (
        "04/01/2025 3:39 p.m.", "Second Reading", f"[H] - {number}", "12", "6", "1", "1", "0", "18",
        f'<a href="{roll(number)}">PASS</a>',
    )  # fmt: skip
    columns = ("Date", "Subject", "RCS #", "Aye", "No", "N/V", "Exc. Abs.", "Exc. Vote", "Total", "Result")
    lines = ("Date", "Chamber", "Action", "Documents", "Vote")
    return page(
        f'<div class="h2">House Bill {number}</div><div class="titleSub">2025-2026 Session</div>'
        '<div class="bill-title">Use of Public Water.</div>'
        + labelled(
            "Sponsors:",
            '<a href="/Members/Biography/H/1">Seat1</a>; <a href="/Members/Biography/H/2">Seat2</a>; (Primary)<br>'
            '<a href="/Members/Biography/H/3">Seat3</a>;',
        )
        + labelled("Keywords:", "PUBLIC, WATER &amp; SEWER SYSTEMS")
        + f'<a href="/Sessions/{SESSION}/Bills/House/PDF/H{number}v0.pdf">Filed</a>'
        + card('<h6 id="vote-header">Vote History</h6>', [cells(columns, vote)])
        + card("<h6>History</h6>", [cells(lines, (day, house, text, "", link)) for day, house, text, link in history])
    )


def roll(number: int) -> str:
    return f"{SITE}/Legislation/Votes/RollCallVoteTranscript/{SESSION}/H/{number}"


def labelled(label: str, value: str) -> str:
    return f'<div class="row"><div class="col-2">{label}</div><div class="col-10">{value}</div></div>'


def card(heading: str, rows: list[str]) -> str:
    body = f'<div class="card-body">{"".join(rows)}</div>'
    return f'<div class="card gray-card"><div class="card-header">{heading}</div>{body}</div>'


def cells(labels: tuple[str, ...], values: tuple[str, ...]) -> str:
    pairs = "".join(f"<div>{label}:</div><div>{value}</div>" for label, value in zip(labels, values, strict=True))
    return f'<div class="row">{pairs}</div>'


def transcript() -> str:
    facts = {
        "Time": "04/01/2025 3:39 p.m.", "Total votes": "18", "Ayes": "12", "Noes": "6", "Not Voting": "1",
        "Excused Absence": "1", "Excused Vote": "0",
    }  # fmt: skip
    groups = {
        "Ayes (Democrat)": names(1, 4), "Ayes (Republican)": names(4, 13), "Noes (Democrat)": names(13, 19),
        "Noes (Republican)": "None", "Not Voting (Democrat)": "Seat19",
        "Excused Absence (Republican)": "Seat20 (SPEAKER)",
    }  # fmt: skip
    told = "".join(
        f'<div class="col-12 col-md-6"><span>{label}:</span> {value}</div>' for label, value in facts.items()
    )
    listed = "".join(
        f'<div class="row ncga-row-no-gutters mt-2"><div class="col-12"><span class="font-weight-bold">{label}</span>'
        f'</div><div class="col-12">{value}</div></div>'
        for label, value in groups.items()
    )
    return page(f'<div class="row">{told}</div><div class="row ncga-row-no-gutters mt-3">{listed}</div>')


def names(first: int, after: int) -> str:
    return "; ".join(f"Seat{seat}" for seat in range(first, after))


def printed(number: int) -> bytes:
    """A PDF of one sheet, as a version is printed."""
    return pdf(
        [
            "GENERAL ASSEMBLY OF NORTH CAROLINA",
            f"HOUSE BILL {number}",
            "1 AN ACT ON WATER.",
            "2 SECTION 1. This act is recorded in Plat Book 10, Page 5",
            "3 12 months after it becomes law.",
            f"*H{number}-v-1*",
        ]
    )


def pdf(lines: list[str]) -> bytes:
    """A PDF of one sheet with these lines."""
    document = pypdfium2.PdfDocument.new()
    sheet = document.new_page(612, 792)
    font = raw.FPDFText_LoadStandardFont(document.raw, b"Times-Roman")
    for line, text in enumerate(lines):
        shape = raw.FPDFPageObj_CreateTextObj(document.raw, font, 12)
        words = text.encode("utf-16-le") + b"\0\0"
        raw.FPDFText_SetText(shape, ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)))
        raw.FPDFPageObj_Transform(shape, 1, 0, 0, 1, 72, 700 - 20 * line)
        raw.FPDFPage_InsertObject(sheet.raw, shape)
    raw.FPDFPage_GenerateContent(sheet.raw)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
