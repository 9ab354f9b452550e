"""/ca/20172018/sb54: a bill's way through the legislature, its roll calls, texts, sponsors, and what changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from pipelines.summaries import ENDED
from scrapers.normalise import id_part

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

BILL = """
SELECT b.*, s.name AS session_name, s.end_date AS session_end, j.name AS jurisdiction, j.upper_name, j.lower_name,
  a.text AS status_text, a.date AS status_action_date, o.name AS committee,
  c.url AS capture_url, c.fetched_at AS capture_fetched_at, c.sha256 AS capture_sha256, c.file AS capture_file,
  c."offset" AS capture_offset
FROM bills b JOIN sessions s ON s.id = b.session_id JOIN jurisdictions j ON j.id = b.jurisdiction_id
LEFT JOIN actions a ON a.id = b.status_action_id LEFT JOIN organizations o ON o.id = b.committee_id
LEFT JOIN captures c ON c.id = b.capture_id
WHERE b.id = :id
"""
SPONSORS = """
SELECT name, person_id, organization_id, classification, is_primary, chamber FROM sponsorships
WHERE bill_id = :id ORDER BY is_primary DESC, sequence LIMIT 500
"""
ACTIONS = """
SELECT a.id, a.date, a.chamber, a.text, a.classifications, a.tally_yes, a.tally_no, a.vote_event_id, a.organization_id,
  o.name AS organization
FROM actions a LEFT JOIN organizations o ON o.id = a.organization_id WHERE a.bill_id = :id
ORDER BY a.sequence LIMIT 1000
"""
ROLL_CALLS = """
SELECT e.id, e.date, e.motion, e.result, e.verdict, e.verdict_note, e.yes_means, e.organization_id,
  o.name AS organization, coalesce(e.declared_yes, e.roll_yes) AS yes, coalesce(e.declared_no, e.roll_no) AS no,
  coalesce(e.declared_other, e.roll_other) AS other, (
    SELECT json_group_array(json_object('party', p.party, 'yes', p.yes, 'no', p.no, 'other', p.other))
    FROM vote_event_parties p WHERE p.vote_event_id = e.id) AS parties
FROM vote_event_bills veb JOIN vote_events e ON e.id = veb.vote_event_id
LEFT JOIN organizations o ON o.id = e.organization_id
WHERE veb.bill_id = :id ORDER BY e.date, e.id LIMIT 300
"""
VERSIONS = """
SELECT v.id, v.note, v.classification, v.title, v.date, v.url, t.chars, t.sha256
FROM versions v LEFT JOIN version_texts t ON t.version_id = v.id
WHERE v.bill_id = :id ORDER BY v.sequence LIMIT 200
"""
DOCUMENTS = """
SELECT d.id, d.classification, d.note, d.date, d.url, d.text IS NOT NULL AS has_text, o.name AS organization
FROM documents d LEFT JOIN organizations o ON o.id = d.organization_id
WHERE d.bill_id = :id ORDER BY d.date, d.id LIMIT 300
"""
RELATED = """
SELECT r.related_bill_id, r.identifier, r.session, r.relation, b.title, b.status
FROM related_bills r LEFT JOIN bills b ON b.id = r.related_bill_id
WHERE r.bill_id = :id ORDER BY r.relation, r.identifier LIMIT 200
"""
HEARINGS = """
SELECT h.id, h.start, h.place, h.status, h.organization_id, o.name AS organization FROM hearing_items i
JOIN hearings h ON h.id = i.hearing_id LEFT JOIN organizations o ON o.id = h.organization_id
WHERE i.bill_id = :id ORDER BY h.start LIMIT 200
"""
GAPS = """
SELECT id, kind, expected, found, evidence FROM gaps WHERE bill_id = :id AND closed_at IS NULL ORDER BY kind LIMIT 100
"""
CHANGES = """
SELECT c.id, c.at, c.kind, c."table", c.row_id, c.field, c.before, c.after, ob.name AS committee_before,
  oa.name AS committee_after
