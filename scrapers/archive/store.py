"""Keep responses as WARC, and remember in `captures.jsonl` where each lies, for conditional requests.

One gzipped WARC a run for pages; one plain WARC for each big file, so that retention can drop it whole.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from scrapy import Request
from scrapy.http import Response

from scrapers.archive.download import FileResponse, file_name, size_of
from scrapers.archive.index import OPEN_MARK
from scrapers.archive.records import (
    Key,
    Place,
    Record,
    as_capture,
    hash_file,
    hash_request_body,
    header,
    lookup_key,
    media_type,
)
from scrapers.archive.retention import prune, stamp
from scrapers.archive.writer import Original, ascii_headers, body_size, write_exchange
from scrapers.items import Capture

INDEX = "captures.jsonl"
LOCK = ".lock"


class ArchiveBusy(Exception):
    """Another run is writing to this archive."""


def lock(folder: Path) -> IO[str]:
    """Claim an archive for writing, until the file returned is closed or the process ends; raises ArchiveBusy."""
    folder.mkdir(parents=True, exist_ok=True)
    claim = (folder / LOCK).open("w", encoding="utf-8")
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        claim.close()
        raise ArchiveBusy(f"{folder}: another run is writing here; wait for it to end") from error
    return claim


@dataclass(frozen=True, slots=True)
class Stored:
    """One line of the index: a response, and what the next conditional request and the next revisit need."""

    record: Record
    sha256: str
    etag: str | None
    last_modified: str | None
    original: Original


class WarcStore:
    """The archive of one jurisdiction, in one folder; nothing is ever overwritten.

    One writer at a time: whoever makes one for writing holds `lock` on the folder.
    """

    def __init__(self, folder: Path, started_at: datetime) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.pages = folder / f"{stamp(started_at)}.warc.gz"
        self.mark = folder / f"{self.pages.name}{OPEN_MARK}"
        self.latest: dict[Key, Stored] = {}
        for torn in folder.glob(f"*.warc{OPEN_MARK}"):  # a big file that a killed run was writing
            torn.unlink()
        self.read_index()

    def read_index(self) -> None:
        """Take in the captures whose WARC is still there; a torn line is a killed run's, and is closed off."""
        path = self.folder / INDEX
        if not path.exists():
            return
        present = {file.name for file in self.folder.iterdir()}
        line = b"\n"
        with path.open("rb") as index:
            for line in index:
                try:
                    row = json.loads(line)
                except ValueError:
                    continue
                stored = from_row(row, self.folder)
                if {stored.record.head.file.name, stored.record.body.file.name} <= present:
                    self.hold(stored)
        if not line.endswith(b"\n"):
            with path.open("ab") as index:
                index.write(b"\n")

    def find(self, request: Request) -> Stored | None:
        """The response held for a request: the newest that was a success, else the newest."""
        return self.latest.get(request_key(request))

    def forget(self, request: Request) -> None:
        self.latest.pop(request_key(request), None)

    def hold(self, stored: Stored) -> None:
        record = stored.record
        key = lookup_key(record.url, record.method, record.body_hash)
        held = self.latest.get(key)
        # an outage must not cost us the body and the validators we hold
        if held is None or record.status == 200 or held.record.status != 200:
            self.latest[key] = stored

    def write(self, request: Request, response: Response, fetched_at: datetime) -> Capture:
        """Keep a response: as a `revisit` record where its body is the one held already, else as a `response`.

        The capture of a revisit points at the bytes it repeats; that of a 304 is the held one's, asked for anew.
        """
        held = self.find(request)
        if held and response.status == 304:
            self.append(self.pages, request, response, fetched_at, held.sha256, held.original)
            stored = replace(held, record=replace(held.record, fetched_at=isoformat(fetched_at)))
        else:
            stored = self.write_response(request, response, fetched_at, held)
        self.hold(stored)
        with (self.folder / INDEX).open("a", encoding="ascii") as index:
            index.write(json.dumps(as_row(stored)) + "\n")
        if stored.record.body.file.suffix == ".warc":
            prune(self.folder, file_name(request.url))
        return as_capture(stored.record, stored.sha256)

    def write_response(self, request: Request, response: Response, fetched_at: datetime, held: Stored | None) -> Stored:
        sha256 = hash_body(response)
        repeats = held if held and held.sha256 == sha256 and body_size(response) else None
        alone = isinstance(response, FileResponse) and response.status == 200 and not repeats
        path = self.folder / f"{file_name(request.url)}-{stamp(fetched_at)}.warc" if alone else self.pages
        head, original = self.append(path, request, response, fetched_at, sha256, repeats.original if repeats else None)
        headers = ascii_headers(response.headers)
        record = Record(
            url=request.url,
            method=request.method,
            body_hash=hash_request_body(request.body),
            fetched_at=isoformat(fetched_at),
            status=response.status,
            media_type=media_type(headers),
            head=head,
            body=repeats.record.body if repeats else head,
        )
        return Stored(
            record=record,
            sha256=sha256,
            etag=header(headers, "etag"),
            last_modified=header(headers, "last-modified"),
            original=repeats.original if repeats else original,
        )

    def append(
        self,
        path: Path,
        request: Request,
        response: Response,
        fetched_at: datetime,
        sha256: str,
        repeats: Original | None,
    ) -> tuple[Place, Original]:
        """Write an exchange after the run's pages, or as a file of its own, which appears whole or not at all."""
        alone = path != self.pages
        target = path.with_name(path.name + OPEN_MARK) if alone else path
        if not alone:
            self.mark.touch()
        before = size_of(target)
        try:
            with target.open("ab") as stream:
                offset, original = write_exchange(
                    stream, request, response, fetched_at, sha256, gzip=not alone, repeats=repeats
                )
        except BaseException:
            os.truncate(target, before)  # the next record must not stand behind half a one
            raise
        if alone:
            target.rename(path)
        return Place(path, offset), original

    def close(self) -> None:
        """The run's file is whole: say so by taking its mark away."""
        self.mark.unlink(missing_ok=True)


def request_key(request: Request) -> Key:
    return lookup_key(request.url, request.method, hash_request_body(request.body))


def isoformat(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()  # as exact as WARC-Date, so that a replay says the same


def hash_body(response: Response) -> str:
    if isinstance(response, FileResponse):
        return hash_file(response.path)
    return hashlib.sha256(response.body).hexdigest()


def as_row(stored: Stored) -> dict[str, Any]:
    row = asdict(stored)
    for name in ("head", "body"):
        row["record"][name] = (row["record"][name].file.name, row["record"][name].offset)
    return row


def from_row(row: dict[str, Any], folder: Path) -> Stored:
    head, body = (Place(folder / row["record"][name][0], row["record"][name][1]) for name in ("head", "body"))
    record = Record(**row["record"] | {"head": head, "body": body})
    return Stored(**row | {"record": record, "original": Original(*row["original"])})
