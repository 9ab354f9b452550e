"""The SQL functions, and what they share with the ids of rows: short work whatever they are given."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers import normalise
from tests.served import load_plugin

SQL = load_plugin("sql_functions")
FUNCTIONS = [SQL.bill_key, SQL.fold, SQL.fts_query, SQL.prefix_query]
# Letters of every sort, and above all accents, which normalize puts in order
TEXT = st.text(st.characters() | st.sampled_from("aé\u0301\u0323\u0344\u0f73\u0f81\ufdfa\u3300ﬁ½ 0-"))


@given(TEXT)
def test_an_id_is_what_normalising_the_whole_text_gives(text: str) -> None:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    assert normalise.slug(text) == re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    assert normalise.slug(text * 50) == normalise.hyphened(text * 50)


@given(TEXT)
def test_folding_is_what_normalising_the_whole_text_gives(text: str) -> None:
    letters = [sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)]
    assert SQL.fold(text) == " ".join("".join(letters).casefold().split())


@pytest.mark.parametrize(("one", "other"), [("\u0301", "\u0323"), ("\u0f73", "\u0f73")])
def test_accents_are_not_put_in_order(one: str, other: str) -> None:
    # to put so many in order would take hours
    many = 1_000_000
    assert normalise.slug(f"Le{one * many}{other * many}on, K") == "leon-k"
    assert SQL.fold(f"Le{one * many}{other * many}on") == "le"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_function_reads_only_the_beginning_of_its_argument(function: Callable[[object], str]) -> None:
    words = "word2 " * (SQL.LONGEST // 6)
    assert function(words) == function(words[: SQL.LONGEST])
    for long in ("word2 " * 100_000, "é" * 600_000, '"' * 600_000, b"x" * 600_000):
        assert function(long) == function(long[: SQL.LONGEST])
        assert len(function(long)) < 10 * SQL.LONGEST


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("given", [None, "", 0, 54, 5.4, b"SB 54", "\0"])
def test_a_function_takes_every_sort_of_value(function: Callable[[object], str], given: object) -> None:
    connection = sqlite3.connect(":memory:")
    SQL.prepare_connection(connection)
    [(found,)] = connection.execute(f"SELECT {function.__name__}(?)", (given,))
    assert found == function(given)
    connection.close()


def test_long_names_do_not_stay_in_memory() -> None:
    before = normalise.short_slug.cache_info()
    assert before.maxsize is not None
    assert before.maxsize * normalise.LONGEST_KEPT < 1_000_000
    for number in range(100):
        SQL.bill_key(f"{number} {'x' * normalise.LONGEST_KEPT}")
    after = normalise.short_slug.cache_info()
    assert (after.misses, after.currsize) == (before.misses, before.currsize)
    normalise.slug("SB 54")
    hits = normalise.short_slug.cache_info().hits
    assert normalise.slug("SB 54") == "sb-54"
    assert normalise.short_slug.cache_info().hits == hits + 1
