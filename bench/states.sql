-- Every state at once, as rows: the statements of bench/states.py. Nothing is drawn but by noise(), so that the same
-- day and size give the same file. :bills and :votes are the totals wanted, :today the day the file is of.

-- Two sessions each: one that is over, one that sits today.
CREATE TEMP TABLE term AS
SELECT 0 AS place, date(:today, '-1030 days') AS since, date(:today, '-301 days') AS until, 1 AS over
UNION ALL SELECT 1, date(:today, '-300 days'), date(:today, '+65 days'), 0;

CREATE TEMP TABLE sitting AS
SELECT j.id || '-' || substr(t.since, 1, 4) || t.place AS session_id, j.id AS state, j.rowid % 2 AS paged, t.place,
  t.since, t.over, j.lower_name IS NOT NULL AS two, round(w.share * :bills / sum(w.share) OVER ()) AS bills
FROM jurisdictions j JOIN weight w ON w.state = j.id CROSS JOIN term t;

INSERT INTO sessions
SELECT s.session_id, s.state, substr(t.since, 1, 4) || t.place,
  substr(t.since, 1, 4) || '-' || substr(t.until, 1, 4) || ' Regular Session', 'primary', t.since, t.until, 1 - t.over
FROM sitting s JOIN term t USING (place);

-- Seats, who holds them, and about a committee for every five seats of a chamber.
CREATE TEMP TABLE house AS
SELECT j.id AS state, 'upper' AS chamber, upper_name AS name, upper_seats AS seats,
  min(24, max(6, upper_seats / 5)) AS boards
FROM jurisdictions j
UNION ALL SELECT j.id, 'lower', lower_name, lower_seats, min(24, max(6, lower_seats / 5)) FROM jurisdictions j
WHERE lower_name IS NOT NULL;

INSERT INTO organizations
SELECT h.state || '-' || substr(h.chamber, 1, 1) || n.i, h.state, 'committee', h.chamber,
  h.name || ' Committee on ' || t.name, upper(substr(h.chamber, 1, 1)) || n.i, h.state || '-' || h.chamber, NULL
FROM house h JOIN number n ON n.i < h.boards JOIN topic t ON t.i = n.i;

CREATE TEMP TABLE member AS
SELECT s.session_id, h.state, h.chamber, n.i AS seat, h.boards,
  h.state || '-' || substr(h.chamber, 1, 1) || n.i || iif(s.place AND noise(n.i, s.state, 5) = 0, 'b', '') AS person_id,
  (noise(1, h.state, 2400) + 7 * (n.i + 500 * (h.chamber = 'lower')
    + 1000 * (s.place AND noise(n.i, s.state, 5) = 0))) % 2400 AS called,
  iif(noise(n.i, h.state || h.chamber, 100) < 30 + noise(2, h.state, 40), 'Democratic', 'Republican') AS party
FROM sitting s JOIN house h USING (state) JOIN number n ON n.i < h.seats;
CREATE UNIQUE INDEX temp.member_seat ON member(session_id, chamber, seat);

INSERT OR IGNORE INTO people
SELECT m.person_id, m.state, g.name || ' ' || f.name, f.name, g.name, m.party, NULL, NULL
FROM member m JOIN given g ON g.i = m.called % 20 JOIN family f ON f.i = m.called / 20;

INSERT INTO memberships
SELECT m.person_id || '-' || s.place, m.person_id, m.state || '-' || m.chamber, m.session_id, 'member', m.seat + 1,
  m.party, NULL, NULL, NULL
FROM member m JOIN sitting s USING (session_id);
INSERT OR IGNORE INTO memberships
SELECT m.person_id || '-' || s.place || '-' || board, m.person_id, m.state || '-' || substr(m.chamber, 1, 1) || board,
  m.session_id, 'member', NULL, NULL, NULL, NULL, NULL
FROM (
  SELECT *, seat % boards AS board FROM member UNION ALL SELECT *, (seat / boards + seat + 1) % boards FROM member
) m
JOIN sitting s USING (session_id);
INSERT INTO person_names
SELECT m.person_id || '-' || m.session_id, m.person_id, m.session_id, m.chamber, p.name
FROM member m JOIN people p ON p.id = m.person_id;

