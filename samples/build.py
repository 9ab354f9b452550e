"""Build the sample archive that `make demo` replays: `python samples/build.py [out]`.

facts/ (read and reviewed by people) → tables of the California dump → zip → WARC, the same bytes on every run.

The dump format is that of `pubinfo_YYYY.zip`: UTF-8, TAB between fields, LF after each row, no header, strings in
backticks, numbers, dates and `NULL` bare, large objects as files of their own whose bare name stands in the row.
Column order is that of the official loaders (`*_tbl.sql` in `pubinfo_load.zip`).
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from lxml import etree
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SAMPLES = Path(__file__).resolve().parent
FACTS = SAMPLES / "facts"
ARCHIVE = SAMPLES / "ca-20172018.warc.gz"
URL = "https://downloads.leginfo.legislature.ca.gov/pubinfo_2017.zip"
TAKEN = datetime(2018, 11, 30, 12, tzinfo=UTC)
SESSION = "20172018"
NOTE = "Written for this project from public facts. Not a copy of the official file; see samples/README.md."
MARK = "[Summary written for this sample; not the official text.]"
NO_TITLE = "[The long title of this text is not in this sample.]"
CAML = "http://lc.ca.gov/legalservices/schemas/caml.1#"

HOUSES = {"A": "ASSEMBLY", "S": "SENATE"}
MEMBER = {"ASSEMBLY": "Assembly Member", "SENATE": "Senator"}
VOTES = {"aye": "AYE", "noe": "NOE", "abs": "ABS"}
TALLY = re.compile(r"\(Ayes (\d+)\. Noes (\d+)\.\)")

COLUMNS = {
    "BILL_ANALYSIS_TBL": "analysis_id bill_id house analysis_type committee_code committee_name amendment_author"
    " analysis_date amendment_date page_num source_doc released_floor active_flg trans_uid trans_update",
    "BILL_DETAIL_VOTE_TBL": "bill_id location_code legislator_name vote_date_time vote_date_seq vote_code motion_id"
    " trans_uid trans_update member_order session_date speaker",
    "BILL_HISTORY_TBL": "bill_id bill_history_id action_date action trans_uid trans_update_dt action_sequence"
    " action_code action_status primary_location secondary_location ternary_location end_status",
    "BILL_MOTION_TBL": "motion_id motion_text trans_uid trans_update",
    "BILL_SUMMARY_VOTE_TBL": "bill_id location_code vote_date_time vote_date_seq motion_id ayes noes abstain"
    " vote_result trans_uid trans_update file_item_num file_location display_lines session_date",
    "BILL_TBL": "bill_id session_year session_num measure_type measure_num measure_state chapter_year chapter_type"
    " chapter_session_num chapter_num latest_bill_version_id active_flg trans_uid trans_update current_location"
    " current_secondary_loc current_house current_status days_31st_in_print",
    "BILL_VERSION_AUTHORS_TBL": "bill_version_id type house name contribution committee_members active_flg trans_uid"
    " trans_update primary_author_flg",
    "BILL_VERSION_TBL": "bill_version_id bill_id version_num bill_version_action_date bill_version_action request_num"
    " subject vote_required appropriation fiscal_committee local_program substantive_changes urgency taxlevy bill_xml"
    " active_flg trans_uid trans_update",
    "COMMITTEE_AGENDA_TBL": "committee_code committee_desc agenda_date agenda_time line1 line2 line3 building_type"
    " room_num",
    "COMMITTEE_HEARING_TBL": "bill_id committee_type committee_nr hearing_date location_code trans_uid"
    " trans_update_date",
    "DAILY_FILE_TBL": "bill_id location_code consent_calendar_code file_location publication_date floor_manager"
    " trans_uid trans_update_date session_num status",
    "LEGISLATOR_TBL": "district session_year legislator_name house_type author_name first_name last_name"
    " middle_initial name_suffix name_title web_name_title party active_flg trans_uid trans_update active_legislator",
    "LOCATION_CODE_TBL": "session_year location_code location_type consent_calendar_code description long_description"
    " active_flg trans_uid trans_update inactive_file_flg",
    "VETO_MESSAGE_TBL": "bill_id veto_date message trans_uid trans_update",
}

Row = Mapping[str, Any]


class FactError(ValueError):
    """The facts contradict themselves; the message names the bill and what does not fit."""


class Lob(str):
    """The file name of a large object, which the dump writes bare."""

    __slots__ = ()


@dataclass(frozen=True)
class Facts:
    """The parsed files of facts/; `texts` is version id → {digest, body}."""

    bills: list[dict[str, Any]]
    rolls: list[dict[str, Any]]
    legislators: list[dict[str, str]]
    locations: list[dict[str, str]]
    texts: dict[str, dict[str, str]]

    def rolls_of(self, bill: Row) -> list[dict[str, Any]]:
        return [roll for roll in self.rolls if roll["bill"] == bill["identifier"]]

    def members(self, house: str) -> set[str]:
        return {member["author_name"] for member in self.legislators if HOUSES[member["house"]] == house}


# Reading the facts


def load(folder: Path = FACTS) -> Facts:
    rolls = read_yaml(folder / "rollcalls.yml")
    for roll in rolls:
        roll.update({vote: split_names(roll[vote]) for vote in VOTES})
    return Facts(
        bills=read_yaml(folder / "bills.yml"),
        rolls=rolls,
        legislators=read_tsv(folder / "legislators.tsv"),
        locations=read_tsv(folder / "locations.tsv"),
        texts={path.stem: read_yaml(path) for path in sorted((folder / "versions").glob("*.yml"))},
    )


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def split_names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")] if text else []


# Checking the facts


def check(facts: Facts) -> None:
    """Raise FactError for the first thing in the facts that cannot be true."""
    for house in HOUSES.values():
        names = [member["author_name"] for member in facts.legislators if HOUSES[member["house"]] == house]
        refuse_twice(names, f"legislators.tsv, {house}")
    for roll in facts.rolls:
        check_roll(roll, facts)
    for bill in facts.bills:
        numbers = [roll["number"] for roll in facts.rolls_of(bill)]
        expect(numbers == list(range(1, len(numbers) + 1)), f"{bill['identifier']}: roll calls numbered {numbers}")
        check_authors(bill, facts)
        check_versions(bill, facts)
        check_history(bill, facts)
    listed = [version["id"] for bill in facts.bills for version in bill["versions"]]
    expect(sorted(listed) == sorted(facts.texts), "bills.yml and versions/ do not list the same texts")
    bills = {bill["identifier"] for bill in facts.bills}
    expect({roll["bill"] for roll in facts.rolls} <= bills, "rollcalls.yml names a bill that bills.yml does not")


def check_roll(roll: Row, facts: Facts) -> None:
    where = f"{roll['bill']} roll call {roll['number']}"
    named = {vote: len(roll[vote]) for vote in VOTES}
    expect(named == roll["counts"], f"{where}: states {roll['counts']}, names {named}")
    voters = [name for vote in VOTES for name in roll[vote]]
    refuse_twice(voters, where)
    house = house_of(roll["location"])
    strangers = sorted(set(voters) - facts.members(house))
    expect(not strangers, f"{where}: not in the {house}: {', '.join(strangers)}")
    expect(roll["location"] in codes(facts), f"{where}: unknown location {roll['location']}")
    expect(roll["result"] in {"PASS", "FAIL"}, f"{where}: unknown result {roll['result']}")


def check_authors(bill: Row, facts: Facts) -> None:
    for version in bill["versions"]:
        for author in authors(bill, version):
            known = author["type"] == "Committee" or author["name"] in facts.members(author["house"])
            expect(known, f"{bill['identifier']}: author {author['name']} is not in the {author['house']}")


def check_versions(bill: Row, facts: Facts) -> None:
    for version in bill["versions"]:
        stem = f"{SESSION[:4]}0{bill['type']}{bill['number']}"
        expect(re.fullmatch(stem + r"\d\d(INT|AMD|ENR|CHP)", version["id"]) is not None, f"odd id {version['id']}")
        expect(version["basis"] in {"proved", "inferred"}, f"{version['id']}: basis {version['basis']}")
    ids = [version["id"] for version in bill["versions"]]
    dates = [version["date"] for version in bill["versions"]]
    expect(ids == sorted(ids, key=version_number, reverse=True), f"{bill['identifier']}: versions out of order")
    expect(dates == sorted(dates), f"{bill['identifier']}: version dates out of order")
    known = {version["date"] for version in bill["versions"]}
    for analysis in bill["analyses"]:
        expect(analysis.get("text_of") in known | {None}, f"{bill['identifier']}: analysis of an unknown text")


def check_history(bill: Row, facts: Facts) -> None:
    rolls = {roll["number"]: roll for roll in facts.rolls_of(bill)}
    dates = [action["date"] for action in bill["history"]]
    expect(dates == sorted(dates), f"{bill['identifier']}: history out of order")
    for action in bill["history"]:
        where = f"{bill['identifier']}, {action['date']}: {action['text']!r}"
        stated = TALLY.search(action["text"])
        expect((stated is None) == ("tally_of" not in action), f"{where}: a tally needs tally_of, and the reverse")
        if stated:
            roll = rolls[action["tally_of"]]
            found = (str(roll["counts"]["aye"]), str(roll["counts"]["noe"]))
            expect(stated.groups() == found, f"{where}: the roll call says {found}")
            expect(roll["date"] == action["date"], f"{where}: the roll call is of {roll['date']}")
        place = action["at"][2] or ""
        expect(not re.match(r"C[SX]\d", place) or place in codes(facts), f"{where}: unknown location {place}")


def expect(true: bool, message: str) -> None:
    if not true:
        raise FactError(message)


def refuse_twice(names: Iterable[str], where: str) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    expect(not twice, f"{where}: named more than once: {', '.join(twice)}")


def codes(facts: Facts) -> set[str]:
    return {location["code"] for location in facts.locations}


def house_of(location: str) -> str:
    """Chamber of a location code: AFLOOR and CXnn are the Assembly's, SFLOOR and CSnn the Senate's."""
    return "ASSEMBLY" if location == "AFLOOR" or location.startswith("CX") else "SENATE"


def version_number(version_id: str) -> int:
    return int(version_id[-5:-3])


# Facts → rows


def bill_id(bill: Row) -> str:
    return f"{SESSION}0{bill['type']}{bill['number']}"


def authors(bill: Row, version: Row) -> list[dict[str, str]]:
    """Lead author first. The introduced text has the lead author alone; none where the facts do not tell."""
    if not version.get("authors_known", True):
        return []
    found = [bill["lead"] | {"contribution": "LEAD_AUTHOR"}]
    if version["id"].endswith("INT"):
        return found
    for house, names in bill["coauthors"].items():
        found += [
            {"type": "Legislator", "house": house, "name": name, "contribution": "COAUTHOR"}
            for name in split_names(names)
        ]
    return found


def tables(facts: Facts) -> dict[str, list[Row]]:
    """Rows of every table, by table name; a column that a row does not mention is NULL."""
    motions = {text: number for number, text in enumerate(dict.fromkeys(roll["motion"] for roll in facts.rolls), 1)}
    votes = list(ballots(facts, motions))
    made: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    made["BILL_TBL"] = [bill_row(bill) for bill in facts.bills]
    made["BILL_VERSION_TBL"] = list(version_rows(facts))
    made["BILL_VERSION_AUTHORS_TBL"] = list(author_rows(facts))
    made["BILL_HISTORY_TBL"] = list(history_rows(facts))
    made["BILL_ANALYSIS_TBL"] = list(analysis_rows(facts))
    made["BILL_MOTION_TBL"] = [{"motion_id": number, "motion_text": text} for text, number in motions.items()]
    made["BILL_SUMMARY_VOTE_TBL"] = [summary_row(roll, key) for roll, key in votes]
    made["BILL_DETAIL_VOTE_TBL"] = [row for roll, key in votes for row in detail_rows(roll, key, facts)]
    made["LEGISLATOR_TBL"] = [legislator_row(member) for member in facts.legislators]
    made["LOCATION_CODE_TBL"] = [location_row(location) for location in facts.locations]
    return made


def bill_row(bill: Row) -> Row:
    return {
        "bill_id": bill_id(bill),
        "session_year": SESSION,
        "session_num": "0",
        "measure_type": bill["type"],
        "measure_num": bill["number"],
        "measure_state": "Chaptered",
        "chapter_year": SESSION[:4],
        "chapter_type": "CHP",
        "chapter_session_num": "0",
        "chapter_num": str(bill["chapter"]),
        "latest_bill_version_id": bill["versions"][-1]["id"],
        "active_flg": "Y",
        "current_house": "Secretary of State",
        "current_status": "Chaptered",
    }


def version_rows(facts: Facts) -> Iterator[Row]:
    for bill in facts.bills:
        for version in bill["versions"]:
            yield {
                "bill_version_id": version["id"],
                "bill_id": bill_id(bill),
                "version_num": version_number(version["id"]),
                "bill_version_action_date": version["date"],
                "bill_version_action": version["action"],
                "subject": version["subject"],
                "vote_required": version.get("vote_required"),
                "urgency": version.get("urgency"),
                "bill_xml": lob_names(facts)[version["id"]],
                "active_flg": "Y",
            }


def lob_names(facts: Facts) -> dict[str, Lob]:
    ids = [version["id"] for bill in facts.bills for version in bill["versions"]]
    return {version_id: Lob(f"BILL_VERSION_TBL_{number}.lob") for number, version_id in enumerate(ids, 1)}


def author_rows(facts: Facts) -> Iterator[Row]:
    for bill in facts.bills:
        for version in bill["versions"]:
            for author in authors(bill, version):
                lead = author["contribution"] == "LEAD_AUTHOR"
                yield author | {
                    "bill_version_id": version["id"],
                    "active_flg": "Y",
                    "primary_author_flg": "Y" if lead else "N",
                }


def history_rows(facts: Facts) -> Iterator[Row]:
    steps = ((bill, place, action) for bill in facts.bills for place, action in enumerate(bill["history"], 1))
    for number, (bill, place, action) in enumerate(steps, 1):
        primary, secondary, ternary = action["at"]
        yield {
            "bill_id": bill_id(bill),
            "bill_history_id": number,
            "action_date": action["date"],
            "action": action["text"],
            "action_sequence": place,
            "action_status": "Applied",
            "primary_location": primary,
            "secondary_location": secondary,
            "ternary_location": ternary,
            "end_status": action["status"],
        }


def analysis_rows(facts: Facts) -> Iterator[Row]:
    found = ((bill, analysis) for bill in facts.bills for analysis in bill["analyses"])
    for number, (bill, analysis) in enumerate(found, 1):
        yield {
            "analysis_id": number,
            "bill_id": bill_id(bill),
            "house": "S" if analysis["type"] in {"CMTE", "FLOOR"} else "A",
            "analysis_type": analysis["type"],
            "committee_code": analysis["code"],
            "committee_name": analysis["by"],
            "amendment_author": bill["lead"]["name"],
            "analysis_date": analysis["date"],
            "amendment_date": analysis.get("text_of"),
            "active_flg": "Y",
        }


def ballots(facts: Facts, motions: Mapping[str, int]) -> Iterator[tuple[Row, Row]]:
    """Each roll call with its key in the official tables; the sequence tells apart those of one place and day."""
    seen: Counter[tuple[Any, ...]] = Counter()
    for bill in facts.bills:
        for roll in facts.rolls_of(bill):
            place = (roll["bill"], roll["location"], roll["date"])
            seen[place] += 1
            yield (
                roll,
                {
                    "bill_id": bill_id(bill),
                    "location_code": roll["location"],
                    "vote_date_time": roll["date"],
                    "vote_date_seq": seen[place],
                    "motion_id": motions[roll["motion"]],
                    "session_date": roll["date"],
                },
            )


def summary_row(roll: Row, key: Row) -> Row:
    counts = roll["counts"]
    stated = {"ayes": counts["aye"], "noes": counts["noe"], "abstain": counts["abs"]}
    return {**key, **stated, "vote_result": f"({roll['result']})"}


def detail_rows(roll: Row, key: Row, facts: Facts) -> Iterator[Row]:
    house = house_of(roll["location"])
    last = {m["author_name"]: m["last_name"] for m in facts.legislators if HOUSES[m["house"]] == house}
    voters = [(name, code) for vote, code in VOTES.items() for name in roll[vote]]
    voters.sort(key=lambda voter: (sort_key(last[voter[0]]), voter[0]))
    for order, (name, code) in enumerate(voters, 1):
        yield {**key, "legislator_name": name, "vote_code": code, "member_order": order}


def sort_key(name: str) -> str:
    """Plain letters for sorting: `Chávez` goes where `Chavez` would."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(sign))


