"""Write the generated pages: `make docs`. The same sources give the same bytes.

docs/tables.md comes from metadata.yml and the schema; docs/states.md from the spiders and the pages of docs/states;
docs/drift.md from running page functions over changed pages, as the tests do.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

# run as a file, Python looks for modules beside it alone
from drift import table as drift_page  # noqa: E402

from pipelines.schema import connect  # noqa: E402
from scrapers.jurisdictions import JURISDICTIONS  # noqa: E402
from scrapers.loader import StateLoader  # noqa: E402

PAGE = ROOT / "docs" / "tables.md"
STATES_PAGE = ROOT / "docs" / "states.md"
DRIFT_PAGE = ROOT / "docs" / "drift.md"
PROVED = re.compile(r"^## What was proved$\n+(.*?)\s*(?=^## |\Z)", re.MULTILINE | re.DOTALL)
PARAMETER = re.compile(r"(?<!:):([a-z_]+)")
HEAD = """\
# Tables and columns

<!-- Written by docs/generate.py from metadata.yml and the schema; change those, then run `make docs`. -->

What each table and column means. The rules behind them are in [data-model.md](data-model.md). Types are SQLite's; a
column marked "or empty" may be NULL, which means unknown. Where a column points at another table, that table is named.
"""
STATES_HEAD = """\
# The jurisdictions, and what was proved of each

<!-- Written by docs/generate.py from the spiders and docs/states; change those, then run `make docs`. -->

"Captures" means that the reader was proved on real responses of the source, the newest of the day named;
"documentation", that it was built from descriptions, and may be wrong in ways no test of ours can see. Without a
reader, nothing is collected.
"""


def tables_page() -> str:
    bills = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))["databases"]["bills"]
    connection = connect(":memory:")
    try:
        shown = {name: table for name, table in bills["tables"].items() if not table.get("hidden")}
        parts = [HEAD, *index_lines(shown)]
        for name, table in shown.items():
            parts += table_lines(connection, name, table)
        parts += question_lines(bills["queries"])
    finally:
        connection.close()
    return "\n".join(parts) + "\n"


def states_page() -> str:
    """All jurisdictions with their readers, then what each reader's own page says was proved.

    Raises ValueError where that page does not say it.
    """
    loader = StateLoader()
    spiders = {code: loader.load(code) for code in loader.list()}
    parts = [STATES_HEAD, "| jurisdiction | reader | proved on | newest capture |\n|---|---|---|---|"]
    for code, jurisdiction in JURISDICTIONS.items():
        spider = spiders.get(code)
        if spider is None:
            parts.append(f"| {jurisdiction.name} | none | | |")
            continue
        basis = "captures" if spider.verified == "captured" else "documentation"
        link = f"[{jurisdiction.name}](#{jurisdiction.name.lower().replace(' ', '-')})"
        parts.append(f"| {link} | [`{code}`](states/{code}.md) | {basis} | {spider.verified_on or ''} |")
    for code in sorted(spiders):
        parts.append(f"\n## {JURISDICTIONS[code].name}\n\n{proved(code)}")
    return "\n".join(parts) + "\n"


def proved(code: str) -> str:
    page = ROOT / "docs" / "states" / f"{code}.md"
    found = PROVED.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{page}: wanted a section 'What was proved', found none")
    return found.group(1)


def index_lines(tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "| table | holds |\n|---|---|"
    for name, table in tables.items():
        yield f"| [`{name}`](#{name}) | {cell(table['title'])} |"


def table_lines(connection: sqlite3.Connection, name: str, table: dict[str, Any]) -> Iterator[str]:
    """One table's section; a view's columns have no type of their own."""
    (kind,) = connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    points_at = {row[3]: row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
    columns = {row[1]: row for row in connection.execute(f'PRAGMA table_info("{name}")')}
    yield f"\n## {name}\n\n{table['description'].strip()}{' (A view.)' if kind == 'view' else ''}\n"
    yield "| column | type | meaning |\n|---|---|---|"
    for column, meaning in table["columns"].items():
        _, _, declared, not_null, _, key = columns[column]
        words = [] if kind == "view" else [declared.lower()]
        words += ["key"] if key else [] if not_null or kind == "view" else ["or empty"]
        words += [f"→ [`{points_at[column]}`](#{points_at[column]})"] if column in points_at else []
        yield f"| `{column}` | {', '.join(words)} | {cell(meaning)} |"


def question_lines(queries: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "\n## Ready-made questions\n"
    yield "Each has a page, `/bills/<name>`, with a field for each thing it asks for. JSON and CSV are there too."
    for name, query in queries.items():
        asked = ", ".join(f"`{word}`" for word in dict.fromkeys(PARAMETER.findall(query["sql"]))) or "nothing"
        yield f"\n### {name}\n\n**{query['title']}** Asks for: {asked}.\n\n{query['description'].strip()}"


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(tables_page(), encoding="utf-8")
    STATES_PAGE.write_text(states_page(), encoding="utf-8")
    DRIFT_PAGE.write_text(drift_page(), encoding="utf-8")
