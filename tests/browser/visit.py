"""Pages opened in the browser, with everything noted that a page should not do."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# target-size is the one rule of WCAG 2.2 AA, and axe leaves it out unless asked
EVERYTHING: dict[str, object] = {
    "runOnly": {"type": "tag", "values": WCAG},
    "rules": {"target-size": {"enabled": True}},
}
WATCH = """
window.seen = {shift: 0, refused: []};
new PerformanceObserver(list => list.getEntries().forEach(entry => window.seen.shift += entry.value))
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation",
  event => window.seen.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
WIDER = """
() => [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right >
  document.documentElement.clientWidth + 1 && !element.closest(".scroll, pre, .away, .sr, .skip-link, svg"))
  .map(element => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 60)}`).slice(0, 5)
"""


@dataclass
class Seen:
    """What a page did that it should not: messages of errors, dialogs, requests to other hosts."""

    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        return self.errors + self.dialogs + self.elsewhere


class Visits:
    """Opens pages, each in a context of its own, closed at the end of the test."""

    def __init__(self, browser: Browser, contexts: ExitStack) -> None:
        self.browser, self.contexts = browser, contexts

    def page(self, site: str, *, width: int = 1280, height: int = 900, **options: Any) -> tuple[Page, Seen]:
        size: Any = {"width": width, "height": height}
        context = self.contexts.enter_context(
            closing(self.browser.new_context(viewport=size, base_url=site, **options))
        )
        context.set_default_timeout(30_000)
        context.add_init_script(WATCH)
        page, seen = context.new_page(), Seen()
        page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(site) else seen.elsewhere.append(asked.url))

        def dismiss(dialog: Any) -> None:
            seen.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        return page, seen


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule, what to do, where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", EVERYTHING | options)
    return [
        f"{rule['id']}: {node['failureSummary']} in {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def shift(page: Page) -> float:
    """The layout shifts of the page once it is drawn, as a share of the window (0: nothing moved)."""
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return float(page.evaluate("window.seen.shift"))


def refused(page: Page) -> list[str]:
    """What the Content-Security-Policy stopped."""
    return list(page.evaluate("window.seen.refused"))


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty when it does not."""
    fits = page.evaluate("document.scrollingElement.scrollWidth <= document.documentElement.clientWidth")
    return [] if fits else page.evaluate(WIDER) or ["something"]
