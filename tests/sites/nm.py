"""Pages in the shape of nmlegis.gov: forms, a list of measures, directory listings, committees, measures, vote sheets.

The measures of `site` are numbered from 5001, which no session has: nobody sponsored them or voted on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from printed import Placed, pdf

SITE = "https://www.nmlegis.gov"
SESSIONS = {"24": ("2024 Regular", 67), "23": ("2023 Regular", 65), "21s2": ("2021 2nd Special", 63)}
HOUSES = {"H": ("house", "Representative"), "S": ("senate", "Senator")}
FOLDERS = {"B": ("bills", 4), "M": ("memorials", 3), "JM": ("memorials", 3), "R": ("resolutions", 2)}
MENU = {"HAFC": "Appropriations & Finance", "HJC": "Judiciary", "HXRC": "Rules & Order Of Business", "SFC": "Finance"}
TABS = "MainContent_tabContainerLegislation_tabPanel"
FORM = "MainContent_formViewLegislation"
GRID = "MainContent_gridViewLegislation"
BODY = "MainContent_formViewCommitteeInformation"
COUNTING = ("One", "Two", "Three", "Four", "Five")
# members of the House in 2017 as its vote sheets print them, each with the vote on SB 176
NAMES = [
    ("Adkins", "NAY"), ("Alcon", "YEA"), ("Armstrong, D.", "YEA"), ("Armstrong, Gail", "NAY"), ("Baldonado", "NAY"),
    ("Garcia Richard", "YEA"), ("Gomez", "YEA"), ("Gonzales", "YEA"),
]  # fmt: skip

Page = tuple[bytes, str]
Named = tuple[str, str]  # a member's code and name
Linked = tuple[str, str, str]  # name, day, place below the session's folder


def tag(name: str, inner: str, /, **attributes: str) -> str:
    """An element; `id_` for `id` and so on, in the order given."""
    named = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{named}>{inner}</{name}>"


def span(id_: str, inner: str) -> str:
    return tag("span", inner, id=id_)


def said(text: str) -> str:
    """Text as the site writes it: ampersands are not escaped, quotation marks neither."""
    return text.replace("<", "&lt;")


def row(*cells: str, of: str = "td") -> str:
    return "<tr>\n" + "".join(tag(of, f"\n{cell}\n") for cell in cells) + "\n</tr>\n"


def framed(content: str, action: str, menu: Mapping[str, str] = MENU) -> str:
    """A page of the site: one form around the menu and the content."""
    lists = ""
    for house in HOUSES:
        links = [
            tag("li", tag("a", said(name), href=f"/Committee/Standing_Committee?CommitteeCode={code}"))
            for code, name in menu.items()
            if code[0] == house
        ]
        lists += tag("ul", "\n".join(["", tag("li", "<p><strong>Session Committees</strong></p>"), *links, ""])) + "\n"
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8" /><title>Legislation - New Mexico Legislature</title></head>
<body>
    <form method="post" action="{escape(action)}" id="ctl01">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="c3RhdGU=" />
<ul class="nav navbar-nav" id="main-navigation"><li><a href="/">Home</a></li></ul>
<div class="yamm-content">
{lists}</div>
{content}
    </form>
</body>

</html>
"""


def options(name: str, values: Mapping[str, str], chosen: str | None = None) -> str:
    lines = []
    for value, label in values.items():
        selected = ' selected="selected"' if value == chosen else ""
        lines.append(f'\t<option{selected} value="{value}">{label}</option>\n')
    return tag("select", "\n" + "".join(lines), name=f"ctl00$MainContent${name}", id=f"MainContent_{name}")


def number_form(menu: Mapping[str, str] = MENU) -> str:
    return framed(options("ddlSessions", {code: label for code, (label, _) in SESSIONS.items()}), "./Number", menu)