-- A run a day for the last two months of every state. Every second state has a page a bill, the others one file.
INSERT INTO runs (jurisdiction_id, whole, spider, started_at, finished_at, outcome, requests, sessions, seconds,
  code_version)
SELECT s.state, 1, s.state, date(:today, '-' || (60 - n.i) || ' days') || 'T04:00:00+00:00',
  date(:today, '-' || (60 - n.i) || ' days') || 'T04:05:00+00:00', iif(noise(n.i, s.state, 12), 'ok', 'partial'), 40,
  json_array(s.session_id), 300, 'bench'
FROM sitting s JOIN number n ON n.i < 60 WHERE s.place ORDER BY n.i, s.state;
CREATE TEMP TABLE latest AS SELECT jurisdiction_id AS state, max(id) AS run_id FROM runs GROUP BY 1;

-- One row a bill: where it starts, how fast it goes, how far it comes.
CREATE TEMP TABLE plan AS
WITH numbered AS (
  SELECT s.*, n.i AS nth, row_number() OVER (ORDER BY s.session_id, n.i) AS n
  FROM sitting s JOIN number n ON n.i < s.bills
), begun AS (
  SELECT *, iif(two AND noise(n, 'house', 100) < 58, 'lower', 'upper') AS home, 3 + noise(n, 'pace', 8) AS pace,
    date(since, '+' || noise(n, 'filed', 290) || ' days') AS introduced, noise(n, 'fate', 100) AS fate,
    noise(n, 'topic', 24) AS topic
  FROM numbered
)
SELECT *, iif(home = 'lower', 'HB', 'SB') || ' ' || (nth + 1) AS identifier, 'c' || iif(paged, n, state) AS capture_id,
  session_id || '-' || iif(home = 'lower', 'hb', 'sb') || (nth + 1) AS bill_id,
  iif(two, iif(home = 'lower', 'upper', 'lower'), NULL) AS away,
  min(CASE WHEN fate < 28 THEN 2 WHEN fate < 39 THEN 3 WHEN fate < 54 THEN 4 WHEN fate < 62 THEN 6 WHEN fate < 69 THEN 7
      WHEN fate < 75 THEN 9 WHEN fate < 79 THEN 10 WHEN fate < 82 THEN 11 WHEN fate < 84 THEN 12 WHEN fate < 86 THEN 13
      WHEN fate < 88 THEN 15 ELSE 17 END,
    cast((julianday(:today) - julianday(introduced)) / pace AS INTEGER) + 1) AS reach
FROM begun;

CREATE TEMP TABLE step (place INTEGER PRIMARY KEY, whose TEXT, words TEXT, classes TEXT, roll TEXT, status TEXT);
INSERT INTO step VALUES
 (1, 'home', 'Introduced.', '["introduction"]', NULL, 'introduced'),
 (2, 'home', 'Read first time. Referred to committee.', '["reading-1","referral-committee"]', NULL, 'in_committee'),
 (3, 'home', 'Set for hearing.', '["hearing-scheduled"]', NULL, NULL),
 (4, 'home', 'From committee: Do pass.', '["committee-passage-favorable"]', 'board', 'reported'),
 (5, 'home', 'Read second time. Amended.', '["reading-2","amendment-passage"]', NULL, NULL),
 (6, 'home', 'Ordered to third reading.', '["procedural"]', NULL, NULL),
 (7, 'home', 'Read third time. Passed.', '["reading-3","passage"]', 'floor', 'passed_first'),
 (8, 'away', 'Received from the other chamber.', '["receipt"]', NULL, NULL),
 (9, 'away', 'Read first time. Referred to committee.', '["reading-1","referral-committee"]', NULL, NULL),
 (10, 'away', 'Set for hearing.', '["hearing-scheduled"]', NULL, NULL),
 (11, 'away', 'From committee: Do pass.', '["committee-passage-favorable"]', 'board', NULL),
 (12, 'away', 'Read second time. Ordered to third reading.', '["reading-2"]', NULL, NULL),
 (13, 'away', 'Read third time. Passed.', '["reading-3","passage"]', 'floor', 'passed_both'),
 (14, 'legislature', 'Enrolled.', '["enrolled"]', NULL, NULL),
 (15, 'executive', 'Presented to the Governor.', '["executive-receipt"]', NULL, 'to_executive'),
 (16, 'executive', 'Approved by the Governor.', '["executive-signature"]', NULL, 'signed'),
 (17, 'executive', 'Chaptered.', '["became-law","chaptered"]', NULL, 'chaptered');

