"""Each status from the fewest actions that prove it, and what a status may never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.status import WHAT_NEXT, Status, Step, derive_status, what_next
from scrapers.classify import ACTION_VOCABULARY, OURS

STATUSES = {
    *("prefiled", "introduced", "in_committee", "reported", "passed_first", "passed_both", "to_executive", "signed"),
    *("law_without_signature", "vetoed", "line_item_vetoed", "override_passed", "override_failed", "adopted", "failed"),
    *("withdrawn", "substituted", "carried_over", "dead_sine_die", "chaptered", "effective"),
}
CHAMBER = {"l": "lower", "u": "upper", "j": "legislature", "x": "executive", "-": None}


def steps(line: str) -> list[Step]:
    """ "l:introduction l:reading-3+passage": the chamber's letter and the classes of each step, a day apart."""
    pairs = [word.split(":") for word in line.split()]
    return [Step(f"2025-01-{day:02}", CHAMBER[c], tuple(k.split("+"))) for day, (c, k) in enumerate(pairs, start=1)]


def status(line: str, **about: object) -> tuple[str, int] | None:
    found = derive_status(steps(line), **{"is_resolution": False, "origin": "lower", **about})  # type: ignore[arg-type]
    return found and (found.status, found.step)


START = "l:introduction l:referral-committee "  # steps 0, 1
PASSED = START + "l:committee-passage-favorable l:passage+transmittal "  # 2, 3
BOTH = PASSED + "u:reading-1 u:passage "  # 4, 5
SENT = BOTH + "l:enrolling x:enrolled+executive-receipt "  # 6, 7
VETOED = SENT + "l:executive-veto "  # 8


@pytest.mark.parametrize(
    ("line", "proved"),
    [
        ("l:printing l:sponsorship", None),
        ("l:filing", ("prefiled", 0)),
        ("l:introduction+reading-1+printing l:printing", ("introduced", 0)),
        ("u:introduction+referral u:reading-1", ("introduced", 0)),
        (START, ("in_committee", 1)),
        (START + "l:committee-passage-favorable+referral-committee l:referral-committee", ("in_committee", 1)),
        (START + "l:committee-passage-favorable l:reading-2+calendar", ("reported", 2)),
        (START + "l:committee-passage-favorable l:reading-2+amendment-passage+referral-committee", ("in_committee", 3)),
        ("l:introduction l:discharged l:calendar", ("reported", 1)),
        (PASSED, ("passed_first", 3)),
        (PASSED + "u:receipt u:referral-committee u:committee-passage-favorable", ("passed_first", 3)),
        (BOTH, ("passed_both", 5)),
        (PASSED + "u:amendment-passage u:passage", ("passed_first", 3)),
        (PASSED + "u:amendment-passage u:passage l:concurrence-failure", ("passed_first", 3)),
        (PASSED + "u:amendment-passage u:passage l:concurrence+enrolling", ("passed_both", 6)),
        (PASSED + "u:amendment-passage u:passage l:conference-passage", ("passed_first", 3)),
        (PASSED + "u:amendment-passage u:passage l:conference-passage u:conference-passage", ("passed_both", 7)),
        (PASSED + "j:passage", ("passed_both", 4)),
        (PASSED + "-:passage", ("passed_first", 3)),
        (SENT, ("to_executive", 7)),
        (SENT + "x:executive-signature", ("signed", 8)),
        (SENT + "x:executive-signature -:became-law", ("signed", 8)),
        (SENT + "x:executive-signature -:became-law+chaptered", ("chaptered", 9)),
        (SENT + "x:executive-signature -:became-law+chaptered -:effective", ("effective", 10)),
        (SENT + "x:became-law", ("law_without_signature", 8)),
        (VETOED, ("vetoed", 8)),
        (VETOED + "l:reading-1 l:passage x:executive-veto", ("vetoed", 11)),
        (SENT + "x:executive-signature+executive-veto-line-item", ("line_item_vetoed", 8)),
        (VETOED + "l:receipt+calendar l:calendar", ("vetoed", 8)),
        (VETOED + "l:veto-override-failure", ("override_failed", 9)),
        (VETOED + "l:veto-override-passage", ("vetoed", 8)),
        (VETOED + "l:veto-override-passage u:veto-override-passage", ("override_passed", 10)),
        (VETOED + "l:failure+died", ("vetoed", 8)),
        (START + "l:hearing-held+committee-failure", ("failed", 2)),
        (START + "l:hearing-held+committee-failure+reconsideration", ("in_committee", 1)),
        (START + "l:committee-failure l:reconsideration", ("in_committee", 1)),
        (START + "l:committee-failure l:committee-passage-favorable", ("reported", 3)),
        (PASSED + "u:reading-3+failure u:procedural", ("failed", 4)),
        (PASSED + "u:failure u:reconsideration", ("passed_first", 3)),
        (PASSED + "u:failure u:reconsideration u:passage", ("passed_both", 6)),
        (BOTH + "u:reconsideration", ("passed_first", 3)),
        (PASSED + "u:urgency-refused u:reconsideration", ("passed_first", 3)),
        (PASSED + "u:reconsideration", ("passed_first", 3)),
        (START + "l:tabled", ("failed", 2)),
        (START + "l:withdrawal", ("withdrawn", 2)),
        (START + "l:substitution", ("substituted", 2)),
        (START + "l:carried-over", ("carried_over", 2)),
        (START + "l:carried-over l:referral-committee", ("in_committee", 1)),
        (PASSED + "u:failure+died u:failure+died", ("dead_sine_die", 4)),
        (START + "l:amendment-failure l:deferral l:held", ("in_committee", 1)),
    ],
)
def test_bills(line: str, proved: tuple[str, int] | None) -> None:
    assert status(line) == proved


