"""What each page function of Georgia reads, on small pages of the site's shape and on every captured one."""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path

import pytest
from scrapy.http import TextResponse

from scrapers import items
from scrapers.classify import UNCLASSIFIED
from scrapers.errors import BadArgument, Blocked, ExpectedEmpty, LayoutChanged
from scrapers.states.ga import pages, rolls, texts
from scrapers.states.ga.actions import ACTIONS, MOTIONS
from scrapers.states.ga.shapes import RollRow, Sitting

API = "https://www.legis.ga.gov/api/"
FIXTURES = Path(__file__).parent / "fixtures" / "ga"
SITE = json.loads((FIXTURES / "site.json").read_text(encoding="utf-8"))
ROW = RollRow(502, "lower", 2, "PASSAGE", "2025-02-20", 2, 1, 1)
ONE = items.Bill(
    "2025_26", "HB 1", "bill", "lower", whole=False, versions=[items.Version("8002", "HB 1/AP", None, None)]
)


def page(path, body=None):
    found = SITE[path] if body is None else body
    data = found if isinstance(found, bytes) else json.dumps(found).encode()
    return TextResponse(API + path, body=data, encoding="utf-8")


def changed(path, *keys, to):
    """The page with one value changed, or left out where `to` is ...: the place is named by its keys."""
    body = copy.deepcopy(SITE[path])
    *outer, last = keys
    inner = body
    for key in outer:
        inner = inner[key]
    if to is ...:
        del inner[last]
    else:
        inner[last] = to
    return page(path, body)


@pytest.fixture
def sitting():
    found = Sitting(1033, "2025_26")
    for house in "12":
        for person in pages.members(page(f"members/list/1033?chamber={house}"), found):
            found.members[int(person.source_id)] = person
    return found


READERS = {
    "authentication/token": pages.token,
    "sessions": pages.sessions,
    "committees/List/1033": lambda p: list(pages.committees(p, Sitting(1033, "2025_26"))),
    "members/list/1033?chamber=1": lambda p: list(pages.members(p, Sitting(1033, "2025_26"))),
    "Vote/list/1/1033": rolls.roll_list,
    "Legislation/Search/20/0": lambda p: pages.search(p, Sitting(1033, "2025_26")),
    "legislation/detail/7001": lambda p: pages.bill(p, Sitting(1033, "2025_26")),
    "legislation/detail/7001#leads": lambda p: pages.bill_leads(p, Sitting(1033, "2025_26")),
    "legislation/detail/7001#session": pages.session_of,
    "Vote/detail/502": lambda p: list(rolls.roll_call(p, Sitting(1033, "2025_26"), ROW)),
    "legislation/html/20252026/8002": lambda p: texts.version_text(p, ONE),
}


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"[{}]", b'{"message": "An error has occurred."}'])
def test_a_page_that_says_nothing_raises(path, body):
    with pytest.raises(LayoutChanged):
        READERS[path](page(path, body))


@pytest.mark.parametrize("path", READERS)
def test_an_html_page_in_place_of_json_is_a_block(path):
    with pytest.raises(Blocked):
        READERS[path](page(path, b"<!DOCTYPE html><html><body>Access denied</body></html>"))


def test_token():
    assert pages.token(page("authentication/token", "abc.def")) == "abc.def"


def test_sessions():
    special, regular = pages.sessions(page("sessions"))
    assert special == (1032, items.Session("2023_ss", "2023 Special Session", "special", is_active=False))
    assert regular == (1033, items.Session("2025_26", "2025-2026 Regular Session", "primary", is_active=True))
    second = changed("sessions", 0, "library", to="http://www.legis.ga.gov/Legislation/2023EX2/")
    assert pages.sessions(second)[0][1].identifier == "2023_ss2"
    with pytest.raises(LayoutChanged, match="description"):
        pages.sessions(changed("sessions", 1, "description", to="2025-2027 Regular Session"))


def test_the_session_asked_for_goes_by_either_name():
    known = pages.sessions(page("sessions"))
    assert pages.session_wanted(known, "2025_26") == pages.session_wanted(known, "1033") == known[1]
    with pytest.raises(BadArgument, match="2023_ss, 2025_26"):
        pages.session_wanted(known, "2027_28")


