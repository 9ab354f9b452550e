"""/: search, the newest day on which anything moved, every state on a map, and how far to trust it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

COUNTED = ("bills", "actions", "vote_events", "votes", "versions", "people")
LIMIT_MS = 500
LEVELS = (0, 1, 10, 100)  # steps in a week: none, some, many, very many

# Not later than today: some sources list what is still to come among the steps
NEWEST_DAY = """
SELECT date AS day FROM session_days WHERE date <= :today AND actions > 0 ORDER BY date DESC LIMIT 1
"""
BY_STATE = """
SELECT d.jurisdiction_id, j.name, sum(d.actions) AS actions, sum(d.bills) AS bills, sum(d.laws) AS laws,
  sum(d.passages) AS passages, sum(d.roll_calls) AS roll_calls
FROM session_days d JOIN jurisdictions j ON j.id = d.jurisdiction_id
WHERE d.date = :day AND d.actions > 0 GROUP BY d.jurisdiction_id ORDER BY actions DESC, j.name
"""
# A step that makes law comes first, then what a chamber passed, then what came in
MOVED = """
SELECT a.bill_id, b.identifier, b.title, b.status, j.name AS jurisdiction, a.text, a.vote_event_id, min(CASE
    WHEN instr(a.classifications, '"executive-signature"') OR instr(a.classifications, '"became-law"')
      OR instr(a.classifications, '"veto-override-passage"') THEN 0
    WHEN instr(a.classifications, '"executive-veto') THEN 1
    WHEN instr(a.classifications, '"passage"') THEN 2
    WHEN a.vote_event_id IS NOT NULL THEN 3
    WHEN instr(a.classifications, '"introduction"') THEN 4
    ELSE 5 END) AS weight
FROM actions a CROSS JOIN bills b ON b.id = a.bill_id JOIN jurisdictions j ON j.id = b.jurisdiction_id
WHERE a.date = :day GROUP BY a.bill_id
ORDER BY weight, b.jurisdiction_id, length(b.identifier), b.identifier, a.bill_id LIMIT 8
"""
WEEK = """
SELECT jurisdiction_id, sum(actions) AS actions FROM session_days
WHERE date > date(:day, '-7 days') AND date <= :day GROUP BY jurisdiction_id
"""
VERDICTS = "SELECT verdict, sum(roll_calls) AS n FROM session_verdicts GROUP BY verdict ORDER BY n DESC"


async def count(database: Database, table: str) -> int | None:
    """How many rows a table has: from the inspect file where there is one, else counted if that is quick."""
    if not database.is_mutable and database.cached_table_counts is not None:
        return database.cached_table_counts.get(table)
    try:
        counted = await database.execute(f"SELECT count(*) FROM [{table}]", custom_time_limit=LIMIT_MS)  # noqa: S608
    except QueryInterrupted:
        return None
    return int(counted.rows[0][0])


def tiles(held: list[dict[str, Any]], week: dict[str, int]) -> list[dict[str, Any]]:
    """The jurisdictions in reading order of the map, each with its place, freshness, and steps in the week."""
    places: Any = pm.get_plugin("tile_map.py").PLACES
    found = []
    for row in held:
        steps = week.get(row["jurisdiction_id"], 0)
        vertical, horizontal = places[row["jurisdiction_id"]]
        found.append({
            "id": row["jurisdiction_id"],
            "name": row["name"],
            "state": row["state"],
            "newest_action": row["newest_action"],
            "steps": steps,
            "level": max(place for place, least in enumerate(LEVELS) if steps >= least),
            "row": vertical,
            "column": horizontal,
        })  # fmt: skip
    return sorted(found, key=lambda tile: (tile["row"], tile["column"]))


async def home(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    coverage: Any = pm.get_plugin("coverage_page.py")
    database = datasette.get_database(a.NAME)
    asked = a.Asked(datasette)
    newest = await asked.row("newest_day", NEWEST_DAY, {"today": a.today()})
    when = {"day": newest["day"] if newest else None}
    week = {row["jurisdiction_id"]: row["actions"] for row in await asked.rows("week_by_state", WEEK, when)}
    told = {
        **when,
        "by_state": await asked.rows("day_by_state", BY_STATE, when),
        "moved": await asked.rows("moved", MOVED, when),
        "map": tiles(await coverage.held(asked, a.today()), week),
        "counts": {table: await count(database, table) for table in COUNTED},
        "verdicts": await asked.rows("verdicts", VERDICTS, {}),
    }
    context = {
        "roll_calls": sum(row["n"] for row in told["verdicts"]),
        "file_size": database.size,
        "downloadable": not database.is_mutable,
    }
    return await a.page(datasette, request, "index.html", "/", told=told, asked=asked, context=context)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/(?:\.(?P<format>json))?$", home)]