def legislator_row(member: Row) -> Row:
    given = f"{member['first_name']} {member['middle']}".strip()
    title = MEMBER[HOUSES[member["house"]]]
    return {
        "district": member["district"],
        "session_year": SESSION,
        "legislator_name": f"{member['last_name']}, {given}",
        "house_type": member["house"],
        "author_name": member["author_name"],
        "first_name": member["first_name"],
        "last_name": member["last_name"],
        "middle_initial": member["middle"][:1] or None,
        "name_title": title,
        "web_name_title": title,
        "party": member["party"],
        "active_flg": "Y",
        "active_legislator": "Y" if member["serving"] == "yes" else "N",
    }


def location_row(location: Row) -> Row:
    return {
        "session_year": SESSION,
        "location_code": location["code"],
        "location_type": location["type"],
        "description": location["description"],
        "long_description": location["long_description"],
        "active_flg": "Y",
    }


# Texts in CAML, the XML of California bill texts (namespace caml.1#)


def caml(bill: Row, version: Row, text: Mapping[str, str]) -> bytes:
    """One bill text with the elements of the official ones; every paragraph in it is ours and says so."""
    final = version["id"].endswith("CHP")
    state = version["id"][-3:]
    actions = [one for one in bill["versions"] if one["date"] <= version["date"]]
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<caml:MeasureDoc version="1.0" xmlns:caml="{CAML}" xmlns:xlink="http://www.w3.org/1999/xlink">',
        f"\n<!-- {NOTE} -->\n",
        '<caml:Description xmlns="http://www.w3.org/1999/xhtml">',
        tag("Id", f"{SESSION[:4]}0{bill['type']:_<4}{bill['number']:04}{version['id'][-5:]}"),
        tag("VersionNum", str(version_number(version["id"]))),
        f"<caml:History>{''.join(caml_action(one) for one in actions)}</caml:History>",
        "<caml:LegislativeInfo>",
        *(tag(name, value) for name, value in measure(bill, state).items()),
        "</caml:LegislativeInfo>",
        *caml_authors(bill, version),
        tag("Title", bill.get("title", NO_TITLE) if final else NO_TITLE),
        *([tag("RelatingClause", bill["relating"])] if final and "relating" in bill else []),
        f"<caml:GeneralSubject>{tag('Subject', version['subject'])}</caml:GeneralSubject>",
        f"<caml:DigestText>{paragraph(text['digest'])}</caml:DigestText>",
        "</caml:Description>",
        '<caml:Bill id="bill" xmlns="http://www.w3.org/1999/xhtml">',
        tag("Preamble", "The people of the State of California do enact as follows:"),
        f'<caml:BillSection id="id_{version["id"]}_1">{tag("Num", "SECTION 1.")}',
        f"<caml:Content>{paragraph(text['body'])}</caml:Content></caml:BillSection>",
        "</caml:Bill></caml:MeasureDoc>",
    ]
    made = "".join(parts).encode()
    etree.fromstring(made)
    return made