def test_committees(sitting):
    assert list(pages.committees(page("committees/List/1033"), sitting)) == [
        items.Organization("100", "House Higher Education", "committee", "lower", "lower"),
        items.Organization("80", "Senate Judiciary", "committee", "upper", "upper"),
    ]
    with pytest.raises(LayoutChanged, match="wanted 1033"):
        list(pages.committees(changed("committees/List/1033", 0, "sessionId", to=1), sitting))
    with pytest.raises(LayoutChanged, match="1 House or 2 Senate"):
        list(pages.committees(changed("committees/List/1033", 0, "chamber", to=3), sitting))


def test_members(sitting):
    found = list(pages.members(page("members/list/1033?chamber=1"), sitting))
    junior, gone = found[2:]
    assert junior == items.Person(
        session="2025_26", name="Three Gamma, Jr.", family_name="Gamma", given_name="Three", party="Republican",
        chamber="lower", district="3", source_id="3",
        names=[items.PersonName("GAMMA, JR., 3RD", "lower"), items.PersonName("Gamma, Three", "lower")],
    )  # fmt: skip
    assert (gone.party, gone.end_date) == ("Democratic", "2025-02-03")


def test_search(sitting):
    total, found = pages.search(page("Legislation/Search/20/0"), sitting)
    assert total == 3
    assert [(one.legislation_id, one.bill.identifier, one.bill.classification) for one in found] == [
        (7001, "HB 1", "bill"), (7002, "SB 2", "bill"), (7003, "SR 3", "resolution"),
    ]  # fmt: skip
    first = found[0].bill
    assert (first.title, first.actions, first.versions) == ("Education; a short title; enact", None, None)
    assert [(one.name, one.chamber, one.classification) for one in first.sponsorships] == [
        ("Alpha, One", "lower", "primary"),
        ("Beta, Two", "lower", "cosponsor"),
        ("Epsilon, Eleven", "upper", "sponsor in the other chamber"),
    ]
    with pytest.raises(ExpectedEmpty):
        pages.search(page("Legislation/Search/20/0", {"results": [], "resultCount": 0, "filters": None}), sitting)
    with pytest.raises(LayoutChanged):
        pages.search(page("Legislation/Search/20/0", {"results": [], "resultCount": 3, "filters": None}), sitting)
    with pytest.raises(LayoutChanged, match="1 bill or 2 resolution"):
        pages.search(changed("Legislation/Search/20/0", "results", 0, "documentType", to=9), sitting)


def test_search_and_bill_say_the_same_sponsors(sitting):
    listed = {one.legislation_id: one.bill for one in pages.search(page("Legislation/Search/20/0"), sitting)[1]}
    for number, from_search in listed.items():
        read = pages.bill(page(f"legislation/detail/{number}"), sitting)[-1]
        assert (read.identifier, read.sponsorships, read.source_url) == (
            from_search.identifier, from_search.sponsorships, from_search.source_url,
        )  # fmt: skip


def test_bill(sitting):
    (law,) = pages.bill(page("legislation/detail/7001"), sitting)
    assert (law.identifier, law.chapter, law.effective_date, law.committee_code) == (
        "HB 1",
        "Act 16",
        "2025-07-01",
        None,
    )
    assert law.actions[0] == items.Action("2025-01-14", "lower", "House Hopper", ("introduction",))
    assert [(act.text, act.chamber) for act in law.actions[-3:]] == [
        ("House Date Signed by Governor", "executive"), ("Act 16", None), ("Effective Date", None),
    ]  # fmt: skip
    assert [(one.key, one.note, one.classification) for one in law.versions] == [
        ("8001", "LC 49 0001/a", "introduced"), ("8002", "HB 1/AP", None),
    ]  # fmt: skip
    assert law.versions[1].url == f"{API}legislation/document/20252026/8002"
    assert law.documents[0].text == "A BILL to be entitled an Act; and for other purposes."


