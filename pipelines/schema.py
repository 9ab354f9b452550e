"""The database schema: the only DDL in the repository, as sqlite-utils migrations.

Names and meanings are the public contract (docs/data-model.md); every table and column is described in metadata.yml.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

from pipelines import charts

MINIMUM_SQLITE = (3, 38, 0)  # STRICT tables, and ->> in the as-of queries

migrations = Migrations("statehouse")

TABLES = """
CREATE TABLE jurisdictions (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, ocd_id TEXT NOT NULL UNIQUE, classification TEXT NOT NULL,
  timezone TEXT NOT NULL, upper_name TEXT, upper_title TEXT, upper_seats INTEGER,
  lower_name TEXT, lower_title TEXT, lower_seats INTEGER, site_url TEXT,
  verified TEXT NOT NULL CHECK (verified IN ('captured', 'documented', 'none')), verified_on TEXT
) STRICT;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id), identifier TEXT NOT NULL,
  name TEXT NOT NULL, classification TEXT NOT NULL CHECK (classification IN ('primary', 'special')),
  start_date TEXT, end_date TEXT, is_active INTEGER,
  UNIQUE (jurisdiction_id, identifier)
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id), session TEXT, bill TEXT,
  whole INTEGER NOT NULL DEFAULT 1,
  spider TEXT NOT NULL,
  archive TEXT, started_at TEXT NOT NULL, finished_at TEXT,
  outcome TEXT CHECK (outcome IN ('ok', 'partial', 'failed', 'blocked')), reason TEXT,
  requests INTEGER NOT NULL DEFAULT 0, pages_unchanged INTEGER NOT NULL DEFAULT 0,
  sessions TEXT NOT NULL DEFAULT '[]', items TEXT NOT NULL DEFAULT '{}', dropped TEXT NOT NULL DEFAULT '{}',
  layout_changed INTEGER NOT NULL DEFAULT 0, unclassified INTEGER NOT NULL DEFAULT 0,
  changes INTEGER NOT NULL DEFAULT 0,
  coverage TEXT NOT NULL DEFAULT '{}', seconds REAL, peak_memory_mb REAL, code_version TEXT NOT NULL
) STRICT;

CREATE TABLE captures (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, method TEXT NOT NULL, body_hash TEXT, fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL, media_type TEXT, sha256 TEXT NOT NULL, file TEXT NOT NULL, "offset" INTEGER NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs(id)
) STRICT;
CREATE INDEX captures_run_id ON captures(run_id);
CREATE INDEX captures_url ON captures(url, fetched_at);

CREATE TABLE organizations (
  id TEXT PRIMARY KEY, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id), classification TEXT NOT NULL,
  chamber TEXT, name TEXT NOT NULL, code TEXT, parent_id TEXT REFERENCES organizations(id),
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX organizations_jurisdiction_id ON organizations(jurisdiction_id);
CREATE INDEX organizations_parent_id ON organizations(parent_id);
CREATE INDEX organizations_capture_id ON organizations(capture_id);

CREATE TABLE people (
  id TEXT PRIMARY KEY, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id), name TEXT NOT NULL,
  family_name TEXT, given_name TEXT, party TEXT, source_url TEXT, capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX people_jurisdiction_id ON people(jurisdiction_id);
CREATE INDEX people_capture_id ON people(capture_id);

