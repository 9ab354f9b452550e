"""Who a printed name is: one legislator by the source's own spelling or a reviewed correction, or nobody.

No guess, ever: a name that is nobody's, or two people's, stays unmatched, with the people it could be beside it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pipelines.corrections import Correction
from pipelines.identify import session_id
from scrapers.normalise import slug

EXACT = "exact"
CORRECTION = "correction"
# words printed around a name that say nothing of who it is
TITLES = frozenset(
    "mr mrs ms dr sen senator rep representative assembly member assemblymember delegate jr sr ii iii iv".split()
)

Place = tuple[str | None, str]  # chamber, name as printed


class People:
    """The spellings of one jurisdiction's legislators, by session and chamber."""

    def __init__(
        self, connection: sqlite3.Connection, jurisdiction: str, corrections: Iterable[Correction] = ()
    ) -> None:
        self.connection = connection
        self.jurisdiction = jurisdiction
        self.sessions: dict[str, dict[Place, set[str]]] = {}
        self._cached = lru_cache(maxsize=1 << 14)(self._match)  # few names, many votes; until one is added
        query = "SELECT id FROM people WHERE jurisdiction_id = ?"
        self.known = {row[0] for row in connection.execute(query, (jurisdiction,))}
        self.aliases: dict[str, str] = {}
        self.corrected: dict[tuple[str, str | None, str], str] = {}  # session, chamber, name → person
        for correction in corrections:
            if correction.kind == "person":
                self.aliases[correction.name] = correction.person_id
            else:
                session = session_id(jurisdiction, correction.session)
                self.corrected[session, correction.chamber, correction.name] = correction.person_id

    def same(self, person: str) -> str:
        """The id to use for a person, where a correction says that two ids are one."""
        return self.aliases.get(person, person)

    def spellings(self, session: str) -> dict[Place, set[str]]:
        if session not in self.sessions:
            found: dict[Place, set[str]] = defaultdict(set)
            rows = self.connection.execute(
                "SELECT chamber, name, person_id FROM person_names WHERE session_id = ?", (session,)
            )
            for chamber, name, person in rows:
                learn(found, chamber, name, person)
            self.sessions[session] = found
        return self.sessions[session]

    def add(self, session: str, chamber: str | None, name: str, person: str) -> None:
        self.known.add(person)
        learn(self.spellings(session), chamber, name, person)
        self._cached.cache_clear()

    def match(self, session: str, chamber: str | None, name: str) -> tuple[str | None, str | None]:
        """(person_id, method), both None where no one or more than one member of that chamber prints so."""
        return self._cached(session, chamber, name)

    def _match(self, session: str, chamber: str | None, name: str) -> tuple[str | None, str | None]:
        where = chamber if chamber in ("upper", "lower") else None
        people = self.spellings(session).get((where, name), ())
        if len(people) == 1:
            return next(iter(people)), EXACT
        corrected = self.corrected.get((session, where, name))
        if corrected and self.same(corrected) in self.known:
            return self.same(corrected), CORRECTION
        return None, None

    def unknown(self) -> list[str]:
        """Whom corrections name that no page has listed."""
        named = [*self.corrected.values(), *self.aliases.values()]
        return sorted({person for person in map(self.same, named) if person not in self.known})

    def match_again(self, sessions: Iterable[str]) -> list[tuple[str, str, str, str]]:
        """Give names stored before their legislator was known their person.

        Returns (table, name, method, person) of each name that found one.
        """
        found = []
        for session in sorted(sessions):
            for table, query in UNMATCHED.items():
                for chamber, name in self.connection.execute(query, (session,)).fetchall():
                    person, method = self.match(session, chamber, name)
                    if person and method:
                        values = (person, method, name, session, chamber)
                        self.connection.execute(REMATCH[table], values)
                        found.append((table, name, method, person))
        return found

    def put_candidates(self, session: str) -> None:
        """Write down, for each name of a session that is nobody's, who it could be and why."""
        self.connection.execute("DELETE FROM name_candidates WHERE session_id = ?", (session,))
        members = self.spellings(session)
        printed = {row for query in UNMATCHED.values() for row in self.connection.execute(query, (session,))}
        for chamber, name in sorted(printed, key=str):
            where = chamber if chamber in ("upper", "lower") else None
            could_be = {
                (person, why)
                for (house, spelling), people in members.items()
                if (house == where) and (why := resemblance(name, spelling))
                for person in people
            }
            self.connection.executemany(
                "INSERT INTO name_candidates VALUES (?, ?, ?, ?, ?)",
                [(session, chamber, name, person, why) for person, why in sorted(could_be)],
            )


def learn(found: dict[Place, set[str]], chamber: str | None, name: str, person: str) -> None:
    found[chamber, name].add(person)
    found[None, name].add(person)  # a joint body prints members of both chambers


def resemblance(printed: str, spelling: str) -> str | None:
    """Why a printed name could be a member's, for a person to look at; None where nothing speaks for it."""
    one, other = words(printed), words(spelling)
    if not one or not other:
        return None
    if printed == spelling:
        return "printed the same as another member"
    if one == other:
        return "the same but for accents, case or a title"
    if set(one) < set(other) or set(other) < set(one):
        return "a part of the name"
    if one[-1] == other[-1] and one[0][0] == other[0][0] and 1 in (len(one[0]), len(other[0])):
        return "the same surname and initial"
    return None


def words(name: str) -> list[str]:
    """The words of a name in the order spoken (`Garcia, Ana M.` → ana m garcia), folded, without titles."""
    family, comma, given = name.partition(",")
    spoken = f"{given} {family}" if comma else name
    return [word for word in slug(spoken).split("-") if word and word not in TITLES]


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
