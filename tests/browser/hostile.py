"""What a source could write to do harm, put into every column that holds a source's words."""

from __future__ import annotations

import sqlite3

from pipelines.summaries import summarise

# run or shown as markup it leaves an element of this name, or a variable of the window
MARK = "data-hostile"
SCRIPT = f"<script {MARK}>window.hostile = 1; alert(1)</script>"
MARKUP = (
    f"<b {MARK}>Water</b> {SCRIPT} <img {MARK} src=x onerror=alert(2)><svg {MARK} onload=alert(3)></svg>"
    f"</title></textarea></style></script><style {MARK}>main {{ display: none }}</style>"
)
ATTRIBUTE = f"\" {MARK} autofocus onfocus=alert(4) onmouseover=alert(5) x=\"' {MARK} onfocus=alert(6) x='"
TEMPLATE = "{{ 7 * 191 }}{% include 'base.html' %}"
UNSEEN = "\x1b[31mred\x1b[0m \u202etxet\u2066 \x07"
# of a text with marks: real tags, real tags with more in them, tags as entities, one left open
MARKS = (
    f"<table><tr><td><ins>put in</ins> <del {MARK} onclick=alert(8)>out</del> &lt;img {MARK} src=x onerror=alert(9)&gt;"
)
LINK = "javascript:alert(7)//"
WORDS = " ".join((MARKUP, ATTRIBUTE, TEMPLATE, UNSEEN))
LONG = f"{'Read ' * 10_000}{'x' * 50_000} {WORDS}"

COLUMNS = {
    "bills": "title latest_action chapter",
    "sessions": "name",
    "people": "name party",
    "organizations": "name",
    "memberships": "district party role",
    "sponsorships": "name classification",
    "actions": "text",
    "versions": "note title long_title",
    "version_texts": "text",
    "documents": "note classification",
    "hearings": "place status",
    "vote_events": "motion result_raw verdict_note",
    "vote_statements": "voter_name text",
    "related_bills": "identifier relation session",
    "changes": "before after",
    "gaps": "key expected found evidence",
    "runs": "reason archive",
    "captures": "file",
}
LINKS = {
    "bills": "source_url", "people": "source_url", "vote_events": "source_url", "versions": "url", "documents": "url",
    "gaps": "source_url", "captures": "url",
}  # fmt: skip


def poison(connection: sqlite3.Connection) -> None:
    """Every row's words become hostile, and keep what they were in front; one action has 100,000 characters."""
    for table, columns in COLUMNS.items():
        for column in columns.split():
            connection.execute(f"UPDATE {table} SET {column} = coalesce({column}, '') || ' ' || ?", (WORDS,))
    for table, column in LINKS.items():
        connection.execute(f"UPDATE {table} SET {column} = ? || coalesce({column}, '')", (LINK,))
    connection.execute("UPDATE version_texts SET markup = coalesce(markup, '') || ?", (f"{MARKS} {WORDS}",))
    connection.execute("UPDATE votes SET option_raw = ?", (WORDS,))
    connection.execute("UPDATE bills SET subjects = json_array(?)", (WORDS,))
    connection.execute(
        "UPDATE actions SET text = ? WHERE id IN (SELECT min(id) FROM actions GROUP BY bill_id)", (LONG,)
    )
    connection.execute("UPDATE bills_fts SET title = title || ' ' || ?", (WORDS,))
    summarise(connection, [row[0] for row in connection.execute("SELECT id FROM sessions")])
