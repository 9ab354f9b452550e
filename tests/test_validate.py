"""The first look at an item: what cannot be true is dropped under the name of what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.validate import problem
from scrapers import items

HEARING = items.Hearing("2025-2026", "h1", "CS72", "2025-03-07", None, "scheduled", ["SB 54"])
SESSION = items.Session("2025-2026", "2025-2026 Regular Session", "primary", "2024-12-02", "2026-11-30")


@pytest.mark.parametrize("start", [None, "2025-03-07", "2024-02-29", "2025-03-07T09:30", "2025-03-07T23:59:59"])
def test_a_hearing_starts_on_a_day_of_the_calendar_or_on_none(start: str | None) -> None:
    assert problem(replace(HEARING, start=start)) is None


@pytest.mark.parametrize(
    "start",
    ["", "March 7", "2025-02-30", "2025-3-7", "20250307", "2025-03-07T24:01", "2025-03-07 09:30", "2025-03-07\n",
     "2025-03-07T09:30Z", "٢٠٢٥-03-07"],
)  # fmt: skip
def test_a_hearing_on_no_day_is_dropped(start: str) -> None:
    assert problem(replace(HEARING, start=start)) == f"start: {start!r}"


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13-01", "2025-00-10", "2025-03-07\n", "2025-03-07T09:30"])
def test_a_day_that_is_not_in_the_calendar_is_no_date(day: str) -> None:
    assert problem(SESSION) is None
    assert problem(replace(SESSION, end_date=day)) == f"date: {day!r}"


@pytest.mark.parametrize("tally", [(27, None), (None, 12)])
def test_half_a_tally_is_dropped(tally: tuple[int | None, int | None]) -> None:
    counted = items.Action(
        "2025-03-07", "upper", "Passed. (Ayes 27. Noes 12.)", ("passage",), tally_yes=27, tally_no=12
    )
    passed = items.Bill("2025-2026", "SB 54", "bill", "upper", actions=[counted])
    assert problem(passed) is None
    half = replace(counted, tally_yes=tally[0], tally_no=tally[1])
    assert str(problem(replace(passed, actions=[half]))).startswith("half a tally: ")
