-- A bill's latest action is the last in its list.
SELECT b.id, b.latest_action, a.text FROM bills b JOIN actions a ON a.bill_id = b.id
WHERE a.sequence = (SELECT max(sequence) FROM actions WHERE bill_id = b.id)
  AND (b.latest_action IS NOT a.text OR b.latest_action_date IS NOT a.date);
