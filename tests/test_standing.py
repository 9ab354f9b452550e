"""Where a bill stands, in a sentence and as steps: every status, every sort of measure, any history."""

from __future__ import annotations

from typing import Any

import pytest
from datasette.plugins import pm
from hypothesis import given
from hypothesis import strategies as st

from pipelines.status import WHAT_NEXT, Step, derive_status
from tests.served import load_plugin

standing, stages = load_plugin("standing"), load_plugin("stages")
if pm.get_plugin("stages.py") is None:
    pm.register(stages, name="stages.py")  # standing finds it by that name, as where Datasette loads both
CA = standing.Place("ca", "Senate", "Assembly")
NE = standing.Place("ne", "Legislature", None)
NJ = standing.Place("nj", "Senate", "Assembly")
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
        ("passed_first", WAY[:5], {}, "Passed by both chambers, the last on September 15, 2017, not in the same text.",
         "Senate:done Assembly:now Governor:ahead"),
        ("reported", [WAY[0], action("2017-01-10", "upper", "discharged", "reading-2")], {},
         "Before the full chamber since March 1, 2017, without a committee.", "Committee:skipped Senate:now"),
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
        ("withdrawn", WAY[:2], {}, "Withdrawn from consideration on March 1, 2017. This measure goes",
         "Introduced:done Committee:stopped"),
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
    given = {"place": CA, "today": "2017-12-01", **given}
    told = standing.standing(status, actions, chamber="upper", status_date="2017-03-01", **given)
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


REPORT = "committee-passage-favorable"


@pytest.mark.parametrize(
    ("later", "way"),
    [
        ([action("2017-03-02", "upper", "referral-committee")], "Committee:now Senate:ahead"),
        ([action("2017-03-02", "upper", REPORT, "referral-committee")], "Committee:now Senate:ahead"),
        ([action("2017-03-02", "upper", "referral-committee"), action("2017-03-09", "upper", REPORT)],
         "Committee:done Senate:now"),
        # it passed, so it was out of the committee: the report on it was not told
        ([action("2017-03-02", "upper", "referral-committee"), action("2017-03-09", "upper", "passage")],
         "Committee:done Senate:done"),
    ],
)  # fmt: skip
def test_a_later_referral_puts_it_back_in_committee(later: list[Any], way: str) -> None:
    actions = [*WAY[:3], *later]
    listed = [Step(entry["date"], entry["chamber"], tuple(entry["classifications"])) for entry in actions]
    derived = derive_status(listed, is_resolution=False, origin="upper")
    assert derived is not None
    assert way in steps(standing.standing(derived.status, actions, CA, chamber="upper"))


@pytest.mark.parametrize("status", ["dead_sine_die", "carried_over", "failed", "withdrawn", "substituted"])
def test_what_ends_in_its_second_committee_ends_there(status: str) -> None:
    actions = [*WAY[:3], action("2017-03-01", "upper", "referral-committee")]
    assert "Committee:stopped Senate:ahead" in steps(standing.standing(status, actions, CA, chamber="upper"))


def test_a_bill_sent_on_from_committee_to_committee_is_not_said_to_be_in_the_last_since_the_first() -> None:
    sent_on = [*WAY[:2], action("2017-03-02", "upper", "referral-committee")]
    told = standing.standing(
        "in_committee", sent_on, CA, chamber="upper", status_date="2017-02-01", committee="Senate Judiciary"
    )
    assert told.sentence == "In the Senate Judiciary Committee, sent there last on March 2, 2017."


def test_the_committee_step_is_dated_by_the_last_committee() -> None:
    second = [action("2017-03-02", "upper", "referral-committee"), action("2017-03-09", "upper", REPORT)]
    told = standing.standing("reported", [*WAY[:3], *second], CA, chamber="upper")
    assert told.stages[1].on == "2017-03-09"
    told = standing.standing("in_committee", [*WAY[:3], *second[:1]], CA, chamber="upper", status_date="2017-02-01")
    assert told.sentence == "In committee since March 2, 2017."
    for told_in in ([WAY[2], second[0]], [action("2017-03-01", "upper", REPORT, "referral-committee")]):
        told = standing.standing("passed_first", [*WAY[:2], *told_in, WAY[3]], CA, chamber="upper")
        assert told.stages[1].on == "2017-03-01"


def test_where_no_committee_had_it_the_step_says_so() -> None:
    actions = [action("2025-05-22", "lower", "introduction", "reading-1", "discharged", "reading-2"),
               action("2025-05-22", "lower", "passage")]  # fmt: skip
    told = standing.standing("adopted", actions, NJ, classification="resolution", chamber="lower")
    assert [(stage.state, stage.note) for stage in told.stages[:3]] == [
        ("done", None), ("skipped", "no committee"), ("done", None),
    ]  # fmt: skip
    assert "Committee:skipped Assembly:stopped" in steps(standing.standing("failed", actions[:1], NJ, chamber="lower"))
    referred = [WAY[0], WAY[1], action("2017-03-01", "upper", "discharged")]
    assert "Committee:done" in steps(standing.standing("reported", referred, CA, chamber="upper"))


VETOED = [*WAY, action("2017-10-05", "lower", "executive-veto", "receipt")]