CREATE TABLE memberships (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES people(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id), session_id TEXT NOT NULL REFERENCES sessions(id),
  role TEXT NOT NULL, district TEXT, party TEXT, start_date TEXT, end_date TEXT,
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX memberships_person_id ON memberships(person_id);
CREATE INDEX memberships_organization_id ON memberships(organization_id);
CREATE INDEX memberships_session_id ON memberships(session_id);
CREATE INDEX memberships_capture_id ON memberships(capture_id);

CREATE TABLE person_names (
  id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES people(id),
  session_id TEXT NOT NULL REFERENCES sessions(id),
  chamber TEXT, name TEXT NOT NULL
) STRICT;
CREATE INDEX person_names_person_id ON person_names(person_id);
CREATE INDEX person_names_session_id ON person_names(session_id, chamber, name);

CREATE TABLE bills (
  id TEXT PRIMARY KEY, ocd_id TEXT NOT NULL UNIQUE, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id),
  session_id TEXT NOT NULL REFERENCES sessions(id), identifier TEXT NOT NULL, classification TEXT NOT NULL,
  chamber TEXT,
  title TEXT, subjects TEXT, status TEXT, status_date TEXT, committee_id TEXT REFERENCES organizations(id),
  status_action_id TEXT REFERENCES actions(id) DEFERRABLE INITIALLY DEFERRED,
  introduced_date TEXT, latest_action TEXT, latest_action_date TEXT, chapter TEXT, effective_date TEXT,
  source_url TEXT,
  first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL, changed_at TEXT NOT NULL,
  search_id INTEGER NOT NULL UNIQUE, capture_id TEXT REFERENCES captures(id),
  UNIQUE (session_id, identifier)
) STRICT;
CREATE INDEX bills_jurisdiction_id ON bills(jurisdiction_id);
CREATE INDEX bills_status_action_id ON bills(status_action_id);
CREATE INDEX bills_capture_id ON bills(capture_id);
CREATE INDEX bills_latest_action_date ON bills(latest_action_date);
CREATE INDEX bills_newest_action ON bills(session_id, latest_action_date);
CREATE INDEX bills_newest_change ON bills(session_id, changed_at);
CREATE INDEX bills_last_seen ON bills(session_id, last_seen_at);
CREATE INDEX bills_status ON bills(session_id, status);
CREATE INDEX bills_committee_id ON bills(committee_id);

CREATE TABLE sponsorships (
  id TEXT PRIMARY KEY, bill_id TEXT NOT NULL REFERENCES bills(id), name TEXT NOT NULL, chamber TEXT,
  classification TEXT NOT NULL, is_primary INTEGER NOT NULL, entity_type TEXT NOT NULL,
  person_id TEXT REFERENCES people(id), organization_id TEXT REFERENCES organizations(id), match_method TEXT,
  sequence INTEGER NOT NULL, capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX sponsorships_bill_id ON sponsorships(bill_id);
CREATE INDEX sponsorships_person_id ON sponsorships(person_id);
CREATE INDEX sponsorships_organization_id ON sponsorships(organization_id);
CREATE INDEX sponsorships_capture_id ON sponsorships(capture_id);

CREATE TABLE vote_events (
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id),
  organization_id TEXT REFERENCES organizations(id),
  chamber TEXT, date TEXT, roll_number TEXT, motion TEXT, motion_classification TEXT NOT NULL DEFAULT '[]',
  result TEXT CHECK (result IN ('pass', 'fail')), result_raw TEXT,
  result_computed TEXT CHECK (result_computed IN ('pass', 'fail')),
  threshold TEXT, yes_means TEXT NOT NULL CHECK (yes_means IN ('advances', 'kills', 'amends', 'procedural',
  'unknown')),
  declared_yes INTEGER, declared_no INTEGER, declared_other INTEGER,
  roll_yes INTEGER, roll_no INTEGER, roll_other INTEGER,
  verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'short', 'over', 'no_roll', 'no_counts', 'conflict')),
  verdict_note TEXT,
  source_url TEXT, capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX vote_events_session_id ON vote_events(session_id, date);
CREATE INDEX vote_events_organization_id ON vote_events(organization_id);
CREATE INDEX vote_events_capture_id ON vote_events(capture_id);
CREATE INDEX vote_events_verdict ON vote_events(verdict);

