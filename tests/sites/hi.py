"""A site in the shape of Hawaii's of today, made up as far as it is generated: letters in place of people."""

from __future__ import annotations

SITE = "https://www.capitol.hawaii.gov"
SESSION = "2026"
HTML = "text/html; charset=utf-8"
SEATS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa")  # the House has six
LABELS = ("PDF", "Measure Status", "Current Status", "Introducer(s)", "Current Referral", "Companion")
STATUS = [
    ("1/21/2026", "H", "Introduced and Pass First Reading."),
    ("1/23/2026", "H", "Referred to AGR, referral sheet 2"),
    (
        "2/4/2026",
        "H",
        "The committee on AGR recommend that the measure be PASSED, WITH AMENDMENTS. The votes were as follows: 4 Ayes:"
        " Representative(s) Alpha, Beta, Gamma; Ayes with reservations: Representative(s) Delta; 1 Noes:"
        " Representative(s) Epsilon; and 1 Excused: Representative(s) Zeta.",
    ),
    (
        "2/12/2026",
        "H",
        "Passed Third Reading as amended in HD 1 with Representative(s) Delta voting aye with reservations;"
        " Representative(s) Epsilon voting no (1) and Representative(s) Zeta excused (1).  Transmitted to Senate.",
    ),
    (
        "3/5/2026",
        "S",
        "The committee(s) on AEN recommend(s) that the measure be PASSED, UNAMENDED.  The votes in AEN were as follows:"
        " 3 Aye(s): Senator(s) Eta, Theta, Iota; Aye(s) with reservations: none ; 0 No(es): none; and 1 Excused:"
        " Senator(s) Kappa.",
    ),
    (
        "3/10/2026",
        "S",
        "Report adopted; Passed Third Reading.  Ayes, 3; Aye(s) with reservations: none .  Noes, 1 (Senator(s) Iota)."
        " Excused, 0 (none).",
    ),
]
DRAFTS = ("_HD1", "")
STEP = ("3/12/2026", "H", "Transmitted to Governor.")


def site(bills: int, moved: int = 0) -> dict[str, tuple[bytes, str]]:
    """Members, committees, one list, `bills` measures with a text each; `moved` of them have gone one step further."""
    lists = f"{SITE}/advreports/advreport.aspx?year={SESSION}&report=deadline&active=true&rpt_type=&measuretype=hb"
    pages = {
        f"{SITE}/legislature/legislators.aspx": members(),
        f"{SITE}/legislature/committees.aspx?chamber=all": committees(),
        lists: listed([(number, status(number, moved)[-1]) for number in range(1, bills + 1)]),
        f"{SITE}/session/upcominghearings.aspx": hearings(),
    }
    for number in range(1, bills + 1):
        address = f"{SITE}/session/measure_indiv.aspx?billtype=HB&billnumber={number}&year={SESSION}"
        pages[address] = measure(number, status(number, moved))
        for draft in DRAFTS:
            pages[f"{SITE}/sessions//session{SESSION}/bills/HB{number}{draft}_.HTM"] = text(number)
    return {url: (made.encode(), HTML) for url, made in pages.items()}


def status(number: int, moved: int) -> list[tuple[str, str, str]]:
    return [*STATUS, STEP] if number <= moved else STATUS


