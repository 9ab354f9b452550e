-- A roll call decides at least one bill that is held, or is an open gap for having none.
SELECT e.id FROM vote_events e WHERE NOT EXISTS (SELECT 1 FROM vote_event_bills b WHERE b.vote_event_id = e.id)
  AND NOT EXISTS (SELECT 1 FROM gaps g WHERE g.kind = 'roll_call_without_bill' AND g.closed_at IS NULL AND g.key = e.id);
