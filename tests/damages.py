"""Ways a source goes wrong, each done to the sample dump: what every tracker of this kind meets sooner or later.

A damage takes the files of the dump (name → bytes) and gives them back damaged. `DAMAGES` maps a plain name to one.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from scrapy import Request

from scrapers.archive.replay import Replay
from scrapers.states.ca.dump import COLUMNS

Files = dict[str, bytes]
Damage = Callable[[Files, random.Random], bytes]
BLOCK_PAGE = b"<!DOCTYPE html><html><head><title>Access denied</title></head><body>Request blocked.</body></html>"


def sample_files(archive: Path) -> Files:
    """The files of the zip in the sample archive."""
    replay = Replay(archive)
    request = Request("https://downloads.leginfo.legislature.ca.gov/pubinfo_2017.zip", meta={"to_file": True})
    response, _ = replay.answer(request)
    with zipfile.ZipFile(response.path) as dump:  # type: ignore[attr-defined]
        files = {name: dump.read(name) for name in dump.namelist()}
    replay.close()
    return files


def pack(files: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as dump:
        for name in sorted(files):
            dump.writestr(name, files[name])
    return stream.getvalue()


def rows(files: Files, table: str) -> list[list[str]]:
    return [line.split("\t") for line in files[f"{table}.dat"].decode().splitlines()]


def put(files: Files, table: str, found: list[list[str]]) -> Files:
    return files | {f"{table}.dat": "".join("\t".join(row) + "\n" for row in found).encode()}


def column(table: str, name: str) -> int:
    return COLUMNS[table].index(name)


def without(*names: str) -> Damage:
    return lambda files, _: pack({name: data for name, data in files.items() if name not in names})


def each_row(table: str, change: Callable[[list[str]], list[str]]) -> Damage:
    return lambda files, _: pack(put(files, table, [change(list(row)) for row in rows(files, table)]))


def one_row(table: str, change: Callable[[list[str]], list[str]], *, like: str = "") -> Damage:
    """Change one row, of those that hold `like`."""

    def damage(files: Files, chance: random.Random) -> bytes:
        found = rows(files, table)
        place = chance.choice([n for n, row in enumerate(found) if like in "\t".join(row)])
        found[place] = change(found[place])
        return pack(put(files, table, found))

    return damage


def drop_row(table: str, *, like: str = "") -> Damage:
    def damage(files: Files, chance: random.Random) -> bytes:
        found = rows(files, table)
        del found[chance.choice([n for n, row in enumerate(found) if like in "\t".join(row)])]
        return pack(put(files, table, found))

    return damage


def repeat_row(table: str) -> Damage:
    def damage(files: Files, chance: random.Random) -> bytes:
        found = rows(files, table)
        return pack(put(files, table, [*found, chance.choice(found)]))

    return damage


def field(table: str, name: str, value: str | Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    place = column(table, name)

    def change(row: list[str]) -> list[str]:
        row[place] = value(row[place]) if callable(value) else value
        return row

    return change


def insert_action(files: Files, chance: random.Random) -> bytes:
    """One action more, in the middle of a bill's list, the ones after it renumbered."""
    table = "BILL_HISTORY_TBL"
    bill, order, identity = column(table, "bill_id"), column(table, "action_sequence"), column(table, "bill_history_id")
    found = sorted((row for row in rows(files, table) if "SB54" in row[bill]), key=lambda row: int(row[order]))
    place = chance.randrange(2, len(found) - 1)
    new = list(found[place])
    new[column(table, "action")] = "`Joint Rule 62(a) suspended.`"
    new[identity] = "999999"
    found.insert(place, new)
    for number, row in enumerate(found, 1):
        row[order] = str(number)
    return pack(put(files, table, [*(row for row in rows(files, table) if "SB54" not in row[bill]), *found]))


def swap_dates(files: Files, chance: random.Random) -> bytes:
    table = "BILL_HISTORY_TBL"
    found, place = rows(files, table), column(table, "action_date")
    one = chance.randrange(len(found))
    other = chance.choice([n for n, row in enumerate(found) if row[place] != found[one][place]])
    found[one][place], found[other][place] = found[other][place], found[one][place]
    return pack(put(files, table, found))


