"""Virginia's regular session of 2024 as an independent party published it, held against our words for it.

No raw file of that session's history or votes was captured. So what can be compared is the reading of wordings:
classes, counts, and the status that follows; not files, members' votes or ids.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from pipelines.status import Step, derive_status
from scrapers.states.va.actions import ACTIONS
from scrapers.states.va.bills import tally

UNCLASSIFIED = ("unclassified",)
GOVERNOR = "Governor: "  # their word for the letter G before a line
ENDED = {"failed", "dead_sine_die", "carried_over", "substituted", "withdrawn"}
STANDS = {  # their word, for the furthest a bill came → ours
    "Introduced": ENDED,
    "Engrossed": ENDED,
    "Enrolled": {"to_executive"},
    "Passed": {"chaptered", "adopted"},
    "Vetoed": {"vetoed", "override_failed"},
    "Failed": {"dead_sine_die"},
}
CHAMBERS = {"Senate": "upper", "House": "lower"}


@pytest.fixture(scope="module")
def session(shared: Path) -> Path:
    folder = shared / "truth" / "legiscan" / "va" / "2024-2024_Regular_Session"
    if not folder.is_dir():
        pytest.skip(f"{folder.name}: not beside this checkout")
    return folder


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def classes(text: str) -> tuple[str, ...]:
    return tuple(ACTIONS.classify(text.removeprefix(GOVERNOR)))


def test_the_lines_of_another_year_are_classified(session: Path) -> None:
    found = Counter(bool(set(classes(row["action"])) - set(UNCLASSIFIED)) for row in rows(session / "history.csv.gz"))
    assert found.total() == 50_066
    assert found[True] / found.total() >= 0.99


def test_each_tally_read_from_the_words_is_the_count_published(session: Path) -> None:
    read = [
        (tally(row["description"]), (int(row["yea"]), int(row["nay"]))) for row in rows(session / "rollcalls.csv.gz")
    ]
    stated = [(ours, theirs) for ours, theirs in read if ours is not None]
    assert (len(read), len(stated)) == (10_038, 9_992)
    assert [pair for pair in stated if pair[0] != pair[1]] == []


def test_each_bill_stands_where_they_say(session: Path) -> None:
    theirs = {row["bill_id"]: row for row in rows(session / "bills.csv.gz")}
    assert len(theirs) == 3_595
    together = Counter()
    for bill, lines in groupby(rows(session / "history.csv.gz"), key=lambda row: row["bill_id"]):
        status = derived(theirs[bill]["bill_number"], list(lines))
        if status not in STANDS[theirs[bill]["status_desc"]]:
            together[theirs[bill]["bill_number"], theirs[bill]["status_desc"], status] += 1
    # the House continued SJR 26 to 2025 in committee, as its last line says: it did not pass
    assert together == {("SJR26", "Passed", "carried_over"): 1}


def derived(number: str, lines: list[dict[str, str]]) -> str | None:
    steps = [Step(line["date"], chamber(line), classes(line["action"])) for line in lines]
    status = derive_status(
        steps,
        is_resolution=not number.startswith(("HB", "SB")),
        origin="upper" if number.startswith("S") else "lower",
        chambers=1 if number.startswith(("HR", "SR")) else 2,
    )
    return status.status if status else None


def chamber(line: dict[str, str]) -> str | None:
    return "executive" if line["action"].startswith(GOVERNOR) else CHAMBERS.get(line["chamber"])
