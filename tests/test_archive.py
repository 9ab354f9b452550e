"""The archive: what is kept, asked for again, replayed, and noticed when it is damaged."""

import gzip
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive.download import FileResponse
from scrapers.archive.index import OPEN_MARK, index
from scrapers.archive.records import BadArchive
from scrapers.archive.replay import NotInArchive, Replay
from scrapers.archive.retention import prune, stamp, to_drop
from scrapers.archive.store import INDEX, WarcStore
from tests._site import ROOT, Page, Site, crawl
from tests._warc import chunked, http, packed, record, sha1

URL = "http://127.0.0.1:9/bill"  # the discard port: nothing answers there
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGE = b"<p>SB 54</p>" * 50


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def replay(tmp_path):
    """A Replay of one WARC file with these bytes."""
    opened = []

    def open_replay(data, name="a.warc"):
        (tmp_path / name).write_bytes(data)
        opened.append(Replay(tmp_path / name))
        return opened[-1]

    yield open_replay
    for one in opened:
        one.close()


def keep(store, url, body, when=NOON, status=200, headers=None, request=None, tmp_path=None):
    """Write one exchange into a store; a big file where `tmp_path` is given."""
    request = request or Request(url)
    if tmp_path:
        path = tmp_path / "body"
        path.write_bytes(body)
        response = FileResponse(url, status=status, headers=headers, path=path)
    else:
        response = HtmlResponse(url, status=status, headers=headers, body=body)
    return store.write(request, response, when)


def answered(folder, *requests):
    replay = Replay(folder)
    try:
        return [replay.answer(request) for request in requests]
    finally:
        replay.close()


def warc_records(folder):
    found = []
    for path in sorted(folder.glob("*.warc*")):
        with path.open("rb") as stream:
            for one in ArchiveIterator(stream):
                found.append((one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one))
                one.content_stream().read()
    return found