def test_a_bill_lies_in_the_committee_of_the_chamber_it_was_sent_to(sitting):
    (fees,) = pages.bill(page("legislation/detail/7002"), sitting)
    assert (fees.committee_code, fees.title) == ("100", "Courts; fees; revise")
    assert fees.actions[1].classifications == (UNCLASSIFIED,)
    elsewhere = changed("legislation/detail/7002", "committees", 0, "chamber", to=2)
    assert pages.bill(elsewhere, sitting)[-1].committee_code is None


def test_a_resolution_read_and_adopted_asks_one_chamber(sitting):
    (resolution,) = pages.bill(page("legislation/detail/7003"), sitting)
    assert (resolution.identifier, resolution.chambers, resolution.versions) == ("SR 3", 1, [])
    assert pages.bill_leads(page("legislation/detail/7003"), sitting) == ([], None)


def test_a_sponsor_of_an_unknown_type_is_a_gap(sitting):
    gap, read = pages.bill(changed("legislation/detail/7001", "sponsors", 1, "sponsorType", to=7), sitting)
    assert (gap.kind, gap.found, read.sponsorships[1].classification) == ("unknown_code", "7", "type 7")


@pytest.mark.parametrize("key", sorted(SITE["legislation/detail/7001"].keys() - {"status", "footnotes"}))
def test_a_bill_without_one_of_its_keys_raises(key, sitting):
    with pytest.raises(LayoutChanged):
        pages.bill(changed("legislation/detail/7001", key, to=...), sitting)
        pages.bill_leads(changed("legislation/detail/7001", key, to=...), sitting)


@pytest.mark.parametrize("key", sorted(SITE["legislation/detail/7001"].keys() - {"status", "footnotes"}))
def test_a_bill_with_null_for_one_of_its_keys_raises_but_where_the_site_writes_null(key, sitting):
    changed_page = changed("legislation/detail/7001", key, to=None)
    if key in ("firstReader", "votes"):
        assert pages.bill(changed_page, sitting) and pages.bill_leads(changed_page, sitting)
        return
    with pytest.raises(LayoutChanged):
        pages.bill(changed_page, sitting)
        pages.bill_leads(changed_page, sitting)


def test_a_search_that_would_never_end_is_refused(sitting):
    with pytest.raises(LayoutChanged, match="at most 20000 bills"):
        pages.search(changed("Legislation/Search/20/0", "resultCount", to=10**9), sitting)


def test_a_bill_of_another_session_raises(sitting):
    with pytest.raises(LayoutChanged, match="wanted 1033, got 1029"):
        pages.bill(changed("legislation/detail/7001", "session", "id", to=1029), sitting)


def test_what_a_bill_leads_to(sitting):
    stated, text = pages.bill_leads(page("legislation/detail/7001"), sitting)
    assert [row.vote_id for row in stated] == [502, 601]
    assert (text.identifier, text.whole, [one.key for one in text.versions]) == ("HB 1", False, ["8002"])


def test_roll_list_leaves_attendance_out():
    rows = rolls.roll_list(page("Vote/list/1/1033"))
    assert rows[1] == ROW and [row.vote_id for row in rows] == [504, 502]
    with pytest.raises(ExpectedEmpty):
        rolls.roll_list(page("Vote/list/1/1033", []))
    with pytest.raises(LayoutChanged, match="House Vote #1"):
        rolls.roll_list(changed("Vote/list/1/1033", 0, "name", to="Joint Vote #4"))


def test_roll_call(sitting):
    person, event = rolls.roll_call(page("Vote/detail/502"), sitting, ROW)
    # one spelling that the list of members does not give, known by the member's number
    assert (person.source_id, person.names[-1].name) == ("3", "GAMMA III, 3RD")
    assert (event.key, event.bills, event.motion_classification) == ("502", ["HB 1"], ("passage",))
    assert (event.declared_yes, event.declared_no, event.declared_other) == (2, 1, 1)
    assert [(vote.voter_name, vote.option, vote.option_raw) for vote in event.votes] == [
        ("ALPHA, 1ST", "yes", "0"), ("BETA, 2ND", "no", "1"), ("GAMMA III, 3RD", "yes", "0"), ("VACANT", "other", "3"),
    ]  # fmt: skip
    (again,) = rolls.roll_call(page("Vote/detail/502"), sitting, ROW)
    assert again == event


