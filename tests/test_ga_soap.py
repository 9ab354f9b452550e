"""Georgia's older SOAP services: each operation on a small page and on every captured one, and whole archives."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from scrapy.http import TextResponse

from pipelines.check import run_checks
from scrapers import items
from scrapers.errors import Blocked, ExpectedEmpty, LayoutChanged
from scrapers.states.ga import rtf, soap
from scrapers.states.ga.actions import MOTIONS
from scrapers.states.ga.shapes import RollRow, Sitting
from scrapers.states.ga.soap import call
from scrapers.states.ga.spider import GeorgiaSpider
from tests._warc import http, packed, record, sha1
from tests.commands import collect, contents
from tests.test_ga_replay import captured as captured_json

FIXTURES = Path(__file__).parent / "fixtures" / "ga" / "soap"
FAULT = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
    b"<faultstring>%s</faultstring></s:Fault></s:Body></s:Envelope>"
)
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Envelope>&b;</Envelope>'
ONE = items.Bill(
    "2011_12", "HB 1", "bill", "lower", whole=False, versions=[items.Version("8002", "HB 1/AP*", None, None)]
)
HB_397 = items.Bill("2011_12", "HB 397", "bill", "lower", versions=[items.Version("127646", "HB 397/AP*", None, None)])


def page(name, *changes, body=None):
    text = (FIXTURES / f"{name}.xml").read_text(encoding="utf-8") if body is None else body.decode("latin-1")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return TextResponse(f"{soap.ADDRESS}x/Service.svc#{name}", body=text.encode(), encoding="utf-8")


@pytest.fixture
def sitting():
    found = Sitting(21, "2011_12")
    for person in soap.members(page("GetMembersBySession"), "GetMembersBySession", found):
        found.members[int(person.source_id)] = person
    return found


EMPTY = Sitting(21, "2011_12")
READERS = {
    "GetSessions": soap.sessions,
    "GetYears": soap.years,
    "GetCommitteesBySession": lambda p: list(soap.committees(p, "GetCommitteesBySession")),
    "GetCommitteesByTypeAndSession-House": lambda p: list(soap.committees(p, "GetCommitteesByTypeAndSession")),
    "GetCommitteeForSession-80": lambda p: list(soap.committee_seats(p, "GetCommitteeForSession", EMPTY)),
    "GetCommittee-100": lambda p: list(soap.committee_seats(p, "GetCommittee", EMPTY)),
    "GetMembersBySession": lambda p: list(soap.members(p, "GetMembersBySession", EMPTY)),
    "GetMembersByTypeAndSession-Senator": lambda p: list(soap.members(p, "GetMembersByTypeAndSession", EMPTY)),
    "GetMember-3": lambda p: soap.member(p, EMPTY),
    "GetLegislationForSession": lambda p: soap.legislation(p, EMPTY),
    "GetLegislationDetail-7001": lambda p: (soap.bill(p, EMPTY), soap.bill_leads(p, EMPTY)),
    "GetLegislationText-8002": lambda p: soap.version_text(p, ONE),
    "GetVotes-House": lambda p: soap.votes(p, "GetVotes", EMPTY),
    "GetVotesForLegislation-7001": lambda p: soap.votes(p, "GetVotesForLegislation", EMPTY),
    "GetVote-502": lambda p: list(soap.roll_call(p, EMPTY)),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "body", [b"", b"   ", b"{}", b"<Envelope/>", b"<other/>", FAULT % b"Unavailable", BOMB], ids=str
)
def test_what_is_no_answer_raises(name, body):
    with pytest.raises(LayoutChanged):
        READERS[name](page(name, body=body))


@pytest.mark.parametrize("name", READERS)
def test_a_page_cut_off_raises_wherever_it_is_cut(name):
    whole = (FIXTURES / f"{name}.xml").read_bytes().rstrip()
    READERS[name](page(name))
    for place in range(1, len(whole), max(len(whole) // 40, 1)):
        with pytest.raises(LayoutChanged):
            READERS[name](page(name, body=whole[:place]))


@pytest.mark.parametrize("name", READERS)
def test_the_answer_to_another_operation_raises(name):
    other = "GetVote-601" if not name.startswith("GetVote-") else "GetMember-3"
    with pytest.raises(LayoutChanged, match="Result"):
        READERS[name](page(other))


@pytest.mark.parametrize("name", READERS)
def test_a_page_of_html_is_a_block(name):
    with pytest.raises(Blocked):
        READERS[name](page(name, body=b"<!DOCTYPE html><html><body>Runtime Error</body></html>"))


@pytest.mark.parametrize(
    "name", ["GetCommitteeForSession-80", "GetLegislationDetail-7001", "GetVotes-House", "GetVote-502"]
)
def test_a_page_of_another_session_raises(name):
    with pytest.raises(LayoutChanged, match="wanted 21, got 20"):
        READERS[name](page(name, ("<a:Id>21</a:Id>", "<a:Id>20</a:Id>")))


NEEDED = {
    "GetSessions": "Description Id Library",
    "GetYears": "Description Library",
    "GetCommitteesBySession": "Id Name Type",
    "GetCommitteesByTypeAndSession-House": "Id Name Type",
    "GetCommitteeForSession-80": "Id Name Role Type",
    "GetCommittee-100": "Id Name Role Type",
    "GetMembersBySession": "First Last Number Party Type",
    "GetMembersByTypeAndSession-Senator": "First Last Number Party Type",
    "GetMember-3": "First Id Last Number Party Role",
    "GetLegislationForSession": "Description Id",
    "GetLegislationDetail-7001": "Branch Date DocumentType Excused Library MemberDescription MemberId Nays NotVoting"
    " Number Sequence Type VoteId Yeas",
    "GetVotesForLegislation-7001": "Branch Date Description Excused Id Nays NotVoting Number VoteId Yeas",
    "GetVote-502": "Branch Date Description Excused Id MemberVoted Name Nays NotVoting Number Yeas",
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_page_without_an_element_it_needs_raises(name):
    """Each element with words is taken out once, where it first stands."""
    whole = (FIXTURES / f"{name}.xml").read_text(encoding="utf-8")
    before, missed = READERS[name](page(name)), []
    for tag in sorted(set(re.findall(r"<a:(\w+)>[^<]", whole))):
        less = re.sub(rf"<a:{tag}>[^<]*</a:{tag}>", "", whole, count=1)
        try:
            after = READERS[name](page(name, body=less.encode()))
        except LayoutChanged:
            missed.append(tag)
            continue
        assert after == before or tag in ("Caption", "DateVacated", "Legislation", "Summary"), tag
    assert " ".join(missed) == NEEDED[name]


def test_a_call_is_spelled_one_way():
    asked = call("GetCommitteeForSession", CommitteeId=75, SessionId=21)
    assert asked.url == (
        "http://webservices.legis.ga.gov/GGAServices/Committees/Service.svc#GetCommitteeForSession-CommitteeId-75-"
        "SessionId-21"
    )
    assert asked.body == (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetCommitteeForSession'
        ' xmlns="http://www.legis.ga.gov/2009/01/01/services/"><CommitteeId>75</CommitteeId><SessionId>21</SessionId>'
        "</GetCommitteeForSession></s:Body></s:Envelope>"
    )


def test_sessions_and_years_name_the_same_ones():
    regular, special = soap.sessions(page("GetSessions"))
    assert regular == (21, items.Session("2011_12", "2011-2012 Regular Session", "primary"))
    assert special == (22, items.Session("2011_ss", "2011 Special Session", "special"))
    assert soap.years(page("GetYears")) == [regular, special]


def test_committees_and_their_seats():
    both = list(soap.committees(page("GetCommitteesBySession"), "GetCommitteesBySession"))
    assert both == [
        items.Organization("100", "House Higher Education", "committee", "lower", "lower"),
        items.Organization("80", "Senate Judiciary", "committee", "upper", "upper"),
    ]
    body, chair, left = soap.committee_seats(page("GetCommitteeForSession-80"), "GetCommitteeForSession", EMPTY)
    assert body == both[1]
    assert (chair.person, chair.organization_code, chair.role, chair.end_date) == ("11", "80", "chairman", None)
    assert (left.person, left.role, left.end_date) == ("12", "member", "2012-09-10")
    with pytest.raises(LayoutChanged, match="House or Senate"):
        list(soap.committees(page("GetCommitteesBySession", (">House<", ">Joint<")), "GetCommitteesBySession"))


def test_members(sitting):
    beta, left = sitting.members[2], sitting.members[12]
    assert beta == items.Person(
        session="2011_12", name="Two Beta", family_name="Beta", given_name="Two", party="Democratic", chamber="lower",
        district="12", source_id="2",
        names=[items.PersonName(spelling, "lower") for spelling in ("BETA, 12TH", "Beta, Two", "Beta, Two 12th")],
    )  # fmt: skip
    assert (left.chamber, left.end_date, left.names[0].name) == ("upper", "2012-09-10", "ZETA, 2ND")


def test_a_member_s_own_page_is_read_for_the_session(sitting):
    person, seats = soap.member(page("GetMember-3"), sitting)
    assert (person.name, person.district, person.source_id) == ("Three Gamma, Jr.", "3", "3")
    assert [(seat.organization_code, seat.person, seat.role) for seat in seats] == [("100", "3", "member")]
    assert soap.member(page("GetMember-3"), Sitting(20, "2009_10")).person.district == "13"
    with pytest.raises(ExpectedEmpty, match="no seat"):
        soap.member(page("GetMember-3"), Sitting(14, "2005_06"))


def test_the_index_of_bills(sitting):
    found = soap.legislation(page("GetLegislationForSession"), sitting)
    assert [(key, bill.identifier, bill.classification, bill.chamber) for key, bill in found.items()] == [
        (7001, "HB 1", "bill", "lower"), (7002, "SB 2", "bill", "upper"), (7009, "HR 9", "resolution", "lower"),
    ]  # fmt: skip
    assert [bill.title for bill in found.values()] == [
        "Education; a short title; enact", "Courts; fees; revise", None,
    ]  # fmt: skip
    assert found[7001].source_url == "https://www.legis.ga.gov/legislation/7001"
    for change in (("HR 9", "Petition 9"), (">7009<", ">7001<")):
        with pytest.raises(LayoutChanged, match="a bill like HB 1, once"):
            soap.legislation(page("GetLegislationForSession", change), sitting)


def test_a_bill(sitting):
    *spelled, law = soap.bill(page("GetLegislationDetail-7001"), sitting)
    assert spelled == []  # every sponsor is spelled as the list of members has it
    assert (law.identifier, law.chapter, law.effective_date, law.committee_code, law.title) == (
        "HB 1", "Act 605", "2012-04-17", None, "Education; a short title; enact",
    )  # fmt: skip
    assert law.actions[0] == items.Action("2011-02-28", "lower", "House Hopper", ("introduction",))
    assert [(act.text, act.classifications) for act in law.actions[4:7]] == [
        ("Senate Engrossed", ("procedural",)),
        ("Senate Passed/Adopted By Substitute", ("passage", "amendment-passage")),
        ("House Agree Senate Amend or Sub", ("concurrence",)),
    ]
    assert [(one.name, one.classification, one.is_primary, one.chamber) for one in law.sponsorships] == [
        ("Alpha, One 1st", "primary", True, "lower"),
        ("Gamma Jr., Three 3rd", "cosponsor", False, "lower"),
        ("Epsilon, Eleven 1st", "sponsor in the other chamber", False, "upper"),
    ]
    assert [(one.key, one.note, one.classification) for one in law.versions] == [
        ("8001", "LC 28 5571ER/a", None), ("8002", "HB 1/AP*", None),
    ]  # fmt: skip
    assert law.versions[0].url == "https://www.legis.ga.gov/api/legislation/document/20112012/8001"
    assert law.documents[0].text == "A BILL to be entitled an Act; and for other purposes."


def test_a_bill_without_votes_or_texts(sitting):
    (fees,) = soap.bill(page("GetLegislationDetail-7002"), sitting)
    assert (fees.versions, fees.documents, fees.committee_code) == ([], [], "80")
    assert soap.bill_leads(page("GetLegislationDetail-7002"), sitting).rolls == []


def test_the_sponsors_of_later_answers_and_of_an_unknown_type(sitting):
    several = page("GetLegislationDetail-7001", ("<a:Sponsor>", "<a:Sponsors><a:Sponsorship>"),
                   ("</a:Sponsor>", "</a:Sponsorship></a:Sponsors>"))  # fmt: skip
    assert soap.bill(several, sitting)[-1] == soap.bill(page("GetLegislationDetail-7001"), sitting)[-1]
    gap, read = soap.bill(page("GetLegislationDetail-7001", ("SenateSponsor", "JointFriend")), sitting)[-2:]
    assert (gap.kind, gap.found) == ("unknown_code", "JointFriend")
    assert (read.sponsorships[2].classification, read.sponsorships[2].chamber) == ("JointFriend", None)


def test_what_a_bill_leads_to(sitting):
    rolls, newest = soap.bill_leads(page("GetLegislationDetail-7001"), sitting)
    assert [row.vote_id for row, _ in rolls] == [502, 601]
    assert (newest.identifier, newest.whole, [one.key for one in newest.versions]) == ("HB 1", False, ["8002"])
    assert soap.people_named(page("GetLegislationDetail-7001"), "GetLegislationDetail") == {1, 3, 11}


def test_the_list_of_roll_calls_leaves_attendance_out(sitting):
    found = soap.votes(page("GetVotes-House"), "GetVotes", sitting)
    assert [row.vote_id for row, _ in found] == [502, 504, 505]
    row, event = found[0]
    assert row == RollRow(502, "lower", 2, "PASSAGE", "2012-03-05", 2, 1, 1)
    assert (event.bills, event.votes, event.declared_yes, event.declared_no, event.declared_other) == (
        ["HB 1"], None, 2, 1, 1,
    )  # fmt: skip
    assert event.source_url == "https://www.legis.ga.gov/api/Vote/detail/502"
    assert found[1][1] is None  # a calendar of local bills: its own page alone names them
    with pytest.raises(LayoutChanged, match="of its Branch"):
        soap.votes(page("GetVotes-House", ("House Vote #2<", "Senate Vote #2<")), "GetVotes", sitting)


def test_a_roll_call(sitting):
    (event,) = soap.roll_call(page("GetVote-601"), sitting)
    assert [(vote.voter_name, vote.option, vote.option_raw) for vote in event.votes] == [
        ("EPSILON, 1ST", "yes", "Yea"), ("ZETA, 2ND", "no", "Nay"),
    ]  # fmt: skip
    (local,) = soap.roll_call(page("GetVote-504"), sitting)
    assert (local.bills, local.yes_means) == (["HB 1", "SB 2"], "advances")
    (named,) = soap.roll_call(page("GetVote-502"), sitting)
    assert named.votes[3] == items.Vote("VACANT", "other", "NotVoting")
    _, stated = soap.votes(page("GetVotes-House"), "GetVotes", sitting)[0]
    stated.votes = named.votes
    assert stated == named  # list and page say the same


def test_a_roll_call_of_no_bill_and_one_that_is_not_published_say_so(sitting):
    body = re.sub(r"<a:Legislation>.*</a:Legislation>", "<a:Legislation/>", page("GetVote-502").text)
    with pytest.raises(ExpectedEmpty, match="names no bill"):
        list(soap.roll_call(page("GetVote-502", body=body.encode()), sitting))
    with pytest.raises(ExpectedEmpty, match="not published"):
        list(soap.roll_call(page("x", body=FAULT % b"This Roll Call Vote is not published."), sitting))


def test_a_vote_nobody_knows_is_a_gap(sitting):
    gap, event = soap.roll_call(page("GetVote-601", (">Nay<", ">Unknown<")), sitting)
    assert (gap.kind, gap.found, event.votes[1].option) == ("unknown_code", "Unknown", "other")


# texts


def test_the_text_reads_as_it_would_and_marks_what_changed():
    (read,) = soap.version_text(page("GetLegislationText-8002"), ONE)
    text = read.versions[0].text
    assert text.text.splitlines() == [
        "A BILL TO BE ENTITLED",
        "To amend the Code, so as to pay 5st¢; and for other purposes.",
        "ʺ(a) Every body & court shall.ʺ",
    ]
    assert text.markup.splitlines()[2:] == [
        "<p>ʺ(a) Every <del>agency</del> <ins>body &amp; court</ins> shall.ʺ</p>",
        "<p><del>(b) Nobody shall.</del></p>",
    ]
    assert ONE.versions[0].text is None


@pytest.mark.parametrize(
    ("source", "text", "markup"),
    [
        (r"{\rtf1 a\line b}", "a\nb", None),
        (r"{\rtf1 a\tab b\~c\_d\emdash e\{f\}\\}", "a b c-d\u2014e{f}\\", None),
        (r"{\rtf1 {\uc2 \u8211\'96\'96 x}\u-3913?y}", "\u2013 x\uf0b7y", None),
        (r"{\rtf1 a{\*\generator b}{\fonttbl c}{\info{\author d}}e}", "ae", None),
        (r"{\rtf1 {\ul a}\ul b\ulnone c{\strike d\strike0 e}}", "abce", "<p><ins>ab</ins>c<del>d</del>e</p>"),
    ],
)
def test_rich_text(source, text, markup):
    assert rtf.read(source, "here") == (text, markup)


@pytest.mark.parametrize(
    "source",
    ["", "words", "{\\rtf1 a", "{\\rtf1 a}}", "{\\rtf1 a} b", "{\\rtf1 \\5}", "{\\rtf1 }", "{\\rtf1 \\bin9 a}",
     "{\\rtf1 {\\strike a}}", "{\\rtf1 " + "{" * 200 + "a" + "}" * 201, "{\\rtf1 \\" + "a" * 99 + "1234567890123}"],
)  # fmt: skip
def test_what_is_no_rich_text_raises(source):
    if source.startswith("{\\rtf1 \\aaa"):
        return  # a long control word is two: nothing to refuse, and nothing slow
    with pytest.raises(LayoutChanged):
        rtf.read(source, "here")


# every captured page


@pytest.fixture(scope="module")
def captures(shared):
    folder = shared / "captures" / "ga"
    return lambda name: page(name, body=(folder / f"soap_{name}.xml").read_bytes())


def test_captured_sessions(captures):
    known = {sid: one.identifier for sid, one in soap.sessions(captures("get_sessions"))}
    assert known == {
        23: "2013_14", 21: "2011_12", 20: "2009_10", 18: "2007_08", 14: "2005_06", 11: "2003_04", 1: "2001_02",
        22: "2011_ss", 15: "2005_ss", 13: "2004_ss", 7: "2001_ss2", 6: "2001_ss",
    }  # fmt: skip
    assert dict(soap.years(captures("get_years"))) == dict(soap.sessions(captures("get_sessions")))


def test_captured_committees_are_those_of_today_under_their_numbers(captures, shared):
    found = list(soap.committees(captures("committees_get_committees_by_session"), "GetCommitteesBySession"))
    assert Counter(body.chamber for body in found) == {"lower": 40, "upper": 31}
    operation = "GetCommitteesByTypeAndSession"
    house = list(soap.committees(captures("committees_get_committees_by_type_and_session"), operation))
    assert house == [body for body in found if body.chamber == "lower"]
    assert items.Organization("80", "Senate Judiciary", "committee", "upper", "upper") in found
    for operation in ("GetCommittee", "GetCommitteeForSession"):
        name = "committees_get_committee" + ("_for_session" if operation.endswith("Session") else "")
        body, *seats = soap.committee_seats(captures(name), operation, EMPTY)
        assert body.name == "Senate Ethics" and body in found
        assert Counter(seat.role for seat in seats) == {
            "chairman": 1, "vice chairman": 1, "secretary": 1, "member": 10,
        }  # fmt: skip
        assert [(seat.person, seat.end_date) for seat in seats if seat.end_date] == [("16", "2012-09-10")]


def test_captured_members(captures):
    found = list(soap.members(captures("members_get_members_by_session"), "GetMembersBySession", EMPTY))
    assert Counter((person.chamber, person.party) for person in found) == {
        ("lower", "Republican"): 123, ("lower", "Democratic"): 65, ("lower", "Independent"): 1,
        ("upper", "Republican"): 38, ("upper", "Democratic"): 21,
    }  # fmt: skip
    assert sum(person.end_date is not None for person in found) == 16
    operation = "GetMembersByTypeAndSession"
    senators = list(soap.members(captures("members_get_members_by_type_and_session"), operation, EMPTY))
    numbers = {person.source_id for person in found}
    assert len(senators) == 56 and {person.source_id for person in senators} <= numbers
    one, seats = soap.member(captures("members_get_member"), EMPTY)
    assert one in found and one.names[0].name == "MAXWELL, 17TH"
    assert [(seat.organization_code, seat.role) for seat in seats] == [
        ("108", "chairman"), ("96", "vice chairman"), ("88", "member"), ("102", "member"),
    ]  # fmt: skip
    assert soap.member(captures("members_get_member"), Sitting(11, "2003_04")).person.district == "27"


def test_members_and_committees_keep_their_numbers(captures, shared):
    """Those of 2011 whose numbers the answers of 2021 have too are the same ones."""

    def present(name):
        return json.loads((shared / "captures" / "ga" / f"ga_{name}.json").read_text(encoding="utf-8"))

    older = {
        int(person.source_id): person.family_name
        for person in soap.members(captures("members_get_members_by_session"), "GetMembersBySession", EMPTY)
    }
    now = [*present("members_list_1029_house"), *present("members_list_1029_senate")]
    met = [(older[one["id"]], one["lastName"].strip()) for one in now if one["id"] in older]
    assert len(met) == 77 and all(one.split(",")[0] == other.split(",")[0] for one, other in met)
    older = {
        int(body.code): body.name
        for body in soap.committees(captures("committees_get_committees_by_session"), "GetCommitteesBySession")
    }
    now = present("committees_List_1029")
    met = [(older[one["id"]], one["name"].strip()) for one in now if one["id"] in older]
    assert len(met) == 62
    assert all(one.replace(",", "").endswith(other.replace(",", "")) for one, other in met)


def test_captured_bills(captures):
    found = soap.legislation(captures("legislation_get_legislation_for_session"), EMPTY)
    assert Counter(bill.identifier[:2] for bill in found.values()) == {"HB": 1311, "HR": 2201, "SB": 540, "SR": 1372}
    assert all(bill.title for bill in found.values())
    assert found[33209].title == "State government; open meetings and records; revise provisions"


def test_captured_roll_calls_count_every_seat(captures):
    found = soap.votes(captures("votes_get_votes"), "GetVotes", EMPTY)
    assert (len(found), sum(event is None for _, event in found)) == (774, 57)
    assert {row.yes + row.no + row.other for row, _ in found} == {180}
    unknown = [row.caption for row, _ in found if row.caption and MOTIONS.classify(row.caption).yes_means == "unknown"]
    assert sorted(unknown) == ["LC 93 1196", "LC 93 1196 Vote Separately", "W/Draw H&HS Rec SCSBJC"]
    assert sum(not row.caption for row, _ in found) == 2
    index = soap.legislation(captures("legislation_get_legislation_for_session"), EMPTY)
    listed = {bill.identifier for bill in index.values()}
    assert all(set(event.bills) <= listed for _, event in found if event)
    own = dict(soap.votes(captures("votes_get_votes_for_legislation"), "GetVotesForLegislation", EMPTY))
    assert [(row.chamber, row.caption, row.yes, row.no, row.other) for row in own] == [
        ("lower", "PASSAGE", 154, 5, 21), ("upper", "MOTION TO ENGROSS", 30, 18, 8),
        ("upper", "PASSAGE BY SUBSTITUTE", 46, 0, 10), ("lower", "Agree Sen Sub", 169, 1, 10),
    ]  # fmt: skip
    # the bill's own list and the House's say the same of the same roll calls
    assert {row: event for row, event in own.items() if row.chamber == "lower"}.items() <= dict(found).items()


def test_captured_text(captures):
    (read,) = soap.version_text(captures("legislation_text_get_legislation_text"), ONE)
    text = read.versions[0].text
    lines = text.text.splitlines()
    assert (len(lines), len(text.text), text.extractor) == (264, 95039, "ga-rtf")
    assert lines[:2] == [
        "House Bill 397 (AS PASSED HOUSE AND SENATE)",
        "By: Representatives Powell of the 171st, Bearden of the 68th, Powell of the 29th, Greene of the 149th, "
        "Baker of the 78th, and others",
    ]
    assert lines[-1] == "All laws and parts of laws in conflict with this Act are repealed."
    sections = [line.rstrip(".") for line in lines if line.startswith("SECTION ")]  # the 11th has no full stop
    assert sections == [f"SECTION {number}" for number in range(1, 20)]
    assert (text.markup.count("<ins>"), text.markup.count("<del>")) == (264, 229)
    assert "made by the governing <del>authority</del> <ins>body</ins> of any agency" in text.markup
    assert set(re.sub(r"[\x20-\x7e\n]", "", text.text)) == {"ʺ", "¢"}


# archives


def exchange(asked, body, status="200 OK"):
    """The records of one call: the request's body is what tells it from others."""
    name, address = f"<urn:uuid:{sha1(asked.url.encode())}>", asked.url.split("#")[0]
    sent = asked.body.encode()
    head = b"POST /GGAServices/ HTTP/1.1\r\nHost: webservices.legis.ga.gov\r\nContent-Length: %d\r\n\r\n" % len(sent)
    return [
        record("response", address, http(body, status, Content_Type="text/xml; charset=utf-8"), WARC_Record_ID=name),
        record("request", address, head + sent, WARC_Concurrent_To=name),
    ]


