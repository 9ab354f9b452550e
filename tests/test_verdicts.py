from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tallies import Counted, Tally, join
from pipelines.verdicts import Roll, judge
from scrapers.normalise import computed_result, tally


@pytest.mark.parametrize(
    ("roll", "verdict", "note"),
    [
        (Roll((27, 12, 1), (27, 12, 1), "pass", None), "ok", None),
        (Roll((27, 12, None), (27, 12, 1), "pass", None), "ok", None),
        (Roll((8, 0, 0), (8, 0, 3), "pass", None), "over", "other: 3 named, 0 counted"),
        (Roll((27, 12, 1), (26, 12, 1), "pass", None), "short", "yes: 26 named, 27 counted"),
        (Roll((3, 2, 0), (2, 3, 0), "pass", None), "conflict",
         "yes: 2 named, 3 counted; no: 3 named, 2 counted (as many in all)"),
        (Roll((27, 12, 1), None, "pass", None), "no_roll", "the source counts 27 yes, 12 no, 1 other and names no one"),
        (Roll((27, 12, 1), (0, 0, 0), "pass", None), "no_roll",
         "the source counts 27 yes, 12 no, 1 other and names no one"),
        (Roll((None, None, None), (5, 2, 0), None, None), "no_counts",
         "5 yes, 2 no, 0 other are named; the source states no counts"),
        (Roll((None, 2, 0), (5, 2, 0), None, None), "no_counts",
         "5 yes, 2 no, 0 other are named; the source states no count of yes"),
        (Roll((None, 3, 0), (5, 2, 0), None, None), "short", "no: 2 named, 3 counted"),
        (Roll((9, 0, 0), (9, 0, 0), "pass", None, (8, 0)), "conflict",
         "the action says 8-0, the roll call counts 9-0"),
        (Roll((26, 12, 2), (26, 12, 2), "pass", "fail"), "conflict",
         "the official result is pass; 26-12 makes fail by the threshold"),
        (Roll((3, 3, 0), (3, 3, 0), "pass", None), "conflict", "the official result is pass, with 3 yes and 3 no"),
        (Roll((3, 2, 2), (3, 2, 2), "fail", None), "ok", None),
    ],
)  # fmt: skip
def test_a_verdict_says_which_numbers_disagree(roll: Roll, verdict: str, note: str | None) -> None:
    assert judge(roll) == (verdict, note)


NUMBER = st.integers(0, 400)


@given(st.tuples(NUMBER, NUMBER, NUMBER), st.tuples(NUMBER, NUMBER, NUMBER))
def test_ok_means_that_the_names_add_up(declared: tuple[int, int, int], named: tuple[int, int, int]) -> None:
    verdict, note = judge(Roll(declared, named, None, None))
    assert (verdict == "ok") == (declared == named and any(named))
    assert (note is None) == (verdict == "ok")


@pytest.mark.parametrize(
    ("threshold", "yes", "no", "seats", "result"),
    [
        ("majority of those elected", 21, 0, 40, "pass"),
        ("majority of those elected", 20, 0, 40, "fail"),
        ("majority of those voting", 3, 3, None, "fail"),
        ("two thirds of those elected", 27, 13, 40, "pass"),
        ("two thirds of those elected", 26, 0, 40, "fail"),
        ("two thirds of those voting", 2, 1, None, "pass"),
        ("majority of those voting", 0, 0, None, "fail"),
        ("majority of those elected", 41, 39, None, None),
        (None, 41, 39, 80, None),
    ],
)
def test_a_computed_result_follows_the_threshold(
    threshold: str | None, yes: int, no: int, seats: int | None, result: str | None
) -> None:
    assert computed_result(threshold, yes, no, seats) == result


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Passed. (Ayes 27. Noes 12. Page 567.)", (27, 12)),
        ("(Ayes  8. Noes  0.) (March  4).", (8, 0)),
        ("Ayes 27, Nays 3", (27, 3)),
        ("Read first time.", None),
        ("Ayes, and then much later Noes 3", None),
    ],
)
def test_a_tally_is_read_from_the_words(text: str, found: tuple[int, int] | None) -> None:
    assert tally(text) == found


def told(name: str, day: str = "2025-02-10", yes: int = 2, no: int = 1, committee: bool = False) -> Tally:
    return Tally(name, "lower", day, committee, yes, no)


def counted(name: str, day: str = "2025-02-10", yes: int = 2, no: int = 1, committee: bool = False) -> Counted:
    return Counted(name, "lower", day, committee, yes, no)


def test_a_tally_joins_the_roll_call_of_its_day_body_and_counts() -> None:
    assert join([told("a")], [counted("e"), counted("f", committee=True)]) == {"a": "e"}


def test_two_tallies_take_two_equal_roll_calls_in_order() -> None:
    assert join([told("a"), told("b")], [counted("e"), counted("f")]) == {"a": "e", "b": "f"}


def test_a_lone_pair_that_differs_is_joined_so_that_the_verdict_can_say_so() -> None:
    assert join([told("a", yes=3)], [counted("e")]) == {"a": "e"}


def test_two_roll_calls_that_both_differ_are_left_unjoined() -> None:
    assert join([told("a", yes=3)], [counted("e"), counted("f", yes=9)]) == {}


def test_equal_counts_one_day_apart_are_joined_and_two_days_apart_are_not() -> None:
    assert join([told("a")], [counted("e", "2025-02-11")]) == {"a": "e"}
    assert join([told("a")], [counted("e", "2025-02-12")]) == {}
    assert join([told("a")], [counted("e", "2025-02-11"), counted("f", "2025-02-09")]) == {}
