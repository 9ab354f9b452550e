"""Big files: streamed, resumed, begun again, and never mistaken for one another."""

import gzip
import ssl
import subprocess

import pytest
import requests
from scrapy import Request
from scrapy.http import TextResponse

from scrapers.archive import download
from scrapers.archive.download import DownloadBroken, FileResponse, fetch_to_file, file_name
from tests._site import Page, Site, crawl

BODY = bytes(range(256)) * 4000
K64 = 1 << 16
OLD, NEW = '"old"', '"new"'


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(download, "PAUSE", 0)


def fetch(site, folder, page, headers=None):
    site.pages["/big.zip"] = page
    return fetch_to_file(site.url("/big.zip"), headers or {"User-Agent": "Statehouse test"}, folder)


def leave_part(site, folder, body, validator=None):
    """What a killed run leaves behind."""
    folder.mkdir(exist_ok=True)
    part = folder / (file_name(site.url("/big.zip")) + ".part")
    part.write_bytes(body)
    if validator:
        part.with_suffix(".validator").write_text(validator)
    return part


def ranges(site):
    return [seen.headers.get("Range") for seen in site.asked("/big.zip")]


def names(folder):
    return sorted(path.suffix for path in folder.iterdir())


def test_whole_file_is_streamed_with_the_headers_asked_for(site, tmp_path):
    response = fetch(site, tmp_path, Page(BODY, etag=OLD), {"User-Agent": "Statehouse test", "X-State": "ca"})
    assert isinstance(response, FileResponse)
    assert (response.status, response.body, response.path.read_bytes()) == (200, b"", BODY)
    assert response.headers["ETag"] == OLD.encode()
    sent = site.seen[0].headers
    assert (sent["User-Agent"], sent["X-State"], sent["Accept-Encoding"]) == ("Statehouse test", "ca", "identity")
    assert names(tmp_path) == [""]


@pytest.mark.parametrize("validators", [{"etag": OLD}, {"last_modified": "Sat, 21 Nov 2026 18:00:00 GMT"}])
def test_broken_connection_is_resumed_within_a_run(site, tmp_path, validators):
    response = fetch(site, tmp_path, Page(BODY, cuts=[4 * K64, 6 * K64], **validators))
    assert response.path.read_bytes() == BODY
    assert response.status == 200
    assert ranges(site) == [None, f"bytes={4 * K64}-", f"bytes={10 * K64}-"]
    assert site.seen[1].headers["If-Range"] == next(iter(validators.values()))
    assert "Content-Range" not in response.headers


def test_part_of_a_killed_run_is_resumed_without_conditional_headers(site, tmp_path):
    leave_part(site, tmp_path, BODY[:1000], OLD)
    response = fetch(site, tmp_path, Page(BODY, etag=OLD), {"If-None-Match": OLD, "If-Modified-Since": "x"})
    assert response.path.read_bytes() == BODY
    assert ranges(site) == ["bytes=1000-"]
    assert not {"If-None-Match", "If-Modified-Since"} & set(site.seen[0].headers)
    assert names(tmp_path) == [""]


@pytest.mark.parametrize(
    ("page", "validator", "asked"),
    [
        pytest.param(Page(BODY, etag=NEW), OLD, ["bytes=1000-"], id="the file changed"),
        pytest.param(Page(BODY, etag=OLD, ranges=False), OLD, ["bytes=1000-"], id="the server ignores Range"),
        pytest.param(Page(BODY, etag=OLD), None, [None], id="no validator was noted"),
        pytest.param(Page(BODY, etag=OLD), '"ol', ["bytes=1000-"], id="the note is torn"),
    ],
)
def test_part_that_cannot_be_resumed_is_begun_again(site, tmp_path, page, validator, asked):
    leave_part(site, tmp_path, b"\xff" * 1000, validator)
    assert fetch(site, tmp_path, page).path.read_bytes() == BODY
    assert ranges(site) == asked


def test_whole_part_whose_rename_was_lost_is_fetched_again(site, tmp_path):
    leave_part(site, tmp_path, BODY, OLD)
    assert fetch(site, tmp_path, Page(BODY, etag=OLD)).path.read_bytes() == BODY
    assert ranges(site) == [f"bytes={len(BODY)}-", None]


def test_part_of_another_range_is_refused(site, tmp_path):
    leave_part(site, tmp_path, BODY[:1000], OLD)
    lie = Page(BODY[500:], status=206, headers={"Content-Range": f"bytes 500-{len(BODY) - 1}/{len(BODY)}"})
    answers = iter([lie, Page(BODY, etag=OLD)])
    assert fetch(site, tmp_path, lambda seen: next(answers)).path.read_bytes() == BODY
    assert ranges(site) == ["bytes=1000-", None]


@pytest.mark.parametrize("weak", [{"etag": 'W/"1"'}, {}])
def test_weak_validator_does_not_resume(site, tmp_path, weak):
    assert fetch(site, tmp_path, Page(BODY, cuts=[1000], **weak)).path.read_bytes() == BODY
    assert ranges(site) == [None, None]


def test_wrong_content_length_is_noticed_and_says_how_far_it_came(site, tmp_path):
    with pytest.raises(DownloadBroken, match=rf"broke 5 times, {15 * K64} bytes so far"):
        fetch(site, tmp_path, Page(BODY, etag=OLD, ranges=False, length=len(BODY) + 5))
    assert len(site.seen) == download.ATTEMPTS


