"""What a roll call's own page tells: the question, the counts, and every member with party and vote."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_decode

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

EVENT = """
SELECT e.*, s.name AS session_name, j.name AS jurisdiction, o.name AS organization,
  CASE e.chamber WHEN 'upper' THEN j.upper_name WHEN 'lower' THEN j.lower_name ELSE e.chamber END AS chamber_name,
  coalesce(e.declared_yes, e.roll_yes) AS yes, coalesce(e.declared_no, e.roll_no) AS no,
  coalesce(e.declared_other, e.roll_other) AS other
FROM vote_events e JOIN sessions s ON s.id = e.session_id JOIN jurisdictions j ON j.id = s.jurisdiction_id
LEFT JOIN organizations o ON o.id = e.organization_id WHERE e.id = :id
"""
BILLS = """
SELECT b.id, b.identifier, b.title FROM vote_event_bills veb JOIN bills b ON b.id = veb.bill_id
WHERE veb.vote_event_id = :id ORDER BY b.id LIMIT 500
"""
# The party held in this session comes first; the one on the person's row may be newer
MEMBERS = """
SELECT v.voter_name, v.person_id, p.name, v.option, v.option_raw, coalesce(
    (SELECT m.party FROM memberships m JOIN vote_events e ON e.id = v.vote_event_id AND e.session_id = m.session_id
     WHERE m.person_id = v.person_id AND m.party IS NOT NULL LIMIT 1), p.party) AS party
FROM votes v LEFT JOIN people p ON p.id = v.person_id WHERE v.vote_event_id = :id
ORDER BY CASE v.option WHEN 'yes' THEN 0 WHEN 'no' THEN 1 ELSE 2 END, v.option, v.voter_name, v.occurrence LIMIT 1000
"""
STATEMENTS = """
SELECT voter_name, person_id, text, date FROM vote_statements WHERE vote_event_id = :id
ORDER BY voter_name, text LIMIT 200
"""


def party_split(members: list[Any]) -> list[dict[str, Any]]:
    """Votes by party, the largest party first; a member without a known party counts under None."""
    split: dict[str | None, Counter[str]] = {}
    for member in members:
        side = member["option"] if member["option"] in ("yes", "no") else "other"
        split.setdefault(member["party"], Counter())[side] += 1
    ordered = sorted(split.items(), key=lambda item: -item[1].total())
    return [
        {"party": party, "yes": votes["yes"], "no": votes["no"], "other": votes["other"]} for party, votes in ordered
    ]


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None, table: str | None, view_name: str | None, request: Request | None
) -> Any:
    async def variables() -> dict[str, Any]:
        if view_name != "row" or table != "vote_events" or request is None:
            return {}
        key = {"id": tilde_decode(request.url_vars["pks"])}
        event = (await datasette.execute(database, EVENT, key)).first()
        if event is None:
            return {}
        members = list((await datasette.execute(database, MEMBERS, key)).rows)
        bills = list((await datasette.execute(database, BILLS, key)).rows)
        statements = list((await datasette.execute(database, STATEMENTS, key)).rows)
        parties = party_split(members)
        return {"event": event, "members": members, "bills": bills, "parties": parties, "statements": statements}

    return variables
