"""Table pages: the column descriptions apart, so that the page can fold them away and begin with the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette


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
