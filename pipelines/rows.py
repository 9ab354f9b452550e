"""Items to rows: pure functions, each giving tuples in the column order of pipelines/changes.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache

from pipelines.changes import Row
from pipelines.identify import action_ids, child_id, keyed_id, vote_event_id
from scrapers import items

FindOrganization = Callable[[str | None], str | None]  # the source's code → an id that is held, or None
FindPerson = Callable[[str | None, str], tuple[str | None, str | None]]  # chamber, name → person_id, method


@lru_cache(maxsize=1 << 12)  # a session has few classes and many lines
def as_list(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


@lru_cache(maxsize=1 << 12)
def as_tuple(values: str) -> tuple[str, ...]:
    return tuple(json.loads(values))


def action_rows(
    code: str, parent: str, bill: items.Bill, capture: str | None, organization: FindOrganization
) -> dict[str, Row]:
    """`roll_key` becomes the id of the roll call it points to, whether that is held or not."""
    actions = bill.actions or []
    return {
        row_id: (
            row_id,
            parent if bill.listed else None,
            sequence,
            action.date,
            action.chamber,
            organization(action.organization_code),
            action.text,
            as_list(action.classifications),
            action.tally_yes,
            action.tally_no,
            action.vote_date,
            vote_event_id(code, bill.session, action.roll_key) if action.roll_key else None,
            capture,
        )
        for sequence, (row_id, action) in enumerate(zip(action_ids(parent, actions), actions, strict=True), 1)
    }


def sponsorship_rows(
    parent: str, bill: items.Bill, capture: str | None, organization: FindOrganization, person: FindPerson
) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for sequence, sponsor in enumerate(bill.sponsorships or [], 1):
        row_id = child_id(parent, sponsor.chamber, sponsor.name, sponsor.classification)
        who, method = person(sponsor.chamber, sponsor.name) if sponsor.entity_type == "person" else (None, None)
        body = organization(sponsor.organization_code)
        rows[row_id] = (
            row_id,
            parent,
            sponsor.name,
            sponsor.chamber,
            sponsor.classification,
            int(sponsor.is_primary),
            sponsor.entity_type,
            who,
            body,
            "code" if body else method,
            sequence,
            capture,
        )
    return rows


def version_rows(parent: str, bill: items.Bill, capture: str | None) -> dict[str, Row]:
    return {
        row_id: (
            row_id,
            parent,
            version.note,
            version.classification,
            version.date,
            version.title,
            version.long_title,
            version.url,
            version.media_type,
            sequence,
            capture,
        )
        for sequence, version in enumerate(bill.versions or [], 1)
        for row_id in [keyed_id(parent, version.key)]
    }


def document_rows(parent: str, bill: items.Bill, capture: str | None, organization: FindOrganization) -> dict[str, Row]:
    return {
        row_id: (
            row_id,
            parent,
            organization(document.organization_code),
            document.classification,
            document.note,
            document.date,
            document.url,
            document.media_type,
            document.text,
            capture,
        )
        for document in bill.documents or []
        for row_id in [keyed_id(parent, document.key)]
    }


def vote_rows(event_id: str, event: items.VoteEvent, person: FindPerson) -> dict[tuple[str, int], Row]:
    """Votes by (voter_name, occurrence): a name printed twice in one roll is two rows."""
    seen: dict[str, int] = {}
    rows: dict[tuple[str, int], Row] = {}
    for vote in event.votes or []:
        name = vote.voter_name
        occurrence = seen[name] = seen.get(name, 0) + 1
        who, method = person(event.chamber, name)
        rows[name, occurrence] = (event_id, name, occurrence, who, vote.option, vote.option_raw, method)
    return rows


def identifier_spellings(identifier: str) -> str:
    """What people type for `SB 54`, for the search index: SB 54, SB54, S B 54, S.B. 54."""
    kind, _, number = identifier.partition(" ")
    return " ".join(dict.fromkeys([identifier, f"{kind}{number}", f"{' '.join(kind)} {number}"]))
