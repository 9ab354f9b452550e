"""/changes: what moved, newest first and in words; of one bill, its whole history of changes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

COLUMNS = "id at bill_id identifier kind words table row_id field before after run_id capture_id".split()
KINDS = (
    "new_bill status title sponsor_add sponsor_remove action_add action_remove action_revise referral version_add text"
    " document_add vote_add vote_revise hearing_add hearing_change hearing_cancel subject_add subject_remove"
    " related_add effective correction"
).split()
SHOWN = """
SELECT c.id, c.at, c.run_id, c.bill_id, c.kind, c."table", c.row_id, c.field, c.before, c.after, c.capture_id,
  b.identifier, b.title, b.session_id, s.name AS session, j.name AS jurisdiction, ob.name AS committee_before,
  oa.name AS committee_after
"""
NAMED = """
LEFT JOIN bills b ON b.id = c.bill_id
LEFT JOIN sessions s ON s.id = b.session_id LEFT JOIN jurisdictions j ON j.id = s.jurisdiction_id
LEFT JOIN organizations ob ON c.field = 'committee_id' AND ob.id = c.before
LEFT JOIN organizations oa ON c.field = 'committee_id' AND oa.id = c.after
"""
# What only says more about the status row beside it is left out
FOR_PEOPLE = "coalesce(c.field, '') NOT IN ('status_action_id', 'status_date')"
# Run by run, newest first: the index on run_id gives each run's changes in order, so that nothing is sorted, and the
# runs of other states and before the day asked for are not looked at
FEED = f"""{SHOWN} FROM runs r CROSS JOIN changes c ON c.run_id = r.id {NAMED}
WHERE (:state IS NULL OR r.jurisdiction_id = :state) AND (:run IS NULL OR r.id = :run)
  AND (:since IS NULL OR coalesce(r.finished_at, '9999') >= :since)
  AND (:before IS NULL OR r.id < :before_run OR (r.id = :before_run AND c.id < :before))
  AND (:session IS NULL OR (c.bill_id >= :session || '-' AND c.bill_id < :session || '.'))
  AND (:kind IS NULL OR c.kind = :kind) AND (:since IS NULL OR c.at >= :since) AND {FOR_PEOPLE}
ORDER BY r.id DESC, c.id DESC LIMIT :limit
"""
OF_BILL = f"""{SHOWN} FROM changes c {NAMED}
WHERE c.bill_id = :bill AND (:before IS NULL OR c.id < :before) AND (:run IS NULL OR c.run_id = :run)
  AND (:kind IS NULL OR c.kind = :kind) AND (:since IS NULL OR c.at >= :since) AND {FOR_PEOPLE}
ORDER BY c.id DESC LIMIT :limit
"""
RUN_OF = "SELECT run_id FROM changes WHERE id = :before"
BILL = "SELECT id, identifier, title, session_id, jurisdiction_id FROM bills WHERE id = :bill"
STATE_OF = "SELECT jurisdiction_id AS state FROM sessions WHERE id = :session"


async def changes(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    words: Any = pm.get_plugin("words.py")
    params = {name: a.word(request, name) for name in ("state", "session", "kind")}
    params["bill"] = (a.word(request, "bill") or "").lower() or None
    params |= {"since": a.day(request, "since"), "run": a.number(request, "run"), "before": a.number(request, "before")}
    asked = a.Asked(datasette)
    given = {**params, "limit": a.size(request) + 1, "before_run": None}
    if params["before"] is not None:
        found = await a.rows(datasette, RUN_OF, params)
        given["before_run"] = found[0]["run_id"] if found else 0
    if params["session"] and not params["state"]:
        found = await a.rows(datasette, STATE_OF, params)
        given["state"] = found[0]["state"] if found else ""
    listed = await asked.rows("changes", OF_BILL if params["bill"] else FEED, given)
    more = {"before": listed[-2]["id"]} if len(listed) == given["limit"] else None
    listed = listed[: given["limit"] - 1]
    for row in listed:
        row["words"] = words.change_words(row)
    of = await a.rows(datasette, BILL, params) if params["bill"] else []
    context = {
        "kinds": KINDS,
        "days": by_day(listed),
        "of": of[0] if of else None,
        **await a.choices(datasette, params["state"]),
    }
    kept = {**params, "_size": a.word(request, "_size")}
    return await a.answer(
        datasette, request, "changes.html", "/changes",
        listed=listed, columns=COLUMNS, asked=asked, params=kept, more=more, context=context,
    )  # fmt: skip


def by_day(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one day and one bill together; `groups`: bills of a session that were all read for the first time."""
    days: list[dict[str, Any]] = []
    for row in listed:
        if not days or days[-1]["day"] != row["at"][:10]:
            days.append({"day": row["at"][:10], "bills": []})
        bills = days[-1]["bills"]
        if not bills or bills[-1]["bill_id"] != row["bill_id"] or row["bill_id"] is None:
            bills.append({**row, "changes": []})
        bills[-1]["changes"].append(row)
    for day in days:
        for bill in day["bills"]:  # where the bill stands comes first, then the rest in the source's order
            bill["changes"].sort(key=lambda row: (row["kind"] != "status", row["table"] != "bills", row["id"]))
        day["groups"] = [list(group) for _, group in groupby(day["bills"], key=first_read)]
    return days


def first_read(bill: dict[str, Any]) -> tuple[str, str]:
    """What bills share that are told of together: the session in which they are new; any other stands alone."""
    new = [change["kind"] for change in bill["changes"]] == ["new_bill"]
    return ("new", str(bill["session_id"])) if new else ("moved", str(bill["id"]))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/changes(?:\.(?P<format>json|csv))?$", changes)]
