"""Crawling by lists: a refresh asks for the pages whose line moved, those that failed, and a few of the others."""

from __future__ import annotations

from pathlib import Path

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
    assert set(sighted) == LINES.keys() - set(asked)
    assert len(ask(LINES, held, reread=True)[0]) == len(LINES)


def test_in_a_hundred_refreshes_every_page_is_read_again() -> None:
    *_, held = ask(LINES, {})
    seen: set[str] = set()
    for round_number in range(100):
        asked, _, read = ask(LINES, held)
        held = {url: (line, f"{2026 + (url in asked) * (round_number + 1)}{at}") for url, (line, at) in read.items()}
        seen.update(asked)
    assert seen == LINES.keys()


def run(store: Store, *more: Item, page: Capture, line: str | None = "line") -> Run:
    store.connection.row_factory = None
    made = Run.begin(store.connection, Spider(), None)
    ledger = Ledger(store.connection, "ca", made.id)
    everything = [Page(list_line=line), items.Session(SESSION, "2025-2026", "primary"), bill(), *more]
    for item in everything:
        item.capture = item.capture or page
    write_batch(store.connection, ledger, everything)
    made.finish(ledger, {})
    return made


def test_a_line_is_held_once_its_page_is_read(store: Store) -> None:
    page = capture("2025-03-01T00:00:00+00:00")
    assert run(store, page=page).held_line(PAGE) == ("line", page.fetched_at)
    assert run(store, page=page, line=None).held_line("https://example.org/other") is None


@pytest.mark.parametrize("missing", [PAGE, "https://example.org/roll-call"])
def test_a_page_that_failed_or_on_which_a_failed_one_hangs_is_asked_for_again(store: Store, missing: str) -> None:
    page = capture("2025-03-01T00:00:00+00:00")
    of_bill = "AB 1" if missing != PAGE else None
    gap = Gap(SESSION, "fetch_failed", missing, "a response", "none", "none came", bill=of_bill)
    assert run(store, gap, page=page).held_line(PAGE) is None


def test_in_a_replay_the_line_counts_only_for_the_code_that_read_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = run(store, page=capture("2025-03-01T00:00:00+00:00"))
    monkeypatch.setattr("pipelines.runs.code_version", lambda: "other")
    assert read.held_line(PAGE)
    read.spider.archive_urls = [PAGE]
    assert read.held_line(PAGE) is None


def test_what_is_only_sighted_is_seen_and_not_changed(store: Store, tmp_path: Path) -> None:
    run(store, page=capture("2025-03-01T00:00:00+00:00"))
    later = capture("2025-03-09T00:00:00+00:00")
    ledger = Ledger(store.connection, "ca", 1)
    write_batch(store.connection, ledger, [Sighted([PAGE], capture=later)])
    row = store.rows("SELECT last_seen_at, changed_at FROM bills")[0]
    assert row == {"last_seen_at": later.fetched_at, "changed_at": "2025-03-01T00:00:00+00:00"}
    assert not ledger.whole
