from __future__ import annotations

import pytest
from parsel import Selector

from scrapers import extract
from scrapers.errors import Blocked, LayoutChanged

PAGE = Selector("<html><body><h1>One</h1><p> a  <b>b</b></p><p>c</p></body></html>")


def test_one_is_one() -> None:
    assert extract.words(extract.one(PAGE, "h1", "page")) == "One"
    assert extract.words(extract.one(PAGE, "//p[b]", "page")) == "a b"
    for query, got in (("p", "got 2"), ("h2", "got 0")):
        with pytest.raises(LayoutChanged, match=f"page {query}: wanted one element, {got}"):
            extract.one(PAGE, query, "page")


def test_what_may_be_missing_is_spelled_out() -> None:
    assert extract.maybe(PAGE, "h2", "page") is None
    assert extract.maybe(PAGE, "h1", "page") is not None
    with pytest.raises(LayoutChanged, match="at most one"):
        extract.maybe(PAGE, "p", "page")
    assert len(extract.many(PAGE, "p", "page")) == 2
    assert len(extract.many(PAGE, "h2", "page", at_least=0)) == 0
    with pytest.raises(LayoutChanged, match="at least 1"):
        extract.many(PAGE, "h2", "page")


def test_json_is_json_and_nothing_else() -> None:
    assert extract.read_json(b'{"a": 1}', "x.json") == {"a": 1}
    with pytest.raises(LayoutChanged, match=r"x\.json: wanted JSON"):
        extract.read_json(b"{", "x.json")
    with pytest.raises(Blocked, match=r"x\.json: blocked"):
        extract.read_json(b"\n<!DOCTYPE html><title>Denied</title>", "x.json")
    with pytest.raises(LayoutChanged, match="byte 1: wanted utf-8"):
        extract.read_json(b'"\xff"', "x.json")


def test_a_value_is_there_and_of_its_kind() -> None:
    assert extract.value({"a": 1}, "a", int, "x") == 1
    for found in ({}, {"a": "1"}, {"a": None}):
        with pytest.raises(LayoutChanged, match=r"x\.a: wanted"):
            extract.value(found, "a", int, "x")


def test_csv_rows_are_as_wide_as_their_header() -> None:
    data = b'\xef\xbb\xbfid,name\r\n1," Ann, Jr. "\r\n'
    assert list(extract.read_csv(data, ["id"], "x.csv")) == [{"id": "1", "name": "Ann, Jr."}]
    for wrong, message in (
        (b"id\n1,2\n", "x.csv line 2: wanted 1 fields"),
        (b"name\n1\n", "x.csv line 1: wanted the columns id"),
        (b"", "x.csv line 1: wanted the columns id"),
        (b'id\n"1\n', "x.csv line 2: wanted CSV"),
    ):
        with pytest.raises(LayoutChanged, match=message):
            list(extract.read_csv(wrong, ["id"], "x.csv"))
    with pytest.raises(Blocked):
        list(extract.read_csv(b"<html>", ["id"], "x.csv"))
