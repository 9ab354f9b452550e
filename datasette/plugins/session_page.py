"""/ca/20172018/: one session: how it stands, what moved, what comes, who sits, how fresh and how whole it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from pipelines.status import WHAT_NEXT

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

SESSION = """
SELECT f.session_id, f.jurisdiction_id, f.name, f.sitting, f.newest_action, f.newest_change, f.last_seen_at,
  f.last_outcome, f.state, s.identifier, s.classification, s.start_date, s.end_date, j.name AS jurisdiction,
  j.upper_name, j.lower_name, j.upper_seats, j.lower_seats
FROM freshness f JOIN sessions s ON s.id = f.session_id JOIN jurisdictions j ON j.id = f.jurisdiction_id
WHERE f.session_id = :session
"""
STATUSES = "SELECT status, sum(bills) AS bills FROM session_statuses WHERE session_id = :session GROUP BY status"
KINDS = """
SELECT classification, chamber, sum(bills) AS bills FROM session_statuses WHERE session_id = :session
GROUP BY classification, chamber ORDER BY bills DESC
"""
NEWEST_DAY = """
SELECT date AS day, actions, bills, laws, passages, roll_calls FROM session_days
WHERE session_id = :session AND date <= :today AND actions > 0 ORDER BY date DESC LIMIT 1
"""
# A bill that moved on the newest day has no older last step, so the index by session and day finds it
# (the + keeps SQLite from going by the day alone)
MOVED = """
SELECT b.id AS bill_id, b.identifier, b.title, b.status, a.text, a.vote_event_id, max(a.sequence) AS sequence
FROM bills b CROSS JOIN actions a ON a.bill_id = b.id AND +a.date = :day
WHERE b.session_id = :session AND b.latest_action_date >= :day
GROUP BY b.id ORDER BY a.vote_event_id IS NULL, length(b.identifier), b.identifier, b.id LIMIT 12
"""
HEARINGS = """
SELECT h.id, h.start, h.place, h.status, h.organization_id, o.name AS committee,
  (SELECT count(*) FROM hearing_items i WHERE i.hearing_id = h.id) AS bills
FROM hearings h LEFT JOIN organizations o ON o.id = h.organization_id
WHERE h.session_id = :session AND h.start >= :hearing_day ORDER BY h.start, h.id LIMIT 8
"""
BODIES = """
SELECT x.organization_id, o.name, o.classification, o.chamber, o.parent_id, x.members, x.bills_now, x.bills, x.hearings,
  x.roll_calls
FROM organization_sessions x JOIN organizations o ON o.id = x.organization_id
WHERE x.session_id = :session ORDER BY o.chamber, o.name = coalesce(o.code, ''), o.name LIMIT 500
"""
PARTIES = """
SELECT o.chamber, m.party, count(DISTINCT m.person_id) AS members FROM memberships m
JOIN organizations o ON o.id = m.organization_id
WHERE m.session_id = :session AND o.classification IN ('upper', 'lower') GROUP BY o.chamber, m.party
ORDER BY o.chamber, members DESC
"""
VERDICTS = """
SELECT verdict, sum(roll_calls) AS n FROM session_verdicts WHERE session_id = :session
GROUP BY verdict ORDER BY verdict <> 'ok', n DESC
"""
COMPLETE = "SELECT what, expected, held, open_gaps FROM completeness WHERE session_id = :session ORDER BY what"
GAPS = """
SELECT kind, count(*) AS n FROM gaps WHERE session_id = :session AND closed_at IS NULL GROUP BY kind ORDER BY n DESC
"""
CHAMBERS = ("upper", "lower")


def in_order(statuses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Counts of statuses in the order a bill goes through them; bills no step tells of come last."""
    order = list(WHAT_NEXT)
    return sorted(statuses, key=lambda row: order.index(row["status"]) if row["status"] in order else len(order))


def chambers(session: dict[str, Any], parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each chamber with its seats and its members by party, several to a seat where one followed another."""
    return [
        {
            "chamber": chamber,
            "id": f"{session['jurisdiction_id']}-{chamber}",
            "name": session[f"{chamber}_name"],
            "seats": session[f"{chamber}_seats"],
            "parties": [row for row in parties if row["chamber"] == chamber],
        }
        for chamber in CHAMBERS
        if session[f"{chamber}_name"]
    ]


async def session_page(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    nearby: Any = pm.get_plugin("nearby.py")
    code, part = request.url_vars["state"].lower(), request.url_vars["session"].lower()
    key = {"session": f"{code}-{part}", "today": a.today(), "hearing_day": a.hearing_day()}
    asked = a.Asked(datasette)
    session = await asked.row("session", SESSION, key)
    if session is None:
        error, near = await nearby.meant(datasette, f"/{code}/{part}")
        return await a.not_held(datasette, request, error or f"No session “{part}” is held", near)
    newest = await asked.row("newest_day", NEWEST_DAY, key)
    bodies = await asked.rows("committees", BODIES, key)
    moved = await asked.rows("moved", MOVED, {**key, "day": newest["day"]}) if newest else []
    told = {
        "session": session,
        "chambers": chambers(session, await asked.rows("members_by_party", PARTIES, key)),
        "statuses": in_order(await asked.rows("statuses", STATUSES, key)),
        "kinds": await asked.rows("kinds_of_measure", KINDS, key),
        "newest_day": newest,
        "moved": moved,
        "hearings": await asked.rows("hearings_to_come", HEARINGS, key),
        "committees": [row for row in bodies if row["classification"] not in CHAMBERS],
        "verdicts": await asked.rows("verdicts", VERDICTS, key),
        "completeness": await asked.rows("completeness", COMPLETE, key),
        "gaps": await asked.rows("gaps", GAPS, key),
    }
    path = addresses.path_of("sessions", key["session"])
    state = datasette.urls.path(addresses.path_of("jurisdictions", code))
    context = {
        "trail": [("all legislatures", datasette.urls.path("/coverage")), (session["jurisdiction"], state)],
        "archive": a.archive(datasette, "session", key["session"]),
        "bills": sum(row["bills"] for row in told["statuses"]),
        "most": max((row["bills"] for row in told["statuses"]), default=0),
        "roll_calls": sum(row["n"] for row in told["verdicts"]),
        "bar": pm.get_plugin("drawings.py").bar,
    }
    return await a.page(datasette, request, "session.html", path, told=told, asked=asked, context=context)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/(?P<state>[A-Za-z]{2})/(?P<session>[^/.]+)/?(?:\.(?P<format>json))?$", session_page)]
