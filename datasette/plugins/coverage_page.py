"""/coverage: every legislature, what of it is held and how fresh; /coverage/ca: one of them, session by session."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from scrapers.jurisdictions import JURISDICTIONS

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

COLUMNS = (
    "jurisdiction_id name verified verified_on reader sessions state newest_session newest_action newest_change"
    " roll_calls roll_calls_ok open_gaps"
).split()
OF_SESSION = "session_id what expected held open_gaps".split()

HELD = "SELECT id, verified, verified_on FROM jurisdictions"
# A session in course speaks for its legislature before any other; of the rest, the newest
SESSIONS = """
SELECT f.*, s.start_date, s.end_date, s.classification, s.identifier
FROM freshness f JOIN sessions s ON s.id = f.session_id
WHERE :state IS NULL OR f.jurisdiction_id = :state
ORDER BY f.sitting DESC, coalesce(s.start_date, f.newest_action, '') DESC, f.session_id DESC
"""
# A legislature whose every run ended before its first session was known
LAST_RUNS = """
SELECT jurisdiction_id, outcome FROM runs
WHERE id IN (SELECT max(id) FROM runs WHERE outcome IS NOT NULL AND bill IS NULL GROUP BY jurisdiction_id)
"""
ROLL_CALLS = "SELECT session_id, count(*) AS n FROM vote_events GROUP BY session_id"
# Few are not ok: found by their verdict, not by going through all
NOT_OK = """
SELECT +session_id AS session_id, count(*) AS n FROM vote_events
WHERE verdict IN ('short', 'over', 'no_roll', 'no_counts', 'conflict') GROUP BY +session_id
"""
VERDICTS = """
SELECT verdict, count(*) AS n FROM vote_events WHERE session_id = :session
GROUP BY verdict ORDER BY verdict <> 'ok', n DESC
"""
GAPS = "SELECT jurisdiction_id, count(*) AS n FROM gaps WHERE closed_at IS NULL GROUP BY jurisdiction_id"
GAPS_OF = """
SELECT session_id, kind, count(*) AS n FROM gaps WHERE jurisdiction_id = :state AND closed_at IS NULL
GROUP BY session_id, kind ORDER BY n DESC
"""
COMPLETE = """
SELECT c.* FROM sessions s JOIN completeness c ON c.session_id = s.id
WHERE s.jurisdiction_id = :state ORDER BY c.session_id, c.what
"""


async def overview(datasette: Datasette, a: Any) -> list[dict[str, Any]]:
    """A row for every jurisdiction, those held first."""
    held = {row["id"]: row for row in await a.rows(datasette, HELD)}
    last = {row["jurisdiction_id"]: row["outcome"] for row in await a.rows(datasette, LAST_RUNS)}
    sessions = defaultdict(list)
    of: dict[str, str] = {}
    for row in await a.rows(datasette, SESSIONS, {"state": None}):
        sessions[row["jurisdiction_id"]].append(row)
        of[row["session_id"]] = row["jurisdiction_id"]
    roll_calls, not_ok = defaultdict(int), defaultdict(int)
    for sql, totals in ((ROLL_CALLS, roll_calls), (NOT_OK, not_ok)):
        for row in await a.rows(datasette, sql):
            totals[of[row["session_id"]]] += row["n"]
    gaps = {row["jurisdiction_id"]: row["n"] for row in await a.rows(datasette, GAPS)}
    rows = []
    for code, place in JURISDICTIONS.items():
        newest = sessions[code][0] if sessions[code] else None
        verified, on = (held[code]["verified"], held[code]["verified_on"]) if code in held else ("none", None)
        rows.append({
            "jurisdiction_id": code,
            "name": place.name,
            "verified": verified,
            "verified_on": on,
            "reader": int(verified != "none"),
            "sessions": len(sessions[code]),
            "state": newest["state"] if newest else last.get(code, "never run"),
            "newest_session": newest and newest["name"],
            "newest_action": newest and newest["newest_action"],
            "newest_change": newest and newest["newest_change"],
            "roll_calls": roll_calls[code],
            "roll_calls_ok": roll_calls[code] - not_ok[code],
            "open_gaps": gaps.get(code, 0),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (not row["sessions"], row["state"] == "never run", row["name"]))


async def coverage(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    database = datasette.get_database(a.NAME)
    listed = getattr(database, "statehouse_coverage", None)
    if listed is None:
        listed = await overview(datasette, a)
        if not database.is_mutable:  # the same for as long as the file is served
            database.statehouse_coverage = listed
    visited = [row for row in listed if row["sessions"] or row["state"] != "never run"]
    context = {"visited": visited, "waiting": [row for row in listed if row not in visited]}
    return await a.answer(
        datasette, request, "coverage.html", "/coverage", listed=listed, columns=COLUMNS, context=context
    )


async def of_one(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    code = request.url_vars["code"].lower()
    place = JURISDICTIONS.get(code)
    if place is None:
        context = {"error": "No legislature goes by that code", "near_title": "All legislatures"}
        near = [{"path": f"/coverage/{code}", "label": place.name} for code, place in JURISDICTIONS.items()]
        return await a.answer(
            datasette, request, "404.html", "/coverage", listed=near, columns=["path", "label"], status=404,
            told={"error": context["error"]}, context={**context, "near": near},
        )  # fmt: skip
    asked = {"state": code}
    held = {row["id"]: row for row in await a.rows(datasette, HELD)}.get(code)
    sessions = await a.rows(datasette, SESSIONS, asked)
    complete = await a.rows(datasette, COMPLETE, asked)
    gaps = await a.rows(datasette, GAPS_OF, asked)
    for session in sessions:
        session["verdicts"] = await a.rows(datasette, VERDICTS, {"session": session["session_id"]})
        session["roll_calls"] = sum(row["n"] for row in session["verdicts"])
        session["complete"] = [row for row in complete if row["session_id"] == session["session_id"]]
        session["gaps"] = [row for row in gaps if row["session_id"] == session["session_id"]]
    last = {row["jurisdiction_id"]: row["outcome"] for row in await a.rows(datasette, LAST_RUNS)}
    state = sessions[0]["state"] if sessions else last.get(code, "never run")
    verified, on = (held["verified"], held["verified_on"]) if held else ("none", None)
    told = {"jurisdiction_id": code, "name": place.name, "verified": verified, "verified_on": on, "state": state}
    context = {
        "site_url": place.site_url,
        "reader": verified != "none",
        "elsewhere": [row for row in gaps if row["session_id"] is None],
    }
    return await a.answer(
        datasette, request, "coverage_one.html", f"/coverage/{code}",
        listed=complete, columns=OF_SESSION, told={**told, "sessions": sessions}, context=context,
    )  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/coverage(?:\.(?P<format>json|csv))?$", coverage),
        (r"^/coverage/(?P<code>[^/.]+)(?:\.(?P<format>json|csv))?$", of_one),
    ]
