"""Small California dumps for tests: rows → tables → zip → WARC, and the real command run on them.

A dump here is a dict of file name → content: a table's rows as dicts (columns left out are NULL), or raw bytes. The
bills, people and votes are made up; the shapes are those of the official files.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.defer import Deferred
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.commands.collect import EXIT_CODES, summary_text
from scrapers.items import Item
from scrapers.states.ca.dump import COLUMNS, Dump
from scrapers.states.ca.pages import bill_filter, read_dump

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
URL = "https://downloads.leginfo.legislature.ca.gov/pubinfo_2017.zip"
CAML = "http://lc.ca.gov/legalservices/schemas/caml.1#"
BARE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$|[A-Z_]+_\d+\.lob$")

Files = dict[str, Any]


def cell(value: str | int | None) -> str:
    """A field as the official files write it: numbers, moments and names of large objects bare."""
    if value is None:
        return "NULL"
    if isinstance(value, int) or BARE.match(value):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace("`", "\\`").replace("\n", "\\n").replace("\t", "\\t")
    return f"`{escaped}`"


def table(name: str, rows: list[dict[str, Any]]) -> bytes:
    columns = COLUMNS[name]
    for row in rows:
        assert row.keys() <= set(columns), row.keys() - set(columns)
    return "".join("\t".join(cell(row.get(column)) for column in columns) + "\n" for row in rows).encode()


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else table(Path(name).stem, content))
    return out.getvalue()


def warc(body: bytes, *, url: str = URL, at: str = "2018-12-01T12:00:00Z", kind: str = "application/zip") -> bytes:
    """One archived response, as a gzipped WARC file."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=headers,
        warc_headers_dict={"WARC-Date": at},
    )
    writer.write_record(record)
    return out.getvalue()


def open_dump(content: Files | bytes) -> Dump:
    """The dump of some files, or of the bytes in a zip's place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pubinfo_2017.zip"
        path.write_bytes(content if isinstance(content, bytes) else zipped(content))
        return Dump(path)


def read(
    content: Files | bytes, session: str | None = None, bill: str | None = None, *, whole: bool = True
) -> list[Item]:
    """All items of a dump."""
    dump = open_dump(content)
    dump.whole = whole
    try:
        return list(read_dump(dump, bill_filter(session, bill), lambda *_: None))
    finally:
        dump.close()


@dataclass
class Done:
    code: int
    out: str


def command(archive: Path, db: Path, *args: str) -> list[str]:
    collect = ["collect", "ca", "--archive", str(archive), "--db", str(db), *args]
    return [sys.executable, "-m", "scrapy.cmdline", *collect]


def collect(archive: Path, db: Path, *args: str, **popen: Any) -> Done:
    """`scrapy collect ca` in a process of its own; its output and log together."""
    done = subprocess.run(
        command(archive, db, *args), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, **popen
    )
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"))


def collect_many(runs: list[dict[str, str | None]]) -> list[Done]:
    """What `scrapy collect ca` does, for many archives one after the other in one process of its own.

    A run is {archive, db, session, bill}; `out` is its log and its summary.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.dumps", json.dumps(runs)], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return [Done(**one) for one in json.loads(done.stdout)]


