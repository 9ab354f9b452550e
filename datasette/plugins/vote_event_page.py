"""/votes/<id>: the question of a roll call, the counts and whether they add up, and every member's party and vote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

EVENT = """
SELECT e.*, s.name AS session_name, s.jurisdiction_id, j.name AS jurisdiction, o.name AS organization,
  CASE e.chamber WHEN 'upper' THEN j.upper_name WHEN 'lower' THEN j.lower_name ELSE e.chamber END AS chamber_name,
  coalesce(e.declared_yes, e.roll_yes) AS yes, coalesce(e.declared_no, e.roll_no) AS no,
  coalesce(e.declared_other, e.roll_other) AS other,
  (SELECT count(*) FROM vote_event_bills WHERE vote_event_id = e.id) AS bills_decided,
  c.url AS capture_url, c.fetched_at AS capture_fetched_at, c.sha256 AS capture_sha256, c.file AS capture_file,
  c."offset" AS capture_offset
FROM vote_events e JOIN sessions s ON s.id = e.session_id JOIN jurisdictions j ON j.id = s.jurisdiction_id
LEFT JOIN organizations o ON o.id = e.organization_id LEFT JOIN captures c ON c.id = e.capture_id WHERE e.id = :id
"""
BILLS = """
SELECT b.id, b.identifier, b.title, b.status FROM vote_event_bills veb JOIN bills b ON b.id = veb.bill_id
WHERE veb.vote_event_id = :id ORDER BY b.id LIMIT 100
"""
MEMBERS = """
SELECT v.voter_name, v.person_id, p.name, v.party, v.option, v.option_raw, (
    SELECT m.district FROM memberships m WHERE m.person_id = v.person_id AND m.session_id = :session
      AND m.district IS NOT NULL ORDER BY m.id LIMIT 1) AS district
FROM vote_parties v LEFT JOIN people p ON p.id = v.person_id WHERE v.vote_event_id = :id
ORDER BY CASE v.option WHEN 'yes' THEN 0 WHEN 'no' THEN 1 ELSE 2 END, v.option, v.voter_name, v.occurrence LIMIT 1000
"""
PARTIES = "SELECT party, yes, no, other FROM vote_event_parties WHERE vote_event_id = :id"
STATEMENTS = """
SELECT voter_name, person_id, text, date FROM vote_statements WHERE vote_event_id = :id
ORDER BY voter_name, text LIMIT 200
"""
ACTIONS = """
SELECT a.id, a.bill_id, a.date, a.text FROM actions a WHERE a.vote_event_id = :id
ORDER BY a.bill_id, a.sequence LIMIT 20
"""
GAPS = """
SELECT id, kind, expected, found, evidence FROM gaps
WHERE kind IN ('motion_missing', 'roll_call_without_bill', 'counts_differ') AND key = :id AND closed_at IS NULL
UNION ALL
SELECT id, kind, expected, found, evidence FROM gaps
WHERE session_id = :session AND kind = 'decided_bill_missing' AND key LIKE '% ' || :id AND closed_at IS NULL
LIMIT 100
"""
NEAR = """
SELECT id, motion, date FROM (
  SELECT * FROM (SELECT id, motion, date FROM vote_events WHERE id >= :id ORDER BY id LIMIT 5)
  UNION ALL SELECT * FROM (SELECT id, motion, date FROM vote_events WHERE id < :id ORDER BY id DESC LIMIT 5)
) ORDER BY id
"""
COLUMNS = "vote_event_id voter_name person_id name party district option option_raw".split()


def dissenters(members: list[dict[str, Any]], parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Members who voted yes or no against the larger side of their party; a tied party has none."""
    larger = {p["party"]: "yes" if p["yes"] > p["no"] else "no" for p in parties if p["party"] and p["yes"] != p["no"]}
    return [m for m in members if m["option"] in ("yes", "no") and larger.get(m["party"], m["option"]) != m["option"]]


async def vote(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    key = a.part(request, "id")
    asked = a.Asked(datasette)
    event = await asked.row("roll_call", EVENT, {"id": key})
    if event is None:
        return await not_held(datasette, request, a, key)
    params = {"id": key, "session": event["session_id"]}
    members = await asked.rows("members", MEMBERS, params)
    parties: Any = pm.get_plugin("bill_page.py").by_party(await asked.rows("parties", PARTIES, params))
    event["motion_classification"] = json.loads(event["motion_classification"])
    told = {
        "event": {name: value for name, value in event.items() if not name.startswith("capture_")},
        "bills": await asked.rows("bills", BILLS, params),
        "actions": await asked.rows("actions", ACTIONS, params),
        "parties": parties,
        "members": members,
        "dissenters": [m["voter_name"] for m in dissenters(members, parties)],
        "statements": await asked.rows("statements", STATEMENTS, params),
        "gaps": await asked.rows("gaps", GAPS, params),
        "capture": a.capture_of(event),
    }
    state, session = event["jurisdiction_id"], event["session_id"]
    context = {
        "against": dissenters(members, parties),
        "voting": [m for m in members if m["option"] in ("yes", "no")],
        "apart": [m for m in members if m["option"] not in ("yes", "no")],
        "known": any(party["party"] for party in parties),
        "districts": any(member["district"] for member in members),
        "stored_row": datasette.urls.path(addresses.row_path("vote_events", key)),
        "source_url": event["source_url"],
        "trail": [
            (event["jurisdiction"], datasette.urls.path(addresses.path_of("jurisdictions", state))),
            (event["session_name"], datasette.urls.path(addresses.path_of("sessions", session))),
        ],
    }
    return await a.page(
        datasette, request, "vote.html", addresses.path_of("vote_events", key), told=told, asked=asked,
        context=context, listed=[{**member, "vote_event_id": key} for member in members], columns=COLUMNS,
    )  # fmt: skip


async def not_held(datasette: Datasette, request: Request, a: Any, key: str) -> Response:
    addresses: Any = pm.get_plugin("addresses.py")
    near = [
        {
            "path": addresses.path_of("vote_events", row["id"]),
            "label": row["id"],
            "more": f"{row['date'] or ''} {row['motion'] or ''}",
        }
        for row in await a.rows(datasette, NEAR, {"id": key})
    ]
    return await a.not_held(datasette, request, f"No roll call with the id “{key}” is held here", near)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/votes/(?P<id>[^/]+?)(?:\.(?P<format>json|csv))?$", vote)]
