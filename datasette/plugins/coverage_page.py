"""/coverage: every legislature, what of it is held and how fresh; /coverage/ca: one of them, session by session."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from scrapers.jurisdictions import JURISDICTIONS

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

NAME = "bills"
COLUMNS = (
    "jurisdiction_id name verified verified_on reader sessions state newest_session newest_action newest_change"
    " roll_calls roll_calls_ok open_gaps"
).split()
OF_SESSION = "session_id what expected held open_gaps".split()

READERS = "SELECT id, verified, verified_on FROM jurisdictions"
# A session in course speaks for its legislature before any other; of the rest, the newest
SESSIONS = """
SELECT f.*, s.start_date, s.end_date, s.classification, s.identifier
FROM freshness f JOIN sessions s ON s.id = f.session_id
WHERE :state IS NULL OR f.jurisdiction_id = :state
ORDER BY coalesce(f.sitting, 0) DESC, coalesce(s.start_date, f.newest_action, '') DESC, f.session_id DESC
"""
# A legislature whose every run ended before its first session was known
LAST_RUNS = """
SELECT jurisdiction_id, outcome FROM runs
WHERE id IN (SELECT max(id) FROM runs WHERE outcome IS NOT NULL AND bill IS NULL GROUP BY jurisdiction_id)
"""
ROLL_CALLS = """
SELECT session_id, sum(roll_calls) AS n, sum(CASE WHEN verdict = 'ok' THEN roll_calls ELSE 0 END) AS ok
FROM session_verdicts GROUP BY session_id
"""
VERDICTS = """
SELECT session_id, verdict, sum(roll_calls) AS n FROM session_verdicts
WHERE session_id IN (SELECT id FROM sessions WHERE jurisdiction_id = :state)
GROUP BY session_id, verdict ORDER BY verdict <> 'ok', n DESC
"""
# By session, off an index of the open ones alone; the few of no session are looked up by themselves
GAPS = """
SELECT s.jurisdiction_id, sum(g.n) AS n
FROM (
  SELECT session_id, count(*) AS n FROM gaps WHERE closed_at IS NULL AND session_id IS NOT NULL GROUP BY session_id) g
