"""What the home page tells: what is held, how fresh it is, what moved last, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.database import QueryInterrupted

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

NAME = "bills"
COUNTED = ("bills", "actions", "vote_events", "votes", "versions", "people")
SESSIONS_SHOWN = 30
LIMIT_MS = 500

SESSIONS = """
SELECT s.id, s.name, s.start_date, s.end_date, j.name AS jurisdiction,
  (SELECT count(*) FROM bills b WHERE b.session_id = s.id) AS bills
FROM sessions s JOIN jurisdictions j ON j.id = s.jurisdiction_id
ORDER BY coalesce(s.start_date, s.id) DESC LIMIT :limit
"""
RUNS = """
SELECT r.id, r.jurisdiction_id, j.name AS jurisdiction, r.session, r.bill, r.started_at, r.finished_at, r.outcome,
  r.reason
FROM runs r JOIN jurisdictions j ON j.id = r.jurisdiction_id
WHERE r.id IN (
  SELECT coalesce(max(CASE WHEN bill IS NULL THEN id END), max(id)) FROM runs GROUP BY jurisdiction_id, session)
ORDER BY r.id DESC LIMIT 60
"""
NEWEST_IN_SESSION = "SELECT max(latest_action_date) AS date FROM bills WHERE session_id = :session_id"
NEWEST_ACTION = "SELECT max(date) AS date FROM actions"
STATUSES = "SELECT status, count(*) AS n FROM bills GROUP BY status ORDER BY n DESC"
VERDICTS = "SELECT verdict, count(*) AS n FROM vote_events GROUP BY verdict ORDER BY n DESC"
GAPS = "SELECT kind, count(*) AS n FROM gaps WHERE closed_at IS NULL GROUP BY kind ORDER BY n DESC"
ACTIONS = """
SELECT a.date, a.text, b.id, b.identifier, b.title, b.session_id
FROM (SELECT id FROM actions WHERE date IS NOT NULL ORDER BY date DESC LIMIT 12) newest
JOIN actions a ON a.id = newest.id JOIN bills b ON b.id = a.bill_id
ORDER BY a.date DESC, b.id, a.sequence DESC
"""
CHANGES = """
SELECT c.at, c.kind, c."table", c.row_id, c.field, c.before, c.after, b.id, b.identifier, b.title, b.session_id,
  ob.name AS committee_before, oa.name AS committee_after
FROM (SELECT id FROM changes WHERE coalesce(field, '') NOT IN ('status_action_id', 'status_date')
      ORDER BY id DESC LIMIT 12) newest
JOIN changes c ON c.id = newest.id LEFT JOIN bills b ON b.id = c.bill_id
LEFT JOIN organizations ob ON c.field = 'committee_id' AND ob.id = c.before
LEFT JOIN organizations oa ON c.field = 'committee_id' AND oa.id = c.after
ORDER BY c.id DESC
"""


async def rows(database: Database, sql: str, **params: object) -> list[Any]:
    """The rows of a query, or none where it takes too long to hold a page up for."""
    try:
        return list((await database.execute(sql, params, custom_time_limit=LIMIT_MS)).rows)
    except QueryInterrupted:
        return []


async def count(database: Database, table: str) -> int | None:
    """How many rows a table has: from the inspect file where there is one, else counted if that is quick."""
    if not database.is_mutable and database.cached_table_counts is not None:
        return database.cached_table_counts.get(table)
    counted = await rows(database, f"SELECT count(*) FROM [{table}]")  # noqa: S608
    return counted[0][0] if counted else None


async def overview(database: Database) -> dict[str, Any]:
    newest = await rows(database, NEWEST_ACTION)
    verdicts = await rows(database, VERDICTS)
    sessions = [dict(row) for row in await rows(database, SESSIONS, limit=SESSIONS_SHOWN)]
    for session in sessions:
        dates = await rows(database, NEWEST_IN_SESSION, session_id=session["id"])
        session["newest_action"] = dates[0]["date"] if dates else None
    return {
        "counts": {table: await count(database, table) for table in COUNTED},
        "newest_action": newest[0]["date"] if newest else None,
        "sessions": sessions,
        "runs": await rows(database, RUNS),
        "statuses": await rows(database, STATUSES),
        "verdicts": verdicts,
        "roll_calls": sum(row["n"] for row in verdicts),
        "gaps": await rows(database, GAPS),
        "actions": await rows(database, ACTIONS),
        "changes": await rows(database, CHANGES),
    }


@hookimpl
def extra_template_vars(datasette: Datasette, view_name: str | None) -> Any:
    async def variables() -> dict[str, Any]:
        if view_name != "index" or NAME not in datasette.databases:
            return {}
        database = datasette.databases[NAME]
        home = getattr(database, "statehouse_home", None)
        if home is None:
            home = await overview(database)
            if not database.is_mutable:  # an immutable file gives the same answers for as long as it is served
                database.statehouse_home = home
        queries = await datasette.get_canned_queries(NAME, None)
        return {
            "home": home,
            "questions": list(queries.values()),
            "file_size": database.size,
            "downloadable": not database.is_mutable,
        }

    return variables
