"""The charts: what they are counted from, how they are drawn, and that each figure leads to its rows."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import charts, schema
from tests.served import FLOOR, SESSION, Get, ask, insert, load_plugin, serve, text_of, write_database

PAGE = load_plugin("charts_page")
DRAW = load_plugin("drawings")
MONTHS = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1))


def counted(path: Path, table: str) -> list[tuple[Any, ...]]:
    connection = schema.connect(path)
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()
    connection.close()
    return sorted(rows, key=str)


def test_the_counts_are_of_the_rows(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    assert counted(path, "session_verdicts") == [(SESSION, "upper", "ok", 1), (SESSION, "upper", "short", 1)]
    options = {option: votes for _, _, option, votes in counted(path, "session_options")}
    assert (options["not voting"], sum(options.values())) == (1, 43)
    assert counted(path, "session_splits") == [(SESSION, "upper", "2017-04", 1, 1, 1)]
    assert counted(path, "session_law_days") == [(SESSION, 304, 1)]


@pytest.mark.parametrize(
    ("one", "other", "opposed", "party_line"),
    [
        ((9, 1), (1, 9), 1, 1),
        ((8, 2), (0, 10), 1, 0),
        ((10, 0), (6, 4), 0, 0),
        ((5, 5), (0, 10), 0, 0),  # a party that halves is on no side
        ((0, 10), (10, 0), 1, 1),
    ],
)
def test_when_parties_stand_against_each_other(
    tmp_path: Path, one: tuple[int, int], other: tuple[int, int], opposed: int, party_line: int
) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("DELETE FROM vote_event_parties")
    for party, (yes, no) in {"A": one, "B": other, "C": (0, 1), None: (30, 30)}.items():
        insert(connection, "vote_event_parties", vote_event_id=FLOOR, party=party, yes=yes, no=no, other=0)
    charts.count(connection, [SESSION])
    assert connection.execute("SELECT roll_calls, opposed, party_line FROM session_splits").fetchall() == [
        (1, opposed, party_line)
    ]
    connection.close()


def test_counting_again_gives_the_same(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    before = [counted(path, table) for table in charts.COUNTS]
    connection = schema.connect(path)
    charts.count(connection, [SESSION, "zz-1"])
    connection.close()
    assert [counted(path, table) for table in charts.COUNTS] == before


@given(st.lists(MONTHS, min_size=1, max_size=20))
def test_every_day_is_in_one_span_and_the_spans_leave_no_hole(days: list[Any]) -> None:
    written = sorted(day.isoformat() for day in days)
    spans = PAGE.spans(written)
    assert all(after == first for (_, _, after), (_, first, _) in pairwise(spans))
    assert spans[0][1] <= written[0]
    assert written[-1] < spans[-1][2]
    assert len(spans) <= PAGE.MOST_MONTHS
    rows = [{"date": day, **dict.fromkeys(PAGE.COUNTED, 1)} for day in written]
    assert sum(row["actions"] for row in PAGE.activity(rows)) == len(written)


@given(st.lists(st.tuples(st.integers(-5, 2000) | st.integers(-(10**6), 10**6), st.integers(1, 9)), max_size=30))
def test_bins_hold_every_bill_and_the_median_halves_them(pairs: list[tuple[int, int]]) -> None:
    rows = [{"days": days, "bills": bills} for days, bills in sorted(dict(pairs).items())]
    told = PAGE.binned(rows)
    each = [row["days"] for row in rows for _ in range(row["bills"]) if row["days"] >= 0]
    assert told["bills"] == len(each) == sum(row["bills"] for row in told["bins"])
    assert told["impossible"] == sum(row["bills"] for row in rows if row["days"] < 0)
    assert told["median"] == (sorted(each)[(len(each) - 1) // 2] if each else None)
    assert len(told["bins"]) <= PAGE.MOST_BINS + 1
    for row in told["bins"]:
        last = max(each) if row["last"] is None else row["last"]
        assert row["bills"] == sum(row["first"] <= days <= last for days in each)


@given(st.lists(st.dates(), min_size=1, max_size=20), st.dates(min_value=date(100, 1, 1), max_value=date(9000, 1, 1)))
def test_days_and_months_far_off_are_not_drawn(days: list[date], today: date) -> None:
    written = sorted(day.isoformat() for day in days)
    drawn = PAGE.activity(
        PAGE.likely([{"date": day, **dict.fromkeys(PAGE.COUNTED, 1)} for day in written], today.isoformat())
    )
    near = [day for day in days if today + PAGE.AHEAD - PAGE.BACK <= day <= today + PAGE.AHEAD]
    assert sum(row["actions"] for row in drawn) == len(near)
    assert len(drawn) <= PAGE.MOST_MONTHS
    splits = [{"month": day[:7], "roll_calls": 1, "opposed": 1, "party_line": 0} for day in written]
    months = PAGE.by_month(PAGE.likely_months(splits, today.isoformat()))
    assert len(months) <= 12 * 20 + 1
    assert sum(row["roll_calls"] for row in months) >= len(near)
    assert all(one["month"] < other["month"] for one, other in pairwise(months))


@pytest.mark.parametrize("day", ["0217-05-18", "1017-05-18", "2917-05-18"])
def test_a_misprinted_year_spoils_no_chart(tmp_path: Path, day: str) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("UPDATE vote_events SET date = ? WHERE id <> ?", (day, FLOOR))
    connection.execute("UPDATE actions SET date = ? WHERE id = (SELECT min(id) FROM actions)", (day,))
    split = {"session_id": SESSION, "chamber": "upper", "roll_calls": 3, "opposed": 2, "party_line": 0}
    insert(connection, "session_splits", month=day[:7], **split)
    insert(connection, "session_law_days", session_id=SESSION, days=657_000, bills=1)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    page = ask(served, f"/charts?session={SESSION}")
    assert page.status_code == 200
    assert len(page.content) < 100_000
    text = text_of(page)
    assert "In 3 of 4 roll calls" in text
    assert "3 roll calls dated more than 400 days ahead or 20 years back: left out" in text
    assert "the last column stands for all that took 1,200 days or more" in text
    assert "1200 or more 1" in text
    told = ask(served, f"/charts.json?session={SESSION}").json()
    assert [row["month"] for row in told["splits"]] == ["2017-04"]
    assert told["splits_dated_far_off"] == 3
    assert told["days_to_law"]["bins"][-1] == {"first": 1200, "last": None, "bills": 1}


def test_a_session_of_misprinted_days_alone_says_so(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("UPDATE session_days SET date = '0' || substr(date, 2)")
    connection.execute("UPDATE session_splits SET month = '0217-04'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    text = text_of(ask(serve(path), f"/charts?session={SESSION}"))
    assert "No step with a date" not in text
    assert text.count("dated more than 400 days ahead or 20 years back") == 2


def test_months_without_a_roll_call_are_shown_as_such() -> None:
    rows = [
        {"month": month, "chamber": chamber, "roll_calls": 2, "opposed": 1, "party_line": 0}
        for month, chamber in (("2017-11", "upper"), ("2018-02", "lower"), ("2018-02", "upper"), (None, "upper"))
    ]
    told = [(row["month"], row["roll_calls"]) for row in PAGE.by_month(rows)]
    assert told == [("2017-11", 2), ("2017-12", 0), ("2018-01", 0), ("2018-02", 4), (None, 2)]
    assert PAGE.by_month([]) == []
    assert PAGE.months_between("0999-12", "1000-01") == ["0999-12", "1000-01"]


def test_a_month_without_a_roll_call_leads_nowhere(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("INSERT INTO session_splits VALUES (?, 'upper', '2010-04', 1, 1, 1)", (SESSION,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    page = ask(serve(path), f"/charts?session={SESSION}")
    assert "2013-08: 0 of 0 roll calls" in page.text
    assert len(page.content) < 100_000


def test_drawings_are_markup_of_their_own_alone() -> None:
    drawn = str(DRAW.columns([DRAW.Column("<b>", 3, '"><script>', '/x?"><script>'), DRAW.Column("c", 0, "none")]))
    assert "<script>" not in drawn
    assert "style=" not in drawn
    assert 'aria-hidden="true"' in drawn
    heights = [float(height) for height in re.findall(r'<rect class="fill"[^>]*height="([\d.]+)"', drawn)]
    assert heights[0] > 100
    assert heights[1] == 0
    assert 'width="25.00%"' in DRAW.bar(1, 4)
    assert 'width="0.00%"' in DRAW.bar(0, 0)
    assert DRAW.columns([]) == ""


def test_every_figure_stands_in_a_table_and_leads_to_its_rows(get: Get) -> None:
    page = get(f"/charts?session={SESSION}")
    text = text_of(page)
    for told in (
        "How far its 5 bills came",
        "In 1 of 1 roll calls (100.0 %) the majorities of the two largest parties stood against each other",
        "Half of the 1 bill that became law did so within 304 days",
        "not voting 1",
    ):
        assert told in text
    links = [link.replace("&amp;", "&") for link in re.findall(r'<a href="(/bills\?sql=[^"]+)"', page.text)]
    assert len(links) > 8
    for link in links:
        assert get(link.replace("/bills?", "/bills.csv?", 1)).status_code == 200, link
    (split,) = {link for link in links if "2017-04" in link and "largest" in link}
    rows = csv.DictReader(io.StringIO(get(split.replace("/bills?", "/bills.csv?", 1)).text))
    assert [row["vote_event_id"] for row in rows] == [FLOOR]


def test_without_a_session_named_the_one_that_moved_last_is_drawn(get: Get, tmp_path: Path) -> None:
    assert get("/charts.json").json()["session"]["id"] == SESSION
    assert get("/charts?session=zz-1").status_code == 404
    empty = serve(write_database(tmp_path / "bills.db", filled=False))
    assert "No step of any session is held." in ask(empty, "/charts").text
