"""A text with its marks: whatever is held, only its own few tags come out, closed, and no word is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser

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


@given(st.lists(PIECES).map("".join) | st.text())
def test_only_the_few_tags_come_out_and_each_is_closed(markup: str) -> None:
    reader = Reader()
    reader.feed(str(marked.safe(markup)))
    reader.close()
    assert reader.opened == []
    plain = Reader()
    plain.feed(re.sub(r"</?(?:p|ins|del|table|tr|td)>", "", markup).replace("<", "&lt;"))
    plain.close()
    assert reader.words == plain.words


@given(st.lists(PIECES).map("".join), st.integers(1, 40))
def test_parts_put_together_are_the_whole(markup: str, size: int) -> None:
    parts = marked.parts(markup, size)
    assert markup.startswith("".join(parts))
    assert not markup.removeprefix("".join(parts)).strip()
    assert all(parts)


def test_no_mark_is_cut_in_two() -> None:
    markup = "<p>one <del>two</del></p><p><ins>three</ins></p><p>four</p>"
    assert marked.parts(markup, 10) == ["<p>one <del>two</del></p>", "<p><ins>three</ins></p>", "<p>four</p>"]
    assert str(marked.safe("<p>a <del>b</p><p>c</p>")) == "<p>a <del>b</del></p><p>c</p>"
