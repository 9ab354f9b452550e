"""The official bulk file of a California session: `pubinfo_<year>.zip`, tables as `.dat`, large objects as `.lob`.

Format, after the Legislature's own loader scripts (pubinfo_load.zip): UTF-8, one row a line, TAB between fields,
strings in backticks, NULL bare, no header; a backslash escapes the next character; a large object is a file of its
own, named in the row. The order of columns is below.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from scrapers.errors import Blocked, LayoutChanged

_COLUMNS = {
    "BILL_TBL": (
        "bill_id session_year session_num measure_type measure_num measure_state chapter_year chapter_type"
        " chapter_session_num chapter_num latest_bill_version_id active_flg trans_uid trans_update current_location"
        " current_secondary_loc current_house current_status days_31st_in_print"
    ),
    "BILL_HISTORY_TBL": (
        "bill_id bill_history_id action_date action trans_uid trans_update_dt action_sequence action_code action_status"
        " primary_location secondary_location ternary_location end_status"
    ),
    "BILL_VERSION_TBL": (
        "bill_version_id bill_id version_num bill_version_action_date bill_version_action request_num subject"
        " vote_required appropriation fiscal_committee local_program substantive_changes urgency taxlevy bill_xml"
        " active_flg trans_uid trans_update"
    ),
    "BILL_VERSION_AUTHORS_TBL": (
        "bill_version_id type house name contribution committee_members active_flg trans_uid trans_update"
        " primary_author_flg"
    ),
    "BILL_SUMMARY_VOTE_TBL": (
        "bill_id location_code vote_date_time vote_date_seq motion_id ayes noes abstain vote_result trans_uid"
        " trans_update file_item_num file_location display_lines session_date"
    ),
    "BILL_DETAIL_VOTE_TBL": (
        "bill_id location_code legislator_name vote_date_time vote_date_seq vote_code motion_id trans_uid trans_update"
        " member_order session_date speaker"
    ),
    "BILL_MOTION_TBL": "motion_id motion_text trans_uid trans_update",
    "BILL_ANALYSIS_TBL": (
        "analysis_id bill_id house analysis_type committee_code committee_name amendment_author analysis_date"
        " amendment_date page_num source_doc released_floor active_flg trans_uid trans_update"
    ),
    "LEGISLATOR_TBL": (
        "district session_year legislator_name house_type author_name first_name last_name middle_initial name_suffix"
        " name_title web_name_title party active_flg trans_uid trans_update active_legislator"
    ),
    "LOCATION_CODE_TBL": (
        "session_year location_code location_type consent_calendar_code description long_description active_flg"
        " trans_uid trans_update inactive_file_flg"
    ),
    "VETO_MESSAGE_TBL": "bill_id veto_date message trans_uid trans_update",
    "COMMITTEE_HEARING_TBL": (
        "bill_id committee_type committee_nr hearing_date location_code trans_uid trans_update_date"
    ),
    "COMMITTEE_AGENDA_TBL": (
        "committee_code committee_desc agenda_date agenda_time line1 line2 line3 building_type room_num"
    ),
    "DAILY_FILE_TBL": (
        "bill_id location_code consent_calendar_code file_location publication_date floor_manager trans_uid"
        " trans_update_date session_num status"
    ),
}
COLUMNS = {table: tuple(names.split()) for table, names in _COLUMNS.items()}

CHUNK = 1 << 20
MAX_LINE = 1 << 20  # the widest official column holds 2,000 characters
MAX_TABLE = 4 << 30
MAX_LOB = 64 << 20
MAX_RATIO = 400  # the official tables deflate to about a thirtieth; deflate itself cannot pass 1,032
RATIO_MATTERS_FROM = 16 << 20

Row = list[str | None]
FIELD = re.compile(r"`((?:[^`\\]|\\.)*+)`|([^\t`]*+)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "N": ""}


class Dump:
    """An open bulk file. Raises Blocked on an HTML page in its place, LayoutChanged on a zip that cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as stream:
            head = stream.read(512)
        if head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
            raise Blocked(path.name, got=head.decode("utf-8", "replace"))
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise LayoutChanged(
                path.name, wanted="a whole zip file", got=f"{error} ({path.stat().st_size} bytes)"
            ) from error
        self.members = {info.filename: info for info in self.zip.infolist()}
        self.tables = frozenset(name for name in COLUMNS if f"{name}.dat" in self.members)

    def close(self) -> None:
        self.zip.close()

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table, fields in the order of COLUMNS, NULL as None.

        Raises LayoutChanged, naming file, line and column, on a row that is not as wide as the table, bytes that are
        not UTF-8, a quote that does not close, a line or table over its bound, or a damaged member of the zip.
        """
        width = len(COLUMNS[table])
        name = f"{table}.dat"
        for number, line in self.lines(name):
            fields: Row
            if "\\" in line or line.count("`") % 2:
                fields = unescape(line, f"{name} line {number}")
            else:
                fields = [None if f == "NULL" else f[1:-1] if f[:1] == "`" else f for f in line.split("\t")]
            if len(fields) != width:
                raise LayoutChanged(
                    f"{name} line {number} column {min(len(fields), width) + 1}",
                    wanted=f"{width} fields ({', '.join(COLUMNS[table])})",
                    got=f"{len(fields)} fields: {line}",
                )
            yield fields

    def lines(self, name: str) -> Iterator[tuple[int, str]]:
        number = 0
        tail = b""
        with self.open(name, MAX_TABLE) as stream:
            while chunk := self.read(stream, name, number):
                parts = (tail + chunk).split(b"\n")
                tail = parts.pop()
                if len(tail) > MAX_LINE:
                    raise LayoutChanged(
                        f"{name} line {number + 1}", wanted=f"a line of at most {MAX_LINE} bytes", got="more"
                    )
                for part in parts:
                    number += 1
                    yield number, decode(part, name, number)
        if tail:
            yield number + 1, decode(tail, name, number + 1)

    def lob(self, name: str) -> bytes:
        """The bytes of a large object. Raises LayoutChanged where it is missing, too big or damaged."""
        with self.open(name, MAX_LOB) as stream:
            parts = []
            while chunk := self.read(stream, name, 0):
                parts.append(chunk)
        return b"".join(parts)

    def open(self, name: str, most: int) -> IO[bytes]:
        info = self.members.get(name)
        if info is None:
            raise LayoutChanged(name, wanted=f"a file of that name in {self.path.name}", got="none")
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > most or (info.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO):
            raise LayoutChanged(
                name,
                wanted=f"at most {most} bytes, packed at most 1 to {MAX_RATIO}",
                got=f"{info.file_size} bytes, packed 1 to {ratio:.0f}",
            )
        try:
            return self.zip.open(info)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
            raise LayoutChanged(name, wanted="a readable member of the zip", got=str(error)) from error

    def read(self, stream: IO[bytes], name: str, line: int) -> bytes:
        try:
            return stream.read(CHUNK)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, zipfile.zlib.error) as error:
            raise LayoutChanged(f"{name} after line {line}", wanted="whole packed data", got=str(error)) from error


def decode(line: bytes, name: str, number: int) -> str:
    try:
        return line.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError as error:
        got = repr(line[error.start : error.start + 16])
        raise LayoutChanged(f"{name} line {number} byte {error.start + 1}", wanted="UTF-8", got=got) from error


def unescape(line: str, where: str) -> Row:
    """Fields of a line that holds escapes, read one by one."""
    fields: Row = []
    place = 0
    while True:
        found = FIELD.match(line, place)
        if found is None or (found.end() < len(line) and line[found.end()] != "\t"):
            raise LayoutChanged(
                f"{where} column {len(fields) + 1}", wanted="a field in closed backticks", got=line[place:]
            )
        quoted, bare = found.groups()
        if quoted is not None:
            fields.append(re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), quoted, flags=re.DOTALL))
        else:
            fields.append(None if bare in ("NULL", "\\N") else bare)
        if found.end() >= len(line):
            return fields
        place = found.end() + 1
