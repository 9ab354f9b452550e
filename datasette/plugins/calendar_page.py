"""/calendar: hearings day by day, with what was moved or called off; also as a calendar file (.ics), JSON and CSV."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm
from datasette.utils import add_cors_headers
from datasette.utils.asgi import BadRequest

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

COLUMNS = (
    "id start status place organization_id committee session_id jurisdiction_id jurisdiction timezone bill_ids bills"
    " fetched_at revisions"
).split()
LONGEST_FILE = 1000
ON_PAGE, IN_DATA = 30, 500  # bills of one agenda
# Which hearings: each of these begins from the narrowest index there is for what was asked
SOURCES = {
    "bill": "hearing_items i CROSS JOIN hearings h ON h.id = i.hearing_id WHERE i.bill_id = :bill",
    "committee": "hearings h WHERE h.organization_id = :committee",
    "session": "hearings h WHERE h.session_id = :session",
    "state": "sessions t CROSS JOIN hearings h ON h.session_id = t.id WHERE t.jurisdiction_id = :state",
    "all": "hearings h WHERE 1",
}
ALSO = {
    "bill": "h.id IN (SELECT hearing_id FROM hearing_items WHERE bill_id = :bill)",
    "committee": "h.organization_id = :committee",
    "session": "h.session_id = :session",
    "state": "h.session_id IN (SELECT id FROM sessions WHERE jurisdiction_id = :state)",
}
AGENDA = """
    SELECT b.id, b.identifier FROM hearing_items i JOIN bills b ON b.id = i.bill_id WHERE i.hearing_id = h.id
    ORDER BY {by_number}, b.id LIMIT :agenda
"""
HEARINGS = """
SELECT h.id, h.start, h.status, h.place, h.organization_id, o.name AS committee, h.session_id, s.jurisdiction_id,
  j.name AS jurisdiction, j.timezone, c.fetched_at,
  (SELECT json_group_array(id) FROM ({agenda})) AS bill_ids,
  (SELECT json_group_array(identifier) FROM ({agenda})) AS bills,
  (SELECT count(*) FROM hearing_items WHERE hearing_id = h.id) AS agenda,
  (SELECT count(DISTINCT at) FROM changes WHERE row_id = h.id AND kind IN ('hearing_change', 'hearing_cancel'))
    AS revisions
FROM (
  SELECT h.id FROM {source} AND h.start >= :since AND (:until IS NULL OR h.start < date(:until, '+1 day'))
    AND (:after IS NULL OR (h.start, h.id) > (:after_start, :after)) {also}
  ORDER BY h.start, h.id LIMIT :limit
) page JOIN hearings h ON h.id = page.id JOIN sessions s ON s.id = h.session_id
JOIN jurisdictions j ON j.id = s.jurisdiction_id LEFT JOIN organizations o ON o.id = h.organization_id
LEFT JOIN captures c ON c.id = h.capture_id
ORDER BY h.start, h.id
"""
START_OF = "SELECT start FROM hearings WHERE id = :after AND start IS NOT NULL"
CHANGES = """
SELECT c.row_id, c.at, c.kind, c.field, c.before, c.after, min(c.id) AS id FROM json_each(:ids) k
CROSS JOIN changes c ON c.row_id = k.value WHERE c.kind IN ('hearing_change', 'hearing_cancel')
GROUP BY c.row_id, c.at, c.field ORDER BY id
"""
# The newest of each kind, then those of the state or session asked for
LATELY = """
SELECT c.row_id, c.at, c.kind, c.field, c.before, c.after, min(c.id) AS id, h.start, h.organization_id,
  o.name AS committee, j.name AS jurisdiction
FROM (
  SELECT * FROM (SELECT * FROM changes WHERE kind = 'hearing_cancel' ORDER BY id DESC LIMIT 300)
  UNION ALL SELECT * FROM (SELECT * FROM changes WHERE kind = 'hearing_change' ORDER BY id DESC LIMIT 300)
) c JOIN hearings h ON h.id = c.row_id JOIN sessions s ON s.id = h.session_id
JOIN jurisdictions j ON j.id = s.jurisdiction_id LEFT JOIN organizations o ON o.id = h.organization_id
WHERE (:state IS NULL OR s.jurisdiction_id = :state) AND (:session IS NULL OR h.session_id = :session)
  AND (:committee IS NULL OR h.organization_id = :committee)