@pytest.mark.parametrize(
    ("status", "actions", "then"),
    [
        (None, [], "nothing more is expected in it."),
        ("introduced", WAY[:1], "nothing more is expected in it."),
        ("in_committee", WAY[:2], "nothing more is expected in it."),
        ("reported", WAY[:3], "nothing more is expected in it."),
        ("passed_first", WAY[:4], "nothing more is expected in it."),
        ("carried_over", WAY[:4], "nothing more is expected in it. Only where the rules allow it may the next session"),
        ("failed", WAY[:4], "that vote stands."),
        ("vetoed", VETOED, "the veto stands."),
        ("passed_both", WAY[:5], "what the Governor does may follow after it."),
        ("to_executive", WAY, "what the Governor does may follow after it."),
    ],
)
def test_after_the_session_nothing_more_is_expected_of_it(status: str | None, actions: list[Any], then: str) -> None:
    def told(today: str, end: str | None = "2018-01-09") -> Any:
        return standing.standing(status, actions, NJ, chamber="upper", session_end=end, today=today)

    assert told("2018-01-10").then.startswith(f"The session ended on January 9, 2018: {then}")
    assert told("2018-01-10").session_over
    for still in (told("2018-01-09"), told("2018-01-10", None)):
        assert "ended" not in still.then
        assert not still.session_over
    if status in standing.OPEN:
        (stopped,) = [stage for stage in told("2018-01-10").stages if stage.state == "stopped"]
        assert (stopped.note, stopped.on) == ("session ended", "2018-01-09")
        assert "stopped" not in steps(told("2018-01-10", None))


def test_the_end_of_the_session_changes_nothing_for_a_law() -> None:
    told = standing.standing("signed", WAY, CA, chamber="upper", session_end="2018-11-30", today="2019-01-01")
    assert told.then == "It takes effect on the day that its text or the rules of the state set."


def test_steps_after_a_veto_are_told() -> None:
    later = [action("2017-10-12", "lower", "reading-1"), action("2017-10-13", "lower", "reading-2"),
             action("2017-10-14", "lower", "passage"), action(None, "upper", "receipt")]  # fmt: skip
    told = standing.standing("vetoed", [*VETOED, *later], NJ, chamber="lower", status_date="2017-10-05")
    assert told.sentence == (
        "Vetoed by the Governor on October 5, 2017. Since then: read in the Assembly on October 13, 2017;"
        " passed by the Assembly on October 14, 2017; received in the Senate."
    )
    again = [*VETOED, *later, action("2017-11-01", "executive", "executive-veto")]
    told = standing.standing("vetoed", again, NJ, chamber="lower", status_date="2017-11-01")
    assert told.sentence == "Vetoed by the Governor on November 1, 2017."


@pytest.mark.parametrize("status", ["signed", "chaptered", "override_passed", "law_without_signature"])
def test_a_law_took_effect_on_a_past_day_and_takes_effect_on_one_to_come(status: str) -> None:
    def told(today: str) -> Any:
        return standing.standing(status, WAY, CA, chamber="upper", effective_date="2018-01-01", today=today)

    assert told("2017-12-31").then == "It takes effect on January 1, 2018."
    assert told("2018-01-01").sentence.endswith(". It took effect on January 1, 2018.")
    assert told("2018-01-01").then == ""


def test_nothing_is_said_of_who_withdrew_it_or_of_its_coming_back() -> None:
    told = standing.standing("withdrawn", WAY[:2], NJ, chamber="upper")
    assert f"{told.sentence} {told.then}" == "Withdrawn from consideration. This measure goes no further."
    assert "sponsor" not in WHAT_NEXT["withdrawn"]


actions = st.lists(
    st.builds(
        action, st.sampled_from(["2017-01-01", "2018-02-03", None]),
        st.sampled_from(["upper", "lower", "legislature", "executive", None]),
        st.sampled_from(CLASSES), st.sampled_from(CLASSES),
    ),
    max_size=12,
)  # fmt: skip


@given(actions, st.sampled_from(SORTS), st.sampled_from(["upper", "lower", None]), st.sampled_from([CA, NE, US]),
       st.sampled_from([None, "2018-11-30"]), st.sampled_from(["2018-03-02", "2019-01-01"]))  # fmt: skip
def test_any_history_has_one_sentence_and_steps_in_order(
    listed: list[Any], sort: str, home: str | None, place: Any, over: str | None, today: str
) -> None:
    derived = derive_status(
        [Step(entry["date"], entry["chamber"], tuple(entry["classifications"])) for entry in listed],
        is_resolution="resolution" in sort, origin=home, chambers=1 if place is NE else 2, session_over_on=over,
    )  # fmt: skip
    status = derived.status if derived else None
    told = standing.standing(
        status, listed, place, classification=sort, chamber=home, status_date="2018-03-01", session_end=over,
        today=today,
    )  # fmt: skip
    assert told.sentence.endswith(".")
    assert "None" not in told.sentence + told.then
    assert "{" not in told.sentence + told.then
    if not over:
        assert "session ended" not in told.then
    states = [stage.state for stage in told.stages]
    reached = [place for place, state in enumerate(states) if state in ("done", "skipped")]
    assert reached == list(range(len(reached)))
    assert [state for state in states if state in ("now", "stopped")] in ([], ["now"], ["stopped"])
    if status in standing.LAW | {"adopted"}:
        assert "ahead" not in states
    if status in stages.STOPPED and "stopped" not in states:
        assert all(state in ("done", "skipped") for state in states)
