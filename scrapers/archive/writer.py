"""Write one exchange as WARC records (ISO 28500, WARC/1.0): the request, and the response or a revisit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.client import responses
from io import BytesIO
from string import printable
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.http import Headers, Response
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from scrapers.archive.download import FileResponse
from scrapers.archive.records import HOP_HEADERS

NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
# an archive is made to be given away
SECRET_HEADERS = {"authorization", "cookie", "proxy-authorization", "x-api-key"}


class Original(NamedTuple):
    """The response record a revisit repeats; `date` as WARC-Date writes it."""

    record_id: str
    url: str
    date: str


def write_exchange(
    stream: BinaryIO,
    request: Request,
    response: Response,
    fetched_at: datetime,
    sha256: str,
    *,
    gzip: bool,
    repeats: Original | None,
) -> tuple[int, Original]:
    """Append an exchange to a file opened for appending; the offset of its response and what a revisit of it names.

    The request goes first: were the process killed between the two, a POST would else be left looking like a GET.
    """
    writer = WARCWriter(stream, gzip=gzip)
    if not stream.tell():
        writer.write_record(writer.create_warcinfo_record(None, {"software": "statehouse", "format": "WARC/1.0"}))
    date = warc_date(fetched_at)
    dated = {"WARC-Date": date}
    http = StatusAndHeaders(
        f"{response.status} {responses.get(response.status, '')}", response_headers(request, response), "HTTP/1.1"
    )
    with open_body(response) as body:
        if repeats:
            record = writer.create_revisit_record(
                request.url, f"sha256:{sha256}", repeats.url, repeats.date, http_headers=http, warc_headers_dict=dated
            )
            record.rec_headers.add_header("WARC-Refers-To", repeats.record_id)
            if response.status == 304:
                record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        else:
            record = writer.create_warc_record(
                request.url,
                "response",
                payload=body,
                length=body_size(response),
                http_headers=http,
                warc_headers_dict=dated | {"WARC-Payload-Digest": f"sha256:{sha256}"},
            )
        record_id = record.rec_headers.get_header("WARC-Record-ID")
        write_request(writer, request, dated | {"WARC-Concurrent-To": record_id})
        offset = stream.tell()
        writer.write_record(record)
    return offset, Original(record_id, request.url, date)


def write_request(writer: WARCWriter, request: Request, named: dict[str, str]) -> None:
    parts = urlsplit(request.url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = [("Host", parts.netloc.rpartition("@")[2])]
    headers += [(name, value) for name, value in ascii_headers(request.headers) if name.lower() not in SECRET_HEADERS]
    writer.write_record(
        writer.create_warc_record(
            request.url,
            "request",
            payload=BytesIO(request.body),
            length=len(request.body),
            http_headers=StatusAndHeaders(f"{request.method} {target} HTTP/1.1", headers, is_http_request=True),
            warc_headers_dict=named,
        )
    )


def response_headers(request: Request, response: Response) -> list[tuple[str, str]]:
    """The headers to archive: of the body as it is kept, decoded and whole."""
    if request.method == "HEAD" or response.status == 304:
        return ascii_headers(response.headers)
    kept = [(name, value) for name, value in ascii_headers(response.headers) if name.lower() not in HOP_HEADERS]
    return [*kept, ("Content-Length", str(body_size(response)))]


def ascii_headers(headers: Headers) -> list[tuple[str, str]]:
    """All headers, doubles too. Bytes outside ASCII are percent-encoded: warcio would encode a URL's colon as well."""
    return [
        (name.decode("latin-1"), quote(value, safe=printable)) for name, values in headers.items() for value in values
    ]


@contextmanager
def open_body(response: Response) -> Iterator[BinaryIO]:
    if isinstance(response, FileResponse):
        with response.path.open("rb") as stream:
            yield stream
    else:
        yield BytesIO(response.body)


def body_size(response: Response) -> int:
    return response.path.stat().st_size if isinstance(response, FileResponse) else len(response.body)


def warc_date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