def cut(files: Files, _: random.Random) -> bytes:
    data = pack(files)
    return data[: len(data) * 2 // 3]


def cut_table(table: str) -> Damage:
    def damage(files: Files, _: random.Random) -> bytes:
        data = files[f"{table}.dat"]
        return pack(files | {f"{table}.dat": data[: len(data) * 2 // 3]})

    return damage


def whole_lines_only(table: str) -> Damage:
    def damage(files: Files, _: random.Random) -> bytes:
        found = rows(files, table)
        return pack(put(files, table, found[: len(found) * 2 // 3]))

    return damage


def flip_bytes(files: Files, chance: random.Random) -> bytes:
    data = bytearray(pack(files))
    start = data.index(b"BILL_DETAIL_VOTE_TBL.dat") + 200
    for _ in range(8):
        data[start + chance.randrange(400)] ^= 0xFF
    return bytes(data)


def rename_lobs(files: Files, _: random.Random) -> bytes:
    return pack({re.sub(r"\.lob$", ".txt", name): data for name, data in files.items()})


DAMAGES: dict[str, Damage] = {
    "the table of roll calls is gone": without("BILL_SUMMARY_VOTE_TBL.dat"),
    "the table of members' votes is gone": without("BILL_DETAIL_VOTE_TBL.dat"),
    "both vote tables are gone": without("BILL_SUMMARY_VOTE_TBL.dat", "BILL_DETAIL_VOTE_TBL.dat"),
    "both vote tables are empty": lambda f, _: pack(
        f | {"BILL_SUMMARY_VOTE_TBL.dat": b"", "BILL_DETAIL_VOTE_TBL.dat": b""}
    ),
    "the table of bills is gone": without("BILL_TBL.dat"),
    "the table of bills is empty": lambda f, _: pack(f | {"BILL_TBL.dat": b""}),
    "the history is gone": without("BILL_HISTORY_TBL.dat"),
    "the history is empty": lambda f, _: pack(f | {"BILL_HISTORY_TBL.dat": b""}),
    "the versions are gone": without("BILL_VERSION_TBL.dat"),
    "the legislators are gone": without("LEGISLATOR_TBL.dat"),
    "a table has another name": lambda f, _: pack({n.replace("BILL_MOTION", "MOTION"): d for n, d in f.items()}),
    "the texts have another ending": rename_lobs,
    "one bill is missing": drop_row("BILL_TBL", like="AB450"),
    "one member is missing from a roll": drop_row("BILL_DETAIL_VOTE_TBL"),
    "one member is twice in a roll": repeat_row("BILL_DETAIL_VOTE_TBL"),
    "one roll call is missing": drop_row("BILL_SUMMARY_VOTE_TBL"),
    "one roll call is twice": repeat_row("BILL_SUMMARY_VOTE_TBL"),
    "one action is missing": drop_row("BILL_HISTORY_TBL"),
    "one action is twice": repeat_row("BILL_HISTORY_TBL"),
    "one action is worded otherwise": one_row(
        "BILL_HISTORY_TBL",
        field("BILL_HISTORY_TBL", "action", "`Read third time and refused passage.`"),
        like="Read third time",
    ),
    "one action is put in the middle": insert_action,
    "two dates are swapped": swap_dates,
    "one date is impossible": one_row(
        "BILL_HISTORY_TBL", field("BILL_HISTORY_TBL", "action_date", "2017-02-30 00:00:00")
    ),
    "dates are written another way": each_row(
        "BILL_HISTORY_TBL", field("BILL_HISTORY_TBL", "action_date", lambda v: f"{v[5:7]}/{v[8:10]}/{v[:4]}")
    ),
    "a column is put in front": each_row("BILL_DETAIL_VOTE_TBL", lambda row: ["`X`", *row]),
    "a column is dropped": each_row("BILL_SUMMARY_VOTE_TBL", lambda row: [*row[:5], *row[6:]]),
    "ayes and noes change places": each_row("BILL_SUMMARY_VOTE_TBL", lambda row: [*row[:5], row[6], row[5], *row[7:]]),
    "votes are coded otherwise": each_row(
        "BILL_DETAIL_VOTE_TBL", field("BILL_DETAIL_VOTE_TBL", "vote_code", lambda v: {"`AYE`": "`Y`"}.get(v, v))
    ),
    "one count is wrong": one_row("BILL_SUMMARY_VOTE_TBL", field("BILL_SUMMARY_VOTE_TBL", "ayes", "99")),
    "one result is turned round": one_row(
        "BILL_SUMMARY_VOTE_TBL", field("BILL_SUMMARY_VOTE_TBL", "vote_result", "`(FAIL)`"), like="SFLOOR"
    ),
    "titles are empty everywhere": each_row("BILL_VERSION_TBL", field("BILL_VERSION_TBL", "subject", "NULL")),
    "members' names are spelled otherwise": each_row(
        "BILL_DETAIL_VOTE_TBL", field("BILL_DETAIL_VOTE_TBL", "legislator_name", lambda v: v.upper())
    ),
    "one member changes party": one_row("LEGISLATOR_TBL", field("LEGISLATOR_TBL", "party", "`IND`"), like="Wiener"),
    "locations have other codes": each_row(
        "BILL_SUMMARY_VOTE_TBL", field("BILL_SUMMARY_VOTE_TBL", "location_code", lambda v: v.replace("CX", "QX"))
    ),
    "the last third of the file is cut": cut,
    "the last third of a table is cut": cut_table("BILL_HISTORY_TBL"),
    "the last third of a table's rows is missing": whole_lines_only("BILL_DETAIL_VOTE_TBL"),
    "some bytes are flipped": flip_bytes,
    "a table is in another encoding": lambda f, _: pack(
        f | {"LEGISLATOR_TBL.dat": f["LEGISLATOR_TBL.dat"].decode().encode("latin-1")}
    ),
    "a block page stands in its place": lambda f, _: BLOCK_PAGE,
    "nothing stands in its place": lambda f, _: b"",
    "one text is cut": lambda f, _: pack(
        f | {n: d[: len(d) // 2] for n, d in f.items() if n == "BILL_VERSION_TBL_1.lob"}
    ),
    "one text is another bill's": lambda f, _: pack(f | {"BILL_VERSION_TBL_1.lob": f["BILL_VERSION_TBL_6.lob"]}),
}
