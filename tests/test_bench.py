"""The benchmark runs to its end on a small session; how long anything takes is never a failure."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS = (
    "the session",
    "full load",
    "full load, peak memory",
    "full load, the floor: bare inserts of the same rows",
    "full load / floor",
    "the reader alone",
    "Scrapy starting and ending, doing nothing",
    "refresh, nothing changed",
    "the same read again (--reread)",
    "update, 1 % of the bills changed",
    "captured ca-20252026_2025-03-07",
    "captured va-20261_2026-03-24",
)


@pytest.fixture(scope="module")
def small_run(tmp_path_factory):
    keep = tmp_path_factory.mktemp("bench")
    command = [sys.executable, "-m", "bench.run", "--small", "--keep", keep]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600), keep


def test_small_run_counts_right_and_prints_every_row(small_run):
    ended, keep = small_run
    log = keep / "log.txt"
    assert ended.returncode == 0, ended.stdout + ended.stderr + (log.read_text() if log.exists() else "")
    measured = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]* \| [^|]* \|$", ended.stdout, re.MULTILINE)
    assert set(ROWS) <= set(measured)
    assert "112 bills, 2,200 actions, 420 vote events, 12,400 votes" in ended.stdout
    assert "1 changes logged, 1 made" in ended.stdout
    assert "WRONG" not in ended.stdout


def test_same_seed_makes_the_same_dump(small_run, tmp_path):
    _, keep = small_run
    again = tmp_path / "again.warc"
    subprocess.run([sys.executable, "-m", "bench.generate", again, "--small"], cwd=ROOT, check=True)
    assert again.read_bytes() == (keep / "first.warc").read_bytes()
