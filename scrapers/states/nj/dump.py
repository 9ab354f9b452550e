"""The official database of a New Jersey legislature: `DB<year>_TEXT.zip`, fourteen comma-separated tables.

Format, after the Readme.txt beside it: cp1252, CRLF, a header, every text in double quotes (which may hold line ends),
moments as `1/9/2024 0:00:00`, codes padded to three characters in some tables. Tables are joined by BillType and
BillNumber, agendas by CommHouse, Date, Time and Type, legislators by Roster Key.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from scrapers.errors import Blocked, LayoutChanged
from scrapers.extract import read_csv

_COLUMNS = {
    "ACRONYMS": "Acronym|Description",
    "AGENDAS": "CommHouse|Date|Time|Type|Location|Comments|RevDate|Status|ModDate",
    "BAGENDA": "CommHouse|Date|Time|Type|BillType|BillNumber|Category|RevDate|ModDate",
    "BILLHIST": "BillType|BillNumber|Sequence|DateAction|Action|Comment|House|ModDate",
    "BILLSPON": "BillType|BillNumber|Sequence|Sponsor|Type|Status|SponDate|WithDate|ModDate",
    "BILLSUBJ": "BillType|BillNumber|SubjectKey|ModDate",
    "BILLWP": "BillType|BillNumber|Document|DocType|ReprintNum|Pages|Comment|ModDate",
    "COMEMBER": "Code|Member|Position_on_Committee|Assignment_to_Committee|ModDate",
    "COMMITTEE": "Code|Description|House|Group|Type|Aide|Phone|ModDate",
    "LEGBIO": "Roster Key|Last_Name|First_Name|Middle_Name|Suffix|Legislator|URLPicture|PictureText",
    "MAINBILL": (
        "BillType|BillNumber|CurrentStatus|LDOA|IntroDate|ActualBillNumber|GovernorAction|PamphletLaw|ChapterLaw"
        "|EffectiveDate|Synopsis|IdenticalBillNumber|LastSessionFullBillNumber|OldBillNumber|Abstract"
    ),
    "NAGENDA": "CommHouse|Date|Time|Type|Action|LastName|FirstName|MiddleName|Position|Term|Resides_At|ModDate",
    "ROSTER": "District|House|LastName|Firstname|MidName|Suffix|LegPos|LegStatus|Party|Roster Key",
    "SUBJHEADINGS": "SubjAbbrev|SubOrTopic|Description|Parent|ModDate",
}
COLUMNS = {table: tuple(names.split("|")) for table, names in _COLUMNS.items()}
# what no meeting or nomination has filled yet is empty early in a legislature; these never are
NEVER_EMPTY = COLUMNS.keys() - {"AGENDAS", "BAGENDA", "NAGENDA", "COMEMBER"}

MAX_MEMBERS = 1000
MAX_MEMBER = 256 << 20  # bytes; the largest captured table has 4.5 million
MAX_RATIO = 200  # the captured tables deflate to a twentieth; deflate itself can reach 1,032
RATIO_MATTERS_FROM = 4 << 20
BROKEN = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
HTML = (b"<!doctype", b"<html", b"<head", b"<!--", b"<?xml")


class ZipTables:
    """The members of a zip by bare name, in any case and folder.

    Raises Blocked on an HTML page in its place, LayoutChanged on a zip that cannot be read.
    """

    def __init__(self, body: bytes, where: str) -> None:
        self.where = where
        if body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(HTML):
            raise Blocked(where, got=body[:200].decode("latin-1"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except BROKEN as error:
            raise LayoutChanged(where, wanted="a whole zip file", got=f"{error} ({len(body)} bytes)") from error
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise LayoutChanged(where, wanted=f"at most {MAX_MEMBERS} files", got=str(len(infos)))
        self.members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/").rsplit("/", 1)[-1].casefold()
            if name and self.members.setdefault(name, info) is not info:
                raise LayoutChanged(where, wanted="one file of each name", got=info.filename)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.members

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises LayoutChanged where it is missing, too big or damaged."""
        info = self.members.get(name.casefold())
        if info is None:
            raise LayoutChanged(f"{self.where} {name}", wanted="a file of that name", got="none")
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MAX_MEMBER or (info.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO):
            raise LayoutChanged(
                f"{self.where} {name}",
                wanted=f"at most {MAX_MEMBER} bytes, packed at most 1 to {MAX_RATIO}",
                got=f"{info.file_size} bytes, packed 1 to {ratio:.0f}",
            )
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size + 1)
        except BROKEN as error:
            raise LayoutChanged(f"{self.where} {name}", wanted="whole packed data", got=str(error)) from error

    def table(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table by column name, values stripped. Raises LayoutChanged on one that must not be empty."""
        name = f"{table}.TXT"
        empty = True
        for row in read_csv(self.read(name), COLUMNS[table], name, encoding="cp1252"):
            empty = False
            yield row
        if empty and table in NEVER_EMPTY:
            raise LayoutChanged(name, wanted="rows", got="none")
