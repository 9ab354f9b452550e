"""What the answers of legis.ga.gov/api share: codes of chambers, times, lists of objects, members by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import value

HOUSES = {1: "lower", 2: "upper"}


@dataclass(slots=True)
class Sitting:
    """A session of the site: its own number `sid`, and what has been read of it so far."""

    sid: int
    identifier: str
    members: dict[int, items.Person] = field(default_factory=dict)
    rolls: dict[int, RollRow] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class RollRow:
    """A roll call as lists state it: without names, and without the bills it decides."""

    vote_id: int
    chamber: str
    number: int
    caption: str
    date: str
    yes: int
    no: int
    other: int


def spelled(sitting: Sitting, printed: Iterable[tuple[int, str, str | None]]) -> Iterator[items.Person]:
    """A member once more where a page, by the member's own number, prints a name in a way not known yet."""
    for member, name, chamber in printed:
        known = sitting.members.get(member)
        if known and items.PersonName(name, chamber) not in known.names:
            known = replace(known, names=[*known.names, items.PersonName(name, chamber)])
            sitting.members[member] = known
            yield known


def house(row: Mapping[str, Any], key: str, where: str) -> str:
    code = value(row, key, int, where)
    if code not in HOUSES:
        raise LayoutChanged(f"{where}.{key}", wanted="1 House or 2 Senate", got=str(code))
    return HOUSES[code]


def day(text: str, where: str) -> str:
    """`2021-03-31T09:35:34` is local time, as is one with an offset."""
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError as error:
        raise LayoutChanged(where, wanted="a date and time in ISO 8601", got=text) from error


def entries(rows: Any, where: str, *, at_least: int = 1) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each object of a list with its place in it."""
    if not isinstance(rows, list) or len(rows) < at_least:
        raise LayoutChanged(where, wanted=f"a list of {at_least} or more", got=repr(rows)[:80])
    for number, row in enumerate(rows):
        yield f"{where}[{number}]", mapping(row, f"{where}[{number}]")


def mapping(found: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise LayoutChanged(where, wanted="an object", got=repr(found)[:80])
    return found


def expect(row: Mapping[str, Any], key: str, wanted: int, where: str) -> None:
    if value(row, key, int, where) != wanted:
        raise LayoutChanged(f"{where}.{key}", wanted=str(wanted), got=str(row[key]))


def unknown(identifier: str | None, what: str, code: str, where: str) -> items.Gap:
    return items.Gap(identifier, "unknown_code", f"{what} {code}", f"a known {what}", code, f"{where}: {what} {code}")
