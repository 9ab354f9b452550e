"""The action and motion tables: every reviewed wording, the traps, and what hostile text may not do.

reviewed.tsv holds each distinct wording (# a number, DATE, X committee names, NAME a member), how often the captures
have it (0: known from other years) and the classes a person approved. A new wording needs a new reviewed line.
"""

import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.classify import OURS, YES_MEANS, ActionTable, Motion, MotionTable
from scrapers.states.ca.actions import ACTIONS, MOTIONS

CAPTURES = Path(__file__).resolve().parents[1].parent / "shared" / "captures" / "ca"
HISTORIES = [CAPTURES / "2025" / "BILL_HISTORY_TBL.dat", CAPTURES / "mcp" / "mini" / "BILL_HISTORY_TBL.dat"]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WORDING = [
    (re.compile(rf"\b(?:{MONTHS}) \d+"), "DATE"),
    (
        re.compile(
            r"\b(Coms?\. on) .+?\.?(?= (?:for assignment|pursuant to|with recommendation|Read second|Re-referred"
            r"|Amended|\(Ayes)|\)|$)"
        ),
        r"\1 X",
    ),
    (re.compile(r"\b(Assembly ?Member|Senator) .+?(?=\.|$| tabled| refused)", re.IGNORECASE), r"\1 NAME"),
    (re.compile(r"\d+(?:\.\d+)*"), "#"),
]
EXAMPLE = [(r"\bX\b", "L., P.E. & R. and  PUB. S."), ("DATE", "July  16"), ("NAME", "Otero-Quill")]


def wording(text: str) -> str:
    text = " ".join(text.split())
    for pattern, word in WORDING:
        text = pattern.sub(word, text)
    return text


def example(line: str) -> str:
    """A line as the source would print it, with made-up names and numbers."""
    for pattern, words in EXAMPLE:
        line = re.sub(pattern, words, line)
    numbers = iter(range(11, 99, 3))
    return re.sub("#", lambda _: str(next(numbers)), line)


def reviewed() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).parent / "fixtures" / "ca" / "actions" / "reviewed.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {row["wording"]: tuple(row["classes"].split()) for row in rows}
    assert len(found) == len(rows) > 150
    return found


REVIEWED = reviewed()


@pytest.mark.parametrize("line", REVIEWED)
def test_reviewed_wording(line: str) -> None:
    assert ACTIONS.classify(example(line)) == REVIEWED[line]
    assert wording(example(line)) == line


