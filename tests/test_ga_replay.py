"""Georgia end to end: the captures and small pages of the same shape, packed as an archive under their addresses."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from pipelines.check import run_checks
from tests._warc import http, packed, record, sha1
from tests.commands import collect, contents

API = "https://www.legis.ga.gov/api/"
FIXTURES = Path(__file__).parent / "fixtures" / "ga"


def answer(path, body, *, asked=None, status="200 OK", kind="application/json"):
    """The records of one exchange; `asked` is the body of a POST."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    name = f"<urn:uuid:{sha1((path + str(asked)).encode())}>"
    records = [record("response", API + path, http(data, status, Content_Type=kind), WARC_Record_ID=name)]
    if asked is not None:
        sent = json.dumps(asked).encode()
        head = b"POST /api/ HTTP/1.1\r\nHost: www.legis.ga.gov\r\nContent-Length: %d\r\n\r\n" % len(sent)
        records.append(record("request", API + path, head + sent, WARC_Concurrent_To=name))
    return records


def write(path, *exchanges):
    path.write_bytes(packed(*(one for exchange in exchanges for one in exchange)))
    return path


def captured(folder):
    """Every captured answer of the JSON API under its own address, and a list of sessions of the shape of theirs."""

    def load(name):
        return json.loads((folder / name).read_text(encoding="utf-8"))

    composites = load("ga_legislation_detail_plus_votes_html_1029.json")
    session = load("ga_Legislation_Search_1029_p0.json")["results"][0]["session"]
    yield answer("sessions", [session])
    yield answer("committees/List/1029", load("ga_committees_List_1029.json"))
    yield answer("members/list/1029?chamber=1", load("ga_members_list_1029_house.json"))
    yield answer("members/list/1029?chamber=2", load("ga_members_list_1029_senate.json"))
    yield answer("Vote/list/1/1029", load("ga_Vote_list_house_1029.json"))
    yield answer("Vote/list/2/1029", load("ga_Vote_list_senate_1029.json"))
    page = load("ga_Legislation_Search_1029_p0.json")
    yield answer("Legislation/Search/20/0", page, asked={"sessionId": 1029})
    for one in composites:
        details = one["details"]
        yield answer(f"legislation/detail/{details['id']}", details)
        yield answer(f"legislation/html/20212022/{details['versions'][0]['id']}", one["document_html"])
        for votes in one.get("member_votes") or []:
            for number, vote in votes.items():
                yield answer(f"Vote/detail/{number}", vote)


@pytest.fixture(scope="module")
def real(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ga")
    archive = write(folder / "ga.warc.gz", *captured(shared / "captures" / "ga"))
    return archive, folder / "bills.db", collect(archive, folder / "bills.db", state="ga")


def rows(db, query):
    with sqlite3.connect(db) as connection:
        return connection.execute(query).fetchall()


def small(**changed):
    """The small site; `changed` are answers by path, None for one that is not in the archive."""
    for path, body in (json.loads((FIXTURES / "site.json").read_text(encoding="utf-8")) | changed).items():
        if body is not None:
            yield answer(path, body, asked={"sessionId": 1033} if path.startswith("Legislation/Search") else None)


def test_the_small_site_is_read_whole(tmp_path):
    archive, db = write(tmp_path / "ga.warc.gz", *small()), tmp_path / "bills.db"
    result = collect(archive, db, state="ga")
    assert (result.code, result.outcome) == (0, "ok"), result.output
    assert rows(
        db, "SELECT identifier, status, status_date, chapter, effective_date, committee_id FROM bills ORDER BY 1"
    ) == [
        ("HB 1", "effective", "2025-07-01", "Act 16", "2025-07-01", None),
        ("SB 2", "passed_first", "2025-03-03", None, None, "ga-100"),
        ("SR 3", "adopted", "2025-02-01", None, None, None),
    ]
    assert rows(db, "SELECT id, is_active FROM sessions") == [("ga-202526", 1)]
    assert rows(
        db,
        "SELECT e.id, e.verdict, b.bill_id FROM vote_events e"
        " JOIN vote_event_bills b ON b.vote_event_id = e.id ORDER BY 1, 3",
    ) == [
        ("ga-202526-502", "ok", "ga-202526-hb1"),
        ("ga-202526-504", "ok", "ga-202526-hb1"),
        ("ga-202526-504", "ok", "ga-202526-sb2"),
        ("ga-202526-601", "ok", "ga-202526-hb1"),
    ]
    assert rows(db, "SELECT DISTINCT voter_name FROM votes WHERE person_id IS NULL") == [("VACANT",)]
    assert rows(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(5, 5)]
    assert rows(db, "SELECT kind, count(*) FROM gaps GROUP BY 1") == [("text_missing", 2), ("unmatched_name", 1)]
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]


def test_reading_it_again_changes_nothing(tmp_path):
    archive, db = write(tmp_path / "ga.warc.gz", *small()), tmp_path / "bills.db"
    collect(archive, db, state="ga")
    before = contents(db, without=frozenset({"runs", "captures"}))
    again = collect(archive, db, "--reread", state="ga")
    assert (again.code, again.outcome) == (0, "ok"), again.output
    assert contents(db, without=frozenset({"runs", "captures"})) == before


