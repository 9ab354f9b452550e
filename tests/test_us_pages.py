"""The Congress: each page function on a small page in the shape of the real one, and on every capture there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from scrapy.http import TextResponse, XmlResponse

from scrapers import items
from scrapers.errors import BadArgument, Blocked, ExpectedEmpty, LayoutChanged
from scrapers.states.us import pages, rolls
from scrapers.states.us.actions import ACTIONS, MOTIONS
from scrapers.states.us.reading import Roll, asked_bill, asked_congress, bill_identifier, local_day, roll_on

FIXTURES = Path(__file__).parent / "fixtures" / "us"
BILL = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr9901.xml"
LEGACY = "https://www.govinfo.gov/bulkdata/BILLSTATUS/114/sres/BILLSTATUS-114sres9903.xml"
HOUSE = Roll("lower", 119, 1, 901)
SENATE = Roll("upper", 119, 1, 902)
SENATORS = "https://www.senate.gov/legislative/LIS_MEMBER/cvc_member_data.xml"
BOMB = b'<!DOCTYPE billStatus [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><billStatus><bill>&b;</bill></billStatus>'
HTML = b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>No.</body></html>"


def page(name: str, url: str, *changes: tuple[str, str]) -> XmlResponse:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return XmlResponse(url, body=text.encode())


def bill_of(response: XmlResponse) -> items.Bill:
    return next(item for item in pages.bill(response) if isinstance(item, items.Bill))


def event_of(found: list[items.Item]) -> items.VoteEvent:
    return next(item for item in found if isinstance(item, items.VoteEvent))


def house(*changes: tuple[str, str], bills=(), members=None) -> list[items.Item]:
    return list(rolls.house_roll(page("house_roll.xml", HOUSE.url, *changes), HOUSE, bills, members or {}))


NOBODY: dict[str, str] = {}


def senate(*changes: tuple[str, str], bills=(), members=None, senators=NOBODY) -> list[items.Item]:
    return list(
        rolls.senate_roll(page("senate_roll.xml", SENATE.url, *changes), SENATE, bills, members or {}, senators)
    )


def test_bill_of_version_3() -> None:
    found = list(pages.bill(page("bill.xml", BILL)))
    bill = found[-1]
    assert isinstance(bill, items.Bill)
    assert found[0] == items.Session("119", "119th Congress", "primary", "2025-01-03", "2027-01-03")
    assert [(i.code, i.name, i.parent_code) for i in found if isinstance(i, items.Organization)] == [
        ("hsxx00", "House Fixtures Committee", "lower"),
        ("hsxx01", "House Small Fixtures Subcommittee", "hsxx00"),
    ]
    people = [i for i in found if isinstance(i, items.Person)]
    assert [(p.source_id, p.name, p.names[0].name, p.party, p.district) for p in people] == [
        ("X000001", "Alpha, A.", "Rep. Alpha, A. [D-CA-1]", "Democratic", "CA-1"),
        ("X000002", "Bravo, B.", "Rep. Bravo, B. [R-TX-At Large]", "Republican", "TX-At Large"),
        ("X000003", "Charlie, C.", "Del. Charlie, C. [D-DC-At Large]", "Democratic", "DC-At Large"),
    ]
    assert [i.key for i in found if isinstance(i, items.Gap)] == ["HR 9901 text version 1"]
    assert (bill.session, bill.identifier, bill.classification, bill.chamber) == ("119", "HR 9901", "bill", "lower")
    assert (bill.title, bill.chapter, bill.subjects) == (
        "Fixture Act",
        "Public Law 119-991",
        ["Congress", "Fixtures"],
    )
    assert bill.source_url == "https://www.congress.gov/bill/119th-congress/house-bill/9901"
    assert [(s.name[:10], s.classification, s.is_primary) for s in bill.sponsorships or []] == [
        ("Rep. Alpha", "primary", True),
        ("Rep. Bravo", "withdrawn cosponsor", False),
        ("Del. Charl", "cosponsor", False),
    ]
    assert [(v.key, v.date, v.classification) for v in bill.versions or []] == [
        ("BILLS-119hr9901ih", "2025-02-03", "introduced"),
        ("PLAW-119publ991", "2025-07-04", "became-law"),  # 03:59:59Z is still the day before in Washington
    ]
    assert [(d.key, d.date, d.text) for d in bill.documents or []] == [
        ("H. Rept. 119-9", None, None),
        ("cbo-99001", "2025-02-28", None),
        ("cbo-99001-2", "2025-03-02", None),
        ("summary-00-2025-02-03", "2025-02-03", "Fixture Act\nThis bill fixes nothing."),
    ]
    assert bill.related == [items.RelatedBill("S 9902", "119", "companion")]


def test_history_is_oldest_first_and_points_to_its_roll_calls() -> None:
    actions = bill_of(page("bill.xml", BILL)).actions or []
    assert [(a.date, a.chamber, a.classifications, a.tally_yes, a.tally_no, a.roll_key) for a in actions] == [
        ("2025-02-03", "lower", ("introduction",), None, None, None),
        ("2025-02-03", "lower", ("referral-committee",), None, None, None),
        ("2025-03-04", "lower", ("passage",), 2, 1, "house-1-901"),
        ("2025-03-04", "lower", ("passage",), 2, 1, "house-1-901"),
        ("2025-06-30", "upper", ("passage",), 2, 1, "senate-1-902"),
        ("2025-07-02", "executive", ("executive-receipt",), None, None, None),
        ("2025-07-04", "executive", ("executive-signature",), None, None, None),
        ("2025-07-04", "executive", ("became-law", "chaptered"), None, None, None),
    ]
    assert actions[1].organization_code == "hsxx00"
    assert pages.rolls(page("bill.xml", BILL)) == [HOUSE, SENATE]


def test_bill_of_the_older_layout() -> None:
    found = list(pages.bill(page("bill_legacy.xml", LEGACY)))
    bill = found[-1]
    assert isinstance(bill, items.Bill)
    assert (bill.identifier, bill.classification, bill.chamber, bill.chambers) == (
        "SRES 9903",
        "resolution",
        "upper",
        1,
    )
    assert bill.subjects == ["Congress", "Older fixtures"]
    assert [s.chamber for s in bill.sponsorships or []] == ["upper"]
    assert bill.versions == [] and bill.related == []
    assert [g.key for g in found if isinstance(g, items.Gap)] == ["SRES 9903 action 2016-12-01"]
    # January 2 still belongs to the second year of the 114th Congress
    assert [a.roll_key for a in bill.actions or []] == [None, "senate-2-7"]
    assert pages.rolls(page("bill_legacy.xml", LEGACY)) == [Roll("upper", 114, 2, 7)]


def test_house_roll_call() -> None:
    found = house()
    event = event_of(found)
    assert (event.key, event.bills, event.chamber, event.date) == ("house-1-901", ["HR 9901"], "lower", "2025-03-04")
    assert (event.motion, event.result, event.yes_means) == (
        "On Motion to Suspend the Rules and Pass",
        "pass",
        "advances",
    )
    assert event.threshold == "two thirds of those voting"
    assert (event.declared_yes, event.declared_no, event.declared_other) == (2, 1, 2)
    assert [(v.voter_name, v.option, v.option_raw) for v in event.votes or []] == [
        ("Alpha", "yes", "Yea"),
        ("Bravo (TX)", "yes", "Aye"),
        ("Echo", "no", "No"),
        ("Foxtrot", "abstain", "Present"),
        ("Golf", "not voting", "Not Voting"),
    ]
    people = [i for i in found if isinstance(i, items.Person)]
    assert [p.source_id for p in people] == ["X000001", "X000002", "X000004", "X000005", "X000006"]
    known = next(i for i in pages.bill(page("bill.xml", BILL)) if isinstance(i, items.Person))
    fuller = next(i for i in house(members={("X000001", "lower"): known}) if isinstance(i, items.Person))
    assert (fuller.name, fuller.district, fuller.names) == ("Alpha, A.", "CA-1", [items.PersonName("Alpha", "lower")])


def test_house_roll_call_without_a_stated_threshold_or_on_an_amendment() -> None:
    assert event_of(house(("2/3 YEA-AND-NAY", "RECORDED VOTE"))).threshold is None
    event = event_of(
        house(
            ("On Motion to Suspend the Rules and Pass", "On Agreeing to the Amendment"),
            (
                "<vote-desc>",
                "<amendment-num>1</amendment-num><amendment-author>Echo of Texas</amendment-author><vote-desc>",
            ),
        )
    )
    assert (event.motion, event.yes_means) == ("On Agreeing to the Amendment: Echo of Texas", "amends")


def test_senate_roll_call() -> None:
    found = senate()
    event = event_of(found)
    assert (event.key, event.bills, event.chamber, event.date) == ("senate-1-902", ["HR 9901"], "upper", "2025-06-30")
    assert (event.motion, event.motion_classification) == ("On Passage of the Bill H.R. 9901", ("passage",))
    assert (event.threshold, event.result_raw, event.result) == ("majority of those voting", "Bill Passed", "pass")
    assert (event.declared_yes, event.declared_no, event.declared_other) == (2, 1, 1)
    people = [i for i in found if isinstance(i, items.Person)]
    assert next((p.source_id, p.name, p.names[0].name, p.district) for p in people) == (
        "S901", "Hotel, H.", "Hotel (D-VT)", "VT",
    )  # fmt: skip


def test_the_list_of_senators_joins_their_two_ids() -> None:
    assert rolls.senators(page("senators.xml", SENATORS)) == {"S901": "X000011", "S902": "X000012"}
    for change in (
        ('lis_member_id="S902"', 'lis_member_id="S901"'),
        ('lis_member_id="S902"', 'lis_member_id="902"'),
        ('lis_member_id="S902"', ""),
        ("X000012", "X000011"),
        ("X000012", "x12"),
        ("<bioguideId>X000012</bioguideId>", ""),
    ):
        with pytest.raises(LayoutChanged):
            rolls.senators(page("senators.xml", SENATORS, change))
    for body in (b"", b"<senators/>", b"<senators><senator", b"<contact_information/>", BOMB):
        with pytest.raises(LayoutChanged):
            rolls.senators(XmlResponse(SENATORS, body=body))
    with pytest.raises(Blocked):
        rolls.senators(XmlResponse(SENATORS, body=HTML))


def test_a_senator_who_is_listed_is_the_person_of_the_bioguide_id() -> None:
    listed = {"S901": "X000011"}
    people = [i for i in senate(senators=listed) if isinstance(i, items.Person)]
    assert [(p.source_id, p.name, p.mentioned) for p in people[:2]] == [
        ("X000011", "Hotel, H.", True), ("S902", "India, I.", False),
    ]  # fmt: skip
    sponsor = items.Person("119", "Hotel, Henrietta", "Hotel", "Henrietta", "Democratic", "upper", "VT",
                           [items.PersonName("Sen. Hotel, Henrietta [D-VT]", "upper")], "X000011")  # fmt: skip
    known = {("X000011", "upper"): sponsor}
    fuller = next(i for i in senate(senators=listed, members=known) if isinstance(i, items.Person))
    assert (fuller.name, fuller.names) == ("Hotel, Henrietta", [items.PersonName("Hotel (D-VT)", "upper")])
    assert not fuller.mentioned  # what the sponsor list says, with one more spelling


def test_without_the_list_nobody_is_told_and_every_vote_is_kept() -> None:
    found = senate(senators=None)
    assert not [i for i in found if isinstance(i, items.Person)]
    assert [vote.voter_name for vote in event_of(found).votes or []] == [
        "Hotel (D-VT)", "India (R-UT)", "Juliett (R-WA)", "Kilo (I-ME)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        ("1/2", "majority of those voting"),
        ("3/5", "three fifths of those elected"),
        ("2/3", "two thirds of those voting"),
    ],
)
def test_senate_thresholds(stated: str, wanted: str) -> None:
    assert event_of(senate((">1/2<", f">{stated}<"))).threshold == wanted


def test_senate_tie_broken_by_the_vice_president() -> None:
    found = senate(
        ("(2-1)", "(2-1, Vice President voted Yea)"),
        ("<yeas>2</yeas><nays>1</nays>", "<yeas>1</yeas><nays>1</nays>"),
        ("<by_whom/><tie_breaker_vote/>", "<by_whom>Vice President</by_whom><tie_breaker_vote>Yea</tie_breaker_vote>"),
        ("<state>UT</state><vote_cast>Yea", "<state>UT</state><vote_cast>Present, Giving Live Pair"),
    )
    event = event_of(found)
    assert (event.declared_yes, event.declared_no) == (2, 1)
    assert [(v.voter_name, v.option) for v in event.votes or []][1::3] == [
        ("India (R-UT)", "paired"),
        ("Vice President", "yes"),
    ]


def test_senate_roll_call_on_an_amendment_names_the_bill_amended() -> None:
    event = event_of(
        senate(
            ("<document_name>H.R. 9901</document_name>", "<document_name/>"),
            ("<amendment_number/>", "<amendment_number>S.Amdt. 5</amendment_number>"),
            (
                "<amendment_to_document_number/>",
                "<amendment_to_document_number>S.Con.Res. 14</amendment_to_document_number>",
            ),
            ("<question>On Passage of the Bill</question>", "<question>On the Motion to Table</question>"),
        )
    )
    assert event.bills == ["SCONRES 14"]
    assert (event.motion_classification, event.yes_means) == (("tabling", "amendment"), "procedural")


def test_a_roll_call_on_no_bill_says_so_and_one_that_is_pointed_to_keeps_its_bills() -> None:
    with pytest.raises(ExpectedEmpty, match="JOURNAL"):
        house(("H R 9901", "JOURNAL"))
    assert event_of(house(("H R 9901", "JOURNAL"), bills=["HR 1", "HR 2"])).bills == ["HR 1", "HR 2"]
    assert event_of(house(bills=["HR 9905"])).bills == ["HR 9901", "HR 9905"]


def test_unknown_words_are_gaps_and_never_guessed() -> None:
    found = house(("<vote>No</vote>", "<vote>Perhaps</vote>"), ("<vote-result>Passed", "<vote-result>Adjourned"))
    assert [g.found for g in found if isinstance(g, items.Gap)] == ["Perhaps", "Adjourned"]
    event = event_of(found)
    assert (event.result, event.votes[2].option) == (None, "other")  # type: ignore[index]
    assert [g.found for g in senate((">1/2<", ">5/8<")) if isinstance(g, items.Gap)] == ["5/8"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Agreed to", "pass"), ("Amendment Rejected", "fail"), ("Cloture Motion Agreed to", "pass"),
        ("Motion to Proceed Rejected", "fail"), ("Veto Sustained", "fail"), ("Veto Overridden", "pass"),
        ("Not Guilty", "fail"), ("Point of Order Not Sustained", "fail"), ("Failed", "fail"), ("Held", None),
    ],
)  # fmt: skip
def test_results(text: str, result: str | None) -> None:
    assert rolls.result_of(text) == result


@pytest.mark.parametrize(
    ("question", "classes", "yes"),
    [
        ("On Passage", ("passage",), "advances"),
        ("On Motion to Recommit", ("referral",), "kills"),
        ("On Motion to Table", ("tabling",), "kills"),
        ("On Motion to Table the Motion to Reconsider", ("procedural",), "procedural"),
        ("On Ordering the Previous Question", ("procedural",), "procedural"),
        ("On Motion to Concur in the Senate Amendment", ("concurrence",), "advances"),
        ("On Motion to Concur in the Senate Amendment with an Amendment", ("concurrence", "amendment"), "advances"),
        ("Passage, Objections of the President To The Contrary Notwithstanding", ("veto-override",), "advances"),
        ("On Agreeing to the Conference Report", ("conference",), "advances"),
        ("On the Cloture Motion", ("procedural",), "advances"),
        ("On the Motion to Proceed", ("procedural",), "advances"),
        ("On the Amendment", ("amendment",), "amends"),
        ("On the Joint Resolution", ("passage",), "advances"),
        ("On the Motion to Discharge", ("discharge",), "advances"),
        ("Whether it rains", ("unclassified",), "unknown"),
    ],
)
def test_motions(question: str, classes: tuple[str, ...], yes: str) -> None:
    assert tuple(MOTIONS.classify(question)) == (classes, yes)


def test_sitemaps() -> None:
    index = pages.sitemap(page("sitemapindex.xml", "https://x/index"), "sitemapindex")
    assert [listed.url.split("/")[-2] for listed in index] == ["118hr", "119hr"]
    found = pages.sitemap(page("sitemap.xml", "https://x/map"), "urlset")
    assert found == [pages.Listed(BILL, "2025-07-05T10:00:00.000Z")]
    with pytest.raises(LayoutChanged):
        pages.sitemap(page("sitemap.xml", "https://x/map"), "sitemapindex")
    with pytest.raises(LayoutChanged, match="elements"):
        pages.sitemap(XmlResponse("https://x", body=b"<urlset/>"), "urlset")


READERS = {
    "bill": lambda response: list(pages.bill(response)),
    "rolls": pages.rolls,
    "house": lambda response: list(rolls.house_roll(response, None, [], {})),
    "senate": lambda response: list(rolls.senate_roll(response, None, [], {}, {})),
    "sitemap": lambda response: pages.sitemap(response, "urlset"),
}


@pytest.mark.parametrize("name", READERS)
def test_what_is_no_page_raises(name: str) -> None:
    for body in (b"", b"   ", b"<billStatus", b"<other/>", b"{}", BOMB, b"<billStatus/>", b"<rollcall-vote/>"):
        with pytest.raises(LayoutChanged):
            READERS[name](TextResponse("https://x", body=body, encoding="utf-8"))
    for body in (HTML, b"\xef\xbb\xbf" + HTML, b'<?xml version="1.0"?><html/>'):
        with pytest.raises(Blocked):
            READERS[name](TextResponse("https://x", body=body, encoding="utf-8"))


@pytest.mark.parametrize(
    "change",
    [
        ("<actionDate>2025-07-02</actionDate>", "<actionDate>July 2</actionDate>"),
        ("<actionDate>2025-07-02</actionDate>", "<actionDate>2025-02-30</actionDate>"),
        ("<type>HR</type>", "<type>HX</type>"),
        ("<number>9901</number>", "<number>9909</number>"),
        ("Rep. Alpha, A. [D-CA-1]", "Alpha"),
        ("<title>Fixture Act</title>\n    <textVersions>", "<textVersions>"),
        ("<sessionNumber>1</sessionNumber>", "<sessionNumber>3</sessionNumber>"),
        ("<chamber>House</chamber>\n        <type>", "<chamber>Room</chamber>\n        <type>"),
    ],
)
def test_a_bill_that_is_shaped_otherwise_raises(change: tuple[str, str]) -> None:
    with pytest.raises(LayoutChanged):
        list(pages.bill(page("bill.xml", BILL, change)))


@pytest.mark.parametrize(
    "change",
    [
        ("<rollcall-num>901", "<rollcall-num>900"),
        ("<yea-total>2</yea-total>", ""),
        ("<yea-total>2<", "<yea-total>two<"),
        ("<session>1st</session>", "<session>3rd</session>"),
        ("4-Mar-2025", "03/04/2025"),
        ("<vote>Yea</vote>", "<vote/>"),
    ],
)
def test_a_roll_call_that_is_shaped_otherwise_raises(change: tuple[str, str]) -> None:
    with pytest.raises(LayoutChanged):
        house(change)


def test_names_of_papers() -> None:
    assert [bill_identifier(t) for t in ("H R 8646", "S.Con.Res. 14", "H J RES 45", "PN12", "S.Amdt. 5", None)] == [
        "HR 8646", "SCONRES 14", "HJRES 45", None, None, None,
    ]  # fmt: skip
    assert asked_bill("h.r. 5376") == ("hr", 5376)
    assert asked_congress(" 117 ") == "117"
    for wrong in ("117th", "20172018", "0", ""):
        with pytest.raises(BadArgument):
            asked_congress(wrong)
    with pytest.raises(BadArgument):
        asked_bill("AB 1")
    assert roll_on("lower", 117, 66, "2022-03-09").url == "https://clerk.house.gov/evs/2022/roll066.xml"
    assert roll_on("lower", 112, 659, "2013-01-01").url == "https://clerk.house.gov/evs/2012/roll659.xml"
    senate_url = "https://www.senate.gov/legislative/LIS/roll_call_votes/vote1172/vote_117_2_00078.xml"
    assert Roll("upper", 117, 2, 78).url == senate_url
    assert local_day("2022-08-17T03:59:59Z", "x") == "2022-08-16"


def captured(shared: Path) -> dict[str, XmlResponse]:
    folder = shared / "captures" / "us"
    manifest = [json.loads(line) for line in (folder / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()]
    named = {row["file"]: row["source_url"] for row in manifest if "BILLSTATUS" in row["file"]}
    return {file: XmlResponse(url, body=(folder / file).read_bytes()) for file, url in named.items()}


def counts(response: XmlResponse) -> dict[str, object]:
    found = list(pages.bill(response))
    bill = found[-1]
    assert isinstance(bill, items.Bill)
    return {
        "bill": f"{bill.session} {bill.identifier}",
        "chapter": bill.chapter,
        "first": [bill.actions[0].date, bill.actions[0].text[:40]],  # type: ignore[index]
        "sponsor": bill.sponsorships[0].name,  # type: ignore[index]
        "people": sum(isinstance(item, items.Person) for item in found),
        "committees": sum(isinstance(item, items.Organization) for item in found),
        "gaps": sum(isinstance(item, items.Gap) for item in found),
        **{name: len(getattr(bill, name)) for name in ("actions", "sponsorships", "versions", "documents", "related")},
        "subjects": len(bill.subjects or []),
        "tallies": sum(action.tally_yes is not None for action in bill.actions or ()),
        "rolls": len(pages.rolls(response)),
    }


def test_every_captured_bill_is_read(shared: Path) -> None:
    wanted = json.loads((FIXTURES / "captured.json").read_text(encoding="utf-8"))
    assert {file: counts(response) for file, response in captured(shared).items()} == wanted


def test_the_newest_captures_print_each_roll_call_under_the_address_we_make(shared: Path) -> None:
    checked = 0
    for response in captured(shared).values():
        urls = re.findall(r"<url>(https://(?:clerk\.house|www\.senate)\.gov/\S+\.xml)</url>", response.text)
        # in one file `roll53.xml` stands beside `roll053.xml`: the Clerk's files have three digits
        printed = {re.sub(r"/roll(\d\d)\.xml", r"/roll0\1.xml", url) for url in urls}
        assert printed <= {roll.url for roll in pages.rolls(response)}
        checked += len(printed)
    assert checked == 61


def test_captured_excerpt_of_a_house_roll_call(shared: Path) -> None:
    body = (shared / "captures" / "us" / "excerpt_house_roll205_2026.xml").read_bytes()
    roll = Roll("lower", 119, 2, 205)
    event = event_of(list(rolls.house_roll(XmlResponse(roll.url, body=body), roll, [], {})))
    assert (event.bills, event.date, event.result_raw) == (["HR 8646"], "2026-06-04", "Passed")
    assert (event.declared_yes, event.declared_no, event.declared_other) == (213, 210, 7)
    assert [(v.voter_name, v.option) for v in event.votes or []] == [
        ("Adams", "no"),
        ("Garcia (CA)", "yes"),
        ("Garcia (TX)", "no"),
    ]


def test_every_captured_wording_is_classified_as_reviewed(shared: Path) -> None:
    rows = (FIXTURES / "reviewed.tsv").read_text(encoding="utf-8").splitlines()
    reviewed = dict(reversed(row.split("\t")) for row in rows)
    texts = {a.text for response in captured(shared).values() for a in bill_of(response).actions or ()}
    found = {shape(text): ",".join(ACTIONS.classify(text)) for text in texts}
    assert found == reviewed
    assert "unclassified" not in set(found.values())


def shape(text: str) -> str:
    """A wording without its numbers, pages and most of its length."""
    return re.sub(r"\d+", "0", re.sub(r"\((?:consideration|text)[^)]*\)", "", text)).strip()[:150].strip()


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("On agreeing to the resolution Failed by the Yeas and Nays: 1 - 3 (Roll no. 5).", "failure"),
        ("On agreeing to the Echo (TX) amendment (A001) Failed by recorded vote: 1 - 2.", "amendment-failure"),
        ("Motion by Senator Hotel to table Amendment SA 1 agreed to in Senate by Voice Vote.", "amendment-failure"),
        ("Failed of passage in Senate by Yea-Nay Vote. 1 - 2. Record Vote Number: 10.", "failure"),
        ("Passed Senate over veto by Yea-Nay Vote. 3 - 1. Record Vote Number: 2.", "veto-override-passage"),
        ("On passage, the objections of the President to the contrary notwithstanding Failed by the Yeas and Nays: "
         "(2/3 required): 2 - 2 (Roll no. 3).", "veto-override-failure"),
        ("Introduced in the Senate, read twice, considered, read the third time, and passed without amendment by "
         "Unanimous Consent.", "introduction,reading-1,reading-2,reading-3,passage"),
        ("On motion to table the measure Agreed to by the Yeas and Nays: 2 - 1 (Roll no. 9).", "tabled,procedural"),
        ("Motion to discharge Senate Committee on Fixtures rejected by Yea-Nay Vote. 1 - 2. Record Vote Number: 1.",
         "procedural"),
        ("Something nobody has seen.", "unclassified"),
    ],
)  # fmt: skip
def test_wordings_no_capture_has(text: str, classes: str) -> None:
    assert ",".join(ACTIONS.classify(text)) == classes
