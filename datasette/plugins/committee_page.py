"""/committees/<id>: a committee or chamber in one session: members, bills before it, hearings, roll calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from pipelines.summaries import ENDED

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

BODY = """
SELECT o.*, j.name AS jurisdiction, p.name AS parent, c.url AS capture_url, c.fetched_at AS capture_fetched_at,
  c.sha256 AS capture_sha256, c.file AS capture_file, c."offset" AS capture_offset,
  CASE o.chamber WHEN 'upper' THEN j.upper_name WHEN 'lower' THEN j.lower_name END AS chamber_name, j.site_url
FROM organizations o JOIN jurisdictions j ON j.id = o.jurisdiction_id LEFT JOIN organizations p ON p.id = o.parent_id
LEFT JOIN captures c ON c.id = o.capture_id WHERE o.id = :id
"""
RECORDS = """
SELECT r.*, s.name AS session_name FROM organization_sessions r JOIN sessions s ON s.id = r.session_id
WHERE r.organization_id = :id ORDER BY coalesce(s.start_date, '') DESC, s.id DESC LIMIT 100
"""
PARTS = "SELECT id, name FROM organizations WHERE parent_id = :id ORDER BY name LIMIT 200"
MEMBERS = """
SELECT m.person_id, p.name, m.role, m.district, m.start_date, m.end_date, coalesce(m.party, (
    SELECT CASE WHEN count(DISTINCT x.party) = 1 THEN min(x.party) END FROM memberships x
    WHERE x.person_id = m.person_id AND x.session_id = m.session_id AND x.party IS NOT NULL)) AS party
FROM memberships m JOIN people p ON p.id = m.person_id
WHERE m.organization_id = :id AND m.session_id = :session ORDER BY m.role = 'member', p.name LIMIT 600
"""
# By the letters of the number, then by its figures: HB 104 before HB 1013
BY_NUMBER = "rtrim(b.identifier, '0123456789'), length(b.identifier), b.identifier"
NOW = f"""
SELECT b.id, b.identifier, b.title, b.status, b.status_date FROM bills b
WHERE b.committee_id = :id AND b.session_id = :session AND coalesce(b.status, '') NOT IN {ENDED}
ORDER BY b.status_date DESC, {BY_NUMBER} LIMIT :limit OFFSET :offset
"""  # noqa: S608  # our own words
# The bills whose history names it
NAMED = f"""
SELECT b.id, b.identifier, b.title, b.status, b.status_date FROM (
  SELECT DISTINCT bill_id FROM actions
  WHERE organization_id = :id AND bill_id >= :session || '-' AND bill_id < :session || '.'
) a JOIN bills b ON b.id = a.bill_id ORDER BY {BY_NUMBER} LIMIT :limit OFFSET :offset
"""  # noqa: S608  # our own words
HEARINGS = """
SELECT h.id, h.start, h.place, h.status, (SELECT count(*) FROM hearing_items WHERE hearing_id = h.id) AS bills
FROM hearings h WHERE h.organization_id = :id AND h.session_id = :session ORDER BY h.start DESC LIMIT 30
"""
ROLL_CALLS = """
SELECT e.id, e.date, e.motion, e.result, e.verdict, e.verdict_note, coalesce(e.declared_yes, e.roll_yes) AS yes,
  coalesce(e.declared_no, e.roll_no) AS no, (
    SELECT group_concat(b.identifier, ', ') FROM (
      SELECT bill_id FROM vote_event_bills WHERE vote_event_id = e.id LIMIT 3) x JOIN bills b ON b.id = x.bill_id
  ) AS bills
FROM vote_events e WHERE e.organization_id = :id AND e.session_id = :session ORDER BY e.date DESC LIMIT 30
"""
NEAR = """
SELECT id, name FROM (
  SELECT * FROM (SELECT id, name FROM organizations WHERE id >= :id ORDER BY id LIMIT 6)
  UNION ALL SELECT * FROM (SELECT id, name FROM organizations WHERE id < :id ORDER BY id DESC LIMIT 6)
) ORDER BY id
"""
COLUMNS = "id identifier title status status_date".split()


async def committee(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    key = a.part(request, "id")
    asked = a.Asked(datasette)
    body = await asked.row("body", BODY, {"id": key})
    if body is None:
        return await not_held(datasette, request, a, key)
    records = await asked.rows("sessions", RECORDS, {"id": key})
    params: dict[str, Any] = {"session": a.word(request, "session"), "bills": a.word(request, "bills")}
    place, size = a.leaf(request)
    params |= {"page": place if place > 1 else None, "_size": a.word(request, "_size")}
    session = params["session"] or (records[0]["session_id"] if records else "")
    record = next((record for record in records if record["session_id"] == session), None)
    every = params["bills"] == "all" or not (record and record["bills_now"])
    of_session = {"id": key, "session": session}
    paged = {**of_session, "limit": size + 1, "offset": (place - 1) * size}
    bills = await asked.rows("bills", NAMED if every else NOW, paged)
    told = {
        "organization": {name: value for name, value in body.items() if not name.startswith("capture_")},
        "sessions": records,
        "session": session or None,
        "parts": await asked.rows("parts", PARTS, {"id": key}),
        "members": await asked.rows("members", MEMBERS, of_session),
        "bills": bills[:size],
        "hearings": await asked.rows("hearings", HEARINGS, of_session),
        "roll_calls": await asked.rows("roll_calls", ROLL_CALLS, of_session),
        "capture": a.capture_of(body),
    }
    trail = [(body["jurisdiction"], datasette.urls.path(addresses.path_of("jurisdictions", body["jurisdiction_id"])))]
    context = {
        "record": record,
        "every": every,
        "place": place,
        "today": a.hearing_day(),
        "stored_row": datasette.urls.path(addresses.row_path("organizations", key)),
        "source_url": None,
        "trail": trail,
    }
    return await a.page(
        datasette, request, "committee.html", addresses.path_of("organizations", key), told=told, asked=asked,
        params=params, context=context, listed=bills[:size], columns=COLUMNS,
        more={"page": place + 1} if len(bills) > size else {},
    )  # fmt: skip


async def not_held(datasette: Datasette, request: Request, a: Any, key: str) -> Response:
    addresses: Any = pm.get_plugin("addresses.py")
    near = [
        {"path": addresses.path_of("organizations", row["id"]), "label": row["name"], "more": row["id"]}
        for row in await a.rows(datasette, NEAR, {"id": key})
    ]
    return await a.not_held(datasette, request, f"No committee or chamber with the id “{key}” is held here", near)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/committees/(?P<id>[^/]+?)(?:\.(?P<format>json|csv))?$", committee)]
