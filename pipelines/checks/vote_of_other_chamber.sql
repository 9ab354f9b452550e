-- A member who voted in a chamber's roll call had a seat in that chamber in that session.
SELECT v.vote_event_id, v.voter_name, v.person_id FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
WHERE v.person_id IS NOT NULL AND e.chamber IN ('upper', 'lower') AND NOT EXISTS (
  SELECT 1 FROM memberships m JOIN organizations o ON o.id = m.organization_id
  WHERE m.person_id = v.person_id AND m.session_id = e.session_id AND o.chamber = e.chamber);
