"""/search?q=…: the bill of that number, then people, committees, titles, and the words of the bills themselves."""

from __future__ import annotations

import json
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from markupsafe import Markup, escape

from pipelines.status import WHAT_NEXT

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

FIRST, SHOWN, LAST_PAGE = 8, 25, 20
# Of so many matches the best are picked. They come in the order of search_id, a hash: an even draw over all states
LOOKED_AT = {"bills": 10_000, "texts": 1000}
RANKED_MS, ANY_MS = 100, 400
LONG_TEXT = 200_000  # characters; a snippet of a longer one takes too long to make
KINDS = {"bills": "Bills", "texts": "Words of the bills", "people": "People", "committees": "Chambers and committees"}
COLUMNS = {
    "bills": "id identifier title status latest_action_date session_id session jurisdiction".split(),
    "texts": "id identifier title status note version_id session_id session jurisdiction".split(),
    "people": "id name party jurisdiction_id jurisdiction".split(),
    "committees": "id name chamber jurisdiction_id jurisdiction".split(),
}
BILL_FILTERS = {
    "session": "b.session_id = :session",
    "state": "b.jurisdiction_id = :state",
    "status": "b.status = :status",
}

EXACT = """
SELECT b.id, b.identifier, b.title, b.status, b.latest_action_date, b.session_id, s.name AS session,
  j.name AS jurisdiction
FROM (
  SELECT b.id FROM sessions s CROSS JOIN bills b ON b.id = s.id || '-' || bill_key(:q) WHERE bill_key(:q) <> ''
  UNION SELECT id FROM bills WHERE id = lower(trim(:q))
) hit CROSS JOIN bills b ON b.id = hit.id JOIN sessions s ON s.id = b.session_id
JOIN jurisdictions j ON j.id = b.jurisdiction_id
WHERE 1 {also} ORDER BY b.latest_action_date DESC, b.id LIMIT 25
"""
TITLES = """
SELECT b.id, b.identifier, b.title, b.status, b.latest_action_date, b.session_id, s.name AS session,
  j.name AS jurisdiction, hit.looked_at
FROM (
  SELECT search_id, rank, count(*) OVER () AS looked_at FROM (
    SELECT bills_fts.rowid AS search_id, {rank} AS rank FROM bills_fts {narrowed}
    WHERE bills_fts MATCH fts_query(:q) {also} ORDER BY bills_fts.rowid LIMIT :looked_at
  ) ORDER BY rank, search_id LIMIT :limit OFFSET :offset
) hit CROSS JOIN bills b ON b.search_id = hit.search_id JOIN sessions s ON s.id = b.session_id
JOIN jurisdictions j ON j.id = b.jurisdiction_id ORDER BY hit.rank, hit.search_id
"""
# A bill's versions repeat each other: the best one speaks for the bill
TEXTS = """
WITH hit AS MATERIALIZED (
  SELECT version_texts_fts.rowid AS search_id, {rank} AS rank FROM version_texts_fts {narrowed}
  WHERE version_texts_fts MATCH fts_query(:q) {also} ORDER BY version_texts_fts.rowid LIMIT :looked_at
), best AS (
  SELECT v.bill_id, hit.search_id, v.note, t.version_id, min(hit.rank) AS rank
  FROM hit CROSS JOIN version_texts t ON t.search_id = hit.search_id CROSS JOIN versions v ON v.id = t.version_id
  GROUP BY v.bill_id ORDER BY rank, v.bill_id LIMIT :limit OFFSET :offset
)
SELECT b.id, b.identifier, b.title, b.status, best.note, best.version_id, best.search_id, t.chars, b.session_id,
  s.name AS session, j.name AS jurisdiction, (SELECT count(*) FROM hit) AS looked_at
FROM best CROSS JOIN bills b ON b.id = best.bill_id JOIN version_texts t ON t.version_id = best.version_id
JOIN sessions s ON s.id = b.session_id JOIN jurisdictions j ON j.id = b.jurisdiction_id ORDER BY best.rank, b.id
"""
NARROWED = {
    "bills": "CROSS JOIN bills b ON b.search_id = bills_fts.rowid",
    "texts": """CROSS JOIN version_texts x ON x.search_id = version_texts_fts.rowid
  CROSS JOIN versions y ON y.id = x.version_id CROSS JOIN bills b ON b.id = y.bill_id""",
}
RANK = {"bills": "bm25(bills_fts, 8, 4, 2, 2)", "texts": "bm25(version_texts_fts)"}
SNIPPETS = """
SELECT rowid AS search_id, snippet(version_texts_fts, 0, char(2), char(3), ' … ', 28) AS snippet
FROM version_texts_fts WHERE version_texts_fts MATCH fts_query(:q) AND rowid IN (SELECT value FROM json_each(:ids))
"""
PEOPLE = """
SELECT p.id, p.name, p.party, p.jurisdiction_id, j.name AS jurisdiction
FROM names_fts n CROSS JOIN people p ON p.id = n.row_id JOIN jurisdictions j ON j.id = p.jurisdiction_id
WHERE names_fts MATCH prefix_query(:q) AND n.kind = 'people' AND (:state IS NULL OR n.jurisdiction_id = :state)
  AND (:session IS NULL OR EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.session_id = :session))
ORDER BY n.rank, p.name, p.id LIMIT :limit OFFSET :offset
"""
COMMITTEES = """
SELECT o.id, o.name, o.chamber, o.jurisdiction_id, j.name AS jurisdiction
FROM names_fts n CROSS JOIN organizations o ON o.id = n.row_id JOIN jurisdictions j ON j.id = o.jurisdiction_id
WHERE names_fts MATCH prefix_query(:q) AND n.kind = 'organizations' AND (:state IS NULL OR n.jurisdiction_id = :state)
  AND (:session IS NULL OR EXISTS (
    SELECT 1 FROM organization_sessions x WHERE x.organization_id = o.id AND x.session_id = :session))
ORDER BY n.rank, o.name, o.id LIMIT :limit OFFSET :offset
"""


