"""The dashboard, served by a real Datasette from a real SQLite file: what people are shown, and what they are not."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import DEFAULT_SETTINGS
from datasette.database import Database, QueryInterrupted
from datasette.utils import StartupError

from pipelines import schema
from scrapers.jurisdictions import JURISDICTIONS
from tests.served import (
    AT,
    COMMITTEE,
    FLOOR,
    NO,
    ROOT,
    SB54,
    SCRIPT,
    SESSION,
    Get,
    ask,
    insert,
    load_plugin,
    rows_of,
    serve,
    text_of,
    write_database,
)


def test_every_kind_of_page_names_its_language_and_loads_nothing_from_elsewhere(get: Get) -> None:
    paths = ["/", "/search?q=tax", "/bills", "/bills/bills", f"/bills/bills/{SB54}", "/bills/runs_latest", "/nowhere"]
    paths += ["/coverage", "/coverage/ca", "/runs", "/gaps", "/changes", "/as-of", f"/as-of/{SB54}", "/changes?since=x"]
    for path in [*paths, f"/bills/vote_events/{FLOOR}", "/bills?sql=select+1", "/bills?sql=select+from"]:
        page = get(path).text
        assert '<html lang="en">' in page, path
        assert "statehouse.css" in page, path
        loaded = re.findall(r"<(?:script|img|iframe)[^>]+src=\"([^\"]+)|<link[^>]+href=\"([^\"]+)", page)
        assert loaded, path
        assert not [
            url for pair in loaded for url in pair if re.match(r"(?i)https?:|//", url) and "localhost" not in url
        ]


@pytest.mark.parametrize("spelling", ["SB 54", "sb54", "S.B. 54", " sb-54 ", SB54])
def test_search_finds_a_bill_in_any_spelling_first(get: Get, spelling: str) -> None:
    page = get("/search", params={"q": spelling})
    first = re.search(r"<h2[^>]*>(.*?)</h2>\s*<ul[^>]*>\s*<li><a href=\"([^\"]+)", page.text)
    assert first is not None
    assert first[1] == "The bill of that number"
    assert first[2] == "/ca/20172018/sb54"


@pytest.mark.parametrize(
    ("words", "heading", "link"),
    [
        ("sharing data", "Bills by title, subject or sponsor", "sb54"),
        ("de leon", "People", "ca-deleon"),
        ("DE LEÓN", "People", "ca-deleon"),
        ('"peace officers" california', "In the words of the bills", "sb54"),
        ("immigrants", "Bills by title, subject or sponsor", "ab450"),
    ],
)
def test_search_finds_titles_people_and_texts(get: Get, words: str, heading: str, link: str) -> None:
    page = get("/search", params={"q": words}).text
    _, _, section = page.partition(heading)
    assert f'/{link}"' in section.partition("</section>")[0]


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "a OR", "NEAR(", "zz:", "x^2 -y", "*", "' --", "\0", "()", "zzzz", "é" * 999]
)
def test_search_takes_anything_typed_and_says_what_can_be(get: Get, words: str) -> None:
    page = get("/search", params={"q": words})
    assert page.status_code == 200
    assert "What you can type" in page.text


def test_search_marks_the_words_found_and_nothing_else(get: Get) -> None:
    page = get("/search?q=values").text
    assert "California <mark>Values</mark> Act" in page
    assert "&lt;img src=x" in page
    assert "<img" not in page


def test_other_rows_read_as_a_list_with_links(get: Get) -> None:
    page = get("/bills/runs/1").text
    assert "bills 5, votes 47" in page
    assert "archive unknown" in re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    assert re.search(r'href="/ca/">ca</a>', page)


def test_table_page_links_rows_reads_lists_and_folds_descriptions(get: Get) -> None:
    page = get("/bills/bills?_sort=id").text
    assert re.search(r'"/ca/20172018/" title="ca-20172018">2017-2018 Regular Session</a>', page)
    assert "law enforcement, privacy" in page
    assert "What each column means" in page
    assert page.count("Date of the action that gave the status.</dd>") == 1


def test_a_large_table_is_counted_when_asked_and_not_on_every_visit(get: Get) -> None:
    plain = get("/bills/bills?session_id=ca-20172018").text
    assert "facet-results" not in plain
    (status,) = re.findall(r'<a href="([^"]+)">status</a>', plain)
    counted = get(html.unescape(status)).text
    assert "session_id=ca-20172018" in status
    assert "facet-results" in counted
    assert not re.search(r'<a href="[^"]+">status</a>', counted.partition("Count the rows by")[2].partition("</p>")[0])
    (subjects,) = re.findall(r'<a href="([^"]+)">subjects</a>', plain)
    assert "privacy" in get(html.unescape(subjects)).text.partition("facet-results")[2]


def test_coverage_lists_every_legislature_there_is(get: Get) -> None:
    page = get("/coverage")
    text = text_of(page)
    assert f"Read so far: 1 of {len(JURISDICTIONS)} legislatures." in text
    assert "California ○ quiet Nov 30, 2018 1 50.0 % of 2 3 real pages of 2026-11-01" in text
    for place in JURISDICTIONS.values():
        assert f'/coverage/{place.code}">{place.name}</a>' in page.text
    for meaning in load_plugin("words").FRESH.values():
        assert meaning.replace("'", "&#39;") in page.text
    assert 'href="/gaps?state=ca"' in page.text


def test_coverage_as_data_has_the_same_rows(get: Get) -> None:
    rows = get("/coverage.json").json()["rows"]
    assert get("/coverage.json?_shape=array").json() == rows
    assert {row["jurisdiction_id"] for row in rows} == set(JURISDICTIONS)
    assert rows[0] == {
        "jurisdiction_id": "ca",
        "name": "California",
        "verified": "captured",
        "verified_on": "2026-11-01",
        "reader": 1,
        "sessions": 1,
        "state": "quiet",
        "newest_session": "2017-2018 Regular Session",
        "newest_action": "2018-11-30",
        "newest_change": AT,
        "roll_calls": 2,
        "roll_calls_ok": 1,
        "open_gaps": 3,
    }
    assert {row["state"] for row in rows[1:]} == {"never run"}
    assert [row["name"] for row in rows_of(get("/coverage.csv"))] == [row["name"] for row in rows]


def test_coverage_of_one_legislature_says_what_is_announced_and_held(get: Get) -> None:
    page = get("/coverage/ca")
    text = text_of(page)
    for told in (
        "quiet Not in session now, so nothing is expected to move.",
        "Our reader was proved on real pages of 2026-11-01.",
        "Roll calls: 2, of which 1 add up , 1 short .",
        "Titles 1,000 999 99.9 % 1",
        "Histories 5 5 100 % 0",
        "Messages 0 0 none announced 0",
        "1 unmatched name A printed name is no legislator&#39;s, or could be several&#39;s; nobody guesses.",
    ):
        assert told in text
    assert f'href="/gaps?session={SESSION}&amp;kind=text_missing"' in page.text
    data = get("/coverage/ca.json").json()
    assert (data["state"], data["sessions"][0]["session_id"]) == ("quiet", SESSION)
    assert [row["what"] for row in rows_of(get("/coverage/ca.csv"))] == ["histories", "messages", "titles"]


def test_coverage_of_a_legislature_never_run(get: Get) -> None:
    text = text_of(get("/coverage/ny"))
    assert "never run Not visited yet; nothing of it is here." in text
    assert "No session of it has been read." in text
    assert get("/coverage/ny.json").json()["rows"] == []


def test_a_code_of_no_legislature_is_not_found_and_all_are_offered(get: Get) -> None:
    page = get("/coverage/zz")
    assert page.status_code == 404
    assert "No legislature goes by that code" in page.text
    assert '/coverage/wy">Wyoming</a>' in page.text
    assert get("/coverage/zz.json").json()["ok"] is False


@pytest.mark.parametrize(
    ("sitting", "outcome", "newest", "state"),
    [
        (True, "ok", "+0 days", "fresh"),
        (True, "partial", "-40 days", "stale"),
        (True, "blocked", "+0 days", "blocked"),
        (True, "failed", "+0 days", "failed"),
        (False, "ok", "", "quiet"),
        (True, None, "+0 days", "never run"),
    ],
)
def test_the_session_that_sits_decides_how_fresh_a_legislature_is(
    tmp_path: Path, sitting: bool, outcome: str | None, newest: str, state: str
) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("UPDATE runs SET outcome = ?, session = NULL", (outcome,))
    if sitting:
        connection.execute(
            "INSERT INTO sessions SELECT 'ca-now', 'ca', 'now', 'Now', 'primary', date('now', '-90 days'),"
            " date('now', '+90 days'), 1"
        )
        connection.execute("UPDATE bills SET session_id = 'ca-now', latest_action_date = date('now', ?)", (newest,))
        connection.execute(
            "INSERT INTO sessions VALUES ('ca-nowx', 'ca', 'nowx', 'Extra', 'special', date('now', '-1 day'),"
            " date('now', '-1 day'), 0)"
        )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    rows = ask(serve(path), "/coverage.json").json()["rows"]
    assert next(row["state"] for row in rows if row["jurisdiction_id"] == "ca") == state


def test_a_legislature_whose_only_run_failed_is_not_called_never_run(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db", filled=False)
    connection = schema.connect(path)
    values = "'ny', 'New York', 'x', 'state', 'UTC', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'documented', NULL"
    connection.execute(f"INSERT INTO jurisdictions VALUES ({values})")
    insert(
        connection,
        "runs",
        jurisdiction_id="ny",
        spider="ny",
        started_at=AT,
        finished_at=AT,
        outcome="blocked",
        code_version="1",
    )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "New York ✕ blocked" in text_of(ask(serve(path), "/coverage"))
    assert "The site turned our last visit away" in text_of(ask(serve(path), "/coverage/ny"))


def test_runs_say_how_it_went_in_words(get: Get) -> None:
    page = get("/runs")
    text = text_of(page)
    assert "California 20172018 partial 2026-11-20 08:00 UTC" in text
    assert "Read, but something the site announces was not there. 3 of 900 pages could not be read." in text
    assert "Read: bills 5, votes 47." in text
    assert 'href="/bills/runs/1"' in page.text
    assert [row["outcome"] for row in rows_of(get("/runs.csv"))] == ["partial"]
    data = get("/runs.json?outcome=failed").json()
    assert (data["ok"], data["rows"], data["next_url"]) == (True, [], None)
    assert get(data["sql"]["runs"]).status_code == 200
    assert "No run of that kind is recorded." in get("/runs?state=ny").text


def test_gaps_are_told_by_kind_with_their_evidence(get: Get) -> None:
    page = get("/gaps")
    text = text_of(page)
    for told in (
        "3 gaps open",
        "1 roll call missing The history tells of a vote with its count, and the vote itself was not found.",
        "SB 54 text missing : wanted a text of version Introduced, found none version list",
        "unmatched name : wanted something, found ca-galgiani Ghost in 1 rows",
    ):
        assert told in text
    assert 'href="/people/ca-galgiani"' in page.text
    assert [row["kind"] for row in rows_of(get("/gaps.csv"))] == ["roll_call_missing", "unmatched_name", "text_missing"]
    data = get("/gaps.json?kind=text_missing").json()
    assert [row["bill_id"] for row in data["rows"]] == [SB54]
    assert (data["total"], set(data["kinds"])) == (3, {"roll_call_missing", "unmatched_name", "text_missing"})


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("", "g3 g2 g1"),
        ("state=ca", "g3 g2 g1"),
        ("state=ny", ""),
        (f"session={SESSION}&kind=unmatched_name", "g2"),
        (f"bill={SB54}", "g1"),
        ("closed=1", "g4"),
        ("closed=1&kind=text_missing", ""),
        ("kind=' OR 1=1 --", ""),
        ("_size=2", "g3 g2"),
    ],
)
def test_gaps_are_filtered(get: Get, asked: str, ids: str) -> None:
    assert [row["id"] for row in get(f"/gaps.json?_shape=array&{asked}").json()] == ids.split()
    assert get(f"/gaps?{asked}").status_code == 200


def test_every_kind_of_gap_and_change_has_a_sentence() -> None:
    words = load_plugin("words")
    assert all(sentence.endswith(".") for sentence in words.GAP.values())
    kinds = load_plugin("changes_page").KINDS
    empty = dict.fromkeys(("row_id", "field", "before", "after", "committee_before", "committee_after"))
    for kind in kinds:
        assert words.change_words({**empty, "kind": kind, "table": "bills"})


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (("status", "bills", "status", "passed_both", "vetoed"), "status went from passed both to vetoed"),
        (("status", "bills", "chapter", None, "Chapter 1"), "chapter number is now Chapter 1"),
        (("title", "bills", "title", "A", "B"), "title went from “A” to “B”"),
        (("title", "bills", "title", "A", None), "title was “A”, and now there is none"),
        (("effective", "bills", "effective_date", None, "2026-01-01"), "effective date is now 2026-01-01"),
        (("referral", "bills", "committee_id", "ca-a", "ca-b"), "went to the committee ca-b, from ca-a"),
        (("referral", "bills", "committee_id", "ca-a", None), "left the committee ca-a"),
        (("sponsor_remove", "sponsorships", None, "Limón", None), "lost the sponsor Limón"),
        (("action_add", "actions", None, None, "Passed.  (Ayes 3.)"), "new step: “Passed. (Ayes 3.)”"),
        (("action_revise", "actions", "text", "Dead.", "Died."), "wording of a step went from “Dead.” to “Died.”"),
        (("vote_revise", "votes", "Ash", "absent", "yes"), "vote of Ash in a roll call went from absent to yes"),
        (("vote_revise", "vote_events", "declared_yes", "3", "4"), "declared yes of a roll call went from 3 to 4"),
        (("subject_add", "bills", "subjects", None, "water"), "new subject: “water”"),
        (("text", "version_texts", "sha256", "0", "1"), "the words of a text changed"),
        (("correction", "people", "party", "D", "R"), "party of ca-wilk went from “D” to “R”"),
        (("correction", "votes", "person_id", None, "ca-deleon"), "ca-wilk is now known to be ca-deleon"),
    ],
)  # fmt: skip
def test_a_change_in_words(change: tuple[str | None, ...], wanted: str) -> None:
    names = ("kind", "table", "field", "before", "after")
    row = {**dict(zip(names, change, strict=True)), "row_id": "ca-wilk"}
    assert load_plugin("words").change_words({**row, "committee_before": None, "committee_after": None}) == wanted


def test_changes_are_told_in_words_with_the_status_once(get: Get) -> None:
    page = get("/changes")
    text = text_of(page)
    for told in (
        "SB 54 California, 2017-2018 Regular Session: Law enforcement: sharing data.",
        "status went from passed both to chaptered chapter number is now",
        "went to the committee Senate Committee on Public Safety",
        "party of ca-wilk went from “Democratic” to “Republican”",
        "vote of Skinner in a roll call went from no to yes",
        "seen here for the first time",
    ):
        assert told in text
    assert "date of the status" not in page.text
    assert "lost the sponsor Old &lt;b&gt;Hand" in page.text
    rows = get("/changes.json").json()["rows"]
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), reverse=True)
    assert "status_date" not in [row["field"] for row in rows]
    assert [row["words"] for row in rows_of(get("/changes.csv"))] == [row["words"] for row in rows]


def test_bills_first_read_together_are_told_of_together() -> None:
    page = load_plugin("changes_page")

    def change(number: int, kind: str, session: str = "ca-1") -> dict[str, Any]:
        bill = {"bill_id": f"{session}-sb{number}", "session_id": session}
        return {"id": number, "at": "2026-11-20T00:00:00", "kind": kind, "table": "bills", **bill}

    rows = [change(9, "new_bill"), change(8, "new_bill"), change(7, "status"), change(6, "new_bill", "va-1")]
    (day,) = page.by_day(rows)
    assert [[bill["id"] for bill in group] for group in day["groups"]] == [[9, 8], [7], [6]]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 14),
        ("state=ca", 14),
        ("state=ny", 0),
        (f"session={SESSION}", 13),
        ("session=ca-2017", 0),
        ("session=zz-1", 0),
        ("kind=title", 1),
        (f"bill={SB54.upper()}", 7),
        (f"bill={SB54}&kind=status", 2),
        (f"bill={SB54}&since=2026-11-20", 6),
        ("since=2026-11-20", 9),
        ("since=2026-11-21", 0),
        ("run=1", 14),
        ("run=2", 0),
        ("kind=%27%20OR%201%3D1", 0),
    ],
)
def test_changes_are_filtered(get: Get, asked: str, count: int) -> None:
    assert len(get(f"/changes.json?_shape=array&{asked}").json()) == count
    assert get(f"/changes?{asked}").status_code == 200


@pytest.mark.parametrize(("path", "key"), [("/changes", "id"), ("/gaps", "id"), (f"/changes?bill={SB54}", "id")])
def test_pages_follow_each_other_without_loss(get: Get, path: str, key: str) -> None:
    name, _, given = path.partition("?")
    whole = [row[key] for row in get(f"{name}.json?_shape=array&{given}").json()]
    found, onward = [], f"{name}.json?_size=2&{given}"
    while onward:
        answer = get(onward).json()
        assert len(answer["rows"]) <= 2
        found += [row[key] for row in answer["rows"]]
        onward = answer["next_url"]
    assert found == whole
    page = get(f"{name}?_size=2&{given}").text
    assert re.search(r'href="[^"]*before=\d+[^"]*">(Earlier changes|Older ones)', page)
    assert 'rel="next"' in get(f"{name}.csv?_size=2&{given}").headers["link"]


def test_runs_page_by_page(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    for _ in range(4):
        insert(connection, "runs", jurisdiction_id="ca", spider="ca", started_at=AT, code_version="1")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    first = ask(serve(path), "/runs.json?_size=3").json()
    assert [row["id"] for row in first["rows"]] == [5, 4, 3]
    assert [row["id"] for row in ask(serve(path), first["next_url"]).json()["rows"]] == [2, 1]
    assert "Still running, or stopped from outside." in ask(serve(path), "/runs?_size=3").text


def test_the_feed_of_changes_is_read_off_the_indexes(database: Path) -> None:
    page = load_plugin("changes_page")
    names = "state run since before before_run session kind bill limit".split()
    connection = sqlite3.connect(database)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {page.FEED}", dict.fromkeys(names, 1)).fetchall()
    assert not [step for *_, step in plan if "TEMP B-TREE" in step or step.startswith("SCAN c")]
    plan = connection.execute(f"EXPLAIN QUERY PLAN {page.OF_BILL}", dict.fromkeys(names, 1)).fetchall()
    assert [step for *_, step in plan if "changes_bill_id (bill_id=?" in step]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/changes?since=2026-13-01", "“2026-13-01” is no day"),
        ("/changes?since=yesterday", "such as 2025-03-07"),
        ("/changes?before=x", "before is a whole number"),
        ("/changes?run=99999999999999999999", "run is a whole number"),
        ("/gaps?_size=-1", "_size is a whole number"),
        (f"/as-of/{SB54}?date=2017-02-30", "“2017-02-30” is no day: write year, month and day"),
        (f"/as-of/{SB54}?date=<script>", "“&lt;script&gt;” is no day"),
        ("/as-of?date=1", "is no day"),
    ],
)
def test_a_value_that_is_none_is_refused_with_help(get: Get, path: str, told: str) -> None:
    page = get(path)
    assert page.status_code == 400
    assert told in page.text
    name, _, given = path.partition("?")
    if name != "/as-of":
        answer = get(f"{name}.json?{given}")
        assert answer.status_code == 400
        assert answer.json()["ok"] is False


def test_a_feed_too_long_to_look_through_asks_to_be_narrowed(database: Path) -> None:
    class Busy(Database):
        async def execute(self, sql: str, *given: Any, **named: Any) -> Any:
            if "CROSS JOIN changes" in sql:
                raise QueryInterrupted(Exception("interrupted"), sql, {})
            return await super().execute(sql, *given, **named)

    served = serve(database)
    served.remove_database("bills")
    served.add_database(Busy(served, str(database), is_mutable=False), name="bills")
    answer = ask(served, "/changes")
    assert answer.status_code == 400
    assert "narrow it to a state, a session, a bill or a day" in answer.text


def test_a_bill_as_it_stood_on_a_day(get: Get) -> None:
    page = get(f"/as-of/{SB54}?date=2026-11-15")
    text = text_of(page)
    for told in (
        "SB 54 as it stood on Nov 15, 2026 Law enforcement: sharing data.",
        "passed both Sep 15, 2017",
        "Something changed on: Nov 20, 2026 , Nov 10, 2026 .",
        "What changed since: 6 changes",
        "Nov 20, 2026 status went from passed both to chaptered",
        "De León author",
        "Apr 3, 2017 27–12 Senate 3rd Reading SB54 De León et al. pass",
        "Dec 5, 2016 Senate Introduced. Read first time.",
        "Jan 2, 2017 Digest digest",
    ):
        assert told in text
    steps = text.partition("Every step known by then")[2]
    assert "Approved by the Governor." in steps
    assert "Chaptered" not in steps
    assert "Old &lt;b&gt;Hand&lt;/b&gt;" in page.text
    assert f'href="/bills/votes_as_of?bill={SB54}&amp;vote_event={FLOOR}&amp;date=2026-11-15"' in page.text
    data = get(f"/as-of/{SB54}.json?date=2026-11-15").json()
    assert data["rows"][0]["status"] == "passed_both"
    assert [row["id"] for row in data["versions"]] == [f"{SB54}-99int"]
    assert [row["status"] for row in rows_of(get(f"/as-of/{SB54}.csv?date=2026-11-15"))] == ["passed_both"]


def test_as_of_today_and_later_is_how_it_stands(get: Get) -> None:
    text = text_of(get(f"/as-of/{SB54.upper()}"))
    assert "chaptered Oct 5, 2017 · Chapter 495, Statutes of 2017" in text
    assert "Nothing has changed since." in text
    assert "That day is still to come" in get(f"/as-of/{SB54}?date=9000-12-31").text
    assert "That day is still to come" not in text


def test_as_of_a_day_before_it_was_first_read_says_so(get: Get) -> None:
    page = get(f"/as-of/{SB54}?date=2026-11-09")
    assert page.status_code == 200
    assert "This bill was first read on Nov 10, 2026 ." in text_of(page)
    assert "Every step" not in page.text


@pytest.mark.parametrize("typed", [f"{SESSION}-sb55", "SB%2054", "s.b.%2054", "ca-20252026-sb54"])
def test_as_of_an_unknown_bill_offers_near_ones(get: Get, typed: str) -> None:
    page = get(f"/as-of/{typed}?date=2026-11-15")
    assert page.status_code == 404
    assert "Was it one of these?" in page.text
    assert f'href="/as-of/{SB54}?date=2026-11-15"' in page.text
    answer = get(f"/as-of/{SESSION}-sb55.json?date=2026-11-15")
    assert answer.status_code == 404
    assert f"/as-of/{SB54}?date=2026-11-15" in [row["path"] for row in answer.json()["near"]]


@pytest.mark.parametrize("typed", ["zz", "%00", "%ff%fe", "' OR 1=1", "<script>alert(1)", "-", "%25"])
def test_as_of_takes_anything_typed(get: Get, typed: str) -> None:
    page = get(f"/as-of/{typed}")
    assert page.status_code == 404
    assert "<script>alert(1)" not in page.text


def test_as_of_alone_asks_which_bill_and_which_day(get: Get) -> None:
    assert 'name="date"' in get("/as-of").text
    assert "as it stood on Nov 15, 2026" in get(f"/as-of?bill={SB54}&date=2026-11-15").text
    assert get("/as-of", params={"bill": "//example.org/x", "date": "2026-11-15"}).status_code == 404


def test_unmatched_names_show_who_they_could_be_and_why(get: Get) -> None:
    for path in ("/bills/unmatched_names", "/bills/names_nobody_matches"):
        page = get(path)
        assert 'href="/people/ca-galgiani" title="ca-galgiani">Galgiani</a>' in page.text
        assert "(a part of the name)" in page.text
        assert f'href="/votes/{COMMITTEE}"' in page.text
    assert 'href="/bills/corrections"' in get("/bills/unmatched_names").text
    page = text_of(get("/bills/corrections"))
    assert "The next run applies it." in page
    assert "A misprint." in page


EMPTY = {
    "/coverage": "No legislature has been read yet.",
    "/coverage/ca": "No session of it has been read.",
    "/runs": "No run is recorded.",
    "/gaps": "nothing that the source announces is known to be missing",
    "/gaps?closed=1": "No gap of that sort has been closed.",
    "/changes": "Nothing that moved is held.",
    "/changes?state=ca&since=2026-01-01": "Nothing that moved is held under these filters.",
    "/as-of": "A bill as it stood on a day",
}


def test_pages_of_an_empty_database(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "bills.db", filled=False))
    for path, told in EMPTY.items():
        page = ask(served, path)
        assert page.status_code == 200, path
        assert told in text_of(page), path
        name, _, given = path.partition("?")
        if name != "/as-of":
            assert ask(served, f"{name}.json?{given}").json()["ok"] is True
            assert ask(served, f"{name}.csv?{given}").text.count("\n") == (
                1 + len(JURISDICTIONS) * (path == "/coverage")
            )
    assert ask(served, f"/as-of/{SB54}").status_code == 404


def test_data_of_every_page_may_be_read_by_other_sites_and_is_kept_for_a_minute(get: Get) -> None:
    for path in ("/coverage", "/coverage/ca", "/runs", "/gaps", "/changes", f"/as-of/{SB54}"):
        for kind in (".json", ".csv"):
            headers = get(path + kind).headers
            assert headers["access-control-allow-origin"] == "*", path
            assert headers["cache-control"] == "max-age=60", path
        page = get(path).text
        assert f'href="{path}.json' in page, path
        assert f'href="{path}.csv' in page, path


def test_what_the_source_wrote_is_never_markup_or_a_script_link(get: Get) -> None:
    hostile = f"{SESSION}-sb6"
    for path in (
        "/bills/bills",
        f"/bills/bills/{hostile}",
        "/ca/20172018/sb6",
        "/search?q=sb6",
        "/gaps",
        "/changes",
        f"/changes?bill={hostile}",
        f"/as-of/{hostile}",
        "/bills/where_is_this_bill?identifier=sb6",
    ):
        page = get(path).text
        assert "&lt;script&gt;alert(" in page, path
        assert SCRIPT not in page, path
        assert not re.search(r"""href=["']?\s*javascript""", page, re.IGNORECASE), path
    page = get(f"/bills/version_texts/{SB54}-90chp").text
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "<img" not in page


