"""Answers of api.congress.gov: each page function on small answers and on every captured one, and whole archives."""

from __future__ import annotations

import copy
import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from scrapy.http import TextResponse

from scrapers import items
from scrapers.errors import Blocked, LayoutChanged
from scrapers.states.us import api
from scrapers.states.us.reading import Roll
from tests._warc import http, packed, record
from tests.commands import Result, collect, contents

FIXTURES = Path(__file__).parent / "fixtures" / "us"
ANSWERS = json.loads((FIXTURES / "api.json").read_text(encoding="utf-8"))
ADDRESS = "https://api.congress.gov/v3/bill"
HOUSE_ROLL = "https://clerk.house.gov/evs/2025/roll901.xml"


def address(name: str) -> str:
    return f"{ADDRESS}/119?format=json" if name == "list" else f"{ADDRESS}/119/hr/9905/{name}?format=json"


def page(name: str, body: object = ..., url: str | None = None) -> TextResponse:
    found = ANSWERS[name] if body is ... else body
    data = found if isinstance(found, bytes) else json.dumps(found).encode()
    return TextResponse(url or address(name), body=data, encoding="utf-8")


def changed(name: str, *keys: str | int, to: object = ...) -> TextResponse:
    """The answer with one value changed, or left out; the place is named by its keys."""
    body = copy.deepcopy(ANSWERS[name])
    *outer, last = keys
    inner = body
    for key in outer:
        inner = inner[key]
    if to is ...:
        del inner[last]
    else:
        inner[last] = to
    return page(name, body)


def read(name: str) -> api.Said:
    return api.part(page(name))