-- Steps that move nothing, between those that do.
CREATE TEMP TABLE filler (i INTEGER PRIMARY KEY, words TEXT, classes TEXT);
INSERT INTO filler VALUES (0, 'Coauthors revised.', '["sponsor-change"]'), (1, 'Printed.', '["printing"]'),
 (2, 'Placed on the calendar.', '["calendar"]'), (3, 'Passed by for the day.', '["deferral"]'),
 (4, 'Joint rule suspended.', '["rule-suspension"]'), (5, 'Hearing postponed by committee.', '["deferral"]');

CREATE TEMP TABLE act AS
SELECT p.n, p.bill_id, p.session_id, p.state, p.capture_id, k.place, k.roll,
  CASE k.whose WHEN 'home' THEN p.home WHEN 'away' THEN p.away ELSE k.whose END AS chamber, k.words, k.classes,
  k.status,
  date(p.introduced, '+' || (p.pace * (k.place - 1)) || ' days') AS date,
  p.state || '-' || substr(iif(k.whose = 'away', p.away, p.home), 1, 1)
    || (p.topic % (SELECT h.boards FROM house h WHERE h.state = p.state
                   AND h.chamber = iif(k.whose = 'away', p.away, p.home))) AS board
FROM plan p JOIN step k ON k.place <= p.reach WHERE k.whose <> 'away' OR p.away IS NOT NULL;
CREATE INDEX temp.act_place ON act(n, place);

-- Roll calls; :votes names in all, of those drawn first, and bare counts of the others.
CREATE TEMP TABLE size AS SELECT organization_id, session_id, count(*) AS members FROM memberships GROUP BY 1, 2;
CREATE TEMP TABLE roll AS
SELECT *, sum(members) OVER (ORDER BY luck, id) <= :votes AS named FROM (
  SELECT a.bill_id || '-' || coalesce(substr(a.board, 4), 'x') || '-' || a.place || '-' || a.date AS id, a.n, a.bill_id,
    a.session_id, a.state, a.capture_id, a.chamber, a.date, a.place, a.words, s.members,
    s.organization_id, noise(a.n, a.place, 1000003) AS luck,
    iif(noise(a.n, 'party' || a.place, 100) < 30, 15, 90) AS minority
  FROM act a JOIN size s ON s.session_id = a.session_id
    AND s.organization_id = iif(a.roll = 'board', a.board, a.state || '-' || a.chamber)
  WHERE a.roll IS NOT NULL
);
CREATE TEMP TABLE majority AS
SELECT state, chamber, iif(sum(party = 'Democratic') * 2 > count(*), 'Democratic', 'Republican') AS party
FROM member GROUP BY 1, 2;
CREATE TEMP TABLE odds AS
SELECT m.column1 AS side, n.i AS luck,
  CASE WHEN n.i < 3 THEN 'absent' WHEN n.i < m.column1 THEN 'yes' ELSE 'no' END AS option
FROM (VALUES (15), (90), (96)) m JOIN number n ON n.i < 100;
CREATE UNIQUE INDEX temp.odds_side ON odds(side, luck, option);
INSERT INTO votes
SELECT r.id, p.name, 1, p.id, o.option, NULL, 'exact'
FROM (SELECT * FROM roll WHERE named ORDER BY id) r CROSS JOIN memberships m
  ON m.organization_id = r.organization_id AND m.session_id = r.session_id
