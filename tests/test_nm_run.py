"""New Mexico end to end: archives packed from real captures and from generated pages, and what a run does with them."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from commands import collect, query
from packed import pack
from printed import pdf
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler
from sites import nm
from sites.nm import SITE, Page, file, list_page, site
from store import capture

from scrapers.errors import LayoutChanged
from scrapers.items import Gap
from scrapers.states.nm import pages, papers, rolls
from scrapers.states.nm.shapes import File, Sitting
from scrapers.states.nm.spider import Load, NewMexicoSpider

LIST = f"{SITE}/Legislation/Legislation_List?Session=67"
VOTE = f"{SITE}{file('votes/HB5002HVOTE.pdf')}"


def bill_url(measure: str, session: str = "24") -> str:
    return f"{SITE}/Legislation/{nm.query(measure, session)}"


@pytest.fixture
def held() -> dict[str, Page]:
    return site(4)


def run(tmp_path: Path, pages: dict[str, Page], *arguments: object, at: str = "2026-11-21T18:00:00Z"):
    archive = pack(tmp_path / "pages.warc.gz", pages, at=at)
    return collect(archive, tmp_path / "nm.db", *arguments, state="nm")


def gaps(db: Path) -> list[tuple[object, ...]]:
    others = "closed_at IS NULL AND kind <> 'unmatched_name'"  # no list has every member
    return query(db, f"SELECT kind, bill_id, key FROM gaps WHERE {others} ORDER BY 1, 3")


def test_list_bills_votes_and_committees(tmp_path: Path, held: dict[str, Page]) -> None:
    result = run(tmp_path, held)
    db = tmp_path / "nm.db"
    assert result.outcome == "ok", result.output + result.log
    assert gaps(db) == []
    assert query(db, "SELECT id, name, classification, start_date, end_date FROM sessions") == [
        ("nm-2024", "2024 Regular Session", "primary", "2024-01-16", "2024-02-15")
    ]
    assert query(db, "SELECT identifier, status, status_date FROM bills ORDER BY 1") == [
        ("HB 5001", "dead_sine_die", "2024-01-31"),
        ("HB 5002", "dead_sine_die", "2024-02-02"),
        ("HB 5003", "dead_sine_die", "2024-01-31"),
        ("HB 5004", "dead_sine_die", "2024-02-02"),
    ]
    assert query(
        db, "SELECT id, roll_number, declared_yes, declared_no, roll_yes, roll_no, verdict FROM vote_events"
    ) == [
        ("nm-2024-hb5002hvote", "46", 5, 3, 5, 3, "ok"),
        ("nm-2024-hb5004hvote", "46", 5, 3, 5, 3, "ok"),
    ]
    joined = "SELECT date, text FROM actions WHERE vote_event_id = 'nm-2024-hb5002hvote'"
    passed = "Passed in the House of Representatives - Y:5 N:3 ([7] PASSED/H (5-3))"
    assert query(db, joined) == [("2024-02-02", passed)]
    matched = "SELECT voter_name, person_id FROM votes WHERE person_id IS NOT NULL AND vote_event_id LIKE '%5002%'"
    assert query(db, matched) == [("Armstrong, Gail", "nm-harmg"), ("Gonzales", "nm-hgonz")]
    read = "SELECT v.note, v.url, t.text FROM versions v JOIN version_texts t ON t.version_id = v.id"
    assert query(db, f"{read} WHERE v.bill_id = 'nm-2024-hb5002'") == [
        ("Introduced", f"{SITE}{file('bills/house/HB5002.pdf')}", "\n".join(["HOUSE BILL 5002", "AN ACT", *nm.WORDS]))
    ]
    hearings = (
        "SELECT h.start, h.organization_id, i.bill_id FROM hearings h JOIN hearing_items i ON i.hearing_id = h.id"
    )
    assert query(db, hearings) == [("2024-01-24T13:30", "nm-hjc", "nm-2024-hb5001")]
    seats = "SELECT person_id, organization_id, role FROM memberships WHERE organization_id = 'nm-hjc'"
    assert query(db, seats) == [("nm-hchas", "nm-hjc", "member")]


def test_a_page_that_cannot_be_had_is_a_gap_and_the_list_stands_in(tmp_path: Path) -> None:
    pages = site(6)
    del pages[bill_url("HB 5002")]
    pages[bill_url("HB 5001")] = (b"<html><body>Runtime Error</body></html>", "text/html")
    db = tmp_path / "nm.db"
    assert run(tmp_path, pages).outcome == "partial"
    assert [kind for kind, *_ in gaps(db)] == [
        "file_missing",
        "layout_changed",
        "roll_call_missing",
        *["text_missing"] * 2,
    ]
    steps = "SELECT date, text FROM actions WHERE bill_id = 'nm-2024-hb5002' ORDER BY sequence"
    undated = query(db, steps)
    assert [date for date, _ in undated] == [None] * 4
    assert query(db, "SELECT title, status FROM bills WHERE id = 'nm-2024-hb5001'") == [("MEASURE 1", "dead_sine_die")]
    # once the page is there, the days are too, and the list does not take them away again
    pages = site(6)
    assert run(tmp_path, pages, at="2026-11-22T18:00:00Z").outcome == "ok"
    assert [text for _, text in query(db, steps)] == [text for _, text in undated]
    del pages[bill_url("HB 5002")]
    assert run(tmp_path, pages, "--reread", at="2026-11-23T18:00:00Z").outcome == "partial"
    assert [date for date, _ in query(db, steps)] == ["2024-01-16", "2024-01-24", "2024-01-31", "2024-02-02"]


def spider(**arguments: str) -> NewMexicoSpider:
    made = NewMexicoSpider(**arguments)
    made.crawler = get_crawler()
    made.sittings = [Sitting("24", "2024 Regular"), Sitting("23", "2023 Regular"), Sitting("21s2", "2021 2nd Special")]
    return made


def answer(page: str, request: Request) -> HtmlResponse:
    request.meta["capture"] = capture("2026-11-21T18:00:00+00:00")
    return HtmlResponse(request.url, body=page.encode(), encoding="utf-8", request=request)


def test_the_form_is_sent_where_the_address_does_not_do_and_page_after_page_is_asked_for() -> None:
    """What a replay cannot answer: forms that were sent."""
    one, load = spider(), Load(Sitting("24", "2024 Regular"), "67")
    rows = [nm.generated(number, signed=False).listed(number) for number in (1, 2, 3)]

    def following(page: str, request: Request) -> list[Request]:
        found = list(one.parse_list(answer(page, request), **request.cb_kwargs))
        return [made for made in found if isinstance(made, Request)]

    (search,) = following(list_page([], None), one.list_request(load))
    assert (search.method, search.url) == ("POST", f"{SITE}/Legislation/Legislation_List")
    fields = dict(parse_qsl(search.body.decode()))
    assert fields["ctl00$MainContent$ddlSessionStart"] == fields["ctl00$MainContent$ddlSessionEnd"] == "67"
    assert fields["ctl00$MainContent$btnSearch"] == "Go"
    assert fields["__VIEWSTATE"] == "c3RhdGU="

    (second,) = following(list_page(rows[:2], "67", total=3), search)
    fields = dict(parse_qsl(second.body.decode()))
    assert (fields["__EVENTTARGET"], fields["__EVENTARGUMENT"]) == ("ctl00$MainContent$gridViewLegislation", "Page$2")
    assert "ctl00$MainContent$btnSearch" not in fields

    (folder,) = following(list_page(rows[2:], "67", total=3), second)
    assert folder.url == f"{SITE}/Sessions/24%20Regular/bills/house/"
    assert [line.measure for line in load.lines.values()] == ["HB 5001", "HB 5002", "HB 5003"]


def test_a_form_that_was_sent_and_answered_with_another_session_is_refused() -> None:
    one, load = spider(), Load(Sitting("24", "2024 Regular"), "67")
    request = one.list_request(load, pages.Post(LIST, ""))
    told = list(one.parse_list(answer(list_page([], "65"), request), **request.cb_kwargs))
    assert [item.kind for item in told if isinstance(item, Gap)] == ["layout_changed"]


@pytest.mark.parametrize("session", ["2021s2", "21S2", "2021 2nd Special"])
def test_a_session_in_any_of_its_spellings(session: str) -> None:
    assert [one.code for one in spider(session=session).chosen({})] == ["21s2"]


def test_one_bill_costs_its_page_and_its_votes(tmp_path: Path, held: dict[str, Page]) -> None:
    result = run(tmp_path, held, "--session", "2024", "--bill", "hb5002")
    db = tmp_path / "nm.db"
    assert result.outcome == "ok", result.output + result.log
    assert query(db, "SELECT identifier FROM bills") == [("HB 5002",)]
    assert query(db, "SELECT count(*) FROM vote_events") == [(1,)]
    assert query(db, "SELECT count(*) FROM captures") == [(4,)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--session", "2031"), "session '2031': wanted one of 2024, 2023, 2021s2"),
        (("--bill", "AB 1"), "bill 'AB 1': wanted a measure such as HB 73 or SJM 6"),
    ],
)
def test_what_there_is_not_is_refused_by_name(
    tmp_path: Path, held: dict[str, Page], arguments: tuple[str, ...], says: str
) -> None:
    result = run(tmp_path, held, *arguments)
    assert result.code != 0
    assert says in result.output + result.log


def listed_since(pages: dict[str, Page], saved: str) -> dict[str, Page]:
    """The site after the text of HB 5001 was printed anew, with another line."""
    folder, text = f"{SITE}{file('bills/house/')}", f"{SITE}{file('bills/house/HB5001.pdf')}"
    listing = pages[folder][0].replace(b"1/15/2024  3:58 PM", saved.encode(), 1)
    words = pdf(nm.text_sheet("HB 5001", ["AN ACT", *nm.WORDS, "Z. Nor sell it."]))
    return pages | {folder: (listing, "text/html; charset=utf-8"), text: (words, "application/pdf")}


def test_a_text_saved_anew_is_read_anew_though_its_measure_did_not_change(
    tmp_path: Path, held: dict[str, Page]
) -> None:
    db = tmp_path / "nm.db"
    words = "SELECT t.text LIKE '%Nor sell it.' FROM versions v JOIN version_texts t ON t.version_id = v.id"
    run(tmp_path, held)
    assert run(tmp_path, listed_since(held, "11/22/2026 4:00 PM"), at="2026-11-23T18:00:00Z").outcome == "ok"
    assert query(db, f"{words} WHERE v.bill_id = 'nm-2024-hb5001'") == [(1,)]
    assert query(db, "SELECT DISTINCT bill_id FROM changes WHERE run_id = 2") == [("nm-2024-hb5001",)]


@pytest.mark.parametrize(
    ("read", "saved", "asked"),
    [
        (None, "1/15/2024", True),
        ("2024-01-16T05:00:00+00:00", "1/15/2024", True),  # the evening of that day
        ("2024-01-17T05:00:00+00:00", "1/15/2024", False),
        ("2024-01-17T05:00:00+00:00", "2/15/2024", True),
        ("2024-01-17T05:00:00+00:00", None, False),
    ],
)
def test_a_text_is_asked_for_unless_it_was_read_since_it_was_saved(
    read: str | None, saved: str | None, asked: bool
) -> None:
    one, load = spider(), Load(Sitting("24", "2024 Regular"), "67")
    one.newest_read = lambda url, by_this_code=False: read
    address = f"{SITE}{file('bills/house/HB5001')}"
    if saved:
        load.files["HB 5001"] = [File(f"{address}.PDF", f"{saved} 3:58 PM 26816")]
    version = papers.version("bills/house/HB5001", "Introduced", f"{address}.pdf", None)
    assert [request.url for request in one.ask_texts("HB 5001", [version], load)] == [f"{address}.pdf"] * asked


def test_a_text_that_is_missing_is_a_gap_of_its_bill_and_asked_for_again(tmp_path: Path, held: dict[str, Page]) -> None:
    db, url = tmp_path / "nm.db", f"{SITE}{file('bills/house/HB5003.pdf')}"
    text = held.pop(url)
    assert run(tmp_path, held).outcome == "partial"
    assert [gap[:2] for gap in gaps(db)] == [("file_missing", "nm-2024-hb5003"), ("text_missing", "nm-2024-hb5003")]
    held[url] = text
    assert run(tmp_path, held, at="2026-11-22T18:00:00Z").outcome == "ok"
    assert gaps(db) == []


def test_a_sheet_whose_names_do_not_add_up_is_kept_and_flagged(tmp_path: Path, held: dict[str, Page]) -> None:
    sheet = nm.house_sheet("HB 5002", "02/02/2024", nm.NAMES)
    held[VOTE] = (sheet.replace(b"(YEAS: 5)", b"(YEAS: 6)"), "application/pdf")
    assert run(tmp_path, held).outcome == "ok"
    roll = "SELECT declared_yes, roll_yes, verdict FROM vote_events WHERE id = 'nm-2024-hb5002hvote'"
    assert query(tmp_path / "nm.db", roll) == [(6, 5, "short")]


@pytest.mark.parametrize(
    "body",
    [
        nm.house_sheet("HB 9", "02/02/2024", nm.NAMES),
        nm.house_sheet("HB 5002", "02/02/2024", nm.NAMES)[:-200],
        nm.house_sheet("HB 5002", "the second", nm.NAMES),
        pdf([(200, 20, "NEW MEXICO HOUSE OF REPRESENTATIVES")]),
        b"<html><head><title>Access Denied</title></head><body></body></html>",
    ],
    ids=["of another measure", "cut off", "without a day", "without a table", "a firewall"],
)
def test_a_sheet_that_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(LayoutChanged):
        rolls.roll_call(Response(VOTE, body=body), "2024", "HB 5002", "Final House Vote")


def test_a_sheet_that_is_refused_is_a_gap_of_its_bill(tmp_path: Path, held: dict[str, Page]) -> None:
    held[VOTE] = (b"%PDF-1.4 nothing", "application/pdf")
    assert run(tmp_path, held).outcome == "partial"
    assert ("layout_changed", "nm-2024-hb5002") in {gap[:2] for gap in gaps(tmp_path / "nm.db")}


def test_a_link_to_another_host_is_refused(tmp_path: Path, held: dict[str, Page]) -> None:
    url = bill_url("HB 5002")
    body = held[url][0].replace(b'href="/Sessions/24%20Regular/votes', b'href="https://169.254.169.254/Sessions/votes')
    held[url] = (body, held[url][1])
    result = run(tmp_path, held)
    assert result.outcome == "partial"
    assert "169.254.169.254" in str(query(tmp_path / "nm.db", "SELECT found FROM gaps WHERE kind = 'layout_changed'"))


def test_everything_captured_is_read(tmp_path: Path, shared: Path) -> None:
    """The list of 2019 with 1,663 measures, three pages of measures, nine committees, two forms, seven listings."""
    captures = shared / "captures/nm"
    held: dict[str, Page] = {}
    for line in (captures / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines():
        about = json.loads(line)
        if about["file"].endswith(".html"):
            held[about["source_url"]] = ((captures / about["file"]).read_bytes(), "text/html; charset=utf-8")
    assert len(held) == 22
    result = run(tmp_path, held, at="2022-12-29T18:00:00Z")
    db = tmp_path / "nm.db"
    assert result.outcome == "partial", result.output
    # the pages of 1,662 measures, the folder of final texts, and the texts of three measures, were not captured
    kinds = "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1 ORDER BY 1"
    assert query(db, kinds) == [("file_missing", 1667), ("roll_call_missing", 968), ("text_missing", 2206)]
    assert query(db, "SELECT session_id, count(*) FROM bills GROUP BY 1") == [("nm-2018", 2), ("nm-2019", 1663)]
    # what was signed and vetoed in 2019
    statuses = dict(query(db, "SELECT status, count(*) FROM bills WHERE session_id = 'nm-2019' GROUP BY 1"))
    assert (statuses["chaptered"], statuses["vetoed"]) == (281, 28)
    # joint ones that both chambers passed, others that their own did
    adopted = (
        "SELECT classification, count(*) FROM bills WHERE status = 'adopted' AND session_id = 'nm-2019' GROUP BY 1"
    )
    assert query(db, adopted) == [
        ("joint memorial", 10), ("joint resolution", 4), ("memorial", 153), ("resolution", 1),
    ]  # fmt: skip
    assert query(db, "SELECT count(DISTINCT chapter), max(chapter + 0) FROM bills") == [(281, 281)]
    assert query(db, "SELECT count(*) FROM actions WHERE classifications LIKE '%unclassified%'") == [(0,)]
    assert query(db, "SELECT count(*) FROM sponsorships WHERE person_id IS NULL") == [(0,)]
    bodies = "organization_id NOT IN ('nm-lower', 'nm-upper')"
    seats = f"SELECT count(DISTINCT organization_id), count(*) FROM memberships WHERE {bodies}"
    assert query(db, seats) == [(9, 96)]
    assert query(db, "SELECT id, start FROM hearings") == [("nm-2021-hhhc-2021-02-17t08-30", "2021-02-17T08:30")]
    dated = "SELECT date, text FROM actions WHERE bill_id = 'nm-2019-hb73' ORDER BY sequence"
    assert query(db, dated) == [
        (None, "Sent to HPREF - Referrals: HPREF (HPREF)"),
        ("2019-01-16", "Sent to HSEIC - Referrals: HSEIC/HJC ([2] HSEIC/HJC-HSEIC)"),
        (
            "2019-01-29",
            "HSEIC: Reported by committee with Do Pass recommendation with amendment(s) ([3] DP/a-HJC)",
        ),
    ]
    assert query(db, "SELECT note FROM versions WHERE bill_id = 'nm-2019-hb2' ORDER BY sequence") == [
        ("Introduced",),
        ("Committee substitute AF",),
    ]