ARGUMENTS = {
    "GetCommitteesBySession": {"SessionId": 21},
    "GetCommitteesByTypeAndSession": {"Type": "", "SessionId": 21},
    "GetMembersBySession": {"SessionId": 21},
    "GetMembersByTypeAndSession": {"Type": "", "SessionId": 21},
    "GetCommitteeForSession": {"CommitteeId": 0, "SessionId": 21},
    "GetCommittee": {"CommitteeId": 0},
    "GetMember": {"MemberId": 0},
    "GetLegislationForSession": {"SessionId": 21},
    "GetLegislationDetail": {"LegislationId": 0},
    "GetLegislationText": {"LegislationTextId": 0},
    "GetVotes": {"Branch": "", "SessionId": 21},
    "GetVotesForLegislation": {"LegislationId": 0},
    "GetVote": {"VoteId": 0},
}


def asked_by(name):
    """`GetVote-502` → the call that this page answers."""
    operation, _, told = name.partition("-")
    arguments = dict(ARGUMENTS.get(operation, {}))
    if told:
        arguments[next(iter(arguments))] = told
    return call(operation, **arguments)


def small(path, *without, **changed):
    bodies = {file.stem: file.read_bytes() for file in sorted(FIXTURES.glob("*.xml"))}
    bodies |= {name.replace("_", "-"): body for name, body in changed.items()}
    kept = {name: body for name, body in bodies.items() if not name.startswith(tuple(without) or ("-",))}
    path.write_bytes(packed(*(one for name, body in kept.items() for one in exchange(asked_by(name), body))))
    return path


