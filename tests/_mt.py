"""Montana's pages as fixtures have them, and archives packed from answers."""

from __future__ import annotations

import json
import sqlite3
import uuid

from _warc import http, packed, record
from commands import ROOT
from scrapy.http import TextResponse

from pipelines.check import run_checks
from scrapers.states.mt import pages

FIXTURES = ROOT / "tests/fixtures/mt"
BLOCK = b"<!doctype html><html><head><title>Request Rejected</title></head></html>"


def fixture(name):
    return json.loads((FIXTURES / f"{name}.json").read_text())


def page(found, url="https://api.legmt.gov/page", status=200):
    body = found if isinstance(found, bytes) else json.dumps(found).encode()
    return TextResponse(url, status=status, body=body)


SITTING = pages.sessions(page(fixture("sessions")))[0]
MEMBERS = pages.members(page(fixture("legislators")), SITTING)


def bill_list(found=None, start=0, size=250):
    return pages.bill_list(page(found or fixture("search")), SITTING, MEMBERS, start, size)


def listed():
    return bill_list().bills[0]


def answer(url, found, *, body=b"", status="200 OK"):
    """A response and the request it answers."""
    number = f"<urn:uuid:{uuid.uuid4()}>"
    content = found if isinstance(found, bytes) else json.dumps(found).encode()
    path = url.removeprefix("https://api.legmt.gov")
    asked = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: api.legmt.gov\r\n"
    asked += f"Content-Length: {len(body)}\r\n\r\n"
    kind = {"Content_Type": "application/json"}
    return packed(
        record("response", url, http(content, status, **kind), WARC_Record_ID=number),
        record("request", url, asked.encode() + body, WARC_Concurrent_To=number),
    )


def rows(db, query):
    return sqlite3.connect(db).execute(query).fetchall()


def passes_checks(db):
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    return [finding.name for finding in run_checks(connection) if finding.found]
