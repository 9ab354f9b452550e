from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from store import Store


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
