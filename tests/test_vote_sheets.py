"""Vote sheets: names and marks by their places, on sheets of ours and on a captured one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import Placed, pdf

from scrapers.errors import LayoutChanged
from scrapers.vote_sheets import Form, Mark, Sheet, sheet

WHERE = "https://example.org/vote.pdf"
LABELS = ("YEA", "NAY", "ABSENT")
FORM = Form(
    columns=frozenset(LABELS),
    names=frozenset({"MEMBER"}),
    totals={"YEA": "YEAS:", "NAY": "NAYS:", "ABSENT": "ABSENT:"},
    ends=re.compile("^CERTIFIED"),
)
BARE = Form(columns=frozenset(LABELS), total_row=re.compile("TOTALS?"))  # no label over the names, totals in a row
PITCH = 16.0
UNDER = dict(zip(LABELS, (158.0, 198.0, 248.0), strict=True))  # where a mark stands under its label
Votes = list[tuple[str, str]]


def head(left: float, *, named: bool = True) -> list[Placed]:
    over = [(left, 100.0, "MEMBER")] if named else []
    return [*over, *((left + x, 100.0, label) for x, label in zip((150, 190, 235), LABELS, strict=True))]


def block(left: float, votes: Votes, start: float = 120.0) -> list[Placed]:
    placed: list[Placed] = []
    for row, (name, column) in enumerate(votes):
        placed += [(left, start + row * PITCH, name), (left + UNDER[column], start + row * PITCH, "X")]
    return placed


def printed(left: Votes, right: Votes, totals: str = "", *more: Placed) -> bytes:
    foot = 140.0 + PITCH * max(len(left), len(right))
    above: list[Placed] = [(200, 40, "OFFICIAL ROLL CALL"), (60, 80, totals)] if totals else []
    tables = [*head(20), *head(310), *block(20, left), *block(310, right)]
    return pdf([*above, *tables, *more, (200, foot, "CERTIFIED CORRECT"), (400, foot + 20, "(Chief Clerk)")])


def votes(found: Sheet) -> Votes:
    return [(mark.name, mark.column) for mark in found.marks]


LEFT: Votes = [("Alder, Ann", "YEA"), ("Birch", "NAY"), ("de la Cruz-Oak", "YEA")]
RIGHT: Votes = [("Maple", "ABSENT"), ("Willow", "YEA")]
TOTALS = "YEAS: 3 NAYS: 1 ABSENT: 1"


def test_names_marks_and_totals_are_read_block_by_block() -> None:
    found = sheet(printed(LEFT, RIGHT, TOTALS), WHERE, FORM)
    assert votes(found) == [*LEFT, *RIGHT]
    assert found.columns == list(LABELS)
    assert found.totals == {"YEA": 3, "NAY": 1, "ABSENT": 1}
    assert found.above == ["OFFICIAL ROLL CALL", TOTALS]
    assert found.below == ["CERTIFIED CORRECT", "(Chief Clerk)"]


def test_totals_that_differ_are_kept_as_printed() -> None:
    found = sheet(printed(LEFT, RIGHT, "YEAS: 4 NAYS: 0 ABSENT: 7"), WHERE, FORM)
    assert found.totals == {"YEA": 4, "NAY": 0, "ABSENT": 7}
    assert Counter(mark.column for mark in found.marks) == {"YEA": 3, "NAY": 1, "ABSENT": 1}


@pytest.mark.parametrize("lines", [(0.0, 8.0), (-4.0, 4.0)], ids=["below its first line", "around its middle"])
def test_a_name_that_wraps_is_one_name(lines: tuple[float, float]) -> None:
    at = 120.0 + 2 * PITCH
    wrapped: list[Placed] = [(20, at + lines[0], "Roybal"), (20, at + lines[1], "Caballero"), (20 + 158, at, "X")]
    found = sheet(printed(LEFT[:2], [*RIGHT, ("Yew", "YEA")], TOTALS, *wrapped), WHERE, FORM)
    assert votes(found)[:3] == [*LEFT[:2], ("Roybal Caballero", "YEA")]


def test_a_total_row_ends_the_table() -> None:
    rows = [*head(20, named=False), *head(310, named=False), *block(20, LEFT), *block(310, RIGHT)]
    at = 120.0 + 2 * PITCH
    rows += [(310, at, "TOTAL =>"), *((310 + x, at, n) for x, n in zip(UNDER.values(), "311", strict=True))]
    found = sheet(pdf([*rows, (200, 200, "PASSED: 3-1")]), WHERE, BARE)
    assert votes(found) == [*LEFT, *RIGHT]
    assert found.totals == {"YEA": 3, "NAY": 1, "ABSENT": 1}
    assert found.below == ["PASSED: 3-1"]


def test_totals_in_two_rows_are_refused() -> None:
    rows = [*head(20, named=False), *block(20, LEFT), *head(310, named=False), *block(310, RIGHT)]
    at = 120.0 + 3 * PITCH
    for left in (20, 310):
        rows += [(left, at, "TOTAL =>"), *((left + x, at, n) for x, n in zip(UNDER.values(), "311", strict=True))]
    with pytest.raises(LayoutChanged, match="one total of YEA"):
        sheet(pdf(rows), WHERE, BARE)


def test_spaced_out_letters_are_words() -> None:
    motion = (200.0, 60.0, "F I N A L   P A S S A G E")
    assert "FINAL PASSAGE" in sheet(printed(LEFT, RIGHT, TOTALS, motion), WHERE, FORM).above


def test_a_sheet_of_several_pages_is_one_roll() -> None:
    page = [*head(20), *block(20, LEFT), (200, 300, "CERTIFIED")]
    other = [*head(20), *block(20, RIGHT), (60, 80, TOTALS), (200, 300, "CERTIFIED")]
    assert votes(sheet(pdf(page, other), WHERE, FORM)) == [*LEFT, *RIGHT]


X_BETWEEN: Placed = (20 + 158, 120 + 1.5 * PITCH, "X")
REFUSED: dict[str, tuple[bytes, str]] = {
    "a name without a mark": (printed(LEFT, RIGHT, TOTALS, (20, 120 + 3 * PITCH, "Yew")), "none beside Yew"),
    "a mark without a name": (printed(LEFT, RIGHT, TOTALS, (20 + 158, 120 + 3 * PITCH, "X")), "one name beside"),
    "a mark between two rows": (printed(LEFT, [], TOTALS, X_BETWEEN), "one name beside"),
    "two marks for one name": (printed(LEFT, RIGHT, TOTALS, (20 + 198, 120, "X")), "one mark beside Alder, Ann"),
    "a mark far from every column": (printed(LEFT, RIGHT, TOTALS, (600, 120, "X")), "no words beside the columns"),
    "another mark": (printed([("Alder", "YEA")], [], TOTALS, (20 + 198, 120, "Y")), "under a column"),
    "a name reaching into the columns": (
        printed([], RIGHT, TOTALS, (110, 120, "Longname Further")),
        "X under a column",
    ),
    "a name twice": (printed([*LEFT, LEFT[0]], RIGHT, TOTALS), "twice: Alder, Ann"),
    "no total for a column": (printed(LEFT, RIGHT, "YEAS: 3 NAYS: 1"), "one total after 'ABSENT:'"),
    "two totals for a column": (printed(LEFT, RIGHT, f"{TOTALS} YEAS: 4"), "one total after 'YEAS:'"),
    "no row of labels": (pdf([*block(20, LEFT), (200, 300, "CERTIFIED")]), "one row of"),
    "two rows of labels": (printed(LEFT, [], TOTALS, *((x, y + 60, t) for x, y, t in head(20))), "one row of"),
    "blocks of other columns": (pdf([*head(20), *head(310)[:-1], (200, 300, "CERTIFIED")]), "the same labels"),
    "no end of the table": (pdf([*head(20), *block(20, LEFT)]), "a line '^CERTIFIED'"),
    "nobody": (printed([], [], TOTALS), "names with marks"),
    "an empty page": (pdf([]), "names with marks"),
    "words without end": (
        pdf([*head(20), *((10, 120 + n * 15, "I " * 150) for n in range(40))]),
        "at most 4,000 words",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_told_apart_is_refused(case: str) -> None:
    body, says = REFUSED[case]
    with pytest.raises(LayoutChanged, match=re.escape(says)):
        sheet(body, WHERE, FORM)


@settings(max_examples=40, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(LABELS), min_size=2, max_size=30),
    jitter=st.lists(st.floats(-1, 1), min_size=30, max_size=30),
    sideways=st.floats(-8, 8),
)
def test_marks_that_stand_a_little_off_are_still_read(chosen: list[str], jitter: list[float], sideways: float) -> None:
    placed = head(20)
    for row, column in enumerate(chosen):
        at = 120 + row * PITCH
        placed += [(20, at, f"Member{row}"), (20 + UNDER[column] + sideways, at + jitter[row], "X")]
    wanted = [Mark(f"Member{row}", column, "X") for row, column in enumerate(chosen)]
    counts = Counter(chosen)
    totals = f"YEAS: {counts['YEA']} NAYS: {counts['NAY']} ABSENT: {counts['ABSENT']}"
    body = pdf([*placed, (60, 80, totals), (200, 700, "CERTIFIED")])
    assert sheet(body, WHERE, FORM).marks == wanted


def test_a_captured_sheet_of_seventy_names(shared: Path) -> None:
    form = Form(
        columns=frozenset({"YEA", "NAY", "EXCUSED", "ABSENT"}),
        names=frozenset({"REPRESENTATIVE"}),
        totals={"YEA": "YEAS:", "NAY": "NAYS:", "EXCUSED": "EXCUSED:", "ABSENT": "ABSENT:"},
        ends=re.compile("^CERTIFIED"),
    )
    found = sheet((shared / "captures/nm/vote_house_2017.pdf").read_bytes(), WHERE, form)
    assert found.totals == {"YEA": 37, "NAY": 32, "EXCUSED": 1, "ABSENT": 0}
    assert Counter(mark.column for mark in found.marks) == {"YEA": 37, "NAY": 32, "EXCUSED": 1}
    names = [mark.name for mark in found.marks]
    assert len(names) == 70
    assert "FINAL PASSAGE" in found.above
    assert {"García, M.P.", "Roybal Caballero", "Maestas", "Maestas Barnes"} <= set(names)
