"""The page of a version: its words, in parts where they are many, and never as markup."""

from __future__ import annotations

from pathlib import Path

from pipelines import schema
from tests.served import SB54, Get, ask, serve, text_of, write_database

PAGE = "/ca/20172018/sb54/text/90chp"


def test_a_text_is_shown_as_words_beside_the_other_versions(get: Get) -> None:
    page = get(PAGE)
    text = text_of(page)
    assert "Chaptered · Oct 5, 2017 · 1,043 characters" in text
    assert "This act shall be known as the California Values Act." in text
    assert "&lt;img src=x onerror=alert(2)&gt;" in page.text
    assert "<img" not in page.text
    assert 'href="/ca/20172018/sb54/text/99int"' in page.text
    assert 'href="/ca/20172018/sb54"' in page.text
    assert get("/ca/20172018/sb54").text.count('href="/ca/20172018/sb54/text/90chp"') == 1
    data = get(PAGE + ".json").json()
    assert data["version"]["text"].startswith("This act shall be known")
    assert [version["note"] for version in data["versions"]] == ["Introduced", "Chaptered"]


def test_a_version_without_its_words_says_so(get: Get) -> None:
    text = text_of(get("/ca/20172018/sb54/text/99int"))
    assert "The words of this version are not held." in text


def test_a_long_text_comes_in_parts_and_whole_as_data(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    words = " ".join(f"word{n}" for n in range(20_000))
    connection = schema.connect(path)
    connection.execute("UPDATE version_texts SET text = ?, chars = ?", (words, len(words)))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    first, last = ask(served, PAGE), ask(served, f"{PAGE}?page=4")
    assert "Part 1 of 4" in first.text
    assert 'rel="next"' in first.text
    assert len(first.content) < 80_000
    assert "word19999" in last.text
    assert 'rel="next"' not in last.text
    assert "The text has only 4 parts." in ask(served, f"{PAGE}?page=9").text
    assert ask(served, PAGE + ".json").json()["version"]["text"] == words


def test_an_unknown_text_offers_those_there_are(get: Get) -> None:
    answer = get("/ca/20172018/sb54/text/nowhere")
    assert answer.status_code == 404
    assert f'href="{PAGE}"' in answer.text
    assert get(f"/bills/version_texts/{SB54}-90chp").status_code == 200


def test_what_is_put_in_and_struck_out_is_marked_where_the_source_marks_it(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    markup = "<p>The act <del>stands</del><ins>ends &lt;now&gt;</ins>.</p><p><b onclick=x()>bold</b></p>" * 2_000
    connection = schema.connect(path)
    connection.execute("UPDATE version_texts SET markup = ?", (markup,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    plain = ask(served, PAGE)
    assert f'href="{PAGE}?marks=1"' in plain.text
    assert "<del>" not in plain.text
    page = ask(served, f"{PAGE}?marks=1")
    assert "<p>The act <del>stands</del><ins>ends &lt;now&gt;</ins>.</p>" in page.text
    assert "&lt;b onclick=x()&gt;bold" in page.text
    assert "<b onclick" not in page.text
    assert "Part 1 of 3" in page.text
    assert f'href="{PAGE}?marks=1&amp;page=2"' in page.text
    assert f'href="{PAGE}"' in page.text
    assert ask(served, PAGE + ".json").json()["version"]["markup"] == markup
    for not_yes in ("0", "", "no"):
        assert "<del>" not in ask(served, f"{PAGE}?marks={not_yes}").text


def test_a_text_that_is_one_table_comes_in_parts_too(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    markup = "<table>" + "<tr><td>One <ins>dollar</ins></td></tr>" * 10_000 + "</table>"
    connection = schema.connect(path)
    connection.execute("UPDATE version_texts SET markup = ?", (markup,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    page = ask(serve(path), f"{PAGE}?marks=1&page=2")
    assert "Part 2 of 4" in page.text
    assert len(page.content) < 150_000
    assert page.text.count("<table>") == page.text.count("</table>") == 1


def test_a_text_without_marks_offers_none(get: Get) -> None:
    assert "marks=1" not in get(PAGE).text
    assert "This act shall be known" in get(f"{PAGE}?marks=1").text
