"""Ids, reproducible from the source alone: the same page gives the same id on every machine, on every run."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from hashlib import sha256

from scrapers import items
from scrapers.normalise import id_part, slug


def session_id(jurisdiction: str, session: str) -> str:
    return f"{jurisdiction}-{id_part(session)}"


def bill_id(jurisdiction: str, session: str, identifier: str) -> str:
    return f"{jurisdiction}-{id_part(session)}-{id_part(identifier)}"


def organization_id(jurisdiction: str, code: str) -> str:
    return f"{jurisdiction}-{slug(code)}"


def person_id(jurisdiction: str, source_id: str | None, name: str) -> str:
    return f"{jurisdiction}-{slug(source_id or name)}"


def vote_event_id(jurisdiction: str, session: str, key: str) -> str:
    return f"{jurisdiction}-{id_part(session)}-{slug(key)}"


def child_id(parent: str, *parts: str | None) -> str:
    """The parent's id and a short hash of what tells this child from its siblings."""
    return f"{parent}-{short_hash(*parts)}"


def keyed_id(parent: str, key: str) -> str:
    """The parent's id and the source's own key for the child."""
    return f"{parent}-{slug(key)}"


def short_hash(*parts: str | None) -> str:
    return sha256("\x1f".join([part or "" for part in parts]).encode()).hexdigest()[:12]


def search_id(text_id: str) -> int:
    """A row number for full-text search that a VACUUM cannot change: 60 bits of a hash of the id."""
    return int(sha256(text_id.encode()).hexdigest()[:15], 16)


def action_ids(parent: str, actions: list[items.Action]) -> list[str]:
    """One id an action: date, chamber, text, and how many like it came before."""
    seen: Counter[tuple[str | None, str | None, str]] = Counter()
    found = []
    for action in actions:
        same = (action.date, action.chamber, action.text)
        found.append(child_id(parent, *same, str(seen[same])))
        seen[same] += 1
    return found


@lru_cache(maxsize=1 << 10)  # asked for every item, and a page may have thousands
def capture_id(capture: items.Capture) -> str:
    return short_hash(capture.url, capture.method, capture.body_hash, capture.fetched_at, capture.sha256)
