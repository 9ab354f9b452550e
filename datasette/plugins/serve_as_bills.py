"""Serve the one database under the name `bills`, whatever its file is called: metadata and links go by that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils import StartupError

if TYPE_CHECKING:
    from datasette.app import Datasette

NAME = "bills"


@hookimpl
def startup(datasette: Datasette) -> None:
    if NAME in datasette.databases:
        return
    files = [database for database in datasette.databases.values() if database.path]
    if len(files) != 1:
        raise StartupError(f"Give one database file, or name one of them {NAME}.db: found {len(files)}")
    (database,) = files
    former = database.name
    datasette.remove_database(former)
    datasette.add_database(database, name=NAME)
    if datasette.inspect_data and former in datasette.inspect_data:
        datasette.inspect_data = {NAME: datasette.inspect_data[former]}
