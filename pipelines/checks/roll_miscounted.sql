-- The counted roll is the number of votes held.
WITH held AS (
  SELECT vote_event_id, sum(option = 'yes') AS yes, sum(option = 'no') AS no, sum(option NOT IN ('yes', 'no')) AS other
  FROM votes GROUP BY vote_event_id
)
SELECT e.id, e.roll_yes, h.yes, e.roll_no, h.no, e.roll_other, h.other FROM vote_events e
LEFT JOIN held h ON h.vote_event_id = e.id
WHERE coalesce(e.roll_yes, 0) <> coalesce(h.yes, 0) OR coalesce(e.roll_no, 0) <> coalesce(h.no, 0)
  OR coalesce(e.roll_other, 0) <> coalesce(h.other, 0);
