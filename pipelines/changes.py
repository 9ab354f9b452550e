"""What differs between the rows held and the rows read: the writes that make them equal, and a typed change for each.

Pure: rows in, writes and changes out. The first column of a row is its id, the last its capture; a row that differs
in nothing but its capture keeps the old one, so that it points at the page it was first read from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Row = tuple[Any, ...]


class Change(NamedTuple):
    kind: str
    table: str
    row_id: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    row_before: str | None = None  # JSON of the whole row, where the row as it was is gone


@dataclass(frozen=True, slots=True)
class Table:
    """How a child table of a bill changes.

    `facts` are the columns whose difference the source made; the others are derived, and follow without a change row.
    `removed` None means a row the source lists no more is kept: only some lists are the source's whole word.
    `kept` are the columns in which None means that the page does not say, and what is held stays.
    `same` are the columns that make an added and a removed row one reworded row, of kind `revised`.
    """

    name: str
    columns: tuple[str, ...]
    facts: frozenset[str]
    added: str
    removed: str | None = None
    revised: str = "correction"
    kept: frozenset[str] = frozenset()
    same: tuple[str, ...] = ()
    words: str = "text"

    @property
    def insert(self) -> str:
        names, marks = ", ".join(self.columns), ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({names}) VALUES ({marks})"  # noqa: S608

    @property
    def upsert(self) -> str:
        updates = ", ".join(f"{name} = excluded.{name}" for name in self.columns[1:])
        return f"{self.insert} ON CONFLICT (id) DO UPDATE SET {updates}"

    @property
    def select(self) -> str:
        return f"SELECT {', '.join(self.columns)} FROM {self.name} WHERE bill_id = ?"  # noqa: S608

    @property
    def delete(self) -> str:
        return f"DELETE FROM {self.name} WHERE id = ?"  # noqa: S608


def table(name: str, columns: str, facts: str, added: str, **kinds: Any) -> Table:
    return Table(name, tuple(columns.split()), frozenset(facts.split()), added, **kinds)


ACTIONS = table(
    "actions",
    "id bill_id sequence date chamber organization_id text classifications tally_yes tally_no vote_date roll_key"
    " capture_id",
    "organization_id",
    "action_add",
    removed="action_remove",
    revised="action_revise",
    same=("date", "chamber"),
)
SPONSORSHIPS = table(
    "sponsorships",
    "id bill_id name chamber classification is_primary entity_type person_id organization_id match_method sequence"
    " capture_id",
    "is_primary",
    "sponsor_add",
    removed="sponsor_remove",
    words="name",
)
VERSIONS = table(
    "versions",
    "id bill_id note classification date title long_title url media_type sequence capture_id",
    "note date title long_title url",
    "version_add",
    kept=frozenset({"classification", "date", "title", "long_title", "url", "media_type"}),
    words="note",
)
DOCUMENTS = table(
    "documents",
    "id bill_id organization_id classification note date url media_type text capture_id",
    "classification note date url text",
    "document_add",
    kept=frozenset({"organization_id", "date", "url", "media_type", "text"}),
    words="note",
)
RELATED = table(
    "related_bills", "id bill_id related_bill_id identifier session relation capture_id", "", "related_add",
    words="identifier",
)  # fmt: skip


@dataclass(slots=True)
class Difference:
    upserts: list[Row] = field(default_factory=list)
    deletes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def difference(spec: Table, held: Mapping[str, Row], read: Mapping[str, Row]) -> Difference:
    """Rows by id → what to write, and the changes, in the order read."""
    found = Difference()
    added = [row_id for row_id in read if row_id not in held]
    removed = [row_id for row_id in held if row_id not in read] if spec.removed else []
    reworded = pair(spec, held, read, added, removed)
    words = spec.columns.index(spec.words)
    for row_id, said in read.items():
        before = held.get(row_id)
        row = keep(spec, before, said) if before else said
        if before is None:
            found.upserts.append(row)
            if row_id in reworded:
                was = held[reworded[row_id]]
                change = Change(spec.revised, spec.name, row_id, spec.words, was[words], row[words], whole(spec, was))
            else:
                change = Change(spec.added, spec.name, row_id, None, None, row[words])
            found.changes.append(change)
        elif before[:-1] != row[:-1]:
            found.upserts.append(row)
            found.changes += [
                Change(spec.revised, spec.name, row_id, name, as_text(was), as_text(now))
                for name, was, now in zip(spec.columns, before, row, strict=True)
                if name in spec.facts and was != now
            ]
    for row_id in removed:
        found.deletes.append(row_id)
        if row_id not in reworded.values():
            was = held[row_id]
            found.changes.append(Change(str(spec.removed), spec.name, row_id, None, was[words], None, whole(spec, was)))
    return found


def merge(spec: Table, held: Mapping[str, Row], read: Mapping[str, Row]) -> dict[str, Row]:
    """Rows of a list that is only what changed, put among the rows held: by date, else each in its own order."""
    if held.keys() <= read.keys():
        return dict(read)
    date, sequence = spec.columns.index("date"), spec.columns.index("sequence")
    both = {**held, **read}
    ordered = sorted(both.items(), key=lambda found: (found[1][date] or "", found[0] in read, found[1][sequence]))
    return {row_id: (*row[:sequence], place, *row[sequence + 1 :]) for place, (row_id, row) in enumerate(ordered, 1)}


def keep(spec: Table, before: Row, said: Row) -> Row:
    """The row as read, with what the page does not say as it is held."""
    if not spec.kept:
        return said
    return tuple(
        was if now is None and name in spec.kept else now
        for name, was, now in zip(spec.columns, before, said, strict=True)
    )


def pair(
    spec: Table, held: Mapping[str, Row], read: Mapping[str, Row], added: Sequence[str], removed: Sequence[str]
) -> dict[str, str]:
    """Added id → removed id, where the columns of `same` say that it is one row reworded; each used once, in order."""
    if not spec.same:
        return {}
    places = [spec.columns.index(name) for name in spec.same]
    waiting: dict[Row, list[str]] = {}
    for row_id in removed:
        waiting.setdefault(tuple(held[row_id][place] for place in places), []).append(row_id)
    pairs = {}
    for row_id in added:
        candidates = waiting.get(tuple(read[row_id][place] for place in places))
        if candidates:
            pairs[row_id] = candidates.pop(0)
    return pairs


def whole(spec: Table, row: Row) -> str:
    return json.dumps(dict(zip(spec.columns, row, strict=True)), ensure_ascii=False)


def as_text(value: Any) -> str | None:
    return None if value is None else str(value)
