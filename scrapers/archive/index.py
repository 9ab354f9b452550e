"""Find the responses in WARC files: which request each answers, and which body a revisit repeats.

A `revisit` record (ISO 28500, 6.7) carries HTTP headers of its own and names the earlier response whose body it had:
by record id, by URL and date, or by payload digest, in any file.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scrapers.archive.records import BadArchive, Place, Record, iterate, media_type

OPEN_MARK = ".open"  # beside a file that a run is writing, or was writing when it was killed

logger = logging.getLogger(__name__)
Asked = dict[str, tuple[str, str | None]]  # (method, body hash) by the id of a request and of its response


@dataclass(frozen=True, slots=True)
class Found:
    """A response before its request and, for a revisit, the response it repeats are known."""

    record: Record
    ids: tuple[str, ...]
    repeats: tuple[str, ...] | None


def index(*paths: Path) -> list[Record]:
    """All responses in WARC files, in their order; a revisit points at the body it repeats, in whichever file.

    Raises BadArchive on a file that is no WARC, is damaged or is cut short, save for the torn end of a file that a
    killed run was writing. A revisit of a body in none of the files is left out: there is nothing to read.
    """
    found: list[Found] = []
    originals: dict[str, Record] = {}  # by record id, by URL and date, by payload digest
    asked: Asked = {}
    for path in paths:
        try:
            for place, record, body_hash in iterate(path):
                http = record.http_headers
                if record.rec_type == "request" and http:
                    asked |= dict.fromkeys(record_ids(record), (http.protocol, body_hash))
                elif is_response(record):
                    one = as_found(record, place)
                    found.append(one)
                    if one.repeats is None:
                        originals |= dict.fromkeys(original_keys(record), one.record)
        except BadArchive as torn:
            if not path.with_name(path.name + OPEN_MARK).exists():
                raise
            logger.warning("%s; a run was killed there, what stands before it is read", torn)
    return list(resolve(found, originals, asked))


def resolve(found: list[Found], originals: dict[str, Record], asked: Asked) -> Iterator[Record]:
    for one in found:
        record = one.record
        if one.repeats is not None:
            original = next((originals[key] for key in one.repeats if key in originals), None)
            if original is None:
                logger.warning("%s of %s repeats a body that is not here", record.url, record.fetched_at)
                continue
            record = replace(record, body=original.body)
            if record.status == 304:  # not modified: the answer is the earlier one, headers and all
                record = replace(record, head=original.head, status=original.status, media_type=original.media_type)
        method, body_hash = next((asked[key] for key in one.ids if key in asked), ("GET", None))
        yield replace(record, method=method, body_hash=body_hash)


def is_response(record: Any) -> bool:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    return record.rec_type in ("response", "revisit") and url.startswith(("http://", "https://"))


def as_found(record: Any, place: Place) -> Found:
    headers, http = record.rec_headers, record.http_headers
    revisit = record.rec_type == "revisit"
    date, status = headers.get_header("WARC-Date"), http.get_statuscode() if http else "304" if revisit else ""
    if not date or not status.isdigit():
        raise BadArchive(*place, wanted="a response with WARC-Date and an HTTP status", got=f"{date}, {status!r}")
    return Found(
        record=Record(
            url=headers.get_header("WARC-Target-URI"),
            method="GET",
            body_hash=None,
            fetched_at=date.replace("Z", "+00:00"),
            status=int(status),
            media_type=media_type(http.headers) if http else None,
            head=place,
            body=place,
        ),
        ids=record_ids(record),
        repeats=revisit_keys(record) if revisit else None,
    )


def record_ids(record: Any) -> tuple[str, ...]:
    """The id of a record and those it is concurrent to: a request and its response name one another so."""
    wanted = ("warc-record-id", "warc-concurrent-to")
    return tuple(value for name, value in record.rec_headers.headers if name.lower() in wanted)


def original_keys(record: Any) -> list[str]:
    header = record.rec_headers.get_header
    url_and_date = f"{header('WARC-Target-URI')} {header('WARC-Date')}"
    return [key for key in (header("WARC-Record-ID"), url_and_date, header("WARC-Payload-Digest")) if key]


def revisit_keys(record: Any) -> tuple[str, ...]:
    header = record.rec_headers.get_header
    url_and_date = f"{header('WARC-Refers-To-Target-URI')} {header('WARC-Refers-To-Date')}"
    return tuple(key for key in (header("WARC-Refers-To"), header("WARC-Payload-Digest"), url_and_date) if key)
