"""Reviewed corrections: rows of corrections/<jurisdiction>.csv, applied at load and kept in the database.

Format: corrections/README.md. Raises BadCorrection, naming file and line, on a row that is not whole.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.identify import session_id, short_hash

FOLDER = Path(__file__).resolve().parents[1] / "corrections"
COLUMNS = ("kind", "session", "chamber", "name", "person_id", "reason", "source", "reviewed_on")
DAY = re.compile(r"\d{4}-\d\d-\d\d$")


class BadCorrection(ValueError):
    """A correction that cannot be applied: file, line, what was wanted, what was found."""


@dataclass(frozen=True, slots=True)
class Correction:
    kind: str
    session: str
    chamber: str | None
    name: str
    person_id: str
    reason: str
    source: str
    reviewed_on: str


def read_corrections(jurisdiction: str, folder: Path = FOLDER) -> list[Correction]:
    """The corrections of one jurisdiction, in their order; none when it has no file."""
    path = folder / f"{jurisdiction}.csv"
    if not path.exists():
        return []
    found: list[Correction] = []
    seen: dict[tuple[str, str, str | None, str], int] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadCorrection(f"{path.name} line 1: wanted the columns {','.join(COLUMNS)}, got {reader.fieldnames}")
        for row in reader:
            where = f"{path.name} line {reader.line_num}"
            correction = as_correction({key: (value or "").strip() for key, value in row.items() if key}, where)
            key = (correction.kind, correction.session, correction.chamber, correction.name)
            if key in seen:
                raise BadCorrection(f"{where}: {correction.name!r} has a row already, line {seen[key]}")
            seen[key] = reader.line_num
            found.append(correction)
    return found


def as_correction(row: dict[str, str], where: str) -> Correction:
    wanted = [name for name in ("name", "person_id", "reason", "source") if not row[name]]
    if wanted:
        raise BadCorrection(f"{where}: wanted a {wanted[0]}, got nothing")
    if row["kind"] not in ("name", "person"):
        raise BadCorrection(f"{where}: wanted the kind name or person, got {row['kind']!r}")
    if row["kind"] == "name" and not row["session"]:
        raise BadCorrection(f"{where}: wanted a session, got nothing")
    if row["chamber"] not in ("upper", "lower", ""):
        raise BadCorrection(f"{where}: wanted the chamber upper, lower or nothing, got {row['chamber']!r}")
    if not DAY.match(row["reviewed_on"]):
        raise BadCorrection(f"{where}: wanted a day like 2026-01-31 in reviewed_on, got {row['reviewed_on']!r}")
    return Correction(**{**row, "chamber": row["chamber"] or None})  # type: ignore[arg-type]


def correction_id(jurisdiction: str, correction: Correction) -> str:
    return short_hash(jurisdiction, correction.kind, correction.session, correction.chamber, correction.name)


MATCHED = """
    SELECT (SELECT count(*) FROM votes v JOIN vote_events e ON e.id = v.vote_event_id
      WHERE v.match_method = 'correction' AND v.person_id = ?1 AND v.voter_name = ?2 AND e.session_id = ?3
        AND (?4 IS NULL OR e.chamber = ?4))
    + (SELECT count(*) FROM sponsorships s JOIN bills b ON b.id = s.bill_id
      WHERE s.match_method = 'correction' AND s.person_id = ?1 AND s.name = ?2 AND b.session_id = ?3
        AND (?4 IS NULL OR s.chamber = ?4))"""


def put_corrections(connection: sqlite3.Connection, jurisdiction: str, corrections: Iterable[Correction]) -> None:
    """Make the table equal to the reviewed file, with the rows each name has matched in all."""
    connection.execute("DELETE FROM corrections WHERE jurisdiction_id = ?", (jurisdiction,))
    query = "SELECT id FROM sessions WHERE jurisdiction_id = ?"
    sessions = {row[0] for row in connection.execute(query, (jurisdiction,))}
    for c in corrections:
        session = session_id(jurisdiction, c.session) if c.session else None
        session = session if session in sessions else None
        rows = connection.execute(MATCHED, (c.person_id, c.name, session, c.chamber)).fetchone()[0]
        connection.execute(
            "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (correction_id(jurisdiction, c), jurisdiction, c.kind, session, c.chamber, c.name, c.person_id, c.reason,
             c.source, c.reviewed_on, rows),
        )  # fmt: skip