def test_search_box_gives_back_what_was_typed_escaped(get: Get) -> None:
    page = get("/search", params={"q": '"><script>alert(3)</script>'}).text
    assert "<script>alert(3)" not in page
    assert "&lt;script&gt;alert(3)" in page


def test_long_text_is_cut_in_tables_and_whole_on_its_own_page(get: Get) -> None:
    assert get("/bills/version_texts").text.count("Peace officers.") < 30
    assert get(f"/bills/version_texts/{SB54}-90chp").text.count("Peace officers.") == 60


def test_canned_query_is_a_question_with_links(get: Get) -> None:
    page = get("/bills/where_is_this_bill", params={"identifier": "S.B. 54", "session": ""})
    assert "<h1>Where is this bill?</h1>" in page.text
    assert re.search(rf'<a href="/ca/20172018/sb54">{SB54}</a>', page.text)
    assert 'name="identifier" value="S.B. 54"' in page.text
    assert get("/bills/where_is_this_bill.json?identifier=sb55&_shape=array").json() == []


def test_json_and_the_whole_table_as_csv(get: Get) -> None:
    rows = get("/bills/votes.json?_shape=array&_size=max&option=no").json()
    assert sorted(row["voter_name"] for row in rows) == sorted([*NO, "Ghost"])
    answer = get("/bills/votes.csv?_stream=on&_size=10")
    assert answer.headers["content-type"].startswith("text/plain")
    streamed = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(streamed) == 43
    assert streamed[0]["vote_event_id"] == COMMITTEE


