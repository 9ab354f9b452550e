"""/sql: a guide to asking in SQL: ten questions worked out, and the tables as a picture made from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


class Question(NamedTuple):
    title: str
    words: str
    sql: str
    params: dict[str, str]


QUESTIONS = (
    Question(
        "Where does a bill stand, and which step proves it?",
        "The id of a bill is its session and its number; its status names the step that proves it.",
        """SELECT b.identifier, b.title, b.status, b.status_date, a.text AS proved_by
FROM bills b LEFT JOIN actions a ON a.id = b.status_action_id
WHERE b.id = :bill""",
        {"bill": "bill"},
    ),
    Question(
        "What became of the bills of a session?",
        "Counts by status are kept ready in session_statuses; add them up.",
        """SELECT status, sum(bills) AS bills
FROM session_statuses WHERE session_id = :session
GROUP BY status ORDER BY bills DESC""",
        {"session": "session"},
    ),
    Question(
        "How did a bill get where it is?",
        "The steps in the order of the source, with their meaning as a JSON list.",
        """SELECT sequence, date, chamber, text, classifications
FROM actions WHERE bill_id = :bill ORDER BY sequence""",
        {"bill": "bill"},
    ),
    Question(
        "Who voted how in a roll call?",
        "A name that matches no member keeps its vote and has no person_id, so the join must be a LEFT JOIN.",
        """SELECT v.voter_name, p.name, v.option, v.option_raw, v.person_id
FROM votes v LEFT JOIN people p ON p.id = v.person_id
WHERE v.vote_event_id = :vote_event
ORDER BY v.option, v.voter_name""",
        {"vote_event": "vote_event"},
    ),
    Question(
        "How did the parties vote in it?",
        "vote_event_parties has the count of each party, by the party held on the day; an empty party is not known.",
        """SELECT party, yes, no, other
FROM vote_event_parties WHERE vote_event_id = :vote_event
ORDER BY yes + no + other DESC""",
        {"vote_event": "vote_event"},
    ),
    Question(
        "Which bills did one roll call decide?",
        "One roll call may decide many bills, so the two meet in a table of their own.",
        """SELECT b.id AS bill_id, b.identifier, b.title, b.status
FROM vote_event_bills x JOIN bills b ON b.id = x.bill_id
WHERE x.vote_event_id = :vote_event ORDER BY b.id""",
        {"vote_event": "vote_event"},
    ),
    Question(
        "Which bills on a subject became law?",
        "Words are looked up in the full-text index; fts_query() makes any words safe to ask with.",
        """SELECT b.id AS bill_id, b.title, b.status, b.chapter
FROM bills_fts f CROSS JOIN bills b ON b.search_id = f.rowid
WHERE bills_fts MATCH fts_query(:words)
  AND b.status IN ('signed', 'law_without_signature', 'override_passed', 'chaptered', 'effective')
ORDER BY f.rank LIMIT 100""",
        {"words": "words"},
    ),
    Question(
        "What moved in a session on its busiest days?",
        "session_days has one row for each day on which anything happened.",
        """SELECT date, actions, bills, introductions, passages, laws, roll_calls, hearings
FROM session_days WHERE session_id = :session
ORDER BY actions DESC LIMIT 20""",
        {"session": "session"},
    ),
    Question(
        "What is known to be missing of a session?",
        "A gap is open while closed_at is empty; expected and found say what was wanted.",
        """SELECT kind, count(*) AS gaps, min(expected) AS for_instance
FROM gaps WHERE session_id = :session AND closed_at IS NULL
GROUP BY kind ORDER BY gaps DESC""",
        {"session": "session"},
    ),
    Question(
        "Where was a row read?",
        "Every row from a page names the archived response: its address, its hash, and its place in the archive.",
        """SELECT c.url, c.fetched_at, c.sha256, c.file, c."offset"
FROM bills b JOIN captures c ON c.id = b.capture_id
WHERE b.id = :bill""",
        {"bill": "bill"},
    ),
)
# Something held, to ask about: a roll call that adds up, its bill and session
EXAMPLE = """
SELECT x.bill_id AS bill, e.id AS vote_event, e.session_id AS session
FROM (SELECT id, session_id FROM vote_events WHERE verdict = 'ok' LIMIT 200) e
JOIN vote_event_bills x ON x.vote_event_id = e.id LIMIT 1
"""
ANY_BILL = "SELECT id AS bill, session_id AS session FROM bills LIMIT 1"


async def sql_page(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    sql_path: Any = pm.get_plugin("addresses.py").sql_path
    picture: Any = pm.get_plugin("schema_picture.py")
    asked = a.Asked(datasette)
    example = await asked.row("example", EXAMPLE, {}) or await asked.row("any_bill", ANY_BILL, {}) or {}
    given = {"words": "education", **example}
    questions = []
    for question in QUESTIONS:
        values = {name: given.get(source) for name, source in question.params.items()}
        address = sql_path(question.sql, values)
        url, csv = (datasette.urls.path(path) for path in (address, address.replace("?", ".csv?", 1)))
        questions.append({**question._asdict(), "params": values, "url": url, "csv": csv})
    tables = picture.tables_of(await asked.rows("foreign_keys", picture.TABLES, {}))
    canned = await datasette.get_canned_queries(a.NAME, request.actor)
    context = {
        "schema": picture.picture(tables, datasette.urls.path("/bills/")),
        "ready": [{"path": f"/bills/{name}", "title": query.get("title") or name} for name, query in canned.items()],
        "described": datasette.metadata("tables", database=a.NAME),
        "limit": datasette.setting("max_returned_rows"),
        "seconds": datasette.setting("sql_time_limit_ms") / 1000,
    }
    told = {"questions": questions, "tables": tables}
    return await a.page(datasette, request, "sql.html", "/sql", told=told, asked=asked, context=context)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/sql(?:\.(?P<format>json))?$", sql_page)]
