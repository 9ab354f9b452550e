"""Montana: page functions on small pages of ours and on real captures, and the spider end to end over an archive."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from _mt import BLOCK, FIXTURES, MEMBERS, SITTING, answer, bill_list, fixture, listed, page, passes_checks, rows
from commands import collect

from scrapers import items
from scrapers.errors import Blocked, LayoutChanged
from scrapers.states.mt import pages, parts, rolls, spider
from scrapers.states.mt.actions import ACTIONS, COMMITTEE_MOTIONS, FLOOR_MOTIONS, RESULTS

BODY = json.dumps({"sessionIds": [2]}).encode()
LIST = spider.SEARCH.format(0)
VOTES, EXECUTIVE = parts.VOTES.address, parts.EXECUTIVE.address


# Page functions


def test_sessions():
    regular, special = (one.item for one in pages.sessions(page(fixture("sessions"))))
    assert regular == items.Session("2025", "2025 Regular Session", "primary", "2025-01-06", None, True)
    expected = items.Session("20261", "2026 Special Session (20261)", "special", "2026-06-01", "2026-06-03", False)
    assert special == expected


def test_which_sessions_are_read():
    known = pages.sessions(page(fixture("sessions")))
    assert [one.id for one in pages.chosen(known, None, None)] == [2]
    assert [one.id for one in pages.chosen(known, "20261", None)] == [3]
    assert [one.id for one in pages.chosen(known, None, frozenset({3}))] == [3]
    assert [one.id for one in pages.chosen(known, None, frozenset())] == [2]
    assert [one.id for one in pages.chosen(known[1:], None, None)] == [3]
    assert pages.chosen(known, "2023", None) == []


def test_people_are_those_of_the_session_and_namesakes_are_told_apart():
    found = pages.people(page(fixture("legislators")), SITTING)
    assert [(p.source_id, p.name, p.chamber, p.district) for p in found] == [
        ("901", "Member One", "lower", "1"),
        ("902", "Member B. Two", "lower", "2"),
        ("903", "Member Same (903)", "lower", "3"),
        ("904", "Member Same (904)", "upper", "4"),
        ("905", "Member Senate", "upper", "5"),
    ]
    assert found[0].names == [items.PersonName("Member One", "lower")]
    assert MEMBERS[906] == pages.Member("Member Past (906)", "lower")


def test_committees_come_before_their_seats():
    found = pages.committees(page(fixture("committees")), SITTING)
    assert [(type(one), one.code, one.name, one.chamber) for one in found[:3]] == [
        (items.Organization, "standing-5", "House Business and Labor", "lower"),
        (items.Organization, "standing-12", "House State Administration", "lower"),
        (items.Organization, "standing-77", "Senate Business, Labor, and Economic Affairs", "upper"),
    ]
    assert [(one.organization_code, one.person, one.role) for one in found[3:]] == [
        ("standing-5", "901", "chair"),
        ("standing-5", "902", "vice chair"),
        ("standing-5", "903", "member"),
        ("standing-12", "902", "member"),
        ("standing-77", "904", "chair"),
        ("standing-77", "905", "member"),
    ]


def test_a_list_gives_numbered_bills_with_their_histories_in_order():
    found = bill_list()
    assert (found.first, found.rows, found.total, found.gaps) == (0, 3, 3, [])
    first, second = (one.bill for one in found.bills)
    assert (first.identifier, first.classification, first.chamber, first.chambers) == ("HB 901", "bill", "lower", 2)
    assert (second.identifier, second.classification, second.chambers) == ("HR 902", "resolution", 1)
    assert first.title == "Revise laws on water"
    assert first.subjects == ["Legislature"]
    assert first.source_url == "https://bills.legmt.gov/#/laws/bill/2/LC7001?open_tab=sum"
    assert first.sponsorships == [
        items.Sponsorship("Member One", "primary", True, "lower"),
        items.Sponsorship("Member Senate", "carrier", False, "upper"),
    ]
    assert second.sponsorships == [items.Sponsorship("Member Past (906)", "primary", True, "lower")]
    assert found.bills[0].statuses == [101, 102, 103, 104, 105, 106, 107, 108]
    last = first.actions[-1]
    assert (last.date, last.chamber, last.text) == ("2025-03-19", "upper", "(S) Tabled in Committee")
    assert last.organization_code == "standing-77"
    assert found.bills[1].pointers == {112: "vote-8009"}


def test_no_sponsor_is_an_empty_list_and_an_unknown_kind_a_gap():
    found = fixture("search")
    found["content"][0]["sponsorId"] = found["content"][0]["carrierId"] = None
    found["content"][0]["billType"]["code"] = "HX"
    read = bill_list(found)
    assert read.bills[0].bill.sponsorships == []
    assert read.bills[0].bill.identifier == "HX 901"
    assert [(gap.kind, gap.found) for gap in read.gaps] == [("unknown_code", "HX")]


def test_floor_roll_calls():
    found = rolls.floor_rolls(page(fixture("votes")), SITTING, listed(), MEMBERS)
    assert [
        (r.event.key, r.status, r.event.roll_number, r.event.motion, r.event.yes_means, r.event.result) for r in found
    ] == [
        ("vote-8001", 105, "10", "Pass Consideration", "procedural", "pass"),
        ("vote-8002", 106, "11", "Do Pass", "advances", "pass"),
        ("vote-8003", None, "12", "Indefinitely Postpone", "kills", None),
        ("vote-8004", 107, "13", "Do Pass", "advances", "pass"),
    ]
    event = found[0].event
    assert (event.date, event.chamber, event.organization_code) == ("2025-02-04", "lower", "lower")
    assert event.result_raw == "(H) 2nd Reading Pass Consideration"
    assert (event.declared_yes, event.declared_no, event.declared_other) == (None, None, None)
    assert event.votes == [
        items.Vote("Member One", "yes", "YES"),
        items.Vote("Member B. Two", "no", "NO"),
        items.Vote("Member Same (903)", "excused", "EXCUSED"),
    ]
    assert found[2].event.votes[2] == items.Vote("Legislator 990", "no", "NO")


def test_committee_roll_calls_and_a_voice_vote():
    vote, voice = rolls.committee_rolls(page(fixture("executive")), SITTING, listed(), MEMBERS)
    assert (vote.event.key, vote.event.organization_code, vote.status) == ("executive-action-274", "standing-5", 104)
    assert (vote.event.motion, vote.event.motion_classification) == ("do_pass_as_amended", ("committee-passage",))
    assert [v.option for v in vote.event.votes] == ["yes", "yes", "no"]
    assert (voice.event.motion, voice.event.yes_means, voice.event.votes) == ("table", "kills", None)
    assert (voice.event.chamber, voice.event.result) == ("upper", "pass")


def test_an_unknown_vote_is_other_and_a_gap():
    found = fixture("votes")[:1]
    found[0]["legislatorVotes"][0] |= {"voteType": "RECUSED", "votingMemberStatus": "REMOTE"}
    (roll,) = rolls.floor_rolls(page(found), SITTING, listed(), MEMBERS)
    assert roll.event.votes[0] == items.Vote("Member One", "other", "RECUSED (REMOTE)")
    assert [(gap.kind, gap.found) for gap in roll.gaps] == [("unknown_code", "RECUSED")]


def test_history_lines_point_to_their_roll_calls_unless_several_claim_one():
    found = rolls.floor_rolls(page(fixture("votes")), SITTING, listed(), MEMBERS)
    bill = rolls.joined(listed(), found)
    keys = [(action.roll_key, action.vote_date) for action in bill.actions]
    assert keys[4:7] == [("vote-8001", "2025-02-04"), ("vote-8002", "2025-02-05"), ("vote-8004", "2025-02-06")]
    assert keys[:4] == [(None, None)] * 4
    twice = rolls.joined(listed(), [*found, found[0]])
    assert twice.actions[4].roll_key is None
    assert rolls.joined(bill_list().bills[1], []).actions[1].roll_key == "vote-8009"


READERS = {
    "sessions": lambda p: pages.sessions(p),
    "legislators": lambda p: pages.people(p, SITTING),
    "committees": lambda p: pages.committees(p, SITTING),
    "search": lambda p: pages.bill_list(p, SITTING, MEMBERS, 0, 250),
    "single": lambda p: pages.single_bill(p, SITTING, MEMBERS),
    "votes": lambda p: rolls.floor_rolls(p, SITTING, listed(), MEMBERS),
    "executive": lambda p: rolls.committee_rolls(p, SITTING, listed(), MEMBERS),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("body", [b"", b"null", b'{"status": 500, "error": "Internal Server Error"}', b'"x"', b"[1]"])
def test_empty_and_error_pages_raise(name, body):
    with pytest.raises(LayoutChanged):
        READERS[name](page(body))


@pytest.mark.parametrize("name", READERS)
def test_a_block_page_is_blocked(name):
    with pytest.raises(Blocked):
        READERS[name](page(BLOCK))


@pytest.mark.parametrize("name", ["sessions", "legislators", "committees"])
def test_an_empty_list_is_no_answer(name):
    with pytest.raises(LayoutChanged):
        READERS[name](page(b"[]"))


def test_a_bill_without_votes_has_an_empty_list():
    assert READERS["votes"](page(b"[]")) == []


@pytest.mark.parametrize("field", ["billNumber", "billType", "draft", "sponsorId", "sessionId"])
def test_a_bill_that_lost_a_field_raises_with_its_place(field):
    found = fixture("search")
    del found["content"][0][field]
    with pytest.raises(LayoutChanged, match=rf"content\[0\]\.{field}"):
        bill_list(found)


@pytest.mark.parametrize(("field", "text"), [("timeStamp", "01/10/2025"), ("billStatusCode", None)])
def test_a_history_line_that_cannot_be_read_raises(field, text):
    found = fixture("search")
    found["content"][0]["draft"]["billStatuses"][0][field] = text
    with pytest.raises(LayoutChanged, match=field):
        bill_list(found)


def test_votes_of_another_bill_raise():
    found = fixture("votes")
    found[0]["bill"]["id"] = 1
    with pytest.raises(LayoutChanged, match="bill 7001"):
        rolls.floor_rolls(page(found), SITTING, listed(), MEMBERS)


def test_a_list_cut_short_or_out_of_place_raises():
    whole = fixture("search")
    with pytest.raises(LayoutChanged, match="wanted 3 rows from row 0, got 2 rows"):
        bill_list(whole | {"content": whole["content"][:2]})
    with pytest.raises(LayoutChanged, match="wanted 0 rows from row 250, got 3 rows from row 0"):
        bill_list(start=250)
    with pytest.raises(LayoutChanged):
        bill_list(whole | {"content": []})


# Wordings


def test_every_known_history_line_has_its_reviewed_classes():
    rows = [line.split("\t") for line in (FIXTURES / "actions.tsv").read_text().splitlines()[1:]]
    assert len(rows) == 140
    assert {text: " ".join(ACTIONS.classify(text)) for text, _ in rows} == dict(rows)
    assert ACTIONS.classify("(H) Something New") == ("unclassified",)


@pytest.mark.parametrize(
    ("motion", "classes", "yes_means"),
    [
        ("AMD-HB0149.003.001 Marshall DO PASS", ("amendment",), "amends"),
        ("AMD-HB0149.003.001 Indefinitely Postpone", ("tabling", "amendment"), "procedural"),
        ("AMD-HB0149.003.001 Do Not Pass", ("amendment",), "unknown"),
        ("Do Pass As Amended", ("passage",), "advances"),
        ("Be Concurred In", ("passage",), "advances"),
        ("Do Not Pass", ("passage",), "kills"),
        ("Be Not Concurred In", ("passage",), "kills"),
        ("Indefinitely Postpone", ("tabling",), "kills"),
        ("Lay on the Table", ("tabling",), "kills"),
        ("Pass Consideration", ("deferral",), "procedural"),
        ("Senate Amendments Be Concurred In", ("concurrence",), "advances"),
        ("Free Conference Committee Report Be Adopted", ("conference",), "advances"),
        ("Reconsider Previous Action", ("reconsideration",), "procedural"),
        ("Something New", ("unclassified",), "unknown"),
    ],
)
def test_what_a_yes_does(motion, classes, yes_means):
    assert FLOOR_MOTIONS.classify(motion) == (classes, yes_means)


def test_committees_use_the_same_words():
    assert COMMITTEE_MOTIONS.classify("be concurred in as amended") == (("committee-passage",), "advances")
    assert COMMITTEE_MOTIONS.classify("table") == (("tabling",), "kills")
    assert COMMITTEE_MOTIONS.classify("take from table") == (("reconsideration",), "procedural")


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("(H) 2nd Reading Pass Motion Failed", "fail"),
        ("(H) 2nd Reading Indefinitely Postpone Motion Failed", "fail"),
        ("(H) 2nd Reading Indefinitely Postponed", "pass"),
        ("(H) 2nd Reading Not Passed", None),
        ("(H) 3rd Reading Passed", "pass"),
    ],
)
def test_how_a_motion_ended(line, result):
    assert next((word for pattern, word in RESULTS if re.search(pattern, line)), None) == result


# The spider, over archives


def present(path: Path, *without: str, **changed) -> Path:
    addresses = {
        "sessions": spider.SESSIONS,
        "legislators": spider.ROSTER,
        "committees": spider.COMMITTEES.format(2),
        "search": LIST,
        "votes": VOTES.format(id=7001),
        "executive": EXECUTIVE.format(id=7001),
        "hr": VOTES.format(id=7002),
    }
    roll = fixture("votes")[3] | {"id": 8009, "billStatus": {"id": 112}}
    roll["bill"] = roll["bill"] | {"id": 7002}
    found = {name: fixture(name) for name in addresses if name != "hr"} | {"hr": [roll]} | changed
    parts = [
        answer(url, found[name], body=BODY if name == "search" else b"")
        for name, url in addresses.items()
        if name not in without
    ]
    path.write_bytes(b"".join(parts))
    return path


def test_a_whole_session_is_read_joined_and_passes_every_check(tmp_path):
    db = tmp_path / "mt.db"
    done = collect(present(tmp_path / "mt.warc.gz"), db, state="mt")
    assert (done.outcome, done.code) == ("ok", 0), done.output + done.log
    assert [done.number(name) for name in ("bills", "actions", "vote events", "votes")] == [2, 10, 7, 18]
    assert passes_checks(db) == []
    assert rows(db, "SELECT id, status FROM bills ORDER BY id") == [
        ("mt-2025-hb901", "failed"),
        ("mt-2025-hr902", "adopted"),
    ]
    assert dict(rows(db, "SELECT verdict, count(*) FROM vote_events GROUP BY 1")) == {"no_counts": 6, "no_roll": 1}
    pointed = rows(db, "SELECT text, vote_event_id FROM actions WHERE vote_event_id IS NOT NULL ORDER BY id")
    assert sorted(pointed) == [
        ("(H) 2nd Reading Pass Consideration", "mt-2025-vote-8001"),
        ("(H) 2nd Reading Passed", "mt-2025-vote-8002"),
        ("(H) 3rd Reading Passed", "mt-2025-vote-8004"),
        ("(H) Committee Executive Action--Bill Passed as Amended", "mt-2025-executive-action-274"),
        ("(H) Resolution Adopted", "mt-2025-vote-8009"),
        ("(S) Tabled in Committee", "mt-2025-executive-action-275"),
    ]
    assert rows(db, "SELECT voter_name FROM votes WHERE person_id IS NULL") == [("Legislator 990",)]
    assert rows(db, "SELECT count(*) FROM memberships WHERE organization_id LIKE 'mt-standing-%'") == [(6,)]
    again = collect(tmp_path / "mt.warc.gz", db, state="mt")
    assert again.outcome == "ok"
    assert "changes        0 (none)" in again.output


def test_what_is_missing_is_a_gap_and_the_bills_are_kept(tmp_path):
    db = tmp_path / "mt.db"
    done = collect(present(tmp_path / "mt.warc.gz", "legislators", "committees", "votes"), db, state="mt")
    assert (done.outcome, done.code) == ("partial", 3)
    assert [done.number(name) for name in ("bills", "vote events")] == [2, 3]
    gaps = dict(rows(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY kind"))
    assert (gaps["file_missing"], gaps["unknown_body"]) == (3, 2)
    assert passes_checks(db) == []


def test_a_blocked_or_missing_roll_call_page_leaves_the_bill_and_a_gap(tmp_path):
    db = tmp_path / "mt.db"
    held = present(tmp_path / "mt.warc.gz", "executive", votes=BLOCK)
    held.write_bytes(held.read_bytes() + answer(EXECUTIVE.format(id=7001), b"{}", status="404 Not Found"))
    done = collect(held, db, state="mt")
    assert (done.outcome, done.number("bills"), done.number("vote events")) == ("partial", 2, 1)
    assert sorted(rows(db, "SELECT kind, source_url FROM gaps WHERE source_url IS NOT NULL")) == [
        ("blocked", VOTES.format(id=7001)),
        ("file_missing", EXECUTIVE.format(id=7001)),
    ]


def test_the_list_is_read_to_its_last_page_and_a_cut_one_is_a_gap(tmp_path):
    content = fixture("search")["content"]
    whole = {"totalElements": 252}
    first = whole | {"content": [content[2]] * 250, "pageable": {"offset": 0}}
    second = whole | {"content": content[:2], "pageable": {"offset": 250}}
    held = present(tmp_path / "mt.warc.gz", search=first)
    last = answer(spider.SEARCH.format(1), second, body=BODY)
    cut = answer(spider.SEARCH.format(1), second | {"content": content[:1]}, body=BODY)
    start = held.read_bytes()
    held.write_bytes(start + last)
    done = collect(held, tmp_path / "mt.db", state="mt")
    assert (done.outcome, done.number("bills")) == ("ok", 2)
    held.write_bytes(start + cut)
    done = collect(held, tmp_path / "cut.db", state="mt")
    assert done.outcome == "failed"
    assert "wanted 2 rows from row 250" in done.output


def test_a_block_page_for_the_list_is_blocked(tmp_path):
    done = collect(present(tmp_path / "mt.warc.gz", search=BLOCK), tmp_path / "mt.db", state="mt")
    assert (done.outcome, done.code) == ("blocked", 4)


def test_one_bill_and_a_bill_there_is_not(tmp_path):
    held = present(tmp_path / "mt.warc.gz")
    one = collect(held, tmp_path / "one.db", "--session", "2025", "--bill", "hr902", state="mt")
    assert (one.outcome, one.number("bills")) == ("ok", 1)
    none = collect(held, tmp_path / "none.db", "--session", "2025", "--bill", "HB 999", state="mt")
    assert (none.outcome, none.code) == ("failed", 1)
    assert "none of that number" in none.output


def test_a_session_the_services_do_not_have_fails_and_says_which_they_have(tmp_path):
    done = collect(present(tmp_path / "mt.warc.gz"), tmp_path / "mt.db", "--session", "2023", state="mt")
    assert (done.outcome, done.code) == ("failed", 1)
    assert "2025, 20261" in done.output


# Captures


@pytest.fixture
def captured(shared):
    folder = shared / "captures/mt"
    if not folder.is_dir():
        pytest.skip("SKIPPED: ../shared has no captures of mt")
    return {path.stem: path.read_bytes() for path in folder.glob("*.json")}


def test_the_captured_bill(captured):
    found, gaps = pages.single_bill(page(captured["api_bill_HB170_2025"]), SITTING, {})
    bill = found.bill
    assert (found.id, bill.identifier, bill.classification, bill.chamber, gaps) == (2030, "HB 170", "bill", "lower", [])
    assert bill.title == "Require legislative review of federal financial assistance"
    assert bill.subjects == [
        "Federal Government",
        "State Finance (see also: Appropriations; Taxation Subjects)",
        "Legislature",
    ]
    assert (bill.chapter, bill.sponsorships) == (
        None,
        [items.Sponsorship("Legislator 241", "primary", True, None)],
    )
    assert bill.source_url == "https://bills.legmt.gov/#/laws/bill/2/LC2031?open_tab=sum"
    assert [(a.date, a.chamber, a.text, a.classifications, a.organization_code) for a in bill.actions[6:]] == [
        ("2025-01-08", "legislature", "(LC) Draft Delivered to Requester", ("procedural",), None),
        ("2025-01-10", "lower", "(H) Introduced", ("introduction",), None),
        ("2025-01-10", "lower", "(H) Fiscal Note Requested", ("procedural",), None),
        ("2025-01-10", "lower", "(H) Referred to Committee", ("referral-committee",), "standing-12"),
        ("2025-01-10", "lower", "(H) First Reading", ("reading-1",), None),
        ("2025-01-15", "lower", "(H) Hearing Canceled", ("hearing-cancelled",), "standing-12"),
    ]
    assert len(bill.actions) == 12
    assert all(a.classifications != ("unclassified",) for a in bill.actions)


def bill_149():
    """Our list with the bill of the captured roll calls; its history holds no more than what those point to."""
    found = fixture("search")
    row = found["content"][0] | {"id": 1624, "billNumber": 149, "sponsorId": 139, "carrierId": None}
    lines = row["draft"]["billStatuses"]
    history = [
        lines[0],
        lines[4] | {"id": 47114, "timeStamp": "2025-02-26T13:18:00"},
        lines[5] | {"id": 47148, "timeStamp": "2025-02-26T13:26:00"},
    ]
    for line, name in zip(history[1:], ("Motion to Amend Carried", "Pass as Amended Motion Failed"), strict=True):
        line["billStatusCode"] = line["billStatusCode"] | {"name": f"(H) 2nd Reading {name}"}
    row["draft"] = row["draft"] | {"billStatuses": history}
    return found | {"content": [row], "totalElements": 1}


def test_the_captured_roll_calls(captured):
    bill = bill_list(bill_149()).bills[0]
    amendment, passage = rolls.floor_rolls(page(captured["api_votes_HB149_2025"]), SITTING, bill, {})
    assert (amendment.event.key, amendment.status, amendment.event.roll_number) == ("vote-1224", 47114, "766")
    assert (amendment.event.motion, amendment.event.yes_means) == ("AMD-HB0149.003.001 Marshall DO PASS", "amends")
    assert (passage.event.key, passage.status, passage.event.roll_number) == ("vote-1225", 47148, "767")
    assert (passage.event.motion, passage.event.yes_means) == ("Do Pass As Amended", "advances")
    assert Counter(vote.option for vote in amendment.event.votes) == {"yes": 60, "no": 40}
    assert Counter(vote.option for vote in passage.event.votes) == {"no": 62, "yes": 38}
    for roll in (amendment, passage):
        assert (roll.event.date, roll.event.chamber) == ("2025-02-26", "lower")
        assert len({vote.voter_name for vote in roll.event.votes}) == 100
        assert roll.gaps == []


def test_the_captures_end_to_end(captured, tmp_path):
    """The captures under their own addresses; what they hang on (list, roster, committees) is ours."""
    votes = json.loads(captured["api_votes_HB149_2025"])
    pattern = fixture("legislators")[0]
    roster = [
        pattern | {"id": one["legislatorId"], "lastName": f"Number {one['legislatorId']}"}
        for one in votes[0]["legislatorVotes"]
    ]
    bodies = fixture("committees")[1:2]
    bodies[0]["memberships"][0]["legislatorId"] = 241
    warc = tmp_path / "mt.warc.gz"
    warc.write_bytes(
        b"".join(
            [
                answer(spider.SESSIONS, fixture("sessions")),
                answer(spider.ROSTER, roster),
                answer(spider.COMMITTEES.format(2), bodies),
                answer(LIST, bill_149(), body=BODY),
                answer(spider.DRAFT.format(2, "LC2031"), captured["api_bill_HB170_2025"]),
                answer(VOTES.format(id=1624), captured["api_votes_HB149_2025"]),
            ]
        )
    )
    db = tmp_path / "mt.db"
    done = collect(warc, db, state="mt")
    assert (done.outcome, done.code) == ("ok", 0), done.output + done.log
    assert [done.number(name) for name in ("bills", "actions", "vote events", "votes")] == [2, 15, 2, 200]
    assert passes_checks(db) == []
    assert rows(db, "SELECT count(*) FROM votes WHERE person_id IS NULL") == [(0,)]
    assert rows(db, "SELECT count(*) FROM sponsorships WHERE person_id IS NULL") == [(0,)]
    assert rows(db, "SELECT roll_yes, roll_no, roll_other, result, verdict FROM vote_events ORDER BY id") == [
        (60, 40, 0, "pass", "no_counts"),
        (38, 62, 0, "fail", "no_counts"),
    ]
    assert rows(db, "SELECT id, status FROM bills ORDER BY id") == [
        ("mt-2025-hb149", "failed"),
        ("mt-2025-hb170", "in_committee"),
    ]
    joined = rows(db, "SELECT text, vote_event_id FROM actions WHERE vote_event_id IS NOT NULL ORDER BY sequence")
    assert joined == [
        ("(H) 2nd Reading Motion to Amend Carried", "mt-2025-vote-1224"),
        ("(H) 2nd Reading Pass as Amended Motion Failed", "mt-2025-vote-1225"),
    ]
