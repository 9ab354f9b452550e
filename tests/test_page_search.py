"""Search over bills, people, committees and texts, with filters, pages, and words no one may be hurt by."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import OperationalError
from typing import Any

import pytest
from datasette.database import Database, QueryInterrupted
from datasette.plugins import pm

from tests.busy import write_busy
from tests.served import SB54, SESSION, Get, ask, rows_of, serve, text_of

HOSTILE = [
    '"',
    "a OR",
    "NEAR(a b)",
    "zz:x",
    "x^2 -y",
    "*",
    "' --",
    "\0",
    "()",
    "AND",
    "é" * 999,
    '""',
    "col:*",
    "{a b}",
]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_busy(tmp_path_factory.mktemp("busy") / "bills.db")


def ids(answer: Any, kind: str) -> list[str]:
    return [row["id"] for row in answer.json()[kind]]


@pytest.mark.parametrize(
    ("query", "kind", "wanted"),
    [
        ("q=S.B.+54", "bill_of_that_number", [SB54]),
        ("q=sb54&state=ny", "bill_of_that_number", []),
        ("q=sb54&status=vetoed", "bill_of_that_number", []),
        ("q=skin", "people", ["ca-skinner"]),
        ("q=leon+de", "people", ["ca-deleon"]),
        ("q=DE+LEÓN", "people", ["ca-deleon"]),
        ("q=de+leon&state=ny", "people", []),
        (f"q=skinner&session={SESSION}", "people", ["ca-skinner"]),
        ("q=skinner&session=ca-20252026", "people", []),
        ("q=public+saf", "committees", ["ca-cs72"]),
        ("q=public+saf&session=zz-1", "committees", []),
        ("q=sharing+data", "bills", [SB54]),
        ("q=sharing+data&status=chaptered&state=ca", "bills", [SB54]),
        ("q=sharing+data&status=vetoed", "bills", []),
        ("q=immigrants", "bills", [f"{SESSION}-ab450"]),
        ("q=%22peace+officers%22", "texts", [SB54]),
        ("q=%22officers+peace%22", "texts", [SB54]),
        ("q=%22peace+act%22", "texts", []),
        (f"q=officers&session={SESSION}", "texts", [SB54]),
        ("q=officers&session=ca-20252026", "texts", []),
    ],
)
def test_search_finds(get: Get, query: str, kind: str, wanted: list[str]) -> None:
    assert ids(get(f"/search.json?{query}"), kind) == wanted


def test_a_bill_shows_once_by_its_best_version_with_the_words_marked(busy: Path) -> None:
    page = ask(serve(busy), "/search?q=peace+officers&in=texts")
    section = page.text.partition("In the words of the bills")[2]
    assert section.count('href="/ca/20172018/sb54"') == 1
    assert "<mark>Peace</mark> <mark>officers</mark>" in section
    assert "<img" not in page.text
    told = ask(serve(busy), "/search.json?q=peace+officers&in=texts").json()["texts"]
    assert "Peace officers" in told[0]["snippet"]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("kind", ["", "bills", "texts", "people", "committees", "nothing"])
def test_whatever_is_typed_is_only_looked_for(get: Get, words: str, kind: str) -> None:
    answer = get("/search", params={"q": words, "in": kind, "status": words, "state": words, "session": words})
    assert answer.status_code == 200
    assert "Search: " in answer.text or words.strip("\0 ") == ""
    assert "<script>alert" not in get("/search", params={"q": "<script>alert(3)</script>"}).text


def test_pages_follow_each_other_without_loss(tmp_path: Path) -> None:
    from pipelines import schema

    path = write_busy(tmp_path / "bills.db")
    connection = schema.connect(path)
    copy = """
        INSERT INTO organizations SELECT id || ?1, jurisdiction_id, classification, chamber, name || ' ' || ?1, code,
          parent_id, capture_id FROM organizations WHERE id = 'ca-cs72'"""
    connection.executemany(copy, [(number,) for number in range(60)])
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    found: list[str] = []
    for page in (1, 2, 3):
        answer = ask(served, f"/search.csv?q=safety&in=committees&page={page}")
        found += [row["id"] for row in rows_of(answer)]
    assert len(found) == len(set(found)) == 61
    first = ask(served, "/search?q=safety&in=committees")
    assert 'page=2" rel="next"' in first.text
    assert "All committees of such names" in ask(served, "/search?q=safety").text
    assert ask(served, "/search?q=safety&page=x").status_code == 400


def test_the_names_are_kept_up_with_the_rows(tmp_path: Path) -> None:
    from pipelines import schema

    path = write_busy(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("UPDATE people SET name = 'Zöe Quarrels' WHERE id = 'ca-skinner'")
    connection.execute("UPDATE organizations SET name = 'Senate Committee on Kites' WHERE id = 'ca-cs72'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    assert ids(ask(served, "/search.json?q=zoe+quarrel"), "people") == ["ca-skinner"]
    assert ids(ask(served, "/search.json?q=skinner"), "people") == []
    assert ids(ask(served, "/search.json?q=kites"), "committees") == ["ca-cs72"]


def test_words_too_common_to_rank_are_shown_as_such(busy: Path) -> None:
    class Slow(Database):
        async def execute(self, sql: str, *given: Any, **named: Any) -> Any:
            if "bm25" in sql or ("version_texts_fts MATCH" in sql and "snippet" not in sql):
                raise QueryInterrupted(Exception("interrupted"), sql, {})
            return await super().execute(sql, *given, **named)

    served = serve(busy)
    served.remove_database("bills")
    served.add_database(Slow(served, str(busy), is_mutable=False), name="bills")
    answer = ask(served, "/search?q=sharing+data")
    assert "the best could not be picked out in time" in answer.text
    assert "looking through it was broken off" in answer.text
    assert 'href="/ca/20172018/sb54"' in answer.text
    told = ask(served, "/search.json?q=sharing").json()
    assert (told["unranked"], told["broken_off"]) == (["bills", "texts"], ["texts"])


def test_what_took_too_long_is_never_told_as_nothing(busy: Path) -> None:
    class Slow(Database):
        async def execute(self, sql: str, *given: Any, **named: Any) -> Any:
            if "names_fts MATCH" in sql:
                raise OperationalError("vtable constructor failed: names_fts")
            if "snippet(" in sql:
                raise QueryInterrupted(Exception("interrupted"), sql, {})
            return await super().execute(sql, *given, **named)

    served = serve(busy)
    served.remove_database("bills")
    served.add_database(Slow(served, str(busy), is_mutable=False), name="bills")
    told = ask(served, "/search.json?q=officers").json()
    assert told["broken_off"] == ["committees", "people", "snippets"]
    page = text_of(ask(served, "/search?q=skinner"))
    assert "Nothing is held" not in page
    assert "looking through it was broken off" in page
    assert "too long to show" not in text_of(ask(served, "/search?q=officers"))


def test_nothing_found_says_what_can_be_typed(get: Get) -> None:
    text = text_of(get("/search?q=zzzz&state=ca"))
    assert "Nothing is held under “zzzz” with these filters" in text
    assert "What you can type" in text


def test_of_more_matches_than_are_looked_at_the_best_of_an_even_draw_are_shown(
    busy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve(busy)
    whole = ask(served, "/search.json?q=enforcement").json()
    assert whole["drawn"] == []
    assert len(whole["bills"]) > 1
    search: Any = pm.get_plugin("search.py")
    monkeypatch.setattr(search, "LOOKED_AT", {"bills": 1, "texts": 1})
    told = ask(served, "/search.json?q=enforcement").json()
    assert "bills" in told["drawn"]
    assert len(told["bills"]) == 1
    assert "looked_at" not in told["bills"][0]
    assert "1 or more bills hold these words" in text_of(ask(served, "/search?q=enforcement"))
