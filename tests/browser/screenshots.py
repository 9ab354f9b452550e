"""The README's pictures, taken of the pages as they are: `python -m tests.browser.screenshots bills.db`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.serving import ROOT, served
from tests.browser.addresses import PAGES
from tests.browser.visit import CHROMIUM

OUT = ROOT / "docs" / "img"
PICTURES = {  # file → page, width, height
    "home": ("home", 1280, 900),
    "bill": ("bill", 1280, 900),
    "vote": ("roll call", 1280, 900),
    "phone": ("bill", 390, 844),
}


def main(db: Path) -> None:
    if CHROMIUM is None:
        raise SystemExit("no Chromium on this machine (Debian: apt-get install chromium)")
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(db, Path(folder) / "log") as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM)
        for name, (page, width, height) in PICTURES.items():
            window = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            window.goto(server.address + PAGES[page])
            window.screenshot(path=OUT / f"{name}.png", animations="disabled")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
