"""The words of New Mexico's texts: sheets of ours with numbered lines, and what is refused."""

from __future__ import annotations

import re
import time

import pytest
from printed import Placed, pdf
from scrapy.http import Response
from sites.nm import text_sheet

from scrapers.errors import LayoutChanged
from scrapers.states.nm.shapes import Measure
from scrapers.states.nm.texts import names, unnumbered, version_text

URL = "https://www.nmlegis.gov/Sessions/24%20Regular/bills/house/HB0013JUS.pdf"
NUMBERS = [str(number) for number in range(1, 26)]
LEGEND = ["underscored material = new", "[bracketed material] = delete"]


def text(body: bytes, measure: str = "HB 13") -> str:
    (version,) = version_text(Response(URL, body=body), "2024", measure, "Committee substitute JU").versions or []
    assert version.text
    return version.text.text


@pytest.mark.parametrize(
    "sheet",
    [
        [*LEGEND, *NUMBERS, "AN ACT", "12", "25 percent", ".229865.2", "- 2 -"],
        [" ".join(LEGEND), *NUMBERS, "AN ACT", "12", "25 percent", ".229865.2 - 2 -"],
        ["1", "2 AN ACT", LEGEND[1], "3 12", "4 25 percent", *NUMBERS[4:], "- 2 -"],
        ["HB 13/HJCS/a", "Page 4", *NUMBERS[:3], "4 AN ACT", "5 12", "6 25 percent", *NUMBERS[6:]],
    ],
    ids=["numbers in a column", "joined lines", "numbers before their lines", "a final text"],
)
def test_numbers_go_and_words_stay(sheet: list[str]) -> None:
    assert unnumbered(sheet, "here") == ["AN ACT", "12", "25 percent"]


@pytest.mark.parametrize(
    "sheet",
    [NUMBERS[:24], [*NUMBERS[:7], "words", *NUMBERS[7:]], [*NUMBERS, "AN ACT", *NUMBERS], ["AN ACT"], []],
    ids=["24 lines", "a line without a number", "two columns", "none", "empty"],
)
def test_a_sheet_that_is_numbered_otherwise_is_refused(sheet: list[str]) -> None:
    with pytest.raises(LayoutChanged, match="lines numbered from 1 to 25, once"):
        unnumbered(sheet, "here")


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("HOUSE BILL 13", {13}),
        ("2 HOUSE BILLS 13, 4 & 20", {13, 4, 20}),
        ("HB 13/ec", {13}),
        ("HOUSE BILL 131", {131}),
        ("SENATE BILL 13", set()),
        ("HOUSE JOINT MEMORIAL 13", set()),
    ],
)
def test_which_measure_a_sheet_is_of(line: str, numbers: set[int]) -> None:
    of_house = {number for number in range(1, 140) if names(Measure("H", "B", number)).search(line)}
    assert of_house == numbers


def test_sheets_are_read_one_after_the_other() -> None:
    body = pdf(text_sheet("HB 13", ["AN ACT"]), text_sheet("HB 13", ["SECTION 2. [Nobody] Everybody"], 2))
    assert text(body) == "HOUSE BILL 13\nAN ACT\nSECTION 2. [Nobody] Everybody"


BLANK: list[Placed] = [(70, 60 + 24 * at, str(at + 1)) for at in range(25)]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (pdf(text_sheet("HB 14", ["AN ACT"])), "HB 13 on the first sheet"),
        (pdf(text_sheet("HB 13", ["AN ACT"]), []), "page 2: wanted lines numbered"),
        (pdf(text_sheet("HB 13", ["AN ACT"]))[:-200], "%%EOF"),
        (pdf([(20, 20, LEGEND[0]), (200, 40, "HB 13/ec"), *BLANK]), "wanted words"),
        (b"<html><head><title>Access Denied</title></head><body></body></html>", "a PDF"),
    ],
    ids=["of another measure", "a scanned sheet", "cut off", "no words", "a firewall"],
)
def test_what_is_no_such_text_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(LayoutChanged, match=re.escape(says)):
        text(body)


def test_the_address_of_another_measure_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="the address of a text of HB 14"):
        text(pdf(text_sheet("HB 14", ["AN ACT"])), "HB 14")


@pytest.mark.parametrize(
    "sheet", [["1"] * 100_000, ["HOUSE BILL " + "1" * 200_000], NUMBERS * 4000], ids=["lines", "digits", "columns"]
)
def test_hostile_sheets_cost_little_time(sheet: list[str]) -> None:
    before = time.process_time()
    assert not any(map(names(Measure("H", "B", 2)).search, sheet))
    with pytest.raises(LayoutChanged):
        unnumbered(sheet, "here")
    assert time.process_time() - before < 2
