"""The home page: search, the newest day with movement, the map of all legislatures, and how far to trust it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scrapers.jurisdictions import JURISDICTIONS
from tests.busy import BUSY_DAY, HOSTILE, write_busy
from tests.served import SCRIPT, Get, ask, load_plugin, serve, text_of, write_database

TILES = load_plugin("tile_map")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_busy(tmp_path_factory.mktemp("busy") / "bills.db")


def test_home_tells_what_is_held_what_moved_and_how_far_to_trust_it(get: Get) -> None:
    page = get("/")
    text = text_of(page)
    assert page.status_code == 200
    assert text.index("A bill number, a name") < text.index("What moved on Nov 30, 2018") < text.index("Choose a leg")
    for told in (
        "California : 1 step on 1 bill.",
        "California SB 8 Last of SB 8. Taxation: fees.",
        "5 bills",
        "43 votes by members",
        "ok 1 50.0 %",
        "short 1 50.0 %",
    ):
        assert told in text
    assert 'href="/ca/20172018/sb8"' in page.text
    for path in ("/coverage", "/runs", "/gaps", "/changes", "/as-of", "/calendar", "/charts", "/about/methods", "/sql"):
        assert f'href="{path}"' in page.text, path


def test_a_step_dated_ahead_is_not_what_moved(busy: Path) -> None:
    page = ask(serve(busy), "/")
    assert "What moved on Dec 3, 2018" in page.text
    assert "To take effect." not in page.text
    assert "1 passed a chamber" in text_of(page)
    assert SCRIPT not in page.text
    assert "Passed. &lt;script&gt;" in page.text
    told = ask(serve(busy), "/.json").json()
    assert (told["day"], [row["bill_id"] for row in told["moved"]]) == (BUSY_DAY, [HOSTILE])


def test_every_legislature_has_one_tile_that_says_in_words_what_it_shows(get: Get) -> None:
    page = get("/").text
    tiles = re.findall(r'<li class="r(\d) c(\d+)"><a href="/(\w\w)/".*?<span class="sr">(.*?)</span>', page)
    assert {code for *_, code, _ in tiles} == set(JURISDICTIONS)
    assert len({(row, column) for row, column, *_ in tiles}) == len(JURISDICTIONS) == 53
    words = {code: said for *_, code, said in tiles}
    assert words["ca"] == "California: quiet, 1 step in the week, newest step Nov 30, 2018"
    assert words["wy"] == "Wyoming: never run"
    for sign in TILES.SIGNS.values():
        assert f"<li>{sign} <a" in page
    assert len(set(TILES.SIGNS.values())) == len(TILES.SIGNS)


def test_states_stand_where_they_do_on_a_map() -> None:
    places = TILES.PLACES
    rows = {code: row for code, (row, _) in places.items()}
    columns = {code: column for code, (_, column) in places.items()}
    for west, east in (pair.split() for pair in ("ca nv", "or id", "wa mt", "tx fl", "il mi", "hi tx", "tn nc")):
        assert columns[west] < columns[east], (west, east)
    for north, south in (pair.split() for pair in ("wa or", "mt az", "nd tx", "me fl", "mi al", "ny nj")):
        assert rows[north] < rows[south], (north, south)


def test_home_of_an_empty_database(tmp_path: Path) -> None:
    page = ask(serve(write_database(tmp_path / "bills.db", filled=False)), "/")
    assert page.status_code == 200
    assert "No step is held yet." in page.text
    assert page.text.count('<li class="r') == 53