def list_page(rows: Sequence[str], chosen: str | None, total: int | None = None) -> str:
    """The form of the list; without rows, as it is before anything is asked."""
    numbers = {str(number): label for label, number in SESSIONS.values()}
    selects = "\n".join(options(f"ddlSession{end}", numbers, chosen) for end in ("Start", "End"))
    heads = [
        tag("a", label, href=f"javascript:__doPostBack('ctl00$MainContent$gridViewLegislation','Sort${label}')")
        for label in ("Bill ID", "Title", "Sponsor", "Actions", "Session")
    ]
    grid = row("No results found")
    count = ""
    if rows:
        grid = tag("thead", "\n" + row(*heads, of="th")) + tag("tbody", "\n" + "".join(rows))
        count = f"Displaying {len(rows)} of {len(rows) if total is None else total} result(s)"
    updated = span("MainContent_formViewUpdateInformation_lblLastUpdate", "Last legislative database update: 2/19/2024")
    return framed(
        f"""{updated}
{selects}
<input id="MainContent_chkSearchBills" type="checkbox" name="ctl00$MainContent$chkSearchBills" checked="checked" />
<input type="submit" name="ctl00$MainContent$btnSearch" value="Go" id="MainContent_btnSearch" />
{tag("table", grid, **{"class": "footable"}, id=GRID)}
{span("MainContent_lblRecordCount", f"<b>{count}</b>") if rows else ""}""",
        f"./Legislation_List{f'?Session={chosen}' if chosen else ''}",
    )


def parts(measure: str) -> tuple[str, str, int]:
    """`HJM 3` → H, JM, 3."""
    kind, number = measure.split()
    return kind[0], kind[1:], int(number)


def query(measure: str, session: str = "24") -> str:
    house, kind, number = parts(measure)
    return f"Legislation?chamber={house}&legType={kind}&legNo={number}&year={session}"


def stem(measure: str) -> str:
    house, kind, number = parts(measure)
    return f"{house}{kind}{number:0{FOLDERS[kind][1]}}"