@pytest.mark.parametrize(
    ("line", "chambers", "proved"),
    [
        ("u:introduction u:held u:passage", 1, ("adopted", 2)),
        ("u:introduction u:passage", 2, ("passed_first", 1)),
        ("u:introduction u:passage l:passage", 2, ("adopted", 2)),
        ("u:introduction u:passage l:amendment-passage+passage u:concurrence", 2, ("adopted", 3)),
        ("u:introduction u:passage l:passage u:enrolling -:enrolled -:chaptered", 2, ("chaptered", 5)),
        ("u:introduction u:failure", 1, ("failed", 1)),
    ],
)
def test_resolutions(line: str, chambers: int, proved: tuple[str, int]) -> None:
    assert status(line, is_resolution=True, origin="upper", chambers=chambers) == proved


def test_one_chamber_passes_a_bill_of_a_one_chamber_legislature() -> None:
    assert status("u:introduction u:passage", origin="upper", chambers=1) == ("passed_both", 1)


def test_the_first_chamber_to_pass_is_home_when_the_source_does_not_say() -> None:
    assert status("u:passage l:amendment-passage+passage", origin=None) == ("passed_first", 0)
    assert status("u:passage l:amendment-passage+passage u:concurrence", origin=None) == ("passed_both", 2)


@pytest.mark.parametrize(
    ("line", "proved"),
    [
        (START + "l:hearing-scheduled", ("dead_sine_die", 2)),
        (PASSED, ("dead_sine_die", 3)),
        (BOTH, ("passed_both", 5)),
        (SENT, ("to_executive", 7)),
        (VETOED, ("vetoed", 8)),
        (START + "l:committee-failure", ("failed", 2)),
        (START + "l:carried-over", ("carried_over", 2)),
        ("l:printing", None),
        ("", None),
    ],
)
def test_when_the_session_is_over(line: str, proved: tuple[str, int] | None) -> None:
    assert status(line, session_over_on="2025-11-30") == proved


def test_a_bill_that_moved_after_the_end_of_the_session_did_not_die_with_it() -> None:
    assert status(START, session_over_on="2025-01-01") == ("in_committee", 1)


def test_every_status_has_its_sentence() -> None:
    assert WHAT_NEXT.keys() == STATUSES
    assert all(what_next(word).endswith(".") for word in STATUSES)
    with pytest.raises(KeyError):
        what_next("lost")


CLASSES = st.sampled_from(sorted(ACTION_VOCABULARY | OURS.keys() | {"unclassified"}))
STEPS = st.lists(
    st.builds(
        Step,
        date=st.none() | st.dates().map(str),
        chamber=st.sampled_from(sorted(CHAMBER.values(), key=str)),
        classifications=st.lists(CLASSES, max_size=4).map(tuple),
    ),
    max_size=12,
)
ABOUT = st.fixed_dictionaries(
    {
        "is_resolution": st.booleans(),
        "origin": st.sampled_from(["upper", "lower", None]),
        "chambers": st.sampled_from([1, 2]),
        "session_over_on": st.none() | st.dates().map(str),
    }
)


@given(STEPS, ABOUT)
def test_the_proof_is_one_of_the_steps(path: list[Step], about: dict[str, object]) -> None:
    found = derive_status(path, **about)  # type: ignore[arg-type]
    assert found == derive_status(tuple(path), **about)  # type: ignore[arg-type]
    assert found is None or (found.status in STATUSES and found.step in range(len(path)))


@given(STEPS, ABOUT, st.data())
def test_a_step_that_says_nothing_changes_nothing(
    path: list[Step], about: dict[str, object], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(path)))
    silent = Step(
        data.draw(st.none() | st.dates().map(str)), "lower", data.draw(st.sampled_from([(), ("unclassified",)]))
    )
    before = derive_status(path, **about)  # type: ignore[arg-type]
    after = derive_status([*path[:at], silent, *path[at:]], **about)  # type: ignore[arg-type]
    assert (before and before.status) == (after and after.status)


def test_status_is_a_plain_value() -> None:
    assert Status("signed", 3) == Status("signed", 3)
