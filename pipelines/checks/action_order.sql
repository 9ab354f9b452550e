-- Within a bill, the places of the actions are 1, 2, 3 … without a hole or a double.
SELECT bill_id, count(*) AS actions, max(sequence) AS last FROM actions
WHERE bill_id IS NOT NULL GROUP BY bill_id HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*);
