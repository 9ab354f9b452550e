"""A text with its marks: whatever is held, only its own few tags come out, closed, and no word is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.served import load_plugin

marked = load_plugin("marked_text")
PIECES = st.sampled_from(
    ["<p>", "</p>", "<ins>", "</ins>", "<del>", "</del>", "<table>", "</table>", "<tr>", "<td>", "</td>", "</tr>",
     "<b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<ins class=x>", "&lt;p&gt;", "&amp;", "a<b",
     "<!--", "]]>", "</p", "words", " ", "\u202e"]
)  # fmt: skip
ALLOWED = {"p", "ins", "del", "table", "tr", "td"}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert not attrs
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


# no deeper than tags are taken for tags
MARKUP = st.lists(PIECES, max_size=marked.DEEPEST).map("".join)


def words_of(markup: str) -> str:
    """The words as a reader sees them, once all is found to be well formed."""
    reader = Reader()
    reader.feed(str(marked.safe(markup)))
    reader.close()
    assert reader.opened == []
    return reader.words


@given(MARKUP | st.text())
def test_only_the_few_tags_come_out_and_each_is_closed(markup: str) -> None:
    plain = Reader()
    plain.feed(re.sub(r"</?(?:p|ins|del|table|tr|td)>", "", markup).replace("<", "&lt;"))
    plain.close()
    assert words_of(markup) == plain.words


@given(MARKUP, st.integers(50, 120))
def test_parts_put_together_are_the_whole(markup: str, size: int) -> None:
    parts = marked.parts(markup, size)
    assert "".join(map(words_of, parts)).rstrip() == words_of(markup).rstrip()
    assert all(parts)


LONG = [
    "<p>" * 20_000 + "<ins></ins>" * 20_000 + "</p>" * 20_000,
    "<p>" * 90_000,
    "<table><tr><td>" + "<p>one</p>" * 40_000 + "</td></tr></table>",
    "<p>" + "one &amp; two " * 30_000 + "</p>",
    "one" * 90_000,
]


@pytest.mark.parametrize("markup", LONG, ids=["ends", "open", "table", "words", "word"])
def test_no_markup_makes_a_part_or_its_page_long(markup: str) -> None:
    parts = marked.parts(markup, 1_000)
    assert len(parts) > 50
    assert max(map(len, parts)) < 3_500
    assert max(len(marked.safe(part)) for part in parts) < 3_500


@pytest.mark.parametrize("markup", LONG[2:], ids=["table", "words", "word"])
def test_a_part_cut_inside_tags_loses_no_word_and_cuts_none(markup: str) -> None:
    parts = marked.parts(markup, 1_000)
    assert "".join(map(words_of, parts)) == words_of(markup)
    assert " " not in markup or not [part for part in parts[:-1] if not part.endswith((" ", ">"))]


def test_tags_too_deep_are_text_with_their_ends() -> None:
    deep = marked.DEEPEST
    drawn = str(marked.safe("<p>" * deep + "<del>x</del><p>y</p>" + "</p>" * deep))
    assert drawn == "<p>" * deep + "&lt;del&gt;x&lt;/del&gt;&lt;p&gt;y&lt;/p&gt;" + "</p>" * deep


def test_many_open_tags_are_not_looked_through() -> None:
    # each of the last would be looked for among all the first: thousands of millions of steps
    many = 200_000
    assert len(marked.safe("<p>" * many + "<ins></ins>" * many)) > many


def test_no_mark_is_cut_in_two() -> None:
    markup = "<p>one <del>two</del></p><p><ins>three</ins></p><p>four</p>"
    assert marked.parts(markup, 15) == ["<p>one <del>two</del></p>", "<p><ins>three</ins></p>", "<p>four</p>"]
    assert str(marked.safe("<p>a <del>b</p><p>c</p>")) == "<p>a <del>b</del></p><p>c</p>"
