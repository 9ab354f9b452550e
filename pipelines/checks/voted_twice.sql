-- No person votes twice in one roll call unless the roll call is flagged.
SELECT v.vote_event_id, v.person_id, count(*) AS votes FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
WHERE v.person_id IS NOT NULL AND e.verdict = 'ok' GROUP BY v.vote_event_id, v.person_id HAVING count(*) > 1;
