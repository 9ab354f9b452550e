"""Hawaii's captured lists of 2020: each wording of a status is known, and each line with votes is read.

reviewed.tsv: how many measures of the captures have the wording as their newest line (0: known from public histories),
the classes a person approved, the wording (0 a number, X committees, DAY a weekday, VOTES the votes).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from pipelines.verdicts import Roll, judge
from scrapers import items
from scrapers.normalise import count_options
from scrapers.states.hi import pages
from scrapers.states.hi.actions import ACTIONS, MOTIONS
from scrapers.states.hi.rolls import tells_votes

KINDS = ("hb", "hr", "sr", "hcr", "scr")
LIST = "https://www.capitol.hawaii.gov/advreports/advreport.aspx?year=2020&report=deadline&active=true&measuretype="
REVIEWED = [
    line.split("\t")
    for line in (Path(__file__).parent / "fixtures" / "hi" / "reviewed.tsv").read_text(encoding="utf-8").splitlines()
]
VOTES = re.compile(
    r"(?:The votes[^:]{0,60}were as follows:|with (?:none|Representative\(s\)[^;]{1,600}?) voting aye|Ayes,).*"
)


@lru_cache
def read(shared: Path) -> list[items.Item]:
    """What the five lists give."""
    found: list[items.Item] = []
    for kind in KINDS:
        body = (shared / "captures" / "hi" / f"advreport_2020_{kind}.html").read_bytes()
        page = HtmlResponse(f"{LIST}{kind}", headers={"Content-Type": "text/html; charset=utf-8"}, body=body)
        found += pages.measures(page, "2020")
    return found


def status_lines(shared: Path) -> dict[str, items.Action]:
    """Each measure with its newest status line."""
    return {item.identifier: (item.actions or [])[0] for item in read(shared) if isinstance(item, items.Bill)}


def shape(text: str) -> str:
    text = VOTES.sub("VOTES", text)
    text = re.sub(r"\b[A-Z]{3}(?:/[A-Z]{3})*(?:, [A-Z]{3}(?:/[A-Z]{3})*)*\b", "X", text)
    text = re.sub(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,? ?", "DAY ", text)
    return re.sub(r"\d+", "0", text)


@pytest.mark.parametrize(("classes", "wording"), [line[1:] for line in REVIEWED])
def test_a_reviewed_wording_has_its_classes(classes: str, wording: str) -> None:
    plain = wording.replace("X", "WAM").replace("DAY", "Monday,").replace("0", "12")
    assert ",".join(ACTIONS.classify(plain)) == classes


def test_each_wording_of_the_captures_was_reviewed(shared: Path) -> None:
    texts = [action.text for action in status_lines(shared).values()]
    assert len(texts) == 2029
    found = Counter((",".join(ACTIONS.classify(text)), shape(text)) for text in texts)
    assert found == {(classes, wording): int(times) for times, classes, wording in REVIEWED if times != "0"}


@pytest.mark.parametrize(
    ("motion", "classes", "yes"),
    [
        ("The committee on FIN recommend that the measure be PASSED, UNAMENDED.", ["committee-passage"], "advances"),
        ("The committee(s) on WAM recommend(s) that the measure be deferred.", ["deferral"], "kills"),
        ("The Conference committee recommends that the measure be PASSED, WITH AMENDMENTS.",
         ["conference", "committee-passage"], "advances"),
        ("Report adopted; Passed Third Reading, as amended (SD 2)", ["passage", "reading-3"], "advances"),
        ("Passed Final Reading, as amended (CD 1)", ["passage", "conference"], "advances"),
        ("Passed Final Reading as amended in HD 1", ["passage", "concurrence"], "advances"),
        ("Passed Second Reading as amended in HD 1 and referred to the committee(s) on CPC", ["referral"], "advances"),
        ("Report adopted; recommitted to the committee(s) on FIN", ["referral"], "procedural"),
        ("Floor Amendment No. 3 offered", ["amendment"], "amends"),
        ("Read by title", ["unclassified"], "unknown"),
    ],
)  # fmt: skip
def test_what_a_yes_does(motion: str, classes: list[str], yes: str) -> None:
    assert MOTIONS.classify(motion) == (tuple(classes), yes)


def test_each_line_with_votes_is_read(shared: Path) -> None:
    """Any line with a word of voting in it gives a roll call; none is left as a gap: 263 of 263."""
    lines = status_lines(shared)
    with_votes = {name for name, action in lines.items() if re.search(r"aye|excused|voting", action.text, re.I)}
    assert with_votes == {name for name, action in lines.items() if tells_votes(action.text)}
    events = {event.bills[0]: event for event in read(shared) if isinstance(event, items.VoteEvent)}
    assert events.keys() == with_votes
    assert len(events) == 263
    assert {action.roll_key for action in lines.values()} - {None} == {event.key for event in events.values()}
    assert [item for item in read(shared) if isinstance(item, items.Gap)] == []


def test_the_names_are_as_many_as_the_lines_state(shared: Path) -> None:
    """Counted a second way, by the commas between titles and marks."""
    lines = status_lines(shared)
    for event in read(shared):
        if not isinstance(event, items.VoteEvent):
            continue
        text = lines[event.bills[0]].text
        named = Counter(vote.option for vote in event.votes)
        lists = re.findall(r"(?:Senator|Representative)\(s\) (.{1,900}?)(?:;| voting | excused |\.$)", text)
        assert named.total() == sum(names.count(",") + 1 for names in lists), text
        if event.organization_code == "lower":
            stated = re.search(r"voting no \((\d+)\)", text), re.search(r"excused \((\d+)\)", text)
            assert stated[0], text
            assert (named["no"], named["excused"]) == (int(stated[0][1]), int(stated[1][1]) if stated[1] else 0), text
            assert (event.declared_yes, event.declared_other) == (None, named["excused"] if stated[1] else None), text
        else:
            assert event.declared_yes == int(re.search(r"(\d+) Ayes?\b|(\d+) Aye\(s\)", text)[0].split()[0]), text
            assert (event.declared_yes, event.declared_no, event.declared_other) == (
                named["yes"], named["no"], named["excused"],
            ), text  # fmt: skip


def test_a_floor_that_names_dissenters_alone_is_never_complete(shared: Path) -> None:
    verdicts: Counter[tuple[str, str]] = Counter()
    for event in read(shared):
        if isinstance(event, items.VoteEvent):
            stated = (event.declared_yes, event.declared_no, event.declared_other)
            verdict, _ = judge(Roll(stated, count_options(vote.option for vote in event.votes), event.result, None))
            verdicts["floor" if event.organization_code == "lower" else "committee", verdict] += 1
    assert verdicts == {("floor", "no_counts"): 199, ("floor", "no_roll"): 5, ("committee", "ok"): 59}
