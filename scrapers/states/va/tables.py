"""The files of one session, read: what each says, or None where it was not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scrapers import items
from scrapers.states.va import files
from scrapers.states.va.files import Ballots, Line, Measure, Meeting, Sponsor

# file name as LIS writes it → the attribute of Tables, and its reader; BILLS first, for all else hangs on it
READERS: dict[str, tuple[str, Callable[[bytes], Any]]] = {
    "BILLS.CSV": ("bills", files.read_bills),
    "HISTORY.CSV": ("history", files.read_history),
    "Members.csv": ("members", files.read_members),
    "Committees.csv": ("committees", files.read_committees),
    "CommitteeMembers.csv": ("committee_members", files.read_committee_members),
    "SubCommitteeMembers.csv": ("subcommittee_members", files.read_subcommittee_members),
    "Sponsors.csv": ("sponsors", files.read_sponsors),
    "VOTE.CSV": ("votes", files.read_votes),
    "VoteStatements.csv": ("statements", files.read_statements),
    "Summaries.csv": ("summaries", files.read_summaries),
    "Amendments.csv": ("amendments", files.read_amendments),
    "FiscalImpactStatements.csv": ("fiscal", files.read_fiscal),
    "CIBillSubjects.csv": ("subjects", files.read_subjects),
    "DOCKET.CSV": ("docket", files.read_docket),
    "SUBDOCKET.CSV": ("subdocket", files.read_subdocket),
}


@dataclass(slots=True)
class Tables:
    """`session` is ours (`2026`), `code` LIS's own (`20261`); `captures` by attribute, for the files that were read."""

    session: str
    code: str
    captures: dict[str, items.Capture] = field(default_factory=dict)
    bills: dict[str, Measure] | None = None
    history: dict[str, list[Line]] | None = None
    members: list[tuple[str, str, str]] | None = None
    committees: dict[str, tuple[str, str]] | None = None
    committee_members: list[tuple[str, str]] | None = None
    subcommittee_members: list[tuple[str, str]] | None = None
    sponsors: dict[str, list[Sponsor]] | None = None
    votes: tuple[dict[str, Ballots], list[str]] | None = None
    statements: list[tuple[str, str, str, str]] | None = None
    summaries: dict[str, list[tuple[str, str, str]]] | None = None
    amendments: dict[str, list[str]] | None = None
    fiscal: dict[str, list[tuple[str, str]]] | None = None
    subjects: dict[str, list[str]] | None = None
    docket: dict[Meeting, list[str]] | None = None
    subdocket: dict[Meeting, list[str]] | None = None
