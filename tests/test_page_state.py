"""The pages of a legislature and of a session: sessions, chambers, statuses, movement, hearings, gaps, verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scrapers.jurisdictions import JURISDICTIONS
from tests.busy import HOSTILE, write_busy
from tests.served import SCRIPT, SESSION, Get, ask, load_plugin, serve, text_of, write_database


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_busy(tmp_path_factory.mktemp("busy") / "bills.db")


def test_a_legislature_tells_its_sessions_chambers_movement_and_gaps(get: Get) -> None:
    page = get("/ca/")
    text = text_of(page)
    for told in (
        "Last visit ended 2026-11-20 08:00 UTC: partial",
        "Our reader was proved on real pages, the newest of 2026-11-01.",
        "2017-2018 Regular Session Dec 5, 2016 to Nov 30, 2018 ○ quiet 5 2 Nov 30, 2018 50.0 % of 2",
        "What moved on Nov 30, 2018",
        "SB 8 Last of SB 8.",
        "No hearing from today on is held.",
        "Senate 40 seats",
        "Assembly 80 seats",
        "1 unmatched name A printed name is no legislator",
    ):
        assert told in text
    assert 'href="/ca/20172018/"' in page.text
    assert 'href="/gaps?kind=text_missing&amp;state=ca"' in page.text
    data = get("/ca.json").json()
    assert [row["session_id"] for row in data["sessions"]] == [SESSION]
    assert data["state"] == "quiet"


@pytest.mark.parametrize("code", JURISDICTIONS)
def test_every_legislature_has_a_page(get: Get, code: str) -> None:
    page = get(f"/{code}/")
    assert page.status_code == 200
    assert f"<h1>{JURISDICTIONS[code].name}</h1>" in page.text


def test_a_legislature_never_read_says_so(get: Get) -> None:
    text = text_of(get("/NY"))
    for told in ("never run", "No session of it has been read.", "No reader for this legislature yet", "63 seats"):
        assert told in text


def test_a_session_tells_how_it_stands(get: Get) -> None:
    page = get("/ca/20172018/")
    text = text_of(page)
    for told in (
        "California: 2017-2018 Regular Session",
        "From Dec 5, 2016 to Nov 30, 2018. Newest step Nov 30, 2018; last seen at the source",
        "Where its 5 bills stand",
        "chaptered 2 40.0 %",
        "1 step on 1 bill",
        "Senate 40 seats; members who sat: 27 Democratic, 13 Republican",
        "Senate Committee on Public Safety Senate 1",
        "short 1 50.0 % Fewer members are named than the source counts.",
        "Titles 1,000 999 99.9 % 1",
        "Messages 0 0 none announced 0",
        "1 text missing",
    ):
        assert told in text
    for link in (
        "/committees/ca-upper",
        "/committees/ca-cs72",
        f"/charts?session={SESSION}",
        f"/calendar?session={SESSION}",
        f"/changes?session={SESSION}",
        f"/gaps?kind=text_missing&amp;session={SESSION}",
    ):
        assert f'href="{link}"' in page.text, link
    statuses = [row["status"] for row in get("/ca/20172018.json").json()["statuses"]]
    assert statuses == ["in_committee", "vetoed", "chaptered", "dead_sine_die"]


def test_what_moved_is_of_the_newest_day_that_is_not_ahead(busy: Path) -> None:
    for path in ("/ca/20172018/", "/ca/"):
        page = ask(serve(busy), path)
        assert "What moved on Dec 3, 2018" in page.text
        assert "Passed. &lt;script&gt;" in page.text
        assert SCRIPT not in page.text
        assert "To take effect." not in page.text
        told = ask(serve(busy), path.rstrip("/") + ".json").json()
        assert [row["bill_id"] for row in told["moved"]] == [HOSTILE]


def test_statuses_stand_in_the_order_a_bill_goes_through_them() -> None:
    rows: list[dict[str, Any]] = [{"status": word} for word in (None, "chaptered", "new_word", "introduced", "failed")]
    ordered = [row["status"] for row in load_plugin("session_page").in_order(rows)]
    assert ordered[:3] == ["introduced", "chaptered", "failed"]
    assert set(ordered[3:]) == {None, "new_word"}


@pytest.mark.parametrize("path", ["/ca/1999/", "/ca/20172018x", "/ca/<script>alert(1)"])
def test_a_session_that_is_not_held_offers_those_that_are(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 404
    assert 'href="/ca/20172018/"' in page.text
    assert "<script>alert(1)" not in page.text
    assert get("/ca/1999.json").json()["near"][0]["path"] == "/ca/20172018/"


def test_an_empty_database_still_tells_of_every_legislature(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "bills.db", filled=False))
    assert "Nothing has been read, so nothing can be known to be missing." in ask(served, "/va/").text
    assert ask(served, "/va/2026/").status_code == 404
