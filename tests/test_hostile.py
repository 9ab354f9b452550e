"""Pages made to do harm: they cost bounded time and memory, and send no spider to another host."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest
from _site import Page, Site, crawl
from page_cases import Case, cases
from scrapy import Request
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from scrapers import html, pdf, xml
from scrapers.errors import Blocked, ExpectedEmpty, LayoutChanged
from scrapers.loader import StateLoader

REFUSALS = (LayoutChanged, Blocked, ExpectedEmpty)
SECONDS = 20  # far more than any page needs, far less than a pattern that runs away
PAGES = list(
    {(c.state, c.function_name): c for c in cases() if not c.captured and c.page_file.suffix == ".html"}.values()
)
BOMBS = {
    "words without end": "Ayes, " * 30_000,
    "brackets": "(" * 100_000,
    "digits": "1" * 100_000,
    "names": "Representative(s) " * 10_000 + "X",
    "a script": "<script>alert(1)</script>" * 1_000,
    "codes": "[1] HEC/HAFC-" * 10_000,
}


@contextmanager
def within(seconds: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError(f"not done in {seconds} s")

    held = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, held)


def with_bomb(case: Case, place: int, bomb: str) -> bytes | None:
    """The page with a bomb in place of one of its longer texts."""
    text = case.page_file.read_text(encoding="utf-8")
    whole = "<html" in text[:2000].lower()
    root = lxml.html.document_fromstring(text) if whole else lxml.html.fragment_fromstring(text.strip())
    texts = [element for element in root.iter() if isinstance(element.tag, str) and (element.text or "").strip()]
    longest = sorted(texts, key=lambda element: -len(element.text))[:6]
    if place >= len(longest):
        return None
    longest[place].text = bomb
    made: bytes = lxml.html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>" if whole else None)
    return made.rstrip()


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_bomb_in_the_text_of_a_page_costs_little(case: Case, bomb: str) -> None:
    for place in range(6):
        if body := with_bomb(case, place, BOMBS[bomb]):
            with within(SECONDS):
                read_or_refuse(case, body)


def read_or_refuse(case: Case, body: bytes) -> Any:
    try:
        return case.read(case.response(body))
    except REFUSALS:
        return None


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 10_000_000,
        b"<html>" + b"<b>" * 3_000_000 + b"</html>",
        b"<html>" + b"<b></i>" * 2_000_000 + b"</html>",
    ],
    ids=["50 MB", "9 MB", "behind end tags of what is not open"],
)
def test_nested_tags_are_refused_before_a_tree_is_built(body: bytes) -> None:
    page = HtmlResponse("https://example.org/bill", body=body, encoding="utf-8")
    with within(SECONDS), pytest.raises(LayoutChanged, match="at most"):
        html.whole(page)


def test_a_redirect_loop_ends_and_is_told(tmp_path: Path) -> None:
    with Site() as site:
        site.pages["/bill"] = Page(status=302, headers={"Location": "/other"})
        site.pages["/other"] = Page(status=302, headers={"Location": "/bill"})
        result = crawl(tmp_path, [{"url": site.url("/bill")}], ARCHIVE_DIR=str(tmp_path / "archive"))
        assert result["code"] == 0, result["log"]
        assert [gap["kind"] for gap in result["gaps"]] == ["fetch_failed"]
        assert len(site.asked("/bill")) + len(site.asked("/other")) <= 21


def test_a_page_larger_than_any_is_not_taken_in(tmp_path: Path) -> None:
    with Site() as site:
        site.pages["/bill"] = Page(zeros=80 << 20)
        result = crawl(
            tmp_path, [{"url": site.url("/bill")}], ARCHIVE_DIR=str(tmp_path / "archive"), RETRY_ENABLED=False
        )
        assert [gap["kind"] for gap in result["gaps"]] == ["fetch_failed"], result["log"]
        assert result["peak_mb"] < 400


def test_a_pdf_of_ten_thousand_pages_is_refused() -> None:
    made = pypdfium2.PdfDocument.new()
    for _ in range(10_000):
        made.new_page(10, 10)
    buffer = BytesIO()
    made.save(buffer)
    with within(SECONDS), pytest.raises(LayoutChanged, match="1 to 300 pages, got 10000"):
        pdf.lines(buffer.getvalue(), "https://example.org/vote.pdf")


def test_a_pdf_of_more_words_than_any_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = next(case for case in cases() if not case.captured and case.page_file.suffix == ".pdf")
    monkeypatch.setattr(pdf, "MOST_IN_ALL", 100)
    for read in (pdf.lines, pdf.words):
        with pytest.raises(LayoutChanged, match="at most 100 characters"):
            read(sheet.page_file.read_bytes(), "https://example.org/vote.pdf")


@pytest.mark.parametrize(
    "body",
    [
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>1&x;2</a>'.encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>1&x;2</a>',
        b"<b><c/></b>",
    ],
    ids=["entities in UTF-16", "entities", "another root, and nothing asked for in it"],
)
def test_xml_that_is_not_what_it_should_be_is_refused(body: bytes) -> None:
    with pytest.raises(LayoutChanged):
        xml.parse(body, "a", "https://example.org/list")
    with pytest.raises(LayoutChanged):
        list(xml.stream(body, "a", "bill", "https://example.org/list"))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n" + b"\0" * 1000 + b"%%EOF", b"<html></html>"])
def test_what_is_no_pdf_is_refused(body: bytes) -> None:
    for read in (pdf.lines, pdf.words):
        with pytest.raises(LayoutChanged):
            read(body, "https://example.org/vote.pdf")


@pytest.mark.parametrize("state", StateLoader().list())
@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "http://169.254.169.254/latest",
        "http://127.0.0.1:8001/",
        "http://[::1]/",
        "file:///etc/passwd",
    ],
)
def test_no_page_sends_a_spider_elsewhere(state: str, url: str) -> None:
    crawler = get_crawler(StateLoader().load(state))
    crawler.spider = crawler._create_spider(session=None)
    middleware = OffsiteMiddleware.from_crawler(crawler)
    middleware.spider_opened(crawler.spider)
    with pytest.raises(IgnoreRequest):
        middleware.process_request(Request(url))
