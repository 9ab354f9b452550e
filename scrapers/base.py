"""The spider every state's spider is: arguments, the one place a page is read, and where its failures are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from math import ceil
from typing import Any, ClassVar, TypeVar

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.archive.replay import NotInArchive
from scrapers.errors import BadArgument, Blocked, ExpectedEmpty, LayoutChanged
from scrapers.items import Capture, Gap, Item, Page, Sighted
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.progress import RunProgress

SWEEP = 0.01  # of the bills that did not move: asked for again in each run, the longest unread first
UNREAD = (LayoutChanged, Blocked, BadArgument, ExpectedEmpty)  # what a page function may raise

Found = TypeVar("Found")


class BillSpider(scrapy.Spider):
    """One jurisdiction. `session` and `bill` narrow a run; `reread` reads pages again that did not change.

    A state's spider sets `verified` to `captured` with the date of the newest real capture it was proved on, or leaves
    `documented`: built from documentation alone.
    """

    jurisdiction: ClassVar[str]
    verified: ClassVar[str] = "documented"
    verified_on: ClassVar[str | None] = None

    archive_urls: list[str] | None = None  # set in a replay: what the archive holds
    # set by the store, whose Run says what they tell
    already_read: Callable[..., bool] = staticmethod(lambda capture, list_line=None: False)
    newest_read: Callable[..., str | None] = staticmethod(lambda url, by_this_code=False: None)
    held_line: Callable[[str], tuple[str, str] | None] = staticmethod(lambda url: None)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.jurisdiction not in JURISDICTIONS:
            raise ValueError(f"{cls.__name__}: {cls.jurisdiction!r} is no jurisdiction of scrapers/jurisdictions.py")
        if "start_requests" in cls.__dict__:
            raise TypeError(f"{cls.__name__}: Scrapy ignores start_requests(); define async start()")
        if cls.verified not in ("captured", "documented") or (cls.verified == "captured") != bool(cls.verified_on):
            raise ValueError(f"{cls.__name__}: verified is captured (with verified_on) or documented")

    def __init__(
        self, session: str | None = None, bill: str | None = None, reread: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.bill = bill
        self.reread = reread
        self.progress = RunProgress(self.name)

    def read(self, response: Response, page: Callable[..., Iterable[Item]], *args: Any) -> Iterator[Item]:
        """Run a page function to its end, then emit: a page is all or nothing.

        A page that is not shaped as expected is counted, becomes a gap, and the run goes on with the next one.
        """
        yield from self.guarded(response, lambda: list(page(response, *args)))

    def guarded(self, response: Response, items: Callable[[], Iterable[Item]], *, whole: bool = True) -> Iterator[Item]:
        """The capture first, then `items()`, each with its capture, or a gap that says why there are none."""
        capture: Capture = response.meta["capture"]
        stats = self.crawler.stats
        list_line = response.meta.get("list_line")
        unchanged = not self.reread and self.already_read(capture, list_line)
        yield Page(capture=capture, unchanged=unchanged, whole=whole, list_line=list_line)
        if unchanged:
            stats.inc_value("pages/unchanged")
            return
        try:
            for item in items():
                item.capture = capture
                yield item
        except UNREAD as error:
            yield from self.unread(error, response)

    def lead(self, response: Response, page: Callable[..., Found], *args: Any) -> tuple[list[Item], Found | None]:
        """What a page that leads to others says, read each time, with the items that tell of the reading."""
        told: list[Item] = [Page(capture=response.meta["capture"], list_line=response.meta.get("list_line"))]
        try:
            return told, page(response, *args)
        except UNREAD as error:
            return [*told, *self.unread(error, response)], None

    def unread(self, error: Exception, response: Response, what: str = "the page") -> Iterator[Gap]:
        """Count a page that a function refused; the gap that says why, unless the page itself or the user did."""
        stats = self.crawler.stats
        if isinstance(error, LayoutChanged):
            stats.inc_value("pages/layout_changed")
            yield self.page_gap("layout_changed", response.meta, error.where, error.wanted, error.got, str(error))
        elif isinstance(error, Blocked):
            stats.inc_value("pages/blocked")
            yield self.page_gap("blocked", response.meta, error.where, what, error.got, str(error))
        elif isinstance(error, BadArgument):
            self.mistaken(error)
        elif isinstance(error, ExpectedEmpty):
            stats.inc_value("pages/expected_empty")
            stats.set_value("expected_empty/reason", f"{response.url} is empty: {error}")
            self.logger.info("%s is empty: %s", response.url, error)

    def mistaken(self, error: BadArgument) -> None:
        """The run was asked for something the source does not have: it fails, and nothing is missing."""
        self.crawler.stats.set_value("run/bad_argument", str(error))
        self.logger.error("%s", error)

    def page_gap(self, kind: str, meta: Mapping[str, Any], key: str, expected: str, found: str, evidence: str) -> Gap:
        """A page that is missing; `meta` is its request's, with its capture and the bill it hangs on, if any."""
        self.logger.error("%s: %s", kind, evidence)
        session, bill = meta.get("bill") or (self.session, None)
        return Gap(session, kind, key, expected, found, evidence, bill, capture=meta.get("capture"))

    def failed(self, failure: Failure) -> Iterator[Item]:
        """Errback of every request: what was not fetched is a gap, never a silence."""
        request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        url, meta = request.url, {"bill": request.meta.get("bill")}
        error = failure.value
        if isinstance(error, NotInArchive):
            self.crawler.stats.inc_value("pages/not_in_archive")
            yield self.page_gap("file_missing", meta, url, "an archived response", "none", str(error))
        elif isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
            self.crawler.stats.inc_value("pages/blocked")
            told = f"{url}: robots.txt of the site forbids robots to read it"
            yield self.page_gap("blocked", meta, url, "leave to read it", "robots.txt forbids it", told)
        elif isinstance(error, HttpError):
            status = error.response.status
            kind = "blocked" if status in (401, 403, 429, 451, 503) else "file_missing"
            self.crawler.stats.inc_value(f"pages/{'blocked' if kind == 'blocked' else 'http_error'}")
            meta["capture"] = error.response.meta.get("capture")
            yield self.page_gap(kind, meta, url, "HTTP 200", f"HTTP {status}", f"{url}: HTTP {status}")
        else:
            self.crawler.stats.inc_value("pages/failed")
            yield self.page_gap("fetch_failed", meta, url, "a response", str(error), f"{url}: {error!r}")

    def request(
        self, url: str, callback: Callable[..., Any], *, bill: tuple[str, str] | None = None, **kwargs: Any
    ) -> scrapy.Request:
        """A request whose failure is counted.

        `bill`: session and identifier of the bill on which the page hangs, which is asked for again if it fails.
        """
        meta = {**kwargs.pop("meta", {}), **({"bill": bill} if bill else {})}
        return scrapy.Request(url, callback=callback, errback=self.failed, meta=meta, **kwargs)

    def ask_listed(
        self, response: Response, listed: Mapping[str, str], callback: Callable[..., Any], **kwargs: Any
    ) -> Iterator[Item | scrapy.Request]:
        """Ask for the pages of the bills of a list whose line is new or moved, and for a few of the others.

        `listed`: a bill's page → its line in the list, all its words. A list cannot tell of everything: so the longest
        unread of the unmoved are asked for too, SWEEP of them in each run. `reread` asks for all.
        """
        digests = {url: sha256(line.encode()).hexdigest()[:16] for url, line in listed.items()}
        read = {} if self.reread else {url: held for url in digests if (held := self.held_line(url))}
        unmoved = sorted((at, url) for url, (digest, at) in read.items() if digest == digests[url])
        rest = {url for _, url in unmoved[ceil(len(unmoved) * SWEEP) :]}
        if unmoved:
            self.crawler.stats.inc_value("pages/unchanged", len(rest))
            yield Sighted(sorted(url for _, url in unmoved), capture=response.meta["capture"])
        meta = kwargs.pop("meta", {})
        for url, digest in digests.items():
            if url not in rest:
                yield self.request(url, callback, meta={**meta, "list_line": digest}, **kwargs)

    def read_at(self, url: str) -> str | None:
        """When a page was last read, or None where it is to be read again: in a replay, where other code read it."""
        return None if self.reread else self.newest_read(url, by_this_code=self.archive_urls is not None)

    def closed(self, reason: str) -> None:
        self.progress.close()
