"""Every page and every ready-made question, asked once: it answers, keeps the policy, and leads nowhere dead."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from html import unescape
from pathlib import Path

import pytest
import yaml

from tests.busy import write_busy
from tests.served import COMMITTEE, FLOOR, ROOT, SB54, SESSION, Get, ask, load_plugin, serve
from tests.test_pages_are_light import queries, scans

PAGES = (
    "/", "/ca/", "/ny/", "/ca/20172018/", "/ca/20172018/sb54", f"/votes/{FLOOR}", f"/votes/{COMMITTEE}",
    "/people/ca-skinner", "/committees/ca-cs72", "/committees/ca-upper", "/calendar", "/calendar?from=2017-01-01",
    "/calendar?from=2017-01-01&state=ca", f"/calendar?session={SESSION}&committee=ca-cs72&from=2017-01-01",
    f"/calendar?bill={SB54}", "/search", "/search?q=sharing", "/search?q=sb54", "/search?q=peace+officers&in=texts",
    f"/search?q=sharing&session={SESSION}&status=chaptered", "/search?q=skin&state=ca", "/compare",
    "/compare?a=ca-skinner", "/compare?a=ca-skinner&b=wil", "/compare?a=ca-skinner&b=ca-wilk", f"/compare?bill={SB54}",
    f"/compare?from={SB54}-99int&to={SB54}-90chp", "/charts", f"/charts?session={SESSION}", "/about/methods", "/sql",
    "/coverage", "/coverage/ca", "/gaps", "/gaps?closed=1", "/changes", f"/changes?bill={SB54}", "/changes?state=ca",
    "/runs", "/as-of", f"/as-of/{SB54}?date=2026-11-15", "/nowhere", "/ca/20172018/sb55", "/ca/1999/",
)  # fmt: skip
QUESTIONS = tuple(yaml.safe_load((ROOT / "metadata.yml").read_text())["databases"]["bills"]["queries"])
TWINS = [page for page in PAGES if not page.startswith(("/compare?a=ca-skinner&b=wil", "/nowhere", "/as-of"))]
# Few rows each, however much is held: legislatures, sessions, runs, and counts kept by session
FEW = set("jurisdictions sessions runs completeness session_verdicts session_statuses sqlite_master".split())
# All gaps are counted once for as long as a file is served, off an index that has all the count wants
COUNTED_ONCE = "USING COVERING INDEX gaps_"
MINE = (
    "/", "/ca", "/calendar", "/search", "/compare", "/charts", "/about", "/sql", "/coverage", "/gaps", "/changes",
    "/sitemap",
)  # fmt: skip
LARGEST = 150 * 1024


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_busy(tmp_path_factory.mktemp("busy") / "bills.db")


@pytest.fixture
def asked(busy: Path) -> Get:
    served = serve(busy)
    return lambda path, **options: ask(served, path, **options)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_and_keeps_the_policy(asked: Get, path: str) -> None:
    page = asked(path)
    assert page.status_code == (404 if path in ("/nowhere", "/ca/20172018/sb55", "/ca/1999/") else 200)
    assert len(page.content) < LARGEST
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<style|<script(?![^>]* src=)|<[^>]*\s(?:style|on\w+)=", page.text)
    assert page.text.count("<h1") == 1
    assert len(re.findall(r'\sid="([^"]+)"', page.text)) == len(set(re.findall(r'\sid="([^"]+)"', page.text)))
    title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)
    assert title and title[1].strip()


@pytest.mark.parametrize("path", PAGES)
def test_what_a_box_is_for_is_said(asked: Get, path: str) -> None:
    page = asked(path).text
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for box in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        if 'type="hidden"' in box or 'type="submit"' in box:
            continue
        named = re.search(r'\sid="([^"]+)"', box)
        assert named and named[1] in labelled, box


@pytest.mark.parametrize("path", TWINS)
def test_a_page_has_its_twin_as_json(asked: Get, path: str) -> None:
    page = asked(path)
    twin = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', page.text)
    if page.status_code == 404:
        return
    assert twin, path
    assert asked(unescape(twin[1])).json()["ok"] is True


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_ready_made_question_has_a_page(asked: Get, question: str) -> None:
    page = asked(f"/bills/{question}")
    assert page.status_code == 200
    assert "The SQL behind it" in page.text


def test_no_link_of_any_page_is_dead(busy: Path) -> None:
    served = serve(busy)
    links: dict[str, str] = {}
    anchors: dict[str, set[str]] = {}
    wanted: set[tuple[str, str, str]] = set()

    async def crawl() -> None:
        await served.invoke_startup()
        for path in PAGES:
            text = (await served.client.get(path)).text
            anchors[path] = set(re.findall(r'\sid="([^"]+)"', text))
            for href in map(unescape, re.findall(r'<a\b[^>]*\shref="([^"]*)"', text)):
                target, _, anchor = href.partition("#")
                if anchor:
                    wanted.add((path, target or path, anchor))
                if target.startswith("/"):
                    links.setdefault(target, path)
        for target, found_on in links.items():
            answer = await served.client.get(target)
            assert answer.status_code == 200, (target, found_on, answer.text[:200])
            anchors.setdefault(target, set(re.findall(r'\sid="([^"]+)"', answer.text)))

    asyncio.run(crawl())
    assert len(links) > 200
    assert not [(path, target, anchor) for path, target, anchor in wanted if anchor not in anchors[target]]


def own(path: str) -> bool:
    return path == "/" or path.startswith(MINE[1:])


@pytest.mark.parametrize("path", [*filter(own, PAGES), "/sitemap.xml", f"/sitemap-{SESSION}-1.xml", "/calendar.ics"])
def test_no_page_goes_through_a_whole_table(busy: Path, path: str) -> None:
    connection = sqlite3.connect(busy)
    load_plugin("sql_functions").prepare_connection(connection)
    asked = [(sql, params) for sql, params in queries(busy, path) if "count(*) FROM [" not in sql]
    assert len(asked) <= 24
    for sql, params in asked:
        named = re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w+)", sql)
        few = FEW | {alias for table, alias in named if table in FEW}
        if "freshness" in sql:
            few.add("r")  # the view looks for a session's last run from the newest on
        steps = [step for step in scans(connection, sql, params) if COUNTED_ONCE not in step]
        wide = [step for step in steps if step.split()[1] not in few]
        assert not wide, (wide, sql)
    connection.close()
