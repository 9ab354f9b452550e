"""Response headers for pages that show what others wrote, and a plain refusal of anything but reading."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import datasette as datasette_package
from datasette import hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette

Asgi = Callable[[dict[str, Any], Callable[..., Awaitable[Any]], Callable[..., Awaitable[Any]]], Awaitable[None]]

ELSE = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
# The site's own pages: nothing but files of this server, no script or style inside the page
STRICT = f"default-src 'self'; img-src 'self' data:; {ELSE}"
# Datasette's table and SQL pages carry these scripts, each known by its hash, and styles inside the page
TEMPLATES = Path(datasette_package.__file__).parent / "templates"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
SCRIPTED = ("_close_open_menus.html", "_codemirror_foot.html", "table.html")
FACET = re.compile(r"\{\{ *datasette_allow_facet *\}\}")
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
READING = {"GET", "HEAD", "OPTIONS"}


def hashes() -> list[str]:
    """The scripts inside Datasette's own pages, as sources of a policy; a new Datasette brings its own."""
    scripts = set()
    for name in SCRIPTED:
        for script in SCRIPT.findall((TEMPLATES / name).read_text(encoding="utf-8")):
            scripts |= {FACET.sub(value, script) for value in ("true", "false")}
    digests = (hashlib.sha256(script.encode()).digest() for script in sorted(scripts))
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests]


def lenient() -> str:
    """The policy of Datasette's pages."""
    return (
        f"default-src 'self'; script-src 'self' {' '.join(hashes())}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data:; {ELSE}"
    )


@hookimpl(trylast=True)  # the last wrapper is the outermost: it sees the answers of the others too
def asgi_wrapper(datasette: Datasette) -> Callable[[Asgi], Asgi]:
    addresses: Any = pm.get_plugin("addresses.py")
    root = str(datasette.setting("base_url"))
    policies = {True: STRICT.encode("ascii"), False: lenient().encode("ascii")}

    def wrap(app: Asgi) -> Asgi:
        async def safe(scope: dict[str, Any], receive: Any, send: Any) -> None:
            path = "/" + scope.get("path", "/").removeprefix(root)
            policy = policies[addresses.own(path)]

            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    headers = list(message.get("headers", []))
                    present = {name.lower() for name, _ in headers}
                    wanted = {**HEADERS, b"content-security-policy": policy}
                    headers += [(name, value) for name, value in wanted.items() if name not in present]
                    message = {**message, "headers": headers}
                await send(message)

            # /-/ is where Datasette and its plugins take requests of their own
            if scope["type"] == "http" and scope["method"] not in READING and not path.startswith("/-/"):
                content = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD, OPTIONS")]
                await send_with_headers({"type": "http.response.start", "status": 405, "headers": content})
                await send({"type": "http.response.body", "body": b"This site can only be read.\n"})
                return
            await app(scope, receive, send_with_headers)

        return safe

    return wrap
