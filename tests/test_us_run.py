"""The Congress, end to end: an archive packed under the official addresses, run through the real command."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import XmlResponse

from scrapers.items import Page, Person, PersonName
from scrapers.states.us.spider import INDEX, SENATORS, CongressSpider
from tests._warc import http, packed, record
from tests.commands import Result, collect, contents

FIXTURES = Path(__file__).parent / "fixtures" / "us"
MAP = "https://www.govinfo.gov/sitemap/bulkdata/BILLSTATUS/119hr/sitemap.xml"
BILL = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr9901.xml"
HOUSE = "https://clerk.house.gov/evs/2025/roll901.xml"
SENATE = "https://www.senate.gov/legislative/LIS/roll_call_votes/vote1191/vote_119_1_00902.xml"
PAGES = {
    INDEX: "sitemapindex.xml",
    MAP: "sitemap.xml",
    BILL: "bill.xml",
    HOUSE: "house_roll.xml",
    SENATE: "senate_roll.xml",
}


def pack(path: Path, bodies: dict[str, bytes]) -> Path:
    answers = (record("response", url, http(body, Content_Type="text/xml")) for url, body in bodies.items())
    path.write_bytes(packed(*answers))
    return path


def fixtures(*without: str) -> dict[str, bytes]:
    found = {url: (FIXTURES / name).read_bytes() for url, name in PAGES.items() if url not in without}
    # the printed text that is an element without words is a gap, and has its own test
    found[BILL] = found[BILL].replace(b"<item><type/><date/><formats/></item>", b"") if BILL in found else b""
    return {url: body for url, body in found.items() if body}


def run(archive: Path, db: Path, *more: object) -> Result:
    return collect(archive, db, *more, state="us")


def rows(db: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(query).fetchall()


def test_a_bill_with_its_roll_calls(tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    archive = pack(tmp_path / "us.warc.gz", fixtures())
    result = run(archive, db)
    assert (result.code, result.outcome) == (0, "ok"), result.log
    assert rows(db, "SELECT id, status, chapter FROM bills") == [("us-119-hr9901", "chaptered", "Public Law 119-991")]
    assert rows(db, "SELECT id, verdict, result, result_computed, yes_means FROM vote_events ORDER BY id") == [
        ("us-119-house-1-901", "ok", "pass", "pass", "advances"),
        ("us-119-senate-1-902", "ok", "pass", "pass", "advances"),
    ]
    assert rows(db, "SELECT count(*), count(person_id) FROM votes") == [(9, 9)]
    assert rows(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(3, 3)]
    assert rows(db, "SELECT count(*) FROM actions WHERE vote_event_id IS NOT NULL") == [(3,)]
    # the sponsor and the voter are one person, by the bioguide id
    assert rows(db, "SELECT name FROM people WHERE id = 'us-x000001'") == [("Alpha, A.",)]
    assert rows(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1") == [("text_missing", 2)]
    aside = frozenset({"runs", "captures"})  # the sitemap is read on each run, and says by which
    before = contents(db, without=aside)
    again = run(archive, db)
    assert (again.code, again.outcome) == (0, "ok"), again.log
    assert contents(db, without=aside) == before


def senate_bill() -> dict[str, bytes]:
    """The small site with a Senator among the sponsors, who also votes."""
    sponsor = b"<fullName>Sen. Hotel, H. [D-VT]</fullName>"
    body = fixtures()[BILL].replace(b"<fullName>Rep. Bravo, B. [R-TX-At Large]</fullName>", sponsor)
    assert sponsor in body
    return {**fixtures(), BILL: body.replace(b"X000002", b"X000011")}


PEOPLE = """SELECT DISTINCT p.id FROM people p JOIN person_names n ON n.person_id = p.id
    WHERE n.name LIKE '%Hotel%' ORDER BY 1"""


def test_a_senator_who_sponsors_and_votes_is_one_person_by_the_senate_s_own_list(tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    archive = pack(tmp_path / "us.warc.gz", senate_bill() | {SENATORS: (FIXTURES / "senators.xml").read_bytes()})
    result = run(archive, db)
    assert (result.code, result.outcome) == (0, "ok"), result.output + result.log
    assert rows(db, PEOPLE) == [("us-x000011",)]
    assert rows(db, "SELECT person_id FROM votes WHERE voter_name = 'Hotel (D-VT)'") == [("us-x000011",)]
    assert rows(db, "SELECT person_id FROM sponsorships WHERE name LIKE 'Sen. Hotel%'") == [("us-x000011",)]
    # who is not on the list has the id of the roll calls
    assert rows(db, "SELECT person_id FROM votes WHERE voter_name = 'Juliett (R-WA)'") == [("us-s903",)]
    aside = frozenset({"runs", "captures"})
    before = contents(db, without=aside)
    assert run(archive, db, "--reread").code == 0
    assert contents(db, without=aside) == before


def test_an_archive_without_the_list_keeps_the_two_ids_apart(tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    assert run(pack(tmp_path / "us.warc.gz", senate_bill()), db).code == 0
    assert rows(db, PEOPLE) == [("us-s901",), ("us-x000011",)]


def test_a_list_that_is_no_list_makes_nobody_two_and_the_next_run_joins(tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    broken = pack(tmp_path / "broken.warc.gz", senate_bill() | {SENATORS: b"<senators/>"})
    result = run(broken, db)
    assert (result.code, result.outcome) == (3, "partial"), result.output
    assert rows(db, PEOPLE) == [("us-x000011",)]
    assert rows(db, "SELECT count(*), count(person_id) FROM votes v WHERE voter_name = 'Hotel (D-VT)'") == [(1, 0)]
    whole = pack(tmp_path / "us.warc.gz", senate_bill() | {SENATORS: (FIXTURES / "senators.xml").read_bytes()})
    assert run(whole, db, "--reread").code == 0
    assert rows(db, "SELECT person_id FROM votes WHERE voter_name = 'Hotel (D-VT)'") == [("us-x000011",)]
    assert rows(db, PEOPLE) == [("us-x000011",)]


def test_live_the_senate_s_list_is_asked_first_and_the_api_never() -> None:
    async def first(made: CongressSpider) -> list[str]:
        return [request.url async for request in made.start()]

    assert asyncio.run(first(spider())) == [SENATORS]
    assert asked(spider().begin()) == [INDEX]
    assert asked(spider(session="119", bill="hr9901").begin()) == [BILL]


def test_a_missing_roll_call_is_a_gap_and_the_run_goes_on(tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    result = run(pack(tmp_path / "us.warc.gz", fixtures(SENATE)), db)
    assert (result.code, result.outcome) == (3, "partial"), result.log
    assert rows(db, "SELECT key FROM gaps WHERE kind = 'file_missing'") == [(SENATE,)]
    assert rows(db, "SELECT count(*) FROM vote_events") == [(1,)]


def test_a_bill_the_sitemap_names_and_the_archive_lacks_is_a_gap(tmp_path: Path) -> None:
    db = tmp_path / "us.db"
    result = run(pack(tmp_path / "us.warc.gz", fixtures(BILL, HOUSE, SENATE)), db)
    assert result.code == 1
    assert BILL in result.output


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html><body>Access Denied</body></html>"])
def test_a_blocked_sitemap_is_no_empty_one(tmp_path: Path, body: bytes) -> None:
    result = run(pack(tmp_path / "us.warc.gz", {MAP: body}), tmp_path / "us.db")
    assert (result.code, result.outcome) == (4, "blocked"), result.log


def test_one_bill_and_one_session(tmp_path: Path) -> None:
    archive = pack(tmp_path / "us.warc.gz", fixtures())
    result = run(archive, tmp_path / "one.db", "--session", "119", "--bill", "h.r. 9901")
    assert (result.code, result.number("bills")) == (0, 1), result.log
    assert run(archive, tmp_path / "bad.db", "--session", "119th").code == 1
    assert run(archive, tmp_path / "bad.db", "--bill", "AB 1").code == 1
    # the index alone says which Congresses there are
    assert run(archive, tmp_path / "none.db", "--session", "12").code == 1


def test_the_captures(shared: Path, tmp_path: Path) -> None:
    folder = shared / "captures" / "us"
    manifest = [json.loads(line) for line in (folder / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()]
    bodies = {
        row["source_url"]: (folder / row["file"]).read_bytes() for row in manifest if row["file"].endswith(".xml")
    }
    db = tmp_path / "us.db"
    result = run(pack(tmp_path / "us.warc.gz", bodies), db)
    assert (result.code, result.outcome) == (3, "partial"), result.log
    assert [result.number(name) for name in ("bills", "actions", "versions", "vote events")] == [22, 772, 37, 1]
    assert rows(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(854, 854)]
    assert rows(db, "SELECT count(*) FROM actions WHERE classifications = '[\"unclassified\"]'") == [(0,)]
    # three rows of a roll call of 430: what the Clerk counts and what is named differ, and it is said
    assert rows(db, "SELECT id, verdict FROM vote_events") == [("us-119-house-2-205", "short")]
    gaps = dict(rows(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1"))
    assert (gaps["file_missing"], gaps["value_missing"], gaps["roll_call_missing"]) == (106, 6, 83)
    assert rows(db, "SELECT status, count(*) FROM bills GROUP BY 1 ORDER BY 1") == [
        ("adopted", 3), ("chaptered", 5), ("dead_sine_die", 11), ("passed_both", 1), ("vetoed", 2),
    ]  # fmt: skip


class Stats(dict[str, object]):
    def inc_value(self, name: str) -> None:
        self[name] = int(str(self.get(name, 0))) + 1

    def set_value(self, name: str, value: object) -> None:
        self[name] = value


def spider(**arguments: object) -> CongressSpider:
    made = CongressSpider(**arguments)
    made.crawler = SimpleNamespace(stats=Stats())  # type: ignore[assignment]
    return made


def answer(name: str, url: str) -> XmlResponse:
    return XmlResponse(url, body=(FIXTURES / name).read_bytes(), request=Request(url, meta={"capture": None}))


def asked(found: Iterable[object]) -> list[str]:
    return [request.url for request in found if isinstance(request, Request)]


def test_the_index_leads_to_the_newest_congress_or_to_the_one_asked_for() -> None:
    index = answer("sitemapindex.xml", INDEX)
    assert asked(spider().parse_index(index)) == [MAP]
    assert asked(spider(session="118").parse_index(index)) == [MAP.replace("119", "118")]
    assert asked(spider(bill="hr9901").parse_index(index)) == [BILL]
    wrong = spider(session="93")
    assert asked(wrong.parse_index(index)) == []
    assert wrong.crawler.stats["run/bad_argument"] == "session '93': the source has 118 to 119"  # type: ignore[index]


@pytest.mark.parametrize(
    ("read", "reread", "wanted"),
    [
        (None, False, [BILL]),
        ("2025-07-05T09:59:59+00:00", False, [BILL]),  # changed since
        ("2025-07-05T10:00:00+00:00", False, []),
        ("2025-07-06T00:00:00+00:00", True, [BILL]),
    ],
)
def test_only_files_that_changed_are_asked_for(read: str | None, reread: bool, wanted: list[str]) -> None:
    made = spider(reread=reread)
    made.newest_read = lambda url: read  # type: ignore[method-assign]
    found = list(made.parse_sitemap(answer("sitemap.xml", MAP)))
    assert asked(found) == wanted
    assert [page.whole for page in found if isinstance(page, Page)] == [bool(wanted)]
    # a run that found nothing new has not failed
    assert made.crawler.stats.get("pages/unchanged", 0) == 1 - len(wanted)  # type: ignore[union-attr]


def test_a_member_keeps_one_name_in_a_run_and_every_spelling() -> None:
    made = spider()

    def person(name: str, session: str, printed: str) -> Person:
        return Person(session, name, name, None, None, "lower", "CA-1", [PersonName(printed, "lower")], "X000001")

    first, again, other = person("Alpha, A.", "118", "a"), person("Alpha, A.", "118", "a"), person("Alpha", "118", "b")
    assert [made.is_news(item) for item in (first, again, other)] == [True, False, True]
    assert (other.name, other.names[0].name) == ("Alpha, A.", "b")
    assert made.is_news(person("Alpha, Ann", "119", "a"))
    assert made.members["X000001", "lower"].name == "Alpha, Ann"
