"""The official bulk file of a California session: `pubinfo_<year>.zip`, tables as `.dat`, large objects as `.lob`.

Format, after the Legislature's own loader scripts (pubinfo_load.zip): UTF-8, one row a line, TAB between fields,
strings in backticks, NULL bare, no header. As the loader reads it: a backslash escapes the next character, a backtick
closes a string where the field or the line ends after it, and a string may go on over the end of a line. A large
object is a file of its own, named in the row. The order of columns is below.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
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
MAX_DIRECTORY = 32 << 20  # bytes of the zip's own list of members; a whole session has 200,000 of about 80 bytes
MAX_LINE = 1 << 17  # bytes; the widest official column holds 2,000 characters
MAX_JOINED = 100  # lines one string may go on over
MAX_TABLE = 1 << 30  # bytes; the largest table, the votes of a session, has some 100 million
MAX_LOB = 32 << 20
MAX_UNPACKED = 32 << 30  # bytes read from one dump in all
MAX_RATIO = 100  # the official tables deflate to a twentieth; deflate itself can reach 1,032
RATIO_MATTERS_FROM = 4 << 20

Row = list[str | None]
FIELD = re.compile(r"`((?:[^`\\]|\\.|`(?!\t|\Z))*+)`(?=\t|\Z)|(?!`)((?:[^\t\\]|\\.)*+)(?=\t|\Z)", re.DOTALL)
PLAIN = re.compile(r"(?:(?:`[^`\t\\]*+`|[^`\t\\]*+)(?:\t|\Z))*+")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": ""}


class Dump:
    """An open bulk file. Raises Blocked on an HTML page in its place, LayoutChanged on a zip that cannot be read.

    Members are found by their bare name, in any case and any folder; a name that two members share is refused.
    """

    def __init__(self, path: Path, name: str | None = None, *, whole: bool = True) -> None:
        """`name` is what the source calls the file at `path`; one that is not `whole` holds only what changed."""
        self.name = name or path.name
        self.whole = whole
        self.unpacked = 0
        with path.open("rb") as stream:
            head = stream.read(512)
            if (
                head.lstrip(b"\xef\xbb\xbf \t\r\n")
                .lower()
                .startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<!--"))
            ):
                raise Blocked(self.name, got=head.decode("utf-8", "replace"))
            listed = directory_size(stream)
        if listed > MAX_DIRECTORY:
            raise LayoutChanged(
                self.name, wanted=f"a list of members of at most {MAX_DIRECTORY} bytes", got=str(listed)
            )
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, struct.error) as error:
            got = f"{error} ({path.stat().st_size} bytes)"
            raise LayoutChanged(self.name, wanted="a whole zip file", got=got) from error
        self.members: dict[str, zipfile.ZipInfo] = {}
        for info in self.zip.infolist():
            known = self.members.setdefault(bare(info.filename), info)
            if known is not info and not info.is_dir():
                self.close()
                got = f"{known.filename} and {info.filename}"
                raise LayoutChanged(self.name, wanted="one member of each name", got=got)
        self.tables = frozenset(table for table in COLUMNS if bare(f"{table}.dat") in self.members)

    def close(self) -> None:
        self.zip.close()

    def rows(self, table: str) -> Iterator[tuple[int, Row]]:
        """(line, fields) of each row of a table, fields in the order of COLUMNS, NULL as None.

        Raises LayoutChanged, naming file, line and column, on a row that is not as wide as the table, bytes that are
        not UTF-8, a string that does not close, a line or table over its bound, or a damaged member of the zip.
        """
        width = len(COLUMNS[table])
        name = f"{table}.dat"
        lines = self.lines(name)
        for number, line in lines:
            fields: Row
            if PLAIN.fullmatch(line):  # splitting at TABs is enough
                fields = [None if f == "NULL" else f[1:-1] if f[:1] == "`" else f for f in line.split("\t")]
            else:
                fields = split_joined(line, lines, f"{name} line {number}")
            if len(fields) != width:
                raise LayoutChanged(
                    f"{name} line {number} column {min(len(fields), width) + 1}",
                    wanted=f"{width} fields ({', '.join(COLUMNS[table])})",
                    got=f"{len(fields)} fields: {line}",
                )
            yield number, fields

    def lines(self, name: str) -> Iterator[tuple[int, str]]:
        number = 0
        tail = b""
        with self.open(name, MAX_TABLE) as stream:
            while chunk := self.read(stream, f"{name} after line {number}"):
                *parts, tail = (tail + chunk).split(b"\n")
                for part in parts:
                    number += 1
                    yield number, decode(part, name, number)
                if len(tail) > MAX_LINE:
                    break
        if tail:
            yield number + 1, decode(tail, name, number + 1)

    def lob(self, name: str) -> bytes:
        """The bytes of a large object. Raises LayoutChanged where it is missing, too big or damaged."""
        parts = []
        with self.open(name, MAX_LOB) as stream:
            while chunk := self.read(stream, name):
                parts.append(chunk)
        return b"".join(parts)

    def open(self, name: str, most: int) -> IO[bytes]:
        info = self.members.get(bare(name))
        if info is None:
            raise LayoutChanged(name, wanted=f"a file of that name in {self.name}", got="none")
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > most or (info.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO):
            raise LayoutChanged(
                name,
                wanted=f"at most {most} bytes, packed at most 1 to {MAX_RATIO}",
                got=f"{info.file_size} bytes, packed 1 to {ratio:.0f}",
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise LayoutChanged(name, wanted="a stored or deflated file", got=f"compression {info.compress_type}")
        try:
            return self.zip.open(info)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, struct.error) as error:
            raise LayoutChanged(name, wanted="a readable member of the zip", got=str(error)) from error

    def read(self, stream: IO[bytes], where: str) -> bytes:
        try:
            chunk = stream.read(CHUNK)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error) as error:
            raise LayoutChanged(where, wanted="whole packed data", got=str(error) or type(error).__name__) from error
        self.unpacked += len(chunk)
        if self.unpacked > MAX_UNPACKED:
            raise LayoutChanged(where, wanted=f"at most {MAX_UNPACKED} bytes in all", got="more")
        return chunk


def bare(name: str) -> str:
    return name.rsplit("/", 1)[-1].casefold()


def directory_size(stream: IO[bytes]) -> int:
    """Bytes a zip states for its list of members (APPNOTE.TXT 4.3.14 to 4.3.16); 0 where it states none."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(max(0, size - (1 << 16) - 98))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 16 > len(tail):
        return 0
    stated: int = struct.unpack_from("<I", tail, end + 12)[0]
    wide = end - 76  # where a zip64 record stands, if there is one
    if wide >= 0 and tail.startswith(b"PK\x06\x06", wide):
        stated = struct.unpack_from("<Q", tail, wide + 40)[0]
    return stated


