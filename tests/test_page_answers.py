"""What the site's own pages share: days checked, whose day it is, lists in pages; and the page of gaps."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from datasette.plugins import pm

from tests.busy import write_busy
from tests.served import FIRST, SB54, SESSION, Get, ask, serve, text_of


@pytest.mark.parametrize("day", ["9999-12-31", "9001-01-01", "2025-02-30", "0000-01-01", "yesterday"])
@pytest.mark.parametrize("path", [f"/as-of/{SB54}?date=", "/calendar?until=", "/calendar?from=", "/changes?since="])
def test_a_day_the_database_cannot_count_from_is_refused(get: Get, path: str, day: str) -> None:
    page = get(path + day)
    assert page.status_code == 400
    assert f"“{day}” is no day: write year, month and day, such as 2025-03-07" in text_of(page)


def test_the_last_day_taken_has_a_day_after_it(get: Get) -> None:
    found = get(f"/as-of/{SB54}.json?date=9000-12-31").json()["rows"]
    assert [row["id"] for row in found] == [SB54]
    assert "That day is still to come" in get(f"/as-of/{SB54}?date=9000-12-31").text


def test_a_hearing_of_today_in_california_is_to_come_when_the_next_day_has_begun_in_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Evening(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2018, 12, 11, 5, 0, tzinfo=tz)  # nine in the evening of the 10th in Sacramento

    served = serve(write_busy(tmp_path / "bills.db"))
    answers = pm.get_plugin("answers.py")
    monkeypatch.setattr(answers, "datetime", Evening)
    assert (answers.today(), answers.hearing_day()) == ("2018-12-11", "2018-12-10")
    wanted = [f"{SESSION}-{name}" for name in ("h1", "h2", "h3")]
    assert [row["id"] for row in ask(served, "/calendar.json?_shape=array").json()] == wanted
    for path in ("/ca.json", "/ca/20172018.json"):
        assert [row["id"] for row in ask(served, path).json()["hearings"]] == wanted, path


def test_only_a_page_that_is_one_of_several_names_the_next(get: Get) -> None:
    assert "next_url" not in get("/about/methods.json").json()
    for path in ("/coverage", "/runs", "/gaps", "/changes", "/people/ca-skinner", "/committees/ca-cs72"):
        data = get(f"{path}.json").json()
        assert (data["next_url"], data["page"].endswith(path)) == (None, True), path


def test_a_list_names_the_next_page_in_page_json_and_csv(get: Get) -> None:
    assert get("/gaps.json?_size=1").json()["next_url"].startswith("/gaps.json?before=")
    assert get("/gaps.csv?_size=1").headers["link"].startswith("</gaps.csv?before=")
    assert 'href="/gaps?before=' in get("/gaps?_size=1").text


def test_rows_alone_may_be_read_from_anywhere_too(get: Get) -> None:
    answer = get("/gaps.json?_shape=array")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == get("/gaps").headers["cache-control"]
    assert FIRST in {row["opened_at"] for row in answer.json()}


@pytest.mark.parametrize("closed", ["0", "no", "", "false"])
def test_only_one_means_the_closed_gaps(get: Get, closed: str) -> None:
    assert [row["id"] for row in get(f"/gaps.json?_shape=array&closed={closed}").json()] == ["g3", "g2", "g1"]
    page = get(f"/gaps?closed={closed}")
    assert "3 gaps open" in text_of(page)
    assert 'name="closed"' not in page.text
    assert "1 gap closed" in text_of(get("/gaps?closed=1"))


def test_a_kind_of_gap_that_is_none_is_told_and_not_offered(get: Get) -> None:
    page = get("/gaps?kind=zz")
    assert "There is no kind of gap called “zz”. All kinds" in text_of(page)
    assert 'value="zz"' not in page.text
    rare = get("/gaps?kind=blocked")
    assert '<option value="blocked" selected>' in rare.text
    assert "No gap of that sort is open" in text_of(rare)
