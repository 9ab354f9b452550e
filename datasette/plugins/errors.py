"""An address or query that cannot be answered: told helpfully, with what it was perhaps meant to be.

A mistake of the asker's leaves no traceback in the log; a mistake of ours leaves one there and nowhere else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
OURS = "Something went wrong on our side; it has been written down. Try again, or go on from one of these"


def told(exception: Exception) -> dict[str, Any]:
    """What to answer: status, error in a sentence, and perhaps a title."""
    if isinstance(exception, DatasetteError) and exception.status < 500:
        # Datasette writes this markup itself, around a query it has escaped; its script the policy would refuse
        html = exception.message_is_html
        message = Markup(SCRIPT.sub("", exception.message)) if html else exception.message  # noqa: S704
        return {**exception.error_dict, "error": message, "status": exception.status, "title": exception.title}
    if isinstance(exception, Base400):
        return {"error": str(exception.args[0]), "status": exception.status, "title": None}
    return {"error": OURS, "status": 500, "title": None}


async def near(datasette: Datasette, path: str) -> dict[str, Any]:
    """What an unknown address was perhaps meant to be, for the page that says it is not there."""
    error, found = await pm.get_plugin("nearby.py").meant(datasette, path)
    return {**({"error": error} if error else {}), "near": found, "near_title": "Was it one of these?"}


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Generator[None, Any, None]:
    outcome = yield
    info = told(exception)
    if info["status"] >= 500:
        logging.getLogger("statehouse").error("%s", request.path, exc_info=exception)

    async def answer() -> Response:
        path = "/" + request.path.removeprefix(str(datasette.setting("base_url")))
        context = {**info, **(await near(datasette, path) if info["status"] == 404 else {})}
        headers: dict[str, str] = {}
        if datasette.cors:
            add_cors_headers(headers)
        if path.endswith(".json"):
            return Response.json({"ok": False, **context}, status=info["status"], headers=headers)
        context["words"] = path.rpartition("/")[2].partition(".")[0].replace("-", " ").replace("_", " ")
        templates = [f"{info['status']}.html", "error.html"]
        html = await datasette.render_template(templates, context, request=request, view_name="error")
        return Response.html(html, status=info["status"], headers=headers)

    outcome.force_result([answer])