def decode(line: bytes, name: str, number: int) -> str:
    if len(line) > MAX_LINE:
        raise LayoutChanged(f"{name} line {number}", wanted=f"a line of at most {MAX_LINE} bytes", got="more")
    try:
        return line.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError as error:
        got = repr(line[error.start : error.start + 16])
        raise LayoutChanged(f"{name} line {number} byte {error.start + 1}", wanted="UTF-8", got=got) from error


def split_joined(line: str, following: Iterator[tuple[int, str]], where: str) -> Row:
    """Fields of a row that needs more than a split at TABs; takes from `following` the lines its strings go on over.

    A string with both a line end and a TAB in it is refused: it is a lost backtick that would swallow the next row.
    """
    fields, rest = split_fields(line, where, 0)
    joined = 0
    while rest is not None:
        more = next(following, None) if joined < MAX_JOINED and len(rest) < MAX_LINE else None
        if more is None or "\t" in rest or "\t" in more[1].split("`\t")[0]:
            wanted = f"a string that closes, on its line or without a TAB within {MAX_JOINED} more"
            raise LayoutChanged(f"{where} column {len(fields) + 1}", wanted=wanted, got=rest)
        joined += 1
        rest = f"{rest}\n{more[1]}"
        if "`\t" in more[1] or more[1].endswith("`"):
            found, rest = split_fields(rest, where, len(fields))
            fields += found
    return fields


def split_fields(line: str, where: str, before: int) -> tuple[Row, str | None]:
    """(fields, rest): `rest` begins with the backtick of a string that is still open at the end of the line."""
    fields: Row = []
    place = 0
    while place <= len(line):
        found = FIELD.match(line, place)
        if found is None and line[place] == "`":
            return fields, line[place:]
        if found is None:
            column = before + len(fields) + 1
            raise LayoutChanged(f"{where} column {column}", wanted="a field that ends in TAB or LF", got=line[place:])
        quoted, plain = found.groups()
        if plain in ("NULL", "\\N"):
            fields.append(None)
        else:
            text = plain if quoted is None else quoted
            fields.append(ESCAPED.sub(lambda m: ESCAPES.get(m[1], m[1]), text))
        place = found.end() + 1
    return fields, None
