"""A database whose source meant harm: on no page is any of it run, read as markup, or let bend what stands beside."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest

from tests.browser.addresses import PAGES
from tests.browser.hostile import LONG, MARK, WORDS
from tests.browser.visit import Visits, refused, shift, too_wide

# where no word of a source is shown
OWN_WORDS = {
    "compare what",
    "search without words",
    "search without answer",
    "coverage",
    "methods",
    "SQL",
    "answer to SQL",
    "tables",
}
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("name", list(PAGES))
def test_nothing_of_it_runs(name: str, hostile_site: str, visits: Visits) -> None:
    page, seen = visits.page(hostile_site, width=320, height=740)
    response = page.goto(PAGES[name])
    assert response and response.status == 200, page.inner_text("main")
    page.keyboard.press("Tab")
    shift(page)  # waits until the page is drawn
    assert seen.all() == []
    assert refused(page) == []
    assert page.evaluate("window.hostile") is None
    assert page.locator(f"[{MARK}]").count() == 0
    assert page.locator("[href^='javascript:' i], [src^='javascript:' i], [action^='javascript:' i]").count() == 0
    text = page.inner_text("body")
    assert (f"<b {MARK}>" in text) == (name not in OWN_WORDS)
    assert "1337" not in text
    if not PAGES[name].startswith("/bills"):
        assert too_wide(page) == []
        assert UNSEEN.findall(text) == []


def test_it_would_be_noticed(hostile_site: str, visits: Visits) -> None:
    page, seen = visits.page(hostile_site)
    page.set_content(f"<h1>Water {WORDS}</h1>")
    assert {"1", "2", "3"} <= set(seen.dialogs)
    assert page.evaluate("window.hostile") == 1
    assert page.locator(f"[{MARK}]").count() > 3


@pytest.mark.parametrize("path", ["/ca/20172018/sb54.json", "/bills/actions.json?_size=max"])
def test_the_data_keeps_every_character(path: str, hostile_site: str) -> None:
    with urlopen(hostile_site + path) as response:
        assert response.headers["Content-Type"].startswith("application/json")
        assert LONG[-60:].encode("unicode_escape")[:20] in response.read()
