"""Drop guards: what a run read, against the last good run of the same kind. They judge the run, never its rows.

A site that moved a table is green by every other measure: it answers, parses and stores less. So a run that reads far
fewer bills, finds a table empty that was full, or loses a field it used to fill, has failed. So has a refresh whose
lists name far fewer bills than are held: what a list leaves out is not asked for, and would go stale unseen.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

FEWER_BILLS = 0.2  # a share
FALL_IN_COVERAGE = 0.2  # of the rows read, as a share
ENOUGH_ROWS = 20  # below this a share says nothing
ENOUGH_ROWS_FOR_NONE = 3  # but a field that none of these fills any more says enough

Rows = Mapping[str, int]  # table → rows read
Coverage = Mapping[str, Sequence[int]]  # field → [rows with a value, rows read]


def guard(before: Rows, now: Rows, fields_before: Coverage, fields_now: Coverage) -> list[str]:
    """What is alarming in this run, against the last good one."""
    alarms = []
    held, read = before.get("bills", 0), now.get("bills", 0)
    if held and read < held * (1 - FEWER_BILLS):
        alarms.append(f"{read} bills read, {held} in the last good run")
    alarms += [
        f"no {table.replace('_', ' ')} read, {count} in the last good run"
        for table, count in sorted(before.items())
        if count and not now.get(table)
    ]
    for field, (filled_before, of_before) in sorted(fields_before.items()):
        filled, of = fields_now.get(field, [0, 0])
        if min(of, of_before) < (ENOUGH_ROWS if filled else ENOUGH_ROWS_FOR_NONE):
            continue
        share, share_before = filled / of, filled_before / of_before
        if share < share_before - FALL_IN_COVERAGE:
            alarms.append(f"{field} filled in {share:.0%} of rows, {share_before:.0%} in the last good run")
    return alarms


def last_good_run(
    connection: sqlite3.Connection, jurisdiction: str, sessions: Iterable[str], before: int
) -> tuple[int, dict[str, int], dict[str, list[int]]] | None:
    """(run id, rows read by table, coverage) of the newest whole run of one of these sessions that ended well and
    read every page itself."""
    row = connection.execute(
        "SELECT id, items, coverage FROM runs r WHERE jurisdiction_id = ? AND bill IS NULL AND whole AND id < ?"
        " AND outcome IN ('ok', 'partial') AND pages_unchanged = 0 AND items ->> 'bills' > 0"
        " AND EXISTS (SELECT 1 FROM json_each(r.sessions) JOIN json_each(?) wanted USING (value))"
        " ORDER BY id DESC LIMIT 1",
        (jurisdiction, before, json.dumps(sorted(sessions))),
    ).fetchone()
    return (row[0], json.loads(row[1]), json.loads(row[2])) if row else None


def unlisted(connection: sqlite3.Connection, sessions: Iterable[str], since: str) -> list[str]:
    """The sessions of which far fewer bills were seen since then (UTC) than are held."""
    rows = connection.execute(
        "SELECT session_id, sum(last_seen_at >= ?) AS seen, count(*) AS held FROM bills"
        " WHERE session_id IN (SELECT value FROM json_each(?)) GROUP BY session_id ORDER BY session_id",
        (since, json.dumps(sorted(sessions))),
    )
    return [
        f"{seen} of the {held} bills held of {session} are still listed"
        for session, seen, held in rows
        if seen < held * (1 - FEWER_BILLS)
    ]
