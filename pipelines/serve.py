"""`make serve`: the dashboard over a finished database, read-only, with its counts made beforehand."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines import schema, summaries
from pipelines.check import open_read_only

ROOT = Path(__file__).resolve().parents[1]


def still(path: Path, folder: Path) -> Path:
    """The database with nothing left in its write-ahead log, or a copy of it while a run is writing.

    Datasette serves it as immutable, which reads the file alone. A file of an earlier version is brought up to date.
    """
    connection = schema.connect(path)
    try:
        if missing := summaries.without_summaries(connection):
            connection.execute("BEGIN IMMEDIATE")
            summaries.summarise(connection, missing)
            connection.execute("COMMIT")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            return path
        copy = folder / "bills.db"
        connection.execute("VACUUM INTO ?", (str(copy),))
        sys.stdout.write(f"{path} is being written: this is how it stood a moment ago\n")
        return copy
    finally:
        connection.close()


def command(database: Path, inspected: Path, port: int) -> list[str]:
    settings: dict[str, object] = json.loads((ROOT / "datasette" / "settings.json").read_text(encoding="utf-8"))
    return [
        sys.executable, "-m", "datasette", "serve", "--immutable", str(database), "--inspect-file", str(inspected),
        "--metadata", "metadata.yml", "--plugins-dir", "datasette/plugins", "--template-dir", "datasette/templates",
        "--static", "static:datasette/static", "--cors", "--host", "127.0.0.1", "--port", str(port),
        *(part for name, value in settings.items() for part in ("--setting", name, str(value))),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db", nargs="?", default="bills.db", type=Path)
    parser.add_argument("--port", type=int, default=8001)
    options = parser.parse_args()
    path = options.db.resolve()
    open_read_only(path).close()
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that a copy being made is taken away again
    with tempfile.TemporaryDirectory(prefix="statehouse-serve-") as folder:
        database = still(path, Path(folder))
        inspected = Path(folder) / "inspect.json"
        subprocess.run(  # noqa: S603  # our own command, no shell
            [sys.executable, "-m", "datasette", "inspect", str(database), "--inspect-file", str(inspected)], check=True
        )
        sys.stdout.write(f"\nThe dashboard: http://127.0.0.1:{options.port}/  (stop it with Ctrl-C)\n\n")
        sys.stdout.flush()
        with subprocess.Popen(command(database, inspected, options.port)) as server:  # noqa: S603
            for ending in (signal.SIGINT, signal.SIGTERM):
                signal.signal(ending, lambda *_: server.terminate())
        raise SystemExit(0 if server.returncode in (0, -signal.SIGTERM, -signal.SIGINT) else server.returncode)


if __name__ == "__main__":
    main()
