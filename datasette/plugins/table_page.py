"""Table pages: column descriptions apart, to be folded away, and what to count a large table by as links.

Datasette's own facets count on every visit; `count_by` in metadata.yml names columns that are counted when asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import path_with_added_args
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

# Datasette's filter form has no labels
UNLABELLED = re.compile(r'(<(?:select|input type="text")) name="_filter_(column|op|value)')
LABELS = {"column": "Column", "op": "Comparison", "value": "Value"}


def counting(request: Request, columns: list[str | dict[str, str]]) -> list[tuple[str, str]]:
    """Each column the rows may be counted by and are not yet, with the address that counts them."""
    facets = [("_facet", one) if isinstance(one, str) else ("_facet_array", one["array"]) for one in columns]
    return [
        (column, path_with_added_args(request, [(name, column)]))
        for name, column in facets
        if column not in request.args.getlist(name)
    ]


@hookimpl
def extra_template_vars(
    datasette: Datasette, request: Request, database: str | None, table: str | None, view_name: str | None
) -> dict[str, Any]:
    if view_name not in ("table", "row") or not table:
        return {}
    metadata = dict(datasette.table_metadata(database, table))
    column_descriptions = metadata.pop("columns", {})
    datasette.update_with_inherited_metadata(metadata)
    count_by = counting(request, metadata.pop("count_by", [])) if view_name == "table" else []
    return {"metadata": metadata, "column_descriptions": column_descriptions, "count_by": count_by}


def labelled(page: Markup) -> Markup:
    """The table page with its filter form labelled for those who do not see it."""
    found = UNLABELLED.sub(lambda m: f'{m[1]} aria-label="{LABELS[m[2]]}" name="_filter_{m[2]}', page)
    found = found.replace('<select name="_sort"', '<select aria-label="Sort by" name="_sort"')
    return Markup(found)  # noqa: S704  # Datasette's own page, attributes added


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["labelled"] = labelled
