"""What is read of a New Jersey database: the whole of a small one, damages of it, and the capture."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from commands import collect
from scrapy.http import Response

from scrapers import items
from scrapers.errors import BadArgument, Blocked, LayoutChanged
from scrapers.states.nj.codes import BODIES
from scrapers.states.nj.dump import NEVER_EMPTY, ZipTables
from scrapers.states.nj.pages import bill_filter, opening, read_database, session_of, year_of
from scrapers.states.nj.spider import DATABASE, NewJerseySpider, sitting, vote_files
from scrapers.states.nj.tables import BillKey, read_tables

FIXTURES = Path(__file__).parent / "fixtures/nj"
URL = "https://pub.njleg.state.nj.us/leg-databases/2024data/DB2024_TEXT.zip"
EMPTY = ("Item", "capture")
BLOCK_PAGE = b"<!DOCTYPE html><html><head><title>Request Rejected</title></head><body>Support ID</body></html>"


def small() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (FIXTURES / "database").iterdir()}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def read(files: dict[str, bytes] | bytes, bill: str | None = None) -> list[items.Item]:
    body = files if isinstance(files, bytes) else zipped(files)
    return list(read_database(Response(URL, body=body), 2024, bill_filter(bill)))


def of(kind, found):
    return [item for item in found if isinstance(item, kind)]


def one(kind, found, **values):
    match = [item for item in of(kind, found) if all(getattr(item, name) == value for name, value in values.items())]
    assert len(match) == 1, match
    return match[0]


def replaced(table: str, old: str, new: str) -> dict[str, bytes]:
    files = small()
    data = files[f"{table}.TXT"].decode("cp1252")
    assert old in data
    return files | {f"{table}.TXT": data.replace(old, new, 1).encode("cp1252")}


def without(table: str) -> dict[str, bytes]:
    return {name: data for name, data in small().items() if name != f"{table}.TXT"}


def gaps(found) -> list[tuple[str, str]]:
    return [(gap.kind, gap.key) for gap in of(items.Gap, found)]


@pytest.fixture(scope="module")
def whole():
    return read(small())


def test_golden(whole) -> None:
    read_now = [{"item": type(item).__name__} | asdict(item) for item in whole]
    expected = json.loads((FIXTURES / "database.json").read_text())
    assert json.loads(json.dumps(read_now)) == expected


def test_bills_come_after_those_they_name(whole) -> None:
    kinds = list(dict.fromkeys(type(item).__name__ for item in whole))
    assert kinds == ["Session", "Organization", "Person", "Membership", "Bill", "Hearing"]


def test_bill(whole) -> None:
    bill = one(items.Bill, whole, identifier="A 4")
    assert bill.title.startswith(
        "Reforms municipal responsibilities concerning provision of affordable housing; abolish"
    )
    assert (bill.chapter, bill.effective_date, bill.committee_code) == ("P.L.2024, c.2", "2024-03-20", "")
    assert bill.subjects == ["HOUSING - AFFORDABLE HOUSING", "LOCAL GOVERNMENT - MUNICIPALITIES"]
    assert [action.text for action in bill.actions[:2]] == [
        "Introduced; 1st reading, Assembly; referred to Assembly Housing [INT 1RA REF AHO]",
        "Reported; referred to Assembly Appropriations [REP REF AAP]",
    ], "in the order of Sequence"
    passed = bill.actions[9]
    assert passed.text == "Passed Assembly; passed both houses (50-25-0) [PA PBH]"
    assert (passed.tally_yes, passed.tally_no, passed.vote_date, passed.chamber) == (50, 25, "2024-03-18", "lower")
    assert [(r.identifier, r.session, r.relation) for r in bill.related] == [
        ("S 50", None, "companion"),
        ("A 4", "220", "prior-session"),
        ("S 4251", "220", "prior-session"),
        ("S 50", None, "replaces"),
    ]
    assert bill.versions[1].url == "https://pub.njleg.state.nj.us/Bills/2024/A0500/4_R1.PDF"


def test_several_numbers_under_one_type(whole) -> None:
    bill = one(items.Bill, whole, identifier="A 2489")
    assert [r.identifier for r in bill.related if r.relation == "replaced-by"] == ["A 2792", "A 4370"]


def test_texts_are_cp1252_and_white_space_is_one() -> None:
    found = read(replaced("MAINBILL", "Concerns development of", "Concerns “development” –\r\n of"))
    assert one(items.Bill, found, identifier="A 2489").title == "Concerns “development” – of accessory dwelling units."
    assert ("table_damaged", "AGENDAS") in gaps(read(small() | {"AGENDAS.TXT": small()["AGENDAS.TXT"] + b"\x81"}))


def test_a_number_given_to_no_bill_has_no_title(whole) -> None:
    bill = one(items.Bill, whole, identifier="A 2537")
    assert (bill.title, bill.actions, bill.committee_code) == (None, [], None)


def test_who_moved_to_the_other_house_is_one_person(whole) -> None:
    seats = [(p.source_id, p.chamber) for p in of(items.Person, whole) if p.family_name == "Wimberly"]
    assert seats == [("347", "lower"), ("347", "upper")]
    sponsors = one(items.Bill, whole, identifier="A 4").sponsorships
    assert [(s.name.split(",")[0], s.classification, s.is_primary, s.chamber) for s in sponsors] == [
        ("Lopez", "primary", True, "lower"),
        ("Coughlin", "primary", True, "lower"),
        ("Wimberly", "primary", True, None),
        ("Singleton", "primary", True, "upper"),
    ]
    withdrawn = one(items.Bill, whole, identifier="A 360").sponsorships
    assert [(s.name, s.classification, s.is_primary) for s in withdrawn] == [
        ("Calabrese, Clinton", "withdrawn cosponsor", False)
    ]


def test_hearings(whole) -> None:
    assert [(h.organization_code, h.start, h.status, h.bills) for h in of(items.Hearing, whole)] == [
        ("lower", "2024-02-12T13:00", "scheduled", ["A 4"]),
        ("ABUB", "2024-04-08T13:00", "cancelled", []),
        ("AHO", "2024-01-29T13:00", "scheduled", ["A 4"]),
        ("SBA", "2024-01-29", "not meeting", []),
    ]


def test_a_body_is_named_by_its_agendas_or_by_its_code(whole) -> None:
    assert one(items.Organization, whole, code="ABUB").name == "Assembly Budget Committee"
    unnamed = read(replaced("AGENDAS", '"ABUB"', '"LRC"'))
    assert one(items.Organization, unnamed, code="LRC").name == "LRC"


def test_one_bill_alone() -> None:
    found = read(small(), "s50")
    assert [bill.identifier for bill in of(items.Bill, found)] == ["S 50"]
    assert of(items.Hearing, found) == []
    with pytest.raises(BadArgument):
        read(small(), "S 51")


# Damages


@pytest.mark.parametrize("body", [b"", b"not a zip", zipped(small())[:-200]])
def test_no_zip(body: bytes) -> None:
    with pytest.raises(LayoutChanged, match="a whole zip file"):
        read(body)


@pytest.mark.parametrize("body", [BLOCK_PAGE, b"\xef\xbb\xbf\n" + BLOCK_PAGE.lower()])
def test_block_page(body: bytes) -> None:
    with pytest.raises(Blocked):
        read(body)


def test_block_page_in_place_of_a_table() -> None:
    with pytest.raises(Blocked):
        read(small() | {"BILLHIST.TXT": BLOCK_PAGE})


@pytest.mark.parametrize("files", [without("MAINBILL"), small() | {"MAINBILL.TXT": b""}, {}])
def test_no_bills(files: dict[str, bytes]) -> None:
    with pytest.raises(LayoutChanged, match=r"MAINBILL\.TXT"):
        read(files)


@pytest.mark.parametrize("table", sorted(NEVER_EMPTY - {"MAINBILL"}))
def test_an_empty_table_is_damaged(table: str) -> None:
    header = small()[f"{table}.TXT"].splitlines(keepends=True)[0]
    found = read(small() | {f"{table}.TXT": header})
    assert ("table_damaged", table) in gaps(found)
    assert len(of(items.Bill, found)) == 6


@pytest.mark.parametrize("name", sorted(small()))
def test_a_missing_table_is_a_gap(name: str) -> None:
    table = name.removesuffix(".TXT")
    if table == "MAINBILL":
        return
    found = read(without(table))
    assert ("table_missing", table) in gaps(found)
    bill = one(items.Bill, found, identifier="A 4")
    fields = {"BILLHIST": "actions", "BILLSPON": "sponsorships", "BILLSUBJ": "subjects", "BILLWP": "versions"}
    if table in fields:
        assert getattr(bill, fields[table]) is None, "not read is not none"


@pytest.mark.parametrize(
    "table, old, new, where",
    [
        ("BILLHIST", "2/12/2024 0:00:00", "2/30/2024 0:00:00", "BILLHIST.TXT row 4 DateAction"),
        ("BILLHIST", '"G"', '"X"', "BILLHIST.TXT row 11 House"),
        ("BILLSPON", ',"P","A"', ',"Q","A"', "BILLSPON.TXT row 1 Type, Status"),
        ("BILLWP", '"A",4,', '"A",four,', "BILLWP.TXT row 1 BillType, BillNumber"),
        ("AGENDAS", "01:00 PM", "25:00 PM", "AGENDAS.TXT row 1 Time"),
        ("ROSTER", ",401", ",999", "ROSTER.TXT row 3 House, Roster Key"),
        ("COMMITTEE", '"AAP"', '"AHO"', "COMMITTEE.TXT row 2 Code"),
        ("SUBJHEADINGS", '"SubjAbbrev"', '"Subject"', "SUBJHEADINGS.TXT line 1"),
        ("BILLSUBJ", '"AFFORD HOUS",', '"AFFORD HOUS","more",', "BILLSUBJ.TXT line 2"),
    ],
)
def test_a_wrong_value_names_its_place(table: str, old: str, new: str, where: str) -> None:
    (gap,) = of(items.Gap, read(replaced(table, old, new)))
    assert gap.evidence.startswith(where)


@pytest.mark.parametrize("old, new", [(",2537,", ",4,"), ('"A  ",4', '"a4 ",4'), (",2489,", ",,")])
def test_a_wrong_key_of_a_bill_stops_the_reading(old: str, new: str) -> None:
    with pytest.raises(LayoutChanged, match=r"MAINBILL\.TXT row"):
        read(replaced("MAINBILL", old, new))


@pytest.mark.parametrize(
    "table, old, new, key",
    [
        ("BILLHIST", "REP REF AAP", "XYZ 2RA", "action code XYZ 2RA"),
        ("BILLHIST", "REP REF AAP", "REP REF AXX", "committee code AXX"),
        ("BILLWP", '"FE"', '"ZZ"', "document type ZZ"),
        ("BILLWP", r"\A0500\4_E1.DOCX", r"\4.txt", r"document path \\NJOLS7\LEGAPPS$\2024BILL\4.txt"),
        ("BILLSUBJ", "AFFORD HOUS", "NEW", "subject NEW"),
        ("AGENDAS", '"Scheduled"', '"Moved"', "meeting status Moved"),
        ("MAINBILL", '"S50 (2R)"', '"see S50"', "bill number see S50"),
        ("MAINBILL", '"ACR"', '"ACX"', "bill type ACX"),
        ("ROSTER", '"D",,,,"NJ"', '"I",,,,"NJ"', "party I"),
    ],
)
def test_an_unknown_code_is_told_and_the_row_kept(table: str, old: str, new: str, key: str) -> None:
    found = read(replaced(table, old, new))
    assert ("unknown_code", key) in gaps(found)
    assert len(one(items.Bill, found, identifier="A 4").actions) == 11


def test_an_unknown_code_is_unclassified() -> None:
    bill = one(items.Bill, read(replaced("BILLHIST", "REP REF AAP", "XYZ 2RA")), identifier="A 4")
    assert (bill.actions[1].text, bill.actions[1].classifications) == ("[XYZ 2RA]", ("unclassified",))


def test_a_history_without_its_bill_is_kept() -> None:
    found = read(replaced("MAINBILL", ",2489,", ",2490,"))
    assert [(b.listed, len(b.actions)) for b in of(items.Bill, found) if b.identifier == "A 2489"] == [(False, 2)]


@pytest.mark.parametrize("column, old", [("IntroDate", "1/9/2024 0:00:00"), ("EffectiveDate", '"2",3/20/2024 0:00:00')])
def test_a_wrong_day_of_a_bill_stops_the_reading(column: str, old: str) -> None:
    with pytest.raises(LayoutChanged, match=rf"MAINBILL\.TXT row \d {column}"):
        read(replaced("MAINBILL", old, old.replace("/2024", "/24")))


def test_a_broken_table_is_damaged() -> None:
    body = bytearray(zipped(small(), zipfile.ZIP_STORED))
    body[body.index(b"REP REF AAP")] ^= 1
    (gap,) = of(items.Gap, read(bytes(body)))
    assert (gap.kind, gap.key) == ("table_damaged", "BILLHIST") and "CRC" in gap.evidence


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="packed at most"):
        ZipTables(zipped({"MAINBILL.TXT": b" " * 8_000_000}), "bomb").read("MAINBILL.TXT")


def test_a_name_held_twice_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="one file of each name"):
        ZipTables(zipped({"MAINBILL.TXT": b"", "old/mainbill.txt": b""}), "twice")


# Sessions


def test_sessions_are_numbered_by_two_years() -> None:
    assert [session_of(year) for year in (2024, 2025, 2026)] == ["221", "221", "222"]
    assert [year_of(session) for session in ("218", "221")] == [2018, 2024]
    assert [opening(year) for year in (2018, 2020, 2024, 2026)] == [
        date(2018, 1, 9), date(2020, 1, 14), date(2024, 1, 9), date(2026, 1, 13)
    ]  # fmt: skip
    assert [sitting(day) for day in (date(2026, 1, 12), date(2026, 1, 13), date(2027, 12, 31))] == [2024, 2026, 2026]


@pytest.mark.parametrize("session", ["2024", "20242025", "208", "twenty", ""])
def test_a_misspelled_session_is_refused(session: str) -> None:
    with pytest.raises(BadArgument):
        year_of(session)


def test_addresses() -> None:
    assert DATABASE.fullmatch(URL)
    assert vote_files(2024) == ["A2024", "A2025", "S2024", "S2025", "CA2024-2025", "CS2024-2025"]
    with pytest.raises(BadArgument):
        NewJerseySpider(session="2024")


# The capture

ROWS = {
    "ACRONYMS": 337, "AGENDAS": 1026, "BAGENDA": 5741, "BILLHIST": 21709, "BILLSPON": 38515, "BILLSUBJ": 21612,
    "BILLWP": 19671, "COMEMBER": 337, "COMMITTEE": 56, "LEGBIO": 124, "MAINBILL": 12101, "NAGENDA": 2577, "ROSTER": 124,
    "SUBJHEADINGS": 200,
}  # fmt: skip


def test_every_row_of_the_capture_is_read(shared: Path) -> None:
    body = (shared / "captures/nj/db_2026-01/DB2024_TEXT.zip").read_bytes()
    tables = read_tables(ZipTables(body, "DB2024_TEXT.zip"))
    assert dict(tables.rows) == ROWS
    assert tables.gaps == []
    found = read(body)
    bills = of(items.Bill, found)
    assert (len(bills), sum(len(bill.actions) for bill in bills)) == (12101, 21709)
    assert sum(len(bill.sponsorships) for bill in bills) == 38515
    assert sum(len(bill.subjects) for bill in bills) == 21612
    assert sum(len(bill.versions) + len(bill.documents) for bill in bills) == 19671
    assert len(of(items.Hearing, found)) == 1026
    assert of(items.Gap, found) == [], "each code is known"
    names = {(name.name, name.chamber) for person in of(items.Person, found) for name in person.names}
    everyone = {name for name, _ in names}
    assert all(s.name in everyone for bill in bills for s in bill.sponsorships)
    assert Counter(bill.identifier for bill in bills).most_common(1)[0][1] == 1
    assert BillKey("A", 4) in tables.bills


def test_agendas_of_the_capture_give_each_body_its_name(shared: Path) -> None:
    tables = read_tables(ZipTables((shared / "captures/nj/db_2026-01/DB2024_TEXT.zip").read_bytes(), "DB2024_TEXT.zip"))
    for code, name in BODIES.items():
        said = {key.body for key, row in tables.agendas.items() if row["Comments"].startswith(f"The {name} ")}
        assert code not in tables.committees and said == {code}


def test_the_archive_is_collected(shared: Path, tmp_path: Path) -> None:
    db = tmp_path / "nj.db"
    done = collect(shared / "replay/nj-221_2026-02-05.warc.gz", db, state="nj")
    assert (done.code, done.outcome) == (0, "ok"), done.log
    assert (done.number("bills"), done.number("actions"), done.number("versions")) == (12101, 21709, 14876)
