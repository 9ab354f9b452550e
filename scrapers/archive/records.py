"""Read WARC records, ours or another tool's: each record of a file, and the headers and body of one at a known place.

Format: ISO 28500 (WARC 1.0 and 1.1), plain or with one gzip member a record, as warcio reads it. A damaged or
torn file is BadArchive, never a shorter answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urldefrag

from w3lib.url import safe_url_string
from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import BufferedReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.limitreader import LimitReader  # type: ignore[import-untyped]

from scrapers.items import Capture

CHUNK = 1 << 20
MAX_BODY_BYTES = 8 << 30  # no official file is near this; a record that claims more is hostile
# bodies are handed on whole and decoded, so these no longer say anything true
HOP_HEADERS = {"transfer-encoding", "connection", "content-length"}

# what warcio raises on bytes that are no record; AttributeError where it reads a header that is missing
MALFORMED = (ArchiveLoadFailed, AttributeError, ValueError)

Key = tuple[str, str, str | None]


class BadArchive(Exception):
    """A file is no WARC, or is damaged: where, what was wanted and what was found there."""

    def __init__(self, file: Path, offset: int, *, wanted: str, got: str) -> None:
        super().__init__(f"{file} at byte {offset}: wanted {wanted}, got {got[:200]}")
        self.file = file
        self.offset = offset


class Place(NamedTuple):
    """Where a WARC record begins, in bytes."""

    file: Path
    offset: int


@dataclass(frozen=True, slots=True)
class Record:
    """One response: what a lookup needs, and where its HTTP headers and its body are (for a revisit, apart)."""

    url: str
    method: str
    body_hash: str | None
    fetched_at: str
    status: int
    media_type: str | None
    head: Place
    body: Place


def as_capture(record: Record, sha256: str) -> Capture:
    return Capture(
        url=record.url,
        method=record.method,
        body_hash=record.body_hash,
        fetched_at=record.fetched_at,
        status=record.status,
        media_type=record.media_type,
        sha256=sha256,
        file=record.body.file.name,
        offset=record.body.offset,
    )


def lookup_key(url: str, method: str, body_hash: str | None) -> Key:
    """What makes two requests the same one: the URL as Scrapy sends it, the method, the body."""
    with suppress(ValueError):  # archived by a tool less strict than Scrapy: no request of ours can name it
        url = urldefrag(safe_url_string(url)).url
    return url, method, body_hash


def hash_request_body(body: bytes) -> str | None:
    """What tells one POST from another: the first 16 hex digits of the SHA-256 of its body; None for no body."""
    return hashlib.sha256(body).hexdigest()[:16] if body else None


def header(headers: list[tuple[str, str]], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)


def media_type(headers: list[tuple[str, str]]) -> str | None:
    return (header(headers, "content-type") or "").split(";")[0].strip().lower() or None


def open_file(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadArchive(path, 0, wanted="a WARC file", got=error.strerror or str(error)) from error


def iterate(path: Path) -> Iterator[tuple[Place, Any, str | None]]:
    """Each whole record of a file with its place and, for a request, the hash of its body. Raises BadArchive."""
    with open_file(path) as stream:
        start = stream.read(5)
        # a file without line ends would else be read as one line, whole
        if start != b"WARC/" and start[:2] != b"\x1f\x8b":
            raise BadArchive(path, 0, wanted="a WARC file", got=repr(start) if start else "an empty file")
        stream.seek(0)
        records = WARCIterator(stream)
        try:
            for record in records:
                offset = records.offset
                body_hash = hash_stream(record.content_stream()) if record.rec_type == "request" else None
                records.read_to_end()
                expect_whole(records, record, Place(path, offset))
                yield Place(path, offset), record, body_hash
        except MALFORMED as error:
            raise malformed(Place(path, records.offset), error) from error
        if records.offset < path.stat().st_size:
            raise BadArchive(path, records.offset, wanted="a WARC record", got="one cut short")


def malformed(place: Place, error: Exception) -> BadArchive:
    found = "one without a header it needs" if isinstance(error, AttributeError) else str(error).strip()
    return BadArchive(*place, wanted="a WARC record", got=found)


def hash_stream(stream: Any) -> str | None:
    digest, empty = hashlib.sha256(), True
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        empty = False
    return None if empty else digest.hexdigest()[:16]


def expect_whole(records: Any, record: Any, place: Place) -> None:
    """warcio takes the end of the file, and damage inside a gzip member, for the end of the record: say so."""
    if not isinstance(record.raw_stream, LimitReader):
        raise BadArchive(*place, wanted="a WARC record", got="one without Content-Length")
    if record.raw_stream.limit:
        raise BadArchive(
            *place, wanted=f"a record of {record.length} bytes", got=f"{record.raw_stream.limit} bytes less"
        )
    member = records.reader.decompressor
    if member and not member.eof and not records.next_line:
        raise BadArchive(*place, wanted="a whole gzip member", got="one cut short or damaged")


@contextmanager
def open_record(place: Place) -> Iterator[tuple[Any, Any]]:
    """The record at a place, with no scan, and the warcio iterator that reads it. Raises BadArchive."""
    with open_file(place.file) as stream:
        stream.seek(place.offset)
        records = WARCIterator(stream, check_digests=True)
        try:
            record = next(records, None)
        except MALFORMED as error:
            raise malformed(place, error) from error
        if record is None or record.http_headers is None:
            raise BadArchive(*place, wanted="a response", got="none")
        yield record, records


def read_headers(record: Record) -> list[tuple[str, str]]:
    """The HTTP headers of a response, save those that its decoded body makes untrue. Raises BadArchive."""
    with open_record(record.head) as (warc, _):
        headers: list[tuple[str, str]] = warc.http_headers.headers
        decoded = {"identity", *BufferedReader.get_supported_decompressors()}
        return [
            (name, value)
            for name, value in headers
            if name.lower() not in HOP_HEADERS and not (name.lower() == "content-encoding" and value.lower() in decoded)
        ]


def copy_body(record: Record, target: BinaryIO) -> str:
    """Write the decoded body of a response to `target` in bounded memory; returns its SHA-256.

    Raises BadArchive where the record is damaged (by its block digest), is cut short, or is over MAX_BODY_BYTES.
    """
    digest, size = hashlib.sha256(), 0
    with open_record(record.body) as (warc, records):
        body = warc.content_stream()
        try:
            while chunk := body.read(CHUNK):
                size += len(chunk)
                if size > MAX_BODY_BYTES:
                    raise BadArchive(*record.body, wanted=f"a body of at most {MAX_BODY_BYTES} bytes", got="more")
                digest.update(chunk)
                target.write(chunk)
            records.read_to_end()
        except MALFORMED as error:
            raise malformed(record.body, error) from error
        expect_whole(records, warc, record.body)
        expect_whole_body(warc, body, size, record)
    return digest.hexdigest()


def expect_whole_body(warc: Any, body: Any, size: int, record: Record) -> None:
    damaged = [problem for problem in warc.digest_checker.problems if problem.startswith("block digest failed")]
    if damaged:
        raise BadArchive(*record.body, wanted="the bytes that were archived", got=damaged[0])
    cut = warc.rec_headers.get_header("WARC-Truncated")
    if cut:
        raise BadArchive(*record.body, wanted="a whole body", got=f"one its archiver cut ({cut})")
    if size and not getattr(getattr(body, "decompressor", None), "eof", True):
        raise BadArchive(*record.body, wanted="a whole gzip body", got=f"one cut short after {size} bytes")
    http = warc.http_headers
    stated = http.get_header("Content-Length") or ""
    encoded = http.get_header("Content-Encoding") or http.get_header("Transfer-Encoding")
    if stated.isdigit() and size < int(stated) and not encoded and record.method != "HEAD":
        raise BadArchive(*record.body, wanted=f"a body of {stated} bytes", got=f"{size}")


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in bounded memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
