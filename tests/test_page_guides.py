"""The methods page, the guide to SQL with its picture of the tables, the list for crawlers, and what errors offer."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import pytest
from datasette.database import Database

from pipelines import schema
from tests.served import SB54, SESSION, Get, ask, load_plugin, serve, text_of, write_database

PICTURE = load_plugin("schema_picture")
ANCHORS = (
    "agreement verdicts status freshness completeness classification names party-bars changes not-voting result"
    " days-to-law search compare times"
).split()
XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_every_figure_has_its_method_and_its_weakness(get: Get) -> None:
    page = get("/about/methods")
    for anchor in ANCHORS:
        assert f'<h2 id="{anchor}">' in page.text, anchor
        assert f'href="#{anchor}"' in page.text, anchor
    assert page.text.count("Where it is weak.") >= len(ANCHORS) - 1
    text = text_of(page)
    for meaning in load_plugin("words").VERDICT.values():
        assert meaning.replace("'", "&#39;") in page.text
    assert "1 of 2 held (50.0 %)" in text
    verdicts = {row["verdict"]: row["n"] for row in get("/about/methods.json").json()["verdicts"]}
    assert verdicts == {"ok": 1, "short": 1}


def test_every_anchor_that_a_template_links_is_there() -> None:
    templates = Path(__file__).parent.parent / "datasette" / "templates"
    linked = {
        anchor
        for path in templates.glob("*.html")
        for anchor in re.findall(r"(?:/about/methods'\) \}\}|about \}\})#([\w-]+)", path.read_text(encoding="utf-8"))
    }
    assert len(linked) > 4
    assert linked <= set(ANCHORS)


def test_ten_questions_run_and_find_something(get: Get) -> None:
    told = get("/sql.json").json()
    assert len(told["questions"]) == 10
    page = get("/sql").text
    empty = []
    for question in told["questions"]:
        assert question["url"].replace("&", "&amp;") in page
        rows = list(csv.DictReader(io.StringIO(get(question["csv"]).text)))
        if not rows:
            empty.append(question["title"])
    assert empty == ["Which bills on a subject became law?"]  # none on education in so few


def test_the_picture_has_every_table_and_each_of_its_pointers() -> None:
    connection = schema.connect(":memory:")
    connection.row_factory = sqlite3.Row
    tables = PICTURE.tables_of(connection.execute(PICTURE.TABLES).fetchall())
    drawn = str(PICTURE.picture(tables, "/bills/"))
    named = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(tables) == {name for name in named if "_fts" not in name and not name.startswith(("sqlite_", "_"))}
    for name, keys in tables.items():
        assert f'<a href="/bills/{name}">' in drawn
        real = {(row[3], row[2]) for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
        assert set(keys) == real
        for column, target in real:
            assert target == "captures" or f">{column} → {target}</text>" in drawn
    assert "style=" not in drawn
    ElementTree.fromstring(drawn)


def test_a_table_stands_right_of_those_it_points_to_and_no_box_covers_another() -> None:
    connection = schema.connect(":memory:")
    connection.row_factory = sqlite3.Row
    tables = PICTURE.tables_of(connection.execute(PICTURE.TABLES).fetchall())
    depth = PICTURE.layers(tables)
    assert depth["jurisdictions"] == 0
    assert depth["sessions"] < depth["bills"] < depth["versions"] < depth["version_texts"]
    boxes = list(PICTURE.boxes(tables).values())
    for one in boxes:
        for other in boxes:
            if one is not other and one.x == other.x:
                assert one.y + one.tall <= other.y or other.y + other.tall <= one.y


def test_the_list_for_crawlers_has_every_bill_once(get: Get, tmp_path: Path) -> None:
    def locations(path: str) -> list[str]:
        answer = get(path)
        assert answer.headers["content-type"].startswith("application/xml")
        return [entry.text or "" for entry in ElementTree.fromstring(answer.text).iter(f"{XML}loc")]

    lists = [location.removeprefix("http://localhost") for location in locations("/sitemap.xml")]
    assert lists == ["/sitemap-pages.xml", f"/sitemap-{SESSION}-1.xml"]
    bills = locations(lists[1])
    assert len(set(bills)) == 5
    assert "http://localhost/ca/20172018/sb54" in bills
    for location in [*bills, *locations(lists[0])]:
        assert get(location.removeprefix("http://localhost")).status_code == 200, location
    for path in (f"/sitemap-{SESSION}-2.xml", f"/sitemap-{SESSION}-0.xml", "/sitemap-zz-1-1.xml"):
        assert get(path).status_code == 404


def test_crawlers_are_kept_off_queries_filters_and_tables(get: Get) -> None:
    answer = get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for line in ("Disallow: /bills", "Disallow: /-/", "Disallow: /*?", "Disallow: /*.csv$"):
        assert line in lines
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/ca/20172018/sb55", "/ca/20172018/sb54"),
        ("/ca/20172018/S.B.%2054x", "/ca/20172018/sb54"),
        ("/ca/20252026/sb54", "/ca/20172018/sb54"),
        ("/ca/1999", "/ca/20172018/"),
        ("/zz/", "/wy/"),
        ("/california/20172018/sb54", "/ca/20172018/sb54"),
        ("/Califronia", "/ca/"),
        ("/new-york/", "/ny/"),
    ],
)
def test_a_wrong_address_offers_the_near_ones(get: Get, path: str, offered: str) -> None:
    page = get(path)
    assert page.status_code == 404
    assert f'href="{offered}"' in page.text
    assert "There is nothing at this address" in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/a/b/c/d/e", "/%00", "/ca/%ff/x", "/<script>alert(1)</script>"])
def test_an_address_like_no_other_still_helps(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 404
    assert 'name="q"' in page.text
    assert "<script>alert(1)" not in page.text


def test_our_own_mistake_is_told_as_such_and_shows_nothing_of_itself(
    database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Database):
        async def execute(self, sql: str, *given: object, **named: object) -> object:
            if "FROM session_days" in sql:
                raise RuntimeError("the secret of the house")
            return await super().execute(sql, *given, **named)

    served = serve(database)
    served.remove_database("bills")
    served.add_database(Broken(served, str(database), is_mutable=False), name="bills")
    page = ask(served, "/")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.text
    assert "secret" not in page.text
    assert "secret" in caplog.text
    assert ask(served, "/charts.json").json()["ok"] is False


def test_a_guide_to_an_empty_database(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "bills.db", filled=False))
    for path in ("/sql", "/about/methods", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt"):
        assert ask(served, path).status_code == 200, path
    assert SB54 not in ask(served, "/sql").text
