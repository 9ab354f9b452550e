"""Massachusetts: wordings, histories and what they cite, and the corners of its answers that no golden page has."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, TextResponse
from sites import ma

from pipelines.status import Step, derive_status
from scrapers import items
from scrapers.errors import BadArgument, LayoutChanged
from scrapers.states.ma import bills, pages, rolls, site, texts
from scrapers.states.ma.actions import ACTIONS, MOTIONS
from scrapers.states.ma.history import (
    Cited,
    action,
    cited,
    committee_named,
    committee_names,
    history,
    related_in,
    result_of,
)
from scrapers.states.ma.shapes import identifier

FIXTURES = Path(__file__).parent / "fixtures" / "ma"
REVIEWED = [line.split("\t") for line in (FIXTURES / "actions" / "reviewed.tsv").read_text("utf-8").splitlines()]
NAMES = committee_names(
    [
        ("J19", "Joint Committee on the Judiciary", "legislature"),
        ("J40", "Joint Committee on Rules", "legislature"),
        ("S30", "Senate Committee on Ways and Means", "upper"),
        ("S29", "Senate Committee on Rules", "upper"),
        ("H34", "House Committee on Ways and Means", "lower"),
        ("H36", "House Committee on Bills in the Third Reading", "lower"),
        ("S53", "Senate Committee on Bills in the Third Reading", "upper"),
        ("J14", "Joint Committee on Education", "legislature"),
    ]
)


def answer(body: Any, url: str = "https://malegislature.gov/api/x") -> TextResponse:
    return TextResponse(url, body=json.dumps(body).encode(), encoding="utf-8")


def page(text: str, url: str = "https://malegislature.gov/Bills/194/H4844") -> HtmlResponse:
    return HtmlResponse(url, body=text.encode(), encoding="utf-8")


def line(text: str, chamber: str | None = "lower", day: str = "2025-07-16") -> items.Action:
    return action(day, chamber, text, NAMES, "history")


# wordings


@pytest.mark.parametrize(("kind", "words", "classes", "yes"), REVIEWED)
def test_reviewed_wordings(kind: str, words: str, classes: str, yes: str) -> None:
    if kind == "action":
        assert " ".join(ACTIONS.classify(words)) == classes
    else:
        assert MOTIONS.classify(words) == (tuple(classes.split()), yes)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("House concurred", "concurrence"),
        ("Senate concurred in the House amendment with a further amendment, see S2572", "concurrence"),
        ("House NON-concurred in the Senate amendment", "concurrence"),
        ("Committee recommended ought NOT to pass", "committee-passage-favorable"),
        ("Order adopted, see H59", "passage"),
        ("Order relative to subject matter adopted", "passage"),
        ("Amendment 6 rejected", "failure"),
        ("Amendment 6 adopted", "passage"),
        ("Emergency preamble adopted", "passage"),
        ("Accompanied a study order, see H5000", "substitution"),
        ("Accompanied by H4227", "substitution"),
        ("Ordered to a third reading", "reading-3"),
        ("Referred to the committee on Bills in the Third Reading", "reading-3"),
        ("Signed (in part) by the Governor, Chapter 9 of the Acts of 2025", "executive-signature"),
        ("Laid before the Governor", "passage"),
        ("Reported from the committee of conference", "reported-out-of-committee"),
        ("Report accepted, as amended", "conference-passage"),
        ("For message, see H4250", "executive-veto"),
    ],
)
def test_no_class_by_accident(text: str, absent: str) -> None:
    assert absent not in ACTIONS.classify(text)


# histories


def status(*lines: tuple[str, str], origin: str) -> str | None:
    steps = [Step("2025-01-01", chamber, line(text, chamber).classifications) for chamber, text in lines]
    found = derive_status(steps, is_resolution=False, origin=origin)
    return found.status if found else None


AMENDED = [
    ("upper", "Passed to be engrossed -see Roll Call #57 (Yeas 37 to Nays 3)"),
    ("lower", "Read; and referred to the committee on House Ways and Means"),
    ("lower", "Read second, amended (as recommended by the committee on House Ways and Means)"),
    ("lower", "Passed to be engrossed - 136 YEAS to 23 NAYS (See YEA and NAY No. 65 )"),
    ("upper", "Senate concurred in the House amendment with a further amendment, see S2572"),
]
AGREED = [
    ("lower", "House concurred in the Senate amendment - 132 YEAS to 24 NAYS (See YEA and NAY No. 70 )"),
    ("lower", "Enacted - 132 YEAS to 24 NAYS (See YEA and NAY No. 72 )"),
    ("upper", "Enacted -see   Roll Call #68 (Yeas 37 to Nays 3)"),
]


def test_a_bill_stands_where_its_history_says() -> None:
    referred = [("upper", "Referred to the committee on the Judiciary"), ("lower", "House concurred")]
    assert status(*referred, origin="upper") == "in_committee"
    assert status(*AMENDED, origin="upper") == "passed_first"
    assert status(*AMENDED, *AGREED, origin="upper") == "passed_both"
    sent = [*AMENDED, *AGREED, ("upper", "Laid before the Governor")]
    assert status(*sent, origin="upper") == "to_executive"
    signed = ("executive", "Signed by the Governor, Chapter 16 of the Acts of 2025")
    assert status(*sent, signed, origin="upper") == "chaptered"
    item = "Item 0330-0300 passed over veto - 132 YEAS to 23 NAYS (See YEA and NAY No. 74 )"
    assert status(*sent, signed, ("lower", item), ("upper", item), origin="upper") == "chaptered"


def test_a_conference_passes_when_both_accept() -> None:
    accepted = "Committee of conference report accepted"
    assert status(("lower", accepted), origin="lower") is None
    assert status(("lower", accepted), ("upper", f"{accepted}, in concurrence"), origin="lower") == "passed_both"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Passed to be engrossed - 158 YEAS to 0 NAYS (See YEA and NAY No. 253)", ("House", 253, 158, 0)),
        ("Passed to be engrossed -149 YEAS to 0 NAYS (See YEA and NAY No. 249 )", ("House", 249, 149, 0)),
        ("Passed to be engrossed -see Roll Call #197 (Yeas 35 to Nays 4)", ("Senate", 197, 35, 4)),
        ("Passed to be engrossed -- see Roll Call # 97 (Yeas 39 to Nay 0)", ("Senate", 97, 39, 0)),
        ("Passed to be engrossed -see Roll Call #98 (Yeas 65 to Yeas 0)", ("Senate", 98, 65, 0)),
        ("Enacted - 30 yeas to 8 nays, see Senate Roll Call #25 and House Roll Call 56", None),
        ("Enacted", None),
    ],
)
def test_roll_calls_are_cited_by_number(text: str, found: tuple[str, int, int, int] | None) -> None:
    roll = cited(text, "2025-07-16")
    assert (roll and (roll.branch, roll.number, roll.yes, roll.no)) == found
    if roll:
        assert roll.motion == "Passed to be engrossed"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Amendment 6 rejected", "fail"),
        ("Consolidated amendment A (Education) adopted", "pass"),
        ("Decision of the Chair stands", "pass"),
        ("House NON-concurred in the Senate amendment", None),
        ("Quorum Roll Call", None),
    ],
)
def test_results_are_read_off_the_line(text: str, result: str | None) -> None:
    assert result_of(text)[1] == result


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Referred to the committee on the Judiciary", "J19"),
        ("Reported from the committee on House Ways and Means", "H34"),
        ("Referred to the committee on Bills in the Third Reading", "H36"),
        ("Read, amended (as recommended by the committee on the Judiciary), and referred to the committee on"
         " House Ways and Means", "H34"),
        ("Referred to the committee on Education Policy", "J14"),
        ("Referred to the committee on Educational Matters", None),
        ("Referred to the committee on Senate Rules", "S29"),
        ("Referred to the committee on Rules", None),
        ("Referred to the temporary committee on Nowhere", None),
        ("Enacted", None),
    ],
)  # fmt: skip
def test_a_line_names_the_committee_it_leads_to(text: str, code: str | None) -> None:
    assert committee_named(text, "lower", NAMES) == code


def test_third_readings_are_each_chambers_own() -> None:
    text = "Referred to the committee on Bills in the Third Reading"
    assert [committee_named(text, chamber, NAMES) for chamber in ("upper", "lower", None)] == ["S53", "H36", None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Accompanied a new draft, see H4000", [("H 4000", "replaced-by")]),
        ("Accompanied H4000", [("H 4000", "replaced-by")]),
        ("Accompanied a study order, see H4000", [("H 4000", "related")]),
        ("New draft of H51 and H52", [("H 51", "replaces"), ("H 52", "related")]),
        ("Published as amended, see H58", [("H 58", "replaced-by")]),
        ("Reprinted as amended, see S2514", [("S 2514", "related")]),
        ("H4005, published as amended", [("H 4005", "replaces")]),
        ("Text of H10, published as H4010", [("H 4010", "replaced-by")]),
        ("Substituted as a next text for H4001", [("H 4001", "replaces")]),
        ("Amended by striking out all and inserting the text of S2512", [("S 2512", "related")]),
        ("Read second; see H10", []),
        ("Item 0330-0300 and section H-4 passed over veto", []),
    ],
)
def test_other_bills_in_a_history(text: str, found: list[tuple[str, str]]) -> None:
    related = related_in([line(text), line(text)], "H 10")
    assert [(one.identifier, one.relation) for one in related] == found


def test_the_stronger_relation_of_several_is_kept() -> None:
    related = related_in([line("See H58"), line("Published as amended, see H58"), line("See H58")], "H 57")
    assert [(one.identifier, one.relation) for one in related] == [("H 58", "replaced-by")]


def test_lines_that_are_alike_are_told_of_where_they_stand_together() -> None:
    rows = [
        {"Date": "2025-02-06T00:00:00", "Branch": "House", "Action": text, "IsStricken": False}
        for text in ("Point of Order pending", "Point of Order well taken", "Point of Order pending")
    ]
    assert all(isinstance(one, items.Action) for one in history(answer(rows), 194, "H57", {}))
    found = history(answer([rows[0], *rows]), 194, "H57", {})
    assert [one.kind for one in found if isinstance(one, items.Gap)] == ["repeated_line"]
    assert len(found) == 5


@pytest.mark.parametrize(
    "text", ["", "x" * 10_001, "committee on " * 2_000, "H1 " * 5_000, "1" * 100_000], ids=lambda text: text[:12]
)
def test_a_line_that_is_no_action_is_refused_soon(text: str) -> None:
    rows = [{"Date": "2025-02-06T00:00:00", "Branch": "House", "Action": text, "IsStricken": False}]
    before = time.monotonic()
    with pytest.raises(LayoutChanged, match="an action of 1 to"):
        history(answer(rows), 194, "H57", NAMES)
    assert time.monotonic() - before < 2


def test_the_longest_line_costs_little() -> None:
    before = time.monotonic()
    for text in ("committee on " * 769, "H1 " * 3_333, "(See YEA and NAY No. " * 470, "Amendment " * 1_000):
        related_in([line(text)], "H 10")
    assert time.monotonic() - before < 2


# General Courts, committees, members, hearings, laws


def test_a_general_court_is_asked_for_by_number() -> None:
    known = pages.courts(
        answer([{"Number": n, "FirstYear": 2 * n + 1637, "SecondYear": 2 * n + 1638} for n in (194, 191)])
    )
    assert [court.item.name for court in known] == [
        "194th General Court (2025-2026)",
        "191st General Court (2019-2020)",
    ]
    assert [court.item.is_active for court in known] == [True, False]
    assert pages.chosen(known, " 191st", None).number == 191
    assert pages.chosen(known, None, None).number == 194
    assert pages.chosen(known, None, frozenset({191})).number == 191
    with pytest.raises(BadArgument, match="wanted one of the General Courts 194, 191"):
        pages.chosen(known, "2025", None)
    assert [pages.ordinal(n) for n in (111, 112, 113, 121, 192, 193, 190)] == ["th", "th", "th", "st", "nd", "rd", "th"]


def test_work_and_seats_of_a_committee() -> None:
    body = ma.committee("J10", 4, {2})
    found = pages.committee(answer(body), 194)
    assert isinstance(found[0], pages.Committee)
    assert (found[0].before, found[0].reported, found[0].hearings) == (["H 1", "H 3", "S 4"], ["S 2"], [7001, 7002])
    seats = [(one.person, one.role) for one in found if isinstance(one, items.Membership)]
    assert len(seats) == 15 and [person for person, role in seats if role == "chair"] == ["CSC0", "AJP1"]
    body["HouseMembers"].append(body["HouseMembers"][-1])
    body["SenateChairperson"] = ma.member("EPL0")
    found = pages.committee(answer(body), 194)
    assert [one.kind for one in found if isinstance(one, items.Gap)] == ["value_missing", "repeated_line"]
    assert len([one for one in found if isinstance(one, items.Membership)]) == 16


def test_a_member_with_a_party_and_without_a_district() -> None:
    body = ma.member("X1") | {"Name": " Some  One ", "Branch": "House", "District": None, "Party": "Of Two"}
    (person,) = pages.member(answer(body), 194, "x1")
    assert (person.name, person.party, person.district, person.chamber) == ("Some One", "Of Two", None, "lower")
    for wrong in ({"Branch": "Joint"}, {"Name": " "}, {"MemberCode": "X2"}, {"GeneralCourtNumber": 193}):
        with pytest.raises(LayoutChanged):
            pages.member(answer(body | wrong), 194, "x1")


def test_a_hearing_lists_each_bill_of_its_agendas_once() -> None:
    body = ma.hearing(7001)
    body["HearingAgendas"] = [*body["HearingAgendas"], *body["HearingAgendas"], {"DocumentsInAgenda": [ma.summary(9)]}]
    (found,) = pages.hearing(answer(body), 194, 7001)
    assert isinstance(found, items.Hearing)
    assert found.bills == ["H 1", "H 3", "HD 1009"]
    body["HearingAgendas"][0]["DocumentsInAgenda"][0]["GeneralCourtNumber"] = 193
    with pytest.raises(LayoutChanged, match="wanted 194, got 193"):
        pages.hearing(answer(body), 194, 7001)


def test_words_of_a_law_outside_of_its_paragraphs_are_kept() -> None:
    laws = [
        ma.law(1) | {"ChapterText": text}
        for text in ("<h4>Title</h4><p>One.</p>", "<p>One.</p><p> </p><p>Two.</p>", " ")
    ]
    words = [pages.laws(answer([one]), 194)[0].version.text for one in laws]
    assert [found and found.text for found in words] == ["Title One.", "One.\nTwo.", None]
    with pytest.raises(LayoutChanged, match="nested at most"):
        pages.laws(answer([ma.law(1) | {"ChapterText": "<div>" * 1_000}]), 194)
    twice = pages.laws(answer([ma.law(1), ma.law(1)]), 194)
    assert [type(one).__name__ for one in twice] == ["Law", "Gap"]


# bills


@pytest.mark.parametrize("number", ["H4844", "H.4844", "H 4844", "H04844"])
def test_numbers_of_bills(number: str) -> None:
    assert identifier(number, "x") == "H 4844"
    assert identifier("H4000A", "x") == "H 4000A"
    for wrong in ("", "X12", "H", "HD", "H123456", "4844", "H4844 extra"):
        with pytest.raises(LayoutChanged):
            identifier(wrong, "x")


def named(name: str, kind: int = 1, code: str | None = None) -> dict[str, Any]:
    return {"Id": code or (name if kind == 1 else None), "Name": name, "Type": kind, "Details": None}


def sponsored(**who: Any) -> list[tuple[str, str, bool, str, str | None]]:
    found = bills.document(answer(ma.document(1) | who), 194, "H1", {})
    assert isinstance(found[0], items.Bill)
    return [
        (one.name, one.classification, one.is_primary, one.entity_type, one.organization_code)
        for one in found[0].sponsorships or []
    ]


def test_sponsors_and_their_roles() -> None:
    first, second, third = named("A"), named("B"), named("C")
    assert sponsored(PrimarySponsor=first, JointSponsor=second, Cosponsors=[first, second, third]) == [
        ("A", "primary", True, "person", None),
        ("B", "joint sponsor", True, "person", None),
        ("C", "cosponsor", False, "person", None),
    ]
    assert sponsored(PrimarySponsor=named("Joint Committee on X", 2, "J99"), Cosponsors=[]) == [
        ("Joint Committee on X", "primary", True, "organization", "J99")
    ]
    assert sponsored(PrimarySponsor=named("A citizen", 3), Cosponsors=[])[0][3] == "unknown"
    assert sponsored(PrimarySponsor=None, Cosponsors=[]) == []
    with pytest.raises(LayoutChanged, match="a Type of 1 to 4"):
        sponsored(PrimarySponsor=named("A", 5), Cosponsors=[])


def test_a_cosponsor_listed_twice_is_told_of() -> None:
    row = ma.document(1) | {"PrimarySponsor": named("A"), "Cosponsors": [named("A"), named("B"), named("B")]}
    found = bills.document(answer(row), 194, "H1", {})
    assert [one.kind for one in found if isinstance(one, items.Gap)] == ["repeated_line"]


def test_papers_and_roll_calls_of_a_document() -> None:
    amendment = {"AmendmentNumber": "7", "ParentBillNumber": "S2545", "Branch": "Senate", "GeneralCourtNumber": 194}
    row = ma.document(1) | {
        "EmergencyPreamble": "Whereas, it is urgent.",
        "Attachments": [{"Description": None, "DownloadUrl": "https://malegislature.gov/Bills/194/H1/Attachment/9"}],
        "Amendments": [amendment, amendment],
        "RollCalls": [{"GeneralCourtNumber": 194, "Branch": "House", "RollCallNumber": 3, "Details": ""}],
    }
    found = bills.document(answer(row), 194, "H1", {})
    bill, leads, twice = found
    assert isinstance(bill, items.Bill) and isinstance(leads, bills.Leads) and isinstance(twice, items.Gap)
    assert [(one.key, one.classification) for one in bill.documents or []] == [
        ("pinslip", "summary"),
        ("attachment-9", "other"),
        ("S2545-Senate-amendment-7", "amendment"),
    ]
    assert (bill.documents or [])[2].note == "Senate amendment 7 to S 2545"
    assert leads.rolls == [("House", 3)]
    text = (bill.versions or [])[0].text
    assert text and text.text == "Whereas, it is urgent.\nSECTION 1. Matter 1 is settled."


def test_a_committees_vote_as_a_document_tells_it() -> None:
    row = ma.document(4)
    sides = row["CommitteeRecommendations"][0]["Votes"][0]["Vote"][0]
    sides |= {"Favorable": [ma.member("CSC0")], "Adverse": [ma.member("PMO")], "ReserveRight": [ma.member("PDJ0")]}
    row["CommitteeRecommendations"] *= 2
    leads = bills.document(answer(row), 194, "S4", {"csc0": "Cynthia Stone Creem"})[1]
    assert isinstance(leads, bills.Leads)
    assert [vote.key for vote in leads.votes] == ["committee-J10-S4-2026-03-06", "committee-J10-S4-2026-03-06-2"]
    votes = [(one.voter_name, one.option, one.option_raw) for one in leads.votes[0].votes or []]
    assert votes == [
        ("Cynthia Stone Creem", "yes", "Favorable"),
        ("PMO", "no", "Adverse"),
        ("PDJ0", "other", "ReserveRight"),
    ]
    assert (leads.votes[0].chamber, leads.votes[0].organization_code) == ("legislature", "J10")


def test_a_line_of_the_list_moves_with_its_words_alone() -> None:
    def lines(**more: Any) -> str:
        (found,) = [one for one in bills.documents(answer([ma.row(1) | more]), 194) if isinstance(one, bills.Listed)]
        return found.line

    assert lines(Details="http://elsewhere") == lines()
    assert len({lines(), lines(Title="Another"), lines(DocketNumber="HD2"), lines(JointSponsor=named("B"))}) == 4


def test_a_document_listed_twice_is_told_of() -> None:
    found = bills.documents(answer([ma.row(1), ma.row(1)]), 194)
    assert [type(one).__name__ for one in found] == ["Listed", "Gap"]
    for wrong in ({"BillNumber": "X1"}, {"BillNumber": None, "DocketNumber": None}, {"GeneralCourtNumber": 193}):
        with pytest.raises(LayoutChanged):
            bills.documents(answer([ma.row(1) | wrong]), 194)


# pages


VOTES = (FIXTURES / "committee_votes" / "one_panel" / "page.html").read_text("utf-8")
MUNICIPALITIES = {"Joint Committee on Municipalities and Regional Government": "J10"}


def votes(text: str) -> list[items.VoteEvent | items.Gap]:
    return rolls.committee_votes(page(text), 194, "H4844", MUNICIPALITIES, 1)


def test_all_sides_of_a_committees_vote() -> None:
    text = VOTES.replace("<h5>Adverse: 0</h5>", "<h5>Adverse: 1</h5><ul><li><a href='/x'>Member A</a></li></ul>")
    text = text.replace("<h5>No Action: 0</h5>", "<h5>No Action: 2</h5><ul><li>Member B</li><li>Member C</li></ul>")
    (event,) = votes(text)
    assert isinstance(event, items.VoteEvent)
    assert (event.declared_yes, event.declared_no, event.declared_other) == (11, 1, 2)
    said = [(one.voter_name, one.option) for one in event.votes or [] if one.option != "yes"]
    assert said == [("Member A", "no"), ("Member B", "not voting"), ("Member C", "not voting")]


def test_two_votes_of_a_day_are_two() -> None:
    start = VOTES.index('<div class="panel panel-primary')
    panel = VOTES[start : VOTES.index("\n        </div>", start)]
    text = VOTES.replace(panel, panel * 3)
    keys = [event.key for event in votes(text) if isinstance(event, items.VoteEvent)]
    assert keys == [f"committee-J10-H4844-2026-03-06{end}" for end in ("", "-2", "-3")]


@pytest.mark.parametrize(
    "wrong",
    [
        ("Reserve Right: 0", "Present: 0"),
        ("<h5>No Action: 0</h5>", ""),
        ("March 06, 2026", "06.03.2026"),
        ('aria-selected="true"', 'aria-selected="false"'),
        ("/Bills/194/H4844/", "/Bills/194/H4845/"),
    ],
)
def test_a_panel_that_is_not_understood_is_refused(wrong: tuple[str, str]) -> None:
    with pytest.raises(LayoutChanged):
        votes(VOTES.replace(*wrong))


def test_a_page_without_the_tab_of_votes_says_so() -> None:
    text = VOTES.replace('data-href="/Bills/194/H4844/CommitteeVote"', 'data-href="/Bills/194/H4844/Other"')
    assert [type(one).__name__ for one in votes(text)] == ["Gap"]


def test_a_script_in_a_title_is_text() -> None:
    text = (FIXTURES / "bill_page" / "in_committee" / "page.html").read_text("utf-8")
    text = text.replace("<h2>An Act ", "<h2>&lt;script&gt;alert(1)&lt;/script&gt; An Act ")
    bill = site.bill_page(page(text), 194, "H4844")[0]
    assert isinstance(bill, items.Bill) and (bill.title or "").startswith("<script>alert(1)</script> An Act")


def piece(said: str, lines: int) -> HtmlResponse:
    rows = "<tr><td>04/01/2026</td><td>House</td><td>Read second</td></tr>" * lines
    return page(
        f'<div><div class="searchResultSummary">Displaying {said} for Bill H.4844</div>'
        f'<div id="searchResults"><table><tbody>{rows}</tbody></table></div></div>'
    )


def test_a_part_of_a_history_by_what_it_says_of_itself() -> None:
    (found,) = site.history_tab(piece("26 to 40 of 40 actions", 15), 194, "H4844", 25, {})
    assert (found.last, found.total, len(found.actions)) == (40, 40, 15)
    (found,) = site.history_tab(piece("1 action", 1), 194, "H4844", 0, {})
    assert (found.last, found.total) == (1, 1)


@pytest.mark.parametrize(
    ("said", "lines", "after"),
    [
        ("1 to 25 of 40 actions", 25, 25),
        ("26 to 50 of 60 actions", 24, 25),
        ("1 to 25 of 20 actions", 25, 0),
        ("3 actions", 2, 0),
        ("1 to 25 of 9999 actions", 25, 0),
        ("some actions", 2, 0),
    ],
)
def test_a_part_that_does_not_follow_is_refused(said: str, lines: int, after: int) -> None:
    with pytest.raises(LayoutChanged):
        site.history_tab(piece(said, lines), 194, "H4844", after, {})


# roll calls


def test_a_roll_call_of_another_branch_or_with_a_member_twice_is_refused() -> None:
    body = ma.roll_call(5)
    said = list(Cited("House", 5, "Enacted", "2025-07-16", 10, 1))
    (event,) = rolls.roll_call(answer(body), 194, "House", 5, {}, ["H 5"], said)
    assert [event.votes and len(event.votes), event.votes and event.votes[-1].option] == [12, "absent"]
    for branch, number in (("Senate", 5), ("House", 6)):
        with pytest.raises(LayoutChanged):
            rolls.roll_call(answer(body), 194, branch, number, {}, ["H 5"], said)
    body["Nays"] = body["Yeas"][:1]
    with pytest.raises(LayoutChanged, match="listed once"):
        rolls.roll_call(answer(body), 194, "House", 5, {}, ["H 5"], said)


# printed texts


def test_numbers_of_lines_are_left_out_and_those_of_paragraphs_stay() -> None:
    assert texts.body_of(["(2025-2026)", "An Act", "1 one", "2", "3 three", "1 of 2", "4 2025 is four"]) == [
        "An Act", "one", "three", "2025 is four",
    ]  # fmt: skip
    report = ["Report of the office", "1 of the findings", "is this.", "It has 2 parts.", "___", "And an end."]
    assert texts.body_of(report) == [line for line in report if line != "___"]


@pytest.mark.parametrize("number", ["H3105", "H3198", "H3293", "S1178", "S423"])
def test_texts_that_others_took_out_of_printed_bills(shared: Path, number: str) -> None:
    """Not the site's own bytes: lines of its files, with what another program added at their end."""
    text = (shared / "captures" / "ma" / "text" / f"{number}__{number}_Bill_Text.pdf").read_text("utf-8")
    printed = [line for raw in text.split("[DELETED")[0].splitlines() if (line := " ".join(raw.split()))]
    body = texts.body_of(printed)
    assert body[0].startswith("An Act ")
    (first,) = [line.removeprefix("1 ") for line in printed if line.startswith("1 ") and line != "1 of 1"][:1]
    numbered = body[body.index(first) :]
    assert [f"{number} {line}" for number, line in enumerate(numbered, 1)] == [
        line for line in printed[printed.index(f"1 {first}") :] if not texts.FOOT.fullmatch(line)
    ]
