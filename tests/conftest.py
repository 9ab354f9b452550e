from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from store import Store

settings.register_profile("statehouse", deadline=None)  # timings never fail a test
settings.load_profile("statehouse")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "bills.db")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real captures beside the checkout; a test that needs them says aloud that it was skipped."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared with real captures beside this checkout")
    return folder


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small database of tests/served.py, as a file; Datasette is loaded by the tests that need it alone."""
    from tests.served import write_database

    return write_database(tmp_path_factory.mktemp("served") / "bills.db")


@pytest.fixture
def get(database: Path) -> Any:
    """Asks the dashboard of that database for a path."""
    from tests.served import ask, serve

    served = serve(database)
    return lambda path, **options: ask(served, path, **options)
