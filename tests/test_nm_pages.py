"""What New Mexico's pages share: how members, measures, sessions and files are written; more on real captures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from scrapers.errors import LayoutChanged
from scrapers.states.nm import pages
from scrapers.states.nm.papers import file_measure, texts, with_ending
from scrapers.states.nm.shapes import Measure, Sitting, linked_measure, measure_of, person, regular_days


def names(code: str, printed: str) -> list[str]:
    return [one.name for one in person("2019", code, printed).names]


@pytest.mark.parametrize(
    ("code", "printed", "spelled"),
    [
        ("HARMS", "Deborah A. Armstrong", ["Armstrong", "Armstrong, D.A.", "Armstrong, Deborah"]),
        ("HGARM", "Miguel P. García", ["García", "García, M.P.", "García, Miguel"]),
        ("HGONZ", 'Roberto "Bobby" J. Gonzales', ["Gonzales", "Gonzales, R.J.", "Gonzales, Roberto"]),
        ("SSHEN", "Benny Shendo, Jr.", ["SHENDO", "SHENDO, BENNY"]),
        ("SONEI", "Bill B. O'Neill", ["O'NEILL", "O'NEILL, B.B.", "O'NEILL, BILL"]),
        # `Trujillo, C.` may be Christine, of whom the page says nothing
        ("HTRUC", "Carl Trujillo", ["Trujillo", "Trujillo, Carl"]),
        # whose surname may have one word or several: a sheet's name is a reviewer's to tie
        ("HROYB", "Patricia Roybal Caballero", []),
        ("SORTI", "Gerald Ortiz y Pino", []),
        ("HROMA", "G. Andres Romero", []),
        ("HMAES", "Sarah Maestas Barnes", []),
    ],
)
def test_a_member_is_spelled_as_lists_and_vote_sheets_do(code: str, printed: str, spelled: list[str]) -> None:
    assert names(code, printed) == [printed, *spelled]


def test_no_spelling_of_a_captured_session_is_two_members_but_for_shared_surnames(shared: Path) -> None:
    """All who sponsored in 2019: whoever shares a surname is told apart by the longer spellings."""
    page = HtmlResponse(
        "https://www.nmlegis.gov/Legislation/Legislation_List?Session=57",
        body=(shared / "captures/nm/bill_list_session57_2019.html").read_bytes(),
        encoding="utf-8",
    )
    members = dict(pair for line in pages.bill_list(page, "57", "19", "2019 Regular").lines for pair in line.sponsors)
    assert len(members) == 113
    spelled = Counter((code[0], name) for code, printed in members.items() for name in set(names(code, printed)))
    doubled = {name for (_, name), times in spelled.items() if times > 1}
    assert doubled == {"Armstrong", "Gallegos", "Garcia", "Trujillo"}


@pytest.mark.parametrize(
    ("text", "measure"),
    [("*HB  1", Measure("H", "B", 1)), ("SJM   6", Measure("S", "JM", 6)), ("SCR 1", Measure("S", "CR", 1))],
)
def test_measures(text: str, measure: Measure) -> None:
    assert measure_of(text, "here") == measure
    link = measure.address("19").replace("legType", "legtype") + "&AspxAutoDetectCookieSupport=1"
    assert linked_measure(link, "here") == (measure, "19")


@pytest.mark.parametrize("text", ["HB", "HX 1", "AB 1", "HB 12345", "", "HB 1; HB 2"])
def test_what_is_no_measure_is_refused(text: str) -> None:
    with pytest.raises(LayoutChanged):
        measure_of(text, "here")


@pytest.mark.parametrize(
    ("code", "label", "identifier", "folder", "classification"),
    [
        ("19", "2019 Regular", "2019", "19 Regular", "primary"),
        ("20s", "2020 1st Special", "2020s", "20 Special", "special"),
        ("20s2", "2020 2nd Special", "2020s2", "20 Special2", "special"),
        ("02x", "2002 Extraordinary", "2002x", "02 Extraordinary", "special"),
        ("96", "1996 Regular", "1996", "96 Regular", "primary"),
    ],
)
def test_sessions(code: str, label: str, identifier: str, folder: str, classification: str) -> None:
    sitting = Sitting(code, label)
    assert (sitting.identifier, sitting.folder, sitting.item.classification) == (identifier, folder, classification)
    assert pages.century(code) == identifier


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2011, ("2011-01-18", "2011-03-19")),
        (2019, ("2019-01-15", "2019-03-16")),
        (2020, ("2020-01-21", "2020-02-20")),
        (2024, ("2024-01-16", "2024-02-15")),
        (2026, ("2026-01-20", "2026-02-19")),
    ],
)
def test_the_days_of_a_regular_session(year: int, days: tuple[str, str]) -> None:
    assert tuple(day.isoformat() for day in regular_days(year)) == days


def test_the_days_of_regular_sessions_are_those_others_list(shared: Path) -> None:
    lines = (shared / "truth/sessions/sessions.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [one for one in map(json.loads, lines) if one["state"] == "nm"]
    regular = [one for one in listed if one["name"].endswith("Regular Session")]
    days = {one["identifier"]: tuple(map(str, regular_days(int(one["identifier"])))) for one in regular}
    differ = [one["identifier"] for one in regular if days[one["identifier"]] != (one["start_date"], one["end_date"])]
    # two slips of that list: a session of 2017 beginning in 2016, and 60 days in the even year 2018
    assert (len(regular), differ) == (16, ["2017", "2018"])


@pytest.mark.parametrize(
    ("time", "start"),
    [
        (" 8: 30 a. m.", "2021-02-17T08:30"),
        ("1:30 p.m.", "2021-02-17T13:30"),
        ("12:00 p.m.", "2021-02-17T12:00"),
        ("10:00 A.M. OR ONE HOUR BEFORE THE FLOOR SESSION", "2021-02-17"),
        ("", "2021-02-17"),
    ],
)
def test_when_a_committee_meets(time: str, start: str) -> None:
    assert pages.moment("Wednesday, February 17, 2021", time) == start


def test_every_file_of_a_captured_session_is_a_measures_and_texts_are_told_from_reports(shared: Path) -> None:
    captures = shared / "captures/nm"
    about = [json.loads(line) for line in (captures / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()]
    files = [
        file.url
        for one in about
        if one["file"].startswith("dirlist")
        for file in pages.directory(
            HtmlResponse(one["source_url"], body=(captures / one["file"]).read_bytes(), encoding="utf-8")
        )
    ]
    assert len(files) == 8645
    assert len({file_measure(url) for url in files} - {None}) == 1663
    found = Counter(version.note.partition(" substitute")[0] for version in texts(files).values())
    assert found["Introduced"] == 1663
    assert found["Amendments in Context"] == 332
    assert sum(found.values()) == 1663 + 332 + found["Committee"] + found["House floor"] + found["Senate floor"]
    assert with_ending("https://x/HB0001.PDF") == with_ending("https://x/HB0001.pdf")