def measure(bill: Row, state: str) -> dict[str, str]:
    info = {"SessionYear": SESSION[:4], "SessionNum": "0", "MeasureType": bill["type"]}
    info |= {"MeasureNum": str(bill["number"]), "MeasureState": state}
    if state == "CHP":
        info |= {"ChapterYear": SESSION[:4], "ChapterType": "CHP", "ChapterSessionNum": "0"}
        info |= {"ChapterNum": str(bill["chapter"])}
    return info


def caml_action(version: Row) -> str:
    name = tag("ActionText", version["action"].upper().replace(" ", "_"))
    return f"<caml:Action>{name}{tag('ActionDate', version['date'].isoformat())}</caml:Action>"


def caml_authors(bill: Row, version: Row) -> Iterator[str]:
    found = authors(bill, version)
    if not found:
        return
    lead = found[0]
    name = f"{MEMBER[lead['house']]} {lead['name']}" if lead["type"] == "Legislator" else lead["name"]
    yield f'<caml:AuthorText authorType="LEAD_AUTHOR">{escape(f"Introduced by {name}", quote=False)}</caml:AuthorText>'
    members = [author for author in found if author["type"] == "Legislator"]
    if members:
        yield f"<caml:Authors>{''.join(caml_member(author) for author in members)}</caml:Authors>"


