"""A mistyped address or query is no fault of the server: answer it helpfully, without a traceback in the log."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


def told(exception: Exception) -> dict[str, Any] | None:
    """What to answer to a mistake of the asker's; None for anything else."""
    if isinstance(exception, DatasetteError) and exception.status < 500:
        # Datasette writes this markup itself, around a query it has escaped
        message = Markup(exception.message) if exception.message_is_html else exception.message  # noqa: S704
        return {**exception.error_dict, "error": message, "status": exception.status, "title": exception.title}
    if isinstance(exception, Base400):
        return {"error": str(exception.args[0]), "status": exception.status, "title": None}
    return None


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Generator[None, Any, None]:
    outcome = yield
    info = told(exception)
    if info is None:
        return

    async def answer() -> Response:
        headers: dict[str, str] = {}
        if datasette.cors:
            add_cors_headers(headers)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, **info}, status=info["status"], headers=headers)
        words = request.path.rpartition("/")[2].partition(".")[0].replace("-", " ").replace("_", " ")
        templates = [f"{info['status']}.html", "error.html"]
        html = await datasette.render_template(templates, {**info, "words": words}, request=request, view_name="error")
        return Response.html(html, status=info["status"], headers=headers)

    outcome.force_result([answer])
