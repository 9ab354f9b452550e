-- Every change names the run that saw it, and the page it was seen on.
SELECT id, bill_id, kind FROM changes WHERE capture_id IS NULL AND kind <> 'correction';
