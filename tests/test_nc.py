"""North Carolina: the captured pages of 2017 and the journal of 2015 through the real commands, and the wordings."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from commands import ROOT, collect, query
from packed import generated, pack

from scrapers.states.nc.actions import ACTIONS, MOTIONS
from scrapers.states.nc.pages import short_names

REVIEWED = ROOT / "tests" / "fixtures" / "nc" / "reviewed.tsv"


def shape(text: str) -> str:
    """A wording without its numbers and the committees it names."""
    text = re.sub(r"^((?:Re-)?[Rr]ef\w*|S\w+ Referral)( [Tt]o(?: the)?)?( Com [Oo]n)? .*", r"\1\2\3 …", text)
    return re.sub(r"\d+(?!\d|st|nd|rd|th)", "0", text)


def test_every_wording_of_a_session_is_classified_as_reviewed(shared: Path) -> None:
    path = shared / "captures" / "nc" / "derived" / "NC_Bill_Histories_2023_RS.csv"
    with path.open(encoding="utf-8", newline="") as file:
        texts = Counter(row["action"] for row in csv.DictReader(file))
    found = {f"{','.join(ACTIONS.classify(text))}\t{shape(text)}" for text in texts}
    assert found == set(REVIEWED.read_text(encoding="utf-8").splitlines())
    known = sum(times for text, times in texts.items() if ACTIONS.classify(text) != ("unclassified",))
    assert known / texts.total() >= 0.98


def test_the_reviewed_wordings_still_have_their_classes() -> None:
    for line in REVIEWED.read_text(encoding="utf-8").splitlines():
        classes, words = line.split("\t")
        assert ",".join(ACTIONS.classify(words.replace("…", "Finance"))) == classes, words


@pytest.mark.parametrize(
    ("subject", "classes", "yes"),
    [
        ("Second Reading", ("passage",), "advances"),
        ("M11 Concur", ("concurrence",), "advances"),
        ("A3 Turner, B. Third Reading", ("amendment",), "amends"),
        ("M4 Previous Question", ("procedural",), "procedural"),
        ("Amendment No. 1 is adopted by the following vote", ("amendment",), "amends"),
        ("carries by the following three-fifths majority roll call vote", ("unclassified",), "unknown"),
    ],
)
def test_what_a_yes_does(subject: str, classes: tuple[str, ...], yes: str) -> None:
    assert MOTIONS.classify(subject) == (classes, yes)


def test_names_are_shortened_as_votes_print_them() -> None:
    assert short_names("Howard J. Hunter, III") == ["Hunter", "H. Hunter", "Howard Hunter", "Howard J. Hunter, III"]
    assert short_names("Gregory F. Murphy, MD")[0] == "Murphy"


@pytest.fixture(scope="module")
def captured(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the captured bill pages and the journal, packed under their addresses."""
    folder = shared / "captures" / "nc"
    pages = {}
    for line in (folder / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["kind"] == "bill":
            pages[entry["source_url"]] = ((folder / entry["file"]).read_bytes(), "text/html")
    journal = "https://www.ncleg.gov/documents/2015%20House%20Journal%20-%20Volume%201.pdf"
    pages[journal] = ((folder / "ncga_2015_house_journal_vol1.pdf").read_bytes(), "application/pdf")
    made = tmp_path_factory.mktemp("nc")
    done = collect(pack(made / "nc.warc.gz", pages), made / "nc.db", state="nc")
    assert done.outcome == "partial", done.output  # the journal decides bills of which it has no list
    return made / "nc.db"


def test_the_captured_bills_are_held_whole(captured: Path) -> None:
    assert query(captured, "SELECT count(*) FROM bills WHERE session_id = 'nc-2017'") == [(12,)]
    actions = "SELECT count(*), sum(classifications = '[\"unclassified\"]') FROM actions WHERE id LIKE 'nc-2017-%'"
    assert query(captured, actions) == [(215, 0)]
    law = "SELECT identifier, chapter, status FROM bills WHERE id IN ('nc-2017-hb7', 'nc-2017-hb13') ORDER BY id"
    assert query(captured, law) == [("HB 13", "S.L. 2017-9", "chaptered"), ("HB 7", "S.L. 2017-5", "chaptered")]
    sponsors = "SELECT count(*), count(person_id) FROM sponsorships"
    assert query(captured, sponsors) == [(145, 145)]


def test_votes_without_their_transcripts_are_counts_alone_and_gaps(captured: Path) -> None:
    rolls = "SELECT verdict, count(*) FROM vote_events WHERE session_id = 'nc-2017' GROUP BY verdict"
    assert query(captured, rolls) == [("no_roll", 16)]
    named = "SELECT count(*) FROM actions WHERE id LIKE 'nc-2017-%' AND roll_key IS NOT NULL AND vote_event_id IS NULL"
    missing = "SELECT count(*) FROM gaps WHERE kind = 'roll_call_missing' AND session_id = 'nc-2017'"
    assert query(captured, named) == query(captured, missing) != [(0,)]


def test_every_roll_call_of_the_journal_adds_up(captured: Path) -> None:
    rolls = "SELECT verdict, count(*) FROM vote_events WHERE session_id = 'nc-2015' GROUP BY verdict"
    assert query(captured, rolls) == [("ok", 69)]
    one = "SELECT declared_yes, declared_no, declared_other, date FROM vote_events WHERE id LIKE 'nc-2015-%89-1'"
    assert query(captured, one) == [(106, 5, 4, "2015-02-05")]
    assert query(captured, "SELECT count(*) FROM vote_statements") == [(25,)]


def test_one_bill_can_be_asked_for(tmp_path: Path) -> None:
    archive = pack(tmp_path / "nc.warc.gz", generated("nc", 3))
    done = collect(archive, tmp_path / "nc.db", "--bill", "HB 2", state="nc")
    assert done.outcome == "ok", done.log
    assert query(tmp_path / "nc.db", "SELECT identifier FROM bills") == [("HB 2",)]
    votes = "SELECT count(*), count(person_id), min(verdict) FROM votes JOIN vote_events e ON e.id = vote_event_id"
    assert query(tmp_path / "nc.db", votes) == [(20, 20, "ok")]
    assert query(tmp_path / "nc.db", "SELECT text FROM version_texts") == [
        ("GENERAL ASSEMBLY OF NORTH CAROLINA\nHOUSE BILL 2\nAN ACT ON WATER.",)
    ]
    none = collect(archive, tmp_path / "none.db", "--bill", "HB 9", state="nc")
    assert none.outcome == "failed"
    assert "no bill 'HB 9'" in none.log
