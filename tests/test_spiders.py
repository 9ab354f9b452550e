"""What holds for the spider of every state."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from commands import ROOT

from scrapers.base import BillSpider
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.loader import StateLoader

STATES = StateLoader().list()


@pytest.mark.parametrize("state", STATES)
def test_a_spider_is_named_as_its_folder_and_stays_on_its_sites(state: str) -> None:
    spider = StateLoader().load(state)
    assert spider.name == spider.jurisdiction == state
    assert state in JURISDICTIONS
    assert spider.allowed_domains, "without allowed_domains a page could send it anywhere"
    assert inspect.isasyncgenfunction(spider.start) or inspect.iscoroutinefunction(spider.start)
    assert spider.verified in ("captured", "documented")


@pytest.mark.parametrize("state", STATES)
def test_a_state_stands_alone(state: str) -> None:
    """No state imports another, or knows SQL."""
    for path in (ROOT / "scrapers" / "states" / state).glob("*.py"):
        code = path.read_text(encoding="utf-8")
        assert "sqlite3" not in code, path
        assert "from pipelines" not in code, path
        for other in set(STATES) - {state}:
            assert f"states.{other}" not in code, path


def test_shared_code_names_no_state() -> None:
    shared = [*(ROOT / "scrapers").glob("*.py"), *(ROOT / "scrapers" / "archive").glob("*.py")]
    for path in [*shared, *(ROOT / "pipelines").glob("*.py")]:
        code = path.read_text(encoding="utf-8")
        if path.name != "jurisdictions.py":
            assert not [state for state in STATES if f"states.{state}" in code or f'"{state}"' in code], path


def test_a_spider_is_checked_where_it_is_defined() -> None:
    with pytest.raises(TypeError, match="define async start"):

        class Old(BillSpider):
            name = jurisdiction = "ca"

            def start_requests(self) -> None: ...

    with pytest.raises(ValueError, match="no jurisdiction"):

        class Nowhere(BillSpider):
            name = jurisdiction = "zz"

    with pytest.raises(ValueError, match="verified"):

        class Unproved(BillSpider):
            name = jurisdiction = "ca"
            verified = "captured"


def test_a_state_that_does_not_load_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import scrapers.loader as loader

    for name in ("aa", "bb"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "spider.py").write_text("raise RuntimeError('broken')\n", encoding="utf-8")
    monkeypatch.setattr(loader, "STATES", tmp_path)
    assert StateLoader().list() == ["aa", "bb"]
    with pytest.raises(KeyError, match="no spider for 'ca'; there are: aa bb"):
        StateLoader().load("ca")
