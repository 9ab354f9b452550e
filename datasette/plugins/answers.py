"""What the site's own pages share: parameters checked, queries bounded, one answer as a page, as JSON and as CSV.

Datasette loads plugins by file and not as a package: another finds this one as `pm.get_plugin("answers.py")`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils import add_cors_headers
from datasette.utils.asgi import BadRequest

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


def route(path: str) -> str:
    """A page's address as a pattern, with its JSON and CSV twins."""
    return rf"^{path}(?:\.(?P<format>json|csv))?$"


def word(request: Request, name: str) -> str | None:
    return (request.args.get(name) or "").strip()[:LONGEST] or None


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


async def answer(
    datasette: Datasette,
    request: Request,
    template: str,
    path: str,
    *,
    listed: Sequence[Row],
    columns: Iterable[str],
    params: Mapping[str, object] | None = None,
    more: Mapping[str, object] | None = None,
    told: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """`listed` in full is the CSV, and `rows` of the JSON; `told` goes into JSON and page, `context` into the page.

    `more`: the parameters that change to reach the next page, if there is one.
    """
    params, told, columns = params or {}, told or {}, list(columns)
    headers = {} if status != 200 else {"cache-control": f"max-age={datasette.setting('default_cache_ttl')}"}
    after = address(datasette, path, params, **more) if more else None
    kind = request.url_vars.get("format")
    if kind and datasette.cors:
        add_cors_headers(headers)
    if kind == "json":
        body = [{name: row.get(name) for name in columns} for row in listed]
        if request.args.get("_shape") == "array":
            return Response.json(body, status=status, headers=headers)
        onward = address(datasette, path + ".json", params, **more) if more else None
        return Response.json({"ok": status == 200, **told, "rows": body, "next_url": onward}, status, headers)
    if kind == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(listed)
        if more:
            headers["link"] = f'<{address(datasette, path + ".csv", params, **more)}>; rel="next"'
        return Response(out.getvalue(), status, headers, "text/csv; charset=utf-8")
    shown = {
        **told,
        **(context or {}),
        "rows": listed,
        "params": params,
        "next_url": after,
        "json_url": address(datasette, path + ".json", params),
        "csv_url": address(datasette, path + ".csv", params),
        "here": lambda **changed: address(datasette, path, params, before=None, **changed),
    }
    html = await datasette.render_template(template, shown, request=request, view_name="statehouse")
    return Response.html(html, status, headers)
