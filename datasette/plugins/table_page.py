"""Table pages: the column descriptions apart, so that the page can fold them away and begin with the rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment

# Datasette's filter form has no labels
UNLABELLED = re.compile(r'(<(?:select|input type="text")) name="_filter_(column|op|value)')
LABELS = {"column": "Column", "op": "Comparison", "value": "Value"}


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None, table: str | None, view_name: str | None
) -> dict[str, Any]:
    if view_name not in ("table", "row") or not table:
        return {}
    metadata = dict(datasette.table_metadata(database, table))
    column_descriptions = metadata.pop("columns", {})
    datasette.update_with_inherited_metadata(metadata)
    return {"metadata": metadata, "column_descriptions": column_descriptions}


def labelled(page: Markup) -> Markup:
    """The table page with its filter form labelled for those who do not see it."""
    found = UNLABELLED.sub(lambda m: f'{m[1]} aria-label="{LABELS[m[2]]}" name="_filter_{m[2]}', page)
    found = found.replace('<select name="_sort"', '<select aria-label="Sort by" name="_sort"')
    return Markup(found)  # noqa: S704  # Datasette's own page, attributes added


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["labelled"] = labelled