def file(path: str, session: str = "24") -> str:
    return f"/Sessions/{session}%20Regular/{path}"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`lines` are the days (`2 01/16/2024`, or nothing) and the words of a history, `codes` the same in codes."""

    name: str
    title: str
    sponsors: Sequence[Named]
    codes: str
    lines: Sequence[tuple[str, str]] = ()
    session: str = "24"
    urgent: bool = False
    location: Named = ("", "Chaptered")
    joined: Sequence[Named] = ()
    votes: Sequence[Linked] = ()
    reports: Sequence[Linked] = ()
    adopted: Sequence[Linked] = ()
    failed: Sequence[Linked] = ()
    vetoes: Sequence[Linked] = ()
    introduced: str = "1/16/24"
    context: bool = False
    final: str = ""
    lesc: bool = False
    menu: Mapping[str, str] = field(default_factory=lambda: MENU)

    def listed(self, at: int) -> str:
        """Its row in the list, the one at a place."""
        links = [
            tag("a", "<br/>" * bool(n) + said(name), id=f"{GRID}_linkSponsor{COUNTING[n]}_{at}", href=member(code))
            for n, (code, name) in enumerate(self.sponsors)
        ]
        cells = [
            tag("a", "*" * self.urgent + self.name, id=f"{GRID}_linkBillID_{at}", href=query(self.name, self.session)),
            span(f"{GRID}_lblTitle_{at}", said(self.title)),
            "\n".join(links),
            span(f"{GRID}_lblActions_{at}", self.codes),
            span(f"{GRID}_lblSession_{at}", SESSIONS[self.session][0]),
        ]
        return row(*(tag("font", f"\n{cell}\n", color="Black") for cell in cells))

    def page(self) -> str:
        spaced = "*" * self.urgent + self.name.replace(" ", "  ")
        session = span(f"{FORM}Title_lblSession", f"{SESSIONS[self.session][0]} Session")
        heading = row(f"{session}\n-\n{span(f'{FORM}Title_lblBillID', f'<b>{spaced}</b>')}")
        tabs = self.tabs()
        heads = [
            span(f"{TABS}{tab}_lbl{tab}", f"{span(f'{TABS}{tab}_lbl{tab}Count', str(count))} {tab}")
            for tab, (count, _) in tabs.items()
        ]
        bodies = [tag("div", f"\n{body}\n", id=f"{TABS}{tab}") for tab, (_, body) in tabs.items()]
        content = [
            tag("h1", "\n" + tag("table", heading, id=f"{FORM}Title")),
            tag("table", row(self.overview(spaced)), id=FORM),
            *self.texts(),
            tag("div", "\n".join(["", *heads, *bodies, ""]), id="MainContent_tabContainerLegislation"),
        ]
        return framed("\n".join(content), f"./{query(self.name, self.session)}", self.menu)

    def overview(self, spaced: str) -> str:
        over = [
            tag("a", f"<b>{'<br/>' * bool(at)}{said(name)}</b>", id=f"{FORM}_linkSponsor{at or ''}", href=member(code))
            for at, (code, name) in enumerate(self.sponsors)
        ]
        code, called = self.location
        at = {"href": f"/Committee/Standing_Committee?CommitteeCode={code}"} if code else {}
        return "\n<br />\n".join(
            [
                tag("span", "ID", **{"class": "label"}),
                span(f"{FORM}_lblBillID", f"<b>{spaced}</b>"),
                tag("span", "Title", **{"class": "label"}),
                span(f"{FORM}_lblTitle", f"<b>{said(self.title)}</b>"),
                tag("span", "Sponsor", **{"class": "label"}),
                *over,
                tag("span", "Current Location", **{"class": "label"}),
                tag("a", f"<b>{called}          </b>", id=f"{FORM}_linkLocation", **at),
            ]
        )

    def texts(self) -> list[str]:
        """Three tables that every page has, empty where there is no such text."""
        house, kind, _ = parts(self.name)
        place = f"{FOLDERS[kind][0]}/{HOUSES[house][0]}/{stem(self.name)}"
        opening = [
            button(
                f"{FORM}TextIntroduced",
                ending,
                (f"Introduced ({ending})", self.introduced, f"{place}.{ending.lower()}"),
            )
            for ending in ("PDF", "HTML")
        ]
        marked = button(
            "MainContent_formViewAmendmentsInContext", "", ("Amendments in Context", "", context_of(self.name))
        )
        final = tag(
            "a",
            f"{span('', 'Final Version')} {badge(f'{FORM}TextFinal_lblDateRead', self.final)}",
            href="javascript:__doPostBack('ctl00$MainContent$formViewLegislationTextFinal$linkPDF','')",
        )
        return [
            tag("table", row("\n".join(opening)), id=f"{FORM}TextIntroduced"),
            tag("table", row(marked) if self.context else "\n", id="MainContent_formViewAmendmentsInContext"),
            tag("table", row(final) if self.final else "\n", id=f"{FORM}TextFinal"),
        ]

    def tabs(self) -> dict[str, tuple[int, str]]:
        """Tab → how many things it counts, and its content."""
        everybody = [*self.sponsors, *self.joined]
        sponsors = [
            tag("a", f"{span('', HOUSES[code[0]][1] + ' ')}{span('', said(name))}", href=member(code))
            for code, name in everybody
        ]
        studies = [("FIR", "Fiscal Impact Report", "firs")] + [("LESC", "LESC Analysis", "LESCAnalysis")] * self.lesc
        held = {name: button(f"{TABS}Analysis_{name}", "", (said_, "", f"{where}/{stem(self.name)}.PDF"))
                for name, said_, where in studies}  # fmt: skip
        analysis = "\n".join(
            tag("table", row(held[name]) if name in held else "\n", id=f"{TABS}Analysis_formView{name}Analysis")
            for name in ("FIR", "LESC")
        )
        moved = {"Proposed": (), "Adopted": self.adopted, "Failed": self.failed}
        floor = "\n".join(
            tag("div", label) + data_list("FloorReports", f"dataList{label}Amendments", buttons(links), "")
            for label, links in moved.items()
        )
        history = [
            tag("span", f"{days_of(days)}<strong>{words}</strong>", id=f"{TABS}Actions_dataListActions_lblAction_{at}")
            for at, (days, words) in enumerate(self.lines)
        ]
        coded = (
            f"<strong>ActionText:</strong>\n{span(f'{TABS}Actions_formViewActionText_lblActionText', f' {self.codes}')}"
        )
        return {
            "Sponsors": (len(everybody), data_list("Sponsors", "dataListSponsors", sponsors, "No Sponsors Found")),
            "Votes": (len(self.votes), data_list("Votes", "dataListVotes", buttons(self.votes), "No Votes Found")),
            "Analysis": (len(studies), analysis),
            "Reports": (
                len(self.reports),
                data_list("Reports", "dataListReports", buttons(self.reports), "No Committee Reports Found"),
            ),
            "FloorReports": (len(self.adopted) + len(self.failed), floor),
            "Actions": (
                len(history),
                tag("table", row(coded), id=f"{TABS}Actions_formViewActionText")
                + data_list("Actions", "dataListActions", history, "No Actions Found"),
            ),
            "Vetoes": (
                len(self.vetoes),
                data_list("Vetoes", "dataListVetoMessages", buttons(self.vetoes), "No Gov. Vetoes Found"),
            ),
        }


def member(code: str) -> str:
    return f"../Members/Legislator?SponCode={code}"


def context_of(measure: str) -> str:
    return f"Amendments_In_Context/{stem(measure)}.pdf"


def badge(id_: str, day: str) -> str:
    return tag("span", f'<font size="2">{day}</font>', id=id_, **{"class": "badge"})


def button(name: str, at: str, linked: Linked) -> str:
    label, day, path = linked
    dated = f"\n&nbsp;\n{badge(f'{name}_lblDateRead{at}', day)}" if day else ""
    return tag("a", span(f"{name}_lblName{at}", label) + dated, id=f"{name}_link{at}", href=file(path))


def buttons(links: Sequence[Linked]) -> list[str]:
    return [button("dataList", f"_{at}", linked) for at, linked in enumerate(links)]


def data_list(tab: str, name: str, cells: Sequence[str], empty: str) -> str:
    """A row for each thing, and a last one that is empty, or says that there is none."""
    last = "" if cells else span(f"{TABS}{tab}_{name}_lblEmpty", f'<font color="Red">{empty}</font>')
    return tag("table", "".join(map(row, [*cells, last])), id=f"{TABS}{tab}_{name}")


def days_of(days: str) -> str:
    legislative, _, calendar = days.partition(" ")
    return f"Legislative Day: {legislative}<br/>Calendar Day: {calendar}</br>" if days else ""


def directory(folder: str, files: Sequence[tuple[str, str]], session: str = "24") -> str:
    """`files` are names and when they were saved, with their size (`1/15/2024  3:58 PM        26816`)."""
    path = file(f"{folder}/", session)
    heading = f"www.nmlegis.gov - {path.replace('%20', ' ')}"
    lines = "".join(f'{saved} <A HREF="{path}{name}">{name}</A><br>' for name, saved in files)
    above = path.rstrip("/").rpartition("/")[0]
    return f"""<html><head><title>{heading}</title></head><body><H1>{heading}</H1><hr>

