"""Pages packed as a WARC archive, as if a site had answered with them on a day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from _warc import http, packed, record

DAY = "2026-11-21T18:00:00Z"


def pack(path: Path, pages: Mapping[str, tuple[bytes, str]], at: str = DAY) -> Path:
    """`pages`: address → body and media type."""
    records = [
        record("response", url, http(body, Content_Type=media_type), WARC_Date=at)
        for url, (body, media_type) in pages.items()
    ]
    path.write_bytes(packed(*records))
    return path
