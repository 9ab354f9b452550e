"""Hearings as an iCalendar file (RFC 5545), written by hand: text escaped, lines folded, times in UTC.

Another plugin finds this one as `pm.get_plugin("calendar_file.py")`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

OCTETS = 75  # RFC 5545, 3.1: a content line, without its end
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
STATUS = {"cancelled": "CANCELLED", "scheduled": "CONFIRMED", "held": "CONFIRMED"}


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11); control characters other than a new line may not stand in one."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character cut in two, each ended by CR LF."""
    pieces, room = [""], OCTETS
    for character in line:
        length = len(character.encode("utf-8", "replace"))
        if length > room:
            pieces.append(" ")
            room = OCTETS - 1
        pieces[-1] += character
        room -= length
    return "".join(f"{piece}\r\n" for piece in pieces)


def instant(at: str) -> str | None:
    """A time with an offset as an instant in UTC, or None for what is no time."""
    try:
        return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    except (ValueError, OverflowError):
        return None


def zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no zone's name, no name at all, or that of a folder of zones
        return None


def begins(start: str, timezone: str) -> list[str]:
    """DTSTART, and for a whole day DTEND: a day stays a day, a local time becomes an instant.

    Where the time zone is unknown, the instant is too, and the day alone is told.
    """
    local = datetime.fromisoformat(start)
    place = zone(timezone) if "T" in start else None
    if place is None:
        ends = local.date() + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{local.strftime('%Y%m%d')}", f"DTEND;VALUE=DATE:{ends.strftime('%Y%m%d')}"]
    return [f"DTSTART:{local.replace(tzinfo=place).astimezone(UTC).strftime('%Y%m%dT%H%M%SZ')}"]


def event(hearing: Mapping[str, Any], made_at: str) -> Iterator[str]:
    """The lines of one VEVENT; a hearing whose start is none, or no day, has no place in a calendar and gives none.

    Wants id, start, timezone, status, place, committee, jurisdiction, bills (their numbers), url, fetched_at (or none),
    and `revisions`, how often it changed since it was first read. `made_at`: when the file is made (RFC 5545, 3.8.7.2).
    """
    try:
        start = begins(hearing["start"] or "", hearing["timezone"])
    except (ValueError, OverflowError):
        return
    called_off = hearing["status"] == "cancelled"
    name = f"{hearing['jurisdiction']}: {hearing['committee'] or 'hearing'}"
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(hearing['id'])}@statehouse"
    yield f"DTSTAMP:{instant(made_at)}"
    if read_at := instant(hearing["fetched_at"] or ""):
        yield f"LAST-MODIFIED:{read_at}"
    yield f"SEQUENCE:{hearing['revisions']}"
    yield from start
    yield f"SUMMARY:{escaped(('Cancelled: ' if called_off else '') + name)}"
    if hearing["place"]:
        yield f"LOCATION:{escaped(hearing['place'])}"
    if hearing["bills"]:
        yield f"DESCRIPTION:{escaped('On the agenda: ' + ', '.join(hearing['bills']))}"
    if hearing["url"]:
        yield f"URL:{''.join(hearing['url'].split())}"
    yield f"STATUS:{STATUS.get(hearing['status'], 'TENTATIVE')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def calendar(name: str, hearings: Iterable[Mapping[str, Any]], made_at: str) -> str:
    """The whole file, as made at that instant (ISO 8601 with an offset)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Statehouse//Hearings//EN", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]  # fmt: skip
    for hearing in hearings:
        lines += event(hearing, made_at)
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])