def caml_member(author: Row) -> str:
    fields = {"Contribution": author["contribution"], "House": author["house"], "Name": author["name"]}
    return f"<caml:Legislator>{''.join(tag(name, value) for name, value in fields.items())}</caml:Legislator>"


def tag(name: str, text: str) -> str:
    return f"<caml:{name}>{escape(text, quote=False)}</caml:{name}>"


def paragraph(text: str) -> str:
    """Our own paragraph, marked as such, with `{--struck--}`, `{++added++}` and `{en}` in the official notation."""
    body = escape(f"{MARK} {text.strip()}", quote=False)
    body = re.sub(r"\{--(.+?)--\}", r'<?xm-deletion_mark data="\1"?>', body)
    body = re.sub(r"\{\+\+(.+?)\+\+\}", r"<?xm-insertion_mark_start?>\1<?xm-insertion_mark_end?>", body)
    body = body.replace("{en}", '<span class="EnSpace"/>')
    return f"<p>{body}</p>"


# Rows → files → zip → WARC


def files(facts: Facts) -> dict[str, bytes]:
    """Every file of the dump by name: a .dat for each table, and the .lob files that the tables name."""
    made = {f"{name}.dat": table(name, rows) for name, rows in tables(facts).items()}
    names = lob_names(facts)
    for bill in facts.bills:
        for version in bill["versions"]:
            made[names[version["id"]]] = caml(bill, version, facts.texts[version["id"]])
    return made