def page(body: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>Legislature</title></head><body>{body}</body></html>\n'


def members() -> str:
    cards = []
    for seat, name in enumerate(SEATS, 1):
        house = "House" if seat <= 6 else "Senate"
        cards.append(
            f'<div id="MainContent_RepeaterActive_memberDiv_{seat}"><a id="member-link" '
            f'href="/legislature/memberpage.aspx?member={seat}&amp;year={SESSION}"><h2>{name}, Seat (D)</h2></a>'
            f"<div>{house} District {seat}</div></div>"
        )
    return page("".join(cards))


def committees() -> str:
    rows = []
    for place, (code, house, chair) in enumerate((("AGR", "House", 1), ("AEN", "Senate", 7))):
        start = f'<a id="GridView1_HyperLink{{}}_{place}" href="/legislature/{{}}&amp;year={SESSION}">{{}}</a>'
        rows.append(
            f"<tr><td>{start.format('CommAcro', f'committeepage.aspx?comm={code}', code)}</td>"
            f'<td><span id="GridView1_Label1_{place}">{house} Committee on</span>'
            f"{start.format('CommName', f'committeepage.aspx?comm={code}', f'Water {code}')}</td>"
            f"<td>{start.format('memberphotos', f'memberpage.aspx?member={chair}', '')}</td>"
            f"<td>{start.format('Vicememberphotos', f'memberpage.aspx?member={chair + 1}', '')}</td></tr>"
        )
    shown = f'<span id="LabelYear">(Showing All Committees for {SESSION})</span>'
    return page(f'{shown}<table id="GridView1">{"".join(rows)}</table>')


def listed(lines: list[tuple[int, tuple[str, str, str]]]) -> str:
    rows = "".join(
        f'<tr><td><a id="GridViewReports_HyperLink2_{number}" '
        f'href="/sessions/session{SESSION}/bills/HB{number}_HD1_.PDF"></a></td>'
        f'<td><a id="GridViewReports_HyperLink1_{number}" '
        f'href="/session/measure_indiv.aspx?billtype=HB&amp;billnumber={number}&amp;year={SESSION}">HB{number} HD1</a>'
        f"{label(1, number, 'Water')}{label(7, number, 'RELATING TO WATER.')}"
        f"{label(2, number, 'Guards the water.  (HD1)')}</td>"
        f"<td>({label(3, number, house)}) {label(5, number, day)}- {label(4, number, said)}</td>"
        f"<td>{label(27, number, 'ALPHA, Beta')}</td><td>{label(9, number, 'AEN')}</td>"
        f"<td>{label(6, number, '')}</td></tr>"
        for number, (day, house, said) in lines
    )
    head = "".join(f"<th>{label}</th>" for label in LABELS)
    count = f'<span id="LabelRowCount">{len(lines)} records returned.</span>'
    return page(f'{count}<table id="GridViewReports"><tr>{head}</tr>{rows}</table>')


def label(kind: int, number: int, value: str) -> str:
    return f'<span id="GridViewReports_Label{kind}_{number}">{value}</span>'


def hearings() -> str:
    notice = f"../sessions/session{SESSION}/hearingnotices/HEARING_AEN_03-05-26_.HTM"
    cells = (
        "AEN", '<a href="/session/measure_indiv.aspx?billtype=HB&amp;billnumber=1">HB1 HD1</a> - RELATING TO WATER.',
        "3/5/2026 1:00 PM", "224", f'<a href="{notice}">HEARING_AEN_03-05-26</a>',
    )  # fmt: skip
    head = "".join(f"<th>{label}</th>" for label in ("Committee", "Measure", "Date/Time", "Room", "Notice"))
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return page(f'<table id="MainContent_GridView1"><tr>{head}</tr><tr>{row}</tr></table>')


def measure(number: int, lines: list[tuple[str, str, str]]) -> str:
    files = f"/sessions//session{SESSION}"
    said = {
        "Measure Title": "RELATING TO WATER.", "Report Title": "Water", "Description": "Guards the water.  (HD1)",
        "Companion": "", "Package": "None", "Current Referral": "AEN", "Introducer(s)": "ALPHA, Beta",
    }  # fmt: skip
    told = "".join(
        f'<tr><td>{name}:</td><td><span id="MeasureLabel{place}_0">{value}</span></td></tr>'
        for place, (name, value) in enumerate(said.items())
    )
    rows = "".join(f"<tr><td>{day}</td><td>{house}</td><td>{line}</td></tr>" for day, house, line in reversed(lines))
    versions = "".join(
        f'<a id="RepeaterVersions_VersionsLink_{place}" href="{files}/bills/{name}_.HTM">{name}</a>'
        for place, name in enumerate(f"HB{number}{draft}" for draft in DRAFTS)
    )
    report = f'<a id="RepeaterCommRpt_CategoryLink_0" href="{files}/CommReports/HB{number}_HD1_HSCR{number}_.htm">1</a>'
    return page(
        f'<h1><a id="MainContent_LinkButtonMeasure">HB{number} HD1</a></h1>'
        f'<table id="measure-info">{told}<tr><td>Act:</td><td></td></tr></table><table id="MainContent_GridViewStatus">'
        f"<tr><th>Sort by Date</th><th>Chamber</th><th>Status Text</th></tr>{rows}</table>{versions}{report}"
    )


def text(number: int) -> str:
    return page(
        f"<p>H.B. NO. {number}</p><p>BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF HAWAII:</p>"
        "<p>SECTION 1. Nobody shall [<s>take</s>] <u>waste</u> water.</p>"
        "<p>SECTION 2. Statutory material to be repealed is bracketed and stricken. New statutory material is"
        " underscored.</p>"
    )
