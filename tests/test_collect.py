"""From an archive to a finished database, by the command people run."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from commands import ROOT, collect, contents, query, scrapy

SAMPLE = ROOT / "samples" / "ca-20172018.warc.gz"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("sample") / "bills.db"
    result = collect(SAMPLE, db)
    assert (result.code, result.outcome) == (0, "ok"), result.log
    return db


def test_the_sample_holds_sb_54_from_introduction_to_chapter(sample: Path) -> None:
    [row] = query(
        sample, "SELECT status, status_date, chapter, title, introduced_date FROM bills WHERE identifier = 'SB 54'"
    )
    assert row == (
        "chaptered", "2017-10-05", "Chapter 495, Statutes of 2017", "Law enforcement: sharing data.", "2016-12-05"
    )  # fmt: skip
    classes = query(sample, "SELECT classifications FROM actions WHERE bill_id LIKE '%-sb54' AND date = '2017-10-05'")
    assert any("executive-signature" in str(found) for found in classes)


@pytest.mark.parametrize(
    ("date", "chamber", "counts"),
    [("2017-04-03", "upper", (27, 12, 1)), ("2017-09-15", "lower", (51, 26, 2)), ("2017-09-16", "upper", (27, 11, 2))],
)
def test_the_floor_votes_on_sb_54_have_every_member_with_party(
    sample: Path, date: str, chamber: str, counts: tuple[int, int, int]
) -> None:
    [(event, verdict, yes_means, *found)] = query(
        sample,
        "SELECT e.id, verdict, yes_means, roll_yes, roll_no, roll_other FROM vote_events e"
        " JOIN vote_event_bills b ON b.vote_event_id = e.id JOIN organizations o ON o.id = e.organization_id"
        " WHERE b.bill_id LIKE '%-sb54' AND e.date = ? AND o.classification = ?", date, chamber,
    )  # fmt: skip
    assert (verdict, yes_means, tuple(found)) == ("ok", "advances", counts)
    votes = query(
        sample, "SELECT p.party FROM votes v JOIN people p ON p.id = v.person_id WHERE vote_event_id = ?", event
    )
    assert len(votes) == sum(counts)
    assert all(party in ("Democratic", "Republican") for (party,) in votes)


def test_two_replays_into_two_files_are_equal_apart_from_run_times(sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "bills.db"
    collect(SAMPLE, other)
    assert contents(other) == contents(sample)


@pytest.mark.parametrize("more", [(), ("--reread",)])
def test_a_second_replay_into_the_same_file_changes_no_row(tmp_path: Path, more: tuple[str, ...]) -> None:
    db = tmp_path / "bills.db"
    collect(SAMPLE, db)
    before = contents(db, without=frozenset({"runs", "captures"}))
    result = collect(SAMPLE, db, *more)
    assert (result.code, result.number("changes"), result.number("bills")) == (0, 0, 3)
    assert contents(db, without=frozenset({"runs", "captures"})) == before


def test_one_bill_alone(tmp_path: Path) -> None:
    db = tmp_path / "bills.db"
    assert collect(SAMPLE, db, "--bill", "S.B. 54").code == 0
    assert query(db, "SELECT identifier FROM bills") == [("SB 54",)]
    assert query(db, "SELECT count(*) FROM vote_events") == [(9,)]


def test_the_checks_pass_and_say_so(sample: Path) -> None:
    import pipelines.check as check

    findings = list(check.run_checks(check.open_read_only(sample)))
    assert len(findings) >= 10
    assert [finding.name for finding in findings if finding.found] == []


def test_update_runs_every_state_and_one_failure_stops_no_other(tmp_path: Path) -> None:
    one = scrapy("update", "ca", "--archive", SAMPLE, "--db", tmp_path / "one.db")
    assert one.code == 0, one.output
    every = scrapy("update", "--archive", SAMPLE, "--db", tmp_path / "bills.db")
    assert re.search(r"│ ca +│ ok +│ +3 │", every.output), every.output
    states = sorted(path.parent.name for path in ROOT.glob("scrapers/states/*/spider.py"))
    assert re.findall(r"^│ (\w\w) ", every.output, re.MULTILINE) == states
    assert every.code == (1 if len(states) > 1 else 0)
    unknown = scrapy("update", "zz", "--db", tmp_path / "bills.db")
    assert unknown.code != 0
    assert "no spider for zz" in unknown.output + unknown.log


def test_an_unknown_state_is_named_with_those_there_are(tmp_path: Path) -> None:
    result = scrapy("collect", "zz", "--db", tmp_path / "bills.db")
    assert result.code == 2
    assert "no spider for 'zz'; there are: " in result.output + result.log


@pytest.fixture(scope="module")
def held(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("real") / "bills.db"
    first = collect(shared / "replay" / "ca-20252026_2025-03-07.warc.gz", db)
    assert (first.code, first.outcome) == (3, "partial"), first.log
    return db


class TestRealCaptures:
    """The two California captures in turn, into one file."""

    def test_everything_in_the_first_is_held(self, held: Path) -> None:
        tables = ("bills", "actions", "vote_events", "votes")
        counts = [query(held, f"SELECT count(*) FROM {table}")[0][0] for table in tables]
        assert counts == [2546, 7795, 130, 4372]

    def test_by_session(self, held: Path) -> None:
        found = {
            identifier: (bills, actions, events, votes)
            for identifier, bills, actions, events, votes in query(
                held,
                "SELECT identifier, (SELECT count(*) FROM bills WHERE session_id = s.id),"
                " (SELECT count(*) FROM actions a WHERE a.id LIKE s.id || '-%'),"
                " (SELECT count(*) FROM vote_events WHERE session_id = s.id),"
                " (SELECT count(*) FROM votes v JOIN vote_events e ON e.id = v.vote_event_id WHERE e.session_id = s.id)"
                " FROM sessions s",
            )
        }
        assert found == {
            "20252026": (2522, 7630, 110, 3348),
            "20252026 Special Session 1": (24, 165, 20, 1024),
        }

    def test_verdicts(self, held: Path) -> None:
        assert query(held, "SELECT verdict, count(*) FROM vote_events GROUP BY 1") == [("ok", 128), ("over", 2)]
        assert query(held, "SELECT b.bill_id, e.organization_id, e.verdict_note FROM vote_events e"
                     " JOIN vote_event_bills b ON b.vote_event_id = e.id WHERE verdict <> 'ok' ORDER BY 2") == [
            ("ca-20252026-sb26", "ca-cs42", "other: 3 named, 0 counted"),
            ("ca-20252026-sb26", "ca-cs53", "other: 2 named, 0 counted"),
        ]  # fmt: skip

    def test_every_voter_is_matched_but_weber(self, held: Path) -> None:
        assert query(held, "SELECT voter_name, count(*) FROM votes WHERE person_id IS NULL GROUP BY 1") == [
            ("Weber", 4)
        ]

    def test_nearly_every_action_has_a_class(self, held: Path) -> None:
        [(unclassified,)] = query(held, "SELECT count(*) FROM actions WHERE classifications = '[\"unclassified\"]'")
        assert unclassified <= 0.03 * 7795  # type: ignore[operator]

    def test_what_is_absent_is_a_gap(self, held: Path) -> None:
        found = dict(query(held, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1"))  # type: ignore[arg-type]
        assert found["title_missing"] == found["version_missing"] == 2546
        assert query(held, "SELECT key FROM gaps WHERE kind = 'table_missing' ORDER BY 1") == [
            ("BILL_MOTION_TBL",), ("BILL_VERSION_TBL",), ("COMMITTEE_AGENDA_TBL",), ("COMMITTEE_HEARING_TBL",),
            ("DAILY_FILE_TBL",),
        ]  # fmt: skip
        assert query(held, "SELECT key FROM gaps WHERE kind = 'bill_missing' ORDER BY 1") == [
            (f"ca-20252026-sb{number}",) for number in (2510, 2511, 2512)
        ]

    def test_then_the_second_updates_two_bills_and_adds_two(self, held: Path, shared: Path) -> None:
        connection = sqlite3.connect(held)
        others = "SELECT * FROM bills WHERE identifier NOT IN ('SB 275', 'AB 831', 'AB 1656', 'AB 2052') ORDER BY id"
        before = connection.execute(others).fetchall()
        result = collect(shared / "replay" / "ca-20252026_2026-slice.warc.gz", held)
        # four bills where there were 2,546: the run is judged, its rows are kept
        assert (result.code, result.outcome) == (1, "failed"), result.log
        assert "4 bills read, 2546 in the last good run" in result.output
        assert connection.execute(others).fetchall() == before
        changed = ("AB 1656", "AB 2052", "AB 831", "SB 275")
        statuses = [query(held, "SELECT status FROM bills WHERE identifier = ?", name)[0][0] for name in changed]
        assert statuses == ["passed_first", "passed_first", "chaptered", "override_failed"]
        texts = "SELECT count(*), count(t.text) FROM versions v LEFT JOIN version_texts t ON t.version_id = v.id"
        assert query(held, texts) == [(16, 16)]
        kinds = dict(query(held, "SELECT kind, count(*) FROM changes WHERE run_id = 2 GROUP BY 1"))  # type: ignore[arg-type]
        # SB 275: 3 actions held of 28, AB 831: 3 of 40; sponsors Ramos → Valencia, and Limón joins
        assert kinds["new_bill"] == 2
        assert kinds["action_add"] == 60
        assert kinds["version_add"] == 10
        assert (kinds["sponsor_add"], kinds["sponsor_remove"]) == (2, 1)
        assert "action_remove" not in kinds
        assert "action_revise" not in kinds

    def test_then_the_first_again_writes_nothing(self, held: Path, shared: Path) -> None:
        before = contents(held, without=frozenset({"runs"}))
        result = collect(shared / "replay" / "ca-20252026_2025-03-07.warc.gz", held)
        assert result.number("changes") == 0
        assert contents(held, without=frozenset({"runs"})) == before

    def test_every_check_passes(self, held: Path) -> None:
        import pipelines.check as check

        assert [f.name for f in check.run_checks(check.open_read_only(held)) if f.found] == []
