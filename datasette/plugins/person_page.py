"""/people/<id>: the seats of a legislator, how often with the own party, votes to be filtered, and bills sponsored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PERSON = """
SELECT p.*, j.name AS jurisdiction, c.url AS capture_url, c.fetched_at AS capture_fetched_at,
  c.sha256 AS capture_sha256, c.file AS capture_file, c."offset" AS capture_offset
FROM people p JOIN jurisdictions j ON j.id = p.jurisdiction_id LEFT JOIN captures c ON c.id = p.capture_id
WHERE p.id = :id
"""
SEATS = """
SELECT m.role, m.district, m.party, m.start_date, m.end_date, m.organization_id, o.name AS organization,
  o.classification, m.session_id, s.name AS session_name
FROM memberships m JOIN organizations o ON o.id = m.organization_id JOIN sessions s ON s.id = m.session_id
WHERE m.person_id = :id
ORDER BY coalesce(s.start_date, '') DESC, s.id DESC, o.classification = 'committee', o.name LIMIT 400
"""
RECORDS = """
SELECT r.session_id, s.name AS session_name, r.roll_calls, r.yes, r.no, r.other, r.divided, r.with_party, r.first_vote,
  r.last_vote
FROM person_sessions r JOIN sessions s ON s.id = r.session_id WHERE r.person_id = :id
ORDER BY r.last_vote DESC, s.start_date DESC, s.id DESC LIMIT 100
"""
# The index on the person gives all the votes; the session is read off the id, so that only its roll calls are looked up
VOTES = """
SELECT e.id, e.date, e.motion, e.result, e.verdict, v.option, o.name AS organization, (
    SELECT json_group_array(json_array(b.id, b.identifier, b.title)) FROM (
      SELECT bill_id FROM vote_event_bills WHERE vote_event_id = e.id LIMIT 3) x JOIN bills b ON b.id = x.bill_id
  ) AS bills,
  (SELECT count(*) FROM vote_event_bills WHERE vote_event_id = e.id) AS bills_decided,
  (SELECT CASE WHEN s.yes = s.no OR v.option NOT IN ('yes', 'no') THEN NULL ELSE (v.option = 'yes') = (s.yes > s.no) END
   FROM vote_parties w JOIN vote_event_parties s ON s.vote_event_id = w.vote_event_id AND s.party = w.party
   WHERE w.vote_event_id = e.id AND w.person_id = :id LIMIT 1) AS with_party
FROM (
  SELECT v.vote_event_id, v.option, e.date FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
  WHERE v.person_id = :id AND +v.vote_event_id >= :session || '-' AND +v.vote_event_id < :session || '.'
    AND (:option IS NULL OR CASE :option WHEN 'neither' THEN v.option NOT IN ('yes', 'no') ELSE v.option = :option END)
    AND (:kind IS NULL OR instr(e.motion_classification, '"' || :kind || '"'))
    AND (:words IS NULL OR EXISTS (
      SELECT 1 FROM vote_event_bills x JOIN bills b ON b.id = x.bill_id
      WHERE x.vote_event_id = e.id AND b.search_id IN (
        SELECT rowid FROM bills_fts WHERE bills_fts MATCH fts_query(:words))))
  ORDER BY e.date DESC, e.id LIMIT :limit OFFSET :offset
) v
JOIN vote_events e ON e.id = v.vote_event_id LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY v.date DESC, e.id
"""
NAMES = """
SELECT c.session_id, s.name AS session_name, c.chamber, c.name, c.why FROM name_candidates c
JOIN sessions s ON s.id = c.session_id WHERE c.person_id = :id ORDER BY c.session_id DESC, c.name LIMIT 50
"""
SPONSORED = """
SELECT b.id, b.identifier, b.title, b.status, b.session_id, s.classification, s.is_primary,
  count(*) OVER () AS n FROM sponsorships s JOIN bills b ON b.id = s.bill_id WHERE s.person_id = :id
ORDER BY s.is_primary DESC, b.introduced_date DESC, b.id LIMIT 30
"""
NEAR = """
SELECT id, name, party FROM (
  SELECT * FROM (SELECT id, name, party FROM people WHERE id >= :id ORDER BY id LIMIT 6)
  UNION ALL SELECT * FROM (SELECT id, name, party FROM people WHERE id < :id ORDER BY id DESC LIMIT 6)
) ORDER BY id
"""
KINDS = (
    "passage committee-passage amendment concurrence reading-1 reading-3 veto-override reconsideration referral tabling"
    " deferral conference rule-suspension procedural unclassified"
).split()
OPTIONS = ("yes", "no", "neither")
COLUMNS = "id date option with_party organization motion result bills".split()


async def person(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    key = a.part(request, "id")
    asked = a.Asked(datasette)
    row = await asked.row("member", PERSON, {"id": key})
    if row is None:
        return await not_held(datasette, request, a, key)
    records = await asked.rows("records", RECORDS, {"id": key})
    params: dict[str, Any] = {name: a.word(request, name) for name in ("session", "words", "kind", "option")}
    place, size = a.leaf(request)
    params |= {"page": place if place > 1 else None, "_size": a.word(request, "_size")}
    session = params["session"] or (records[0]["session_id"] if records else "")
    votes = await asked.rows("votes", VOTES, {
        **params, "id": key, "session": session, "limit": size + 1, "offset": (place - 1) * size,
    })  # fmt: skip
    for vote in votes:
        vote["bills"] = json.loads(vote["bills"])
    sponsored = await asked.rows("sponsored", SPONSORED, {"id": key})
    seats = await asked.rows("seats", SEATS, {"id": key})
    names = await asked.rows("names_not_matched", NAMES, {"id": key})
    told = {
        "person": {name: value for name, value in row.items() if not name.startswith("capture_")},
        "seats": seats,
        "records": records,
        "session": session or None,
        "votes": votes[:size],
        "sponsored": sponsored,
        "names_not_matched": names,
        "capture": a.capture_of(row),
    }
    path = addresses.path_of("people", key)
    state = addresses.path_of("jurisdictions", row["jurisdiction_id"])
    context = {
        "terms": [seat for seat in seats if seat["classification"] != "committee"],
        "committees": [seat for seat in seats if seat["classification"] == "committee"],
        "record": next((record for record in records if record["session_id"] == session), None),
        "kinds": KINDS,
        "options": OPTIONS,
        "place": place,
        "narrowed": any(params[name] for name in ("words", "kind", "option")),
        "stored_row": datasette.urls.path(addresses.row_path("people", key)),
        "source_url": row["source_url"],
        "trail": [(row["jurisdiction"], datasette.urls.path(state))],
    }
    listed = [{**vote, "bills": " ".join(bill[1] for bill in vote["bills"])} for vote in votes[:size]]
    return await a.page(
        datasette, request, "person.html", path, told=told, asked=asked, params=params, context=context,
        listed=listed, columns=COLUMNS, more={"page": place + 1} if len(votes) > size else {},
    )  # fmt: skip


async def not_held(datasette: Datasette, request: Request, a: Any, key: str) -> Response:
    addresses: Any = pm.get_plugin("addresses.py")
    near = [
        {"path": addresses.path_of("people", row["id"]), "label": row["name"], "more": row["party"]}
        for row in await a.rows(datasette, NEAR, {"id": key})
    ]
    return await a.not_held(datasette, request, f"No legislator with the id “{key}” is held here", near)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/people/(?P<id>[^/]+?)(?:\.(?P<format>json|csv))?$", person)]
