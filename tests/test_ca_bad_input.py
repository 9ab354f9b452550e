"""The real command on damaged sources: what it says, how it ends, and that what was held stays as it was.

Cases marked `real` run `scrapy collect` itself; the others what it does, many in one process.
"""

from __future__ import annotations

import contextlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from pipelines.check import run_checks
from scrapers import items
from tests.dumps import (
    ROOT,
    URL,
    action,
    ballots,
    bill,
    caml,
    collect,
    collect_many,
    command,
    good,
    read,
    table,
    version,
    warc,
    zipped,
)

LATER = "2018-12-08T12:00:00Z"
SUMS = {"session_days", "session_statuses", "session_options", "session_splits", "session_verdicts",
        "session_law_days", "person_sessions", "organization_sessions", "vote_event_parties"}  # fmt: skip
BOOKS = {"runs", "captures", "gaps", "completeness"} | SUMS  # what any run may write: that it was, what it missed
GOOD = good()


def with_table(name, change):
    """The good dump with the bytes of one table changed."""
    return GOOD | {f"{name}.dat": change(table(name, GOOD[f"{name}.dat"]))}


def with_rows(name, change):
    return GOOD | {f"{name}.dat": change(GOOD[f"{name}.dat"])}


def with_first(name, **values):
    return with_rows(name, lambda rows: [rows[0] | values, *rows[1:]])


def without(name):
    return {key: content for key, content in GOOD.items() if key != name}


def flipped(member):
    """The good zip, stored, with one bit of a member's bytes changed."""
    whole = bytearray(zipped(GOOD, zipfile.ZIP_STORED))
    content = GOOD[member] if member.endswith(".lob") else table(member[:-4], GOOD[member])
    whole[whole.index(content) + 40] ^= 1
    return bytes(whole)


@dataclass
class Case:
    """A source in bad shape; `says` must all stand in the output, `differs` are tables that may differ afterwards."""

    name: str
    body: object
    code: int
    outcome: str
    says: tuple[str, ...]
    args: tuple[str, ...] = ()
    differs: frozenset[str] = frozenset()
    raw: bytes | None = field(default=None, repr=False)
    real: bool = False