def warcio_check(folder):
    files = [str(path) for path in sorted(folder.glob("*.warc*"))]
    done = subprocess.run([Path(sys.executable).with_name("warcio"), "check", *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# --- a real crawl, twice, and its replay ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two runs over one site, then a replay of what they kept."""
    tmp_path = tmp_path_factory.mktemp("crawled")
    modified = "Sat, 21 Nov 2026 18:00:00 GMT"
    with Site() as site:
        site.pages |= {
            "/robots.txt": Page(b"User-agent: *\nAllow: /", headers={"Content-Type": "text/plain"}, etag='"r"'),
            "/tagged": Page(PAGE, etag='"1"'),
            "/dated": Page(PAGE + b"dated", last_modified=modified),
            "/plain": Page(PAGE + b"plain"),
            "/packed": Page(gzip.compress(b"{}"), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}),
            "/moved": Page(status=302, headers={"Location": "/tagged?é".encode().decode("latin-1")}, etag='"m"'),
            "/tagged?%C3%A9": Page(PAGE + b"moved here", etag='"1"'),
            "/down": Page(b"down", status=500),
            "/big": Page(zeros=3_000_000, etag='"b"', headers={"Content-Type": "application/zip"}),
            "/search": lambda seen: Page(b"<p>found " + seen.body),
        }
        asked = [{"url": site.url(path)} for path in ("/tagged", "/dated", "/plain", "/packed", "/moved", "/gone")]
        asked += [{"url": site.url("/down"), "meta": {"dont_retry": True}}]
        asked += [{"url": site.url("/big"), "meta": {"to_file": True}}]
        asked += [{"url": site.url("/search"), "method": "POST", "body": body} for body in ("HB1", "HB2")]
        runs = []
        for changed in (b"", b"changed"):
            site.pages["/changing"] = Page(PAGE + changed, etag=f'"{changed}"')
            site.seen.clear()
            run = crawl(tmp_path, [*asked, {"url": site.url("/changing")}], ARCHIVE_DIR=str(tmp_path / "archive"))
            runs.append(run | {"asked": {seen.path: seen.headers for seen in site.seen}, "site": site.url("")})
    folder = tmp_path / "archive" / "ca"
    offline = crawl(tmp_path, [*asked, {"url": site.url("/changing")}], ARCHIVE=str(folder), FORBID_NETWORK=True)
    return folder, runs, offline


def by_url(run):
    return {(seen["asked"], seen["capture"]["body_hash"]): seen for seen in run["seen"]}


def test_every_response_is_kept_with_its_request(crawled):
    folder, runs, _ = crawled
    assert [run["code"] for run in runs] == [0, 0], runs[0]["log"]
    first = [found for found in warc_records(folder) if found[2].rec_headers.get_header("WARC-Type") == "response"]
    statuses = {(url.removeprefix(runs[0]["site"]), one.http_headers.get_statuscode()) for _, url, one in first}
    assert {("/moved", "302"), ("/gone", "404"), ("/down", "500"), ("/big", "200"), ("/robots.txt", "200")} <= statuses
    kinds = [kind for kind, _, _ in warc_records(folder)]
    assert kinds.count("request") == kinds.count("response") + kinds.count("revisit") == 2 * 13
    warcio_check(folder)


def test_second_run_asks_only_for_what_changed(crawled):
    _, (first, second), _ = crawled
    conditional = {path: headers.get("If-None-Match") for path, headers in second["asked"].items()}
    assert conditional["/tagged"] == '"1"'
    assert conditional["/big"] == '"b"'
    assert conditional["/robots.txt"] == '"r"'
    assert second["asked"]["/dated"]["If-Modified-Since"] == "Sat, 21 Nov 2026 18:00:00 GMT"
    assert conditional["/moved"] is None, "a redirect holds no page"
    assert not any("If-None-Match" in headers for headers in first["asked"].values())
    before, after = by_url(first), by_url(second)
    assert before.keys() == after.keys()
    for key in before:
        same = ("sha256", "text", "type", "size", "status")
        if not key[0].endswith("/changing"):
            assert [before[key][name] for name in same] == [after[key][name] for name in same]
            assert {**before[key]["capture"], "fetched_at": ""} == {**after[key]["capture"], "fetched_at": ""}
        else:
            assert before[key]["sha256"] != after[key]["sha256"]


def test_unchanged_bodies_are_revisits_that_name_the_first_response(crawled):
    folder, (_, second), _ = crawled
    found = warc_records(folder)
    originals = {one.rec_headers.get_header("WARC-Record-ID"): url for kind, url, one in found if kind == "response"}
    revisits = {url.removeprefix(second["site"]): one for kind, url, one in found if kind == "revisit"}
    assert {"/tagged", "/dated", "/plain", "/packed", "/big", "/search", "/robots.txt", "/gone"} <= revisits.keys()
    assert not {"/changing", "/moved"} & revisits.keys()
    for url, one in revisits.items():
        assert originals[one.rec_headers.get_header("WARC-Refers-To")] == second["site"] + url
    profiles = {url: one.rec_headers.get_header("WARC-Profile").rsplit("/", 1)[-1] for url, one in revisits.items()}
    assert (profiles["/tagged"], profiles["/plain"]) == ("server-not-modified", "identical-payload-digest")


def test_replay_of_our_own_folder_says_what_the_last_run_said(crawled):
    _, (_, second), offline = crawled
    assert offline["code"] == 0, offline["log"]
    assert by_url(offline) == by_url(second)
    assert {gap["key"]: gap["found"] for gap in offline["gaps"]} == {gap["key"]: gap["found"] for gap in second["gaps"]}
    assert not list(crawled[0].glob(f"*{OPEN_MARK}"))


def test_damaged_held_body_is_asked_for_again(site, tmp_path):
    site.pages["/page"] = Page(PAGE, etag='"1"')
    crawl(tmp_path, [{"url": site.url("/page")}], ARCHIVE_DIR=str(tmp_path / "archive"))
    warc = next((tmp_path / "archive" / "ca").glob("*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[:-40])
    second = crawl(tmp_path, [{"url": site.url("/page")}], ARCHIVE_DIR=str(tmp_path / "archive"))
    assert [seen["size"] for seen in second["seen"]] == [len(PAGE)]
    assert [seen.headers.get("If-None-Match") for seen in site.asked("/page")] == [None, '"1"', None]
    assert second["seen"][0]["capture"]["file"] != warc.name


def test_redirect_does_not_carry_validators_to_another_page(site, tmp_path):
    site.pages |= {"/page": Page(PAGE, etag='"1"'), "/new": Page(b"new", etag='"1"')}
    for _ in range(2):
        run = crawl(tmp_path, [{"url": site.url("/page")}], ARCHIVE_DIR=str(tmp_path / "archive"))
        site.pages["/page"] = Page(status=301, headers={"Location": "/new"})
    assert [seen.headers.get("If-None-Match") for seen in site.asked("/page")] == [None, '"1"']
    assert [seen.headers.get("If-None-Match") for seen in site.asked("/new")] == [None]
    assert run["seen"][0]["text"] == "new"


# --- the store ------------------------------------------------------------------------------------------------------


def test_outage_does_not_cost_the_held_body_and_its_validators(tmp_path):
    store = WarcStore(tmp_path / "ca", NOON)
    keep(store, URL, PAGE, headers={"ETag": '"1"'})
    keep(store, URL, b"down", status=503)
    again = WarcStore(tmp_path / "ca", NOON + timedelta(hours=1))
    assert again.find(Request(URL)).etag == '"1"'
    assert keep(again, URL, PAGE, NOON + timedelta(hours=1)).file == store.pages.name


def test_new_validators_of_an_unchanged_body_are_taken(tmp_path):
    store = WarcStore(tmp_path, NOON)
    keep(store, URL, PAGE, headers={"ETag": '"1"'})
    keep(store, URL, PAGE, headers={"ETag": '"2"'})
    assert WarcStore(tmp_path, NOON).find(Request(URL)).etag == '"2"'


def test_secrets_in_request_headers_are_not_archived(tmp_path):
    store = WarcStore(tmp_path, NOON)
    keep(store, URL, PAGE, request=Request(URL, headers={"Authorization": "token", "X-Api-Key": "k", "Accept": "*/*"}))
    written = gzip.decompress(store.pages.read_bytes())
    assert b"Accept: */*" in written
    assert b"token" not in written
    assert b"Api-Key" not in written


def test_big_files_lie_apart_by_url_and_only_retention_lets_them_go(tmp_path):
    folder = tmp_path / "ca"
    first, other = "http://127.0.0.1/2025/bills.zip", "http://127.0.0.1/2026/bills.zip"
    monday = datetime(2026, 11, 16, 3, tzinfo=UTC)
    for day in range(3):
        store = WarcStore(folder, monday + timedelta(days=day))
        for url in (first, other):
            keep(store, url, f"{url} {day}".encode() * 100, monday + timedelta(days=day), tmp_path=tmp_path)
    keep(store, first, b"an error page", monday + timedelta(days=3), status=500, tmp_path=tmp_path)
    assert len(list(folder.glob("bills-zip-*.warc"))) == 2
    bodies = [response.body for response, _ in answered(folder, Request(first), Request(other))]
    assert bodies == [b"an error page", f"{other} 2".encode() * 100]
    assert (
        WarcStore(folder, monday).find(Request(first)).sha256 == hashlib.sha256(f"{first} 2".encode() * 100).hexdigest()
    )


def test_revisit_of_a_big_file_resolves_in_the_other_file_of_the_folder(tmp_path):
    folder = tmp_path / "ca"
    body = os.urandom(200_000)
    stored = keep(WarcStore(folder, NOON), URL, body, tmp_path=tmp_path)
    later = NOON + timedelta(days=1)
    again = keep(WarcStore(folder, later), URL, body, later, tmp_path=tmp_path)
    assert (again.file, again.offset) == (stored.file, stored.offset)
    [(response, capture)] = answered(folder, Request(URL, meta={"to_file": True}))
    assert capture == again
    assert response.body == b""
    warcio_check(folder)


@pytest.mark.parametrize("url", [URL + "#part", "http://127.0.0.1:9/a b?q=é", "http://127.0.0.1:9"])
def test_captures_of_odd_urls_are_found_again(tmp_path, url):
    kept = keep(WarcStore(tmp_path, NOON), Request(url).url, PAGE)
    [(_, capture)] = answered(tmp_path, Request(url))
    assert capture == kept


# --- killed in the middle -------------------------------------------------------------------------------------------


def test_killed_run_harms_neither_the_next_run_nor_what_was_kept(tmp_path):
    folder = tmp_path / "ca"
    for _ in range(3):
        run = subprocess.Popen([sys.executable, "-m", "tests._store", folder], cwd=ROOT)
        before = size(folder / INDEX)
        while size(folder / INDEX) < before + 20_000:
            assert run.poll() is None, "the writer died by itself"
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
        run.wait()
        store = WarcStore(folder, datetime.now(UTC))
        assert len(store.latest) >= 15
        records = {record.url: record for record in index(*sorted(folder.glob("*.warc.gz")))}
        replayed = Replay(folder)
        for stored in store.latest.values():
            assert stored.record.url in records
            response, capture = replayed.answer(Request(stored.record.url))
            assert capture.sha256 == stored.sha256 == hashlib.sha256(response.body).hexdigest()
        replayed.close()
    assert len(list(folder.glob(f"*{OPEN_MARK}"))) == 3


def size(path):
    return path.stat().st_size if path.exists() else 0


def test_torn_tails_at_every_byte(tmp_path):
    store = WarcStore(tmp_path, NOON)
    keep(store, URL, PAGE, headers={"ETag": '"1"'})
    whole, index_size = store.pages.stat().st_size, (tmp_path / INDEX).stat().st_size
    keep(store, URL + "2", PAGE + b"2", headers={"ETag": '"é"'})
    data, lines = store.pages.read_bytes(), (tmp_path / INDEX).read_bytes()
    for cut in range(whole, len(data), 7):
        store.pages.write_bytes(data[:cut])
        assert [record.url for record in index(store.pages)][:1] == [URL]
    for cut in range(index_size, len(lines) - 1):
        (tmp_path / INDEX).write_bytes(lines[:cut])
        store.pages.write_bytes(data[:whole])
        later = WarcStore(tmp_path, NOON + timedelta(microseconds=cut))
        assert later.find(Request(URL)).etag == '"1"'
        assert later.find(Request(URL + "2")) is None
        keep(later, URL + "3", PAGE)
        assert WarcStore(tmp_path, NOON).find(Request(URL + "3"))
        later.close()


def test_write_that_fails_leaves_no_half_record_before_the_next(tmp_path):
    store = WarcStore(tmp_path, NOON)
    keep(store, URL, PAGE)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, unlimited[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            keep(store, URL + "2", os.urandom(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    keep(store, URL + "3", PAGE)
    store.close()
    assert [record.url for record in index(store.pages)] == [URL, URL + "3"]


def test_half_written_big_file_is_no_copy(tmp_path):
    (tmp_path / f"bills-zip-abc-{stamp(NOON)}.warc{OPEN_MARK}").write_bytes(b"WARC/1.0\r\nhalf")
    keep(WarcStore(tmp_path, NOON), URL, PAGE)
    assert [path.name for path in tmp_path.glob("bills*")] == []
    assert len(index(*tmp_path.glob("*.warc.gz"))) == 1


def test_capture_whose_file_is_gone_is_forgotten(tmp_path):
    store = WarcStore(tmp_path, NOON)
    keep(store, URL, PAGE)
    store.pages.unlink()
    assert WarcStore(tmp_path, NOON).find(Request(URL)) is None


# --- other tools' files ---------------------------------------------------------------------------------------------

ENCODED = gzip.compress(PAGE)
FOREIGN = {
    "plain": record("response", URL, http(PAGE)),
    "gzip": packed(record("response", URL, http(PAGE))),
    "WARC/1.1": record("response", URL, http(PAGE), version="1.1", WARC_Date="2026-11-21T18:00:00.123456Z"),
    "chunked": record("response", URL, http(chunked(PAGE, 100), Transfer_Encoding="chunked")),
    "chunked and gzip": packed(
        record("response", URL, http(chunked(ENCODED, 10), Transfer_Encoding="chunked", Content_Encoding="gzip"))
    ),
    "gzip, its length smaller than the page": record("response", URL, http(ENCODED, Content_Encoding="gzip")),
    "headers of a body kept decoded": record("response", URL, http(PAGE, Content_Encoding="gzip", Content_Length="9")),
    "angle brackets": record("response", f"<{URL}>", http(PAGE)),
    "HTTP/2": record("response", URL, http(PAGE).replace(b"HTTP/1.1", b"HTTP/2")),
    "other records": record("warcinfo", "", b"a: b")
    + record("metadata", URL, b"a: b")
    + record("response", "dns:127.0.0.1", b"dns")
    + record("resource", URL, b"resource")
    + record("response", URL, http(PAGE)),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_replay_of_other_tools(replay, name):
    opened = replay(FOREIGN[name])
    response, capture = opened.answer(Request(URL))
    assert (type(response), response.status, response.body) == (HtmlResponse, 200, PAGE)
    assert capture.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert (capture.media_type, capture.file, opened.urls) == ("text/html", "a.warc", [URL])
    filed, again = opened.answer(Request(URL, meta={"to_file": True}))
    assert (filed.path.read_bytes(), again) == (PAGE, capture)


def test_tiny_gzipped_body_is_smaller_than_its_stated_length(replay):
    data = record("response", URL, http(gzip.compress(b"{}"), Content_Encoding="gzip"))
    assert replay(data).answer(Request(URL))[0].body == b"{}"


def test_encoding_we_cannot_undo_is_left_to_scrapy_but_no_file(replay):
    opened = replay(record("response", URL, http(PAGE, Content_Encoding="zstd")))
    assert opened.answer(Request(URL))[0].headers["Content-Encoding"] == b"zstd"
    with pytest.raises(BadArchive, match="wanted a body to decode into a file, got b'zstd'"):
        opened.answer(Request(URL, meta={"to_file": True}))


def post(body, answer, direction):
    """A POST and its answer; either of the two records names the other."""
    request_id, response_id = f"<urn:uuid:{sha1(body)}>", f"<urn:uuid:{sha1(answer)}>"
    names = {"WARC_Concurrent_To": response_id if direction == "request" else request_id}
    asked = b"POST /bill HTTP/1.1\r\nHost: 127.0.0.1:9\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    request = record("request", URL, asked, WARC_Record_ID=request_id, **(names if direction == "request" else {}))
    response = record(
        "response", URL, http(answer), WARC_Record_ID=response_id, **(names if direction == "response" else {})
    )
    return [request, response] if direction == "request" else [response, request]


@pytest.mark.parametrize("direction", ["request", "response"])
def test_posts_are_told_apart_by_their_bodies(replay, direction):
    big = b"x" * 3_000_000
    records = [*post(b"session=1", b"one", direction), *post(b"session=2", b"two", direction)]
    opened = replay(packed(*records, *post(big, b"big", direction), record("response", URL, http(PAGE))))
    for body, answer in ((b"session=1", b"one"), (b"session=2", b"two"), (big, b"big")):
        response, capture = opened.answer(Request(URL, method="POST", body=body))
        assert (response.body, capture.method) == (answer, "POST")
        assert capture.body_hash == hashlib.sha256(body).hexdigest()[:16]
    assert opened.answer(Request(URL))[0].body == PAGE
    with pytest.raises(NotInArchive):
        opened.answer(Request(URL, method="POST", body="session=3"))


ORIGINAL = record("response", URL, http(PAGE, ETag='"1"'), WARC_Record_ID="<urn:one>", WARC_Payload_Digest=sha1(PAGE))
LATER = {"WARC_Date": "2026-11-22T18:00:00Z"}


@pytest.mark.parametrize(
    "names",
    [
        {"WARC_Payload_Digest": sha1(PAGE)},
        {"WARC_Refers_To": "<urn:one>"},
        {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": "2026-11-21T18:00:00Z"},
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_revisit_hands_on_the_body_it_repeats(tmp_path, names, first):
    """Named by digest, by record id, or by URL and date; in an earlier or a later file."""
    revisit = record("revisit", URL, http(b"", ETag='"2"', X_New="yes"), **LATER, **names)
    (tmp_path / "b.warc").write_bytes(ORIGINAL)
    (tmp_path / ("c.warc.gz" if first else "a.warc.gz")).write_bytes(packed(revisit))
    [(response, capture)] = answered(tmp_path, Request(URL))
    assert (response.body, response.headers["X-New"]) == (PAGE, b"yes")
    assert (capture.fetched_at, capture.file) == ("2026-11-22T18:00:00+00:00", "b.warc")


def test_not_modified_revisit_is_the_answer_it_confirms(replay):
    revisit = record("revisit", URL, http(b"", "304 Not Modified"), **LATER, WARC_Refers_To="<urn:one>")
    response, capture = replay(ORIGINAL + revisit).answer(Request(URL))
    assert (response.status, response.body, response.headers["ETag"]) == (200, PAGE, b'"1"')
    assert (capture.status, capture.media_type, capture.offset) == (200, "text/html", 0)


def test_not_modified_kept_as_a_response_hides_no_page(replay):
    assert (
        replay(ORIGINAL + record("response", URL, http(b"", "304 Not Modified"), **LATER)).answer(Request(URL))[0].body
        == PAGE
    )


def test_redirect_with_the_empty_body_of_a_page_stays_a_redirect(replay):
    empty = {"WARC_Payload_Digest": sha1(b"")}
    page = record("response", URL, http(b""), **empty)
    moved = record("revisit", URL + "2", http(b"", "302 Found", Location="/3"), **LATER, **empty)
    response, _ = replay(page + moved).answer(Request(URL + "2"))
    assert (response.status, response.headers["Location"]) == (302, b"/3")


def test_revisit_of_nothing_we_have_is_no_answer(replay):
    lost = record("revisit", URL, http(b""), WARC_Payload_Digest=sha1(b"lost"))
    assert issubclass(NotInArchive, IgnoreRequest)
    with pytest.raises(NotInArchive, match=r"GET http://127.0.0.1:9/bill is not in a\.warc"):
        replay(lost).answer(Request(URL))


def test_newest_of_several_captures_wins_whatever_their_order(replay):
    days = [
        record("response", URL, http(b"day %d" % day), WARC_Date=f"2026-11-{day}T00:00:00Z") for day in (20, 22, 21)
    ]
    assert replay(b"".join(days)).answer(Request(URL))[0].body == b"day 22"


def test_replaying_gives_equal_captures_each_time(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"".join(FOREIGN[name] for name in ("plain", "WARC/1.1", "chunked")))
    (tmp_path / "b.warc.gz").write_bytes(FOREIGN["chunked and gzip"])
    first, second = (answered(tmp_path, Request(URL), Request(URL)) for _ in range(2))
    assert len({capture for _, capture in first + second}) == 1


def test_url_that_is_none_sinks_no_archive(replay):
    opened = replay(record("response", "http://127.0.0.1:)/", http(PAGE)) + FOREIGN["plain"])
    assert opened.answer(Request(URL))[0].body == PAGE


def test_double_headers_survive(replay):
    block = http(PAGE).replace(b"\r\n\r\n", b"\r\nLink: <a>\r\nLink: <b>\r\n\r\n", 1)
    assert replay(record("response", URL, block)).answer(Request(URL))[0].headers.getlist("Link") == [b"<a>", b"<b>"]


def test_shared_captures_replay():
    folder = ROOT.parent / "shared" / "replay"
    if not folder.is_dir():
        pytest.skip(f"{folder.name}: the shared captures are not beside this clone")
    for path in sorted(folder.glob("*.warc.gz")):
        replay = Replay(path)
        assert replay.urls
        for url in replay.urls:
            response, capture = replay.answer(Request(url))
            assert (response.status, capture.sha256) == (200, hashlib.sha256(response.body).hexdigest())
        replay.close()


# --- nothing touches the network ------------------------------------------------------------------------------------


def test_replay_touches_no_network_and_what_is_not_there_is_a_gap(tmp_path):
    damaged = bytearray(record("response", URL + "2", http(PAGE)))
    damaged[-20] ^= 1
    (tmp_path / "a.warc").write_bytes(FOREIGN["plain"] + bytes(damaged))
    asked = [{"url": URL}, {"url": URL + "2"}, {"url": URL + "3"}, {"url": URL + "4", "meta": {"to_file": True}}]
    result = crawl(tmp_path, asked, ARCHIVE=str(tmp_path / "a.warc"), FORBID_NETWORK=True)
    assert result["code"] == 0, result["log"]
    assert [seen["url"] for seen in result["seen"]] == [URL]
    assert {gap["key"]: gap["kind"] for gap in result["gaps"]} == {
        URL + "2": "fetch_failed",
        URL + "3": "file_missing",
        URL + "4": "file_missing",
    }
    assert result["archive_urls"] == [URL, URL + "2"]
    assert not (tmp_path / "crawl.json.network").exists()
    assert "Traceback" not in result["log"]


def test_robots_rules_in_the_archive_are_obeyed(tmp_path):
    rules = http(b"User-agent: *\nDisallow: /", Content_Type="text/plain")
    (tmp_path / "a.warc").write_bytes(FOREIGN["plain"] + record("response", "http://127.0.0.1:9/robots.txt", rules))
    result = crawl(tmp_path, [{"url": URL}], ARCHIVE=str(tmp_path / "a.warc"), FORBID_NETWORK=True)
    assert result["seen"] == []
    assert len(result["gaps"]) == 1


# --- damage ---------------------------------------------------------------------------------------------------------

TWO = [record("response", URL, http(PAGE)), record("response", URL + "2", http(PAGE + b"2"))]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"", r"at byte 0: wanted a WARC file, got an empty file"),
        (b"PK\3\4" + bytes(99), r"at byte 0: wanted a WARC file, got b'PK"),
        (b"<!doctype html>", r"at byte 0: wanted a WARC file, got b'<!doc"),
        (
            packed(TWO[0]) + packed(TWO[1])[:9],
            rf"at byte {len(packed(TWO[0]))}: wanted a WARC record, got one cut short",
        ),
        (gzip.compress(b"<!doctype html>"), r"at byte 0: wanted a WARC record, got .*<!doctype html>"),
        (gzip.compress(b"".join(TWO)), "wanted a WARC record, got .*non-chunked gzip"),
        (TWO[0] + b"junk", rf"at byte {len(TWO[0])}: wanted a WARC record"),
        (TWO[0] + packed(TWO[1]), rf"at byte {len(TWO[0])}: wanted a WARC record"),
        (packed(TWO[0]) + b"junk", rf"at byte {len(packed(TWO[0]))}: wanted a WARC record, got Invalid"),
        (TWO[0].replace(b"Content-Length: ", b"Content-Size: ", 1), "got one without Content-Length"),
        (record("response", URL, b"no http"), "wanted a response with WARC-Date and an HTTP status"),
        (TWO[0].replace(b"WARC-Date", b"WARC-Data"), "wanted a response with WARC-Date"),
    ],
    # the archives are made with new ids and of the day, and every worker is to name their tests alike
    ids=[
        "empty",
        "a zip",
        "a page",
        "cut short",
        "a zipped page",
        "zipped as one",
        "junk after plain",
        "zipped after plain",
        "junk after zipped",
        "no length",
        "no HTTP",
        "no date",
    ],
)
def test_bad_archive_says_file_offset_wanted_and_got(replay, data, wanted):
    with pytest.raises(BadArchive, match=r"(?s)/a\.warc at byte .*" + wanted.removeprefix("at byte ")):
        replay(data)


def test_missing_file_and_empty_folder_are_bad_archives(tmp_path):
    with pytest.raises(BadArchive, match=r"none\.warc at byte 0: wanted .*, got no such file"):
        Replay(tmp_path / "none.warc")
    with pytest.raises(BadArchive, match="got a folder without one"):
        Replay(tmp_path)


@pytest.mark.parametrize("packing", [lambda *records: b"".join(records), packed])
def test_file_cut_at_any_byte_is_bad_or_loses_no_byte_of_a_body(tmp_path, packing):
    data, first = packing(*TWO), len(packing(TWO[0]))
    path = tmp_path / "a.warc"
    accepted = []
    for cut in range(len(data)):
        path.write_bytes(data[:cut])
        try:
            found = answered(path, *(Request(record.url) for record in index(path)))
        except BadArchive as error:
            assert error.file == path
            assert error.offset <= cut
            continue
        accepted.append(cut)
        assert [response.body for response, _ in found] == [PAGE, PAGE + b"2"][: len(found)]
        assert len(found) == (2 if cut > first else 1)
    # between the records, and in the blank lines after a whole record
    assert first in accepted
    assert len(accepted) <= 9


@given(st.integers(0, len(FOREIGN["plain"]) - 5), st.integers(1, 255))
def test_flipped_bits_are_noticed_or_do_not_touch_the_body(position, bits):
    data = bytearray(FOREIGN["plain"])
    data[position] ^= bits
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc"
        path.write_bytes(data)
        try:
            [(response, _)] = answered(path, Request(URL))
        except (BadArchive, NotInArchive):
            return
        # only a damaged digest header leaves the body unguarded, and then the body itself is whole
        assert response.body == PAGE


def test_flipped_bit_in_a_gzipped_file_is_noticed_while_indexing(tmp_path):
    data = packed(*TWO)
    for position in range(0, len(data), 11):
        (tmp_path / "a.warc.gz").write_bytes(data[:position] + bytes([data[position] ^ 16]) + data[position + 1 :])
        try:
            found = answered(tmp_path, Request(URL), Request(URL + "2"))
        except (BadArchive, NotInArchive):
            continue
        assert [response.body for response, _ in found] == [PAGE, PAGE + b"2"]


@pytest.mark.parametrize(
    ("block", "headers", "wanted"),
    [
        (http(PAGE[:90], Content_Length=str(len(PAGE))), {}, f"wanted a body of {len(PAGE)} bytes, got 90"),
        (http(PAGE), {"WARC_Truncated": "time"}, r"got one its archiver cut \(time\)"),
        (http(gzip.compress(os.urandom(5000))[:4000], Content_Encoding="gzip"), {}, "wanted a whole gzip body"),
        (http(PAGE), {"WARC_Block_Digest": sha1(b"other")}, "wanted the bytes that were archived"),
    ],
)
def test_body_that_is_not_whole_is_no_answer(replay, block, headers, wanted):
    with pytest.raises(BadArchive, match=wanted):
        replay(record("response", URL, block, **headers)).answer(Request(URL))


@pytest.mark.parametrize("data", [b"<!doctype html>", packed(*TWO)[:-50], None])
def test_crawl_over_a_bad_archive_fails_aloud(tmp_path, data):
    path = tmp_path / "a.warc.gz"
    if data is not None:
        path.write_bytes(data)
    result = crawl(tmp_path, [{"url": URL}], ARCHIVE=str(path))
    assert result["code"] != 0
    assert "BadArchive" in result["log"]
    assert "a.warc.gz at byte" in result["log"]
    assert "seen" not in result


# --- memory and time ------------------------------------------------------------------------------------------------


def test_big_bodies_pass_through_bounded_memory_both_ways(site, tmp_path):
    size = 200 << 20
    site.pages["/big"] = Page(zeros=size, headers={"Content-Type": "application/zip"})
    asked = [{"url": site.url("/big"), "meta": {"to_file": True}}]
    live = crawl(tmp_path, asked, ARCHIVE_DIR=str(tmp_path / "archive"))
    offline = crawl(tmp_path, asked, ARCHIVE=str(tmp_path / "archive" / "ca"), FORBID_NETWORK=True)
    for run in (live, offline):
        assert [seen["size"] for seen in run["seen"]] == [size], run["log"]
        assert run["peak_mb"] < 150
    assert live["seen"] == offline["seen"]


def test_reading_a_record_costs_no_scan(replay, tmp_path):
    filler = [record("response", f"{URL}?{number}", http(os.urandom(1000))) for number in range(3000)]
    opened = replay(packed(*filler, *TWO), "a.warc.gz")
    # what stands before is no longer readable, and is not read
    with (tmp_path / "a.warc.gz").open("r+b") as stream:
        stream.write(bytes(1_000_000))
    assert opened.answer(Request(URL + "2"))[0].body == PAGE + b"2"


# --- retention ------------------------------------------------------------------------------------------------------

instants = st.datetimes(datetime(2024, 12, 25), datetime(2027, 1, 10))


@given(st.sets(instants))
def test_retention_keeps_the_newest_of_each_week_and_nothing_else(dates):
    names = {f"bills-zip-abc-{stamp(date)}.warc": date for date in dates}
    kept = set(names) - set(to_drop(list(names)))
    weeks = {}
    for name, date in names.items():
        weeks.setdefault(date.isocalendar()[:2], []).append((date, name))
    assert kept == {max(copies)[1] for copies in weeks.values()}
    if names:
        assert max(names, key=names.__getitem__) in kept


def test_prune_touches_only_copies_of_the_one_file(tmp_path):
    old, new = stamp(NOON), stamp(NOON + timedelta(hours=1))
    spared = [f"a-b-{old}.warc", f"{old}.warc.gz", f"a-{old}.warc.gz", INDEX, "a-note.warc", f"a-{new}.warc"]
    for name in [*spared, f"a-{old}.warc"]:
        (tmp_path / name).touch()
    assert prune(tmp_path, "a") == [f"a-{old}.warc"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(spared)


def test_index_lines_are_ascii_json(tmp_path):
    keep(WarcStore(tmp_path, NOON), URL, PAGE, headers={"ETag": '"1"'})
    [line] = (tmp_path / INDEX).read_text(encoding="ascii").splitlines()
    assert json.loads(line)["record"]["head"][0].endswith(".warc.gz")
