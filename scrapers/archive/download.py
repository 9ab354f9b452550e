"""Bring a file too big for memory to disk: streamed, resumed after a break, or cleanly begun again.

A request asks for it with `meta={"to_file": True}` and gets a FileResponse, whose body is in the file at `path`.
Resuming is Range with If-Range (RFC 9110, 13.1.5 and 14.2): the server itself says whether the file is still the same.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotSupported
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.threads import deferToThread

from scrapers.archive.records import MAX_BODY_BYTES
from scrapers.normalise import slug

CONNECT_READ_TIMEOUT = (30, 120)  # seconds
ATTEMPTS = 5
PAUSE = 1.0  # seconds before the second attempt, doubled before each further one
WIRE_CHUNK = 1 << 16  # bytes; of the chunk during which a connection breaks, nothing is kept
CONDITIONAL = {"if-none-match", "if-modified-since"}
CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)$")
# what is no longer true of the whole, decoded file on disk
TRANSPORT_HEADERS = {"content-range", "content-length", "content-encoding", "transfer-encoding", "connection"}


class FileResponse(Response):
    """A response whose body is on disk, in the file at `path`; `body` stays empty."""

    attributes: tuple[str, ...] = (*Response.attributes, "path")

    def __init__(self, *args: Any, path: Path, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = path


class Incomplete(Exception):
    """Other bytes came than the server announced."""


class DownloadBroken(Exception):
    """The connection broke more often than we try again: says how far it came.

    No OSError: Scrapy would try those again from the start.
    """


BROKEN = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    Incomplete,
)


class Handler(HTTP11DownloadHandler):
    """Scrapy's own HTTP handler, but for requests that ask for a file.

    Files are brought to DOWNLOAD_DIR (else ARCHIVE_DIR/downloads) and deleted when the crawl ends: the archive
    has them.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self.folder = Path(settings["DOWNLOAD_DIR"] or Path(settings["ARCHIVE_DIR"]) / "downloads")
        self.brought: set[Path] = set()

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("to_file"):
            return await super().download_request(request)
        if request.method != "GET":
            raise NotSupported(f"{request}: to_file is for GET alone")
        request.headers["Accept-Encoding"] = "identity"
        headers = {k.decode("latin-1"): b", ".join(v).decode("latin-1") for k, v in request.headers.items()}
        fetching = deferToThread(fetch_to_file, request.url, headers, self.folder)
        response: FileResponse = await maybe_deferred_to_future(fetching)
        self.brought.add(response.path)
        return response

    async def close(self) -> None:
        await super().close()
        for path in self.brought:
            path.unlink(missing_ok=True)


def file_name(url: str) -> str:
    """A file name for a URL: its last part, to be recognised by, and a hash, for many URLs end alike."""
    return f"{slug(url.rsplit('/', 1)[-1])[:60]}-{hashlib.sha256(url.encode()).hexdigest()[:12]}".lstrip("-")


def fetch_to_file(url: str, headers: Mapping[str, str], folder: Path) -> FileResponse:
    """Download `url` into `folder` in bounded memory; raises DownloadBroken after ATTEMPTS broken connections.

    A `.part` file left by an earlier break is resumed when the server still has the same bytes, else begun again. An
    answer other than 200 and 206 is returned as it is, its body in a file of its own, and leaves the `.part` alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / file_name(url)
    last: Exception | None = None
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE * 2 ** (attempt - 1))
        try:
            return fetch_once(url, headers, done)
        except BROKEN as error:
            last = error
    have = size_of(part_of(done))
    raise DownloadBroken(f"{url}: the connection broke {ATTEMPTS} times, {have} bytes so far: {last}") from last


def fetch_once(url: str, headers: Mapping[str, str], done: Path) -> FileResponse:
    part, note = part_of(done), note_of(done)
    have = size_of(part)
    # a note torn by a kill is no harm: the server will not know the validator, and sends the whole
    validator = note.read_text(encoding="latin-1") if have and note.exists() else ""
    asked = {name: value for name, value in headers.items() if name.lower() != "accept-encoding"}
    asked["Accept-Encoding"] = "identity"
    if validator:
        asked = {name: value for name, value in asked.items() if name.lower() not in CONDITIONAL}
        asked |= {"Range": f"bytes={have}-", "If-Range": validator}
    with requests.get(url, headers=asked, stream=True, timeout=CONNECT_READ_TIMEOUT, allow_redirects=False) as answer:
        kept = [(k, v) for k, v in answer.raw.headers.items() if k.lower() not in TRANSPORT_HEADERS]
        if validator and answer.status_code == 416:
            part.unlink()
            raise Incomplete(f"the server has nothing after byte {have}")
        if answer.status_code not in (200, 206):
            other = done.with_name(done.name + ".answer")
            save(answer, other, 0, "wb")
            return FileResponse(url, status=answer.status_code, headers=kept, path=other)
        if answer.status_code == 206:
            save_rest(answer, part, have if validator else 0)
        else:
            part.open("wb").close()  # first: the new note must never stand beside the old bytes
            note.write_text(validator_of(answer), encoding="latin-1")
            save(answer, part, 0, "ab")
    part.replace(done)
    note.unlink(missing_ok=True)
    return FileResponse(url, status=200, headers=kept, path=done)


def save_rest(answer: requests.Response, part: Path, have: int) -> None:
    """Append what a 206 brings; Incomplete, and the `.part` gone, where it is not the rest that was asked for."""
    stated = answer.headers.get("Content-Range", "")
    span = CONTENT_RANGE.match(stated)
    if not have or not span or int(span[1]) != have or answer.headers.get("Content-Encoding"):
        part.unlink(missing_ok=True)
        raise Incomplete(f"wanted the bytes from {have}, got Content-Range {stated!r}")
    size = save(answer, part, have, "ab")
    if span[2] != "*" and size != int(span[2]):
        part.unlink()
        raise Incomplete(f"wanted {span[2]} bytes, got {size}")


def save(answer: requests.Response, path: Path, have: int, mode: str) -> int:
    """Stream a body to a file; returns the file's size. Incomplete where the wire brought less than announced."""
    size = have
    with path.open(mode) as stream:
        for chunk in answer.iter_content(WIRE_CHUNK):
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise ValueError(f"{answer.url}: more than {MAX_BODY_BYTES} bytes")
            stream.write(chunk)
    announced = answer.headers.get("Content-Length", "")
    if announced.isdigit() and answer.status_code != 304 and answer.raw.tell() != int(announced):
        raise Incomplete(f"wanted {announced} bytes, got {answer.raw.tell()}")
    return size


def validator_of(answer: requests.Response) -> str:
    """What If-Range may name: a strong ETag, else Last-Modified; nothing for bytes that were encoded on their way."""
    if answer.headers.get("Content-Encoding"):
        return ""
    tag = answer.headers.get("ETag", "")
    return tag if tag.startswith('"') else answer.headers.get("Last-Modified", "")


def part_of(done: Path) -> Path:
    return done.with_name(done.name + ".part")


def note_of(done: Path) -> Path:
    return done.with_name(done.name + ".validator")


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
