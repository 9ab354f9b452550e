"""The bench of the pages, over a small database of every state; how long anything takes is never a failure."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench import states
from pipelines.check import open_read_only, run_checks

ROOT = Path(__file__).resolve().parents[1]
ASKED = ("home", "session", "bill", "roll call", "member", "committee")


@pytest.fixture(scope="module")
def every_state(tmp_path_factory):
    path = tmp_path_factory.mktemp("states") / "states.db"
    return path, states.write(path, states.BILLS // states.SMALL, states.VOTES // states.SMALL)


def test_the_database_has_every_state_and_passes_the_checks(every_state):
    path, counts = every_state
    assert (counts["jurisdictions"], counts["sessions"], counts["bills"]) == (53, 106, 2000)
    assert 0.99 < counts["votes"] / 100_000 <= 1
    with open_read_only(path) as connection:
        assert [check for check in run_checks(connection) if check.rows] == []


def test_its_rows_are_the_same_each_time(every_state, tmp_path):
    path, counts = every_state
    assert states.write(tmp_path / "again.db", 2000, 100_000) == counts
    summed = "SELECT sum(declared_yes), sum(declared_no), min(id), max(id), sum(length(motion)) FROM vote_events"
    with sqlite3.connect(path) as one, sqlite3.connect(tmp_path / "again.db") as two:
        assert one.execute(summed).fetchone() == two.execute(summed).fetchone()


def test_pages_are_measured_and_a_bill_and_a_roll_call_take_ten_queries(every_state):
    path, _ = every_state
    command = [sys.executable, "-m", "bench.pages", "--db", path, "--seconds", "0.2", "--only", *ASKED]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    measured = re.findall(r"^\| ([a-z ]+) \| (\d+) \| (\d+) \| (\d+) \| [\d.]+ \| [\d.]+ \| \d+ ", ended.stdout, re.M)
    assert tuple(name for name, *_ in measured) == ASKED
    queries = {name: int(count) for name, _, _, count in measured}
    assert 1 < queries["bill"] <= 10
    assert 1 < queries["roll call"] <= 10
