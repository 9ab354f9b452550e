-- Where an action states another tally than its roll call counts, the verdict is not ok.
SELECT a.id, a.tally_yes, a.tally_no, e.id, e.declared_yes, e.declared_no FROM actions a
JOIN vote_events e ON e.id = a.vote_event_id
WHERE e.verdict = 'ok' AND (a.tally_yes IS NOT e.declared_yes OR a.tally_no IS NOT e.declared_no)
  AND a.tally_yes IS NOT NULL;
