"""What the site's own pages share: parameters checked, queries bounded, one answer as a page, as JSON and as CSV.

Datasette loads plugins by file and not as a package: another finds this one as `pm.get_plugin("answers.py")`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

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
LAST_PAGE = 1_000_000
LAST_YEAR = 9000  # SQLite's calendar ends with the year 9999, and no day may follow then
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
        if not DAY.fullmatch(given) or date.fromisoformat(given).year > LAST_YEAR:
            raise ValueError(given)
    except ValueError as error:
        raise BadRequest(f"“{given}” is no day: write year, month and day, such as 2025-03-07") from error
    return given


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def hearing_day() -> str:
    """The day hearings are still to come on: theirs are local days, and the last place on Earth is 12 hours behind."""
    return (datetime.now(UTC) - timedelta(hours=12)).date().isoformat()


def size(request: Request, usual: int = SIZE) -> int:
    return min(max(number(request, "_size") or usual, 1), LARGEST)


def place(request: Request, last: int = LAST_PAGE) -> int:
    """Which page of a list with numbered pages is asked for."""
    return min(max(number(request, "page") or 1, 1), last)


def leaf(request: Request) -> tuple[int, int]:
    """Which page of a list with numbered pages is asked for, and how many rows it has: of a CSV as many as may be."""
    usual = LARGEST if request.url_vars.get("format") == "csv" else SIZE
    return place(request), size(request, usual)


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
    with_query: Any = pm.get_plugin("addresses.py").with_query
    return str(datasette.urls.path(with_query(path, {**params, **changed})))


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
        sql_path: Any = pm.get_plugin("addresses.py").sql_path
        return {name: self.datasette.urls.path(sql_path(*query)) for name, query in self.queries.items()}


def capture_of(row: Row) -> Row | None:
    """The archived response of a row that was joined with its capture, as columns capture_url and so on."""
    if row["capture_id"] is None:
        return None
    return {name: row[f"capture_{name}"] for name in ("id", "url", "fetched_at", "sha256", "file", "offset")}


def headers_of(datasette: Datasette, request: Request) -> dict[str, str]:
    """How long an answer may be kept, and that the data may be read from anywhere."""
    headers = {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    if request.url_vars.get("format") and datasette.cors:
        add_cors_headers(headers)
    return headers


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
    more: Mapping[str, object] | None = None,
) -> Response:
    """A page at `path`. Its JSON twin is all of `told`; `listed`, where given, is its CSV.

    `asked` has its queries, which page and JSON link; `params` are those of the address; `context` goes into the page.
    `more` is for a page that is one of several: the parameters that change to reach the next, none of them on the last.
    The template finds `canonical` (the whole address), `json_url`, `csv_url`, `next_url`, `sql_links` beside `told` and
    `context`, and `here`, which is this address with other parameters.
    """
    params, ends = params or {}, path.rstrip("/")

    def to(below: str, /, **changed: object) -> str:
        return address(datasette, below, params, **changed)

    def onward(below: str) -> str | None:
        return to(below, **more) if more else None

    headers = headers_of(datasette, request)
    kind = request.url_vars.get("format")
    canonical = datasette.absolute_url(request, to(path))
    if kind == "json":
        after = {} if more is None else {"next_url": onward(f"{ends}.json")}
        return Response.json({"ok": True, "page": canonical, **told, **after, "sql": asked.links()}, headers=headers)
    if kind == "csv":
        if listed is None:
            raise NotFound("This page has no CSV")
        if following := onward(f"{ends}.csv"):
            headers["link"] = f'<{following}>; rel="next"'
        return table(listed, columns, headers)
    # Pages of a CSV may be longer: the number of one here means nothing there
    numbered = {} if more is None else {"page": None}
    shown = {
        **told,
        **(context or {}),
        "params": params,
        "canonical": canonical,
        "sql_links": asked.links(),
        "next_url": onward(path),
        "json_url": to(f"{ends}.json"),
        "csv_url": None if listed is None else to(f"{ends}.csv", **numbered),
        "here": lambda **changed: to(path, **{"before": None, **changed}),
    }
    return Response.html(await datasette.render_template(template, shown, request, "statehouse"), 200, headers)


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
    """A page that is a list: `columns` of `listed` are its CSV, and `rows` of its JSON; the template has all of them.

    `more`: the parameters that change to reach the next page, if there is one. The rest is as in `page`.
    """
    columns = list(columns)
    plain = [{name: row.get(name) for name in columns} for row in listed]
    if request.url_vars.get("format") == "json" and request.args.get("_shape") == "array":
        return Response.json(plain, headers=headers_of(datasette, request))
    return await page(
        datasette, request, template, path, told={**(told or {}), "rows": plain}, asked=asked, params=params,
        context={**(context or {}), "rows": listed}, listed=listed, columns=columns, more=more or {},
    )  # fmt: skip


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
