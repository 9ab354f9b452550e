"""What the site's own pages share: parameters checked, queries bounded, one answer as a page, as JSON and as CSV.

Datasette loads plugins by file and not as a package: another finds this one as `pm.get_plugin("answers.py")`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from datasette.utils import add_cors_headers
from datasette.utils.asgi import BadRequest, NotFound

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

NAME = "bills"
LONGEST = 200
SIZE, LARGEST = 50, 1000
WHOLE = re.compile(r"\d{1,18}")  # SQLite's integers end at 19 digits
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Row = dict[str, Any]

STATES = "SELECT id, name FROM jurisdictions WHERE id IN (SELECT jurisdiction_id FROM runs) ORDER BY name"
SESSIONS = """
SELECT s.id, s.name, j.name AS jurisdiction FROM sessions s JOIN jurisdictions j ON j.id = s.jurisdiction_id
WHERE :state IS NULL OR s.jurisdiction_id = :state ORDER BY coalesce(s.start_date, s.id) DESC, s.id LIMIT 200
"""


# The archived responses that the bills of a session, or of a state, were read from
ARCHIVED = """
SELECT c.id AS capture_id, c.url, c.fetched_at, c.sha256, c.file, c."offset" FROM captures c
WHERE c.id IN (SELECT capture_id FROM bills WHERE {of}) ORDER BY c.fetched_at DESC, c.id LIMIT 1000
"""
OF = {"session": "session_id = :session", "state": "jurisdiction_id = :state"}


def archive(datasette: Datasette, of: str, key: str) -> str:
    """Where the archived responses behind a session's or a state's bills are listed, on the SQL page."""
    sql_path: Any = pm.get_plugin("addresses.py").sql_path
    return str(datasette.urls.path(sql_path(ARCHIVED.replace("{of}", OF[of]), {of: key})))


def route(path: str) -> str:
    """A page's address as a pattern, with its JSON and CSV twins."""
    return rf"^{path}(?:\.(?P<format>json|csv))?$"


def word(request: Request, name: str) -> str | None:
    return (request.args.get(name) or "").strip()[:LONGEST] or None


def part(request: Request, name: str) -> str:
    """A named part of the address, as it was meant."""
    return unquote(request.url_vars[name], errors="replace").strip()[:LONGEST]


def number(request: Request, name: str) -> int | None:
    given = word(request, name)
    if given is None:
        return None
    if not WHOLE.fullmatch(given):
        raise BadRequest(f"{name} is a whole number, and “{given}” is none")
    return int(given)


def day(request: Request, name: str) -> str | None:
    """A day as YYYY-MM-DD, checked against the calendar."""
    given = word(request, name)
    if given is None:
        return None
    try:
        if not DAY.fullmatch(given):
            raise ValueError(given)
        date.fromisoformat(given)
    except ValueError as error:
        raise BadRequest(f"“{given}” is no day: write year, month and day, such as 2025-03-07") from error
    return given


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def size(request: Request) -> int:
    return min(max(number(request, "_size") or SIZE, 1), LARGEST)


async def rows(datasette: Datasette, sql: str, params: Mapping[str, object] | None = None) -> list[Row]:
    """The rows of a query; one that takes longer than the site allows is the asker's to narrow."""
    try:
        found = await datasette.get_database(NAME).execute(sql, dict(params or {}))
    except QueryInterrupted as error:
        raise BadRequest(
            "That is too much to look through at once: narrow it to a state, a session, a bill or a day"
        ) from (error)
    return [dict(row) for row in found.rows]


async def choices(datasette: Datasette, state: str | None) -> dict[str, list[Row]]:
    """What the state and session boxes of a filter form offer."""
    return {"states": await rows(datasette, STATES), "sessions": await rows(datasette, SESSIONS, {"state": state})}


def address(datasette: Datasette, path: str, params: Mapping[str, object], **changed: object) -> str:
    given = {name: value for name, value in {**params, **changed}.items() if value not in (None, "")}
    return datasette.urls.path(path + (f"?{urlencode(given)}" if given else ""))


class Asked:
    """The queries of one page, each asked by a name: the page shows them, so that anyone can ask the same."""

    def __init__(self, datasette: Datasette) -> None:
        self.datasette = datasette
        self.queries: dict[str, tuple[str, Mapping[str, object]]] = {}

    async def rows(self, name: str, sql: str, params: Mapping[str, object]) -> list[Row]:
        self.queries[name] = (sql, params)
        return await rows(self.datasette, sql, params)

    async def row(self, name: str, sql: str, params: Mapping[str, object]) -> Row | None:
        """The one row of a query, or None."""
        found = await self.rows(name, sql, params)
        return found[0] if found else None

    def links(self) -> dict[str, str]:
        """Each query on the SQL page, by its name."""
        path_of: Any = pm.get_plugin("addresses.py").sql_path
        return {name: self.datasette.urls.path(path_of(*query)) for name, query in self.queries.items()}


