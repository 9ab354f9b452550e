"""Finds a state's spider by its folder, and imports no other: a state that does not load stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from scrapy import Request
from scrapy.settings import BaseSettings

from scrapers.base import BillSpider

STATES = Path(__file__).parent / "states"


class StateLoader:
    """Scrapy's spider loader over scrapers/states/<code>/spider.py."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> StateLoader:
        return cls()

    def list(self) -> list[str]:
        return sorted(path.parent.name for path in STATES.glob("*/spider.py"))

    def load(self, spider_name: str) -> type[BillSpider]:
        """Raises KeyError for a state without a folder, ImportError for a module without one spider of that name."""
        if spider_name not in self.list():
            raise KeyError(f"no spider for {spider_name!r}; there are: {' '.join(self.list())}")
        module = import_module(f"scrapers.states.{spider_name}.spider")
        found = [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, BillSpider) and thing.__module__ == module.__name__
        ]
        if len(found) != 1 or found[0].name != spider_name:
            raise ImportError(f"{module.__name__}: wanted one spider named {spider_name!r}, got {found}")
        return found[0]

    def find_by_request(self, request: Request) -> Sequence[str]:
        """Which spiders ask for such an address."""
        domains = {name: getattr(self.load(name), "allowed_domains", ()) for name in self.list()}
        return [name for name, allowed in domains.items() if any(domain in request.url for domain in allowed)]