def test_one_bill_asks_for_its_own_roll_calls_alone(tmp_path):
    archive, db = write(tmp_path / "ga.warc.gz", *small()), tmp_path / "bills.db"
    result = collect(archive, db, "--session", "2025_26", "--bill", "hb1", state="ga")
    assert (result.code, result.number("bills"), result.number("vote events")) == (0, 1, 2), result.output


def test_a_session_there_is_not_is_told(tmp_path):
    archive = write(tmp_path / "ga.warc.gz", *small())
    result = collect(archive, tmp_path / "bills.db", "--session", "2027_28", state="ga")
    assert result.code == 1
    assert "session '2027_28': there are 2023_ss, 2025_26" in result.output


def test_a_bill_whose_page_is_missing_is_held_as_the_search_lists_it(tmp_path):
    archive, db = write(tmp_path / "ga.warc.gz", *small(**{"legislation/detail/7002": None})), tmp_path / "bills.db"
    result = collect(archive, db, state="ga")
    assert (result.code, result.outcome, result.number("bills")) == (3, "partial", 3), result.output
    assert rows(db, "SELECT title, status FROM bills WHERE identifier = 'SB 2'") == [("Courts; fees; revise", None)]
    assert rows(db, "SELECT count(*) FROM vote_events") == [(3,)]
    assert ("file_missing", 1) in rows(db, "SELECT kind, count(*) FROM gaps GROUP BY 1")


@pytest.mark.parametrize(("refusal", "held"), [({}, 3), ({"status": "403 Forbidden"}, 2)])
def test_a_page_of_the_search_that_is_missing_does_not_hide_the_next(tmp_path, refusal, held):
    """Unless the site says no: then no further page is asked for."""
    search = json.loads((FIXTURES / "site.json").read_text(encoding="utf-8"))["Legislation/Search/20/0"]
    first, last = (
        {**search, "resultCount": 43, "results": part} for part in (search["results"][:2], search["results"][2:])
    )
    exchanges = [*small(**{"Legislation/Search/20/0": first, "legislation/detail/7003": None})]
    exchanges.append(answer("Legislation/Search/20/2", last, asked={"sessionId": 1033}))
    if refusal:
        exchanges.append(answer("Legislation/Search/20/1", b"", asked={"sessionId": 1033}, **refusal))
    result = collect(write(tmp_path / "ga.warc.gz", *exchanges), tmp_path / "bills.db", state="ga")
    assert (result.code, result.number("bills"), result.number("vote events")) == (3, held, 3), result.output


@pytest.mark.parametrize("path", ["committees/List/1033", "members/list/1033?chamber=1", "Vote/list/2/1033"])
def test_a_list_that_is_missing_is_a_gap_and_the_bills_are_read(tmp_path, path):
    archive, db = write(tmp_path / "ga.warc.gz", *small(**{path: None})), tmp_path / "bills.db"
    result = collect(archive, db, state="ga")
    assert (result.code, result.number("bills"), result.number("vote events")) == (3, 3, 3), result.output


@pytest.mark.parametrize(
    "refusal", [{"status": "401 Unauthorized"}, {"status": "403 Forbidden"}, {"kind": "text/html"}], ids=str
)
def test_a_site_that_refuses_is_blocked(tmp_path, refusal):
    page = answer("sessions", b"<!DOCTYPE html><html><head><title>Request Rejected</title></head></html>", **refusal)
    result = collect(write(tmp_path / "ga.warc.gz", page), tmp_path / "bills.db", state="ga")
    assert (result.code, result.outcome) == (4, "blocked"), result.output


def test_the_captures_are_read_as_far_as_they_go(real):
    """Four bills' pages, eight roll calls, and the lists; what the lists name besides is a gap each."""
    _, db, result = real
    assert (result.code, result.outcome) == (3, "partial")
    numbers = {name: result.number(name) for name in ("bills", "actions", "vote events", "votes", "versions")}
    assert numbers == {"bills": 22, "actions": 52, "vote events": 8, "votes": 1068, "versions": 12}
    assert rows(db, "SELECT verdict, count(*) FROM vote_events GROUP BY 1") == [("ok", 8)]
    assert rows(db, "SELECT count(*), count(person_id) FROM votes") == [(1068, 1065)]
    assert rows(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(114, 114)]
    assert rows(db, "SELECT kind, count(*) FROM gaps GROUP BY 1 ORDER BY 1") == [
        ("file_missing", 929),
        ("history_missing", 18),
        ("text_missing", 9),
        ("unmatched_name", 1),
    ]
    assert rows(db, "SELECT identifier, status, status_date FROM bills WHERE status IS NOT NULL ORDER BY id") == [
        ("HB 1", "in_committee", "2021-03-31"),
        ("HB 2", "in_committee", "2021-02-18"),
        ("HB 258", "effective", "2021-07-01"),
        ("HB 81", "effective", "2021-05-10"),
    ]
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]


def test_the_captures_read_again_change_nothing(real):
    archive, db, _ = real
    again = collect(archive, db, state="ga")
    assert again.outcome == "partial" and "changes        0" in again.output