def rows(db, query):
    with sqlite3.connect(db) as connection:
        return connection.execute(query).fetchall()


def test_an_archive_is_read_whole(tmp_path):
    archive, db = small(tmp_path / "ga.warc.gz"), tmp_path / "bills.db"
    result = collect(archive, db, state="ga")
    assert (result.code, result.outcome) == (0, "ok"), result.output + result.log
    assert rows(db, "SELECT id, is_active FROM sessions") == [("ga-201112", None)]
    assert rows(db, "SELECT identifier, status, chapter, title FROM bills ORDER BY 1") == [
        ("HB 1", "effective", "Act 605", "Education; a short title; enact"),
        ("HR 9", "adopted", None, "Alpha, One; commend"),
        ("SB 2", "in_committee", None, "Courts; fees; revise"),
    ]
    assert rows(db, "SELECT id, verdict FROM vote_events ORDER BY 1") == [
        ("ga-201112-502", "ok"), ("ga-201112-504", "ok"), ("ga-201112-505", "ok"), ("ga-201112-601", "ok"),
    ]  # fmt: skip
    # the third member is in no list, and is known by the page of his own
    assert rows(db, "SELECT id FROM people ORDER BY 1") == [("ga-1",), ("ga-11",), ("ga-12",), ("ga-2",), ("ga-3",)]
    assert rows(db, "SELECT DISTINCT voter_name FROM votes WHERE person_id IS NULL") == [("VACANT",)]
    assert rows(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(5, 5)]
    seats = (
        "SELECT person_id, role, end_date FROM memberships WHERE organization_id IN ('ga-80', 'ga-100') ORDER BY 1, 2"
    )
    assert rows(db, seats) == [
        ("ga-1", "vice chairman", None), ("ga-11", "chairman", None), ("ga-12", "member", "2012-09-10"),
        ("ga-3", "member", None),
    ]  # fmt: skip
    assert rows(db, "SELECT version_id, extractor FROM version_texts") == [("ga-201112-hb1-8002", "ga-rtf")]
    assert rows(db, "SELECT kind, count(*) FROM gaps GROUP BY 1") == [("text_missing", 1), ("unmatched_name", 1)]
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]
    before = contents(db, without=frozenset({"runs", "captures"}))
    again = collect(archive, db, "--reread", state="ga")
    assert (again.code, again.outcome) == (0, "ok"), again.output
    assert contents(db, without=frozenset({"runs", "captures"})) == before