PARTIAL = (3, "partial")
LESS = (1, "failed")  # far less of something was read than in the last good run
FAILED = (1, "failed")
BLOCKED_PAGE = b"<!DOCTYPE html><html><head><title>Request Rejected</title></head><body>Your support ID</body></html>"
HISTORY, VOTES, BILLS, VERSIONS = "BILL_HISTORY_TBL", "BILL_DETAIL_VOTE_TBL", "BILL_TBL", "BILL_VERSION_TBL"
CASES = [
    Case("truncated zip", zipped(GOOD)[:-400], *FAILED, ("wanted a whole zip file", "bytes"), real=True),
    Case("empty answer", b"", *FAILED, ("wanted a whole zip file", "(0 bytes)")),
    Case("block page", BLOCKED_PAGE, 4, "blocked", ("Request Rejected",), real=True),
    Case("crc of the bills", flipped(f"{BILLS}.dat"), *FAILED, (f"{BILLS}.dat after line 0", "Bad CRC-32")),
    Case("crc of a table", flipped(f"{HISTORY}.dat"), *LESS, (f"{HISTORY}.dat after line 0", "Bad CRC-32")),
    Case("crc of a lob", flipped("BILL_VERSION_TBL_2.lob"), *PARTIAL, ("BILL_VERSION_TBL_2.lob", "Bad CRC-32")),
    Case("too few fields", with_table(HISTORY, lambda data: data + b"`201720180SB54`\t1\n"), *LESS,
         (f"{HISTORY}.dat line 10 column 3", "wanted 13 fields", "got 2 fields")),
    Case("too many fields", with_table(VOTES, lambda data: data.replace(b"\n", b"\t`x`\n", 1)), *LESS,
         (f"{VOTES}.dat line 1 column 13", "wanted 12 fields", "got 13 fields")),
    Case("not UTF-8", with_table("LEGISLATOR_TBL", lambda data: data.replace("ó".encode(), b"\xf3", 1)), *PARTIAL,
         ("LEGISLATOR_TBL.dat line 1 byte", "wanted UTF-8", r"\xf3n")),
    Case("missing table", without(f"{HISTORY}.dat"), *LESS, ("table_missing", f"{HISTORY}", "has no such file")),
    Case("missing bills", without(f"{BILLS}.dat"), *FAILED, ("wanted BILL_TBL.dat", "no such file in the zip")),
    Case("empty bills", GOOD | {f"{BILLS}.dat": b""}, *FAILED, ("BILL_TBL.dat: wanted rows, got none",)),
    *(Case(f"empty {name}", GOOD | {f"{name}.dat": b""}, *LESS,
           (f"{name}.dat: wanted rows, since there are bills, got none",))
      for name in (HISTORY, VERSIONS, "BILL_VERSION_AUTHORS_TBL")),
    Case("empty roster", GOOD | {"LEGISLATOR_TBL.dat": b""}, *PARTIAL,
         ("LEGISLATOR_TBL.dat: wanted rows, since there are bills, got none",)),
    Case("empty locations", GOOD | {"LOCATION_CODE_TBL.dat": b""}, *PARTIAL,
         ("LOCATION_CODE_TBL.dat: wanted rows, since there are bills, got none",)),
    Case("missing lob", without("BILL_VERSION_TBL_2.lob"), *PARTIAL, ("BILL_VERSION_TBL_2.lob: wanted a file",)),
    Case("corrupt lob", GOOD | {"BILL_VERSION_TBL_2.lob": b"\x00\x01<caml"}, *PARTIAL,
         ("BILL_VERSION_TBL_2.lob: wanted well-formed CAML XML",)),
    Case("lob bomb", GOOD | {"BILL_VERSION_TBL_2.lob": b" " * 30_000_000}, *PARTIAL,
         ("BILL_VERSION_TBL_2.lob: wanted at most",)),
    Case("entity bomb", GOOD | {"BILL_VERSION_TBL_2.lob": caml("T.", "&b;").replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>', 1)},
         *PARTIAL,
         ("BILL_VERSION_TBL_2.lob: wanted well-formed CAML XML, got Maximum entity",)),
    Case("unknown location", with_rows(HISTORY, lambda rows: [
        row | {"ternary_location": "CS99"} if row["ternary_location"] else row for row in rows]), *PARTIAL,
         ("location code 'CS99' in 2 rows"), differs=frozenset({"actions", "changes", "bills"})),
    Case("unknown vote code", with_first(VOTES, vote_code="PXY"), *PARTIAL, ("vote code 'PXY' in 1 rows",),
         differs=frozenset({"votes", "vote_events", "changes", "bills"})),
    Case("unknown version code", with_rows(VERSIONS, lambda rows: [
        *rows, version("20170SB5497ZZZ", "201720180SB54", "2017-01-25", "New", None)]), *PARTIAL,
         ("version code 'ZZZ' in 1 rows",), differs=frozenset({"versions", "changes", "bills"})),
    Case("unknown measure type", with_rows(BILLS, lambda rows: [*rows, bill("201720180XB9")]), *PARTIAL,
         ("measure type 'XB' in 1 rows",), differs=frozenset({"bills", "changes", "bills_fts"})),
    Case("impossible date", with_first(HISTORY, action_date="2025-02-30 00:00:00"), *LESS,
         (f"{HISTORY}.dat line 1 column action_date", "wanted a date like", "2025-02-30 00:00:00")),
    Case("no number", with_first(VOTES, member_order="first"), *LESS,
         (f"{VOTES}.dat line 1 column member_order: wanted a whole number, got first",)),
    Case("no bill_id", with_first("COMMITTEE_HEARING_TBL", bill_id="SB 54"), *PARTIAL,
         ("COMMITTEE_HEARING_TBL.dat line 1 column bill_id: wanted a bill_id like",)),
    Case("bill twice", with_rows(BILLS, lambda rows: [*rows, rows[1]]), *FAILED,
         ("BILL_TBL.dat line 4 column bill_id: wanted a key of its own (line 2 has it), got 201720180SB54",)),
    Case("version twice", with_rows(VERSIONS, lambda rows: [*rows, rows[1]]), *LESS,
         ("BILL_VERSION_TBL.dat line 7", "wanted a key of its own (line 2 has it), got 20170AB1299INT")),
    Case("roll call twice", with_rows("BILL_SUMMARY_VOTE_TBL", lambda rows: [*rows, rows[1]]), *PARTIAL,
         ("BILL_SUMMARY_VOTE_TBL.dat line 3", "a key of its own (line 2 has it), got 201720180AB12 AFLOOR")),
    Case("table bomb", GOOD | {f"{HISTORY}.dat": table(HISTORY, GOOD[f"{HISTORY}.dat"]) * 50_000}, *LESS,
         (f"{HISTORY}.dat: wanted at most", "packed 1 to")),
    Case("line of 10 MB", GOOD | {f"{HISTORY}.dat": random.Random(1).randbytes(5_000_000).hex().encode()}, *LESS,
         (f"{HISTORY}.dat line 1: wanted a line of at most",)),
    Case("damaged agendas", with_table("COMMITTEE_AGENDA_TBL", lambda data: data + b"`\n"), *PARTIAL,
         ("COMMITTEE_AGENDA_TBL.dat line 3 column 1: wanted a string that closes",)),
    Case("lost backtick", with_table(HISTORY, lambda data: data.replace(b"2017.`", b"2017.", 1)), *LESS,
         (f"{HISTORY}.dat line 1 column 8: wanted 13 fields",)),
    Case("lost last backtick", with_table(HISTORY, lambda data: data.replace(b"NULL\n", b"`x\n", 1)), *LESS,
         (f"{HISTORY}.dat line 1 column 14: wanted 13 fields",)),
    Case("two of one name", GOOD | {"old/BILL_TBL.dat": b""}, *FAILED,
         ("wanted one member of each name, got BILL_TBL.dat and old/BILL_TBL.dat",)),
    Case("session not in the archive", GOOD, *FAILED, ("pubinfo_1999.zip is not in",), ("--session", "19992000")),
    Case("bill that is not there", GOOD, *FAILED, ("asked for among its 3",), ("--bill", "SB 9999")),
    Case("session in another spelling", GOOD, *FAILED, ("session '2017-18': wanted",), ("--session", "2017-18"),
         real=True),
    Case("not a WARC", None, *FAILED, ("wanted a WARC record",), raw=b"\x1f\x8b not a gzip, nor a WARC" * 50,
         real=True),
    Case("truncated WARC", None, *FAILED, ("wanted a record of",), raw=warc(zipped(GOOD), at=LATER)[:-500], real=True),
    Case("archive of other things", None, *FAILED, ("is not in",), raw=warc(b"x", url="https://example.org/x")),
]  # fmt: skip


def snapshot(db, *, without=(), ignore=()):
    """Every row of every table but those of `without`, in order, columns of `ignore` left out."""
    with contextlib.closing(sqlite3.connect(db)) as connection:
        every = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in every if not name.startswith(("sqlite_", "_")) and "_fts_" not in name]
        found = {}
        for name in set(names) - set(without):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] not in ignore]
            listed = ", ".join(f'"{column}"' for column in columns)
            found[name] = sorted(connection.execute(f"SELECT {listed} FROM {name}"), key=repr)
        return found


