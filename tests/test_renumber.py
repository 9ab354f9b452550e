"""A measure that is listed under a docket's number before it has a bill's: one bill, whatever comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store import SESSION, Store, action, bill, person, roll

from scrapers import items

DAYS = [f"2025-03-0{day}T00:00:00+00:00" for day in range(1, 7)]
SPONSOR = items.Sponsorship("Doe", "primary", True)
NEWBORN = "ca-20252026-ab1"


def docket(**more: object) -> items.Bill:
    values: dict[str, object] = {"title": "Water, as filed", "sponsorships": [SPONSOR], "actions": None} | more
    return replace(bill(), identifier="AD 9", classification="proposed bill", **values)


def numbered(**more: object) -> items.Bill:
    text = items.VersionText("Be it enacted", None, "test", "sha")
    values: dict[str, object] = {
        "sponsorships": [SPONSOR, items.Sponsorship("Roe", "cosponsor", False)],
        "versions": [items.Version("v1", "Text", None, None, text=text)],
        "related": [items.RelatedBill("AD 9", None, "replaces")],
    }
    return replace(bill(action("Introduced")), **(values | more))


def only_bill(store: Store) -> dict[str, object]:
    (found,) = store.rows("SELECT * FROM bills")
    return found


def test_a_docket_becomes_its_bill(store: Store) -> None:
    store.run(docket(), at=DAYS[0])
    store.run(docket(), numbered(), at=DAYS[1])
    found = only_bill(store)
    assert (found["id"], found["identifier"], found["classification"]) == (NEWBORN, "AB 1", "bill")
    assert (found["first_seen_at"], found["changed_at"]) == (DAYS[0], DAYS[1])
    assert ("status", "identifier", "AD 9", "AB 1") in store.changes()
    assert not [change for change in store.changes() if change[0] in ("new_bill", "sponsor_remove", "action_remove")]
    assert store.one("SELECT count(*) FROM changes WHERE kind = 'new_bill' AND bill_id = ?", NEWBORN) == 1


def test_what_is_held_then_is_what_the_bill_alone_would_be(tmp_path) -> None:
    early = docket(
        versions=[items.Version("v1", "Text", None, None, text=items.VersionText("As filed", None, "test", "old"))],
        documents=[items.Document("d1", "summary", "Summary", None)],
        actions=[action("Introduced")],
    )
    late = numbered(documents=[items.Document("d1", "summary", "Summary", None)])
    two, one = Store(tmp_path / "two.db"), Store(tmp_path / "one.db")
    two.run(person("Doe"), early, items.Hearing(SESSION, "h1", None, "2025-03-01", None, "scheduled", ["AD 9"]),
            at=DAYS[0])  # fmt: skip
    two.run(late, at=DAYS[1])
    one.run(person("Doe"), late, items.Hearing(SESSION, "h1", None, "2025-03-01", None, "scheduled", ["AB 1"]),
            at=DAYS[1])  # fmt: skip
    assert two.state() == one.state()
    for store in (two, one):
        found = "SELECT count(*) FROM version_texts_fts WHERE version_texts_fts MATCH ?"
        assert (store.one(found, "enacted"), store.one(found, "filed")) == (1, 0)
        named = "SELECT count(*) FROM bills_fts WHERE bills_fts MATCH ?"
        assert (store.one(named, '"AB 1"'), store.one(named, '"AD 9"')) == (1, 0)
    assert two.one("SELECT count(*) FROM changes WHERE bill_id <> ? OR row_id GLOB '*ad9*'", NEWBORN) == 0
    assert two.rows("PRAGMA foreign_key_check") == []


def test_the_vote_on_a_docket_is_the_bills(store: Store) -> None:
    store.run(docket(), replace(roll({"Doe": "yes"}, (1, 0, 0)), bills=["AD 9"]), at=DAYS[0])
    store.run(numbered(), at=DAYS[1])
    assert store.rows("SELECT bill_id FROM vote_event_bills") == [{"bill_id": NEWBORN}]


def test_in_one_run_too(store: Store) -> None:
    store.run(docket(), numbered(), at=DAYS[0])
    assert only_bill(store)["id"] == NEWBORN
    assert store.changes() == []


@pytest.mark.parametrize("day", [0, 2], ids=["older", "newer"])
def test_a_page_that_knows_no_number_yet_is_of_the_past(store: Store, day: int) -> None:
    store.run(numbered(), at=DAYS[1])
    before = store.state()
    store.run(docket(), at=DAYS[day])
    assert store.state() == before


def test_a_number_told_by_an_older_page_waits_for_a_newer_one(store: Store) -> None:
    store.run(docket(), at=DAYS[1])
    store.run(numbered(), at=DAYS[0])
    assert only_bill(store)["identifier"] == "AD 9"
    store.run(numbered(), at=DAYS[2])
    assert only_bill(store)["identifier"] == "AB 1"


def test_a_bill_held_before_it_named_its_docket_takes_it_in(store: Store) -> None:
    store.run(docket(), items.Hearing(SESSION, "h1", None, "2025-03-01", None, "scheduled", ["AD 9"]), at=DAYS[0])
    store.run(numbered(related=None), at=DAYS[1])
    assert store.one("SELECT count(*) FROM bills") == 2
    store.run(numbered(), at=DAYS[2])
    found = only_bill(store)
    assert (found["id"], found["first_seen_at"]) == (NEWBORN, DAYS[0])
    assert store.rows("SELECT bill_id FROM hearing_items") == [{"bill_id": NEWBORN}]
    assert store.rows("PRAGMA foreign_key_check") == []


def test_a_bill_that_replaces_a_bill_is_another_bill(store: Store) -> None:
    store.run(bill(action("Introduced"), number=9), at=DAYS[0])
    store.run(numbered(related=[items.RelatedBill("AB 9", None, "replaces")]), at=DAYS[1])
    assert store.one("SELECT count(*) FROM bills") == 2