CREATE TABLE vote_event_bills (
  vote_event_id TEXT NOT NULL REFERENCES vote_events(id), bill_id TEXT NOT NULL REFERENCES bills(id),
  PRIMARY KEY (vote_event_id, bill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_event_bills_bill_id ON vote_event_bills(bill_id);

CREATE TABLE votes (
  vote_event_id TEXT NOT NULL REFERENCES vote_events(id), voter_name TEXT NOT NULL,
  occurrence INTEGER NOT NULL DEFAULT 1,
  person_id TEXT REFERENCES people(id),
  option TEXT NOT NULL CHECK (option IN ('yes', 'no', 'absent', 'abstain', 'not voting', 'paired', 'excused',
  'other')),
  option_raw TEXT, match_method TEXT,
  PRIMARY KEY (vote_event_id, voter_name, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_person_id ON votes(person_id, option);

CREATE TABLE vote_statements (
  id TEXT PRIMARY KEY, vote_event_id TEXT NOT NULL REFERENCES vote_events(id), voter_name TEXT NOT NULL,
  person_id TEXT REFERENCES people(id), text TEXT NOT NULL, date TEXT, capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX vote_statements_vote_event_id ON vote_statements(vote_event_id);
CREATE INDEX vote_statements_person_id ON vote_statements(person_id);
CREATE INDEX vote_statements_capture_id ON vote_statements(capture_id);

CREATE TABLE actions (
  id TEXT PRIMARY KEY, bill_id TEXT REFERENCES bills(id), sequence INTEGER NOT NULL, date TEXT, chamber TEXT,
  organization_id TEXT REFERENCES organizations(id), text TEXT NOT NULL, classifications TEXT NOT NULL,
  tally_yes INTEGER, tally_no INTEGER, vote_date TEXT, roll_key TEXT, vote_event_id TEXT REFERENCES vote_events(id),
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX actions_bill_id ON actions(bill_id, sequence);
CREATE INDEX actions_date ON actions(date);
CREATE INDEX actions_organization_id ON actions(organization_id);
CREATE INDEX actions_vote_event_id ON actions(vote_event_id);
CREATE INDEX actions_capture_id ON actions(capture_id);

CREATE TABLE versions (
  id TEXT PRIMARY KEY, bill_id TEXT NOT NULL REFERENCES bills(id), note TEXT NOT NULL, classification TEXT, date TEXT,
  title TEXT, long_title TEXT, url TEXT, media_type TEXT, sequence INTEGER NOT NULL,
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX versions_bill_id ON versions(bill_id, sequence);
CREATE INDEX versions_capture_id ON versions(capture_id);

CREATE TABLE version_texts (
  version_id TEXT PRIMARY KEY REFERENCES versions(id), text TEXT NOT NULL, markup TEXT, extractor TEXT NOT NULL,
  chars INTEGER NOT NULL, sha256 TEXT NOT NULL, search_id INTEGER NOT NULL UNIQUE,
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX version_texts_capture_id ON version_texts(capture_id);

CREATE TABLE documents (
  id TEXT PRIMARY KEY, bill_id TEXT NOT NULL REFERENCES bills(id), organization_id TEXT REFERENCES organizations(id),
  classification TEXT NOT NULL, note TEXT NOT NULL, date TEXT, url TEXT, media_type TEXT, text TEXT,
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX documents_bill_id ON documents(bill_id);
CREATE INDEX documents_organization_id ON documents(organization_id);
CREATE INDEX documents_capture_id ON documents(capture_id);

CREATE TABLE related_bills (
  id TEXT PRIMARY KEY, bill_id TEXT NOT NULL REFERENCES bills(id), related_bill_id TEXT REFERENCES bills(id),
  identifier TEXT NOT NULL, session TEXT, relation TEXT NOT NULL, capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX related_bills_bill_id ON related_bills(bill_id);
CREATE INDEX related_bills_related_bill_id ON related_bills(related_bill_id);
CREATE INDEX related_bills_capture_id ON related_bills(capture_id);

CREATE TABLE hearings (
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id),
  organization_id TEXT REFERENCES organizations(id),
  start TEXT, place TEXT, status TEXT NOT NULL, capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX hearings_session_id ON hearings(session_id, start);
CREATE INDEX hearings_organization_id ON hearings(organization_id);
CREATE INDEX hearings_capture_id ON hearings(capture_id);

CREATE TABLE hearing_items (
  hearing_id TEXT NOT NULL REFERENCES hearings(id), bill_id TEXT NOT NULL REFERENCES bills(id),
  PRIMARY KEY (hearing_id, bill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hearing_items_bill_id ON hearing_items(bill_id);

CREATE TABLE changes (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, run_id INTEGER NOT NULL REFERENCES runs(id),
  bill_id TEXT REFERENCES bills(id),
  kind TEXT NOT NULL CHECK (kind IN ('new_bill', 'status', 'title', 'sponsor_add', 'sponsor_remove', 'action_add',
    'action_remove', 'action_revise', 'referral', 'version_add', 'text', 'document_add', 'vote_add', 'vote_revise',
    'hearing_add', 'hearing_change', 'hearing_cancel', 'subject_add', 'subject_remove', 'related_add', 'effective',
    'correction')),
  "table" TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT, before TEXT, after TEXT, row_before TEXT,
  capture_id TEXT REFERENCES captures(id)
) STRICT;
CREATE INDEX changes_bill_id ON changes(bill_id, at);
CREATE INDEX changes_run_id ON changes(run_id);
CREATE INDEX changes_at ON changes(at);
CREATE INDEX changes_kind ON changes(kind);
CREATE INDEX changes_row_id ON changes(row_id, field);
CREATE INDEX changes_capture_id ON changes(capture_id);

CREATE TABLE gaps (
  id TEXT PRIMARY KEY, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id),
  session_id TEXT REFERENCES sessions(id),
  bill_id TEXT REFERENCES bills(id), kind TEXT NOT NULL, key TEXT NOT NULL, expected TEXT NOT NULL,
  found TEXT NOT NULL,
  evidence TEXT NOT NULL, capture_id TEXT REFERENCES captures(id), source_url TEXT, opened_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE INDEX gaps_jurisdiction_id ON gaps(jurisdiction_id);
CREATE INDEX gaps_session_id ON gaps(session_id, kind);
CREATE INDEX gaps_bill_id ON gaps(bill_id);
CREATE INDEX gaps_capture_id ON gaps(capture_id);
CREATE INDEX gaps_open ON gaps(kind, key) WHERE closed_at IS NULL;
CREATE INDEX gaps_open_by_session ON gaps(session_id, kind) WHERE closed_at IS NULL;

CREATE VIRTUAL TABLE bills_fts USING fts5(identifier, title, subjects, sponsors,
  tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE version_texts_fts USING fts5(text, content='version_texts', content_rowid='search_id',
  tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER version_texts_ai AFTER INSERT ON version_texts BEGIN
  INSERT INTO version_texts_fts(rowid, text) VALUES (new.search_id, new.text);
END;
CREATE TRIGGER version_texts_ad AFTER DELETE ON version_texts BEGIN
  INSERT INTO version_texts_fts(version_texts_fts, rowid, text) VALUES ('delete', old.search_id, old.text);
END;
CREATE TRIGGER version_texts_au AFTER UPDATE OF text ON version_texts BEGIN
  INSERT INTO version_texts_fts(version_texts_fts, rowid, text) VALUES ('delete', old.search_id, old.text);
  INSERT INTO version_texts_fts(rowid, text) VALUES (new.search_id, new.text);
END;

CREATE TABLE corrections (
  id TEXT PRIMARY KEY, jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id),
  kind TEXT NOT NULL CHECK (kind IN ('name', 'person')), session_id TEXT REFERENCES sessions(id), chamber TEXT,
  name TEXT NOT NULL, person_id TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL, reviewed_on TEXT NOT NULL,
  rows_matched INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX corrections_jurisdiction_id ON corrections(jurisdiction_id);
CREATE INDEX corrections_session_id ON corrections(session_id);

CREATE TABLE name_candidates (
  session_id TEXT NOT NULL REFERENCES sessions(id), chamber TEXT, name TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people(id), why TEXT NOT NULL
) STRICT;
CREATE INDEX name_candidates_session_id ON name_candidates(session_id, name);
CREATE INDEX name_candidates_person_id ON name_candidates(person_id);

CREATE TABLE completeness (
  session_id TEXT NOT NULL REFERENCES sessions(id), what TEXT NOT NULL, expected INTEGER NOT NULL,
  held INTEGER NOT NULL,
  open_gaps INTEGER NOT NULL, PRIMARY KEY (session_id, what)
) STRICT, WITHOUT ROWID;

CREATE VIEW unmatched_names AS
WITH printed AS (
  SELECT e.session_id, e.chamber, v.voter_name AS name, 'vote' AS printed_in, count(*) AS n, min(e.id) AS example
  FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
  WHERE v.person_id IS NULL GROUP BY 1, 2, 3
  UNION ALL
  SELECT b.session_id, s.chamber, s.name, 'sponsorship', count(*), min(s.bill_id)
  FROM sponsorships s JOIN bills b ON b.id = s.bill_id
  WHERE s.person_id IS NULL AND s.organization_id IS NULL GROUP BY 1, 2, 3
)
SELECT printed.*, (
  SELECT json_group_array(c.person_id) FROM (
    SELECT DISTINCT person_id FROM name_candidates c
    WHERE c.session_id = printed.session_id AND c.chamber IS printed.chamber AND c.name = printed.name
    ORDER BY person_id
  ) c
) AS candidates
FROM printed;
"""

# What the dashboard would otherwise add up on every visit, kept by session (pipelines/summaries.py)
SUMMARIES = """
CREATE TABLE vote_event_parties (
  vote_event_id TEXT NOT NULL REFERENCES vote_events(id), party TEXT,
  yes INTEGER NOT NULL, no INTEGER NOT NULL, other INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX vote_event_parties_vote_event_id ON vote_event_parties(vote_event_id, party);

CREATE TABLE person_sessions (
  person_id TEXT NOT NULL REFERENCES people(id), session_id TEXT NOT NULL REFERENCES sessions(id),
  roll_calls INTEGER NOT NULL, yes INTEGER NOT NULL, no INTEGER NOT NULL, other INTEGER NOT NULL,
  divided INTEGER NOT NULL, with_party INTEGER NOT NULL, first_vote TEXT, last_vote TEXT,
  PRIMARY KEY (person_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_sessions_session_id ON person_sessions(session_id);

CREATE TABLE session_statuses (
  session_id TEXT NOT NULL REFERENCES sessions(id), chamber TEXT, classification TEXT NOT NULL, status TEXT,
  bills INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_statuses_session_id ON session_statuses(session_id, chamber, classification, status);

CREATE TABLE session_days (
  session_id TEXT NOT NULL REFERENCES sessions(id), jurisdiction_id TEXT NOT NULL REFERENCES jurisdictions(id),
  date TEXT NOT NULL, actions INTEGER NOT NULL, bills INTEGER NOT NULL, introductions INTEGER NOT NULL,
  passages INTEGER NOT NULL, laws INTEGER NOT NULL, roll_calls INTEGER NOT NULL, hearings INTEGER NOT NULL,
  PRIMARY KEY (session_id, date)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_days_jurisdiction_id ON session_days(jurisdiction_id, date);
CREATE INDEX session_days_date ON session_days(date);

CREATE TABLE organization_sessions (
  organization_id TEXT NOT NULL REFERENCES organizations(id), session_id TEXT NOT NULL REFERENCES sessions(id),
  members INTEGER NOT NULL, bills_now INTEGER NOT NULL, bills INTEGER NOT NULL, hearings INTEGER NOT NULL,
  roll_calls INTEGER NOT NULL, PRIMARY KEY (organization_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX organization_sessions_session_id ON organization_sessions(session_id);

CREATE INDEX memberships_party ON memberships(person_id, session_id, party, start_date, end_date)
  WHERE party IS NOT NULL;
CREATE VIEW vote_parties AS
SELECT v.vote_event_id, v.voter_name, v.occurrence, v.person_id, v.option, v.option_raw, (
  SELECT CASE WHEN count(DISTINCT m.party) = 1 THEN min(m.party) END FROM memberships m
  WHERE m.person_id = v.person_id AND m.session_id = e.session_id AND m.party IS NOT NULL
    AND coalesce(m.start_date, '') <= coalesce(e.date, '9999') AND coalesce(m.end_date, '9999') >= coalesce(e.date, '')
) AS party
FROM votes v JOIN vote_events e ON e.id = v.vote_event_id;

DROP INDEX actions_organization_id;
CREATE INDEX actions_organization_id ON actions(organization_id, bill_id);
DROP INDEX vote_events_organization_id;
CREATE INDEX vote_events_organization_id ON vote_events(organization_id, date);
DROP INDEX hearings_organization_id;
CREATE INDEX hearings_organization_id ON hearings(organization_id, start);
"""


# A session with no stated end may sit or not: what moved lately tells, and failing that nothing does. Terms last two
# years at most, so what has not moved since is over.
FRESHNESS = """
DROP VIEW IF EXISTS freshness;
CREATE VIEW freshness AS
WITH sighted AS (
  SELECT s.id AS session_id, s.jurisdiction_id, s.name, s.end_date,
    (SELECT max(latest_action_date) FROM bills WHERE session_id = s.id) AS newest_action,
    (SELECT max(changed_at) FROM bills WHERE session_id = s.id) AS newest_change,
    (SELECT max(last_seen_at) FROM bills WHERE session_id = s.id) AS last_seen_at,
    CASE WHEN s.start_date > date('now') OR s.end_date < date('now') THEN 0 WHEN s.end_date IS NOT NULL THEN 1
    END AS sitting,
    (SELECT outcome FROM runs r WHERE r.jurisdiction_id = s.jurisdiction_id AND outcome IS NOT NULL
      AND r.bill IS NULL AND (r.session IS NULL OR r.session = s.identifier)
      AND (r.sessions = '[]' OR s.id IN (SELECT value FROM json_each(r.sessions)))
      ORDER BY r.id DESC LIMIT 1) AS last_outcome
  FROM sessions s
)
SELECT session_id, jurisdiction_id, name, sitting, newest_action, newest_change, last_seen_at, last_outcome,
  CASE
    WHEN last_outcome IS NULL THEN 'never run'
    WHEN end_date < date('now', '-60 days') THEN 'quiet'
    WHEN last_outcome IN ('blocked', 'failed') THEN last_outcome
    WHEN sitting = 0 THEN 'quiet'
    WHEN newest_action >= date('now', '-21 days') THEN 'fresh'
    WHEN sitting THEN 'stale'
    WHEN newest_action < date('now', '-2 years') THEN 'quiet'
    ELSE 'unknown'
  END AS state
FROM sighted;
"""


def statements(script: str) -> Iterator[str]:
    """Split an SQL script into statements,
    triggers whole (executescript would commit the migration's transaction)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def run(db: Database, script: str) -> None:
    for statement in statements(script):
        db.execute(statement)


@migrations()
def create_everything(db: Database) -> None:
    run(db, TABLES)


@migrations()
def create_summaries(db: Database) -> None:
    run(db, SUMMARIES)


@migrations()
def add_list_lines(db: Database) -> None:
    db.execute("ALTER TABLE captures ADD COLUMN list_line TEXT")


@migrations()
def add_charts(db: Database) -> None:
    run(db, charts.TABLES)


@migrations()
def tell_what_is_not_known_of_sessions(db: Database) -> None:
    run(db, FRESHNESS)
    # what earlier code added up counted resolutions as laws, and votes by voice as absence: it is made anew
    db.execute("DELETE FROM session_statuses")


def connect(path: str | Path, *, wait_seconds: float = 600) -> sqlite3.Connection:
    """Open the database for writing, migrated to the present schema: WAL, foreign keys on, autocommit.

    A second writer waits up to `wait_seconds` for the first. Raises RuntimeError on a SQLite that is too old.
    """
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old: 3.38 or newer is wanted")
    connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA wal_autocheckpoint = 32768")  # pages: a load is written through in few large pieces
    connection.execute("BEGIN IMMEDIATE")  # two processes opening a new file must not both migrate it
    try:
        migrations.apply(Database(connection))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return connection
