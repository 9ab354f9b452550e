"""Pages packed as a WARC archive, as if a site had answered with them on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from _warc import http, packed, record

DAY = "2026-11-21T18:00:00Z"


def pack(path: Path, pages: Mapping[str, tuple[bytes, str]], at: str = DAY) -> Path:
    """`pages`: address → body and media type; the first is of `at`, and each other of a second after the one before."""
    start = datetime.fromisoformat(at)
    records = [
        record("response", url, http(body, Content_Type=kind), WARC_Date=instant(start + timedelta(seconds=place)))
        for place, (url, (body, kind)) in enumerate(pages.items())
    ]
    path.write_bytes(packed(*records))
    return path


def instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def generated_states() -> list[str]:
    """The states that have a generated site in `sites/`."""
    return sorted(path.stem for path in (Path(__file__).parent / "sites").glob("[a-z][a-z].py"))


def generated(state: str, bills: int, moved: int = 0) -> dict[str, tuple[bytes, str]]:
    """A small site in the shape of a state's: address → body and media type; `moved` bills have one more action."""
    made: dict[str, tuple[bytes, str]] = import_module(f"sites.{state}").site(bills, moved=moved)
    return made
