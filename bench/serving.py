"""The dashboard as `make serve` serves it, in a process of its own: for the bench, the browser tests, the pictures."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 120  # seconds to count a large file's rows before the first answer


class Served(NamedTuple):
    """Where the server listens on 127.0.0.1, and its process."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(db: Path, log: Path) -> Iterator[Served]:
    """Serve `db` on a free port until the block ends. Raises RuntimeError, with its log, where it does not answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pipelines.serve", str(db), "--port", str(port)]
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out) as process:  # noqa: S603
        try:
            until = time.monotonic() + LONGEST
            while not answers(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"the server of {db} does not answer: {log.read_text(encoding='utf-8')}")
                time.sleep(0.05)
            yield Served(port, process)
        finally:
            process.terminate()


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/-/versions.json")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
