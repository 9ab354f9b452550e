"""/as-of/ca-20172018-sb54?date=2017-06-30: a bill as it stood at the end of a day, by the canned queries *_as_of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PARTS = ("actions", "sponsorships", "versions", "vote_events", "documents")
COLUMNS = "id identifier title status status_date committee_id chapter effective_date subjects".split()
BILL = """
SELECT b.id, b.identifier, b.title, b.session_id, b.first_seen_at, s.name AS session_name, j.name AS jurisdiction,
  j.upper_name AS upper, j.lower_name AS lower
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
    found = await a.rows(datasette, BILL, {"bill": key})
    if not found:
        return await not_held(datasette, request, a, key, date)
    (bill,) = found
    asked = {"bill": key, "session": bill["session_id"], "date": date}
    (stood,) = await canned(datasette, a, "bills_as_of", asked) or [None]
    parts = {part: await canned(datasette, a, f"{part}_as_of", asked) for part in PARTS}
    since = await a.rows(datasette, SINCE, asked)
    for row in since:
        row["words"] = words.change_words(row)
    names = await a.rows(datasette, COMMITTEE, {"id": stood["committee_id"]}) if stood else []
    context = {
        "bill": bill,
        "stood": stood,
        "committee": names[0]["name"] if names else None,
        "since": since[:300],
        "more_since": len(since) > 300,
        "days": [row["day"] for row in await a.rows(datasette, DAYS, asked)],
        "today": a.today(),
    }
    return await a.answer(
        datasette, request, "as_of.html", f"/as-of/{quote(key)}",
        listed=[stood] if stood else [], columns=COLUMNS, params={"date": date},
        told={"date": date, "first_seen_at": bill["first_seen_at"], **parts, "since": since[:300]}, context=context,
    )  # fmt: skip


async def canned(datasette: Datasette, a: Any, name: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer of a canned query of metadata.yml, so that the page and the query cannot differ."""
    query = await datasette.get_canned_query(a.NAME, name, None)
    found: list[dict[str, Any]] = await a.rows(datasette, query["sql"], asked)
    return found


async def not_held(datasette: Datasette, request: Request, a: Any, key: str, date: str) -> Response:
    nearby: Any = pm.get_plugin("nearby.py")
    bills = await nearby.bills(datasette, key)
    near = [
        {
            "id": row["id"],
            "path": f"/as-of/{quote(row['id'])}?date={date}",
            "label": row["identifier"],
            "more": f"{row['title'] or ''} ({row['jurisdiction']}, {row['session']})",
        }
        for row in bills
    ]
    error = f"No bill with the id “{key}” is held here"
    return await a.answer(
        datasette, request, "404.html", "/as-of", listed=near, columns=["id", "path", "label", "more"], status=404,
        told={"error": error}, context={"near": near, "near_title": "Was it one of these?"},
    )  # fmt: skip


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