def test_every_captured_wording_is_reviewed() -> None:
    if not all(path.exists() for path in HISTORIES):
        pytest.skip("the captured histories are not here: ../shared/captures/ca")
    texts = [
        line.split("\t")[3].strip("`")
        for path in HISTORIES
        for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    ]
    assert len(texts) > 7800
    assert {wording(text) for text in texts} <= REVIEWED.keys()
    assert [text for text in texts if ACTIONS.classify(text) != REVIEWED[wording(text)]] == []
    unclassified = sum(ACTIONS.classify(text) == ("unclassified",) for text in texts)
    assert unclassified / len(texts) <= 0.03


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Read third time. Passed. Ordered to the Senate. (Ayes 77. Noes 0. Page 1420.)", "reading-1"),
        ("Read first time.", "introduction"),
        ("Introduced measure version corrected.", "introduction"),
        ("In Senate. Concurrence in Assembly amendments pending.", "concurrence"),
        ("From committee: That the Senate amendments be concurred in. (Ayes 7. Noes 0.) (July 2).", "concurrence"),
        ("From committee: Be adopted. To Consent Calendar. (Ayes 8. Noes 0.) (July 2).", "passage"),
        ("From committee: Do pass. (Ayes 8. Noes 0.) (July 2).", "passage"),
        ("Read third time. Urgency clause refused adoption. (Ayes 40. Noes 20. Page 9.)", "failure"),
        ("Read third time. Urgency clause adopted. (Ayes 60. Noes 10. Page 9.)", "passage"),
        ("Withdrawn from committee.", "withdrawal"),
        ("In committee: Set, first hearing. Failed passage.", "failure"),
        ("In committee: Set, first hearing. Hearing canceled at the request of author.", "hearing-held"),
        ("In committee: Referred to suspense file.", "referral-committee"),
        ("(Pending re-refer to Com. on JUD.)", "referral-committee"),
        ("Introduced. To Com. on RLS. for assignment. To print.", "referral-committee"),
        ("Amendments by Senator Otero tabled on motion by Senator Quill. (Ayes 30. Noes 9.)", "tabled"),
        ("Motion to lay measure on the table by Assemblymember Otero.", "tabled"),
        ("Measure version as amended on January 6 corrected.", "amendment-passage"),
        ("Enrolled and filed with the Secretary of State at 2 p.m.", "executive-receipt"),
        ("Enrolled and filed with the Secretary of State at 2 p.m.", "died"),
        ("In Senate. Consideration of Governor's veto pending.", "executive-veto"),
        ("Passed notwithstanding the Governor's veto. (Ayes 54. Noes 26.)", "passage"),
        ("Chaptered by Secretary of State - Res. Chapter 3, Statutes of 2025.", "became-law"),
        ("Died on inactive file.", "deferral"),
        ("Died on third reading.", "calendar"),
        ("Re-referred to Com. on RLS. pursuant to Senate Rule 29.10(c).", "transmittal"),
        ("Action rescinded whereby the bill was read third time, passed, and to Senate.", "passage"),
        ("Motion to reconsider the vote by which the bill was refused passage made by Senator Otero.", "failure"),
        ("Motion to reconsider made by Assembly Member Otero.", "reconsideration"),
        ("Notice of intention to remove from inactive file given by Senator Otero.", "calendar"),
    ],
)
def test_no_class_by_accident(text: str, absent: str) -> None:
    found = ACTIONS.classify(text)
    assert absent not in found
    assert found != ("unclassified",)


@pytest.mark.parametrize("text", ["", " \t\n", "The author thanks the committee.", "Read third time. " * 500])
def test_what_is_not_understood_is_said_so(text: str) -> None:
    assert ACTIONS.classify(text) == ("unclassified",)


MOTION_EXAMPLES = [
    ("Do pass, but first be re-referred to the Committee on [Appropriations]", ("committee-passage",), "advances"),
    ("Do pass as amended, but first amend, and re-refer", ("committee-passage",), "advances"),
    ("Amend, and do pass as amended", ("committee-passage",), "advances"),
    ("Do pass. To consent calendar", ("committee-passage",), "advances"),
    ("Be adopted. To third reading", ("committee-passage",), "advances"),
    ("That the Senate amendments be concurred in", ("committee-passage",), "advances"),
    ("Placed on suspense file", ("deferral",), "procedural"),
    ("Held in committee and under submission", ("hold",), "kills"),
    ("Hold in committee", ("hold",), "kills"),
    ("Senate 3rd Reading SB12 Otero et al.", ("passage",), "advances"),
    ("Assembly 3rd Reading AB12 BUDGET (Otero) By Quill", ("passage",), "advances"),
    ("SB 12 Otero Senate Third Reading By QUILL", ("passage",), "advances"),
    ("AB 12 Otero Third Reading Urgency", ("passage",), "advances"),
    ("AB 12 Otero Consent Calendar Second Day Regular Session", ("passage",), "advances"),
    ("Special Consent ACR12 Otero et al", ("passage",), "advances"),
    ("Unfinished Business SB12 Otero et al. Concurrence", ("concurrence",), "advances"),
    ("AB 12 Otero Concurrence in Senate Amendments", ("concurrence",), "advances"),
    ("Unfinished Business SB12 Otero et al. Concurrence Reconsider", ("reconsideration",), "procedural"),
    ("Senate 3rd Reading SB12 Otero Motion To Reconsider", ("reconsideration",), "procedural"),
    ("Assembly 2nd Reading AB12 Otero et al. By Quill Urgency Clause", ("urgency",), "procedural"),
    ("HR 12 Otero Assembly Third Reading Motion To Lay On The Table By Quill", ("tabling",), "kills"),
    ("SB 12 Otero Third Reading Amend By Quill Set 1 Lay on Table", ("tabling", "amendment"), "procedural"),
    ("Consideration of Governor's Veto AB12 Otero", ("veto-override",), "advances"),
    # the file section alone does not say what was voted on
    ("W/O Ref. To File SB12 Otero", ("unclassified",), "unknown"),
    (None, ("unclassified",), "unknown"),
]