async def crawl_all(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    results = []
    logging.getLogger().setLevel(logging.INFO)
    for run in runs:
        handler = logging.StreamHandler(log := StringIO())
        logging.getLogger().addHandler(handler)
        settings = Settings()
        settings.setmodule("scrapers.settings", priority="project")
        settings.setdict({"DB": run["db"], "ARCHIVE": run["archive"], "EXTENSIONS_BASE": {}}, priority="cmdline")
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler("ca")
        try:
            await runner.crawl(crawler, session=run["session"], bill=run["bill"])
            summary = crawler.stats.get_value("run/summary")
            out = f"{log.getvalue()}\n{summary_text('ca', summary)}"
            results.append({"code": EXIT_CODES[summary["outcome"]], "out": out})
        finally:
            logging.getLogger().removeHandler(handler)
    return results


# A good dump


def caml(title: str, *paragraphs: str, digest: str = "This bill would do a thing.") -> bytes:
    """A bill's text; paragraphs are CAML markup."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<caml:MeasureDoc version="1.0" xmlns:caml="{CAML}" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<caml:Description xmlns="http://www.w3.org/1999/xhtml">'
        f"<caml:Title>{title}</caml:Title><caml:DigestText><p>{digest}</p></caml:DigestText></caml:Description>"
        '<caml:Bill id="bill" xmlns="http://www.w3.org/1999/xhtml">'
        "<caml:Preamble>The people of the State of California do enact as follows:</caml:Preamble>"
        '<caml:BillSection id="s1"><caml:Num>SECTION 1.</caml:Num>'
        f"<caml:Content>{body}</caml:Content></caml:BillSection></caml:Bill></caml:MeasureDoc>"
    ).encode()


def bill(bill_id: str, **values: Any) -> dict[str, Any]:
    kind = bill_id[9:].rstrip("0123456789")
    row = {"bill_id": bill_id, "session_year": bill_id[:8], "session_num": bill_id[8], "measure_type": kind}
    return row | {"measure_num": int(bill_id[9 + len(kind) :]), "active_flg": "Y"} | values


def action(bill_id: str, number: int, sequence: int, day: str, text: str, *at: str | None) -> dict[str, Any]:
    primary, secondary, ternary = (*at, None, None, None)[:3]
    return {
        "bill_id": bill_id,
        "bill_history_id": number,
        "action_date": f"{day} 00:00:00",
        "action": text,
        "action_sequence": sequence,
        "primary_location": primary,
        "secondary_location": secondary,
        "ternary_location": ternary,
    }


def version(version_id: str, bill_id: str, day: str, note: str, lob: str | None, **values: Any) -> dict[str, Any]:
    number = int(version_id[-5:-3])
    row = {"bill_version_id": version_id, "bill_id": bill_id, "version_num": number, "bill_version_action": note}
    row |= {"bill_version_action_date": f"{day} 00:00:00", "vote_required": "Majority", "urgency": "No"}
    return row | {"bill_xml": lob, "active_flg": "Y"} | values


def author(version_id: str, house: str, name: str, contribution: str = "COAUTHOR", **values: Any) -> dict[str, Any]:
    row = {"bill_version_id": version_id, "type": "Legislator", "house": house, "name": name, "active_flg": "Y"}
    primary = "Y" if contribution == "LEAD_AUTHOR" else "N"
    return row | {"contribution": contribution, "primary_author_flg": primary} | values


def member(district: str, author_name: str | None, given: str, family: str, **values: Any) -> dict[str, Any]:
    row = {"district": district, "session_year": "20172018", "house_type": district[0], "active_flg": "Y"}
    row |= {"legislator_name": f"{family}, {given}", "author_name": author_name, "first_name": given}
    return row | {"last_name": family, "party": "DEM", "active_legislator": "Y"} | values


def location(code: str, kind: str, name: str, **values: Any) -> dict[str, Any]:
    row = {"session_year": "20172018", "location_code": code, "location_type": kind, "description": f"x {name}"}
    return row | {"long_description": name, "active_flg": "Y"} | values


SENATE_ROLL = {
    "bill_id": "201720180SB54",
    "location_code": "CS72",
    "vote_date_time": "2017-01-31 00:00:00",
    "vote_date_seq": 1,
    "motion_id": 11,
}
FLOOR_ROLL = {
    "bill_id": "201720180AB12",
    "location_code": "AFLOOR",
    "vote_date_time": "2017-03-02 14:05:33",
    "vote_date_seq": 1,
    "motion_id": 12,
}


def ballots(roll: dict[str, Any], **codes: str) -> list[dict[str, Any]]:
    voters = enumerate(codes.items(), 1)
    return [
        roll | {"legislator_name": name.replace("_", " "), "vote_code": code, "member_order": order}
        for order, (name, code) in voters
    ]


def good() -> Files:
    """AB 12 (urgent, chaptered), SB 54 (in committee), ABX1 4 (vetoed), with everything under them."""
    ab, sb, extra = "201720180AB12", "201720180SB54", "201720181AB4"
    return {
        "BILL_TBL.dat": [
            bill(
                ab,
                chapter_year="2017",
                chapter_type="CHP",
                chapter_session_num="0",
                chapter_num="7",
                latest_bill_version_id="20170AB1297CHP",
                current_status="Chaptered",
            ),
            bill(sb, latest_bill_version_id="20170SB5498AMD", current_location="CS72", current_house="Senate"),
            bill(extra, latest_bill_version_id="20171AB499INT", current_status="Vetoed"),
        ],
        "BILL_HISTORY_TBL.dat": [
            action(ab, 104, 4, "2017-03-20", "Chaptered by Secretary of State - Chapter 7, Statutes of 2017.",
                   "Secretary of State"),
            action(ab, 101, 1, "2016-12-05", "Read first time.  To print.", "Assembly", "Desk"),
            action(ab, 102, 2, "2017-03-02", "Read third time.  Urgency clause adopted.  Passed.  Ordered to the"
                   " Senate.  (Ayes 2. Noes 0. Page 99.)", "Assembly", "Desk"),
            action(ab, 103, 3, "2017-03-15", "Approved by the Governor.", "Governor"),
            action(sb, 202, 2, "2017-01-17", "Referred to Com. on  PUB. S. ", "Senate", "Committee", "CS72"),
            action(sb, 201, 1, "2016-12-05", "Introduced.  Read first time.  To print.", "Senate", "Rules"),
            action(sb, 203, 3, "2017-02-01", "From committee: Do pass. (Ayes 1. Noes 1.) (January  31).",
                   "Senate", "Committee", "CS72"),
            action(extra, 301, 1, "2017-01-09", "Read first time.", "Assembly", "Desk"),
            action(extra, 302, 2, "2017-04-01", "Vetoed by Governor.", "Governor"),
        ],
        "BILL_VERSION_TBL.dat": [
            version("20170AB1297CHP", ab, "2017-03-20", "Chaptered", "BILL_VERSION_TBL_3.lob", subject="Small things.",
                    vote_required="2/3", urgency="Yes"),
            version("20170AB1299INT", ab, "2016-12-05", "Introduced", "BILL_VERSION_TBL_1.lob", subject="Things."),
            version("20170AB1298AMD", ab, "2017-02-20", "Amended Assembly", "BILL_VERSION_TBL_2.lob", subject="Things.",
                    vote_required="2/3", urgency="Yes"),
            version("20170SB5499INT", sb, "2016-12-05", "Introduced", "BILL_VERSION_TBL_4.lob", subject="Other."),
            version("20170SB5498AMD", sb, "2017-01-24", "Amended Senate", "BILL_VERSION_TBL_5.lob", subject="Others."),
            version("20171AB499INT", extra, "2017-01-09", "Introduced", "BILL_VERSION_TBL_6.lob", subject="Extra."),
        ],
        "BILL_VERSION_AUTHORS_TBL.dat": [
            author("20170AB1297CHP", "SENATE", "De León"),
            author("20170AB1297CHP", "ASSEMBLY", "Ting", "LEAD_AUTHOR"),
            author("20170AB1299INT", "ASSEMBLY", "Ting", "LEAD_AUTHOR"),
            author("20170SB5498AMD", "SENATE", "Committee on Public Safety", "LEAD_AUTHOR", type="Committee"),
            author("20170SB5498AMD", "ASSEMBLY", "Ting", "PRINCIPAL_COAUTHOR"),
            author("20170SB5498AMD", "ASSEMBLY", "Gone", active_flg="N"),
            author("20171AB499INT", "ASSEMBLY", "Bloom", "LEAD_AUTHOR"),
        ],
        "BILL_SUMMARY_VOTE_TBL.dat": [
            SENATE_ROLL | {"ayes": 1, "noes": 1, "abstain": 0, "vote_result": "(FAIL)"},
            FLOOR_ROLL | {"ayes": 2, "noes": 0, "abstain": 1, "vote_result": "(PASS)"},
        ],
        "BILL_DETAIL_VOTE_TBL.dat": [
            *ballots(SENATE_ROLL, De_León="AYE", Nguyen="NOE"),
            *ballots(FLOOR_ROLL, Bloom="AYE", Ting="AYE", Waldron="ABS"),
        ],
        "BILL_MOTION_TBL.dat": [
            {"motion_id": 11, "motion_text": "Do pass."},
            {"motion_id": 12, "motion_text": "AB 12 Ting  Assembly Third Reading Urgency"},
        ],
        "BILL_ANALYSIS_TBL.dat": [
            {"analysis_id": 9, "bill_id": sb, "committee_code": "CS72", "committee_name": "Senate  Public Safety",
             "analysis_date": "2017-01-30 00:00:00", "active_flg": "Y"},
            {"analysis_id": 8, "bill_id": sb, "committee_code": "CZ01", "committee_name": None,
             "analysis_date": None, "active_flg": "Y"},
        ],
        "LEGISLATOR_TBL.dat": [
            member("SD24", "De León", "Kevin", "De León"),
            member("SD34", "Nguyen", "Janet", "Nguyen", party="REP"),
            member("AD19", "Ting", "Philip", "Ting"),
            member("AD19", "Phil Ting", "Philip", "Ting", active_legislator="N", active_flg="N"),
            member("AD50", "Bloom", "Richard", "Bloom"),
            member("AD75", "Waldron", "Marie", "Waldron", party="REP"),
            {"district": "SD36", "session_year": "20172018", "house_type": "S", "active_flg": "Y"},
        ],
        "LOCATION_CODE_TBL.dat": [
            location("CS72", "B", "Public Safety"),
            location("CX18", "B", "Public Safety"),
            location("CONFCM", "V", "Conference Committee Vote"),
            location("SF0510", "M", "Special Consent Calendar No. 29", consent_calendar_code="29"),
            location("AF0240", "M", "Third Reading File"),
        ],
        "VETO_MESSAGE_TBL.dat": [
            {"bill_id": extra, "veto_date": "2017-04-01 00:00:00", "message": "VETO_MESSAGE_TBL_1.lob"},
            {"bill_id": ab, "veto_date": "2017-03-15 00:00:00", "message": "VETO_MESSAGE_TBL_2.lob"},
        ],
        "COMMITTEE_HEARING_TBL.dat": [
            {"bill_id": sb, "committee_type": "C", "committee_nr": 1, "hearing_date": "2017-01-31 00:00:00",
             "location_code": "CS72"},
            {"bill_id": extra, "hearing_date": "2017-03-07 00:00:00", "location_code": "CX18"},
        ],
        "COMMITTEE_AGENDA_TBL.dat": [
            {"committee_code": "CS72", "committee_desc": "Public Safety", "agenda_date": "2017-01-31 00:00:00",
             "agenda_time": "9:30 a.m.", "building_type": "State Capitol", "room_num": "3191"},
            {"committee_code": "CX18", "agenda_date": "2017-03-07 00:00:00", "agenda_time": "Upon adjournment",
             "building_type": "State Capitol", "room_num": "126"},
        ],
        "DAILY_FILE_TBL.dat": [
            {"bill_id": ab, "location_code": "AFLOOR", "file_location": "AF0240",
             "publication_date": "2017-03-02 00:00:00", "session_num": "0"},
            {"bill_id": sb, "location_code": "SFLOOR", "file_location": "SF0510", "consent_calendar_code": 29,
             "publication_date": "2017-02-06 00:00:00"},
            {"bill_id": None, "file_location": "AF0240", "publication_date": "2017-03-02 00:00:00"},
        ],
        "VETO_MESSAGE_TBL_1.lob": b"To the Members:\nI am returning Assembly Bill X1 4 without my signature.\n",
        "VETO_MESSAGE_TBL_2.lob": "I am signing Assembly Bill 12 – gladly.\n".encode(),
        "BILL_VERSION_TBL_1.lob": caml("An act to do things.", "Things are done."),
        "BILL_VERSION_TBL_2.lob": caml(
            "An act to do things, and declaring the urgency thereof.",
            '<?xm-deletion_mark data="Things"?> <?xm-insertion_mark_start?>Small things<?xm-insertion_mark_end?>'
            " are done.",
        ),
        "BILL_VERSION_TBL_3.lob": caml("An act to do things.", "Small things are done."),
        "BILL_VERSION_TBL_4.lob": caml("An act.", "Others."),
        "BILL_VERSION_TBL_5.lob": caml("An act.", 'Others<span class="EnSpace"/>too.'),
        "BILL_VERSION_TBL_6.lob": caml("An act.", "Extra."),
    }  # fmt: skip


def main() -> None:
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react

    def run(_: object) -> Deferred[None]:
        found = Deferred.fromFuture(asyncio.ensure_future(crawl_all(json.loads(sys.argv[1]))))
        return found.addCallback(lambda results: sys.stdout.write(json.dumps(results)))

    react(run)


if __name__ == "__main__":
    main()
