"""Montana's answers of which there is no capture: earlier sessions, versions, fiscal notes, hearings."""

from __future__ import annotations

import json

import pytest
from _mt import BLOCK, MEMBERS, SITTING, answer, bill_list, fixture, listed, page, passes_checks, rows
from commands import collect

from scrapers import items
from scrapers.errors import Blocked, ExpectedEmpty, LayoutChanged
from scrapers.states.mt import archive, papers, parts, spider

ARCHIVED = archive.sessions(page(fixture("archived_sessions")))
YEAR_2023 = ARCHIVED[0]
CONTENT = "https://api.legmt.gov/docs/v1/documents/getContent?documentId="


def archived_bills(found=None, number=0, seen=()):
    return archive.bill_list(page(found or fixture("archived_bills")), YEAR_2023, number, frozenset(seen))


# Versions, fiscal notes, hearings


def test_versions_come_in_their_order_with_what_their_names_say():
    first, second, last = papers.versions(page(fixture("versions")), listed())
    assert first == items.Version(
        "31000", "HB0901_1.pdf", "introduced", "2025-01-10", url=f"{CONTENT}31000", media_type="application/pdf"
    )
    assert (second.note, second.classification, second.date) == ("HB0901_2.pdf", "amendment", None)
    assert (last.note, last.classification, last.date) == ("HB0901_X.pdf", "enrolled", "2025-04-22")


@pytest.mark.parametrize(
    ("name", "classification"),
    [("hb0901_x.PDF", "enrolled"), ("HB901_10.pdf", "amendment"), ("HB0901.pdf", None), ("HB0901.001.001.pdf", None)],
)
def test_the_name_of_a_file_says_what_it_is_or_nothing(name, classification):
    (found,) = papers.versions(page([{"id": 1, "fileName": name}]), listed())
    assert (found.classification, found.media_type) == (classification, "application/pdf")


@pytest.mark.parametrize("name", ["HB0902_1.pdf", "SB0901_1.pdf", "HB09011_1.pdf", "1.pdf", ""])
def test_a_version_of_another_bill_raises(name):
    with pytest.raises(LayoutChanged, match="a file of HB 901"):
        papers.versions(page([{"id": 1, "fileName": name}]), listed())


def test_fiscal_notes():
    assert papers.fiscal_notes(page(fixture("fiscal_notes"))) == [
        items.Document("32000", "fiscal-note", "HB0901_FN_1.pdf", "2025-01-20", f"{CONTENT}32000", "application/pdf")
    ]


def test_where_there_is_no_file_the_answer_is_404_and_claims_nothing():
    for reader in (lambda p: papers.versions(p, listed()), papers.fiscal_notes):
        with pytest.raises(ExpectedEmpty):
            reader(page(b"No Document(s) found", status=404))


def test_hearings():
    assert papers.hearings(page(fixture("hearings")), SITTING, listed()) == [
        items.Hearing("2025", "meeting-203", "standing-5", "2025-01-15T08:00", "Room 1", "scheduled", ["HB 901"]),
        items.Hearing("2025", "meeting-290", "standing-77", "2025-03-18T15:00", None, "scheduled", ["HB 901"]),
    ]


def test_an_unknown_status_of_a_meeting_is_kept_and_one_of_the_bill_is_no_hearing():
    found = fixture("hearings")
    found[0]["committeeMeeting"]["status"] = "CANCELLED"
    found[1]["status"] = "PULLED"
    kept, *others = sorted(
        papers.hearings(page(found), SITTING, listed()), key=lambda one: type(one).__name__, reverse=True
    )
    assert (kept.key, kept.status) == ("meeting-203", "cancelled")
    assert [(gap.kind, gap.found) for gap in others] == [("unknown_code", "CANCELLED"), ("unknown_code", "PULLED")]


def test_hearings_of_another_bill_raise():
    with pytest.raises(LayoutChanged, match=r"billId: wanted 7002"):
        papers.hearings(page(fixture("hearings")), SITTING, bill_list().bills[1])


# Earlier sessions


