"""Each state that is crawled page by page, over a generated site in its shape: a load, and refreshes of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commands import collect, query
from packed import generated, generated_states, pack

BILLS, MOVED = 200, 2


def asked(db: Path) -> int:
    """How many pages the latest run asked the archive for."""
    return int(str(query(db, "SELECT count(*) FROM captures WHERE run_id = (SELECT max(id) FROM runs)")[0][0]))


@pytest.mark.parametrize("state", generated_states())
def test_a_refresh_asks_for_what_moved_and_little_else(state: str, tmp_path: Path) -> None:
    db = tmp_path / "bills.db"
    first = pack(tmp_path / "first.warc.gz", generated(state, BILLS))
    same = pack(tmp_path / "same.warc.gz", generated(state, BILLS), at="2026-11-22T18:00:00Z")
    later = pack(tmp_path / "later.warc.gz", generated(state, BILLS, MOVED), at="2026-11-23T18:00:00Z")

    load = collect(first, db, state=state)
    assert load.outcome in ("ok", "partial"), load.output + load.log
    assert query(db, "SELECT count(*) FROM bills") == [(BILLS,)]
    whole = asked(db)

    unchanged = collect(same, db, state=state)
    assert unchanged.outcome == load.outcome, unchanged.output + unchanged.log
    assert query(db, "SELECT kind, row_id FROM changes WHERE run_id = 2") == []
    assert query(db, "SELECT count(*) FROM bills WHERE last_seen_at < '2026-11-22'") == [(0,)]
    assert asked(db) < whole * 0.1  # 2 % of a real session, whose lists weigh less

    moved = collect(later, db, state=state)
    assert moved.outcome == load.outcome, moved.output + moved.log
    touched = query(db, "SELECT DISTINCT bill_id FROM changes WHERE run_id = 3")
    assert len(touched) == MOVED
    kinds = {kind for (kind,) in query(db, "SELECT DISTINCT kind FROM changes WHERE run_id = 3")}
    assert "action_add" in kinds and not [kind for kind in kinds if kind.endswith("_remove")]
    assert asked(db) < whole * 0.1


@pytest.mark.parametrize("state", generated_states())
def test_a_load_in_pieces_is_the_same_load(state: str, tmp_path: Path) -> None:
    """A site read in two runs, its second half added later, gives what one run gives."""
    half, whole = generated(state, 10), generated(state, 20)
    two, one = tmp_path / "two.db", tmp_path / "one.db"
    collect(pack(tmp_path / "half.warc.gz", half), two, state=state)
    collect(pack(tmp_path / "whole.warc.gz", whole, at="2026-11-22T18:00:00Z"), two, state=state)
    collect(tmp_path / "whole.warc.gz", one, state=state)
    for table in ("bills", "actions", "vote_events", "sponsorships", "versions", "people"):
        listed = f"SELECT id FROM {table} ORDER BY 1"
        assert query(two, listed) == query(one, listed), table
    votes = "SELECT vote_event_id, voter_name, option, person_id FROM votes ORDER BY 1, 2, 3, 4"
    assert query(two, votes) == query(one, votes)


@pytest.mark.parametrize("state", generated_states())
def test_a_list_that_loses_its_second_half_fails_the_run(state: str, tmp_path: Path) -> None:
    """What a list leaves out is not asked for: without a word of it those bills would go stale unseen."""
    db = tmp_path / "bills.db"
    collect(pack(tmp_path / "whole.warc.gz", generated(state, 20)), db, state=state)
    half = pack(tmp_path / "half.warc.gz", generated(state, 10), at="2026-11-22T18:00:00Z")
    after = collect(half, db, state=state)
    assert after.outcome == "failed", after.output + after.log
    assert "far less than before: 10 of the 20 bills held of" in after.output
    assert query(db, "SELECT count(*) FROM bills") == [(20,)]


@pytest.mark.parametrize("why", ["it is asked to", "the code is another"])
@pytest.mark.parametrize("state", generated_states())
def test_an_archive_read_again_says_what_it_said(state: str, why: str, tmp_path: Path) -> None:
    """Nothing of it is taken for older than what was read of it before, and every page is read."""
    db, archive = tmp_path / "bills.db", pack(tmp_path / "site.warc.gz", generated(state, 10))
    first = collect(archive, db, state=state)
    pages = asked(db)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE runs SET code_version = 'older'")
    again = collect(archive, db, *(["--reread"] if why == "it is asked to" else []), state=state)
    assert (again.outcome, again.number("bills")) == (first.outcome, 10), again.output
    items = ", ".join(f"items ->> '{kind}'" for kind in ("bills", "actions", "vote_events", "votes", "versions"))
    counts = query(db, f"SELECT {items}, changes FROM runs WHERE id > 0 ORDER BY id")
    assert counts[1] == (*counts[0][:-1], 0)
    assert asked(db) == pages