CROSS JOIN people p ON p.id = m.person_id CROSS JOIN majority w ON w.state = r.state AND w.chamber = r.chamber
CROSS JOIN odds o ON o.side = iif(p.party = w.party, 96, r.minority) AND o.luck = noise(r.luck, p.id, 100);

CREATE TEMP TABLE counted AS
SELECT vote_event_id AS id, sum(option = 'yes') AS yes, sum(option = 'no') AS no, sum(option = 'absent') AS other
FROM votes GROUP BY 1;
CREATE UNIQUE INDEX temp.counted_id ON counted(id);
INSERT INTO vote_events
SELECT r.id, r.session_id, r.organization_id, r.chamber, r.date, NULL, r.words,
  iif(r.place IN (7, 13), '["passage"]', '["committee-passage"]'), 'pass', '(PASS)', NULL, NULL, 'advances',
  coalesce(c.yes, r.members * 3 / 4), coalesce(c.no, r.members / 4) + (r.luck % 50 = 0), coalesce(c.other, 0),
  c.yes, c.no, c.other,
  CASE WHEN c.id IS NULL THEN 'no_roll' WHEN r.luck % 50 = 0 THEN 'short'
    WHEN c.yes <= c.no THEN 'conflict' ELSE 'ok' END,
  CASE WHEN c.id IS NULL THEN 'the source counts and names no one' WHEN r.luck % 50 = 0 THEN 'no: one named too few'
    WHEN c.yes <= c.no THEN 'the official result is pass, with ' || c.yes || ' yes and ' || c.no || ' no' END,
  'https://example.org/roll/' || r.id, r.capture_id
FROM roll r LEFT JOIN counted c ON c.id = r.id ORDER BY r.id;
INSERT INTO vote_event_bills SELECT id, bill_id FROM roll ORDER BY id;

INSERT INTO actions
SELECT bill_id || '-' || printf('%012x', place * 10), bill_id,
  row_number() OVER (PARTITION BY n ORDER BY place), step.date, step.chamber, board,
  words || coalesce(' (Ayes ' || e.declared_yes || '. Noes ' || e.declared_no || '.)', ''), classes, e.declared_yes,
  e.declared_no, NULL, NULL, e.id, step.capture_id
FROM (
  SELECT a.n, a.bill_id, a.place, a.date, a.chamber, a.words, a.classes, a.capture_id, r.id AS roll_id,
    iif(a.place IN (2, 9), a.board, NULL) AS board
  FROM act a LEFT JOIN roll r ON r.n = a.n AND r.place = a.place
  UNION ALL
  SELECT a.n, a.bill_id, a.place + 0.5, a.date, a.chamber, f.words, f.classes, a.capture_id, NULL, NULL
  FROM act a JOIN filler f ON f.i = noise(a.n, 'fill' || a.place, 10)
) step LEFT JOIN vote_events e ON e.id = roll_id;

-- The bill itself, by its last step and the step that proves its status.
CREATE TEMP TABLE closing AS
SELECT a.bill_id, a.id, a.text, a.date FROM actions a
JOIN (SELECT bill_id, max(sequence) AS sequence FROM actions GROUP BY 1) x USING (bill_id, sequence);
CREATE UNIQUE INDEX temp.closing_bill ON closing(bill_id);
CREATE TEMP TABLE proof AS SELECT n, max(place) AS place FROM act WHERE status IS NOT NULL GROUP BY 1;
CREATE UNIQUE INDEX temp.proof_n ON proof(n);
INSERT INTO bills
SELECT p.bill_id, 'ocd-bill-' || p.bill_id, p.state, p.session_id, p.identifier, 'bill', p.home,
  d.name || ' ' || lower(t.name) || ': ' || o.name || '.', json_array(t.name),
  iif(p.died, 'dead_sine_die', iif(p.away IS NULL AND a.place = 7, 'passed_both', a.status)),
  iif(p.died, z.date, a.date), iif(a.place = 2 AND NOT p.over, a.board, NULL),
  iif(p.died, z.id, p.bill_id || '-' || printf('%012x', a.place * 10)),
  p.introduced, z.text, z.date, iif(a.place = 17, 'Chapter ' || (p.nth + 1), NULL), NULL,
  'https://example.org/' || p.bill_id, p.introduced || 'T04:00:00+00:00', :today || 'T04:00:00+00:00',
  min(z.date, :today) || 'T04:00:00+00:00', search_id(p.bill_id), p.capture_id
