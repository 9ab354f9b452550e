"""/ca/20172018/sb54/text/<version>: the words of one version of a bill, part by part where they are many.

`?marks=1` shows what is put in and struck out, where the source marks it.
"""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

VERSION = """
SELECT v.*, b.identifier, b.title AS bill_title, b.session_id, s.name AS session_name, b.jurisdiction_id,
  j.name AS jurisdiction, t.chars, t.extractor, t.sha256 AS text_sha256, t.version_id IS NOT NULL AS has_text,
  substr(t.text, :start, :size) AS text, t.markup IS NOT NULL AS has_marks,
  CASE WHEN :marks THEN t.markup END AS markup, coalesce(t.capture_id, v.capture_id) AS capture_id,
  c.url AS capture_url, c.fetched_at AS capture_fetched_at, c.sha256 AS capture_sha256, c.file AS capture_file,
  c."offset" AS capture_offset
FROM versions v JOIN bills b ON b.id = v.bill_id JOIN sessions s ON s.id = b.session_id
JOIN jurisdictions j ON j.id = b.jurisdiction_id LEFT JOIN version_texts t ON t.version_id = v.id
LEFT JOIN captures c ON c.id = coalesce(t.capture_id, v.capture_id) WHERE v.id = :id
"""
VERSIONS = """
SELECT v.id, v.note, v.date, t.version_id IS NOT NULL AS has_text
FROM versions v LEFT JOIN version_texts t ON t.version_id = v.id WHERE v.bill_id = :bill ORDER BY v.sequence LIMIT 200
"""
SIZE = 60_000  # characters on one page


async def text(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    bill = "-".join(a.part(request, name) for name in ("state", "session", "bill"))
    key = f"{bill}-{a.part(request, 'version')}"
    params: dict[str, Any] = {
        "marks": 1 if a.word(request, "marks") == "1" else None,
        "page": a.number(request, "page"),
    }
    place = a.place(request)
    whole = request.url_vars.get("format") == "json"  # the data are not cut into pages
    part = {"start": 1, "size": 10**9} if whole else {"start": (place - 1) * SIZE + 1, "size": SIZE}
    part["marks"] = int(whole or bool(params["marks"]))
    asked = a.Asked(datasette)
    row = await asked.row("text", VERSION, {"id": key, **part})
    versions = await asked.rows("versions", VERSIONS, {"bill": bill})
    if row is None:
        near = [{"path": addresses.path_of("versions", other["id"]), "label": other["note"], "more": other["date"]}
                for other in versions]  # fmt: skip
        return await a.not_held(datasette, request, "No text of that name is held of this bill", near)
    told = {
        "version": {name: value for name, value in row.items() if not name.startswith("capture_")},
        "versions": versions,
        "capture": a.capture_of(row),
    }
    marked: Any = pm.get_plugin("marked_text.py")
    # in a thread: a long text takes a second, in which others are answered
    parts = await asyncio.to_thread(marked.parts, row["markup"], SIZE) if row["markup"] and not whole else []
    context = {
        "place": place,
        "pages": len(parts) or -(-(row["chars"] or 0) // SIZE),
        "marked": marked.safe("".join(parts[place - 1 : place])),
        "before": next((one for one, two in pairwise(versions) if two["id"] == key), None),
        "stored_row": datasette.urls.path(addresses.row_path("version_texts" if row["has_text"] else "versions", key)),
        "source_url": row["url"],
        "trail": [
            (row["jurisdiction"], datasette.urls.path(addresses.path_of("jurisdictions", row["jurisdiction_id"]))),
            (row["session_name"], datasette.urls.path(addresses.path_of("sessions", row["session_id"]))),
            (row["identifier"], datasette.urls.path(addresses.path_of("bills", bill))),
        ],
    }
    return await a.page(
        datasette, request, "text.html", addresses.path_of("versions", key), told=told, asked=asked, params=params,
        context=context,
    )  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    bill = "(?P<state>[a-z]{2})/(?P<session>[a-z0-9]+)/(?P<bill>[a-z0-9]+)"
    return [(rf"^/{bill}/text/(?P<version>[^/]+?)(?:\.(?P<format>json))?$", text)]
