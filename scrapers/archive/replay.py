"""Answer requests from WARC files alone. Nothing touches the network; what is not there is a gap."""

from __future__ import annotations

import os
import tempfile
from io import BytesIO
from pathlib import Path

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from scrapers.archive.download import FileResponse
from scrapers.archive.index import index
from scrapers.archive.records import (
    BadArchive,
    Key,
    Record,
    as_capture,
    copy_body,
    hash_request_body,
    lookup_key,
    read_headers,
)
from scrapers.items import Capture


class NotInArchive(IgnoreRequest):
    """The archive holds no answer to this request."""


def scratch_folder(parent: str | None) -> tempfile.TemporaryDirectory[str]:
    """Where bodies read back from the archive lie during a crawl; in the system's own place if `parent` is None."""
    if parent:
        Path(parent).mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="statehouse-", dir=parent)


def warc_files(path: Path) -> list[Path]:
    """The WARC files `path` names: itself, or those in a folder, in order of name. Raises BadArchive on none."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.name.endswith((".warc", ".warc.gz")))
        if not files:
            raise BadArchive(path, 0, wanted="a folder of WARC files", got="a folder without one")
        return files
    if not path.exists():
        raise BadArchive(path, 0, wanted="a WARC file or a folder of them", got="no such file")
    return [path]


class Replay:
    """The newest answer to each request in some WARC files. Raises BadArchive on a file that cannot be read."""

    def __init__(self, path: Path, scratch: str | None = None) -> None:
        self.path = path
        self.records: dict[Key, Record] = {}
        for record in index(*warc_files(path)):
            key = lookup_key(record.url, record.method, record.body_hash)
            held = self.records.get(key)
            # a "not modified" kept without what it confirms has no body to give
            if held is None or (record.fetched_at >= held.fetched_at and record.status != 304):
                self.records[key] = record
        self.temporary = scratch_folder(scratch)

    @property
    def urls(self) -> list[str]:
        return [record.url for record in self.records.values()]

    def answer(self, request: Request) -> tuple[Response, Capture]:
        """Raises NotInArchive; BadArchive on a damaged record."""
        record = self.records.get(lookup_key(request.url, request.method, hash_request_body(request.body)))
        if record is None:
            raise NotInArchive(f"{request.method} {request.url} is not in {self.path.name}")
        response, sha256 = read_response(record, request, Path(self.temporary.name))
        return response, as_capture(record, sha256)

    def close(self) -> None:
        self.temporary.cleanup()


def read_response(record: Record, request: Request, folder: Path) -> tuple[Response, str]:
    """The archived response to a request, and the SHA-256 of its body. Raises BadArchive.

    Where the request asks for a file, the body is in one of `folder`.
    """
    headers = Headers(read_headers(record))
    if request.meta.get("to_file"):
        if "Content-Encoding" in headers:  # in memory Scrapy would decode it
            raise BadArchive(*record.body, wanted="a body to decode into a file", got=str(headers["Content-Encoding"]))
        number, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(number, "wb") as target:
            sha256 = copy_body(record, target)
        return FileResponse(request.url, status=record.status, headers=headers, path=Path(name)), sha256
    buffer = BytesIO()
    sha256 = copy_body(record, buffer)
    body = buffer.getvalue()
    kind = responsetypes.from_args(headers=headers, url=record.url, body=body[:4096])
    return kind(request.url, status=record.status, headers=headers, body=body), sha256
