"""A small web site on 127.0.0.1 for tests of fetching: pages with validators, ranges, and ways to misbehave."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Page:
    """`ranges`: honours Range and If-Range. `cuts`: break the connection after so many bytes, one number an answer."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    etag: str | None = None
    last_modified: str | None = None
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    length: int | None = None  # a Content-Length other than the true one
    zeros: int = 0  # a body of so many zeros instead of `body`


class Site:
    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[Seen], Page]] = {}
        self.seen: list[Seen] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def asked(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def handler(site) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                seen = Seen(self.command, self.path, dict(self.headers), body)
                site.seen.append(seen)
                page = site.pages.get(self.path, Page(b"no such page", 404))
                self.answer(page(seen) if callable(page) else page)

            do_POST = do_HEAD = do_GET

            def answer(self, page: Page) -> None:
                size = page.zeros or len(page.body)
                first, status = 0, page.status
                if status == 200 and self.not_modified(page):
                    status, size = 304, 0
                elif status == 200 and page.ranges and (wanted := self.headers.get("Range")):
                    same = self.headers.get("If-Range", page.etag) in (page.etag, page.last_modified)
                    first = int(wanted.removeprefix("bytes=").split("-")[0]) if same else 0
                    status = 206 if same and first < size else 416 if same else 200
                self.send_response(status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                if page.etag:
                    self.send_header("ETag", page.etag)
                if page.last_modified:
                    self.send_header("Last-Modified", page.last_modified)
                if status == 206:
                    self.send_header("Content-Range", f"bytes {first}-{size - 1}/{size}")
                last = first if status in (304, 416) or self.command == "HEAD" else size
                self.send_header("Content-Length", str(page.length or max(last - first, 0)))
                self.end_headers()
                cut = page.cuts.pop(0) if page.cuts and status in (200, 206) else None
                self.send(page, first, last if cut is None else min(last, first + cut))
                if cut is not None or page.length:
                    self.close_connection = True

            def send(self, page: Page, first: int, last: int) -> None:
                if not page.zeros:
                    self.wfile.write(page.body[first:last])
                    return
                for start in range(first, last, 1 << 20):
                    self.wfile.write(bytes(min(1 << 20, last - start)))

            def not_modified(self, page: Page) -> bool:
                tag, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
                return bool((tag and tag == page.etag) or (not tag and since and since == page.last_modified))

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def crawl(tmp_path: Path, requests: list[dict], **settings: object) -> dict:
    """Run tests/_crawl.py in a process of its own; what its spider saw."""
    out = tmp_path / "crawl.json"
    out.unlink(missing_ok=True)
    task = json.dumps({"requests": requests, "settings": settings, "out": str(out)})
    done = subprocess.run(
        [sys.executable, "-m", "tests._crawl", task],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    result = json.loads(out.read_text()) if out.exists() else {}
    return result | {"code": done.returncode, "log": done.stderr}