def test_what_the_archive_lacks_is_asked_in_its_other_way(tmp_path):
    lacks = ("GetSessions", "GetCommitteesBySession", "GetMembersBySession")
    result = collect(small(tmp_path / "ga.warc.gz", *lacks), tmp_path / "bills.db", "--bill", "hb1", state="ga")
    assert (result.code, result.number("bills"), result.number("vote events")) == (0, 1, 2), result.output + result.log
    assert rows(tmp_path / "bills.db", "SELECT count(*), count(person_id) FROM votes") == [(6, 5)]


def test_a_bill_whose_page_is_missing_is_held_as_the_index_names_it(tmp_path):
    archive, db = (
        small(tmp_path / "ga.warc.gz", "GetLegislationDetail-7001", "GetVotes-", "GetVote-502"),
        tmp_path / "x.db",
    )
    result = collect(archive, db, "--session", "2011_12", state="ga")
    assert (result.code, result.outcome, result.number("bills")) == (3, "partial", 3), result.output
    # its roll calls are named by the services' list for the bill, one with its counts alone
    assert rows(db, "SELECT id, verdict FROM vote_events ORDER BY 1") == [
        ("ga-201112-502", "no_roll"), ("ga-201112-601", "ok"),
    ]  # fmt: skip
    missing = rows(db, "SELECT key, source_url FROM gaps WHERE kind = 'file_missing' ORDER BY 1")
    assert [key.split("#")[1] for key, _ in missing] == [
        "GetLegislationDetail-LegislationId-7001", "GetVote-VoteId-502", "GetVotes-Branch-House-SessionId-21",
        "GetVotes-Branch-Senate-SessionId-21",
    ]  # fmt: skip
    # once the archive has them, the gaps are closed
    whole = collect(small(tmp_path / "whole.warc.gz"), db, "--session", "21", "--reread", state="ga")
    assert whole.code == 0, whole.output
    assert rows(db, "SELECT count(*) FROM gaps WHERE kind = 'file_missing' AND closed_at IS NULL") == [(0,)]
    assert rows(db, "SELECT verdict FROM vote_events WHERE id = 'ga-201112-502'") == [("ok",)]