<pre><A HREF="{above}/">[To Parent Directory]</A><br><br> {lines}</pre><hr></body></html>"""


def committee_page(
    code: str,
    name: str,
    members: Sequence[Sequence[str]],
    meetings: Sequence[tuple[str, str, str, str]] = (),
    session: str = "24",
) -> str:
    """`members`: code, name, district, party, role; `meetings`: day, time, room, a measure."""
    dates = f"{BODY}_repeaterCommittees_repeaterDates_0"
    agenda = ""
    for at, (day, time, room, measure) in enumerate(meetings):
        house, kind, number = parts(measure)
        address = f"../Legislation/Legislation?chamber={house}&legtype={kind}&legno={number}&year={session}"
        agenda += "\n&nbsp;-&nbsp;\n".join(
            span(f"{dates}_lbl{what}_{at}", f"<b>{words}</b>")
            for what, words in (("HearingDate", day), ("HearingTime", time), ("RoomNo", room))
        )
        agenda += tag("table", row("", tag("a", measure, href=address)), id=f"{dates}_gridViewBills_{at}")
    sort = (
        "javascript:__doPostBack('ctl00$MainContent$formViewCommitteeInformation$gridViewCommitteeMembers','Sort${}')"
    )
    heads = [tag("a", label, href=sort.format(label)) for label in ("Title", "Name", "District", "Party", "Role")]
    rows = [
        row(
            HOUSES[who[0]][1], tag("a", said(called), href=f"/Members/Legislator?SponCode={who}"), district, party, role
        )
        for who, called, district, party, role in members
    ]
    grid = tag("thead", row(*heads, of="th")) + tag("tbody", "".join(rows))
    note = tag("div", "Please note: Only scheduled legislation is listed on this page.", **{"class": "alert"})
    content = panel(tag("h1", span(f"{BODY}_lblCommitteeName", said(name))), [
        panel(tag("h3", "Agenda"), [note, agenda]),
        panel(tag("h3", "Committee Members"), [tag("table", grid, id=f"{BODY}_gridViewCommitteeMembers")]),
    ])  # fmt: skip
    return framed(tag("table", row(content), id=BODY), f"./Standing_Committee?CommitteeCode={code}")


def panel(heading: str, content: Sequence[str]) -> str:
    body = tag("div", "\n".join(["", *content, ""]), **{"class": "panel-body"})
    return tag("div", f"\n{tag('div', heading, **{'class': 'panel-heading'})}\n{body}\n", **{"class": "panel"})


def house_sheet(measure: str, day: str, votes: Sequence[tuple[str, str]], number: int = 46) -> bytes:
    """A sheet of the House: two blocks of names; `day` is `01/27/2017`."""
    half = (len(votes) + 1) // 2
    placed: list[Placed] = [
        (249, 13, "OFFICIAL ROLL CALL"),
        (184, 28, "NEW MEXICO HOUSE OF REPRESENTATIVES"),
        (87, 75, "LEGISLATIVE DAY 4"),
        (416, 75, f"DATE:{day} 2:02:17 PM"),
        (416, 90, f"RCS# {number}"),
        (287, 119, measure),
        (245, 134, "F I N A L   P A S S A G E"),
        (200, 190 + 15 * half, "CERTIFIED CORRECT TO THE BEST OF OUR KNOWLEDGE"),
        (500, 205 + 15 * half, "(Speaker)"),
    ]
    columns = {"YEA": (149, 157, "YEAS"), "NAY": (180, 188, "NAYS"), "EXCUSED": (206, 227, "EXCUSED"),
               "ABSENT": (260, 278, "ABSENT")}  # fmt: skip
    for at, (label, (_, _, counted)) in enumerate(columns.items()):
        placed.append((80 + 118 * at, 151, f"{counted}: {sum(vote == label for _, vote in votes)}"))
    for left, block in ((0, votes[:half]), (280, votes[half:])):
        placed += [(left + 36, 167, "REPRESENTATIVE"), *((left + x, 167, label) for label, (x, *_) in columns.items())]
        for at, (name, vote) in enumerate(block):
            placed += [(left + 36, 185 + 15 * at, name), (left + columns[vote][1], 185 + 15 * at, "X")]
    return pdf(placed)


def text_sheet(measure: str, said: Sequence[str], page: int = 1) -> list[Placed]:
    """A sheet of a text: the legend, 25 numbers, and beside them the lines."""
    house, kind, number = parts(measure)
    kinds = {"B": "BILL", "M": "MEMORIAL", "JM": "JOINT MEMORIAL", "R": "RESOLUTION", "JR": "JOINT RESOLUTION"}
    lines = [f"{HOUSES[house][0].upper()} {kinds[kind]} {number}", *said] if page == 1 else said
    return [
        (20, 20, "underscored material = new"),
        (20, 32, "[bracketed material] = delete"),
        *((70, 60 + 24 * at, str(at + 1)) for at in range(25)),
        *((110, 60 + 24 * at, line) for at, line in enumerate(lines)),
        (80, 700, f".{200000 + number}.1"),
        *([(290, 720, f"- {page} -")] if page > 1 else []),
    ]


# ------------------------------------------------------------------------------------------------- a generated site

SPONSORS = [("HCHAS", "Gail Chasey"), ("HGONZ", 'Roberto "Bobby" J. Gonzales'), ("HARMG", "Gail Armstrong")]


WORDS = ("BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF NEW MEXICO:", "SECTION 1. Nobody shall [take] waste water.")


def site(bills: int, moved: int = 0) -> dict[str, Page]:
    """The session of 2024 with that many bills of the House, every second one passed; `moved` of them are signed."""
    measures = [generated(number, signed=number <= 2 * moved) for number in range(1, bills + 1)]
    pages = {f"{SITE}/Legislation/{query(one.name)}": html(one.page()) for one in measures}
    for one in measures:
        for *_, path in one.votes:
            pages[SITE + file(path)] = (house_sheet(one.name, "02/02/2024", NAMES), "application/pdf")
    for one in measures:
        printed = pdf(text_sheet(one.name, ["AN ACT", *WORDS]))
        pages[SITE + file(f"bills/house/{stem(one.name)}.pdf")] = (printed, "application/pdf")
        if one.final:
            pages[SITE + file(f"final/{stem(one.name)}.pdf")] = (printed, "application/pdf")
    texts, final = (
        [(f"{stem(one.name)}.PDF", f" {day}  3:58 PM        26816") for one in measures if one.final or not signed]
        for day, signed in (("1/15/2024", False), ("3/1/2024", True))
    )
    members = [("HCHAS", "Gail Chasey", "18", "D", "Member")]
    meeting = ("Wednesday, January 24, 2024", " 1: 30 p. m.", "Room 309", measures[0].name)
    found = {
        "/Legislation/BillFinder/Number": number_form({"HJC": "Judiciary", "SFC": "Finance"}),
        "/Legislation/Legislation_List": list_page([], None),
        "/Legislation/Legislation_List?Session=67": list_page(
            [one.listed(at) for at, one in enumerate(measures)], "67"
        ),
        "/Committee/Standing_Committee?CommitteeCode=HJC": committee_page("HJC", "House Judiciary", members, [meeting]),
        file("bills/house/"): directory("bills/house", texts),
        file("final/"): directory("final", final),
    }
    return pages | {SITE + address: html(page) for address, page in found.items()}


def generated(number: int, *, signed: bool) -> Measure:
    name = f"HB {5000 + number}"
    codes, lines = "[1] HJC/HAFC-HJC [3] DP-HAFC [5] DP", [
        ("1 01/16/2024", "Sent to HJC - Referrals: HJC/HAFC"),
        ("3 01/24/2024", "HJC: Reported by committee with Do Pass recommendation"),
        ("5 01/31/2024", "HAFC: Reported by committee with Do Pass recommendation"),
    ]  # fmt: skip
    passed = number % 2 == 0
    if passed:
        codes += " [7] PASSED/H (5-3)"
        lines.append(("7 02/02/2024", "Passed in the House of Representatives - Y:5 N:3"))
    if passed and signed:
        codes += f" SGND BY GOV (Mar. 1) Ch. {number}."
        lines.append(("", f"Signed by Governor - Chapter {number} - Mar. 1"))
    return Measure(
        name=name,
        title=f"MEASURE {number}",
        sponsors=[SPONSORS[number % len(SPONSORS)]],
        codes=codes,
        lines=lines,
        votes=[("Final House Vote", "2/02/24", f"votes/{stem(name)}HVOTE.pdf")] if passed else [],
        location=("", "House Calendar"),
        final="3/01/24" if passed and signed else "",
    )


def html(page: str) -> Page:
    return page.encode(), "text/html; charset=utf-8"
