"""The page of a bill: where it stands, its timeline with the votes in place, texts, changes, and its JSON twin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines import schema
from tests.served import FLOOR, SB54, SESSION, Get, ask, insert, rows_of, serve, text_of, write_database

PAGE = "/ca/20172018/sb54"


def test_a_bill_is_told_from_where_it_stands_to_where_it_was_read(get: Get) -> None:
    page = get(PAGE)
    text = text_of(page)
    for told in (
        "Bill of the Senate SB 54 Law enforcement: sharing data.",
        "It is law: signed by the Governor on October 5, 2017, and filed as Chapter 495, Statutes of 2017.",
        "What comes next: It takes effect on the day that its text or the rules of the state set.",
        "Introduced done, Dec 5, 2016 Committee done, Jan 31, 2017 Senate done, Apr 3, 2017",
        "Governor signed, Oct 5, 2017 Law done, Oct 5, 2017",
        "As read on Nov 20, 2026 .",
        "De León author",
        "27–12 passed Senate , Apr 3, 2017 adds up Senate 3rd Reading SB54 De León et al.",
        "Democratic 27 yes, 0 no Republican 0 yes, 12 no, 1 neither",
        "5–2 passed Senate Committee on Public Safety , Jan 31, 2017 short Do pass No: 2 counted, 1 named.",
        "Read third time. Passed. (Ayes 27. Noes 12.) 27–12, who voted how third reading , passed",
        "Oct 5, 2017 Governor Approved by the Governor. signed",
        "Dec 5, 2016 Introduced text not held",
        "Oct 5, 2017 Chaptered 1,0",
        "the source announces a text of version Introduced; found none",
        "2026-11-20 08:00 status went from passed both to chaptered",
        "Statehouse, http://localhost/ca/20172018/sb54",
        "As read from the legislature’s site by 2026-11-20",
        "The archived source : https://downloads.leginfo.legislature.ca.gov/pubinfo_2017.zip, fetched 2026-11-20 08:00",
    ):
        assert told in text, told
    steps = [text.index(step) for step in ("Introduced. Read first", "Do pass. (Ayes", "Read third", "Approved by")]
    assert steps == sorted(steps)
    for link in (
        f"/votes/{FLOOR}",
        "/people/ca-deleon",
        "/committees/ca-cs72",
        f"/bills/bills/{SB54}",
        "/bills/captures/c1",
    ):
        assert f'href="{link}"' in page.text, link
    assert 'href="https://leginfo.legislature.ca.gov/x" rel="noopener nofollow"' in page.text


def test_a_bill_leads_to_its_past(get: Get) -> None:
    page = get(PAGE).text
    assert f'action="/as-of/{SB54}"' in page
    assert f'href="/changes?bill={SB54}"' in page
    assert f'href="/as-of/{SB54}?date=2026-11-20"' in page
    history = text_of(get(f"/changes?bill={SB54}"))
    assert "SB 54: what changed, and when Law enforcement: sharing data." in history
    assert "seen here for the first time" in history


def test_a_bill_as_data_has_all_of_its_page(get: Get) -> None:
    data = get(PAGE + ".json").json()
    assert data["ok"] is True
    assert data["bill"]["id"] == SB54
    assert data["standing"]["sentence"].startswith("It is law: signed by the Governor")
    assert [stage["state"] for stage in data["standing"]["stages"]] == ["done"] * 3 + ["skipped"] + ["done"] * 2
    floor = next(entry for entry in data["roll_calls"] if entry["id"] == FLOOR)
    assert floor["parties"] == [
        {"party": "Democratic", "yes": 27, "no": 0, "other": 0},
        {"party": "Republican", "yes": 0, "no": 12, "other": 1},
    ]
    assert [entry["classifications"] for entry in data["actions"]][-1] == ["became-law"]
    assert data["capture"]["sha256"] == "0" * 64
    assert {"sponsors", "versions", "documents", "related", "hearings", "gaps", "changes", "sql"} <= set(data)
    rows = rows_of(get(PAGE + ".csv"))
    assert [row["text"] for row in rows] == [entry["text"] for entry in data["actions"]]


def test_a_page_is_described_to_those_who_link_to_it(get: Get) -> None:
    head = get(PAGE).text.partition("</head>")[0]
    assert "<title>SB 54: Law enforcement: sharing data. – California 2017-2018 Regular Session</title>" in head
    assert '<link rel="canonical" href="http://localhost/ca/20172018/sb54">' in head
    assert '<meta property="og:url" content="http://localhost/ca/20172018/sb54">' in head
    assert re.search(r'<meta name="description" content="SB 54, California: Law enforcement[^"]*It is law', head)
    assert '<link rel="alternate" type="application/json" href="/ca/20172018/sb54.json">' in head


@pytest.mark.parametrize(
    "typed", ["/ca/20172018/SB54", "/CA/20172018/sb54", "/ca/20172018/SB%2054", "/ca/2017-2018/s.b.54"]
)
def test_another_spelling_leads_to_the_one_address(get: Get, typed: str) -> None:
    answer = get(typed, follow=False)
    assert (answer.status_code, answer.headers["location"]) == (301, PAGE)


@pytest.mark.parametrize("typed", ["/ca/20172018/sb55", "/ca/20252026/sb54", "/ca/20172018/b54"])
def test_a_wrong_number_offers_near_ones(get: Get, typed: str) -> None:
    page = get(typed)
    assert page.status_code == 404
    assert f'href="{PAGE}"' in page.text
    answer = get(typed + ".json")
    assert answer.status_code == 404
    assert answer.json()["ok"] is False
    assert PAGE in [row["path"] for row in answer.json()["near"]]


def test_hostile_titles_and_addresses_stay_words(get: Get) -> None:
    page = get("/ca/20172018/sb6").text
    assert "<script>alert('title')" not in page
    assert "&lt;script&gt;alert(&#39;title&#39;)" in page
    assert not re.search(r"""href=["']?\s*javascript""", page, re.IGNORECASE)


