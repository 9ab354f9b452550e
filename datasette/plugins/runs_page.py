"""/runs: every visit to the sources, newest first: how it went, why, what it read and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

COLUMNS = (
    "id jurisdiction_id jurisdiction session bill whole archive started_at finished_at outcome reason requests"
    " pages_unchanged items dropped layout_changed changes seconds peak_memory_mb code_version"
).split()
OUTCOMES = ("ok", "partial", "failed", "blocked")
RUNS = """
SELECT r.*, j.name AS jurisdiction FROM runs r JOIN jurisdictions j ON j.id = r.jurisdiction_id
WHERE (:state IS NULL OR r.jurisdiction_id = :state) AND (:outcome IS NULL OR r.outcome = :outcome)
  AND (:before IS NULL OR r.id < :before)
ORDER BY r.id DESC LIMIT :limit
"""


async def runs(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    asked = a.Asked(datasette)
    params = {name: a.word(request, name) for name in ("state", "outcome")}
    params["before"] = a.number(request, "before")
    limit = a.size(request)
    listed = await asked.rows("runs", RUNS, {**params, "limit": limit + 1})
    more = {"before": listed[limit - 1]["id"]} if len(listed) > limit else None
    return await a.answer(
        datasette, request, "runs.html", "/runs",
        listed=listed[:limit], columns=COLUMNS, params={**params, "_size": a.word(request, "_size")}, more=more,
        asked=asked, context={"outcomes": OUTCOMES, "states": await a.rows(datasette, a.STATES)},
    )  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/runs(?:\.(?P<format>json|csv))?$", runs)]