def test_a_roll_call_of_no_bill_says_so(sitting):
    with pytest.raises(ExpectedEmpty, match="names no bill"):
        list(rolls.roll_call(page("Vote/detail/602"), sitting, ROW))


def test_a_vote_nobody_knows_is_a_gap(sitting):
    gap, _, event = rolls.roll_call(changed("Vote/detail/502", "votes", 0, "memberVoted", to=5), sitting, ROW)
    assert (gap.kind, gap.found, event.votes[0].option, event.votes[0].option_raw) == (
        "unknown_code",
        "5",
        "other",
        "5",
    )


def test_text():
    (read,) = texts.version_text(page("legislation/html/20252026/8002"), ONE)
    assert read.versions[0].text.text.splitlines() == [
        "A BILL TO BE ENTITLED",
        "To amend Title 20 of the Code,",
        "and for other purposes.",
        "All laws in conflict are repealed.",
    ]
    with pytest.raises(ExpectedEmpty, match="contact the office"):
        texts.version_text(page("legislation/html/20252026/8003"), ONE)
    with pytest.raises(LayoutChanged, match="at least 1"):
        texts.version_text(page("legislation/html/20252026/8002", ["<html><body></body></html>"]), ONE)


REVIEWED = [line.split("\t") for line in (FIXTURES / "reviewed.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("kind", "words", "classes", "yes"), REVIEWED)
def test_reviewed_wordings(kind, words, classes, yes):
    if kind == "action":
        assert " ".join(ACTIONS.classify(words)) == classes
    else:
        assert MOTIONS.classify(words) == (tuple(classes.split()), yes)


# every captured page of the JSON API


@pytest.fixture(scope="module")
def captures(shared):
    folder = shared / "captures" / "ga"
    return lambda name: json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.fixture
def sitting_2021(captures):
    found = Sitting(1029, "2021_22")
    for number, house in (("1", "house"), ("2", "senate")):
        path = f"members/list/1029?chamber={number}"
        for person in pages.members(page(path, captures(f"ga_members_list_1029_{house}.json")), found):
            found.members[int(person.source_id)] = person
    return found


def test_captured_members_and_committees(captures, sitting_2021):
    people = sitting_2021.members
    assert Counter((person.chamber, person.party) for person in people.values()) == {
        ("lower", "Republican"): 103, ("lower", "Democratic"): 77,
        ("upper", "Republican"): 34, ("upper", "Democratic"): 22,
    }  # fmt: skip
    assert {person.name: person.end_date for person in people.values() if person.end_date} == {
        "Greg Morris": "2021-04-13", "Bert Reeves": "2021-04-30",
    }  # fmt: skip
    assert people[806].names == [
        items.PersonName("ALEXANDER, 66TH", "lower"), items.PersonName("Alexander, Kimberly", "lower"),
    ]  # fmt: skip
    found = list(pages.committees(page("committees/List/1029", captures("ga_committees_List_1029.json")), sitting_2021))
    assert Counter(body.chamber for body in found) == {"lower": 42, "upper": 29}
    assert (
        items.Organization("129", "House Public Safety and Homeland Security", "committee", "lower", "lower") in found
    )


def test_captured_search(captures, sitting_2021):
    body = captures("ga_Legislation_Search_1029_p0.json")
    total, found = pages.search(page("Legislation/Search/20/0", body), sitting_2021)
    assert (total, [one.bill.identifier for one in found]) == (2100, [f"HB {number}" for number in range(1, 21)])
    assert sum(len(one.bill.sponsorships) for one in found) == 102
    (session,) = pages.sessions(page("sessions", [body["results"][0]["session"]]))
    assert session == (1029, items.Session("2021_22", "2021-2022 Regular Session", "primary", is_active=True))


def test_captured_bills(captures, sitting_2021):
    read, texts_read = {}, {}
    for one in captures("ga_legislation_detail_plus_votes_html_1029.json"):
        response = page("legislation/detail/1", one["details"])
        (found,) = pages.bill(response, sitting_2021)  # every sponsor is spelled as the list of members has it
        stated, text = pages.bill_leads(response, sitting_2021)
        read[found.identifier] = (
            found.chapter, found.effective_date, found.committee_code, len(found.actions), len(found.sponsorships),
            len(found.versions), len(stated),
        )  # fmt: skip
        assert not [act.text for act in found.actions if act.classifications == (UNCLASSIFIED,)]
        try:
            texts_read[found.identifier] = texts.version_text(page("x", one["document_html"]), text)[0].versions[0].text
        except ExpectedEmpty as unavailable:
            assert "The text for this version is unavailable" in str(unavailable)
    assert read == {
        "HB 1": (None, None, "100", 6, 6, 3, 0),
        "HB 2": (None, None, "129", 4, 6, 2, 0),
        "HB 81": ("Act 305", "2021-05-10", None, 24, 5, 2, 5),
        "HB 258": ("Act 16", "2021-07-01", None, 18, 7, 5, 3),
    }
    assert {name: len(text.text.splitlines()) for name, text in texts_read.items()} == {
        "HB 1": 238,
        "HB 2": 639,
        "HB 258": 33,
    }
    assert texts_read["HB 258"].text.startswith(
        "House Bill 258 (AS PASSED HOUSE AND SENATE)\nBy: Representatives Sainz of"
    )


def test_captured_roll_calls_agree_with_their_counts(captures, sitting_2021):
    lists = [
        rolls.roll_list(page("Vote/list", captures(f"ga_Vote_list_{house}_1029.json"))) for house in ("house", "senate")
    ]
    assert [len(rows) for rows in lists] == [405, 410]
    rows = {row.vote_id: row for found in lists for row in found}
    unknown = {row.caption for row in rows.values() if MOTIONS.classify(row.caption).yes_means == "unknown"}
    assert not unknown
    composites = captures("ga_legislation_detail_plus_votes_html_1029.json")
    details = [vote for one in composites for vote in one.get("member_votes") or []]
    details += captures("ga_Vote_detail_sample.json")
    events = {}
    for number, body in ((number, body) for found in details for number, body in found.items()):
        # every member is spelled as the list of members has it
        (event,) = rolls.roll_call(page(f"Vote/detail/{number}", body), sitting_2021, rows[int(number)])
        counts = Counter(vote.option for vote in event.votes)
        named = (counts.pop("yes", 0), counts.pop("no", 0), sum(counts.values()))
        assert named == (event.declared_yes, event.declared_no, event.declared_other)
        assert sum(named) == (180 if event.chamber == "lower" else 56)
        events[event.key] = (event.bills, event.date, event.yes_means)
    assert len(events) == 8
    assert events["18348"] == (["HB 81"], "2021-03-05", "amends")


def test_a_bill_states_its_roll_calls_as_the_lists_do(captures):
    rows = [
        row for house in ("house", "senate")
        for row in rolls.roll_list(page("Vote/list", captures(f"ga_Vote_list_{house}_1029.json")))
    ]  # fmt: skip
    sitting = Sitting(1029, "2021_22")
    for one in captures("ga_legislation_detail_plus_votes_html_1029.json"):
        stated, _ = pages.bill_leads(page("legislation/detail/1", one["details"]), sitting)
        assert set(stated) <= set(rows)


def test_a_special_session_s_suffix_is_no_part_of_a_bill_s_number(sitting):
    search = changed("Legislation/Search/20/0", "results", 0, "suffix", to="EX")
    detail = changed("legislation/detail/7001", "number", to="1EX")
    roll = changed("Vote/detail/601", "legislation", 0, "description", to="HB 1EX")
    assert pages.search(search, sitting)[1][0].bill.identifier == "HB 1"
    assert pages.bill(detail, sitting)[-1].identifier == pages.bill_leads(detail, sitting)[1].identifier == "HB 1"
    assert list(rolls.roll_call(roll, sitting, ROW))[-1].bills == ["HB 1"]