def test_a_bill_nobody_moved_says_what_is_not_held(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    seen = dict.fromkeys(("first_seen_at", "last_seen_at", "changed_at"), "2026-11-20")
    named = {"id": f"{SESSION}-ab1", "ocd_id": "x", "identifier": "AB 1", "classification": "bill", "search_id": 77}
    insert(connection, "bills", jurisdiction_id="ca", session_id=SESSION, **named, **seen)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    text = text_of(ask(serve(path), "/ca/20172018/ab1"))
    for told in (
        "The actions held here do not tell where it stands.",
        "No roll call on it is held. A voice vote leaves none.",
        "No action is held.",
        "Which archived response it was read from is not recorded.",
    ):
        assert told in text, told


@pytest.mark.parametrize(
    ("end", "read", "told"),
    [
        ("2018-11-30", "2018-12-01", "As read on Dec 1, 2018 ."),
        ("2018-11-30", "2018-03-01", "As read on Mar 1, 2018 , before the session ended: what came later is not held"),
        ("2199-11-30", "2018-03-01", "As read on Mar 1, 2018 ."),
        (None, "2018-03-01", "As read on Mar 1, 2018 ."),
    ],
)
def test_the_day_it_was_read_is_told_with_where_it_stands(
    tmp_path: Path, end: str | None, read: str, told: str
) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("UPDATE sessions SET end_date = ? WHERE id = ?", (end, SESSION))
    unmoved = "status = 'in_committee', last_seen_at = ? || 'T08:00:00+00:00'"
    connection.execute(f"UPDATE bills SET {unmoved} WHERE id = ?", (read, SB54))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    assert told in text_of(ask(served, PAGE))
    standing = ask(served, PAGE + ".json").json()["standing"]
    assert standing["session_over"] is (end == "2018-11-30")
    assert ("The session ended on November 30, 2018" in standing["then"]) is (end == "2018-11-30")


def test_votes_the_history_tells_of_are_not_taken_for_voice_votes(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM vote_event_bills")
    counted = "vote_event_id = NULL, tally_yes = 27, tally_no = 12"
    connection.execute(f"UPDATE actions SET {counted} WHERE bill_id = ?", (SB54,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    text = text_of(ask(serve(path), PAGE))
    assert "No roll call on it is held, and its history tells of " in text
    assert "A voice vote leaves none" not in text


def test_the_plain_row_leads_to_the_page(get: Get) -> None:
    page = get(f"/bills/bills/{SB54}").text
    assert f'<a href="{PAGE}">Its page</a>' in page
    assert "status_action_id" in page