FROM (SELECT *, over AND reach < iif(two, 13, 7) AS died FROM plan) p
JOIN proof x ON x.n = p.n JOIN act a ON a.n = x.n AND a.place = x.place JOIN closing z ON z.bill_id = p.bill_id
JOIN topic t ON t.i = p.topic JOIN doing d ON d.i = noise(p.n, 'doing', 10)
JOIN object o ON o.i = noise(p.n, 'object', 20);
INSERT INTO captures (id, url, method, body_hash, fetched_at, status, media_type, sha256, file, "offset", run_id)
SELECT p.capture_id, 'https://example.org/' || iif(p.paged, p.bill_id, p.state), 'GET', NULL,
  :today || 'T04:00:00+00:00', 200, iif(p.paged, 'text/html', 'application/zip'), printf('%064x', p.n),
  p.state || '.warc.gz', p.n * 9000, l.run_id
FROM plan p JOIN latest l USING (state) GROUP BY p.capture_id;

INSERT INTO sponsorships
SELECT p.bill_id || '-' || printf('%012x', k.i), p.bill_id, q.name, p.home, iif(k.i, 'coauthor', 'author'), k.i = 0,
  'person', q.id, NULL, 'exact', k.i, p.capture_id
FROM plan p CROSS JOIN house h ON h.state = p.state AND h.chamber = p.home
CROSS JOIN number k ON k.i <= noise(p.n, 'sponsors', 6)
CROSS JOIN member m ON m.session_id = p.session_id AND m.chamber = p.home
  AND m.seat = (noise(p.n, 'author', h.seats) + k.i) % h.seats
CROSS JOIN people q ON q.id = m.person_id;
INSERT INTO bills_fts (rowid, identifier, title, subjects, sponsors)
SELECT b.search_id, b.identifier, b.title, b.subjects, group_concat(s.name, ' ')
FROM bills b JOIN sponsorships s ON s.bill_id = b.id GROUP BY b.search_id;

-- Versions: as introduced, as amended, as enrolled; words of one bill in twenty.
INSERT INTO versions
SELECT a.bill_id || '-v' || a.place, a.bill_id,
  CASE a.place WHEN 1 THEN 'Introduced' WHEN 5 THEN 'Amended' WHEN 12 THEN 'Amended again' ELSE 'Enrolled' END,
  CASE a.place WHEN 1 THEN 'filed' WHEN 14 THEN 'enrolled' ELSE 'amendment' END,
  a.date, NULL, NULL, 'https://example.org/' || a.bill_id || '/' || a.place || '.pdf', 'application/pdf',
  row_number() OVER (PARTITION BY a.n ORDER BY a.place), NULL
FROM act a WHERE a.place IN (1, 5, 12, 14);
INSERT INTO version_texts
SELECT v.id, words, NULL, 'bench', length(words), printf('%064x', v.rowid), search_id(v.id), NULL FROM (
  SELECT v.rowid, v.id, (
    SELECT group_concat('Section ' || k.i || '. ' || d.name || ' ' || t.name || ' ' || o.name || ' by chapter '
      || noise(b.search_id, k.i + v.sequence * (k.i % 9 = 0), 900) || ' of the code is amended as follows.', char(10))
    FROM number k JOIN topic t ON t.i = noise(b.search_id, 't' || k.i, 24)
    JOIN doing d ON d.i = noise(b.search_id, 'd' || k.i, 10)
    JOIN object o ON o.i = noise(b.search_id, 'o' || k.i, 20) WHERE k.i BETWEEN 1 AND 40) AS words
  FROM versions v JOIN bills b ON b.id = v.bill_id WHERE noise(b.search_id, 'text', 20) = 0
) v;
INSERT INTO documents
SELECT id || '-note', id, NULL, 'fiscal-note', 'Fiscal note', introduced_date, source_url || '/note.pdf',
  'application/pdf', NULL, NULL