def test_sessions_are_named_by_their_numbers():
    assert [(one.id, one.legislature, one.item.identifier, one.item.classification) for one in ARCHIVED] == [
        (20231, "68", "2023", "primary"),
        (20172, "65", "20172", "special"),
        (20001, "56", "20001", "special"),
        (20251, "69", "2025", "primary"),
    ]
    assert [one.item.name for one in ARCHIVED[:2]] == ["2023 Regular Session", "2017 Special Session (20172)"]
    assert ARCHIVED[0].item.start_date is None
    assert ARCHIVED[0].item.is_active is None


def test_a_list_of_an_earlier_session():
    found = archived_bills()
    assert (found.pages, found.drafts, found.gaps) == (1, ["LC8001", "LC8003", "LC8002"], [])
    bill, resolution = (one.bill for one in found.bills)
    assert (bill.session, bill.identifier, bill.classification, bill.chamber) == ("2023", "HB 801", "bill", "lower")
    assert (bill.title, bill.subjects, bill.chapter) == ("Revise laws on water", ["Water"], "123")
    assert bill.source_url == "https://bills.legmt.gov/#/bill/20231/LC8001"
    assert bill.sponsorships == [items.Sponsorship("Member One", "primary", True)]
    assert [(a.date, a.text, a.tally_yes, a.tally_no, a.vote_date) for a in bill.actions] == [
        ("2023-01-10", "(H) Introduced", None, None, None),
        ("2023-01-10", "(H) Referred to Committee", None, None, None),
        ("2023-02-03", "(H) 2nd Reading Passed", 100, 0, "2023-02-03"),
        ("2023-02-06", "(H) 3rd Reading Passed", 66, 34, "2023-02-06"),
        ("2023-03-20", "(S) 3rd Reading Concurred", 33, 17, "2023-03-20"),
        ("2023-05-03", "(H) Signed by Governor", None, None, None),
        ("2023-05-04", "Chapter Number Assigned", None, None, None),
    ]
    assert [a.chamber for a in bill.actions[3:]] == ["lower", "upper", "lower", None]
    assert (resolution.identifier, resolution.chambers, resolution.chamber) == ("SR 802", 1, "upper")
    assert resolution.sponsorships == [items.Sponsorship("Two", "primary", True)]
    assert (resolution.actions[0].tally_yes, resolution.actions[0].tally_no) == (50, 0)
    assert [one.fiscal_note for one in found.bills] == [True, False]


def test_what_is_not_known_of_an_earlier_bill_is_a_gap():
    found = fixture("archived_bills")
    row = found["bills"]["content"][0]
    row["billType"], row["coSponsor"] = "HX", {"lastName": "Three"}
    read = archived_bills(found)
    assert (read.bills[0].bill.identifier, read.bills[0].bill.classification) == ("HX 801", "bill")
    assert [gap.expected for gap in read.gaps] == ["a known kind of bill", "a known co-sponsor"]


def test_a_list_that_never_ends_raises():
    whole = fixture("archived_bills")["bills"]
    for pages, number in ((10**9, 0), (201, 0), (1, 1), (0, 0)):
        with pytest.raises(LayoutChanged, match="totalPages"):
            archived_bills({"bills": whole | {"totalPages": pages}}, number)
    again = {"bills": whole | {"totalPages": 3}}
    with pytest.raises(LayoutChanged, match="wanted rows of page 1, got 3 known from before"):
        archived_bills(again, 1, seen=["LC8001", "LC8002", "LC8003", "LC9000"])
    with pytest.raises(LayoutChanged, match="wanted rows of page 2, got 0"):
        archived_bills({"bills": whole | {"content": [], "totalPages": 3}}, 2, seen=["LC8001"])
    with pytest.raises(LayoutChanged, match="totalElements: wanted at most 20000"):
        bill_list(fixture("search") | {"totalElements": 10**9}, size=3)


# Answers that are none


READERS = {
    "versions": lambda p: papers.versions(p, listed()),
    "fiscal_notes": papers.fiscal_notes,
    "hearings": lambda p: papers.hearings(p, SITTING, listed()),
    "archived_sessions": archive.sessions,
    "archived_bills": lambda p: archive.bill_list(p, YEAR_2023, 0, frozenset()),
}
ERROR = b'{"timestamp": "2025-03-01T00:00:00", "status": 500, "error": "Internal Server Error"}'


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("body", [b"", b"null", ERROR, b'"x"', b"[1]", b"[null]", b"\xff\xfe", b"No Document(s) found"])
def test_empty_and_error_answers_raise(name, body):
    with pytest.raises(LayoutChanged):
        READERS[name](page(body))


