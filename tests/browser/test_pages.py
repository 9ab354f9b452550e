"""Every kind of page in a real browser: wide and narrow, light and dark, with and without script, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import MISSING, PAGES
from tests.browser.visit import Visits, faults, refused, shift, too_wide

MOST_SHIFT = 0.02
MOST_SHIFT_OF_A_TABLE = 0.1  # a wide table of Datasette's is laid out anew as its rows come in, on a slow machine


@pytest.mark.parametrize("name", [*PAGES, *MISSING])
def test_page(name: str, site: str, visits: Visits) -> None:
    """Wide and light, dark, as a phone, without script: quiet, accessible, nothing moves or sticks out or is lost."""
    path = (PAGES | MISSING)[name]
    most_shift = MOST_SHIFT_OF_A_TABLE if path.startswith("/bills") else MOST_SHIFT
    page, seen = visits.page(site, color_scheme="light")
    response = page.goto(path)
    assert response and response.status == (404 if name in MISSING else 200), page.inner_text("main")
    assert page.locator("h1").count() == 1
    assert faults(page) == []
    assert shift(page) < most_shift
    page.emulate_media(color_scheme="dark")
    assert faults(page, runOnly=["color-contrast"]) == []
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert too_wide(page) == [], f"wider than {width} px"
    assert faults(page, runOnly=["target-size", "scrollable-region-focusable"]) == []
    page.reload()
    assert shift(page) < most_shift
    assert refused(page) == []
    assert [line for line in seen.all() if not (name in MISSING and "404" in line)] == []
    if not path.startswith("/bills"):  # Datasette's own pages put an editor and menus in by script
        without, _ = visits.page(site, width=320, java_script_enabled=False)
        without.goto(path)
        page.evaluate("document.querySelectorAll('.narrow').forEach(box => box.remove())")
        assert words(without.inner_text("main")) == words(page.inner_text("main"))


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize("name", ["bill", "roll call"])
def test_on_paper_the_content_stands_alone(name: str, site: str, visits: Visits) -> None:
    page, _ = visits.page(site, width=720, color_scheme="dark")
    page.goto(PAGES[name])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    for table in page.locator("main table").all():
        assert table.evaluate("element => element.scrollWidth <= document.documentElement.clientWidth")
    light = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(light) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert faults(page, runOnly=["color-contrast"]) == []
    assert page.pdf().startswith(b"%PDF")


def test_every_link_of_these_pages_leads_somewhere(site: str) -> None:
    named: dict[str, str] = {}
    for name, path in PAGES.items():
        with urlopen(site + path) as response:
            text = response.read().decode()
        assert [anchor for anchor in re.findall(r'href="#([^"]+)"', text) if f'id="{anchor}"' not in text] == [], name
        for link in links(text, site + path):
            named.setdefault(link, name)
    answers = {link: status(link) for link in named}
    assert len(answers) > 300
    assert [f"{answers[link]} {link} on {page}" for link, page in named.items() if answers[link] != 200] == []


def links(text: str, base: str) -> Iterator[str]:
    """Addresses of this site a page links to, without fragments and without whole downloads."""
    for found in sorted(set(re.findall(r'(?:href|src|action)="([^"]*)"', text))):
        link = urljoin(base, found.replace("&amp;", "&")).partition("#")[0]
        if urlsplit(link).netloc == urlsplit(base).netloc and not link.endswith("/bills.db"):
            yield link


def status(link: str) -> int:
    try:
        with urlopen(Request(link, method="GET")) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code
