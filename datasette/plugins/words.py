"""Plain words for the vocabulary, as template filters, and the stylesheet's address with its content hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils import tilde_encode

from pipelines.status import WHAT_NEXT

if TYPE_CHECKING:
    from jinja2 import Environment

VERDICT = {
    "ok": "The members named add up to the counts the source states.",
    "short": "Fewer members are named than the source counts.",
    "over": "More members are named than the source counts.",
    "no_roll": "The source states counts and names no member.",
    "no_counts": "The source names members and states no counts.",
    "conflict": "Names, counts, the action's text and the official result do not all agree.",
}
YES_MEANS = {
    "advances": "A yes vote helps the bill along.",
    "kills": "A yes vote stops the bill.",
    "amends": "A yes vote changes the bill's text.",
    "procedural": "A yes vote decides on procedure, not on the bill itself.",
    "unknown": "What a yes vote does to the bill is not known.",
}
# Datasette shows columns in the order of the schema; links from the site's own pages ask for these first
COLUMNS = {
    "bills": "identifier title status status_date chapter latest_action_date latest_action committee_id",
    "vote_events": "date organization_id motion declared_yes declared_no declared_other result verdict session_id",
}
STYLESHEET = Path(__file__).parent.parent / "static" / "statehouse.css"


def plain(word: str | None) -> str:
    """A vocabulary word for reading: law_without_signature → law without signature."""
    return (word or "").replace("_", " ")


def listed(text: str | None) -> list[str]:
    """The entries of a JSON list held in a column, as strings; what is no JSON list is one entry."""
    try:
        value = json.loads(text or "[]")
    except ValueError:
        return [str(text)]
    return [str(entry) for entry in value] if isinstance(value, list) else [str(text)]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["plain"] = plain
    env.filters["listed"] = listed
    env.filters["tilde"] = tilde_encode
    env.filters["status_means"] = lambda status: WHAT_NEXT.get(status, "")
    env.filters["verdict_means"] = lambda verdict: VERDICT.get(verdict, "")
    env.filters["yes_means"] = lambda word: YES_MEANS.get(word, "")
    for table, columns in COLUMNS.items():
        env.globals[f"{table}_columns"] = "&".join(f"_col={column}" for column in columns.split())
    env.globals["stylesheet_hash"] = hashlib.sha256(STYLESHEET.read_bytes()).hexdigest()[:8]
