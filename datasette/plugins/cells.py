"""How a single value looks in a table: ids link to their rows, addresses are links, JSON is read out as words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.plugins import pm
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from datasette.app import Datasette

# The convention for canned queries too: a column of this name holds the id of a row in that table
ROWS = {
    "jurisdiction_id": "jurisdictions",
    "session_id": "sessions",
    "organization_id": "organizations",
    "parent_id": "organizations",
    "committee_id": "organizations",
    "person_id": "people",
    "bill_id": "bills",
    "related_bill_id": "bills",
    "vote_event_id": "vote_events",
    "action_id": "actions",
    "status_action_id": "actions",
    "version_id": "versions",
    "document_id": "documents",
    "hearing_id": "hearings",
    "capture_id": "captures",
    "run_id": "runs",
}
# A title may look like JSON by chance, so only these columns are read as JSON
JSON = {"classifications", "motion_classification", "subjects", "candidates", "items", "dropped"}
# The view, and any query that has all its columns, as the canned one about it
UNMATCHED_IN = ("unmatched_names", None)
UNMATCHED = {"session_id", "chamber", "name", "printed_in", "candidates", "example"}
ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
SHOWN = 80


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


def row_link(datasette: Datasette, table: str, key: object, label: object = None) -> Markup:
    addresses: Any = pm.get_plugin("addresses.py")
    href = datasette.urls.path(addresses.path_of(table, key))
    if label is None or label == key:
        return Markup('<a href="{}">{}</a>').format(href, key)
    return Markup('<a href="{}" title="{}">{}</a>').format(href, key, shortened(str(label)))


def words(value: str) -> str | None:
    """A JSON list or object of plain values, read out; None for anything else."""
    try:
        parsed = json.loads(value)
        if isinstance(parsed, dict):
            parsed = [f"{key} {entry}" for key, entry in parsed.items()]
        return (", ".join(str(entry) for entry in parsed) or "none") if isinstance(parsed, list) else None
    except (ValueError, RecursionError):  # lists within lists, too deep to be read
        return None


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Any:
    label = None
    if isinstance(value, dict):  # Datasette has looked the label of the row up
        value, label = value["value"], value["label"]
    if value is None or value == "" or isinstance(value, bytes):
        return None
    if column in ("candidates", "example") and table in UNMATCHED_IN and set(row.keys()) >= UNMATCHED:
        return candidates(datasette, database, row) if column == "candidates" else example(datasette, row)
    if column in ROWS:
        return row_link(datasette, ROWS[column], value, label)
    if not isinstance(value, str):
        return None
    if column in JSON:
        read = words(value)
        return None if read is None else escape(read)
    if ADDRESS.fullmatch(value):
        return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(value, shortened(value))
    if table == "changes" and column == "row_id":
        return changed_row(datasette, row)
    return None


def changed_row(datasette: Datasette, row: Any) -> Markup | None:
    """The row a change is about, as a link, when it is still there to be shown."""
    if "table" not in row.keys() or "kind" not in row.keys() or str(row["kind"]).endswith("_remove"):  # noqa: SIM118
        return None
    table = row["table"]
    return row_link(datasette, table, row["row_id"]) if table in ROWS.values() else None


CANDIDATES = """
SELECT c.person_id, p.name, c.why FROM name_candidates c JOIN people p ON p.id = c.person_id
WHERE c.session_id = :session_id AND c.chamber IS :chamber AND c.name = :name ORDER BY c.person_id, c.why LIMIT 20
"""


async def candidates(datasette: Datasette, database: str, row: Any) -> Markup | None:
    """Who an unmatched name could be, each with what speaks for it."""
    named = {name: row[name] for name in ("session_id", "chamber", "name")}
    found = (await datasette.execute(database, CANDIDATES, named)).rows
    if not found:
        return Markup('<span class="quiet">nobody resembles it</span>')
    return Markup("<br>").join(
        Markup('{} <span class="quiet">{}</span>').format(row_link(datasette, "people", person, name), f"({why})")
        for person, name, why in found
    )


def example(datasette: Datasette, row: Any) -> Markup:
    table = "vote_events" if row["printed_in"] == "vote" else "bills"
    return row_link(datasette, table, row["example"])
