"""What the charts are drawn from: counts by session, made at the end of each run that read it, never at reading time.

A roll call counts among the party splits when both of the session's two largest parties cast a yes or a no in it. It is
opposed when the majority of one stands against the majority of the other, and party-line when at least
PARTY_LINE percent of each do. Who votes neither yes nor no is on no side. A roll call that records nobody's yes or no,
as of a vote by voice, says nothing of who did not vote.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from scrapers.jurisdictions import SIGNED_JOINTLY

PARTY_LINE = 90
LAW = "('signed', 'law_without_signature', 'line_item_vetoed', 'override_passed', 'chaptered', 'effective')"

TABLES = """
CREATE TABLE session_verdicts (
  session_id TEXT NOT NULL REFERENCES sessions(id), chamber TEXT, verdict TEXT NOT NULL, roll_calls INTEGER NOT NULL
) STRICT;
CREATE INDEX session_verdicts_session_id ON session_verdicts(session_id);

CREATE TABLE session_options (
  session_id TEXT NOT NULL REFERENCES sessions(id), chamber TEXT, option TEXT NOT NULL, votes INTEGER NOT NULL
) STRICT;
CREATE INDEX session_options_session_id ON session_options(session_id);

CREATE TABLE session_splits (
  session_id TEXT NOT NULL REFERENCES sessions(id), chamber TEXT, month TEXT, roll_calls INTEGER NOT NULL,
  opposed INTEGER NOT NULL, party_line INTEGER NOT NULL
) STRICT;
CREATE INDEX session_splits_session_id ON session_splits(session_id);

CREATE TABLE session_law_days (
  session_id TEXT NOT NULL REFERENCES sessions(id), days INTEGER NOT NULL, bills INTEGER NOT NULL,
  PRIMARY KEY (session_id, days)
) STRICT, WITHOUT ROWID;

CREATE INDEX hearings_start ON hearings(start, id);
CREATE INDEX gaps_settled ON gaps((closed_at IS NULL));
CREATE INDEX gaps_open_kinds ON gaps(jurisdiction_id, session_id, kind, closed_at) WHERE closed_at IS NULL;
CREATE INDEX gaps_closed_kinds ON gaps(jurisdiction_id, session_id, kind, closed_at)
  WHERE closed_at IS NOT NULL;

CREATE VIRTUAL TABLE names_fts USING fts5(name, kind UNINDEXED, row_id UNINDEXED, jurisdiction_id UNINDEXED,
  tokenize='unicode61 remove_diacritics 2', prefix='2 3');
INSERT INTO names_fts SELECT name, 'people', id, jurisdiction_id FROM people;
INSERT INTO names_fts SELECT name, 'organizations', id, jurisdiction_id FROM organizations;
CREATE TRIGGER people_names_ai AFTER INSERT ON people BEGIN
  INSERT INTO names_fts VALUES (new.name, 'people', new.id, new.jurisdiction_id);
END;
CREATE TRIGGER people_names_ad AFTER DELETE ON people BEGIN
  DELETE FROM names_fts WHERE kind = 'people' AND row_id = old.id;
END;
CREATE TRIGGER people_names_au AFTER UPDATE OF name ON people WHEN new.name <> old.name BEGIN
  UPDATE names_fts SET name = new.name WHERE kind = 'people' AND row_id = old.id;
END;
CREATE TRIGGER organizations_names_ai AFTER INSERT ON organizations BEGIN
  INSERT INTO names_fts VALUES (new.name, 'organizations', new.id, new.jurisdiction_id);
END;
CREATE TRIGGER organizations_names_ad AFTER DELETE ON organizations BEGIN
  DELETE FROM names_fts WHERE kind = 'organizations' AND row_id = old.id;
END;
CREATE TRIGGER organizations_names_au AFTER UPDATE OF name ON organizations WHEN new.name <> old.name BEGIN
  UPDATE names_fts SET name = new.name WHERE kind = 'organizations' AND row_id = old.id;
END;
"""


def is_law(row: str, state: str) -> str:
    """The SQL condition that a row (its alias) of bills or of their counts is law in a state (an expression)."""
    jointly = f"{row}.classification = 'joint resolution' AND {state} IN {SIGNED_JOINTLY}"
    return f"{row}.status IN {LAW} AND ({row}.classification = 'bill' OR {jointly})"


# The day on which each bill that is law became one, as the ready-made question how_many_days_to_law has it
LAWS = f"""
SELECT b.introduced_date, coalesce(
    min(CASE WHEN k.value IN ('executive-signature', 'became-law') THEN a.date END),
    max(CASE WHEN k.value = 'veto-override-passage' THEN a.date END),
    min(CASE WHEN k.value = 'chaptered' THEN a.date END)) AS date
FROM bills b CROSS JOIN actions a ON a.bill_id = b.id CROSS JOIN json_each(a.classifications) k
WHERE b.session_id = :session AND {is_law("b", "b.jurisdiction_id")}
GROUP BY b.id
"""  # noqa: S608  # the words are above

# table → the query that gives its rows for one session (:session)
COUNTS = {
    "session_verdicts": """
        SELECT :session, chamber, verdict, count(*) FROM vote_events WHERE session_id = :session GROUP BY 2, 3""",
    "session_options": """
        SELECT :session, e.chamber, v.option, count(*) FROM vote_events e CROSS JOIN votes v ON v.vote_event_id = e.id
        WHERE e.session_id = :session AND e.roll_yes + e.roll_no > 0 GROUP BY 2, 3""",
    "session_splits": """
        WITH tallies AS (
          SELECT e.id, e.chamber, substr(e.date, 1, 7) AS month, t.party, t.yes, t.no
          FROM vote_events e CROSS JOIN vote_event_parties t ON t.vote_event_id = e.id
          WHERE e.session_id = :session AND t.party IS NOT NULL AND t.yes + t.no > 0
        ), largest AS (
          SELECT party FROM tallies GROUP BY party ORDER BY sum(yes + no) DESC, party LIMIT 2
        )
        SELECT :session, one.chamber, one.month, count(*),
          sum((one.yes - one.no) * (other.yes - other.no) < 0),
          sum((100 * one.yes >= :party_line * (one.yes + one.no)
              AND 100 * other.no >= :party_line * (other.yes + other.no))
            OR (100 * one.no >= :party_line * (one.yes + one.no)
              AND 100 * other.yes >= :party_line * (other.yes + other.no)))
        FROM tallies one JOIN tallies other ON other.id = one.id AND one.party < other.party
        WHERE one.party IN (SELECT party FROM largest) AND other.party IN (SELECT party FROM largest)
        GROUP BY 2, 3""",
    "session_law_days": f"""
        SELECT :session, CAST(julianday(date) - julianday(introduced_date) AS INTEGER), count(*) FROM ({LAWS})
        WHERE date IS NOT NULL AND introduced_date IS NOT NULL GROUP BY 2""",  # noqa: S608  # the query above
}


def count(connection: sqlite3.Connection, sessions: Iterable[str]) -> None:
    """Replace the rows of these sessions; `vote_event_parties` must have been counted before."""
    for session in sorted(sessions):
        for table, query in COUNTS.items():
            connection.execute(f"DELETE FROM {table} WHERE session_id = ?", (session,))  # noqa: S608
            connection.execute(f"INSERT INTO {table} {query}", {"session": session, "party_line": PARTY_LINE})
