"""Every damage to a source is noticed: by the run, a gap, a verdict or the change log. None passes for whole."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from commands import ROOT
from damages import DAMAGES, Files, pack, sample_files
from store import Store

from scrapers import items
from scrapers.errors import Blocked, LayoutChanged
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.pages import bill_filter, read_dump

LATER = "2018-12-01T00:00:00+00:00"
FIRST = "2018-11-30T12:00:00+00:00"
TABLE = ROOT / "docs" / "damages.md"


@pytest.fixture(scope="module")
def files() -> Files:
    return sample_files(ROOT / "samples" / "ca-20172018.warc.gz")


@pytest.fixture(scope="module")
def good(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    store = Store(folder / "bills.db")
    load(store, pack(files), folder, FIRST)
    assert store.summary["outcome"] == "ok"
    store.connection.close()
    return folder / "bills.db"


def load(store: Store, data: bytes, folder: Path, at: str) -> None:
    """Read a dump as the spider does: what cannot be read becomes a gap."""
    path = folder / "pubinfo_2017.zip"
    path.write_bytes(data)
    try:
        dump = Dump(path)
        read = list(read_dump(dump, bill_filter(None, None), lambda *_: None))
    except (LayoutChanged, Blocked) as error:
        kind = "blocked" if isinstance(error, Blocked) else "layout_changed"
        read = [items.Gap(None, kind, error.where, "the dump", error.got, str(error))]
    store.run(*read, at=at, describe_session=False)


def noticed(store: Store) -> list[str]:
    """How a damaged load shows, in words; nothing for one that passes as whole and unchanged."""
    found = []
    outcome, reason = store.summary["outcome"], store.summary["reason"]
    if outcome != "ok":
        found.append(f"run {outcome}: {reason}")
    for row in store.rows(
        "SELECT kind, count(*) AS n FROM gaps WHERE opened_at = ? AND closed_at IS NULL GROUP BY 1", LATER
    ):
        found.append(f"gap: {row['n']} × {str(row['kind']).replace('_', ' ')}")
    for row in store.rows("SELECT verdict, count(*) AS n FROM vote_events WHERE verdict <> 'ok' GROUP BY 1"):
        found.append(f"verdict: {row['n']} × {row['verdict']}")
    for row in store.rows("SELECT kind, count(*) AS n FROM changes WHERE at = ? GROUP BY 1", LATER):
        found.append(f"change: {row['n']} × {str(row['kind']).replace('_', ' ')}")
    return found


def damaged(name: str, files: Files, good: Path, folder: Path) -> Store:
    shutil.copy(good, folder / "bills.db")
    store = Store(folder / "bills.db")
    load(store, DAMAGES[name](dict(files), random.Random(name)), folder, LATER)
    return store


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_noticed(name: str, files: Files, good: Path, tmp_path: Path) -> None:
    store = damaged(name, files, good, tmp_path)
    assert noticed(store), f"{name}: passed for whole"
    kept = store.one("SELECT count(*) FROM bills"), store.one("SELECT count(*) FROM vote_events")
    assert kept >= (3, 23), "a damaged source deleted what was held"  # type: ignore[operator]


def test_the_whole_dump_again_shows_nothing(files: Files, good: Path, tmp_path: Path) -> None:
    shutil.copy(good, tmp_path / "bills.db")
    store = Store(tmp_path / "bills.db")
    load(store, pack(files), tmp_path, LATER)
    assert noticed(store) == []


def test_the_published_table_of_damages_is_what_happens(files: Files, good: Path, tmp_path: Path) -> None:
    lines = ["| what went wrong | what was noticed |", "|---|---|"]
    for name in DAMAGES:
        folder = tmp_path / str(len(lines))
        folder.mkdir()
        lines.append(f"| {name} | {'; '.join(noticed(damaged(name, files, good, folder)))} |")
    table = "\n".join(lines)
    if table not in TABLE.read_text(encoding="utf-8"):
        fresh = tmp_path / "damages.md"
        fresh.write_text(table, encoding="utf-8")
        pytest.fail(
            f"docs/damages.md is not what happens now; the table of this run is in {fresh}: review it, then copy it"
        )