@pytest.mark.parametrize(("text", "classes", "yes"), MOTION_EXAMPLES)
def test_motions(text: str | None, classes: tuple[str, ...], yes: str) -> None:
    assert MOTIONS.classify(text) == Motion(classes, yes)
    assert yes in YES_MEANS


@pytest.mark.parametrize("rule", [("Passed", "past"), ("Passed",), ("Passed(", "passage"), ("Joint Rule 56", "died")])
def test_a_wrong_action_table_fails_at_once(rule: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"Passed|Rule 56"):
        ActionTable([rule])
    with pytest.raises(ValueError, match=r"Passed|Rule 56"):
        ActionTable([], asides=[rule])


@pytest.mark.parametrize("rule", [("Passed", ("past",), "advances"), ("Passed", ("passage",), "good")])
def test_a_wrong_motion_table_fails_at_once(rule: tuple[str, tuple[str, ...], str]) -> None:
    with pytest.raises(ValueError, match="Passed"):
        MotionTable([rule])


def test_tables_unite_in_their_own_order_and_tell_ordinals_apart() -> None:
    table = ActionTable(
        [("3rd reading", "reading-3"), ("passed", "passage", "reading-3"), ("2nd reading", "reading-2")]
    )
    assert table.classify("Passed 3rd Reading, 12-3") == ("reading-3", "passage")
    assert table.classify("2nd Reading") == ("reading-2",)


def test_our_own_classes_have_a_meaning() -> None:
    assert all(meaning and "\n" not in meaning for meaning in OURS.values())


FRAGMENTS = st.sampled_from([example(line) for line in REVIEWED])


@given(st.text() | FRAGMENTS)
def test_classify_never_raises(text: str) -> None:
    assert all(ACTIONS.classify(text))
    assert MOTIONS.classify(text).yes_means in YES_MEANS


@given(FRAGMENTS, st.text(" \t\n\xa0", min_size=1))
def test_whitespace_runs_do_not_matter(text: str, gap: str) -> None:
    assert ACTIONS.classify(gap + gap.join(text.split()) + gap) == ACTIONS.classify(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "(",
        "Ayes ",
        "hearing: ",
        "Amendments by ",
        "to the ",
        "To Com. on ",
        "(Ayes",
        "Action rescinded whereby ",
        ". ",
    ],
)
def test_hostile_lines_stay_fast(piece: str) -> None:
    line = (piece * 4000)[:4000]
    start = time.perf_counter()
    ACTIONS.classify(line)
    MOTIONS.classify(line)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    "motion",
    ["Inexpedient to Legislate", "Indefinitely postpone", "Lay bill on the table", "Pass by indefinitely", "Pass by",
     "Hold in committee"],
)  # fmt: skip
def test_a_yes_that_ends_or_delays_a_measure_says_so_in_every_legislature(motion: str) -> None:
    assert MotionTable([]).classify(motion).yes_means == "kills"


def test_a_states_own_word_for_a_motion_comes_first() -> None:
    assert MotionTable([(r"Pass by", ("passage",), "advances")]).classify("Pass by").yes_means == "advances"