def table(name: str, rows: Iterable[Row]) -> bytes:
    columns = COLUMNS[name].split()
    stamp: Row = {"trans_uid": "sample", "trans_update": TAKEN, "trans_update_dt": TAKEN}
    lines = []
    for row in rows:
        expect(row.keys() <= set(columns), f"{name} has no column {sorted(row.keys() - set(columns))}")
        lines.append("\t".join(cell({**stamp, **row}.get(column)) for column in columns) + "\n")
    return "".join(lines).encode()


def cell(value: str | int | date | None) -> str:
    """One field as the dump writes it."""
    match value:
        case None:
            return "NULL"
        case Lob() | int():
            return str(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d} 00:00:00"
    expect(not set(value) & set("`\t\n\r"), f"cannot write {value!r} in this format")
    return f"`{value}`"


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """The files as a zip, stored and not deflated: the bytes then do not depend on the zlib at hand."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = NOTE.encode()
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, TAKEN.timetuple()[:6])
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, contents[name])
    return out.getvalue()


def warc(body: bytes) -> bytes:
    """A warcinfo record that says what this is, and the zip as the response to URL; one gzip member each."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    about = f"software: statehouse samples/build.py\r\nformat: WARC File Format 1.0\r\ndescription: {NOTE}\r\n".encode()
    writer.write_record(
        writer.create_warc_record(
            "", "warcinfo", payload=BytesIO(about), length=len(about), warc_headers_dict=record_headers(about)
        )
    )
    http = StatusAndHeaders(
        "200 OK",
        [
            ("Content-Type", "application/zip"),
            ("Last-Modified", format_datetime(TAKEN, usegmt=True)),
            ("Content-Length", str(len(body))),
        ],
        protocol="HTTP/1.1",
    )
    writer.write_record(
        writer.create_warc_record(
            URL,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=record_headers(body),
        )
    )
    return out.getvalue()


def record_headers(content: bytes) -> dict[str, str]:
    """A date and an id that are the same on every run; the id is made from the content."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{URL}#{sha256(content).hexdigest()}")
    return {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": f"{TAKEN:%Y-%m-%dT%H:%M:%SZ}"}


def build(out: Path = ARCHIVE) -> Path:
    """Check the facts and write the archive; raises FactError and writes nothing when they contradict themselves."""
    facts = load()
    check(facts)
    out.write_bytes(warc(zipped(files(facts))))
    return out


if __name__ == "__main__":
    written = build(Path(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE)
    sys.stdout.write(f"{written.name}: {written.stat().st_size:,} bytes\n")
