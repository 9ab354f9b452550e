"""Who a printed name is: exact match against the source's own spellings, or nobody. No guess, ever."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

EXACT = "exact"


class People:
    """The spellings of one jurisdiction's legislators, by session and chamber."""

    def __init__(self, connection: sqlite3.Connection, jurisdiction: str) -> None:
        self.connection = connection
        self.jurisdiction = jurisdiction
        self.sessions: dict[str, dict[tuple[str | None, str], set[str]]] = {}

    def spellings(self, session_id: str) -> dict[tuple[str | None, str], set[str]]:
        if session_id not in self.sessions:
            found: dict[tuple[str | None, str], set[str]] = defaultdict(set)
            rows = self.connection.execute(
                "SELECT chamber, name, person_id FROM person_names WHERE session_id = ?", (session_id,)
            )
            for chamber, name, person in rows:
                self.learn(found, chamber, name, person)
            self.sessions[session_id] = found
        return self.sessions[session_id]

    @staticmethod
    def learn(found: dict[tuple[str | None, str], set[str]], chamber: str | None, name: str, person: str) -> None:
        found[chamber, name].add(person)
        if chamber is not None:
            found[None, name].add(person)  # a joint body prints members of both chambers

    def add(self, session_id: str, chamber: str | None, name: str, person: str) -> None:
        self.learn(self.spellings(session_id), chamber, name, person)

    def match(self, session_id: str, chamber: str | None, name: str) -> tuple[str | None, str | None]:
        """(person_id, method), both None where no one or more than one member of that chamber prints so."""
        where = chamber if chamber in ("upper", "lower") else None
        people = self.spellings(session_id).get((where, name), ())
        return (next(iter(people)), EXACT) if len(people) == 1 else (None, None)

    def match_again(self) -> int:
        """Give names stored before their legislator was known their person; returns how many rows got one."""
        matched = 0
        for session_id in list(self.sessions):
            for table, query in UNMATCHED.items():
                for chamber, name in self.connection.execute(query, (session_id,)).fetchall():
                    person, method = self.match(session_id, chamber, name)
                    if person:
                        values = (person, method, name, session_id, chamber)
                        matched += self.connection.execute(REMATCH[table], values).rowcount
        return matched


UNMATCHED = {
    "votes": """
        SELECT DISTINCT e.chamber, v.voter_name FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
        WHERE v.person_id IS NULL AND e.session_id = ?""",
    "sponsorships": """
        SELECT DISTINCT s.chamber, s.name FROM sponsorships s JOIN bills b ON b.id = s.bill_id
        WHERE s.person_id IS NULL AND s.entity_type = 'person' AND b.session_id = ?""",
}
REMATCH = {
    "votes": """
        UPDATE votes SET person_id = ?, match_method = ? WHERE person_id IS NULL AND voter_name = ?
        AND vote_event_id IN (SELECT id FROM vote_events WHERE session_id = ? AND chamber IS ?)""",
    "sponsorships": """
        UPDATE sponsorships SET person_id = ?, match_method = ? WHERE person_id IS NULL AND name = ?
        AND entity_type = 'person' AND bill_id IN (SELECT id FROM bills WHERE session_id = ?) AND chamber IS ?""",
}