JOIN sessions s ON s.id = g.session_id GROUP BY s.jurisdiction_id
UNION ALL SELECT jurisdiction_id, count(*) FROM gaps WHERE closed_at IS NULL AND session_id IS NULL GROUP BY 1
"""
GAPS_OF = """
SELECT g.session_id, g.kind, count(*) AS n FROM sessions s CROSS JOIN gaps g ON g.session_id = s.id
WHERE s.jurisdiction_id = :state AND g.closed_at IS NULL GROUP BY g.session_id, g.kind
UNION ALL
SELECT NULL, kind, count(*) FROM gaps WHERE session_id IS NULL AND closed_at IS NULL AND jurisdiction_id = :state
GROUP BY kind ORDER BY n DESC
"""
COMPLETE = """
SELECT c.* FROM sessions s JOIN completeness c ON c.session_id = s.id
WHERE s.jurisdiction_id = :state ORDER BY c.session_id, c.what
"""


def without_sessions(outcome: str | None) -> str:
    """How fresh a legislature is of which no session is held: a visit that brought none tells no more than none."""
    return outcome if outcome in ("blocked", "failed") else "never run"


async def overview(asked: Any) -> list[dict[str, Any]]:
    """A row for every jurisdiction, those held first."""
    readers = {row["id"]: row for row in await asked.rows("readers", READERS, {})}
    last = {row["jurisdiction_id"]: row["outcome"] for row in await asked.rows("last_runs", LAST_RUNS, {})}
    sessions = defaultdict(list)
    of: dict[str, str] = {}
    for row in await asked.rows("sessions", SESSIONS, {"state": None}):
        sessions[row["jurisdiction_id"]].append(row)
        of[row["session_id"]] = row["jurisdiction_id"]
    roll_calls, add_up, gaps = Counter[str](), Counter[str](), Counter[str]()
    for row in await asked.rows("roll_calls", ROLL_CALLS, {}):
        roll_calls[of[row["session_id"]]] += row["n"]
        add_up[of[row["session_id"]]] += row["ok"]
    for row in await asked.rows("gaps", GAPS, {}):
        gaps[row["jurisdiction_id"]] += row["n"]
    rows = []
    for code, place in JURISDICTIONS.items():
        newest = sessions[code][0] if sessions[code] else None
        verified, on = (readers[code]["verified"], readers[code]["verified_on"]) if code in readers else ("none", None)
        rows.append({
            "jurisdiction_id": code,
            "name": place.name,
            "verified": verified,
            "verified_on": on,
            "reader": int(verified != "none"),
            "sessions": len(sessions[code]),
            "state": newest["state"] if newest else without_sessions(last.get(code)),
            "newest_session": newest and newest["name"],
            "newest_action": newest and newest["newest_action"],
            "newest_change": newest and newest["newest_change"],
            "roll_calls": roll_calls[code],
            "roll_calls_ok": add_up[code],
            "open_gaps": gaps[code],
        })  # fmt: skip
    return sorted(rows, key=lambda row: (not row["sessions"], row["state"] == "never run", row["name"]))


async def held(asked: Any, today: str) -> list[dict[str, Any]]:
    """The overview; of a file that does not change, made once a day, as freshness depends on the day."""
    database = asked.datasette.get_database(NAME)
    on, listed, queries = getattr(database, "statehouse_coverage", (None, [], {}))
    if on != today:
        own = type(asked)(asked.datasette)
        listed, queries = await overview(own), own.queries
        if not database.is_mutable:
            database.statehouse_coverage = (today, listed, queries)
    asked.queries.update(queries)
    return list(listed)


async def coverage(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    asked = a.Asked(datasette)
    listed = await held(asked, a.today())
    visited = [row for row in listed if row["sessions"] or row["state"] != "never run"]
    context = {"visited": visited, "waiting": [row for row in listed if row not in visited]}
    return await a.answer(
        datasette, request, "coverage.html", "/coverage", listed=listed, columns=COLUMNS, asked=asked, context=context
    )


async def of_one(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    code = request.url_vars["code"].lower()
    place = JURISDICTIONS.get(code)
    if place is None:
        near = [{"path": f"/coverage/{code}", "label": place.name} for code, place in JURISDICTIONS.items()]
        return await a.not_held(datasette, request, "No legislature goes by that code", near, "All legislatures")
    asked, key = a.Asked(datasette), {"state": code}
    reader = {row["id"]: row for row in await asked.rows("readers", READERS, {})}.get(code)
    sessions = await asked.rows("sessions", SESSIONS, key)
    complete = await asked.rows("completeness", COMPLETE, key)
    gaps = await asked.rows("gaps", GAPS_OF, key)
    verdicts = await asked.rows("verdicts", VERDICTS, key)
    for session in sessions:
        session["verdicts"] = [row for row in verdicts if row["session_id"] == session["session_id"]]
        session["roll_calls"] = sum(row["n"] for row in session["verdicts"])
        session["complete"] = [row for row in complete if row["session_id"] == session["session_id"]]
        session["gaps"] = [row for row in gaps if row["session_id"] == session["session_id"]]
    last = {row["jurisdiction_id"]: row["outcome"] for row in await asked.rows("last_runs", LAST_RUNS, {})}
    state = sessions[0]["state"] if sessions else without_sessions(last.get(code))
    verified, on = (reader["verified"], reader["verified_on"]) if reader else ("none", None)
    told = {"jurisdiction_id": code, "name": place.name, "verified": verified, "verified_on": on, "state": state}
    context = {
        "site_url": place.site_url,
        "reader": verified != "none",
        "elsewhere": [row for row in gaps if row["session_id"] is None],
    }
    return await a.answer(
        datasette, request, "coverage_one.html", f"/coverage/{code}",
        listed=complete, columns=OF_SESSION, asked=asked, told={**told, "sessions": sessions}, context=context,
    )  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/coverage(?:\.(?P<format>json|csv))?$", coverage),
        (r"^/coverage/(?P<code>[^/.]+)(?:\.(?P<format>json|csv))?$", of_one),
    ]