def reader(name: str):  # type: ignore[no-untyped-def]
    return api.bill_list if name == "list" else api.part


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"error": "Unknown resource"}',
        b'{"error": {"code": "NOT_FOUND"}}',
        b'{"bills": {}}',
    ],
)
def test_an_answer_that_says_nothing_raises(name: str, body: bytes) -> None:
    with pytest.raises(LayoutChanged):
        reader(name)(page(name, body))


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}}',
        b'{"error": {"code": "OVER_RATE_LIMIT", "message": "You have exceeded your rate limit."}}',
        b"<!DOCTYPE html><html><body>Access Denied</body></html>",
    ],
)
def test_a_refusal_is_a_block_whatever_its_status(name: str, body: bytes) -> None:
    with pytest.raises(Blocked):
        reader(name)(page(name, body))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_cut_off_raises(name: str) -> None:
    whole = json.dumps(ANSWERS[name]).encode()
    for place in range(1, len(whole), max(len(whole) // 40, 1)):
        with pytest.raises(LayoutChanged):
            reader(name)(page(name, whole[:place]))


NEEDED = {
    "list": [("bills",), ("bills", 0, "congress"), ("bills", 0, "type"), ("bills", 0, "number"), ("bills", 0, "title")],
    "actions": [
        ("actions",), ("actions", 0, "actionDate"), ("actions", 0, "text"), ("actions", 0, "recordedVotes"),
        ("actions", 0, "recordedVotes", 0, "rollNumber"), ("actions", 1, "committees"),
        ("actions", 1, "committees", 0, "systemCode"), ("pagination",), ("pagination", "count"), ("request",),
    ],
    "committees": [("committees",), ("committees", 0, "chamber"), ("committees", 0, "systemCode"),
                   ("committees", 0, "subcommittees"), ("request", "billType")],
    "relatedbills": [("relatedBills",), ("relatedBills", 0, "number"), ("relatedBills", 0, "relationshipDetails"),
                     ("relatedBills", 0, "congress"), ("pagination", "count")],
    "summaries": [("summaries",), ("summaries", 0, "versionCode"), ("summaries", 0, "text"), ("pagination",)],
    "text": [("textVersions",), ("textVersions", 0, "formats"), ("textVersions", 0, "type"),
             ("textVersions", 0, "date"), ("pagination",)],
    "titles": [("titles",), ("titles", 0, "title"), ("titles", 0, "titleType"), ("request", "congress")],
}  # fmt: skip
MAY_BE_NULL = {("list", "title"), ("actions", "text"), ("actions", "committees"), ("summaries", "text"),
               ("text", "date")}  # fmt: skip


@pytest.mark.parametrize(("name", "keys"), [(name, keys) for name, places in NEEDED.items() for keys in places])
def test_a_key_that_is_missing_raises_and_so_does_null_but_where_the_api_writes_it(
    name: str, keys: tuple[str | int, ...]
) -> None:
    with pytest.raises(LayoutChanged):
        reader(name)(changed(name, *keys))
    if (name, keys[-1]) in MAY_BE_NULL:
        reader(name)(changed(name, *keys, to=None))
    else:
        with pytest.raises(LayoutChanged):
            reader(name)(changed(name, *keys, to=None))


def test_a_list_names_bills_and_no_history() -> None:
    congress, first, second = api.bill_list(page("list"))
    assert congress == items.Session("119", "119th Congress", "primary", "2025-01-03", "2027-01-03")
    assert isinstance(first, items.Bill) and isinstance(second, items.Bill)
    assert (first.identifier, first.title, first.actions) == ("HR 9905", "Fixture Act of the list", None)
    assert (second.identifier, second.title, second.chamber, second.classification) == (
        "SJRES 9907", None, "upper", "joint resolution",
    )  # fmt: skip


def test_the_parts_of_a_bill_make_one() -> None:
    parts = [read(name) for name in api.PARTS]
    session, *bodies, bill = api.joined(parts)
    assert session == items.Session("119", "119th Congress", "primary", "2025-01-03", "2027-01-03")
    assert [(body.code, body.name, body.parent_code) for body in bodies if isinstance(body, items.Organization)] == [
        ("hsxx00", "House Fixtures Committee", "lower"), ("hsxx01", "House Small Fixtures Subcommittee", "hsxx00"),
    ]  # fmt: skip
    assert isinstance(bill, items.Bill)
    assert (bill.session, bill.identifier, bill.title, bill.sponsorships) == ("119", "HR 9905", "Fixture Act", None)
    assert bill.source_url == "https://www.congress.gov/bill/119th-congress/house-bill/9905"
    assert [(a.date, a.chamber, a.text[:10], a.organization_code, a.roll_key) for a in bill.actions or []] == [
        ("2025-02-03", "lower", "Introduced", None, None),
        ("2025-02-03", "lower", "Referred t", "hsxx00", None),
        ("2025-03-04", "lower", "On passage", None, "house-1-901"),
    ]
    assert (bill.actions or [])[2].classifications == ("passage",)
    assert [(v.key, v.note, v.classification, v.date) for v in bill.versions or []] == [
        ("introduced-in-house", "Introduced in House", "introduced", None),
        ("BILLS-119hr9905eh", "Engrossed in House", None, "2025-03-05"),
    ]
    assert [(d.key, d.text) for d in bill.documents or []] == [
        ("summary-00-2025-02-03", "Fixture Act\nThis bill fixes nothing."),
    ]  # fmt: skip
    assert bill.related == [
        items.RelatedBill("S 9902", "119", "companion"), items.RelatedBill("HR 9906", "119", "related"),
    ]  # fmt: skip
    assert [roll for said in parts for roll in said.rolls] == [Roll("lower", 119, 1, 901)]


def test_a_part_alone_says_nothing_of_the_rest() -> None:
    *_, bill = api.joined([read("titles")])
    assert isinstance(bill, items.Bill)
    assert (bill.title, bill.actions, bill.versions, bill.documents, bill.related) == ("Fixture Act", *[None] * 4)


def test_a_list_that_is_cut_into_pages_is_no_whole_history() -> None:
    with pytest.raises(LayoutChanged, match="all of the 38 it counts"):
        api.part(changed("actions", "pagination", "count", to=38))


def test_the_answer_for_another_bill_raises() -> None:
    for key, other in (("congress", "118"), ("billType", "s"), ("billNumber", "9906"), ("billType", "xx")):
        with pytest.raises(LayoutChanged):
            api.part(changed("titles", "request", key, to=other))
    with pytest.raises(LayoutChanged, match="address"):
        api.part(page("titles", url=f"{ADDRESS}/119/hr/9905/amendments"))


def test_elements_without_words_are_gaps() -> None:
    said = api.part(changed("actions", "actions", 1, "text", to=" "))
    assert [gap.key for gap in said.gaps] == ["HR 9905 action 2025-02-03"]
    said = api.part(changed("text", "textVersions", 1, "type", to=""))
    assert [gap.key for gap in said.gaps] == ["HR 9905 text version 1"]
    with pytest.raises(LayoutChanged, match="type"):
        api.part(changed("text", "textVersions", 0, "type", to=None))


# every captured answer


@pytest.fixture(scope="module")
def captures(shared: Path) -> dict[str, bytes]:
    folder = shared / "captures" / "us"
    rows = [json.loads(line) for line in (folder / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["source_url"]: (folder / row["file"]).read_bytes() for row in rows if row["file"].startswith("apiv3")}


def captured(captures: dict[str, bytes], path: str) -> TextResponse:
    return TextResponse(ADDRESS + path, body=captures[ADDRESS + path], encoding="utf-8")


def test_there_are_nine_captured_answers_and_each_is_read(captures: dict[str, bytes]) -> None:
    assert len(captures) == 9
    lists = [url for url in captures if api.LIST.fullmatch(url)]
    parts = [url for url in captures if (found := api.PART.fullmatch(url)) and found[4] in api.PARTS]
    assert (len(lists), len(parts)) == (3, 6)


@pytest.mark.parametrize(
    ("path", "kinds"), [("", {"HR": 18, "HRES": 2}), ("/117", {"HR": 18, "HRES": 2}), ("/117/hr", {"HR": 20})]
)
def test_captured_lists(captures: dict[str, bytes], path: str, kinds: dict[str, int]) -> None:
    congress, *bills = api.bill_list(captured(captures, path))
    assert isinstance(congress, items.Session) and congress.identifier == "117"
    assert Counter(bill.identifier.split()[0] for bill in bills if isinstance(bill, items.Bill)) == kinds
    assert {bill.identifier: bill.title for bill in bills if isinstance(bill, items.Bill) and bill.title} == {
        "HR 3617": "MORE Act"
    }


def test_captured_hr_21_joins_into_one_bill(captures: dict[str, bytes]) -> None:
    parts = [api.part(captured(captures, f"/117/hr/21/{name}")) for name in api.PARTS]
    session, house, senate, bill = api.joined(sorted(parts, key=lambda said: "actions" not in said.fields))
    assert isinstance(session, items.Session) and session.identifier == "117"
    assert [body.code for body in (house, senate) if isinstance(body, items.Organization)] == ["ssga00", "hsgo00"]
    assert isinstance(bill, items.Bill)
    assert (bill.identifier, bill.title, bill.chamber) == ("HR 21", "FedRAMP Authorization Act", "lower")
    assert Counter(action.chamber for action in bill.actions or []) == {"lower": 9, "upper": 1}
    assert not [action.text for action in bill.actions or [] if action.classifications == ("unclassified",)]
    first, *_, last = bill.actions or []
    assert (first.date, first.text, first.classifications) == ("2021-01-04", "Introduced in House", ("introduction",))
    assert (last.date, last.organization_code) == ("2021-01-06", "ssga00")
    assert {"receipt", "reading-1", "reading-2", "referral-committee"} == set(last.classifications)
    assert [(v.key, v.date, v.classification) for v in bill.versions or []] == [
        ("BILLS-117hr21ih", "2021-01-04", "introduced"), ("BILLS-117hr21eh", "2021-01-05", None),
        ("BILLS-117hr21rfs", "2021-01-06", None),
    ]  # fmt: skip
    assert [(d.key, d.note, len((d.text or "").splitlines())) for d in bill.documents or []] == [
        ("summary-00-2021-01-04", "Introduced in House", 5), ("summary-53-2021-01-05", "Passed House", 5),
    ]  # fmt: skip
    assert bill.related == [items.RelatedBill("S 3099", "117", "related")]
    assert [roll for said in parts for roll in said.rolls] == []


# archives


def pack(path: Path, bodies: dict[str, bytes], **dates: str) -> Path:
    """`dates` are by the last part of the address."""
    answers = []
    for url, body in bodies.items():
        at = dates.get(url.split("?")[0].rsplit("/", 1)[-1], "2026-11-21T18:00:00Z")
        answers.append(record("response", url, http(body, Content_Type="application/json"), WARC_Date=at))
    path.write_bytes(packed(*answers))
    return path


def small() -> dict[str, bytes]:
    return {address(name): json.dumps(found).encode() for name, found in ANSWERS.items()} | {
        HOUSE_ROLL: (FIXTURES / "house_roll.xml").read_bytes().replace(b"H R 9901", b"H R 9905")
    }


def run(archive: Path, db: Path, *more: object) -> Result:
    return collect(archive, db, *more, state="us")


def rows(db: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(query).fetchall()


def test_an_archive_of_the_api_is_read_whole(tmp_path: Path) -> None:
    # parts fetched at different times, in no order, are one bill still
    archive = pack(tmp_path / "us.warc.gz", small(), actions="2026-11-21T17:00:00Z", titles="2026-11-21T19:00:00Z")
    db = tmp_path / "us.db"
    result = run(archive, db)
    assert (result.code, result.outcome) == (0, "ok"), result.output + result.log
    assert rows(db, "SELECT id, title, status FROM bills ORDER BY id") == [
        ("us-119-hr9905", "Fixture Act", "passed_first"), ("us-119-sjres9907", None, None),
    ]  # fmt: skip
    assert rows(db, "SELECT id, verdict FROM vote_events") == [("us-119-house-1-901", "ok")]
    assert rows(db, "SELECT count(*) FROM actions WHERE vote_event_id = 'us-119-house-1-901'") == [(1,)]
    counts = "SELECT (SELECT count(*) FROM versions), (SELECT count(*) FROM documents), (SELECT count(*) FROM actions)"
    assert rows(db, counts) == [(2, 1, 3)]
    before = contents(db, without=frozenset({"runs", "captures"}))
    assert run(archive, db, "--reread").code == 0
    assert contents(db, without=frozenset({"runs", "captures"})) == before


def test_a_part_that_fails_is_a_gap_and_the_others_are_the_bill(tmp_path: Path) -> None:
    bodies = small() | {address("actions"): b'{"error": {"code": "OVER_RATE_LIMIT"}}', address("text"): b"{"}
    db = tmp_path / "us.db"
    result = run(pack(tmp_path / "us.warc.gz", bodies), db)
    assert (result.code, result.outcome) == (3, "partial"), result.output
    assert rows(db, "SELECT title, status FROM bills WHERE identifier = 'HR 9905'") == [("Fixture Act", None)]
    assert rows(db, "SELECT kind FROM gaps WHERE kind IN ('blocked', 'layout_changed') ORDER BY 1") == [
        ("blocked",), ("layout_changed",),
    ]  # fmt: skip


def test_a_bill_with_a_file_of_its_own_is_read_from_that(tmp_path: Path) -> None:
    """The file says all that the API says, and two tellings of one history would undo each other."""
    file = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr9905.xml"
    body = (FIXTURES / "bill.xml").read_bytes().replace(b">9901<", b">9905<")
    db = tmp_path / "us.db"
    run(pack(tmp_path / "us.warc.gz", {**small(), file: body}), db)
    assert rows(db, "SELECT chapter FROM bills WHERE identifier = 'HR 9905'") == [("Public Law 119-991",)]
    assert rows(db, "SELECT count(*) FROM captures WHERE url LIKE '%/hr/9905/%'") == [(0,)]


def test_one_bill_and_one_session(tmp_path: Path) -> None:
    archive = pack(tmp_path / "us.warc.gz", small())
    one = run(archive, tmp_path / "one.db", "--session", "119", "--bill", "hr 9905")
    assert (one.code, one.number("bills"), one.number("vote events")) == (0, 1, 1), one.output
    assert run(archive, tmp_path / "none.db", "--session", "118").code == 1


def test_an_archive_that_holds_a_key_is_refused(tmp_path: Path) -> None:
    bodies = {url.replace("?", "?api_key=DEMO_KEY&"): body for url, body in small().items()}
    result = run(pack(tmp_path / "us.warc.gz", bodies), tmp_path / "us.db")
    assert result.code == 1
    assert "hold somebody's key of api.congress.gov" in result.output
    assert "DEMO_KEY" not in result.output + result.log
    assert rows(tmp_path / "us.db", "SELECT count(*) FROM captures") == [(0,)]


def test_the_captures_end_to_end(captures: dict[str, bytes], tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    archive = pack(tmp_path / "us.warc.gz", captures)
    result = run(archive, db)
    assert (result.code, result.outcome) == (0, "ok"), result.output + result.log
    assert [result.number(name) for name in ("bills", "actions", "versions")] == [23, 10, 3]
    assert rows(db, "SELECT title, status, status_date, committee_id FROM bills WHERE id = 'us-117-hr21'") == [
        ("FedRAMP Authorization Act", "dead_sine_die", "2021-01-06", None),
    ]  # fmt: skip
    assert rows(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1 ORDER BY 1") == [
        ("history_missing", 22), ("text_missing", 3), ("title_missing", 21),
    ]  # fmt: skip
    again = run(archive, db)
    assert (again.code, "changes        0" in again.output) == (0, True), again.output