def test_the_file_itself_can_be_taken_when_immutable(database: Path) -> None:
    answer = ask(serve(database), "/bills.db")
    assert answer.content == database.read_bytes()
    assert ask(serve(database, immutable=False), "/bills.db").status_code == 403


def test_headers_for_readers_and_other_sites(get: Get) -> None:
    for path in ("/", "/bills/bills.json", "/nowhere"):
        headers = get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "default-src 'self'" in headers["content-security-policy"]
    assert get("/bills/bills.json").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/bills/bills/ca-20172018-sb9999", "/nowhere", "/bills/nothing"])
def test_not_found_helps_and_leaves_no_traceback(get: Get, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert 'name="q"' in answer.text
    assert get("/bills/nothing.json").json()["ok"] is False
    mistyped = get("/bills?sql=delete+from+votes")
    assert mistyped.status_code == 400
    assert "All tables and questions" in mistyped.text
    assert "Traceback" not in "".join(capsys.readouterr())


def test_it_can_only_be_read(get: Get, database: Path) -> None:
    before = database.read_bytes()
    for statement in ("INSERT INTO bills_fts(title) VALUES ('x')", "DROP TABLE votes", "PRAGMA user_version = 3"):
        assert get("/bills.json", params={"sql": statement}).status_code == 400
    for method in ("post", "put", "delete"):
        answer = ask(serve(database), "/bills/bills", method)
        assert answer.status_code == 405
        assert "can only be read" in answer.text
    assert database.read_bytes() == before


def test_a_query_that_takes_too_long_is_stopped(database: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    answer = ask(serve(database, sql_time_limit_ms=50), "/bills.json", params={"sql": endless})
    assert answer.status_code == 400
    assert "took too long" in answer.text
    page = ask(serve(database, sql_time_limit_ms=50), "/bills", params={"sql": endless})
    assert "took too long" in page.text
    assert "querySelector" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_settings_are_ones_datasette_knows() -> None:
    given = json.loads((ROOT / "datasette" / "settings.json").read_text())
    assert set(given) <= set(DEFAULT_SETTINGS)
    assert given["sql_time_limit_ms"] == 3000
    assert given["max_csv_mb"] == 0


def test_any_file_name_is_served_as_bills(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "other.db"))
    page = ask(served, f"/bills/bills/{SB54}")
    assert page.status_code == 200
    assert "Chapter 495" in page.text
    assert list(ask(served, "/bills/most_absent.json?_shape=array").json()[0])[:3] == ["name", "party", "roll_calls"]


def test_two_files_of_other_names_are_refused_at_the_start(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "one.db", filled=False))
    served.add_database(Database(served, str(write_database(tmp_path / "two.db", filled=False))))
    with pytest.raises(StartupError, match=r"bills\.db"):
        ask(served, "/")