@pytest.mark.parametrize("name", READERS)
def test_a_block_page_is_blocked(name):
    with pytest.raises(Blocked):
        READERS[name](page(BLOCK))


@pytest.mark.parametrize("name", READERS)
def test_an_answer_cut_short_raises(name):
    whole = json.dumps(fixture(name)).encode()
    for cut in (1, len(whole) // 2, len(whole) - 1):
        with pytest.raises(LayoutChanged, match="wanted JSON"):
            READERS[name](page(whole[:cut]))


def without(found, path):
    """The answer with what `path` names taken out."""
    *steps, last = path
    for step in steps:
        found = found[step]
    del found[last]


ROW = ("bills", "content", 0)
NEEDED = [
    ("versions", (0, "id")),
    ("versions", (0, "fileName")),
    ("fiscal_notes", (0, "id")),
    ("fiscal_notes", (0, "fileName")),
    ("hearings", (0, "billId")),
    ("hearings", (0, "status")),
    ("hearings", (0, "committeeMeeting")),
    ("hearings", (0, "committeeMeeting", "id")),
    ("hearings", (0, "committeeMeeting", "meetingTime")),
    ("hearings", (0, "committeeMeeting", "location")),
    ("hearings", (0, "committeeMeeting", "status")),
    ("hearings", (0, "committeeMeeting", "standingCommittee")),
    ("hearings", (0, "committeeMeeting", "standingCommittee", "id")),
    ("archived_sessions", (0, "sessionId")),
    ("archived_bills", ("bills",)),
    ("archived_bills", ("bills", "content")),
    ("archived_bills", ("bills", "totalPages")),
    ("archived_bills", (*ROW, "id")),
    ("archived_bills", (*ROW, "id", "billDraftNumber")),
    ("archived_bills", (*ROW, "billType")),
    ("archived_bills", (*ROW, "billNumber")),
    ("archived_bills", (*ROW, "shortTitle")),
    ("archived_bills", (*ROW, "hasFiscalNote")),
    ("archived_bills", (*ROW, "subjects")),
    ("archived_bills", (*ROW, "subjects", 0, "subject")),
    ("archived_bills", (*ROW, "billActions")),
    ("archived_bills", (*ROW, "billActions", 0, "actionType")),
    ("archived_bills", (*ROW, "billActions", 0, "date")),
    ("archived_bills", (*ROW, "billActions", 0, "yesVotes")),
    ("archived_bills", (*ROW, "primarySponsorBillRoles")),
    ("archived_bills", (*ROW, "primarySponsorBillRoles", 0, "lawEntity")),
    ("archived_bills", (*ROW, "primarySponsorBillRoles", 0, "lawEntity", "lastName")),
]


@pytest.mark.parametrize(("name", "path"), NEEDED)
def test_an_answer_that_lost_a_field_raises_with_its_name(name, path):
    found = fixture(name)
    without(found, path)
    wanted = "legislator" if path[-1] == "lawEntity" else path[-1]
    with pytest.raises(LayoutChanged, match=rf"\.{wanted}: wanted"):
        READERS[name](page(found))


@pytest.mark.parametrize(
    ("name", "path", "found"),
    [
        ("versions", (0, "fileName"), None),
        ("versions", (0, "date"), "22 April 2025"),
        ("fiscal_notes", (0, "id"), None),
        ("hearings", (0, "committeeMeeting", "meetingTime"), "8:00 AM"),
        ("hearings", (0, "committeeMeeting", "standingCommittee"), None),
        ("archived_sessions", (0, "sessionId"), "20231"),
        ("archived_sessions", (0, "sessionId"), 2023),
        ("archived_sessions", (0, "sessionId"), -20231),
        ("archived_bills", (*ROW, "billType"), "XB"),
        ("archived_bills", (*ROW, "billType"), None),
        ("archived_bills", (*ROW, "billActions", 0, "date"), "05/04/2023"),
        ("archived_bills", (*ROW, "billActions", 0, "yesVotes"), "many"),
        ("archived_bills", (*ROW, "billActions", 0, "yesVotes"), -1),
        ("archived_bills", (*ROW, "billActions", 0, "yesVotes"), 66),  # and nobody says how many voted no
        ("archived_bills", (*ROW, "subjects"), None),
    ],
)
def test_a_value_of_another_kind_raises(name, path, found):
    answered = fixture(name)
    row = answered
    for step in path[:-1]:
        row = row[step]
    row[path[-1]] = found
    with pytest.raises(LayoutChanged):
        READERS[name](page(answered))


# The spider, over archives


def archived_answers(*lists):
    """The archive service's own answers: its sessions, and the pages of the list of 2023."""
    body = json.dumps({"sessionId": 20231}).encode()
    pages = [answer(spider.ARCHIVED_SEARCH.format(number), found, body=body) for number, found in enumerate(lists)]
    return b"".join([answer(spider.ARCHIVED_SESSIONS, fixture("archived_sessions")), *pages])


def address(part, one, sitting):
    return part.url(parts.Pending(sitting, one, MEMBERS, None))


def versions_of(kind, number):
    return [{"id": 33000 + number, "fileName": f"{kind}{number:04}_1.pdf"}]


def test_an_earlier_session_is_read_and_passes_every_check(tmp_path):
    db, held = tmp_path / "mt.db", tmp_path / "mt.warc.gz"
    bill, resolution = archived_bills().bills
    papers_held = [
        answer(address(parts.VERSIONS, bill, YEAR_2023), versions_of("HB", 801)),
        answer(address(parts.VERSIONS, resolution, YEAR_2023), b"No Document(s) found", status="404 Not Found"),
        answer(address(parts.FISCAL_NOTES, bill, YEAR_2023), fixture("fiscal_notes")),
    ]
    held.write_bytes(archived_answers(fixture("archived_bills")) + b"".join(papers_held))
    done = collect(held, db, state="mt")
    assert (done.outcome, done.code) == ("ok", 0), done.output + done.log
    assert [done.number(name) for name in ("bills", "actions", "vote events")] == [2, 8, 0]
    assert passes_checks(db) == []
    assert rows(db, "SELECT identifier, name FROM sessions") == [("2023", "2023 Regular Session")]
    assert rows(db, "SELECT id, status FROM bills ORDER BY id") == [
        ("mt-2023-hb801", "chaptered"),
        ("mt-2023-sr802", "adopted"),
    ]
    assert rows(db, "SELECT note, classification FROM versions") == [("HB0801_1.pdf", "introduced")]
    assert rows(db, "SELECT classification, note FROM documents") == [("fiscal-note", "HB0901_FN_1.pdf")]
    gaps = dict(rows(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY kind"))
    assert gaps == {"roll_call_missing": 4, "text_missing": 1, "unmatched_name": 2}
    again = collect(held, db, state="mt")
    assert "changes        0 (none)" in again.output


def test_one_bill_of_an_earlier_session_by_number_or_draft_and_a_bill_there_is_not(tmp_path):
    held = tmp_path / "mt.warc.gz"
    held.write_bytes(archived_answers(fixture("archived_bills")))
    for spelled in ("HB801", "LC8001"):
        done = collect(held, tmp_path / f"{spelled}.db", "--session", "2023", "--bill", spelled, state="mt")
        assert done.number("bills") == 1
    none = collect(held, tmp_path / "none.db", "--session", "2023", "--bill", "HB 999", state="mt")
    assert none.outcome == "failed"
    assert "2023 Regular Session has none of that number" in none.output
    other = collect(held, tmp_path / "other.db", "--session", "1997", state="mt")
    assert other.outcome == "failed"
    assert "wanted one of 2023, 20172, 20001, 2025" in other.output


def test_the_session_of_an_archive_is_found_where_both_services_were_asked(tmp_path):
    held = tmp_path / "mt.warc.gz"
    held.write_bytes(answer(spider.SESSIONS, fixture("sessions")) + archived_answers(fixture("archived_bills")))
    for arguments in ((), ("--session", "2023")):
        db = tmp_path / f"{len(arguments)}.db"
        assert collect(held, db, *arguments, state="mt").number("bills") == 2
        assert rows(db, "SELECT count(*) FROM gaps WHERE kind = 'file_missing'") == [(0,)]


def test_the_list_of_an_earlier_session_is_read_to_its_last_page(tmp_path):
    held = tmp_path / "mt.warc.gz"
    whole = fixture("archived_bills")["bills"]
    first = {"bills": whole | {"content": whole["content"][:1], "totalPages": 2}}
    second = {"bills": whole | {"content": whole["content"][1:], "totalPages": 2}}
    held.write_bytes(archived_answers(first, second))
    assert collect(held, tmp_path / "mt.db", state="mt").number("bills") == 2
    held.write_bytes(archived_answers(first, first))
    done = collect(held, tmp_path / "twice.db", state="mt")
    assert (done.outcome, done.number("bills")) == ("partial", 1)
    assert rows(tmp_path / "twice.db", "SELECT found FROM gaps WHERE kind = 'layout_changed'") == [
        ("1 known from before",)
    ]
    held.write_bytes(archived_answers(first))
    done = collect(held, tmp_path / "cut.db", state="mt")
    assert "file_missing" in dict(rows(tmp_path / "cut.db", "SELECT kind, count(*) FROM gaps GROUP BY kind"))


def present_answers(hearings=None):
    """A session of one bill that was heard, with each of its answers."""
    found = fixture("search")
    row = found["content"][0]
    row["draft"]["billStatuses"] = row["draft"]["billStatuses"][:3]
    row["draft"]["billStatuses"][2] |= {"timeStamp": "2025-01-15T08:30:00"}
    row["draft"]["billStatuses"][2]["billStatusCode"]["name"] = "(H) Hearing"
    found = found | {"content": [row], "totalElements": 1}
    one = bill_list(found).bills[0]
    answers = [
        answer(spider.SESSIONS, fixture("sessions")),
        answer(spider.ROSTER, fixture("legislators")),
        answer(spider.COMMITTEES.format(2), fixture("committees")),
        answer(spider.SEARCH.format(0), found, body=json.dumps({"sessionIds": [2]}).encode()),
        answer(address(parts.HEARINGS, one, SITTING), hearings or fixture("hearings")),
        answer(address(parts.VERSIONS, one, SITTING), fixture("versions")),
        answer(address(parts.FISCAL_NOTES, one, SITTING), fixture("fiscal_notes")),
    ]
    return b"".join(answers)


def test_hearings_versions_and_fiscal_notes_are_read_with_their_bill(tmp_path):
    db, held = tmp_path / "mt.db", tmp_path / "mt.warc.gz"
    held.write_bytes(present_answers())
    done = collect(held, db, state="mt")
    assert done.number("bills") == 1, done.output + done.log
    assert passes_checks(db) == []
    query = (
        "SELECT h.id, h.organization_id, h.start, i.bill_id FROM hearings h JOIN hearing_items i ON hearing_id = h.id"
    )
    assert sorted(rows(db, query)) == [
        ("mt-2025-meeting-203", "mt-standing-5", "2025-01-15T08:00", "mt-2025-hb901"),
        ("mt-2025-meeting-290", "mt-standing-77", "2025-03-18T15:00", "mt-2025-hb901"),
    ]
    assert rows(db, "SELECT classification FROM versions ORDER BY note") == [
        ("introduced",),
        ("amendment",),
        ("enrolled",),
    ]
    assert rows(db, "SELECT date FROM documents") == [("2025-01-20",)]
    assert rows(db, "SELECT DISTINCT kind FROM gaps") == [("text_missing",)]


def test_a_refused_answer_leaves_the_bill_and_a_gap(tmp_path):
    db, held = tmp_path / "mt.db", tmp_path / "mt.warc.gz"
    held.write_bytes(present_answers(hearings=ERROR))
    done = collect(held, db, state="mt")
    assert done.number("bills") == 1
    assert rows(db, "SELECT count(*) FROM versions") == [(3,)]
    assert rows(db, "SELECT kind FROM gaps WHERE source_url LIKE '%BillHearings%'") == [("layout_changed",)]
