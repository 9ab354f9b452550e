"""What each page costs and carries: queries that go by an index, a bounded number of them, and a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.database import Database

from tests.served import COMMITTEE, FLOOR, ROOT, SB54, Get, ask, load_plugin, serve

PAGES = {
    "/ca/20172018/sb54": 10,
    "/ca/20172018/sb54/text/90chp": 10,
    f"/votes/{FLOOR}": 10,
    f"/votes/{COMMITTEE}": 10,
    "/people/ca-skinner": 10,
    "/people/ca-skinner?words=sharing&kind=passage&option=yes": 10,
    "/committees/ca-cs72": 10,
    "/committees/ca-cs72?bills=all": 10,
    "/committees/ca-upper": 10,
    "/ca/20172018/sb55": 10,
    "/votes/nowhere": 10,
    "/people/nobody": 10,
    "/committees/none": 10,
}
# Few rows each, however much is held
SMALL = {"jurisdictions", "sessions"}


def queries(path: Path, page: str) -> list[tuple[str, dict[str, Any]]]:
    """The queries a page asks of the database, with their values."""
    seen: list[tuple[str, dict[str, Any]]] = []

    class Watched(Database):
        async def execute(self, sql: str, params: Any = None, *given: Any, **named: Any) -> Any:
            seen.append((sql, dict(params or {})))
            return await super().execute(sql, params, *given, **named)

    served = serve(path)
    served.remove_database("bills")
    served.add_database(Watched(served, str(path), is_mutable=False), name="bills")
    ask(served, "/-/versions.json")  # what Datasette asks once, at its start
    seen.clear()
    ask(served, page)
    return seen


def scans(connection: sqlite3.Connection, sql: str, params: dict[str, Any]) -> list[str]:
    """The steps of a plan that go through a whole table of more than a few rows."""
    plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
    made = {found[1] for step in plan if (found := re.match(r"(?:CO-ROUTINE|MATERIALIZE) (\S+)", step))}
    named = dict(re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w+)", sql, re.IGNORECASE))
    small = SMALL | {alias for table, alias in named.items() if table in SMALL}
    wide = []
    for step in plan:
        found = re.match(r"SCAN (\S+)", step)
        if found and found[1] not in made | small | {"CONSTANT"} and "VIRTUAL TABLE INDEX" not in step:
            wide.append(step)
    return wide


@pytest.mark.parametrize("page", PAGES)
def test_a_page_goes_by_the_indexes_in_few_queries(database: Path, page: str) -> None:
    asked = queries(database, page)
    assert 0 < len(asked) <= PAGES[page]
    connection = sqlite3.connect(database)
    load_plugin("sql_functions").prepare_connection(connection)
    for sql, params in asked:
        assert not scans(connection, sql, params), sql
    connection.close()


def test_a_scan_would_be_seen(database: Path) -> None:
    connection = sqlite3.connect(database)
    assert scans(connection, "SELECT * FROM votes v WHERE v.option_raw = 'AYE'", {})
    assert scans(connection, "SELECT count(*) FROM bills", {})
    assert not scans(connection, "SELECT * FROM sessions s", {})
    connection.close()


def test_each_query_can_be_asked_again_as_it_was(get: Get) -> None:
    for page in ("/ca/20172018/sb54", f"/votes/{FLOOR}", "/people/ca-skinner", "/committees/ca-cs72"):
        data = get(page + ".json").json()
        assert data["sql"]
        for name, link in data["sql"].items():
            answer = get(link.replace("/bills?", "/bills.json?", 1) + "&_shape=array")
            assert answer.status_code == 200, (page, name, answer.text[:300])
            shown = data.get(name)
            if isinstance(shown, list):
                assert len(answer.json()) == len(shown), (page, name)


def test_own_pages_carry_no_script_or_style_and_datasettes_only_those_known(get: Get) -> None:
    for page in ("/ca/20172018/sb54", f"/votes/{FLOOR}", "/people/ca-skinner", "/committees/ca-upper", "/nowhere"):
        answer = get(page)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", answer.text), page
    for page in ("/bills/bills", "/bills", f"/bills/bills/{SB54}", "/bills?sql=select+1", "/bills/runs_latest"):
        answer = get(page)
        policy = answer.headers["content-security-policy"]
        scripts = policy.partition("script-src")[2].partition(";")[0]
        assert "unsafe" not in scripts
        for script in re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in scripts, (page, script[:80])


def test_first_pages_are_small(get: Get) -> None:
    shared = sum((ROOT / "datasette" / "static" / name).stat().st_size for name in ("statehouse.css", "statehouse.js"))
    assert shared < 60_000
    for page in ("/ca/20172018/sb54", f"/votes/{FLOOR}", "/people/ca-skinner", "/committees/ca-upper"):
        assert len(get(page).content) < 60_000, page


@pytest.mark.parametrize(
    "typed", ["zz", "%00", "%ff%fe", "%27%20OR%201=1", "%3Cscript%3Ealert(1)", "-", "%25", "a" * 500]
)
@pytest.mark.parametrize(
    "first",
    ["/votes/", "/people/", "/committees/", "/ca/20172018/", "/ca/20172018/sb54/text/", "/ca/{}/", "/{}/20172018/"],
)
def test_any_address_typed_is_answered(get: Get, first: str, typed: str) -> None:
    answer = get(first.format(typed) + (typed if "{" not in first else "sb54"))
    assert answer.status_code == 404
    assert "<script>alert(1)" not in answer.text


@pytest.mark.parametrize(
    "asked", ["page=0", "page=99999999999999999", "session=%00", "words=%22%27*", "kind=%3Cscript%3E"]
)
@pytest.mark.parametrize("page", ["/people/ca-skinner", "/committees/ca-cs72"])
def test_any_filter_typed_is_answered(get: Get, page: str, asked: str) -> None:
    assert get(f"{page}?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("cut", "table"), [("/votes", "vote_events"), ("/people/", "people"), ("/committees", "organizations")]
)
def test_an_address_cut_off_leads_to_the_table(get: Get, cut: str, table: str) -> None:
    assert get(cut, follow=False).headers["location"] == f"/bills/{table}"
