"""Two measures against which a load is held, each run in a process of its own; prints seconds as JSON.

`python -m bench.phases reader archive.warc`: the pages read to the last item, nothing stored.
`python -m bench.phases floor finished.db empty.db`: the same rows into the same schema by bare SQLite.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path

from scrapy import Request

from bench.run import table_names
from pipelines.schema import connect
from scrapers.archive.download import FileResponse
from scrapers.archive.replay import Replay
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.pages import bill_filter, read_dump

# search tables that triggers do not fill
FULL_TEXT = {"bills_fts": ("rowid", "identifier", "title", "subjects", "sponsors")}


def read_archive(archive: Path) -> dict[str, float]:
    """Seconds to bring the body out of the archive, and to read it to its last item; how many items."""
    started = time.perf_counter()
    replay = Replay(archive)
    response, _ = replay.answer(Request(replay.urls[0], meta={"to_file": True}))
    assert isinstance(response, FileResponse)
    unpacked = time.perf_counter()
    dump = Dump(response.path)
    items = sum(1 for _ in read_dump(dump, bill_filter(None, None), lambda phase, done, expected: None))
    ended = time.perf_counter()
    dump.close()
    replay.close()
    return {"archive": unpacked - started, "seconds": ended - started, "items": items}


def fill(finished: Path, empty: Path) -> dict[str, float]:
    """Seconds to insert all rows of a finished database into a new one, in one transaction, without checks."""
    source = sqlite3.connect(finished)
    columns = dict.fromkeys(table_names(finished), ("*",)) | FULL_TEXT
    rows = {}
    for name, wanted in columns.items():
        rows[name] = source.execute(f"SELECT {', '.join(wanted)} FROM {name}").fetchall()  # noqa: S608  # names of ours
    source.close()
    target = connect(empty)
    target.execute("PRAGMA foreign_keys = OFF")
    started = time.perf_counter()
    target.execute("BEGIN")
    for name, found in rows.items():
        if found:
            into = f"{name} ({', '.join(columns[name])})" if name in FULL_TEXT else name
            target.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(found[0]))})", found)  # noqa: S608
    target.execute("COMMIT")
    ended = time.perf_counter()
    target.close()
    return {"seconds": ended - started, "rows": sum(len(found) for found in rows.values())}


if __name__ == "__main__":
    phase, *paths = sys.argv[1:]
    measured = {"reader": read_archive, "floor": fill}[phase](*map(Path, paths))
    sys.stdout.write(json.dumps(measured) + "\n")
