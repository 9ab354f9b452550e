"""Bill text in CAML: as it would read, with its marks, and what is refused."""

from __future__ import annotations

import pytest

from scrapers.errors import LayoutChanged
from scrapers.states.ca.caml import read_caml
from tests.dumps import CAML, SHARED, caml

STRUCK = "&lt;p&gt;The &lt;i&gt;old&lt;/i&gt;&lt;span class=&quot;EnSpace&quot;/&gt;words &amp;amp; more.&lt;/p&gt;"


def text_of(*paragraphs: str) -> list[str]:
    return read_caml(caml("T.", *paragraphs), "x.lob").text.splitlines()[3:]


def markup_of(*paragraphs: str) -> list[str] | None:
    markup = read_caml(caml("T.", *paragraphs), "x.lob").markup
    return markup.splitlines()[3:] if markup else None


def test_whole_measure():
    measure = read_caml(caml("An act\n to do.", "First.", "Second."), "x.lob")
    assert measure.long_title == "An act to do."
    assert measure.markup is None
    assert measure.text.splitlines() == [
        "An act to do.",
        "This bill would do a thing.",
        "The people of the State of California do enact as follows:",
        "SECTION 1. First.",
        "Second.",
    ]


def test_inserted_words_are_text_and_marked():
    source = "A <?xm-insertion_mark_start?>new &lt;b&gt;<?xm-insertion_mark_end?> word."
    assert text_of(source) == ["SECTION 1. A new <b> word."]
    assert markup_of(source) == ["<p>SECTION 1. A <ins>new &lt;b&gt;</ins> word.</p>"]


def test_struck_words_are_marked_and_no_text():
    source = '<?xm-deletion_mark data="old"?> <?xm-insertion_mark_start?>new<?xm-insertion_mark_end?> word'
    assert text_of(source) == ["SECTION 1. new word"]
    assert markup_of(source) == ["<p>SECTION 1. <del>old</del> <ins>new</ins> word</p>"]


def test_struck_markup_keeps_its_words_spaces_and_paragraphs():
    source = f'<?xm-deletion_mark data="{STRUCK}{STRUCK}"?>'
    assert text_of("Kept.", source) == ["SECTION 1. Kept."]
    line = "<p><del>The old words &amp; more.</del></p>"
    assert markup_of("Kept.", source) == ["<p>SECTION 1. Kept.</p>", line, line]


def test_struck_words_in_single_quotes():
    assert markup_of("""<?xm-deletion_mark data='say "no" again'?> x""") == [
        '<p>SECTION 1. <del>say "no" again</del> x</p>'
    ]


def test_mark_over_paragraphs():
    source = ["a <?xm-insertion_mark_start?>b", "c", "d<?xm-insertion_mark_end?> e"]
    assert text_of(*source) == ["SECTION 1. a b", "c", "d e"]
    assert markup_of(*source) == ["<p>SECTION 1. a <ins>b</ins></p>", "<p><ins>c</ins></p>", "<p><ins>d</ins> e</p>"]


@pytest.mark.parametrize("kind", ["EnSpace", "EmSpace", "ThinSpace"])
def test_empty_span_is_a_space(kind):
    assert text_of(f'(a)<span class="{kind}"/>The<span class="{kind}"></span>rest') == ["SECTION 1. (a) The rest"]


def test_table_is_a_line_for_each_row():
    assert text_of("x<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>y") == [
        "SECTION 1. x",
        "1 2",
        "3 4",
        "y",
    ]


def test_comments_and_unknown_instructions_are_no_words():
    assert text_of("a<!-- b --><?other c?>d") == ["SECTION 1. ad"]


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "well-formed CAML XML"),
        (b"\x00\x01\x02", "well-formed CAML XML"),
        (b"PK\x03\x04 a document", "well-formed CAML XML"),
        (caml("T.", "a")[:-30], "well-formed CAML XML"),
        (caml("T.", "a &nbsp; b"), "well-formed CAML XML"),
        (caml("T.", "a").replace(b"<p>a", b"<p>\xff"), "well-formed CAML XML"),
        (b"<html><body>Not found</body></html>", "a caml:MeasureDoc, got html"),
        (f'<caml:MeasureDoc xmlns:caml="{CAML}"/>'.encode(), "caml:Description and a body"),
        (f'<a:MeasureDoc xmlns:a="{CAML}"><a:Description/><a:Bill/></a:MeasureDoc>'.encode(), "the words of a measure"),
        (caml("T.", '<?xm-deletion_mark date="x"?>'), 'x.lob xm-deletion_mark: wanted data="…"'),
    ],
)
def test_refused(data, says):
    with pytest.raises(LayoutChanged, match=r"x\.lob") as error:
        read_caml(data, "x.lob")
    assert says in str(error.value)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>",
    ],
)
def test_doctype_and_entities_are_refused(doctype):
    whole = caml("T.", "a &a; &i; b" if "ENTITY b" in doctype else "a &a; b" if "ENTITY" in doctype else "a")
    hostile = whole.replace(b"?>", b"?>" + doctype.encode(), 1)
    with pytest.raises(LayoutChanged, match=r"DOCTYPE|well-formed"):
        read_caml(hostile, "x.lob")


@pytest.mark.parametrize("depth", [300, 100_000])
def test_hostile_nesting_is_refused(depth):
    with pytest.raises(LayoutChanged, match="well-formed"):
        read_caml(caml("T.", "<b>" * depth + "x" + "</b>" * depth), "x.lob")


def test_deep_but_possible_nesting_is_read():
    assert text_of("<b>" * 200 + "x" + "</b>" * 200) == ["SECTION 1. x"]


def test_every_captured_text_is_read():
    folder = SHARED / "captures/ca/mcp"
    if not folder.is_dir():
        pytest.skip("SKIPPED: ../shared is absent, no captured text is read")
    paths = [folder / "lobs/bill_version_amended.lob", *sorted((folder / "mini").glob("BILL_VERSION_TBL_*.lob"))]
    assert len(paths) == 17
    unread, marked = [], 0
    for path in paths:
        try:
            measure = read_caml(path.read_bytes(), path.name)
        except LayoutChanged as error:
            unread.append(str(error))
            continue
        assert measure.long_title
        assert len(measure.text) > 500
        assert "<" not in measure.text.replace("<br>", "")
        marked += measure.markup is not None
    assert (unread, marked) == ([], 14)  # the other three are enrolled and chaptered
