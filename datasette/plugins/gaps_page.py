"""/gaps: what is known to be missing, by kind in plain words, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

NAME = "bills"
COLUMNS = (
    "id jurisdiction_id session_id bill_id identifier kind expected found evidence source_url capture_id opened_at"
    " closed_at"
).split()
CLAUSES = {
    "state": "g.jurisdiction_id = :state",
    "session": "g.session_id = :session",
    "kind": "g.kind = :kind",
    "bill": "g.bill_id = :bill",
    "before": "g.rowid < :before",
}
OPEN, CLOSED = "g.closed_at IS NULL", "g.closed_at IS NOT NULL"
# In these words the index on them gives the newest of all without going through the others
ALL_OPEN, ALL_CLOSED = "(g.closed_at IS NULL) = 1", "(g.closed_at IS NULL) = 0"
# In the order they were written down: the indexes give it without sorting, hundreds of thousands share one opened_at
GAPS = """
SELECT g.rowid AS place, g.*, b.identifier, s.name AS session, j.name AS jurisdiction
FROM (SELECT g.rowid AS place FROM gaps g WHERE {where} ORDER BY g.rowid DESC LIMIT :limit) newest
JOIN gaps g ON g.rowid = newest.place JOIN jurisdictions j ON j.id = g.jurisdiction_id
LEFT JOIN bills b ON b.id = g.bill_id LEFT JOIN sessions s ON s.id = g.session_id
ORDER BY g.rowid DESC
"""
COUNTS = """
SELECT g.kind, g.session_id, s.name AS session, j.name AS jurisdiction, count(*) AS n
FROM gaps g JOIN jurisdictions j ON j.id = g.jurisdiction_id LEFT JOIN sessions s ON s.id = g.session_id
WHERE {where} GROUP BY g.jurisdiction_id, g.session_id, g.kind
"""
SESSIONS_SHOWN = 12


def where(params: dict[str, Any], leave: tuple[str, ...] = ()) -> str:
    """The clauses of the filters given; their values are bound, never written in."""
    clauses = [CLAUSES[name] for name in CLAUSES if params.get(name) is not None and name not in leave]
    return " AND ".join([CLOSED if params["closed"] else OPEN, *clauses])


def newest(params: dict[str, Any]) -> str:
    """The clauses of the list itself; without a filter it begins from the newest of all."""
    if any(params[name] for name in ("state", "session", "kind", "bill")):
        return where(params)
    both = ALL_CLOSED if params["closed"] else ALL_OPEN
    return f"{both} AND {CLAUSES['before']}" if params["before"] is not None else both


async def gaps(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    params: dict[str, Any] = {name: a.word(request, name) for name in ("state", "session", "kind", "bill")}
    params |= {"closed": 1 if a.word(request, "closed") == "1" else None, "before": a.number(request, "before")}
    limit = a.size(request)
    asked = a.Asked(datasette)
    sql = GAPS.replace("{where}", newest(params))
    listed = await asked.rows("gaps", sql, {**params, "limit": limit + 1})
    more = {"before": listed[limit - 1]["place"]} if len(listed) > limit else None
    context: dict[str, Any] = {}
    counts = []
    if request.url_vars.get("format") != "csv":
        counts = await counted(asked, params)
    kinds = total_by(counts, "kind")
    if not request.url_vars.get("format"):
        context = {
            "by_session": by_session(counts),
            "no_such_kind": params["kind"] and params["kind"] not in {*kinds, *pm.get_plugin("words.py").GAP},
            **await a.choices(datasette, params["state"]),
        }
    return await a.answer(
        datasette, request, "gaps.html", "/gaps",
        listed=listed[:limit], columns=COLUMNS, params={**params, "_size": a.word(request, "_size")}, more=more,
        asked=asked, told={"kinds": kinds, "total": sum(kinds.values())}, context=context,
    )  # fmt: skip


async def counted(asked: Any, params: dict[str, Any]) -> list[dict[str, Any]]:
    """How many by session and kind; the kind chosen is left out, so that the others stay in sight."""
    clauses = where(params, leave=("kind", "before"))
    sql = COUNTS.replace("{where}", clauses)
    database = asked.datasette.get_database(NAME)
    kept: dict[Any, list[dict[str, Any]]] = getattr(database, "statehouse_gaps", {})
    if clauses in (OPEN, CLOSED) and clauses in kept:
        asked.queries["counts"] = (sql, params)
        return kept[clauses]
    found: list[dict[str, Any]] = await asked.rows("counts", sql, params)
    if clauses in (OPEN, CLOSED) and not database.is_mutable:  # the same for as long as the file is served
        database.statehouse_gaps = {**kept, clauses: found}
    return found


def total_by(counts: list[dict[str, Any]], column: str) -> dict[str, int]:
    """Totals, the largest first."""
    totals: dict[str, int] = {}
    for row in counts:
        totals[row[column]] = totals.get(row[column], 0) + row["n"]
    return dict(sorted(totals.items(), key=lambda item: -item[1]))


def by_session(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sessions: dict[Any, dict[str, Any]] = {}
    for row in counts:
        entry = sessions.setdefault((row["jurisdiction"], row["session_id"]), {**row, "n": 0, "kinds": {}})
        entry["n"] += row["n"]
        entry["kinds"][row["kind"]] = row["n"]
    return sorted(sessions.values(), key=lambda entry: -entry["n"])[:SESSIONS_SHOWN]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/gaps(?:\.(?P<format>json|csv))?$", gaps)]
