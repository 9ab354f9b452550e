"""/ca/: one legislature: its chambers, its sessions, what moved last, what comes, how fresh and how whole it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from pipelines.charts import is_law
from scrapers.jurisdictions import JURISDICTIONS

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

# A session in course comes before any other; of the rest, the newest
SESSIONS = f"""
SELECT f.session_id, f.name, f.sitting, f.newest_action, f.last_seen_at, f.state, s.classification, s.start_date,
  s.end_date,
  (SELECT sum(bills) FROM session_statuses x WHERE x.session_id = s.id) AS bills,
  (SELECT coalesce(sum(bills), 0) FROM session_statuses x WHERE x.session_id = s.id
    AND {is_law("x", ":state")}) AS laws,
  (SELECT sum(roll_calls) FROM session_verdicts x WHERE x.session_id = s.id
    AND x.verdict NOT IN ('no_roll', 'no_counts')) AS roll_calls,
  (SELECT sum(roll_calls) FROM session_verdicts x WHERE x.session_id = s.id AND x.verdict = 'ok') AS roll_calls_ok
FROM sessions s JOIN freshness f ON f.session_id = s.id WHERE s.jurisdiction_id = :state
ORDER BY coalesce(f.sitting, 0) DESC, coalesce(s.start_date, f.newest_action, '') DESC, s.id DESC
"""  # noqa: S608  # the words of pipelines.charts
READER = "SELECT verified, verified_on FROM jurisdictions WHERE id = :state"
LAST_RUN = """
SELECT outcome, reason, finished_at FROM runs WHERE jurisdiction_id = :state AND outcome IS NOT NULL AND bill IS NULL
ORDER BY id DESC LIMIT 1
"""
NEWEST_DAY = """
SELECT date AS day, sum(actions) AS actions, sum(bills) AS bills, sum(laws) AS laws, sum(passages) AS passages,
  sum(roll_calls) AS roll_calls
FROM session_days WHERE jurisdiction_id = :state AND date = (
  SELECT date FROM session_days WHERE jurisdiction_id = :state AND date <= :today AND actions > 0
  ORDER BY date DESC LIMIT 1)
GROUP BY date
"""
# A bill that moved on the newest day has no older last step, so the index by session and day finds it
# (the + keeps SQLite from going by the day alone)
MOVED = """
SELECT b.id AS bill_id, b.identifier, b.title, b.status, a.text, a.vote_event_id, max(a.sequence) AS sequence
FROM sessions s CROSS JOIN bills b ON b.session_id = s.id AND b.latest_action_date >= :day
CROSS JOIN actions a ON a.bill_id = b.id AND +a.date = :day
WHERE s.jurisdiction_id = :state GROUP BY b.id
ORDER BY a.vote_event_id IS NULL, length(b.identifier), b.identifier, b.id LIMIT 12
"""
HEARINGS = """
SELECT h.id, h.start, h.place, h.status, h.organization_id, o.name AS committee,
  (SELECT count(*) FROM hearing_items i WHERE i.hearing_id = h.id) AS bills
FROM sessions s CROSS JOIN hearings h ON h.session_id = s.id AND h.start >= :hearing_day
LEFT JOIN organizations o ON o.id = h.organization_id
WHERE s.jurisdiction_id = :state ORDER BY h.start, h.id LIMIT 8
"""
GAPS = """
SELECT kind, sum(n) AS n FROM (
  SELECT g.kind, count(*) AS n FROM sessions s CROSS JOIN gaps g ON g.session_id = s.id
  WHERE s.jurisdiction_id = :state AND g.closed_at IS NULL GROUP BY g.kind
  UNION ALL
  SELECT kind, count(*) FROM gaps WHERE session_id IS NULL AND closed_at IS NULL AND jurisdiction_id = :state
  GROUP BY kind
) GROUP BY kind ORDER BY n DESC
"""


async def state_page(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    code = request.url_vars["state"].lower()
    place = JURISDICTIONS.get(code)
    if place is None:
        error, near = pm.get_plugin("nearby.py").states(code, "")
        return await a.not_held(datasette, request, error, near, "All legislatures")
    key = {"state": code, "today": a.today(), "hearing_day": a.hearing_day()}
    asked = a.Asked(datasette)
    sessions = await asked.rows("sessions", SESSIONS, key)
    reader = await asked.row("reader", READER, key)
    last_run = await asked.row("last_run", LAST_RUN, key)
    newest = await asked.row("newest_day", NEWEST_DAY, key)
    without_sessions = pm.get_plugin("coverage_page.py").without_sessions
    told = {
        "jurisdiction_id": code,
        "name": place.name,
        "site_url": place.site_url,
        "state": sessions[0]["state"] if sessions else without_sessions(last_run and last_run["outcome"]),
        "reader": reader,
        "last_run": last_run,
        "chambers": [
            {"id": f"{code}-{chamber}", "name": names[0], "member": names[1], "seats": names[2]}
            for chamber, names in (("upper", place.upper), ("lower", place.lower))
            if names
        ],
        "sessions": sessions,
        "newest_day": newest,
        "moved": await asked.rows("moved", MOVED, {**key, "day": newest["day"]}) if newest else [],
        "hearings": await asked.rows("hearings_to_come", HEARINGS, key),
        "gaps": await asked.rows("gaps", GAPS, key),
    }
    context = {
        "trail": [("all legislatures", datasette.urls.path("/coverage"))],
        "archive": a.archive(datasette, "state", code),
    }
    path = addresses.path_of("jurisdictions", code)
    return await a.page(datasette, request, "state.html", path, told=told, asked=asked, context=context)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/(?P<state>[A-Za-z]{2})/?(?:\.(?P<format>json))?$", state_page)]
