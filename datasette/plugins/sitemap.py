"""/sitemap.xml, an index of lists of a few thousand bills each; /robots.txt keeps crawlers to the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from datasette import NotFound, Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

LISTED = 2_000  # addresses in one list; the format allows 50,000
STANDING = ("/", "/calendar", "/charts", "/compare", "/search", "/changes", "/coverage", "/gaps", "/runs", "/as-of")
GUIDES = ("/about/methods", "/sql")
SESSIONS = """
SELECT s.id, s.jurisdiction_id, (SELECT sum(bills) FROM session_statuses x WHERE x.session_id = s.id) AS bills,
  (SELECT max(changed_at) FROM bills b WHERE b.session_id = s.id) AS changed_at
FROM sessions s ORDER BY s.id
"""
BILLS = """
SELECT id, changed_at FROM bills WHERE session_id = :session ORDER BY identifier LIMIT :limit OFFSET :offset
"""
# Every page has an address without a question mark; what has one is a filter, a search or a query
ROBOTS = """User-agent: *
Disallow: {root}bills
Disallow: {root}-/
Disallow: {root}*?
Disallow: {root}*.csv$
Disallow: {root}*.json$
Allow: {root}

Sitemap: {sitemap}
"""


def entry(kind: str, address: str, changed_at: str | None = None) -> str:
    when = f"<lastmod>{escape(changed_at)}</lastmod>" if changed_at else ""
    return f"<{kind}><loc>{escape(address)}</loc>{when}</{kind}>"


def xml(root: str, entries: list[str], datasette: Datasette) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    headers = {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    return Response(body + "\n".join(entries) + f"\n</{root}>\n", 200, headers, "application/xml; charset=utf-8")


async def index(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    entries = [entry("sitemap", below(datasette, request, "/sitemap-pages.xml"))]
    for session in await a.rows(datasette, SESSIONS):
        for page in range(1, -(-(session["bills"] or 0) // LISTED) + 1):
            address = below(datasette, request, f"/sitemap-{session['id']}-{page}.xml")
            entries.append(entry("sitemap", address, session["changed_at"]))
    return xml("sitemapindex", entries, datasette)


async def pages(datasette: Datasette, request: Request) -> Response:
    """The pages that are not bills: the standing ones, states, sessions."""
    a: Any = pm.get_plugin("answers.py")
    path_of: Any = pm.get_plugin("addresses.py").path_of
    sessions = await a.rows(datasette, SESSIONS)
    states = sorted({session["jurisdiction_id"] for session in sessions})
    paths = [*STANDING, *GUIDES]
    paths += [path_of("jurisdictions", state) for state in states] + [f"/coverage/{state}" for state in states]
    entries = [entry("url", below(datasette, request, path)) for path in paths]
    entries += [
        entry("url", below(datasette, request, path_of("sessions", row["id"])), row["changed_at"]) for row in sessions
    ]
    return xml("urlset", entries, datasette)


async def bills(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    path_of: Any = pm.get_plugin("addresses.py").path_of
    offset = LISTED * (int(request.url_vars["page"]) - 1)
    asked = {"session": request.url_vars["session"], "limit": LISTED, "offset": offset}
    found = await a.rows(datasette, BILLS, asked) if offset >= 0 else []
    if not found:
        raise NotFound("There is no such list of bills")
    root = below(datasette, request, "/")
    entries = [entry("url", root + path_of("bills", row["id"]).lstrip("/"), row["changed_at"]) for row in found]
    return xml("urlset", entries, datasette)


async def robots(datasette: Datasette, request: Request) -> Response:
    sitemap = below(datasette, request, "/sitemap.xml")
    return Response.text(ROBOTS.format(root=datasette.urls.path("/"), sitemap=sitemap))


def below(datasette: Datasette, request: Request, path: str) -> str:
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/robots\.txt$", robots),
        (r"^/sitemap\.xml$", index),
        (r"^/sitemap-pages\.xml$", pages),
        (r"^/sitemap-(?P<session>[a-z]{2}-[a-z0-9]+)-(?P<page>\d{1,5})\.xml$", bills),
    ]
