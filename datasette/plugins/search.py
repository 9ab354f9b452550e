"""/search?q=…: the bill of that identifier first, then titles, people and the words of the bills themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

NAME = "bills"
LONGEST = 200
SHOWN = 25

EXACT = """
SELECT b.id, b.identifier, b.title, b.status, b.latest_action_date, s.name AS session, j.name AS jurisdiction
FROM sessions s JOIN bills b ON b.id = s.id || '-' || bill_key(:q) JOIN jurisdictions j ON j.id = b.jurisdiction_id
WHERE bill_key(:q) <> ''
UNION ALL
SELECT b.id, b.identifier, b.title, b.status, b.latest_action_date, s.name, j.name
FROM bills b JOIN sessions s ON s.id = b.session_id JOIN jurisdictions j ON j.id = b.jurisdiction_id
WHERE b.id = lower(trim(:q)) ORDER BY 5 DESC LIMIT :shown
"""
TITLES = """
SELECT b.id, b.identifier, b.title, b.status, b.latest_action_date, s.name AS session, j.name AS jurisdiction
FROM (SELECT rowid FROM bills_fts WHERE bills_fts MATCH fts_query(:q)
      ORDER BY bm25(bills_fts, 8, 4, 2, 2) LIMIT :shown) hit
JOIN bills b ON b.search_id = hit.rowid JOIN sessions s ON s.id = b.session_id
JOIN jurisdictions j ON j.id = b.jurisdiction_id
"""
PEOPLE = """
SELECT p.id, p.name, p.party, j.name AS jurisdiction, count(*) OVER () AS n
FROM people p JOIN jurisdictions j ON j.id = p.jurisdiction_id
WHERE fold(:q) <> '' AND instr(fold(p.name), fold(:q)) ORDER BY p.name LIMIT :shown
"""
# A bill's versions repeat each other: the best one speaks for the bill, and snippets are made for these alone
TEXTS = """
WITH hit AS (
  SELECT rowid, rank FROM version_texts_fts WHERE version_texts_fts MATCH fts_query(:q) ORDER BY rank LIMIT 200
), best AS (
  SELECT v.bill_id, hit.rowid AS search_id, v.note, t.version_id, min(hit.rank) AS rank
  FROM hit JOIN version_texts t ON t.search_id = hit.rowid JOIN versions v ON v.id = t.version_id
  GROUP BY v.bill_id ORDER BY rank LIMIT :shown
)
SELECT b.id, b.identifier, b.title, b.status, best.note, best.version_id, best.search_id
FROM best JOIN bills b ON b.id = best.bill_id ORDER BY best.rank
"""
SNIPPET = """
SELECT snippet(version_texts_fts, 0, char(2), char(3), ' … ', 28) AS snippet
FROM version_texts_fts WHERE version_texts_fts MATCH fts_query(:q) AND rowid = :search_id
"""


def marked(snippet: str) -> Markup:
    """The snippet escaped, with the words found marked."""
    return escape(snippet).replace("\x02", Markup("<mark>")).replace("\x03", Markup("</mark>"))


async def rows(database: Database, sql: str, **params: object) -> list[dict[str, Any]]:
    try:
        return [dict(row) for row in (await database.execute(sql, params)).rows]
    except QueryInterrupted:
        return []


async def search(datasette: Datasette, request: Request) -> Response:
    q = (request.args.get("q") or "").strip()[:LONGEST]
    database = datasette.get_database(NAME)
    found: dict[str, list[dict[str, Any]]] = {"exact": [], "titles": [], "people": [], "texts": []}
    if q:
        found["exact"] = await rows(database, EXACT, q=q, shown=SHOWN)
        exact = {row["id"] for row in found["exact"]}
        titles = await rows(database, TITLES, q=q, shown=SHOWN)
        found["titles"] = [row for row in titles if row["id"] not in exact]
        found["people"] = await rows(database, PEOPLE, q=q, shown=SHOWN)
        found["texts"] = await rows(database, TEXTS, q=q, shown=SHOWN)
        for row in found["texts"]:
            snippets = await rows(database, SNIPPET, q=q, search_id=row["search_id"])
            row["snippet"] = marked(snippets[0]["snippet"]) if snippets else ""
    context = {**found, "q": q, "shown": SHOWN, "database": NAME, "anything": any(found.values())}
    html = await datasette.render_template("search.html", context, request=request, view_name="search")
    return Response.html(html)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/search$", search)]
