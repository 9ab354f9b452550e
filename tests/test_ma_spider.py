"""Massachusetts end to end: a small General Court in the shape of the site, its faults, and the captures themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from _warc import http, packed, record
from commands import collect, contents, query
from packed import pack
from sites import ma

from pipelines.check import run_checks

COURT = ma.COURT
PAGE = (Path(__file__).parent / "fixtures" / "ma" / "bill_page" / "in_committee" / "page.html").read_text("utf-8")
DAYS = ["2026-11-21T18:00:00Z", "2026-11-22T18:00:00Z", "2026-11-23T18:00:00Z"]


def small(**changed: Any) -> dict[str, tuple[bytes, str]]:
    """A General Court of ten measures; `changed` are answers by the end of their address, None for no answer."""
    found = ma.site(10)
    for end, body in changed.items():
        for url in [url for url in found if url.endswith(end)] or [f"{COURT}/{end}"]:
            found.pop(url, None)
            if body is not None:
                found[url] = body if isinstance(body, tuple) else (json.dumps(body).encode(), ma.JSON)
    return found


def run(folder: Path, pages: Mapping[str, tuple[bytes, str]], *more: object, day: int = 0, db: str = "bills.db"):
    archive = pack(folder / f"{day}.warc.gz", pages, at=DAYS[day])
    return collect(archive, folder / db, *more, state="ma"), folder / db


def gaps(db: Path) -> list[tuple[object, ...]]:
    return query(db, "SELECT kind, count(*) FROM gaps WHERE closed_at IS NULL GROUP BY 1 ORDER BY 1")


def asked(db: Path) -> set[str]:
    return {str(url) for (url,) in query(db, "SELECT url FROM captures WHERE run_id = (SELECT max(id) FROM runs)")}


def test_the_small_court_is_read_whole(tmp_path: Path) -> None:
    result, db = run(tmp_path, small())
    assert (result.code, result.outcome) == (0, "ok"), result.output + result.log
    assert query(db, "SELECT id, name, is_active FROM sessions") == [("ma-194", "194th General Court (2025-2026)", 1)]
    stands = query(db, "SELECT identifier, classification, status, chapter, committee_id FROM bills ORDER BY id")
    assert ("H 1", "bill", "in_committee", None, "ma-j10") in stands
    assert ("H 5", "bill", "chaptered", "Chapter 16 of the Acts of 2025", "ma-j10") in stands
    assert ("HD 1009", "proposed bill", None, None, None) in stands
    assert len(stands) == 10
    events = query(db, "SELECT id, chamber, declared_yes, verdict FROM vote_events ORDER BY id")
    assert events == [
        ("ma-194-committee-j10-s4-2026-03-06", "legislature", 11, "ok"),
        ("ma-194-committee-j10-s8-2026-03-06", "legislature", 11, "ok"),
        ("ma-194-house-10", "lower", 10, "ok"),
        ("ma-194-house-5", "lower", 10, "ok"),
    ]
    assert query(db, "SELECT count(*) FROM actions WHERE vote_event_id IS NOT NULL") == [(2,)]
    assert query(db, "SELECT count(*) FROM votes WHERE person_id IS NULL") == [(0,)]
    assert query(db, "SELECT count(*), count(person_id) FROM sponsorships") == [(20, 20)]
    assert query(db, "SELECT count(*) FROM memberships WHERE organization_id = 'ma-j10' AND role = 'chair'") == [(2,)]
    assert query(db, "SELECT hearing_id, bill_id FROM hearing_items ORDER BY 1, 2") == [
        ("ma-194-hearing-7001", "ma-194-h1"),
        ("ma-194-hearing-7001", "ma-194-h3"),
        ("ma-194-hearing-7002", "ma-194-s2"),
        ("ma-194-hearing-7002", "ma-194-s4"),
    ]
    versions = query(
        db, "SELECT id, extractor FROM version_texts WHERE version_id GLOB '*-h[57]-*'".replace("id,", "version_id,")
    )
    assert sorted(versions) == [
        ("ma-194-h5-acts-2025-chapter-16", "ma-api"),
        ("ma-194-h5-text", "ma-api"),
        ("ma-194-h7-text", "ma-pdf"),
    ]
    assert gaps(db) == []  # of the docket
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]


def test_reading_it_again_changes_nothing(tmp_path: Path) -> None:
    _, db = run(tmp_path, small())
    before = contents(db, without=frozenset({"runs", "captures"}))
    again, _ = run(tmp_path, small(), "--reread")
    assert (again.code, again.outcome) == (0, "ok"), again.output
    assert contents(db, without=frozenset({"runs", "captures"})) == before


@pytest.mark.parametrize("bill", ["H 5", "h5", "HD1005"])
def test_one_bill_by_its_number_or_its_dockets(tmp_path: Path, bill: str) -> None:
    result, db = run(tmp_path, small(), "--session", "194th", "--bill", bill)
    assert result.code == 0, result.output
    assert query(db, "SELECT identifier FROM bills") == [("H 5",)]
    assert query(db, "SELECT verdict FROM vote_events") == [("ok",)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--session", "193"), "session '193': wanted one of the General Courts 194"),
        (("--bill", "H 77"), "bill 'H 77': 194th General Court (2025-2026) has none of that number"),
    ],
)
def test_what_there_is_not_is_told(tmp_path: Path, arguments: tuple[str, str], told: str) -> None:
    result, _ = run(tmp_path, small(), *arguments)
    assert result.code == 1
    assert told in result.output


# what the API does not answer


def page(number: str) -> tuple[bytes, str]:
    dotted = f"{number[0]}.{number[1:]}"
    return PAGE.replace("H4844", number).replace("H.4844", dotted).encode(), ma.HTML


def tab(number: str, first: int, last: int, total: int, line: str = "Read second") -> tuple[bytes, str]:
    """A piece of a history, as the site gives it to a request that wants no whole page."""
    dotted = f"{number[0]}.{number[1:]}"
    counted = f"{first} to {last} of {total}" if total > last or first > 1 else f"{total}"
    rows = "".join(
        f"<tr><td>03/0{1 + n % 9}/2026</td><td>House</td><td>{line} {n}</td></tr>" for n in range(first, last + 1)
    )
    return (
        f'<div class="tab-pane"><p class="searchResultSummary">Displaying {counted} actions for Bill {dotted}</p>'
        f'<div id="searchResults"><table><tbody>{rows}</tbody></table></div>'
        f'<ul class="pagination pagination-sm"><li><a onclick="return reloadAjaxContent(2);">Next</a></li></ul></div>'
    ).encode(), ma.HTML


def tab_url(number: str, piece: int) -> str:
    return f"{ma.SITE}Bills/194/{number}/BillHistory?pageNumber={piece}"


def test_a_document_the_api_does_not_give_is_read_from_its_page(tmp_path: Path) -> None:
    pages = small(**{"Documents/H3": None, "Documents/H3/DocumentHistoryActions": None})
    pages |= {f"{ma.SITE}Bills/194/H3": page("H3"), tab_url("H3", 1): tab("H3", 1, 2, 2)}
    pages |= {f"{ma.SITE}Bills/194/H3/CommitteeVote": pages[f"{ma.SITE}Bills/194/S4/CommitteeVote"]}
    result, db = run(tmp_path, pages)
    assert (result.code, result.outcome) == (3, "partial"), result.output + result.log
    ((title, committee, action),) = query(
        db, "SELECT title, committee_id, latest_action FROM bills WHERE identifier = 'H 3'"
    )
    assert str(title).startswith("An Act providing for the appointment and removal authority")
    assert (committee, action) == ("ma-h36", "Read second 2")
    assert query(db, "SELECT count(*) FROM sponsorships WHERE bill_id = 'ma-194-h3'") == [(2,)]
    # the second page of votes is another bill's, and refused
    assert gaps(db) == [("file_missing", 3), ("layout_changed", 1), ("text_missing", 1)]


def test_a_bill_without_document_and_page_is_held_as_it_is_listed(tmp_path: Path) -> None:
    result, db = run(tmp_path, small(**{"Documents/H3": None}))
    assert (result.code, result.number("bills")) == (3, 10), result.output
    assert query(db, "SELECT title, status FROM bills WHERE identifier = 'H 3'") == [
        ("An Act relative to matter 3", None)
    ]
    assert gaps(db) == [("file_missing", 2), ("history_missing", 1)]


def test_what_was_read_once_is_not_told_again_from_the_list(tmp_path: Path) -> None:
    _, db = run(tmp_path, small())
    before = query(db, "SELECT title, status, classification FROM bills WHERE identifier = 'H 3'")
    run(tmp_path, small(**{"Documents/H3": None}), "--reread", day=1)
    assert query(db, "SELECT title, status, classification FROM bills WHERE identifier = 'H 3'") == before


def test_a_history_in_pieces_is_read_to_its_end(tmp_path: Path) -> None:
    pages = small(**{"Documents/H3/DocumentHistoryActions": None})
    pages |= {tab_url("H3", 1): tab("H3", 1, 25, 40), tab_url("H3", 2): tab("H3", 26, 40, 40)}
    _, db = run(tmp_path, pages)
    lines = query(db, "SELECT text FROM actions WHERE bill_id = 'ma-194-h3' ORDER BY sequence")
    assert lines == [(f"Read second {n}",) for n in range(1, 41)]


def test_a_history_whose_pieces_repeat_is_refused(tmp_path: Path) -> None:
    pages = small(**{"Documents/H3/DocumentHistoryActions": None})
    pages |= {tab_url("H3", n): tab("H3", 1, 25, 400) for n in range(1, 17)}
    result, db = run(tmp_path, pages)
    assert result.code == 3
    assert query(db, "SELECT count(*) FROM actions WHERE bill_id = 'ma-194-h3'") == [(0,)]
    assert tab_url("H3", 2) in asked(db) and tab_url("H3", 3) not in asked(db)
    assert ("layout_changed", 1) in gaps(db)


def test_xml_in_place_of_json_is_refused_and_the_bill_kept(tmp_path: Path) -> None:
    wrong = (b"<ArrayOfDocumentHistoryAction />", "application/xml")
    result, db = run(tmp_path, small(**{"Documents/H3/DocumentHistoryActions": wrong}))
    assert (result.code, result.number("bills")) == (3, 10)
    assert gaps(db) == [("file_missing", 1), ("history_missing", 1), ("layout_changed", 1)]


def test_a_roll_call_without_names_has_its_counts(tmp_path: Path) -> None:
    result, db = run(tmp_path, small(**{"Branches/House/RollCalls/5": None}))
    assert result.code == 3
    found = query(db, "SELECT verdict, declared_yes, motion, result FROM vote_events WHERE id = 'ma-194-house-5'")
    assert found == [("no_roll", 10, "Passed to be engrossed", "pass")]
    run(tmp_path, small(), day=1)
    found = query(db, "SELECT verdict, declared_yes, motion, result FROM vote_events WHERE id = 'ma-194-house-5'")
    assert found == [("ok", 10, "Passed to be engrossed", "pass")]


def test_a_roll_call_read_before_is_a_new_bills_too(tmp_path: Path) -> None:
    _, db = run(tmp_path, small())
    pages = small()
    again = [*ma.history(3, moved=False), ma.history(5, moved=False)[2]]
    pages[f"{COURT}/Documents/H3/DocumentHistoryActions"] = (json.dumps(again).encode(), ma.JSON)
    pages[f"{COURT}/Committees/J10"] = (json.dumps(ma.committee("J10", 10, {3})).encode(), ma.JSON)
    run(tmp_path, pages, day=1)
    assert query(db, "SELECT bill_id FROM vote_event_bills WHERE vote_event_id = 'ma-194-house-5' ORDER BY 1") == [
        ("ma-194-h3",),
        ("ma-194-h5",),
    ]
    assert not [url for url in asked(db) if "RollCalls" in url]
    assert query(db, "SELECT verdict FROM vote_events WHERE id = 'ma-194-house-5'") == [("ok",)]
    assert query(db, "SELECT kind FROM changes WHERE run_id = 2 AND kind GLOB 'vote*'") == []


def test_a_committees_vote_without_its_page_is_as_the_document_tells_it(tmp_path: Path) -> None:
    _, db = run(tmp_path, small(**{"Bills/194/S4/CommitteeVote": None}))
    event = "ma-194-committee-j10-s4-2026-03-06"
    assert query(db, "SELECT verdict, roll_yes FROM vote_events WHERE id = ?", event) == [("no_counts", 11)]
    run(tmp_path, small(), day=1)
    assert query(db, "SELECT verdict, roll_yes FROM vote_events WHERE id = ?", event) == [("ok", 11)]


def test_a_site_that_refuses_is_not_asked_for_pages_too(tmp_path: Path) -> None:
    pages = small()
    refused = pages.pop(f"{COURT}/Documents/H3")[0]
    records = [record("response", url, http(body, Content_Type=kind)) for url, (body, kind) in pages.items()]
    records.append(record("response", f"{COURT}/Documents/H3", http(refused, "403 Forbidden")))
    archive = tmp_path / "ma.warc.gz"
    archive.write_bytes(packed(*records))
    result = collect(archive, tmp_path / "bills.db", state="ma")
    assert (result.code, result.number("bills")) == (3, 10), result.output
    assert gaps(tmp_path / "bills.db") == [("blocked", 1), ("history_missing", 1)]


@pytest.mark.parametrize("path", ["Committees/J10", "Committees", "SessionLaws/2025", "SessionLaws/SupportedYears"])
def test_a_refresh_that_lacks_a_part_of_the_lines_leaves_the_bills(tmp_path: Path, path: str) -> None:
    _, db = run(tmp_path, small())
    lines = "SELECT identifier, status, chapter, committee_id, last_seen_at FROM bills ORDER BY 1"
    before = [line[:-1] for line in query(db, lines)]
    result, _ = run(tmp_path, small(**{path: None}), day=1)
    assert result.outcome == "partial", result.output
    assert [line[:-1] for line in query(db, lines)] == before
    assert {str(line[-1])[:10] for line in query(db, lines)} == {"2026-11-22"}
    assert not [url for url in asked(db) if "/Documents/" in url]
    result, _ = run(tmp_path, small(), day=2)
    assert result.outcome == "ok", result.output
    assert [line[:-1] for line in query(db, lines)] == before
    assert query(db, "SELECT count(*) FROM changes WHERE run_id > 1") == [(0,)]


def test_a_committee_that_stays_away_does_not_stop_the_rest(tmp_path: Path) -> None:
    """It is taken for gone at the second time: its bills are read, and it is not said that no committee has them."""
    _, db = run(tmp_path, small())
    for day in (1, 2):
        run(tmp_path, small(**{"Committees/J10": None}), day=day)
    assert f"{COURT}/Documents/H1" in asked(db)
    assert query(db, "SELECT committee_id FROM bills WHERE identifier = 'H 1'") == [("ma-j10",)]


# a docket that becomes a bill


def days(folder: Path, *order: int) -> Path:
    """A docket on the first day, a bill on the second; read in this order."""
    as_docket = {**ma.row(3), "BillNumber": None, "IsDocketBookOnly": True}
    rows = [as_docket if i == 3 else ma.row(i) for i in range(1, 11)]
    first = small(**{"194/Documents": rows, "Documents/H3": None, "Documents/H3/DocumentHistoryActions": None})
    for day in order:
        run(folder, [first, small()][day], day=day)
    return folder / "bills.db"


def test_a_docket_and_the_bill_it_becomes_are_one(tmp_path: Path) -> None:
    db = days(tmp_path, 0)
    assert query(db, "SELECT identifier, classification FROM bills WHERE id GLOB '*3'") == [
        ("HD 1003", "proposed bill")
    ]
    db = days(tmp_path, 1)
    found = query(
        db, "SELECT id, identifier, classification, date(first_seen_at), status FROM bills WHERE id GLOB '*3'"
    )
    assert found == [("ma-194-h3", "H 3", "bill", "2026-11-21", "in_committee")]
    assert query(db, "SELECT identifier, relation FROM related_bills WHERE bill_id = 'ma-194-h3'") == [
        ("HD 1003", "replaces")
    ]
    assert query(db, "SELECT before, after FROM changes WHERE field = 'identifier'") == [("HD 1003", "H 3")]
    assert query(db, "SELECT count(*) FROM bills") == [(10,)]
    assert gaps(db) == []
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]


def test_the_day_of_the_docket_read_late_adds_nothing(tmp_path: Path) -> None:
    whole, late = tmp_path / "whole", tmp_path / "late"
    whole.mkdir()
    late.mkdir()
    assert query(days(late, 1, 0), "SELECT id FROM bills ORDER BY 1") == query(
        days(whole, 1), "SELECT id FROM bills ORDER BY 1"
    )


# the captures


def captured(folder: Path) -> Iterator[tuple[str, tuple[bytes, str]]]:
    """Every answer of the API that was captured, under its address, and the lists that lead to them."""
    root = f"{ma.API}GeneralCourts/192"

    def load(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
        return found

    def answer(url: str, body: Any) -> tuple[str, tuple[bytes, str]]:
        return url, (json.dumps(body).encode(), ma.JSON)

    judiciary = load("api_committee_J19_192.json")
    documents = [load(f"api_bills_192/{path.name}") for path in sorted((folder / "api_bills_192").glob("*.json"))]
    rows = [load("api_documents_row_docketonly.json")]
    keys = ("BillNumber", "DocketNumber", "Title", "PrimarySponsor", "Cosponsors", "GeneralCourtNumber")
    rows += [{key: one[key] for key in keys} for one in documents]
    hosts = {"J23": 3758, "J18": 3793}
    yield answer(f"{ma.API}GeneralCourts", [{"Name": "192nd", "Number": 192, "FirstYear": 2021, "SecondYear": 2022}])
    codes = [{"CommitteeCode": code, "GeneralCourtNumber": 192} for code in ("J19", *hosts)]
    yield answer(f"{root}/Committees", codes)
    yield answer(f"{root}/Committees/J19", judiciary | {"Hearings": []})
    for code, number in hosts.items():
        hearing = load(f"api_hearing_{number}.json")
        work = {"DocumentsBeforeCommittee": [], "ReportedOutDocuments": [], "Hearings": [{"EventId": number}]}
        host = {"CommitteeCode": code, "FullName": hearing["Name"]}
        yield answer(f"{root}/Committees/{code}", judiciary | host | work)
        yield answer(f"{ma.API}Hearings/{number}", hearing)
    yield answer(f"{root}/Documents", rows)
    for one in documents:
        yield answer(f"{root}/Documents/{one['BillNumber']}", one)


def test_the_captures_are_read_as_far_as_they_go(shared: Path, tmp_path: Path) -> None:
    pages = dict(captured(shared / "captures" / "ma"))
    result, db = run(tmp_path, pages)
    assert (result.code, result.outcome) == (3, "partial"), result.output + result.log
    assert query(db, "SELECT classification, count(*) FROM bills GROUP BY 1") == [("bill", 20), ("proposed bill", 1)]
    assert query(db, "SELECT count(*) FROM sponsorships") == [(583,)]
    assert query(db, "SELECT count(*) FROM documents WHERE bill_id = 'ma-192-s459'") == [(48,)]
    vote = query(db, "SELECT id, roll_yes, roll_no, roll_other, verdict FROM vote_events")
    assert vote == [("ma-192-committee-s30-s459-2021-09-30", 14, 0, 3, "no_counts")]
    named = query(db, "SELECT voter_name FROM votes WHERE option = 'other' ORDER BY 1")
    assert named == [("BET0",), ("Patrick M. O'Connor",)]  # of one the captures have no name
    # as the committee had them in May 2021: S 47 came to it later
    assert query(db, "SELECT identifier FROM bills WHERE committee_id = 'ma-j19' ORDER BY id") == [
        ("H 1462",), ("H 1522",), ("H 1826",), ("H 1867",), ("S 920",), ("S 945",)
    ]  # fmt: skip
    assert query(db, "SELECT id, status, start FROM hearings ORDER BY 1") == [
        ("ma-192-hearing-3758", "scheduled", "2021-07-21T13:00"),
        ("ma-192-hearing-3793", "cancelled", "2021-07-19T13:00"),
    ]
    again, _ = run(tmp_path, pages)
    assert "changes        0" in again.output
    with sqlite3.connect(db) as connection:
        assert not [finding for finding in run_checks(connection) if finding.found]