def marked(snippet: str) -> Markup:
    """The snippet escaped, with the words found marked."""
    return escape(snippet).replace("\x02", Markup("<mark>")).replace("\x03", Markup("</mark>"))


def narrowed(sql: str, kind: str, params: dict[str, Any], ranked: bool) -> str:
    """A query with the filters given; without ranks it need not count how often each word occurs anywhere."""
    also = " ".join(f"AND {clause}" for name, clause in BILL_FILTERS.items() if params.get(name))
    parts = {
        "{also}": also,
        "{narrowed}": NARROWED.get(kind, "") if also else "",
        "{rank}": RANK.get(kind, "") if ranked else "0",
    }
    for mark, part in parts.items():
        sql = sql.replace(mark, part)
    return sql


class Search:
    """One search: what was asked, what was found, and of what there was too much to look through it all."""

    def __init__(self, datasette: Datasette, params: dict[str, Any]) -> None:
        self.a: Any = pm.get_plugin("answers.py")
        self.asked = self.a.Asked(datasette)
        self.database = datasette.get_database(self.a.NAME)
        self.params = params
        self.drawn: set[str] = set()
        self.unranked: set[str] = set()
        self.broken_off: set[str] = set()
        self.marked: dict[int, Markup] = {}

    async def within(self, name: str, sql: str, given: dict[str, Any], milliseconds: int) -> list[Any] | None:
        """The rows of a query, or None where it takes longer."""
        self.asked.queries[name] = (sql, given)
        try:
            found = await self.database.execute(sql, given, custom_time_limit=milliseconds)
        except QueryInterrupted:
            return None
        except OperationalError as error:
            # an index whose table was being opened when the time was up says so in words of its own
            if "vtable constructor failed" not in str(error):
                raise
            return None
        return [dict(row) for row in found.rows]

    async def all_of(self, kind: str, sql: str, given: dict[str, Any]) -> list[Any]:
        """The rows of a query; one that takes too long is told of under its kind."""
        found = await self.within(kind, sql, given, ANY_MS)
        if found is None:
            self.broken_off.add(kind)
        return found or []

    async def words(self, kind: str, sql: str, given: dict[str, Any]) -> list[Any]:
        """The best of the matches looked at or, where a word is so common that ranking takes too long, any."""
        given = {**given, "looked_at": LOOKED_AT[kind]}
        found = await self.within(kind, narrowed(sql, kind, given, True), given, RANKED_MS)
        if found is None:
            self.unranked.add(kind)
            found = await self.all_of(kind, narrowed(sql, kind, given, False), given)
        looked_at = [row.pop("looked_at") for row in found]
        if LOOKED_AT[kind] in looked_at and kind not in self.unranked:
            self.drawn.add(kind)
        return found

    async def one_kind(self, kind: str, limit: int, offset: int) -> list[dict[str, Any]]:
        given = {**self.params, "limit": limit, "offset": offset}
        if kind in ("people", "committees"):
            return await self.all_of(kind, PEOPLE if kind == "people" else COMMITTEES, given)
        if kind == "bills":
            return await self.words(kind, TITLES, given)
        return await self.with_snippets(await self.words(kind, TEXTS, given))

    async def with_snippets(self, texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ids = json.dumps([row["search_id"] for row in texts if row["chars"] <= LONG_TEXT])
        found = await self.all_of("snippets", SNIPPETS, {**self.params, "ids": ids}) if texts else []
        self.marked = {row["search_id"]: marked(row["snippet"]) for row in found}
        plain = {row["search_id"]: row["snippet"].replace("\x02", "").replace("\x03", "") for row in found}
        return [{**row, "snippet": plain.get(row["search_id"])} for row in texts]

    async def exact(self) -> list[dict[str, Any]]:
        sql = narrowed(EXACT, "exact", self.params, True)
        return await self.all_of("bill_of_that_number", sql, self.params)


async def search(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    params = {name: a.word(request, name) for name in ("q", "in", "state", "session", "status")}
    params["in"] = params["in"] if params["in"] in KINDS else None
    page = a.place(request, LAST_PAGE)
    looking = Search(datasette, params)
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    exact = []
    limit = SHOWN if params["in"] else FIRST
    if params["q"]:
        exact = await looking.exact() if params["in"] in (None, "bills") and page == 1 else []
        for kind in [params["in"]] if params["in"] else KINDS:
            found[kind] = await looking.one_kind(kind, limit + 1, limit * (page - 1))
    more = {kind: len(listed) > limit for kind, listed in found.items()}
    first = {row["id"] for row in exact}
    told = {
        "q": params["q"],
        "bill_of_that_number": exact,
        **{kind: [row for row in listed[:limit] if row["id"] not in first] for kind, listed in found.items()},
        "drawn": sorted(looking.drawn),
        "unranked": sorted(looking.unranked),
        "broken_off": sorted(looking.broken_off),
    }
    context = {
        "kinds": KINDS,
        "more": more,
        "page_number": page,
        "last_page": LAST_PAGE,
        "looked_at": LOOKED_AT,
        "long_text": LONG_TEXT,
        "statuses": list(WHAT_NEXT),
        "marked": looking.marked,
        "anything": bool(exact or any(found.values())),
        **await a.choices(datasette, params["state"]),
    }
    kind = params["in"] or "bills"
    return await a.page(
        datasette, request, "search.html", "/search", told=told, asked=looking.asked,
        params={**params, "page": page if page > 1 else None}, context=context,
        listed=exact + told[kind] if kind == "bills" else told[kind], columns=COLUMNS[kind],
    )  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/search(?:\.(?P<format>json|csv))?$", search)]
