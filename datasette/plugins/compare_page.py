"""/compare: two members by the votes they both cast, or two versions of a bill line by line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

SHOWN, LAST_PAGE = 50, 200
PERSON = """
SELECT p.id, p.name, p.party, p.jurisdiction_id, j.name AS jurisdiction FROM people p
JOIN jurisdictions j ON j.id = p.jurisdiction_id WHERE p.id = :person
"""
# A name printed twice in one roll with two answers is on no side
SIDES = """
WITH one AS (
  SELECT vote_event_id, CASE WHEN min(option) = max(option) THEN min(option) END AS option FROM votes
  WHERE person_id = :a GROUP BY vote_event_id
), other AS (
  SELECT vote_event_id, CASE WHEN min(option) = max(option) THEN min(option) END AS option FROM votes
  WHERE person_id = :b GROUP BY vote_event_id
), both AS (
  SELECT one.vote_event_id, one.option AS a, other.option AS b,
    coalesce(one.option IN ('yes', 'no') AND other.option IN ('yes', 'no'), 0) AS voted
  FROM one JOIN other ON other.vote_event_id = one.vote_event_id
)
"""
AGREEMENT = f"""{SIDES}
SELECT e.session_id, s.name AS session, count(*) AS named, sum(both.voted) AS both,
  sum(both.voted AND both.a = both.b) AS agreed
FROM both CROSS JOIN vote_events e ON e.id = both.vote_event_id JOIN sessions s ON s.id = e.session_id
WHERE :session IS NULL OR e.session_id = :session
GROUP BY e.session_id ORDER BY coalesce(s.start_date, s.id) DESC
"""  # noqa: S608  # our own words
DIFFERED = f"""{SIDES}
SELECT e.id AS vote_event_id, e.date, e.motion, e.result, both.a, both.b, o.name AS organization,
  (SELECT min(bill_id) FROM vote_event_bills x WHERE x.vote_event_id = e.id) AS bill_id,
  (SELECT group_concat(t.identifier, ', ') FROM vote_event_bills x JOIN bills t ON t.id = x.bill_id
   WHERE x.vote_event_id = e.id) AS identifiers
FROM both CROSS JOIN vote_events e ON e.id = both.vote_event_id LEFT JOIN organizations o ON o.id = e.organization_id
WHERE both.voted AND both.a <> both.b AND (:session IS NULL OR e.session_id = :session)
ORDER BY e.date DESC, e.id LIMIT :limit OFFSET :offset
"""  # noqa: S608  # our own words
COLLEAGUES = """
SELECT DISTINCT p.id, p.name, p.party FROM memberships seat
JOIN memberships m ON m.organization_id = seat.organization_id AND m.session_id = seat.session_id
JOIN people p ON p.id = m.person_id
WHERE seat.person_id = :a AND m.person_id <> :a AND seat.organization_id IN (
    SELECT id FROM organizations WHERE jurisdiction_id = :state AND classification IN ('upper', 'lower'))
  AND seat.session_id = (
    SELECT m.session_id FROM memberships m JOIN sessions s ON s.id = m.session_id WHERE m.person_id = :a
    ORDER BY coalesce(s.start_date, '') DESC, s.id DESC LIMIT 1)