def test_datasette_folder_is_no_package() -> None:
    assert not list((ROOT / "datasette").rglob("__init__.py"))


@pytest.mark.parametrize(
    "path",
    [
        "/bills?sql=select 'x' as candidates, 1 as printed_in",
        "/bills?sql=select 'x' as example, 1 as printed_in",
        "/bills?sql=select 1 as session_id, 2 as chamber, 3 as name, 4 as printed_in, 5 as candidates, 6 as example",
        "/bills/unmatched_names?_col=candidates&_col=printed_in",
        "/bills/unmatched_names?_col=example&_col=printed_in",
        *(
            f"/bills?sql=select replace(hex(zeroblob(50000)),'00','{deep}') as {column}"
            for deep in ("[", '{"a":')
            for column in ("subjects", "items", "classifications")
        ),
    ],
)
def test_columns_of_any_name_and_content_are_shown(get: Get, path: str) -> None:
    assert get(path).status_code == 200


@pytest.mark.parametrize("deep", ["[" * 50_000, '{"a":' * 50_000, "[" * 900 + "]" * 900, "[" * 990 + "]" * 990])
def test_lists_within_lists_are_one_entry_and_stop_nothing(deep: str) -> None:
    words = load_plugin("words")
    assert len(words.listed(deep)) == 1
    assert words.tallied(deep) == deep
    read = load_plugin("cells").words(deep)
    assert read is None or read.startswith("[")


def test_only_blocks_stand_side_by_side_and_no_rows() -> None:
    css = (ROOT / "datasette" / "static" / "statehouse.css").read_text()
    grids = re.findall(r"([^{}]*)\{[^{}]*display: grid", css)
    beside = [selector.strip() for selector in grids if "beside" in selector]
    assert beside == ["div.beside"]
