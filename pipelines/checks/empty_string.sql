-- Unknown is NULL, never an empty string.
SELECT 'bills' AS "table", id FROM bills WHERE '' IN (title, status, chapter, source_url, latest_action, effective_date)
UNION ALL SELECT 'actions', id FROM actions WHERE '' IN (text, date, chamber)
UNION ALL SELECT 'people', id FROM people WHERE '' IN (name, family_name, given_name, party)
UNION ALL SELECT 'sponsorships', id FROM sponsorships WHERE '' IN (name, chamber, classification)
UNION ALL SELECT 'versions', id FROM versions WHERE '' IN (note, date, title, long_title, url)
UNION ALL SELECT 'version_texts', version_id FROM version_texts WHERE '' IN (text, markup)
UNION ALL SELECT 'documents', id FROM documents WHERE '' IN (note, date, url, text)
UNION ALL SELECT 'vote_events', id FROM vote_events WHERE '' IN (date, motion, result_raw, verdict_note, roll_number)
UNION ALL SELECT 'votes', vote_event_id FROM votes WHERE voter_name = '';