ORDER BY p.name LIMIT 500
"""
COLUMNS = "vote_event_id date motion result organization identifiers a b".split()
VERSION = """
SELECT v.id, v.bill_id, v.note, v.date, v.sequence, b.identifier, b.title, t.text, t.chars, t.extractor
FROM versions v JOIN bills b ON b.id = v.bill_id LEFT JOIN version_texts t ON t.version_id = v.id WHERE v.id = :version
"""
VERSIONS = """
SELECT v.id, v.note, v.date, t.chars FROM versions v LEFT JOIN version_texts t ON t.version_id = v.id
WHERE v.bill_id = :bill ORDER BY v.sequence LIMIT 200
"""
LONGEST_TEXT = 2_000_000  # characters; a longer one is not compared
LINE, ROOM = 2_000, 60_000  # characters shown of a line, and of changes on a page with the markup about them
LINE_MARKUP, CHANGE_MARKUP = 12, 300  # about so much stands around a line, and around a change


async def compare(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    params = {name: a.word(request, name) for name in ("a", "b", "session", "from", "to", "bill")}
    if params["from"] or params["to"] or params["bill"]:
        return await texts(datasette, request, params)
    if params["a"] or params["b"]:
        return await people(datasette, request, params)
    asked = a.Asked(datasette)
    return await a.page(datasette, request, "compare.html", "/compare", told={}, asked=asked)


async def people(datasette: Datasette, request: Request, params: dict[str, Any]) -> Response:
    """Two members, or the choice of them where a name is not yet one person."""
    a: Any = pm.get_plugin("answers.py")
    asked = a.Asked(datasette)
    chosen = {}
    for side in ("a", "b"):
        chosen[side] = await asked.row(f"member_{side}", PERSON, {"person": params[side]}) if params[side] else None
    if not (chosen["a"] and chosen["b"]):
        return await choose(datasette, request, params, chosen, asked)
    page = a.place(request, LAST_PAGE)
    given = {**params, "limit": SHOWN + 1, "offset": SHOWN * (page - 1)}
    sessions = await asked.rows("agreement", AGREEMENT, given)
    differed = await asked.rows("rolls_they_differ_on", DIFFERED, given)
    named, both, agreed = (sum(row[name] for row in sessions) for name in ("named", "both", "agreed"))
    told = {
        **chosen,
        "rolls_that_name_both": named,
        "both": both,
        "agreed": agreed,
        "sessions": sessions,
        "differed": differed[:SHOWN],
    }
    context = {"page_number": page, "more": len(differed) > SHOWN and page < LAST_PAGE}
    kept = {"a": params["a"], "b": params["b"], "session": params["session"], "page": page if page > 1 else None}
    return await a.page(
        datasette, request, "compare_people.html", "/compare", told=told, asked=asked, params=kept, context=context,
        listed=told["differed"], columns=COLUMNS,
    )  # fmt: skip


async def choose(
    datasette: Datasette, request: Request, params: dict[str, Any], chosen: dict[str, Any], asked: Any
) -> Response:
    """Whom a typed name could mean; with one member known, who sat beside that member."""
    a: Any = pm.get_plugin("answers.py")
    sql = pm.get_plugin("search.py").PEOPLE
    near = {}
    for side in ("a", "b"):
        if params[side] and not chosen[side]:
            given = {"q": params[side], "state": None, "session": None, "limit": 25, "offset": 0}
            near[side] = await asked.rows(f"people_named_{side}", sql, given)
    known = chosen["a"] or chosen["b"]
    colleagues = []
    if known and not near:
        given = {"a": known["id"], "state": known["jurisdiction_id"]}
        colleagues = await asked.rows("colleagues", COLLEAGUES, given)
    told = {**chosen, "near": near, "colleagues": colleagues}
    kept = {"a": params["a"], "b": params["b"]}
    context = {"known": known}
    return await a.page(
        datasette, request, "compare.html", "/compare", told=told, asked=asked, params=kept, context=context
    )


async def texts(datasette: Datasette, request: Request, params: dict[str, Any]) -> Response:
    """Two versions side by side, or the choice of them."""
    a: Any = pm.get_plugin("answers.py")
    asked = a.Asked(datasette)
    sides = {}
    for side in ("from", "to"):
        if params[side]:
            sides[side] = await asked.row(f"version_{side}", VERSION, {"version": params[side].lower()})
            if sides[side] is None:
                return await a.not_held(datasette, request, f"No version “{params[side]}” is held", [])
    bill = next((version["bill_id"] for version in sides.values()), (params["bill"] or "").lower())
    versions = await asked.rows("versions", VERSIONS, {"bill": bill})
    if not versions:
        near = await pm.get_plugin("nearby.py").near_bills(datasette, bill)
        return await a.not_held(datasette, request, f"No version of a bill “{bill}” is held", near)
    start = a.number(request, "at") or 0
    told: dict[str, Any] = {"bill_id": bill, "versions": versions}
    context: dict[str, Any] = {"sides": sides}
    if len(sides) == 2:
        told |= {side: {name: row[name] for name in row if name != "text"} for side, row in sides.items()}
        # in a thread: two long texts take seconds, in which others are answered
        found = await asyncio.to_thread(difference, sides["from"]["text"], sides["to"]["text"], start)
        start = found["first"] - 1 if "first" in found else start
        told |= found
    kept = {"from": params["from"], "to": params["to"], "bill": params["bill"], "at": start or None}
    return await a.page(
        datasette, request, "compare_texts.html", "/compare", told=told, asked=asked, params=kept, context=context
    )


def difference(old: str | None, new: str | None, start: int) -> dict[str, Any]:
    """The changed stretches from number `start` on, as many as there is room for, each with the lines beside it.

    A `start` beyond the last is the last.
    `why_not` says why there is no comparison.
    """
    if old is None or new is None:
        return {"why_not": "The words of both versions are needed, and not both are held."}
    if max(len(old), len(new)) > LONGEST_TEXT:
        return {"why_not": f"A text of more than {LONGEST_TEXT:,} characters is not compared here."}
    plugin: Any = pm.get_plugin("text_compare.py")
    blocks = plugin.compare(plugin.lines_of(old), plugin.lines_of(new))
    changed = [number for number, block in enumerate(blocks) if not block.same]
    start = min(start, max(len(changed) - 1, 0))
    shown: list[dict[str, Any]] = []
    room = ROOM
    for number in changed[start:]:
        block = blocks[number]
        before = blocks[number - 1].old if number else ()
        after = blocks[number + 1].old if number + 1 < len(blocks) else ()
        entry = {
            "skipped": max(len(before) - 1, 0),
            "before": cut(before[-1:]),
            "removed": cut(block.old),
            "added": cut(block.new),
            "after": cut(after[:1]),
        }
        shown.append(entry)
        lines = [line for part in ("before", "removed", "added", "after") for line in entry[part]]
        room -= CHANGE_MARKUP + sum(LINE_MARKUP + len(line) for line in lines)
        if room < 0:
            break
    following = start + len(shown)
    return {
        "changes": len(changed),
        "lines_removed": sum(len(blocks[number].old) for number in changed),
        "lines_added": sum(len(blocks[number].new) for number in changed),
        "lines_same": sum(len(block.old) for block in blocks if block.same),
        "shown": shown,
        "first": start + 1,
        "next_at": following if following < len(changed) else None,
    }


def cut(lines: tuple[str, ...]) -> list[str]:
    """Lines for showing: the longest are cut, and past the room of a page the rest is counted."""
    kept, room = [], ROOM
    for number, line in enumerate(lines):
        if room < 0:
            kept.append(f"… and {len(lines) - number:,} lines more")
            break
        kept.append(line if len(line) <= LINE else f"{line[:LINE]}… ({len(line) - LINE:,} characters more)")
        room -= LINE_MARKUP + len(kept[-1])
    return kept


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/compare(?:\.(?P<format>json|csv))?$", compare)]
