"""Virginia's real files, from archive to database: a whole session, and two days in turn."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from _warc import http, packed, record
from commands import collect, query

from scrapers.normalise import collapse
from scrapers.states.va.pages import file_url
from scrapers.states.va.tables import READERS

SESSION = ("-s", "LOG_LEVEL=ERROR", "--session", "2026")


@pytest.fixture(scope="module")
def session(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("va") / "bills.db"
    result = collect(shared / "replay" / "va-20261_2026-03-24.warc.gz", db, *SESSION, state="va")
    assert result.code in (0, 3), result.log
    assert (result.number("bills"), result.number("actions")) == (3637, 57643)
    return db


def test_every_roll_call_is_there_with_its_names_and_bills(session: Path) -> None:
    assert query(session, "SELECT count(*) FROM vote_events") == [(10873,)]
    assert query(session, "SELECT count(*), count(person_id) FROM votes") == [(299139, 299139)]
    assert query(session, "SELECT count(DISTINCT vote_event_id) FROM vote_event_bills") == [(8471,)]
    most = "SELECT count(*) n FROM vote_event_bills GROUP BY vote_event_id ORDER BY n DESC LIMIT 1"
    assert query(session, most) == [(105,)]


def test_stated_tallies_are_joined_to_their_roll_calls_and_judged(session: Path) -> None:
    tallies = "SELECT count(*), count(vote_event_id) FROM actions WHERE tally_yes IS NOT NULL"
    assert query(session, tallies) == [(11090, 11024)]
    found = query(
        session,
        "SELECT e.verdict, count(*), count(DISTINCT e.id) FROM actions a JOIN vote_events e ON e.id = a.vote_event_id"
        " WHERE a.tally_yes IS NOT NULL GROUP BY 1 ORDER BY 1",
    )
    assert found == [("conflict", 8, 8), ("ok", 10737, 8104), ("over", 5, 5), ("short", 274, 170)]
    missing = "SELECT count(*) FROM gaps WHERE kind = 'roll_call_missing' AND closed_at IS NULL"
    assert query(session, missing) == [(66,)]


def test_sponsors_bodies_and_wordings_are_known(session: Path) -> None:
    assert query(session, "SELECT count(*), count(person_id) FROM sponsorships") == [(15755, 15755)]
    assert query(session, "SELECT count(*) FROM people") == [(147,)]
    assert query(session, "SELECT count(*) FROM organizations WHERE classification = 'committee'") == [(96,)]
    [(unclassified,)] = query(session, "SELECT count(*) FROM actions WHERE classifications LIKE '%unclassified%'")
    assert int(str(unclassified)) <= 57643 * 0.03


def test_the_committee_that_has_a_bill_its_chapter_and_motions_to_reconsider(session: Path) -> None:
    held = "SELECT status, count(*) FROM bills WHERE committee_id IS NOT NULL GROUP BY 1 ORDER BY 1"
    assert query(session, held) == [("carried_over", 441), ("dead_sine_die", 479), ("failed", 1), ("in_committee", 3)]
    assert query(session, "SELECT committee_id FROM bills WHERE identifier = 'HB 699'") == [("va-h24",)]
    # the bills that died without a committee died in conference, and HB 30 was carried over from there
    without = "SELECT count(*) FROM bills WHERE committee_id IS NULL AND status IN ('carried_over', 'dead_sine_die')"
    conferred = f"{without} AND id IN (SELECT bill_id FROM actions WHERE classifications LIKE '%\"conference\"%')"
    assert query(session, without) == query(session, conferred) == [(18,)]
    law = "SELECT count(*), count(DISTINCT chapter), count(effective_date) FROM bills WHERE status = 'chaptered'"
    assert query(session, law) == [(11, 11, 11)]
    results = "SELECT result, count(*) FROM vote_events WHERE motion LIKE '%reconsider%' GROUP BY 1 ORDER BY 1"
    assert query(session, results) == [(None, 10), ("pass", 59)]


def test_a_file_that_is_missing_blocked_or_damaged_stops_no_other(tmp_path: Path) -> None:
    def archive(name: str, at: str, **instead: bytes) -> Path:
        folder = Path(__file__).parent / "fixtures" / "va" / "20261"
        kept = {name: instead.get(name.partition(".")[0], http((folder / name).read_bytes())) for name in READERS}
        responses = [record("response", file_url("20261", n), kept[n], WARC_Date=at) for n in READERS if kept[n]]
        path = tmp_path / name
        path.write_bytes(packed(*responses))
        return path

    page = http(b"<!DOCTYPE html><html><body>Request unsuccessful</body></html>")
    broken = archive("1.warc.gz", "2026-03-24T12:00:00Z", VOTE=page, Sponsors=http(b"no heading"), DOCKET=b"")
    db = tmp_path / "bills.db"
    result = collect(broken, db, *SESSION, state="va")
    assert (result.code, result.number("bills"), result.number("vote events")) == (3, 3, 0), result.log
    kinds = "SELECT kind FROM gaps WHERE kind IN ('blocked', 'layout_changed', 'file_missing') AND closed_at IS NULL"
    assert sorted(query(db, kinds)) == [("blocked",), ("file_missing",), ("layout_changed",)]
    assert query(db, "SELECT count(*) FROM sponsorships") == [(0,)]
    result = collect(archive("2.warc.gz", "2026-03-25T12:00:00Z"), db, *SESSION, state="va")
    assert query(db, kinds) == []
    assert query(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(3, 3)]
    assert query(db, "SELECT count(*) FROM vote_event_bills") == [(6,)]
    assert query(db, "SELECT count(*) FROM hearings") == [(2,)]
    # the same without the files again: what was read stays
    again = archive("3.warc.gz", "2026-03-26T12:00:00Z", VOTE=b"", Members=b"", Sponsors=b"", Committees=b"")
    before = query(db, "SELECT max(id) FROM changes")
    assert collect(again, db, *SESSION, state="va").code == 3
    assert query(db, "SELECT max(id) FROM changes") == before
    assert query(db, "SELECT count(*) FROM vote_event_bills") == [(6,)]


def test_two_days_in_turn_log_what_differs_and_nothing_else(shared: Path, tmp_path: Path) -> None:
    db = tmp_path / "bills.db"
    for day in ("2026-02-12", "2026-02-13"):
        result = collect(shared / "replay" / f"va-20261_{day}.warc.gz", db, *SESSION, state="va")
        assert (result.code, result.outcome) == (3, "partial"), result.log
    changes = query(db, "SELECT kind, bill_id, field, before, after FROM changes WHERE run_id = 2")
    days = [Day(shared / "captures" / "va", day) for day in ("2026-02-12", "2026-02-13")]
    was, now = days
    both = was.bills.keys() & now.bills.keys()

    def logged(*kinds: str) -> list[tuple[object, ...]]:
        return [change for change in changes if change[0] in kinds]

    assert {change[1] for change in logged("new_bill")} == now.bills.keys() - was.bills.keys()
    added, removed = now.lines(both) - was.lines(both), was.lines(both) - now.lines(both)
    assert len(added) > 1000 and removed
    said = logged("action_add", "action_revise")
    assert Counter((bill, after) for _, bill, _, _, after in said) == Counter(added.elements())
    gone = logged("action_remove", "action_revise")
    assert Counter((bill, before) for _, bill, _, before, _ in gone) == Counter(removed.elements())
    titles = {(bill, was.bills[bill][0], now.bills[bill][0]) for bill in both}
    assert {(b, x, y) for _, b, _, x, y in logged("title")} == {(b, x, y) for b, x, y in titles if x != y}
    versions = {(bill, key) for bill in both for key in now.bills[bill][1].keys() - was.bills[bill][1].keys()}
    assert len(logged("version_add")) == len(versions)
    assert Counter(bill for _, bill, *_ in logged("version_add")) == Counter(bill for bill, _ in versions)
    redated = {
        (bill, was.bills[bill][1][key], now.bills[bill][1][key])
        for bill in both
        for key in now.bills[bill][1].keys() & was.bills[bill][1].keys()
        if was.bills[bill][1][key] != now.bills[bill][1][key]
    }
    assert {(bill, before, after) for _, bill, _, before, after in logged("correction")} == redated
    # read off the history: these follow from a line that was added or removed
    moved = {bill for bill, _ in added} | {bill for bill, _ in removed}
    assert {bill for _, bill, *_ in logged("status", "effective", "related_add")} <= moved
    accounted = ("new_bill", "action_add", "action_revise", "action_remove", "title", "version_add", "correction")
    assert len(logged(*accounted, "status", "effective", "related_add")) == len(changes)
    assert query(db, "SELECT count(*) FROM gaps WHERE kind = 'file_missing' AND closed_at IS NULL") == [(13,)]
    assert query(db, "SELECT count(*) FROM bills") == [(len(was.bills.keys() | now.bills.keys()),)]
    again = collect(shared / "replay" / "va-20261_2026-02-13.warc.gz", db, *SESSION, state="va")
    assert again.code == 3
    assert query(db, "SELECT count(*) FROM changes WHERE run_id = 3") == [(0,)]


class Day:
    """The two files of one day, read plainly."""

    def __init__(self, captures: Path, day: str) -> None:
        self.bills: dict[str, tuple[str, dict[str, str]]] = {}
        self.history: list[tuple[str, str, str]] = []
        with (captures / f"lis_20261_{day}_BILLS.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                texts: dict[str, str] = {}
                for n in range(1, 7):
                    if key := row[f"Full_text_doc{n}"].strip():
                        texts.setdefault(key, iso(row[f"Full_text_date{n}"]))
                self.bills[f"va-2026-{row['Bill_id'].lower()}"] = (collapse(row["Bill_description"]), texts)
        with (captures / f"lis_20261_{day}_HISTORY.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                text = row["History_description"]
                said = collapse(text[1:]) or text.strip()
                self.history.append((f"va-2026-{row['Bill_id'].lower()}", iso(row["History_date"]) + text[:1], said))

    def lines(self, bills: set[str]) -> DatedLines:
        return DatedLines(Counter(line for line in self.history if line[0] in bills))


class DatedLines:
    """Lines of the history with their day and chamber; a difference of two is of (bill, text)."""

    def __init__(self, lines: Counter[tuple[str, str, str]]) -> None:
        self.counted = lines

    def __sub__(self, other: DatedLines) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for (bill, _, text), times in (self.counted - other.counted).items():
            found[bill, text] += times
        return found


def iso(text: str) -> str:
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat()
