"""What a bill's own page tells: its way through the legislature, its roll calls, texts and sponsors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_decode

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

QUERIES = {
    "bill": """
        SELECT b.*, s.name AS session_name, j.name AS jurisdiction, a.text AS status_text, a.date AS status_action_date,
          c.name AS committee, (SELECT min(x.date) FROM actions x JOIN json_each(x.classifications) k
            WHERE x.bill_id = b.id AND k.value = 'executive-signature') AS signed_date,
          CASE b.chamber WHEN 'upper' THEN j.upper_name WHEN 'lower' THEN j.lower_name ELSE b.chamber END AS origin
        FROM bills b JOIN sessions s ON s.id = b.session_id JOIN jurisdictions j ON j.id = b.jurisdiction_id
        LEFT JOIN actions a ON a.id = b.status_action_id LEFT JOIN organizations c ON c.id = b.committee_id
        WHERE b.id = :id""",
    "sponsors": """
        SELECT name, person_id, organization_id, classification, is_primary FROM sponsorships
        WHERE bill_id = :id ORDER BY is_primary DESC, sequence LIMIT 500""",
    "actions": """
        SELECT a.id, a.date, a.text, a.classifications, a.tally_yes, a.tally_no, a.vote_event_id,
          CASE a.chamber WHEN 'upper' THEN j.upper_name WHEN 'lower' THEN j.lower_name
            WHEN 'executive' THEN 'Governor' WHEN 'legislature' THEN 'Both chambers' END AS chamber
        FROM actions a JOIN bills b ON b.id = a.bill_id JOIN jurisdictions j ON j.id = b.jurisdiction_id
        WHERE a.bill_id = :id ORDER BY a.sequence LIMIT 1000""",
    "roll_calls": """
        SELECT e.id, e.date, e.motion, e.result, e.verdict, e.verdict_note, o.name AS organization,
          coalesce(e.declared_yes, e.roll_yes) AS yes, coalesce(e.declared_no, e.roll_no) AS no,
          coalesce(e.declared_other, e.roll_other) AS other
        FROM vote_event_bills veb JOIN vote_events e ON e.id = veb.vote_event_id
        LEFT JOIN organizations o ON o.id = e.organization_id
        WHERE veb.bill_id = :id ORDER BY e.date, e.id LIMIT 500""",
    "versions": """
        SELECT v.id, v.note, v.title, v.date, v.url, t.chars
        FROM versions v LEFT JOIN version_texts t ON t.version_id = v.id
        WHERE v.bill_id = :id ORDER BY v.sequence LIMIT 200""",
    "documents": """
        SELECT id, classification, note, date, url FROM documents WHERE bill_id = :id ORDER BY date, id LIMIT 200""",
    "related": """
        SELECT related_bill_id, identifier, session, relation FROM related_bills
        WHERE bill_id = :id ORDER BY relation, identifier LIMIT 200""",
    "hearings": """
        SELECT h.id, h.start, h.place, h.status, o.name AS organization FROM hearing_items i
        JOIN hearings h ON h.id = i.hearing_id LEFT JOIN organizations o ON o.id = h.organization_id
        WHERE i.bill_id = :id ORDER BY h.start LIMIT 200""",
    "gaps": """
        SELECT id, kind, expected, found FROM gaps WHERE bill_id = :id AND closed_at IS NULL ORDER BY kind LIMIT 100""",
    "changes": """
        SELECT c.id, c.at, c.kind, c."table", c.row_id, c.field, c.before, c.after, ob.name AS committee_before,
          oa.name AS committee_after
        FROM changes c LEFT JOIN organizations ob ON c.field = 'committee_id' AND ob.id = c.before
        LEFT JOIN organizations oa ON c.field = 'committee_id' AND oa.id = c.after
        WHERE c.bill_id = :id AND coalesce(c.field, '') NOT IN ('status_action_id', 'status_date')
        ORDER BY c.at DESC, c.id DESC LIMIT 20""",
}


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None, table: str | None, view_name: str | None, request: Request | None
) -> Any:
    async def variables() -> dict[str, Any]:
        if view_name != "row" or table != "bills" or request is None:
            return {}
        key = {"id": tilde_decode(request.url_vars["pks"])}
        found = {name: list((await datasette.execute(database, sql, key)).rows) for name, sql in QUERIES.items()}
        return {**found, "bill": found["bill"][0]} if found["bill"] else {}

    return variables
