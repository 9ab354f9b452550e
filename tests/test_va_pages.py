"""What Virginia's files say, proved on small files of their shape: expected items, damage, blocks, missing files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from scrapers import items
from scrapers.errors import BadArgument, Blocked, LayoutChanged
from scrapers.states.va import files
from scrapers.states.va.actions import ACTIONS, MOTIONS
from scrapers.states.va.bills import (
    chapter,
    committee_code,
    committee_places,
    motion,
    present_committee,
    tally,
    text_kind,
)
from scrapers.states.va.files import Line, Measure
from scrapers.states.va.pages import file_url, full_code, read_tables, session_code, session_name
from scrapers.states.va.rolls import result
from scrapers.states.va.spider import sitting
from scrapers.states.va.tables import READERS, Tables

FIXTURES = Path(__file__).parent / "fixtures" / "va"


def quiet(phase: str, done: int, expected: int | None) -> None:
    pass


def tables(*without: str) -> Tables:
    found = Tables("2026", "20261")
    for name, (attribute, read) in READERS.items():
        if name not in without:
            url = file_url("20261", name)
            setattr(found, attribute, read((FIXTURES / "20261" / name).read_bytes()))
            found.captures[attribute] = items.Capture(url, "GET", None, "2026-03-24", 200, None, name, "w", 0)
    return found


def said(*without: str, bill: str | None = None) -> list[items.Item]:
    return list(read_tables(tables(*without), bill, quiet))


def of(kind: type[items.Item], found: list[items.Item]) -> list[items.Item]:
    return [item for item in found if type(item) is kind]


def bills(*without: str) -> dict[str, items.Bill]:
    return {item.identifier: item for item in said(*without) if isinstance(item, items.Bill)}


def rolls(*without: str, bill: str | None = None) -> dict[str, items.VoteEvent]:
    return {item.key: item for item in said(*without, bill=bill) if isinstance(item, items.VoteEvent)}


def as_expected(found: list[items.Item]) -> Iterator[dict[str, object]]:
    for item in found:
        assert item.capture is not None
        yield {"item": type(item).__name__, **asdict(item), "capture": item.capture.sha256}


def test_the_files_of_a_session_become_the_items_expected() -> None:
    expected = json.loads((FIXTURES / "20261" / "expected.json").read_text())
    assert json.loads(json.dumps(list(as_expected(said())))) == expected


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"not,the,heading\r\n1,2,3\r\n"])
def test_a_file_that_is_not_itself_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(LayoutChanged):
        READERS[name][1](body)


@pytest.mark.parametrize("name", READERS)
def test_an_html_page_in_place_of_a_file_is_a_block(name: str) -> None:
    with pytest.raises(Blocked):
        READERS[name][1](b"<!DOCTYPE html><html><body>Access denied</body></html>")


@pytest.mark.parametrize("name", READERS)
def test_a_file_cut_off_inside_a_row_is_refused(name: str) -> None:
    body = (FIXTURES / "20261" / name).read_bytes().rstrip()
    # the rows of VOTE are of any length: there only half a pair shows
    cut = body + b'\r\n"SV9","S0003"' if name == "VOTE.CSV" else body[: body.rindex(b",")]
    with pytest.raises(LayoutChanged) as error:
        READERS[name][1](cut)
    assert name.partition(".")[0] in error.value.where


def test_no_bill_at_all_is_no_success() -> None:
    heading = (FIXTURES / "20261" / "BILLS.CSV").read_bytes().partition(b"\n")[0]
    with pytest.raises(LayoutChanged):
        files.read_bills(heading + b"\n")


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (b'"26110000","H0056","Y","H0108"', "in turn"),
        (b'"26110000","Knight","Y"', "in turn"),
        (b'"rolls","H0056","Y"', "the id of a roll call"),
        (b'"2619916","H0001","Y"', "once"),
    ],
)
def test_a_roll_call_that_cannot_be_read_is_refused(row: bytes, wanted: str) -> None:
    with pytest.raises(LayoutChanged, match=wanted):
        files.read_votes(b'"2619916","H0001","Y"\r\n' + row + b"\r\n")


def test_an_unknown_measure_date_or_chapter_is_refused() -> None:
    good = (FIXTURES / "20261" / "HISTORY.CSV").read_bytes()
    for before, after in ((b'"SB9"', b'"SX9"'), (b"1/22/2026", b"22 Jan"), (b'"H Reported', b'"Z Reported')):
        assert before in good
        with pytest.raises(LayoutChanged):
            files.read_history(good.replace(before, after))
    listed = (FIXTURES / "20261" / "BILLS.CSV").read_bytes()
    with pytest.raises(LayoutChanged, match="CHAP"):
        files.read_bills(listed.replace(b'"CHAP0007","11', b'"7","11'))


def test_a_block_vote_is_one_roll_call_of_many_bills() -> None:
    event = rolls()["2619916"]
    assert (event.bills, event.date, event.chamber) == (["HB 1", "HR 3"], "2026-02-03", "lower")
    assert (event.declared_yes, event.declared_no, event.declared_other) == (2, 0, None)


def test_a_roll_call_nobody_points_to_is_kept_without_bill_day_or_question() -> None:
    event = rolls()["S5V77X"]
    assert (event.bills, event.date, event.motion, event.votes, event.organization_code) == (
        [],
        None,
        None,
        None,
        "S05",
    )


def test_a_row_that_is_no_roll_call_and_a_code_nobody_knows_are_told() -> None:
    assert {gap.key for gap in of(items.Gap, said())} == {"roll call 10458X", "vote code Q"}  # type: ignore[attr-defined]
    votes = rolls()["SV1084"].votes
    assert votes is not None
    assert [(vote.option, vote.option_raw) for vote in votes] == [("no", "N"), ("other", "Q")]


def test_a_file_that_was_not_read_says_nothing() -> None:
    assert all(bill.actions is None and bill.related is None for bill in bills("HISTORY.CSV").values())
    assert bills("Sponsors.csv")["HB 1"].sponsorships is None
    assert bills()["HR 3"].sponsorships == []
    assert bills("CIBillSubjects.csv")["HB 1"].subjects is None
    assert bills("Summaries.csv", "Amendments.csv", "FiscalImpactStatements.csv")["HB 1"].documents is None
    assert bills()["HR 3"].documents == []
    assert rolls("VOTE.CSV") == rolls("HISTORY.CSV") == rolls("BILLS.CSV") == {}
    assert all(event.votes is None for event in rolls("Members.csv").values())
    assert not of(items.Membership, said("Committees.csv")) and not of(items.VoteStatement, said("Members.csv"))


def test_one_bill_is_read_with_its_roll_calls_alone() -> None:
    found = said(bill="hb1")
    assert [item.identifier for item in of(items.Bill, found)] == ["HB 1"]  # type: ignore[attr-defined]
    assert rolls(bill="HB 1")["2619916"].bills == ["HB 1"]
    assert "S5V77X" not in rolls(bill="HB 1")
    with pytest.raises(BadArgument, match="HB 4"):
        said(bill="HB 4")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Reported from Waters (15-Y 7-N)", (15, 7)),
        ("Read third time and passed House (63-Y 34-N 0-A)", (63, 34)),
        ("Passed Senate Block Vote (40-Y 0--N 0-A)", (40, 0)),
        ("Passed Senate with substitute Block Vote 40-Y 0-N 0-A)", (40, 0)),
        ("Agreed to by Senate (21-Y, 18-N, 0-A)", (21, 18)),
        ("Amendment rejected(19-Y 20-N  0-A)", (19, 20)),
        ("Passed (20-Y 20-N 0-A, Chair: Yea)", (20, 20)),
        ("House substitute rejected by Senate (0-Y 40-Y 0-A)", None),
        ("Agreed to by Senate (Voice Vote)", None),
    ],
)
def test_tallies_are_read_with_their_slips_and_never_guessed(text: str, counts: tuple[int, int] | None) -> None:
    assert tally(text) == counts
    assert motion(text) in text and "-Y" not in motion(text) and "Voice" not in motion(text)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("Defeated by Senate", "fail"), ("House substitute rejected by Senate", "fail"), ("Passed House", "pass"),
     ("Passed by indefinitely in Roads", "pass"), ("Subcommittee failed to recommend reporting", "fail"),
     ("Rules Substituteagreed to by Senate", "pass"), ("Delegate Kilgore Floor amendment passed by", "pass"),
     ("Reconsideration of defeated action agreed to by Senate", "pass"),
     ("Reconsideration of Defeated by Senate agreed to", "pass"),
     ("Reconsideration of Passed by for the day agreed to Block Vote", "pass"),
     ("Engrossment reconsidered by Senate", "pass"), ("Reconsidered by General Laws", "pass"),
     ("Reconsideration of Defeated Action by Senate", None), ("Reconsideration of", None),
     ("Reconsideration of Senate passage rejected by Senate", None),
     ("Taken up for immediate consideration", None), (None, None)],
)  # fmt: skip
def test_results_are_what_the_history_says(question: str | None, outcome: str | None) -> None:
    assert result(question) == outcome


@pytest.mark.parametrize(
    ("question", "classes", "yes_means"),
    [
        ("Delegate Williams Floor amendments passed by", ("deferral",), "procedural"),
        ("Floor Amendment Item 109 #1h offered by Delegate McNamara passed by", ("deferral",), "procedural"),
        ("Senator Surovell Amendment agreed to", ("amendment",), "amends"),
        ("Counties, Cities and Towns Substituteagreed to by Senate", ("amendment",), "amends"),
        ("Passed by indefinitely in Rules", ("deferral",), "kills"),
    ],
)
def test_who_passes_an_amendment_by_does_not_adopt_it(question: str, classes: tuple[str, ...], yes_means: str) -> None:
    assert MOTIONS.classify(question) == (classes, yes_means)


COMMITTEES = {
    "H01": ("H", "Agriculture, Chesapeake and Natural Resources"),
    "H02": ("H", "Appropriations"),
    "H09": ("H", "Education"),
    "S04": ("S", "Education and Health"),
    "S05": ("S", "Finance and Appropriations"),
}


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("H09", ["H Referred to Committee on Education", "H Assigned Education sub: Health",
                 "H Placed on Education Agenda", "H Subcommittee recommends passing by indefinitely (6-Y 2-N)",
                 "H House subcommittee offered"]),
        ("H02", ["H Reported from Education with substitute and referred to Appropriations (14-Y 7-N)"]),
        ("H02", ["H Referred from Education and referred to Appropriations (Voice Vote)"]),
        ("S04", ["H Referred to Committee on Education", "H Reported from Education (21-Y 0-N)",
                 "H Read third time and passed House (64-Y 34-N 0-A)", "S Constitutional reading dispensed",
                 "S Referred to Committee on Education and Health"]),
        ("S05", ["S Motion to rerefer to Finance and Appropriations agreed to"]),
        ("S04", ["S Continued to next session in Education and Health (15-Y 0-N)"]),
        ("H01", ["H Left in Committee Agriculture Chesapeake and Natural Resources"]),
        ("H09", ["H Tabled in Education (12-Y 10-N)", "H Reconsidered by Education (22-Y 0-N)"]),
        ("", ["H Referred to Committee on Education", "H Reported from Education (21-Y 0-N)"]),
        ("", ["H Referred to Committee on Education", "H Tabled in Education (12-Y 10-N)"]),
        ("", ["H Referred to Committee on Education", "H Passed by indefinitely in Education (12-Y 10-N)"]),
        ("", ["H Referred to Committee on Education", "H Incorporated by Education (HB2-Four)"]),
        ("", ["H Referred to Committee on Education", "H Discharged from Education"]),
        ("", ["S Referred to Committee on Education and Health", "S Rereferred from Education and Health (15-Y 0-N)"]),
        ("", ["H Referred to Committee on Education", "H Words that no rule knows"]),
        ("", ["H Referred to Committee on Education", "S Motion to recommit to committee agreed to"]),
        ("", ["S Referred to Committee on Education"]),  # the House's, not the Senate's
        ("", ["H Continued to 2026 Sp. Sess. 1 pursuant to HJR 316"]),
        ("", []),
    ],
)  # fmt: skip
def test_the_committee_that_has_a_bill_is_the_one_the_last_lines_put_it_in(code: str, texts: list[str]) -> None:
    lines = [Line("2026-01-20", text[0], text[2:], "") for text in texts]
    assert present_committee(committee_places(COMMITTEES), lines) == code
    assert present_committee(committee_places(None), lines) is None


@pytest.mark.parametrize(
    ("listed", "text", "number"),
    [
        ("", "Approved by Governor-Chapter9(Effective 3/9/2026)", "Chapter 9"),
        ("", "Approved by Governor-Chapter 7 (effective February 20, 2026)", "Chapter 7"),
        ("", "Enacted, Chapter 12 (effective 7/1/24)", "Chapter 12"),
        ("CHAP0007", "Approved by Governor", "Chapter 7"),
        ("", "Approved by Governor", None),
        ("", "Referred to Committee on Chapter 9", None),
    ],
)
def test_a_chapter_not_listed_yet_is_read_from_the_approval(listed: str, text: str, number: str | None) -> None:
    assert chapter(Measure("", "", listed, ()), [Line("2026-03-09", "", text, "")]) == number


def test_bodies_are_read_off_the_keys() -> None:
    keys = {"H14": "H14", "H14V2610034": "H14", "H14003V2610048": "H14003", "S5V2391": "S05", "S10V22X": "S10"}
    assert {key: committee_code(key) for key in keys} == keys
    assert not any(committee_code(key) for key in ("SV866", "VSV12", "26110262", "C10V2650", "", "HB443"))


def test_documents_are_named_by_their_ending() -> None:
    assert text_kind("HB5", "HB5S1") == ("Senate substitute", "substituted")
    assert text_kind("HB5", "HB5ER2") == ("Enrolled", "enrolled")
    assert text_kind("HB5", "CHAP0007") == ("Acts of Assembly Chapter", "became-law")
    assert text_kind("HB5", "HB5ZZ") == ("HB5ZZ", None)


def test_sessions_are_named_by_year_and_read_from_their_own_server() -> None:
    assert session_code("2026") == session_code("20261") == "20261"
    assert session_code("2024 Special Session 1") == "20242"
    assert (session_name("20261"), session_name("20242")) == ("2026", "2024 Special Session 1")
    assert file_url("20261", "VOTE.CSV") == "https://lis.blob.core.windows.net/lisfiles/20261/VOTE.CSV"
    assert file_url("20241", "VOTE.CSV") == "https://legacylis.virginia.gov/SiteInformation/csv/241/VOTE.csv"
    assert full_code("241") == "20241"
    for wrong in ("26", "next", "2026 Special Session", "2025-2026"):
        with pytest.raises(BadArgument):
            session_code(wrong)


def test_the_session_sitting_turns_when_filing_opens() -> None:
    assert [sitting(day) for day in (date(2025, 11, 16), date(2025, 11, 17), date(2026, 1, 2))] == [2025, 2026, 2026]


def reviewed() -> list[tuple[str, str]]:
    lines = (FIXTURES / "actions" / "reviewed.tsv").read_text().splitlines()
    return [(text, classes) for text, classes in (line.split("\t") for line in lines)]


@pytest.mark.parametrize(("text", "classes"), reviewed())
def test_wordings_have_the_classes_a_person_approved(text: str, classes: str) -> None:
    assert ACTIONS.classify(text) == tuple(classes.split())
