"""A printed name is one legislator or nobody."""

from __future__ import annotations

import json

import pytest
from store import SESSION, Store, action, bill, person, roll

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


def test_two_members_told_apart_by_jr_are_two(store: Store) -> None:
    store.run(
        person("Garcia, Jose", "Garcia"), person("Garcia, Jose, Jr.", "Garcia, Jr.", district="2"), bill(INTRODUCED),
        roll({"Garcia": "yes", "Garcia, Jr.": "no"}, (1, 1, 0), result="fail"),
    )  # fmt: skip
    assert voters(store) == {"Garcia": "ca-garcia-jose", "Garcia, Jr.": "ca-garcia-jose-jr"}


def test_a_nickname_and_an_initial_are_nobody_until_the_source_or_a_review_says_who(store: Store) -> None:
    store.run(
        person("Garcia, Robert", "Robert Garcia"), bill(INTRODUCED),
        roll({"Bob Garcia": "yes", "R. Garcia": "yes"}, (2, 0, 0)),
    )  # fmt: skip
    assert voters(store) == {"Bob Garcia": None, "R. Garcia": None}
    assert store.rows("SELECT name, why FROM name_candidates") == [
        {"name": "R. Garcia", "why": "the same surname and initial"}
    ]


def test_a_presiding_officer_the_source_lists_under_the_office_is_that_person(store: Store) -> None:
    store.run(person("Rivas", "Rivas", "Mr. Speaker"), bill(INTRODUCED), roll({"Mr. Speaker": "yes"}, (1, 0, 0)))
    assert voters(store) == {"Mr. Speaker": "ca-rivas"}


def test_a_caucus_as_sponsor_is_kept_by_name_and_is_a_gap(store: Store) -> None:
    sponsor = items.Sponsorship("Rural Caucus", "author", True, "lower", "organization")
    store.run(person("Rural", "Rural"), bill(INTRODUCED, sponsorships=[sponsor]))
    assert store.rows("SELECT name, person_id, organization_id FROM sponsorships") == [
        {"name": "Rural Caucus", "person_id": None, "organization_id": None}
    ]
    assert store.one("SELECT evidence FROM gaps WHERE kind = 'unmatched_name'")


def test_seats_on_a_committee_are_a_persons_by_id_or_by_name(store: Store) -> None:
    health = items.Organization("CX08", "Assembly Health", "committee", "lower", "lower")
    seats = [
        items.Membership(SESSION, "CX08", "Ann", "chair"),
        items.Membership(SESSION, "CX08", "Bo", by_name=True, chamber="lower"),
        items.Membership(SESSION, "CX08", "Nobody", by_name=True, chamber="lower"),
        items.Membership(SESSION, "CX99", "Ann"),
    ]
    store.run(health, person("Ann"), person("Garcia, Bo", "Bo", district="2"), *seats, bill(INTRODUCED))
    query = "SELECT person_id, role FROM memberships WHERE organization_id = 'ca-cx08' ORDER BY person_id"
    assert [tuple(row.values()) for row in store.rows(query)] == [("ca-ann", "chair"), ("ca-garcia-bo", "member")]
    unmatched = store.rows("SELECT key FROM gaps WHERE kind = 'membership_unmatched' ORDER BY key")
    assert [row["key"] for row in unmatched] == ["Ann of CX99", "Nobody of CX08"]


def test_a_statement_stands_beside_the_vote_and_changes_no_count(store: Store) -> None:
    said = items.VoteStatement(SESSION, "r1", "Ann", "Intended to vote nay.", "2025-02-11")
    lost = items.VoteStatement(SESSION, "r9", "Ann", "Intended to vote nay.")
    store.run(person("Ann"), bill(INTRODUCED), roll({"Ann": "yes"}, (1, 0, 0)), said, lost)
    assert store.rows("SELECT vote_event_id, person_id, text FROM vote_statements") == [
        {"vote_event_id": f"ca-{SESSION}-r1", "person_id": "ca-ann", "text": "Intended to vote nay."}
    ]
    assert store.one("SELECT option FROM votes") == "yes"
    assert store.one("SELECT evidence FROM gaps WHERE kind = 'statement_unmatched'") == "Ann: Intended to vote nay."


def test_a_mention_in_passing_adds_a_spelling_and_overwrites_nothing(store: Store) -> None:
    store.run(person("Garcia, Sylvia R.", "Rep. Garcia, Sylvia R.", district="29"), bill(INTRODUCED))
    passing = person("Garcia (TX)", "Garcia (TX)", district="TX")
    passing.source_id, passing.mentioned = "garcia-sylvia-r", True
    store.run(passing, bill(INTRODUCED), roll({"Garcia (TX)": "yes"}, (1, 0, 0)), at=LATER)
    assert store.rows("SELECT id, name FROM people") == [{"id": "ca-garcia-sylvia-r", "name": "Garcia, Sylvia R."}]
    assert store.rows("SELECT district FROM memberships") == [{"district": "29"}]
    assert voters(store) == {"Garcia (TX)": "ca-garcia-sylvia-r"}
    assert [change[0] for change in store.changes()] == ["vote_add"]
