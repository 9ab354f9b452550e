"""Two members by the votes both cast, and two versions line by line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from datasette.plugins import pm
from hypothesis import given
from hypothesis import strategies as st

from pipelines import schema
from tests.busy import write_busy
from tests.served import FLOOR, SB54, SCRIPT, Get, ask, load_plugin, rows_of, serve, text_of

TEXTS = load_plugin("text_compare")
PAGE = load_plugin("compare_page")
LINES = st.lists(st.sampled_from("abcdefg"), max_size=14)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_busy(tmp_path_factory.mktemp("busy") / "bills.db")


@given(LINES, LINES)
def test_the_blocks_give_both_texts_again(old: list[str], new: list[str]) -> None:
    blocks = TEXTS.compare(old, new)
    assert [line for block in blocks for line in block.old] == old
    assert [line for block in blocks for line in block.new] == new
    assert all(block.old == block.new for block in blocks if block.same)
    assert all(one.same != other.same for one, other in pairwise(blocks))


@given(LINES)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert all(block.same for block in TEXTS.compare(text, text))


def test_what_was_changed_is_found_and_no_more() -> None:
    old = ["An act", "Section 1", "The fee is ten dollars.", "Section 2", "It ends.", "Section 3"]
    new = ["An act", "Section 1", "The fee is one dollar.", "Section 2", "Section 3", "It takes effect at once."]
    changed = [(block.old, block.new) for block in TEXTS.compare(old, new) if not block.same]
    assert changed == [
        (("The fee is ten dollars.",), ("The fee is one dollar.",)),
        (("It ends.",), ()),
        ((), ("It takes effect at once.",)),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a", "b"] * 20_000, ["b", "a"] * 20_000),
        ([str(n) for n in range(40_000)], [str(n) for n in reversed(range(40_000))]),
        (["same"] * 40_000, ["same"] * 39_999 + ["other"]),
        (["a", *map(str, range(40_000)), "b"], ["c", *map(str, range(40_000)), "d"]),
        ([f"{n // 2}{n % 2 * 'old'}" for n in range(40_000)], [f"{n // 2}{n % 2 * 'new'}" for n in range(40_000)]),
    ],
    ids=["turned", "reversed", "same", "same inside other ends", "every second"],
)
def test_no_text_makes_it_slow(old: list[str], new: list[str]) -> None:
    compared = copied = 0

    class Counting(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, str(other))

        __hash__ = str.__hash__

    class Lines(list[str]):
        """Lines that count how many of them are copied by slicing and by going through them."""

        def __getitem__(self, at: Any) -> Any:
            nonlocal copied
            found = super().__getitem__(at)
            copied += len(found) if isinstance(at, slice) else 0
            return Lines(found) if isinstance(at, slice) else found

        def __iter__(self) -> Iterator[str]:
            nonlocal copied
            copied += len(self)
            return super().__iter__()

    TEXTS.compare(Lines(map(Counting, old)), Lines(map(Counting, new)))
    assert compared < 30 * (len(old) + len(new))
    assert copied < 30 * (len(old) + len(new))


def test_a_long_run_of_lines_is_copied_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # each single line is a stretch of its own; to put them together pair by pair would copy 10^11 lines
    many = [(True, (line,), (line,)) for line in map(str, range(400_000))]
    monkeypatch.setattr(TEXTS, "stretches", lambda *_: many)
    (block,) = TEXTS.compare((), ())
    assert block.old == block.new == tuple(map(str, range(400_000)))


def test_white_space_is_no_difference() -> None:
    assert TEXTS.lines_of(" a  b \r\n\n\tc\x0c") == ["a b", "c"]


def test_long_changes_are_cut_and_go_on_the_next_page() -> None:
    first = PAGE.cut(("x" * 5000, *["y" * 1000] * 100))
    assert first[0].endswith("… (3,000 characters more)")
    assert first[-1].endswith("lines more")
    assert sum(map(len, first)) < PAGE.ROOM + 2 * PAGE.LINE
    old = "\n".join(f"keep {n}\nold {n} " + "x" * 3000 for n in range(60))
    new = "\n".join(f"keep {n}\nnew {n} " + "y" * 3000 for n in range(60))
    at: int | None = 0
    seen, pages = [], 0
    while at is not None:
        told = PAGE.difference(old, new, at)
        assert (told["changes"], told["first"]) == (60, at + 1)
        assert told["shown"]
        assert sum(len(line) for change in told["shown"] for line in change["added"]) < PAGE.ROOM
        seen += [change["removed"][0].split()[1] for change in told["shown"]]
        at, pages = told["next_at"], pages + 1
    assert seen == [str(n) for n in range(60)]
    assert pages > 3


def test_short_changes_make_no_long_page_either() -> None:
    old = "\n".join(f"{n}\nx" for n in range(10_000))
    told = PAGE.difference(old, old.replace("x", "y"), 0)
    assert told["next_at"] == len(told["shown"]) < PAGE.ROOM // PAGE.CHANGE_MARKUP
    assert len(PAGE.cut(("x",) * 90_000)) < PAGE.ROOM // PAGE.LINE_MARKUP


@pytest.mark.parametrize("at", [1, 2, 999_999, 10**17])
def test_a_place_beyond_the_last_is_the_last(at: int) -> None:
    told = PAGE.difference("a\nkeep\nb", "c\nkeep\nd", at)
    assert (told["changes"], told["first"], len(told["shown"]), told["next_at"]) == (2, 2, 1, None)
    assert PAGE.difference("a", "a", at)["shown"] == []


def test_the_page_of_a_place_beyond_the_last_has_its_address(busy: Path) -> None:
    page = ask(serve(busy), f"/compare?from={SB54}-99int&to={SB54}-90chp&at=999999")
    assert "<del>This act has no name.</del>" in page.text
    assert "at=999999" not in page.text


def test_others_are_answered_while_two_texts_are_compared(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[threading.Thread] = []
    plugin = pm.get_plugin("compare_page.py")

    def watched(*given: Any) -> dict[str, Any]:
        used.append(threading.current_thread())
        return {"why_not": "Watched."}

    served = serve(busy)
    monkeypatch.setattr(plugin, "difference", watched)
    assert "Watched." in ask(served, f"/compare?from={SB54}-99int&to={SB54}-90chp").text
    assert len(used) == 1
    assert used[0] is not threading.current_thread()


def test_members_agree_where_both_voted(get: Get) -> None:
    told = get("/compare.json?a=ca-skinner&b=ca-wiener").json()
    page = get("/compare?a=ca-skinner&b=ca-berryhill")
    assert told["both"] >= 1
    assert told["agreed"] <= told["both"] <= told["rolls_that_name_both"]
    text = text_of(page)
    assert "No roll call is held in which both voted yes or no" in text  # one of them was not voting
    assert "1 roll call names both" in text


def test_members_differ_roll_by_roll(get: Get) -> None:
    page = get("/compare?a=ca-skinner&b=ca-wilk")
    text = text_of(page)
    assert "0.0 % alike: 0 of the 1 roll calls in which both voted yes or no" in text
    assert "Apr 3, 2017 yes no SB 54 Senate 3rd Reading SB54 De León et al. Senate" in text
    assert f'href="/votes/{FLOOR}"' in page.text
    rows = rows_of(get("/compare.csv?a=ca-skinner&b=ca-wilk"))
    assert [(row["vote_event_id"], row["a"], row["b"]) for row in rows] == [(FLOOR, "yes", "no")]
    assert get("/compare.json?a=ca-skinner&b=ca-wilk&session=ca-20252026").json()["both"] == 0
    assert get("/compare?a=ca-skinner&b=ca-skinner").status_code == 200


def test_a_name_printed_twice_with_two_answers_is_on_no_side(tmp_path: Path) -> None:
    path = write_busy(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("INSERT INTO votes VALUES (?, 'Skinner', 2, 'ca-skinner', 'no', 'NO', 'exact')", (FLOOR,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    told = ask(serve(path), "/compare.json?a=ca-skinner&b=ca-wilk").json()
    assert (told["rolls_that_name_both"], told["both"]) == (1, 0)


def test_names_lead_to_the_members_they_could_mean(get: Get) -> None:
    assert "b=ca-wilk" in get("/compare?a=ca-skinner&b=wil").text
    assert "Nobody is held under the name “zzz”" in get("/compare?a=ca-skinner&b=zzz").text
    page = get("/compare?a=ca-skinner")
    assert "Who sat beside Skinner" in page.text
    assert 'href="/compare?a=ca-skinner&amp;b=ca-wilk"' in page.text
    assert "Two versions of a bill" in get("/compare").text


def test_versions_stand_side_by_side_as_plain_words(busy: Path) -> None:
    served = serve(busy)
    page = ask(served, f"/compare?from={SB54}-99int&to={SB54}-90chp")
    text = text_of(page)
    assert "SB 54: from “Introduced” to “Chaptered”" in text
    assert "<del>This act has no name.</del>" in page.text
    assert "&lt;img src=x onerror=alert(2)&gt;" in page.text
    assert "<img" not in page.text
    assert SCRIPT not in page.text
    told = ask(served, f"/compare.json?from={SB54}-99int&to={SB54}-90chp").json()
    assert (told["lines_removed"], told["lines_added"], told["lines_same"]) == (3, 1, 0)
    same = text_of(ask(served, f"/compare?from={SB54}-90chp&to={SB54}-90chp"))
    assert "The words are the same in both, line for line." in same


def test_versions_are_chosen_and_their_absence_is_told(get: Get) -> None:
    page = get(f"/compare?bill={SB54.upper()}")
    assert "Introduced, 2016-12-05 (words not held)" in page.text
    assert "not both are held" in get(f"/compare?from={SB54}-99int&to={SB54}-90chp").text
    for path in ("/compare?from=x&to=y", "/compare?bill=ca-20172018-sb55", "/compare?bill=%3Cscript%3Ealert(1)"):
        answer = get(path)
        assert answer.status_code == 404
        assert "<script>alert(1)" not in answer.text
    assert 'href="/ca/20172018/sb54"' in get("/compare?bill=ca-20172018-sb55").text
