"""Pennsylvania: wordings, the history file against the bill's page, and whole runs over archives."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import collect, query
from packed import generated, pack
from page_cases import FIXTURES, Case
from scrapy.http import HtmlResponse, Response

from scrapers import items, xml
from scrapers.errors import BadArgument, Blocked, LayoutChanged
from scrapers.states.pa import history, listed, members, pages, shapes, texts
from scrapers.states.pa.actions import ACTIONS, COMMITTEE_MOTIONS, FLOOR_MOTIONS
from scrapers.states.pa.spider import PennsylvaniaSpider, page_of, with_primes

SITE = "https://www.palegis.us"
HISTORY = f"{SITE}/data/file?documentType=BillHistoryData&session=2021_0"
HB1486 = f"{SITE}/legislation/bills/2021/hb1486"
ROWS = [line.split("\t") for line in (FIXTURES / "pa/actions/reviewed.tsv").read_text(encoding="utf-8").splitlines()]
MOTIONS = {"floor": FLOOR_MOTIONS, "committee": COMMITTEE_MOTIONS}
HTML = {"Content-Type": "text/html; charset=utf-8"}


def case(path: str) -> Case:
    return Case(FIXTURES / "pa" / path)


def bills(body: bytes) -> list[items.Item]:
    return history.bills(Response(HISTORY, body=body))


def bill_in(found: list[items.Item], identifier: str = "HB 1486") -> items.Bill:
    return next(item for item in found if isinstance(item, items.Bill) and item.identifier == identifier)


# wordings


@pytest.mark.parametrize(("kind", "wording", "captured", "classes", "yes_means"), ROWS[1:])
def test_reviewed_wordings(kind: str, wording: str, captured: str, classes: str, yes_means: str) -> None:
    if kind == "action":
        assert " ".join(ACTIONS.classify(wording)) == classes
    else:
        assert MOTIONS[kind].classify(wording) == (tuple(classes.split()), yes_means)


def test_every_captured_wording_is_reviewed_and_classified(shared: Path) -> None:
    page = captured(shared, "bill_HB1486_2021-22.html", HB1486)
    reviewed = {(kind, wording) for kind, wording, *_ in ROWS}
    for action in bill_in(pages.bill(page)).actions or []:
        words = shapes.LINE.fullmatch(action.text)["words"]  # type: ignore[index]
        words = re.sub(r"\d+", "0", re.sub(r" to [A-Z ]+$", " to X", words))
        assert ("action", words) in reviewed
        assert "unclassified" not in action.classifications
    for roll in listed.bill_rolls(page):
        kind = "floor" if roll.organization_code == roll.chamber else "committee"
        assert (kind, re.sub(r"\bA\d{5}", "A01234", str(roll.motion))) in reviewed


def test_the_members_of_the_derived_votes_are_those_captured(shared: Path) -> None:
    page = captured(shared, "house_members_2023-24.html", f"{SITE}/house/members")
    names = {person.name.replace(",", "") for person in members.members(page)}
    rows = (shared / "captures/pa/derived/PA_votes_2024_House.csv").read_text(encoding="utf-8").splitlines()
    voters = {name.replace(",", "") for name in rows[0].split(",")[3:]}
    assert (len(names), len(names & voters)) == (203, 174)  # the others were spelled otherwise when that was made


def captured(shared: Path, file: str, url: str) -> HtmlResponse:
    return HtmlResponse(url, body=(shared / "captures" / "pa" / file).read_bytes(), headers=HTML)


@pytest.mark.parametrize(
    ("kind", "chamber", "yes", "no", "classes"),
    [
        ("B", "lower", 102, 100, ("reading-3", "passage")),
        ("B", "lower", 101, 99, ("reading-3", "failure")),  # no majority of the 203 elected
        ("B", "upper", 25, 24, ("reading-3", "failure")),
        ("R", "lower", 60, 59, ("reading-3", "passage")),
        ("R", "lower", 59, 60, ("reading-3", "failure")),
    ],
)
def test_a_bill_passes_by_a_majority_of_those_elected(
    kind: str, chamber: str, yes: int, no: int, classes: tuple[str, ...]
) -> None:
    line = shapes.Line(f"Third consideration and final passage, June 5, 2023 ({yes}-{no})", chamber=chamber)
    number = shapes.Number(2023, 0, "lower", kind, 12)
    (action,) = shapes.history([line], number, "here").actions
    assert (action.classifications, action.tally_yes, action.tally_no) == (classes, yes, no)


# the history file


def test_the_history_file_and_the_page_of_a_bill_say_the_same() -> None:
    told = bill_in(bills(case("bills/session").page_file.read_bytes()))
    shown = bill_in(pages.bill(case("bill/law").response()))
    for name in ("session", "identifier", "classification", "chambers", "chapter", "source_url", "sponsorships"):
        assert getattr(told, name) == getattr(shown, name), name
    assert told.versions == shown.versions
    same = ("date", "chamber", "text", "classifications", "tally_yes", "tally_no", "vote_date")
    for one, other in zip(told.actions or [], shown.actions or [], strict=True):
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    assert (told.title, str(shown.title)[-13:]) == (None, "fare evasion.")  # the file's short title is cut


def test_a_zip_is_read_as_its_file(tmp_path: Path) -> None:
    body = case("bills/session").page_file.read_bytes()
    assert bills(zipped(body)) == bills(body)
    lines = history.lines(zipped(body), HISTORY)
    assert sorted(lines) == [HB1486, f"{SITE}/legislation/bills/2021/hb9002"]
    moved = history.lines(body.replace(b"PM EDT", b"AM EDT", 1).replace(b"20:05", b"21:05"), HISTORY)
    assert lines.keys() == moved.keys()


def test_a_bill_has_another_line_once_anything_of_it_changes() -> None:
    body = case("bills/session").page_file.read_bytes()
    before = history.lines(body, HISTORY)
    after = history.lines(body.replace(b">203-0<", b">203-1<"), HISTORY)
    assert [url for url in before if before[url] != after[url]] == [HB1486]


def zipped(body: bytes, name: str = "PA-Bill-History-2021-RegularSession.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return made.getvalue()


BROKEN: dict[str, tuple[Callable[[bytes], bytes], type[Exception]]] = {
    "cut": (lambda body: body[:-300], LayoutChanged),
    "a cut zip": (lambda body: zipped(body)[:-40], LayoutChanged),
    "a damaged zip": (lambda body: zipped(body)[:200] + b"\0" * 40 + zipped(body)[240:], LayoutChanged),
    "entities": (lambda body: body.replace(b"<historyExport", b'<!DOCTYPE x [<!ENTITY a "b">]><historyExport', 1),
                 LayoutChanged),
    "another file": (lambda body: b"<?xml version='1.0'?><votes><bill/></votes>", LayoutChanged),
    "no bill": (lambda body: b"<historyExport totalDocuments='0'><session/></historyExport>", LayoutChanged),
    "a page": (lambda body: b"<!DOCTYPE html><html><body>Service unavailable</body></html>", Blocked),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_history_file_is_refused(name: str) -> None:
    breaks, error = BROKEN[name]
    with pytest.raises(error):
        bills(breaks(case("bills/session").page_file.read_bytes()))


def test_a_zip_that_grows_without_end_is_refused_before_it_is_read() -> None:
    bomb = zipped(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(LayoutChanged, match="at most 1,000,000 bytes"):
        xml.unzipped(bomb, "here", longest=1_000_000)


def test_one_odd_bill_is_a_gap_and_the_others_are_read() -> None:
    body = case("bills/session").page_file.read_bytes()
    found = bills(body.replace(b'<action sequence="01" actionChamber="H"><verb>Referred to</verb>',
                               b'<action sequence="01" actionChamber="Q"><verb>Referred to</verb>', 1))  # fmt: skip
    assert [item.identifier for item in found if isinstance(item, items.Bill)] == ["HB 9002"]
    (gap,) = [item for item in found if isinstance(item, items.Gap)]
    assert (gap.session, gap.kind) == ("2021_0", "bill_unread") and "H, S or E" in gap.evidence


def test_a_count_other_than_the_file_states_is_a_gap() -> None:
    body = case("bills/session").page_file.read_bytes().replace(b'totalDocuments="2"', b'totalDocuments="3"')
    (gap,) = [item for item in bills(body) if isinstance(item, items.Gap)]
    assert (gap.kind, gap.expected, gap.found) == ("count_differs", "3", "2")


# texts, addresses, arguments


def test_a_text_reads_without_what_is_struck() -> None:
    page = case("lines/two_sheets").response()
    text = texts.version_text(texts.lines(page), page.body)
    assert text.text.endswith('Section 1.  The definition of ["fare"] "toll" is\nreenacted & read:')
    assert text.markup and '<ins>"toll"</ins> is <del>amended</del></p>' in text.markup


def test_a_number_of_the_text_itself_is_not_taken_for_that_of_its_line() -> None:
    whole = case("lines/two_sheets")
    body = whole.page_file.read_text(encoding="utf-8").replace(
        " 2  hereby enacts as follows:", "90 days\n 2  75 years\n12"
    )
    read = texts.lines(whole.response(body.encode()))
    assert read[6:10] == ["The General Assembly of the Commonwealth of Pennsylvania", "90 days", "75 years", "12"]


@pytest.mark.parametrize("change", [("B1602", "B1603"), ("- 2 -", "- 3 -"), ("H1486", "H1487"), ("<u>", "<blink>")])
def test_a_text_of_another_bill_or_with_unknown_marks_is_refused(change: tuple[str, str]) -> None:
    whole = case("lines/two_sheets")
    body = whole.page_file.read_text(encoding="utf-8").replace(*change).encode()
    with pytest.raises(LayoutChanged):
        texts.lines(whole.response(body))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2021_0", "2021_0"), ("2022", "2021_0"), ("2023-2024", "2023_0"), ("2023-24", "2023_0"),
        ("2023_1", "2023_1"), ("2023-1", "2023_1"),
    ],
)  # fmt: skip
def test_a_session_as_people_type_it(typed: str, wanted: str) -> None:
    assert shapes.asked_session(typed) == wanted


@pytest.mark.parametrize(
    "arguments",
    [
        {"session": "next"},
        {"session": "2022-2023"},
        {"session": "2021-25"},
        {"bill": "Act 112"},
        {"bill": "HB 1486; DROP"},
    ],
)
def test_what_is_no_session_or_bill_is_a_bad_argument(arguments: dict[str, Any]) -> None:
    with pytest.raises(BadArgument):
        PennsylvaniaSpider(**arguments)


def test_addresses_of_bills() -> None:
    assert page_of("2021_0", shapes.asked_bill("h.b. 1486")) == HB1486
    special = shapes.bill_at(f"{SITE}/legislation/bills/2023/1/hb2")
    assert (special.session, special.identifier) == ("2023_1", "HB 2")
    assert special.url == f"{SITE}/legislation/bills/2023/1/hb2"


def test_an_archive_is_read_for_the_session_asked_for_alone() -> None:
    urls = [
        f"{SITE}/data/file?documentType=BillHistoryData&session=2021_1", HB1486,
        f"{SITE}/legislation/bills/2023/hb1", f"{SITE}/house/roll-calls/summary?sessYr=2023&sessInd=0&rcNum=1",
        f"{SITE}/house/roll-calls/summary?sessYr=2021&sessInd=0&rcNum=896",
    ]  # fmt: skip
    assert [request.url for request in PennsylvaniaSpider(session="2021").held(urls)] == [urls[4], urls[1]]
    assert len(list(PennsylvaniaSpider().held(urls))) == 5


def test_prime_sponsors_are_those_the_page_shows() -> None:
    file = [
        items.Sponsorship("R. BROWN", "primary", True, "lower"),
        items.Sponsorship("ABNEY", "cosponsor", False, "upper"),
    ]
    page = [items.Sponsorship(one.name, "primary", True, "lower") for one in file]
    assert [(one.is_primary, one.chamber) for one in with_primes(file, page)] == [(True, "lower"), (True, "upper")]
    assert with_primes(file, page[:1]) == file


# whole runs


def test_the_captures_replayed(shared: Path, tmp_path: Path) -> None:
    folder, html = shared / "captures" / "pa", "text/html; charset=utf-8"
    archive = pack(
        tmp_path / "pa.warc.gz",
        {
            HB1486: ((folder / "bill_HB1486_2021-22.html").read_bytes(), html),
            f"{SITE}/house/members": ((folder / "house_members_2023-24.html").read_bytes(), html),
            f"{SITE}/house/committees": ((folder / "house_committees_2023-24.html").read_bytes(), html),
        },
    )
    db = tmp_path / "bills.db"
    run = collect(archive, db, state="pa")
    assert run.outcome == "partial", run.output + run.log  # its roll calls and texts are not among the captures
    assert query(db, "SELECT identifier, status, chapter FROM bills") == [("HB 1486", "chaptered", "Act 112 of 2022")]
    assert (run.number("actions"), run.number("vote events"), run.number("versions")) == (32, 12, 5)
    assert query(db, "SELECT verdict, count(*) FROM vote_events GROUP BY 1") == [("no_roll", 12)]
    assert query(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(32, 32)]
    assert query(db, "SELECT count(*) FROM actions WHERE tally_yes IS NOT NULL AND vote_event_id IS NULL") == [(0,)]
    assert query(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1") == [
        ("file_missing", 17), ("text_missing", 5)
    ]  # fmt: skip
    assert checked(db) == []


def checked(db: Path) -> list[str]:
    """What the queries of pipelines/checks find wrong."""
    folder = Path(__file__).resolve().parents[1] / "pipelines" / "checks"
    connection = sqlite3.connect(db)
    try:
        return [path.name for path in sorted(folder.glob("*.sql")) if connection.execute(path.read_text()).fetchone()]
    finally:
        connection.close()


@pytest.fixture
def small() -> dict[str, tuple[bytes, str]]:
    return generated("pa", 3)


def test_a_whole_session_from_list_to_text(small: dict[str, tuple[bytes, str]], tmp_path: Path) -> None:
    db = tmp_path / "bills.db"
    run = collect(pack(tmp_path / "pa.warc.gz", small), db, state="pa")
    assert run.outcome == "ok", run.output + run.log
    assert query(db, "SELECT id, name, end_date FROM sessions") == [
        ("pa-20250", "2025-2026 Regular Session", "2026-11-30")
    ]  # fmt: skip
    assert query(db, "SELECT verdict, count(*) FROM vote_events GROUP BY 1") == [("ok", 6)]
    assert query(db, "SELECT count(*), count(person_id) FROM votes") == [(42, 42)]
    assert query(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(12, 12)]
    assert query(db, "SELECT count(*) FROM version_texts WHERE text LIKE 'AN ACT%'") == [(3,)]
    assert query(db, "SELECT count(*) FROM actions WHERE organization_id = 'pa-house-transportation'") == [(3,)]
    assert query(db, "SELECT count(*) FROM gaps") == [(0,)]
    assert checked(db) == []


def test_one_bill_alone(small: dict[str, tuple[bytes, str]], tmp_path: Path) -> None:
    db = tmp_path / "bills.db"
    archive = pack(tmp_path / "pa.warc.gz", small)
    run = collect(archive, db, "--session", "2025", "--bill", "HB 9002", state="pa")
    assert run.outcome == "ok", run.output + run.log
    assert query(db, "SELECT identifier FROM bills") == [("HB 9002",)]
    assert query(db, "SELECT count(*) FROM votes") == [(14,)]
    missing = collect(archive, db, "--bill", "HB 1", state="pa")
    assert missing.code != 0 and "none of that number" in missing.output + missing.log


def test_without_its_page_a_bill_has_what_the_history_file_says(
    small: dict[str, tuple[bytes, str]], tmp_path: Path
) -> None:
    absent, redesigned = (f"{SITE}/legislation/bills/2025/hb{number}" for number in (9001, 9002))
    changed = {url: page for url, page in small.items() if url != absent}
    changed[redesigned] = (b"<!DOCTYPE html><html><body><main>Redesigned</main></body></html>", "text/html")
    db = tmp_path / "bills.db"
    run = collect(pack(tmp_path / "pa.warc.gz", changed), db, state="pa")
    assert run.outcome == "partial", run.output + run.log
    assert query(db, "SELECT bill_id, count(*) FROM actions GROUP BY 1") == [
        (f"pa-20250-hb{number}", 4) for number in (9001, 9002, 9003)
    ]  # fmt: skip
    # the roll calls and the text of both are known from their pages alone
    assert query(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1") == [
        ("file_missing", 1), ("layout_changed", 1), ("roll_call_missing", 2), ("text_missing", 2)
    ]  # fmt: skip


def test_without_its_page_a_roll_call_has_the_counts_of_its_bills_page(
    small: dict[str, tuple[bytes, str]], tmp_path: Path
) -> None:
    url = f"{SITE}/house/roll-calls/summary?sessYr=2025&sessInd=0&rcNum=9001"
    assert url in small
    db = tmp_path / "bills.db"
    run = collect(pack(tmp_path / "cut.warc.gz", {k: v for k, v in small.items() if k != url}), db, state="pa")
    assert run.outcome == "partial", run.output + run.log
    row = "SELECT declared_yes, declared_no, motion, verdict FROM vote_events WHERE id = 'pa-20250-house-9001'"
    assert query(db, row) == [(6, 1, "A09001", "no_roll")]
    # it is asked for again, though its bill did not move
    again = collect(pack(tmp_path / "whole.warc.gz", small, at="2026-11-22T18:00:00Z"), db, state="pa")
    assert again.outcome == "ok", again.output + again.log
    assert query(db, row) == [(6, 1, "A09001", "ok")]


def test_a_site_that_refuses_is_blocked(small: dict[str, tuple[bytes, str]], tmp_path: Path) -> None:
    wall = b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>Reference</body></html>"
    archive = pack(tmp_path / "pa.warc.gz", {f"{SITE}/data": (wall, "text/html")})
    run = collect(archive, tmp_path / "bills.db", state="pa")
    assert run.outcome == "blocked", run.output + run.log