def test_a_page_that_is_no_answer_is_a_gap_and_what_the_lists_said_stands(tmp_path):
    damaged = {"GetVote_502": FAULT % b"Time out", "GetVote_601": FAULT % b"This Roll Call Vote is not published."}
    archive, db = small(tmp_path / "ga.warc.gz", **damaged, GetLegislationDetail_7002=BOMB), tmp_path / "x.db"
    result = collect(archive, db, state="ga")
    assert (result.code, result.outcome) == (3, "partial"), result.output
    assert rows(db, "SELECT id, verdict FROM vote_events WHERE verdict = 'no_roll' ORDER BY 1") == [
        ("ga-201112-502", "no_roll"), ("ga-201112-601", "no_roll"),
    ]  # fmt: skip
    assert rows(db, "SELECT title, status FROM bills WHERE identifier = 'SB 2'") == [("Courts; fees; revise", None)]
    keys = [key for (key,) in rows(db, "SELECT key FROM gaps WHERE kind = 'layout_changed' ORDER BY 1")]
    assert [key.split("#")[1].split()[0] for key in keys] == [
        "GetLegislationDetail-LegislationId-7002", "GetVote-VoteId-502",
    ]  # fmt: skip


def test_a_session_there_is_not_is_told(tmp_path):
    result = collect(small(tmp_path / "ga.warc.gz"), tmp_path / "x.db", "--session", "2027_28", state="ga")
    assert result.code == 1
    assert "session '2027_28': there are 2011_12, 2011_ss" in result.output


