"""What an address that leads nowhere was perhaps meant to be: near states, sessions and bills.

Another plugin finds this one as `pm.get_plugin("nearby.py")`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from datasette.plugins import pm

from scrapers.jurisdictions import JURISDICTIONS
from scrapers.normalise import id_part

if TYPE_CHECKING:
    from datasette.app import Datasette

PARTS = re.compile(r"/([^/]{1,40})(?:/([^/]{1,80})(?:/([^/]{1,80}))?)?/?")
SESSIONS = """
SELECT id, name, start_date, end_date FROM sessions WHERE jurisdiction_id = :state
ORDER BY coalesce(start_date, '') DESC, id DESC LIMIT 30
"""
# Bills of that number in other sessions, the next ones of that session, and whatever was typed in another spelling
BILLS = """
SELECT b.id, b.identifier, b.title, s.name AS session, j.name AS jurisdiction FROM (
  SELECT id FROM (SELECT b.id FROM sessions s CROSS JOIN bills b ON b.id = s.id || '-' || bill_key(:last)
    WHERE bill_key(:last) <> '' LIMIT 20)
  UNION SELECT id FROM (SELECT b.id FROM sessions s CROSS JOIN bills b ON b.id = s.id || '-' || bill_key(:bill)
    WHERE bill_key(:bill) <> '' LIMIT 20)
  UNION SELECT id FROM (SELECT id FROM bills WHERE :session <> '' AND id >= :bill AND id < :session || '.'
    ORDER BY id LIMIT 4)
  UNION SELECT id FROM (SELECT id FROM bills WHERE :session <> '' AND id < :bill AND id >= :session || '-'
    ORDER BY id DESC LIMIT 4)
) near JOIN bills b ON b.id = near.id JOIN sessions s ON s.id = b.session_id
JOIN jurisdictions j ON j.id = b.jurisdiction_id ORDER BY b.session_id <> :session, b.id LIMIT 20
"""
Near = list[dict[str, str]]


async def bills(datasette: Datasette, key: str) -> list[dict[str, Any]]:
    """Bills near an id that is held by none: id, identifier, title, session, jurisdiction."""
    a: Any = pm.get_plugin("answers.py")
    session, _, last = key.rpartition("-")
    found: list[dict[str, Any]] = await a.rows(datasette, BILLS, {"bill": key, "session": session, "last": last})
    return found


async def meant(datasette: Datasette, path: str) -> tuple[str, Near]:
    """(what is wrong in a sentence, near addresses) of a path below the root; both empty if it is of another sort."""
    found = PARTS.fullmatch(path)
    if not found:
        return "", []
    state, session, bill = (part or "" for part in found.groups())
    code = state.lower()
    if code not in JURISDICTIONS:
        return states(state, "/".join(part for part in (session, bill) if part))
    place = JURISDICTIONS[code].name
    if bill:
        key = f"{code}-{id_part(session)}-{id_part(bill)}"
        return f"No bill {bill} is held for {place}, session {session}", await near_bills(datasette, key)
    if session:
        return f"No session “{session}” is held for {place}", await near_sessions(datasette, code)
    return "", []


def states(typed: str, rest: str) -> tuple[str, Near]:
    """Legislatures whose code or name is like what was typed; for two letters, all of them."""
    words = typed.replace("-", " ").replace("_", " ").lower()
    names = {place.name.lower(): code for code, place in JURISDICTIONS.items()}
    like = [names[name] for name in get_close_matches(words, names, n=3, cutoff=0.75)]
    if not like and not re.fullmatch(r"[A-Za-z]{2}", typed):
        return "", []
    codes = like or sorted(names.values(), key=lambda code: JURISDICTIONS[code].name)
    told = "" if like else f"No legislature goes by the code “{typed}”"
    return told, [{"path": f"/{code}/{rest}", "label": JURISDICTIONS[code].name} for code in codes]


async def near_sessions(datasette: Datasette, code: str) -> Near:
    a: Any = pm.get_plugin("answers.py")
    addresses: Any = pm.get_plugin("addresses.py")
    found = await a.rows(datasette, SESSIONS, {"state": code})
    whole = {"path": f"/{code}/", "label": JURISDICTIONS[code].name, "more": "everything held of it"}
    return [{"path": addresses.path_of("sessions", row["id"]), "label": row["name"]} for row in found] + [whole]


async def near_bills(datasette: Datasette, key: str) -> Near:
    addresses: Any = pm.get_plugin("addresses.py")
    return [
        {
            "path": addresses.path_of("bills", row["id"]),
            "label": row["identifier"],
            "more": f"{row['title'] or ''} ({row['jurisdiction']}, {row['session']})",
        }
        for row in await bills(datasette, key)
    ]
