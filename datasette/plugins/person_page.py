"""What a legislator's own page tells: seats held, votes with their denominator, bills sponsored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_decode

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

QUERIES = {
    "person": """
        SELECT p.*, j.name AS jurisdiction FROM people p JOIN jurisdictions j ON j.id = p.jurisdiction_id
        WHERE p.id = :id""",
    "memberships": """
        SELECT m.role, m.district, m.party, m.start_date, m.end_date, m.organization_id, o.name AS organization,
          m.session_id, s.name AS session_name
        FROM memberships m JOIN organizations o ON o.id = m.organization_id JOIN sessions s ON s.id = m.session_id
        WHERE m.person_id = :id ORDER BY s.start_date DESC, o.classification DESC, o.name LIMIT 200""",
    "options": "SELECT option, count(*) AS n FROM votes WHERE person_id = :id GROUP BY option ORDER BY n DESC",
    "votes": """
        SELECT e.id, e.date, e.motion, e.result, v.option, o.name AS organization,
          (SELECT json_group_array(b.id) FROM vote_event_bills veb JOIN bills b ON b.id = veb.bill_id
           WHERE veb.vote_event_id = e.id) AS bill_ids,
          (SELECT group_concat(b.identifier, ', ') FROM vote_event_bills veb JOIN bills b ON b.id = veb.bill_id
           WHERE veb.vote_event_id = e.id) AS identifiers
        FROM (SELECT v.vote_event_id, v.option, e.date FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
              WHERE v.person_id = :id ORDER BY e.date DESC, e.id LIMIT 200) v
        JOIN vote_events e ON e.id = v.vote_event_id LEFT JOIN organizations o ON o.id = e.organization_id
        ORDER BY v.date DESC, e.id""",
    "sponsored": """
        SELECT b.id, b.identifier, b.title, b.status, s.classification, s.is_primary FROM sponsorships s
        JOIN bills b ON b.id = s.bill_id WHERE s.person_id = :id
        ORDER BY s.is_primary DESC, b.introduced_date DESC, b.id LIMIT 200""",
}


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None, table: str | None, view_name: str | None, request: Request | None
) -> Any:
    async def variables() -> dict[str, Any]:
        if view_name != "row" or table != "people" or request is None:
            return {}
        key = {"id": tilde_decode(request.url_vars["pks"])}
        found = {name: list((await datasette.execute(database, sql, key)).rows) for name, sql in QUERIES.items()}
        if not found["person"]:
            return {}
        roll_calls = sum(row["n"] for row in found["options"])
        return {**found, "person": found["person"][0], "roll_calls": roll_calls}

    return variables
