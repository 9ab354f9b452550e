"""What reading a page again, or a later page, does to the rows held and to the change log."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store import SESSION, Store, action, bill, person, roll

from scrapers import items

LATER = "2025-03-02T00:00:00+00:00"
LATEST = "2025-03-03T00:00:00+00:00"
INTRODUCED = action("Read first time. To print.", "2025-02-01", "introduction", "reading-1")
REFERRED = action("Referred to Com. on HEALTH.", "2025-02-05", "referral-committee")
HEARD = action("Heard.", "2025-02-07", "hearing-held")
PASSED = action("Passed. (Ayes 2. Noes 1.)", "2025-02-10", "passage", tally_yes=2, tally_no=1, vote_date="2025-02-10")
VOTES = {"Ann": "yes", "Bob": "yes", "Cy": "no"}


def test_the_first_sight_of_a_bill_is_one_change(store: Store) -> None:
    store.run(bill(INTRODUCED, PASSED), roll(VOTES, (2, 1, 0)))
    assert [row["kind"] for row in store.rows("SELECT kind FROM changes")] == ["new_bill"]


def test_the_same_page_again_changes_nothing_and_is_seen(store: Store) -> None:
    read = bill(INTRODUCED, PASSED), roll(VOTES, (2, 1, 0)), person("Ann")
    store.run(*read)
    before = store.state()
    store.run(bill(INTRODUCED, PASSED), roll(VOTES, (2, 1, 0)), person("Ann"), at=LATER)
    assert store.state() == before
    assert store.changes() == []
    assert store.one("SELECT last_seen_at FROM bills") == LATER
    assert store.one("SELECT changed_at FROM bills") == "2025-03-01T00:00:00+00:00"


def test_an_action_put_in_the_middle_is_one_change(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD))
    store.run(bill(INTRODUCED, REFERRED, HEARD), at=LATER)
    assert store.changes() == [
        ("status", "status", "introduced", "in_committee"),
        ("status", "status_date", "2025-02-01", "2025-02-05"),
        ("action_add", None, None, "Referred to Com. on HEALTH."),
    ]
    assert [row["sequence"] for row in store.rows("SELECT sequence FROM actions ORDER BY sequence")] == [1, 2, 3]


def test_a_reworded_action_is_revised_not_removed_and_added(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD))
    store.run(bill(INTRODUCED, action("Heard in part.", HEARD.date, "hearing-held")), at=LATER)
    assert store.changes() == [("action_revise", "text", "Heard.", "Heard in part.")]
    assert store.one("SELECT count(*) FROM actions") == 2


def test_an_action_the_list_has_no_more_is_removed_and_kept_in_the_log(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD))
    store.run(bill(INTRODUCED), at=LATER)
    assert store.changes() == [("action_remove", None, "Heard.", None)]
    assert (
        json.loads(str(store.one("SELECT row_before FROM changes WHERE kind = 'action_remove'")))["date"] == HEARD.date
    )


def test_two_equal_actions_are_two(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD, HEARD))
    assert store.one("SELECT count(DISTINCT id) FROM actions") == 3


def test_a_bill_missing_from_a_page_keeps_its_rows(store: Store) -> None:
    store.run(bill(INTRODUCED), bill(INTRODUCED, number=2))
    store.run(bill(INTRODUCED), at=LATER)
    assert store.one("SELECT count(*) FROM bills") == 2
    assert store.one("SELECT last_seen_at FROM bills WHERE identifier = 'AB 2'") == "2025-03-01T00:00:00+00:00"


def test_what_a_page_does_not_say_is_left_alone(store: Store) -> None:
    sponsor = items.Sponsorship("Ann", "author", True, "lower")
    store.run(bill(INTRODUCED, sponsorships=[sponsor], subjects=["Water"], chapter="Chapter 1, Statutes of 2025"))
    before = store.state()
    silent = bill(title=None, source_url=None)
    silent.actions = None
    store.run(silent, at=LATER)
    assert store.changes() == []
    assert store.state() == before


def test_an_older_page_does_not_overwrite_a_newer_one(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD), at=LATER)
    ledger = store.run(bill(INTRODUCED, title="Old"), at="2025-03-01T00:00:00+00:00")
    assert ledger.stale_bills == {"ca-20252026-ab1"}
    assert store.one("SELECT title FROM bills") == "Water"
    assert store.one("SELECT count(*) FROM actions") == 2


def test_sponsors_come_and_go(store: Store) -> None:
    ann, bob = (items.Sponsorship(name, "author", True, "lower") for name in ("Ann", "Bob"))
    store.run(bill(INTRODUCED, sponsorships=[ann]))
    store.run(bill(INTRODUCED, sponsorships=[bob]), at=LATER)
    assert [change[0] for change in store.changes()] == ["sponsor_add", "sponsor_remove"]
    assert store.one("SELECT name FROM sponsorships") == "Bob"


def test_title_subject_committee_and_effective_date_are_typed_changes(store: Store) -> None:
    body = items.Organization("CX08", "Assembly Health", "committee", "lower", "lower")
    store.run(body, bill(INTRODUCED, subjects=["Water"], committee_code="CX08"))
    read = bill(INTRODUCED, title="Rivers", subjects=["Fish"], committee_code="", effective_date="2026-01-01")
    store.run(read, at=LATER)
    assert store.changes() == [
        ("title", "title", "Water", "Rivers"),
        ("effective", "effective_date", None, "2026-01-01"),
        ("referral", "committee_id", "ca-cx08", None),
        ("subject_add", "subjects", None, "Fish"),
        ("subject_remove", "subjects", "Water", None),
    ]


def test_a_text_that_arrives_with_its_version_is_part_of_it_and_a_later_one_is_a_change(store: Store) -> None:
    def version(words: str) -> items.Version:
        text = items.VersionText(words, None, "caml", f"sha of {words}")
        return items.Version("99INT", "Introduced", "introduced", "2025-02-01", text=text)

    store.run(bill(INTRODUCED))
    store.run(bill(INTRODUCED, versions=[version("one")]), at=LATER)
    store.run(bill(INTRODUCED, versions=[version("two")]), at=LATEST)
    assert [change[0] for change in store.changes()] == ["version_add", "text"]
    found = store.rows("SELECT version_id FROM version_texts t JOIN version_texts_fts f ON f.rowid = t.search_id"
                       " WHERE version_texts_fts MATCH 'two'")  # fmt: skip
    assert len(found) == 1
    assert store.rows("SELECT rowid FROM version_texts_fts WHERE version_texts_fts MATCH 'one'") == []


def test_votes_are_revised_one_by_one(store: Store) -> None:
    store.run(bill(INTRODUCED), roll(VOTES, (2, 1, 0)))
    store.run(bill(INTRODUCED), roll({"Ann": "yes", "Bob": "no", "Di": "yes"}, (2, 1, 0)), at=LATER)
    assert store.changes() == [
        ("vote_revise", "Bob", "yes", "no"),
        ("vote_revise", "Cy", "no", None),
        ("vote_revise", "Di", None, "yes"),
    ]


def test_a_roll_call_of_a_known_bill_is_one_change(store: Store) -> None:
    store.run(bill(INTRODUCED))
    store.run(bill(INTRODUCED), roll(VOTES, (2, 1, 0)), at=LATER)
    assert store.changes() == [("vote_add", None, None, "Third Reading")]


def test_names_missing_in_a_later_page_are_kept(store: Store) -> None:
    store.run(bill(INTRODUCED), roll(VOTES, (2, 1, 0)))
    store.run(bill(INTRODUCED), roll(None, (2, 1, 0)), at=LATER)
    assert store.one("SELECT count(*) FROM votes") == 3
    assert store.one("SELECT verdict FROM vote_events") == "ok"


def test_identical_roll_calls_are_two_and_one_roll_call_decides_many_bills(store: Store) -> None:
    both = roll(VOTES, (2, 1, 0), key="block")
    both.bills = ["AB 1", "AB 2"]
    store.run(
        bill(INTRODUCED), bill(INTRODUCED, number=2), roll(VOTES, (2, 1, 0)), roll(VOTES, (2, 1, 0), key="r2"), both
    )
    assert store.one("SELECT count(*) FROM vote_events") == 3
    assert store.one("SELECT count(*) FROM vote_event_bills WHERE vote_event_id LIKE '%block'") == 2


def test_actions_find_their_roll_calls_and_a_wrong_tally_is_a_conflict(store: Store) -> None:
    store.run(bill(INTRODUCED, PASSED), roll(VOTES, (2, 1, 0)))
    assert store.one("SELECT vote_event_id FROM actions WHERE tally_yes = 2") == "ca-20252026-r1"
    wrong = action(
        "Passed. (Ayes 3. Noes 1.)", "2025-02-10", "passage", tally_yes=3, tally_no=1, vote_date="2025-02-10"
    )
    store.run(bill(INTRODUCED, wrong), roll(VOTES, (2, 1, 0)), at=LATER)
    [event] = store.rows("SELECT verdict, verdict_note FROM vote_events")
    assert event == {"verdict": "conflict", "verdict_note": "the action says 3-1, the roll call counts 2-1"}


def test_where_the_source_states_no_counts_a_tally_finds_the_roll_call_by_its_names(store: Store) -> None:
    other = roll({"Ann": "no", "Bob": "no", "Cy": "no"}, (None, None, None), key="r2", result=None)
    store.run(bill(INTRODUCED, PASSED), roll(VOTES, (None, None, None)), other)
    assert store.one("SELECT vote_event_id FROM actions WHERE tally_yes = 2") == "ca-20252026-r1"
    assert store.one("SELECT count(*) FROM vote_events WHERE verdict = 'no_counts'") == 2


def test_a_tally_without_a_roll_call_is_a_gap_that_closes_when_it_is_found(store: Store) -> None:
    store.run(bill(INTRODUCED, PASSED))
    assert store.one("SELECT evidence FROM gaps WHERE kind = 'roll_call_missing'") == f"2025-02-10: {PASSED.text}"
    store.run(bill(INTRODUCED, PASSED), roll(VOTES, (2, 1, 0)), at=LATER)
    assert store.one("SELECT closed_at FROM gaps WHERE kind = 'roll_call_missing'") == LATER


def test_a_gap_opens_once_and_keeps_its_evidence(store: Store) -> None:
    store.run(bill(INTRODUCED, PASSED))
    store.run(bill(INTRODUCED, PASSED), at=LATER)
    [gap] = store.rows("SELECT opened_at, closed_at FROM gaps WHERE kind = 'roll_call_missing'")
    assert gap == {"opened_at": "2025-03-01T00:00:00+00:00", "closed_at": None}


def test_a_reported_gap_closes_when_the_same_source_no_longer_reports_it(store: Store) -> None:
    missing = items.Gap(None, "table_missing", "MOTIONS", "MOTIONS.dat", "none", "no such file")
    store.run(bill(INTRODUCED), missing)
    store.run(bill(INTRODUCED), at=LATER)
    assert store.one("SELECT closed_at FROM gaps WHERE kind = 'table_missing'") == LATER


def test_a_version_named_and_not_given_is_a_gap_until_it_comes(store: Store) -> None:
    store.run(bill(INTRODUCED, versions_named=["98AMD"]))
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'version_missing' AND closed_at IS NULL") == 1
    version = items.Version("98AMD", "Amended", "amendment", "2025-02-02")
    store.run(bill(INTRODUCED, versions=[version], versions_named=["98AMD"]), at=LATER)
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'version_missing' AND closed_at IS NULL") == 0
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'text_missing' AND closed_at IS NULL") == 1


def test_actions_of_an_unlisted_bill_are_kept_and_come_to_it_when_it_is_listed(store: Store) -> None:
    store.run(bill(INTRODUCED), bill(INTRODUCED, number=9, listed=False))
    assert store.one("SELECT count(*) FROM bills") == 1
    assert store.one("SELECT count(*) FROM actions WHERE bill_id IS NULL") == 1
    assert store.one("SELECT key FROM gaps WHERE kind = 'bill_missing'") == "ca-20252026-ab9"
    store.run(bill(INTRODUCED), bill(INTRODUCED, number=9), at=LATER)
    assert store.one("SELECT count(*) FROM actions WHERE bill_id IS NULL") == 0
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'bill_missing' AND closed_at IS NULL") == 0


def test_a_related_bill_is_linked_whichever_comes_first(store: Store) -> None:
    store.run(bill(INTRODUCED, related=[items.RelatedBill("AB 2", None, "companion")]), bill(INTRODUCED, number=2))
    assert store.one("SELECT related_bill_id FROM related_bills") == "ca-20252026-ab2"
    store.run(bill(INTRODUCED, related=[items.RelatedBill("AB 2", None, "companion")]), at=LATER)
    assert store.changes() == []


def test_a_roll_call_tied_to_no_bill_is_kept_and_is_a_gap(store: Store) -> None:
    alone = roll(VOTES, (2, 1, 0))
    alone.bills = []
    store.run(bill(INTRODUCED), alone)
    assert store.one("SELECT verdict FROM vote_events") == "ok"
    assert store.one("SELECT key FROM gaps WHERE kind = 'roll_call_without_bill'") == "ca-20252026-r1"


def test_a_roll_call_on_a_bill_that_is_not_held_is_a_gap_until_it_is(store: Store) -> None:
    store.run(bill(INTRODUCED, number=2), roll(VOTES, (2, 1, 0)))
    assert store.one("SELECT expected FROM gaps WHERE kind = 'decided_bill_missing'") == "ca-20252026-ab1"
    store.run(bill(INTRODUCED, number=2), bill(INTRODUCED), roll(VOTES, (2, 1, 0)), at=LATER)
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'decided_bill_missing' AND closed_at IS NULL") == 0
    assert store.one("SELECT count(*) FROM vote_event_bills") == 1


def test_where_the_source_points_to_the_roll_call_nothing_else_is_asked(store: Store) -> None:
    told = action("Passed 9-9.", "2025-02-20", "passage", tally_yes=9, tally_no=9, roll_key="r1")
    lost = action("Passed.", "2025-02-21", "passage", roll_key="r9")
    store.run(bill(INTRODUCED, told, lost), roll(VOTES, (2, 1, 0)))
    assert store.one("SELECT vote_event_id FROM actions WHERE text = 'Passed 9-9.'") == "ca-20252026-r1"
    assert store.one("SELECT verdict_note FROM vote_events") == "the action says 9-9, the roll call counts 2-1"
    assert store.one("SELECT expected FROM gaps WHERE kind = 'roll_call_missing'") == "roll call ca-20252026-r9"


def test_a_source_of_changes_adds_and_never_removes(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD), roll(VOTES, (2, 1, 0)))
    passed = action("Passed.", "2025-02-10", "passage")
    one_vote = roll({"Bob": "no"}, (None, None, None), motion=None, result=None, result_raw=None, whole=False)
    store.run(bill(REFERRED, passed, whole=False), one_vote, at=LATER)
    texts = [row["text"] for row in store.rows("SELECT text FROM actions ORDER BY sequence")]
    assert texts == [INTRODUCED.text, REFERRED.text, HEARD.text, passed.text]
    assert [change[0] for change in store.changes()] == ["status", "status", "action_add", "action_add", "vote_revise"]
    assert store.rows("SELECT roll_yes, roll_no, declared_yes, verdict FROM vote_events") == [
        {"roll_yes": 1, "roll_no": 2, "declared_yes": 2, "verdict": "conflict"}
    ]


def test_a_whole_history_from_a_source_of_changes_keeps_its_order(store: Store) -> None:
    store.run(bill(INTRODUCED, HEARD))
    store.run(bill(INTRODUCED, REFERRED, HEARD, whole=False), at=LATER)
    assert [change[0] for change in store.changes()] == ["status", "status", "action_add"]


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    store.run(bill(INTRODUCED))
    before = store.state()
    nameless = items.Sponsorship("Ann", None, True)  # type: ignore[arg-type]  # NOT NULL in the schema
    broken = bill(INTRODUCED, number=2, sponsorships=[nameless])
    with pytest.raises(Exception, match="NOT NULL"):
        store.run(bill(INTRODUCED, HEARD), broken, at=LATER)
    assert store.state() == before


def test_search_finds_every_spelling_of_an_identifier(store: Store) -> None:
    store.run(bill(INTRODUCED, number=54), bill(INTRODUCED, number=540))
    for typed in ('"ab54"', '"AB" "54"', '"A.B." "54"', '"A.B. 54"'):
        found = store.rows("SELECT identifier FROM bills WHERE search_id IN"
                           " (SELECT rowid FROM bills_fts WHERE bills_fts MATCH ?)", typed)  # fmt: skip
        assert [row["identifier"] for row in found] == ["AB 54"], typed


ACTIONS = st.lists(
    st.sampled_from([INTRODUCED, REFERRED, HEARD, PASSED, action("Amended.", "2025-02-08", "amendment-passage")]),
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ACTIONS, second=ACTIONS, seed=st.integers(0, 1000))
def test_the_rows_after_two_pages_are_those_of_the_second_alone(
    tmp_path_factory: pytest.TempPathFactory, first: list[items.Action], second: list[items.Action], seed: int
) -> None:
    shuffled = random.Random(seed)
    both, fresh = (Store(tmp_path_factory.mktemp("db") / "bills.db") for _ in range(2))

    def page(actions: list[items.Action]) -> list[items.Item]:
        read = [bill(*actions), bill(INTRODUCED, number=2), roll(VOTES, (2, 1, 0)), person("Ann")]
        return sorted(read, key=lambda item: (isinstance(item, items.VoteEvent), shuffled.random()))

    both.run(*page(first))
    both.run(*page(second), at=LATER, batches=2)
    fresh.run(*page(second), at=LATER)
    assert both.state() == fresh.state()
    logged = len(both.changes())
    both.run(*page(second), at=LATEST, batches=3)
    assert len(both.changes()) == logged


@pytest.mark.parametrize(
    ("kind", "status"), [("bill", "passed_both"), ("joint resolution", "adopted"), ("joint memorial", "adopted")]
)
def test_what_makes_no_law_is_adopted_when_both_chambers_passed_it(store: Store, kind: str, status: str) -> None:
    lower = action("Passed.", "2025-03-01", "passage")
    upper = action("Passed.", "2025-03-02", "passage", chamber="upper")
    store.run(replace(bill(action("Introduced."), lower, upper), classification=kind))
    assert store.one("SELECT status FROM bills") == status


@pytest.mark.parametrize("bills", [[], ["AB 1"]], ids=["of no bill", "of its bill, though the notice names none now"])
def test_a_hearing_that_moves_or_is_called_off_leaves_a_trace(store: Store, bills: list[str]) -> None:
    hearing = items.Hearing(SESSION, "h1", None, "2025-03-05T09:00", "Room 1", "scheduled", bills)
    store.run(bill(INTRODUCED), hearing)
    store.run(replace(hearing, start="2025-03-06T09:00", bills=[]), at=LATER)
    store.run(replace(hearing, start=None, status="cancelled", bills=[]), at="2025-03-03T00:00:00+00:00")
    assert store.changes() == [
        ("hearing_change", "start", "2025-03-05T09:00", "2025-03-06T09:00"),
        ("hearing_cancel", "status", "scheduled", "cancelled"),
    ]
    of = {row["bill_id"] for row in store.rows("SELECT bill_id FROM changes WHERE kind <> 'new_bill'")}
    assert of == ({"ca-20252026-ab1"} if bills else {None})