FROM changes c LEFT JOIN organizations ob ON c.field = 'committee_id' AND ob.id = c.before
LEFT JOIN organizations oa ON c.field = 'committee_id' AND oa.id = c.after
WHERE c.bill_id = :id AND coalesce(c.field, '') NOT IN ('status_action_id', 'status_date')
ORDER BY c.at DESC, c.id DESC LIMIT 20
"""
PARTS = {
    "sponsors": SPONSORS,
    "actions": ACTIONS,
    "roll_calls": ROLL_CALLS,
    "versions": VERSIONS,
    "documents": DOCUMENTS,
    "related": RELATED,
    "hearings": HEARINGS,
    "gaps": GAPS,
    "changes": CHANGES,
}
LISTS = {"classifications", "parties"}


def stands(bill: dict[str, Any], actions: list[dict[str, Any]], related: list[dict[str, Any]]) -> Any:
    """Where it stands, of the rows of the page."""
    standing: Any = pm.get_plugin("standing.py")
    place = standing.Place(bill["jurisdiction_id"], bill["upper_name"], bill["lower_name"])
    successors = [row["identifier"] for row in related if row["relation"] == "replaced-by"]
    return standing.standing(
        bill["status"],
        actions,
        place,
        classification=bill["classification"],
        chamber=bill["chamber"],
        status_date=bill["status_date"],
        committee=bill["committee"],
        chapter=bill["chapter"],
        effective_date=bill["effective_date"],
        replaced_by=" and ".join(successors) or None,
        session_end=bill["session_end"],
    )


def by_party(parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The largest party first, and those whose party is not known last."""
    return sorted(parties, key=lambda p: (p["party"] is None, -(p["yes"] + p["no"] + p["other"]), p["party"]))


async def bill(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    state, session, number = (a.part(request, name) for name in ("state", "session", "bill"))
    key = f"{state.lower()}-{id_part(session)}-{id_part(number)}"
    path = addresses.path_of("bills", key)
    kind = request.url_vars.get("format")
    asked = a.Asked(datasette)
    row = await asked.row("bill", BILL, {"id": key})
    if row is None:
        nearby: Any = pm.get_plugin("nearby.py")
        return await a.not_held(datasette, request, *await nearby.meant(datasette, f"/{state}/{session}/{number}"))
    if (state, session, number) != tuple(path[1:].split("/")):
        return Response.redirect(a.address(datasette, path + (f".{kind}" if kind else ""), {}), status=301)
    parts = {name: await asked.rows(name, sql, {"id": key}) for name, sql in PARTS.items()}
    for listed in parts.values():
        for entry in listed:
            entry.update({name: json.loads(entry[name]) for name in LISTS & entry.keys()})
    for roll_call in parts["roll_calls"]:
        roll_call["parties"] = by_party(roll_call["parties"])
    words: Any = pm.get_plugin("words.py")
    for change in parts["changes"]:
        change["words"] = words.change_words(change)
    stood = stands(row, parts["actions"], parts["related"])
    capture, executive = a.capture_of(row), pm.get_plugin("standing.py").executive
    told = {
        "bill": {name: value for name, value in row.items() if not name.startswith("capture_")},
        "standing": {**stood._asdict(), "stages": [stage._asdict() for stage in stood.stages]},
        **parts,
        "capture": capture,
    }
    context = {
        "votes": {entry["id"]: entry for entry in parts["roll_calls"]},
        "untaken": sum(entry["tally_yes"] is not None and not entry["vote_event_id"] for entry in parts["actions"]),
        "ended": row["status"] in ENDED,
        "today": a.hearing_day(),
        "chambers": {
            "upper": row["upper_name"],
            "lower": row["lower_name"],
            "executive": executive(row["jurisdiction_id"]),
            "legislature": "Both chambers",
        },
        "stored_row": datasette.urls.path(addresses.row_path("bills", key)),
        "source_url": row["source_url"],
        "trail": [
            (row["jurisdiction"], datasette.urls.path(addresses.path_of("jurisdictions", state))),
            (row["session_name"], datasette.urls.path(addresses.path_of("sessions", row["session_id"]))),
        ],
    }  # fmt: skip
    return await a.page(
        datasette, request, "bill.html", path, told=told, asked=asked, context=context,
        listed=[{**entry, "classifications": " ".join(entry["classifications"])} for entry in parts["actions"]],
        columns="id date chamber organization_id text classifications tally_yes tally_no vote_event_id".split(),
    )  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/(?P<state>[A-Za-z]{2})/(?P<session>[^/]+)/(?P<bill>[^/]+?)(?:\.(?P<format>json|csv))?$", bill)]
