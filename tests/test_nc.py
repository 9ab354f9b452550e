"""North Carolina: the captured pages of 2017 and the journal of 2015 through the real commands, and the wordings."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from commands import ROOT, collect, query
from packed import generated, pack
from parsel import Selector
from scrapy.http import HtmlResponse

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import words
from scrapers.states.nc import journal, old
from scrapers.states.nc.actions import ACTIONS, MOTIONS
from scrapers.states.nc.pages import EDGE, newest_session, people, versions, without_margin
from scrapers.states.nc.shapes import HOUSES, read_heading, repeated
from scrapers.states.nc.spider import NorthCarolinaSpider

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
    listed = [
        "Howard J. Hunter, III", "Gregory F. Murphy, MD", "Terry Van Duyn", "Rena W. Turner", "Brian Turner",
        "Bert Jones", "Brenden H. Jones", "Larry Bell", "Larry Bell",
    ]  # fmt: skip
    made = people([("", "lower", name, "R", "1") for name in listed], "2025")
    assert [person.names[0].name for person in made] == [
        "Hunter", "Murphy", "Van Duyn", "R. Turner", "B. Turner", "Bert Jones", "Brenden Jones", "Larry Bell",
        "Larry Bell",
    ]  # fmt: skip


def test_the_forms_made_from_the_list_of_2017_are_those_its_pages_print(shared: Path) -> None:
    listed, printed = {}, set()
    for path in sorted((shared / "captures" / "nc").glob("ncleg_bill_*.html")):
        page = Selector(path.read_text(encoding="utf-8"))
        for option in page.css("#memberSelect option"):
            if found := old.MEMBER.search(option.attrib.get("value", "")):
                listed[found[0]] = (found[0], HOUSES[found[1]], old.TITLES.sub("", words(option)), "R", found[2])
        sponsors = old.labelled(page, "Sponsors:", path.name).css("a")
        printed |= {(found[0], words(a)) for a in sponsors if (found := old.MEMBER.search(a.attrib["href"]))}
    for house in HOUSES.values():
        made = people([member for member in listed.values() if member[1] == house], "2017")
        printed -= {(person.source_id, person.names[0].name) for person in made}
    assert len(listed) == 170
    assert not printed


def test_a_line_twice_running_is_kept_and_flagged_and_equal_lines_apart_are_common() -> None:
    lines = [
        items.Action("2023-02-28", "lower", text, ()) for text in ("Reptd Fav", "Re-ref", "Reptd Fav", "Reptd Fav")
    ]
    assert [gap.kind for gap in repeated(lines, "2023", "HB 5")] == ["repeated_line"]
    assert not list(repeated(lines[:3], "2023", "HB 5"))


def test_companions_with_and_without_a_space() -> None:
    for said in ("House Bill 7 / SL 2017-5 (=S14)", "House Bill 7 / S.L. 2017-5 (= S14 )"):
        assert read_heading(said, "")[3:] == ("S.L. 2017-5", "SB 14")


@pytest.mark.parametrize(
    ("sheets", "kept"),
    [
        # an enacted text has no numbers in its margin: those at the begin and end of its lines are its own
        ([["30 days after this act becomes law", "1 January", "effective July 1"]], None),
        ([["BILL", "1 30 days", "2 after", "3 July 1"], ["1 END."]], ["BILL", "30 days", "after", "July 1", "END."]),
        ([["30 days 1", "2", "July 1 3"]], ["30 days", "July 1"]),
        ([["1 Adams", "2 Baker", "4 Clark"]], None),  # a list of the text's own
    ],
)  # fmt: skip
def test_numbers_in_the_margin_count_to_the_end_of_a_sheet(sheets: list[list[str]], kept: list[str] | None) -> None:
    assert without_margin(sheets) == (kept or [line for sheet in sheets for line in sheet])


@pytest.mark.parametrize(
    ("line", "edge"),
    [
        ("General Assembly Of North Carolina Session 2025", True),
        ("Senate Bill 153-Third Edition Page 3", True),
        ("Page 2 Session Law 2025-9 House Bill 1", True),
        ("*H1-v-1*", True),
        ("recorded in Plat Book 10, Page 5", False),
        ("Page County shall retain all authority", False),
        ("Page 12 of the incorporated manual.", False),
        ("Session Law 2025-9", False),
    ],
)
def test_heads_and_feet_are_told_from_words(line: str, edge: bool) -> None:
    assert bool(EDGE.fullmatch(line)) == edge


def test_a_list_of_sessions_with_one_of_another_form_is_refused() -> None:
    page = generated_page(
        '<select><option value="2027">2027-28</option><option value="2025">2025-2026 Session</option></select>'
    )
    with pytest.raises(LayoutChanged, match="2027-28"):
        newest_session(page)


def generated_page(body: str) -> HtmlResponse:
    text = f"<html><body>{body}</body></html>"
    return HtmlResponse("https://www.ncleg.gov/BillLookUp", body=text.encode(), encoding="utf-8")


def test_a_text_linked_at_the_top_and_in_its_place_is_one() -> None:
    link = '<a href="/Sessions/2025/Bills/House/PDF/H1v{0}.pdf">{1}</a>'
    notes = '<a href="/Sessions/2025/FiscalNotes/House/PDF/HFN0001v1.pdf">HFN1</a>'
    page = generated_page(link.format(1, "") + notes + link.format(0, "Filed") + link.format(1, "Edition 1"))
    found = {version.key: version.note for version in versions(page.selector, page)}
    assert found == {"H1v0": "Filed", "H1v1": "Edition 1"}
    with pytest.raises(LayoutChanged):
        versions(generated_page(link.format(1, "")).selector, page)


@pytest.mark.parametrize(
    "filler", ["Representative ", 'Representatives A request and are granted leave of the House to "', "A. "]
)
def test_a_hostile_volume_takes_seconds(filler: str) -> None:
    roll = f"{journal.START} A - 1. Voting in the negative: None."
    text = "Monday, May 4, 2015 it carries: " + roll + filler * (2_000_000 // len(filler))
    volume = journal.Volume(text, [0])
    start = time.monotonic()
    assert sum(1 for _ in journal.TOKENS.finditer(text)) >= 1
    assert journal.roll_words(text, text.index(journal.START), "") == roll
    assert journal.vote_event(text.index(journal.START), volume, "2015", "").declared_yes == 1
    assert time.monotonic() - start < 10


def test_words_between_the_sides_of_a_roll_call_are_refused() -> None:
    roll = f"{journal.START} Representatives Adams and Ager - 2. Page - 3. Voting in the negative: None."
    with pytest.raises(LayoutChanged, match="names and counts"):
        journal.roll_words(roll, 0, "")


def test_both_kinds_of_excuse_are_read() -> None:
    roll = (
        f"{journal.START} Speaker Moore; Representatives Adams and Ager - 3. Voting in the negative: Representative"
        " Zachary. Excused absences: Representatives Catlin and Earle - 2. Excused votes: Representative West."
    )
    text = f"Monday, May 4, 2015 The bill passes its second reading. {roll} More."
    event = journal.vote_event(text.index(journal.START), journal.Volume(text, [0]), "2015", "")
    assert (event.declared_yes, event.declared_no, event.declared_other) == (3, 1, 3)
    assert [vote.option for vote in event.votes or []][4:] == ["absent", "absent", "excused"]


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
        (
            "GENERAL ASSEMBLY OF NORTH CAROLINA\nHOUSE BILL 2\nAN ACT ON WATER.\n"
            "SECTION 1. This act is recorded in Plat Book 10, Page 5\n12 months after it becomes law.",
        )
    ]
    none = collect(archive, tmp_path / "none.db", "--bill", "HB 9", state="nc")
    assert none.outcome == "failed"
    assert "no bill 'HB 9'" in none.log


def test_a_roll_call_stays_as_its_transcript_has_it_when_its_bill_moves(tmp_path: Path) -> None:
    db, held = tmp_path / "nc.db", "SELECT id, source_url, declared_yes, verdict FROM vote_events ORDER BY id"
    assert collect(pack(tmp_path / "1.warc.gz", generated("nc", 2)), db, state="nc").outcome == "ok"
    before = query(db, held)
    assert all("RollCallVoteTranscript" in str(row[1]) and row[3] == "ok" for row in before)
    again = collect(pack(tmp_path / "2.warc.gz", generated("nc", 2, moved=1)), db, state="nc")
    assert again.outcome == "ok", again.output + again.log
    assert query(db, held) == before


def test_a_roll_call_without_its_transcript_keeps_the_counts_of_the_bill(tmp_path: Path) -> None:
    pages = generated("nc", 2)
    lost = next(url for url in pages if url.endswith("/H/2") and "RollCall" in url)
    unread = next(url for url in pages if url.endswith("/H/1") and "RollCall" in url)
    del pages[lost]
    pages[unread] = (b"<html><body>Under repair</body></html>", "text/html")
    done = collect(pack(tmp_path / "nc.warc.gz", pages), tmp_path / "nc.db", state="nc")
    assert done.outcome == "partial"
    held = "SELECT declared_yes, declared_no, declared_other, verdict FROM vote_events"
    assert query(tmp_path / "nc.db", held) == [(12, 6, 2, "no_roll")] * 2
    kinds = {kind for (kind,) in query(tmp_path / "nc.db", "SELECT DISTINCT kind FROM gaps WHERE closed_at IS NULL")}
    assert "layout_changed" in kinds
    assert len(kinds) > 1


def test_a_session_that_cannot_be_is_refused(tmp_path: Path) -> None:
    done = collect(
        pack(tmp_path / "nc.warc.gz", generated("nc", 1)), tmp_path / "nc.db", "--session", "../x", state="nc"
    )
    assert done.code != 0
    assert "no session is named '../x'" in done.log + done.output


def test_a_volume_of_the_second_year_is_of_the_session() -> None:
    spider = NorthCarolinaSpider()
    asked = list(spider.held(["https://www.ncleg.gov/documents/2016%20House%20Journal%20-%20Volume%201.pdf"]))
    assert [request.cb_kwargs for request in asked] == [{"session": "2015"}]