def assert_sound(db):
    with contextlib.closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert [(finding.name, finding.rows) for finding in run_checks(connection) if finding.rows] == []


def query(db, sql):
    with contextlib.closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A database after one good run."""
    folder = tmp_path_factory.mktemp("base")
    archive = folder / "good.warc.gz"
    archive.write_bytes(warc(zipped(GOOD)))
    done = collect(archive, folder / "bills.db")
    assert done.code == 0, done.out
    assert_sound(folder / "bills.db")
    return folder / "bills.db"


@pytest.fixture(scope="module")
def ended(base, tmp_path_factory):
    """Every case run on a copy of `base`."""
    folder = tmp_path_factory.mktemp("cases")
    runs = {}
    for number, case in enumerate(CASES):
        db, archive = folder / f"{number}.db", folder / f"{number}.warc.gz"
        body = case.body if isinstance(case.body, bytes) else zipped(case.body) if case.body else b""
        archive.write_bytes(case.raw or warc(body, at=LATER))
        shutil.copy(base, db)
        runs[case.name] = (archive, db, case)
    arguments = {"session": None, "bill": None}
    many = [
        arguments | {"archive": str(archive), "db": str(db)} | {case.args[0][2:]: case.args[1] for _ in case.args[:1]}
        for archive, db, case in runs.values()
        if not case.real
    ]
    done = iter(collect_many(many))
    return {
        name: (collect(archive, db, *case.args) if case.real else next(done), db)
        for name, (archive, db, case) in runs.items()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_source(case, ended, base):
    run, db = ended[case.name]
    assert run.code == case.code, run.out
    told = run.out + str(query(db, "SELECT kind, key, evidence FROM gaps"))
    assert [words for words in case.says if words not in told] == [], run.out
    assert f"outcome        {case.outcome}" in run.out
    assert_sound(db)
    if "--- ca" in run.out:  # an archive that cannot be opened, or a wrong argument, begins no run
        ((outcome, reason),) = query(db, "SELECT outcome, reason FROM runs ORDER BY id DESC LIMIT 1")
        assert outcome == case.outcome
        assert reason
    something_read = case.outcome == "partial" or "far less than before" in run.out
    ignore = ("last_seen_at",) if something_read else ()
    before, after = (snapshot(db, without=BOOKS | case.differs, ignore=ignore) for db in (base, db))
    assert after == before


def test_what_was_read_of_a_version_stays_when_its_text_cannot_be_read(ended, base):
    titles = "SELECT id, title, long_title FROM versions ORDER BY id"
    assert query(ended["corrupt lob"][1], titles) == query(base, titles)


def test_place_of_a_hearing_stays_when_the_names_of_places_cannot_be_read(ended, base):
    places = "SELECT id, place FROM hearings ORDER BY id"
    assert query(ended["empty locations"][1], places) == query(base, places)


@pytest.mark.parametrize("name", ["table bomb", "lob bomb", "line of 10 MB"])
def test_bombs_end_and_cost_little_memory(name, tmp_path):
    case = next(case for case in CASES if case.name == name)
    archive = tmp_path / "bomb.warc.gz"
    archive.write_bytes(warc(zipped(case.body)))
    limit = 1 << 30  # bytes of address space; a crawl alone takes about half
    done = collect(
        archive, tmp_path / "bills.db", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    )
    assert done.code == 3, done.out


NOTHING_OF = {
    HISTORY: lambda found: [b.actions for b in found if isinstance(b, items.Bill)],
    VERSIONS: lambda found: [b.versions for b in found if isinstance(b, items.Bill)],
    "BILL_VERSION_AUTHORS_TBL": lambda found: [b.sponsorships for b in found if isinstance(b, items.Bill)],
    "BILL_SUMMARY_VOTE_TBL": lambda found: [e.declared_yes for e in found if isinstance(e, items.VoteEvent)],
    VOTES: lambda found: [e.votes for e in found if isinstance(e, items.VoteEvent)],
    "BILL_MOTION_TBL": lambda found: [e.motion for e in found if isinstance(e, items.VoteEvent)],
    "BILL_ANALYSIS_TBL": lambda found: [
        d for b in found if isinstance(b, items.Bill) for d in b.documents if d.classification == "analysis"
    ],
    "VETO_MESSAGE_TBL": lambda found: [
        d for b in found if isinstance(b, items.Bill) for d in b.documents if "message" in d.classification
    ],
    "LEGISLATOR_TBL": lambda found: [p for p in found if isinstance(p, items.Person)],
    "LOCATION_CODE_TBL": lambda found: [o for o in found if isinstance(o, items.Organization)],
    "COMMITTEE_HEARING_TBL": lambda found: [h for h in found if isinstance(h, items.Hearing) and h.key[0] == "c"],
    "DAILY_FILE_TBL": lambda found: [h for h in found if isinstance(h, items.Hearing) and h.key[0] != "c"],
    "COMMITTEE_AGENDA_TBL": lambda found: [h.place for h in found if isinstance(h, items.Hearing) and h.key[0] == "c"],
}


@pytest.mark.parametrize("name", NOTHING_OF)
def test_good_rows_of_a_damaged_table_are_not_half_kept(name):
    found = read(with_table(name, lambda data: data + b"`cut off\n"))
    assert set(NOTHING_OF[name](found)) <= {None}
    gaps = [gap for gap in found if isinstance(gap, items.Gap)]
    assert [(gap.kind, gap.key) for gap in gaps if gap.kind == "table_damaged"] == [("table_damaged", name)]
    whole = read(GOOD)
    assert len([b for b in found if isinstance(b, items.Bill)]) == 3
    assert any(NOTHING_OF[name](whole))


# Wrong arguments


@pytest.mark.parametrize("name", ["absent.warc.gz", "empty"])
def test_archive_that_is_not_there(tmp_path, name):
    (tmp_path / "empty").mkdir()
    done = collect(tmp_path / name, tmp_path / "bills.db")
    assert done.code == 1
    assert "wanted a" in done.out
    assert "Traceback" not in done.out
    assert not (tmp_path / "bills.db").exists()


# A bigger dump, for what happens in the middle of a run


def big(bills=700):
    """A dump of so many bills with nine actions, two texts and a roll call each: several batches of writing."""
    chance = random.Random(54)
    words = "revenue county officer water school notice health record public vessel".split()
    files = {name: content for name, content in GOOD.items() if name != "BILL_ANALYSIS_TBL.dat"}
    files |= {"BILL_ANALYSIS_TBL.dat": []}
    for name in (BILLS, HISTORY, VERSIONS, VOTES, "BILL_SUMMARY_VOTE_TBL", "BILL_VERSION_AUTHORS_TBL"):
        files[f"{name}.dat"] = list(GOOD[f"{name}.dat"])
    names = {f"Member_{number}": chance.choice(("AYE", "NOE", "ABS")) for number in range(40)}
    for number in range(1_000, 1_000 + bills):
        one = f"201720180AB{number}"
        int_, amd = f"20170AB{number}99INT", f"20170AB{number}98AMD"
        files[f"{BILLS}.dat"].append(bill(one, latest_bill_version_id=amd))
        for place in range(1, 10):
            text = f"Line {place} of {number}: {' '.join(chance.choices(words, k=8))}."
            day = f"2017-01-{place + 9}"
            files[f"{HISTORY}.dat"].append(action(one, number * 10 + place, place, day, text, "Assembly"))
        for key, lob in ((int_, 2 * number), (amd, 2 * number + 1)):
            note = "Introduced" if key == int_ else "Amended Assembly"
            files[f"{VERSIONS}.dat"].append(
                version(key, one, "2017-01-10", note, f"BILL_VERSION_TBL_{lob}.lob", subject=f"Subject {number}.")
            )
            files[f"BILL_VERSION_TBL_{lob}.lob"] = caml(f"An act {number}.", " ".join(chance.choices(words, k=300)))
        roll = {"bill_id": one, "location_code": "AFLOOR", "vote_date_time": "2017-02-02 10:00:00",
                "vote_date_seq": 1, "motion_id": 12}  # fmt: skip
        counts = {name: list(names.values()).count(code) for name, code in
                  (("ayes", "AYE"), ("noes", "NOE"), ("abstain", "ABS"))}  # fmt: skip
        files["BILL_SUMMARY_VOTE_TBL.dat"].append(roll | counts | {"vote_result": "(PASS)"})
        files[f"{VOTES}.dat"] += ballots(roll, **names)
    return files


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """(archive, database, seconds) of a run over the bigger dump that nothing disturbed."""
    folder = tmp_path_factory.mktemp("big")
    archive = folder / "big.warc.gz"
    archive.write_bytes(warc(zipped(big())))
    began = time.monotonic()
    done = collect(archive, folder / "bills.db")
    assert done.code == 0, done.out
    assert_sound(folder / "bills.db")
    return archive, folder / "bills.db", time.monotonic() - began


OF_THE_RUN = ("run_id", "opened_at", "closed_at")


def same_rows(one, other):
    """The same data in both, change log apart."""
    left, right = (snapshot(db, without={"runs", "changes"}, ignore=OF_THE_RUN) for db in (one, other))
    assert left == right


def log_of(db):
    return sorted(query(db, "SELECT at, bill_id, kind, row_id, field, before, after FROM changes"), key=repr)


@pytest.fixture(scope="module")
def killed(undisturbed, tmp_path_factory):
    """A database of runs killed at several moments, each left sound, and then one to the end."""
    archive, _, seconds = undisturbed
    db = tmp_path_factory.mktemp("killed") / "bills.db"
    chance = random.Random(4)
    held: list[int] = []
    kills = 0
    for share in (0.35, 0.55, 0.75, 0.9, 0.7, 0.5, 0.3, 0.2, 0.1):
        process = subprocess.Popen(command(archive, db), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            # a machine that was busy before and is not now may be done by then, and is tried earlier
            assert process.wait(seconds * (share + chance.uniform(-0.1, 0.1))) == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills += process.wait() == -signal.SIGKILL
        if db.exists() and query(db, "SELECT 1 FROM sqlite_master WHERE name = 'bills'"):
            assert_sound(db)
            held.append(query(db, "SELECT count(*) FROM bills")[0][0])
        if kills == 4:
            break
    assert kills >= 3
    assert held == sorted(held), "nothing written is lost"
    done = collect(archive, db)
    assert done.code == 0, done.out
    return db


@pytest.fixture(scope="module")
def shared_by_two(undisturbed, tmp_path_factory):
    """A database two processes wrote the same dump into at the same time."""
    db = tmp_path_factory.mktemp("two") / "bills.db"
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda _: collect(undisturbed[0], db), range(2)):
            assert done.code == 0, done.out
            assert "locked" not in done.out
    return db


@pytest.mark.parametrize("which", ["killed", "shared_by_two"])
def test_disturbed_runs_end_with_the_rows_of_an_undisturbed_one(which, undisturbed, request):
    db = request.getfixturevalue(which)
    assert_sound(db)
    same_rows(db, undisturbed[1])
    assert set(log_of(undisturbed[1])) <= set(log_of(db))


@pytest.mark.parametrize("which", ["killed", "shared_by_two"])
def test_disturbed_runs_end_with_the_change_log_of_an_undisturbed_one(which, undisturbed, request):
    assert log_of(request.getfixturevalue(which)) == log_of(undisturbed[1])


@pytest.mark.parametrize("limit", [300_000, 1_500_000, 4_000_000])
def test_disk_that_fills_up(undisturbed, tmp_path, limit):
    archive = undisturbed[0]
    db = tmp_path / "bills.db"
    assert archive.stat().st_size < limit or limit == 300_000
    full = collect(archive, db, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert full.code == 1, full.out
    assert "outcome        failed" in full.out
    assert any(words in full.out for words in ("disk I/O error", "disk is full", "File too large")), full.out
    if query(db, "SELECT 1 FROM sqlite_master WHERE name = 'bills'"):
        assert_sound(db)


def test_the_url_is_the_official_one():
    assert URL == "https://downloads.leginfo.legislature.ca.gov/pubinfo_2017.zip"
