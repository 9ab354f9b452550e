"""A printed name is one legislator or nobody."""

from __future__ import annotations

import json

import pytest
from store import Store, action, bill, person, roll

from scrapers import items

INTRODUCED = action("Introduced.", "2025-02-01", "introduction")
LATER = "2025-03-02T00:00:00+00:00"


def voters(store: Store) -> dict[str, object]:
    return {str(row["voter_name"]): row["person_id"] for row in store.rows("SELECT voter_name, person_id FROM votes")}


def test_an_exact_spelling_is_matched_and_says_how(store: Store) -> None:
    store.run(person("Garcia, Ana", "Garcia"), bill(INTRODUCED), roll({"Garcia": "yes"}, (1, 0, 0)))
    assert store.rows("SELECT person_id, match_method FROM votes") == [
        {"person_id": "ca-garcia-ana", "match_method": "exact"}
    ]


@pytest.mark.parametrize(
    "printed", ["garcia", "Garcia ", "García", "Garcia, Ana", "Garci", "Ms. Garcia", "Mr. Speaker"]
)
def test_anything_else_is_nobody(store: Store, printed: str) -> None:
    store.run(person("Garcia, Ana", "Garcia"), bill(INTRODUCED), roll({printed: "yes"}, (1, 0, 0)))
    assert voters(store) == {printed: None}


def test_two_members_of_one_surname_are_nobody_and_both_are_candidates(store: Store) -> None:
    store.run(
        person("Garcia, Ana", "Garcia"), person("Garcia, Bo", "Garcia", district="2"), bill(INTRODUCED),
        roll({"Garcia": "yes"}, (1, 0, 0)),
    )  # fmt: skip
    assert voters(store) == {"Garcia": None}
    [row] = store.rows("SELECT name, candidates, n FROM unmatched_names")
    assert (row["name"], row["n"]) == ("Garcia", 1)
    assert sorted(json.loads(str(row["candidates"]))) == ["ca-garcia-ana", "ca-garcia-bo"]


def test_a_surname_in_both_chambers_never_crosses_over(store: Store) -> None:
    store.run(
        person("Stone, Jeff", "Stone", chamber="upper"), person("Stone, Mark", "Stone"), bill(INTRODUCED),
        roll({"Stone": "yes"}, (1, 0, 0)),
        roll({"Stone": "no"}, (0, 1, 0), key="r2", chamber="upper", organization_code="upper", result="fail"),
    )  # fmt: skip
    found = store.rows("SELECT vote_event_id, person_id FROM votes ORDER BY 1")
    assert [row["person_id"] for row in found] == ["ca-stone-mark", "ca-stone-jeff"]


def test_a_joint_body_sees_both_chambers(store: Store) -> None:
    store.run(
        person("Stone, Jeff", "Stone", chamber="upper"), person("Ash, Mary", "Ash"), bill(INTRODUCED),
        roll({"Stone": "yes", "Ash": "no"}, (1, 1, 0), chamber="legislature", organization_code=None, result="fail"),
    )  # fmt: skip
    assert voters(store) == {"Stone": "ca-stone-jeff", "Ash": "ca-ash-mary"}


def test_every_spelling_the_source_uses_is_the_same_person(store: Store) -> None:
    store.run(
        person("Ávila Farías, Anamarie", "Ávila Farías", "Avila Farias"), bill(INTRODUCED),
        roll({"Avila Farias": "yes"}, (1, 0, 0)), roll({"Ávila Farías": "yes"}, (1, 0, 0), key="r2"),
    )  # fmt: skip
    assert set(voters(store).values()) == {"ca-avila-farias-anamarie"}


def test_a_legislator_who_comes_after_the_vote_is_matched_then(store: Store) -> None:
    sponsor = items.Sponsorship("Garcia", "author", True, "lower")
    store.run(bill(INTRODUCED, sponsorships=[sponsor]), roll({"Garcia": "yes"}, (1, 0, 0)))
    assert voters(store) == {"Garcia": None}
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'unmatched_name' AND closed_at IS NULL") == 2
    store.run(person("Garcia, Ana", "Garcia"), at=LATER)
    assert voters(store) == {"Garcia": "ca-garcia-ana"}
    assert store.one("SELECT person_id FROM sponsorships") == "ca-garcia-ana"
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'unmatched_name' AND closed_at IS NULL") == 0
    assert store.changes() == []


def test_a_committee_as_sponsor_is_a_body_and_no_person(store: Store) -> None:
    body = items.Organization("CX29", "Assembly Budget", "committee", "lower", "lower")
    sponsor = items.Sponsorship("Committee on Budget", "author", True, "lower", "organization", "CX29")
    store.run(body, bill(INTRODUCED, sponsorships=[sponsor]))
    assert store.rows("SELECT person_id, organization_id FROM sponsorships") == [
        {"person_id": None, "organization_id": "ca-cx29"}
    ]
    assert store.rows("SELECT * FROM unmatched_names") == []


def test_a_party_change_is_a_change_and_an_older_page_does_not_undo_it(store: Store) -> None:
    store.run(person("Rivas"), bill(INTRODUCED))
    moved = person("Rivas")
    moved.party = "Other"
    store.run(moved, bill(INTRODUCED), at=LATER)
    assert store.changes() == [("correction", "party", "Independent", "Other")]
    store.run(person("Rivas"), at="2025-03-01T06:00:00+00:00")
    assert store.one("SELECT party FROM people") == "Other"
    assert len(store.changes()) == 1
