"""A bill as it stood on a day, from the change log alone, is what a fresh load of that day's page gives."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from commands import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from store import SESSION, Store, action, bill, person, roll

from pipelines.bills import UNCLASSIFIED
from scrapers import items

FIRST = date(2025, 3, 1)
BILL = f"ca-{SESSION}-ab1"
NAMES = ("bills_as_of", "actions_as_of", "sponsorships_as_of", "versions_as_of", "documents_as_of", "vote_events_as_of",
         "votes_as_of")  # fmt: skip
# a row that was removed since is put back on its day, not always at its place in it
LOOSE = {"sequence"}


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    """The SQL people are given, as published."""
    metadata = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
    published = metadata["databases"]["bills"]["queries"]
    return {name: published[name]["sql"] for name in NAMES}


def state(store: Store, queries: dict[str, str], day: date) -> dict[str, list[tuple[object, ...]]]:
    values = {"bill": BILL, "session": f"ca-{SESSION}", "date": day.isoformat(), "vote_event": f"ca-{SESSION}-r1"}
    found = {}
    for name, query in queries.items():
        rows = store.rows(query, values)
        plain = [tuple(value for key, value in row.items() if key not in LOOSE) for row in rows]
        found[name] = sorted(plain, key=str)
    return found


HISTORY = [
    action("Introduced.", "2025-02-01", "introduction"),
    action("Referred to Com. on HEALTH.", "2025-02-05", "referral-committee"),
    action("Referred to Coms. on HEALTH and WATER.", "2025-02-05", "referral-committee"),
    action("Heard.", "2025-02-07", "hearing-held"),
    action("Heard in part.", "2025-02-07", "hearing-held"),
    action("Mumbled.", "2025-02-08", *UNCLASSIFIED),
    action("Passed.", "2025-02-10", "passage"),
]
SPONSORS = [items.Sponsorship(name, "author", name == "Ann", "lower") for name in ("Ann", "Bob", "Cy")]
DOCUMENTS = [items.Document(f"d{n}", "analysis", f"Analysis {n}", f"2025-02-1{n}") for n in (1, 2)]
OPTION = st.sampled_from(["yes", "no", "absent"])
VOTES = st.dictionaries(st.sampled_from(["Ann", "Bob", "Cy", "Di"]), OPTION, min_size=1)


@st.composite
def pages(draw: st.DrawFn) -> list[list[items.Item]]:
    """Some days' pages of one bill, each the source's whole word of that day; texts and roll calls only come."""
    days = []
    texts = held_roll = 0
    for _ in range(draw(st.integers(1, 4))):
        texts = draw(st.integers(texts, 2))
        held_roll = draw(st.integers(held_roll, 1))
        note = draw(st.sampled_from(["Amended", "Amended Senate"]))
        read = bill(
            *draw(st.lists(st.sampled_from(HISTORY), unique_by=lambda found: found.text, max_size=5).map(in_order)),
            title=draw(st.sampled_from(["Water", "Rivers", "Fish"])),
            subjects=draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(sorted)),
            chapter=draw(st.sampled_from(["Chapter 1", "Chapter 2"])),
            sponsorships=draw(st.lists(st.sampled_from(SPONSORS), unique_by=lambda found: found.name)),
            versions=[items.Version(f"9{n}", note, "amendment", f"2025-02-0{n + 1}") for n in range(texts)],
            documents=DOCUMENTS[:texts],
        )
        votes = draw(VOTES)
        counts = (draw(st.integers(0, 3)), 1, 0)
        days.append([person("Ann"), person("Bob", district="2"), read, *([roll(votes, counts)] if held_roll else [])])
    return days


def in_order(actions: list[items.Action]) -> list[items.Action]:
    return sorted(actions, key=lambda found: found.date or "")


@settings(max_examples=60, deadline=None)
@given(days=pages())
def test_each_day_is_what_a_fresh_load_of_that_day_gives(
    queries: dict[str, str], tmp_path_factory: pytest.TempPathFactory, days: list[list[items.Item]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("as-of")
    whole = Store(folder / "whole.db")
    for number, page in enumerate(days):
        whole.run(*page, at=at(number))
    assert state(whole, queries, FIRST - timedelta(days=1)) == {name: [] for name in NAMES}
    for number, page in enumerate(days):
        fresh = Store(folder / f"{number}.db")
        fresh.run(*page, at=at(number))
        day = FIRST + timedelta(days=number)
        assert state(whole, queries, day) == state(fresh, queries, day)


def at(number: int) -> str:
    return f"{FIRST + timedelta(days=number)}T12:00:00+00:00"
