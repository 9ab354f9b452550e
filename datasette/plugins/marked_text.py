"""A text with its marks of what is put in and struck out, as markup that can do nothing else.

What version_texts.markup may hold are the tags in TAG and nothing inside them; all else is text, and is shown as such.
Another plugin finds this one as `pm.get_plugin("marked_text.py")`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from markupsafe import Markup, escape

TAG = re.compile(r"(</?(?:p|ins|del|table|tr|td)>)")
DEEPEST = 20  # tags within tags; no bill has so many, and a page of thousands would be slow to make and to read
ENTITY = 40  # characters, more than `&CounterClockwiseContourIntegral;` has


class Nesting:
    """The tags that are open, as one after the other is taken."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.refused: Counter[str] = Counter()

    def take(self, tag: str) -> str:
        """What to write for a tag: itself and those it closes, nothing if it closes none, text if it is too deep."""
        name = tag.strip("</>")
        if tag[1] != "/":
            if len(self.opened) >= DEEPEST:
                self.refused[name] += 1
                return str(escape(tag))
            self.opened.append(name)
            return tag
        if self.refused[name]:  # the other end of one that is shown as text
            self.refused[name] -= 1
            return str(escape(tag))
        if name not in self.opened:
            return ""
        written = []
        while (last := self.opened.pop()) != name:
            written.append(f"</{last}>")
        return "".join([*written, tag])


def parts(markup: str, size: int) -> list[str]:
    """The markup in parts of about `size` characters, cut where no tag is open, or where it is twice as long.

    A part cut inside tags leaves them open, and the next opens them again.
    """
    found: list[str] = []
    part: list[str] = []
    nesting, length = Nesting(), 0
    for place, piece in enumerate(TAG.split(markup)):
        # a tag shown as text is longer than itself
        shown = max(len(piece), len(nesting.take(piece))) if place % 2 else 0
        for run in [piece] if place % 2 else runs(piece, size):
            part.append(run)
            length += shown or len(run)
            if length >= size and (not nesting.opened or length >= 2 * size):
                found.append("".join(part))
                part, length = [f"<{name}>" for name in nesting.opened], 0
    rest = "".join(part)
    return [*found, rest] if length and rest.strip() else found


def runs(text: str, size: int) -> Iterator[str]:
    """A text without tags in runs of at most `size` characters, cut at a space, and not inside an entity."""
    start = 0
    while len(text) - start > size:
        end = start + size
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1
        entity = text.rfind("&", max(start + 1, end - ENTITY), end)
        end = space if space > start else entity if entity > start else end
        yield text[start:end]
        start = end
    yield text[start:]


def safe(markup: str) -> Markup:
    """The markup with every tag closed in its order, and everything that is no tag of these escaped."""
    nesting = Nesting()
    written = [
        nesting.take(piece) if place % 2 else str(escape(unescape(piece)))
        for place, piece in enumerate(TAG.split(markup))
    ]
    written += [f"</{name}>" for name in reversed(nesting.opened)]
    return Markup("".join(written))  # noqa: S704  # tags of the list above, and escaped text
