-- A status is proved by an action of the same bill, and carries its date.
SELECT b.id, b.status, b.status_action_id FROM bills b LEFT JOIN actions a ON a.id = b.status_action_id
WHERE (b.status IS NULL) <> (b.status_action_id IS NULL)
  OR (b.status IS NOT NULL AND (a.bill_id IS NOT b.id OR a.date IS NOT b.status_date));
