"""Which copies of a big file to keep: the newest, and the newest of each ISO week."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

STAMP = "%Y%m%dT%H%M%S%fZ"
COPY = re.compile(r"(.+)-(\d{8}T\d{12}Z)\.warc")


def stamp(moment: datetime) -> str:
    """A UTC instant as it stands in file names; sorts as text, to the microsecond so that no two files share one."""
    return moment.strftime(STAMP)


def to_drop(names: list[str]) -> list[str]:
    """Of the copies of one file (`…-20261121T180000000000Z.warc`), the names retention lets go, oldest first."""
    dated = sorted((datetime.strptime(found[2], STAMP), name) for name in names if (found := COPY.fullmatch(name)))
    newest_of_week = {date.isocalendar()[:2]: name for date, name in dated}
    kept = set(newest_of_week.values())
    return [name for _, name in dated if name not in kept]


def prune(folder: Path, stem: str) -> list[str]:
    """Delete the copies of one big file (`<stem>-<stamp>.warc`) that retention lets go; returns their names."""
    copies = [path.name for path in folder.iterdir() if (found := COPY.fullmatch(path.name)) and found[1] == stem]
    dropped = to_drop(copies)
    for name in dropped:
        (folder / name).unlink()
    return dropped
