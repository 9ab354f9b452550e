"""Crawling by lists: a refresh asks for the pages whose line moved, those that failed, and a few of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler
from store import SESSION, Spider, Store, bill, capture

from pipelines.ledger import Ledger
from pipelines.runs import Run
from pipelines.store import write_batch
from scrapers import items
from scrapers.items import Capture, Gap, Item, Page, Sighted

PAGE = "https://example.org/page"
LINES = {f"https://example.org/{number}": f"AB {number} In committee" for number in range(200)}
Held = dict[str, tuple[str, str]]


def ask(lines: dict[str, str], held: Held, *, reread: bool = False) -> tuple[list[str], list[str], Held]:
    """Addresses asked for, addresses only sighted, and what would be held after reading the pages."""
    spider = Spider(reread=reread)
    spider.crawler = get_crawler()
    spider.held_line = held.get  # type: ignore[method-assign, assignment]
    page = HtmlResponse("https://example.org/list", request=Request("https://example.org/list"))
    page.meta["capture"] = capture("2025-03-02T00:00:00+00:00")
    made = list(spider.ask_listed(page, lines, lambda response: None))
    asked = [one for one in made if isinstance(one, Request)]
    sighted = [url for one in made if isinstance(one, Sighted) for url in one.urls]
    read = {one.url: (one.meta["list_line"], f"2025-03-02T{index:06}") for index, one in enumerate(asked)}
    return [one.url for one in asked], sighted, held | read


def test_the_first_time_every_page_is_asked_for() -> None:
    asked, sighted, held = ask(LINES, {})
    assert (asked, sighted) == (list(LINES), [])
    assert len({digest for digest, _ in held.values()}) == len(LINES)


def test_a_refresh_asks_for_what_moved_and_for_the_longest_unread() -> None:
    *_, held = ask(LINES, {})
    oldest = list(LINES)[:2]
    assert ask(LINES, held)[0] == oldest
    moved = LINES | {PAGE: "AB 900 Introduced", "https://example.org/77": "AB 77 Passed"}
    asked, sighted, _ = ask(moved, held)
    assert sorted(asked) == sorted([*oldest, PAGE, "https://example.org/77"])
    assert set(sighted) == LINES.keys() - {"https://example.org/77"}
    assert len(ask(LINES, held, reread=True)[0]) == len(LINES)


def test_in_a_hundred_refreshes_every_page_is_read_again() -> None:
    *_, held = ask(LINES, {})
    seen: set[str] = set()
    for round_number in range(100):
        asked, _, read = ask(LINES, held)
        held = {url: (line, f"{2026 + (url in asked) * (round_number + 1)}{at}") for url, (line, at) in read.items()}
        seen.update(asked)
    assert seen == LINES.keys()


FIRST, SECOND = (capture(f"2025-03-0{day}T00:00:00+00:00") for day in (1, 2))
EXCEPTION = {"spider_exceptions/KeyError": 1}


def run(
    store: Store, *more: Item, page: Capture, line: str | None = "line", numbers: dict[str, int] | None = None
) -> None:
    """A run that reads a bill's page; `more` comes with it."""
    made = begin(store)
    ledger = Ledger(store.connection, "ca", made.id)
    everything = [Page(list_line=line), items.Session(SESSION, "2025-2026", "primary"), bill(), *more]
    for item in everything:
        item.capture = item.capture or page
    write_batch(store.connection, ledger, everything)
    made.finish(ledger, numbers or {})


def begin(store: Store) -> Run:
    store.connection.row_factory = None
    return Run.begin(store.connection, Spider(), None)


def missing(url: str, bill: str | None = None) -> Gap:
    """What is reported of a page that did not come."""
    of_page = replace(FIRST, url=url)
    return Gap(SESSION, "fetch_failed", url, "a response", "none", "none came", bill=bill, capture=of_page)


def test_a_line_is_held_once_its_page_is_read(store: Store) -> None:
    run(store, page=FIRST)
    assert begin(store).held_line(PAGE) == ("line", FIRST.fetched_at)
    assert begin(store).held_line("https://example.org/other") is None


