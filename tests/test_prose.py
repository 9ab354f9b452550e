"""Roll calls told in a sentence: read back as they were written, refused where they cannot be, in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.errors import LayoutChanged
from scrapers.prose import LONGEST, Group, RollCall, Side, roll_call, sides, split_names

BEHIND = ("Aye(s) with reservations", "Aye(s)", "Ayes", "No(es)", "Noes", "Excused")
BEFORE = ("voting aye with reservations", "voting no", "excused")
TITLES = ("Senator(s)", "Representative(s)")
SIDES = {"Aye(s) with reservations": "yes", "Aye(s)": "yes", "Ayes": "yes", "No(es)": "no", "Noes": "no"}

READ = {
    "a count before each label": (
        "The votes were as follows: 6 Aye(s): Senator(s) Baker, S. Chang, Ruderman, L. Thielen, Wakai; Aye(s) with"
        " reservations: Senator(s) Fevella ; 0 No(es): none; and 1 Excused: Senator(s) Nishihara.",
        RollCall(
            "The votes were as follows:",
            [
                Group("Aye(s)", 6, ["Baker", "S. Chang", "Ruderman", "L. Thielen", "Wakai"]),
                Group("Aye(s) with reservations", None, ["Fevella"]),
                Group("No(es)", 0, []),
                Group("Excused", 1, ["Nishihara"]),
            ],
            "",
        ),
    ),
    "a count behind each label, names in brackets": (
        "Passed Final Reading.  Ayes, 23; Aye(s) with reservations: Senator(s) Rhoads.  Noes, 1 (Senator(s) Awa)."
        "  Excused, 1 (Senator(s) Lee, C.).  Transmitted to House.",
        RollCall(
            "Passed Final Reading.",
            [
                Group("Ayes", 23, None),
                Group("Aye(s) with reservations", None, ["Rhoads"]),
                Group("Noes", 1, ["Awa"]),
                Group("Excused", 1, ["Lee, C."]),
            ],
            "Transmitted to House",
        ),
    ),
    "both in one sentence": (
        "Ayes, 25; Aye(s) with reservations: none . 0 No(es): none. 0 Excused: none.",
        RollCall(
            "",
            [
                Group("Ayes", 25, None),
                Group("Aye(s) with reservations", None, []),
                Group("No(es)", 0, []),
                Group("Excused", 0, []),
            ],
            "",
        ),
    ),
    "a count that could be of either label": (
        "3 Ayes: 2 Noes: Awa, Rhoads",
        RollCall("", [Group("Ayes", 3, None), Group("Noes", 2, ["Awa", "Rhoads"])], ""),
    ),
    "counts alone": ("Ayes 20 and Noes 30.", RollCall("", [Group("Ayes", 20, None), Group("Noes", 30, None)], "")),
}


@pytest.mark.parametrize("text, expected", READ.values(), ids=READ)
def test_names_behind_their_labels(text: str, expected: RollCall) -> None:
    assert roll_call(text, BEHIND, TITLES) == expected


def test_names_before_their_labels() -> None:
    text = (
        "Passed Third Reading with none voting aye with reservations; Representative(s) Garcia, Pierick voting no (2)"
        " and Representative(s) Lee, M. excused (1).  Transmitted to Senate."
    )
    assert roll_call(text, BEFORE, TITLES, names_first=True) == RollCall(
        "Passed Third Reading with",
        [
            Group("voting aye with reservations", None, []),
            Group("voting no", 2, ["Garcia", "Pierick"]),
            Group("excused", 1, ["Lee, M."]),
        ],
        "Transmitted to Senate",
    )


def test_a_journal_that_counts_behind_the_last_name() -> None:
    labels = ("Those voting in the affirmative are", "Those voting in the negative are", "Excused absences")
    text = (
        "Those voting in the affirmative are: Representatives Adams, Zachary, and Wright - 3. Those voting in the"
        " negative are: None. Excused absences: Representatives Fisher and Jones, Jr. - 2."
    )
    assert roll_call(text, labels, ("Representatives",)).groups == [
        Group(labels[0], 3, ["Adams", "Zachary", "Wright"]),
        Group(labels[1], None, []),
        Group(labels[2], 2, ["Fisher", "Jones, Jr."]),
    ]


@pytest.mark.parametrize(
    "text, names",
    [
        ("none", []),
        ("None.", []),
        ("Senator(s) Doe", ["Doe"]),
        ("Doe and Roe", ["Doe", "Roe"]),
        ("Doe, Roe, and Poe.", ["Doe", "Roe", "Poe"]),
        ("J.Doe, D. Roe, Keohokapu-Lee Loy", ["J.Doe", "D. Roe", "Keohokapu-Lee Loy"]),
        ("Lee, C., Lee, M., Poe", ["Lee, C.", "Lee, M.", "Poe"]),
        ("Doe, Jr., Roe Sr., Poe, III", ["Doe, Jr.", "Roe Sr.", "Poe, III"]),
        ("Senator(s) Anderson and Representative(s) Brand", ["Anderson", "Brand"]),
    ],
)
def test_names_as_printed(text: str, names: list[str]) -> None:
    assert split_names(text, TITLES) == names


def test_a_side_adds_up_the_groups_it_is_made_of() -> None:
    groups = roll_call(READ["a count before each label"][0], BEHIND, TITLES).groups
    found = sides(groups, SIDES | {"Excused": "excused"})
    assert found["yes"] == Side(6, ["Baker", "S. Chang", "Ruderman", "L. Thielen", "Wakai", "Fevella"])
    assert found["yes"].agrees
    assert not Side(7, ["Baker"]).agrees
    assert Side(7, None).agrees
    assert Side(None, ["Baker"]).agrees
    with pytest.raises(KeyError, match="Excused"):
        sides(groups, SIDES)


UNREADABLE = {
    "no label": ("Referred to the committee.", False),
    "words after the names that are no label": ("Ayes: Doe. Roe thinks; Noes: none", False),
    "a title without a name": ("2 Ayes: Senator(s); 0 Noes: none", False),
    "'none' beside a name": ("2 Ayes: Doe, none; 0 Noes: none", False),
    "a name as long as a sentence": (f"1 Ayes: Senator(s) {'Doe ' * 20}; 0 Noes: none", False),
    "names under a label nobody listed": ("Noes, 1 (Senator(s) Doe). Absent, 1 (Senator(s) Roe).", False),
    "a list that goes on": ("Representative(s) Doe excused (1) and Representative(s) Roe absent (1).", True),
    "nothing where the first names begin": ("Passed with Doe excused (1).", True),
    "too many labels": ("Ayes 1; " * 41, False),
}


@pytest.mark.parametrize("text, names_first", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_such_roll_call_is_refused(text: str, names_first: bool) -> None:
    with pytest.raises(LayoutChanged):
        roll_call(text, BEFORE if names_first else BEHIND, TITLES, names_first=names_first)


NAME = st.from_regex(
    r"[A-Z]\. [A-Z][a-z]{2,9}|[A-Z][a-z]{2,9}(?:-[A-Z][a-z]{2,9})?|[A-Z][a-z]{2,9}, [A-Z]\.", fullmatch=True
)
LISTS = st.lists(st.lists(NAME, max_size=6), min_size=3, max_size=3)


def listed(names: list[str], and_before_the_last: bool) -> str:
    if not names:
        return "none"
    if and_before_the_last and len(names) > 1:
        return f"Senator(s) {', '.join(names[:-1])} and {names[-1]}"
    return f"Senator(s) {', '.join(names)}"


@given(LISTS, st.booleans(), st.sampled_from(["before", "behind", "brackets"]))
def test_what_is_written_is_read_back(lists: list[list[str]], anded: bool, style: str) -> None:
    labels = ("Ayes", "Noes", "Excused")
    written = {
        "before": "; ".join(
            f"{len(names)} {label}: {listed(names, anded)}" for label, names in zip(labels, lists, strict=True)
        ),
        "behind": "; ".join(
            f"{label}, {len(names)}: {listed(names, anded)}" for label, names in zip(labels, lists, strict=True)
        ),
        "brackets": ". ".join(
            f"{label}, {len(names)} ({listed(names, anded)})" for label, names in zip(labels, lists, strict=True)
        ),
    }[style]
    expected = [Group(label, len(names), names) for label, names in zip(labels, lists, strict=True)]
    assert roll_call(f"Passed. {written}", labels, TITLES).groups == expected


@given(LISTS, st.booleans())
def test_what_is_written_with_names_first_is_read_back(lists: list[list[str]], anded: bool) -> None:
    parts = [f"{listed(names, anded)} {label} ({len(names)})" for label, names in zip(BEFORE, lists, strict=True)]
    expected = [Group(label, len(names), names) for label, names in zip(BEFORE, lists, strict=True)]
    text = f"Passed with {parts[0]}; {parts[1]} and {parts[2]}."
    assert roll_call(text, BEFORE, TITLES, names_first=True).groups == expected


@given(st.lists(NAME, min_size=2, max_size=6), st.integers(0, 5), st.booleans())
def test_a_name_lost_never_adds_up(names: list[str], which: int, anded: bool) -> None:
    left = [name for place, name in enumerate(names) if place != which % len(names)]
    found = roll_call(f"{len(names)} Ayes: {listed(left, anded)}; 0 Noes: none", BEHIND, TITLES)
    assert not sides(found.groups, SIDES)["yes"].agrees


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="AyesNo(),;:.- 0123456789and", max_size=300), st.booleans())
def test_any_text_is_read_or_refused(text: str, names_first: bool) -> None:
    try:
        found = roll_call(text, BEFORE if names_first else BEHIND, TITLES, names_first=names_first)
    except LayoutChanged:
        return
    assert found.groups


HOSTILE = [
    "Ayes ",
    "(",
    "Ayes (",
    "1 ",
    "- ",
    "-",
    ", ",
    "A. ",
    "A.",
    "and ",
    "none ",
    "Senator(s) ",
    "Ayes, 1; ",
    "0" * 7,
]


@pytest.mark.parametrize("names_first", [False, True])
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines_cost_little_time(piece: str, names_first: bool) -> None:
    start = time.perf_counter()
    for size in (LONGEST - 200, 1_000_000):
        for frame in ("{}", "3 Ayes: {}; 0 Noes: none", "Senator(s) {} voting no (0) and none excused (0)."):
            try:
                roll_call(
                    frame.format(piece * (size // len(piece))),
                    BEFORE if names_first else BEHIND,
                    TITLES,
                    names_first=names_first,
                )
            except LayoutChanged:
                continue
    assert time.perf_counter() - start < 2