def test_progress_survives_giving_up(site, tmp_path):
    with pytest.raises(DownloadBroken, match=f"{5 * K64} bytes so far"):
        fetch(site, tmp_path, Page(BODY, etag=OLD, cuts=[K64] * 5))
    assert fetch(site, tmp_path, Page(BODY, etag=OLD)).path.read_bytes() == BODY
    assert ranges(site)[-1] == f"bytes={5 * K64}-"


def test_leftover_file_is_never_mistaken_for_new(site, tmp_path):
    first = fetch(site, tmp_path, Page(BODY, etag=OLD)).path
    assert fetch(site, tmp_path, Page(b"new", etag=NEW)).path.read_bytes() == b"new"
    with pytest.raises(DownloadBroken):
        fetch(site, tmp_path, Page(BODY, ranges=False, cuts=[0] * 5))
    assert fetch(site, tmp_path, Page(b"down", status=503)).path != first


@pytest.mark.parametrize("status", [301, 404, 503])
def test_error_is_an_answer_and_leaves_the_part_alone(site, tmp_path, status):
    part = leave_part(site, tmp_path, BODY[:1000], OLD)
    response = fetch(site, tmp_path, Page(b"sorry", status=status, headers={"Location": "/new"}))
    assert (response.status, response.path.read_bytes()) == (status, b"sorry")
    assert response.headers["Location"] == b"/new"
    assert part.read_bytes() == BODY[:1000]
    assert fetch(site, tmp_path, Page(BODY, etag=OLD)).path.read_bytes() == BODY


def test_not_modified_is_an_answer_and_destroys_nothing(site, tmp_path):
    first = fetch(site, tmp_path, Page(BODY, etag=OLD)).path
    part = leave_part(site, tmp_path, BODY[:1000])
    response = fetch(site, tmp_path, Page(BODY, etag=OLD), {"If-None-Match": OLD})
    assert (response.status, response.path.read_bytes()) == (304, b"")
    assert (first.read_bytes(), part.read_bytes()) == (BODY, BODY[:1000])


def test_body_encoded_in_spite_of_us_is_decoded_and_not_resumed(site, tmp_path):
    page = Page(gzip.compress(BODY), etag=OLD, headers={"Content-Encoding": "gzip"}, cuts=[2000])
    response = fetch(site, tmp_path, page)
    assert response.path.read_bytes() == BODY
    assert "Content-Encoding" not in response.headers
    assert ranges(site) == [None, None]


def test_urls_that_end_alike_and_long_urls_have_names_of_their_own():
    urls = [f"https://a.example/{year}/bills.zip" for year in (2025, 2026)] + ["https://a.example/" + "x" * 2000]
    assert len({file_name(url) for url in urls}) == 3
    assert all(len(file_name(url)) < 100 and "/" not in file_name(url) for url in urls)


def test_too_large_a_body_is_refused(site, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "MAX_BODY_BYTES", 1000)
    with pytest.raises(ValueError, match="more than 1000 bytes"):
        fetch(site, tmp_path, Page(BODY))


def test_certificates_are_checked(tmp_path, site):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
        f"-keyout {key} -out {certificate}".split(),
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("openssl made no certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    site.pages["/big.zip"] = Page(BODY)
    url = site.url("/big.zip").replace("http:", "https:")
    with pytest.raises(DownloadBroken) as broken:
        fetch_to_file(url, {}, tmp_path / "folder")
    assert isinstance(broken.value.__cause__, requests.exceptions.SSLError)


def test_file_response_keeps_its_path_when_replaced(tmp_path):
    response = FileResponse("https://a.example/", path=tmp_path, request=Request("https://a.example/"))
    again = response.replace(status=404)
    assert (type(again), again.path, again.status) == (FileResponse, tmp_path, 404)
    assert response.copy().path == tmp_path
    assert not isinstance(again, TextResponse)


def test_crawl_follows_redirects_to_a_file_and_tidies_up(site, tmp_path):
    site.pages["/big.zip"] = Page(status=302, headers={"Location": "/2026/big.zip"})
    site.pages["/2026/big.zip"] = Page(BODY, headers={"Content-Type": "application/zip"})
    site.pages["/packed"] = Page(gzip.compress(BODY), headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    asked = [{"url": site.url(path), "meta": {"to_file": True}} for path in ("/big.zip", "/packed", "/gone")]
    result = crawl(tmp_path, asked, ARCHIVE_DIR=str(tmp_path / "archive"))
    assert result["code"] == 0, result["log"]
    assert {(seen["url"], seen["type"], seen["size"]) for seen in result["seen"]} == {
        (site.url("/2026/big.zip"), "FileResponse", len(BODY)),
        (site.url("/packed"), "FileResponse", len(BODY)),
    }
    assert [gap["found"] for gap in result["gaps"]] == ["HTTP 404"]
    assert list((tmp_path / "archive" / "downloads").iterdir()) == []


def test_crawl_that_cannot_bring_a_file_says_how_far_it_came(site, tmp_path):
    site.pages["/big.zip"] = Page(BODY, etag=OLD, cuts=[K64] * 50)
    result = crawl(tmp_path, [{"url": site.url("/big.zip"), "meta": {"to_file": True}}], ARCHIVE_DIR=str(tmp_path))
    assert [gap["kind"] for gap in result["gaps"]] == ["fetch_failed"]
    assert f"{5 * K64} bytes so far" in result["gaps"][0]["evidence"]
    assert len(site.asked("/big.zip")) == download.ATTEMPTS
