-- Dates are whole ISO dates between 1849 and 2100.
SELECT 'actions' AS "table", id, date FROM actions
  WHERE date IS NOT NULL AND (date IS NOT date(date) OR date NOT BETWEEN '1849-01-01' AND '2100-12-31')
UNION ALL SELECT 'versions', id, date FROM versions
  WHERE date IS NOT NULL AND (date IS NOT date(date) OR date NOT BETWEEN '1849-01-01' AND '2100-12-31')
UNION ALL SELECT 'documents', id, date FROM documents
  WHERE date IS NOT NULL AND (date IS NOT date(date) OR date NOT BETWEEN '1849-01-01' AND '2100-12-31')
UNION ALL SELECT 'vote_events', id, date FROM vote_events
  WHERE date IS NOT NULL AND (date IS NOT date(date) OR date NOT BETWEEN '1849-01-01' AND '2100-12-31')
UNION ALL SELECT 'bills', id, effective_date FROM bills
  WHERE effective_date IS NOT NULL AND effective_date IS NOT date(effective_date);
