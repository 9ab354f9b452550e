"""Where everything has its page: the one place that makes the site's addresses.

An address is made from the id alone, so it is as permanent as the id. A thing without a page has its plain row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from datasette import Response, hookimpl
from datasette.utils import tilde_encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

NAME = "bills"
BILL = re.compile(r"([a-z]{2})-([a-z0-9]+)-([a-z0-9]+)")
SESSION = re.compile(r"([a-z]{2})-([a-z0-9]+)")
VERSION = re.compile(r"([a-z]{2})-([a-z0-9]+)-([a-z0-9]+)-(.+)")
CODE = re.compile(r"[a-z]{2}")
PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")
OWN = {"vote_events": "votes", "people": "people", "organizations": "committees"}


def path_of(table: str, key: object) -> str:
    """The address of a thing, as a path below the site's root: bills, ca-20172018-sb54 → /ca/20172018/sb54."""
    text = str(key)
    if table in OWN:
        return f"/{OWN[table]}/{quote(text, safe='')}"
    if table == "bills" and (found := BILL.fullmatch(text)):
        return "/" + "/".join(found.groups())
    if table in ("versions", "version_texts") and (found := VERSION.fullmatch(text)):
        return "/{}/{}/{}/text/{}".format(*(quote(part, safe="") for part in found.groups()))
    if table == "sessions" and (found := SESSION.fullmatch(text)):
        return "/" + "/".join(found.groups()) + "/"
    if table == "jurisdictions" and CODE.fullmatch(text):
        return f"/{text}/"
    return row_path(table, text)


def row_path(table: str, key: object) -> str:
    """The address of the plain row, as it is stored."""
    return f"/{NAME}/{table}/{tilde_encode(str(key))}"


def with_query(path: str, given: Mapping[str, object]) -> str:
    """A path with its parameters; those without a value are left out."""
    kept = {name: value for name, value in given.items() if value not in (None, "")}
    return path + (f"?{urlencode(kept)}" if kept else "")


def sql_path(sql: str, params: Mapping[str, object]) -> str:
    """The very query on the SQL page, with the values of the parameters it names.

    The form there sends text alone: a parameter without a value is written into the query as NULL.
    """
    text = "\n".join(line.rstrip() for line in sql.strip().splitlines())
    text = PARAMETER.sub(lambda found: "NULL" if params.get(found[1]) is None else found[0], text)
    named = dict.fromkeys(PARAMETER.findall(text))
    return f"/{NAME}?" + urlencode({"sql": text, **{name: params[name] for name in named}})


def own(path: str) -> bool:
    """Whether a path below the root is one of the site's own pages, and none of Datasette's."""
    first = path.lstrip("/").partition("/")[0].partition(".")[0]
    return first not in (NAME, "-")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """`page(table, id)` and `row(table, id)` are addresses; `path(p, name=value…)` is any other of this site.

    Datasette's own pages have a `path` of another sort: what they share with the site's pages says `urls.path`.
    """

    def below(path: str) -> str:
        return str(datasette.urls.path(path))

    env.globals["page"] = lambda table, key: below(path_of(table, key))
    env.globals["row"] = lambda table, key: below(row_path(table, key))
    env.globals["path"] = lambda path, **given: below(with_query(path, given))
    env.globals["own_page"] = lambda request: (
        request is None or own("/" + request.path.removeprefix(str(datasette.setting("base_url"))))
    )


async def all_of_them(datasette: Datasette, request: Request) -> Response:
    """An address cut off after its first part leads to the table of such things."""
    table = next(table for table, first in OWN.items() if first == request.url_vars["first"])
    return Response.redirect(datasette.urls.path(f"/{NAME}/{table}"))


@hookimpl
def register_routes() -> list[tuple[str, object]]:
    return [(rf"^/(?P<first>{'|'.join(OWN.values())})/?$", all_of_them)]
