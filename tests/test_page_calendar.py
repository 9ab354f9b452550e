"""The calendar: hearings by day as a page, as JSON and CSV, and as a calendar file that follows RFC 5545."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.busy import HOSTILE, write_busy
from tests.served import SB54, SCRIPT, SESSION, Get, ask, load_plugin, rows_of, serve, text_of

ICS = load_plugin("calendar_file")
HEARING: dict[str, Any] = {
    "id": "ca-1-h1", "start": "2025-03-07T10:00", "timezone": "America/Los_Angeles", "status": "scheduled",
    "place": "Room 1, Capitol; north\\wing\nask inside", "committee": "Senate Committee on Rules",
    "jurisdiction": "California", "bills": ["SB 1", "AB 2"], "url": "http://localhost/x",
    "fetched_at": "2025-03-01T08:00:00+00:00", "revisions": 2,
}  # fmt: skip
MADE = "2025-03-02T00:00:00+00:00"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_busy(tmp_path_factory.mktemp("busy") / "bills.db")


@pytest.fixture
def asked(busy: Path) -> Get:
    served = serve(busy)
    return lambda path, **options: ask(served, path, **options)


def event(**changed: Any) -> list[str]:
    return list(ICS.event({**HEARING, **changed}, MADE))


def unfolded(body: str) -> list[str]:
    return body.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_the_file_is_what_the_standard_says() -> None:
    assert unfolded(ICS.calendar("Hearings", [HEARING], MADE)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Statehouse//Hearings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Hearings",
        "BEGIN:VEVENT",
        "UID:ca-1-h1@statehouse",
        "DTSTAMP:20250302T000000Z",
        "LAST-MODIFIED:20250301T080000Z",
        "SEQUENCE:2",
        "DTSTART:20250307T180000Z",
        "SUMMARY:California: Senate Committee on Rules",
        "LOCATION:Room 1\\, Capitol\\; north\\\\wing\\nask inside",
        "DESCRIPTION:On the agenda: SB 1\\, AB 2",
        "URL:http://localhost/x",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(
    ("start", "timezone", "lines"),
    [
        ("2025-07-07T10:00", "America/Los_Angeles", ["DTSTART:20250707T170000Z"]),
        ("2025-12-31T23:30", "Pacific/Honolulu", ["DTSTART:20260101T093000Z"]),
        ("2025-12-31", "America/Los_Angeles", ["DTSTART;VALUE=DATE:20251231", "DTEND;VALUE=DATE:20260101"]),
        ("2025-03-09T02:30", "America/New_York", ["DTSTART:20250309T073000Z"]),  # an hour that clocks leap over
    ],
)
def test_a_time_becomes_an_instant_and_a_day_stays_a_day(start: str, timezone: str, lines: list[str]) -> None:
    assert ICS.begins(start, timezone) == lines


def test_a_hearing_called_off_says_so_and_one_without_a_day_is_left_out() -> None:
    lines = event(status="cancelled")
    assert "STATUS:CANCELLED" in lines
    assert "SUMMARY:Cancelled: California: Senate Committee on Rules" in lines
    assert event(start=None) == []
    assert "STATUS:TENTATIVE" in event(status="postponed")


@pytest.mark.parametrize("timezone", ["Mars/Olympus", "America", "", "../etc"])
def test_without_a_known_time_zone_the_day_is_told(timezone: str) -> None:
    lines = event(timezone=timezone)
    assert [line for line in lines if line.startswith("DT")] == [
        "DTSTAMP:20250302T000000Z", "DTSTART;VALUE=DATE:20250307", "DTEND;VALUE=DATE:20250308",
    ]  # fmt: skip
    assert lines[-1] == "END:VEVENT"


@pytest.mark.parametrize("fetched_at", ["once", "2025-13-01", "0001-01-01T00:00:00+23:00", "", None])
def test_a_bad_time_of_reading_leaves_the_event_as_it_is(fetched_at: str | None) -> None:
    wanted = [line for line in event() if not line.startswith("LAST-MODIFIED")]
    assert event(fetched_at=fetched_at) == wanted


@given(st.text(max_size=300))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    body = ICS.calendar(text, [{**HEARING, "place": text, "url": f"http://x/{text}"}], MADE)
    lines = body.split("\r\n")
    assert lines.pop() == ""
    assert all(len(line.encode("utf-8", "replace")) <= 75 for line in lines)
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", body)
    assert sum(line == "BEGIN:VEVENT" for line in unfolded(body)) == 1
    place = next((line for line in unfolded(body) if line.startswith("LOCATION:")), "LOCATION:")
    read = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], place.removeprefix("LOCATION:"))
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    assert read == kept


def test_hearings_are_shown_day_by_day_with_what_became_of_them(asked: Get) -> None:
    page = asked("/calendar?from=2018-12-01")
    text = text_of(page)
    for told in (
        "Monday, Dec 10, 2018 09:30 Senate Committee on Public Safety , California , Room 4203; State Capitol,",
        "SB 6 , SB 54 Nov 20, 2026: moved from Dec 9, 2018, 09:30 to Dec 10, 2018, 09:30",
        "place was “Room 112”, is “Room 4203; State Capitol, Sacramento”",
        "Tuesday, Dec 11, 2018 Senate Committee on Public Safety , California called off",
        "Nov 20, 2026: called off",
        "no bill of its agenda is held",
    ):
        assert told in text
    assert SCRIPT not in page.text
    assert "&lt;script&gt;alert(" in page.text
    assert 'href="/calendar.ics?from=2018-12-01"' in page.text


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ("from=2018-12-01", "h1 h2 h3"),
        ("from=2017-01-01&until=2018-12-10", "h5 h1"),
        ("from=2018-12-01&state=ca", "h1 h2 h3"),
        ("from=2018-12-01&state=ny", ""),
        (f"from=2018-12-01&session={SESSION}&committee=ca-cs72", "h1 h2 h3"),
        ("from=2018-12-01&committee=ca-lower", ""),
        (f"bill={SB54.upper()}", "h5 h1 h2"),
        (f"bill={HOSTILE}&state=ca", "h1"),
        ("", ""),
        ("from=2018-12-01&state=' OR 1=1 --", ""),
    ],
)
def test_hearings_are_filtered(asked: Get, filters: str, ids: str) -> None:
    rows = asked(f"/calendar.json?_shape=array&{filters}").json()
    assert [row["id"].removeprefix(f"{SESSION}-") for row in rows] == ids.split()
    assert asked(f"/calendar?{filters}").status_code == 200


@pytest.mark.parametrize("after", ["bogus", f"{SESSION}-h4"])
def test_nothing_can_be_asked_for_after_a_hearing_that_is_on_no_day(asked: Get, after: str) -> None:
    page = asked(f"/calendar?from=2017-01-01&after={after}")
    assert page.status_code == 400
    assert f"No hearing “{after}” is held to go on after" in text_of(page)
    assert asked(f"/calendar.json?after={after}").status_code == 400


def test_an_agenda_is_in_the_order_of_the_numbers(tmp_path: Path) -> None:
    path = write_busy(tmp_path / "bills.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE bills SET identifier = 'SB 540' WHERE id = ?", (f"{SESSION}-sb8",))
        connection.execute(
            "INSERT INTO hearing_items SELECT ?, id FROM bills WHERE id NOT IN (?, ?)", (f"{SESSION}-h1", SB54, HOSTILE)
        )
    served = serve(path)
    found = ask(served, "/calendar.json?from=2018-12-10&_size=1").json()["rows"][0]
    assert json.loads(found["bills"]) == ["AB 450", "SB 6", "SB 7", "SB 54", "SB 540"]
    assert [key.rpartition("-")[2] for key in json.loads(found["bill_ids"])] == ["ab450", "sb6", "sb7", "sb54", "sb8"]
    assert "AB 450 , SB 6 , SB 7 , SB 54 , SB 540" in text_of(ask(served, "/calendar?from=2018-12-10"))
    lines = unfolded(ask(served, "/calendar.ics?from=2018-12-10").text)
    assert "DESCRIPTION:On the agenda: AB 450\\, SB 6\\, SB 7\\, SB 54\\, SB 540" in lines


def test_no_query_is_linked_with_the_ids_of_all_its_hearings(asked: Get) -> None:
    queries = asked("/calendar.json?from=2017-01-01").json()["sql"]
    assert "hearings" in queries
    assert not any(f"{SESSION}-h1" in address for address in queries.values())


def test_pages_follow_each_other_without_loss(asked: Get) -> None:
    found, onward = [], "/calendar.json?from=2017-01-01&_size=1"
    while onward:
        answer = asked(onward).json()
        found += [row["id"] for row in answer["rows"]]
        onward = answer["next_url"]
    assert found == [f"{SESSION}-{name}" for name in ("h5", "h1", "h2", "h3")]


def test_the_calendar_file_and_the_table_have_the_same_hearings(asked: Get) -> None:
    answer = asked("/calendar.ics?from=2018-12-01")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.text)
    uids = [line.removeprefix("UID:").removesuffix("@statehouse") for line in lines if line.startswith("UID:")]
    assert uids == [row["id"] for row in rows_of(asked("/calendar.csv?from=2018-12-01"))]
    assert "DTSTART:20181210T173000Z" in lines
    assert "SEQUENCE:1" in lines  # both changes were seen at one instant
    assert "STATUS:CANCELLED" in lines


def test_a_long_agenda_says_how_much_is_left_out() -> None:
    page = load_plugin("calendar_page")
    row = {"agenda": 3, "agenda_of": [("ca-1-sb1", "SB 1")]}
    assert page.agenda(row) == ["SB 1", "and 2 more"]
    assert page.agenda({**row, "agenda": 1}) == ["SB 1"]


def test_a_bill_not_held_is_offered_to_be_looked_for(asked: Get) -> None:
    assert 'href="/search?q=SB+5404"' in asked("/calendar?bill=SB+5404").text


@pytest.mark.parametrize("typed", ["SB+54", "s.b.+54", SB54.upper()])
def test_a_bill_is_found_by_its_number(asked: Get, typed: str) -> None:
    wanted = asked(f"/calendar.json?bill={SB54}").json()["rows"]
    assert wanted
    assert asked(f"/calendar.json?bill={typed}").json()["rows"] == wanted
    assert asked(f"/calendar.json?bill={typed}&state=ny").json()["rows"] == []


def test_of_several_bills_of_a_number_one_is_to_be_chosen(tmp_path: Path) -> None:
    path = write_busy(tmp_path / "bills.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO sessions SELECT 'ca-20192020', jurisdiction_id, '20192020', 'Next', classification,"
            " start_date, end_date, is_active FROM sessions WHERE id = ?",
            (SESSION,),
        )
        columns = [row[1] for row in connection.execute("PRAGMA table_info(bills)")]
        changed = {"id": "'ca-20192020-sb54'", "session_id": "'ca-20192020'", "search_id": "-1", "ocd_id": "'x'"}
        taken = ", ".join(changed.get(column, column) for column in columns)
        connection.execute(f"INSERT INTO bills SELECT {taken} FROM bills WHERE id = ?", (SB54,))
    served = serve(path)
    page = ask(served, "/calendar?bill=sb54&from=2017-01-01")
    assert "Bills of that number" in page.text
    assert f'href="/calendar?bill={SB54}&amp;from=2017-01-01"' in page.text
    assert ask(served, "/calendar.json?bill=sb54&from=2017-01-01").json()["rows"] == []
    assert ask(served, f"/calendar.json?bill=sb54&session={SESSION}").json()["rows"]


def test_committees_are_offered_once_a_legislature_is_chosen(asked: Get) -> None:
    assert 'id="f-committee"' not in asked("/calendar").text
    for chosen in ("state=ca", f"session={SESSION}", "committee=ca-cs72"):
        assert '<option value="ca-cs72"' in asked(f"/calendar?{chosen}").text
    assert '<option value="ca-cs72" selected>' in asked("/calendar?committee=ca-cs72").text


def test_nothing_to_come_leads_back_to_what_was(asked: Get) -> None:
    page = asked("/calendar?from=2030-01-01")
    assert "No hearing from Jan 1, 2030 on is held" in text_of(page)
    assert 'href="/calendar?from=2018-12-11"' in page.text
    assert "Moved or called off lately" in page.text
    assert "Dec 10, 2018, 09:30: moved from Dec 9, 2018, 09:30 to Dec 10, 2018, 09:30" in text_of(page)


def test_an_empty_database_has_an_empty_calendar(tmp_path: Path) -> None:
    from tests.served import write_database

    served = serve(write_database(tmp_path / "bills.db", filled=False))
    assert "No hearing from" in ask(served, "/calendar").text
    assert "BEGIN:VEVENT" not in ask(served, "/calendar.ics").text
    assert ask(served, "/calendar?from=yesterday").status_code == 400
