"""What the dashboard would otherwise add up on every visit, added up once: by session, at the end of a run.

Each summary is a function of the rows of one session alone. The meaning of every column stands in metadata.yml.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipelines import charts

# The votes of the session (:session) with the party of each voter on that day, kept while its summaries are made
VOTES = """
CREATE TEMP TABLE session_votes AS
SELECT v.vote_event_id, v.person_id, v.option, v.party, e.date, e.roll_yes + e.roll_no AS sides
FROM vote_events e JOIN vote_parties v ON v.vote_event_id = e.id WHERE e.session_id = :session
"""

# A bill whose way has ended keeps its last committee, and is before no committee now
ENDED = ("failed", "withdrawn", "substituted", "dead_sine_die")

FILL = {
    "vote_event_parties": """
        INSERT INTO vote_event_parties
        SELECT vote_event_id, party, sum(option = 'yes'), sum(option = 'no'), sum(option NOT IN ('yes', 'no'))
        FROM session_votes GROUP BY vote_event_id, party""",
    "person_sessions": """
        INSERT INTO person_sessions
        SELECT v.person_id, :session, count(*), sum(v.option = 'yes'), sum(v.option = 'no'),
          sum(v.option NOT IN ('yes', 'no')), coalesce(sum(p.yes > 0 AND v.option IN ('yes', 'no')), 0),
          coalesce(sum(CASE v.option WHEN 'yes' THEN p.yes > p.no WHEN 'no' THEN p.no > p.yes END), 0),
          min(v.date), max(v.date)
        FROM session_votes v LEFT JOIN vote_event_parties p ON p.vote_event_id = v.vote_event_id
          AND p.party = v.party AND p.yes > 0 AND p.no > 0 AND p.yes <> p.no
        WHERE v.person_id IS NOT NULL AND v.sides > 0 GROUP BY v.person_id""",
    "session_statuses": """
        INSERT INTO session_statuses
        SELECT session_id, chamber, classification, status, count(*) FROM bills WHERE session_id = :session
        GROUP BY session_id, chamber, classification, status""",
    "session_days": f"""
        INSERT INTO session_days
        SELECT :session, (SELECT jurisdiction_id FROM sessions WHERE id = :session), date, sum(actions), sum(bills),
          sum(introductions), sum(passages), sum(laws), sum(roll_calls), sum(hearings)
        FROM (
          SELECT a.date, count(*) AS actions, count(DISTINCT b.id) AS bills, sum(a.classifications LIKE
            '%"introduction"%') AS introductions, sum(a.classifications LIKE '%"passage"%') AS passages,
            0 AS laws, 0 AS roll_calls, 0 AS hearings
          FROM bills b JOIN actions a ON a.bill_id = b.id WHERE b.session_id = :session GROUP BY a.date
          UNION ALL SELECT date, 0, 0, 0, 0, count(*), 0, 0 FROM ({charts.LAWS}) GROUP BY date
          UNION ALL SELECT date, 0, 0, 0, 0, 0, count(*), 0 FROM vote_events WHERE session_id = :session GROUP BY date
          UNION ALL SELECT substr(start, 1, 10), 0, 0, 0, 0, 0, 0, count(*) FROM hearings
          WHERE session_id = :session AND status <> 'cancelled' GROUP BY 1
        ) WHERE date IS NOT NULL GROUP BY date""",  # noqa: S608  # our own query
    "organization_sessions": f"""
        INSERT INTO organization_sessions
        SELECT id, :session, sum(members), sum(bills_now), sum(bills), sum(hearings), sum(roll_calls)
        FROM (
          SELECT organization_id AS id, count(DISTINCT person_id) AS members, 0 AS bills_now, 0 AS bills,
            0 AS hearings, 0 AS roll_calls
          FROM memberships WHERE session_id = :session GROUP BY organization_id
          UNION ALL SELECT committee_id, 0, count(*), 0, 0, 0 FROM bills
          WHERE session_id = :session AND coalesce(status, '') NOT IN {ENDED} GROUP BY committee_id
          UNION ALL SELECT id, 0, 0, count(*), 0, 0 FROM (
            SELECT a.organization_id AS id, b.id AS bill FROM bills b JOIN actions a ON a.bill_id = b.id
            WHERE b.session_id = :session
            UNION SELECT committee_id, id FROM bills WHERE session_id = :session
          ) GROUP BY id
          UNION ALL SELECT organization_id, 0, 0, 0, count(*), 0 FROM hearings WHERE session_id = :session
            GROUP BY organization_id
          UNION ALL SELECT organization_id, 0, 0, 0, 0, count(*) FROM vote_events WHERE session_id = :session
            GROUP BY organization_id
        ) WHERE id IS NOT NULL GROUP BY id""",  # noqa: S608  # the words are above
}  # fmt: skip
EMPTY = {
    "vote_event_parties": "vote_event_id IN (SELECT id FROM vote_events WHERE session_id = :session)",
    **dict.fromkeys([name for name in FILL if name != "vote_event_parties"], "session_id = :session"),
}
WITHOUT = """
SELECT id FROM sessions s WHERE EXISTS (SELECT 1 FROM bills WHERE session_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM session_statuses WHERE session_id = s.id)
"""


def summarise(connection: sqlite3.Connection, sessions: Iterable[str]) -> None:
    """Replace the summaries of these sessions, within the caller's transaction."""
    sessions = sorted(sessions)
    for session in sessions:
        given = {"session": session}
        connection.execute(VOTES, given)
        for table, query in FILL.items():
            connection.execute(f"DELETE FROM {table} WHERE {EMPTY[table]}", given)  # noqa: S608  # our own names
            connection.execute(query, given)
        connection.execute("DROP TABLE session_votes")
    charts.count(connection, sessions)


def without_summaries(connection: sqlite3.Connection) -> set[str]:
    """Sessions whose bills were read before there were summaries."""
    return {row[0] for row in connection.execute(WITHOUT)}
