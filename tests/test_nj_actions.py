"""New Jersey's coded actions: their words, and their classes as a person approved them.

reviewed.tsv holds each distinct wording (# digits, X a committee, BILL a number, NAME a member), how often the capture
has it, and its classes.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.status import Step, derive_status
from scrapers.extract import read_csv
from scrapers.normalise import collapse
from scrapers.states.nj.actions import ACTIONS, MOTIONS
from scrapers.states.nj.codes import PHRASES, action_text, decode
from scrapers.states.nj.dump import COLUMNS

REVIEWED = Path(__file__).parent / "fixtures/nj/actions/reviewed.tsv"
COMMITTEES = {"AHO": "Assembly Housing", "SEN": "Senate Environment and Energy"}


def wording(text: str) -> str:
    text = re.sub(r"((?:[Rr]eferred|[Tt]ransferred|[Rr]ecommitted) to|, by) [^;[]+?(?=;| \[|$)", r"\1 X", text)
    text = re.sub(r"(?<=REF |RCM |ACA |ACS )[A-Z]{3,4}(?=\])|(?<=TRANS )[A-Z]{3,4}(?=\])", "X", text)
    text = re.sub(r"\b[AS](?:JR|CR|R)?\d+(?:/\w+)*(?: \([^)]*\))?", "BILL", text)
    text = re.sub(r"\((?!Voice|Lost|BILL)[A-Z][A-Za-z' -]+\)", "(NAME)", text)
    return re.sub(r"\b\d+\b", "#", text)


def reviewed() -> dict[str, tuple[str, ...]]:
    with REVIEWED.open(newline="") as lines:
        return {row["wording"]: tuple(row["classes"].split()) for row in csv.DictReader(lines, delimiter="\t")}


@pytest.mark.parametrize("text, classes", reviewed().items())
def test_each_wording_has_the_classes_approved(text: str, classes: tuple[str, ...]) -> None:
    # BILL, X and NAME are no numbers, as in the text
    assert ACTIONS.classify(text.replace("#", "1")) == classes


def test_each_wording_of_the_capture_was_reviewed(shared: Path) -> None:
    folder = shared / "captures/nj/db_2026-01"
    history = (folder / "BILLHIST.TXT").read_bytes()
    codes = (folder / "COMMITTEE.TXT").read_bytes()
    names = {
        row["Code"]: row["Description"] for row in read_csv(codes, COLUMNS["COMMITTEE"], "COMMITTEE", encoding="cp1252")
    }
    known = reviewed()
    found: Counter[str] = Counter()
    for row in read_csv(history, COLUMNS["BILLHIST"], "BILLHIST", encoding="cp1252"):
        code = collapse(row["Action"])
        text = action_text(decode(code, names)[0], collapse(row["Comment"]), code)
        found[wording(text)] += 1
        assert ACTIONS.classify(text) == known.get(wording(text)), text
    assert sum(found.values()) == 21709
    assert ("unclassified",) not in known.values()


@pytest.mark.parametrize(
    "code, words, committee",
    [
        ("INT 1RA REF AHO", "Introduced; 1st reading, Assembly; referred to Assembly Housing", "AHO"),
        ("REP/SCA 2RS", "Reported with Senate committee amendments; 2nd reading, Senate", None),
        ("PA PBH", "Passed Assembly; passed both houses", None),
        ("SUB BY", "Substituted by", None),
        ("REF SEN", "Referred to Senate Environment and Energy", "SEN"),
        ("SEN COPY ON DESK", "Copy placed on desk, Senate", None),
        ("NOT REP/ACA AHO", "Not reported, with Assembly committee amendments, by Assembly Housing", "AHO"),
        ("CV R/S 2RSG PS",
         "Conditional veto; received in the Senate; 2nd reading in the Senate on the Governor's recommendations; passed"
         " Senate", None),
        ("APP W/LIV", "Approved with line item veto", None),
        ("WITHDRAWN APP", "Withdrawn because approved", None),
        ("REF AXX", "Referred to AXX", "AXX"),
        ("REF", None, None),
        ("XYZ", None, None),
        ("PA XYZ", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_codes_in_words(code: str, words: str | None, committee: str | None) -> None:
    assert decode(code, COMMITTEES) == (words, committee)


def test_each_code_alone_or_with_a_committee_is_decoded() -> None:
    for tokens, words in PHRASES.items():
        code = " ".join(tokens) + (" AHO" if "{}" in words else "")
        assert decode(code, COMMITTEES)[0] is not None


def test_the_raw_code_stays() -> None:
    assert action_text("Passed Assembly", "(51-28-0)", "PA") == "Passed Assembly (51-28-0) [PA]"
    assert action_text(None, "(51-28-0)", "XYZ") == "(51-28-0) [XYZ]"


@pytest.mark.parametrize(
    "end, status",
    [
        ("Withdrawn from consideration [W]", "withdrawn"),
        ("Withdrawn because approved P.L.2023, c.265. [WITHDRAWN APP]", "substituted"),
        ("Withdrawn because approved P.L.2023, JR-16. [WITHDRAWN APP]", "substituted"),
    ],
)
def test_a_bill_whose_text_is_law_already_was_replaced_not_given_up(end: str, status: str) -> None:
    lines = ["Introduced; 1st reading, Senate; referred to Senate Community and Urban Affairs [INT 1RS REF SCU]", end]
    steps = [Step("2024-01-09", "upper", ACTIONS.classify(line)) for line in lines]
    found = derive_status(steps, is_resolution=False, origin="upper", session_over_on="2026-01-13")
    assert found and (found.status, found.step) == (status, 1)


@pytest.mark.parametrize(
    "text", ["[XYZ]", "Passed Assembly [PA XYZ]", "Passed Assembly", "[PAX]", "", "Motion: [MOTION]"]
)
def test_what_no_rule_knows_is_unclassified(text: str) -> None:
    assert ACTIONS.classify(text) == ("unclassified",)


@pytest.mark.parametrize(
    "motion, classes, yes_means",
    [
        ("3RDG FINAL PASSAGE", ("passage",), "advances"),
        ("CONCUR SEN AMEND", ("concurrence",), "advances"),
        ("CONCUR GOV REC", ("concurrence",), "advances"),
        ("TABLE", ("tabling",), "kills"),
        ("TABLE AMENDMENT", ("tabling", "amendment"), "procedural"),
        ("AMEND", ("amendment",), "amends"),
        ("EMERGENCY RESOLUTION", ("rule-suspension",), "procedural"),
        ("OVERRIDE", ("veto-override",), "advances"),
        ("r/favorably", ("committee-passage",), "advances"),
        ("r/Aca", ("committee-passage",), "advances"),
        ("r w/o rec. ACS", ("committee-passage",), "advances"),
        ("Not rep./Aca", ("hold",), "kills"),
        ("something else", ("unclassified",), "unknown"),
    ],
)
def test_motions(motion: str, classes: tuple[str, ...], yes_means: str) -> None:
    assert MOTIONS.classify(motion) == (classes, yes_means)
