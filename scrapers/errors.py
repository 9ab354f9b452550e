"""The ways a page can fail to say what was asked of it, and a run can be asked for what there is not."""

from __future__ import annotations


class LayoutChanged(Exception):
    """The page is not shaped as its reader expects: where it was read, what was wanted, what was found."""

    def __init__(self, where: str, *, wanted: str, got: str) -> None:
        super().__init__(f"{where}: wanted {wanted}, got {got[:200]}")
        self.where = where
        self.wanted = wanted
        self.got = got[:200]


class Blocked(Exception):
    """A firewall, a login page or an HTML shell answered in place of the thing asked for, whatever its status code."""

    def __init__(self, where: str, *, got: str) -> None:
        super().__init__(f"{where}: blocked, got {got[:200]}")
        self.where = where
        self.got = got[:200]


class BadArgument(ValueError):
    """A session or bill was asked for that there is not, or in a spelling nobody knows; says which would do."""


class ExpectedEmpty(Exception):
    """There is nothing here, and the page says why; the reason is the evidence."""
