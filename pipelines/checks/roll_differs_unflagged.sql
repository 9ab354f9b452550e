-- A roll call whose names do not add up to its counts is flagged; one that is not flagged adds up.
SELECT id, verdict, roll_yes, declared_yes, roll_no, declared_no, roll_other, declared_other FROM vote_events
WHERE verdict = 'ok'
  AND (roll_yes IS NOT declared_yes OR roll_no IS NOT declared_no OR roll_other <> coalesce(declared_other, roll_other));
