"""New Jersey's vote files: in the documented shape, for none was captured; and a whole run with them.

Who votes how is made up here: the tests are about the shape.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from commands import collect
from scrapy.http import Response

from scrapers import items
from scrapers.errors import Blocked, LayoutChanged
from scrapers.states.nj.votes import read_votes
from tests._warc import http, packed, record
from tests.test_nj_pages import BLOCK_PAGE, URL, gaps, of, one, small, zipped

VOTES = "https://pub.njleg.state.nj.us/votes/{}.zip"
FLOOR = '"Bill","Full_Name","Session_Date","Action","Legislator_Vote"\r\n'
COMMITTEE = '"Bill_Type","Bill_Number","Name","Agenda_Date","BillAction","LegislatorVote","Committee_House"\r\n'
FINAL = "3RDG FINAL PASSAGE"


def floor(*rows: tuple[str, str, str, str, str]) -> bytes:
    return (FLOOR + "".join(f'"{b} ","{n}","{d}","{a}","{v}"\r\n' for b, n, d, a, v in rows)).encode("latin-1")


SENATE = floor(
    ("A4", "Singleton, Troy", "3/18/2024", FINAL, "Yes"),
    ("A4", "Wimberly, Benjie E.", "3/18/2024", FINAL, "No"),
    ("S50", "Singleton, Troy", "3/18/2024", FINAL, "Not Voting"),
)
ASSEMBLY = floor(
    ("A4", "Lopez, Yvonne", "2/12/2024", FINAL, "Y"),
    ("A4", "Coughlin, Craig J.", "2/12/2024", FINAL, "Y"),
    ("A4", "Calabrese, Clinton", "2/12/2024", FINAL, "N"),
    ("A4", "Lopez, Yvonne", "3/18/2024", FINAL, "Y"),
)
HOUSING = (
    COMMITTEE
    + '"A  ",4,"Lopez, Yvonne","1/29/2024 0:00:00","r/favorably","Y","AHO"\r\n'
    + '"A  ",4,"Calabrese, Clinton","1/29/2024 0:00:00","r/favorably","N","AHO"\r\n'
).encode("latin-1")


def read(name: str, files: dict[str, bytes] | bytes, bill: str | None = None) -> list[items.Item]:
    body = files if isinstance(files, bytes) else zipped(files)
    return list(read_votes(Response(VOTES.format(name), body=body), name, bill))


def test_floor_votes() -> None:
    found = read("S2024", {"S2024.txt": SENATE})
    assert gaps(found) == []
    assert one(items.VoteEvent, found, bills=["A 4"]) == items.VoteEvent(
        session="221",
        key="a4-upper-20240318-3rdg-final-passage",
        bills=["A 4"],
        chamber="upper",
        organization_code="upper",
        date="2024-03-18",
        motion=FINAL,
        motion_classification=("passage",),
        yes_means="advances",
        result_raw=None,
        result=None,
        declared_yes=None,
        declared_no=None,
        declared_other=None,
        votes=[items.Vote("Singleton, Troy", "yes", "Yes"), items.Vote("Wimberly, Benjie E.", "no", "No")],
        source_url=VOTES.format("S2024"),
    )
    assert one(items.VoteEvent, found, bills=["S 50"]).votes[0].option == "not voting", "no is not Not Voting"


def test_days_tell_roll_calls_apart_and_the_end_file_goes_on() -> None:
    found = read(
        "A2024", {"A2024.txt": ASSEMBLY, "A2024End.txt": floor(("A4", "Carter, Linda S.", "3/18/2024", FINAL, "Y"))}
    )
    assert [(e.key[:17], len(e.votes)) for e in of(items.VoteEvent, found)] == [
        ("a4-lower-20240212", 3),
        ("a4-lower-20240318", 2),
    ]


def test_committee_votes() -> None:
    event = one(items.VoteEvent, read("CA2024-2025", {"CA2024-2025.txt": HOUSING}))
    assert (event.key, event.organization_code, event.chamber) == ("a4-AHO-20240129-r-favorably", "AHO", "lower")
    assert (event.motion_classification, [vote.option for vote in event.votes]) == (
        ("committee-passage",),
        ["yes", "no"],
    )


def test_one_bill() -> None:
    assert [event.bills for event in of(items.VoteEvent, read("S2024", {"S2024.txt": SENATE}, "s50"))] == [["S 50"]]


def test_an_unknown_vote_is_other_and_told() -> None:
    found = read("S2024", {"S2024.txt": SENATE.replace(b'"No"', b'"Present"')})
    assert gaps(found) == [("unknown_code", "vote code Present in S2024")]
    assert one(items.VoteEvent, found, bills=["A 4"]).votes[1] == items.Vote("Wimberly, Benjie E.", "other", "Present")


@pytest.mark.parametrize(
    "files, told",
    [
        (b"", "a whole zip file"),
        ({}, r"S2024\.txt"),
        ({"S2024.txt": b""}, r"S2024\.txt line 1"),
        ({"S2024.txt": FLOOR.encode()}, "wanted votes"),
        ({"S2024.txt": SENATE.replace(b"3/18/2024", b"18.3.2024")}, r"S2024\.txt row 1 Session_Date"),
        ({"S2024.txt": SENATE.replace(b'"A4 "', b'"4"', 1)}, r"S2024\.txt row 1: wanted a bill like A4"),
        ({"S2024.txt": SENATE.replace(b'"Singleton, Troy"', b'""', 1)}, r"S2024\.txt row 1 Full_Name"),
        ({"S2024.txt": SENATE.replace(b'"Full_Name"', b'"Name"')}, "the columns Full_Name"),
    ],
)
def test_damages(files: dict[str, bytes] | bytes, told: str) -> None:
    with pytest.raises(LayoutChanged, match=told):
        read("S2024", files)


@pytest.mark.parametrize("files", [BLOCK_PAGE, {"S2024.txt": BLOCK_PAGE}])
def test_block_page(files: dict[str, bytes] | bytes) -> None:
    with pytest.raises(Blocked):
        read("S2024", files)


def archive(path: Path, votes: dict[str, bytes]) -> Path:
    pages = {URL: zipped(small())} | {VOTES.format(name): zipped({f"{name}.txt": data}) for name, data in votes.items()}
    path.write_bytes(
        packed(*(record("response", url, http(body, Content_Type="application/zip")) for url, body in pages.items()))
    )
    return path


def test_a_whole_run(tmp_path: Path) -> None:
    warc = archive(tmp_path / "nj.warc.gz", {"S2024": SENATE, "A2024": ASSEMBLY, "CA2024-2025": HOUSING})
    db = tmp_path / "nj.db"
    done = collect(warc, db, state="nj")
    assert (done.code, done.outcome) == (0, "ok"), done.log
    assert [done.number(name) for name in ("bills", "vote events", "votes")] == [6, 5, 9]
    connection = sqlite3.connect(db)
    assert connection.execute("SELECT DISTINCT match_method FROM votes").fetchall() == [("exact",)]
    assert connection.execute("SELECT count(*) FROM sponsorships WHERE person_id IS NULL").fetchone() == (0,)
    joined = "SELECT a.text, e.id FROM actions a JOIN vote_events e ON e.id = a.vote_event_id ORDER BY a.sequence"
    assert connection.execute(joined).fetchall() == [
        ("Passed Assembly (51-28-0) [PA]", "nj-221-a4-lower-20240212-3rdg-final-passage"),
        ("Passed Senate (23-14) [PS]", "nj-221-a4-upper-20240318-3rdg-final-passage"),
        ("Passed Assembly; passed both houses (50-25-0) [PA PBH]", "nj-221-a4-lower-20240318-3rdg-final-passage"),
    ]
    statuses = dict(connection.execute("SELECT identifier, status FROM bills"))
    assert statuses == {
        "A 4": "chaptered",
        "S 50": "substituted",
        "A 360": "dead_sine_die",
        "A 2537": None,
        "A 2489": "substituted",
        "ACR 105": "adopted",
    }
    again = collect(warc, db, "--reread", state="nj")
    assert (again.code, again.number("changes")) == (0, 0), "reading it again changes nothing"


def test_a_session_asked_for_wants_its_votes(tmp_path: Path) -> None:
    done = collect(
        archive(tmp_path / "nj.warc.gz", {"S2024": SENATE}), tmp_path / "nj.db", "--session", "221", state="nj"
    )
    assert (done.code, done.outcome) == (3, "partial")
    assert "5 file_missing" in done.output