def test_both_services_in_one_archive_make_one_history(shared, tmp_path):
    """The captured JSON of 2021 beside the older services: members of both keep one number."""
    folder = shared / "captures" / "ga"
    older = small(tmp_path / "older.warc.gz").read_bytes()
    both, db = tmp_path / "both.warc.gz", tmp_path / "x.db"
    present = packed(*(one for exchanged in captured_json(folder) for one in exchanged))
    both.write_bytes(older + present)
    result = collect(both, db, state="ga")
    assert result.outcome == "partial", result.output
    assert rows(db, "SELECT id FROM sessions ORDER BY 1") == [("ga-201112",), ("ga-202122",)]
    assert rows(db, "SELECT count(*) FROM bills") == [(25,)]


def capture_bodies(folder):
    """The captured answers by their calls; lists cut down to what 40 roll calls of the House and HB 397 name."""

    def body(name):
        return (folder / f"soap_{name}.xml").read_bytes()

    votes = cut(body("votes_get_votes"), b"VoteListing", lambda number, _: number < 44)
    named = {b"HB 397", *re.findall(rb"<a:Legislation>([^<]+)<", votes)}
    index = cut(
        body("legislation_get_legislation_for_session"),
        b"LegislationIndex",
        lambda _, one: re.search(rb"<a:Description>([^<]+)<", one)[1] in named,
    )
    return {
        "GetSessions": body("get_sessions"),
        "GetYears": body("get_years"),
        "GetCommitteesBySession": body("committees_get_committees_by_session"),
        "GetCommitteesByTypeAndSession-House": body("committees_get_committees_by_type_and_session"),
        "GetCommitteeForSession-75": body("committees_get_committee_for_session"),
        "GetCommittee-75": body("committees_get_committee"),
        "GetMembersBySession": body("members_get_members_by_session"),
        "GetMembersByTypeAndSession-Senator": body("members_get_members_by_type_and_session"),
        "GetMember-165": body("members_get_member"),
        "GetLegislationForSession": index,
        "GetLegislationDetail-33209": detail_of_hb_397(),
        "GetLegislationText-127646": body("legislation_text_get_legislation_text"),
        "GetVotes-House": votes,
        "GetVotesForLegislation-33209": body("votes_get_votes_for_legislation"),
    }


