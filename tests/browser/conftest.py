"""A real Chromium before a real server over real databases; where no Chromium is installed the tests say so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from _warc import http, packed, record
from commands import ROOT, collect
from playwright.sync_api import Browser, sync_playwright

from bench.serving import served
from scrapers.states.va.pages import file_url
from tests.browser.hostile import poison
from tests.browser.visit import CHROMIUM, Visits

VA = [file for file in (ROOT / "tests" / "fixtures" / "va" / "20261").iterdir() if file.suffix in (".csv", ".CSV")]
SAMPLE = ROOT / "samples" / "ca-20172018.warc.gz"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: while Playwright runs, its thread cannot run another event loop, as later tests do."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM)
        yield running
        running.close()


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample of California, and a Virginia with hearings, statements of votes and gaps."""
    folder = tmp_path_factory.mktemp("browser")
    db = folder / "bills.db"
    assert collect(SAMPLE, db).code == 0
    archive = folder / "va.warc.gz"
    answers = [record("response", file_url("20261", file.name), http(file.read_bytes())) for file in VA]
    archive.write_bytes(packed(*answers))
    done = collect(archive, db, "--session", "2026", state="va")
    assert done.number("bills") == 3, done.log
    return db


@pytest.fixture(scope="session")
def hostile(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with everything a source could write to do harm."""
    db = tmp_path_factory.mktemp("hostile") / "bills.db"
    with sqlite3.connect(database) as held, sqlite3.connect(db) as copy:
        held.backup(copy)
        poison(copy)
    return db


@pytest.fixture(scope="session")
def site(database: Path) -> Iterator[str]:
    with served(database, database.with_suffix(".log")) as server:
        yield server.address


@pytest.fixture(scope="session")
def hostile_site(hostile: Path) -> Iterator[str]:
    with served(hostile, hostile.with_suffix(".log")) as server:
        yield server.address


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    with ExitStack() as contexts:
        yield Visits(browser, contexts)
