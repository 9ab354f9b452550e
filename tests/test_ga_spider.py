"""How Georgia's spider asks the live site: the visitor's token, its renewal, and what a refusal leads to."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter
from hashlib import sha512
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers import items
from scrapers.states.ga.shapes import Sitting
from scrapers.states.ga.spider import TOKEN_WORDS, GeorgiaSpider
from tests.commands import ROOT

CAPTURE = items.Capture("https://example.org", "GET", None, "2025-03-01T00:00:00+00:00", 200, None, "00", "a.warc", 0)


class Stats(Counter):
    def inc_value(self, name):
        self[name] += 1


@pytest.fixture
def spider():
    found = GeorgiaSpider()
    found.crawler = SimpleNamespace(stats=Stats())
    return found


def started(spider):
    async def first():
        return [request async for request in spider.start()]

    (request,) = asyncio.run(first())
    return request


def answered(request, body, status=200):
    request.meta["capture"] = CAPTURE
    return TextResponse(request.url, status=status, request=request, body=json.dumps(body).encode(), encoding="utf-8")


def split(results):
    found = list(results)
    return [one for one in found if isinstance(one, Request)], [one for one in found if not isinstance(one, Request)]


def with_token(spider, token="visitor"):  # a stand-in
    asked = started(spider)
    (request,), _ = split(asked.callback(answered(asked, token), **asked.cb_kwargs))
    spider.authorise(request)
    return request


def refused(request, status):
    failure = Failure(HttpError(answered(request, {}, status), "refused"))
    failure.request = request
    return split(request.errback(failure))


def test_the_first_request_asks_for_the_token_any_visitor_gets(spider):
    request = started(spider)
    asked = parse_qs(urlsplit(request.url).query)
    assert request.url.startswith("https://www.legis.ga.gov/api/authentication/token?")
    assert asked["key"] == [sha512(("".join(TOKEN_WORDS) + asked["ms"][0]).encode()).hexdigest()]
    assert b"Authorization" not in request.headers


def test_every_request_then_carries_it(spider):
    request = with_token(spider)
    assert request.url == "https://www.legis.ga.gov/api/sessions"
    assert request.headers["Authorization"] == b"Bearer visitor"


def test_an_archive_needs_no_token(spider):
    spider.archive_urls = []
    assert started(spider).url == "https://www.legis.ga.gov/api/sessions"


def test_no_token_is_a_block_and_nothing_more_is_asked(spider):
    asked = started(spider)
    requests, told = refused(asked, 403)
    assert not requests
    assert [one.kind for one in told if isinstance(one, items.Gap)] == ["blocked"]


def test_a_token_that_ran_out_is_renewed_once(spider):
    request = with_token(spider)
    (renewal,), told = refused(request, 401)
    assert "/authentication/token?" in renewal.url and not told
    (again,), _ = split(renewal.callback(answered(renewal, "newer"), **renewal.cb_kwargs))
    spider.authorise(again)
    assert (again.url, again.headers["Authorization"], again.dont_filter) == (request.url, b"Bearer newer", True)
    requests, told = refused(again, 401)
    assert not requests
    assert [one.kind for one in told] == ["blocked"]


def test_the_search_asks_for_a_session_page_by_page(spider):
    request = spider.search_request(Sitting(1033, "2025_26"), 4)
    assert (request.method, request.url) == ("POST", "https://www.legis.ga.gov/api/Legislation/Search/20/4")
    assert json.loads(request.body) == {"sessionId": 1033}


def test_what_was_sent_with_an_older_token_is_sent_again_with_the_present_one(spider):
    request = with_token(spider)
    spider.token = "newer"
    (again,), told = refused(request, 401)
    spider.authorise(again)
    assert (again.url, again.headers["Authorization"], told) == (request.url, b"Bearer newer", [])


def test_the_token_goes_to_the_api_alone(spider):
    spider.token = "visitor"
    elsewhere = Request("https://www.legis.ga.gov/robots.txt")
    spider.authorise(elsewhere)
    assert b"Authorization" not in elsewhere.headers


class Answers(BaseHTTPRequestHandler):
    """A site that answers a token, then refuses all that do not bring it."""

    def do_GET(self):
        self.server.seen.append((self.path.split("?")[0], self.headers.get("Authorization")))
        token = "/token" in self.path
        body = b'"visitor"' if token else b"[]"
        self.send_response(200 if token or self.headers.get("Authorization") else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_real_crawl_sends_the_token_it_was_given(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = (
        "from scrapy.crawler import CrawlerProcess; from scrapy.utils.project import get_project_settings as s;"
        f"from scrapers.states.ga import spider; spider.API = 'http://127.0.0.1:{server.server_port}/';"
        "spider.GeorgiaSpider.allowed_domains = ['127.0.0.1']; settings = s();"
        f"settings.setdict({{'ARCHIVE_DIR': {str(tmp_path)!r}, 'DB': {str(tmp_path / 'x.db')!r},"
        " 'ROBOTSTXT_OBEY': False, 'AUTOTHROTTLE_ENABLED': False});"
        "process = CrawlerProcess(settings); process.crawl(spider.GeorgiaSpider); process.start()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=600, check=True)
    server.shutdown()
    assert server.seen == [("/authentication/token", None), ("/sessions", "Bearer visitor")]
