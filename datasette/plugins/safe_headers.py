"""Response headers for pages that show what others wrote, and a plain refusal of anything but reading."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

Asgi = Callable[[dict[str, Any], Callable[..., Awaitable[Any]], Callable[..., Awaitable[Any]]], Awaitable[None]]

# Datasette's SQL editor and table menus are inline scripts and styles; everything else must be a file of this server
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": POLICY.encode("ascii"),
}
READING = {"GET", "HEAD", "OPTIONS"}


@hookimpl(trylast=True)  # the last wrapper is the outermost: it sees the answers of the others too
def asgi_wrapper() -> Callable[[Asgi], Asgi]:
    def wrap(app: Asgi) -> Asgi:
        async def safe(scope: dict[str, Any], receive: Any, send: Any) -> None:
            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    headers = list(message.get("headers", []))
                    present = {name.lower() for name, _ in headers}
                    headers += [(name, value) for name, value in HEADERS.items() if name not in present]
                    message = {**message, "headers": headers}
                await send(message)

            # /-/ is where Datasette and its plugins take requests of their own
            if scope["type"] == "http" and scope["method"] not in READING and not scope["path"].startswith("/-/"):
                content = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD, OPTIONS")]
                await send_with_headers({"type": "http.response.start", "status": 405, "headers": content})
                await send({"type": "http.response.body", "body": b"This site can only be read.\n"})
                return
            await app(scope, receive, send_with_headers)

        return safe

    return wrap