@pytest.mark.parametrize(
    "second", [{"numbers": EXCEPTION}, {"line": None}], ids=["in a run that failed", "and no list led to it"]
)
def test_a_line_counts_for_the_newest_answer_alone(store: Store, second: dict[str, Any]) -> None:
    run(store, page=FIRST)
    run(store, page=SECOND, **second)
    assert begin(store).held_line(PAGE) is None


def test_a_run_that_fails_closes_no_gap_of_a_page(store: Store) -> None:
    run(store, missing(PAGE), page=FIRST)
    run(store, page=SECOND, numbers=EXCEPTION)
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'fetch_failed' AND closed_at IS NULL") == 1
    assert not begin(store).already_read(FIRST, "line")
    run(store, page=replace(SECOND, fetched_at="2025-03-03T00:00:00+00:00"))
    assert store.one("SELECT count(*) FROM gaps WHERE kind = 'fetch_failed' AND closed_at IS NULL") == 0


def test_a_page_is_read_again_when_its_line_moved(store: Store) -> None:
    run(store, page=FIRST)
    assert begin(store).already_read(FIRST, "line")
    assert not begin(store).already_read(FIRST, "moved")


def test_a_bill_only_sighted_since_is_read_again_from_its_newest_page(store: Store) -> None:
    """Better code makes other things of the same archive, whatever day its list is of."""
    run(store, page=FIRST)
    ledger = Ledger(store.connection, "ca", 1)
    write_batch(store.connection, ledger, [Sighted([PAGE], capture=SECOND)])
    better = bill(title="Water, and more", capture=FIRST)
    write_batch(store.connection, ledger, [Page(list_line="line", capture=FIRST), better])
    assert (store.one("SELECT title FROM bills"), ledger.stale_bills) == ("Water, and more", set())


def test_a_text_read_later_makes_its_bills_page_no_older(store: Store) -> None:
    version = items.Version("v1", "Text", None, None, text=items.VersionText("Be it enacted", None, "test", "sha"))
    of_text = replace(SECOND, url="https://example.org/text")
    text = items.Bill(SESSION, "AB 1", "bill", "lower", whole=False, versions=[version], capture=of_text)
    run(store, text, page=FIRST, line=None)
    run(store, bill(title="Water, and more"), page=FIRST, line=None)
    row = store.rows("SELECT title, last_seen_at FROM bills")[0]
    assert row == {"title": "Water, and more", "last_seen_at": FIRST.fetched_at}


@pytest.mark.parametrize("url", [PAGE, "https://example.org/roll-call"])
def test_a_page_that_failed_or_on_which_a_failed_one_hangs_is_asked_for_again(store: Store, url: str) -> None:
    run(store, missing(url, "AB 1" if url != PAGE else None), page=FIRST)
    assert begin(store).held_line(PAGE) is None


def test_what_hangs_on_a_bill_last_changed_by_another_page_has_its_page_asked_for(store: Store) -> None:
    elsewhere = replace(SECOND, url="https://example.org/text")
    run(store, page=FIRST)
    other = bill(title="Other", source_url=PAGE, capture=elsewhere)
    run(store, other, missing("https://example.org/roll-call", "AB 1"), page=FIRST)
    assert store.one("SELECT url FROM captures c JOIN bills b ON b.capture_id = c.id") == elsewhere.url
    assert begin(store).held_line(PAGE) is None


def test_in_a_replay_the_line_counts_only_for_the_code_that_read_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, page=FIRST)
    read = begin(store)
    monkeypatch.setattr("pipelines.runs.code_version", lambda: "other")
    assert read.held_line(PAGE)
    read.spider.archive_urls = [PAGE]
    assert read.held_line(PAGE) is None


def test_what_is_only_sighted_is_seen_and_not_changed(store: Store, tmp_path: Path) -> None:
    run(store, page=FIRST)
    later = capture("2025-03-09T00:00:00+00:00")
    ledger = Ledger(store.connection, "ca", 1)
    write_batch(store.connection, ledger, [Sighted([PAGE], capture=later)])
    row = store.rows("SELECT last_seen_at, changed_at FROM bills")[0]
    assert row == {"last_seen_at": later.fetched_at, "changed_at": "2025-03-01T00:00:00+00:00"}
    assert not ledger.whole