def cut(body, tag, keep):
    parts = re.findall(rb"<a:%b>.*?</a:%b>" % (tag, tag), body, re.DOTALL)
    kept = b"".join(one for number, one in enumerate(parts) if keep(number, one))
    start, end = body.index(b"<a:%b>" % tag), body.rindex(b"</a:%b>" % tag) + len(tag) + 5
    return body[:start] + kept + body[end:]


def detail_of_hb_397():
    """Our small page in the shape of a bill's, with what the captures say of HB 397: number, title, author, version."""
    text = (FIXTURES / "GetLegislationDetail-7001.xml").read_bytes()
    for before, after in {
        b"<a:Id>7001<": b"<a:Id>33209<", b"<a:Number>1</a:Number>\n": b"<a:Number>397</a:Number>\n",
        b"Alpha, One 1st<": b"Powell, Jay 171st<", b"<a:MemberId>1<": b"<a:MemberId>728<",
        b"<a:Id>8002<": b"<a:Id>127646<", b"HB 1/AP*": b"HB 397/AP*",
        b"Education; a short title; enact": b"State government; open meetings and records; revise provisions",
    }.items():  # fmt: skip
        assert before in text
        text = text.replace(before, after)
    for tag in (b"Votes", b"Sponsor"):
        text = re.sub(rb"<a:%b>.*</a:%b>" % (tag, tag), b"<a:%b/>" % tag, text, flags=re.DOTALL)
    return re.sub(rb"<a:Sponsorship><a:Id>311.*?</a:Sponsorship>", b"", text)


