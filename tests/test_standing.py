"""Where a bill stands, in a sentence and as steps: every status, every sort of measure, any history."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.status import WHAT_NEXT, Step, derive_status
from tests.served import load_plugin

standing = load_plugin("standing")
CA = standing.Place("ca", "Senate", "Assembly")
NE = standing.Place("ne", "Legislature", None)
US = standing.Place("us", "Senate", "House")
SORTS = ["bill", "resolution", "joint resolution", "concurrent resolution", "constitutional amendment", "nomination"]
CLASSES = [
    "introduction", "referral-committee", "committee-passage", "passage", "failure", "amendment-passage", "concurrence",
    "executive-receipt", "executive-signature", "executive-veto", "executive-veto-line-item", "veto-override-passage",
    "veto-override-failure", "chaptered", "became-law", "died", "withdrawal", "substitution", "carried-over",
    "effective",
]  # fmt: skip


def action(date: str, chamber: str | None, *classes: str) -> dict[str, Any]:
    return {"date": date, "chamber": chamber, "classifications": list(classes)}


WAY = [
    action("2017-01-10", "upper", "introduction"),
    action("2017-02-01", "upper", "referral-committee"),
    action("2017-03-01", "upper", "committee-passage"),
    action("2017-04-03", "upper", "passage"),
    action("2017-09-15", "lower", "passage"),
    action("2017-09-20", "executive", "executive-receipt"),
]


def steps(told: Any) -> str:
    return " ".join(f"{stage.name}:{stage.state}" for stage in told.stages)


def test_every_status_has_its_sentence() -> None:
    assert set(standing.SENTENCES) == set(WHAT_NEXT)


@pytest.mark.parametrize(
    ("status", "actions", "given", "sentence", "way"),
    [
        (None, [], {}, "The actions held here do not tell where it stands.",
         "Senate:ahead Assembly:ahead Governor:ahead Law:ahead"),
        ("prefiled", [action("2017-01-01", "upper", "filing")], {},
         "Filed on March 1, 2017, before the session opens. It is introduced in the Senate.", "Committee:now"),
        ("in_committee", WAY[:2], {"committee": "Senate Judiciary"},
         "In the Senate Judiciary Committee since March 1, 2017.", "Introduced:done Committee:now Senate:ahead"),
        ("in_committee", WAY[:2], {"committee": "Committee on Rules"}, "In the Committee on Rules since",
         "Committee:now"),
        ("reported", WAY[:3], {}, "Out of committee since March 1, 2017.", "Committee:done Senate:now"),
        ("passed_first", WAY[:4], {"committee": "Assembly Health"},
         "Passed by the Senate on March 1, 2017, and now before the Assembly Health Committee. The Assembly must",
         "Senate:done Assembly:now Governor:ahead"),
        ("passed_first", WAY[:5], {}, "Passed by both chambers, not in the same text on March 1, 2017.",
         "Senate:done Assembly:now Governor:ahead"),
        ("passed_both", WAY[:5], {}, "Passed by both chambers in one text on March 1, 2017. It goes to the Governor.",
         "Assembly:done Governor:now"),
        ("to_executive", WAY, {"place": US}, "On the desk of the President since March 1, 2017.",
         "President:now Law:ahead"),
        ("signed", [*WAY, action("2017-10-05", "executive", "executive-signature")], {},
         "Signed by the Governor on March 1, 2017.", "Governor:done Law:done"),
        ("vetoed", [*WAY, action("2017-10-05", "executive", "executive-veto")], {},
         "Vetoed by the Governor on March 1, 2017. It ends here unless", "Assembly:done Governor:stopped Law:ahead"),
        ("override_passed", [*WAY, action("2017-10-05", "executive", "executive-veto"),
                             action("2017-10-08", "upper", "veto-override-passage")],
         {}, "Law over the veto of the Governor on March 1, 2017.", "Governor:done Law:done"),
        ("chaptered", [*WAY, action("2017-10-05", "executive", "executive-signature")],
         {"chapter": "Chapter 495", "effective_date": "2018-01-01"},
         "It is law: signed by the Governor on October 5, 2017, and filed as Chapter 495 on March 1, 2017. It takes"
         " effect on January 1, 2018.", "Law:done"),
        ("chaptered", WAY[:5], {"classification": "concurrent resolution", "chapter": "Res. Chapter 3"},
         "Adopted and filed as Res. Chapter 3 on March 1, 2017. It needs no signature", "Assembly:done Adopted:done"),
        ("chaptered", WAY[:5], {"classification": "constitutional amendment"},
         "Passed and filed and numbered on March 1, 2017. A change of the constitution goes to the voters.",
         "Adopted:done"),
        ("adopted", WAY[:4], {"classification": "resolution"}, "Adopted on March 1, 2017.", "Senate:done Adopted:done"),
        ("failed", WAY[:4], {}, "Voted down on March 1, 2017 after passing the Senate.",
         "Senate:done Assembly:stopped"),
        ("withdrawn", WAY[:2], {}, "Withdrawn on March 1, 2017.", "Introduced:done Committee:stopped"),
        ("substituted", WAY[:2], {"replaced_by": "AB 1"}, "Replaced by AB 1 on March 1, 2017.", "Committee:stopped"),
        ("carried_over", WAY[:4], {}, "Held over on March 1, 2017 after passing the Senate.", "Assembly:stopped"),
        ("dead_sine_die", WAY[:2], {"session_end": "2018-11-30"},
         "Died when the session ended on November 30, 2018. Its last step was on March 1, 2017.", "Committee:stopped"),
        ("dead_sine_die", [*WAY[:2], action("2018-02-01", "upper", "died")], {}, "Died on February 1, 2018.",
         "Committee:stopped"),
        ("passed_both", WAY[:4], {"place": NE}, "Passed by the Legislature on March 1, 2017.",
         "Legislature:done Governor:now"),
    ],
)  # fmt: skip
def test_where_it_stands(
    status: str | None, actions: list[Any], given: dict[str, Any], sentence: str, way: str
) -> None:
    place = given.pop("place", CA)
    told = standing.standing(status, actions, place, chamber="upper", status_date="2017-03-01", **given)
    assert f"{told.sentence} {told.then}".startswith(sentence)
    assert way in steps(told)


@pytest.mark.parametrize(
    ("then", "note", "day"),
    [
        ([action("2017-10-05", "executive", "executive-signature")], "signed", "2017-10-05"),
        ([action("2017-10-05", "executive", "executive-veto-line-item")], "signed in part", "2017-10-05"),
        ([action("2017-10-05", "executive", "executive-veto"),
          action("2017-10-09", "executive", "executive-signature")],
         "signed after a veto", "2017-10-09"),
        ([action("2017-10-05", "executive", "executive-veto"), action("2017-10-09", "upper", "veto-override-passage")],
         "veto overridden", "2017-10-09"),
        ([], None, None),
    ],
)  # fmt: skip
def test_what_the_executive_did_with_a_law_is_told(then: list[Any], note: str | None, day: str | None) -> None:
    told = standing.standing("chaptered", [*WAY, *then], CA, chamber="upper", status_date="2017-10-20")
    (step,) = [stage for stage in told.stages if stage.name == "Governor"]
    assert (step.state, step.note, step.on) == ("done", note, day)


def test_a_death_told_by_no_action_is_not_dated_by_the_last_one() -> None:
    told = standing.standing("dead_sine_die", WAY[:2], CA, chamber="upper", status_date="2017-02-01")
    assert told.sentence == "Died when the session ended. Its last step was on February 1, 2017."
    assert next(stage for stage in told.stages if stage.state == "stopped").on is None


def test_agreeing_to_the_other_text_later_does_not_move_the_day_of_passage() -> None:
    told = standing.standing("passed_both", [*WAY[:5], action("2017-09-16", "upper", "passage")], CA, chamber="upper")
    assert [stage.on for stage in told.stages if stage.name in ("Senate", "Assembly")] == ["2017-04-03", "2017-09-15"]


actions = st.lists(
    st.builds(
        action, st.sampled_from(["2017-01-01", "2018-02-03", None]),
        st.sampled_from(["upper", "lower", "legislature", "executive", None]),
        st.sampled_from(CLASSES), st.sampled_from(CLASSES),
    ),
    max_size=12,
)  # fmt: skip


@given(actions, st.sampled_from(SORTS), st.sampled_from(["upper", "lower", None]), st.sampled_from([CA, NE, US]),
       st.sampled_from([None, "2018-11-30"]))  # fmt: skip
def test_any_history_has_one_sentence_and_steps_in_order(
    listed: list[Any], sort: str, home: str | None, place: Any, over: str | None
) -> None:
    derived = derive_status(
        [Step(entry["date"], entry["chamber"], tuple(entry["classifications"])) for entry in listed],
        is_resolution="resolution" in sort, origin=home, chambers=1 if place is NE else 2, session_over_on=over,
    )  # fmt: skip
    status = derived.status if derived else None
    told = standing.standing(status, listed, place, classification=sort, chamber=home, status_date="2018-03-01")
    assert told.sentence.endswith(".")
    assert "None" not in told.sentence + told.then
    states = [stage.state for stage in told.stages]
    reached = [place for place, state in enumerate(states) if state in ("done", "skipped")]
    assert reached == list(range(len(reached)))
    assert [state for state in states if state in ("now", "stopped")] in ([], ["now"], ["stopped"])
    if status in standing.LAW | {"adopted"}:
        assert "ahead" not in states
    if status in standing.STOPPED and "stopped" not in states:
        assert all(state in ("done", "skipped") for state in states)
