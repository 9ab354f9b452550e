"""/about/methods: how every figure of the site is made, and where it is weak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from pipelines.charts import PARTY_LINE
from pipelines.status import WHAT_NEXT

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

COMPLETE = """
SELECT what, sum(expected) AS expected, sum(held) AS held FROM completeness GROUP BY what ORDER BY what
"""
UNREAD = """
SELECT sum(unclassified) AS n FROM runs
WHERE id IN (SELECT max(id) FROM runs WHERE outcome IS NOT NULL AND bill IS NULL GROUP BY jurisdiction_id)
"""


async def methods(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    asked = a.Asked(datasette)
    unread = await asked.row("steps_no_rule_reads", UNREAD, {})
    told = {
        "verdicts": await asked.rows("verdicts", pm.get_plugin("home.py").VERDICTS, {}),
        "completeness": await asked.rows("completeness", COMPLETE, {}),
        "steps_no_rule_reads": unread["n"] if unread else None,
    }
    words: Any = pm.get_plugin("words.py")
    context = {
        "roll_calls": sum(row["n"] for row in told["verdicts"]),
        "matched": next((row for row in told["completeness"] if row["what"] == "votes with their legislator"), None),
        "verdict_words": words.VERDICT,
        "what_next": WHAT_NEXT,
        "party_line": PARTY_LINE,
        "looked_at": pm.get_plugin("search.py").LOOKED_AT,
    }
    return await a.page(datasette, request, "methods.html", "/about/methods", told=told, asked=asked, context=context)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/about/methods(?:\.(?P<format>json))?$", methods)]