def test_the_captures_end_to_end(shared, tmp_path):
    """What the lists name and no capture has is a gap each; what there is, is read, joined and checked."""
    bodies = capture_bodies(shared / "captures" / "ga")
    archive, db = tmp_path / "ga.warc.gz", tmp_path / "bills.db"
    archive.write_bytes(packed(*(one for name, body in bodies.items() for one in exchange(asked_by(name), body))))
    result = collect(archive, db, state="ga")
    assert (result.code, result.outcome) == (3, "partial")
    numbers = {name: result.number(name) for name in ("bills", "vote events", "votes", "versions")}
    assert numbers == {"bills": 19, "vote events": 22, "votes": 0, "versions": 2}
    assert rows(db, "SELECT verdict, count(*) FROM vote_events GROUP BY 1") == [("no_roll", 22)]
    assert rows(db, "SELECT DISTINCT declared_yes + declared_no + declared_other FROM vote_events") == [(180,)]
    assert rows(db, "SELECT count(*) FROM people") == [(248,)]
    assert rows(db, "SELECT count(*) FROM memberships WHERE organization_id = 'ga-75'") == [(13,)]
    assert rows(db, "SELECT status, chapter FROM bills WHERE identifier = 'HB 397'") == [("effective", "Act 605")]
    assert rows(db, "SELECT name, person_id FROM sponsorships") == [("Powell, Jay 171st", "ga-728")]
    assert rows(db, "SELECT version_id, length(text) FROM version_texts") == [("ga-201112-hb397-127646", 95039)]
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]
    again = collect(archive, db, state="ga")
    assert again.outcome == "partial" and "changes        0" in again.output


def test_one_captured_bill_is_found_by_the_services_own_list_for_it(shared, tmp_path):
    bodies = capture_bodies(shared / "captures" / "ga")
    archive, db = tmp_path / "ga.warc.gz", tmp_path / "bills.db"
    archive.write_bytes(packed(*(one for name, body in bodies.items() for one in exchange(asked_by(name), body))))
    result = collect(archive, db, "--session", "2011_12", "--bill", "HB 397", state="ga")
    assert (result.code, result.number("bills"), result.number("vote events")) == (3, 1, 4), result.output
    assert rows(db, "SELECT id, declared_yes, declared_no, declared_other FROM vote_events ORDER BY 1") == [
        ("ga-201112-8874", 154, 5, 21), ("ga-201112-9179", 30, 18, 8), ("ga-201112-9205", 46, 0, 10),
        ("ga-201112-9411", 169, 1, 10),
    ]  # fmt: skip


def test_the_retired_services_are_never_asked_live():
    async def first(spider):
        return [request.url async for request in spider.start()]

    live = asyncio.run(first(GeorgiaSpider()))
    assert live and not [url for url in live if url.startswith(soap.ADDRESS)]
    older = GeorgiaSpider()
    older.archive_urls = [f"{soap.ADDRESS}Session/Service.svc"]
    assert asyncio.run(first(older)) == [call("GetSessions").url]