def capture_of(row: Row) -> Row | None:
    """The archived response of a row that was joined with its capture, as columns capture_url and so on."""
    if row["capture_id"] is None:
        return None
    return {name: row[f"capture_{name}"] for name in ("id", "url", "fetched_at", "sha256", "file", "offset")}


async def page(
    datasette: Datasette,
    request: Request,
    template: str,
    path: str,
    *,
    told: Mapping[str, Any],
    asked: Asked,
    params: Mapping[str, object] | None = None,
    context: Mapping[str, Any] | None = None,
    listed: Sequence[Row] | None = None,
    columns: Iterable[str] = (),
) -> Response:
    """A page about one thing, at `path`. Its JSON twin is all of `told`; `listed`, where given, is its CSV.

    `asked` has its queries, which page and JSON link; `params` are those of the address; `context` goes into the page.
    The template finds `canonical` (the whole address), `json_url`, `csv_url`, `sql_links` beside `told` and `context`.
    """
    params = params or {}
    headers = {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    kind = request.url_vars.get("format")
    if kind and datasette.cors:
        add_cors_headers(headers)
    canonical = datasette.absolute_url(request, address(datasette, path, params))
    if kind == "json":
        return Response.json({"ok": True, "page": canonical, **told, "sql": asked.links()}, headers=headers)
    if kind == "csv":
        if listed is None:
            raise NotFound("This page has no CSV")
        return table(listed, columns, headers)
    shown = {
        **told,
        **(context or {}),
        "params": params,
        "canonical": canonical,
        "sql_links": asked.links(),
        "json_url": address(datasette, path.rstrip("/") + ".json", params),
        "csv_url": None if listed is None else address(datasette, path.rstrip("/") + ".csv", params),
        "here": lambda **changed: address(datasette, path, params, **changed),
    }
    return Response.html(await datasette.render_template(template, shown, request, "statehouse"), 200, headers)


async def not_held(
    datasette: Datasette, request: Request, error: str, near: Sequence[Row], title: str = "Was it one of these?"
) -> Response:
    """404 with what was perhaps meant: each of `near` has `path`, `label` and perhaps `more`."""
    if request.url_vars.get("format") == "json":
        headers: dict[str, str] = {}
        if datasette.cors:
            add_cors_headers(headers)
        return Response.json({"ok": False, "error": error, "near": list(near)}, 404, headers)
    context = {"error": error, "near": near, "near_title": title}
    return Response.html(await datasette.render_template("404.html", context, request, "statehouse"), 404)


def table(listed: Sequence[Row], columns: Iterable[str], headers: dict[str, str]) -> Response:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(listed)
    return Response(out.getvalue(), 200, headers, "text/csv; charset=utf-8")


async def answer(
    datasette: Datasette,
    request: Request,
    template: str,
    path: str,
    *,
    listed: Sequence[Row],
    columns: Iterable[str],
    asked: Asked,
    params: Mapping[str, object] | None = None,
    more: Mapping[str, object] | None = None,
    told: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> Response:
    """A list: all of `listed` is the CSV, and `rows` of the JSON; `told` goes into JSON and page.

    `context` goes into the page; `asked` has its queries; `more`: the parameters that change to reach the next page,
    if there is one.
    """
    params, told, columns = params or {}, told or {}, list(columns)
    headers = {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    after = address(datasette, path, params, **more) if more else None
    kind = request.url_vars.get("format")
    if kind and datasette.cors:
        add_cors_headers(headers)
    if kind == "json":
        body = [{name: row.get(name) for name in columns} for row in listed]
        if request.args.get("_shape") == "array":
            return Response.json(body, headers=headers)
        onward = address(datasette, path + ".json", params, **more) if more else None
        answered = {"ok": True, **told, "rows": body, "next_url": onward, "sql": asked.links()}
        return Response.json(answered, headers=headers)
    if kind == "csv":
        if more:
            headers["link"] = f'<{address(datasette, path + ".csv", params, **more)}>; rel="next"'
        return table(listed, columns, headers)
    shown = {
        **told,
        **(context or {}),
        "rows": listed,
        "params": params,
        "next_url": after,
        "sql_links": asked.links(),
        "canonical": datasette.absolute_url(request, address(datasette, path, params)),
        "json_url": address(datasette, path + ".json", params),
        "csv_url": address(datasette, path + ".csv", params),
        "here": lambda **changed: address(datasette, path, params, before=None, **changed),
    }
    html = await datasette.render_template(template, shown, request=request, view_name="statehouse")
    return Response.html(html, 200, headers)