GROUP BY c.row_id, c.at, c.field ORDER BY c.at DESC, id DESC LIMIT 12
"""
COMMITTEE = "SELECT id, name FROM organizations WHERE id = :committee"
# Of the legislature asked for, or of the session's, or of the committee's own
COMMITTEES = """
SELECT id, name FROM organizations WHERE classification = 'committee' AND jurisdiction_id = coalesce(
  :state, (SELECT jurisdiction_id FROM sessions WHERE id = :session),
  (SELECT jurisdiction_id FROM organizations WHERE id = :committee)
) ORDER BY name, id LIMIT 500
"""
# By its id, or by its number in any spelling
BILLS = """
SELECT b.id, b.identifier, b.title, s.name AS session, j.name AS jurisdiction
FROM (
  SELECT id FROM bills WHERE id = lower(:bill)
  UNION SELECT b.id FROM sessions s CROSS JOIN bills b ON b.id = s.id || '-' || bill_key(:bill)
  WHERE bill_key(:bill) <> '' AND (:state IS NULL OR s.jurisdiction_id = :state)
    AND (:session IS NULL OR s.id = :session)
) hit CROSS JOIN bills b ON b.id = hit.id JOIN sessions s ON s.id = b.session_id
JOIN jurisdictions j ON j.id = b.jurisdiction_id ORDER BY coalesce(s.start_date, s.id) DESC, b.id LIMIT 25
"""
NEWEST = "SELECT max(start) AS start FROM hearings WHERE start < :since"


def query(params: dict[str, Any]) -> str:
    """The query that begins from the narrowest of the filters given, the others as conditions."""
    given = [name for name in SOURCES if params.get(name)] or ["all"]
    also = "".join(f" AND {ALSO[name]}" for name in given[1:])
    narrowed = HEARINGS.replace("{source}", SOURCES[given[0]]).replace("{also}", also)
    by_number = pm.get_plugin("committee_page.py").BY_NUMBER
    return narrowed.replace("{agenda}", AGENDA.strip()).replace("{by_number}", by_number)


def by_day(hearings: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(day, list(group)) for day, group in groupby(hearings, key=lambda row: row["start"][:10])]


async def listed(a: Any, asked: Any, params: dict[str, Any], limit: int, agenda: int) -> list[dict[str, Any]]:
    """Hearings with their agenda as lists, and with what became of them since they were first read."""
    start = await a.rows(asked.datasette, START_OF, params) if params["after"] else []
    if params["after"] and not start:
        raise BadRequest(
            f"No hearing “{params['after']}” is held to go on after: begin with the first, without “after”"
        )
    given = {**params, "after_start": start[0]["start"] if start else None, "limit": limit, "agenda": agenda}
    found: list[dict[str, Any]] = await asked.rows("hearings", query(params), given)
    ids = json.dumps([row["id"] for row in found])
    # Not one of the queries linked: the ids would make its address as long as they are many
    changes = await a.rows(asked.datasette, CHANGES, {"ids": ids}) if found else []
    for row in found:
        row["agenda_of"] = list(zip(json.loads(row["bill_ids"]), json.loads(row["bills"]), strict=True))
        row["changes"] = [change for change in changes if change["row_id"] == row["id"]]
    return found


async def calendar(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    params = {name: a.word(request, name) for name in ("state", "session", "committee", "bill", "after")}
    params |= {"from": a.day(request, "from"), "until": a.day(request, "until")}
    asked = a.Asked(datasette)
    named = await asked.rows("bills_of_that_number", BILLS, params) if params["bill"] else []
    bill = named[0] if len(named) == 1 else None
    params["bill"] = bill["id"] if bill else params["bill"]
    # A bill's hearings are few: without a day named, those that were come too
    since = params["from"] or ("0000" if params["bill"] else a.hearing_day())
    kind = request.url_vars.get("format")
    limit = LONGEST_FILE if kind == "ics" else a.size(request)
    found = await listed(a, asked, {**params, "since": since}, limit + 1, IN_DATA if kind else ON_PAGE)
    more = {"after": found[limit - 1]["id"]} if len(found) > limit else None
    found = found[:limit]
    if kind == "ics":
        return file(datasette, request, found)
    committee = await asked.row("committee", COMMITTEE, params) if params["committee"] else None
    newest = await asked.row("newest", NEWEST, {"since": since}) if not found else None
    context = {
        "days": by_day(found),
        "since": since,
        "committee": committee,
        "committees": await asked.rows("committees", COMMITTEES, params),
        "bill": bill,
        "named": named,
        "earlier": newest["start"][:10] if newest and newest["start"] else None,
        "lately": [] if params["bill"] else await asked.rows("changed_lately", LATELY, params),
        "ics_url": a.address(datasette, "/calendar.ics", params, after=None),
        **await a.choices(datasette, params["state"]),
    }
    return await a.answer(
        datasette, request, "calendar.html", "/calendar",
        listed=found, columns=COLUMNS, asked=asked, params={**params, "_size": a.word(request, "_size")}, more=more,
        told={"bills_of_that_number": named} if params["bill"] else {}, context=context,
    )  # fmt: skip


def agenda(row: dict[str, Any]) -> list[str]:
    """The bills of a hearing by number, and how many more there are than were taken."""
    left = row["agenda"] - len(row["agenda_of"])
    return [identifier for _, identifier in row["agenda_of"]] + ([f"and {left:,} more"] if left else [])


def file(datasette: Datasette, request: Request, found: list[dict[str, Any]]) -> Response:
    addresses: Any = pm.get_plugin("addresses.py")
    ics: Any = pm.get_plugin("calendar_file.py")
    events = [
        {
            **row,
            "bills": agenda(row),
            "url": datasette.absolute_url(request, datasette.urls.path(addresses.row_path("hearings", row["id"]))),
        }
        for row in found
    ]
    headers = {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    if datasette.cors:
        add_cors_headers(headers)
    body = ics.calendar("Hearings (Statehouse)", events, datetime.now(UTC).isoformat())
    return Response(body, 200, headers, "text/calendar; charset=utf-8")


def weekday(day: str) -> str:
    """Monday, Jan 12, 2026; what is no day stays as it is."""
    words: Any = pm.get_plugin("words.py")
    try:
        return f"{date.fromisoformat(day):%A}, {words.short_day(day)}"
    except ValueError:
        return day


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["weekday"] = weekday


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/calendar(?:\.(?P<format>json|csv|ics))?$", calendar)]
