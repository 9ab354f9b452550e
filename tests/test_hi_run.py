"""Hawaii end to end: archives packed from real captures and from generated pages, and what a run does with them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from _warc import http, packed, record
from commands import ROOT, collect, query
from packed import generated, pack
from page_cases import FIXTURES
from scrapy.http import HtmlResponse

from scrapers.errors import BadArgument, LayoutChanged
from scrapers.states.hi import measure
from scrapers.states.hi.spider import HawaiiSpider

SITE = "https://www.capitol.hawaii.gov"
MEMBERS = f"{SITE}/legislature/legislators.aspx"
HTML = "text/html; charset=utf-8"
WALL = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
Pages = dict[str, tuple[bytes, str]]


def measure_page(number: int, session: str = "2026") -> str:
    return f"{SITE}/session/measure_indiv.aspx?billtype=HB&billnumber={number}&year={session}"


@pytest.fixture
def pages() -> Pages:
    return generated("hi", 3)


def run(tmp_path: Path, pages: Pages, *arguments: object, at: str = "2026-11-21T18:00:00Z"):
    archive = pack(tmp_path / "pages.warc.gz", pages, at=at)
    return collect(archive, tmp_path / "hi.db", *arguments, state="hi")


def open_gaps(db: Path) -> list[tuple[object, ...]]:
    return query(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1 ORDER BY 1")


def test_lists_measures_votes_and_texts(tmp_path: Path, pages: Pages) -> None:
    result = run(tmp_path, pages)
    db = tmp_path / "hi.db"
    assert result.outcome == "ok", result.output + result.log
    assert open_gaps(db) == []
    assert query(db, "SELECT id, name, classification, is_active FROM sessions") == [
        ("hi-2026", "2026 Regular Session", "primary", 1)
    ]
    assert query(db, "SELECT identifier, status, status_date FROM bills ORDER BY 1") == [
        (f"HB {number}", "passed_both", "2026-03-10") for number in (1, 2, 3)
    ]
    rolls = "SELECT organization_id, declared_yes, declared_no, declared_other, verdict FROM vote_events v JOIN"
    rolls += " vote_event_bills b ON b.vote_event_id = v.id WHERE b.bill_id = 'hi-2026-hb1' ORDER BY date"
    assert query(db, rolls) == [
        ("hi-2026-agr", 4, 1, 1, "ok"),
        ("hi-lower", None, 1, 1, "no_counts"),
        ("hi-2026-aen", 3, 0, 1, "ok"),
        ("hi-upper", 3, 1, 0, "short"),
    ]
    assert query(db, "SELECT count(*) FROM votes WHERE person_id IS NULL") == [(0,)]
    assert query(db, "SELECT count(*) FROM actions WHERE vote_event_id IS NOT NULL") == [(12,)]
    sponsors = "SELECT name, classification, is_primary, person_id FROM sponsorships WHERE bill_id = 'hi-2026-hb1'"
    assert query(db, sponsors) == [("ALPHA", "introducer", 1, "hi-1"), ("Beta", "introducer", 0, "hi-2")]
    texts = "SELECT v.note, t.text, t.markup FROM versions v JOIN version_texts t ON t.version_id = v.id"
    read = query(db, f"{texts} WHERE v.bill_id = 'hi-2026-hb1' ORDER BY v.note")
    assert [row[0] for row in read] == ["HB1", "HB1 HD1"]
    assert "Nobody shall waste water." in str(read[1][1])
    assert "<del>[take]</del> <ins>waste</ins>" in str(read[1][2])
    hearings = (
        "SELECT h.start, h.organization_id, i.bill_id FROM hearings h JOIN hearing_items i ON i.hearing_id = h.id"
    )
    assert query(db, hearings) == [("2026-03-05T13:00", "hi-2026-aen", "hi-2026-hb1")]
    checked = subprocess.run(
        [sys.executable, "-m", "pipelines.check", str(db)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_robots_rules_that_refuse_end_the_run_as_blocked(tmp_path: Path, pages: Pages) -> None:
    pages[f"{SITE}/robots.txt"] = (b"User-agent: *\nDisallow: /\n", "text/plain")
    result = run(tmp_path, pages)
    db = tmp_path / "hi.db"
    assert result.outcome == "blocked", result.output + result.log
    assert "robots.txt of the site forbids robots to read it" in result.output
    assert query(db, "SELECT url FROM captures WHERE url NOT LIKE '%robots.txt'") == []
    assert open_gaps(db) == [("blocked", 1)]


@pytest.mark.parametrize("answer", [http(WALL), http(WALL, "403 Forbidden")], ids=["in words", "403"])
def test_a_firewall_ends_the_run_at_its_first_page(tmp_path: Path, pages: Pages, answer: bytes) -> None:
    records = [record("response", url, http(body)) for url, (body, _) in pages.items() if url != MEMBERS]
    archive = tmp_path / "wall.warc.gz"
    archive.write_bytes(packed(record("response", MEMBERS, answer), *records))
    result = collect(archive, tmp_path / "hi.db", state="hi")
    assert result.outcome == "blocked", result.output + result.log
    assert query(tmp_path / "hi.db", "SELECT url FROM captures") == [(MEMBERS,)]


@pytest.mark.parametrize("instead", [None, b"<!DOCTYPE html><html><body>Runtime Error</body></html>"])
def test_a_measure_without_its_page_is_held_as_its_list_has_it(
    tmp_path: Path, pages: Pages, instead: bytes | None
) -> None:
    saved = {url: page for url, page in pages.items() if url != measure_page(2)}
    if instead:
        saved[measure_page(2)] = (instead, HTML)
    result = run(tmp_path, saved)
    db = tmp_path / "hi.db"
    steps = "SELECT date, vote_event_id FROM actions WHERE bill_id = 'hi-2026-hb2' ORDER BY sequence"
    assert result.outcome == "partial"
    assert open_gaps(db) == [("file_missing" if instead is None else "layout_changed", 1), ("text_missing", 1)]
    assert query(db, "SELECT title FROM bills WHERE identifier = 'HB 2'") == [("RELATING TO WATER.",)]
    assert query(db, steps) == [("2026-03-10", "hi-2026-hb-2-2026-03-10-s-third-reading")]
    # once the page is there, all is read, and the list takes nothing away again
    assert run(tmp_path, pages, at="2026-11-22T18:00:00Z").outcome == "ok"
    assert (open_gaps(db), len(query(db, steps))) == ([], 6)
    del pages[measure_page(2)]
    assert run(tmp_path, pages, "--reread", at="2026-11-23T18:00:00Z").outcome == "partial"
    assert len(query(db, steps)) == 6


def test_a_text_that_is_missing_is_a_gap_and_asked_for_again(tmp_path: Path, pages: Pages) -> None:
    url = next(url for url in pages if url.endswith("/HB1_HD1_.HTM"))
    text = pages.pop(url)
    assert run(tmp_path, pages).outcome == "partial"
    assert open_gaps(tmp_path / "hi.db") == [("file_missing", 1), ("text_missing", 1)]
    pages[url] = text
    assert run(tmp_path, pages, at="2026-11-22T18:00:00Z").outcome == "ok"
    assert open_gaps(tmp_path / "hi.db") == []


def test_one_measure_costs_its_page_and_its_texts(tmp_path: Path, pages: Pages) -> None:
    result = run(tmp_path, pages, "--session", "2026", "--bill", "hb 2")
    db = tmp_path / "hi.db"
    assert result.outcome == "ok", result.output + result.log
    assert query(db, "SELECT identifier FROM bills") == [("HB 2",)]
    assert query(db, "SELECT count(*) FROM captures WHERE url LIKE '%HB2%' OR url LIKE '%billnumber=2&%'") == [(3,)]
    assert query(db, "SELECT count(*) FROM captures") == [(5,)]  # and members and committees


def test_a_session_the_archive_has_not_is_refused_by_name(tmp_path: Path, pages: Pages) -> None:
    result = run(tmp_path, pages, "--session", "2031")
    assert result.outcome == "failed"
    assert "session '2031': the archive has lists or measures of 2026" in result.output
    assert query(tmp_path / "hi.db", "SELECT count(*) FROM bills") == [(0,)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"session": "first"}, "session 'first': a year such as 2025"),
        ({"session": "2018f"}, "session '2018f': a year such as 2025"),
        ({"bill": "AB 1"}, "bill 'AB 1': one of HB, SB"),
        ({"bill": "HB 35; DROP"}, "bill 'HB 35; DROP': "),
        ({"bill": "water"}, "bill 'water': a measure such as HB 35"),
    ],
)
def test_what_is_no_session_or_measure_is_refused_by_name(arguments: dict[str, str], says: str) -> None:
    with pytest.raises(BadArgument, match=re.escape(says)):
        HawaiiSpider(**arguments)


def test_a_measure_saved_alone_and_under_an_older_address_is_read(tmp_path: Path, pages: Pages) -> None:
    archives = "https://data.capitol.hawaii.gov/session/archives/measure_indiv_Archives.aspx"
    saved = {f"{archives}?billtype=HB&billnumber=3&year=2026": pages[measure_page(3)]}
    result = run(tmp_path, saved)
    db = tmp_path / "hi.db"
    assert result.outcome == "partial", result.output + result.log  # members, committees and texts were not saved
    assert query(db, "SELECT identifier, source_url FROM bills") == [("HB 3", measure_page(3))]
    assert query(db, "SELECT count(*) FROM vote_events") == [(4,)]


def test_a_special_session_is_one_of_its_own(tmp_path: Path) -> None:
    case = FIXTURES / "hi" / "measures" / "special_session"
    url = json.loads((case / "request.json").read_text(encoding="utf-8"))["url"]
    result = run(tmp_path, {url: ((case / "page.html").read_bytes(), HTML)})
    db = tmp_path / "hi.db"
    assert result.outcome == "partial"
    assert query(db, "SELECT id, name, classification FROM sessions") == [
        ("hi-2018b", "2018 Second Special Session", "special")
    ]
    assert query(db, "SELECT identifier, classification FROM bills ORDER BY 1") == [
        ("GM 1", "nomination"),
        ("JC 1", "nomination"),
        ("SR 1", "resolution"),
    ]
    assert query(db, "SELECT count(*) FROM documents") == [(4,)]
    assert query(db, "SELECT bill_id FROM hearing_items ORDER BY 1") == [("hi-2018b-gm1",), ("hi-2018b-jc1",)]


def test_a_file_on_another_host_is_a_change_of_layout(pages: Pages) -> None:
    body = pages[measure_page(1)][0].replace(b"/sessions//session2026/bills/", b"https://example.org/bills/")
    page = HtmlResponse(measure_page(1), body=body, headers={"Content-Type": HTML})
    with pytest.raises(LayoutChanged, match=r"wanted an address on www\.capitol\.hawaii\.gov"):
        measure.measure(page, "2026")


def test_everything_captured_is_read(tmp_path: Path, shared: Path) -> None:
    """No measure page is among the captures: so each measure is held as its list has it, and told as missing."""
    folder = shared / "captures" / "hi"
    saved = {}
    for line in (folder / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        url = entry["source_url"].replace("year=2017", "year=2017a")  # as the page names itself
        saved[url] = ((folder / entry["file"]).read_bytes(), HTML)
    assert len(saved) == 11
    result = run(tmp_path, saved, at="2020-06-24T18:00:00Z")
    db = tmp_path / "hi.db"
    assert result.outcome == "partial", result.output + result.log
    held = "SELECT session_id, count(*) FROM bills GROUP BY 1"
    assert dict(query(db, held)) == {
        "hi-2017a": 77, "hi-2018a": 5, "hi-2018b": 3, "hi-2019a": 8, "hi-2019b": 4, "hi-2020": 2029,
    }  # fmt: skip
    assert query(db, "SELECT verdict, count(*) FROM vote_events GROUP BY 1") == [
        ("no_counts", 199), ("no_roll", 5), ("ok", 59),
    ]  # fmt: skip
    assert query(db, "SELECT count(*) FROM votes") == [(847,)]
    kinds = dict(open_gaps(db))
    assert kinds["file_missing"] == 2126
    # no list of members or committees of those years, special sessions without status, texts as PDF
    assert kinds.keys() == {"file_missing", "history_missing", "text_missing", "unknown_body", "unmatched_name"}
    assert query(db, "SELECT count(*) FROM hearings") == [(53,)]