FROM bills WHERE noise(search_id, 'note', 3) = 0;
INSERT INTO related_bills
SELECT b.id || '-companion', b.id, o.id, o.identifier, NULL, 'companion', NULL
FROM bills b JOIN bills o ON o.rowid = b.rowid + 1 AND o.session_id = b.session_id
WHERE noise(b.search_id, 'related', 6) = 0;

-- Hearings, on each committee's own day of the week: of bills set for one, and to come for those that wait.
CREATE TEMP TABLE docket AS
SELECT bill_id, session_id, board, date(date, '+4 days', 'weekday ' || (1 + noise(1, board, 4))) AS day FROM act
WHERE place IN (3, 10)
UNION ALL
SELECT b.id, b.session_id, b.committee_id,
  date(:today, '+' || noise(b.search_id, 'day', 21) || ' days', 'weekday ' || (1 + noise(1, b.committee_id, 4)))
FROM bills b JOIN sitting s USING (session_id)
WHERE b.status = 'in_committee' AND NOT s.over AND noise(b.search_id, 'heard', 4) = 0;
INSERT OR IGNORE INTO hearings
SELECT session_id || '-' || substr(board, 4) || '-' || day, session_id, board, day || 'T09:30',
  'Room ' || noise(1, board, 400), 'scheduled', NULL FROM docket;
INSERT OR IGNORE INTO hearing_items SELECT session_id || '-' || substr(board, 4) || '-' || day, bill_id FROM docket;

-- What the daily runs saw move in the sitting session, and what is known to be missing.
INSERT INTO changes (at, run_id, bill_id, kind, "table", row_id, after, capture_id)
SELECT at, run_id, bill_id, kind, tab, row_id, after, capture_id FROM (
  SELECT b.first_seen_at AS at, l.run_id, b.id AS bill_id, 'new_bill' AS kind, 'bills' AS tab, b.id AS row_id,
    NULL AS after, b.capture_id
  FROM bills b JOIN latest l ON l.state = b.jurisdiction_id
  UNION ALL
  SELECT a.date || 'T04:00:00+00:00', l.run_id, b.id, 'action_add', 'actions', a.id, a.text, b.capture_id
  FROM actions a JOIN bills b ON b.id = a.bill_id JOIN sitting s ON s.session_id = b.session_id
  JOIN latest l ON l.state = b.jurisdiction_id WHERE NOT s.over AND a.date > b.introduced_date
  UNION ALL
  SELECT r.date || 'T04:00:00+00:00', l.run_id, r.bill_id, 'vote_add', 'vote_events', r.id, r.words, r.capture_id
  FROM roll r JOIN sitting s ON s.session_id = r.session_id JOIN latest l ON l.state = r.state WHERE NOT s.over
) ORDER BY at;
INSERT INTO gaps
SELECT printf('%012x', v.rowid), b.jurisdiction_id, b.session_id, b.id, 'text_missing', v.id, 'the text of the version',
  'none', v.note || ' of ' || v.date, b.capture_id, NULL, b.first_seen_at,
  iif(noise(v.rowid, 'closed', 3), NULL, b.last_seen_at)
FROM versions v JOIN bills b ON b.id = v.bill_id JOIN sitting s ON s.session_id = b.session_id
LEFT JOIN version_texts t ON t.version_id = v.id WHERE NOT s.over AND t.version_id IS NULL;
INSERT INTO completeness
SELECT b.session_id, 'bills in the source''s lists and histories', count(*), count(*), 0 FROM bills b GROUP BY 1
UNION ALL SELECT b.session_id, 'texts of versions', count(*), count(t.version_id), count(*) - count(t.version_id)
FROM versions v JOIN bills b ON b.id = v.bill_id LEFT JOIN version_texts t ON t.version_id = v.id GROUP BY 1;
