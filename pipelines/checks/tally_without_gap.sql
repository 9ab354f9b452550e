-- An action that states a tally has its roll call, or the missing roll call is an open gap.
SELECT a.id, a.text FROM actions a WHERE a.bill_id IS NOT NULL AND a.tally_yes IS NOT NULL AND a.vote_event_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM gaps g WHERE g.kind = 'roll_call_missing' AND g.key = a.id AND g.closed_at IS NULL);
