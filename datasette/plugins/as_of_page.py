"""/as-of/ca-20172018-sb54?date=2017-06-30: a bill as it stood at the end of a day, by the canned queries *_as_of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

NAME = "bills"
PARTS = ("actions", "sponsorships", "versions", "vote_events", "documents")
COLUMNS = "id identifier title status status_date committee_id chapter effective_date subjects".split()
BILL = """
SELECT b.id, b.identifier, b.title, b.session_id, b.jurisdiction_id, b.first_seen_at,
  s.name AS session_name, j.name AS jurisdiction, j.upper_name AS upper, j.lower_name AS lower
FROM bills b JOIN sessions s ON s.id = b.session_id JOIN jurisdictions j ON j.id = b.jurisdiction_id WHERE b.id = :bill
"""
DAYS = "SELECT DISTINCT substr(at, 1, 10) AS day FROM changes WHERE bill_id = :bill ORDER BY 1 DESC LIMIT 60"
SINCE = """
SELECT c.id, c.at, c.kind, c."table", c.row_id, c.field, c.before, c.after, ob.name AS committee_before,
  oa.name AS committee_after
FROM changes c LEFT JOIN organizations ob ON c.field = 'committee_id' AND ob.id = c.before
LEFT JOIN organizations oa ON c.field = 'committee_id' AND oa.id = c.after
WHERE c.bill_id = :bill AND c.at >= date(:date, '+1 day')
  AND coalesce(c.field, '') NOT IN ('status_action_id', 'status_date')
ORDER BY c.at, c.id LIMIT 301
"""
COMMITTEE = "SELECT name FROM organizations WHERE id = :id"


async def as_of(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    words: Any = pm.get_plugin("words.py")
    key = unquote(request.url_vars["bill"], errors="replace").strip().lower()[: a.LONGEST]
    date = a.day(request, "date") or a.today()
    asked = a.Asked(datasette)
    bill = await asked.row("bill", BILL, {"bill": key})
    if bill is None:
        return await not_held(datasette, request, a, key, date)
    given = {"bill": key, "session": bill["session_id"], "date": date}
    (stood,) = await canned(asked, "bills_as_of", given) or [None]
    parts = {part: await canned(asked, f"{part}_as_of", given) for part in PARTS}
    since = await asked.rows("since", SINCE, given)
    for row in since:
        row["words"] = words.change_words(row)
    committee = await asked.row("committee", COMMITTEE, {"id": stood["committee_id"]}) if stood else None
    addresses: Any = pm.get_plugin("addresses.py")
    executive = pm.get_plugin("standing.py").executive(bill["jurisdiction_id"])
    context = {
        "bill": bill,
        "stood": stood,
        "committee": committee and committee["name"],
        "chambers": {
            "upper": bill["upper"], "lower": bill["lower"], "executive": executive, "legislature": "Both chambers",
        },
        "trail": [
            (bill["jurisdiction"], datasette.urls.path(addresses.path_of("jurisdictions", bill["jurisdiction_id"]))),
            (bill["session_name"], datasette.urls.path(addresses.path_of("sessions", bill["session_id"]))),
            (bill["identifier"], datasette.urls.path(addresses.path_of("bills", key))),
        ],
        "since": since[:300],
        "more_since": len(since) > 300,
        "days": [row["day"] for row in await asked.rows("days", DAYS, given)],
        "today": a.today(),
    }  # fmt: skip
    return await a.answer(
        datasette, request, "as_of.html", f"/as-of/{quote(key)}",
        listed=[stood] if stood else [], columns=COLUMNS, asked=asked, params={"date": date},
        told={"date": date, "first_seen_at": bill["first_seen_at"], **parts, "since": since[:300]}, context=context,
    )  # fmt: skip


async def canned(asked: Any, name: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer of a canned query of metadata.yml, so that the page and the query cannot differ."""
    query = await asked.datasette.get_canned_query(NAME, name, None)
    found: list[dict[str, Any]] = await asked.rows(name, query["sql"], given)
    return found


async def not_held(datasette: Datasette, request: Request, a: Any, key: str, date: str) -> Response:
    nearby: Any = pm.get_plugin("nearby.py")
    bills = await nearby.bills(datasette, key)
    near = [
        {
            "path": f"/as-of/{quote(row['id'])}?date={date}",
            "label": row["identifier"],
            "more": f"{row['title'] or ''} ({row['jurisdiction']}, {row['session']})",
        }
        for row in bills
    ]
    return await a.not_held(datasette, request, f"No bill with the id “{key}” is held here", near)


async def which(datasette: Datasette, request: Request) -> Response:
    """/as-of alone asks which bill and which day."""
    a: Any = pm.get_plugin("answers.py")
    bill, date = a.word(request, "bill"), a.day(request, "date")
    if bill:
        return Response.redirect(a.address(datasette, f"/as-of/{quote(bill, safe='')}", {"date": date}))
    context = {"today": a.today()}
    html = await datasette.render_template("as_of_which.html", context, request=request, view_name="statehouse")
    return Response.html(html)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/as-of$", which),
        (r"^/as-of/(?P<bill>[^/]+?)(?:\.(?P<format>json|csv))?$", as_of),
    ]
