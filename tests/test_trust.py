"""Guards, freshness, completeness and corrections: what tells an operator that something is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from store import SESSION, Store, action, bill, person, roll

from pipelines.check import field_coverage
from pipelines.corrections import BadCorrection, read_corrections
from pipelines.guards import guard
from pipelines.people import resemblance
from scrapers import items

INTRODUCED = action("Introduced.", "2025-02-01", "introduction")
LATER = "2025-03-02T00:00:00+00:00"
HEADER = "kind,session,chamber,name,person_id,reason,source,reviewed_on\n"


def many(count: int, **rest: object) -> list[items.Bill]:
    return [bill(INTRODUCED, number=number, **rest) for number in range(1, count + 1)]


class TestGuards:
    def test_a_fifth_fewer_bills_is_still_ok_and_more_is_not(self) -> None:
        assert guard({"bills": 100}, {"bills": 80}, {}, {}) == []
        assert guard({"bills": 100}, {"bills": 79}, {}, {}) == ["79 bills read, 100 in the last good run"]

    def test_a_table_that_was_full_and_is_empty(self) -> None:
        assert guard({"bills": 3, "votes": 9}, {"bills": 3}, {}, {}) == ["no votes read, 9 in the last good run"]

    def test_a_field_that_falls(self) -> None:
        before, now = {"bills.title": [100, 100]}, {"bills.title": [79, 100]}
        assert guard({}, {}, before, now) == ["bills.title filled in 79% of rows, 100% in the last good run"]
        assert guard({}, {}, before, {"bills.title": [80, 100]}) == []
        assert guard({}, {}, {"bills.title": [5, 5]}, {"bills.title": [1, 5]}) == []
        assert guard({}, {}, {"bills.title": [2, 2]}, {"bills.title": [0, 2]}) == []
        assert len(guard({}, {}, {"bills.title": [3, 3]}, {"bills.title": [0, 3]})) == 1

    def test_a_run_that_reads_far_less_has_failed_and_keeps_what_it_read(self, store: Store) -> None:
        store.run(*many(10))
        store.run(bill(INTRODUCED, title="Rivers"), at=LATER)
        assert store.summary["outcome"] == "failed"
        assert store.summary["reason"] == "far less than before: 1 bills read, 10 in the last good run"
        assert store.one("SELECT count(*) FROM bills") == 10
        assert store.one("SELECT title FROM bills WHERE identifier = 'AB 1'") == "Rivers"

    def test_the_last_good_run_stays_the_measure_after_a_failed_one(self, store: Store) -> None:
        store.run(*many(10))
        store.run(*many(1), at=LATER)
        store.run(*many(2), at="2025-03-03T00:00:00+00:00")
        assert store.summary["reason"] == "far less than before: 2 bills read, 10 in the last good run"

    def test_roll_calls_without_names_say_nothing_of_their_matching(self, store: Store) -> None:
        store.run(bill(), roll({}, (5, 2, 0)))
        store.connection.row_factory = None
        assert "ca votes.person_id" not in dict(field_coverage(store.connection))

    def test_another_session_is_no_measure(self, store: Store) -> None:
        store.run(*many(10))
        other = bill(INTRODUCED)
        other.session = "20232024"
        store.run(other, at=LATER, describe_session=False)
        assert store.summary["outcome"] == "ok"

    def test_votes_that_vanish_from_every_page_fail_the_run(self, store: Store) -> None:
        store.run(bill(INTRODUCED), roll({"Ann": "yes"}, (1, 0, 0)))
        store.run(bill(INTRODUCED), at=LATER)
        assert "no vote events read, 1 in the last good run" in store.summary["reason"]


class TestFreshness:
    @pytest.mark.parametrize(
        ("ends_in_days", "moved_days_ago", "state"),
        [(100, 3, "fresh"), (100, 21, "fresh"), (100, 22, "stale"), (-1, 3, "quiet"), (-1, 300, "quiet")],
    )
    def test_a_session_is_judged_by_what_moved_and_whether_it_sits(
        self, store: Store, ends_in_days: int, moved_days_ago: int, state: str
    ) -> None:
        today = date.today()
        moved = action("Heard.", (today - timedelta(days=moved_days_ago)).isoformat(), "hearing-held")
        ends = (today + timedelta(days=ends_in_days)).isoformat()
        sitting = items.Session(SESSION, "2025-2026", "primary", "2024-12-02", ends)
        store.run(sitting, bill(INTRODUCED, moved), at=f"{today}T00:00:00+00:00")
        assert store.one("SELECT state FROM freshness") == state

    @pytest.mark.parametrize(("moved_days_ago", "state"), [(3, "fresh"), (22, "unknown"), (800, "quiet")])
    def test_of_a_session_without_a_last_day_only_what_moved_is_known(
        self, store: Store, moved_days_ago: int, state: str
    ) -> None:
        today = date.today()
        moved = action("Heard.", (today - timedelta(days=moved_days_ago)).isoformat(), "hearing-held")
        open_ended = items.Session(SESSION, "2025-2026", "primary", None, None)
        store.run(open_ended, bill(INTRODUCED, moved), at=f"{today}T00:00:00+00:00")
        assert store.one("SELECT state FROM freshness") == state
        assert store.one("SELECT sitting FROM freshness") is None

    def test_a_failed_run_says_so_however_new_the_actions_are(self, store: Store) -> None:
        store.run(*many(10))
        store.run(*many(1), at=LATER)
        assert store.one("SELECT state FROM freshness") == "failed"


class TestCompleteness:
    def test_expected_and_held_are_counted_by_session(self, store: Store) -> None:
        passed = action("Passed. (Ayes 2. Noes 1.)", "2025-02-10", "passage", tally_yes=2, tally_no=1)
        version = items.Version("99INT", "Introduced", "introduced", "2025-02-01")
        store.run(
            bill(INTRODUCED, passed, versions=[version], versions_named=["99INT", "98AMD"]),
            bill(INTRODUCED, number=2, title=None), person("Ann"),
            roll({"Ann": "yes", "Bob": "yes", "Cy": "no"}, (2, 1, 0), motion=None, date="2025-01-01"),
        )  # fmt: skip
        found = {
            row["what"]: (row["expected"], row["held"], row["open_gaps"])
            for row in store.rows("SELECT what, expected, held, open_gaps FROM completeness")
        }
        assert found == {
            "bills in the source's lists and histories": (2, 2, 0),
            "titles": (2, 1, 1),
            "histories": (2, 2, 0),
            "roll calls the actions tell of": (1, 0, 1),
            "roll calls with names": (1, 1, 0),
            "roll calls with their motion": (1, 0, 1),
            "votes with their legislator": (3, 1, 2),
            "versions the source names": (2, 1, 1),
            "texts of the versions held": (1, 0, 1),
            "governor's messages with their words": (0, 0, 0),
        }


class TestCorrections:
    def write(self, folder: Path, *rows: str) -> Path:
        (folder / "ca.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return folder

    def test_a_reviewed_name_is_matched_and_says_why(self, store: Store, tmp_path: Path) -> None:
        folder = self.write(
            tmp_path, f"name,{SESSION},lower,Mr. Speaker,ca-rivas,He presided,https://example.org,2025-03-01"
        )
        store.run(person("Rivas"), bill(INTRODUCED), roll({"Mr. Speaker": "yes"}, (1, 0, 0)), corrections=folder)
        assert store.rows("SELECT person_id, match_method FROM votes") == [
            {"person_id": "ca-rivas", "match_method": "correction"}
        ]
        assert store.rows("SELECT name, reason, rows_matched FROM corrections") == [
            {"name": "Mr. Speaker", "reason": "He presided", "rows_matched": 1}
        ]

    def test_a_correction_reaches_rows_held_before_it_and_is_a_change(self, store: Store, tmp_path: Path) -> None:
        store.run(person("Rivas"), bill(INTRODUCED), roll({"Rivaz": "yes"}, (1, 0, 0)))
        folder = self.write(tmp_path, f"name,{SESSION},lower,Rivaz,ca-rivas,Misprint,https://example.org,2025-03-01")
        store.run(person("Rivas"), bill(INTRODUCED), roll({"Rivaz": "yes"}, (1, 0, 0)), at=LATER, corrections=folder)
        assert store.one("SELECT person_id FROM votes") == "ca-rivas"
        assert store.changes() == [("correction", "person_id", None, "ca-rivas")]

    def test_it_cannot_overrule_the_source(self, store: Store, tmp_path: Path) -> None:
        folder = self.write(tmp_path, f"name,{SESSION},lower,Ann,ca-bob,Wrong,https://example.org,2025-03-01")
        voters = person("Ann"), person("Bob", district="2")
        store.run(*voters, bill(INTRODUCED), roll({"Ann": "yes"}, (1, 0, 0)), corrections=folder)
        assert store.one("SELECT person_id FROM votes") == "ca-ann"

    def test_a_name_changed_inside_a_session_is_one_person(self, store: Store, tmp_path: Path) -> None:
        folder = self.write(
            tmp_path, "person,,,ca-weber,ca-weber-pierson,She changed her name,https://example.org,2025-03-01"
        )
        store.run(person("Weber"), corrections=folder)
        store.run(person("Weber Pierson"), bill(INTRODUCED), corrections=folder, at=LATER)
        assert store.rows("SELECT id, name FROM people") == [{"id": "ca-weber-pierson", "name": "Weber Pierson"}]
        assert store.one("SELECT count(*) FROM person_names") == 2

    def test_a_person_no_page_lists_fails_the_run(self, store: Store, tmp_path: Path) -> None:
        folder = self.write(tmp_path, f"name,{SESSION},lower,Ann,ca-nobody,Why,https://example.org,2025-03-01")
        store.run(bill(INTRODUCED), roll({"Ann": "yes"}, (1, 0, 0)), corrections=folder)
        assert store.summary["outcome"] == "failed"
        assert "ca-nobody, whom no page has listed" in store.summary["reason"]
        assert store.one("SELECT person_id FROM votes") is None

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("name,20252026,lower,Ann,ca-ann,,https://example.org,2025-03-01", "line 2: wanted a reason, got nothing"),
            ("name,20252026,lower,Ann,ca-ann,Why,,2025-03-01", "line 2: wanted a source, got nothing"),
            ("name,,lower,Ann,ca-ann,Why,https://example.org,2025-03-01", "line 2: wanted a session, got nothing"),
            ("name,20252026,house,Ann,ca-ann,Why,x,2025-03-01", "line 2: wanted the chamber upper, lower or nothing"),
            ("nick,20252026,lower,Ann,ca-ann,Why,x,2025-03-01", "line 2: wanted the kind name or person, got 'nick'"),
            ("name,20252026,lower,Ann,ca-ann,Why,x,March", "line 2: wanted a day like 2026-01-31 in reviewed_on"),
        ],
    )
    def test_a_row_that_is_not_whole_names_file_and_line(self, tmp_path: Path, row: str, message: str) -> None:
        with pytest.raises(BadCorrection, match=r"ca\.csv") as raised:
            read_corrections("ca", self.write(tmp_path, row))
        assert message in str(raised.value)

    def test_a_second_row_for_one_name_is_refused(self, tmp_path: Path) -> None:
        row = "name,20252026,lower,Ann,ca-ann,Why,https://example.org,2025-03-01"
        with pytest.raises(BadCorrection, match="line 3: 'Ann' has a row already, line 2"):
            read_corrections("ca", self.write(tmp_path, row, row))

    def test_the_files_of_this_project_are_whole(self) -> None:
        from pipelines.corrections import FOLDER

        for path in FOLDER.glob("*.csv"):
            assert read_corrections(path.stem)


@pytest.mark.parametrize(
    ("printed", "spelling", "why"),
    [
        ("Garcia", "García", "the same but for accents, case or a title"),
        ("GARCIA", "García", "the same but for accents, case or a title"),
        ("Senator Garcia, Jr.", "Garcia", "the same but for accents, case or a title"),
        ("Weber", "Weber Pierson", "a part of the name"),
        ("Garcia, Ana", "Ana Garcia", "the same but for accents, case or a title"),
        ("A. Garcia", "Ana Garcia", "the same surname and initial"),
        ("Bo Garcia", "Ana Garcia", None),
        ("Mr. Speaker", "Rivas", None),
        ("Committee on Budget", "Budge", None),
        ("", "Garcia", None),
    ],
)
def test_a_candidate_resembles_the_printed_name_in_a_way_that_is_said(
    printed: str, spelling: str, why: str | None
) -> None:
    assert resemblance(printed, spelling) == why


def test_candidates_are_of_the_same_chamber_alone(store: Store) -> None:
    store.run(
        person("García, Ana", "García"), person("Garcia, Bo", "Garcia", chamber="upper"), bill(INTRODUCED),
        roll({"GARCIA": "yes"}, (1, 0, 0)),
    )  # fmt: skip
    assert store.rows("SELECT person_id, why FROM name_candidates") == [
        {"person_id": "ca-garcia-ana", "why": "the same but for accents, case or a title"}
    ]
