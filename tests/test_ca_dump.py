"""The format of California's bulk files: fields, escapes, lines, zips, and their bounds."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from scrapers.errors import Blocked, LayoutChanged
from scrapers.states.ca import dump as ca_dump
from scrapers.states.ca.dump import COLUMNS, Dump
from tests.dumps import SHARED, good, open_dump, read, zipped

MOTIONS = "BILL_MOTION_TBL"  # four columns


def rows(content: str | bytes) -> list[list[str | None]]:
    data = content.encode() if isinstance(content, str) else content
    dump = open_dump(zipped({f"{MOTIONS}.dat": data}, zipfile.ZIP_STORED))
    try:
        return [row for _, row in dump.rows(MOTIONS)]
    finally:
        dump.close()


@pytest.mark.parametrize(
    "line, fields",
    [
        ("1\t`a`\tNULL\t2017-01-01 00:00:00", ["1", "a", None, "2017-01-01 00:00:00"]),
        ("1\t``\t`NULL`\t", ["1", "", "NULL", ""]),
        (r"1	`a\nb\n\nc`	`d\te`	`f\rg`", ["1", "a\nb\n\nc", "d\te", "f\rg"]),
        (r"1	`say \`this\``	`C:\\dir`	`\"x\"`", ["1", "say `this`", r"C:\dir", '"x"']),
        ("1\t`a\\\tb`\tNULL\tNULL", ["1", "a\tb", None, None]),
        ("1\t`a\tb`\tNULL\tNULL", ["1", "a\tb", None, None]),
        ("1\t`a`b`\t`c`\tx", ["1", "a`b", "c", "x"]),
        ("1\tit`s\t`c`\tx", ["1", "it`s", "c", "x"]),
        (r"1	\N	`\N`	x\\y", ["1", None, "N", r"x\y"]),
        ("1\t`Peña — “é”`\tNULL\tNULL", ["1", "Peña — “é”", None, None]),
    ],
)
def test_fields(line, fields):
    assert rows(line + "\n") == [fields]


def test_last_line_without_lf_and_crlf():
    assert rows("1\t`a`\tx\ty\r\n2\t`b`\tx\ty") == [["1", "a", "x", "y"], ["2", "b", "x", "y"]]


def test_string_over_several_lines_is_one_field_and_lines_are_still_counted():
    dump = open_dump({f"{MOTIONS}.dat": b"1\t`a\nb\n\nc`\t`d\n`\t`e`\n2\t`f`\tx\ty\n"})
    assert list(dump.rows(MOTIONS)) == [(1, ["1", "a\nb\n\nc", "d\n", "e"]), (6, ["2", "f", "x", "y"])]


@pytest.mark.parametrize(
    "content, where, wanted",
    [
        ("1\t`a`\tx\ty\n1\t`a`\tx\n", "line 2 column 4", "4 fields"),
        ("1\t`a`\tx\ty\tz\n", "line 1 column 5", "4 fields (motion_id, motion_text, trans_uid, trans_update)"),
        ("\n", "line 1 column 2", "4 fields"),
        (b"1\t`a`\tx\ty\n2\t`\xff\xfe`\tx\ty\n", "line 2 byte 4", "UTF-8"),
        ("1\t`a\tx\ty\n", "line 1 column 2", "a string that closes"),
        ("1\t`a\n" + "b\n" * 200 + "`\tx\ty\n", "line 1 column 2", "a string that closes"),
        ("1\t`a\tx\ty\n2\t`b`\tx\ty\n", "line 1 column 2", "a string that closes"),
        ("1\t`a\n2\t`b`\tx\ty\n", "line 1 column 2", "a string that closes"),
        ("1\tx\ty\tz\\\n", "line 1 column 4", "a field that ends"),
        ("1\t" + "x" * (ca_dump.MAX_LINE + 1), "line 1", "a line of at most"),
        ("1\t" + "x" * 10_000_000, "line 1", "a line of at most"),
    ],
)
def test_refused_with_file_line_and_column(content, where, wanted):
    with pytest.raises(LayoutChanged) as error:
        rows(content)
    assert error.value.where == f"{MOTIONS}.dat {where}"
    assert wanted in error.value.wanted
    assert len(str(error.value)) < 1_000


def test_width_of_every_table_is_that_of_the_official_loaders():
    loaders = SHARED / "captures/ca/schema/pubinfo_load_2020"
    if not loaders.is_dir():
        pytest.skip("SKIPPED: ../shared is absent, the official loaders are not compared")
    for table, columns in COLUMNS.items():
        script = (loaders / f"{table.lower()}.sql").read_text(encoding="latin-1")
        inside = script[script.index("(\n") + 1 : script.index(")", script.index("(\n"))]
        named = [part.strip().lower() for part in inside.replace("\n", " ").split(",")]
        assert len(named) == len(columns), table
        assert all(theirs == ours for theirs, ours in zip(named, columns, strict=True) if theirs[0] != "@"), table


def test_captured_escapes():
    path = SHARED / "captures/ca/mcp/datfiles/escaped_rows.dat"
    if not path.is_file():
        pytest.skip("SKIPPED: ../shared is absent, the captured escapes are not read")
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = ca_dump.split_joined(line, iter(()), "escaped_rows.dat")
        assert len(fields) == 18
        assert not any("\\" in field for field in fields if field)
        assert "\n" in fields[13]


# Zips


def test_folder_and_case_of_names_do_not_matter():
    moved = {f"pubinfo/{name.lower()}": content for name, content in good().items() if name.endswith(".lob")}
    moved |= {f"pubinfo/{name}": content for name, content in good().items() if name.endswith(".dat")}
    assert read({"pubinfo/": b"", **moved}) == read(good())


def test_two_members_of_one_name_are_refused():
    with pytest.raises(LayoutChanged, match=r"one member of each name, got BILL_TBL.dat and old/BILL_TBL.dat"):
        open_dump(good() | {"old/BILL_TBL.dat": b""})


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html>", b"\n\n <HTML><body>Request Rejected", b"\xef\xbb\xbf<html>"]
)
def test_html_in_its_place_is_a_block(page):
    with pytest.raises(Blocked):
        open_dump(page)


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99, -1])
def test_truncated_zip(keep):
    whole = zipped(good())
    with pytest.raises(LayoutChanged, match=r"wanted a whole zip file, got .* bytes"):
        open_dump(whole[: int(len(whole) * keep) if isinstance(keep, float) else keep])


def test_flipped_bytes_are_noticed():
    whole = bytearray(zipped({f"{MOTIONS}.dat": b"1\t`abcdefgh`\tx\ty\n" * 100}, zipfile.ZIP_STORED))
    whole[200] ^= 0x20
    dump = open_dump(bytes(whole))
    with pytest.raises(LayoutChanged, match=rf"{MOTIONS}.dat after line 0: wanted whole packed data, got Bad CRC-32"):
        list(dump.rows(MOTIONS))


def test_table_bomb_is_not_unpacked():
    bomb = open_dump({f"{MOTIONS}.dat": b"1\t`a`\tx\ty\n" * 3_000_000})
    with pytest.raises(LayoutChanged, match="packed at most 1 to 100, got 30000000 bytes, packed 1 to"):
        list(bomb.rows(MOTIONS))


def test_lob_bomb_is_not_unpacked():
    bomb = open_dump({"BILL_VERSION_TBL_1.lob": b" " * 20_000_000})
    with pytest.raises(LayoutChanged, match="packed at most"):
        bomb.lob("BILL_VERSION_TBL_1.lob")


def test_size_beyond_the_bound_is_refused_before_reading(monkeypatch):
    monkeypatch.setattr(ca_dump, "MAX_TABLE", 9)
    with pytest.raises(LayoutChanged, match="at most 9 bytes"):
        rows("1\t`a`\tx\ty\n")


def test_all_that_is_read_of_one_dump_is_bounded(monkeypatch):
    monkeypatch.setattr(ca_dump, "MAX_UNPACKED", 15)
    dump = open_dump({"a_1.lob": b"x" * 10})
    dump.lob("a_1.lob")
    with pytest.raises(LayoutChanged, match="at most 15 bytes in all"):
        dump.lob("a_1.lob")


def test_list_of_members_is_bounded_before_it_is_read(monkeypatch):
    monkeypatch.setattr(ca_dump, "MAX_DIRECTORY", 200)
    with pytest.raises(LayoutChanged, match="a list of members of at most 200 bytes"):
        open_dump(good())


def test_zip64_states_the_size_of_its_list_too(tmp_path):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(70_000):  # more than the 65,535 a plain end record can count
            archive.writestr(zipfile.ZipInfo(f"{number}.lob"), b"")
        listed_from = archive.fp.tell()
    data = out.getvalue()
    end = data.rindex(b"PK\x05\x06")
    assert data[end - 76 : end - 72] == b"PK\x06\x06"
    assert ca_dump.directory_size(out) == end - 76 - listed_from
    hostile = data[: end - 36] + struct.pack("<Q", 1 << 40) + data[end - 28 :]
    with pytest.raises(LayoutChanged, match=str(1 << 40)):
        open_dump(hostile)


def test_other_compressions_are_refused():
    dump = open_dump(zipped({f"{MOTIONS}.dat": b"1\t`a`\tx\ty\n"}, zipfile.ZIP_BZIP2))
    with pytest.raises(LayoutChanged, match="a stored or deflated file"):
        list(dump.rows(MOTIONS))


def test_missing_lob_is_named():
    dump = open_dump(good())
    with pytest.raises(LayoutChanged, match=r"^BILL_VERSION_TBL_99.lob: wanted a file of that name in"):
        dump.lob("BILL_VERSION_TBL_99.lob")


def test_a_dump_closes(tmp_path):
    path = tmp_path / "pubinfo_2017.zip"
    path.write_bytes(zipped(good()))
    dump = Dump(path)
    dump.close()
    assert dump.zip.fp is None
